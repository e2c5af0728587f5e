"""Copies of a small piece on one sheet of paper.

Only the first one is tagged and has links: who listens to the file hears it once. The others are
pictures of it.
"""

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.pdf.content import MARKED, read_content, write_content
from leaflet.press.merge import Side
from leaflet.units import points


def repeat(pdf: pikepdf.Pdf, page: pikepdf.Page, side: Side) -> None:
    """Draw what stands on a page once more in each place of its sheet."""
    standing, sheet = side.standing, side.sheet
    content = write_content(one for name, one in read_content(page) if name not in MARKED)
    left, low = points(standing.left), points(standing.low)
    copy = pdf.make_stream(
        content,
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=Array([left, low, left + points(sheet.width), low + points(sheet.height)]),
        Resources=page.resources,
    )
    if "/Group" in page.obj:
        copy.Group = page.obj.Group
    # A copy of the page's own: pages may share their resources.
    mine = Dictionary(dict(page.resources.items()))
    mine.XObject = Dictionary(dict(page.resources.get("/XObject", Dictionary()).items()))
    mine.XObject["/Copy"] = pdf.make_indirect(copy)
    page.obj.Resources = mine
    drawn = [
        f"q 1 0 0 1 {points(across):.4f} {points(up):.4f} cm /Copy Do Q"
        for up in standing.up
        for across in standing.across
        if across or up
    ]
    page.contents_add(pdf.make_stream(f"/Artifact BMC {' '.join(drawn)} EMC\n".encode()))
