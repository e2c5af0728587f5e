"""Which formats a text fits, and by how much it misses the others."""

from collections.abc import Iterable
from dataclasses import dataclass

from leaflet.model import Leaflet
from leaflet.specs import FORMATS, Format
from leaflet.typeset import Kind, Panels, Setting, measure_panels


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text sits in a format."""

    format: str
    fits: bool
    over_mm: float
    """Height in mm of what is too much; 0 where it fits."""

    size_pt: float
    """Size in points of most of its words."""


def fit(leaflet: Leaflet, setting: Setting, formats: Iterable[str] = ()) -> list[Fit]:
    """Return how a leaflet's text sits in `formats`, or in all there are."""
    names = list(formats) or list(FORMATS)
    return [_fit(leaflet, FORMATS[name], setting) for name in names]


def _fit(leaflet: Leaflet, form: Format, setting: Setting) -> Fit:
    panels = measure_panels(leaflet, form, setting)
    over = sum(page.filled for group in panels.trial.groups() for page in panels.past(group))
    return Fit(form.name, not over, round(over, 1), _size(panels))


def _size(panels: Panels) -> float:
    letters: dict[float, int] = {}
    for page in panels.trial.pages:
        for one in page.of(Kind.TEXT):
            letters[one.size_pt] = letters.get(one.size_pt, 0) + len(one.words)
    return max(letters, key=lambda size: letters[size]) if letters else 0.0
