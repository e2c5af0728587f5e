"""Faults of WeasyPrint 70 that would show on our pages, put right while it lays out.

* A picture that stands out of the flow (`position: absolute`) is laid out in place. When a page is
  laid out once more, for the numbers in a list of contents, it moves on a page that is done.
* Text before an element ends with a space. Where a line has room for all of it but that space, it
  is broken behind its first word.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf
from typing import Any

from leaflet.typeset.importing import absolute_layout, in_place_of, inline_layout

NARROWEST = 0.2
"""Width of a character, as a share of the size of type, below which no text stays: what is longer
than a line with such characters need not be tried."""


@contextmanager
def repaired() -> Iterator[None]:
    """Let WeasyPrint lay out without these faults."""
    picture, line = absolute_layout.absolute_replaced, inline_layout.split_first_line

    def picture_apart(context: Any, box: Any, *where: Any) -> Any:  # noqa: ANN401 - as the functions that these stand in for, which have no types
        return picture(context, box.copy(), *where)

    def line_without_last_space(
        text: str,
        style: Any,  # noqa: ANN401 - as above
        context: Any,  # noqa: ANN401 - as above
        width: float | None,
        *how: Any,  # noqa: ANN401 - as above
        **named: Any,  # noqa: ANN401 - as above
    ) -> Any:  # noqa: ANN401 - as above
        made = line(text, style, context, width, *how, **named)
        going_on = made[2] is not None and text.endswith(" ") and width is not None
        if going_on and len(text) * NARROWEST * style["font_size"] < width:
            bare = line(text.rstrip(" "), style, context, width, *how, **named)
            if bare[2] is None and bare[3] <= width:
                return line(text, style, context, inf, *how, **named)
        return made

    with (
        in_place_of(absolute_layout, "absolute_replaced", picture_apart),
        in_place_of(inline_layout, "split_first_line", line_without_last_space),
    ):
        yield
