"""The sheet layer: art that runs across folds, under the panels of a side.

It is decoration, so it carries no tags; screen readers pass over it.
"""

import io

import pikepdf

from leaflet.pdf.content import MARKED, read_content, write_content
from leaflet.specs.format import Frame
from leaflet.typeset.panels import Panels
from leaflet.units import points


def backdrops(panels: Panels, made: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """Return the art of each side as a form in `made`, by the side's name.

    Each is as large as the sheet with the format's bleed, whose lower left corner is its own.
    """
    if panels.under is None:
        return {}
    forms = {}
    with pikepdf.open(io.BytesIO(panels.under.pdf)) as art:
        for side, page in zip(panels.form.sides, art.pages, strict=False):
            page.obj.Contents = art.make_stream(_unmarked(page))
            unmark_inside(page.obj.Resources)
            for key in ("/StructParents", "/Annots"):
                if key in page.obj:
                    del page.obj[key]
            form = page.as_form_xobject()
            form.BBox = page.obj.MediaBox
            forms[side] = made.copy_foreign(form)
    return forms


def _unmarked(stream: pikepdf.Page | pikepdf.Object) -> bytes:
    return write_content(one for name, one in read_content(stream) if name not in MARKED)


def unmark_inside(resources: pikepdf.Object) -> None:
    """Take marks for tags out of the forms that a stream draws, and of those in them."""
    for thing in resources.get("/XObject", pikepdf.Dictionary()).values():
        if thing.get("/Subtype") == pikepdf.Name.Form:
            thing.write(_unmarked(thing))
            if "/StructParents" in thing:
                del thing.StructParents
            unmark_inside(thing.get("/Resources", pikepdf.Dictionary()))


def painted(
    name: str,
    right_pt: float,
    up_pt: float,
    clip_pt: tuple[float, float, float, float],
    scale: float = 1.0,
) -> bytes:
    """Return what paints a backdrop.

    Args:
        name: Its name among the resources.
        right_pt: Where its lower left corner stands.
        up_pt: As above.
        clip_pt: Left, low, width and height of what shows of it.
        scale: Its size in shares of its own; below 0 upside down.
    """
    box = " ".join(f"{one:.4f}" for one in clip_pt)
    place = f"{scale:.6f} 0 0 {scale:.6f} {right_pt:.4f} {up_pt:.4f} cm"
    return f"/Artifact BMC q {box} re W n {place} {name} Do Q EMC\n".encode()


def lay_under(page: pikepdf.Page, form: pikepdf.Object, content: bytes, pdf: pikepdf.Pdf) -> None:
    """Let a page begin with its backdrop, `content` as `painted` returned it for `/Backdrop`."""
    own = page.resources
    # A copy: pages share their resources, and each has a backdrop of its own.
    mine = pikepdf.Dictionary(dict(own.items()))
    mine.XObject = pikepdf.Dictionary(dict(own.get("/XObject", pikepdf.Dictionary()).items()))
    mine.XObject["/Backdrop"] = form
    page.obj.Resources = mine
    page.contents_add(pdf.make_stream(content), prepend=True)


def under_panel(panels: Panels, frame: Frame, trim_pt: list[float]) -> bytes:
    """Return what paints the part of its side's backdrop that a frame's own page shows.

    Args:
        panels: The panels.
        frame: The frame.
        trim_pt: The trim box of its page.
    """
    form, panel = panels.form, frame.panel
    bleed = points(form.bleed)
    left, low, right, top = trim_pt
    clip = (left, low, right - left, top - low)
    turn = -1 if panel.turned else 1
    # Where the frame's first corner, as it is read, lies on the sheet.
    across = points(panel.left + (panel.width - frame.left if panel.turned else frame.left))
    up = points(form.trim.height - panel.top - (0 if panel.turned else panel.height))
    right_pt, up_pt = left - turn * (across + bleed), low - turn * (up + bleed)
    return painted("/Backdrop", right_pt, up_pt, clip, turn)
