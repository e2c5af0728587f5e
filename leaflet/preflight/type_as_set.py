"""Checks of type as set, read from the finished file: the grid, and the sizes on paper."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from leaflet.preflight.as_set import NEAR_PT, TypeAsSet
from leaflet.preflight.set_line import SetLine
from leaflet.problems import Problem, Severity
from leaflet.typeset.tokens import Tokens, UnreadableLengthError
from leaflet.typeset.words import direction
from leaflet.units import points

OFF_GRID = 0.1
"""Distance in mm from which on two lines side by side look uneven (our own judgement): a third
of the stroke of 12 pt type."""

MANY_SIZES = 6
"""The most sizes of type in one leaflet (our own judgement): text, voice, heading, title, and two
that a picture or a poster may need."""

LEAST_PT = 12.0
"""The smallest type in points: clear print begins there (UKAAF G003; RNIB, Clear Print)."""

LEAST_FOR = {"easy-read": 14.0, "dementia": 14.0, "large": 16.0}
"""The same by audience (UKAAF G003 for large print; Easy Read and dementia guides)."""


def check_type(type_: TypeAsSet) -> list[Problem]:
    """Judge the type of one format."""
    return [problem for check in CHECKS for problem in check(type_)]


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines that baselines stand on, all in mm."""

    line: float
    """From one line to the next."""

    half: float
    first: float
    """From the head of a panel to its first baseline."""

    text_pt: float
    """Size in points of the type that the grid is for."""

    def off(self, line: SetLine, step: float) -> float:
        """Return how far a line lies below the nearest one of the grid; above it is less than 0."""
        steps = (line.baseline - self.first) / step
        return (steps - round(steps)) * step


def grid_of(tokens: Tokens, lines: Iterable[SetLine]) -> Grid | None:
    """Return the theme's grid; nothing where its tokens say none, or no text is there.

    The first baseline follows from the font, as a browser does it: what the line has more than
    the letters is halved above and below them (CSS 2.2, 10.8.1).
    """
    try:
        line, half, top, size = (
            tokens.length(name) for name in ("--line", "--half", "--panel-top", "--size-text")
        )
    except UnreadableLengthError:
        return None
    fonts = Counter[tuple[float, float]]()
    for one in lines:
        if abs(one.size_pt - points(size)) < NEAR_PT:
            fonts[one.ascent, one.descent] += len(one.words)
    if not fonts or line <= 0 or half <= 0:
        return None
    ((ascent, descent), _), *_ = fonts.most_common(1)
    first = top + (line - (ascent - descent) * size) / 2 + ascent * size
    return Grid(line, half, first, points(size))


@dataclass(frozen=True, slots=True)
class Missed:
    """A line of type that lies off the grid."""

    line: SetLine
    panel: str
    off: float
    """How far below the grid, in mm; above it is less than 0."""


def missed(type_: TypeAsSet) -> Iterator[Missed]:
    """Yield what lies off the grid, panel by panel, from top to bottom."""
    lines = list(type_.inside())
    grid = grid_of(type_.tokens, lines)
    if grid is None:
        return
    place = {panel.name: at for at, panel in enumerate(type_.panels.form.panels)}
    found = []
    for line in lines:
        if line.size_pt < grid.text_pt - NEAR_PT:
            continue
        local = type_.local(line)
        if not local.upright:
            continue
        if abs(grid.off(local, grid.half)) <= OFF_GRID >= abs(grid.off(local, grid.line)):
            continue  # soon told, for nearly all lines
        words = type_.words(line)
        if words is None:  # of a picture, or in the margin
            continue
        halves = words.listed or line.size_pt > grid.text_pt + NEAR_PT
        off = grid.off(local, grid.half if halves else grid.line)
        if abs(off) > OFF_GRID:
            found.append(Missed(line, type_.panel(line).name, off))
    yield from sorted(found, key=lambda one: (place[one.panel], one.line.baseline, one.line.left))


def grid_missed(type_: TypeAsSet) -> Iterator[Problem]:
    """Lines in panels side by side stand at the same height, or the spread looks uneven.

    Not judged where words run from right to left: marks of those scripts are set one by one, each
    at a height of its own, so that they look like lines here.
    """
    if direction(type_.leaflet.language) == "rtl":
        return
    for _, group in groupby(missed(type_), lambda one: (one.panel, round(one.off, 1))):
        first, *others = group
        more = len({round(one.line.baseline, 1) for one in (first, *others)}) - 1
        after = f", and {more} {'line' if more == 1 else 'lines'} after it as far" if more else ""
        yield type_.problem(
            "grid-missed",
            Severity.WARNING,
            f"{type_.told(first.line)}, stands {abs(first.off):.2f} mm "
            f"{'below' if first.off > 0 else 'above'} the baseline grid{after}.",
            "Make what stands above it as high as whole lines (--line in tokens.css): a picture, "
            "or a margin in a style sheet of your own.",
            first.line,
        )


def sizes(type_: TypeAsSet) -> dict[float, list[SetLine]]:
    """Return the lines of each size inside the trim, in tenths of a point, the smallest first."""
    found: dict[float, list[SetLine]] = {}
    for line in sorted(type_.inside(), key=lambda one: one.size_pt):
        found.setdefault(round(line.size_pt, 1), []).append(line)
    return found


def size_many(type_: TypeAsSet) -> Iterator[Problem]:
    """Many sizes beside each other look like none was chosen."""
    found = sizes(type_)
    if len(found) > MANY_SIZES:
        rarest = min(found, key=lambda size: sum(len(line.words) for line in found[size]))
        yield type_.problem(
            "size-many",
            Severity.WARNING,
            f"Words stand in {len(found)} sizes: {', '.join(f'{size:g}' for size in found)} pt. "
            f"More than {MANY_SIZES} look as if none was chosen.",
            f"Set the rarest in another of them: {rarest:g} pt, {type_.told(found[rarest][0])}.",
            found[rarest][0],
        )


def size_small(type_: TypeAsSet) -> Iterator[Problem]:
    """Words below 12 pt cannot be read by many people, in pictures no more than elsewhere."""
    least = LEAST_FOR.get(type_.leaflet.governance.audience, LEAST_PT)
    small = (line for line in type_.inside() if line.size_pt < least - NEAR_PT / 2)
    groups: dict[tuple[str, int, float], list[SetLine]] = {}
    for line in small:
        key = (type_.panel(line).name, type_.source(line), round(line.size_pt, 1))
        groups.setdefault(key, []).append(line)
    for lines in groups.values():
        line = lines[0]
        picture = None if type_.words(line) else type_.picture(line)
        larger = least / line.size_pt
        yield type_.problem(
            "size-small",
            Severity.ERROR if type_.leaflet.final else Severity.WARNING,
            f"{type_.told(line)}, is set in {line.size_pt:.1f} pt"
            + (f' in the picture "{picture.words}"' if picture else "")
            + f"; {least:g} pt is the least for clear print.",
            f"Make the letters in the picture {larger:.1f} times as large, or show it larger."
            if picture
            else "Set it in --size-text, in the style sheet that makes it small.",
            line,
        )


CHECKS: tuple[Callable[[TypeAsSet], Iterator[Problem]], ...] = (grid_missed, size_many, size_small)
"""Every check of type that needs no plates."""
