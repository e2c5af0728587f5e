"""Separation: everything in a file in inks, by one pass over its operators.

Content streams, forms in forms, patterns, shadings, soft masks, transparency groups and
pictures. Words and rules in black ink alone overprint what lies under them (OPM 1), so that
no paper shows at their edges when a plate wanders.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.pdf.content import (
    INLINE,
    MARKED,
    Instruction,
    Operation,
    operands_of,
    read_content,
    write_content,
)
from leaflet.press.colour import BLACK, Colours, lab_on_screen
from leaflet.press.functions import Tint, read_function, read_tint, write_sampled
from leaflet.press.pictures import inline_to_inks, to_inks

LUMINANCE = (0.3, 0.59, 0.11)
"""Shares of red, green and blue in how light a colour is (ISO 32000-1:2008, 11.5.3)."""

_INKS = 4

_DEVICES = {1: Name.DeviceGray, 3: Name.DeviceRGB, _INKS: Name.DeviceCMYK}
"""Spaces by how many parts a colour has."""

_SETS = {1: "g", 3: "rg"}
"""Operators that set a colour which is none of inks."""

_COLOURS = frozenset({"rg", "g", "k", "sc", "scn", "cs"})
_SCREEN = frozenset({"/DeviceRGB", "/DeviceGray", "/Lab"})
_PAINTED = _SCREEN | {"/DeviceCMYK"}
"""Spaces whose colours are written anew, as inks."""

_OF_SPOTS = frozenset({"/Separation", "/DeviceN"})

_KINDS = {"/XObject": "Do", "/Shading": "sh", "/ExtGState": "gs", "/Font": "Tf", "/Pattern": "scn"}
"""Kinds of resources that may hold colours, and the operator that draws each."""

_DRAWN_BY = {operator: kind for kind, operator in _KINDS.items()} | {"SCN": "/Pattern"}
_LOOKED_AT = frozenset(
    {*_COLOURS, *(one.upper() for one in _COLOURS), *_DRAWN_BY, *MARKED, "q", "Q", INLINE}
)
"""Operators that are rewritten or followed; all others are passed on."""

OVERPRINT = "/LeafletOverprint"
"""Start of the names of our four graphics states: stroke and fill, knocking out or not."""


class UnseparableError(Exception):
    """A file holds what layout never writes, and no rule here speaks of."""


MoveOut: TypeAlias = Callable[[Any, pikepdf.Object], pikepdf.Object]
"""Turns a picture inside a stream into one beside it."""

Used: TypeAlias = list[tuple[str, str]]
"""Kinds and names of the resources that a stream draws."""

Shade: TypeAlias = Callable[[float], Sequence[float]]
"""The colour of a gradient at a place along it."""

Paint: TypeAlias = Callable[[Sequence[float]], Sequence[float]]
"""Turns the parts of a colour, one, three or four of them, into those that are written."""


@dataclass(frozen=True, slots=True)
class _State:
    """What of the graphics state matters for colours."""

    fill: str = "/DeviceGray"
    stroke: str = "/DeviceGray"
    overprint: tuple[bool, bool] | None = None
    """Whether stroke and fill overprint; nothing before the first colour."""

    fill_tint: Tint | None = None
    """What the spot inks of fills look like, where that is wanted."""

    stroke_tint: Tint | None = None


class Separator:
    """Separates the objects of one file, each of them once."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Colours, *, spots: bool = True) -> None:
        """Prepare.

        Args:
            pdf: The file, which is changed in place.
            inks: What its colours become.
            spots: Whether spot inks stay; else they become what looks like them.
        """
        self.pdf = pdf
        self.inks = inks
        self._spots = spots
        self._seen: set[tuple[int, int]] = set()

    def run(self) -> None:
        """Separate every page.

        Raises:
            UnseparableError: something in the file is of no known kind.
        """
        for page in self.pdf.pages:
            self._group(page.obj)
            content, used = self._content(page, page.obj.Resources, self._paint)
            page.obj.Contents = self.pdf.make_stream(content)
            self._used(page.obj.Resources, used, self._paint)
        if not self.inks.in_process:
            return
        for thing in self.pdf.objects:
            # What nothing draws must not be left in the colours of a screen either.
            if isinstance(thing, (Dictionary, pikepdf.Stream)) and "/Resources" in thing:
                self._all(thing.Resources)
                _drop_spaces(thing.Resources)

    def _paint(self, parts: Sequence[float]) -> Sequence[float]:
        if len(parts) == 1:
            return self.inks.of_grey(parts[0])
        if len(parts) == 3:  # noqa: PLR2004 - red, green, blue
            return self.inks.of(*parts)
        cyan, magenta, yellow, black = parts
        return self.inks.of_cmyk((cyan, magenta, yellow, black))

    def _flat(self, parts: Sequence[float]) -> Sequence[float]:
        return self.inks.solid(self._paint(parts))

    def _first_time(self, thing: pikepdf.Object) -> bool:
        if thing.objgen == (0, 0):
            return True
        if thing.objgen in self._seen:
            return False
        self._seen.add(thing.objgen)
        return True

    def _group(self, holder: pikepdf.Object, space: Name = Name.DeviceCMYK) -> None:
        group = holder.get("/Group")
        if not self.inks.in_process and space == Name.DeviceCMYK:
            return
        if group is not None and group.get("/CS") is not None:
            group.CS = space

    def _content(
        self, stream: pikepdf.Object | pikepdf.Page, resources: pikepdf.Object, paint: Paint
    ) -> tuple[bytes, Used]:
        """Return a content stream in inks, without marks for tags, and what it draws."""
        flat = self._flat if paint == self._paint else paint
        rewriter = _Rewriter(resources, flat, self._move_out, tagged=not self.inks.in_process)
        rewriter.spots = self._spots
        rewritten: list[Operation | Instruction] = []
        for operator, instruction in read_content(stream):
            if operator in _LOOKED_AT:
                rewritten += rewriter.rewrite(operator, operands_of(instruction))
            else:
                rewritten.append(instruction)
        if rewriter.overprints:
            _add_overprint_states(resources)
        return write_content(rewritten), rewriter.used

    def _move_out(self, picture: Any, resources: pikepdf.Object) -> pikepdf.Object:  # noqa: ANN401 - a picture of pikepdf's
        """Return a picture that stands in a stream as one of its resources, in inks."""
        image = inline_to_inks(picture, self.pdf, resources, self.inks)
        self._seen.add(image.objgen)
        return image

    def _used(self, resources: pikepdf.Object, used: Used, paint: Paint) -> None:
        """Separate what a stream draws: by use, since masks and art may share resources."""
        for kind, name in used:
            group = resources.get(kind)
            if isinstance(group, Dictionary) and name in group and self._first_time(group[name]):
                self._converter(kind)(group[name], resources, paint)

    def _all(self, resources: pikepdf.Object) -> None:
        for kind in _KINDS:
            group = resources.get(kind)
            for thing in list(group.values()) if isinstance(group, Dictionary) else []:
                if self._first_time(thing):
                    self._converter(kind)(thing, resources, self._paint)

    def _converter(self, kind: str) -> Callable[[pikepdf.Object, pikepdf.Object, Paint], None]:
        return {
            "/XObject": self._xobject,
            "/Pattern": self._pattern,
            "/Shading": self._shading,
            "/ExtGState": self._soft_mask,
            "/Font": self._type3,
        }[kind]

    def _xobject(self, thing: pikepdf.Object, around: pikepdf.Object, paint: Paint) -> None:
        if thing.Subtype == Name.Image:
            self._refuse_spots(thing.get("/ColorSpace"), "a picture")
            to_inks(thing, self.inks)
            return
        self._group(thing)
        self._form(thing, around, paint)

    def _refuse_spots(self, space: pikepdf.Object | None, what: str) -> None:
        """Refuse what is in spot inks and would have to be turned into others."""
        if not self._spots and space is not None and _kind(space) in _OF_SPOTS:
            msg = f"{what} in spot inks"
            raise UnseparableError(msg)

    def _form(self, form: pikepdf.Object, around: pikepdf.Object, paint: Paint) -> None:
        resources = form.get("/Resources", around)
        content, used = self._content(form, resources, paint)
        form.write(content)
        self._used(resources, used, paint)

    def _pattern(self, pattern: pikepdf.Object, around: pikepdf.Object, paint: Paint) -> None:
        if "/Shading" in pattern:
            self._shading(pattern.Shading, around, paint)
        else:
            self._form(pattern, around, paint)

    def _type3(self, font: pikepdf.Object, around: pikepdf.Object, paint: Paint) -> None:
        if font.get("/Subtype") != Name.Type3:
            return
        resources = font.get("/Resources", around)
        for glyph in font.CharProcs.values():
            content, used = self._content(glyph, resources, paint)
            glyph.write(content)
            self._used(resources, used, paint)

    def _soft_mask(self, state: pikepdf.Object, around: pikepdf.Object, _: Paint) -> None:
        mask = state.get("/SMask")
        if not isinstance(mask, Dictionary) or not self._first_time(mask.G):
            return
        light = mask.get("/S") == Name.Luminosity
        self._group(mask.G, Name.DeviceGray if light else Name.DeviceCMYK)
        self._form(mask.G, around, luminance if light else self._paint)
        if light and "/BC" in mask:
            mask.BC = Array(luminance([float(one) for one in mask.BC.as_list()]))

    def _shading(self, shading: pikepdf.Object, _: pikepdf.Object, paint: Paint) -> None:
        space = _kind(shading.ColorSpace)
        self._refuse_spots(shading.ColorSpace, "a gradient")
        stays = space == "/DeviceCMYK" and self.inks.keeps_cmyk
        if stays or space in ("/Separation", "/DeviceN"):
            return
        if "/Function" not in shading:
            msg = f"a shading of type {shading.ShadingType} without a function"
            raise UnseparableError(msg)
        colours = read_function(shading.Function)
        domain = [float(one) for one in shading.get("/Domain", Array([0, 1])).as_list()]
        painted: Shade = lambda x: paint(colours(x))  # noqa: E731 - shorter than its name
        if self.inks.rough and paint == self._paint:
            painted = _smooth(painted, domain)
        shading.Function = write_sampled(self.pdf, painted, domain)
        shading.ColorSpace = _DEVICES[len(paint([0, 0, 0]))]
        if "/Background" in shading:
            shading.Background = Array(paint([float(x) for x in shading.Background.as_list()]))


SMOOTH = 5
"""Samples of a gradient, of 256, on either side of one that it is a mean of: colours that lie close
together may become inks that do not, and would show as stripes."""


def _smooth(painted: Shade, domain: Sequence[float]) -> Shade:
    """Return what a gradient becomes, without stripes."""
    low, high = domain
    step = (high - low) / 255

    def at(x: float) -> list[float]:
        around = [min(max(x + one * step, low), high) for one in range(-SMOOTH, SMOOTH + 1)]
        parts = [painted(one) for one in around]
        return [sum(one) / len(parts) for one in zip(*parts, strict=True)]

    return at


def luminance(parts: Sequence[float]) -> list[float]:
    """Return how light a colour is, for a mask that works by light.

    >>> luminance([1, 1, 1])
    [1.0]
    """
    if len(parts) == 1:
        return [parts[0]]
    if len(parts) == 4:  # noqa: PLR2004 - inks take light away
        cyan, magenta, yellow, black = parts
        parts = [max(0.0, 1 - ink - black) for ink in (cyan, magenta, yellow)]
    return [round(sum(a * b for a, b in zip(LUMINANCE, parts, strict=True)), 4)]


class _Rewriter:
    """Rewrites the operators of one stream."""

    def __init__(
        self, resources: pikepdf.Object, paint: Paint, move_out: MoveOut, *, tagged: bool
    ) -> None:
        self.resources = resources
        self.paint = paint
        self.move_out = move_out
        self.state = _State()
        self.stack: list[_State] = []
        self.overprints = False
        self.used: Used = []
        self.tagged = tagged
        """Whether marks for tags stay."""

        self.parts = len(paint([0.0]))
        self.spots = True
        """Whether spot inks stay."""

    def rewrite(self, operator: str, operands: list[Any]) -> Iterator[Operation]:
        """Yield an operation in inks; marks for tags are left out.

        Raises:
            UnseparableError: a picture stands inside the stream.
        """
        if operator in MARKED:
            if self.tagged:
                yield operator, operands
            return
        kind = _DRAWN_BY.get(operator)
        if kind and operands:
            name = operands[0] if kind == "/Font" else operands[-1]
            if isinstance(name, Name):
                self.used.append((kind, str(name)))
        if operator.lower() in _COLOURS:
            yield from self._colour(operator, operands)
            return
        if operator == "q":
            self.stack.append(self.state)
        elif operator == "Q" and self.stack:
            self.state = self.stack.pop()
        elif operator == INLINE:
            yield from self._inline(operands[0])
            return
        yield operator, operands

    def _inline(self, picture: Any) -> Iterator[Operation]:  # noqa: ANN401 - a picture of pikepdf's
        """Yield a picture that stood in the stream as one of the resources, in inks."""
        pictures = self.resources.get("/XObject")
        if pictures is None:
            pictures = self.resources.XObject = Dictionary()
        name = f"/LeafletInline{len(pictures.keys())}"
        pictures[name] = self.move_out(picture, self.resources)
        yield "Do", [Name(name)]

    def _colour(self, operator: str, operands: list[Any]) -> Iterator[Operation]:
        stroke, kind = operator.isupper(), operator.lower()
        if kind == "cs":
            yield from self._into_space(operator, operands)
        elif kind in ("sc", "scn"):
            yield from self._in_space(operator, operands)
        else:
            self._set(operator, {"rg": "/DeviceRGB", "g": "/DeviceGray", "k": "/DeviceCMYK"}[kind])
            yield from self._painted([float(one) for one in operands], stroke=stroke)

    def _into_space(self, operator: str, operands: list[Any]) -> Iterator[Operation]:
        written = self._space(operands[0])
        space = _kind(written)
        self._set(operator, space)
        if not self.spots and space in _OF_SPOTS and not _on_all_plates(written):
            yield from self._into_tints(operator, written)
            return
        if space in _SCREEN:
            # The first colour of a space is black.
            yield from self._painted([0.0], stroke=operator.isupper())
            return
        if space == "/PatternOfColour":
            self._space(operands[0])[1] = _DEVICES[self.parts]
        yield operator, operands

    def _into_tints(self, operator: str, space: pikepdf.Object) -> Iterator[Operation]:
        """Paint in what looks like spot inks, from here on; the first tint is a full one."""
        inks = len(space[1]) if isinstance(space[1], Array) else 1
        tint = read_tint(space[3], inks)
        if operator.isupper():
            self.state = replace(self.state, stroke_tint=tint)
        else:
            self.state = replace(self.state, fill_tint=tint)
        yield from self._painted(tint([1.0] * inks), stroke=operator.isupper())

    def _in_space(self, operator: str, operands: list[Any]) -> Iterator[Operation]:
        space = self.state.stroke if operator.isupper() else self.state.fill
        tint = self.state.stroke_tint if operator.isupper() else self.state.fill_tint
        if space in _OF_SPOTS and tint:
            parts = tint([float(one) for one in operands])
            yield from self._painted(parts, stroke=operator.isupper())
        elif space in _PAINTED:
            parts = [float(one) for one in operands]
            if space == "/Lab":
                parts = list(lab_on_screen(*parts))
            yield from self._painted(parts, stroke=operator.isupper())
        elif space == "/PatternOfColour":
            colour = self.paint([float(one) for one in operands[:-1]])
            yield operator, [*colour, operands[-1]]
        else:
            yield operator, operands

    def _set(self, operator: str, space: str) -> None:
        if operator.isupper():
            self.state = replace(self.state, stroke=space, stroke_tint=None)
        else:
            self.state = replace(self.state, fill=space, fill_tint=None)

    def _space(self, name: pikepdf.Object) -> pikepdf.Object:
        spaces = self.resources.get("/ColorSpace")
        return spaces[str(name)] if spaces is not None and str(name) in spaces else name

    def _painted(
        self,
        parts: Sequence[float],
        *,
        stroke: bool,
    ) -> Iterator[Operation]:
        colour = self.paint(parts)
        if self.parts != _INKS:
            operator = _SETS[self.parts]
            yield operator.upper() if stroke else operator, list(colour)
            return
        black = tuple(colour) == BLACK
        strokes, fills = self.state.overprint or (False, False)
        wanted = (black, fills) if stroke else (strokes, black)
        if wanted != self.state.overprint:
            self.state = replace(self.state, overprint=wanted)
            self.overprints = True
            yield "gs", [Name(_overprint_name(wanted))]
        yield "K" if stroke else "k", list(colour)


def _on_all_plates(space: pikepdf.Object) -> bool:
    """Say whether a space prints on every plate, as marks do, or on none."""
    return str(space[1]) in ("/All", "/None")


def _drop_spaces(resources: pikepdf.Object) -> None:
    """Take out colour spaces of a screen that are only named: nothing is painted in them."""
    spaces = resources.get("/ColorSpace", Dictionary())
    for name, space in list(spaces.items()):
        if _kind(space) in _SCREEN:
            del spaces[name]
    if "/ColorSpace" in resources and not spaces.keys():
        del resources.ColorSpace


def _overprint_name(wanted: tuple[bool, bool]) -> str:
    return f"{OVERPRINT}{int(wanted[0])}{int(wanted[1])}"


def _add_overprint_states(resources: pikepdf.Object) -> None:
    states = resources.get("/ExtGState")
    if states is None:
        states = resources.ExtGState = Dictionary()
    for strokes in (False, True):
        for fills in (False, True):
            states[_overprint_name((strokes, fills))] = Dictionary(OP=strokes, op=fills, OPM=1)


def _kind(space: pikepdf.Object) -> str:
    """Return the colour space as one of the device's, by how many parts its colours have."""
    if isinstance(space, Name):
        return {"/CalRGB": "/DeviceRGB", "/CalGray": "/DeviceGray"}.get(str(space), str(space))
    family = str(space[0])
    if family == "/ICCBased":
        return {1: "/DeviceGray", 3: "/DeviceRGB", 4: "/DeviceCMYK"}[int(space[1].N)]
    if family == "/Pattern":
        return "/PatternOfColour" if len(space) > 1 else "/Pattern"
    return {"/CalRGB": "/DeviceRGB", "/CalGray": "/DeviceGray"}.get(family, family)
