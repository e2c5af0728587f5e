"""Imposition: panels onto sheets, as arithmetic over the data of a format."""

from dataclasses import dataclass

from leaflet.specs.formats import Format, Panel

HAIR = 0.001
"""mm by which sums of widths err."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a panel stands on its side of the sheet, in mm from the trim's lower left corner."""

    panel: str
    left: float
    low: float
    clip: tuple[float, float, float, float]
    """Left, low, width and height of what shows of it: its bleed at the edges of the sheet,
    and nothing past a fold, where its neighbour begins."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of a sheet."""

    side: str
    width: float
    height: float
    placings: tuple[Placing, ...]
    folds: tuple[float, ...]
    """Distances in mm of the folds from the left trim."""


def impose(form: Format, bleed: float) -> tuple[Sheet, ...]:
    """Return the sides of a format's sheet in the order in which they are printed.

    >>> from leaflet.specs.formats import FORMATS
    >>> [[one.panel for one in sheet.placings] for sheet in impose(FORMATS["trifold-a4"], 3)]
    [['flap', 'back', 'cover'], ['inside-left', 'inside-centre', 'inside-right']]
    """
    return tuple(
        Sheet(
            side,
            form.trim.width,
            form.trim.height,
            tuple(_placing(form, panel, bleed) for panel in form.on_side(side)),
            form.folds_on(side),
        )
        for side in form.sides
    )


def _placing(form: Format, panel: Panel, bleed: float) -> Placing:
    """Return where a panel stands; it bleeds where it reaches the edge of the sheet."""
    left = bleed if panel.left == 0 else 0.0
    # Widths that are no whole numbers add up to a hair less than the sheet.
    right = bleed if panel.left + panel.width > form.trim.width - HAIR else 0.0
    return Placing(
        panel.name,
        panel.left,
        0.0,
        (panel.left - left, -bleed, panel.width + left + right, panel.height + 2 * bleed),
    )
