"""`leaflet build NAME --data FILE --row NUMBER`: a leaflet for one record of a table."""

from dataclasses import replace
from pathlib import Path

from leaflet.building import Wanted, build
from leaflet.manuscript.find import shown
from leaflet.manuscript.read import read_fields
from leaflet.manuscript.records import check_columns, check_record, pick, read_table, rows_of
from leaflet.problems import Problem, Severity, UnusableError, errors
from leaflet.project import Request
from leaflet.talk import ExitCode, Talk


def build_for_row(talk: Talk, wanted: Wanted, request: Request, data: Path, row: int) -> int:
    """Build one leaflet for one row of a table; what is wrong with either is told first.

    Args:
        talk: How much is said.
        wanted: The leaflet, alone.
        request: What is asked of the build.
        data: The table.
        row: The number of the row, counted from 1 below the head.
    """
    (found,) = wanted.found
    path = data.absolute()
    file = shown(path, talk.project)
    try:
        fields = read_fields(found, talk.project)
        table, problems = read_table(path, file=file)
    except UnusableError as error:
        talk.tell(error.problems)
        return ExitCode.UNREADABLE
    problems = [*problems, *check_columns(table, fields)]
    record = pick(table, row)
    if record:
        problems += check_record(record, fields, file)
    elif not any(one.code == "row-uneven" for one in problems):
        problems.append(_no_row(file, row, rows_of(table.records)))
    talk.tell(problems)
    if record is None or errors(problems):
        return ExitCode.UNREADABLE
    return build(talk, wanted, replace(request, record=record.values))


def _no_row(file: str, row: int, rows: str) -> Problem:
    return Problem(
        code="value-missing",
        severity=Severity.ERROR,
        message=f'The table "{file}" has no row {row}; its rows are {rows}.',
        hint="Rows are counted from 1, below the names of the columns.",
    )
