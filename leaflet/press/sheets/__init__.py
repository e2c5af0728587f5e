"""The pages of any PDF put on sheets: to fold, to cut, to glue, or to read beside each other."""

from dataclasses import dataclass

from leaflet.pdf.document import UnopenableError, opened
from leaflet.pdf.stream import UNREADABLE
from leaflet.press.screen import written
from leaflet.press.sheets.pieces import pieces_of
from leaflet.press.sheets.say import told
from leaflet.press.sheets.stand import Wish, sides_of
from leaflet.press.sheets.write import sheets_file

__all__ = ["OnSheets", "Wish", "on_sheets"]

MOST_PAGES = 2000
"""Pages of a file that is put on sheets."""


@dataclass(frozen=True, slots=True)
class OnSheets:
    """A file of sheets, and what there is to say about it."""

    data: bytes
    sheets: int
    """Pieces of paper."""

    told: tuple[str, ...]


def on_sheets(data: bytes, wish: Wish) -> OnSheets:
    """Put the pages of a file on sheets.

    Args:
        data: Any PDF.
        wish: How.

    Raises:
        UnopenableError: the file cannot be read, or may not be changed, and why.
    """
    with opened(data) as pdf:
        if pdf.is_encrypted and not pdf.allow.modify_assembly:
            msg = (
                "The file is locked against being put together anew. "
                "Ask whoever made it for one without a lock."
            )
            raise UnopenableError(msg)
        if len(pdf.pages) > MOST_PAGES:
            msg = f"The file has {len(pdf.pages)} pages; {MOST_PAGES} are the most."
            raise UnopenableError(msg)
        try:
            pieces = pieces_of(pdf)
            sides = sides_of([(piece.size, piece.bleed) for piece in pieces], wish)
            sentences = tuple(told(pieces, sides, wish))
            with sheets_file(pdf, pieces, sides, wish) as sheets:
                made = written(sheets, version="1.6")
        except (*UNREADABLE, RuntimeError) as error:  # which is what qpdf raises as it writes
            msg = "The file is broken: not all of its pages can be read. Ask for it again."
            raise UnopenableError(msg) from error
    turned = wish.way == "booklet" or wish.both_sides
    return OnSheets(made, len(sides) // 2 if turned else len(sides), sentences)
