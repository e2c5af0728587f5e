"""Casting: a block laid out and drawn once more, with the words of another record."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from leaflet.typeset.importing import (
    block_layout,
    boxes,
    in_place_of,
    inline_layout,
    text_layout,
    weasyprint_draw,
)
from leaflet.typeset.qr import Symbol, symbol
from leaflet.typeset.repairs import repaired
from leaflet.typeset.rhythm import in_rhythm
from leaflet.typeset.stencil.boxes_of_slots import (
    Call,
    Corners,
    Drawn,
    Mould,
    Recording,
    Shape,
    hangs,
    inside,
    lines_of,
    shape_of,
)
from leaflet.typeset.stencil.scratch import foreign, scratch, written


@contextmanager
def casting(lines: dict[tuple[object, ...], Any]) -> Iterator[None]:
    """Cast slots inside: as documents are laid out, but for what saves memory there.

    WeasyPrint gives back what Pango made of a text after layout, and has it made again to draw.
    Words that are the same for many records are broken into lines once.

    Args:
        lines: Lines that were broken already; more are put there.
    """
    layout, split = text_layout.Layout, inline_layout.split_first_line
    resolve = inline_layout.resolve_percentages

    def resolve_once(box: Any, *around: Any) -> None:  # noqa: ANN401 - as below
        # What a box in a line takes of its block's width was worked out when its mould was made.
        if not (isinstance(box, boxes.InlineBox) and "padding_left" in box.__dict__):
            resolve(box, *around)

    def split_once(text: str, style: Any, context: Any, *how: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function that it stands in for
        # By its style as an object, which stays as long as its mould does.
        key = (text, id(style), how, *named.items())
        if key not in lines:
            if len(lines) >= _MOST_LINES:
                lines.clear()
            lines[key] = split(text, style, context, *how, **named)
        return lines[key]

    with (
        in_place_of(inline_layout, "split_first_line", split_once),
        in_place_of(inline_layout, "resolve_percentages", resolve_once),
        repaired(),
        in_rhythm(),
        in_place_of(layout, "deactivate", lambda _: None),
        in_place_of(layout, "reactivate", _as_it_is),
    ):
        yield


_MOST_LINES = 600
"""Broken lines that are kept, with what Pango made of them."""


def _as_it_is(layout: Any, style: Any) -> None:  # noqa: ANN401 - of WeasyPrint's
    """Let a text be drawn as it was laid out; only spread words have to be spread once more."""
    if layout.justification_spacing:
        layout.setup(style)
        layout.set_text(layout.text, justify=True)


class Drawing(Protocol):
    """What can be drawn into a stream of WeasyPrint's."""

    def draw(self, stream: Any, place: tuple[float, float]) -> tuple[tuple[int, Corners], ...]:  # noqa: ANN401 - WeasyPrint has no types
        """Draw it at a place on its page; return the places to click."""


@dataclass(slots=True)
class Laid:
    """A slot laid out for one record."""

    shape: Shape
    tree: Shape
    """How its boxes stand in each other, line by line, which tags follow."""

    drawing: Drawing
    fonts: dict[Any, Any]


@dataclass(slots=True)
class _Block:
    """A block as WeasyPrint laid it out."""

    box: Any

    def draw(self, stream: Any, place: tuple[float, float]) -> tuple[tuple[int, Corners], ...]:  # noqa: ANN401 - as above
        """Draw it at a place on its page; return the places to click."""
        block = self.box
        block.translate(place[0] - block.position_x, place[1] - block.position_y)
        for line in lines_of(block):
            line.children = [one for one in line.children if not hangs(one)]
            for one in (line, *inside(line)):
                one.background = None  # `_bare` looked
            weasyprint_draw.draw_inline_level(stream, None, line)
        return tuple(_links(block))


def lay(mould: Mould, words: Sequence[str]) -> Laid | None:
    """Lay out a slot with the words of a record.

    Args:
        mould: A block of the same skeleton.
        words: The words, as many as the mould has.

    Returns:
        The block, where that of the mould stood; nothing if it does not stand whole on its page.
    """
    if len(words) != len(mould.words):
        return None
    new = {
        id(box): _between_spaces(box.text, text)
        for (box, _), text in zip(mould.words, words, strict=True)
    }
    again = mould.setter.set_again(new) if mould.setter else None
    if again:
        return Laid(again.shape, again.tree, again, mould.fonts)
    made = _laid_out(mould.context, mould.call, _with_words(mould.call.box, new))
    if made is None:
        return None
    block, tree = made[0], tuple(map(_branch, lines_of(made[0])))
    shape = shape_of(block, made)
    if mould.setter:
        mould.setter.learn(new, block, shape, tree)
    return Laid(shape, tree, _Block(block), mould.fonts)


def _between_spaces(before: str, words: str) -> str:
    """Return words between the spaces that a text had at its ends."""
    return f"{' ' * before.startswith(' ')}{words}{' ' * before.endswith(' ')}"


def draw(laid: Laid, place: tuple[float, float]) -> Drawn | None:
    """Draw a slot at a place on its page; nothing if that needs what a page may lack."""
    stream = scratch(laid.fonts)
    known = len(laid.fonts)
    links = laid.drawing.draw(stream, place)
    content = written(stream.stream)
    if foreign(stream) or len(laid.fonts) != known or _lacks(laid.fonts, content):
        return None
    fonts = frozenset(one.decode() for one in _FONT.findall(content))
    return Drawn(content, fonts, links)


def _links(block: Any) -> Iterator[tuple[int, Corners]]:  # noqa: ANN401 - a box
    """Yield the places to click: one for each line that a link stands on."""
    seen: list[Any] = []
    for one in inside(block):
        if isinstance(one, boxes.InlineBox) and one.element_tag == "a":
            if not any(one.element is other for other in seen):
                seen.append(one.element)
            left, top, width, height = one.hit_area()
            yield len(seen) - 1, (left, top, left + width, top + height)


def _branch(box: Any) -> Shape:  # noqa: ANN401 - a box
    inside = (child for child in getattr(box, "children", ()) if not hangs(child))
    return (box.element_tag, isinstance(box, boxes.TextBox), *map(_branch, inside))


def _lacks(fonts: Mapping[Any, Any], content: bytes) -> bool:
    """Return whether a sign is drawn that no font has."""
    missing = {glyph for font in fonts.values() for glyph in font.missing.values()}
    if not missing:
        return False
    drawn = (run[at : at + 4] for run in _GLYPHS.findall(content) for at in range(0, len(run), 4))
    return any(int(glyph, 16) in missing for glyph in drawn)


_GLYPHS = re.compile(rb"<([0-9a-f]+)>")

_FONT = re.compile(rb"^/(\w+) [\d.]+ Tf$", re.MULTILINE)


def _with_words(box: Any, words: Mapping[int, str]) -> Any:  # noqa: ANN401 - a box
    """Return a copy of a box with other words in its text boxes."""
    if isinstance(box, boxes.TextBox):
        new = words.get(id(box))
        return box.copy() if new is None else box.copy_with_text(new)
    copied = box.copy()
    copied.children = [_with_words(child, words) for child in box.children]
    return copied


def _laid_out(context: Any, call: Call, box: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - as above
    """Lay a block out as another was; nothing if it does not stand whole on its page."""
    box.position_x, box.position_y = call.x, call.y
    context.page_bottom, context.current_page = call.page_bottom, call.page
    given = [list(one) if isinstance(one, list) else one for one in call.given]
    named = {key: list(one) if isinstance(one, list) else one for key, one in call.named.items()}
    given[2] = call.parent.copy() if isinstance(call.parent, boxes.Box) else call.parent
    context.create_block_formatting_context()
    try:
        result = block_layout.block_level_layout(context, box, *given, **named)
    finally:
        context.finish_block_formatting_context()
    return tuple(result) if result[0] is not None and result[1] is None else None


def said_by(alt: str) -> str:
    """Return the address at the end of what is said of a QR code."""
    return alt.rpartition(" ")[2]


def modules(one: Symbol) -> bytes:
    """Return the dark modules of a QR code as WeasyPrint draws them from our picture of it."""
    lines = []
    for left, top, long in one.runs():
        right, low = left + long, top + 1
        corners = (left, top, right, top, right, low, left, low)
        lines.append(b"%d %d m\n%d %d l\n%d %d l\n%d %d l\nh" % corners)
    return b"\n".join(lines)


def modules_shortly(one: Symbol) -> bytes:
    """Return the same path as rectangles, which says it in half the bytes.

    `x y w h re` is `m l l l h` written shortly (ISO 32000-1:2008, table 59).
    """
    return b"\n".join([b"%d %d %d 1 re" % run for run in one.runs()])


def code(recording: Recording, slot: int, address: str) -> Drawn:
    """Return a QR code for a record, as its slot is drawn."""
    before, behind = recording.codes[slot]
    return Drawn(before + modules_shortly(symbol(address)) + behind, frozenset())


def code_shape(address: str) -> Shape:
    """Return the room that a QR code takes: by how many modules it has."""
    return ("code", symbol(address).modules)
