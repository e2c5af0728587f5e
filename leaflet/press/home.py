"""The `home` edition: the sheet as an office printer prints it, with its tags kept.

One page a side, then a page that tells how to print it. The program that prints is told
what it can be told: which edge to turn the paper over, and not to change the size.
"""

import io
from collections.abc import Mapping
from dataclasses import replace

import pikepdf

from leaflet.model import Imprint
from leaflet.press.backdrop import backdrops, lay_under, painted
from leaflet.press.copies import repeat
from leaflet.press.impose import Placing, Sheet, impose
from leaflet.press.marks import line
from leaflet.press.merge import Side, append_pages, merge_sides
from leaflet.press.screen import page_labels, say_what_it_is, written
from leaflet.press.tags import make_artifacts
from leaflet.specs.office import Standing, stand
from leaflet.typeset.layout import Layout, PageLayout
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
        own = stand(form.trim, paper)
        sides = [Side(one, own if one.side in form.sides else _one(one, paper)) for one in sheets]
        art = backdrops(panels, pdf)
        for page, side in zip(merge_sides(pdf, sides, pages), sides, strict=True):
            if side.sheet.side in art:
                lay_under(page, art[side.sheet.side], _art(side, form.bleed), pdf)
            if side.standing.copies > 1:
                repeat(pdf, page, side)
            ticks = _ticks(side)
            if ticks:  # Ghostscript takes an empty stream for a broken one
                page.contents_add(pdf.make_stream(ticks))
        pdf.Root.PageLabels = page_labels([side.sheet.side for side in sides])
        _say_how_to_print(pdf, own.paper, both=len(form.sides) > 1)
        say_what_it_is(pdf, imprint, claim=claim)
        return written(pdf)


def for_one_side(home: bytes) -> bytes:
    """Return a finished `home` edition, set for a printer that prints one side only."""
    with pikepdf.open(io.BytesIO(home)) as pdf:
        pdf.Root.ViewerPreferences.Duplex = pikepdf.Name.Simplex
        return written(pdf)


def _sheets(panels: Panels, how_to: Layout) -> tuple[list[Sheet], Mapping[str, int]]:
    """Return the sides, and the page of each frame by its name, in reading order.

    What does not fit follows on sides of its own, so that nothing is withheld; the page
    that tells how to print is a side of its own as well.
    """
    pages: dict[str, int] = {}
    further: list[Sheet] = []
    names = {panels.page_of(frame): frame.name for frame in panels.frames}
    for page, label in zip(panels.reading_order(), panels.labels(), strict=True):
        name = names.get(page)
        if name is None:
            name = f"{label}, further page {page + 1}"
            further.append(_single(name, panels.layout.pages[page]))
        pages[name] = page
    for number, laid_out in enumerate(how_to.pages):
        name = f"{HOW_TO} {number + 1}" if number else HOW_TO
        further.append(_single(name, laid_out))
        pages[name] = len(panels.layout.pages) + number
    return [*impose(panels.form, panels.frames, 0.0), *further], pages


def _one(sheet: Sheet, paper: str) -> Standing:
    """Return how a page that is no side of the sheet stands on the paper: once."""
    standing = stand(Size(sheet.width, sheet.height), paper)
    return standing if standing.copies == 1 else replace(standing, across=(0.0,), up=(0.0,))


def _single(name: str, page: PageLayout) -> Sheet:
    """Return a side with one page on it, which is no panel of the format."""
    placing = Placing(name, 0.0, 0.0, (0.0, 0.0, page.width, page.height))
    return Sheet(name, page.width, page.height, (placing,))


def _art(side: Side, bleed: float) -> bytes:
    """Return what paints the art that runs across folds, up to the trim."""
    standing, sheet = side.standing, side.sheet
    left, low, size = points(standing.left), points(standing.low), points(standing.scale)
    scale = standing.scale
    clip = (left, low, size * sheet.width, size * sheet.height)
    return painted("/Backdrop", left - size * bleed, low - size * bleed, clip, scale)


def _ticks(side: Side) -> bytes:
    """Return short lines at both ends of each fold and cut, which are no part of the text.

    Nothing where there is neither.
    """
    standing, sheet = side.standing, side.sheet
    folds = [fold * standing.scale + moved for fold in sheet.folds for moved in standing.across]
    level = [fold * standing.scale + moved for fold in sheet.across for moved in standing.up]
    if standing.copies > 1:
        folds += _edges(sheet.width, standing.across)
        level += _edges(sheet.height, standing.up)
    lines = []
    for fold in sorted(set(folds)):
        x = standing.left + fold
        lines += [line(x, start, x, end) for start, end in _ends(standing.paper.height)]
    for fold in sorted(set(level)):
        y = standing.low + fold
        lines += [line(start, y, end, y) for start, end in _ends(standing.paper.width)]
    head = f"/Artifact BMC q {TICK_GREY:g} G {points(TICK_WIDTH):.4f} w"
    return " ".join([head, *lines, "Q EMC\n"]).encode() if lines else b""


def _edges(length: float, moved: tuple[float, ...]) -> list[float]:
    """Return where copies are cut, in mm from the first one's edge; a shared cut stands once."""
    return sorted({round(one + end, 3) for one in moved for end in (0.0, length)})


def _ends(length: float) -> tuple[tuple[float, float], ...]:
    """Return where ticks begin and end on paper of a length, in mm."""
    return (TICK_FROM, TICK_TO), (length - TICK_TO, length - TICK_FROM)


def _say_how_to_print(pdf: pikepdf.Pdf, paper: Size, *, both: bool) -> None:
    """Tell the program that prints (ISO 32000-1:2008, 12.2, table 150).

    Landscape paper turns over on its short edge, portrait paper on its long edge: both
    sides then have their heads at the same edge, as the folds want it.
    """
    edge = "Short" if paper.width > paper.height else "Long"
    wishes = pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary())
    wishes.Duplex = pikepdf.Name(f"/DuplexFlip{edge}Edge" if both else "/Simplex")
    wishes.PrintScaling = pikepdf.Name("/None")
    pdf.Root.ViewerPreferences = wishes
