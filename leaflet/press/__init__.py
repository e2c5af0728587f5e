"""The only room that edits PDF: boxes, order, tags, and what a file says of itself."""

from leaflet.press.colour import Colours, Inks
from leaflet.press.home import finish_home, for_one_side
from leaflet.press.n_up import finish_n_up, standing_on_sheet
from leaflet.press.plates import INKS, Plates, plates
from leaflet.press.print_edition import PressJob, finish_print, with_spots
from leaflet.press.riso import finish_riso
from leaflet.press.screen import finish_pages, finish_panels
from leaflet.press.slots import InInks, PressBase, UnfitError, holds
from leaflet.press.tagged_slots import TaggedBase
from leaflet.press.tiles import finish_tiles
from leaflet.press.together import CastPiece, Piece, Together, count_pages
from leaflet.press.verify import broken_in_tagged

__all__ = [
    "INKS",
    "CastPiece",
    "Colours",
    "InInks",
    "Inks",
    "Piece",
    "Plates",
    "PressBase",
    "PressJob",
    "TaggedBase",
    "Together",
    "UnfitError",
    "broken_in_tagged",
    "count_pages",
    "finish_home",
    "finish_n_up",
    "finish_pages",
    "finish_panels",
    "finish_print",
    "finish_riso",
    "finish_tiles",
    "for_one_side",
    "holds",
    "plates",
    "standing_on_sheet",
    "with_spots",
]
