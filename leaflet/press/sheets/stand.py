"""Where the pages of any PDF stand on sheets of paper, as arithmetic."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

from leaflet.press.marks import GAP, LENGTH
from leaflet.specs.booklets import creep, made_up, saddle
from leaflet.specs.format import Binding
from leaflet.specs.office import GUTTER, OFFICE_MARGIN, Tiling, tile_on
from leaflet.specs.paper import A3, A4, LETTER, SRA3, landscape
from leaflet.specs.stacks import Way, both_sides, cut_and_stack, in_order, repeated
from leaflet.units import Size

SHEETS = {"a4": A4, "a3": A3, "sra3": SRA3, "letter": LETTER}
"""Paper by name, portrait."""

HAIR = 0.01
"""mm by which lengths err."""

SAME = 0.001
"""Share by which the scale of a page may be off without being another."""


Area = tuple[float, float, float, float]
"""Left, low, width and height in mm."""


@dataclass(frozen=True, slots=True)
class Wish:
    """How pages shall be put on sheets."""

    way: Way
    paper: str = "a4"
    up: int = 0
    """Places on a sheet; 0 for as many as fit."""

    thickness: float = 0.0
    """Thickness of a booklet's paper in mm, for its creep."""

    binding: Binding = "left"
    both_sides: bool = False
    """Whether two pages after each other are the front and the back of one leaf."""

    links: bool = False
    """Whether links to the web are kept."""


@dataclass(frozen=True, slots=True)
class Put:
    """One page in its place, in mm from the lower left corner of the paper."""

    page: int
    left: float
    low: float
    scale: float
    clip: Area
    """What shows of it."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a sheet."""

    paper: Size
    trim: Area
    """What is left when the sheet is cut around all pages."""

    bleed: float
    puts: tuple[Put, ...]
    cuts: tuple[tuple[float, ...], tuple[float, ...]] = ((), ())
    """Distances of the cuts from the left and from the lower edge of the paper."""

    fold: float | None = None
    """Distance of an upright fold from the left edge of the paper."""

    tile: tuple[Tiling, int, int] | None = None
    """The tiling that it is a tile of, with its column and row."""

    label: str = ""
    """What the side is called."""


def sides_of(pieces: Sequence[tuple[Size, float]], wish: Wish) -> list[Side]:
    """Return the sides of the sheets, in the order in which they are printed.

    Args:
        pieces: Trim and bleed of each page.
        wish: How they shall stand.
    """
    if wish.way == "tiles":
        return [
            side for number, (size, _) in enumerate(pieces) for side in _tiles(number, size, wish)
        ]
    if wish.way == "booklet":
        return list(_booklet(pieces, wish))
    return list(_grid(pieces, wish))


def usual(pieces: Sequence[tuple[Size, float]]) -> Size:
    """Return the size that most pages have, to the nearest mm; the first of several.

    >>> usual([(Size(210, 297), 0), (Size(148, 210), 0), (Size(148.1, 210), 3)])
    Size(width=148, height=210)
    """
    rounded = [(round(size.width), round(size.height)) for size, _ in pieces]
    most = Counter(rounded).most_common(1)[0][0]
    return pieces[rounded.index(most)][0]


def _booklet(pieces: Sequence[tuple[Size, float]], wish: Wish) -> Iterator[Side]:
    """Yield the sides of a booklet's sheets: two pages beside each other, folded between them."""
    page, upright = usual(pieces), SHEETS[wish.paper]
    paper, scale = max(
        (
            (size, _at_most_own(size.width / 2 / page.width, size.height / page.height))
            for size in (landscape(upright), upright)
        ),
        key=lambda one: one[1],
    )
    width, height = page.width * scale, page.height * scale
    middle, low = paper.width / 2, (paper.height - height) / 2
    blanks = made_up(len(pieces)) - len(pieces)
    # The last page is the back: what is missing is blank before it. One page alone is the front.
    order: list[int | None] = list(range(len(pieces)))
    last = max(1, len(pieces) - 1)
    order[last:last] = [None] * blanks
    bleed = min(_bleed(pieces) * scale, middle - width, low)
    trim = (middle - width, low, 2 * width, height)
    roomy = middle - width > GAP + LENGTH and low > GAP + LENGTH
    cuts = ((trim[0], trim[0] + trim[2]), (low, low + height)) if roomy else ((), ())
    for spread in saddle(made_up(len(pieces)), wish.binding):
        moved = creep(spread.sheet, wish.thickness)
        puts = []
        for number, left, shift in (
            (spread.left, middle - width, moved),
            (spread.right, middle, -moved),
        ):
            which = order[number - 1]
            if which is None:
                continue
            clip_left = left - bleed if left < middle else left
            clip = (clip_left, low - bleed, width + bleed, height + 2 * bleed)
            put = _placed(which, pieces[which][0], (left, low, width, height), scale, clip)
            puts.append(replace(put, left=put.left + shift))
        side = f"{spread.sheet + 1}{'' if spread.front else ' back'}"
        yield Side(paper, trim, bleed, tuple(puts), cuts, middle if roomy else None, label=side)


def _grid(pieces: Sequence[tuple[Size, float]], wish: Wish) -> Iterator[Side]:
    """Yield sides with pages in rows and columns."""
    page = usual(pieces)
    paper, columns, rows, scale, gap = _best_grid(page, _bleed(pieces), wish)
    width, height = page.width * scale, page.height * scale
    across, up = columns * width + (columns - 1) * gap, rows * height + (rows - 1) * gap
    left, low = (paper.width - across) / 2, (paper.height - up) / 2
    bleed = max(
        0.0, min(_bleed(pieces) * scale, left, low, gap / 2 if columns * rows > 1 else left)
    )
    places = columns * rows
    stacks = {"n-up": in_order, "cut-stack": cut_and_stack, "repeat": repeated}[wish.way]
    if wish.both_sides and wish.way != "repeat":
        sheets = both_sides(stacks(-(-len(pieces) // 2), places), columns, len(pieces))
    else:
        sheets = stacks(len(pieces), places)
    edges = _edges(left, width, gap, columns), _edges(low, height, gap, rows)
    cuts = ((), ()) if wish.way == "n-up" else edges
    for number, sheet in enumerate(sheets, start=1):
        puts = []
        for place, which in enumerate(sheet):
            if which is None:
                continue
            row, column = divmod(place, columns)
            cell = (
                left + column * (width + gap),
                low + (rows - 1 - row) * (height + gap),
                width,
                height,
            )
            clip = (cell[0] - bleed, cell[1] - bleed, width + 2 * bleed, height + 2 * bleed)
            puts.append(_placed(which, pieces[which][0], cell, scale, clip))
        yield Side(paper, (left, low, across, up), bleed, tuple(puts), cuts, label=str(number))


def _best_grid(page: Size, bleed: float, wish: Wish) -> tuple[Size, int, int, float, float]:
    """Return paper, columns, rows, scale and gap: never larger than life.

    As many as asked for, as large as they can be; or as many as fit at their own size.
    """
    upright = SHEETS[wish.paper]
    gaps = [2 * bleed] if bleed else [GUTTER, 0.0] if wish.way != "n-up" else [GUTTER]
    found = []
    for paper, gap in product((upright, landscape(upright)), gaps):
        # Without gaps, pages may reach the edges of the paper, as A6 on A4 does.
        edge = OFFICE_MARGIN + bleed if gap else 0.0
        inner = Size(paper.width - 2 * edge, paper.height - 2 * edge)
        if wish.up:
            shapes = [(one, wish.up // one) for one in range(1, wish.up + 1) if wish.up % one == 0]
        else:
            shapes = [
                (
                    max(1, int((inner.width + gap + HAIR) / (page.width + gap))),
                    max(1, int((inner.height + gap + HAIR) / (page.height + gap))),
                )
            ]
        for columns, rows in shapes:
            scale = _at_most_own(
                (inner.width - (columns - 1) * gap) / (columns * page.width),
                (inner.height - (rows - 1) * gap) / (rows * page.height),
            )
            if scale > 0:
                found.append((paper, columns, rows, scale, gap))
    # At their own size, then more of them, then larger, then with gaps.
    return max(
        found,
        key=lambda one: (one[3] == 1.0, one[1] * one[2] if one[3] == 1.0 else 0, one[3], one[4]),
    )


def _at_most_own(*scales: float) -> float:
    """Return the least of some scales, and 1 where that is a hair less or more.

    >>> _at_most_own(2, 1.00001), _at_most_own(0.99999, 3), _at_most_own(0.5, 3)
    (1.0, 1.0, 0.5)
    """
    least = min(scales)
    return 1.0 if least > 1 - SAME else least


def _edges(start: float, length: float, gap: float, count: int) -> tuple[float, ...]:
    """Return both cuts of each row or column; one where two pages meet.

    >>> _edges(10, 100, 0, 2), _edges(10, 100, 6, 2)
    ((10, 110, 210), (10, 110, 116, 216))
    """
    both = [
        start + number * (length + gap) + more for number in range(count) for more in (0, length)
    ]
    return tuple(dict.fromkeys(both))


def _tiles(number: int, page: Size, wish: Wish) -> Iterator[Side]:
    """Yield the tiles of one page, row by row."""
    made = tile_on(page, SHEETS[wish.paper])
    for row, column in product(range(made.rows), range(made.columns)):
        across, down = made.start(column, row)
        used = made.used
        left = OFFICE_MARGIN - across
        low = OFFICE_MARGIN + used.height + down - page.height
        area = (OFFICE_MARGIN, OFFICE_MARGIN, used.width, used.height)
        put = Put(number, left, low, 1.0, area)
        label = f"{number + 1} {Tiling.label(column, row)}"
        yield Side(made.paper, area, 0.0, (put,), tile=(made, column, row), label=label)


def _placed(which: int, size: Size, cell: Area, scale: float, clip: Area) -> Put:
    """Return a page in the middle of its place, made smaller where it is larger than the usual."""
    left, low, width, height = cell
    own = min(scale, width / size.width, height / size.height)
    # A page that is a hair off the usual size is that size.
    own = scale * _at_most_own(own / scale)
    return Put(
        which,
        left + (width - size.width * own) / 2,
        low + (height - size.height * own) / 2,
        own,
        clip,
    )


def _bleed(pieces: Sequence[tuple[Size, float]]) -> float:
    """Return the bleed of most pages in mm: that of the one in the middle."""
    return sorted(bleed for _, bleed in pieces)[len(pieces) // 2]
