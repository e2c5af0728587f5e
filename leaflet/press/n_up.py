"""The `n-up` edition: the printer's file of a small piece, several times on one large sheet.

Each copy keeps its bleed; cut marks stand outside all of them, for cuts right across the sheet.
Front and back lie behind each other, however the sheet is turned, since the copies stand in the
middle and are all alike.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.press.marks import GAP, LENGTH, REGISTRATION, WIDTH
from leaflet.press.print_edition import registration
from leaflet.press.screen import written
from leaflet.specs.format import Format
from leaflet.specs.office import Standing, stand_on
from leaflet.specs.paper import SRA3
from leaflet.units import Size, points

MARGIN = 10.0
"""mm at the edges of the sheet that the press holds it by, or cannot print (trade custom)."""


def standing_on_sheet(form: Format, bleed: float) -> Standing:
    """Return how copies of a format stand on an SRA3 sheet, each with its own bleed."""
    return stand_on(form.trim, SRA3, MARGIN + bleed, 2 * bleed)


def finish_n_up(printed: bytes, form: Format, *, bleed: float, black_alone: bool) -> bytes:
    """Return the printer's file with several copies on each sheet.

    Args:
        printed: The finished file of one copy, without marks; its output intent and its claim
            stay.
        form: The format.
        bleed: Art past the trim in mm.
        black_alone: Whether there is no other ink than black.
    """
    standing = standing_on_sheet(form, bleed)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        sides = [page.obj for page in pdf.pages][: len(form.sides)]
        for number, side in enumerate(sides):
            page = _sheet(pdf, side, form.trim, standing, bleed, black_alone=black_alone)
            pdf.pages[number] = pikepdf.Page(page)
        while len(pdf.pages) > len(sides):  # what does not fit stands in the file of one copy
            del pdf.pages[-1]
        return written(pdf, version="1.6")


def _sheet(  # noqa: PLR0913 - one private call
    pdf: pikepdf.Pdf,
    side: pikepdf.Object,
    trim: Size,
    standing: Standing,
    bleed: float,
    *,
    black_alone: bool,
) -> pikepdf.Object:
    """Return a page with copies of a side, and the marks to cut them by."""
    paper = standing.paper
    left, low, right, high = (float(one) for one in side.BleedBox)
    copy = pikepdf.Page(side).as_form_xobject()
    copy.BBox = Array([left, low, right, high])
    copy.Matrix = Array([1, 0, 0, 1, -left - points(bleed), -low - points(bleed)])
    wide = standing.across[-1] + trim.width
    tall = standing.up[-1] + trim.height
    drawn = [
        f"q 1 0 0 1 {points(standing.left + x):.4f} {points(standing.low + y):.4f} cm /Copy Do Q"
        for y in standing.up
        for x in standing.across
    ]
    colour = "0 G" if black_alone else f"{REGISTRATION} CS 1 SCN"
    lines = " ".join(_cut_marks(standing, trim, bleed))
    content = f"{' '.join(drawn)} q {colour} {points(WIDTH):.4f} w {lines} Q"
    resources = Dictionary(XObject=Dictionary(Copy=pdf.make_indirect(copy)))
    if not black_alone:
        resources.ColorSpace = Dictionary({REGISTRATION: registration(pdf)})
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=Array([0, 0, round(points(paper.width), 4), round(points(paper.height), 4)]),
            TrimBox=_box(standing.left, standing.low, wide, tall),
            BleedBox=_box(
                standing.left - bleed, standing.low - bleed, wide + 2 * bleed, tall + 2 * bleed
            ),
            Resources=resources,
            Group=side.Group,
            Contents=pdf.make_stream(content.encode()),
        )
    )


def _box(left: float, low: float, width: float, height: float) -> Array:
    corners = (left, low, left + width, low + height)
    return Array([round(points(one), 4) for one in corners])


def _cut_marks(standing: Standing, trim: Size, bleed: float) -> Iterator[str]:
    """Yield the lines of the marks: at both ends of every cut, outside the outermost bleed."""
    left, low = standing.left, standing.low
    right, high = left + standing.across[-1] + trim.width, low + standing.up[-1] + trim.height
    near, far = bleed + GAP, bleed + GAP + LENGTH
    for moved in standing.across:
        for x in (left + moved, left + moved + trim.width):
            yield _line(x, low - near, x, low - far)
            yield _line(x, high + near, x, high + far)
    for moved in standing.up:
        for y in (low + moved, low + moved + trim.height):
            yield _line(left - near, y, left - far, y)
            yield _line(right + near, y, right + far, y)


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    x1, y1, x2, y2 = (points(one) for one in (x1, y1, x2, y2))
    return f"{x1:.4f} {y1:.4f} m {x2:.4f} {y2:.4f} l S"
