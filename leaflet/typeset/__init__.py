"""Compose HTML and let WeasyPrint lay it out: one panel is one page, in plain RGB, tagged.

The only room that knows WeasyPrint. It takes data and gives data, all of which can be
pickled, so that the same call runs here or in a worker.
"""

from leaflet.typeset.layout import FLOW, Kind, Layout, PageLayout, Placed
from leaflet.typeset.setting import (
    Panels,
    Setting,
    lay_out_home,
    lay_out_how_to,
    lay_out_large,
    lay_out_panels,
    measure_panels,
    strangers_in_line,
    write_web,
)
from leaflet.typeset.slug import lay_out_slug

__all__ = [
    "FLOW",
    "Kind",
    "Layout",
    "PageLayout",
    "Panels",
    "Placed",
    "Setting",
    "lay_out_home",
    "lay_out_how_to",
    "lay_out_large",
    "lay_out_panels",
    "lay_out_slug",
    "measure_panels",
    "strangers_in_line",
    "write_web",
]
