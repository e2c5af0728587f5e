"""Lengths.

Every length in this package is a number of millimetres. Other units appear only where a
file format asks for them, and then the name says so: `width_pt`, `width_px`.
"""

from dataclasses import dataclass

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0
CSS_PX_PER_INCH = 96.0
"""CSS Values and Units 4, 5.2 "Absolute lengths": one inch is 96 px."""


@dataclass(frozen=True, slots=True)
class Size:
    """A width and a height in mm, in the orientation in which the piece is read."""

    width: float
    height: float

    def grown(self, margin: float) -> "Size":
        """Return this size with `margin` added on all four sides.

        >>> Size(297, 210).grown(3)
        Size(width=303, height=216)
        """
        return Size(self.width + 2 * margin, self.height + 2 * margin)


def points(mm: float) -> float:
    """Return `mm` millimetres in PDF points (ISO 32000-1:2008, 8.3.2.3).

    >>> round(points(210), 3)
    595.276
    """
    return mm * POINTS_PER_INCH / MM_PER_INCH


def from_points(length_pt: float) -> float:
    """Return a length in PDF points in millimetres.

    >>> round(from_points(595.276), 2)
    210.0
    """
    return length_pt * MM_PER_INCH / POINTS_PER_INCH


def from_css_px(length_px: float) -> float:
    """Return a length in CSS pixels in millimetres.

    >>> round(from_css_px(96), 3)
    25.4
    """
    return length_px * MM_PER_INCH / CSS_PX_PER_INCH


def pixels_per_inch(pixels: float, mm: float) -> float:
    """Return how many pixels come to one inch when `pixels` are spread over `mm`.

    >>> pixels_per_inch(300, 25.4)
    300.0
    """
    return pixels * MM_PER_INCH / mm
