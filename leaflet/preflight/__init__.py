"""All the checks: what the manuscript, the layout and the finished files get wrong."""

from leaflet.preflight.as_set import TypeAsSet
from leaflet.preflight.explain import explanation
from leaflet.preflight.finished import Printed, check_claims, check_printed
from leaflet.preflight.fit import Fit, fit
from leaflet.preflight.layout import check_pages, check_panels
from leaflet.preflight.places import notes_in_line, notes_of_format
from leaflet.preflight.type_as_set import check_type

__all__ = [
    "Fit",
    "Printed",
    "TypeAsSet",
    "check_claims",
    "check_pages",
    "check_panels",
    "check_printed",
    "check_type",
    "explanation",
    "fit",
    "notes_in_line",
    "notes_of_format",
]
