"""What is finished of a batch and not in its place yet: files, and a journal of the rows.

A run that was stopped leaves this behind, and `--resume` goes on from it. Nothing of it counts
unless it is as the journal says.
"""

import hashlib
import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from leaflet.batch.task import RowMade
from leaflet.problems import Problem
from leaflet.store import INNER, problem_of, write_file

STAGE = "merge"
"""Folder inside `INNER` of the folder for the files."""

_JOURNAL = "rows.jsonl"
_RUN = "run"


@dataclass(frozen=True, slots=True)
class Staged:
    """A row that is done."""

    row: int
    files: Mapping[str, tuple[str, int]]
    """SHA-256 and size of each file by its ending; none of a row that failed."""

    problems: tuple[Problem, ...]
    codes: tuple[str, ...]
    pages: int


class Stage:
    """The folder in which a batch waits until all of it is done."""

    def __init__(self, out: Path) -> None:
        """Tell where the files shall go."""
        self.folder = out / INNER / STAGE
        self.rows: dict[int, Staged] = {}

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
        self.rows = {one.row: one for one in self._read()} if same else {}
        # A line that was not written to its end would spoil the next one.
        write_file(self.folder / _JOURNAL, "".join(map(_line, self.rows.values())).encode())
        return same

    def _read(self) -> Iterator[Staged]:
        """Yield the rows of the journal whose files are as it says."""
        journal = self.folder / _JOURNAL
        lines = journal.read_text(encoding="utf-8").splitlines() if journal.is_file() else []
        for line in lines:
            with suppress(ValueError, KeyError, TypeError, OSError):
                staged = _staged(json.loads(line))
                if all(
                    hashlib.sha256(self.path(staged.row, ending).read_bytes()).hexdigest() == sha
                    for ending, (sha, _) in staged.files.items()
                ):
                    yield staged

    def path(self, row: int, ending: str) -> Path:
        """Return where a row's file waits."""
        return self.folder / f"{row}{ending}"

    def put(self, rows: Sequence[RowMade]) -> None:
        """Keep rows: their files first, then their lines in the journal."""
        lines = []
        for one in rows:
            for ending, data in one.files.items():
                write_file(self.path(one.row, ending), data)
            sizes = {name: (sha, len(one.files[name])) for name, sha in one.sha256.items()}
            self.rows[one.row] = Staged(one.row, sizes, one.problems, one.codes, one.pages)
            lines.append(_line(self.rows[one.row]))
        with (self.folder / _JOURNAL).open("a", encoding="utf-8") as journal:
            journal.write("".join(lines))

    def clear(self) -> None:
        """Take it all away: it is in its places."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _staged(data: dict[str, Any]) -> Staged:
    return Staged(
        data["row"],
        {ending: (sha, size) for ending, (sha, size) in data["files"].items()},
        tuple(problem_of(one) for one in data["problems"]),
        tuple(data["codes"]),
        data["pages"],
    )


def _line(staged: Staged) -> str:
    return json.dumps(asdict(staged), ensure_ascii=False) + "\n"
