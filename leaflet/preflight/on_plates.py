"""What the plates of a page show: how much ink lies where, and art that ends at the cut."""

from collections.abc import Iterator

from PIL import Image, ImageChops, ImageFilter

from leaflet.press import INKS
from leaflet.units import MM_PER_INCH

SQUARE = 15.0
"""Side in mm of the square over which total ink is a mean (GWG 2022, R0026)."""

TOLERANCE = 2.0
"""Points in per cent by which four rounded plates may add up to too much."""

_COARSE = 4
"""Pixels in a row, of the plates, that count as one: a mean of means is a mean."""


def most_ink(picture: Image.Image, dpi: float) -> tuple[float, tuple[float, float]]:
    """Return the most ink in per cent, as a mean over squares, and the pixel amid that square.

    Args:
        picture: What is printed, in inks (CMYK, 255 is full ink).
        dpi: Its pixels an inch.
    """
    coarse = min(_COARSE, *picture.size)
    mean = ImageFilter.BoxBlur(SQUARE / 2 * dpi / MM_PER_INCH / coarse)
    inks = quarter_of_ink(picture.reduce(coarse)).filter(mean)
    level = max(level for level, pixels in enumerate(inks.histogram()) if pixels)
    where = inks.tobytes().index(level)
    x, y = where % inks.width, where // inks.width
    return per_cent(level), ((x + 0.5) * coarse, (y + 0.5) * coarse)


def quarter_of_ink(inks: Image.Image) -> Image.Image:
    """Return a quarter of what all four inks of a CMYK picture come to, place by place."""
    cyan, magenta, yellow, black = inks.split()
    return ImageChops.add(
        ImageChops.add(cyan, magenta, scale=2), ImageChops.add(yellow, black, scale=2), scale=2
    )


def inks_used(picture: Image.Image) -> frozenset[str]:
    """Return the names of the inks that a CMYK picture has any of."""
    bands = zip(INKS, picture.split(), strict=True)
    return frozenset(ink for ink, band in bands if band.getextrema()[1])


def per_cent(quarter: int) -> float:
    """Return all inks together in per cent for a number from `quarter_of_ink`."""
    return quarter * 4 / 2.55


def bare_edges(picture: Image.Image, dpi: float, bleed: float) -> Iterator[tuple[str, float]]:
    """Yield edges at which art touches the trim and does not go on past it, with its length.

    Args:
        picture: What is printed, in inks, trim and bleed.
        dpi: Its pixels an inch.
        bleed: How far it goes past the trim, in mm.
    """
    per_mm = dpi / MM_PER_INCH
    inked = ink_of(picture)
    for edge, turns in _EDGES.items():
        turned = inked.transpose(turns) if turns is not None else inked
        rows = _rows(turned, round(bleed * per_mm))
        # Not the very next row: what ends at the trim may tinge it.
        inside, beside, last = rows[-1], rows[-3], rows[1]
        for runs, longest in (
            (_runs(inside, beside, _INKED, _BARE), _STEP),
            (_runs(inside, beside, _DARKER, _ANY), 2 * _STEP),
            (_runs(inside, last, _INKED, _BARE), _SHORT),
        ):
            length = max(runs, default=0) / per_mm
            if length >= longest:
                yield edge, length
                break


def ink_of(inks: Image.Image) -> Image.Image:
    """Return how much of any ink each place has."""
    return ImageChops.invert(paper_of(inks))


def paper_of(inks: Image.Image) -> Image.Image:
    """Return how light each place of the paper is: a scanner sees all inks at once."""
    cyan, magenta, yellow, black = inks.split()
    dark = ImageChops.lighter(ImageChops.lighter(cyan, magenta), ImageChops.lighter(yellow, black))
    return ImageChops.invert(dark)


_EDGES = {
    "upper": None,
    "lower": Image.Transpose.FLIP_TOP_BOTTOM,
    "left": Image.Transpose.ROTATE_270,
    "right": Image.Transpose.ROTATE_90,
}
"""The edges of a side, and how each comes to the top."""

_INKED, _BARE = 10, 5
"""Ink of 255 by which a place is darker than paper, and below which it is paper."""

_DARKER, _ANY = 64, 255
"""Ink of 255 by which art is darker than a tint that bleeds in its place."""

_STEP = 5.0
"""Length in mm from which on a step at the trim counts, twice as much where a tint bleeds: the
outline of art that crosses the trim, however slanted, makes a shorter one."""

_SHORT = 20.0
"""Length in mm of art that ends inside the bleed: a curve may, a ground may not."""


def _rows(picture: Image.Image, bleed: int) -> list[bytes]:
    """Return the rows of pixels from the edge of the bleed to the first inside the trim.

    Corners are left out: there the bleed of the next edge begins.
    """
    strip = picture.crop((bleed, 0, picture.width - bleed, bleed + 1))
    data = strip.tobytes()
    return [data[at : at + strip.width] for at in range(0, len(data), strip.width)]


def _runs(inside: bytes, outside: bytes, darker: int, lightest: int) -> Iterator[int]:
    """Yield the lengths of runs of pixels that are darker inside, and light enough outside."""
    run = 0
    for inner, outer in zip(inside, outside, strict=True):
        if inner - outer > darker and outer < lightest:
            run += 1
        elif run:
            yield run
            run = 0
    if run:
        yield run
