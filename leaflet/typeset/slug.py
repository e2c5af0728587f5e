"""The slug lines: what a file for the printer says of itself outside the bleed."""

from leaflet.model import Leaflet
from leaflet.specs.format import Format
from leaflet.typeset.compose import Composer
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Setting
from leaflet.typeset.setting import lay_out_html

HEIGHT = 4.0
"""Height of the line in mm."""


def slug_words(leaflet: Leaflet, form: Format, side: str, inks: str) -> str:
    """Return the words of one side's slug line.

    >>> from leaflet.specs.formats import FORMATS
    >>> from datetime import date
    >>> from leaflet.model import Imprint
    >>> from leaflet.problems import Place
    >>> from pathlib import Path
    >>> imprint = Imprint("Willow", "", "1.0", date(2026, 10, 1), None, None, "W-1")
    >>> form = FORMATS["trifold-a4"]
    >>> tea = Leaflet("tea", Place("x"), Path(), "Tea", "en", (form.name,), True, (), {}, imprint)
    >>> slug_words(tea, form, "inside", "CMYK")
    'tea | W-1 | version 1.0 | inside, page 2 of 2 | inks CMYK | fold F6-5 | head at the top'
    """
    number = form.sides.index(side) + 1
    fold = f"fold {form.fold}" if form.fold else "folded" if form.folds else "no fold"
    said = [
        leaflet.name,
        leaflet.imprint.identifier,
        f"version {leaflet.imprint.version}" if leaflet.imprint.version else "",
        "" if leaflet.final else "DRAFT",
        f"{side}, page {number} of {len(form.sides)}".removeprefix(f"page-{number}, "),
        f"inks {inks}",
        fold,
        "head at the top",
    ]
    return " | ".join(word for word in said if word)


def lay_out_slug(leaflet: Leaflet, form: Format, setting: Setting, inks: str) -> Layout:
    """Lay out one page a side with its slug line, as wide as the sheet."""
    composer = Composer(leaflet, setting.theme, lambda picture: picture.path.as_uri(), paper=True)
    html = composer.page(
        "slug.html",
        lines=[slug_words(leaflet, form, side, inks) for side in form.sides],
        width=form.trim.width,
        height=HEIGHT,
        styles=[setting.theme.style(f"{name}.css").as_uri() for name in ("tokens", "slug")],
    )
    return lay_out_html(html, setting)
