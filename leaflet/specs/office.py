"""Paper of office printers, and how a sheet of a format stands on it."""

from dataclasses import dataclass

from leaflet.specs.paper import A4, LETTER, landscape
from leaflet.units import Size

DEFAULT_PAPER = "a4"
"""The paper of office printers in most of the world."""

OFFICE_PAPERS = {"a4": A4, "letter": LETTER}
"""Sizes by name, portrait: ISO 216, and ANSI/ASME Y14.1 A (8.5 x 11 inches)."""

OFFICE_MARGIN = 5.0
"""Distance in mm from the edge of the paper that an office printer may leave white: most
need 4.2 mm, and a little for paper that is drawn in askew."""


GUTTER = 6.0
"""Room in mm between two copies on a sheet of office paper, so that each can be cut by itself."""

SHARED = 1.3
"""How many times more copies must fit without gutters, where each cut is shared by two, before that
is worth it: what runs to the edge then shows at its neighbour if the cut goes astray."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sheet, or copies of it, stand on a piece of paper."""

    paper: Size
    left: float
    """Distance in mm of the first copy from the left edge of the paper."""

    low: float
    """Distance in mm of the first copy from the lower edge of the paper."""

    scale: float
    """1 for its own size; less where it had to be made smaller to fit."""

    across: tuple[float, ...] = (0.0,)
    """How far in mm each column of copies stands from the first."""

    up: tuple[float, ...] = (0.0,)
    """How far in mm each row of copies stands from the first, upwards."""

    @property
    def copies(self) -> int:
        """Return how many there are on the paper."""
        return len(self.across) * len(self.up)


def stand(sheet: Size, paper: str) -> Standing:
    """Return how a sheet stands on office paper, as often as it fits: never made larger.

    >>> stand(Size(297, 210), "a4").copies, stand(Size(148, 210), "a4").copies
    (1, 2)
    >>> round(stand(Size(297, 420), "a4").scale, 3)
    0.707
    >>> bookmarks = stand(Size(55, 170), "a4")
    >>> bookmarks.paper, bookmarks.across
    (Size(width=297, height=210), (0.0, 61.0, 122.0, 183.0))

    Args:
        sheet: Width and height of the sheet.
        paper: Name of the paper.
    """
    upright = OFFICE_PAPERS[paper]
    own = landscape(upright) if sheet.width > sheet.height else upright
    other = Size(own.height, own.width)
    ways = [
        (size, margin, gutter)
        for margin, gutter in ((OFFICE_MARGIN, GUTTER), (0.0, 0.0))
        for size in (own, other)
    ]
    counts = [
        _fitting(size.width, sheet.width, margin, gutter)
        * _fitting(size.height, sheet.height, margin, gutter)
        for size, margin, gutter in ways
    ]
    apart, shared = max(counts[:2]), max(counts[2:])
    if max(apart, shared) <= 1:
        return _alone(sheet, own)
    best = counts.index(apart) if shared < SHARED * apart else counts.index(shared, 2)
    size, margin, gutter = ways[best]
    columns = _fitting(size.width, sheet.width, margin, gutter)
    rows = _fitting(size.height, sheet.height, margin, gutter)
    return Standing(
        size,
        (size.width - columns * sheet.width - (columns - 1) * gutter) / 2,
        (size.height - rows * sheet.height - (rows - 1) * gutter) / 2,
        1.0,
        tuple(number * (sheet.width + gutter) for number in range(columns)),
        tuple(number * (sheet.height + gutter) for number in range(rows)),
    )


def _fitting(room: float, piece: float, margin: float, gutter: float) -> int:
    """Return how many pieces fit beside each other."""
    return int((room - 2 * margin + gutter) / (piece + gutter))


def _alone(sheet: Size, size: Size) -> Standing:
    scale = min(1.0, size.width / sheet.width, size.height / sheet.height)
    left, low = (size.width - sheet.width * scale) / 2, (size.height - sheet.height * scale) / 2
    return Standing(size, left, low, scale)
