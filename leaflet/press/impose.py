"""Imposition: panels onto sheets, as arithmetic over the data of a format."""

from collections.abc import Iterable
from dataclasses import dataclass

from leaflet.specs.format import Format, Frame

HAIR = 0.001
"""mm by which sums of widths err."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where a frame stands on its side of the sheet, in mm from the trim's lower left corner."""

    frame: str
    """Its name: that of its panel, where it is the only one there."""

    left: float
    low: float
    clip: tuple[float, float, float, float]
    """Left, low, width and height of what shows of it: its bleed at the edges of the sheet,
    and nothing past a fold, where its neighbour begins."""

    turned: bool = False
    """Whether it stands upside down."""

    @property
    def turn(self) -> int:
        """Return what its coordinates are multiplied by: -1 where it stands upside down."""
        return -1 if self.turned else 1

    def origin(self, width: float, height: float) -> tuple[float, float]:
        """Return where the lower left corner of its page comes to stand, in mm.

        Args:
            width: Width of the page.
            height: Its height.
        """
        return (self.left + width, self.low + height) if self.turned else (self.left, self.low)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One side of a sheet."""

    side: str
    width: float
    height: float
    placings: tuple[Placing, ...]
    folds: tuple[float, ...] = ()
    """Distances in mm of the upright folds from the left trim."""

    across: tuple[float, ...] = ()
    """Distances in mm of the level folds from the lower trim."""


def impose(form: Format, frames: Iterable[Frame], bleed: float) -> tuple[Sheet, ...]:
    """Return the sides of a format's sheet in the order in which they are printed.

    >>> from leaflet.specs.formats import FORMATS
    >>> form = FORMATS["trifold-a4"]
    >>> sheets = impose(form, [panel.whole() for panel in form.panels], 3)
    >>> [[one.frame for one in sheet.placings] for sheet in sheets]
    [['flap', 'back', 'cover'], ['inside-left', 'inside-centre', 'inside-right']]
    """
    frames = tuple(frames)
    return tuple(
        Sheet(
            side,
            form.trim.width,
            form.trim.height,
            tuple(
                _placing(form, frame, bleed)
                for panel in form.on_side(side)
                for frame in frames
                if frame.panel == panel
            ),
            form.folds_on(side),
            tuple(form.trim.height - top for top in form.folds_across(side)),
        )
        for side in form.sides
    )


def _placing(form: Format, frame: Frame, bleed: float) -> Placing:
    """Return where a frame stands; it bleeds where it reaches the edge of the sheet."""
    panel, trim = frame.panel, form.trim
    left = panel.left + (panel.width - frame.left - frame.width if panel.turned else frame.left)
    right = left + frame.width
    low = trim.height - panel.top - panel.height
    high = low + panel.height
    # Widths that are no whole numbers add up to a hair less than the sheet.
    past_left = bleed if left < HAIR else 0.0
    past_right = bleed if right > trim.width - HAIR else 0.0
    past_low = bleed if low < HAIR else 0.0
    past_high = bleed if high > trim.height - HAIR else 0.0
    clip = (
        left - past_left,
        low - past_low,
        frame.width + past_left + past_right,
        panel.height + past_low + past_high,
    )
    return Placing(frame.name, left + panel.shift, low, clip, panel.turned)
