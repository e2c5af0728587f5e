"""Streams of WeasyPrint's with nothing else of a page, to draw slots into."""

from collections.abc import Sequence
from typing import Any

import pydyf

from leaflet.typeset.importing import weasyprint_stream

REMEMBERED = (
    *("_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke"),
    *("_current_font", "_old_font"),
)
"""What a stream of WeasyPrint's remembers of what it drew last, to say nothing twice."""


BORROWED = ("XObject", "Pattern", "Shading", "ColorSpace")
"""Kinds of what a page lends to what is drawn on it, but for degrees of transparency."""


def scratch(fonts: dict[Any, Any], page_rectangle: Any = (0, 0, 1, 1)) -> Any:  # noqa: ANN401 - a stream of WeasyPrint's
    """Return a stream of WeasyPrint's to draw into, with nothing else of a page."""
    resources = pydyf.Dictionary({kind: pydyf.Dictionary() for kind in ("ExtGState", *BORROWED)})
    return weasyprint_stream.Stream(fonts, page_rectangle, resources, {}, {}, {}, None)


def written(operators: Sequence[Any]) -> bytes:
    """Return the operators of a stream of WeasyPrint's as bytes."""
    to_bytes = pydyf._to_bytes  # noqa: SLF001 - what writes the page's own
    return b"\n".join([one if type(one) is bytes else to_bytes(one) for one in operators])


def foreign(stream: Any) -> bool:  # noqa: ANN401 - a stream of WeasyPrint's
    """Return whether anything was drawn that a page may lack: a picture, a pattern, a shade."""
    resources = stream._resources  # noqa: SLF001 - no public way
    return any(resources[kind] for kind in BORROWED)
