"""All the checks: what the manuscript, the layout and the finished files get wrong."""

from leaflet.preflight.explain import explanation
from leaflet.preflight.fit import Fit, fit
from leaflet.preflight.layout import check_pages, check_panels
from leaflet.preflight.places import notes_in_line, notes_of_format

__all__ = [
    "Fit",
    "check_pages",
    "check_panels",
    "explanation",
    "fit",
    "notes_in_line",
    "notes_of_format",
]
