"""Words broken into lines as WeasyPrint does, without its blocks.

They are broken by WeasyPrint's own function, asked for the same widths in the same order as its
loops over the boxes of a line do (`split_inline_box`). Wherever these would do anything but go on
(a word too long, a break in the middle of what stands before, other directions), nothing is done
here.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from leaflet.typeset.importing import boxes, inline_layout
from leaflet.typeset.stencil.boxes_of_slots import hangs, inside

_WIDER = 1 + 1e-9
"""What each level of boxes multiplies the end of its line by, so that no break follows from numbers
that are not exact (WeasyPrint 70, `split_inline_box`)."""


@dataclass(frozen=True, slots=True)
class Run:
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
class Piece:
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
class Line:
    """What stands on one line."""

    pieces: list[Piece] = field(default_factory=list)
    ends: bool = False
    """Whether a break was written behind it, or nothing follows."""

    @property
    def end(self) -> float:
        """Return where its last piece ends."""
        return self.pieces[-1].x + self.pieces[-1].width

    @property
    def shown(self) -> list[Piece]:
        """Return the pieces that are drawn."""
        return [one for one in self.pieces if one.layout]


class OtherwiseError(Exception):
    """WeasyPrint would do something that is not done here."""


Words = Mapping[int, str]
"""The text of each text box that has other words than it had, by the `id` of the box."""


@dataclass(slots=True)
class Paragraph:
    """Runs that follow each other line by line, before they are broken."""

    box: Any
    """The box of all its lines."""

    context: Any
    """What it was laid out in."""

    runs: tuple[Run, ...]

    def broken(self, words: Words, left: float, room: float) -> list[Line]:
        """Break words into lines.

        Args:
            words: The words of a record.
            left: Where lines begin.
            room: How wide they may be.

        Raises:
            OtherwiseError: WeasyPrint would do more than to go on from box to box.
        """
        lines = [Line()]
        texts = [words.get(id(run.box), run.box.text) for run in self.runs]
        for number, run in enumerate(self.runs):
            if run.breaks:
                lines[-1].ends = True
                lines.append(Line())
            else:
                self._go_on(number, texts, lines, left, left + room)
        lines[-1].ends = True
        for line in lines:
            self._end(line)
        self._align(lines, left, room)
        return lines

    def _go_on(
        self, number: int, texts: Sequence[str], lines: list[Line], left: float, right: float
    ) -> None:
        """Put a run onto the last line, and onto as many more as it needs."""
        run = self.runs[number]
        rest: str | None = texts[number]
        while rest is not None:
            before = lines[-1].pieces
            if not before:
                rest = rest.lstrip(" ")
            if not rest:
                raise OtherwiseError
            piece = Piece(number, x=lines[-1].end if before else left)
            starts = not before or self.runs[before[0].run].path[0] == run.path[0]
            end = right
            for _ in run.around:
                end *= _WIDER
            left_over = self._split(run, rest, piece, end - piece.x, starts=starts)
            if piece.x + piece.width > right * _WIDER:
                if piece.text.endswith(" ") or not self._breaks_before(number, before, texts):
                    raise OtherwiseError  # too long
                lines.append(Line())
                continue
            if not (piece.layout or before):
                raise OtherwiseError  # a line with nothing on it
            before.append(piece)
            rest = left_over
            if rest is not None:
                lines.append(Line())

    def _breaks_before(self, number: int, before: Sequence[Piece], texts: Sequence[str]) -> bool:
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

    def _end(self, line: Line) -> None:
        """Take the space away at the end of a line.

        Raises:
            OtherwiseError: the line holds nothing else.
        """
        last = line.pieces[-1] if line.pieces else Piece(0)
        if last.layout and not last.text.endswith(" "):
            return
        text = last.text.rstrip(" ")
        if not (text and last.layout):
            raise OtherwiseError
        # What Pango made of it stays as it was: it is drawn with the space.
        alone = Piece(last.run)
        self._split(self.runs[last.run], text, alone, None, starts=True)
        last.text, last.width = text, alone.width

    def _split(
        self, run: Run, text: str, piece: Piece, room: float | None, *, starts: bool
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
            OtherwiseError: WeasyPrint would do more than to go on.
        """
        split = inline_layout.split_first_line
        spacing = run.box.justification_spacing
        layout, length, resume, width, height, baseline = split(
            text, run.box.style, self.context, room, spacing, is_line_start=starts
        )
        if layout.first_line_direction % 2:
            raise OtherwiseError
        if length:
            piece.text, piece.layout, piece.width = layout.text, layout, width
            piece.height, piece.baseline = height, baseline
        if resume is None:
            return None
        data = text.encode()
        if data[length:resume].strip(b" "):
            raise OtherwiseError  # a break that was written
        return data[resume:].decode()

    def _align(self, lines: list[Line], left: float, room: float) -> None:
        """Move pieces to where their lines begin."""
        style = self.box.style
        usual, at_end = style["text_align_all"], style["text_align_last"]
        for line in lines:
            align = at_end if line.ends and at_end != "auto" else usual
            if align not in _SHARES:
                raise OtherwiseError
            free = room - (line.end - left)
            if free > 0:
                for one in line.pieces:
                    one.x += free * _SHARES[align]


_SHARES = {"start": 0.0, "left": 0.0, "center": 0.5, "end": 1.0, "right": 1.0}
"""How much of the room that a line leaves stands before it, where words run from left to right."""


def paragraph_of(holder: Any, context: Any) -> Paragraph | None:  # noqa: ANN401 - of WeasyPrint's, untyped
    """Return the paragraph of a block; nothing if it holds more than words in lines.

    Args:
        holder: The block that holds its lines, before layout.
        context: What it was laid out in.
    """
    children = [one for one in holder.children if not hangs(one)]
    if len(children) != 1 or not _plain(holder, children[0]):
        return None
    return Paragraph(children[0], context, tuple(_runs(children[0])))


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


def _runs(line: Any) -> Iterator[Run]:  # noqa: ANN401 - a box
    return _runs_in(line, (line,), ())


def _runs_in(box: Any, around: tuple[Any, ...], path: tuple[int, ...]) -> Iterator[Run]:  # noqa: ANN401 - a box
    for number, child in enumerate(one for one in box.children if not hangs(one)):
        if isinstance(child, boxes.TextBox):
            yield Run(child, around, (*path, number))
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
