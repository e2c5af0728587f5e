"""HTML from authors: surveyed for what it names, then cleaned by nh3."""

import re
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

import nh3

from leaflet.manuscript.source_lines import ATTRIBUTE
from leaflet.manuscript.tags import TAG, element_of

_WORDS = """
    a abbr b bdi bdo br cite code del dfn em i img ins kbd mark q s samp small span strong sub
    sup u var wbr
"""
_BLOCKS = """
    blockquote dd div dl dt figcaption figure h1 h2 h3 h4 h5 h6 hr li ol p pre ul
"""
_TABLES = """
    caption col colgroup table tbody td tfoot th thead tr
"""

TAGS = {*_WORDS.split(), *_BLOCKS.split(), *_TABLES.split()}
"""Elements that may stand in a leaflet; nothing that acts, loads or styles."""

ATTRIBUTES = {
    "*": {"id", "class", "lang", "dir", "title", ATTRIBUTE},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start", "type", "reversed"},
    "td": {"colspan", "rowspan", "align", "headers"},
    "th": {"colspan", "rowspan", "align", "headers", "scope"},
}

SCHEMES = {"http", "https", "mailto", "tel"}
"""Addresses that a link may have."""

DEEPEST = 60
"""Elements within elements: layout needs a stack frame or more for each."""

WIDEST_SPAN = 20
"""Columns that one cell may span: a million would keep layout busy for minutes."""

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "wbr"}

OWN_IDS = "leaflet-"
"""Ids that begin like this are ours."""

OWN_CLASSES = ("panel", "pinned", "flow", "blank", "below", "new-panel", "backdrop")
"""Classes that begin like this place our own boxes; an author's would take text out of them."""

_OPTIONAL_END = {"p", "li", "dt", "dd", "tr", "td", "th", "option", "thead", "tbody", "tfoot"}


@dataclass(frozen=True, slots=True)
class Survey:
    """What a run of HTML names, each with the source line it stands at."""

    pictures: tuple[tuple[str, str | None, int], ...]
    """Address, alternative text (nothing where there is none) and line."""

    links: tuple[tuple[str, int], ...]
    ids: tuple[str, ...]
    refused: tuple[tuple[str, int], ...]
    """Elements that are not allowed."""

    depth: int
    """How deep elements stand in each other."""

    deep_line: int
    """The line at which they begin to stand too deep."""


class _Surveyor(HTMLParser):
    def __init__(self, first_line: int) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures: list[tuple[str, str | None, int]] = []
        self.links: list[tuple[str, int]] = []
        self.ids: list[str] = []
        self.refused: list[tuple[str, int]] = []
        self.depth = self.deep_line = 0
        self.line = first_line
        self.open: list[str] = []

    def found(self, html: str) -> Survey:
        self.feed(html)
        self.close()
        return Survey(
            tuple(self.pictures),
            tuple(self.links),
            tuple(self.ids),
            tuple(self.refused),
            self.depth,
            self.deep_line,
        )

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        line = values.get(ATTRIBUTE) or ""
        self.line = int(line) if line.isdecimal() else self.line
        if tag not in TAGS:
            self.refused.append((tag, self.line))
        if tag == "img":
            self.pictures.append((values.get("src") or "", values.get("alt"), self.line))
        if tag == "a" and "href" in values:
            self.links.append((values["href"] or "", self.line))
        if values.get("id"):
            self.ids.append(values["id"] or "")
        if tag not in VOID:
            if tag in _OPTIONAL_END and self.open and self.open[-1] == tag:
                self.open.pop()
            self.open.append(tag)
            self.depth = max(self.depth, len(self.open))
            if len(self.open) > DEEPEST and not self.deep_line:
                self.deep_line = self.line

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def survey(html: str, first_line: int) -> Survey:
    """Return what `html` names; blocks before the first line mark count as `first_line`."""
    parts = TAG.split(html)
    words, tags = "".join(parts[::2]), "".join(parts[1::2])
    plain = "<" not in words and TAGS.issuperset(map(element_of, parts[1::2]))
    return _survey_of_tags(tags, first_line) if plain else _Surveyor(first_line).found(html)


@lru_cache(64)  # the records of a batch have the same tags around other words
def _survey_of_tags(tags: str, first_line: int) -> Survey:
    return _Surveyor(first_line).found(tags)


def _attribute(element: str, attribute: str, value: str) -> str | None:
    if attribute in ("colspan", "rowspan"):
        return str(min(int(value), WIDEST_SPAN)) if re.fullmatch(r"\d{1,9}", value) else None
    if attribute == "class":
        return " ".join(name for name in value.split() if not name.startswith(OWN_CLASSES)) or None
    if attribute == "href" and value.startswith("tel:"):
        return f"tel:{re.sub(r'[^0-9+]', '', value)}"  # RFC 3966, 3: no spaces in a number
    if attribute == "id" and value.startswith(OWN_IDS):
        return None
    if element == "img" and attribute == "src" and ":" in value.split("/", maxsplit=1)[0]:
        return None
    return value


def clean(html: str) -> str:
    """Return `html` with only what may stand in a leaflet; always well formed."""
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
    )


def words_only(html: str) -> str:
    """Return the words of `html` as one paragraph, without any element."""
    return f"<p>{nh3.clean(html, tags=set())}</p>"
