"""Marks in the slug: crop marks, dashed fold marks and the slug line, on all plates.

They stand outside the bleed, so that no guillotine leaves a trace of them on the paper.
"""

from collections.abc import Iterable, Iterator

from leaflet.press.impose import Sheet
from leaflet.units import points

SLUG = 14.0
"""Paper outside the trim, in mm, on which marks and the slug line stand."""

GAP = 1.0
"""Distance in mm from the bleed to a mark."""

LENGTH = 5.0
"""Length of a mark in mm (trade custom)."""

WIDTH = 0.1
"""Width of a mark in mm: 0.25 pt is a hairline that every plate holds."""

DASH = 1.0
"""Length in mm of the dashes of a fold mark."""

REGISTRATION = "/All"
"""Name of the colour space that prints on every plate."""


def marks(sheet: Sheet, bleed: float, *, all_plates: bool = True) -> bytes:
    """Return the marks of a side as PDF operators, in points from the trim's lower left.

    Crop marks stand at the corners of the trim, dashed fold marks at both ends of each fold.

    Args:
        sheet: The side.
        bleed: How far it is painted past the trim, in mm.
        all_plates: Whether they print on every plate, for which the colour space `All` must be
            in the page's resources. On the only plate there is, they are black.
    """
    near, far = bleed + GAP, bleed + GAP + LENGTH
    lines = [
        (x, y, dx, dy)
        for x in (0.0, sheet.width)
        for y in (0.0, sheet.height)
        for dx, dy in (((-1 if x == 0 else 1), 0), (0, (-1 if y == 0 else 1)))
    ]
    colour = f"{REGISTRATION} CS 1 SCN" if all_plates else "0 G"
    parts = [f"q {colour} {points(WIDTH):.4f} w"]
    parts += [
        line(x + dx * near, y + dy * near, x + dx * far, y + dy * far) for x, y, dx, dy in lines
    ]
    if sheet.folds or sheet.across:
        parts.append(f"[{points(DASH):.4f}] 0 d")
    for fold in sheet.folds:
        parts.append(line(fold, -near, fold, -far))
        parts.append(line(fold, sheet.height + near, fold, sheet.height + far))
    for fold in sheet.across:
        parts.append(line(-near, fold, -far, fold))
        parts.append(line(sheet.width + near, fold, sheet.width + far, fold))
    return " ".join([*parts, "Q"]).encode()


def cut_marks(
    across: Iterable[float],
    up: Iterable[float],
    area: tuple[float, float, float, float],
    bleed: float,
) -> Iterator[str]:
    """Yield marks at both ends of cuts right across a sheet, outside the outermost bleed.

    Args:
        across: Distances of the upright cuts from the left edge of the paper, in mm.
        up: Distances of the level cuts from its lower edge.
        area: Left, low, width and height of all that is cut apart.
        bleed: How far it is painted past that.
    """
    left, low, width, height = area
    near, far = bleed + GAP, bleed + GAP + LENGTH
    for x in across:
        yield line(x, low - near, x, low - far)
        yield line(x, low + height + near, x, low + height + far)
    for y in up:
        yield line(left - near, y, left - far, y)
        yield line(left + width + near, y, left + width + far, y)


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    """Return the operators that draw a line from one place to another, both in mm."""
    x1, y1, x2, y2 = (points(one) for one in (x1, y1, x2, y2))
    return f"{x1:.4f} {y1:.4f} m {x2:.4f} {y2:.4f} l S"
