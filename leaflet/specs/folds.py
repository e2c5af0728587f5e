"""How paper folds, as arithmetic."""

from dataclasses import dataclass
from typing import Literal

from leaflet.specs.paper import TUCK

FEWEST_PANELS = 3


@dataclass(frozen=True, slots=True)
class Fold:
    """One fold, seen with the inside of the sheet facing up and its head at the top."""

    part: Literal["left", "right"]
    """The part of the sheet that moves."""

    panels: int = 1
    """How many panels of what is left of the sheet move."""

    over: bool = True
    """Whether they come to lie on top of the others; else behind them."""


ROLL = (Fold("right"), Fold("left"))
"""A roll fold of three panels: the flap first, then the cover over it."""

ZIGZAG = (Fold("left"), Fold("right", over=False))
"""A Z fold: the cover over the centre, the last panel behind it."""


def folded(outside: tuple[str, ...], inside: tuple[str, ...], folds: tuple[Fold, ...]) -> list[str]:
    """Return the faces of a folded sheet from the top of the pile to its foot.

    A pile for each panel that is left, from left to right, holds its faces from the top down;
    behind each panel of the inside lies its mirror image of the outside.

    >>> folded(("back", "cover"), ("left", "right"), (Fold("left"),))
    ['cover', 'left', 'right', 'back']
    """
    piles = [[face, behind] for face, behind in zip(inside, reversed(outside), strict=True)]
    for fold in folds:
        count = fold.panels
        if fold.part == "left":
            moving, rest = piles[:count], piles[count:]
            under = rest[:count][::-1]
        else:
            moving, rest = piles[-count:], piles[:-count]
            under = rest[-count:][::-1]
        for part, pile in zip(moving, under, strict=True):
            turned = part[::-1]
            pile[:] = [*turned, *pile] if fold.over else [*pile, *turned]
        piles = rest
    return [face for pile in piles for face in pile]


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
