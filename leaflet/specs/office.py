"""Paper of office printers, and how a sheet of a format stands on it."""

from dataclasses import dataclass

from leaflet.specs.paper import A4, landscape
from leaflet.units import Size

DEFAULT_PAPER = "a4"
"""The paper of office printers in most of the world."""

OFFICE_PAPERS = {"a4": A4, "letter": Size(215.9, 279.4)}
"""Sizes by name, portrait: ISO 216, and ANSI/ASME Y14.1 A (8.5 x 11 inches)."""

OFFICE_MARGIN = 5.0
"""Distance in mm from the edge of the paper that an office printer may leave white: most
need 4.2 mm, and a little for paper that is drawn in askew."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a sheet stands on a piece of paper, in mm from the paper's lower left corner."""

    paper: Size
    left: float
    low: float
    scale: float
    """1 for its own size; less where it had to be made smaller to fit."""


def stand(sheet: Size, paper: str) -> Standing:
    """Return how a sheet stands on office paper: turned as it is, centred, never made larger.

    >>> stand(Size(297, 210), "a4")
    Standing(paper=Size(width=297, height=210), left=0.0, low=0.0, scale=1.0)
    >>> round(stand(Size(297, 420), "a4").scale, 3)
    0.707

    Args:
        sheet: Width and height of the sheet.
        paper: Name of the paper.
    """
    upright = OFFICE_PAPERS[paper]
    size = landscape(upright) if sheet.width > sheet.height else upright
    scale = min(1.0, size.width / sheet.width, size.height / sheet.height)
    return Standing(
        size,
        (size.width - sheet.width * scale) / 2,
        (size.height - sheet.height * scale) / 2,
        scale,
    )
