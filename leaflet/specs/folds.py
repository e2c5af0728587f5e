"""How paper folds, as arithmetic: what lies on what, and what a reader sees, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from leaflet.specs.paper import TUCK

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from leaflet.specs.format import Panel

FEWEST_PANELS = 3

SLIVER = 5.0
"""Width in mm up to which what peeps out from under a panel is no panel to read: a tuck."""

HAIR = 0.001
"""mm by which sums of widths err."""

OFF_CREASE = 2.5
"""Distance in mm by which a fold through two layers may miss the mark of the inner one, which is
narrower for its tuck."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One fold, seen with the inside of the sheet facing up and its head at the top."""

    part: Literal["left", "right", "top"]
    """The part of the sheet that moves."""

    panels: int = 1
    """How many panels of what is left of the sheet move."""

    over: bool = True
    """Whether they come to lie on top of the others; else behind them."""


HALF = (Fold("left"),)
"""Folded once, the cover over the rest."""

ROLL = (Fold("right"), Fold("left"))
"""A roll fold of three panels: the flap first, then the cover over it."""

ROLL_4 = (Fold("right"), Fold("right"), Fold("left"))
"""A roll fold of four panels."""

ZIGZAG = (Fold("left"), Fold("right", over=False))
"""A Z fold: the cover over the centre, the last panel behind it."""

CONCERTINA = (Fold("left"), Fold("left", over=False), Fold("left"))
"""A zigzag of four panels."""

DOUBLE_PARALLEL = (Fold("right", panels=2), Fold("left"))
"""Folded in half, and in half again the same way."""

GATE = (Fold("left"), Fold("right"), Fold("left"))
"""Both ends to the middle, then shut like a book."""

OPEN_GATE = (Fold("left"), Fold("right"))
"""Both ends to the middle, where they meet."""

CROSS = (Fold("top"), Fold("left"))
"""Folded head to foot, then like a book (French fold)."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of paper between folds, as it lies: what faces up, and what faces down."""

    up: str
    down: str
    left: float
    right: float
    top: float
    bottom: float
    up_upright: bool = True
    """Whether the face that is up can be read without turning the piece."""

    down_upright: bool = True
    """The same of the other face, once it is turned over like the page of a book."""

    def turned_over(self, at: float) -> Leaf:
        """Return it turned over at an upright line."""
        return Leaf(
            self.down,
            self.up,
            2 * at - self.right,
            2 * at - self.left,
            self.top,
            self.bottom,
            self.down_upright,
            self.up_upright,
        )

    def tipped_over(self, at: float) -> Leaf:
        """Return it turned over at a level line, which stands its faces on their heads."""
        return Leaf(
            self.down,
            self.up,
            self.left,
            self.right,
            2 * at - self.bottom,
            2 * at - self.top,
            not self.down_upright,
            not self.up_upright,
        )


Pile = tuple[Leaf, ...]
"""Leaves from the top down."""


def states(outside: Sequence[Panel], inside: Sequence[Panel], folds: Sequence[Fold]) -> list[Pile]:
    """Return how a sheet lies before the first fold, and after each.

    Args:
        outside: The panels of its outer side, seen from there.
        inside: The panels of its inner side, which faces up.
        folds: The folds in the order in which they are made.

    Raises:
        ValueError: a fold would crease a panel in its midst, or there is nothing left to fold.
    """
    pile = tuple(_leaves(outside, inside))
    columns = sorted({(one.left, one.right) for one in pile})
    rows = sorted({(one.top, one.bottom) for one in pile})
    found = [pile]
    for fold in folds:
        if fold.panels >= len(rows if fold.part == "top" else columns):
            msg = f"there are not enough panels for {fold}"
            raise ValueError(msg)
        if fold.part == "top":
            at, rows = rows[fold.panels - 1][1], rows[fold.panels :]
        elif fold.part == "left":
            at, columns = columns[fold.panels - 1][1], columns[fold.panels :]
        else:
            at, columns = columns[-fold.panels][0], columns[: -fold.panels]
        pile = _fold(pile, fold, at)
        found.append(pile)
    return found


def _leaves(outside: Sequence[Panel], inside: Sequence[Panel]) -> Iterator[Leaf]:
    """Yield the leaves of a flat sheet; behind a panel lies its mirror image of the outside."""
    flat = max(panel.left + panel.width for panel in inside)
    for panel in inside:
        behind = next(
            one
            for one in outside
            if abs(flat - one.left - one.width - panel.left) < HAIR and one.top == panel.top
        )
        yield Leaf(
            panel.name,
            behind.name,
            panel.left,
            panel.left + panel.width,
            panel.top,
            panel.top + panel.height,
            not panel.turned,
            not behind.turned,
        )


def _fold(pile: Pile, fold: Fold, at: float) -> Pile:
    moving: list[Leaf] = []
    rest: list[Leaf] = []
    for leaf in pile:
        low, high = (leaf.top, leaf.bottom) if fold.part == "top" else (leaf.left, leaf.right)
        if low < at - OFF_CREASE and high > at + OFF_CREASE:
            msg = f"the fold at {at:g} mm would crease {leaf.up}"
            raise ValueError(msg)
        middle = (low + high) / 2
        moves = middle > at if fold.part == "right" else middle < at
        (moving if moves else rest).append(leaf)
    turned = [
        leaf.tipped_over(at) if fold.part == "top" else leaf.turned_over(at)
        for leaf in reversed(moving)
    ]
    return (*turned, *rest) if fold.over else (*rest, *turned)


def leafed(outside: Sequence[Panel], inside: Sequence[Panel], folds: Sequence[Fold]) -> list[str]:
    """Return the faces of a sheet folded in a zigzag in the order in which they are read.

    Between two leaves lie two faces, which are seen together, one on each side of their fold. The
    folds of a zigzag lie left and right in turn, so of every second two the lower leaf's face is
    the left one.
    """
    pile = states(outside, inside, folds)[-1]
    between = [(one.down, other.up) for one, other in pairwise(pile)]
    pairs = [two[::-1] if number % 2 else two for number, two in enumerate(between)]
    return [pile[0].up, *(face for two in pairs for face in two), pile[-1].down]


def opened(outside: Sequence[Panel], inside: Sequence[Panel], folds: Sequence[Fold]) -> list[str]:
    """Return the faces of a folded sheet in the order in which they are seen as it opens.

    What is seen of the outer side comes first, as it appears; then the whole inner side, which
    is read at one time; then what is left, which is the back.
    """
    inner = [panel.name for panel in inside]
    seen: list[str] = []
    for pile in reversed(states(outside, inside, folds)):
        seen += [leaf.up for leaf in in_sight(pile) if leaf.up not in [*seen, *inner]]
    outer = [panel.name for panel in outside]
    return [*seen, *inner, *(name for name in outer if name not in seen)]


def in_sight(pile: Pile) -> list[Leaf]:
    """Return the leaves that are seen from above, from left to right, row by row."""
    seen = [leaf for place, leaf in enumerate(pile) if _shows(leaf, pile[:place])]
    return sorted(seen, key=lambda leaf: (leaf.top, leaf.left))


def _shows(leaf: Leaf, above: Pile) -> bool:
    """Return whether more than a sliver of a leaf is seen under those above it."""
    left, right = leaf.left, leaf.right
    for one in sorted(above, key=lambda one: one.left):
        level = one.bottom > leaf.top + HAIR and one.top < leaf.bottom - HAIR
        if level and one.left < left + SLIVER:
            left = max(left, one.right)
    return right - left > SLIVER


def roll_fold_widths(flat: float, panels: int = 3, tuck: float = TUCK) -> tuple[float, ...]:
    """Return the panel widths in mm of a roll fold, outer side, left to right.

    The panel that tucks inside is `tuck` mm narrower than the others, so that the leaflet
    lies flat; the others share the rest equally. On the outer side the tucked panel is at
    the left and the front cover at the right; the inner side is the mirror image.

    Source: print-print.co.uk, artwork guide "6pp DL roll folded": 97 + 100 + 100 mm on A4.
    It is trade custom, not a standard.

    >>> roll_fold_widths(297)
    (97.0, 100.0, 100.0)
    >>> sum(roll_fold_widths(420, panels=4))
    420.0

    Raises:
        ValueError: fewer than three panels do not roll.
    """
    if panels < FEWEST_PANELS:
        msg = f"a roll fold has at least {FEWEST_PANELS} panels, not {panels}"
        raise ValueError(msg)
    wide = (flat + tuck) / panels
    return (wide - tuck, *[wide] * (panels - 1))
