"""Which formats a text fits, and by how much it misses the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from leaflet.model import Leaflet
from leaflet.specs.formats import FORMATS
from leaflet.typeset.layout import Kind
from leaflet.typeset.panels import Panels, Setting
from leaflet.typeset.typesetter import Typesetter


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text sits in a format."""

    format: str
    fits: bool
    over_mm: float
    """Height in mm of what is too much; 0 where it fits."""

    size_pt: float
    """Size in points of most of its words."""


def fit(
    leaflet: Leaflet, setting: Setting, typesetter: Typesetter, formats: Iterable[str] = ()
) -> list[Fit]:
    """Return how a leaflet's text sits in `formats`, or in all there are."""
    forms = [FORMATS[name] for name in formats or FORMATS]
    measured = [typesetter.measured(leaflet, form, setting) for form in forms]
    return [_fit(one.result()) for one in measured]


def _fit(panels: Panels) -> Fit:
    form = panels.form
    over = sum(page.filled for group in panels.trial.groups() for page in panels.past(group))
    return Fit(form.name, not over, round(over, 1), _size(panels))


def _size(panels: Panels) -> float:
    letters: dict[float, int] = {}
    for page in panels.trial.pages:
        for one in page.of(Kind.TEXT):
            letters[one.size_pt] = letters.get(one.size_pt, 0) + len(one.words)
    return max(letters, key=lambda size: letters[size]) if letters else 0.0
