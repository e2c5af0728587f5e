"""What a batch made, row by row, for people (CSV) and for programs (JSON)."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from leaflet.problems import Problem

NAME = "manifest"
"""What the two files are called, without their endings."""

COLUMNS = ("row", "file", "pages", "first page", "copies", "sha256", "qr", "problems")


@dataclass(frozen=True, slots=True)
class Entry:
    """One file of a row, or a row without files."""

    row: int
    file: str = ""
    """Its name in the folder; that of the file for the press, for a record in it."""

    pages: int = 0
    first_page: int = 0
    """The page of the file for the press on which the record begins; nought elsewhere."""

    copies: int = 1
    sha256: str = ""
    codes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()

    def cells(self) -> list[str]:
        """Return it as a row of a table."""
        return [
            str(self.row),
            self.file,
            str(self.pages or ""),
            str(self.first_page or ""),
            str(self.copies) if self.file else "",
            self.sha256,
            " ".join(self.codes),
            "; ".join(f"{one.severity}: {one.message} [{one.code}]" for one in self.problems),
        ]


def as_csv(entries: Iterable[Entry]) -> bytes:
    """Return a table that every spreadsheet opens, umlauts and all (hence the byte order mark).

    What a spreadsheet would take for a formula begins with an apostrophe.
    """
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    for one in entries:
        writer.writerow([_harmless(cell) for cell in one.cells()])
    return stream.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def as_json(entries: Sequence[Entry], common: Sequence[Problem], leaflet: str, table: str) -> bytes:
    """Return the same for programs; its version is 1.

    Args:
        entries: What was made.
        common: Problems that all rows have, told once.
        leaflet: The leaflet's name.
        table: The table's file.
    """
    rows = [
        {
            "row": one.row,
            "file": one.file or None,
            "pages": one.pages,
            "first_page": one.first_page or None,
            "copies": one.copies,
            "sha256": one.sha256 or None,
            "qr": list(one.codes),
            "problems": [_plain(problem) for problem in one.problems],
        }
        for one in entries
    ]
    data: dict[str, object] = {"version": 1, "leaflet": leaflet, "table": table}
    data["problems"] = [_plain(problem) for problem in common]
    data["rows"] = rows
    return json.dumps(data, ensure_ascii=False, indent=1).encode()


def _plain(problem: Problem) -> dict[str, str]:
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": problem.hint,
    }
