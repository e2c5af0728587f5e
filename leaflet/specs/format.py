"""What a format is made of: panels, the frames in them, and how the sheet folds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Literal

from leaflet.specs.folds import Fold
from leaflet.specs.paper import BLEED
from leaflet.units import Size

Binding = Literal["left", "right"]
"""The edge at which a booklet is bound."""

NARROW = 85.0
"""Width in mm below which a frame holds less than 35 characters of 12 pt (our own measure)."""

WIDE = 115.0
"""Width in mm above which a frame holds more than 50 characters of 12 pt (our own measure)."""

BROAD = 190.0
"""Width in mm above which a panel is a page, which wants a larger title (our own judgement)."""

LOW, HIGH = 160.0, 250.0
"""Heights in mm below and above which panels have margins of their own (our own judgement)."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One face between edges or folds, laid out as one page, or as one page a frame."""

    name: str
    """Its name, which an author writes to pin something to it."""

    side: str
    """The side of the sheet on which it stands."""

    left: float
    """Distance in mm of its left edge from the left trim of that side."""

    width: float
    """Its width in mm, from trim or fold to trim or fold."""

    height: float
    """Its height in mm."""

    top: float = 0.0
    """Distance in mm of its upper edge from the upper trim of that side."""

    frames: int = 1
    """Columns of text on it: two where a line would run past 70 characters."""

    shift: float = 0.0
    """How far its content is moved to the right on the sheet, in mm: creep."""

    turned: bool = False
    """Whether it stands upside down on the sheet, so that it is upright when folded."""

    may_stay_blank: bool = False
    """Whether nobody misses anything where nothing stands on it, as on the back of a flyer."""

    def columns(self) -> tuple["Frame", ...]:
        """Return the frames that text flows through: equal parts of it, from left to right."""
        width = self.width / self.frames
        return tuple(Frame(self, number, number * width, width) for number in range(self.frames))

    def whole(self) -> "Frame":
        """Return it as one frame, for what is pinned to it."""
        return Frame(self, 0, 0.0, self.width)


@dataclass(frozen=True, slots=True)
class Frame:
    """A column of text in a panel, or the panel as a whole: one page of the layout."""

    panel: Panel
    number: int
    """Its number on the panel, from 0, from left to right."""

    left: float
    """Distance in mm of its left edge from that of its panel."""

    width: float
    """Its width in mm, with its share of the panel's margins."""

    @property
    def name(self) -> str:
        """Return its panel's name, with its number where it is not the first."""
        return f"{self.panel.name} {self.number + 1}" if self.number else self.panel.name


@dataclass(frozen=True, slots=True)
class Format:
    """A finished kind: its paper, its panels, and how it folds."""

    name: str
    kind: str
    """Which template lays it out: `folded`, `flyer`, `booklet` or `poster`."""

    says: str
    """What it is, in a few plain words."""

    trim: Size
    """The sheet after it is cut and before it is folded."""

    sides: tuple[str, ...]
    """The sides of the sheet, in the order in which they are printed."""

    panels: tuple[Panel, ...]
    """Its panels, side by side, each side from left to right, row by row."""

    reading: tuple[str, ...]
    """Names of the panels in the order in which a reader meets them."""

    fold: str
    """How it folds, by its code in CIP4's fold catalogue; empty where that has none."""

    folds: tuple[Fold, ...]
    """Its folds in the order in which they are made; none for an unfolded piece."""

    source: str
    """Where its measures come from."""

    title_panel: str
    """The panel that carries the title; made from the settings where nothing is pinned there."""

    bleed: float = BLEED
    """Art past the trim in mm."""

    binding: Binding = "left"
    """The edge at which a booklet is bound: at the right where text runs from right to left."""

    def panel(self, name: str) -> Panel:
        """Return the panel of that name.

        Raises:
            KeyError: this format has no such panel.
        """
        for panel in self.panels:
            if panel.name == name:
                return panel
        raise KeyError(name)

    def with_sides(self, sides: tuple[str, ...]) -> "Format":
        """Return this format with only some of its sides."""
        if sides == self.sides:
            return self
        panels = tuple(panel for panel in self.panels if panel.side in sides)
        names = {panel.name for panel in panels}
        reading = tuple(name for name in self.reading if name in names)
        return replace(self, sides=sides, panels=panels, reading=reading)

    def on_side(self, side: str) -> tuple[Panel, ...]:
        """Return the panels of one side, from left to right, row by row."""
        return tuple(panel for panel in self.panels if panel.side == side)

    def folds_on(self, side: str) -> tuple[float, ...]:
        """Return where the upright folds of one side lie, in mm from its left trim."""
        return tuple(panel.left for panel in self.on_side(side) if panel.left and not panel.top)

    def folds_across(self, side: str) -> tuple[float, ...]:
        """Return where the level folds of one side lie, in mm from its upper trim."""
        return tuple(panel.top for panel in self.on_side(side) if panel.top and not panel.left)

    @property
    def title_alone(self) -> bool:
        """Return whether the title has a panel of its own: no text goes on beneath it."""
        return self.kind in ("folded", "booklet")

    @property
    def grows(self) -> bool:
        """Return whether it has as many pages as the text needs; `specs.booklets` adds them."""
        return self.kind == "booklet"

    @property
    def finished(self) -> Size:
        """Return the size of its first panel, which is the piece when it is folded."""
        first = self.panel(self.reading[0])
        return Size(first.width, first.height)

    @property
    def column(self) -> float:
        """Return the width in mm of the column in which most of its text stands."""
        text = self.panel(self.reading[min(1, len(self.reading) - 1)])
        return text.width / text.frames

    @property
    def classes(self) -> tuple[str, ...]:
        """Return its CSS classes: its name, its kind, and what its panels are like.

        `narrow` or `wide` is the column in which most of its text stands, `low` or `high` the
        panel; a panel is `broad` that is a whole page, `lying` where it is wider than high.
        """
        column, first = self.column, self.finished
        found = {
            "narrow": column < NARROW,
            "wide": column > WIDE,
            "low": first.height < LOW,
            "high": first.height > HIGH,
            "broad": first.width > BROAD,
            "lying": first.width > first.height,
        }
        return (self.name, self.kind, *(name for name, is_so in found.items() if is_so))


def side_by_side(
    side: str, names: Sequence[str], widths: Sequence[float], height: float
) -> tuple[Panel, ...]:
    """Return panels that stand next to each other on one side, from left to right.

    >>> [panel.left for panel in side_by_side("inside", ["a", "b"], [100, 97], 210)]
    [0, 100]
    """
    lefts = accumulate(widths, initial=0)
    return tuple(
        Panel(name, side, left, width, height)
        for name, left, width in zip(names, lefts, widths, strict=False)
    )
