"""A leaflet for one row of a table: every value is text, and what is wrong is told by row."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.manuscript.records import read_table
from leaflet.model import Text, walk
from leaflet.problems import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

BODY = """\
# Tea in {{ record.branch }}

Ring {{ record.phone }}. We meet {{ record.day }}.
"""
FIELDS = "{branch: required, phone: required, day: {default: on Mondays}}"
ROWS = "branch,phone,day\nLeeds,0113 496 0123,on Tuesdays\nYork,01904 496 0999,\n"


@pytest.fixture(name="branches")
def _branches(project: Project) -> Project:
    """Return a folder with a leaflet for branches, and a table of two."""
    project.leaflet(BODY, format="flyer-a5", fields=FIELDS)
    project.write("branches.csv", ROWS)
    return project


def made(project: Project, run: Run, row: int) -> str:
    """Return the plain text of the leaflet for a row."""
    result = run("build", "tea", "--edition", "text", "--data", "branches.csv", "--row", str(row))
    assert result.code in (0, 1), result.err
    return " ".join(project.text("tea/tea-text.txt").split())


def test_a_row_fills_the_fields(branches: Project, run: Run) -> None:
    """Leading zeros stay; what a row leaves empty is the default."""
    assert "Tea in Leeds" in made(branches, run, 1)
    assert "Ring 0113 496 0123. We meet on Tuesdays." in made(branches, run, 1)
    assert "Ring 01904 496 0999. We meet on Mondays." in made(branches, run, 2)


MIXED = """\
# Tea in {place}

We meet in **{place}** on Mondays.[^1]

Nothing differs here, and *nothing* here.

- One
- Two in {place}

Term
: What {place} means

| Where | When |
| --- | --- |
| {place} | Mondays |

> {place}
{raw}
[^1]: Not on holidays.
"""


@pytest.mark.parametrize(
    "raw", ["", "\n<div>\n", "\n<p>One<p>Two {place}\n", "\n<!-- {place} -->\n"]
)
def test_a_value_reads_as_if_it_were_typed(raw: str, project: Project) -> None:
    """Wherever it stands, whatever HTML stands around it."""
    pages = []
    for place, given in (("{{ record.place }}", {"place": "Leeds"}), ("Leeds", {})):
        project.leaflet(
            MIXED.replace("{raw}", raw).replace("{place}", place), fields="{place: {default: here}}"
        )
        (found,) = find_leaflets(project.folder)[0]
        facts, _ = read_project_facts(project.folder)
        leaflet, _ = read_leaflet(found, project=project.folder, facts=facts, record=given)
        pages.append("".join(one.html for one in walk(leaflet.pieces) if isinstance(one, Text)))
    assert pages[0] == pages[1]
    assert "Leeds" in pages[0]


STRANGE = [
    "{{ contacts.us.phone }}",
    "{% for a in b %}",
    "<script>alert(1)</script>",
    "**bold** [a](b)",
    "=1+2",
    "مرحبا",
    "茶",
    'O"Brien, and co',
]


@pytest.mark.parametrize("value", STRANGE)
def test_a_value_is_text_and_nothing_else(value: str, branches: Project, run: Run) -> None:
    """No fact, template, element or sign of Markdown comes alive in it."""
    quoted = value.replace('"', '""')
    branches.write("branches.csv", f'branch,phone,day\n"{quoted}",1,x\n')
    run("build", "tea", "--edition", "web,text", "--data", "branches.csv", "--row", "1")
    page = branches.text("tea/tea-web.html")
    assert "<script>alert" not in page
    assert "<strong>bold" not in page
    assert value in branches.text("tea/tea-text.txt")


TABLES = {
    "commas": "a,b\n1,2\n",
    "semicolons": "a;b\n1;2\n",
    "tabs": "a\tb\n1\t2\n",
    "strokes": "a|b\n1|2\n",
    "byte order mark": "\ufeffa,b\n1,2\n",
    "old Mac": "a,b\r1,2\r",
    "Windows": "a,b\r\n1,2\r\n",
    "quotation marks": '"a","b"\n"1","2"\n',
    "space around": " a , b \n 1 , 2 \n",
    "empty rows": "\na,b\n\n1,2\n,\n",
}


@pytest.mark.parametrize("kind", TABLES)
def test_any_usual_table_is_read(kind: str, tmp_path: Path) -> None:
    """As spreadsheets save it."""
    file = tmp_path / "t.csv"
    file.write_bytes(TABLES[kind].encode())
    table, problems = read_table(file, file="t.csv")
    assert problems == []
    assert [dict(one.values) for one in table.records] == [{"a": "1", "b": "2"}]


def test_a_value_may_have_lines_and_rows_keep_their_place(tmp_path: Path) -> None:
    """A row is told by its number and by the line where it begins."""
    file = tmp_path / "t.csv"
    file.write_text('a,b\n"one\ntwo, three",2\n3,4\n', encoding="utf-8")
    table, _ = read_table(file, file="t.csv")
    assert [(one.row, one.line) for one in table.records] == [(1, 2), (2, 4)]
    assert table.records[0].values["a"] == "one\ntwo, three"


BAD_TABLES = {
    "not UTF-8": (b"a,b\nCaf\xe9,1\n", "t.csv:2: error: There is a character here that is not UTF"),
    "NUL": (b"a,b\n1\x00,2\n", "t.csv:2: error: There is a character here that is none (NUL)"),
    "nothing": (b"\n\n", "t.csv:1: error: The table is empty."),
    "open quotation": (b'a,b\n1,2\n"3,4\n', "t.csv:3: error: From here on this is no table"),
    "two alike": (b"a,a\n1,2\n", 't.csv:1: error: 2 columns are called "a".'),
    "no name": (b"a,\n1,2\n", "t.csv:1: error: A column has no name."),
}


@pytest.mark.parametrize("kind", BAD_TABLES)
def test_what_is_no_table_is_told(kind: str, tmp_path: Path) -> None:
    """With its line, and what to do."""
    data, said = BAD_TABLES[kind]
    file = tmp_path / "t.csv"
    file.write_bytes(data)
    with pytest.raises(UnusableError) as error:
        read_table(file, file="t.csv")
    (problem,) = error.value.problems
    assert str(problem).startswith(said)


WRONG = {
    "a column too few": ("branch,day\nLeeds,x\n", "1", 'no column "phone"'),
    "an empty value": ("branch,phone\nLeeds,\n", "1", 'Row 1 has no value for "phone"'),
    "no such row": (ROWS, "3", "has no row 3; its rows are 1 to 2."),
    "an uneven row": ("branch,phone\nLeeds,1,2\n", "1", "Row 1 has 3 values, and the table 2"),
}


@pytest.mark.parametrize("why", WRONG)
def test_what_is_wrong_is_told_before_anything_is_made(
    why: str, branches: Project, run: Run
) -> None:
    """By row and column; nothing is written."""
    table, row, said = WRONG[why]
    branches.write("branches.csv", table)
    result = run("build", "tea", "--data", "branches.csv", "--row", row)
    assert result.code == 3
    assert said in result.err
    assert branches.built() == []


def test_a_column_that_nothing_asks_for_is_told(branches: Project, run: Run) -> None:
    """A warning: perhaps it is spelt in two ways."""
    branches.write("branches.csv", "branch,phone,fax\nLeeds,1,2\n")
    result = run("build", "tea", "--edition", "text", "--data", "branches.csv", "--row", "1")
    (told,) = result.of("column-unused")
    assert told.startswith('branches.csv:1: warning: Nothing asks for the column "fax".')


@pytest.mark.usefixtures("branches")
def test_one_leaflet_and_one_row(run: Run) -> None:
    """A table without a row, a row without a table, or no name are no order."""
    for args in (("tea", "--data", "branches.csv"), ("tea", "--row", "1")):
        assert run("build", *args).code == 2
    assert run("build", "--data", "branches.csv", "--row", "1").code == 2
    missing = run("build", "tea", "--data", "none.csv", "--row", "1")
    assert missing.code == 3
    assert 'The table "none.csv" cannot be opened' in missing.err
