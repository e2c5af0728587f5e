"""Which rows of a table are made, and what their files are called."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leaflet.manuscript.records import Record, Table
from leaflet.manuscript.start import name_of
from leaflet.problems import Place, Problem, Severity, did_you_mean

QUANTITY = "quantity"
"""The column that says how many copies of a row are printed, where a table has it."""

MOST_COPIES = 100_000
"""Copies of one row: more is a slip of the finger."""

USUAL_NAME = "{slug}-{row}"
"""What files are called when nobody says."""

LONGEST_NAME = 150
"""Letters of a file's name: with its ending it has to be shorter than any disk's limit of 255."""

_FIELD = re.compile(r"\{([^{}]*)\}")
_CONDITION = re.compile(r"(?P<column>[^=!]+?)\s*(?P<sign>!?=)\s*(?P<value>.*)")
_UNFIT = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
"""Signs that Windows, macOS or Linux do not allow in a file's name."""

_RESERVED = {"CON", "PRN", "AUX", "NUL", *(f"{a}{n}" for a in ("COM", "LPT") for n in range(1, 10))}
"""Names that Windows keeps for devices, whatever their ending."""


class PatternError(ValueError):
    """A pattern or condition that cannot be used; carries the sentence that says why."""


@dataclass(frozen=True, slots=True)
class Condition:
    """What a row has to say to be made."""

    column: str
    value: str
    equal: bool
    """Whether the column has to hold the value, or must not."""

    def holds(self, record: Record) -> bool:
        """Return whether a row is one of those."""
        return (record.values[self.column].casefold() == self.value.casefold()) is self.equal


def read_condition(text: str, columns: Sequence[str]) -> Condition:
    """Read a condition such as `region=North` or `day!=`.

    Raises:
        PatternError: it is none, or there is no such column.
    """
    found = _CONDITION.fullmatch(text.strip())
    if not found:
        msg = f'"{text}" is no condition. Write it such as region=North, or region!=North.'
        raise PatternError(msg)
    _check_column(found["column"], columns)
    return Condition(found["column"], found["value"].strip(), found["sign"] == "=")


def _check_column(name: str, columns: Sequence[str]) -> None:
    if name not in columns:
        msg = f'The table has no column "{name}". {did_you_mean(name, columns)}'
        raise PatternError(msg)


@dataclass(frozen=True, slots=True)
class Naming:
    """What the files of rows are called."""

    pattern: str
    """Words with `{slug}`, `{row}` and `{column}` in braces, `|slug` behind a column for small
    letters and hyphens alone."""

    slug: str
    """The leaflet's name."""

    def name_of(self, record: Record) -> str:
        """Return what a row's file is called, without its ending."""

        def value(field: re.Match[str]) -> str:
            column, _, change = field[1].partition("|")
            if column == "slug" and "slug" not in record.values:
                return self.slug
            if column == "row" and "row" not in record.values:
                return str(record.row)
            written = record.values[column]
            return name_of(written) if change else written

        return _FIELD.sub(value, self.pattern).strip()


def read_naming(pattern: str, slug: str, columns: Sequence[str]) -> Naming:
    """Read a pattern of names; the ending .pdf may be left out.

    Raises:
        PatternError: it cannot be used for this table.
    """
    pattern = re.sub(r"\.pdf$", "", pattern.strip(), flags=re.IGNORECASE)
    for field in _FIELD.findall(pattern):
        column, _, change = field.partition("|")
        if change not in ("", "slug"):
            msg = f'"{change}" cannot stand behind "{column}|"; write {{{column}|slug}}.'
            raise PatternError(msg)
        if column not in ("slug", "row"):
            _check_column(column, columns)
    rest = _FIELD.sub("", pattern)
    if "{" in rest or "}" in rest:
        msg = f'"{pattern}" has a brace without its other half.'
        raise PatternError(msg)
    if _UNFIT.search(rest):
        msg = f'"{pattern}" has a sign that files cannot have in their names.'
        raise PatternError(msg)
    return Naming(pattern or USUAL_NAME, slug)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A row that shall be made."""

    record: Record
    name: str
    """What its files are called, without their ending."""

    copies: int = 1
    """How many times it stands in the file for the press."""


def choose(
    table: Table, conditions: Iterable[Condition], naming: Naming
) -> tuple[list[Chosen], dict[int, list[Problem]]]:
    """Return the rows to make, and what is wrong with names and numbers by row.

    Names that differ by capitals alone clash: Windows and macOS know one of them.
    """
    conditions = tuple(conditions)
    problems: dict[int, list[Problem]] = {}
    chosen = []
    for record in table.records:
        if not all(one.holds(record) for one in conditions):
            continue
        name = naming.name_of(record)
        wrong = _wrong_name(name)
        if wrong:
            problems.setdefault(record.row, []).append(_unfit(record, table.file, wrong))
        copies = _copies(record)
        if copies is None:
            problems.setdefault(record.row, []).append(_no_number(record, table.file))
        chosen.append(Chosen(record, name, 1 if copies is None else copies))
    named = Counter(one.name.casefold() for one in chosen)
    first: dict[str, int] = {}
    for one in chosen:
        key = one.name.casefold()
        if named[key] > 1:
            first.setdefault(key, one.record.row)
            clash = _clash(one, first[key], named[key], table.file)
            problems.setdefault(one.record.row, []).append(clash)
    return chosen, problems


def _wrong_name(name: str) -> str:
    """Return what is wrong with a name of a file; nothing where it is fit."""
    if not name.strip(". "):
        return "its file would have no name"
    if unfit := _UNFIT.search(name):
        return f'its file\'s name would have the sign "{unfit[0]}"'
    if name.partition(".")[0].strip().upper() in _RESERVED:
        return f'Windows keeps the name "{name}" for itself'
    if name.startswith(".") or name.endswith((".", " ")):
        return "its file's name would begin or end with a stop"
    if len(name) > LONGEST_NAME:
        return f"its file's name would have {len(name)} letters"
    return ""


def _copies(record: Record) -> int | None:
    """Return how many copies a row asks for; nothing where that is no number."""
    written = record.values.get(QUANTITY, "") or "1"
    if not (written.isascii() and written.isdecimal()) or int(written) > MOST_COPIES:
        return None
    return int(written)


def _unfit(record: Record, file: str, wrong: str) -> Problem:
    return Problem(
        code="record-name",
        severity=Severity.ERROR,
        message=f"Row {record.row}: {wrong}.",
        hint="Write |slug behind the column's name in --name, or choose other columns.",
        place=Place(file, record.line),
    )


def _clash(one: Chosen, first: int, times: int, file: str) -> Problem:
    others = "another row" if times == 2 else f"{times - 1} other rows"  # noqa: PLR2004 - two clash
    return Problem(
        code="record-name",
        severity=Severity.ERROR,
        message=f'Row {one.record.row}: its file would be called "{one.name}", as that of {others} '
        f"(the first is row {first}).",
        hint="Add {row} to --name, or a column that differs.",
        place=Place(file, one.record.line),
    )


def _no_number(record: Record, file: str) -> Problem:
    return Problem(
        code="quantity-unfit",
        severity=Severity.ERROR,
        message=f'Row {record.row}: "{record.values[QUANTITY]}" in the column "{QUANTITY}" is no '
        f"number from 0 to {MOST_COPIES:,}.",
        hint="Write how many copies are printed in digits alone, without a comma.",
        place=Place(file, record.line),
    )


def telling(chosen: Sequence[Chosen], number: int, fields: Iterable[str]) -> list[Chosen]:
    """Return the rows that tell most about a batch, in the table's order.

    First the longest, the shortest and the strangest; then for each field the row whose value is
    longest, and the row whose value is shortest; then rows evenly from the table.

    Args:
        chosen: All rows.
        number: How many.
        fields: The fields that are printed.
    """
    fields = tuple(fields)
    signs = Counter("".join(text for one in chosen for text in _printed(one, fields)))

    def length(one: Chosen) -> int:
        return sum(map(len, _printed(one, fields)))

    def strangeness(one: Chosen) -> float:
        rare = [1 / signs[sign] for sign in set("".join(_printed(one, fields)))]
        return sum(rare) / max(1, len(rare))

    orders = [
        max(chosen, key=length, default=None),
        min(chosen, key=length, default=None),
        max(chosen, key=strangeness, default=None),
    ]
    for field in fields:
        orders += [
            max(chosen, key=lambda one: len(one.record.values.get(field, "")), default=None),
            min(chosen, key=lambda one: len(one.record.values.get(field, "")), default=None),
        ]
    step = max(1, len(chosen) // max(1, number))
    orders += [*chosen[::step], *chosen]
    first = {one.record.row: one for one in orders if one}
    rows = set(list(first)[:number])
    return [one for one in chosen if one.record.row in rows]


def _printed(one: Chosen, fields: Iterable[str]) -> list[str]:
    return [one.record.values.get(field, "") for field in fields]


def labelled(values: Mapping[str, str]) -> str:
    """Return what a row is best known by: its first value that is not empty.

    >>> labelled({"id": "", "branch": "Leeds"})
    'Leeds'
    """
    return next((value for value in values.values() if value), "")
