"""Tables of records: a row for each copy that differs, read as it stands, every value as text."""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from leaflet.manuscript.settings import FieldOfRecord
from leaflet.problems import Place, Problem, Severity, UnusableError, did_you_mean

DELIMITERS = ",;\t|"
"""Signs between the columns of a table that are looked for."""

MOST_BYTES = 200_000_000
"""Of a table: a million rows of two hundred characters."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table."""

    row: int
    """Its number, counted from 1 below the head of the table."""

    line: int
    """The line of the file on which it begins: a value may have several."""

    values: Mapping[str, str]
    """Its values by the names of the columns, without space around them."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of records."""

    file: str
    """Its path, as it is shown to people."""

    columns: tuple[str, ...]
    records: tuple[Record, ...]


def read_table(path: Path, *, file: str) -> tuple[Table, list[Problem]]:
    """Read a table: UTF-8 with or without a byte order mark, columns by `,` `;` tab or `|`.

    Args:
        path: The file.
        file: Its path, as it is shown to people.

    Returns:
        The table, and what is wrong with single rows.

    Raises:
        UnusableError: it cannot be opened, or not be read as a table.
    """
    try:
        small = path.stat().st_size <= MOST_BYTES
        data = path.read_bytes() if small else b""
    except OSError as error:
        raise UnusableError([_closed(file, error)]) from error
    if not small:
        raise _unusable(file, 1, "The table is larger than 200 megabytes.", "Split it.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _unusable(
            file,
            line,
            f"There is a character here that is not UTF-8 (byte {data[error.start]:#04x}).",
            'Save the table again as "CSV UTF-8"; every spreadsheet offers it.',
        ) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise _unusable(
            file, line, "There is a character here that is none (NUL).", "Save the table again."
        )
    return _read(text, file)


def _read(text: str, file: str) -> tuple[Table, list[Problem]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    begins, rows = 1, []
    try:
        for cells in reader:
            rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise _unusable(
            file,
            begins,
            f"From here on this is no table: {error}.",
            "Look for a quotation mark that opens and does not close, and save it again.",
        ) from error
    rows = [(line, cells) for line, cells in rows if any(one.strip() for one in cells)]
    if not rows:
        raise _unusable(file, 1, "The table is empty.", "Its first row names the columns.")
    (head_line, head), *below = rows
    columns = tuple(" ".join(one.split()) for one in head)
    _check_head(columns, file, head_line)
    problems, records = [], []
    for row, (line, cells) in enumerate(below, start=1):
        if len(cells) != len(columns):
            problems.append(_uneven(row, len(cells), len(columns), Place(file, line)))
            continue
        values = (one.strip() for one in cells)
        records.append(Record(row, line, dict(zip(columns, values, strict=True))))
    return Table(file, columns, tuple(records)), problems


def _delimiter(text: str) -> str:
    """Return the sign between columns: the one that the head has, outside quotation marks."""
    head = text.lstrip().partition("\n")[0]
    outside = "".join(head.split('"')[::2])
    found = Counter(one for one in outside if one in DELIMITERS)
    return max(DELIMITERS, key=lambda one: found[one])


def _check_head(columns: tuple[str, ...], file: str, line: int) -> None:
    for name, times in Counter(columns).items():
        if times > 1:
            what = f'{times} columns are called "{name}".' if name else "A column has no name."
            hint = "Give each column a name of its own in the first row."
            raise _unusable(file, line, what, hint)
    if "" in columns:
        raise _unusable(
            file, line, "A column has no name.", "Name it in the first row, or take it out."
        )


def _closed(file: str, error: OSError) -> Problem:
    return Problem(
        code="table-unreadable",
        severity=Severity.ERROR,
        message=f'The table "{file}" cannot be opened: {error.strerror or error}.',
        hint="Look how it is called and where it lies.",
    )


def _unusable(file: str, line: int, message: str, hint: str) -> UnusableError:
    problem = Problem("table-unreadable", Severity.ERROR, message, hint, Place(file, line))
    return UnusableError([problem])


def _uneven(row: int, cells: int, columns: int, place: Place) -> Problem:
    return Problem(
        code="row-uneven",
        severity=Severity.ERROR,
        message=f"Row {row} has {cells} values, and the table {columns} columns.",
        hint="Put values with a comma into quotation marks, or let a spreadsheet save the table.",
        place=place,
    )


def check_columns(table: Table, fields: Mapping[str, FieldOfRecord]) -> Iterator[Problem]:
    """Yield columns that are missing, and those that nothing asks for.

    Args:
        table: The table.
        fields: What the front matter declares.
    """
    for name, one in fields.items():
        if name not in table.columns and one.default is None:
            yield Problem(
                code="column-missing",
                severity=Severity.ERROR,
                message=f'There is no column "{name}", which the leaflet asks for.',
                hint=did_you_mean(name, table.columns),
                place=Place(table.file, 1),
            )
    for name in table.columns:
        if name not in fields:
            yield Problem(
                code="column-unused",
                severity=Severity.WARNING,
                message=f'Nothing asks for the column "{name}".',
                hint=f"If it shall be printed, declare it under `fields:`. "
                f"{did_you_mean(name, fields)}",
                place=Place(table.file, 1),
            )


def check_record(
    record: Record, fields: Mapping[str, FieldOfRecord], file: str
) -> Iterator[Problem]:
    """Yield values that a record has to have and has not."""
    for name, one in fields.items():
        if one.required and not record.values.get(name):
            yield Problem(
                code="value-missing",
                severity=Severity.ERROR,
                message=f'Row {record.row} has no value for "{name}", which each record needs.',
                hint="Fill it in, or take the row out.",
                place=Place(file, record.line),
            )


def pick(table: Table, row: int) -> Record | None:
    """Return the record of a row; nothing where there is none."""
    return next((one for one in table.records if one.row == row), None)


def rows_of(records: Iterable[Record]) -> str:
    """Return the first and the last number of some records, in words.

    >>> rows_of([Record(1, 2, {}), Record(7, 9, {})])
    '1 to 7'
    """
    numbers = [one.row for one in records]
    return f"{numbers[0]} to {numbers[-1]}" if numbers else "none"
