"""All the checks: what the manuscript, the layout and the finished files get wrong."""

from leaflet.preflight.as_set import TypeAsSet
from leaflet.preflight.explain import explanation
from leaflet.preflight.finished import (
    SEEN_ON_PLATES,
    Printed,
    check_claims,
    check_printed,
    judge_printed,
    not_known,
    unreadable_codes,
)
from leaflet.preflight.fit import Fit, fit, larger
from leaflet.preflight.layout import check_pages, check_panels
from leaflet.preflight.places import notes_in_line, notes_of_format
from leaflet.preflight.set_line import SetLine, picture_boxes, set_lines
from leaflet.preflight.type_as_set import check_type
from leaflet.preflight.type_clear import check_clear

__all__ = [
    "SEEN_ON_PLATES",
    "Fit",
    "Printed",
    "SetLine",
    "TypeAsSet",
    "check_claims",
    "check_clear",
    "check_pages",
    "check_panels",
    "check_printed",
    "check_type",
    "explanation",
    "fit",
    "judge_printed",
    "larger",
    "not_known",
    "notes_in_line",
    "notes_of_format",
    "picture_boxes",
    "set_lines",
    "unreadable_codes",
]
