"""What a leaflet says, block by block: words with their lines, links and emphasis, no layout."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from html import unescape

from leaflet.manuscript.tags import TAG, element_of
from leaflet.model import Contact, Leaflet, Part, Piece, Text
from leaflet.specs.formats import PINS


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item of a list"
    CELL = "cell of a table, a term, or a caption"
    TITLE = "title of a part"
    PRINTED = "what a part prints from the facts"


@dataclass(frozen=True, slots=True)
class Link:
    """A link in a text."""

    words: str
    address: str


@dataclass(frozen=True, slots=True)
class Block:
    """Words that belong together."""

    kind: Kind
    text: str
    line: int
    level: int = 0
    """Level of a heading."""

    inside: tuple[str, ...] = ()
    """Names of the parts and panels that it stands in, the outermost first."""

    links: tuple[Link, ...] = ()
    leaning: tuple[str, ...] = ()
    """What is set in italics."""

    underlined: tuple[str, ...] = ()
    of: tuple[Contact, ...] = ()
    """The contacts that a part prints."""

    @property
    def pinned(self) -> bool:
        """Return whether it stands on a panel of its own, as a cover's words do."""
        return any(name in PINS for name in self.inside)


def copy_of(leaflet: Leaflet) -> tuple[Block, ...]:
    """Return all that a leaflet says, in the order in which it is written."""
    return tuple(_blocks(leaflet.pieces, ()))


def _blocks(pieces: tuple[Piece, ...], inside: tuple[str, ...]) -> Iterator[Block]:
    for piece in pieces:
        if isinstance(piece, Text):
            yield from _of_text(piece, inside)
        else:
            yield from _of_part(piece, inside)


def _of_part(part: Part, inside: tuple[str, ...]) -> Iterator[Block]:
    names = (*inside, part.name)
    if part.name == "callout" and part.title:
        yield Block(Kind.TITLE, part.title, part.line, inside=names)
    yield from _blocks(part.pieces, names)
    of = part.options.get("of")
    many = of if isinstance(of, (list, tuple)) else ()
    contacts = tuple(one for one in many if isinstance(one, Contact))
    address = str(part.options.get("address") or "")
    if contacts or address or part.name in ("figure", "imprint"):
        said = [one.name for one in contacts] + [value for one in contacts for _, value in one.ways]
        text = " ".join(filter(None, [*said, address]))
        yield Block(Kind.PRINTED, text, part.line, inside=names, of=contacts)


def _of_text(text: Text, inside: tuple[str, ...]) -> Iterator[Block]:
    reader = _Reader(text.line, inside)
    reader.read(text.html)
    yield from reader.blocks


_BLOCKS = {
    **{f"h{level}": Kind.HEADING for level in range(1, 7)},
    **dict.fromkeys(("p", "blockquote"), Kind.PARAGRAPH),
    "li": Kind.ITEM,
    **dict.fromkeys(("td", "th", "dd", "dt", "caption", "figcaption"), Kind.CELL),
}
"""Elements that begin a block of their own."""

_LEANS = frozenset({"em", "i", "cite"})
_VOID = frozenset({"br", "img", "hr", "wbr"})

_LINE = re.compile(r' data-line="(\d+)"')
_HREF = re.compile(r' href="([^"]*)"')


class _Reader:
    """Reads cleaned HTML into blocks: it is well formed, so that its tags need no parser."""

    def __init__(self, line: int, inside: tuple[str, ...]) -> None:
        self._inside = inside
        self.blocks: list[Block] = []
        self._open: list[tuple[str, int]] = [("", line)]
        self._begin()

    def read(self, html: str) -> None:
        """Read a run of HTML to its end."""
        for number, part in enumerate(TAG.split(html)):
            if not number % 2:
                self._words += unescape(part)
            elif part.startswith("</"):
                self._leave(element_of(part))
            else:
                self._enter(element_of(part), part)
        self._end()

    def _begin(self) -> None:
        self._words = ""
        self._links: list[Link] = []
        self._leaning: list[str] = []
        self._underlined: list[str] = []
        self._runs: list[tuple[str, str, int]] = []
        """Open runs: the element, its address, and where it began in the words."""

    def _end(self) -> None:
        """End the block that is open."""
        words = " ".join(self._words.replace("\xa0", " ").split())
        if words:
            tags = [tag for tag, _ in self._open]
            tag = next((one for one in reversed(tags) if one in _BLOCKS), "p")
            kind = Kind.ITEM if "li" in tags and _BLOCKS[tag] is Kind.PARAGRAPH else _BLOCKS[tag]
            level = int(tag[1]) if kind is Kind.HEADING else 0
            runs = (tuple(self._links), tuple(self._leaning), tuple(self._underlined))
            self.blocks.append(Block(kind, words, self._open[-1][1], level, self._inside, *runs))
        self._begin()

    def _enter(self, tag: str, written: str) -> None:
        """Follow an element."""
        if tag in _BLOCKS or tag in ("ul", "ol", "dl", "table"):
            self._end()
        if tag == "br":
            self._words += " "
        if tag in _VOID:
            return
        line = _LINE.search(written)
        self._open.append((tag, int(line[1]) if line else self._open[-1][1]))
        if tag == "a" or tag in _LEANS or tag in ("u", "ins"):
            href = _HREF.search(written)
            self._runs.append((tag, unescape(href[1]) if href else "", len(self._words)))

    def _leave(self, tag: str) -> None:
        """End an element."""
        if self._runs and self._runs[-1][0] == tag:
            _, address, begin = self._runs.pop()
            words = " ".join(self._words[begin:].split())
            if tag == "a":
                self._links.append(Link(words, address))
            elif words:
                (self._leaning if tag in _LEANS else self._underlined).append(words)
        if tag in _BLOCKS or tag in ("ul", "ol", "dl", "table"):
            self._end()
        for at in range(len(self._open) - 1, 0, -1):
            if self._open[at][0] == tag:
                del self._open[at:]
                break
