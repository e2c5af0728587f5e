"""The checks of the layout, in two tables: one function a check."""

from collections.abc import Callable, Iterable

from leaflet.model import Leaflet
from leaflet.preflight.on_pages import (
    fact_literal,
    fit_width,
    font_unexpected,
    glyph_missing,
    heading_order,
    layout_warning,
    picture_soft,
)
from leaflet.preflight.on_panels import (
    fit_empty_panel,
    fit_overflow,
    pages_blank,
    panel_thin,
    safe_area,
    text_lost,
    zone_low,
)
from leaflet.preflight.subject import Check, Subject
from leaflet.problems import Problem
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels

ON_PANELS: Iterable[Check] = (
    fit_overflow,
    text_lost,
    fit_empty_panel,
    pages_blank,
    panel_thin,
    zone_low,
    safe_area,
)
"""Checks of what has panels."""

ON_PAGES: Iterable[Check] = (
    fit_width,
    glyph_missing,
    font_unexpected,
    picture_soft,
    heading_order,
    fact_literal,
    layout_warning,
)
"""Checks of every page."""


ON_ART: Iterable[Check] = (picture_soft, layout_warning)
"""Checks of the art that runs across folds, which holds no words."""


def check_panels(
    leaflet: Leaflet, panels: Panels, safe: float, formats_that_fit: Callable[[], list[str]]
) -> list[Problem]:
    """Judge a leaflet laid out in panels; words keep `safe` mm from trim and folds."""
    subject = Subject(
        leaflet,
        panels.layout,
        tuple(panels.reading_order()),
        panels=panels,
        safe=safe,
        formats_that_fit=formats_that_fit,
    )
    found = [problem for check in (*ON_PANELS, *ON_PAGES) for problem in check(subject)]
    if panels.under:
        art = Subject(leaflet, panels.under, tuple(range(len(panels.under.pages))))
        found += [problem for check in ON_ART for problem in check(art)]
    return found


def check_pages(leaflet: Leaflet, layout: Layout, edition: str) -> list[Problem]:
    """Judge an edition without panels."""
    subject = Subject(leaflet, layout, tuple(range(len(layout.pages))), edition=edition)
    return [problem for check in ON_PAGES for problem in check(subject)]
