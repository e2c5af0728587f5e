"""Which piece goes onto which panel: what is pinned, what flows, what is laid in place.

A panel pinned between pieces of flow would break the flow, so it stands before or behind it;
afterwards its page is put where it is read.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from markupsafe import Markup

from leaflet.manuscript.isolate import curl
from leaflet.model import Leaflet, Part, Piece, Text, walk
from leaflet.specs.booklets import made_up, with_pages
from leaflet.specs.format import WIDE, Format, Frame, Panel
from leaflet.specs.formats import PINS
from leaflet.typeset.compose import EMPTY, Composer, Section, is_part
from leaflet.typeset.layout import FLOW, Kind, PageLayout
from leaflet.typeset.words import direction

TALL = 5000.0
"""Height in mm of the page past the last panel, on which the first trial measures how much
is too much."""


COVERS = ("cover", "cover-right")
"""Panels that are seen of a closed leaflet in front: both halves of a gate that opens."""


class Way(StrEnum):
    """A way to arrange a text; the next one is tried where the one before does not hold it."""

    AS_WRITTEN = "as written"
    LOWER_ON_BACK = "the front's lower zone on the back"
    IN_LINE = "lower zones in line with the text"


def ways(leaflet: Leaflet, form: Format) -> tuple[Way, ...]:
    """Return the ways to arrange a leaflet in a format, the best one first.

    Zones are written for the panels of the leaflet's first format, which keeps them. In its other
    formats they may not fit, and then they follow in the text.
    """
    found = [Way.AS_WRITTEN]
    if form.name == leaflet.formats[0]:
        return tuple(found)
    own = {panel.name for panel in form.panels}
    pins = {one.name: one for one in leaflet.pieces if isinstance(one, Part) and one.name in own}
    if form.kind == "flyer" and "front" in pins and "back" not in pins and not _flows(leaflet, own):
        return (*found, Way.LOWER_ON_BACK) if _zones(pins["front"].pieces) else tuple(found)
    return (*found, Way.IN_LINE) if leaflet.parts("below") else tuple(found)


@dataclass(frozen=True, slots=True)
class Arrangement:
    """A leaflet in a format: a section for each pinned panel, and one for the flow."""

    form: Format
    """The format as the leaflet fills it."""

    sections: tuple[Section, ...]
    """The sections in the order of the document."""

    strangers: tuple[Part, ...]
    """What has no panel of its own here."""

    def grown(self, pages: Sequence[PageLayout]) -> "Arrangement":
        """Return this with as many pages as the text needs, if its format is one that grows."""
        if not self.form.grows:
            return self
        columns = self.form.panels[1].frames
        inner = -(-sum(page.group == FLOW for page in pages) // columns)
        return replace(self, form=with_pages(self.form, made_up(inner + 2)))

    @property
    def flow(self) -> tuple[Frame, ...]:
        """Return the frames that text flows through, in reading order."""
        pinned = {section.name for section in self.sections}
        panels = (self.form.panel(name) for name in self.form.reading if name not in pinned)
        return tuple(frame for panel in panels for frame in panel.columns())

    def blanks(self, pages: Sequence[PageLayout]) -> int:
        """Return how many frames the flow leaves empty."""
        return max(0, len(self.grown(pages).flow) - sum(page.group == FLOW for page in pages))

    def over(self, pages: Sequence[PageLayout]) -> float:
        """Return the height in mm of what is past the last frame."""
        room = {FLOW: len(self.grown(pages).flow)}
        return sum(page.filled for page in pages if page.number >= room.get(page.group, 1))

    @property
    def height(self) -> float:
        """Return the height in mm of all frames that text flows through."""
        return sum(frame.panel.height for frame in self.flow)

    def holds(self, pages: Sequence[PageLayout]) -> bool:
        """Return whether nothing is past the last frame, and every lower zone is whole."""
        room = {FLOW: len(self.grown(pages).flow)}
        return all(page.number < room.get(page.group, 1) for page in pages) and all(
            # A panel that does not hold its zones begins on one page, and ends on the next.
            page.starts == sum(1 for _ in page.of(Kind.ZONE))
            for page in pages
            if page.group == FLOW
        )


def arrange(composer: Composer, form: Format, way: Way = Way.AS_WRITTEN) -> Arrangement:
    """Return a leaflet's pieces in their places."""
    leaflet = composer.leaflet
    pieces = _lower_on_back(leaflet.pieces) if way is Way.LOWER_ON_BACK else leaflet.pieces
    form = settled(pieces, form)
    if form.grows and direction(leaflet.language) == "rtl":
        form = replace(form, binding="right")
    pinned, flowing, strangers = _parted(composer, pieces, form)
    if form.grows and "back" not in pinned:
        pinned["back"] = Section("back", EMPTY)  # blank: text does not end on the back
    flow_panels = [name for name in form.reading if name not in pinned]
    if form.title_panel in flow_panels and form.title_alone:
        title, flowing = _title(leaflet, flowing)
        pinned[form.title_panel] = Section(form.title_panel, title)
        flow_panels.remove(form.title_panel)
    room = None if form.grows else sum(form.panel(name).frames for name in flow_panels)
    if room is not None and room <= 1:
        # There is no next frame for the text to go on in.
        breaks = [one for one in flowing if is_part(one, "new-panel")]
        strangers += breaks
        flowing = [one for one in flowing if one not in breaks]
    if form.title_panel in flow_panels and not any(map(_titled, walk(tuple(flowing)))):
        flowing = [Text(str(_heading(leaflet)), leaflet.place.line or 1), *flowing]
    zones = _zones(flowing)
    if way is Way.IN_LINE or (room is not None and len(zones) > max(1, room)):
        # More zones than frames, or too little room in these: they simply follow.
        strangers += zones
        html = composer.finely_set(flowing)
    else:
        html = composer.flow(flowing)
    first = form.reading.index(flow_panels[0]) if flow_panels else len(form.reading)
    before = [pinned[name] for name in form.reading[:first]]
    after = [pinned[name] for name in form.reading[first:] if name in pinned]
    flow = [Section(FLOW, html)] if flow_panels or html.strip() else []
    return Arrangement(form, (*before, *flow, *after), tuple(strangers))


def _parted(
    composer: Composer, pieces: Iterable[Piece], form: Format
) -> tuple[dict[str, Section], list[Piece], list[Part]]:
    """Return what is pinned to the panels of a format, what flows, and what it has no place for."""
    own = {panel.name for panel in form.panels}
    pinned: dict[str, Section] = {}
    flowing: list[Piece] = []
    strangers: list[Part] = []
    for piece in pieces:
        if is_part(piece, "backdrop"):
            if side_of(piece, form) is None:
                strangers.append(piece)
        elif (is_part(piece, "contents") or is_part(piece, "notes")) and not form.grows:
            strangers.append(piece)
        elif isinstance(piece, Part) and piece.name in own:
            section = composer.panel(piece, strips=form.kind == "poster")
            pinned[piece.name] = _both(pinned.get(piece.name), section)
        elif isinstance(piece, Part) and piece.name in PINS:
            strangers.append(piece)
            flowing += _in_place(piece)
        else:
            flowing.append(piece)
    return pinned, flowing, strangers


def settled(pieces: Sequence[Piece], form: Format) -> Format:
    """Return a format as pieces fill it: without a side on which nothing stands.

    That is so only where all its panels may stay blank and no text flows: the back of a flyer
    whose words are all pinned to its front.
    """
    own = {panel.name for panel in form.panels}
    pinned = {one.name for one in pieces if isinstance(one, Part) and one.name in own}
    flows = any(
        one.name not in {*own, "backdrop"} if isinstance(one, Part) else one.html.strip()
        for one in pieces
    )
    sides = tuple(
        side
        for side in form.sides
        if flows or any(one.name in pinned or not one.may_stay_blank for one in form.on_side(side))
    )
    return form.with_sides(sides)


def _flows(leaflet: Leaflet, own: Iterable[str]) -> bool:
    """Return whether anything is not pinned to a panel of the format."""
    pinned = {*own, "backdrop"}
    return any(not isinstance(one, Part) or one.name not in pinned for one in leaflet.pieces)


def _zones(pieces: Iterable[Piece]) -> list[Part]:
    return [one for one in pieces if is_part(one, "below")]


def _lower_on_back(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Return pieces with the lower zone of the front pinned to the back instead."""
    made: list[Piece] = []
    for piece in pieces:
        zones = _zones(piece.pieces) if is_part(piece, "front") else []
        if isinstance(piece, Part) and zones:
            upper = tuple(one for one in piece.pieces if one not in zones)
            made.append(replace(piece, pieces=upper))
            made.append(Part("back", "", {}, tuple(zones), zones[0].line))
        else:
            made.append(piece)
    return tuple(made)


def _in_place(pin: Part) -> list[Piece]:
    """Return what is pinned to a panel that this format lacks, to flow with the rest.

    Its lower zone becomes one of the flow.
    """
    zones = _zones(pin.pieces)
    return [replace(pin, pieces=tuple(one for one in pin.pieces if one not in zones)), *zones]


def side_of(backdrop: Part, form: Format) -> str | None:
    """Return the side that a backdrop is for: the last one where it does not say, or nothing."""
    side = backdrop.title or form.sides[-1]
    return side if side in form.sides else None


_FIRST_HEADING = re.compile(r"\s*(<h1\b.*?</h1>)", re.DOTALL)


def _title(leaflet: Leaflet, flowing: list[Piece]) -> tuple[Markup, list[Piece]]:
    """Return the title for its panel, and the flow without it.

    Text that begins with a heading of the first level brings its title along; else the
    settings' title stands there.
    """
    if flowing and isinstance(flowing[0], Text):
        found = _FIRST_HEADING.match(flowing[0].html)
        if found:
            rest = Text(flowing[0].html[found.end() :], flowing[0].line)
            # Safe: the manuscript cleaned it.
            return Markup(found[1]), [rest, *flowing[1:]]  # noqa: S704 - see above
    return _heading(leaflet), flowing


def _titled(piece: Piece) -> bool:
    return isinstance(piece, Text) and "<h1" in piece.html


def _heading(leaflet: Leaflet) -> Markup:
    return Markup("<h1>{}</h1>").format(curl(leaflet.title))


def _both(first: Section | None, second: Section) -> Section:
    """Return what stands on a panel that is pinned twice: nothing is lost."""
    if first is None:
        return second
    return Section(
        second.name,
        first.html + second.html,
        first.below + second.below,
        first.ground or second.ground,
        first.picture or second.picture,
        first.strips + second.strips,
    )


def page_rules(
    form: Format, flow: Sequence[Frame], *, measuring: bool, feet: bool = False
) -> Markup:
    """Return the `@page` rules that give each frame its size.

    While measuring, the page past the last one of a group is so tall that everything left
    fits on it; otherwise it is one more panel, which says that it does not fit. Numbers of pages
    have words beside them where `feet` are wanted.
    """
    rules = [f"@page {{ bleed: {form.bleed:g}mm }}"]
    for panel in form.panels if not form.grows else (form.panels[0], form.panels[-1]):
        rules.append(f"@page {panel.name} {{ {_size(panel.width, panel.height)} }}")
        rules.append(_past_last(panel.name, 2, panel.width, panel.height, measuring=measuring))
    if form.grows:
        rules += _growing(form.panels[1], left_first=form.binding == "left", feet=feet)
    else:
        for number, frame in enumerate(flow, start=1):
            size = _size(frame.width, frame.panel.height)
            margins = _between(frame) if frame.panel.frames > 1 else _sides(frame, form)
            ground = "; background: var(--cover-ground)" if frame.panel.name in COVERS else ""
            rules.append(f"@page {FLOW}:nth({number} of {FLOW}) {{ {size}{margins}{ground} }}")
        last = flow[-1] if flow else form.panels[-1].whole()
        width, height = last.width, last.panel.height
        rules.append(_past_last(FLOW, len(flow) + 1, width, height, measuring=measuring))
    return Markup("\n".join(rules))  # noqa: S704 - made of our own data


def _growing(page: Panel, *, left_first: bool, feet: bool) -> Iterator[str]:
    """Yield the rules of as many pages as the text needs, which are left and right ones in turn.

    The number stands at the outer foot of each page, whose columns count as one.

    Args:
        page: What each of them is like.
        left_first: Whether the first of them is a left one, as behind a cover that is page 1.
        feet: Whether words stand beside the number.
    """
    columns = page.columns()
    last = len(columns) - 1
    for side, left in enumerate((left_first, not left_first)):
        for frame in columns:
            at = side * len(columns) + frame.number + 1
            rules, number = [_size(frame.width, page.height)], ""
            for edge, outermost in (("left", 0), ("right", last)):
                outer = (edge == "left") == left
                margin = "page-outer" if outer else "page-inner"
                margin = margin if frame.number == outermost else "frame-inner"
                rules.append(f"margin-{edge}: var(--{margin})")
                if outer and frame.number == outermost:
                    number = f"; @bottom-{edge} {{ content: var(--page-number) }}"
                    beside = f"padding-{edge}: var(--foot-number)" if feet or left else ""
                    foot = f"; {_FOOT}; text-align: {edge}" if feet else ""
                    number += f" @bottom-center {{ {beside}{foot} }}"
            if frame.number:
                rules.append("counter-increment: page 0")
            pages = f"{FLOW}:nth({2 * len(columns)}n+{at} of {FLOW})"
            yield f"@page {pages} {{ {'; '.join(rules)}{number} }}"


_FOOT = "content: var(--foot); font: var(--foot-font); color: var(--foot-colour)"


def _size(width: float, height: float) -> str:
    return f"size: {width:g}mm {height:g}mm"


def _between(frame: Frame) -> str:
    """Return the margins of a frame towards its neighbours on the panel: half a gap each."""
    inner = {"left": frame.number > 0, "right": frame.number < frame.panel.frames - 1}
    return "".join(f"; margin-{side}: var(--frame-inner)" for side in inner if inner[side])


def _sides(frame: Frame, form: Format) -> str:
    """Return the margins of a wide panel between narrow ones, as the middle of a gate."""
    if "narrow" not in form.classes or frame.width < WIDE:
        return ""
    return "; margin-left: var(--wide-side); margin-right: var(--wide-side)"


def _past_last(group: str, first: int, width: float, height: float, *, measuring: bool) -> str:
    tall = _size(width, TALL if measuring else height)
    told = "" if measuring else "; @top-left { content: var(--no-fit) }"
    return f"@page {group}:nth(n+{first} of {group}) {{ {tall}{told} }}"
