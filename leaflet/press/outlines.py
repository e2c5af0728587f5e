"""Words as outlines: for a file that has no font of ours, and needs none for a short name."""

from functools import cache
from pathlib import Path
from typing import Any

from fontTools.pens.basePen import BasePen  # type: ignore[import-untyped] # because it has no types
from fontTools.ttLib import TTFont  # type: ignore[import-untyped] # because it has no types

from leaflet.resources import shipped
from leaflet.units import points

FACE = Path("styles", "fonts", "LeafletDisplay-SemiBold.ttf")
"""The shipped face for headings, from the top of what is shipped."""


class _Pen(BasePen):  # type: ignore[misc] # because fontTools has no types
    """Writes the outline of a glyph as operators of PDF."""

    def __init__(self, glyphs: Any, scale: float, left: float, low: float) -> None:  # noqa: ANN401 - as above
        super().__init__(glyphs)
        self._scale, self._left, self._low = scale, left, low
        self.operators: list[str] = []

    def _say(self, operator: str, *places: tuple[float, float]) -> None:
        numbers = [
            f"{self._left + x * self._scale:.3f} {self._low + y * self._scale:.3f}"
            for x, y in places
        ]
        self.operators.append(" ".join([*numbers, operator]))

    def _moveTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - the name that fontTools calls
        self._say("m", pt)

    def _lineTo(self, pt: tuple[float, float]) -> None:  # noqa: N802 - as above
        self._say("l", pt)

    def _curveToOne(self, *pts: tuple[float, float]) -> None:  # noqa: N802 - as above
        self._say("c", *pts)

    def _closePath(self) -> None:  # noqa: N802 - as above
        self._say("h")


@cache
def _face() -> Any:  # noqa: ANN401 - fontTools has no types for it
    return TTFont(shipped() / FACE)


def outlined(words: str, height: float, left: float, low: float) -> str:
    """Return words as operators that fill their outlines.

    Args:
        words: What is written; what the face does not have is left out.
        height: Height of its capitals in mm.
        left: Where they begin, in mm from the left edge of the page.
        low: Where they stand, in mm from its lower edge.
    """
    face = _face()
    letters, glyphs = face.getBestCmap(), face.getGlyphSet()
    scale = points(height) / face["OS/2"].sCapHeight
    x, found = points(left), []
    for letter in words:
        if ord(letter) not in letters:
            continue
        glyph = glyphs[letters[ord(letter)]]
        pen = _Pen(glyphs, scale, x, points(low))
        glyph.draw(pen)
        found += [*pen.operators, "f"] if pen.operators else []
        x += glyph.width * scale
    return " ".join(found)
