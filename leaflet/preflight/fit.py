"""Which formats a text fits, and by how much it misses the others."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf, sqrt

from leaflet.model import USUAL_PT, Leaflet
from leaflet.specs.format import Format
from leaflet.specs.formats import FORMATS
from leaflet.typeset.layout import FLOW
from leaflet.typeset.panels import Panels, Setting
from leaflet.typeset.tokens import Tokens, UnreadableLengthError, tokens_of
from leaflet.typeset.typesetter import Typesetter
from leaflet.units import points


@dataclass(frozen=True, slots=True)
class Fit:
    """How a text sits in a format."""

    format: str
    fits: bool
    over_mm: float
    """Height in mm of what is too much; 0 where it fits."""

    size_pt: float
    """Size of its text in points."""

    room_mm: float = 0.0
    """Height in mm that its columns have left, where it fits."""

    pages: int = 0
    """Pages of a booklet; 0 for what has none."""

    largest_pt: float = 0.0
    """The largest size of text in points at which it still fits; 0 where it does not."""

    estimated: bool = False
    """Whether the format is so much too small that nothing was laid out in it."""


SIZES_PT = (13.0, 14.0, 15.0, 16.0, 18.0, 20.0, 22.0, 24.0)
"""Sizes of text that are tried where there is room."""

HOPELESS = 0.75
"""Share of the room that a text needs below which a format is not tried."""

TRIES = 2
"""How many sizes are tried in a format where there is room, from the largest that may fit."""

USABLE = 0.75
"""Share of a panel inside its margins."""


CANDIDATES = 3
"""Formats of its own kind that are tried where a text is too long: so many on larger paper, and so
many on the same."""

HOLD_MORE = ("trifold-a4", "booklet-a5")
"""What is tried after them: A5 is what most booklets of charities are, and a booklet holds any
text."""


def larger(form: Format) -> list[str]:
    """Return the formats that come next where a text does not fit.

    A larger poster has larger words, so that it holds no more of them.

    >>> larger(FORMATS["trifold-a4"])[:3]
    ['trifold-a3', 'bifold-a3', 'double-parallel-a3']
    >>> larger(FORMATS["poster-a4"])
    ['trifold-a4', 'booklet-a5']
    """
    own = _area(form)
    kin = [one for one in FORMATS.values() if one.kind == form.kind != "poster" and one != form]
    on_more = sorted((one for one in kin if _area(one) > own * 1.01), key=_area)
    on_same = [one for one in kin if own <= _area(one) <= own * 1.01]
    names = [one.name for one in (*on_more[:CANDIDATES], *on_same[:CANDIDATES])]
    return [*names, *(name for name in HOLD_MORE if name not in (form.name, *names))]


def _area(form: Format) -> float:
    """Return the area of all panels in square mm."""
    return sum(panel.width * panel.height for panel in form.panels)


def fit(
    leaflet: Leaflet,
    setting: Setting,
    typesetter: Typesetter,
    formats: Iterable[str] = (),
    *,
    sizes: bool = False,
) -> list[Fit]:
    """Return how a leaflet's text sits in `formats`, or in all there are.

    Args:
        leaflet: The leaflet.
        setting: What every way of setting needs.
        typesetter: Who lays it out.
        formats: Names of formats; all where there are none.
        sizes: Whether to look for the largest size of text that still fits as well.
    """
    forms = [FORMATS[name] for name in formats or FORMATS]
    css = setting.theme.style("tokens.css").read_text(encoding="utf-8")
    own = FORMATS[leaflet.formats[0]]
    needed = _needed(typesetter.measured(leaflet, own, setting).result(), _size(leaflet, own, css))
    asked = [
        (form, None)
        if _capacity(form, _size(leaflet, form, css)) < HOPELESS * needed
        else (form, typesetter.measured(leaflet, form, setting))
        for form in forms
    ]
    found = [
        (form, _fit(measured.result(), _size(leaflet, form, css)))
        if measured
        else (form, _hopeless(form, needed, _size(leaflet, form, css)))
        for form, measured in asked
    ]
    if not sizes:
        return [one for _, one in found]
    hopes = [_worth_trying(one, form, needed) if one.fits else [] for form, one in found]
    best = {one.format: one.size_pt for _, one in found if one.fits}
    for _ in range(TRIES):
        # The largest that may fit; where it does not, the next one in another round.
        tried = [
            (form, size, typesetter.measured(_in_size(leaflet, form.name, size), form, setting))
            for (form, _), hope in zip(found, hopes, strict=True)
            for size in hope[-1:]
        ]
        for form, size, measured in tried:
            if not _over(measured.result()):
                best[form.name] = size
        hopes = [
            hope[:-1] if hope and best[form.name] < hope[-1] else []
            for (form, _), hope in zip(found, hopes, strict=True)
        ]
    return [replace(one, largest_pt=best.get(one.format, 0.0)) for _, one in found]


def _in_size(leaflet: Leaflet, form: str, size: float) -> Leaflet:
    return replace(leaflet, text_sizes={**leaflet.text_sizes, form: size})


def _worth_trying(one: Fit, form: Format, needed: float) -> list[float]:
    """Return the two largest sizes that may fit: the room that text takes grows by its square."""
    if form.kind == "poster" or form.grows:
        return []
    most = one.size_pt * sqrt(_capacity(form, one.size_pt) / max(needed, 1.0))
    return [size for size in SIZES_PT if one.size_pt < size <= most][-2:]


def _needed(panels: Panels, size_pt: float) -> float:
    """Return the area in square mm that a text takes at 12 pt, as it was laid out."""
    area = sum(page.filled * page.content[2] for page in panels.trial.pages)
    return area * (USUAL_PT / size_pt) ** 2


def _capacity(form: Format, size_pt: float) -> float:
    """Return the area in square mm of a format, as of text at 12 pt; a booklet has any."""
    return inf if form.grows else _area(form) * USABLE * (USUAL_PT / size_pt) ** 2


def _hopeless(form: Format, needed: float, size_pt: float) -> Fit:
    """Return by about how much a text is too much for a format that is far too small."""
    over = (needed - _capacity(form, size_pt)) * (size_pt / USUAL_PT) ** 2 / form.column
    return Fit(form.name, fits=False, over_mm=round(over), size_pt=size_pt, estimated=True)


def _over(panels: Panels) -> float:
    return sum(page.filled for group in panels.trial.groups() for page in panels.past(group))


def _fit(panels: Panels, size_pt: float) -> Fit:
    form, over = panels.form, _over(panels)
    flow = panels.trial.group(FLOW)
    heights = [frame.panel.height * USABLE for frame in panels.flow]
    heights[: len(flow)] = [page.content[3] - page.filled for page in flow[: len(heights)]]
    return Fit(
        form.name,
        fits=not over,
        over_mm=round(over, 1),
        size_pt=size_pt,
        room_mm=0.0 if over else round(sum(heights), 1),
        pages=len(form.reading) if form.grows else 0,
    )


def _size(leaflet: Leaflet, form: Format, css: str) -> float:
    """Return the size of a leaflet's text in a format, in points."""
    tokens = Tokens.of(css + tokens_of(leaflet, form), form.classes)
    try:
        return round(points(tokens.length("--size-text")), 2)
    except UnreadableLengthError:  # a theme of the charity's own that says it another way
        return USUAL_PT
