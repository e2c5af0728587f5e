"""All leaflets of a project: which have changed, what became of each, and the index.

`build` is imported only when something changed: it brings the libraries with it.
"""

import errno
import gc
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from leaflet.hands import CAN_FORK, HandDiedError, Hands, cores
from leaflet.manuscript.find import CONTENT, FACTS, SOURCE, Found, find_leaflets, shown
from leaflet.problems import (
    Place,
    Problem,
    Severity,
    SystemLibraryError,
    UnusableError,
    in_order,
)
from leaflet.resources import Theme
from leaflet.specs.office import DEFAULT_PAPER
from leaflet.store import (
    INNER,
    Kept,
    Made,
    fingerprint,
    keep,
    move_into_place,
    read_kept,
    tidy,
    write_whole,
)
from leaflet.typeset.typesetter import Typesetter, prepare_engine

T = TypeVar("T")

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaflet.manuscript.facts import Facts
    from leaflet.work import Order

EDITIONS = {
    "print": "for the printer: PDF/X-4 in inks, with bleed and marks",
    "home": "for volunteers: the sheet on A4 for an office printer, with how to print it",
    "screen": "for download and e-mail: PDF/UA-1, panels in reading order",
    "large": "large print for readers with low sight: PDF/UA-1, A4, 18 pt, one column",
    "large-16": "large print of 16 pt, the smallest that is called so; made when asked for",
    "large-24": "giant print of 24 pt; made when asked for",
    "text": "plain text, for reading services and braille",
    "web": "one accessible HTML page for the website",
    "proof": "pictures of each side with trim, safe area and folds, to look at",
    "n-up": "a small piece several times on an SRA3 sheet, for the printer; made when asked for",
    "tiles": "a large poster on several sheets of A4, to glue together; made when asked for",
    "plates": "pictures of each ink alone, and of how much ink lies where; made when asked for",
    "riso": "one grey file for each ink, with targets, for risographs; made when asked for",
    "report": "how the printer's file was judged, as one page to mail; made when asked for",
}
"""Every edition, and what it is for."""

ASKED_FOR = frozenset({"large-16", "large-24", "n-up", "plates", "report", "riso", "tiles"})
"""Editions that are made only when somebody asks for them."""

USUAL_EDITIONS = tuple(name for name in EDITIONS if name not in ASKED_FOR)
"""Editions that are made when nobody says which."""


FACTS_LOST = frozenset({"settings-unreadable", "contents-encoding", "contents-missing"})
"""Problems of the facts file after which no leaflet is made: every fact would be a gap."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for."""

    project: Path
    out: Path
    editions: tuple[str, ...] = USUAL_EDITIONS
    force: bool = False
    """Whether to build what has not changed as well."""

    day: date | None = None
    """Date to write into the files (`SOURCE_DATE_EPOCH`), instead of each leaflet's own."""

    printer: str = ""
    """The print shop, instead of each leaflet's own."""

    no_marks: bool = False
    """Whether files for the printer have trim and bleed alone."""

    paper: str = DEFAULT_PAPER
    """The paper of the office printer that the home edition is for."""

    today: date = date.min
    """The day of the checks: on the first of all days nothing is overdue."""

    record: Mapping[str, str] = field(default_factory=dict)
    """The values of the record that a leaflet is made for; none in a plain build."""

    jobs: int = 0
    """How many leaflets are built at once; nought: as many as the machine has cores."""

    @property
    def theme(self) -> Theme:
        """Return the project's templates, styles and fonts."""
        return Theme(self.project)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one leaflet."""

    name: str
    source: str
    problems: tuple[Problem, ...]
    made: tuple[Made, ...] = ()
    title: str = ""
    final: bool = False
    unchanged: bool = False
    trace: str = ""
    """Where a fault of ours happened, for a report."""

    forbidden: bool = False
    """Whether nothing was made of it because its files may not be written."""


def build_project(found: Sequence[Found], request: Request) -> Iterator[Outcome]:
    """Build leaflets, each core one of its own; one that fails does not stop the others.

    Yields:
        What became of each, in their order, as soon as it and those before it are done.

    Raises:
        OSError: the output folder cannot be made or written at all.
        SystemLibraryError: layout cannot work on this system.
    """
    (request.out / INNER).mkdir(parents=True, exist_ok=True)
    tidy(request.out)
    with Typesetter() as typesetter:
        run = _Run(request, typesetter)
        kept = [_guarded(_as_it_was, one, run) for one in found]
        changed = [one for one, outcome in zip(found, kept, strict=True) if outcome is None]
        jobs = min(request.jobs or cores(), len(changed)) if CAN_FORK else 1
        made = _side_by_side(changed, run, jobs) if jobs > 1 else _one_by_one(changed, run)
        for outcome in kept:
            yield outcome or next(made)


def _one_by_one(found: Sequence[Found], run: "_Run") -> Iterator[Outcome]:
    """Build leaflets one after the other, each of them on all cores."""
    for one in found:
        yield _anew(one, run)
        if one is not found[-1]:
            gc.collect()  # see cli.run


def _side_by_side(found: Sequence[Found], run: "_Run", jobs: int) -> Iterator[Outcome]:
    """Build several leaflets at once, each of them on one core."""
    apart = _Run(run.request, Typesetter(beside=False))

    def build(one: Found) -> Outcome:
        outcome = _anew(one, apart)
        gc.collect()
        return outcome

    with Hands(jobs, lambda: _prepare(apart), build) as hands:
        for one, built in zip(found, hands.each(found), strict=True):
            try:
                yield built.result()
            except HandDiedError:
                # Perhaps there was too little memory for several at once.
                yield _anew(one, run)


def _prepare(run: "_Run") -> None:
    """Import and read all that every leaflet needs, so that it is done once for all processes."""
    run.typesetter.start(run.request.theme, run.request.out / INNER)
    prepare_engine(run.request.theme)
    from leaflet import build, editions  # noqa: F401, PLC0415 - see above
    from leaflet.preflight import content  # noqa: F401, PLC0415 - as above

    run.facts()


@dataclass(slots=True)
class _Run:
    """One run over a project."""

    request: Request
    typesetter: Typesetter
    _facts: "tuple[Facts, list[Problem]] | None" = None
    _looks: str = ""

    @property
    def looks(self) -> str:
        """Return a digest of what all leaflets are set with, made once."""
        self._looks = self._looks or _looks(self.request)
        return self._looks

    def facts(self) -> "tuple[Facts, list[Problem]]":
        """Return the facts and what is wrong with them, read once."""
        if self._facts is None:
            from leaflet.work import uninterrupted  # noqa: PLC0415 - see the module's docstring

            with uninterrupted():
                from leaflet.manuscript.read import read_project_facts  # noqa: PLC0415 - as above

            self._facts = read_project_facts(self.request.project)
        return self._facts


def _looks(request: Request) -> str:
    """Return a digest of a project's templates, styles and fonts."""
    theme = request.theme
    folders = [*theme.folders("templates"), *theme.folders("styles")]
    return fingerprint(folders, theme.font_files(), [])


def _guarded(do: "Callable[[Found, _Run], T]", found: Found, run: _Run) -> "T | Outcome":
    """Do something for a leaflet; what goes wrong becomes its outcome."""
    request = run.request
    source = shown(found.folder / SOURCE, request.project)
    try:
        return do(found, run)
    except UnusableError as error:
        return Outcome(found.name, source, tuple(in_order(error.problems)))
    except SystemLibraryError:
        raise
    except OSError as error:
        return Outcome(
            found.name, source, (_unwritable(error, request),), forbidden=not_allowed(error)
        )
    except Exception as error:  # noqa: BLE001 - one leaflet must not stop the others
        return Outcome(
            found.name, source, (_fault(error, source),), trace="".join(traceback.format_exc())
        )


def _anew(found: Found, run: _Run) -> Outcome:
    """Build a leaflet."""
    return _guarded(_build, found, run)


def _as_it_was(found: Found, run: _Run) -> Outcome | None:
    """Return what became of a leaflet that has not changed since it was built."""
    request = run.request
    kept = read_kept(request.out, found.name)
    if not kept or request.force or not _unchanged(kept, found, run):
        return None
    source = shown(found.folder / SOURCE, request.project)
    return Outcome(
        found.name, source, kept.problems, kept.made, kept.title, kept.final, unchanged=True
    )


def _unchanged(kept: Kept, found: Found, run: _Run) -> bool:
    request = run.request
    if not set(request.editions) <= set(kept.editions):
        return False
    if kept.fingerprint != _fingerprint(found, kept.inputs, run):
        return False
    if not kept.holds_on(request.today):
        return False
    facts_now = _facts_digest(request)
    if kept.facts == facts_now:
        return True
    # Another fact, or another line: what counts is what this leaflet asked for.
    facts, wrong = run.facts()
    if kept.told != facts.digest(kept.asked, wrong):
        return False
    keep(request.out, found.name, replace(kept, facts=facts_now))
    return True


def _facts_digest(request: Request) -> str:
    return fingerprint([], [request.project / CONTENT / FACTS], [])


def _fingerprint(found: Found, inputs: Sequence[str], run: _Run) -> str:
    request = run.request
    return fingerprint(
        [found.folder],
        [request.project / path for path in inputs],
        [run.looks, str(request.day), request.printer, str(request.no_marks), request.paper]
        + ([repr(sorted(request.record.items()))] if request.record else []),
    )


def _build(found: Found, run: _Run) -> Outcome:
    request = run.request
    source = shown(found.folder / SOURCE, request.project)
    kept = read_kept(request.out, found.name)
    # It imports WeasyPrint while we import the rest.
    run.typesetter.start(request.theme, request.out / INNER)
    from leaflet.work import uninterrupted  # noqa: PLC0415 - see the module's docstring

    with uninterrupted():
        from leaflet.build import build_leaflet  # noqa: PLC0415 - as above

    facts_now = _facts_digest(request)
    facts, wrong = run.facts()
    facts = facts.for_one_leaflet()
    if any(problem.code in FACTS_LOST for problem in wrong):
        raise UnusableError(wrong)
    work = build_leaflet(found, facts, wrong, order_of(request, request.record), run.typesetter)
    problems = tuple(work.problems)
    inputs = tuple(
        sorted(
            shown(picture.path, request.project.resolve())
            for picture in work.leaflet.pictures.values()
            if not picture.path.is_relative_to(found.folder.resolve())
        )
    )
    from leaflet.preflight.content import turning_days  # noqa: PLC0415 - as above

    turns = tuple(day.isoformat() for day in turning_days(work.leaflet, facts))
    now = Kept(
        fingerprint=_fingerprint(found, inputs, run),
        title=work.leaflet.title,
        final=work.leaflet.final,
        editions=request.editions,
        files={path: len(data) for path, data in work.files.items()},
        made=tuple(work.made),
        problems=problems,
        inputs=inputs,
        facts=facts_now,
        asked=tuple(sorted(facts.asked)),
        told=facts.digest(facts.asked, wrong),
        turns=turns,
        turned=sum(day <= request.today.isoformat() for day in turns),
    )
    move_into_place(request.out, found.name, work.files, kept, now)
    return Outcome(found.name, source, problems, now.made, now.title, now.final)


def order_of(request: Request, record: Mapping[str, str]) -> "Order":
    """Return what a request asks of one leaflet.

    Args:
        request: What a person asked for.
        record: The values of the record that it is made for; none in a plain build.
    """
    from leaflet.work import Order  # noqa: PLC0415 - see the module's docstring

    return Order(
        request.theme,
        request.out / INNER,
        frozenset(request.editions),
        request.day,
        request.printer,
        request.no_marks,
        request.paper,
        request.today,
        record,
    )


def _unwritable(error: OSError, request: Request) -> Problem:
    return Problem(
        code="file-unwritable",
        severity=Severity.ERROR,
        message=f"{error.strerror or error}: {error.filename or request.out}.",
        hint="Is the file open in another program, the disk full, or the folder not yours? "
        "Set that right, or choose another folder with --out.",
    )


def _fault(error: Exception, source: str) -> Problem:
    return Problem(
        code="internal-fault",
        severity=Severity.ERROR,
        message=f"This leaflet met a fault of ours ({type(error).__name__}: {error}).",
        hint="Please report it; `leaflet -v build` shows where it happened.",
        place=Place(source),
    )


def _with_others(outcomes: Sequence[Outcome], request: Request) -> list[Outcome]:
    """Return the outcomes, and between them what earlier builds left of other leaflets."""
    ends = {one.name: one for one in outcomes}
    for found in find_leaflets(request.project)[0]:
        kept = read_kept(request.out, found.name)
        if found.name not in ends and kept:
            source = shown(found.folder / SOURCE, request.project)
            ends[found.name] = Outcome(
                found.name, source, kept.problems, kept.made, kept.title, kept.final
            )
    return [ends[name] for name in sorted(ends)]


def unused_facts(found: Sequence[Found], request: Request) -> list[Problem]:
    """Return notes on contacts and partners that no leaflet shows.

    Args:
        found: All leaflets of the project, each of them built.
        request: What was asked for.
    """
    from leaflet.manuscript.read import read_project_facts  # noqa: PLC0415 - as above

    kept = [read_kept(request.out, one.name) for one in found]
    asked = {name for one in kept if one for name in one.asked}
    if None in kept or not found:
        return []
    facts, _ = read_project_facts(request.project)
    names = [f"contacts.{key}" for key in facts.file.contacts or {}]
    names += [f"partners.{key}" for key in facts.file.partners or {}]
    return [
        Problem(
            code="fact-unused",
            severity=Severity.NOTE,
            message=f'No leaflet shows "{name}".',
            hint="Nothing, if it is kept for later. Else take it out, so that nobody has to check "
            "it.",
            place=facts.place(name),
        )
        for name in names
        if not any(one == name or one.startswith(f"{name}.") for one in asked)
    ]


def not_allowed(error: OSError) -> bool:
    """Return whether an error means that a person may not write there."""
    return error.errno in (errno.EACCES, errno.EPERM, errno.EROFS)


def write_index(outcomes: Sequence[Outcome], request: Request) -> Path:
    """Write the index of all leaflets, those as well that were not asked for this time.

    Returns:
        Its path.
    """
    from leaflet.proof.index import Shown, index_page  # noqa: PLC0415 - as above

    path = request.out / "index.html"
    leaflets = [
        Shown(
            name=one.name,
            title=one.title or one.name,
            files=tuple(made.path for made in one.made),
            problems=one.problems,
            final=one.final,
        )
        for one in _with_others(outcomes, request)
    ]
    write_whole(request.out, {path.name: index_page(leaflets, request.theme).encode()})
    return path
