"""Lines set again: a block's words broken into lines as WeasyPrint does, without laying it out.

To lay a block out takes a millisecond or two, of which breaking its words into lines takes a
tenth. Where these break as they broke before, with signs of the same heights, nothing else can
come out otherwise than before: each line is as high, and its words follow each other from the same
edge. What was laid out once so becomes an example, which others are set by.

Where words cannot be broken by themselves (`paragraph`), nothing is set here, and the block is laid
out as ever. Each example has to be what is set here of its own words.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from leaflet.typeset.importing import boxes, weasyprint_draw
from leaflet.typeset.stencil.boxes_of_slots import Corners, Shape, hangs, inside
from leaflet.typeset.stencil.paragraph import (
    Line,
    OtherwiseError,
    Paragraph,
    Piece,
    Words,
    paragraph_of,
)
from leaflet.typeset.stencil.scratch import REMEMBERED, foreign, written

_Key = tuple[object, ...]

_Rooms = tuple[tuple[float, float], ...]

_SAME_PX = 1e-6
"""What is nearer than this is the same place: PDF is written with six decimals."""


@dataclass(frozen=True, slots=True)
class _Drawable:
    """A text box on its line in an example."""

    box: Any
    y: float
    _drawn: dict[tuple[object, ...], tuple[bytes, list[object]]] = field(default_factory=dict)
    """What was drawn of words at a place, and what the stream remembered then."""

    def draw(self, stream: Any, piece: Piece, x: float, y: float, offset: float) -> None:  # noqa: ANN401 - a stream of WeasyPrint's, untyped
        """Draw it with other words, or as it was drawn when they were the same."""
        box = self.box.copy()
        key = (piece.text, x, y, offset, *(getattr(stream, one, None) for one in REMEMBERED))
        known = self._drawn.get(key)
        with stream.marked(box, "Span"):
            if known:
                stream.stream.append(known[0])
                for name, value in zip(REMEMBERED, known[1], strict=True):
                    setattr(stream, name, value)
                return
            box.text, box.width, box.pango_layout = piece.text, piece.width, piece.layout
            box.position_x, box.position_y = x, y
            begin = len(stream.stream)
            weasyprint_draw.draw_text(stream, box, offset, "clip", "none")
            stream.stream[begin:] = [written(stream.stream[begin:])]
            if foreign(stream):
                return  # what it draws with has to be asked for each time
            if len(self._drawn) >= _MOST_DRAWN:
                self._drawn.clear()
            after = [getattr(stream, one, None) for one in REMEMBERED]
            self._drawn[key] = (stream.stream[begin], after)


_MOST_DRAWN = 64
"""Words whose drawing is kept for each place: few are the same in many records, and most in one."""


@dataclass(frozen=True, slots=True)
class _Link:
    """A place to click in an example: pieces of a line that follow each other."""

    number: int
    line: int
    first: int
    last: int
    top: float
    bottom: float


@dataclass(frozen=True, slots=True)
class _Example:
    """A block as WeasyPrint laid it out."""

    shape: Shape
    tree: Shape
    x: float
    y: float
    drawables: tuple[tuple[_Drawable, ...], ...]
    links: tuple[_Link, ...]


@dataclass(slots=True)
class SetAgain:
    """A block whose lines were set by an example."""

    shape: Shape
    tree: Shape
    _example: _Example
    _lines: Sequence[Line]

    def draw(self, stream: Any, place: tuple[float, float]) -> tuple[tuple[int, Corners], ...]:  # noqa: ANN401 - a stream of WeasyPrint's, untyped
        """Draw it.

        Args:
            stream: Where to.
            place: Where the block stands on its page, in px.

        Returns:
            The places to click: the number of each link, and its corners in px.
        """
        example = self._example
        right, down = place[0] - example.x, place[1] - example.y
        for line, drawables in zip(self._lines, example.drawables, strict=True):
            for piece, drawable in zip(line.shown, drawables, strict=True):
                x, y = piece.x + right, drawable.y + down
                drawable.draw(stream, piece, x, y, piece.x - line.pieces[0].x)
        return tuple(self._links(right, down))

    def _links(self, right: float, down: float) -> Iterator[tuple[int, Corners]]:
        for one in self._example.links:
            pieces = self._lines[one.line].shown
            first, last = pieces[one.first], pieces[one.last]
            left, end = first.x + right, last.x + last.width + right
            yield one.number, (left, one.top + down, end, one.bottom + down)


@dataclass(slots=True)
class Setter:
    """Sets the lines of one block for many records."""

    _paragraphs: tuple[Paragraph, ...]
    _examples: dict[_Key, _Example] = field(default_factory=dict)
    _apart: set[_Key] = field(default_factory=set)
    """Lines that WeasyPrint set otherwise than they are set here."""

    _rooms: _Rooms | None = None
    """Where the lines of each paragraph begin, and how wide they may be; not known before the first
    example."""

    def set_again(self, words: Words) -> SetAgain | None:
        """Set the lines with the words of a record; nothing without an example for them."""
        lines = self._broken(words, self._rooms) if self._rooms else None
        example = self._examples.get(_key(lines)) if lines else None
        if not lines or not example:
            return None
        return SetAgain(
            example.shape, example.tree, example, [one for some in lines for one in some]
        )

    def learn(self, words: Words, block: Any, shape: Shape, tree: Shape) -> None:  # noqa: ANN401 - a box of WeasyPrint's, untyped
        """Take a block that WeasyPrint laid out as an example, if its lines can be set again.

        Args:
            words: What it holds.
            block: The block, laid out and not drawn yet.
            shape: The room it takes.
            tree: How its boxes stand in each other.
        """
        holders = list(_holders(block))
        rooms = tuple((one.content_box_x(), one.width) for one in holders)
        if len(rooms) != len(self._paragraphs) or self._rooms not in (None, rooms):
            return
        lines = self._broken(words, rooms)
        if not lines or (key := _key(lines)) in self._apart or key in self._examples:
            return
        example = self._example(lines, holders, block, shape, tree)
        if example is None:
            self._apart.add(key)
        else:
            self._rooms = rooms
            self._examples[key] = example

    def _broken(self, words: Words, rooms: _Rooms) -> list[list[Line]] | None:
        """Return the lines of each paragraph; nothing if they cannot be set here."""
        try:
            return [
                one.broken(words, *room) for one, room in zip(self._paragraphs, rooms, strict=True)
            ]
        except OtherwiseError:
            return None

    def _example(
        self,
        lines: Sequence[Sequence[Line]],
        holders: Sequence[Any],
        block: Any,  # noqa: ANN401 - as above
        shape: Shape,
        tree: Shape,
    ) -> _Example | None:
        """Return an example; nothing if its lines are not those that were set here."""
        rows: list[tuple[_Drawable, ...]] = []
        links: list[_Link] = []
        anchors: list[Any] = []  # the elements of links: one may stand on several lines
        for paragraph, some, holder in zip(self._paragraphs, lines, holders, strict=True):
            made = [one for one in holder.children if not hangs(one)]
            if len(made) != len(some) or not all(map(_simple, made)):
                return None
            for one, line in zip(some, made, strict=True):
                there = [box for box in inside(line) if isinstance(box, boxes.TextBox)]
                found = _links_on(line, len(rows), there, anchors)
                if not _same(paragraph, one, there) or found is None:
                    return None
                links += found
                rows.append(tuple(_Drawable(box.copy(), box.position_y) for box in there))
        return _Example(shape, tree, block.position_x, block.position_y, tuple(rows), tuple(links))


def _same(paragraph: Paragraph, line: Line, there: Sequence[Any]) -> bool:
    """Return whether text boxes are the pieces of a line as it was set here."""
    shown = line.shown
    return len(shown) == len(there) and all(
        box.text == piece.text
        and box.style is paragraph.runs[piece.run].box.style
        and abs(box.position_x - piece.x) < _SAME_PX
        and abs(box.width - piece.width) < _SAME_PX
        and box.height == piece.height
        for piece, box in zip(shown, there, strict=True)
    )


def _key(lines: Sequence[Sequence[Line]]) -> _Key:
    """Return what lines have to have in common with an example to be set by it."""
    return tuple(
        tuple(tuple(one.measure for one in line.pieces) for line in some) for some in lines
    )


def _holders(block: Any) -> Iterator[Any]:  # noqa: ANN401 - a box
    """Yield the blocks that hold lines, in the order of these."""
    children = [one for one in block.children if not hangs(one)]
    if any(isinstance(one, boxes.LineBox) for one in children):
        yield block
        return
    for one in children:
        yield from _holders(one)


def _simple(line: Any) -> bool:  # noqa: ANN401 - a box
    return (
        isinstance(line, boxes.LineBox)
        and line.text_overflow == "clip"
        and line.block_ellipsis == "none"
    )


def _links_on(
    line: Any,  # noqa: ANN401 - a box
    number: int,
    there: Sequence[Any],
    anchors: list[Any],
) -> list[_Link] | None:
    """Return the places to click on a line; nothing if one is not as wide as its words."""
    found = []
    for box in inside(line):
        if not isinstance(box, boxes.InlineBox) or box.element_tag != "a":
            continue
        if not any(box.element is other for other in anchors):
            anchors.append(box.element)
        link = _link(box, len(anchors) - 1, number, there)
        if link is None:
            return None
        found.append(link)
    return found


def _link(box: Any, number: int, line: int, there: Sequence[Any]) -> _Link | None:  # noqa: ANN401 - a box
    """Return a place to click by the text boxes of its line; nothing if it holds none."""
    mine = [at for at, one in enumerate(there) if any(one is other for other in inside(box))]
    if not mine:
        return None
    left, top, width, height = box.hit_area()
    first, last = there[mine[0]], there[mine[-1]]
    as_wide = abs(last.position_x + last.width - left - width) < _SAME_PX
    if abs(first.position_x - left) > _SAME_PX or not as_wide:
        return None
    return _Link(number, line, mine[0], mine[-1], top, top + height)


def setter_of(block: Any, context: Any) -> Setter | None:  # noqa: ANN401 - of WeasyPrint's, untyped
    """Return what sets the lines of a block; nothing if it holds more than words in lines.

    Args:
        block: The block before layout.
        context: What it was laid out in.
    """
    found = [paragraph_of(one, context) for one in _holders(block)]
    paragraphs = tuple(one for one in found if one is not None)
    return Setter(paragraphs) if paragraphs and len(paragraphs) == len(found) else None
