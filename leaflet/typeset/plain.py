"""A leaflet as plain text, for services that read aloud or print in braille.

Headings stand alone between empty lines, items of lists on lines of their own, and a picture as
what it shows. Addresses stand behind their links, as on paper.
"""

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = frozenset(
    {"address", "article", "blockquote", "caption", "dd", "div", "dl", "dt", "figcaption", "figure"}
    | {"h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "section", "table"}
    | {"tbody", "tfoot", "thead", "tr", "ul"}
)
"""Elements that begin a line of their own."""

APART = frozenset({"h1", "h2", "h3", "h4", "h5", "h6", "p", "table", "figure", "ol", "ul", "hr"})
"""Elements with an empty line before and behind them, but inside lists."""

_SPACES = re.compile(r"[ \t\n\r]+")
_MARKS = re.compile("[\u200b\u2060]")
"""Signs that say where a line may break, and where it may not."""


def as_text(html: str, picture: str) -> str:
    """Return HTML as plain text.

    >>> print(as_text('<h1>Tea</h1><ul><li>Cake</li><li>Milk</li></ul>', 'Picture'), end='')
    Tea
    <BLANKLINE>
    - Cake
    - Milk

    Args:
        html: What the composer made.
        picture: The word that stands before what a picture shows.
    """
    reader = _Reader(picture)
    reader.feed(html)
    reader.close()
    return reader.text()


@dataclass(slots=True)
class _List:
    """A list that is being read."""

    numbered: bool
    number: int = 0


@dataclass(slots=True)
class _Lines:
    """Lines as they come; empty ones never stand in pairs."""

    done: list[str] = field(default_factory=list)

    def add(self, line: str) -> None:
        if line or (self.done and self.done[-1]):
            self.done.append(line)


class _Reader(HTMLParser):
    """Collects lines from HTML."""

    def __init__(self, picture: str) -> None:
        super().__init__(convert_charrefs=True)
        self._picture = picture
        self._lines = _Lines()
        self._line: list[str] = []
        self._lists: list[_List] = []
        self._first = ""
        """What the next line begins with: a sign or number of a list."""
        self._named = False
        """Whether items of the list here begin with a name, as those of `rows` do."""

    def text(self) -> str:
        """Return all lines; the last one ends as the others do."""
        self._end_line()
        while self._lines.done and not self._lines.done[-1]:
            self._lines.done.pop()
        return "".join(f"{line}\n" for line in self._lines.done)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin an element."""
        given = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._show(given)
        elif tag == "br":
            self._end_line()
        elif tag in ("td", "th"):
            self._line.append("\t" if self._line else "")
        if "rows" in given.get("class", "").split():
            self._named = True
        if tag in BLOCKS:
            self._end_line()
            if tag in APART and not self._lists:
                self._lines.add("")
        if tag in ("ol", "ul"):
            self._lists.append(_List(tag == "ol"))
        elif tag == "li" and self._lists:
            innermost = self._lists[-1]
            innermost.number += 1
            sign = f"{innermost.number}." if innermost.numbered else "-"
            self._first = f"{'  ' * (len(self._lists) - 1)}{sign} "

    def handle_endtag(self, tag: str) -> None:
        """End an element."""
        if tag in BLOCKS:
            self._end_line()
        if tag == "strong" and self._named and self._lists and self._line[-1:]:
            self._line.append(":")
        if tag in ("ol", "ul") and self._lists:
            self._lists.pop()
            self._named = False
        if tag in APART and not self._lists:
            self._lines.add("")

    def handle_data(self, data: str) -> None:
        """Take words."""
        self._line.append(data)

    def _show(self, given: dict[str, str]) -> None:
        """Write what a picture shows; a code's address stands beside it in words."""
        shown = given.get("alt", "").strip()
        if shown and "qr__code" not in given.get("class", "").split():
            self._line.append(f" [{self._picture}: {shown}] ")

    def _end_line(self) -> None:
        cells = (_SPACES.sub(" ", cell).strip() for cell in "".join(self._line).split("\t"))
        words = _MARKS.sub("", "; ".join(cell for cell in cells if cell)).replace("\xa0", " ")
        self._line.clear()
        if words:
            self._lines.add(f"{self._first}{words}")
            self._first = ""
