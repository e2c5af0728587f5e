"""Rows set from a few layouts: cast in blocks, then a finished file for each layout.

Each row is read and composed in full, its words are judged, and its QR codes are read back. What
layout and finished files are judged by is the room that words take up, so that one row speaks
for all that go by the same layout: it goes the whole way of a single build. Whatever cannot be
taken for granted sends a row that way as well.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from leaflet.batch.task import Bench, Job, RowMade, addresses_of, bench_of, ending_of, make_row
from leaflet.build import build_leaflet
from leaflet.editions.in_ink import press_inks
from leaflet.manuscript.records import Record
from leaflet.model import Leaflet, Part, Piece
from leaflet.preflight import unreadable_codes
from leaflet.preflight.content import RULES_OF_PLACES, check_content
from leaflet.press import InInks, count_pages, filled, holds
from leaflet.problems import Problem, UnusableError, errors, waived
from leaflet.project import order_of
from leaflet.specs.formats import FORMATS
from leaflet.store import write_file
from leaflet.typeset.panels import Setting
from leaflet.typeset.slots import Marking

if TYPE_CHECKING:
    from leaflet.typeset.caster import Caster

Usage = dict[str, dict[int, tuple[int, str]]]
"""Glyphs by the font's name: width and text."""

CASTABLE = frozenset({"print"})
"""Editions that can be set from a layout that others go by."""

_OTHERWISE = "zq"
"""What is put behind every value of a record to see where it stands: no word has it."""


@dataclass(frozen=True, slots=True)
class RowCast:
    """A row that goes by a layout."""

    row: int
    layout: str
    """Which layout: rows with the same one differ in their slots alone."""

    contents: tuple[bytes, ...]
    """What it puts into the slots, in inks."""

    problems: tuple[Problem, ...]
    """What is wrong with its text and its words."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BlockDone:
    """What became of a block of rows."""

    cast: tuple[RowCast, ...] = ()
    made: tuple[RowMade, ...] = ()
    """Rows that went the way of a single build."""

    usage: Usage = field(default_factory=dict)
    layouts: int = 0
    """How many rows were laid out as a whole, to be gone by or to go alone."""


@dataclass(frozen=True, slots=True)
class Base:
    """The finished file of a layout."""

    layout: str
    data: bytes
    """The file, each slot between its marks."""

    problems: tuple[Problem, ...]
    """What is wrong with it, and with every row that goes by it."""

    pages: int = 0


def can_cast(job: Job) -> bool:
    """Return whether rows may go by common layouts at all."""
    return set(job.request.editions) <= CASTABLE


def cast_block(job: Job, records: Sequence[Record]) -> list[BlockDone]:
    """Set some rows."""
    bench = bench_of(job)
    caster = _caster_of(bench)
    before = caster.caster.laid_out if caster else 0
    cast, made = [], []
    for record in records:
        one = _cast(bench, caster, record) if caster else None
        if isinstance(one, RowCast):
            cast.append(one)
        else:
            made.append(one or make_row(job, record))
    usage = caster.caster.usage() if caster else {}
    layouts = (caster.caster.laid_out - before if caster else 0) + len(made)
    return [BlockDone(tuple(cast), tuple(made), usage, layouts)]


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
    caster = Caster(FORMATS[leaflet.formats[0]], setting)
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
    contents = tuple(map(casting.inks, found.contents))
    return RowCast(record.row, casting.layout_of(found.key), contents, counted, codes)


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


def make_base(job: Job, wanted: Sequence[tuple[str, Record, Usage]]) -> list[Base]:
    """Make the finished files of layouts, each by a row that goes by it."""
    return [_base(job, layout, record, usage) for layout, record, usage in wanted]


def _base(job: Job, layout: str, record: Record, usage: Usage) -> Base:
    bench = bench_of(job)
    casting = _caster_of(bench)
    if casting is None or casting.caster.slots is None:
        return Base(layout, b"", ())
    marking = Marking(casting.caster.slots, usage=usage)
    order = replace(order_of(job.request, record.values), marking=marking)
    work = build_leaflet(job.found, bench.facts, bench.wrong, order, bench.typesetter)
    files = {ending_of(path, work): data for path, data in work.files.items()}
    leaflet, told = bench.pattern.filled(record.values)
    told = [waived(one, leaflet.waivers) for one in (*bench.wrong, *told)]
    own = {*told, *_own_words(bench, casting, leaflet)}
    rest = tuple(one for one in work.problems if one not in own)
    data = files.get(PRINT, b"")
    cast = casting.caster.cast(leaflet)
    if cast is None or casting.layout_of(cast.key) != layout:
        return Base(layout, b"", ())
    if not holds(data, [casting.inks(one) for one in cast.contents]):
        return Base(layout, b"", ())
    return Base(layout, data, rest, count_pages(data))


def fill_block(
    folder: Path, bases: Mapping[str, bytes], rows: Sequence[RowCast]
) -> list[tuple[int, str, int]]:
    """Write the files of some rows; return the row, the digest and the size of each.

    Args:
        folder: Where the files wait.
        bases: The finished files of layouts.
        rows: The rows.
    """
    done = []
    for one in rows:
        data = filled(bases[one.layout], one.contents)
        write_file(folder / f"{one.row}{PRINT}", data)
        done.append((one.row, hashlib.sha256(data).hexdigest(), len(data)))
    return done


PRINT = "-print.pdf"
"""How the name of a file for the press ends."""


def merged(usages: Iterable[Mapping[str, Mapping[int, tuple[int, str]]]]) -> Usage:
    """Return the glyphs of several blocks together, in the order of their numbers."""
    found: Usage = {}
    for usage in usages:
        for font, glyphs in usage.items():
            found.setdefault(font, {}).update(glyphs)
    return {font: dict(sorted(found[font].items())) for font in sorted(found)}
