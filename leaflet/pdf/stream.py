"""One content stream followed, operator by operator, with all that it draws."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from math import hypot
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.pdf.content import INLINE, operands_of
from leaflet.pdf.events import (
    Event,
    Fault,
    Group,
    Path,
    Picture,
    See,
    Shade,
    Transfer,
    Where,
    Words,
)
from leaflet.pdf.geometry import (
    STILL,
    Matrix,
    PointBox,
    both,
    box_of,
    meet,
    moved,
    six,
    times,
)
from leaflet.pdf.memory import Memory
from leaflet.pdf.shown import Shown
from leaflet.pdf.space import CMYK, GREY, RGB, UNKNOWN, Space, read_space
from leaflet.pdf.state import State

DEEPEST = 28
"""How deep forms may stand in forms (ISO 32000-1:2008, C.2, gives 28 for `q`)."""

UNSEEN = 3
"""The way to show words that leaves no ink (ISO 32000-1:2008, 9.3.6)."""

UNREADABLE = (ValueError, TypeError, KeyError, IndexError, AttributeError, pikepdf.PdfError)
"""What broken content raises while it is followed."""

_FILLS = frozenset({"f", "F", "f*", "B", "B*", "b", "b*"})
_STROKES = frozenset({"S", "s", "B", "B*", "b", "b*"})
_ENDS = _FILLS | _STROKES | {"n"}
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})


class Stream:
    """Follows one content stream, and those that it draws."""

    def __init__(  # noqa: PLR0913, PLR0917 - two private calls
        self,
        memory: Memory,
        page: int,
        resources: pikepdf.Object,
        state: State,
        inside: tuple[str, ...],
        around: frozenset[tuple[int, int]] = frozenset(),
    ) -> None:
        self.memory = memory
        self.page = page
        self.resources = resources
        self.state = state
        self.inside = inside
        self.around = around
        """The streams that this one is drawn by: none of them may be drawn again."""

        self.base = state.matrix
        self.stack: list[State] = []
        self.points: list[tuple[float, float]] = []
        self.shapes = 0
        """Parts of the path; a single rectangle is one."""

        self.straight = True
        """Whether the path is rectangles alone."""

        self.clips = False
        self.line = self.at = STILL
        self.hidden: list[bool] = []
        self.patterned: set[tuple[int, int]] = set()
        self.named: dict[str, tuple[dict[str, object], pikepdf.Object | None]] = {}
        """What graphics states of the resources set; and those that do more than that."""

    def run(self, stream: pikepdf.Object | pikepdf.Page) -> Iterator[Event]:
        """Yield what the stream paints."""
        try:
            instructions = self.memory.instructions(stream)
        except UNREADABLE as error:
            yield self._fault(f"a content stream cannot be read ({error})")
            return
        for operator, instruction in instructions:
            handler = _HANDLERS.get(operator)
            if handler is None:
                continue
            try:
                painted = handler(self, operator, operands_of(instruction))
                if painted is None:
                    continue
                if any(self.hidden):
                    for _ in painted:
                        pass
                    continue
                yield from painted
            except UNREADABLE as error:
                yield self._fault(f"the operator {operator} cannot be followed ({error})")

    # Helpers ------------------------------------------------------------------------------------

    def _where(self, box: PointBox) -> Where:
        return Where(self.page, both(box, self.state.clip), self.inside)

    def _fault(self, what: str) -> Fault:
        return Fault(Where(self.page, self.state.clip, self.inside), what)

    def _resource(self, kind: str, name: Any) -> pikepdf.Object | None:  # noqa: ANN401 - an operand
        group = self.resources.get(kind)
        return group.get(str(name)) if isinstance(group, Dictionary) else None

    def _scale(self) -> float:
        a, b, c, d, _, _ = self.state.matrix
        return float(abs(a * d - b * c) ** 0.5)

    def _inner(
        self,
        stream: pikepdf.Object,
        name: str,
        state: State,
        resources: pikepdf.Object | None = None,
    ) -> Iterator[Event]:
        """Yield what a stream inside this one paints, unless it is drawn already."""
        if stream.objgen in self.around or len(self.inside) >= DEEPEST:
            yield self._fault(f"{name} draws itself")
            return
        found = stream.get("/Resources", resources if resources is not None else self.resources)
        inner = Stream(
            self.memory,
            self.page,
            found if isinstance(found, Dictionary) else Dictionary(),
            state,
            (*self.inside, name),
            self.around | ({stream.objgen} - {(0, 0)}),
        )
        yield from inner.run(stream)

    # State --------------------------------------------------------------------------------------

    def on_save(self, _: str, __: list[Any]) -> None:
        """Keep the state (`q`)."""
        self.stack.append(self.state.kept())

    def on_restore(self, _: str, __: list[Any]) -> None:
        """Take the kept state back (`Q`)."""
        if self.stack:
            self.state = self.stack.pop()

    def on_concat(self, _: str, operands: list[Any]) -> None:
        """Move all that follows (`cm`)."""
        self.state.matrix = times(six(operands), self.state.matrix)

    def on_line_width(self, _: str, operands: list[Any]) -> None:
        """Set the width of lines (`w`)."""
        self.state.width = float(operands[0])

    def on_named_state(self, _: str, operands: list[Any]) -> Iterator[Event] | None:
        """Set what a graphics state of the resources says (`gs`)."""
        name = str(operands[0])
        if name not in self.named:
            found = self._resource("/ExtGState", name)
            if not isinstance(found, Dictionary):
                return None
            acts = "/Font" in found or any(self._seen_in(found))
            self.named[name] = (dict(_settings(found)), found if acts else None)
        settings, more = self.named[name]
        for key, value in settings.items():
            setattr(self.state, key, value)
        if more is None:
            return None
        if "/Font" in more:
            self._set_font(more.Font[0], float(more.Font[1]))
        return self._seen_in(more)

    def _seen_in(self, found: pikepdf.Object) -> Iterator[Event]:
        """Yield what a graphics state does to all that follows."""
        where = self._where(self.state.clip)
        if float(found.get("/ca", 1)) < 1 or float(found.get("/CA", 1)) < 1:
            yield See(where, "opacity")
        blend = found.get("/BM", Name.Normal)
        modes = blend.as_list() if isinstance(blend, Array) else [blend]
        if modes and str(modes[0]) not in ("/Normal", "/Compatible"):
            yield See(where, "blend mode")
        for key in ("/TR", "/TR2"):
            curve = found.get(key)
            if curve is not None and str(curve) not in ("/Identity", "/Default"):
                yield Transfer(where)
        mask = found.get("/SMask")
        if isinstance(mask, Dictionary):
            yield See(where, "soft mask")
            form = mask.get("/G")
            if isinstance(form, pikepdf.Stream):
                light = mask.get("/S") == Name.Luminosity
                group = form.get("/Group")
                if isinstance(group, Dictionary):
                    yield group_of(group, where, self.resources, light=light)

    # Colours ------------------------------------------------------------------------------------

    def _set_colour(
        self,
        space: Space,
        colour: tuple[float, ...],
        pattern: pikepdf.Object | None = None,
        *,
        stroke: bool,
    ) -> None:
        state = self.state
        if stroke:
            state.stroke, state.stroke_colour, state.stroke_pattern = space, colour, pattern
        else:
            state.fill, state.fill_colour, state.fill_pattern = space, colour, pattern

    def on_device(self, operator: str, operands: list[Any]) -> None:
        """Set a colour in a device's space (`g`, `rg`, `k`)."""
        space = {"g": GREY, "rg": RGB, "k": CMYK}[operator.lower()]
        colour = tuple(float(one) for one in operands)
        self._set_colour(space, colour, stroke=operator.isupper())

    def on_space(self, operator: str, operands: list[Any]) -> None:
        """Set a colour space (`cs`)."""
        space = read_space(operands[0], self.resources)
        self._set_colour(space, space.first(), stroke=operator.isupper())

    def on_colour(self, operator: str, operands: list[Any]) -> None:
        """Set a colour in the space that is set (`sc`, `scn`)."""
        stroke = operator.isupper()
        space = self.state.stroke if stroke else self.state.fill
        pattern = None
        if operands and isinstance(operands[-1], Name):
            pattern = self._resource("/Pattern", operands[-1])
            operands = operands[:-1]
        self._set_colour(space, tuple(float(one) for one in operands), pattern, stroke=stroke)

    # Paths --------------------------------------------------------------------------------------

    def on_point(self, _: str, operands: list[Any]) -> None:
        """Add to the path (`m`, `l`, `c`, `v`, `y`)."""
        a, b, c, d, e, f = self.state.matrix
        numbers = iter(map(float, operands))
        # Written out, not `moved`: every fourth operator of a drawing comes by here.
        self.points += [
            (a * x + c * y + e, b * x + d * y + f) for x, y in zip(numbers, numbers, strict=True)
        ]
        self.straight = False

    def on_rectangle(self, _: str, operands: list[Any]) -> None:
        """Add a rectangle to the path (`re`)."""
        x, y, width, height = (float(one) for one in operands)
        matrix = self.state.matrix
        corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height))
        self.points += [moved(matrix, *corner) for corner in corners]
        self.shapes += 1

    def on_clip(self, _: str, __: list[Any]) -> None:
        """Let the path clip what follows (`W`)."""
        self.clips = True

    def on_paint(self, operator: str, _: list[Any]) -> Iterator[Event] | None:
        """Paint the path, or end it (`f`, `S`, `B`, `n`)."""
        points, straight, shapes = self.points, self.straight, self.shapes
        self.points, self.straight, self.shapes = [], True, 0
        clips, self.clips = self.clips, False
        if not points:
            return None
        box = box_of(points)
        events = self._painted(operator, box, straight and shapes == 1)
        if clips:
            made = list(events)
            self.state.clip = both(self.state.clip, box)
            return iter(made)
        return events

    def _painted(self, operator: str, box: PointBox, bar: bool) -> Iterator[Event]:  # noqa: FBT001 - as above
        fills, strokes = operator in _FILLS, operator in _STROKES
        if not fills and not strokes:
            return
        state = self.state
        width = state.width * self._scale() if strokes else 0.0
        half = width / 2
        area = (box[0] - half, box[1] - half, box[2] + half, box[3] + half)
        where = self._where(area)
        thin = min(box[2] - box[0], box[3] - box[1]) if fills and bar else 0.0
        yield Path(
            where,
            state.filling() if fills else None,
            state.stroking() if strokes else None,
            width,
            thin,
        )
        for pattern, used in ((state.fill_pattern, fills), (state.stroke_pattern, strokes)):
            if used and pattern is not None:
                yield from self._pattern(pattern, where)

    def _pattern(self, pattern: pikepdf.Object, where: Where) -> Iterator[Event]:
        """Yield what a pattern paints, once for all that is painted with it."""
        if pattern.objgen in self.patterned:
            return
        self.patterned.add(pattern.objgen)
        if pattern.get("/PatternType") == 2:  # noqa: PLR2004 - a gradient
            space = read_space(pattern.Shading.get("/ColorSpace"), self.resources)
            yield Shade(where, space)
            return
        state = State(matrix=times(six(list(pattern.get("/Matrix", Array(STILL)))), self.base))
        if pattern.get("/PaintType") == 2:  # noqa: PLR2004 - in the colour that is set
            base = self.state.fill.base or UNKNOWN
            state.fill = state.stroke = base
            state.fill_colour = state.stroke_colour = self.state.fill_colour
        for event in self._inner(pattern, "pattern", state, Dictionary()):
            # Its cell is painted again and again: what does not lie in the area is there as well.
            inside = event.where.box if meet(event.where.box, where.box) else where.box
            yield replace(event, where=replace(event.where, box=both(inside, where.box)))

    def on_shade(self, _: str, operands: list[Any]) -> Iterator[Event]:
        """Paint a gradient (`sh`)."""
        found = self._resource("/Shading", operands[0])
        space = read_space(found.get("/ColorSpace") if found is not None else None, self.resources)
        yield Shade(self._where(self.state.clip), space)

    # Forms and pictures -------------------------------------------------------------------------

    def on_draw(self, _: str, operands: list[Any]) -> Iterator[Event]:
        """Draw a picture or a form (`Do`)."""
        found = self._resource("/XObject", operands[0])
        if not isinstance(found, pikepdf.Stream):
            yield self._fault(f"{operands[0]} is not there")
            return
        if self.memory.hidden(found.get("/OC")):
            return
        kind = found.get("/Subtype")
        if kind == Name.Image:
            yield self._image(found)
        elif kind == Name.Form:
            yield from self._form(found, f"form {str(operands[0])[1:]}")
        elif kind == Name.PS:
            yield self._fault("a piece of PostScript")

    def _form(self, form: pikepdf.Object, name: str) -> Iterator[Event]:
        state = self.state.kept()
        state.matrix = times(six(list(form.get("/Matrix", Array(STILL)))), state.matrix)
        box = form.get("/BBox")
        if isinstance(box, Array) and len(box) == 4:  # noqa: PLR2004 - left, low, right, top
            left, low, right, top = (float(one) for one in box.as_list())
            corners = ((left, low), (right, low), (right, top), (left, top))
            state.clip = both(state.clip, box_of(moved(state.matrix, *one) for one in corners))
        group = form.get("/Group")
        if isinstance(group, Dictionary):
            yield group_of(group, self._where(state.clip), self.resources)
            # What is in a group is mixed by itself first (ISO 32000-1:2008, 11.6.6).
            state.around *= state.fill_opacity
            state.fill_opacity = state.stroke_opacity = 1.0
        yield from self._inner(form, name, state)

    def _image(self, image: pikepdf.Object) -> Picture:
        corners = [moved(self.state.matrix, *one) for one in ((0, 0), (1, 0), (1, 1), (0, 1))]
        pixels = (
            int(image.get("/Width", image.get("/W", 0))),
            int(image.get("/Height", image.get("/H", 0))),
        )
        stencil = bool(image.get("/ImageMask", image.get("/IM", False)))
        bits = 1 if stencil else int(image.get("/BitsPerComponent", image.get("/BPC", 8)))
        written = image.get("/ColorSpace", image.get("/CS"))
        filters = image.get("/Filter", image.get("/F", Array()))
        names = filters.as_list() if isinstance(filters, Array) else [filters]
        a, b, c, d, _, _ = self.state.matrix
        wide, high = hypot(a, b), hypot(c, d)
        ppi = min(
            (pixels[0] * 72 / wide) if wide else float("inf"),
            (pixels[1] * 72 / high) if high else float("inf"),
        )
        return Picture(
            where=self._where(box_of(corners)),
            space=GREY if stencil else read_space(written, self.resources),
            stencil=self.state.filling() if stencil else None,
            pixels=pixels,
            bits=bits,
            ppi=ppi,
            filters=tuple(str(one).removeprefix("/") for one in names),
        )

    def on_inline(self, _: str, operands: list[Any]) -> Iterator[Event]:
        """Draw a picture that stands in the stream (`BI`)."""
        yield self._image(operands[0].obj)

    # Words --------------------------------------------------------------------------------------

    def on_begin(self, _: str, __: list[Any]) -> None:
        """Begin words (`BT`)."""
        self.line = self.at = STILL

    def on_number(self, operator: str, operands: list[Any]) -> None:
        """Set how words are spaced and drawn (`Tc`, `Tw`, `TL`, `Ts`, `Tr`, `Tz`)."""
        number = float(operands[0])
        if operator == "Tr":
            self.state.mode = int(number)
        elif operator == "Tz":
            self.state.stretch = number / 100
        else:
            name = {"Tc": "letter_space", "Tw": "word_space", "TL": "leading", "Ts": "rise"}
            setattr(self.state, name[operator], number)

    def on_font(self, _: str, operands: list[Any]) -> None:
        """Set the font (`Tf`)."""
        self._set_font(self._resource("/Font", operands[0]), float(operands[1]))

    def _set_font(self, font: pikepdf.Object | None, size: float) -> None:
        self.state.size = size
        if not isinstance(font, Dictionary):
            self.state.font = self.state.drawings = None
            return
        self.state.font = self.memory.font(font)
        self.state.drawings = font if font.get("/Subtype") == Name.Type3 else None

    def on_move(self, operator: str, operands: list[Any]) -> None:
        """Go to where the next words stand (`Tm`, `Td`, `TD`, `T*`)."""
        if operator == "Tm":
            self.line = self.at = six(operands)
            return
        right, up = (0.0, -self.state.leading) if operator == "T*" else map(float, operands)
        if operator == "TD":
            self.state.leading = -up
        self.line = self.at = times((1.0, 0.0, 0.0, 1.0, right, up), self.line)

    def on_show(self, operator: str, operands: list[Any]) -> Iterator[Event]:
        """Show words (`Tj`, `TJ`, and with a new line)."""
        if operator == '"':
            self.state.word_space, self.state.letter_space = map(float, operands[:2])
        if operator in ("'", '"'):
            self.on_move("T*", [])
        state = self.state
        font = state.font
        if font is None:
            yield self._fault("words in a font that is not there")
            return
        begin = self.at
        shown = Shown(state, font, operands[-1] if operator == "TJ" else operands[-1:])
        self.at = times((1.0, 0.0, 0.0, 1.0, shown.length, 0.0), self.at)
        matrix = times(times((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), begin), state.matrix)
        ends = (-0.2 * state.size, 0.75 * state.size)
        corners = [moved(matrix, x, y) for x in (0.0, shown.length) for y in ends]
        where = self._where(box_of(corners))
        if state.drawings is not None:
            yield from self._drawn(state.drawings, shown.codes, matrix)
            return
        if state.mode == UNSEEN or not shown.codes:
            return
        fills = state.mode in (0, 2, 4, 6)
        strokes = state.mode in (1, 2, 5, 6)
        _, _, c, d, _, _ = matrix
        yield Words(
            where,
            state.filling() if fills else None,
            state.stroking() if strokes else None,
            abs(state.size) * hypot(c, d),
            font.face,
            state.size,
            shown.text,
            tuple(shown.words),
            matrix,
            state.around * state.fill_opacity,
        )
        for pattern, used in ((state.fill_pattern, fills), (state.stroke_pattern, strokes)):
            if used and pattern is not None:
                yield from self._pattern(pattern, where)

    def _drawn(self, font: pikepdf.Object, codes: bytes, matrix: Matrix) -> Iterator[Event]:
        """Yield what the glyphs of a Type 3 font paint, each of them once."""
        names: dict[int, str] = {}
        at = 0
        for one in font.get("/Encoding", Dictionary()).get("/Differences", Array()).as_list():
            if isinstance(one, Name):
                names[at] = str(one)
                at += 1
            else:
                at = int(one)
        size = self.state.size
        unit = six(list(font.FontMatrix))
        for code in sorted(set(codes)):
            glyph = font.CharProcs.get(names.get(code, ""))
            if not isinstance(glyph, pikepdf.Stream):
                continue
            state = self.state.kept()
            state.matrix = times(unit, times((size, 0.0, 0.0, size, 0.0, 0.0), matrix))
            yield from self._inner(glyph, "glyph", state, font.get("/Resources"))

    # Layers -------------------------------------------------------------------------------------

    def on_mark(self, operator: str, operands: list[Any]) -> None:
        """Begin marked content, which may be a layer (`BDC`, `BMC`)."""
        layer = None
        if operator == "BDC" and str(operands[0]) == "/OC":
            layer = self._resource("/Properties", operands[1])
        self.hidden.append(self.memory.hidden(layer))

    def on_unmark(self, _: str, __: list[Any]) -> None:
        """End marked content (`EMC`)."""
        if self.hidden:
            self.hidden.pop()


Handler = Callable[[Stream, str, list[Any]], Iterator[Event] | None]

_HANDLERS: Mapping[str, Handler] = {
    "q": Stream.on_save,
    "Q": Stream.on_restore,
    "cm": Stream.on_concat,
    "w": Stream.on_line_width,
    "gs": Stream.on_named_state,
    **dict.fromkeys(("g", "G", "rg", "RG", "k", "K"), Stream.on_device),
    **dict.fromkeys(("cs", "CS"), Stream.on_space),
    **dict.fromkeys(("sc", "SC", "scn", "SCN"), Stream.on_colour),
    **dict.fromkeys(("m", "l", "c", "v", "y"), Stream.on_point),
    "re": Stream.on_rectangle,
    **dict.fromkeys(("W", "W*"), Stream.on_clip),
    **dict.fromkeys(_ENDS, Stream.on_paint),
    "sh": Stream.on_shade,
    "Do": Stream.on_draw,
    INLINE: Stream.on_inline,
    "BT": Stream.on_begin,
    **dict.fromkeys(("Tc", "Tw", "TL", "Ts", "Tr", "Tz"), Stream.on_number),
    "Tf": Stream.on_font,
    **dict.fromkeys(("Tm", "Td", "TD", "T*"), Stream.on_move),
    **dict.fromkeys(_SHOWS, Stream.on_show),
    **dict.fromkeys(("BDC", "BMC"), Stream.on_mark),
    "EMC": Stream.on_unmark,
}
"""What is done for each operator; all others paint nothing."""


def _settings(found: pikepdf.Object) -> Iterator[tuple[str, object]]:
    """Yield what a graphics state sets, by the names that `State` has for it."""
    if "/LW" in found:
        yield "width", float(found.LW)
    if "/OP" in found:
        yield "strokes_over", bool(found.OP)
        yield "fills_over", bool(found.get("/op", found.OP))
    elif "/op" in found:
        yield "fills_over", bool(found.op)
    if "/OPM" in found:
        yield "over_mode", int(found.OPM)
    if "/ca" in found:
        yield "fill_opacity", float(found.ca)
    if "/CA" in found:
        yield "stroke_opacity", float(found.CA)


def group_of(
    group: pikepdf.Object, where: Where, resources: pikepdf.Object, *, light: bool = False
) -> Group:
    """Return what is mixed before it is painted."""
    space = group.get("/CS")
    return Group(where, None if space is None else read_space(space, resources), light)
