"""The pages of a file as their plates show them: how much ink, of which inks, and bare edges."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PIL import Image

from leaflet.pdf.document import PageFacts
from leaflet.pdf.geometry import PointBox
from leaflet.preflight.on_plates import SQUARE, bare_edges, inks_used, most_ink
from leaflet.units import POINTS_PER_INCH, from_points, points

CLOSE_MM = 0.1
"""Millimetres by which a bleed may be short and still be looked at."""

_TURN_BACK = {
    90: Image.Transpose.ROTATE_90,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_270,
}
"""How a page that is shown turned clockwise comes upright again."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What the plates of a page show inside the bleed."""

    most: float
    """The most ink in per cent, as a mean over squares of 15 mm."""

    at: PointBox
    """That square, as the page's own points."""

    inks: frozenset[str]
    """Names of the inks that are used."""

    bare: tuple[tuple[str, float], ...]
    """Edges at which art ends at the trim, with its length in mm."""


def see(
    page: PageFacts, side: Image.Image, dpi: float, bleed: float, plates: Mapping[str, str]
) -> Seen | None:
    """Look at a page.

    Args:
        page: What it says of itself.
        side: Its picture in inks, as it is shown.
        dpi: Pixels an inch of that picture.
        bleed: How far art shall go past the trim, in mm.
        plates: Names of inks that ride on plates of the usual four, by these.

    Returns:
        What was seen; nothing where no part of the page is printed.
    """
    picture = _printed(page, upright(page, side), dpi)
    if min(picture.size) < 1:
        return None
    most, (x, y) = most_ink(picture, dpi)
    left, _, _, top = page.boxes.painted
    across, up, half = left + x * _point(dpi), top - y * _point(dpi), points(SQUARE) / 2
    return Seen(
        most,
        (across - half, up - half, across + half, up + half),
        frozenset(plates.get(one, one) for one in inks_used(picture)),
        tuple(_bare(page, picture, dpi, bleed)),
    )


def upright(page: PageFacts, shown: Image.Image) -> Image.Image:
    """Return the picture of a page as it would be if the page were not shown turned."""
    turn = _TURN_BACK.get(page.turned)
    return shown if turn is None else shown.transpose(turn)


def _point(dpi: float) -> float:
    return POINTS_PER_INCH / dpi


def _printed(page: PageFacts, side: Image.Image, dpi: float) -> Image.Image:
    """Return what is printed of a page: trim and bleed."""
    shown, painted, scale = page.boxes.crop or page.boxes.media, page.boxes.painted, 1 / _point(dpi)
    left, top = round((painted[0] - shown[0]) * scale), round((shown[3] - painted[3]) * scale)
    right, low = round((painted[2] - shown[0]) * scale), round((shown[3] - painted[1]) * scale)
    return side.crop((max(left, 0), max(top, 0), min(right, side.width), min(low, side.height)))


def _bare(
    page: PageFacts, printed: Image.Image, dpi: float, bleed: float
) -> Iterator[tuple[str, float]]:
    cut, painted = page.boxes.cut, page.boxes.painted
    room = min(cut[0] - painted[0], cut[1] - painted[1], painted[2] - cut[2], painted[3] - cut[3])
    if from_points(room) >= bleed - CLOSE_MM:  # else another rule tells that there is none
        yield from bare_edges(printed, dpi, from_points(room))
