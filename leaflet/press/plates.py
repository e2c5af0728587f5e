"""Plates: one grey file per ink, out of our own walk over a separated file.

Viewers ignore the output intent and overprint. Here each ink is drawn by itself, black where
it prints: what overprints with none of an ink is left out of that ink's plate, so that what
lies under it shows, as it will on paper.
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from leaflet.press.content import Operation, read_content, write_content
from leaflet.press.marks import REGISTRATION
from leaflet.press.separate import OVERPRINT
from leaflet.raster import pictures

INKS = ("cyan", "magenta", "yellow", "black")
"""The inks of a separated file, in the order in which PDF names their parts."""

BLACK = 3

_SHOW = frozenset({"Tj", "TJ", "'", '"'})
_PAINT = {
    # operator: what is left of it without its fill, without its stroke, without both
    "f": ("n", "f", "n"),
    "F": ("n", "f", "n"),
    "f*": ("n", "f*", "n"),
    "S": ("S", "n", "n"),
    "s": ("s", "n", "n"),
    "B": ("S", "f", "n"),
    "B*": ("S", "f*", "n"),
    "b": ("s", "f", "n"),
    "b*": ("s", "f*", "n"),
}


@dataclass(frozen=True, slots=True)
class Plates:
    """The plates of a file."""

    files: tuple[bytes, ...]
    """One grey PDF an ink, in the order of `INKS`."""

    def inked(self, dpi: float) -> Iterator[Image.Image]:
        """Yield each page as a CMYK picture (255 is full ink) at `dpi` pixels an inch."""
        plates = [pictures(file, dpi=dpi) for file in self.files]
        for page in zip(*plates, strict=True):
            greys = [one.convert("L").point(lambda light: 255 - light) for one in page]
            yield Image.merge("CMYK", greys)


def plates(separated: bytes) -> Plates:
    """Return the plates of a file that `separate` made."""
    return Plates(tuple(_plate(separated, ink) for ink in range(len(INKS))))


def _plate(separated: bytes, ink: int) -> bytes:
    with pikepdf.open(io.BytesIO(separated)) as pdf:
        for page in pdf.pages:
            page.obj.Contents = pdf.make_stream(_Plate(ink).content(page))
            _to_grey(page.obj)
        seen = _masks(pdf)
        for page in pdf.pages:
            _resources(page.obj.Resources, ink, seen)
        del pdf.Root.OutputIntents
        stream = io.BytesIO()
        pdf.save(stream, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return stream.getvalue()


def _masks(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
    """Return the forms that mask by how light they are: they hold no ink, so they stay."""
    masks = set()
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, pikepdf.Stream)):
            continue
        for holder in (thing, thing.get("/Resources", Dictionary())):
            states = holder.get("/ExtGState", Dictionary())
            for state in [thing, *states.values()]:
                mask = state.get("/SMask")
                if isinstance(mask, Dictionary) and "/G" in mask:
                    masks.add(mask.G.objgen)
    return masks


def _resources(resources: pikepdf.Object, ink: int, seen: set[tuple[int, int]]) -> None:
    for kind in ("/XObject", "/Pattern", "/Shading", "/ExtGState", "/ColorSpace"):
        group = resources.get(kind)
        for thing in list(group.values()) if isinstance(group, Dictionary) else []:
            if thing.objgen != (0, 0):
                if thing.objgen in seen:
                    continue
                seen.add(thing.objgen)
            _thing(kind, thing, ink, seen)


def _thing(kind: str, thing: pikepdf.Object, ink: int, seen: set[tuple[int, int]]) -> None:
    if kind == "/XObject" and thing.Subtype == Name.Image:
        _picture(thing, ink)
    elif kind == "/XObject" or (kind == "/Pattern" and "/Shading" not in thing):
        _to_grey(thing)
        if "/Resources" in thing:
            thing.write(_Plate(ink).content(thing))
            _resources(thing.Resources, ink, seen)
    elif kind in ("/Pattern", "/Shading"):
        _shading(thing.Shading if kind == "/Pattern" else thing, ink)


def _to_grey(holder: pikepdf.Object) -> None:
    if "/Group" in holder and "/CS" in holder.Group:
        holder.Group.CS = Name.DeviceGray


def _shading(shading: pikepdf.Object, ink: int) -> None:
    """Keep one ink of a sampled function."""
    if shading.ColorSpace != Name.DeviceCMYK:
        return
    function = shading.Function
    data = function.read_bytes()
    function.write(bytes(255 - value for value in data[ink :: len(INKS)]))
    function.Range = Array([0, 1])
    shading.ColorSpace = Name.DeviceGray


def _picture(image: pikepdf.Object, ink: int) -> None:
    """Keep one ink of a picture; a grey one is of black ink."""
    if image.get("/ImageMask"):
        return
    if image.get("/ColorSpace") == Name.DeviceGray:
        if ink != BLACK:
            size = (int(image.Width), int(image.Height))
            _write_grey(image, Image.new("L", size, 255))
        return
    picture = pikepdf.PdfImage(cast("pikepdf.Stream", image)).as_pil_image()
    if picture.mode == "CMYK":
        _write_grey(image, picture.getchannel(ink).point(lambda value: 255 - value))


def _write_grey(image: pikepdf.Object, picture: Image.Image) -> None:
    image.write(picture.tobytes())
    image.ColorSpace = Name.DeviceGray
    image.BitsPerComponent = 8
    for name in ("/Decode", "/DecodeParms"):
        if name in image:
            del image[name]


@dataclass(frozen=True, slots=True)
class _State:
    """What of the graphics state decides whether something shows on a plate."""

    strokes_over: bool = False
    fills_over: bool = False
    fill_none: bool = False
    """Whether the colour of fills holds none of this ink."""

    stroke_none: bool = False
    mode: int = 0
    """How words are drawn (ISO 32000-1:2008, 9.3.6)."""


class _Plate:
    """Rewrites one content stream for one ink."""

    def __init__(self, ink: int) -> None:
        self.ink = ink
        self.state = _State()
        self.stack: list[_State] = []

    def content(self, stream: pikepdf.Object | pikepdf.Page) -> bytes:
        """Return the stream in grey."""
        return write_content(made for one in read_content(stream) for made in self._one(*one))

    def _one(self, operator: str, operands: list[Any]) -> Iterator[Operation]:
        if operator == "q":
            self.stack.append(self.state)
        elif operator == "Q" and self.stack:
            self.state = self.stack.pop()
        elif operator == "gs":
            self._overprint(str(operands[0]))
        elif operator == "Tr":
            self.state = replace(self.state, mode=int(operands[0]))
        if operator in ("k", "K", "g", "G"):
            yield from self._colour(operator, [float(value) for value in operands])
        elif operator in ("cs", "CS") and str(operands[0]) == REGISTRATION:
            return
        elif operator in ("scn", "SCN") and not isinstance(operands[-1], Name):
            # Only registration is written like this: it prints on every plate.
            yield "G" if operator == "SCN" else "g", [1 - float(operands[0])]
        else:
            yield from self._painted(operator, operands)

    def _overprint(self, name: str) -> None:
        if name.startswith(OVERPRINT):
            strokes, fills = (sign == "1" for sign in name[-2:])
            self.state = replace(self.state, strokes_over=strokes, fills_over=fills)

    def _colour(self, operator: str, parts: list[float]) -> Iterator[Operation]:
        if len(parts) == 1:
            amount = 1 - parts[0] if self.ink == BLACK else 0.0
        else:
            amount = parts[self.ink]
        none = len(parts) > 1 and amount == 0
        if operator.isupper():
            self.state = replace(self.state, stroke_none=none)
        else:
            self.state = replace(self.state, fill_none=none)
        yield "G" if operator.isupper() else "g", [round(1 - amount, 4)]

    def _painted(self, operator: str, operands: list[Any]) -> Iterator[Operation]:
        state = self.state
        no_fill = state.fills_over and state.fill_none
        no_stroke = state.strokes_over and state.stroke_none
        if operator in _PAINT and (no_fill or no_stroke):
            yield _PAINT[operator][2 if no_fill and no_stroke else 0 if no_fill else 1], []
        elif operator in _SHOW and no_fill and state.mode == 0:
            yield "Tr", [3]
            yield operator, operands
            yield "Tr", [0]
        else:
            yield operator, operands
