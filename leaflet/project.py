"""All leaflets of a project: which have changed, what became of each, and the index.

`build` is imported only when something changed: it brings the libraries with it.
"""

import errno
import gc
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

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
    move_into_place,
    read_kept,
    tidy,
    write_whole,
)
from leaflet.typeset import Typesetter

EDITIONS = {
    "print": "for the printer: PDF/X-4 in inks, with bleed and marks",
    "home": "for volunteers: the sheet on A4 for an office printer, with how to print it",
    "screen": "for download and e-mail: PDF/UA-1, panels in reading order",
    "large": "large print for readers with low sight: PDF/UA-1, A4, 18 pt, one column",
    "web": "one accessible HTML page for the website",
    "proof": "pictures of each side with trim, safe area and folds, to look at",
}
"""Every edition, and what it is for."""


FACTS_LOST = frozenset({"settings-unreadable", "contents-encoding", "contents-missing"})
"""Problems of the facts file after which no leaflet is made: every fact would be a gap."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asked for."""

    project: Path
    out: Path
    editions: tuple[str, ...] = tuple(EDITIONS)
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
    """Build leaflets one after the other; one that fails does not stop the others.

    Raises:
        OSError: the output folder cannot be made or written at all.
        SystemLibraryError: layout cannot work on this system.
    """
    (request.out / INNER).mkdir(parents=True, exist_ok=True)
    tidy(request.out)
    with Typesetter() as typesetter:
        for one in found:
            outcome = _outcome(one, request, typesetter)
            yield outcome
            if not outcome.unchanged and one is not found[-1]:
                gc.collect()  # see cli.run


def _outcome(found: Found, request: Request, typesetter: Typesetter) -> Outcome:
    source = shown(found.folder / SOURCE, request.project)
    kept = read_kept(request.out, found.name)
    if kept and not request.force and _unchanged(kept, found, request):
        return Outcome(
            found.name, source, kept.problems, kept.made, kept.title, kept.final, unchanged=True
        )
    try:
        return _build(found, source, kept, request, typesetter)
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


def _unchanged(kept: Kept, found: Found, request: Request) -> bool:
    return set(request.editions) <= set(kept.editions) and kept.fingerprint == _fingerprint(
        found, kept.inputs, request
    )


def _fingerprint(found: Found, inputs: Sequence[str], request: Request) -> str:
    theme = request.theme
    return fingerprint(
        [found.folder, *theme.folders("templates"), *theme.folders("styles")],
        [
            request.project / CONTENT / FACTS,
            *theme.font_files(),
            *(request.project / path for path in inputs),
        ],
        [str(request.day), request.printer, str(request.no_marks), request.paper],
    )


def _build(
    found: Found, source: str, kept: Kept | None, request: Request, typesetter: Typesetter
) -> Outcome:
    # It imports WeasyPrint while we import the rest.
    typesetter.start(request.theme, request.out / INNER)
    from leaflet.build import build_leaflet  # noqa: PLC0415 - see the module's docstring
    from leaflet.manuscript.read import read_project_facts  # noqa: PLC0415 - as above
    from leaflet.work import Order  # noqa: PLC0415 - as above

    facts, wrong = read_project_facts(request.project)
    if any(problem.code in FACTS_LOST for problem in wrong):
        raise UnusableError(wrong)
    order = Order(
        request.theme,
        request.out / INNER,
        frozenset(request.editions),
        request.day,
        request.printer,
        request.no_marks,
        request.paper,
    )
    work = build_leaflet(found, facts, wrong, order, typesetter)
    problems = tuple(work.problems)
    inputs = tuple(
        sorted(
            shown(picture.path, request.project.resolve())
            for picture in work.leaflet.pictures.values()
            if not picture.path.is_relative_to(found.folder.resolve())
        )
    )
    now = Kept(
        fingerprint=_fingerprint(found, inputs, request),
        title=work.leaflet.title,
        final=work.leaflet.final,
        editions=request.editions,
        files={path: len(data) for path, data in work.files.items()},
        made=tuple(work.made),
        problems=problems,
        inputs=inputs,
    )
    move_into_place(request.out, found.name, work.files, kept, now)
    return Outcome(found.name, source, problems, now.made, now.title, now.final)


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
