"""Print shops: what they ask of a file."""

from dataclasses import dataclass

from leaflet.specs.conditions import DEFAULT_CONDITION
from leaflet.specs.paper import BLEED, SAFE_WARNING


@dataclass(frozen=True, slots=True)
class Printer:
    """A print shop's demands."""

    name: str
    says: str
    bleed: float = BLEED
    """Art past the trim in mm."""

    safe: float = SAFE_WARNING
    """How far words keep from trim and folds, in mm."""

    marks: bool = True
    """Whether the file carries crop and fold marks."""

    spreads: bool = False
    """Whether booklets come as sheets with two pages beside each other, and not as pages."""

    condition: str = DEFAULT_CONDITION
    ink_limit: float = 300.0
    """The most ink, all inks together, in per cent."""


PRINTERS = {
    one.name: one
    for one in (
        Printer("standard", "what most print shops ask for: 3 mm bleed, marks outside it"),
        Printer(
            "spreads",
            "booklets as sheets, two pages beside each other, moved for the paper's thickness",
            spreads=True,
        ),
        Printer(
            "no-marks", "trim and bleed alone, for shops that add marks themselves", marks=False
        ),
    )
}
"""Every printer by name."""

DEFAULT_PRINTER = "standard"
