"""From a leaflet to HTML: pieces through their macros, panels into their places."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from html import unescape
from typing import Any, TypeGuard

from markupsafe import Markup, escape

from leaflet.manuscript.address import split_address
from leaflet.manuscript.isolate import TAG, curl, isolate_text
from leaflet.model import Leaflet, Part, Picture, Piece, Text, walk
from leaflet.pages import environment
from leaflet.resources import Theme
from leaflet.specs.formats import PINS, Format
from leaflet.typeset.fine import keep_last_words
from leaflet.typeset.layout import FLOW
from leaflet.typeset.qr import qr_picture, quiet
from leaflet.typeset.words import day, words_for

TALL = 5000.0
"""Height in mm of the page past the last panel, on which the first trial measures how much
is too much."""

_IMG = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_IMG_WIDTH = re.compile(r' width="(\d+(?:\.\d+)?)(mm|cm|%|px)?"')
_IMG_SIZES = re.compile(r' (?:width|height)="[^"]*"')
_IMG_SRC = re.compile(r'(\ssrc=")([^"]*)(")')
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)

EMPTY = Markup("")

QUIET = "quiet"
"""The ground of a lower zone that does not name one."""

PictureAddress = Callable[[Picture], str]


@dataclass(frozen=True, slots=True)
class Section:
    """One run of pages in the document: a pinned panel, or the flow."""

    name: str
    html: Markup
    below: Markup = EMPTY
    """What stands in the panel's lower zone."""

    ground: str = ""
    picture: Markup = EMPTY


class Composer:
    """Renders pieces through the macros of a theme, for one leaflet and one use."""

    def __init__(
        self, leaflet: Leaflet, theme: Theme, address_of: PictureAddress, *, paper: bool
    ) -> None:
        """Prepare.

        Args:
            leaflet: What is composed.
            theme: Whose templates.
            address_of: Gives the address under which the document finds a picture.
            paper: Whether readers hold paper, so that links print their address.
        """
        self.leaflet = leaflet
        self.environment = environment(theme.folders("templates"))
        self.address_of = address_of
        self.paper = paper
        self.language, self.words = words_for(leaflet.language)

    def pieces(self, pieces: Iterable[Piece]) -> Markup:
        """Return pieces as HTML."""
        return Markup("").join(
            self._text(piece) if isinstance(piece, Text) else self.part(piece) for piece in pieces
        )

    def finely_set(self, pieces: Iterable[Piece]) -> Markup:
        """Return pieces as HTML that is whole: on paper, last words take one along."""
        html = self.pieces(pieces)
        return Markup(keep_last_words(html)) if self.paper else html  # noqa: S704 - it was HTML already

    def _text(self, piece: Text) -> Markup:
        html = _IMG.sub(self._picture, piece.html)
        if self.paper:
            html = _LINK.sub(with_address, html)
        # Safe: the manuscript cleaned it, and what is added here is escaped.
        return Markup(html)  # noqa: S704 - see above

    def _picture(self, found: re.Match[str]) -> str:
        """Return an `img` with its address, and its width as a style."""
        html = _IMG_SRC.sub(self._picture_source, found[0])
        width = _IMG_WIDTH.search(html)
        html = _IMG_SIZES.sub("", html)
        if not width:
            return html
        unit = width[2] or "px"
        return html.replace("<img", f'<img style="width: {width[1]}{unit}"', 1)

    def _picture_source(self, found: re.Match[str]) -> str:
        written = unescape(found[2])
        picture = self.leaflet.pictures.get(written)
        address = escape(self.address_of(picture)) if picture else found[2]
        return f'{found[1]}{address}" data-source="{escape(written)}{found[3]}'

    def part(self, part: Part) -> Markup:
        """Return a part through the macro of its name."""
        name = "pinned" if part.name in PINS else part.name
        module: Any = self.environment.get_template(f"parts/{name}.html").module
        macro = getattr(module, name.replace("-", "_"))
        options: dict[str, object] = {
            name.replace("-", "_"): self.image(value, part.options.get("alt", ""))
            if isinstance(value, Picture)
            else value
            for name, value in part.options.items()
        }
        options.pop("alt", None)
        if part.name in PINS:
            options["name"] = part.name
        inside = self.pieces(part.pieces)
        if macro.caller:
            options["caller"] = lambda: inside
        return Markup(  # noqa: S704 - a macro escapes what is not HTML already
            macro(**options, title=part.title, line=part.line, use=self.helpers())
        )

    def helpers(self) -> Mapping[str, object]:
        """Return what every macro may use: words, the imprint, and four verbs."""
        return {
            "words": self.words,
            "imprint": self.leaflet.imprint,
            "isolate": lambda text: Markup(isolate_text(curl(str(text)))),  # noqa: S704 - escapes
            "address": printed_address,
            "phone": self.phone,
            "qr": qr_picture,
            "quiet": quiet,
            "day": day,
        }

    def phone(self, number: object) -> Markup:
        """Return a phone number, on a screen as a link that rings it."""
        shown = Markup(isolate_text(str(number)))  # noqa: S704 - it escapes
        if self.paper:
            return shown
        return Markup('<a href="tel:{}">{}</a>').format(re.sub(r"[^+\d]", "", str(number)), shown)

    def image(self, picture: Picture, alt: object, css_class: str = "") -> Markup:
        """Return an `img` of a picture."""
        return Markup('<img class="{}" src="{}" alt="{}" data-source="{}">').format(
            css_class, self.address_of(picture), alt, picture.source
        )

    def logo(self) -> Markup:
        """Return the charity's logo, named as the charity is; nothing where it has none."""
        if not self.leaflet.logo:
            return EMPTY
        return self.image(self.leaflet.logo, self.leaflet.imprint.organisation, "panel__logo")

    def panel(self, part: Part) -> Section:
        """Return a pinned panel: what is above, what is below, and its picture."""
        zones = [one for one in part.pieces if _is(one, "below")]
        upper = [one for one in part.pieces if one not in zones]
        picture = part.options.get("picture")
        return Section(
            name=part.name,
            html=self.finely_set(upper),
            below=Markup("").join(self.finely_set(zone.pieces) for zone in zones),
            ground=zones[0].title or QUIET if zones else "",
            picture=self.image(picture, part.options.get("alt", ""), "panel__picture")
            if isinstance(picture, Picture)
            else Markup(""),
        )

    def flow(self, pieces: Iterable[Piece]) -> Markup:
        """Return flowing text, each panel that has a lower zone put together from both.

        What stands before a lower zone, from the last break on, is its panel's upper zone.
        """
        zones: Any = self.environment.get_template("zones.html").module
        panels: list[Markup] = []
        upper: list[Piece] = []
        for piece in pieces:
            if _is(piece, "below"):
                panels.append(
                    zones.zones(
                        upper=self.finely_set(upper),
                        below=self.finely_set(piece.pieces),
                        ground=piece.title or QUIET,
                    )
                )
                upper = []
            elif _is(piece, "new-panel") and not upper and panels:
                continue  # the panel is full already: a lower zone ends it
            else:
                upper.append(piece)
                if _is(piece, "new-panel"):
                    panels.append(self.finely_set(upper))
                    upper = []
        return Markup("").join([*panels, self.finely_set(upper)])

    def page(self, template: str, **values: object) -> str:
        """Return a whole document."""
        return self.environment.get_template(template).render(
            leaflet=self.leaflet,
            words=self.words,
            words_language=self.language,
            use=self.helpers(),
            logo=self.logo(),
            **values,
        )


def _is(piece: Piece, name: str) -> TypeGuard[Part]:
    return isinstance(piece, Part) and piece.name == name


def printed_address(address: str) -> Markup:
    """Return a web, mail or phone address as paper shows it; it may break after a slash.

    >>> str(printed_address("https://example.org/help/"))
    'example.org/<wbr>help'
    """
    parts = split_address(address)
    shown = address
    if parts.scheme in ("http", "https"):
        shown = f"{parts.netloc}{parts.path}".rstrip("/")
        shown += f"?{parts.query}" if parts.query else ""
        shown += f"#{parts.fragment}" if parts.fragment else ""
    elif parts.scheme in ("mailto", "tel"):
        shown = parts.path
    return Markup("/<wbr>").join(shown.split("/"))


def with_address(link: re.Match[str]) -> str:
    """Return a link with its address behind it, unless its words say it already."""
    address, words = unescape(link[1]), unescape(TAG.sub("", link[2]))
    shown = printed_address(address)
    plain = unescape(str(shown)).replace("<wbr>", "")
    digits = re.sub(r"\D", "", plain)
    said = plain.lower() in words.lower().replace("www.", "") or plain.lower() in words.lower()
    if address.startswith("tel:"):
        said = digits in re.sub(r"\D", "", words)
    if said or address.startswith("#") or not address:
        return link[0]
    return f'{link[0]} <span class="address">({shown})</span>'


def sections(composer: Composer, form: Format) -> tuple[list[Section], list[Part]]:
    """Return a folded piece's or poster's sections, and what has no panel of its own here.

    A panel pinned between pieces of flow would break the flow, so it stands behind it;
    afterwards its page is put where it is read.
    """
    leaflet = composer.leaflet
    own = {panel.name for panel in form.panels}
    pinned: dict[str, Section] = {}
    flowing: list[Piece] = []
    strangers: list[Part] = []
    for piece in leaflet.pieces:
        if _is(piece, "backdrop"):
            if side_of(piece, form) is None:
                strangers.append(piece)
        elif isinstance(piece, Part) and piece.name in own:
            section = composer.panel(piece)
            pinned[piece.name] = _both(pinned.get(piece.name), section)
        elif isinstance(piece, Part) and piece.name in PINS:
            strangers.append(piece)
            flowing += _in_place(piece)
        else:
            flowing.append(piece)
    flow_panels = [name for name in form.reading if name not in pinned]
    if form.title_panel in flow_panels and len(flow_panels) > 1:
        title, flowing = _title(leaflet, flowing)
        pinned[form.title_panel] = Section(form.title_panel, title)
        flow_panels.remove(form.title_panel)
    first = form.reading.index(flow_panels[0]) if flow_panels else len(form.reading)
    before = [pinned[name] for name in form.reading[:first]]
    after = [pinned[name] for name in form.reading[first:] if name in pinned]
    if len(flow_panels) <= 1:
        # There is no next panel for the text to go on in.
        breaks = [one for one in flowing if _is(one, "new-panel")]
        strangers += breaks
        flowing = [one for one in flowing if one not in breaks]
    if form.title_panel in flow_panels and not any(map(_titled, walk(tuple(flowing)))):
        flowing = [Text(str(_heading(leaflet)), leaflet.place.line or 1), *flowing]
    zones = [one for one in flowing if _is(one, "below")]
    columns = any(form.panel(name).frames > 1 for name in flow_panels)
    if columns or len(zones) > max(1, len(flow_panels)):
        # More zones than panels, or more than one column on each: they simply follow.
        strangers += zones
        html = composer.finely_set(flowing)
    else:
        html = composer.flow(flowing)
    flow = [Section(FLOW, html)] if flow_panels or html.strip() else []
    return [*before, *flow, *after], strangers


def _in_place(pin: Part) -> list[Piece]:
    """Return what is pinned to a panel that this format lacks, to flow with the rest.

    Its lower zone becomes one of the flow.
    """
    zones = [one for one in pin.pieces if _is(one, "below")]
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
    )


def page_rules(form: Format, flow_panels: Iterable[str], *, measuring: bool) -> Markup:
    """Return the `@page` rules that give each panel its size.

    While measuring, the page past the last one of a group is so tall that everything left
    fits on it; otherwise it is one more panel, which says that it does not fit.
    """
    panels = [form.panel(name) for name in flow_panels]
    rules = [f"@page {{ bleed: {form.bleed:g}mm }}"]
    for panel in form.panels:
        rules.append(f"@page {panel.name} {{ size: {panel.width:g}mm {panel.height:g}mm }}")
        rules.append(_past_last(panel.name, 2, panel.width, panel.height, measuring=measuring))
    for number, panel in enumerate(panels, start=1):
        size = f"size: {panel.width:g}mm {panel.height:g}mm"
        rules.append(f"@page {FLOW}:nth({number} of {FLOW}) {{ {size} }}")
    last = panels[-1] if panels else form.panels[-1]
    rules.append(_past_last(FLOW, len(panels) + 1, last.width, last.height, measuring=measuring))
    return Markup("\n".join(rules))  # noqa: S704 - made of our own data


def _past_last(group: str, first: int, width: float, height: float, *, measuring: bool) -> str:
    tall = f"size: {width:g}mm {TALL if measuring else height:g}mm"
    told = "" if measuring else "; @top-left { content: var(--no-fit) }"
    return f"@page {group}:nth(n+{first} of {group}) {{ {tall}{told} }}"
