"""Boxes of a slot: what is kept of them, and how they are walked through."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from leaflet.typeset.importing import AnonymousStyle, boxes
from leaflet.typeset.slots import SLOT

if TYPE_CHECKING:
    from leaflet.typeset.stencil.lines import Setter

Shape = tuple[object, ...]
"""How much room a slot takes, and what else of it the rest of the page may depend on."""

Corners = tuple[float, float, float, float]
"""Left, top, right and bottom."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A slot as drawn for one record."""

    content: bytes
    """Operators of PDF, in RGB and with marks for tags, numbered from 0."""

    fonts: frozenset[str]
    """Names of the fonts that it is set in."""

    links: tuple[tuple[int, Corners], ...] = ()
    """Places to click: the number of the link in the slot, and its corners on the page in px."""


@dataclass(slots=True)
class Call:
    """How a block was laid out."""

    box: Any
    """The block before layout."""

    x: float
    y: float
    """Where it was put before."""

    given: tuple[Any, ...]
    named: dict[str, Any]
    parent: Any
    """What it stands in, as it was then."""

    page_bottom: Any
    page: int
    floats: bool
    """Whether anything floats beside it."""

    made: Any = None
    """The block after layout."""

    result: tuple[Any, ...] = ()


@dataclass(slots=True)
class Mould:
    """A slot of which other records can be cast."""

    call: Call
    words: list[tuple[Any, str]]
    """Its text boxes that hold words, in order, each with its words."""

    context: Any
    fonts: dict[Any, Any]
    """The fonts of its document."""

    lines: int
    """How many lines it has."""

    setter: "Setter | None" = None
    """What sets its lines again, if that is all there is in it."""


@dataclass(slots=True)
class Recording:
    """What a layout left behind."""

    context: Any = None
    fonts: dict[Any, Any] = field(default_factory=dict)
    calls: dict[int, list[Call]] = field(default_factory=dict)
    moulds: dict[int, Mould] = field(default_factory=dict)
    codes: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)
    """What is drawn before and behind the modules of a QR code."""

    pages: dict[int, int] = field(default_factory=dict)
    """The page on which a slot stands, from 0."""

    heights: dict[int, float] = field(default_factory=dict)
    """The height of the page of a slot in px."""

    places: dict[int, tuple[float, float]] = field(default_factory=dict)
    """Where a slot stands on its page."""

    shapes: dict[int, Shape] = field(default_factory=dict)

    def whole(self, number: int) -> bool:
        """Return whether each of so many slots can be filled anew."""
        return all(one in self.moulds or one in self.codes for one in range(number))

    @property
    def font_names(self) -> frozenset[str]:
        """Return the names of the document's fonts."""
        return frozenset(font.hash for font in self.fonts.values())


def slot_of(box: Any) -> int | None:  # noqa: ANN401 - a box of WeasyPrint's, untyped
    """Return the slot that a block is, not one that only stands in it."""
    inner = getattr(box, "_box", box)  # what is positioned has a placeholder
    element = inner.element
    if element is None or inner.element_tag != element.tag:
        return None
    if not isinstance(inner, (boxes.BlockBox, boxes.ReplacedBox)):
        return None
    if isinstance(inner.style, AnonymousStyle):
        return None
    written = element.get(SLOT)
    return int(written) if written else None


def inside(box: Any) -> Iterator[Any]:  # noqa: ANN401 - a box
    """Yield what a box holds, but for signs of items, which hang beside it and are the same."""
    for child in getattr(box, "children", ()):
        if not hangs(child):
            yield child
            yield from inside(child)


def hangs(box: Any) -> bool:  # noqa: ANN401 - a box
    """Return whether a box is the sign of an item, which hangs beside it and is drawn apart."""
    sign = getattr(box, "_box", box)
    return bool((sign.element_tag or "").endswith("::marker")) and sign.is_absolutely_positioned()


def texts(box: Any) -> Iterator[Any]:  # noqa: ANN401 - a box
    """Yield the text boxes of what an author wrote, not of what a style adds."""
    for one in inside(box):
        if isinstance(one, boxes.TextBox) and "::" not in (one.element_tag or ""):
            yield one


def lines_of(block: Any) -> Iterator[Any]:  # noqa: ANN401 - a box
    """Yield the lines of a block, those of blocks in it as well, in the order of drawing."""
    for child in block.children:
        if isinstance(child, boxes.LineBox):
            yield child
        elif not hangs(child):
            yield from lines_of(child)


def shape_of(box: Any, result: tuple[Any, ...]) -> Shape:  # noqa: ANN401 - a box
    """Return the room that a laid out block takes, and whether a line passes over its edges."""
    rooms: list[object] = []
    for one in (box, *inside(box)):
        if isinstance(one, boxes.BlockBox):
            lines = [line.width for line in one.children if isinstance(line, boxes.LineBox)]
            rooms += [
                round(one.position_x - box.position_x, _NEAR),
                round(one.position_y - box.position_y, _NEAR),
                round(one.width, _NEAR),
                round(one.height, _NEAR),
                round(one.margin_top, _NEAR),
                round(one.margin_bottom, _NEAR),
                len(lines),
                any(width > one.width + _HAIR for width in lines),
            ]
    margins = tuple(round(float(one), _NEAR) for one in result[3])
    return (*rooms, margins, result[4])


_HAIR = 1e-3
"""px by which a line may be wider than its block."""

_NEAR = 4
"""Decimals of a px to which places are compared: a ten-thousandth of it is a hair's hundredth."""
