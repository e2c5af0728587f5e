"""Compose HTML and let WeasyPrint lay it out: one panel is one page, in plain RGB, tagged.

The only room that knows WeasyPrint. It takes data and gives data, all of which can be
pickled: a `Typesetter` does the work in a process of its own.
"""

from leaflet.typeset.layout import FLOW, Kind, Layout, PageLayout, Placed
from leaflet.typeset.panels import FIXED_DAY, Panels, Setting, strangers_in_line
from leaflet.typeset.typesetter import Pending, Typesetter, TypesetterDiedError

__all__ = [
    "FIXED_DAY",
    "FLOW",
    "Kind",
    "Layout",
    "PageLayout",
    "Panels",
    "Pending",
    "Placed",
    "Setting",
    "Typesetter",
    "TypesetterDiedError",
    "strangers_in_line",
]
