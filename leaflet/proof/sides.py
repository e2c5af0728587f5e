"""Proofs: each side of the sheet as a picture, with trim, safe area and folds drawn.

To look at, never to press. The colours are those of the inks, through the condition's
profile, with overprint as it will print.
"""

from collections.abc import Callable, Iterator

from PIL import Image, ImageDraw

from leaflet.preflight import Printed
from leaflet.press import Inks
from leaflet.raster import png
from leaflet.specs.booklets import views
from leaflet.specs.format import Format
from leaflet.specs.printers import Printer
from leaflet.units import MM_PER_INCH

PIXELS, PIXELS_LARGE = 4, 2
"""Pixels a millimetre of proofs: words of 12 pt can be read, and no edge falls between pixels. On
posters larger than A3 type is so much larger that fewer show it as well."""

LARGE = 450.0
"""Length in mm of a side past which a sheet counts as that."""

SURROUND = 8.0
"""Table shown around the sheet, mm."""

TABLE = "#b9b9b9"
TRIM_LINE = "#1a1a1a"
SAFE_LINE = "#0b7285"
DASH = 2.0
"""Length in mm of a dash, and of the gap behind it."""


def proof_dpi(form: Format) -> float:
    """Return the pixels an inch of a format's proofs.

    >>> from leaflet.specs.formats import FORMATS
    >>> proof_dpi(FORMATS["trifold-a4"]), proof_dpi(FORMATS["poster-a0"])
    (101.6, 50.8)
    """
    large = max(form.trim.width, form.trim.height) > LARGE
    return MM_PER_INCH * (PIXELS_LARGE if large else PIXELS)


def side_pictures(form: Format, printed: Printed, inks: Inks) -> dict[str, bytes]:
    """Return a PNG of each side by the side's name; of a booklet, as it lies open.

    Each shows what is printed, bleed included, with the trim as a thin line, the safe area
    dashed inside it, and ticks above and below each fold.

    Args:
        form: The format.
        printed: Its sides in inks, at the pixels an inch that `proof_dpi` gives.
        inks: What shows inks on a screen.
    """
    dpi = proof_dpi(form)
    return {
        _name(view): png(_view(form, view, printed, inks), dpi=dpi)
        for view in views(form)
        if all(side in printed.sides for side in view)
    }


def _name(view: tuple[str, ...]) -> str:
    """Return what a picture is called: its side, or the numbers of two pages side by side."""
    if len(view) == 1:
        return view[0]
    numbers = sorted(int(side.removeprefix("page-")) for side in view)
    return f"pages-{numbers[0]}-{numbers[1]}"


def _view(form: Format, view: tuple[str, ...], printed: Printed, inks: Inks) -> Image.Image:
    """Return what a reader sees at one time: a side, or two pages that meet at the spine."""
    printer = printed.press.printer
    pictures = [_side(form, side, inks.on_screen(printed.painted(side)), printer) for side in view]
    if len(pictures) == 1:
        return pictures[0]
    left, right = pictures
    past = _pixels(form)(SURROUND)
    made = Image.new("RGB", (left.width + right.width - 2 * past, left.height), TABLE)
    made.paste(right.crop((past, 0, right.width, right.height)), (left.width - past, 0))
    made.paste(left.crop((0, 0, left.width - past, left.height)), (0, 0))
    return made


def _pixels(form: Format) -> Callable[[float], int]:
    """Return what turns mm into the pixels of a format's proofs."""
    per_mm = proof_dpi(form) / MM_PER_INCH
    return lambda mm: round(mm * per_mm)


def _side(form: Format, side: str, painted: Image.Image, printer: Printer) -> Image.Image:
    sheet, px = form.trim.grown(SURROUND), _pixels(form)
    image = Image.new("RGB", (px(sheet.width), px(sheet.height)), TABLE)
    image.paste(painted, (px(SURROUND - printer.bleed), px(SURROUND - printer.bleed)))
    _draw_lines(image, form, side, printer)
    return image


def _draw_lines(image: Image.Image, form: Format, side: str, printer: Printer) -> None:
    bleed, safe, px = printer.bleed, printer.safe, _pixels(form)
    draw = ImageDraw.Draw(image)
    left = top = SURROUND
    right, bottom = SURROUND + form.trim.width, SURROUND + form.trim.height
    draw.rectangle((px(left), px(top), px(right), px(bottom)), outline=TRIM_LINE, width=1)
    for panel in form.on_side(side):
        x1, x2 = left + panel.left + safe, left + panel.left + panel.width - safe
        y1, y2 = top + panel.top + safe, top + panel.top + panel.height - safe
        for line in ((x1, y1, x2, y1), (x1, y2, x2, y2), (x1, y1, x1, y2), (x2, y1, x2, y2)):
            for dash in _dashes(*line):
                draw.line([px(one) for one in dash], SAFE_LINE, 1)
    for fold in form.folds_on(side):
        x = px(left + fold)
        draw.line((x, 0, x, px(top - bleed)), TRIM_LINE, 2)
        draw.line((x, px(bottom + bleed), x, image.height), TRIM_LINE, 2)
    for fold in form.folds_across(side):
        y = px(top + fold)
        draw.line((0, y, px(left - bleed), y), TRIM_LINE, 2)
        draw.line((px(right + bleed), y, image.width, y), TRIM_LINE, 2)


def _dashes(
    x1: float, y1: float, x2: float, y2: float
) -> Iterator[tuple[float, float, float, float]]:
    """Yield the dashes of a level or upright line, in mm."""
    length = max(x2 - x1, y2 - y1)
    across, down = (x2 - x1) / length, (y2 - y1) / length
    at = 0.0
    while at < length:
        end = min(at + DASH, length)
        yield x1 + across * at, y1 + down * at, x1 + across * end, y1 + down * end
        at += 2 * DASH
