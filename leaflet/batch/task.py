"""What is done for a block of rows, in whatever process: it says all in plain data.

Each row goes the way of a single build. What all rows share (the facts, the imports, the list of
fonts) is read once in a process, and kept for the next block of the same job.
"""

import gc
import hashlib
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from leaflet.build import build_leaflet
from leaflet.manuscript.facts import Facts
from leaflet.manuscript.find import SOURCE, Found, shown
from leaflet.manuscript.read import Pattern, read_pattern, read_project_facts
from leaflet.manuscript.records import Record
from leaflet.model import Leaflet
from leaflet.preflight import unreadable_codes
from leaflet.press import count_pages
from leaflet.problems import Place, Problem, Severity, UnusableError
from leaflet.project import Request, order_of
from leaflet.store import INNER
from leaflet.typeset.typesetter import Typesetter, prepare_engine
from leaflet.work import Work


@dataclass(frozen=True, slots=True)
class Job:
    """What is made of every row."""

    found: Found
    request: Request
    """What is asked for; its editions are those of every row."""

    first: Mapping[str, str] = field(default_factory=dict)
    """The values of the first row, which the others are compared with."""


@dataclass(frozen=True, slots=True)
class RowMade:
    """What became of one row."""

    row: int
    files: dict[str, bytes] = field(default_factory=dict)
    """Its files by what stands behind the leaflet's name in those of a single build, such as
    `-print.pdf`; none where nothing could be made of it."""

    problems: tuple[Problem, ...] = ()
    codes: tuple[str, ...] = ()
    """What its QR codes say."""

    pages: int = 0
    """Pages of its PDF files together."""

    trace: str = ""
    """Where a fault of ours happened, for a report."""

    @property
    def sha256(self) -> dict[str, str]:
        """Return the digest of each file."""
        return {ending: hashlib.sha256(data).hexdigest() for ending, data in self.files.items()}


def make_block(job: Job, records: Sequence[Record]) -> list[RowMade]:
    """Make the files of some rows."""
    bench = bench_of(job)
    made = []
    for number, record in enumerate(records):
        made.append(_guarded(bench, record))
        if number % _BETWEEN == _BETWEEN - 1:
            gc.collect()
    return made


_BETWEEN = 8
"""Rows between two collections of garbage."""


def make_row(job: Job, record: Record) -> RowMade:
    """Make the files of one row by the way of a single build."""
    return _guarded(bench_of(job), record)


@dataclass(slots=True)
class Bench:
    """What one process keeps for all rows of a job."""

    job: Job
    facts: Facts
    wrong: list[Problem]
    typesetter: Typesetter
    _pattern: Pattern | None = None

    @property
    def pattern(self) -> Pattern:
        """Return the leaflet as it is read before the values of a record are known.

        Raises:
            UnusableError: nothing can be made of it.
        """
        if self._pattern is None:
            project = self.job.request.project
            self._pattern = read_pattern(self.job.found, project=project, facts=self.facts)
        return self._pattern


def prepare(job: Job) -> None:
    """Import and read all that every row needs, so that it is done once for all processes."""
    bench_of(job)
    prepare_engine(job.request.theme)
    from leaflet import editions  # noqa: F401, PLC0415 - the largest part of what finishes files
    from leaflet.preflight import content  # noqa: F401, PLC0415 - as above


_benches: list[Bench] = []
"""The bench of the last job: a process works for one at a time."""


def forget_bench() -> None:
    """Let go what this process keeps."""
    _benches.clear()


def bench_of(job: Job) -> Bench:
    """Return what this process keeps for a job."""
    if not _benches or _benches[0].job != job:
        project = job.request.project
        (job.request.out / INNER).mkdir(parents=True, exist_ok=True)
        typesetter = Typesetter(beside=False)
        typesetter.start(job.request.theme, job.request.out / INNER)
        _benches[:] = [Bench(job, *read_project_facts(project), typesetter)]
    return _benches[0]


def _guarded(bench: Bench, record: Record) -> RowMade:
    """Make the files of a row; what goes wrong becomes its outcome."""
    try:
        return _make(bench, record)
    except UnusableError as error:
        return RowMade(record.row, problems=tuple(error.problems))
    except Exception as error:  # noqa: BLE001 - a bad row never stops the good ones
        source = shown(bench.job.found.folder / SOURCE, bench.job.request.project)
        fault = Problem(
            code="internal-fault",
            severity=Severity.ERROR,
            message=f"This record met a fault of ours ({type(error).__name__}: {error}).",
            hint="Please report it; `leaflet -v merge` shows where it happened.",
            place=Place(source),
        )
        return RowMade(record.row, problems=(fault,), trace=traceback.format_exc())


def _make(bench: Bench, record: Record) -> RowMade:
    """Make the files of a row by the way of a single build."""
    job = bench.job
    order = order_of(job.request, record.values)
    facts = bench.facts.for_one_leaflet()
    work = build_leaflet(job.found, facts, bench.wrong, order, bench.typesetter)
    codes = tuple(addresses_of(work.leaflet))
    files = {ending_of(path, work): data for path, data in work.files.items()}
    pages = sum(count_pages(data) for name, data in files.items() if name.endswith(".pdf"))
    problems = (*work.problems, *unreadable_codes(codes, work.leaflet.place))
    return RowMade(record.row, files, problems, codes, pages)


def ending_of(path: str, work: Work) -> str:
    """Return what stands behind the leaflet's name in the name of a file."""
    return Path(path).name.removeprefix(work.leaflet.name)


def addresses_of(leaflet: Leaflet) -> Iterator[str]:
    """Yield what the QR codes of a leaflet say, each once."""
    seen = set()
    for part in (*leaflet.parts("qr"), *leaflet.parts("tear-off")):
        contacts = part.options.get("of")
        webs = [one.web for one in contacts] if isinstance(contacts, tuple) else []
        for address in [str(part.options.get("address") or ""), *webs]:
            if address and address not in seen:
                seen.add(address)
                yield address
