"""Tables: rows and cells out of HTML, and tables that only place things taken apart."""

import re

from bs4.element import Tag

from leaflet.intake.told import Notes
from leaflet.intake.tree import attribute, children, renamed, words_of

MOST_COLUMNS = 50
"""That one cell may span; a wider one is a mistake, or meant badly."""

_HEAVY = ["table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"]
"""What no cell of a Markdown table can hold."""


def rows_of(table: Tag) -> list[list[Tag | None]]:
    """Return the rows of a table, all of the same length; nothing where a cell is covered."""
    below: dict[int, int] = {}
    rows: list[list[Tag | None]] = []
    for row in table.find_all("tr"):
        cells: list[Tag | None] = []
        for cell in [one for one in children(row) if one.name in ("td", "th")]:
            _covered(cells, below)
            wide, high = _span(cell, "colspan"), _span(cell, "rowspan")
            for at in range(len(cells), len(cells) + wide):
                if high > 1:
                    below[at] = high - 1
            cells += [cell, *[None] * (wide - 1)]
        _covered(cells, below)
        rows.append(cells)
    rows = [row for row in rows if any(cell is not None and _filled(cell) for cell in row)]
    width = max((len(row) for row in rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def settle_tables(body: Tag, notes: Notes) -> None:
    """Take tables apart that only place things, and tell what a Markdown table cannot show."""
    for table in reversed(body.find_all("table")):
        rows = rows_of(table)
        columns = max((sum(cell is not None for cell in row) for row in rows), default=0)
        if table.find(_HEAVY) or len(rows) < 2 or columns < 2:  # noqa: PLR2004 - rows, columns
            _take_apart(table)
            continue
        last = [cell for cell in rows[-1] if cell is not None][-1]
        if any(_span(cell, name) > 1 for row in rows for cell in row if cell for name in _SPANS):
            last.append(
                notes.mark(
                    "This table had cells that reach over several rows or columns; the others "
                    "that they covered are empty now.",
                    "Look whether each row still makes sense.",
                )
            )
        if not table.find("th"):
            last.append(
                notes.mark(
                    "This table had no row marked as its head; the first row was taken for it.",
                    "Look whether the first row says what stands in each column.",
                )
            )


_SPANS = ("colspan", "rowspan")


def _covered(cells: list[Tag | None], below: dict[int, int]) -> None:
    """Add a gap for each place that a cell of a row above reaches down to."""
    while below.get(len(cells), 0):
        below[len(cells)] -= 1
        cells.append(None)


def _span(cell: Tag, name: str) -> int:
    written = attribute(cell, name)
    return min(max(int(written), 1), MOST_COLUMNS) if re.fullmatch(r"\d{1,6}", written) else 1


def _filled(cell: Tag) -> bool:
    return bool(words_of(cell)) or cell.find("img") is not None


def _take_apart(table: Tag) -> None:
    """Make sections of the cells, one below the other."""
    for part in table.find_all(["tr", "td", "th", "tbody", "thead", "tfoot", "caption"]):
        if part.find_parent("table") is table:
            renamed(part, "div")
    renamed(table, "div")
