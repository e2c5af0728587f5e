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
* the document's own record, drawn in this way, gives what the page holds, sign for sign.

This reaches into WeasyPrint 70 in these places: `block_level_layout`, `draw_inline_level`,
`draw_replacedbox`, `build_fonts_dictionary`, the boxes, the layout context and the stream.
`tests/test_stencil.py` compares it with real layout.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import Any

import pydyf

from leaflet.typeset.importing import (
    AnonymousStyle,
    block_layout,
    boxes,
    in_place_of,
    inline_layout,
    text_layout,
    weasyprint_draw,
    weasyprint_pdf,
    weasyprint_stream,
)
from leaflet.typeset.qr import Symbol, symbol
from leaflet.typeset.repairs import repaired
from leaflet.typeset.rhythm import in_rhythm
from leaflet.typeset.slots import SLOT, Marking

BEGINS, ENDS = "leaflet-{}-begins", "leaflet-{}-ends"
"""Names of the graphics states, without any effect, between which a slot is drawn."""

Shape = tuple[object, ...]
"""How much room a slot takes, and what else of it the rest of the page may depend on."""

Corners = tuple[float, float, float, float]
"""Left, top, right and bottom."""

_NEAR = 4
"""Decimals of a px to which places are compared: a ten-thousandth of it is a hair's hundredth."""


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
class _Call:
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

    call: _Call
    words: list[tuple[Any, str]]
    """Its text boxes that hold words, in order, each with its words."""

    context: Any
    fonts: dict[Any, Any]
    """The fonts of its document."""

    lines: int
    """How many lines it has."""


@dataclass(slots=True)
class Recording:
    """What a layout left behind."""

    context: Any = None
    fonts: dict[Any, Any] = field(default_factory=dict)
    calls: dict[int, list[_Call]] = field(default_factory=dict)
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


# Recording --------------------------------------------------------------------------------------


@contextmanager
def recorded(marking: Marking | None) -> Iterator[Recording | None]:
    """Remember how marked blocks are laid out, and draw each slot between two marks."""
    if marking is None:
        yield None
        return
    recording = marking.recording = Recording()
    lay_out = block_layout.block_level_layout

    def remembered(context: Any, box: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function that it stands in for, which has no types
        slot = _slot_of(box)
        if slot is None:
            return lay_out(context, box, *given, **named)
        recording.context = context
        call = _called(context, box, given, named)
        result = lay_out(context, box, *given, **named)
        # Copied, since whoever asked adds to the list of margins.
        call.made, call.result = result[0], (*result[:3], tuple(result[3]), *result[4:])
        recording.calls.setdefault(slot, []).append(call)
        return result

    with ExitStack() as patches:
        patches.enter_context(in_place_of(block_layout, "block_level_layout", remembered))
        patches.enter_context(_drawn_between_marks(recording))
        patches.enter_context(_fonts_with(marking.usage))
        yield recording


def _slot_of(box: Any) -> int | None:  # noqa: ANN401 - a box of WeasyPrint's, untyped
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


def _called(
    context: Any,  # noqa: ANN401 - as above
    box: Any,  # noqa: ANN401 - as above
    given: tuple[Any, ...],
    named: dict[str, Any],
) -> _Call:
    parent = given[2]
    kept = tuple(list(one) if isinstance(one, list) else one for one in given)
    copied = {key: list(one) if isinstance(one, list) else one for key, one in named.items()}
    return _Call(
        box,
        box.position_x,
        box.position_y,
        kept,
        copied,
        parent.copy() if isinstance(parent, boxes.Box) else parent,
        context.page_bottom,
        context.current_page,
        bool(context.excluded_shapes),
    )


def settle(recording: Recording, document: Any, *, alone: bool) -> None:  # noqa: ANN401 - a document of WeasyPrint's
    """Make moulds of what was recorded, and try each with the words that it was made with.

    Args:
        recording: What was recorded.
        document: The document, laid out.
        alone: Whether records shall be set by it; a document that is only printed needs no trial.
    """
    recording.fonts = document.fonts
    for page_number, page in enumerate(document.pages):
        here = _slots_on(page)
        if not here:
            continue
        for slot, box in here.items():
            recording.pages[slot] = page_number
            recording.heights[slot] = page.height
            recording.places[slot] = (box.position_x, box.position_y)
            _make_mould(recording, slot, box)
        painted = _painted(document, page) if alone else b""
        for slot, box in here.items() if alone else ():
            _try(recording, slot, box, painted)
    recording.calls.clear()


def _slots_on(page: Any) -> dict[int, Any]:  # noqa: ANN401 - a page of WeasyPrint's
    """Return the blocks and pictures of slots on a page; one that is there twice is left out."""
    found: dict[int, Any] = {}
    twice = set()
    for box in page._page_box.descendants(placeholders=True):  # noqa: SLF001 - no public way
        slot = _slot_of(box)
        if slot is not None:
            inner = getattr(box, "_box", box)
            if slot in found and found[slot] is not inner:
                twice.add(slot)
            found[slot] = inner
    return {slot: box for slot, box in found.items() if slot not in twice}


def _make_mould(recording: Recording, slot: int, box: Any) -> None:  # noqa: ANN401 - a box
    """Make a mould of a block, if it is one that others can be cast of."""
    calls = recording.calls.get(slot, [])
    call = next((one for one in reversed(calls) if one.made is box), None)
    if call is None or call.floats or call.result[1] is not None:
        return
    if call.given[1] is not None or not _plain(call.box):
        return
    words = [(one, one.text.strip(" ")) for one in _texts(call.box) if one.text.strip(" ")]
    lines = sum(1 for _ in _lines(box))
    recording.moulds[slot] = Mould(call, words, recording.context, recording.fonts, lines)
    recording.shapes[slot] = _shape(box, call.result)


_IN_FLOW = (boxes.BlockBox, boxes.LineBox, boxes.InlineBox, boxes.TextBox)


def _plain(box: Any) -> bool:  # noqa: ANN401 - a box
    """Return whether all that a block holds is words in the flow."""
    return all(
        isinstance(one, _IN_FLOW)
        and one.style["position"] == "static"
        and one.style["float"] == "none"
        and not one.style["transform"]
        and one.style["opacity"] == 1
        and one.style["overflow"] == "visible"
        and one.style["hyphens"] != "auto"
        and (isinstance(one, boxes.BlockBox) or _bare(one))
        and not (one.element_tag or "").endswith("::first-letter")
        for one in _inside(box)
    )


def _bare(box: Any) -> bool:  # noqa: ANN401 - a box
    """Return whether a box has no ground, so that none has to be drawn behind its words."""
    style = box.style
    colour = style["background_color"]
    clear = colour != "currentcolor" and colour.alpha == 0
    return clear and all(kind == "none" for kind, _ in style["background_image"])


def _inside(box: Any) -> Iterator[Any]:  # noqa: ANN401 - a box
    """Yield what a box holds, but for signs of items, which hang beside it and are the same."""
    for child in getattr(box, "children", ()):
        if not _hangs(child):
            yield child
            yield from _inside(child)


def _hangs(box: Any) -> bool:  # noqa: ANN401 - a box
    sign = getattr(box, "_box", box)
    return bool((sign.element_tag or "").endswith("::marker")) and sign.is_absolutely_positioned()


def _texts(box: Any) -> Iterator[Any]:  # noqa: ANN401 - a box
    """Yield the text boxes of what an author wrote, not of what a style adds."""
    for one in _inside(box):
        if isinstance(one, boxes.TextBox) and "::" not in (one.element_tag or ""):
            yield one


# Casting ----------------------------------------------------------------------------------------


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


@dataclass(slots=True)
class Laid:
    """A slot laid out for one record."""

    block: Any
    shape: Shape
    fonts: dict[Any, Any]


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
    new = {id(one): text for (one, _), text in zip(mould.words, words, strict=True)}
    made = _laid_out(mould.context, mould.call, _with_words(mould.call.box, new))
    return None if made is None else Laid(made[0], _shape(made[0], made), mould.fonts)


def draw(laid: Laid, place: tuple[float, float]) -> Drawn | None:
    """Draw a slot at a place on its page; nothing if that needs what a page may lack."""
    block = laid.block
    block.translate(place[0] - block.position_x, place[1] - block.position_y)
    stream = _scratch(laid.fonts)
    known = len(laid.fonts)
    for line in _lines(block):
        line.children = [one for one in line.children if not _hangs(one)]
        for one in (line, *_inside(line)):
            one.background = None  # `_bare` looked
        weasyprint_draw.draw_inline_level(stream, None, line)
    resources = stream._resources  # noqa: SLF001 - no public way
    used = any(resources[kind] for kind in ("XObject", "Pattern", "Shading", "ColorSpace"))
    content = _written(stream.stream)
    if used or len(laid.fonts) != known or _lacks(laid.fonts, content):
        return None
    fonts = frozenset(one.decode() for one in _FONT.findall(content))
    return Drawn(content, fonts, tuple(_links(block)))


def _links(block: Any) -> Iterator[tuple[int, Corners]]:  # noqa: ANN401 - a box
    """Yield the places to click: one for each line that a link stands on."""
    seen: list[Any] = []
    for one in _inside(block):
        if isinstance(one, boxes.InlineBox) and one.element_tag == "a":
            if not any(one.element is other for other in seen):
                seen.append(one.element)
            left, top, width, height = one.hit_area()
            yield len(seen) - 1, (left, top, left + width, top + height)


def tree(laid: Laid) -> Shape:
    """Return how the boxes of a slot stand in each other, line by line, which tags follow."""
    return tuple(_branch(line) for line in _lines(laid.block))


def _branch(box: Any) -> Shape:  # noqa: ANN401 - a box
    inside = (child for child in getattr(box, "children", ()) if not _hangs(child))
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
    """Return a copy of a box with other words in its text boxes; spaces at their ends stay."""
    if isinstance(box, boxes.TextBox):
        new = words.get(id(box))
        if new is None:
            return box.copy()
        text = box.text
        first = " " if text.startswith(" ") else ""
        last = " " if text.endswith(" ") else ""
        return box.copy_with_text(f"{first}{new}{last}")
    copied = box.copy()
    copied.children = [_with_words(child, words) for child in box.children]
    return copied


def _laid_out(context: Any, call: _Call, box: Any) -> tuple[Any, ...] | None:  # noqa: ANN401 - as above
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


def _shape(box: Any, result: tuple[Any, ...]) -> Shape:  # noqa: ANN401 - a box
    """Return the room that a laid out block takes, and whether a line passes over its edges."""
    rooms: list[object] = []
    for one in (box, *_inside(box)):
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


# Drawing ----------------------------------------------------------------------------------------


def _scratch(fonts: dict[Any, Any], page_rectangle: Any = (0, 0, 1, 1)) -> Any:  # noqa: ANN401 - a stream of WeasyPrint's
    resources = pydyf.Dictionary(
        {
            "ExtGState": pydyf.Dictionary(),
            "XObject": pydyf.Dictionary(),
            "Pattern": pydyf.Dictionary(),
            "Shading": pydyf.Dictionary(),
            "ColorSpace": pydyf.Dictionary(),
        }
    )
    return weasyprint_stream.Stream(fonts, page_rectangle, resources, {}, {}, {}, None)


def _lines(block: Any) -> Iterator[Any]:  # noqa: ANN401 - a box
    """Yield the lines of a block, those of blocks in it as well, in the order of drawing."""
    for child in block.children:
        if isinstance(child, boxes.LineBox):
            yield child
        elif not _hangs(child):
            yield from _lines(child)


def _written(operators: Sequence[Any]) -> bytes:
    to_bytes = pydyf._to_bytes  # noqa: SLF001 - what writes the page's own
    return b"\n".join([one if type(one) is bytes else to_bytes(one) for one in operators])


@contextmanager
def _drawn_between_marks(recording: Recording) -> Iterator[None]:
    """Draw each slot between marks, and independent of what is drawn around it."""
    draw_line, draw_picture = weasyprint_draw.draw_inline_level, weasyprint_draw.draw_replacedbox
    left: dict[int, int] = {}

    def line(stream: Any, page: Any, box: Any, *given: Any, **named: Any) -> None:  # noqa: ANN401 - as the function that it stands in for
        slot = _slot_of_line(recording, box) if isinstance(box, boxes.LineBox) else None
        if slot is None:
            draw_line(stream, page, box, *given, **named)
            return
        if not left.get(slot):
            left[slot] = recording.moulds[slot].lines
            _begin(stream, slot)
        draw_line(stream, page, box, *given, **named)
        left[slot] -= 1
        if not left[slot]:
            _end(stream, slot)

    def picture(stream: Any, box: Any) -> None:  # noqa: ANN401 - as above
        slot = _slot_of(box)
        if slot is None:
            draw_picture(stream, box)
            return
        _begin(stream, slot)
        draw_picture(stream, box)
        _end(stream, slot)

    with (
        in_place_of(weasyprint_draw, "draw_inline_level", line),
        in_place_of(weasyprint_draw, "draw_replacedbox", picture),
    ):
        yield


def _slot_of_line(recording: Recording, line: Any) -> int | None:  # noqa: ANN401 - a box
    """Return the slot that a line belongs to; pages hold copies of lines, with the same words."""
    first = next((one for one in _inside(line) if isinstance(one, boxes.TextBox)), None)
    if first is None:
        return None
    for slot, mould in recording.moulds.items():
        if any(one is first for one in _inside(mould.call.made)):
            return slot
    return None


def _begin(stream: Any, slot: int) -> None:  # noqa: ANN401 - a stream of WeasyPrint's
    stream.push_state()
    _forget(stream)
    _mark(stream, BEGINS.format(slot))


def _end(stream: Any, slot: int) -> None:  # noqa: ANN401 - as above
    _mark(stream, ENDS.format(slot))
    stream.pop_state()


def _forget(stream: Any) -> None:  # noqa: ANN401 - as above
    """Let a stream say all anew: colours, transparency and fonts."""
    stream._current_color = stream._current_color_stroke = None  # noqa: SLF001 - no public way
    stream._current_alpha = stream._current_alpha_stroke = None  # noqa: SLF001 - as above
    stream._current_font = None  # noqa: SLF001 - as above


def _mark(stream: Any, name: str) -> None:  # noqa: ANN401 - as above
    stream._resources["ExtGState"][name] = pydyf.Dictionary({"Type": "/ExtGState"})  # noqa: SLF001 - as above
    stream.stream.append(f"/{name} gs".encode())


@contextmanager
def _fonts_with(usage: Mapping[str, Mapping[int, tuple[int, str]]]) -> Iterator[None]:
    """Let fonts hold the glyphs of other records as well as those of the document."""
    build = weasyprint_pdf.build_fonts_dictionary

    def enlarged(pdf: Any, fonts: Mapping[Any, Any], *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function that it stands in for
        for font in fonts.values():
            more = usage.get(font.hash, {})
            font.widths.update({glyph: width for glyph, (width, _) in more.items()})
            font.to_unicode.update({glyph: text for glyph, (_, text) in more.items()})
        return build(pdf, fonts, *given, **named)

    with in_place_of(weasyprint_pdf, "build_fonts_dictionary", enlarged):
        yield


def _painted(document: Any, page: Any) -> bytes:  # noqa: ANN401 - of WeasyPrint's
    """Return a page as drawn."""
    stream = _scratch(document.fonts, (0, 0, page.width, page.height))
    page.paint(stream)
    return _written(stream.stream)


_NUMBERS = re.compile(rb"/MCID \d+")


def _try(recording: Recording, slot: int, box: Any, painted: bytes) -> None:  # noqa: ANN401 - a box
    """Compare a slot with what the page holds of it; one that differs cannot be filled anew."""
    begin, end = (f"/{one.format(slot)} gs".encode() for one in (BEGINS, ENDS))
    _, found, rest = painted.partition(begin + b"\n")
    there, ended, _ = rest.partition(b"\n" + end)
    mould = recording.moulds.get(slot)
    if not (found and ended):
        recording.moulds.pop(slot, None)
        return
    if mould is None:
        _try_code(recording, slot, box, there)
        return
    laid = lay(mould, [text for _, text in mould.words])
    again = draw(laid, recording.places[slot]) if laid else None
    same = (
        laid is not None
        and again is not None
        and laid.shape == recording.shapes[slot]
        and _NUMBERS.sub(b"", again.content) == _NUMBERS.sub(b"", there)
    )
    if not same:
        recording.moulds.pop(slot, None)


def _try_code(recording: Recording, slot: int, box: Any, there: bytes) -> None:  # noqa: ANN401 - a box
    """Take a QR code apart into what is drawn before its modules, these, and what follows."""
    address = said_by(box.element.get("alt") or "")
    if not address:
        return
    before, found, behind = there.partition(modules(symbol(address)))
    if found:
        recording.codes[slot] = (before, behind)
        recording.shapes[slot] = code_shape(address)


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
