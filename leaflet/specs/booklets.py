"""Booklets: pages folded into each other and stapled through the fold (saddle-stitched).

Pages come in fours, since a sheet that is folded once has four. Inner sheets stand out at the fore
edge by the thickness of those around them, and are cut off there with the rest; so that margins
stay even, what stands on them is moved towards the spine.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leaflet.specs.format import Binding, Format, Panel
from leaflet.units import Size

A_SHEET = 4
"""Pages on a sheet that is folded once."""


@dataclass(frozen=True, slots=True)
class Spread:
    """One side of a sheet of a booklet: two pages beside each other, numbered from 1."""

    sheet: int
    """Number of the sheet, from 0, the outermost."""

    front: bool
    """Whether it is the sheet's outer side."""

    left: int
    right: int


def made_up(pages: int) -> int:
    """Return how many pages a booklet of so many has, blanks included.

    >>> made_up(5), made_up(8)
    (8, 8)
    """
    return max(A_SHEET, -(-pages // A_SHEET) * A_SHEET)


def saddle(pages: int, binding: Binding = "left") -> tuple[Spread, ...]:
    """Return the sides of a booklet's sheets, as they are printed.

    Sheet i of a booklet of n pages carries n - 2i and 1 + 2i on its front, 2 + 2i and
    n - 1 - 2i on its back; bound at the right, each side is the mirror image.

    >>> [(one.left, one.right) for one in saddle(8)]
    [(8, 1), (2, 7), (6, 3), (4, 5)]

    Raises:
        ValueError: the pages do not come in fours.
    """
    if pages < A_SHEET or pages % A_SHEET:
        msg = f"a stapled booklet has 4, 8, 12 or more pages, not {pages}"
        raise ValueError(msg)
    found = []
    for sheet in range(pages // A_SHEET):
        sides = ((pages - 2 * sheet, 1 + 2 * sheet), (2 + 2 * sheet, pages - 1 - 2 * sheet))
        for number, (left, right) in enumerate(sides):
            pair = (left, right) if binding == "left" else (right, left)
            found.append(Spread(sheet, number == 0, *pair))
    return tuple(found)


def creep(sheet: int, thickness: float) -> float:
    """Return how far the pages of a sheet are moved towards the spine, in mm.

    Each sheet lies inside those before it, so it stands out by one thickness more. Source:
    onestopdp.com, "creep": 48 pages of 0.005 inch, 0.055 inch at the innermost sheet.

    >>> round(creep(11, 0.127), 3)
    1.397
    """
    return sheet * thickness


def with_pages(form: Format, pages: int) -> Format:
    """Return a booklet with so many pages: each is a side of its own, as printers take them."""
    cover, inner, back = form.panels
    between = (f"page-{number}" for number in range(2, pages))
    panels = (cover, *(replace(inner, name=name, side=name) for name in between), back)
    names = tuple(panel.name for panel in panels)
    return replace(form, sides=names, panels=panels, reading=names)


def as_spreads(form: Format, thickness: float) -> Format:
    """Return a booklet with pages as they are printed beside each other, for one fold.

    Args:
        form: The booklet, with its pages.
        thickness: Thickness of its paper in mm; 0 for no creep.
    """
    names = form.reading
    made: list[Panel] = []
    sides: list[str] = []
    for spread in saddle(len(names), form.binding):
        side = f"sheet-{spread.sheet + 1}-{'front' if spread.front else 'back'}"
        sides.append(side)
        moved = creep(spread.sheet, thickness)
        for page, on_left in ((spread.left, True), (spread.right, False)):
            panel = form.panel(names[page - 1])
            left = 0.0 if on_left else panel.width
            shift = moved if on_left else -moved
            made.append(replace(panel, side=side, left=left, shift=shift))
    trim = Size(2 * form.trim.width, form.trim.height)
    return replace(form, trim=trim, sides=tuple(sides), panels=tuple(made))


def views(form: Format) -> Iterator[tuple[str, ...]]:
    """Yield the sides that a reader sees at one time, from left to right: an open booklet's two."""
    if not form.grows or form.sides != form.reading:
        yield from ((side,) for side in form.sides)
        return
    first, *between, last = form.sides
    yield (first,)
    for earlier, later in zip(between[::2], between[1::2], strict=True):
        yield (earlier, later) if form.binding == "left" else (later, earlier)
    yield (last,)
