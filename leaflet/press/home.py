"""The `home` edition: the sheet as an office printer prints it, with its tags kept.

One page a side, then a page that tells how to print it. The program that prints is told
what it can be told: which edge to turn the paper over, and not to change the size.
"""

import io
from collections.abc import Mapping

import pikepdf

from leaflet.model import Imprint
from leaflet.press.backdrop import backdrops, lay_under, painted
from leaflet.press.impose import Placing, Sheet, impose
from leaflet.press.merge import Side, append_pages, merge_sides
from leaflet.press.screen import page_labels, say_what_it_is, written
from leaflet.press.tags import make_artifacts
from leaflet.specs.office import stand
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels
from leaflet.units import Size, points

TICK_FROM, TICK_TO = 5.0, 8.0
"""Where the tick of a fold begins and ends, mm from the edge of the paper: past what an
office printer may leave white."""

TICK_WIDTH = 0.25
"""mm."""

TICK_GREY = 0.6
"""From 0, black, to 1, white: enough to fold by, too light to be seen in the fold."""

HOW_TO = "how to print this"


def finish_home(
    panels: Panels, how_to: Layout, imprint: Imprint, *, paper: str, claim: bool
) -> bytes:
    """Return the `home` edition.

    Args:
        panels: The panels as laid out, light on ink.
        how_to: The page that tells how to print this.
        imprint: What the leaflet says of itself: its id and version go into the file's data.
        paper: What it is printed on: `a4` or `letter`.
        claim: Whether the file may say that it keeps PDF/UA-1; one with errors may not.
    """
    form = panels.form
    with pikepdf.open(io.BytesIO(panels.layout.pdf)) as pdf:
        make_artifacts(pdf, panels.layout.decorative)
        append_pages(pdf, how_to)
        sheets, pages = _sheets(panels, how_to)
        sides = [Side(one, stand(Size(one.width, one.height), paper)) for one in sheets]
        art = backdrops(panels, pdf)
        for page, side in zip(merge_sides(pdf, sides, pages), sides, strict=True):
            if side.sheet.side in art:
                lay_under(page, art[side.sheet.side], _art(side, form.bleed), pdf)
            if side.sheet.folds:  # Ghostscript takes an empty stream for a broken one
                page.contents_add(pdf.make_stream(_ticks(side)))
        pdf.Root.PageLabels = page_labels([side.sheet.side for side in sides])
        _say_how_to_print(pdf, form.trim, both=len(form.sides) > 1)
        say_what_it_is(pdf, imprint, claim=claim)
        return written(pdf)


def for_one_side(home: bytes) -> bytes:
    """Return a finished `home` edition, set for a printer that prints one side only."""
    with pikepdf.open(io.BytesIO(home)) as pdf:
        pdf.Root.ViewerPreferences.Duplex = pikepdf.Name.Simplex
        return written(pdf)


def _sheets(panels: Panels, how_to: Layout) -> tuple[list[Sheet], Mapping[str, int]]:
    """Return the sides, and the page of each panel by its name, in reading order.

    What does not fit follows on sides of its own, so that nothing is withheld; the page
    that tells how to print is a side of its own as well.
    """
    order = panels.reading_order()
    pages: dict[str, int] = {}
    further: list[Sheet] = []
    for page, label in zip(order, panels.labels(), strict=True):
        name = label
        if name in pages or label not in panels.form.reading:
            name = f"{label}, further page {page + 1}"
            laid_out = panels.layout.pages[page]
            further.append(_single(name, Size(laid_out.width, laid_out.height)))
        pages[name] = page
    for number, laid_out in enumerate(how_to.pages):
        name = f"{HOW_TO} {number + 1}" if number else HOW_TO
        further.append(_single(name, Size(laid_out.width, laid_out.height)))
        pages[name] = len(order) + number
    return [*impose(panels.form, 0.0), *further], pages


def _single(name: str, size: Size) -> Sheet:
    """Return a side with one page on it, which is no panel of the format."""
    placing = Placing(name, 0.0, 0.0, (0.0, 0.0, size.width, size.height))
    return Sheet(name, size.width, size.height, (placing,), ())


def _art(side: Side, bleed: float) -> bytes:
    """Return what paints the art that runs across folds, up to the trim."""
    standing, sheet = side.standing, side.sheet
    left, low, size = points(standing.left), points(standing.low), points(standing.scale)
    scale = standing.scale
    clip = (left, low, size * sheet.width, size * sheet.height)
    return painted("/Backdrop", left - size * bleed, low - size * bleed, clip, scale)


def _ticks(side: Side) -> bytes:
    """Return short lines at the head and foot of each fold, which are no part of the text."""
    standing = side.standing
    lines = [f"/Artifact BMC q {TICK_GREY:g} G {points(TICK_WIDTH):.4f} w"]
    for fold in side.sheet.folds:
        x = points(standing.left + fold * standing.scale)
        for start, end in ((TICK_FROM, TICK_TO), (-TICK_TO, -TICK_FROM)):
            low, high = (
                points(one if one > 0 else standing.paper.height + one) for one in (start, end)
            )
            lines.append(f"{x:.4f} {low:.4f} m {x:.4f} {high:.4f} l S")
    return " ".join([*lines, "Q EMC\n"]).encode()


def _say_how_to_print(pdf: pikepdf.Pdf, trim: Size, *, both: bool) -> None:
    """Tell the program that prints (ISO 32000-1:2008, 12.2, table 150).

    A landscape sheet turns over on its short edge, a portrait one on its long edge: both
    sides then have their heads at the same edge, as the folds want it.
    """
    edge = "Short" if trim.width > trim.height else "Long"
    wishes = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    wishes.Duplex = pikepdf.Name(f"/DuplexFlip{edge}Edge" if both else "/Simplex")
    wishes.PrintScaling = pikepdf.Name("/None")
    pdf.Root.ViewerPreferences = wishes
