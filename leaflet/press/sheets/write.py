"""Sheets as a file: each page is drawn where it stands."""

from collections.abc import Iterator, Sequence

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.press.marks import DASH, GAP, LENGTH, REGISTRATION, WIDTH, cut_marks, line
from leaflet.press.outlines import outlined
from leaflet.press.print_edition import page_box, registration
from leaflet.press.screen import page_labels
from leaflet.press.sheets.pieces import Piece
from leaflet.press.sheets.stand import HAIR, Put, Side, Wish
from leaflet.press.tiles import glue_lines
from leaflet.specs.office import Tiling
from leaflet.units import points

LABEL, LABEL_INSIDE = 3.0, 2.0
"""Height of a tile's name, and its distance from the corner it stands in, in mm."""

_OF_FILE = ("/OutputIntents", "/OCProperties", "/Lang")
"""What a file says that holds for its sheets as well: how it is printed, which layers show, and in
which language it is."""


def sheets_file(
    source: pikepdf.Pdf, pieces: Sequence[Piece], sides: Sequence[Side], wish: Wish
) -> pikepdf.Pdf:
    """Return a new file with the sheets; `source` stays open until it is written."""
    made = pikepdf.new()
    forms = [made.copy_foreign(piece.form) for piece in pieces]
    for side in sides:
        made.pages.append(pikepdf.Page(_page(made, side, pieces, forms, wish)))
    for key in _OF_FILE:
        if key in source.Root:
            made.Root[key] = made.copy_foreign(source.make_indirect(source.Root[key]))
    made.docinfo.Title = pikepdf.String(str(source.docinfo.get("/Title", "")) or "Sheets")
    made.Root.PageLabels = page_labels([side.label for side in sides])
    wishes = Dictionary(PrintScaling=Name("/None"), Duplex=Name.Simplex)
    if wish.way == "booklet" or wish.both_sides:
        lying = sides[0].paper.width > sides[0].paper.height
        wishes.Duplex = Name.DuplexFlipShortEdge if lying else Name.DuplexFlipLongEdge
    made.Root.ViewerPreferences = wishes
    return made


def _page(
    pdf: pikepdf.Pdf,
    side: Side,
    pieces: Sequence[Piece],
    forms: Sequence[pikepdf.Object],
    wish: Wish,
) -> pikepdf.Object:
    """Return one side of a sheet as a page."""
    drawn, used, links = [], Dictionary(), Array()
    for put in side.puts:
        piece = pieces[put.page]
        name = f"/Page{put.page + 1}"
        used[name] = forms[put.page]
        clip = " ".join(f"{points(one):.4f}" for one in put.clip)
        place = f"{put.scale:.6f} 0 0 {put.scale:.6f} {points(put.left):.4f} {points(put.low):.4f}"
        drawn.append(f"q {clip} re W n {place} cm {name} Do Q")
        if wish.links:
            links.extend(_moved_links(pdf, piece, put))
    lines = " ".join(_lines(side))
    if lines:
        drawn.append(f"q {REGISTRATION} CS 1 SCN {points(WIDTH):.4f} w {lines} Q")
    if side.tile:
        drawn.append(_glue(side.label, *side.tile))
    resources = Dictionary(XObject=used)
    resources.ColorSpace = Dictionary({REGISTRATION: registration(pdf)})
    left, low, width, height = side.trim
    bled = (left - side.bleed, low - side.bleed, width + 2 * side.bleed, height + 2 * side.bleed)
    page = Dictionary(
        Type=Name.Page,
        MediaBox=page_box(0, 0, side.paper.width, side.paper.height),
        TrimBox=page_box(*side.trim),
        BleedBox=page_box(*bled),
        Resources=resources,
        Contents=pdf.make_stream(" ".join(drawn).encode()),
    )
    groups = [forms[put.page].get("/Group") for put in side.puts]
    if groups and groups[0] is not None:
        page.Group = groups[0]  # the space in which what is transparent is mixed
    if len(links):
        page.Annots = links
    return pdf.make_indirect(page)


def _moved_links(pdf: pikepdf.Pdf, piece: Piece, put: Put) -> Iterator[pikepdf.Object]:
    """Yield the links of a page where it came to stand."""
    x, y = points(put.left), points(put.low)
    for link in piece.links:
        left, low, right, top = (side * put.scale for side in link.box)
        yield pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Link,
                Rect=Array([round(one, 3) for one in (left + x, low + y, right + x, top + y)]),
                Border=Array([0, 0, 0]),
                F=4,
                A=Dictionary(S=Name.URI, URI=pikepdf.String(link.address)),
            )
        )


def _lines(side: Side) -> Iterator[str]:
    """Yield the cut marks and the fold marks of a side, as far as they stand on the paper."""
    left, low, _, height = side.trim
    near, far = side.bleed + GAP, side.bleed + GAP + LENGTH
    across, up = side.cuts
    yield from cut_marks(
        across if low >= far - HAIR else (), up if left >= far - HAIR else (), side.trim, side.bleed
    )
    if side.fold is not None:
        yield f"[{points(DASH):.4f}] 0 d"
        yield line(side.fold, low - near, side.fold, low - far)
        yield line(side.fold, low + height + near, side.fold, low + height + far)


def _glue(label: str, made: Tiling, column: int, row: int) -> str:
    """Return the lines up to which the next tiles come to lie, and the name where they cover it."""
    lines = " ".join(glue_lines(made, column, row))
    name = ""
    if corner := made.covered(column, row):
        x, y = corner
        name = outlined(
            label, LABEL, x + LABEL_INSIDE, made.paper.height - y - LABEL_INSIDE - LABEL
        )
    dashes = f"[{points(2 * DASH):.4f}] 0 d"
    return f"q 0.5 G 0.5 g {points(2 * WIDTH):.4f} w {dashes} {lines} {name} Q"
