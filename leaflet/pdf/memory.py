"""What a walk over a file remembers: each stream and font is read once, however often drawn."""

from collections.abc import Iterable

import pikepdf
from pikepdf import Array, Dictionary

from leaflet.pdf.content import Contents, Instruction
from leaflet.pdf.glyphs import FileFont, read_font

MOST_OPERATORS = 2_000_000
"""Operators after which a walk ends: forms in forms can be a small file and an endless drawing."""


class TooMuchError(Exception):
    """A file paints more than anybody could print."""


class Memory:
    """What of one file was read already: streams, fonts, and which layers are hidden."""

    def __init__(self, pdf: pikepdf.Pdf, contents: Contents) -> None:
        """Prepare for a file, which is only read."""
        self._hidden = hidden_layers(pdf)
        self._contents = contents
        self._fonts: dict[tuple[int, int], FileFont] = {}
        self.operators = 0
        """How many operators were followed so far."""

    def instructions(
        self, stream: pikepdf.Object | pikepdf.Page
    ) -> Iterable[tuple[str, Instruction]]:
        """Return the instructions of a stream, and count them."""
        count, found = self._contents.read(stream)
        self.count(count)
        return found

    def count(self, operators: int) -> None:
        """Count operators.

        Raises:
            TooMuchError: they are too many.
        """
        self.operators += operators
        if self.operators > MOST_OPERATORS:
            raise TooMuchError

    def font(self, font: pikepdf.Object) -> FileFont:
        """Return a font, read once."""
        key = font.objgen
        if key == (0, 0):
            return read_font(font)
        if key not in self._fonts:
            self._fonts[key] = read_font(font)
        return self._fonts[key]

    def hidden(self, layer: pikepdf.Object | None) -> bool:
        """Say whether a layer is not shown."""
        return isinstance(layer, Dictionary) and layer.objgen in self._hidden


def hidden_layers(pdf: pikepdf.Pdf) -> frozenset[tuple[int, int]]:
    """Return the numbers of the layers that are not shown as a file opens."""
    layers = pdf.Root.get("/OCProperties")
    usual = layers.get("/D") if isinstance(layers, Dictionary) else None
    off = usual.get("/OFF") if isinstance(usual, Dictionary) else None
    return frozenset(one.objgen for one in off.as_list()) if isinstance(off, Array) else frozenset()
