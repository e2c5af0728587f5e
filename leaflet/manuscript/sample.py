"""The text that a new leaflet begins with: as much of it as its format has room for."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from leaflet.specs.format import Format, Frame

TEXT_PT, HIGH_TEXT_PT = 12.0, 14.0
"""Size of text in points, and on high panels, which it would leave half empty."""

LINE = 5.5
"""Distance in mm from line to line at 12 pt (`styles/tokens.css`)."""

HEADING, VOICE = 1.8, 1.5
"""How many times as large as the text headings are, and words of a callout."""

CHARACTER = 0.175
"""Width in mm of a character by the point of its size: the mean over text in the shipped face,
with the room that words leave at the ends of lines (our own measure)."""

SIDES, ENDS = 20.0, 24.0
"""Room in mm that the margins of a panel take of its width and of its height, about."""

IMPRINT = 6
"""Lines at the foot of a flyer's back: whose it is and how old."""

PINNED = ("cover", "cover-right", "back")
"""Panels that a starter pins its words to."""

MOST = 4
"""Sections in a frame."""

ENOUGH, FULL = 0.8, 0.95
"""Shares of a panel's height from which it looks filled, and up to which it is filled: the
measures here are rough."""

PAGES = {1: 6, 2: 2}
"""Pages of text in a new booklet by the columns on a page: with cover and back they come in
fours."""


def text_size(form: Format) -> float:
    """Return the size of a sample's text in points."""
    return HIGH_TEXT_PT if "high" in form.classes else TEXT_PT


def groups(sections: Sequence[str], form: Format) -> Iterator[list[str]]:
    """Yield the sections that fill each frame that text flows through, in reading order.

    Args:
        sections: All there are, in Markdown, each with its heading.
        form: The format.
    """
    left = list(sections)
    size = text_size(form)
    frames = _frames(form)
    for frame in frames:
        room = (frame.panel.height - ENDS) / (LINE * size / TEXT_PT)
        if frame == frames[-1] and form.kind == "flyer":
            room -= IMPRINT
        shares = {one: lines_of(one, frame.width - SIDES, size) / room for one in left}
        taken = _filling(left, shares)
        left = [one for one in left if one not in taken]
        yield taken


def _filling(sections: Sequence[str], shares: Mapping[str, float]) -> list[str]:
    """Return the first few sections that fill a frame, else those that fill it best."""
    best: tuple[float, list[str]] = (0.0, list(sections[:1]))
    for count in range(1, MOST + 1):
        for some in combinations(sections, count):
            share = sum(shares[one] for one in some)
            if ENOUGH <= share <= FULL:
                return list(some)
            if best[0] < share <= FULL:
                best = share, list(some)
    return best[1]


def _frames(form: Format) -> list[Frame]:
    """Return the frames that a sample's text flows through."""
    if form.kind == "flyer":
        return list(form.panel("back").columns())
    if form.kind == "booklet":
        page = form.panel("page")
        return list(page.columns()) * PAGES[page.frames]
    names = (name for name in form.reading if name not in PINNED)
    return [frame for name in names for frame in form.panel(name).columns()]


def lines_of(section: str, width: float, size_pt: float) -> float:
    r"""Return how many lines of text a section is high, about.

    >>> lines_of("## Tea\n\nWe drink it.\n\n- Milk\n- Sugar\n", 80, 12)
    9.0

    Args:
        section: Markdown of a starter, each paragraph on one line.
        width: Width of a line in mm.
        size_pt: Size of its text.
    """
    lines, voice = 0.0, 1.0
    for paragraph in section.split("\n\n"):
        for line in paragraph.splitlines():
            plain = re.sub(r"#+ |[*`\[\]]|\(http\S*\)", "", line)
            share = len(plain) * CHARACTER * size_pt / width
            if line.startswith("///"):
                voice = VOICE if "callout" in line else 1.0
            elif line.startswith("## "):
                lines += 2 * math.ceil(HEADING * share) + 1
            else:
                lines += voice * math.ceil(voice * share) + line.startswith("- **")
        lines += 1
    return lines
