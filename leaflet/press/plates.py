"""Plates: one grey file per ink, out of our own walk over a separated file.

Viewers ignore the output intent and overprint. Here each ink is drawn by itself, black where
it prints: what overprints with none of an ink is left out of that ink's plate, so that what
lies under it shows, as it will on paper.
"""

import io
from collections.abc import Iterator
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
from leaflet.press.marks import REGISTRATION
from leaflet.press.pictures import put_stencil, shares
from leaflet.press.separate import OVERPRINT
from leaflet.raster import pictures

INKS = ("cyan", "magenta", "yellow", "black")
"""The inks of a separated file, in the order in which PDF names their parts."""

BLACK = 3

_COLOURS = frozenset({"k", "K", "g", "G"})
_SPACES = frozenset({"cs", "CS", "scn", "SCN"})
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

_LOOKED_AT = frozenset({*_COLOURS, *_SPACES, *_SHOWS, *_PAINT, "q", "Q", "gs", "Tr"})
"""Operators that are rewritten or followed; all others are the same on every plate."""


@dataclass(frozen=True, slots=True)
class Plates:
    """The plates of a file."""

    files: tuple[bytes, ...]
    """One grey PDF an ink, in the order of `INKS`."""

    def inked(self, dpi: float, *, quick: bool = False) -> Iterator[Image.Image]:
        """Yield each page as a CMYK picture (255 is full ink) at `dpi` pixels an inch.

        Args:
            dpi: Pixels an inch.
            quick: Take less time, for pictures that nobody looks at, see `raster.pictures`.
        """
        plates = [pictures(file, dpi=dpi, quick=quick) for file in self.files]
        for page in zip(*plates, strict=True):
            yield Image.merge("CMYK", [ImageChops.invert(one.getchannel(0)) for one in page])


def plates(separated: bytes, contents: Contents | None = None) -> Plates:
    """Return the plates of a file that `separate` made.

    Args:
        separated: The file.
        contents: Its content streams, where it was read already.
    """
    with pikepdf.open(io.BytesIO(separated)) as pdf:
        if "/OutputIntents" in pdf.Root:
            del pdf.Root.OutputIntents
        parts = _Walk(pdf, contents or Contents()).parts
        return Plates(tuple(_file(pdf, parts, ink) for ink in range(len(INKS))))


@dataclass(frozen=True, slots=True)
class _Part:
    """A stream of the file, and what it holds on each plate."""

    stream: pikepdf.Object
    plates: tuple[bytes, ...]


def _file(pdf: pikepdf.Pdf, parts: list[_Part], ink: int) -> bytes:
    for part in parts:
        part.stream.write(part.plates[ink])
    stream = io.BytesIO()
    pdf.save(stream, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return stream.getvalue()


class _Walk:
    """Goes through a file once, and finds what each of its streams holds on each plate."""

    def __init__(self, pdf: pikepdf.Pdf, contents: Contents) -> None:
        self._contents = contents
        self.parts: list[_Part] = []
        self._seen = _masks(pdf)
        for page in pdf.pages:
            content = self._on_plates(page)
            page.obj.Contents = pdf.make_stream(b"")
            self.parts.append(_Part(page.obj.Contents, content))
            _to_grey(page.obj)
            self._resources(page.obj.Resources)

    def _on_plates(self, stream: pikepdf.Object | pikepdf.Page) -> tuple[bytes, ...]:
        """Return a content stream as it is on each plate.

        Most operations are the same on all plates: runs of them are written once.
        """
        writer = _Plates()
        for operator, instruction in self._contents.read(stream)[1]:
            writer.take(operator, instruction)
        return writer.streams()

    def _resources(self, resources: pikepdf.Object) -> None:
        for kind in ("/XObject", "/Pattern", "/Shading"):
            group = resources.get(kind)
            for thing in list(group.values()) if isinstance(group, Dictionary) else []:
                if thing.objgen != (0, 0):
                    if thing.objgen in self._seen:
                        continue
                    self._seen.add(thing.objgen)
                self._thing(kind, thing)

    def _thing(self, kind: str, thing: pikepdf.Object) -> None:
        if kind == "/XObject" and thing.Subtype == Name.Image:
            self._picture(thing)
        elif kind == "/XObject" or (kind == "/Pattern" and "/Shading" not in thing):
            _to_grey(thing)
            if "/Resources" in thing:
                self.parts.append(_Part(thing, self._on_plates(thing)))
                self._resources(thing.Resources)
        elif kind in ("/Pattern", "/Shading"):
            self._shading(thing.Shading if kind == "/Pattern" else thing)

    def _shading(self, shading: pikepdf.Object) -> None:
        """Keep one ink of a sampled function."""
        if shading.ColorSpace != Name.DeviceCMYK:
            return
        function = shading.Function
        data = _inverted(function.read_bytes())
        self.parts.append(_Part(function, tuple(data[ink :: len(INKS)] for ink in range(4))))
        function.Range = Array([0, 1])
        shading.ColorSpace = Name.DeviceGray

    def _picture(self, image: pikepdf.Object) -> None:
        """Keep one ink of a picture; a grey one is of black ink."""
        picture = None if image.get("/ImageMask") else shares(image)
        if picture is None:
            return
        put_stencil(image)
        if picture.mode == "L":
            inks = [
                *(Image.new("L", picture.size) for _ in INKS[:BLACK]),
                ImageChops.invert(picture),
            ]
        else:
            inks = list(picture.split())
        self.parts.append(_Part(image, tuple(_inverted(one.tobytes()) for one in inks)))
        image.ColorSpace = Name.DeviceGray
        image.BitsPerComponent = 8
        for name in ("/Decode", "/DecodeParms"):
            if name in image:
                del image[name]


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


def _to_grey(holder: pikepdf.Object) -> None:
    if "/Group" in holder and "/CS" in holder.Group:
        holder.Group.CS = Name.DeviceGray


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

    def hidden(self, ink: int) -> tuple[bool, bool]:
        """Return whether fills, and strokes, leave a plate as it is."""
        return (
            self.fills_over and bool(self.fill) and not self.fill[ink],
            self.strokes_over and bool(self.stroke) and not self.stroke[ink],
        )


class _Plates:
    """Writes one content stream for all inks."""

    def __init__(self) -> None:
        self._state = _State()
        self._stack: list[_State] = []
        self._alike: list[Operation | Instruction] = []
        self._streams: list[list[bytes]] = [[] for _ in INKS]

    def streams(self) -> tuple[bytes, ...]:
        """Return what was written, by ink."""
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
        elif operator in _SPACES:
            self._other_colour(operator, operands, instruction)
        elif operator in _SHOWS or operator in _PAINT:
            self._painted(operator, operands)
        else:
            self._alike.append(instruction)

    def _other_colour(self, operator: str, operands: list[Any], instruction: Instruction) -> None:
        """Write a colour that is not of four inks: a pattern, or registration."""
        if operator.isupper():
            self._state = replace(self._state, stroke=())
        else:
            self._state = replace(self._state, fill=())
        if operator in ("cs", "CS") and str(operands[0]) == REGISTRATION:
            return
        if operator in ("scn", "SCN") and not isinstance(operands[-1], Name):
            # Only registration is written like this: it prints on every plate.
            self._alike.append(("G" if operator == "SCN" else "g", [1 - float(operands[0])]))
            return
        self._alike.append(instruction)

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
        inks = (0.0, 0.0, 0.0, 1 - parts[0]) if grey else parts
        kept = () if grey else inks
        if operator.isupper():
            self._state = replace(self._state, stroke=kept)
        else:
            self._state = replace(self._state, fill=kept)
        self._write_alike()
        for stream, amount in zip(self._streams, inks, strict=True):
            stream.append(b"%.4f %c" % (1 - amount, ord("G" if operator.isupper() else "g")))

    def _painted(self, operator: str, operands: list[Any]) -> None:
        hidden = [self._state.hidden(ink) for ink in range(len(INKS))]
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
