"""Contrast as printed: the inks of words against what the plates hold under them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from PIL import Image

from leaflet.preflight.as_set import TypeAsSet
from leaflet.preflight.set_line import Box, SetLine
from leaflet.press import Inks
from leaflet.problems import Problem, Severity
from leaflet.units import MM_PER_INCH

TEXT, LARGE = 4.5, 3.0
"""The least contrast of words, and of large ones (WCAG 2.2, 1.4.3)."""

STRICT_TEXT, STRICT_LARGE = 7.0, 4.5
"""The same for readers who need clear print (WCAG 2.2, 1.4.6)."""

LARGE_PT, LARGE_BOLD_PT = 18.0, 14.0
"""Size in points from which on words are large, and bold ones (WCAG 2.2, "large scale")."""

ROUNDING = 0.05
"""Contrast by which rounded plates may err."""

FLAT = 0.25
"""Share of the box of a line that one colour must fill to be what lies under all of it: letters
leave that much of a plain ground even at fifty pixels an inch, and no picture has it."""

COVERED = 0.6
"""Share of its box that no word covers: what has so much of the words' own colour is a ground
of that colour."""

_BIN = 5
"""Bits by which shares of ink are made coarse, to find what is commonest in a picture."""

_NONE = (0, (0, 0, 0, 0))

_OWN = 24
"""Ink of 255 by which a place may differ from the words' own colour and be of it."""

FULL = 255

Levels: TypeAlias = tuple[int, int, int, int]
"""Inks of one place on the plates; 255 is full."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Words on what lies under them."""

    line: SetLine
    words: Levels
    under: Levels


@dataclass(frozen=True, slots=True)
class Colours:
    """What stands in a box on the plates."""

    pixels: int
    found: list[tuple[int, Levels]]
    """How often each colour."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """How words stand out."""

    line: SetLine
    ratio: float
    strict: bool = False
    """Whether its readers need clear print."""

    @property
    def wanted(self) -> float:
        """Return the least contrast for their size."""
        large = LARGE_BOLD_PT if self.line.bold else LARGE_PT
        if self.line.size_pt >= large - ROUNDING:
            return STRICT_LARGE if self.strict else LARGE
        return STRICT_TEXT if self.strict else TEXT


def contrast_low(
    type_: TypeAsSet, sides: Mapping[str, Image.Image], dpi: float, around: float, inks: Inks
) -> Iterator[Problem]:
    """Words that hardly stand out from their ground cannot be read by many people."""
    worst: dict[tuple[str, int, object], Contrast] = {}
    for one in contrasts(type_, sides, dpi, around, inks):
        if one.ratio >= one.wanted - ROUNDING:
            continue
        key = (type_.panel(one.line).name, type_.source(one.line), one.line.inks)
        if key not in worst or one.ratio < worst[key].ratio:
            worst[key] = one
    for one in worst.values():
        yield type_.problem(
            "contrast-low",
            Severity.ERROR,
            f"{type_.told(one.line)}, has a contrast of {one.ratio:.1f}:1 with what is printed "
            f"under it; {one.wanted:g}:1 is the least for its size.",
            "Choose darker words on a lighter ground, or the other way round; over a picture, put "
            "a ground under the words.",
            one.line,
        )


def contrasts(
    type_: TypeAsSet, sides: Mapping[str, Image.Image], dpi: float, around: float, inks: Inks
) -> list[Contrast]:
    """Return the contrast of every line, the worst of its words counting for all of it.

    Args:
        type_: The lines.
        sides: Each side in inks, by its name.
        dpi: Pixels an inch of these pictures.
        around: Paper past the trim in mm on them.
        inks: What shows inks on a screen.
    """
    names, per_mm = type_.panels.form.sides, dpi / MM_PER_INCH
    seen = [
        Seen(line, own, under)
        for line in type_.inside()
        if line.inks is not None and line.opacity and names[line.page] in sides
        for own, under in _places(line, sides[names[line.page]], per_mm, around)
    ]
    light = _light({colour for one in seen for colour in (one.words, one.under)}, inks)
    worst: dict[SetLine, float] = {}
    for one in seen:
        found = ratio(light[one.words], light[one.under])
        worst[one.line] = min(found, worst.get(one.line, found))
    return [Contrast(line, found, type_.strict) for line, found in worst.items()]


def ratio(one: float, other: float) -> float:
    """Return the contrast of two luminances (WCAG 2.2, "contrast ratio").

    >>> ratio(0, 1)
    21.0
    """
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def luminance(red: int, green: int, blue: int) -> float:
    """Return how light a colour of a screen is (WCAG 2.2, "relative luminance").

    >>> luminance(255, 255, 255)
    1.0
    """
    linear = [
        part / 255 / 12.92 if part / 255 <= 0.04045 else ((part / 255 + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - as WCAG writes it
        for part in (red, green, blue)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _light(colours: Iterable[Levels], inks: Inks) -> dict[Levels, float]:
    """Return how light inks look on paper, all in one go."""
    found = list(colours)
    if not found:
        return {}
    data = bytes(level for colour in found for level in colour)
    shown = inks.on_screen(Image.frombytes("CMYK", (len(found), 1), data)).tobytes()
    return {colour: luminance(*shown[3 * at : 3 * at + 3]) for at, colour in enumerate(found)}


def _places(
    line: SetLine, side: Image.Image, per_mm: float, around: float
) -> Iterator[tuple[Levels, Levels]]:
    """Yield the colour of words and what lies under them: once, or word by word on a picture."""
    own = _levels(line.inks or ())
    flat = _flat(_colours(side, line.box, per_mm, around), own)
    if flat:
        yield _on_ground(line, own, flat), flat
        return
    for box in line.words:
        under = _under(_colours(side, box, per_mm, around), own)
        yield _on_ground(line, own, under), under


def _levels(inks: Iterable[float]) -> Levels:
    cyan, magenta, yellow, black = (round(one * FULL) for one in inks)
    return (cyan, magenta, yellow, black)


def _on_ground(line: SetLine, own: Levels, under: Levels) -> Levels:
    """Return words as they print: black overprints, and what is opaque in part mixes."""
    if own == (0, 0, 0, FULL):
        own = (*under[:3], FULL)
    if line.opacity >= 1:
        return own
    cyan, magenta, yellow, black = (
        round(ink * line.opacity + ground * (1 - line.opacity))
        for ink, ground in zip(own, under, strict=True)
    )
    return (cyan, magenta, yellow, black)


def _colours(side: Image.Image, box: Box, per_mm: float, around: float) -> Colours:
    """Return how often which inks stand in a box."""
    left, top, width, height = box
    corners = (left, top, left + width, top + height)
    left_px, top_px, right_px, low_px = (round((one + around) * per_mm) for one in corners)
    right_px, low_px = max(right_px, left_px + 1), max(low_px, top_px + 1)
    cut = side.crop((left_px, top_px, right_px, low_px))
    pixels = cut.width * cut.height
    return Colours(pixels, cut.getcolors(pixels) or [])  # type: ignore[arg-type] # because CMYK has four parts


def _flat(colours: Colours, own: Levels) -> Levels | None:
    """Return the one colour under a line, if there is one."""
    count, colour = max(colours.found)
    share = count / colours.pixels
    if share < FLAT or (_alike(colour, own) and share < COVERED):
        return None
    return colour


def _under(colours: Colours, own: Levels) -> Levels:
    """Return the commonest colour in a box apart from the words' own.

    On a picture hardly two places are the same: colours that are alike are counted as one.
    """
    pixels = Counter[Levels]()
    commonest: dict[Levels, tuple[int, Levels]] = {}
    for found in colours.found:
        count, (cyan, magenta, yellow, black) = found
        key = (cyan >> _BIN, magenta >> _BIN, yellow >> _BIN, black >> _BIN)
        pixels[key] += count
        if found > commonest.get(key, _NONE):
            commonest[key] = found
    of_words = {key for key, (_, colour) in commonest.items() if _alike(colour, own)}
    if sum(pixels[key] for key in of_words) >= COVERED * colours.pixels:
        return own
    best = max(pixels.keys() - of_words, key=lambda key: (pixels[key], key))
    return commonest[best][1]


def _alike(colour: Levels, own: Levels) -> bool:
    return all(abs(one - other) <= _OWN for one, other in zip(colour, own, strict=True))
