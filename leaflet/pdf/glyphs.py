"""Fonts of a finished file: how wide their glyphs are, and which letters they stand for."""

import re
import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Dictionary, Name

from leaflet.pdf.events import Face


@dataclass(frozen=True, slots=True)
class FileFont:
    """What is asked of a font: how wide its glyphs are, and which letters they stand for."""

    face: Face
    bytes_each: int
    """Bytes of a string that make one glyph."""

    widths: Mapping[int, float]
    """Widths in shares of the size."""

    usual: float
    """Width of all other glyphs."""

    letters: Mapping[int, str]

    known: dict[bytes, list[tuple[float, str]]] = field(default_factory=dict)
    """What strings were found to be: most are of one glyph, and come again and again."""

    def glyphs(self, string: bytes) -> list[tuple[float, str]]:
        """Return the glyphs of a string: their widths in shares of the size, and letters."""
        found = self.known.get(string)
        if found is None:
            found = self.known[string] = [
                (self.widths.get(code, self.usual), self.letters.get(code, ""))
                for code in self._codes(string)
            ]
        return found

    def _codes(self, string: bytes) -> Sequence[int]:
        """Return the numbers of a string's glyphs."""
        if self.bytes_each == 1:
            return string
        pairs = len(string) // 2
        return struct.unpack_from(f">{pairs}H", string)


_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_SUBSET = re.compile(r"^/?(?:[A-Z]{6}\+)?")


def read_font(font: pikepdf.Object) -> FileFont:
    """Return a font of the file (ISO 32000-1:2008, 9.6 to 9.8)."""
    composite = font.get("/Subtype") == Name.Type0
    inner = font.DescendantFonts[0] if composite else font
    described = inner.get("/FontDescriptor", Dictionary())
    unit = float(font.FontMatrix[0]) if font.get("/Subtype") == Name.Type3 else 0.001
    return FileFont(
        face=Face(
            _SUBSET.sub("", str(font.get("/BaseFont", ""))),
            float(described.get("/Ascent", 0)) / 1000,
            float(described.get("/Descent", 0)) / 1000,
        ),
        bytes_each=2 if composite else 1,
        widths={code: width * unit for code, width in _widths(inner, composite=composite)},
        usual=float(inner.get("/DW", 1000) if composite else described.get("/MissingWidth", 0))
        * unit,
        letters=dict(_letters(font)),
    )


def _widths(font: pikepdf.Object, *, composite: bool) -> Iterator[tuple[int, float]]:
    """Yield glyphs and their widths (ISO 32000-1:2008, 9.7.4.3)."""
    if not composite:
        first = int(font.get("/FirstChar", 0))
        for code, width in enumerate(font.get("/Widths", pikepdf.Array()).as_list(), first):
            yield code, float(width)
        return
    parts = iter(font.get("/W", pikepdf.Array()).as_list())
    for start in parts:
        then = next(parts)
        if isinstance(then, pikepdf.Array):
            for code, width in enumerate(then.as_list(), int(start)):
                yield code, float(width)
        else:
            alike = float(next(parts))
            yield from ((code, alike) for code in range(int(start), int(then) + 1))


def _letters(font: pikepdf.Object) -> Iterator[tuple[int, str]]:
    """Yield glyphs and the letters that they stand for, as the engine writes them: in pairs."""
    if "/ToUnicode" in font:
        for group in _PAIRS.findall(font.ToUnicode.read_bytes()):
            for code, letters in _PAIR.findall(group):
                told = bytes.fromhex(letters.decode()).decode("utf-16-be", "replace")
                yield int(code, 16), told
