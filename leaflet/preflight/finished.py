"""Checks of what will be printed, read from the plates of the finished file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from leaflet.model import Leaflet
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.conditions import Condition
from leaflet.units import MM_PER_INCH

SQUARE = 15.0
"""Side in mm of the square over which total ink is a mean (GWG 2022, R0026)."""

_COARSE = 4
"""Pixels in a row, of the plates, that count as one: a mean of means is a mean."""

TOLERANCE = 2.0
"""Points by which four rounded plates may add up to too much."""


@dataclass(frozen=True, slots=True)
class Printed:
    """One format of a leaflet as its plates show it."""

    leaflet: Leaflet
    format: str
    sides: Mapping[str, Image.Image]
    """Each side in inks, a CMYK picture with 255 as full ink, by name."""

    dpi: float
    around: float
    """Paper past the trim in mm on these pictures."""

    bleed: float
    condition: Condition

    def painted(self, side: str) -> Image.Image:
        """Return what is printed of a side: trim and bleed, without the slug."""
        picture = self.sides[side]
        edge = round((self.around - self.bleed) * self.dpi / MM_PER_INCH)
        return picture.crop((edge, edge, picture.width - edge, picture.height - edge))


def check_printed(printed: Printed) -> list[Problem]:
    """Judge the plates of one format."""
    return [*ink_limit(printed), *qr_unreadable(printed)]


def ink_limit(printed: Printed) -> Iterator[Problem]:
    """Too much ink does not dry: it sets off on the next sheet, and cracks at folds."""
    mean = ImageFilter.BoxBlur(SQUARE / 2 * printed.dpi / MM_PER_INCH / _COARSE)
    for side in printed.sides:
        cyan, magenta, yellow, black = (
            plate.filter(mean) for plate in printed.painted(side).reduce(_COARSE).split()
        )
        quarter = ImageChops.add(
            ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2), scale=2
        )
        darkest = max(ink for ink, pixels in enumerate(quarter.histogram()) if pixels)
        most = darkest * 4 / 2.55
        if most > printed.condition.ink_limit + TOLERANCE:
            yield Problem(
                code="ink-limit",
                severity=Severity.ERROR,
                message=f"The {side} has up to {most:.0f} % of ink, as a mean over "
                f"{SQUARE:g} mm squares; the paper takes {printed.condition.ink_limit:.0f} %.",
                hint="Choose a lighter picture or ground there, or state lighter inks under "
                "brand: colours: in the facts.",
                place=Place(printed.leaflet.place.file, 1),
                format=printed.format,
                edition="print",
            )


def qr_unreadable(printed: Printed) -> Iterator[Problem]:
    """A QR code must be read at its printed size, and lead to the address beside it."""
    wanted = {
        str(part.options["address"]): part.line
        for part in printed.leaflet.parts("qr")
        if part.options.get("address")
    }
    if not wanted:
        return
    read = {
        code.text
        for side in printed.sides
        for code in zxingcpp.read_barcodes(
            _paper(printed.painted(side)), formats=zxingcpp.barcode_formats_from_str("QRCode")
        )
    }
    for address, line in wanted.items():
        if address not in read:
            yield Problem(
                code="qr-unreadable",
                severity=Severity.ERROR,
                message=f"The QR code for {address} cannot be read from the printed sheet.",
                hint="Give it more room and a white ground, or shorten its address.",
                place=Place(printed.leaflet.place.file, line),
                format=printed.format,
                edition="print",
            )


def _paper(inks: Image.Image) -> Image.Image:
    """Return how light each place of the paper is: a scanner sees all inks at once."""
    cyan, magenta, yellow, black = inks.split()
    dark = ImageChops.lighter(ImageChops.lighter(cyan, magenta), ImageChops.lighter(yellow, black))
    return ImageChops.invert(dark)
