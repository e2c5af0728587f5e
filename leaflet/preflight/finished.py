"""Checks of what will be printed, read from the plates of the finished file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import zxingcpp
from PIL import Image, ImageChops, ImageFilter

from leaflet.model import Leaflet
from leaflet.preflight.as_set import TypeAsSet
from leaflet.preflight.contrast import contrast_low
from leaflet.press import Inks
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.conditions import Condition
from leaflet.specs.printers import Printer
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
    mean = ImageFilter.BoxBlur(SQUARE / 2 * printed.dpi / MM_PER_INCH / _COARSE)
    for side in printed.sides:
        inks = quarter_of_ink(printed.painted(side).reduce(_COARSE)).filter(mean)
        most = max(per_cent(level) for level, pixels in enumerate(inks.histogram()) if pixels)
        if most > printed.ink_limit + TOLERANCE:
            yield printed.problem(
                "ink-limit",
                f"The {side} has up to {most:.0f} % of ink, as a mean over "
                f"{SQUARE:g} mm squares; the paper takes {printed.ink_limit:.0f} %.",
                "Choose a lighter picture or ground there, or state lighter inks under "
                "brand: colours: in the facts.",
            )


def quarter_of_ink(inks: Image.Image) -> Image.Image:
    """Return a quarter of what all four inks of a CMYK picture come to, place by place."""
    cyan, magenta, yellow, black = inks.split()
    return ImageChops.add(
        ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2), scale=2
    )


def per_cent(quarter: int) -> float:
    """Return all inks together in per cent for a number from `quarter_of_ink`."""
    return quarter * 4 / 2.55


def bleed_missing(printed: Printed) -> Iterator[Problem]:
    """Art that touches the trim must go on past it, or a stray cut leaves a white edge."""
    per_mm = printed.dpi / MM_PER_INCH
    for side in printed.sides:
        picture = _ink(printed.painted(side))
        for edge, turns in _EDGES.items():
            turned = picture.transpose(turns) if turns is not None else picture
            rows = _rows(turned, round(printed.bleed * per_mm))
            # Not the very next row: what ends at the trim may tinge it.
            inside, beside, last = rows[-1], rows[-3], rows[1]
            for runs, longest in (
                (_runs(inside, beside, _INKED, _BARE), _STEP),
                (_runs(inside, beside, _DARKER, _ANY), 2 * _STEP),
                (_runs(inside, last, _INKED, _BARE), _SHORT),
            ):
                length = max(runs, default=0) / per_mm
                if length >= longest:
                    yield printed.problem(
                        "bleed-missing",
                        f"On the {side}, {length:.0f} mm of art at the {edge} edge do not "
                        f"reach {printed.bleed:g} mm past the trim.",
                        "Let the ground or picture go on past the edge of its panel; grounds "
                        "of whole panels belong to @page in the styles.",
                    )
                    break


_EDGES = {
    "upper": None,
    "lower": Image.Transpose.FLIP_TOP_BOTTOM,
    "left": Image.Transpose.ROTATE_270,
    "right": Image.Transpose.ROTATE_90,
}
"""The edges of a side, and how each comes to the top."""

_INKED, _BARE = 10, 5
"""Ink of 255 by which a place is darker than paper, and below which it is paper."""

_DARKER, _ANY = 64, 255
"""Ink of 255 by which art is darker than a tint that bleeds in its place."""

_STEP = 5.0
"""Length in mm from which on a step at the trim counts, twice as much where a tint bleeds: the
outline of art that crosses the trim, however slanted, makes a shorter one."""

_SHORT = 20.0
"""Length in mm of art that ends inside the bleed: a curve may, a ground may not."""


def _ink(inks: Image.Image) -> Image.Image:
    """Return how much of any ink each place has."""
    return ImageChops.invert(_paper(inks))


def _rows(picture: Image.Image, bleed: int) -> list[bytes]:
    """Return the rows of pixels from the edge of the bleed to the first inside the trim.

    Corners are left out: there the bleed of the next edge begins.
    """
    strip = picture.crop((bleed, 0, picture.width - bleed, bleed + 1))
    data = strip.tobytes()
    return [data[at : at + strip.width] for at in range(0, len(data), strip.width)]


def _runs(inside: bytes, outside: bytes, darker: int, lightest: int) -> Iterator[int]:
    """Yield the lengths of runs of pixels that are darker inside, and light enough outside."""
    run = 0
    for inner, outer in zip(inside, outside, strict=True):
        if inner - outer > darker and outer < lightest:
            run += 1
        elif run:
            yield run
            run = 0
    if run:
        yield run


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
            yield printed.problem(
                "qr-unreadable",
                f"The QR code for {address} cannot be read from the printed sheet.",
                "Give it more room and a white ground, or shorten its address.",
                line,
            )


def _paper(inks: Image.Image) -> Image.Image:
    """Return how light each place of the paper is: a scanner sees all inks at once."""
    cyan, magenta, yellow, black = inks.split()
    dark = ImageChops.lighter(ImageChops.lighter(cyan, magenta), ImageChops.lighter(yellow, black))
    return ImageChops.invert(dark)
