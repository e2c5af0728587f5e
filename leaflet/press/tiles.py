"""The `tiles` edition: a large poster on several sheets of an office printer, to glue together.

Two tiles beside each other both show a strip of the poster. The one further right or further down
covers that strip of the other, where its name stands, and the line up to which the next one goes.
What is on the tiles is a picture of the poster: whoever listens hears how to put it together.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.model import Imprint
from leaflet.pdf.content import MARKED, read_content, write_content
from leaflet.press.backdrop import unmark_inside
from leaflet.press.marks import line
from leaflet.press.screen import page_labels, say_what_it_is, written
from leaflet.press.tags import make_artifacts
from leaflet.specs.office import OFFICE_MARGIN, OVERLAP, Tiling, tile
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels
from leaflet.units import points

LINE_WIDTH = 0.25
"""mm."""

GREY = 0.5
"""From 0, black, to 1, white: of the lines that tell where the next tile begins."""

DASH = 2.0
"""mm."""


def finish_tiles(
    panels: Panels, key: Layout, imprint: Imprint, *, paper: str, claim: bool
) -> bytes:
    """Return the `tiles` edition: how to put it together, then the tiles row by row.

    Args:
        panels: The poster as laid out: its first page is shown.
        key: The page that tells how to put it together, and the tiles with their names alone.
        imprint: What the leaflet says of itself: its id and version go into the file's data.
        paper: What it is printed on: `a4` or `letter`.
        claim: Whether the file may say that it keeps PDF/UA-1; one with errors may not.
    """
    tiling = tile(panels.form.trim, paper)
    with (
        pikepdf.open(io.BytesIO(key.pdf)) as pdf,
        pikepdf.open(io.BytesIO(panels.layout.pdf)) as source,
    ):
        make_artifacts(pdf, key.decorative)
        poster = pdf.copy_foreign(_as_picture(source, panels))
        first = len(pdf.pages) - tiling.columns * tiling.rows
        labels = [str(number + 1) for number in range(first)]
        for number, page in enumerate(pdf.pages[first:]):
            row, column = divmod(number, tiling.columns)
            _fill_tile(page, poster, panels, tiling, column, row)
            labels.append(tiling.label(column, row))
        pdf.Root.PageLabels = page_labels(labels)
        wishes = pdf.Root.get("/ViewerPreferences", Dictionary())
        wishes.PrintScaling = Name("/None")
        wishes.Duplex = Name("/Simplex")
        pdf.Root.ViewerPreferences = wishes
        say_what_it_is(pdf, imprint, claim=claim)
        return written(pdf)


def _as_picture(source: pikepdf.Pdf, panels: Panels) -> pikepdf.Object:
    """Return the poster's page as a form without its tags, whose origin is its trim's corner."""
    page = source.pages[panels.page_of(panels.frames[0])]
    content = write_content(one for name, one in read_content(page) if name not in MARKED)
    page.obj.Contents = source.make_stream(content)
    unmark_inside(page.resources)
    for key in ("/StructParents", "/Annots"):
        if key in page.obj:
            del page.obj[key]
    left, low, right, top = (float(one) for one in page.trimbox)
    form = page.as_form_xobject()
    form.BBox = Array([left, low, right, top])
    form.Matrix = Array([1, 0, 0, 1, -left, -low])
    return form


def _fill_tile(  # noqa: PLR0913, PLR0917 - one private call
    page: pikepdf.Page,
    poster: pikepdf.Object,
    panels: Panels,
    tiling: Tiling,
    column: int,
    row: int,
) -> None:
    """Put under a tile's name its part of the poster, and where its neighbours are glued on."""
    used = tiling.used
    across, down = tiling.start(column, row)
    # From the poster's lower left corner to the tile's, which shows `used` of it.
    right = OFFICE_MARGIN - across
    up = OFFICE_MARGIN + used.height + down - panels.form.trim.height
    if "/XObject" not in page.resources:
        page.resources.XObject = Dictionary()
    page.resources.XObject.Poster = poster
    clip = " ".join(
        f"{points(one):.4f}" for one in (OFFICE_MARGIN, OFFICE_MARGIN, used.width, used.height)
    )
    place = f"1 0 0 1 {points(right):.4f} {points(up):.4f} cm"
    lines = " ".join(glue_lines(tiling, column, row))
    content = (
        f"/Artifact BMC q {clip} re W n {place} /Poster Do Q "
        f"q {GREY:g} G {points(LINE_WIDTH):.4f} w [{points(DASH):.4f}] 0 d {lines} Q EMC\n"
    )
    page.contents_add(content.encode(), prepend=True)


def glue_lines(tiling: Tiling, column: int, row: int) -> Iterator[str]:
    """Yield the lines up to which the next tiles come to lie; they cover them."""
    used = tiling.used
    low, high = OFFICE_MARGIN, OFFICE_MARGIN + used.height
    left, right = OFFICE_MARGIN, OFFICE_MARGIN + used.width
    inset = LINE_WIDTH  # so that not a hair of a line shows beside the tile that covers it
    if column < tiling.columns - 1:
        x = right - OVERLAP + inset
        yield line(x, low, x, high)
    if row < tiling.rows - 1:
        y = low + OVERLAP - inset
        yield line(left, y, right, y)
