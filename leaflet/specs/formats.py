"""Formats: the finished kinds, as data.

To add one, add an entry to `FORMATS`; nothing else in the program knows a format by name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

from leaflet.specs.folds import ROLL, ZIGZAG, Fold, folded, roll_fold_widths
from leaflet.specs.paper import A3, A4, BLEED, landscape
from leaflet.units import Size


@dataclass(frozen=True, slots=True)
class Panel:
    """One face between edges or folds, laid out as one page."""

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

    frames: int = 1
    """Columns of text on it: two where a line would run past 70 characters."""


@dataclass(frozen=True, slots=True)
class Format:
    """A finished kind: its paper, its panels, and how it folds."""

    name: str
    kind: str
    """Which template lays it out: `folded` or `poster`."""

    says: str
    """What it is, in a few plain words."""

    trim: Size
    """The sheet after it is cut and before it is folded."""

    sides: tuple[str, ...]
    """The sides of the sheet, in the order in which they are printed."""

    panels: tuple[Panel, ...]
    """Its panels, side by side, each side from left to right."""

    reading: tuple[str, ...]
    """Names of the panels in the order in which a reader meets them."""

    fold: str
    """How it folds, by its code in CIP4's fold catalogue; empty for an unfolded piece."""

    folds: tuple[Fold, ...]
    """Its folds in the order in which they are made; none for an unfolded piece."""

    source: str
    """Where its measures come from."""

    title_panel: str
    """The panel that carries the title; made from the settings where nothing is pinned there."""

    bleed: float = BLEED
    """Art past the trim in mm."""

    def panel(self, name: str) -> Panel:
        """Return the panel of that name.

        Raises:
            KeyError: this format has no such panel.
        """
        for panel in self.panels:
            if panel.name == name:
                return panel
        raise KeyError(name)

    def on_side(self, side: str) -> tuple[Panel, ...]:
        """Return the panels of one side, from left to right."""
        return tuple(panel for panel in self.panels if panel.side == side)

    def folds_on(self, side: str) -> tuple[float, ...]:
        """Return where the folds of one side lie, in mm from its left trim."""
        return tuple(panel.left for panel in self.on_side(side)[1:])


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


def _roll_fold(name: str, says: str, sheet: Size, source: str) -> Format:
    """Return a six-panel roll fold: cover at the right of the outside, flap tucked in."""
    widths = roll_fold_widths(sheet.width)
    outside = side_by_side("outside", ["flap", "back", "cover"], widths, sheet.height)
    inside = side_by_side(
        "inside", ["inside-left", "inside-centre", "inside-right"], widths[::-1], sheet.height
    )
    return Format(
        name=name,
        kind="folded",
        says=says,
        trim=sheet,
        sides=("outside", "inside"),
        panels=(*outside, *inside),
        reading=("cover", "flap", "inside-left", "inside-centre", "inside-right", "back"),
        fold="F6-5",
        folds=ROLL,
        source=source,
        title_panel="cover",
    )


def _zigzag(name: str, says: str, sheet: Size) -> Format:
    """Return a six-panel Z fold: cover at the right of the outside, back on the inside."""
    outside = ("outside-left", "outside-centre", "cover")
    inside = ("inside-left", "inside-centre", "back")
    widths = [sheet.width / len(outside)] * len(outside)
    return Format(
        name=name,
        kind="folded",
        says=says,
        trim=sheet,
        sides=("outside", "inside"),
        panels=(
            *side_by_side("outside", outside, widths, sheet.height),
            *side_by_side("inside", inside, widths, sheet.height),
        ),
        reading=tuple(folded(outside, inside, ZIGZAG)),
        fold="F6-1",
        folds=ZIGZAG,
        source="equal panels; panel order: CIP4 fold catalogue F6-1",
        title_panel="cover",
    )


def _poster(name: str, says: str, sheet: Size) -> Format:
    """Return a poster: one side, one panel."""
    return Format(
        name=name,
        kind="poster",
        says=says,
        trim=sheet,
        sides=("front",),
        panels=side_by_side("front", ["front"], [sheet.width], sheet.height),
        reading=("front",),
        fold="",
        folds=(),
        source="ISO 216",
        title_panel="front",
    )


FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        _roll_fold(
            "trifold-a4",
            "A4 folded twice to a third (DL); the flap tucks in",
            landscape(A4),
            "print-print.co.uk artwork guide; panel order: CIP4 fold catalogue F6-5",
        ),
        _zigzag("zfold-a4", "A4 folded twice to a third (DL), in a zigzag", landscape(A4)),
        _poster("poster-a4", "A4 poster, one side", A4),
        _poster("poster-a3", "A3 poster, one side", A3),
    )
}
"""Every format by name."""

ALIASES = {"trifold": "trifold-a4", "zfold": "zfold-a4"}
"""Short names that people write."""

PINS = frozenset(panel.name for one in FORMATS.values() for panel in one.panels)
"""Every panel name of every format: what an author may pin something to."""


def find_format(name: str) -> Format | None:
    """Return the format of that name or alias, or nothing.

    >>> find_format("trifold").name
    'trifold-a4'
    """
    return FORMATS.get(ALIASES.get(name, name))
