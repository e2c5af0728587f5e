"""From a leaflet to HTML: pieces through their macros, panels put together."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import unescape
from typing import Any, TypeGuard, TypeVar, cast

from markupsafe import Markup, escape

from leaflet.manuscript.address import split_address
from leaflet.manuscript.isolate import curl, isolate_text
from leaflet.manuscript.tags import TAG
from leaflet.model import Contact, Leaflet, Part, Picture, Piece, Text, walk
from leaflet.pages import environment
from leaflet.resources import Theme
from leaflet.specs.formats import PINS
from leaflet.typeset.fine import keep_last_words
from leaflet.typeset.qr import qr_picture, quiet
from leaflet.typeset.words import day, words_for

_IMG = re.compile(r"""<img\b(?:[^>"']|"[^"]*"|'[^']*')*>""")
_IMG_WIDTH = re.compile(r' width="(\d+(?:\.\d+)?)(mm|cm|%|px)?"')
_IMG_SIZES = re.compile(r' (?:width|height)="[^"]*"')
_IMG_SRC = re.compile(r'(\ssrc=")([^"]*)(")')
_LINK = re.compile(r'<a href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)

EMPTY = Markup("")

QUIET = "quiet"
"""The ground of a lower zone that does not name one."""

PictureAddress = Callable[[Picture], str]


ANCHOR = "leaflet-heading-"
"""What the ids of headings begin with that contents lead to, before the line of the source."""

_HEADING = re.compile(r'<h2 data-line="(\d+)"[^>]*>(.*?)</h2>', re.DOTALL)
_HEADING_START = re.compile(r'<h2 data-line="(\d+)"')
_ITEM = re.compile(r"<li([^>]*)>\s*(?:<p[^>]*>)?\s*(\[ ?\])?")


def fields(html: Markup) -> Markup:
    """Return a list as what one fills in: boxes to tick where items begin with [ ], else lines.

    >>> print(fields(Markup("<li>[ ] Yes</li><li>Name</li>")))
    <li class="form__tick"> Yes</li><li class="form__line">Name</li>
    """

    def item(found: re.Match[str]) -> str:
        return f'<li{found[1]} class="form__{"tick" if found[2] else "line"}">'

    return Markup(_ITEM.sub(item, html))  # noqa: S704 - it was HTML already


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that contents name."""

    id: str
    words: Markup


@dataclass(frozen=True, slots=True)
class Section:
    """One run of pages in the document: a pinned panel, or the flow."""

    name: str
    html: Markup
    below: Markup = EMPTY
    """What stands in the panel's lower zone."""

    ground: str = ""
    picture: Markup = EMPTY
    strips: Markup = EMPTY
    """Strips to tear off, at the foot of a poster."""


T = TypeVar("T")

_OF_OTHERS = frozenset({"contents", "tear-off"})
"""Parts that show, or hide for the sake of, what stands in other pieces."""


class Kept:
    """What was composed of pieces for one record, for others that have the very same pieces."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._made: dict[tuple[object, ...], tuple[Sequence[Piece], object]] = {}
        self.closed = False
        """Whether what is composed from now on is not kept any more: it is the record's own."""

    def once(self, use: str, pieces: Sequence[Piece], make: Callable[[Sequence[Piece]], T]) -> T:
        """Return what is made of pieces for a use, made when it is first asked for."""
        key = (use, *map(id, pieces))
        if key in self._made:
            return cast("T", self._made[key][1])
        made = make(pieces)
        others = any(
            isinstance(one, Part) and one.name in _OF_OTHERS for one in walk(tuple(pieces))
        )
        if not (self.closed or others):
            self._made[key] = (pieces, made)  # with the pieces, whose numbers are theirs while held
        return made


class Composer:
    """Renders pieces through the macros of a theme, for one leaflet and one use."""

    def __init__(
        self,
        leaflet: Leaflet,
        theme: Theme,
        address_of: PictureAddress,
        *,
        paper: bool,
        kept: "Kept | None" = None,
    ) -> None:
        """Prepare.

        Args:
            leaflet: What is composed.
            theme: Whose templates.
            address_of: Gives the address under which the document finds a picture.
            paper: Whether readers hold paper, so that links print their address.
            kept: What was composed of the same pieces already.
        """
        self.leaflet = leaflet
        self.kept = kept or Kept()
        self.environment = environment(theme.folders("templates"))
        self.address_of = address_of
        self.paper = paper
        self.language, self.words = words_for(leaflet.language)
        self.lists_headings = bool(leaflet.parts("contents"))

    def pieces(self, pieces: Iterable[Piece]) -> Markup:
        """Return pieces as HTML."""
        return Markup("").join(self.kept.once("piece", [one], self._piece) for one in pieces)

    def _piece(self, pieces: Sequence[Piece]) -> Markup:
        (piece,) = pieces
        return self._text(piece) if isinstance(piece, Text) else self.part(piece)

    def finely_set(self, pieces: Iterable[Piece]) -> Markup:
        """Return pieces as HTML that is whole: on paper, last words take one along."""
        return self.kept.once("fine", list(pieces), self._finely_set)

    def _finely_set(self, pieces: Sequence[Piece]) -> Markup:
        html = self.pieces(pieces)
        return Markup(keep_last_words(html)) if self.paper else html  # noqa: S704 - it was HTML already

    def _text(self, piece: Text) -> Markup:
        html = _IMG.sub(self._picture, piece.html)
        if self.lists_headings:
            html = _HEADING_START.sub(rf'<h2 id="{ANCHOR}\1" data-line="\1"', html)
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
        if part.name == "tear-off" and self._said_elsewhere(part):
            return EMPTY
        if part.name == "notes" and not self.paper:
            return EMPTY  # nobody writes on a screen
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

    def _said_elsewhere(self, part: Part) -> bool:
        """Return whether another part shows the same contact."""
        others = [*self.leaflet.parts("qr"), *self.leaflet.parts("contacts")]
        return all(any(one in _contacts(other) for other in others) for one in _contacts(part))

    def helpers(self) -> Mapping[str, object]:
        """Return what every macro may use: words, the imprint, and four verbs."""
        return {
            "words": self.words,
            "imprint": self.leaflet.imprint,
            "isolate": lambda text: Markup(isolate_text(curl(str(text)))),  # noqa: S704 - escapes
            "address": printed_address,
            "phone": self.phone,
            "fields": fields,
            "headings": self.headings,
            # Of other records only the words are wanted: their codes are drawn anew.
            "qr": (lambda _: "data:,") if self.kept.closed else qr_picture,
            "quiet": quiet,
            "day": day,
        }

    def headings(self) -> list[Heading]:
        """Return the headings of the second level, in the order of the text."""
        texts = [one.html for one in walk(self.leaflet.pieces) if isinstance(one, Text)]
        return [
            # Safe: the manuscript cleaned it.
            Heading(f"{ANCHOR}{line}", Markup(TAG.sub("", words)))  # noqa: S704 - see above
            for html in texts
            for line, words in _HEADING.findall(html)
        ]

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

    def panel(self, part: Part, *, strips: bool = False) -> Section:
        """Return a pinned panel: what is above, what is below, and its picture.

        Args:
            part: What is pinned.
            strips: Whether strips to tear off can stand at its foot.
        """
        use = "panel with strips" if strips else "panel"
        return self.kept.once(use, [part], lambda _: self._panel(part, strips=strips))

    def _panel(self, part: Part, *, strips: bool) -> Section:
        zones = [one for one in part.pieces if is_part(one, "below")]
        torn = [one for one in part.pieces if strips and is_part(one, "tear-off")]
        upper = [one for one in part.pieces if one not in (*zones, *torn)]
        picture = part.options.get("picture")
        return Section(
            name=part.name,
            html=self.finely_set(upper),
            below=Markup("").join(self.finely_set(zone.pieces) for zone in zones),
            ground=zones[0].title or QUIET if zones else "",
            picture=self.image(picture, part.options.get("alt", ""), "panel__picture")
            if isinstance(picture, Picture)
            else Markup(""),
            strips=Markup("").join(map(self._strips, torn)),
        )

    def _strips(self, part: Part) -> Markup:
        """Return strips to tear off."""
        module: Any = self.environment.get_template("strips.html").module
        made = module.strips(
            of=part.options["of"],
            strips=part.options["strips"],
            words=self.pieces(part.pieces),
            line=part.line,
            use=self.helpers(),
        )
        return Markup(made)  # noqa: S704 - a macro escapes what is not HTML already

    def flow(self, pieces: Iterable[Piece]) -> Markup:
        """Return flowing text, each panel that has a lower zone put together from both.

        What stands before a lower zone, from the last break on, is its panel's upper zone.
        """
        return self.kept.once("flow", list(pieces), self._flow)

    def _flow(self, pieces: Sequence[Piece]) -> Markup:
        zones: Any = self.environment.get_template("zones.html").module
        panels: list[Markup] = []
        upper: list[Piece] = []
        for piece in pieces:
            if is_part(piece, "below"):
                panels.append(
                    zones.zones(
                        upper=self.finely_set(upper),
                        below=self.finely_set(piece.pieces),
                        ground=piece.title or QUIET,
                        number=len(panels),
                    )
                )
                upper = []
            elif is_part(piece, "new-panel") and not upper:
                continue  # a panel begins here already: it is the first, or a lower zone ended one
            else:
                upper.append(piece)
                if is_part(piece, "new-panel"):
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


def _contacts(part: Part) -> tuple[Contact, ...]:
    found = part.options.get("of")
    return found if isinstance(found, tuple) else ()


def is_part(piece: Piece, name: str) -> TypeGuard[Part]:
    """Return whether a piece is a part of that name."""
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
