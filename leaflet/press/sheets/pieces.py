"""Pages of any PDF as pieces to put on sheets: upright, at their true size, with their bleed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.pdf.document import PageFacts, UnopenableError, page_facts
from leaflet.pdf.geometry import Matrix, PointBox, box_of, moved, times
from leaflet.pdf.stream import UNREADABLE
from leaflet.units import Size, from_points

MOST_BLEED = 5.0
"""mm past the trim that are kept of a page: more than any printer asks for."""

LEAST, MOST = 2.0, 20_000.0
"""Lengths in mm that a side of a page may have: what is smaller is a mistake, what is larger no
program makes."""


@dataclass(frozen=True, slots=True)
class Link:
    """A link to the web, where it stands on its piece."""

    box: PointBox
    """In points from the lower left corner of the trim."""

    address: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One page, ready to be drawn."""

    form: Any
    """Its drawing; the lower left corner of its trim is the origin, and it stands upright."""

    size: Size
    """Its trim."""

    bleed: float
    """mm of art past the trim, on the side that has least."""

    links: tuple[Link, ...]


def pieces_of(pdf: pikepdf.Pdf) -> list[Piece]:
    """Return the pages of a file as pieces; what lies on them, such as fields, becomes drawing.

    Raises:
        UnopenableError: a page has no size that paper can have.
    """
    told = [page_facts(page.obj) for page in pdf.pages]
    links = [tuple(_links(page, facts)) for page, facts in zip(pdf.pages, told, strict=True)]
    pdf.flatten_annotations("print")
    return [
        _piece(pdf, page, number, facts, found)
        for number, (page, facts, found) in enumerate(
            zip(pdf.pages, told, links, strict=True), start=1
        )
    ]


def _piece(
    pdf: pikepdf.Pdf,
    page: pikepdf.Page,
    number: int,
    facts: PageFacts,
    links: tuple[Link, ...],
) -> Piece:
    cut = facts.boxes.cut
    upright = _upright(facts)
    left, low, right, top = box_of(_corners(cut, upright))
    size = Size(from_points(right - left), from_points(top - low))
    if not (LEAST <= size.width <= MOST and LEAST <= size.height <= MOST):
        msg = f"Page {number} is {size.width:.0f} x {size.height:.0f} mm: no paper is like that."
        raise UnopenableError(msg)
    around = zip(cut, facts.boxes.painted, strict=True)
    past = min(abs(one - other) for one, other in around) * facts.user_unit
    bleed = min(from_points(past), MOST_BLEED)
    form = pdf.make_indirect(page.as_form_xobject(handle_transformations=False))
    margin = bleed / from_points(1) / facts.user_unit
    form.BBox = Array([cut[0] - margin, cut[1] - margin, cut[2] + margin, cut[3] + margin])
    form.Matrix = Array([round(one, 6) for one in upright])
    if "/StructParents" in form:
        del form.StructParents
    return Piece(form, size, bleed, links)


def _upright(facts: PageFacts) -> Matrix:
    """Return what makes a page stand as it is seen, in true points, its trim at the origin.

    It is turned clockwise, and its unit may be larger than a point (ISO 32000-1:2008, table 30).
    """
    turn: Matrix = {
        90: (0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
        180: (-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
        270: (0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
    }.get(facts.turned, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0))
    unit = facts.user_unit
    scaled = times(turn, (unit, 0.0, 0.0, unit, 0.0, 0.0))
    left, low, _, _ = box_of(_corners(facts.boxes.cut, scaled))
    return times(scaled, (1.0, 0.0, 0.0, 1.0, -left, -low))


def _corners(box: PointBox, matrix: Matrix) -> list[tuple[float, float]]:
    left, low, right, top = box
    return [moved(matrix, x, y) for x in (left, right) for y in (low, top)]


def _links(page: pikepdf.Page, facts: PageFacts) -> Iterator[Link]:
    """Yield the links of a page that lead to the web."""
    upright = _upright(facts)
    annotations = page.obj.get("/Annots", Array())
    for one in annotations.as_list() if isinstance(annotations, Array) else []:
        try:
            act = one.get("/A", Dictionary())
            if one.get("/Subtype") == Name.Link and act.get("/S") == Name.URI:
                left, low, right, top = (float(side) for side in one.Rect.as_list())
                box = box_of(_corners((left, low, right, top), upright))
                yield Link(box, str(act.URI))
        except UNREADABLE:
            continue  # a link that cannot be read leads nowhere
