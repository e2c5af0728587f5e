"""The `n-up` edition: the printer's file of a small piece, several times on one large sheet.

Each copy keeps its bleed; cut marks stand outside all of them, for cuts right across the sheet.
Front and back lie behind each other, however the sheet is turned, since the copies stand in the
middle and are all alike.
"""

import io

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.press.marks import REGISTRATION, WIDTH, cut_marks
from leaflet.press.print_edition import page_box, registration
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


def finish_n_up(printed: bytes, form: Format, *, bleed: float, one_plate: bool) -> bytes:
    """Return the printer's file with several copies on each sheet.

    Args:
        printed: The finished file of one copy, without marks; its output intent and its claim
            stay.
        form: The format.
        bleed: Art past the trim in mm.
        one_plate: Whether there is only one.
    """
    standing = standing_on_sheet(form, bleed)
    with pikepdf.open(io.BytesIO(printed)) as pdf:
        sides = [page.obj for page in pdf.pages][: len(form.sides)]
        for number, side in enumerate(sides):
            page = _sheet(pdf, side, form.trim, standing, bleed, one_plate=one_plate)
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
    one_plate: bool,
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
    colour = "0 G" if one_plate else f"{REGISTRATION} CS 1 SCN"
    columns, rows = (
        [start + moved + end for moved in moves for end in (0.0, length)]
        for start, moves, length in (
            (standing.left, standing.across, trim.width),
            (standing.low, standing.up, trim.height),
        )
    )
    area = (standing.left, standing.low, wide, tall)
    lines = " ".join(cut_marks(columns, rows, area, bleed))
    content = f"{' '.join(drawn)} q {colour} {points(WIDTH):.4f} w {lines} Q"
    resources = Dictionary(XObject=Dictionary(Copy=pdf.make_indirect(copy)))
    if not one_plate:
        resources.ColorSpace = Dictionary({REGISTRATION: registration(pdf)})
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Page,
            MediaBox=page_box(0, 0, paper.width, paper.height),
            TrimBox=page_box(*area),
            BleedBox=page_box(
                standing.left - bleed, standing.low - bleed, wide + 2 * bleed, tall + 2 * bleed
            ),
            Resources=resources,
            Group=side.Group,
            Contents=pdf.make_stream(content.encode()),
        )
    )
