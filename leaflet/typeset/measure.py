"""Measurements of a laid-out document, read from its boxes into plain data.

What stands outside the public interface of WeasyPrint: `Page._page_box` and the classes of
its boxes, since only they know what was placed where, and from which element.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from leaflet.typeset.importing import boxes
from leaflet.typeset.layout import Kind, PageLayout, Placed
from leaflet.units import from_css_px, points

END = "leaflet-end-"
"""Ids of the marks behind the last word of each group of pages."""

START = "leaflet-start-"
"""Ids of the marks before the first word of each panel that has a lower zone."""

CODE = "qr__code"
"""Class of a QR code."""

ART = frozenset({"panel__picture", "figure--edge", "pinned__picture"})
"""Classes of pictures that may cross the edges of their panel, or of what they stand in."""

ZONE = "panel__below"
"""Class of the lower zone of a panel."""

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTED = frozenset({"li", "dt", "dd"})


@dataclass(frozen=True, slots=True)
class _Context:
    """What a box inherits from those around it."""

    line: int | None = None
    heading: int = 0
    leading: float = 0.0
    art: bool = False
    listed: bool = False


def measure(document: Any) -> tuple[PageLayout, ...]:  # noqa: ANN401 - a weasyprint.Document, untyped
    """Return the measurements of each page of a rendered document."""
    return tuple(_page(page) for page in document.pages)


def _page(page: Any) -> PageLayout:  # noqa: ANN401 - a weasyprint.Page, untyped
    box = page._page_box  # noqa: SLF001 - no public way to the boxes
    kind = box.page_type
    group = kind.groups[0][0] if kind.groups else kind.name
    ends = [from_css_px(anchor[1]) for name, anchor in page.anchors.items() if name.startswith(END)]
    return PageLayout(
        group=group or "",
        number=kind.groups[0][1] if kind.groups else kind.index,
        width=from_css_px(page.width),
        height=from_css_px(page.height),
        content=(
            from_css_px(box.content_box_x()),
            from_css_px(box.content_box_y()),
            from_css_px(box.width),
            from_css_px(box.height),
        ),
        placed=tuple(_placed(box, _Context())),
        end=ends[-1] if ends else None,
        starts=sum(name.startswith(START) for name in page.anchors),
    )


def _placed(box: Any, context: _Context) -> Iterator[Placed]:  # noqa: ANN401 - a box, untyped
    box = getattr(box, "_box", box)
    if isinstance(box, boxes.MarginBox) or box.style["transform"]:
        return  # what is turned stands elsewhere than layout says: its finished file is judged
    element = box.element
    if element is not None and "::" not in (box.element_tag or ""):
        context = replace(
            context,
            line=_line(element) or context.line,
            heading=_HEADINGS.get(element.tag, context.heading),
            art=context.art or not ART.isdisjoint(_classes(element)),
            listed=context.listed or element.tag in _LISTED,
        )
    if isinstance(box, boxes.LineBox):
        context = replace(context, leading=from_css_px(box.height))
    if isinstance(box, boxes.TextBox):
        if box.text.strip(" \n\u200b"):  # a break that may be taken is no word
            yield _text(box, context)
    elif isinstance(box, boxes.ReplacedBox):
        yield Placed(
            kind=Kind.ART
            if context.art
            else Kind.CODE
            if CODE in _classes(element)
            else Kind.PICTURE,
            left=from_css_px(box.content_box_x()),
            top=from_css_px(box.content_box_y()),
            width=from_css_px(box.width),
            height=from_css_px(box.height),
            line=context.line,
            words=element.get("data-source") or "",
        )
    else:
        if isinstance(box, boxes.TableBox):
            yield _block(Kind.TABLE, box, context)
        elif ZONE in _classes(element) and "::" not in (box.element_tag or ""):
            yield _block(Kind.ZONE, box, context)
        for child in getattr(box, "children", ()):
            yield from _placed(child, context)


def _block(kind: Kind, box: Any, context: _Context) -> Placed:  # noqa: ANN401 - a box, untyped
    return Placed(
        kind=kind,
        left=from_css_px(box.border_box_x()),
        top=from_css_px(box.border_box_y()),
        width=from_css_px(box.border_width()),
        height=from_css_px(box.border_height()),
        line=context.line,
    )


def _classes(element: Any) -> list[str]:  # noqa: ANN401 - an element of ElementTree's, untyped there
    return [] if element is None else (element.get("class") or "").split()


def _line(element: Any) -> int | None:  # noqa: ANN401 - an element of ElementTree's, untyped there
    """Return an element's source line; a table has that of its first row."""
    lines = [element.get("data-line")]
    if element.tag in ("table", "tr"):
        lines += [cell.get("data-line") for cell in element.iter()]
    return next((int(line) for line in lines if line and line.isdecimal()), None)


def _text(box: Any, context: _Context) -> Placed:  # noqa: ANN401 - a box, untyped
    return Placed(
        kind=Kind.TEXT,
        left=from_css_px(box.position_x),
        top=from_css_px(box.position_y),
        width=from_css_px(box.width),
        height=from_css_px(box.height),
        line=context.line,
        words=box.text,
        family=box.style["font_family"][0],
        size_pt=round(points(from_css_px(box.style["font_size"])), 2),
        heading=context.heading,
        leading=context.leading,
        listed=context.listed,
    )
