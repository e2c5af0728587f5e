"""Plates: what each ink prints, out of our own walk over a separated file.

Viewers ignore the output intent and overprint. Here the inks are drawn by themselves, dark where
they print: cyan, magenta and yellow as what they take from red, green and blue, black as grey.
Only black overprints in a separated file: it is left out of the other inks' file, so that what
lies under it shows, as it will on paper.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from leaflet.pdf.content import (
    Contents,
    Instruction,
    Operation,
    operands_of,
    write_content,
)
from leaflet.press.functions import read_function, write_sampled
from leaflet.press.marks import REGISTRATION
from leaflet.press.pictures import put_stencil, shares
from leaflet.press.separate import OVERPRINT
from leaflet.raster import pictures

INKS = ("cyan", "magenta", "yellow", "black")
"""The inks of a separated file, in the order in which PDF names their parts."""

BLACK = 3

_BANDS = (slice(0, BLACK), slice(BLACK, BLACK + 1))
"""The inks of each file: those with a colour, and black."""

_EACH = tuple(slice(ink, ink + 1) for ink in range(len(INKS)))
"""The inks of each file where every plate has one of its own."""

_DEVICES = {1: Name.DeviceGray, BLACK: Name.DeviceRGB}
"""The colour space of a file by how many inks it shows."""

_SETS = {1: "g", BLACK: "rg"}
"""The operator that sets a colour in it."""

_COLOURS = frozenset({"k", "K", "g", "G"})
_SETS_SPACE = frozenset({"cs", "CS", "scn", "SCN"})
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
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

_LOOKED_AT = frozenset({*_COLOURS, *_SETS_SPACE, *_SHOWS, *_PAINT, "q", "Q", "gs", "Tr"})
"""Operators that are rewritten or followed; all others are the same on every plate."""


@dataclass(frozen=True, slots=True)
class Plates:
    """The plates of a file."""

    colours: bytes
    """A PDF in the colours of a screen: red, green and blue show cyan, magenta and yellow."""

    black: bytes
    """A grey PDF that shows black."""

    def inked(self, dpi: float, *, quick: bool = False) -> Iterator[Image.Image]:
        """Yield each page as a CMYK picture (255 is full ink) at `dpi` pixels an inch.

        Args:
            dpi: Pixels an inch.
            quick: Take less time, for pictures that nobody looks at, see `raster.pictures`.
        """
        both = (pictures(self.colours, dpi=dpi), pictures(self.black, dpi=dpi, quick=quick))
        for colours, black in zip(*both, strict=True):
            bands = (*ImageChops.invert(colours).split(), ImageChops.invert(black.getchannel(0)))
            yield Image.merge("CMYK", bands)


def plates(separated: bytes, contents: Contents | None = None) -> Plates:
    """Return the plates of a file that `separate` made.

    Args:
        separated: The file.
        contents: Its content streams, where it was read already.
    """
    with pikepdf.open(io.BytesIO(separated)) as pdf:
        colours, black = _files(pdf, contents or Contents(), _BANDS)
        return Plates(colours, black)


def each_plate(separated: bytes) -> dict[str, bytes]:
    """Return a grey PDF of each plate of a file that `separate` made, by the name of its ink."""
    with pikepdf.open(io.BytesIO(separated)) as pdf:
        return dict(zip(INKS, _files(pdf, Contents(), _EACH), strict=True))


@dataclass(frozen=True, slots=True)
class _Part:
    """A stream of the file, and what it holds in each of the two files."""

    stream: pikepdf.Object
    data: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class _Spaced:
    """What names the colour space that it is in."""

    holder: pikepdf.Object
    key: str | int


def _files(pdf: pikepdf.Pdf, contents: Contents, bands: Sequence[slice]) -> list[bytes]:
    """Return a file for each of several groups of inks."""
    if "/OutputIntents" in pdf.Root:
        del pdf.Root.OutputIntents
    found = _Walk(pdf, contents, bands)
    return [_file(pdf, found, number, _size(one)) for number, one in enumerate(bands)]


def _size(band: slice) -> int:
    return int(band.stop - band.start)


def _file(pdf: pikepdf.Pdf, found: "_Walk", number: int, inks: int) -> bytes:
    for part in found.parts:
        part.stream.write(part.data[number])
    for one in found.spaced:
        one.holder[one.key] = _DEVICES[inks]
    for function in found.functions:
        function.Range = Array([0, 1] * inks)
    stream = io.BytesIO()
    pdf.save(stream, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return stream.getvalue()


class _Walk:
    """Goes through a file once, and finds what each of its streams holds in each file."""

    def __init__(self, pdf: pikepdf.Pdf, contents: Contents, bands: Sequence[slice]) -> None:
        self._bands = bands
        self.parts: list[_Part] = []
        self.spaced: list[_Spaced] = []
        self.functions: list[pikepdf.Object] = []
        """Those of gradients: what they give is as many numbers as a file has inks."""

        self._pdf = pdf
        self._contents = contents
        self._seen = light_masks(pdf)
        for page in pdf.pages:
            content = self._content(page)
            page.obj.Contents = pdf.make_stream(b"")
            self.parts.append(_Part(page.obj.Contents, content))
            self._group(page.obj)
            self._resources(page.obj.Resources)

    def _content(self, stream: pikepdf.Object | pikepdf.Page) -> tuple[bytes, ...]:
        """Return a content stream as it is in each file.

        Most operations are the same in both: runs of them are written once.
        """
        writer = _Writer(self._bands)
        for operator, instruction in self._contents.read(stream)[1]:
            writer.take(operator, instruction)
        return writer.streams()

    def _group(self, holder: pikepdf.Object) -> None:
        if "/Group" in holder and "/CS" in holder.Group:
            self.spaced.append(_Spaced(holder.Group, "/CS"))

    def _resources(self, resources: pikepdf.Object) -> None:
        for kind in ("/XObject", "/Pattern", "/Shading", "/Font", "/ColorSpace"):
            group = resources.get(kind)
            for thing in list(group.values()) if isinstance(group, Dictionary) else []:
                if thing.objgen != (0, 0):
                    if thing.objgen in self._seen:
                        continue
                    self._seen.add(thing.objgen)
                self._thing(kind, thing)

    def _thing(self, kind: str, thing: pikepdf.Object) -> None:
        if kind == "/ColorSpace":
            if isinstance(thing, Array) and list(thing) == [Name.Pattern, Name.DeviceCMYK]:
                self.spaced.append(_Spaced(thing, 1))
        elif kind == "/Font":
            self._drawn_glyphs(thing)
        elif kind == "/XObject" and thing.Subtype == Name.Image:
            self._picture(thing)
        elif kind == "/XObject" or (kind == "/Pattern" and "/Shading" not in thing):
            self._group(thing)
            self._drawing(thing)
        else:
            self._shading(thing.Shading if kind == "/Pattern" else thing)

    def _drawing(self, stream: pikepdf.Object) -> None:
        self.parts.append(_Part(stream, self._content(stream)))
        if "/Resources" in stream:
            self._resources(stream.Resources)

    def _drawn_glyphs(self, font: pikepdf.Object) -> None:
        """Go through the glyphs of a font whose glyphs are drawings."""
        if font.get("/Subtype") != Name.Type3:
            return
        for glyph in font.CharProcs.values():
            if glyph.objgen not in self._seen:
                self._seen.add(glyph.objgen)
                self._drawing(glyph)
        if "/Resources" in font:
            self._resources(font.Resources)

    def _shading(self, shading: pikepdf.Object) -> None:
        """Split the function of a gradient in inks."""
        if shading.ColorSpace == Name.DeviceGray:  # which is black, and light on the other plates
            function = shading.Function = self._sampled(shading)
            black = function.read_bytes()
            light = _inverted(bytes(len(black)))
            data = tuple(
                black if band.stop > BLACK else light * _size(band) for band in self._bands
            )
        elif shading.ColorSpace == Name.DeviceCMYK:
            function = shading.Function = self._sampled(shading)
            inks = _inverted(function.read_bytes())
            samples = [inks[at : at + len(INKS)] for at in range(0, len(inks), len(INKS))]
            data = tuple(
                bytes(one for sample in samples for one in sample[band]) for band in self._bands
            )
        else:
            return
        self.parts.append(_Part(function, data))
        self.spaced.append(_Spaced(shading, "/ColorSpace"))
        self.functions.append(function)

    def _sampled(self, shading: pikepdf.Object) -> pikepdf.Object:
        """Return the function of a shading as samples, which can be split."""
        domain = [float(one) for one in shading.get("/Domain", Array([0, 1])).as_list()]
        return write_sampled(self._pdf, read_function(shading.Function), domain)

    def _picture(self, image: pikepdf.Object) -> None:
        """Split a picture; a grey one is of black ink."""
        picture = None if image.get("/ImageMask") else shares(image)
        if picture is None:
            return
        put_stencil(image)
        if picture.mode == "L":
            black, light = picture.tobytes(), _inverted(bytes(picture.width * picture.height))
            data = tuple(black if band.stop > BLACK else light for band in self._bands)
            self.parts.append(_Part(image, data))
            image.ColorSpace = Name.DeviceGray
        else:
            inks = [ImageChops.invert(one) for one in picture.split()]
            data = tuple(
                (Image.merge("RGB", inks[band]) if _size(band) > 1 else inks[band][0]).tobytes()
                for band in self._bands
            )
            self.parts.append(_Part(image, data))
            self.spaced.append(_Spaced(image, "/ColorSpace"))
        image.BitsPerComponent = 8
        for name in ("/Decode", "/DecodeParms"):
            if name in image:
                del image[name]


def light_masks(pdf: pikepdf.Pdf) -> set[tuple[int, int]]:
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


def _inverted(data: bytes) -> bytes:
    """Return shares of ink as shares of light."""
    return data.translate(_INVERSE)


_INVERSE = bytes(range(255, -1, -1))


@dataclass(frozen=True, slots=True)
class _State:
    """What of the graphics state decides whether something shows on a plate."""

    strokes_over: bool = False
    fills_over: bool = False
    fill: tuple[float, ...] = ()
    """The inks of fills; empty for a colour that is not of four inks, which never overprints."""

    stroke: tuple[float, ...] = ()
    mode: int = 0
    """How words are drawn (ISO 32000-1:2008, 9.3.6)."""

    def hidden(self, band: slice) -> tuple[bool, bool]:
        """Return whether fills, and strokes, leave the file of some inks as it is."""
        return (
            self.fills_over and bool(self.fill) and not any(self.fill[band]),
            self.strokes_over and bool(self.stroke) and not any(self.stroke[band]),
        )


class _Writer:
    """Writes one content stream for all files."""

    def __init__(self, bands: Sequence[slice]) -> None:
        self._bands = bands
        self._state = _State()
        self._stack: list[_State] = []
        self._alike: list[Operation | Instruction] = []
        self._streams: list[list[bytes]] = [[] for _ in bands]

    def streams(self) -> tuple[bytes, ...]:
        """Return what was written, by file."""
        self._write_alike()
        return tuple(b"\n".join(parts) for parts in self._streams)

    def take(self, operator: str, instruction: Instruction) -> None:
        """Write one instruction."""
        if operator not in _LOOKED_AT:
            self._alike.append(instruction)
            return
        operands = operands_of(instruction)
        if operator == "q":
            self._stack.append(self._state)
        elif operator == "Q" and self._stack:
            self._state = self._stack.pop()
        elif operator == "gs":
            self._overprint(str(operands[0]))
        elif operator == "Tr":
            self._state = replace(self._state, mode=int(operands[0]))
        if operator in _COLOURS:
            self._colour(operator, tuple(float(value) for value in operands))
        elif operator in _SETS_SPACE:
            self._other_colour(operator, operands, instruction)
        elif operator in _SHOWS or operator in _PAINT:
            self._painted(operator, operands)
        else:
            self._alike.append(instruction)

    def _other_colour(self, operator: str, operands: list[Any], instruction: Instruction) -> None:
        """Write a colour that is not of four inks: a pattern, or registration."""
        self._set(operator, ())
        if operator in ("cs", "CS") and str(operands[0]) == REGISTRATION:
            return
        if operator in ("cs", "CS"):
            self._alike.append(instruction)
        elif not isinstance(operands[-1], Name):
            # Only registration is written like this: it prints on every plate.
            self._alike.append(("G" if operator == "SCN" else "g", [1 - float(operands[0])]))
        elif len(operands) == len(INKS) + 1:  # a pattern, and the inks that it is painted in
            self._write_alike()
            lights = [1 - float(one) for one in operands[:-1]]
            for stream, bands in zip(self._streams, self._bands, strict=True):
                stream.append(write_content([(operator, [*lights[bands], operands[-1]])]))
        else:
            self._alike.append(instruction)

    def _set(self, operator: str, inks: tuple[float, ...]) -> None:
        if operator.isupper():
            self._state = replace(self._state, stroke=inks)
        else:
            self._state = replace(self._state, fill=inks)

    def _write_alike(self) -> None:
        if self._alike:
            alike = write_content(self._alike)
            for stream in self._streams:
                stream.append(alike)
            self._alike = []

    def _overprint(self, name: str) -> None:
        if name.startswith(OVERPRINT):
            strokes, fills = (sign == "1" for sign in name[-2:])
            self._state = replace(self._state, strokes_over=strokes, fills_over=fills)

    def _colour(self, operator: str, parts: tuple[float, ...]) -> None:
        grey = len(parts) == 1
        lights = (1.0, 1.0, 1.0, parts[0]) if grey else tuple(1 - one for one in parts)
        self._set(operator, () if grey else parts)
        self._write_alike()
        for stream, band in zip(self._streams, self._bands, strict=True):
            sets = _SETS[_size(band)]
            shown = [f"{one:.4f}" for one in lights[band]]
            stream.append(" ".join([*shown, sets.upper() if operator.isupper() else sets]).encode())

    def _painted(self, operator: str, operands: list[Any]) -> None:
        hidden = [self._state.hidden(band) for band in self._bands]
        if not any(map(any, hidden)):
            self._alike.append((operator, operands))
            return
        self._write_alike()
        for stream, (no_fill, no_stroke) in zip(self._streams, hidden, strict=True):
            made: list[Operation] = [(operator, operands)]
            if operator in _PAINT and (no_fill or no_stroke):
                made = [(_PAINT[operator][2 if no_fill and no_stroke else 0 if no_fill else 1], [])]
            elif operator in _SHOWS and no_fill and self._state.mode == 0:
                made = [("Tr", [3]), *made, ("Tr", [0])]
            stream.append(write_content(made))
