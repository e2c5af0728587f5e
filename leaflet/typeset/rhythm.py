"""Lines on one grid: whatever has another height is followed by room up to the next whole line.

CSS has a word for that, `block-step` (CSS Rhythmic Sizing), which WeasyPrint does not know. A
style sheet says `--rhythm: lines` of what shall keep the grid for its own children: pictures,
headings of two lines and voice in large type then push nothing off it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from leaflet.typeset.importing import block_layout, collapse_margin, in_place_of

RHYTHM = "__rhythm"
"""How WeasyPrint keeps the value of `--rhythm`, which is inherited as every such property is."""

_NOTHING_PX = 0.01
"""What is nearer to a line than this lies on it: numbers are not exact."""


@contextmanager
def in_rhythm() -> Iterator[None]:
    """Let blocks end on whole lines, where a style sheet asks for it."""
    lay_out = block_layout.block_level_layout

    def in_whole_lines(*given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function that it stands in for, which has no types
        result = lay_out(*given, **named)
        made, resume_at, _, margins, collapses_through, _ = result
        containing_block = given[4]
        goes_on = made is None or resume_at is not None
        if not goes_on and not collapses_through and _keeps_lines(containing_block):
            _end_on_a_line(made, margins, containing_block)
        return result

    with in_place_of(block_layout, "block_level_layout", in_whole_lines):
        yield


def _keeps_lines(containing_block: Any) -> bool:  # noqa: ANN401 - a box of WeasyPrint's, untyped
    style = getattr(containing_block, "style", None)
    return style is not None and [
        token.value for token in style[RHYTHM] or () if token.type == "ident"
    ] == ["lines"]


def _end_on_a_line(made: Any, margins: list[float], containing_block: Any) -> None:  # noqa: ANN401 - as above
    """Make the margin below a block larger, up to the next line of what it stands in."""
    line = float(containing_block.style["line_height"][0])
    below = collapse_margin([*margins, made.margin_bottom])
    end = made.border_box_y() + made.border_height() + below - containing_block.content_box_y()
    room = -end % line
    if _NOTHING_PX < room < line - _NOTHING_PX:
        made.margin_bottom = below + room
