"""Rows set from a few layouts: cast in blocks, then a finished file for each layout.

Each row is read and composed in full, its words are judged, and its QR codes are read back. What
layout and finished files are judged by is the room that words take up, so that one row speaks
for all that go by the same layout: it goes the whole way of a single build. Whatever cannot be
taken for granted sends a row that way as well.
"""

import gc
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leaflet.batch.task import (
    Bench,
    Job,
    RowMade,
    addresses_of,
    bench_of,
    ending_of,
    forget_bench,
    make_row,
    prepare,
)
from leaflet.build import build_leaflet
from leaflet.editions.in_ink import press_inks
from leaflet.manuscript.records import Record
from leaflet.model import Leaflet, Part, Piece
from leaflet.preflight import unreadable_codes
from leaflet.preflight.content import RULES_OF_PLACES, check_content
from leaflet.press import InInks, PressBase, TaggedBase, UnfitError, count_pages, holds
from leaflet.problems import Problem, UnusableError, errors, waived
from leaflet.project import order_of
from leaflet.specs.formats import FORMATS
from leaflet.typeset.panels import Setting
from leaflet.typeset.slots import Acts, Marking

if TYPE_CHECKING:
    from leaflet.typeset.caster import Cast, Caster

Usage = dict[str, dict[int, tuple[int, str]]]
"""Glyphs by the font's name: width and text."""

CASTABLE = frozenset({"print", "screen"})
"""Editions that can be set from a layout that others go by."""

_OTHERWISE = "zq"
"""What is put behind every value of a record to see where it stands: no word has it."""


@dataclass(frozen=True, slots=True)
class RowCast:
    """A row that goes by a layout."""

    row: int
    layout: str
    """Which layout: rows with the same one differ in their slots alone."""

    contents: Mapping[str, tuple[bytes, ...]]
    """What it puts into the slots, by the edition."""

    problems: tuple[Problem, ...]
    """What is wrong with its text and its words."""

    codes: tuple[str, ...]
    acts: tuple[Acts, ...] = ()
    """What else it says in them, in the edition for screens."""


@dataclass(frozen=True, slots=True)
class BlockDone:
    """What became of a block of rows."""

    cast: tuple[RowCast, ...] = ()
    made: tuple[RowMade, ...] = ()
    """Rows that went the way of a single build."""

    usage: Usage = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Base:
    """The finished file of a layout."""

    layout: str
    files: Mapping[str, bytes] = field(default_factory=dict)
    """The files by the edition, each slot between its marks; none if it is not to be gone by."""

    problems: tuple[Problem, ...] = ()
    """What is wrong with it, and with every row that goes by it."""

    pages: int = 0
    own: RowCast | None = None
    """The row that it was made of."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A layout whose finished file is wanted."""

    cast: RowCast
    """The first row that goes by it."""

    record: Record
    """That row's values."""

    usage: Usage
    """The glyphs of all rows."""


def can_cast(job: Job) -> bool:
    """Return whether rows may go by common layouts at all."""
    return set(job.request.editions) <= CASTABLE


def prepare_to_cast(job: Job) -> None:
    """Do what `prepare` does, and cast the first row: what that brings, all processes share."""
    prepare(job)
    if job.first:
        cast_block(job, [Record(0, 0, job.first)])


def forget() -> None:
    """Let go what this process keeps for a job."""
    _castings.clear()
    _of_job.clear()
    _open.clear()
    forget_bench()
    gc.unfreeze()
    gc.collect()


def cast_block(job: Job, records: Sequence[Record]) -> list[BlockDone]:
    """Set some rows."""
    bench = bench_of(job)
    caster = _caster_of(bench)
    cast, made = [], []
    for record in records:
        one = _cast(bench, caster, record) if caster else None
        if isinstance(one, RowCast):
            cast.append(one)
        else:
            made.append(one or make_row(job, record))
    usage = caster.caster.usage() if caster else {}
    return [BlockDone(tuple(cast), tuple(made), usage)]


@dataclass(slots=True)
class _Casting:
    """What a process keeps to cast the rows of one job."""

    job: Job
    caster: "Caster"
    base: Leaflet
    """A leaflet of which every piece that may differ does differ from that of any row."""

    inks: InInks
    always: frozenset[Problem]
    """What is wrong with the pieces that differ, whatever stands in them."""

    layouts: dict[object, str] = field(default_factory=dict)

    def row(
        self, record: Record, found: "Cast", problems: tuple[Problem, ...], codes: tuple[str, ...]
    ) -> RowCast:
        """Return a row that was cast."""
        editions = self.job.request.editions
        contents = {}
        if "print" in editions:
            contents["print"] = tuple(map(self.inks, found.contents))
        if "screen" in editions:
            contents["screen"] = found.contents
        layout = self.layout_of(found.key)
        return RowCast(record.row, layout, contents, problems, codes, found.acts)

    def layout_of(self, key: object) -> str:
        """Return the short name of a layout."""
        if key not in self.layouts:
            self.layouts[key] = hashlib.sha256(repr(key).encode()).hexdigest()[:16]
        return self.layouts[key]


_castings: list[_Casting | None] = []
"""The one of the job that `bench_of` keeps; nothing where its rows cannot be cast."""

_of_job: list[Job] = []


def _caster_of(bench: Bench) -> _Casting | None:
    if _of_job != [bench.job]:
        _of_job[:] = [bench.job]
        _castings[:] = [_begun(bench)]
    return _castings[0]


def _begun(bench: Bench) -> _Casting | None:
    job = bench.job
    if not can_cast(job) or not job.first:
        return None
    try:
        leaflet, _ = bench.pattern.filled(job.first)
        other, _ = bench.pattern.filled(
            {name: f"{value}{_OTHERWISE}" for name, value in job.first.items()}
        )
    except UnusableError:
        return None
    # Imported only now: WeasyPrint looks for fonts as it is imported, when they are chosen.
    from leaflet.typeset.caster import Caster  # noqa: PLC0415 - see above

    inks = press_inks(leaflet, job.request.theme, job.request.printer)
    if len(leaflet.formats) > 1 or inks is None:
        return None
    order = order_of(job.request, {})
    setting = Setting(order.theme, order.workshop, order.day)
    tagged = "screen" in job.request.editions
    caster = Caster(FORMATS[leaflet.formats[0]], setting, tagged=tagged)
    if not caster.find_slots(leaflet, other):
        return None
    always = {*_judged(bench, leaflet, other)} & {*_judged(bench, other, leaflet)}
    return _Casting(job, caster, other, InInks(inks), frozenset(always))


def _cast(bench: Bench, casting: _Casting, record: Record) -> RowCast | RowMade | None:
    """Set a row; nothing if it has to go the way of a single build."""
    try:
        leaflet, told = bench.pattern.filled(record.values)
    except UnusableError as error:
        return RowMade(record.row, problems=tuple(error.problems))
    codes = tuple(addresses_of(leaflet))
    told = [*bench.wrong, *told, *unreadable_codes(codes, leaflet.place)]
    told = [waived(one, leaflet.waivers) for one in told]
    judged = _own_words(bench, casting, leaflet)
    counted = (*told, *judged)
    if errors(told):
        return RowMade(record.row, problems=counted, codes=codes)
    if errors(judged):
        return None  # whether that is so with the rest of the leaflet around it, a build will say
    found = casting.caster.cast(leaflet)
    if found is None:
        return None
    return casting.row(record, found, counted, codes)


def _own_words(bench: Bench, casting: _Casting, leaflet: Leaflet) -> list[Problem]:
    """Return what is wrong with the words of a record, beside what is wrong with all.

    Only pieces that differ from those of the first record are judged. What is wrong with the
    leaflet around them is told by the row that goes the whole way.
    """
    found = _judged(bench, leaflet, casting.base)
    return [waived(one, leaflet.waivers) for one in found if one not in casting.always]


def _judged(bench: Bench, leaflet: Leaflet, base: Leaflet) -> list[Problem]:
    today = bench.job.request.today
    return check_content(_personal(leaflet, base), bench.facts, today, RULES_OF_PLACES)


def _personal(leaflet: Leaflet, base: Leaflet) -> Leaflet:
    """Return a leaflet of the pieces alone that are a record's own."""
    lines = tuple(line if "record." in line else "" for line in leaflet.written)
    return replace(leaflet, pieces=_own(leaflet.pieces, base.pieces), written=lines)


def _own(pieces: Iterable[Piece], base: Sequence[Piece]) -> tuple[Piece, ...]:
    others = {id(one) for one in base}
    places = {(one.name, one.line): one for one in base if isinstance(one, Part)}
    found: list[Piece] = []
    for one in pieces:
        if id(one) in others:
            continue
        if isinstance(one, Part):
            other = places.get((one.name, one.line))
            found.append(replace(one, pieces=_own(one.pieces, other.pieces if other else ())))
        else:
            found.append(one)
    return tuple(found)


def make_base(job: Job, wanted: Sequence[Wanted]) -> list[Base]:
    """Make the finished files of layouts, each by a row that goes by it."""
    made = []
    for one in wanted:
        made.append(_base(job, one))
        gc.collect()  # layouts and pictures, which hold each other
    return made


def _base(job: Job, wanted: Wanted) -> Base:
    bench, row, record = bench_of(job), wanted.cast, wanted.record
    casting = _caster_of(bench)
    if casting is None or casting.caster.slots is None:
        return Base(row.layout)
    casting.caster.forget_words()
    marking = Marking(casting.caster.slots, usage=wanted.usage)
    order = replace(order_of(job.request, record.values), marking=marking)
    work = build_leaflet(job.found, bench.facts, bench.wrong, order, bench.typesetter)
    made = {ending_of(path, work): data for path, data in work.files.items()}
    files = {edition: made[ending] for edition, ending in ENDINGS.items() if ending in made}
    leaflet, told = bench.pattern.filled(record.values)
    told = [waived(one, leaflet.waivers) for one in (*bench.wrong, *told)]
    own = {*told, *_own_words(bench, casting, leaflet)}
    rest = tuple(one for one in work.problems if one not in own)
    pages = sum(map(count_pages, files.values()))
    base = Base(row.layout, files, rest, pages, replace(row, problems=(), codes=()))
    return base if _fits(base, row) else Base(row.layout)


def _fits(base: Base, row: RowCast) -> bool:
    """Return whether the files hold in their slots what was cast for the row they were made of."""
    if "print" in base.files and not holds(base.files["print"], row.contents["print"]):
        return False
    if "screen" in base.files:
        try:
            with TaggedBase.open(base.files["screen"], row.contents["screen"], row.acts):
                return True
        except UnfitError:
            return False
    return True


def fill_block(
    folder: Path, bases: Mapping[str, Base], rows: Sequence[RowCast]
) -> list[tuple[int, dict[str, tuple[str, int]]]]:
    """Write the files of some rows.

    Args:
        folder: Where the files wait.
        bases: The layouts that they go by.
        rows: The rows.

    Returns:
        For each row, the digest and the size of each file by its ending.
    """
    done = []
    for one in rows:
        base, sizes = bases[one.layout], {}
        for edition, contents in one.contents.items():
            data = _fill(base, edition, contents, one.acts)
            ending = ENDINGS[edition]
            # It waits there: no one takes it for whole before its digest is kept.
            (folder / f"{one.row}{ending}").write_bytes(data)
            sizes[ending] = (hashlib.sha256(data).hexdigest(), len(data))
        done.append((one.row, sizes))
    return done


_open: dict[tuple[str, str], tuple[bytes, PressBase | TaggedBase, int]] = {}
"""Finished files that this process has open, by layout and edition, and how often each was filled:
what it was filled with before stays in memory as long as it is open."""

_MOST_FILLED = 500


def _fill(base: Base, edition: str, contents: tuple[bytes, ...], acts: tuple[Acts, ...]) -> bytes:
    """Return an edition of a row."""
    key, data = (base.layout, edition), base.files[edition]
    known, opened, times = _open.get(key, (b"", None, 0))
    if opened is None or known != data or times >= _MOST_FILLED:
        if edition == "screen":
            row = base.own or RowCast(0, base.layout, {}, (), ())
            opened = TaggedBase.open(data, row.contents[edition], row.acts)
        else:
            opened = PressBase(data)
        times = 0
    _open[key] = (data, opened, times + 1)
    if isinstance(opened, TaggedBase):
        return opened.filled(contents, acts)
    return opened.filled(contents)


PRINT = "-print.pdf"
"""How the name of a file for the press ends."""

ENDINGS = {"print": PRINT, "screen": "-screen.pdf"}
"""The same for each edition that can be cast."""


def in_order(usage: Usage) -> Usage:
    """Return glyphs in the order of their numbers, whoever found them first."""
    return {font: dict(sorted(usage[font].items())) for font in sorted(usage)}
