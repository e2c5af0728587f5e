"""What is finished of a batch and not in its place yet: files, casts, and a journal of the rows.

A run that was stopped leaves this behind, and `--resume` goes on from it. Nothing of it counts
unless it is as the journal says.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from leaflet.batch.cast import BlockDone, RowCast, Usage
from leaflet.batch.task import RowMade
from leaflet.problems import Problem
from leaflet.store import INNER, plain_problem, problem_of, write_file
from leaflet.typeset.slots import Acts

STAGE = "merge"
"""Folder inside `INNER` of the folder for the files."""

NEAR = 1000
"""As many rows stay in memory, some 4 KB each; of more, all are read again when they are wanted."""

_JOURNAL = "rows.jsonl"
_RUN = "run"


@dataclass(frozen=True, slots=True)
class Staged:
    """A row that is done."""

    row: int
    files: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    """SHA-256 and size of each file by its ending; none of a row that failed."""

    problems: tuple[Problem, ...] = ()
    codes: tuple[str, ...] = ()
    pages: int = 0
    layout: str = ""
    """The layout that it goes by, if it is cast and not filled in yet."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of casts, as it lies on the disk."""

    file: str
    sha256: str
    rows: tuple[int, ...]


class Stage:
    """The folder in which a batch waits until all of it is done."""

    def __init__(self, out: Path) -> None:
        """Tell where the files shall go."""
        self.folder = out / INNER / STAGE
        self.rows: dict[int, Staged] = {}
        self.usage: Usage = {}
        """The glyphs of all blocks."""

        self.first: dict[str, RowCast] = {}
        """The first row that goes by each layout."""

        self._blocks: list[_Block] = []
        self._near: dict[int, RowCast] = {}
        """Rows that are cast, as long as they are few."""

        self._known: dict[Problem, Problem] = {}
        """Each problem once, however many rows have it."""

    def open(self, fingerprint: str, *, resume: bool) -> bool:
        """Begin anew, or go on.

        Args:
            fingerprint: Of all that the batch is made from.
            resume: Whether rows that are done shall stay.

        Returns:
            Whether there was anything to go on from, of the same batch.
        """
        run = self.folder / _RUN
        same = resume and run.is_file() and run.read_text(encoding="utf-8") == fingerprint
        if not same:
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True, exist_ok=True)
            write_file(run, fingerprint.encode())
        lines = list(self._read()) if same else []
        # A line that was not written to its end would spoil the next one.
        write_file(self.folder / _JOURNAL, "".join(f"{line}\n" for line in lines).encode())
        return same

    def _read(self) -> Iterator[str]:
        """Take over the lines of the journal that are true, and yield them."""
        journal = self.folder / _JOURNAL
        lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else []
        for line in lines:
            with suppress(ValueError, KeyError, TypeError, OSError):
                data = json.loads(line)
                if "file" in data:
                    self._take_block(_Block(data["file"], data["sha256"], tuple(data["rows"])))
                    yield line
                elif self._take_row(_staged(data)):
                    yield line

    def _take_block(self, block: _Block) -> None:
        data = (self.folder / block.file).read_bytes()
        if hashlib.sha256(data).hexdigest() != block.sha256:
            raise ValueError(block.file)
        usage, casts = _read_block(data)
        self._add(block, usage, casts)

    def _take_row(self, staged: Staged) -> bool:
        whole = all(
            hashlib.sha256(self.path(staged.row, ending).read_bytes()).hexdigest() == sha
            for ending, (sha, _) in staged.files.items()
        )
        if whole:
            self.rows[staged.row] = staged
        return whole

    def path(self, row: int, ending: str) -> Path:
        """Return where a row's file waits."""
        return self.folder / f"{row}{ending}"

    def put_block(self, done: BlockDone) -> None:
        """Keep what became of a block of rows."""
        if done.cast:
            data = _write_block(done)
            rows = tuple(one.row for one in done.cast)
            block = _Block(f"cast-{rows[0]}.json", hashlib.sha256(data).hexdigest(), rows)
            write_file(self.folder / block.file, data)
            self._add(block, done.usage, done.cast)
            if len(self.rows) <= NEAR:
                self._near |= {one.row: one for one in done.cast}
            else:
                self._near.clear()
            line = {"file": block.file, "sha256": block.sha256, "rows": block.rows}
            self._note([json.dumps(line)])
        self.put(done.made)

    def _add(self, block: _Block, usage: Usage, casts: Sequence[RowCast]) -> None:
        self._blocks.append(block)
        for font, glyphs in usage.items():
            self.usage.setdefault(font, {}).update(glyphs)
        for one in casts:
            if one.row <= self.first.setdefault(one.layout, one).row:
                self.first[one.layout] = one
            problems = self._each_once(one.problems)
            self.rows[one.row] = Staged(one.row, {}, problems, one.codes, 0, one.layout)

    def _each_once(self, problems: Sequence[Problem]) -> tuple[Problem, ...]:
        return tuple(self._known.setdefault(one, one) for one in problems)

    def put(self, rows: Sequence[RowMade]) -> None:
        """Keep rows with their files: these first, then their lines in the journal."""
        staged = []
        for one in rows:
            for ending, data in one.files.items():
                write_file(self.path(one.row, ending), data)
            sizes = {name: (sha, len(one.files[name])) for name, sha in one.sha256.items()}
            staged.append(Staged(one.row, sizes, one.problems, one.codes, one.pages))
        self.keep(staged)

    def keep(self, rows: Sequence[Staged]) -> None:
        """Keep rows whose files wait already."""
        for one in rows:
            self.rows[one.row] = one
        self._note([_line(one) for one in rows])

    def _note(self, lines: Sequence[str]) -> None:
        with (self.folder / _JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write("".join(f"{line}\n" for line in lines))

    def casts(self) -> Iterator[RowCast]:
        """Yield the rows that are cast, in their order; only a block at a time is in memory."""
        for block in sorted(self._blocks, key=lambda one: one.rows[0]):
            if all(row in self._near for row in block.rows):
                yield from (self._near[row] for row in block.rows)
                continue
            _, casts = _read_block((self.folder / block.file).read_bytes())
            yield from casts

    def judged(self, layout: str, problems: Sequence[Problem], pages: int) -> None:
        """Add what is true of all rows that go by a layout."""
        for row, one in self.rows.items():
            if one.layout == layout:
                every = self._each_once((*problems, *one.problems))
                self.rows[row] = replace(one, problems=every, pages=pages)

    def clear(self) -> None:
        """Take it all away: it is in its places."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _write_block(done: BlockDone) -> bytes:
    data = {
        "usage": {font: list(glyphs.items()) for font, glyphs in done.usage.items()},
        "rows": [
            {
                "row": one.row,
                "layout": one.layout,
                "contents": {
                    edition: [content.decode("latin-1") for content in contents]
                    for edition, contents in one.contents.items()
                },
                "acts": [[said.links, said.words, said.alt] for said in one.acts],
                "problems": [plain_problem(problem) for problem in one.problems],
                "codes": one.codes,
            }
            for one in done.cast
        ],
    }
    return json.dumps(data, ensure_ascii=False).encode()


def _read_block(data: bytes) -> tuple[Usage, list[RowCast]]:
    read = json.loads(data)
    usage = {
        font: {int(glyph): (int(width), str(text)) for glyph, (width, text) in glyphs}
        for font, glyphs in read["usage"].items()
    }
    casts = [
        RowCast(
            one["row"],
            one["layout"],
            {
                edition: tuple(content.encode("latin-1") for content in contents)
                for edition, contents in one["contents"].items()
            },
            tuple(problem_of(problem) for problem in one["problems"]),
            tuple(one["codes"]),
            tuple(_said(*said) for said in one["acts"]),
        )
        for one in read["rows"]
    ]
    return usage, casts


def _said(links: Sequence[Any], words: str, alt: str) -> Acts:
    return Acts(
        tuple((tuple(corners), address, text) for corners, address, text in links), words, alt
    )


def _staged(data: dict[str, Any]) -> Staged:
    return Staged(
        data["row"],
        {ending: (sha, size) for ending, (sha, size) in data["files"].items()},
        tuple(problem_of(one) for one in data["problems"]),
        tuple(data["codes"]),
        data["pages"],
    )


def _line(staged: Staged) -> str:
    data = {
        "row": staged.row,
        "files": dict(staged.files),
        "problems": [plain_problem(one) for one in staged.problems],
        "codes": staged.codes,
        "pages": staged.pages,
    }
    return json.dumps(data, ensure_ascii=False)
