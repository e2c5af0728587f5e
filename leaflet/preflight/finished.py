"""Checks of what will be printed, read from the plates of the finished file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from leaflet.model import Leaflet
from leaflet.preflight.as_set import TypeAsSet
from leaflet.preflight.contrast import contrast_low
from leaflet.preflight.on_plates import SQUARE, bare_edges, most_ink, paper_of
from leaflet.press import Inks
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.conditions import Condition
from leaflet.specs.printers import Printer
from leaflet.units import MM_PER_INCH

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

    printer: Printer
    condition: Condition
    type: TypeAsSet | None = None
    """The words on these sides; nothing where only plates are judged."""

    @property
    def bleed(self) -> float:
        """Art past the trim in mm."""
        return self.printer.bleed

    @property
    def ink_limit(self) -> float:
        """The most ink in per cent that both the paper and the print shop take."""
        return min(self.condition.ink_limit, self.printer.ink_limit)

    def problem(self, code: str, message: str, hint: str, line: int = 1) -> Problem:
        """Return an error of the printer's file."""
        return Problem(
            code=code,
            severity=Severity.ERROR,
            message=message,
            hint=hint,
            place=Place(self.leaflet.place.file, line),
            format=self.format,
            edition="print",
        )

    def painted(self, side: str) -> Image.Image:
        """Return what is printed of a side: trim and bleed, without the slug."""
        picture = self.sides[side]
        edge = round((self.around - self.bleed) * self.dpi / MM_PER_INCH)
        return picture.crop((edge, edge, picture.width - edge, picture.height - edge))


def check_printed(printed: Printed) -> list[Problem]:
    """Judge the plates of one format."""
    return [
        *ink_limit(printed),
        *qr_unreadable(printed),
        *bleed_missing(printed),
        *words_unclear(printed),
    ]


def words_unclear(printed: Printed) -> Iterator[Problem]:
    """Yield words that hardly stand out from what is printed under them."""
    if printed.type:
        inks = Inks(printed.condition.profile, {})
        yield from contrast_low(printed.type, printed.sides, printed.dpi, printed.around, inks)


def check_claims(
    leaflet: Leaflet, edition: str, form: str | None, broken: Iterable[str]
) -> list[Problem]:
    """Tell what a finished file does not keep of what it claims, as `press` found it."""
    return [
        Problem(
            code="claim-broken",
            severity=Severity.ERROR,
            message=f"The finished file does not keep what it claims: {what}.",
            hint="The claim was taken out. This is a fault of the program: please report it, and "
            "do not send the file to anybody yet.",
            place=Place(leaflet.place.file, 1),
            format=form,
            edition=edition,
        )
        for what in broken
    ]


def ink_limit(printed: Printed) -> Iterator[Problem]:
    """Too much ink does not dry: it sets off on the next sheet, and cracks at folds."""
    for side in printed.sides:
        most, _ = most_ink(printed.painted(side), printed.dpi)
        if most > printed.ink_limit + TOLERANCE:
            yield printed.problem(
                "ink-limit",
                f"The {side} has up to {most:.0f} % of ink, as a mean over "
                f"{SQUARE:g} mm squares; the paper takes {printed.ink_limit:.0f} %.",
                "Choose a lighter picture or ground there, or state lighter inks under "
                "brand: colours: in the facts.",
            )


def bleed_missing(printed: Printed) -> Iterator[Problem]:
    """Art that touches the trim must go on past it, or a stray cut leaves a white edge."""
    for side in printed.sides:
        for edge, length in bare_edges(printed.painted(side), printed.dpi, printed.bleed):
            yield printed.problem(
                "bleed-missing",
                f"On the {side}, {length:.0f} mm of art at the {edge} edge do not "
                f"reach {printed.bleed:g} mm past the trim.",
                "Let the ground or picture go on past the edge of its panel; grounds "
                "of whole panels belong to @page in the styles.",
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
            paper_of(printed.painted(side)), formats=zxingcpp.barcode_formats_from_str("QRCode")
        )
    }
    for address, line in wanted.items():
        if address not in read:
            yield printed.problem(
                "qr-unreadable",
                f"The QR code for {address} cannot be read from the printed sheet.",
                "Give it more room and a white ground, or shorten its address.",
                line,
            )
