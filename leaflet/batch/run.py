"""A batch from its first row to its last: cast, judged by layout, and filled in.

1. Blocks of rows are read, judged and cast (`cast.cast_block`); what cannot be cast goes the
   whole way of a single build there.
2. For each layout one row goes that way, with the glyphs of all rows (`cast.make_base`): what is
   wrong with its layout or its finished file is wrong with every row that goes by it.
3. Rows of a layout that did not hold what it should go the way of a single build after all.
4. Where each row has a file of its own, these are filled in (`cast.fill_block`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from leaflet.batch.cast import (
    Base,
    BlockDone,
    RowCast,
    Wanted,
    cast_block,
    fill_block,
    in_order,
    make_base,
)
from leaflet.batch.crew import Crew, done_by
from leaflet.batch.elsewhere import There
from leaflet.batch.stage import Stage, Staged
from leaflet.batch.task import Job, RowMade, make_block
from leaflet.manuscript.records import Record
from leaflet.problems import Place, Problem, Severity, errors

T = TypeVar("T")

BLOCK = 20
"""Rows of a task: enough to outweigh sending it, and few enough to share out evenly."""


MANY = 2000
"""Rows from which on a second or two matter less than memory."""


@dataclass(slots=True)
class Run:
    """A batch on its way."""

    job: Job
    crew: Crew
    """Who casts rows, and makes them."""

    here: Crew
    """Who writes files: processes of this machine."""

    stage: Stage
    say: Callable[[str], None]
    """Tells where a fault of ours happened."""

    parcel: bytes = b""
    """What others need of the project, who do not have its folder."""

    alone: int = 0
    """Rows that went the whole way of a single build: they go by no layout but their own."""

    def rows(self, records: Sequence[Record]) -> Iterator[int]:
        """Cast rows, or make them; yield how many are done, block by block."""
        blocks = _blocks(records)
        lost = partial(_block_lost, self.job)
        for (done,) in self._singles(self._verb(cast_block), blocks, lost):
            self.alone += sum(1 for one in done.made if one.files)
            for one in done.made:
                if one.trace:
                    self.say(one.trace)
            self.stage.put_block(done)
            yield len(done.cast) + len(done.made)

    def _verb(
        self, do: Callable[[Job, Sequence[Any]], list[Any]]
    ) -> Callable[[Sequence[Any]], list[Any]]:
        """Return a verb for blocks as this batch needs it."""
        return There(self.parcel, do, self.job) if self.parcel else partial(do, self.job)

    def _singles(
        self,
        do: Callable[[Sequence[Record]], list[BlockDone]],
        blocks: Sequence[Sequence[Record]],
        lost: Callable[[Record], BlockDone],
    ) -> Iterator[list[BlockDone]]:
        for answers in done_by(self.crew, do, blocks, lost):
            for one in answers:
                yield [one]

    def layouts(
        self, records: Mapping[int, Record], made: Callable[[Base], None]
    ) -> dict[str, Base]:
        """Return the finished files of each layout; rows of one that has none are made.

        Args:
            records: All rows of the batch by their numbers.
            made: Told of each as it comes, while the next ones are being made.
        """
        usage = in_order(self.stage.usage)
        first = sorted(self.stage.first.values(), key=lambda one: one.row)
        wanted = [[Wanted(one, records[one.row], usage)] for one in first]
        # One after the other where there are many rows: pictures of plates take much memory.
        ahead = 1 if len(records) > MANY else None
        found = done_by(self.crew, self._verb(make_base), wanted, _no_base, ahead=ahead)
        bases = {}
        astray: set[str] = set()
        for base in (one for some in found for one in some):
            if base.files:
                bases[base.layout] = base
                made(base)
                self.stage.judged(base.layout, base.problems, base.pages)
            else:
                astray.add(base.layout)
        rows = [row for row, one in self.stage.rows.items() if one.layout in astray]
        self._make([records[row] for row in rows])
        self.alone += len(rows)
        return bases

    def _make(self, records: Sequence[Record]) -> None:
        """Make rows by the way of a single build."""
        lost = partial(_lost, self.job)
        for made in done_by(self.crew, self._verb(make_block), _blocks(records), lost):
            self.stage.put(made)

    def fill(self, bases: Mapping[str, Base]) -> None:
        """Write the files of each row that is cast and has no error."""
        rows = [
            one
            for one in self.stage.casts()
            if self.stage.rows[one.row].layout and not errors(self.stage.rows[one.row].problems)
        ]
        do = partial(fill_block, self.stage.folder, bases)
        for filled in done_by(self.here, do, _blocks(rows), _not_filled):
            self.stage.keep([self._filled(row, sizes) for row, sizes in filled if sizes])

    def _filled(self, row: int, sizes: Mapping[str, tuple[str, int]]) -> Staged:
        one = self.stage.rows[row]
        return Staged(row, sizes, one.problems, one.codes, one.pages)


def _not_filled(row: RowCast) -> tuple[int, dict[str, tuple[str, int]]]:
    return row.row, {}


def _blocks(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[at : at + BLOCK] for at in range(0, len(items), BLOCK)]


def _no_base(wanted: Wanted) -> Base:
    return Base(wanted.cast.layout)


def _block_lost(job: Job, record: Record) -> BlockDone:
    return BlockDone(made=(_lost(job, record),))


def _lost(job: Job, record: Record) -> RowMade:
    """Return what is said of a row that processes died of."""
    source = (job.found.folder / "leaflet.md").relative_to(job.request.project)
    fault = Problem(
        code="internal-fault",
        severity=Severity.ERROR,
        message="Each process that worked on this record ended in the middle; perhaps the machine "
        "has too little memory.",
        hint="Make it alone with `leaflet build --data … --row …`, with other programs closed.",
        place=Place(Path(source).as_posix()),
    )
    return RowMade(record.row, problems=(fault,))
