"""Which page stands where, when many are printed on one sheet and cut or read there.

A sheet is a list of its places, from the upper left, row by row: each holds the number of a page,
from 0, or nothing.
"""

from collections.abc import Sequence
from typing import Literal

Way = Literal["booklet", "n-up", "cut-stack", "repeat", "tiles"]
"""How pages stand on sheets: to fold and staple, to read beside each other, to cut into piles, to
cut into copies, or to glue together."""

Sheet = tuple[int | None, ...]
"""What stands in the places of one side of a sheet."""


def in_order(pages: int, places: int) -> list[Sheet]:
    """Return pages beside each other as they are read.

    >>> in_order(5, 4)
    [(0, 1, 2, 3), (4, None, None, None)]
    """
    starts = range(0, pages, places)
    return [
        tuple(one if one < pages else None for one in range(start, start + places))
        for start in starts
    ]


def repeated(pages: int, places: int) -> list[Sheet]:
    """Return each page as often as it fits.

    >>> repeated(2, 3)
    [(0, 0, 0), (1, 1, 1)]
    """
    return [(page,) * places for page in range(pages)]


def cut_and_stack(pages: int, places: int) -> list[Sheet]:
    """Return pages so that piles, cut and laid on each other in order, are in order.

    The place p on sheet s of n holds page p * n + s: each place has pages that follow each other.

    >>> cut_and_stack(7, 4)
    [(0, 2, 4, 6), (1, 3, 5, None)]
    """
    sheets = -(-pages // places)
    numbers = ((place * sheets + sheet for place in range(places)) for sheet in range(sheets))
    return [tuple(one if one < pages else None for one in some) for some in numbers]


def both_sides(leaves: Sequence[Sheet], columns: int, pages: int) -> list[Sheet]:
    """Return fronts and backs of sheets whose places hold leaves of two pages.

    On a back each row is the other way round, so that pages lie behind each other when the sheet
    is turned like a leaf of a book.

    >>> both_sides([(0, 1)], 2, 3)
    [(0, 2), (None, 1)]
    """
    found = []
    for leaf in leaves:
        front = tuple(None if one is None else 2 * one for one in leaf)
        back = tuple(None if one is None or 2 * one + 1 >= pages else 2 * one + 1 for one in leaf)
        rows = (back[start : start + columns] for start in range(0, len(back), columns))
        found += [front, tuple(one for row in rows for one in reversed(row))]
    return found
