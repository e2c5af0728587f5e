"""Recording: how marked blocks are laid out, and each slot drawn between two marks."""

import re
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any

import pydyf

from leaflet.typeset.importing import (
    block_layout,
    boxes,
    in_place_of,
    weasyprint_draw,
    weasyprint_pdf,
)
from leaflet.typeset.qr import symbol
from leaflet.typeset.slots import Marking
from leaflet.typeset.stencil.boxes_of_slots import (
    Call,
    Mould,
    Recording,
    inside,
    lines_of,
    shape_of,
    slot_of,
    texts,
)
from leaflet.typeset.stencil.casting import (
    code_shape,
    draw,
    lay,
    modules,
    said_by,
)
from leaflet.typeset.stencil.lines import setter_of
from leaflet.typeset.stencil.scratch import scratch, written

BEGINS, ENDS = "leaflet-{}-begins", "leaflet-{}-ends"
"""Names of the graphics states, without any effect, between which a slot is drawn."""


@contextmanager
def recorded(marking: Marking | None) -> Iterator[Recording | None]:
    """Remember how marked blocks are laid out, and draw each slot between two marks."""
    if marking is None:
        yield None
        return
    recording = marking.recording = Recording()
    lay_out = block_layout.block_level_layout

    def remembered(context: Any, box: Any, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - as the function that it stands in for, which has no types
        slot = slot_of(box)
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


def _called(
    context: Any,  # noqa: ANN401 - as above
    box: Any,  # noqa: ANN401 - as above
    given: tuple[Any, ...],
    named: dict[str, Any],
) -> Call:
    parent = given[2]
    kept = tuple(list(one) if isinstance(one, list) else one for one in given)
    copied = {key: list(one) if isinstance(one, list) else one for key, one in named.items()}
    return Call(
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
        slot = slot_of(box)
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
    words = [(one, one.text.strip(" ")) for one in texts(call.box) if one.text.strip(" ")]
    lines = sum(1 for _ in lines_of(box))
    setter = setter_of(call.box, recording.context)
    recording.moulds[slot] = Mould(call, words, recording.context, recording.fonts, lines, setter)
    recording.shapes[slot] = shape_of(box, call.result)


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
        for one in inside(box)
    )


def _bare(box: Any) -> bool:  # noqa: ANN401 - a box
    """Return whether a box has no ground, so that none has to be drawn behind its words."""
    style = box.style
    colour = style["background_color"]
    clear = colour != "currentcolor" and colour.alpha == 0
    return clear and all(kind == "none" for kind, _ in style["background_image"])


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
        slot = slot_of(box)
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
    first = next((one for one in inside(line) if isinstance(one, boxes.TextBox)), None)
    if first is None:
        return None
    for slot, mould in recording.moulds.items():
        if any(one is first for one in inside(mould.call.made)):
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
    stream = scratch(document.fonts, (0, 0, page.width, page.height))
    page.paint(stream)
    return written(stream.stream)


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
