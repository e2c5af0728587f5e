"""Many records from one layout: what WeasyPrint left behind of a slot, laid out and drawn anew.

A document is laid out once, by WeasyPrint as ever, and each block that holds a slot is remembered
with what it was laid out with. For another record that block alone is laid out, by the same
function, and drawn, by the same functions. As long as it takes up the same room, nothing around it
can be other than it was. What may not be taken for granted is looked at, and sends the record to
a layout of its own:

* the block has the same boxes but for its words (`slots.Filling.skeleton`);
* it stands in the flow, nothing floats beside it, and nothing in it is positioned;
* after layout, it and the blocks in it have the same place, size and margins, and no line is wider
  than they are;
* its fonts are those of the document, and its drawing needs no resource that the page lacks;
* where its words break as they broke in a block that was laid out so, only its lines are set
  (`lines`, `paragraph`); each such block has to be what is set of its own words;
* the document's own record, drawn in this way, gives what the page holds, sign for sign.

This reaches into WeasyPrint 70 in these places: `block_level_layout`, `draw_inline_level`,
`draw_replacedbox`, `draw_text`, `split_first_line`, `can_break_text`, `build_fonts_dictionary`, the
boxes, the layout context and the stream.
`tests/test_stencil.py` compares it with real layout.
"""

from leaflet.typeset.stencil.boxes_of_slots import Corners, Drawn, Mould, Recording, Shape
from leaflet.typeset.stencil.casting import (
    Laid,
    casting,
    code,
    code_shape,
    draw,
    lay,
    said_by,
)
from leaflet.typeset.stencil.recording import BEGINS, ENDS, recorded, settle

__all__ = [
    "BEGINS",
    "ENDS",
    "Corners",
    "Drawn",
    "Laid",
    "Mould",
    "Recording",
    "Shape",
    "casting",
    "code",
    "code_shape",
    "draw",
    "lay",
    "recorded",
    "said_by",
    "settle",
]
