"""Paper of office printers, and how a sheet of a format stands on it."""

from dataclasses import dataclass
from math import ceil

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

HAIR = 0.001
"""Tiles by which sums of lengths err."""

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
    apart = stand_on(sheet, upright, OFFICE_MARGIN, GUTTER)
    shared = stand_on(sheet, upright, 0.0, 0.0)
    if max(apart.copies, shared.copies) > 1:
        return apart if shared.copies < SHARED * apart.copies else shared
    size = landscape(upright) if sheet.width > sheet.height else upright
    scale = min(1.0, size.width / sheet.width, size.height / sheet.height)
    left, low = (size.width - sheet.width * scale) / 2, (size.height - sheet.height * scale) / 2
    return Standing(size, left, low, scale)


def stand_on(sheet: Size, paper: Size, margin: float, gutter: float) -> Standing:
    """Return how copies of a sheet stand in the middle of a paper, as many as fit.

    Args:
        sheet: Width and height of the sheet.
        paper: Width and height of the paper, which is turned where more copies fit so.
        margin: Distance in mm that they keep from the edges of the paper.
        gutter: Room between two, in mm.
    """
    own = landscape(paper) if sheet.width > sheet.height else paper
    size = max(
        (own, Size(own.height, own.width)),
        key=lambda one: (
            _fitting(one.width, sheet.width, margin, gutter)
            * _fitting(one.height, sheet.height, margin, gutter)
        ),
    )
    columns = max(1, _fitting(size.width, sheet.width, margin, gutter))
    rows = max(1, _fitting(size.height, sheet.height, margin, gutter))
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


OVERLAP = 10.0
"""mm of a poster that two tiles beside each other both show, so that they can be glued."""


@dataclass(frozen=True, slots=True)
class Tiling:
    """How a poster is spread over sheets of office paper, row by row from its upper left corner."""

    paper: Size
    columns: int
    rows: int

    @property
    def used(self) -> Size:
        """Return how much of the poster one tile shows."""
        return Size(self.paper.width - 2 * OFFICE_MARGIN, self.paper.height - 2 * OFFICE_MARGIN)

    def start(self, column: int, row: int) -> tuple[float, float]:
        """Return how far from the poster's left and upper edge a tile begins, in mm."""
        return column * (self.used.width - OVERLAP), row * (self.used.height - OVERLAP)

    @staticmethod
    def label(column: int, row: int) -> str:
        """Return what a tile is called: a letter for its row, a number for its column.

        >>> Tiling.label(1, 0)
        'A2'
        """
        return f"{chr(ord('A') + row)}{column + 1}"

    def covered(self, column: int, row: int) -> tuple[float, float] | None:
        """Return a corner of what the next tile covers, on the paper from its upper left, in mm.

        The last tile is covered by none.

        >>> Tiling(Size(210, 297), 2, 2).covered(0, 0)
        (195.0, 15.0)
        >>> Tiling(Size(210, 297), 2, 2).covered(1, 0)
        (15.0, 282.0)
        """
        inside = OFFICE_MARGIN + OVERLAP
        if column < self.columns - 1:
            return self.paper.width - inside, inside
        if row < self.rows - 1:
            return inside, self.paper.height - inside
        return None


def tile(sheet: Size, paper: str) -> Tiling:
    """Return the tiles of a poster: upright or lying paper, whichever takes fewer.

    >>> tiling = tile(Size(420, 594), "a4")
    >>> tiling.columns, tiling.rows, tiling.paper
    (2, 4, Size(width=297, height=210))

    Args:
        sheet: Width and height of the poster.
        paper: Name of the paper.
    """
    return tile_on(sheet, OFFICE_PAPERS[paper])


def tile_on(sheet: Size, upright: Size) -> Tiling:
    """Return the tiles of a poster on paper of a size, which is given upright."""
    ways = [
        Tiling(size, _tiles(size.width, sheet.width), _tiles(size.height, sheet.height))
        for size in (upright, landscape(upright))
    ]
    return min(ways, key=lambda one: one.columns * one.rows)


def _tiles(paper: float, poster: float) -> int:
    """Return how many tiles a poster needs in one direction."""
    used = paper - 2 * OFFICE_MARGIN
    return max(1, ceil((poster - OVERLAP) / (used - OVERLAP) - HAIR))
