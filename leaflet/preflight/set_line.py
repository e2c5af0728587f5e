"""Lines of type on paper: words that stand beside each other and look alike are one line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import hypot
from typing import TypeAlias

from leaflet.pdf.document import DocumentFacts
from leaflet.pdf.events import Event, Paint, Picture, Words
from leaflet.pdf.geometry import Matrix, PointBox
from leaflet.pdf.space import Cmyk
from leaflet.units import from_points

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height in mm, from the top left corner of the trim."""

HEIGHT, DEPTH = 0.75, 0.2
"""How far words reach above and below their baseline, in shares of their size: the ascenders
and descenders of Latin typefaces."""

GAP = 1.0
"""Space in shares of the size past which words are no longer of one line: a column begins."""

WORD_GAP = 0.15
"""Space in shares of the size that looks like one between words: half of a usual one."""

SAME = 0.01
"""Distance in mm by which two baselines may differ and be one."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """Words that stand beside each other in one font, size and colour, as they will print."""

    page: int
    """Number of the page in the file, from 0: a side of the sheet."""

    left: float
    """Where its baseline begins, in mm from the left trim of the side; or where it ends, if it is
    upside down."""

    baseline: float
    """Where its baseline lies, in mm from the upper trim of the side."""

    width: float
    """How long it is, in mm."""

    size_pt: float
    """Size of its type in points, as placed."""

    font: str
    """Name of the font in the file, without the mark of a subset."""

    ascent: float
    """How far the font says that it rises, in shares of its size."""

    descent: float
    """How far the font says that it falls, in shares of its size; below 0."""

    inks: Cmyk | None
    """Its colour; nothing for a pattern, or for what prints on every plate."""

    opacity: float
    """How much of what lies under it is hidden: 1 for all."""

    upright: bool
    """Whether it is read from left to right without turning the sheet."""

    upside_down: bool
    """Whether it is read from left to right once the sheet is turned by half."""

    text: str
    words: tuple[Box, ...]
    """Where each of its words stands."""

    @property
    def bold(self) -> bool:
        """Return whether its font calls itself bold; half bold is not."""
        name = self.font.lower().replace("-", "")
        return any(one in name for one in ("bold", "black", "heavy")) and not any(
            one in name for one in ("semi", "demi")
        )

    @property
    def box(self) -> Box:
        """Return where it stands."""
        left, top = (min(one[side] for one in self.words) for side in (0, 1))
        right = max(one[0] + one[2] for one in self.words)
        low = max(one[1] + one[3] for one in self.words)
        return (left, top, right - left, low - top)


def set_lines(facts: DocumentFacts, events: Iterable[Event]) -> tuple[SetLine, ...]:
    """Return the lines of every page of a file, in the order in which they are painted.

    Args:
        facts: What the file says of itself.
        events: What its pages paint.
    """
    joiners = [Joiner(number, page.boxes.cut) for number, page in enumerate(facts.pages)]
    for event in events:
        if isinstance(event, Words) and event.text.strip():
            joiners[event.where.page].add(event)
    return tuple(line for joiner in joiners for line in joiner.lines)


TINY = 16
"""Pixels of the longer side up to which a picture is none, but a colour or a gradient."""


def picture_boxes(facts: DocumentFacts, events: Iterable[Event]) -> tuple[tuple[int, Box], ...]:
    """Return pages and places of the pictures of pixels of a file."""
    found = []
    for event in events:
        if isinstance(event, Picture) and max(event.pixels) > TINY and event.bits > 1:
            left, _, _, top = facts.pages[event.where.page].boxes.cut
            x1, y1, x2, y2 = event.where.box
            box = (x1 - left, top - y2, x2 - x1, y2 - y1)
            across, down, width, height = map(from_points, box)
            found.append((event.where.page, (across, down, width, height)))
    return tuple(found)


class Joiner:
    """Collects the lines of one page: what stands beside what is alike becomes one line."""

    def __init__(self, page: int, trim: PointBox) -> None:
        """Prepare for a page that is cut there."""
        self.lines: list[SetLine] = []
        self._page = page
        self._left, _, _, self._high = trim

    def add(self, words: Words) -> None:
        """Add what one operator showed."""
        a, b, c, d, right, up = words.place
        begin, end = words.words[0][0], words.words[-1][1]
        turned = abs(b) + abs(c) >= abs(a) / 1000
        upside_down = a * words.size < 0 and d * words.size < 0 and not turned
        first = end if upside_down else begin
        line = SetLine(
            page=self._page,
            left=from_points(right + a * first - self._left),
            baseline=from_points(self._high - up - b * begin),
            width=from_points((end - begin) * hypot(a, b)),
            size_pt=round(words.size_pt, 3),
            font=words.face.name,
            ascent=words.face.ascent,
            descent=words.face.descent,
            inks=_inks(words.fill),
            opacity=words.opacity,
            upright=a * words.size > 0 and d * words.size > 0 and not turned,
            upside_down=upside_down,
            text=words.text,
            words=tuple(self._box(words.place, one, words.size) for one in words.words),
        )
        if self.lines and _joins(self.lines[-1], line):
            line = _joined(self.lines.pop(), line)
        self.lines.append(line)

    def _box(self, place: Matrix, word: tuple[float, float], size: float) -> Box:
        a, b, c, d, right, up = place
        if not b and not c and a > 0 and d > 0:
            left, top = right + a * word[0] - self._left, self._high - up - d * HEIGHT * size
            box_pt = (left, top, a * (word[1] - word[0]), d * (HEIGHT + DEPTH) * size)
            left, top, width, height = map(from_points, box_pt)
            return (left, top, width, height)
        corners = [(x, y) for x in word for y in (-DEPTH * size, HEIGHT * size)]
        across = [a * x + c * y + right - self._left for x, y in corners]
        down = [self._high - (b * x + d * y + up) for x, y in corners]
        left, top = from_points(min(across)), from_points(min(down))
        return (left, top, from_points(max(across)) - left, from_points(max(down)) - top)


def _inks(paint: Paint | None) -> Cmyk | None:
    """Return a colour in the four inks; nothing for what prints on every plate."""
    return None if paint is None or paint.space.registration else paint.inks


def _joins(line: SetLine, then: SetLine) -> bool:
    """Return whether one goes on where the other ends, and looks the same."""
    size = from_points(line.size_pt)
    return (
        ((line.upright and then.upright) or (line.upside_down and then.upside_down))
        and abs(line.baseline - then.baseline) < SAME
        and abs(_gap(line, then)) < GAP * size
        and _looks(line) == _looks(then)
    )


def _gap(line: SetLine, then: SetLine) -> float:
    """Return how far from the end of a line another begins, in mm, as they are read."""
    first, second = (line, then) if line.upright else (then, line)
    return second.left - first.left - first.width


def _looks(line: SetLine) -> tuple[object, ...]:
    return (line.font, line.size_pt, line.inks, line.opacity)


def _joined(line: SetLine, then: SetLine) -> SetLine:
    gap = _gap(line, then)
    between = " " if gap > WORD_GAP * from_points(line.size_pt) else ""
    return replace(
        line,
        left=line.left if line.upright else then.left,
        width=line.width + gap + then.width,
        text=line.text + between + then.text,
        words=line.words + then.words,
    )
