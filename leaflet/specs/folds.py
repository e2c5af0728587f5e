"""How paper folds, as arithmetic."""

from leaflet.specs.paper import TUCK

FEWEST_PANELS = 3


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
