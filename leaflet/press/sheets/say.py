"""What whoever prints sheets has to know, in sentences."""

from collections.abc import Iterator, Sequence

from leaflet.press.sheets.pieces import Piece
from leaflet.press.sheets.stand import Side, Wish, usual
from leaflet.specs.booklets import made_up


def told(pieces: Sequence[Piece], sides: Sequence[Side], wish: Wish) -> Iterator[str]:
    """Yield what whoever prints the sheets has to know, in sentences."""
    page = usual([(piece.size, piece.bleed) for piece in pieces])
    scale = max(put.scale for side in sides for put in side.puts)
    if wish.way == "booklet":
        missing = made_up(len(pieces)) - len(pieces)
        if missing:
            blank = "1 page is" if missing == 1 else f"{missing} pages are"
            where = "before the last one" if len(pieces) > 1 else "behind it"
            yield f"A booklet's pages come in fours: {blank} blank {where}."
    if scale < 1:
        size = f"{page.width:.0f} x {page.height:.0f} mm"
        yield f"Pages of {size} are printed at {scale:.0%} of their size."
    others = [
        number
        for number, piece in enumerate(pieces, start=1)
        if abs(piece.size.width - page.width) > 1 or abs(piece.size.height - page.height) > 1
    ]
    if others and wish.way != "tiles":
        which = ", ".join(map(str, others[:8])) + (" ..." if len(others) > 8 else "")  # noqa: PLR2004 - as many as one reads
        yield f"Of another size than most, and put in the middle of their places: page {which}."
    links = sum(len(piece.links) for piece in pieces)
    if links and not wish.links:
        said = "1 link to the web is" if links == 1 else f"{links} links to the web are"
        yield f"{said} left out; --links keeps them."
    if wish.way == "booklet" or wish.both_sides:
        paper = sides[0].paper
        edge = "short" if paper.width > paper.height else "long"
        yield f"Print on both sides, turned over the {edge} edge."
    yield "Print at 100 %, without fitting to the page."
