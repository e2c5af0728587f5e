"""Lines set again: a block's words broken into lines as WeasyPrint does, without laying it out.

To lay a block out takes a millisecond or two, of which breaking its words into lines takes a
tenth. Where these break as they broke before, with signs of the same heights, nothing else can
come out otherwise than before: each line is as high, and its words follow each other from the same
edge. What was laid out once so becomes an example, which others are set by.

The words are broken by WeasyPrint's own function, asked for the same widths in the same order as
its loops over the boxes of a line do (`split_inline_box`). Wherever these would do anything but go
on (a word too long, a break before a box, other directions), nothing is set here, and the block is
laid out as ever. Each example has to be what this module says of its own words.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from leaflet.typeset.importing import boxes, inline_layout, weasyprint_draw
from leaflet.typeset.stencil.boxes_of_slots import Corners, Shape, hangs, inside
from leaflet.typeset.stencil.scratch import foreign, written

_WIDER = 1 + 1e-9
"""What each level of boxes multiplies the end of its line by, so that no break follows from numbers
that are not exact (WeasyPrint 70, `split_inline_box`)."""

_Key = tuple[object, ...]

_Rooms = tuple[tuple[float, float], ...]

_SAME_PX = 1e-6
"""What is nearer than this is the same place: PDF is written with six decimals."""


@dataclass(frozen=True, slots=True)
class _Run:
    """A text box before it is broken into lines."""

    box: Any
    around: tuple[Any, ...]
    """The boxes that it stands in, that of the line first."""

    path: tuple[int, ...]
    """Which child of each of these it is, or stands in."""

    @property
    def breaks(self) -> bool:
        """Return whether it only breaks the line."""
        return bool(self.box.text == "\n")


@dataclass(slots=True)
class _Piece:
    """What stands of a run on one line."""

    run: int
    text: str = ""
    layout: Any = None
    """What Pango made of it; nothing where no sign of a run is left before the next line."""

    x: float = 0
    width: float = 0
    height: float = 0
    baseline: float = 0

    @property
    def measure(self) -> tuple[object, ...]:
        """Return what the height of its line follows from."""
        return (self.run, self.height, self.baseline) if self.layout else (self.run,)


@dataclass(slots=True)
class _Line:
    """What stands on one line."""

    pieces: list[_Piece] = field(default_factory=list)
    ends: bool = False
    """Whether a break was written behind it, or nothing follows."""

    @property
    def end(self) -> float:
        """Return where its last piece ends."""
        return self.pieces[-1].x + self.pieces[-1].width

    @property
    def shown(self) -> list[_Piece]:
        """Return the pieces that are drawn."""
        return [one for one in self.pieces if one.layout]


class _OtherwiseError(Exception):
    """WeasyPrint would do something that is not done here."""


_STATE = (
    *("_current_color", "_current_color_stroke", "_current_alpha", "_current_alpha_stroke"),
    *("_current_font", "_old_font"),
)
"""What a stream of WeasyPrint's remembers of what it drew last, to say nothing twice."""


@dataclass(frozen=True, slots=True)
class _Drawable:
    """A text box on its line in an example."""

    box: Any
    y: float
    _drawn: dict[tuple[object, ...], tuple[bytes, list[object]]] = field(default_factory=dict)
    """What was drawn of words at a place, and what the stream remembered then."""

    def draw(self, stream: Any, piece: _Piece, x: float, y: float, offset: float) -> None:  # noqa: ANN401 - a stream of WeasyPrint's, untyped
        """Draw it with other words, or as it was drawn when they were the same."""
        box = self.box.copy()
        key = (piece.text, x, y, *(getattr(stream, one, None) for one in _STATE))
        known = self._drawn.get(key)
        with stream.marked(box, "Span"):
            if known:
                stream.stream.append(known[0])
                for name, value in zip(_STATE, known[1], strict=True):
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
            after = [getattr(stream, one, None) for one in _STATE]
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
    _lines: Sequence[_Line]

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


Words = Mapping[int, str]
"""The text of each text box that has other words than it had, by the `id` of the box."""


@dataclass(slots=True)
class _Paragraph:
    """Runs that follow each other line by line, before they are broken."""

    box: Any
    """The box of all its lines."""

    context: Any
    """What it was laid out in."""

    runs: tuple[_Run, ...]

    def broken(self, words: Words, left: float, room: float) -> list[_Line]:
        """Break words into lines.

        Args:
            words: The words of a record.
            left: Where lines begin.
            room: How wide they may be.

        Raises:
            _OtherwiseError: WeasyPrint would do more than to go on from box to box.
        """
        lines = [_Line()]
        texts = [words.get(id(run.box), run.box.text) for run in self.runs]
        for number, run in enumerate(self.runs):
            if run.breaks:
                lines[-1].ends = True
                lines.append(_Line())
            else:
                self._go_on(number, texts, lines, left, left + room)
        lines[-1].ends = True
        for line in lines:
            self._end(line)
        self._align(lines, left, room)
        return lines

    def _go_on(
        self, number: int, texts: Sequence[str], lines: list[_Line], left: float, right: float
    ) -> None:
        """Put a run onto the last line, and onto as many more as it needs."""
        run = self.runs[number]
        rest: str | None = texts[number]
        while rest is not None:
            before = lines[-1].pieces
            if not before:
                rest = rest.lstrip(" ")
            if not rest:
                raise _OtherwiseError
            piece = _Piece(number, x=lines[-1].end if before else left)
            starts = not before or self.runs[before[0].run].path[0] == run.path[0]
            end = right
            for _ in run.around:
                end *= _WIDER
            left_over = self._split(run, rest, piece, end - piece.x, starts=starts)
            if piece.x + piece.width > right * _WIDER:
                if piece.text.endswith(" ") or not self._breaks_before(number, before, texts):
                    raise _OtherwiseError  # too long
                lines.append(_Line())
                continue
            if not (piece.layout or before):
                raise _OtherwiseError  # a line with nothing on it
            before.append(piece)
            rest = left_over
            if rest is not None:
                lines.append(_Line())

    def _breaks_before(self, number: int, before: Sequence[_Piece], texts: Sequence[str]) -> bool:
        """Return whether a line is broken before a run that has no room on it.

        WeasyPrint goes from the innermost box outwards, up to the first that has something before
        on this line. If a line may be broken there, it is; if not, it looks for a place further
        back, which is not done here.
        """
        run = self.runs[number]
        for depth in reversed(range(len(run.around))):
            inside_of, at = run.path[:depth], run.path[depth]
            paths = [self.runs[one.run].path for one in before]
            if any(path[:depth] == inside_of and path[depth] < at for path in paths):
                break
        else:
            return False
        last = self.runs[before[-1].run]
        plain = before[-1].layout and not any(
            one.trailing_collapsible_space for one in (*last.around[depth + 1 :], last.box)
        )
        if not plain or run.around[depth].style["white_space"] == "nowrap":
            return False
        child = (*run.around, run.box)[depth + 1]
        letters = texts[before[-1].run][-1] + texts[number][0]
        return bool(inline_layout.can_break_text(letters, child.style["lang"]))

    def _end(self, line: _Line) -> None:
        """Take the space away at the end of a line.

        Raises:
            _OtherwiseError: the line holds nothing else.
        """
        last = line.pieces[-1] if line.pieces else _Piece(0)
        if last.layout and not last.text.endswith(" "):
            return
        text = last.text.rstrip(" ")
        if not (text and last.layout):
            raise _OtherwiseError
        # What Pango made of it stays as it was: it is drawn with the space.
        alone = _Piece(last.run)
        self._split(self.runs[last.run], text, alone, None, starts=True)
        last.text, last.width = text, alone.width

    def _split(
        self, run: _Run, text: str, piece: _Piece, room: float | None, *, starts: bool
    ) -> str | None:
        """Let a piece be what a line holds of a run.

        Args:
            run: The run.
            text: What is left of it.
            piece: The piece, which knows where it begins.
            room: Width of what is left of the line; nothing where it has no end.
            starts: Whether nothing stands before it on the line, but for what is in the same box.

        Returns:
            What is left of the run for the next line, if anything is.

        Raises:
            _OtherwiseError: WeasyPrint would do more than to go on.
        """
        split = inline_layout.split_first_line
        spacing = run.box.justification_spacing
        layout, length, resume, width, height, baseline = split(
            text, run.box.style, self.context, room, spacing, is_line_start=starts
        )
        if layout.first_line_direction % 2:
            raise _OtherwiseError
        if length:
            piece.text, piece.layout, piece.width = layout.text, layout, width
            piece.height, piece.baseline = height, baseline
        if resume is None:
            return None
        data = text.encode()
        if data[length:resume].strip(b" "):
            raise _OtherwiseError  # a break that was written
        return data[resume:].decode()

    def _align(self, lines: list[_Line], left: float, room: float) -> None:
        """Move pieces to where their lines begin."""
        style = self.box.style
        usual, at_end = style["text_align_all"], style["text_align_last"]
        for line in lines:
            align = at_end if line.ends and at_end != "auto" else usual
            if align not in _SHARES:
                raise _OtherwiseError
            free = room - (line.end - left)
            if free > 0:
                for one in line.pieces:
                    one.x += free * _SHARES[align]


@dataclass(slots=True)
class Setter:
    """Sets the lines of one block for many records."""

    _paragraphs: tuple[_Paragraph, ...]
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

    def _broken(self, words: Words, rooms: _Rooms) -> list[list[_Line]] | None:
        """Return the lines of each paragraph; nothing if they cannot be set here."""
        try:
            return [
                one.broken(words, *room) for one, room in zip(self._paragraphs, rooms, strict=True)
            ]
        except _OtherwiseError:
            return None

    def _example(
        self,
        lines: Sequence[Sequence[_Line]],
        holders: Sequence[Any],
        block: Any,  # noqa: ANN401 - as above
        shape: Shape,
        tree: Shape,
    ) -> _Example | None:
        """Return an example; nothing if its lines are not those that were set here."""
        rows: list[tuple[_Drawable, ...]] = []
        links: list[_Link] = []
        seen: list[Any] = []
        for paragraph, some, holder in zip(self._paragraphs, lines, holders, strict=True):
            made = [one for one in holder.children if not hangs(one)]
            if len(made) != len(some) or not all(map(_simple, made)):
                return None
            for one, line in zip(some, made, strict=True):
                there = [box for box in inside(line) if isinstance(box, boxes.TextBox)]
                if not _same(paragraph, one, there):
                    return None
                for box in inside(line):
                    if isinstance(box, boxes.InlineBox) and box.element_tag == "a":
                        if not any(box.element is other for other in seen):
                            seen.append(box.element)
                        link = _link(box, len(seen) - 1, len(rows), there)
                        if link is None:
                            return None
                        links.append(link)
                rows.append(tuple(_Drawable(box.copy(), box.position_y) for box in there))
        return _Example(shape, tree, block.position_x, block.position_y, tuple(rows), tuple(links))


def _same(paragraph: _Paragraph, line: _Line, there: Sequence[Any]) -> bool:
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


_SHARES = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
"""How much of the room that a line leaves stands before it, where words run from left to right."""


def _key(lines: Sequence[Sequence[_Line]]) -> _Key:
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
    paragraphs = []
    for holder in _holders(block):
        children = [one for one in holder.children if not hangs(one)]
        if len(children) != 1 or not _plain(holder, children[0]):
            return None
        paragraphs.append(_Paragraph(children[0], context, tuple(_runs(children[0]))))
    return Setter(tuple(paragraphs)) if paragraphs else None


def _plain(holder: Any, line: Any) -> bool:  # noqa: ANN401 - boxes
    """Return whether a block holds words in lines that follow each other from left to right."""
    # One break after the other, or at an end, makes a line without words.
    breaks = [True, *(one.breaks for one in _runs(line)), True]
    return (
        holder.first_line_style is None
        and holder.style["direction"] == "ltr"
        and _indent(line) == 0
        and all(map(_usual, inside(line)))
        and not any(one and other for one, other in pairwise(breaks))
    )


def _runs(line: Any) -> Iterator[_Run]:  # noqa: ANN401 - a box
    return _runs_in(line, (line,), ())


def _runs_in(box: Any, around: tuple[Any, ...], path: tuple[int, ...]) -> Iterator[_Run]:  # noqa: ANN401 - a box
    for number, child in enumerate(one for one in box.children if not hangs(one)):
        if isinstance(child, boxes.TextBox):
            yield _Run(child, around, (*path, number))
        else:
            yield from _runs_in(child, (*around, child), (*path, number))


def _indent(line: Any) -> float:  # noqa: ANN401 - a box
    indent = line.style["text_indent"]
    return float(getattr(indent, "value", indent))


_EDGES = (
    *("margin_left", "margin_right", "padding_left", "padding_right"),
    *("padding_top", "padding_bottom", "border_left_width", "border_right_width"),
    *("border_top_width", "border_bottom_width"),
)


def _usual(box: Any) -> bool:  # noqa: ANN401 - a box
    """Return whether a box in a line adds nothing to the words in it."""
    style = box.style
    if style["direction"] != "ltr" or box.is_leader:
        return False
    if isinstance(box, boxes.TextBox):
        return bool(box.text == "\n" or style["white_space"] in ("normal", "nowrap"))
    holds_words = any(isinstance(one, boxes.TextBox) and one.text for one in inside(box))
    # Known since the block was laid out for the first time; what is not is taken for an edge.
    return holds_words and all(box.__dict__.get(one) == 0 for one in _EDGES)
