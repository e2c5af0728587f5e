"""Words inside a line: from elements to Markdown."""

import re
from collections.abc import Callable

from bs4.element import Comment, NavigableString, PageElement, Tag

from leaflet.intake.escape import address_of, escaped
from leaflet.intake.told import MARK, Notes, quoted, without_marks
from leaflet.intake.tree import attribute, words_of
from leaflet.manuscript.address import split_address
from leaflet.manuscript.clean import SCHEMES

BREAK = "\x0b"
"""A line ends here and the paragraph goes on."""

_SPACES = re.compile(r"[ \t\r\n\f]+")
_AROUND = re.compile(rf"^([\s{BREAK}]*)(.*?)([\s{BREAK}]*)$", re.DOTALL)
_SIGNS = {
    "strong": ("**", "**"),
    "b": ("**", "**"),
    "em": ("*", "*"),
    "i": ("*", "*"),
    "q": ("“", "”"),
    "s": ("<s>", "</s>"),
    "strike": ("<s>", "</s>"),
    "sub": ("<sub>", "</sub>"),
    "sup": ("<sup>", "</sup>"),
}
"""What stands around the words of an element; some have no sign in Markdown, only in HTML."""

_WRITTEN_ADDRESS = re.compile(
    r"""
    (?P<mail>(?<![\w.+'’-])[\w+][\w.+'’-]{0,63}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})
    | (?P<web>(?:https?://|(?<!\w)www\.(?=[\w-]{1,63}\.))[^\s<>"“”«»]+)
    """,
    re.VERBOSE | re.IGNORECASE,
)


class Inline:
    """Turns what stands inside a line into Markdown, and tells what it cannot."""

    def __init__(self, notes: Notes) -> None:
        """Tell into `notes`."""
        self._notes = notes
        self._inner_links = 0

    def of(self, nodes: list[PageElement], around: frozenset[str] = frozenset()) -> str:
        """Return nodes as Markdown, with `BREAK` where a line ends.

        Args:
            nodes: What stands in the line.
            around: Names of elements that stand around it already.
        """
        result = ""
        for node in nodes:
            part = self._node(node, around)
            if part.startswith("[") and result.endswith("!"):
                result = rf"{result[:-1]}\!"  # or the link would be a picture
            result += part
        return re.sub(r"  +", " ", result)

    def _node(self, node: PageElement, around: frozenset[str]) -> str:
        if isinstance(node, NavigableString) and not isinstance(node, Comment):
            text = _SPACES.sub(" ", str(node).replace("\u2028", BREAK))
            return escaped(text) if "a" in around else with_links(text)
        return self._element(node, around) if isinstance(node, Tag) else ""

    def _element(self, tag: Tag, around: frozenset[str]) -> str:
        if tag.name == "a":
            return self._link(tag, around)
        if tag.name in _WITHOUT_WORDS:
            return _WITHOUT_WORDS[tag.name](tag)
        before, after = _SIGNS.get(tag.name, ("", ""))
        if before in around:
            return self.of(list(tag.children), around)  # bold in bold
        return _wrapped(self.of(list(tag.children), around | {before}), before, after)

    def _link(self, link: Tag, around: frozenset[str]) -> str:
        note = attribute(link, "data-note")
        if note:
            return f"[^{note}]"
        inside = self.of(list(link.children), around | {"a"})
        if "a" in around or (not link.has_attr("href") and not link.has_attr("data-link")):
            return inside  # a link in a link, or a place that links lead to
        address = attribute(link, "href").strip()
        before, words, after = split_around(inside)
        if not without_marks(words):
            if not usable(address):
                return inside
            what = f"A link without words, to {quoted(address)}, was left out."
            return inside + self._notes.mark(what, "Write the link again, with words in it.")
        usual = f"https:{address}" if address.startswith("//") else address
        if usable(usual):
            words = words.replace(BREAK, " ")
            marks = "".join(one[0] for one in MARK.finditer(words))
            return f"{before}[{without_marks(words)}]({address_of(usual)}){marks}{after}"
        return f"{before}{words}{self._useless(words_of(link), address)}{after}"

    def _useless(self, words: str, address: str) -> str:
        """Tell a link whose words are kept and whose address is of no use."""
        if address.startswith("#") and len(address) > 1:
            self._inner_links += 1
            if self._inner_links > 1:
                return ""
            return self._notes.mark(
                f"{quoted(words)} was a link to another place of the same document. Such links "
                "are words alone now, here and further down.",
                "Nothing needs doing, unless the words make no sense without the link.",
            )
        where = f"an address that only its own place knows, {quoted(address)}"
        what = where if address.strip("#") else "no address"
        return self._notes.mark(
            f"The link {quoted(words)} has {what}. Its words are kept.",
            "Write the whole address behind the words, [like this](https://example.org/help), or "
            "take them out.",
        )


def usable(address: str) -> bool:
    """Whether a reader of a leaflet can use an address."""
    split = split_address(address)
    return split.scheme.lower() in SCHEMES and bool(split.netloc or split.path)


def split_around(text: str) -> tuple[str, str, str]:
    """Return the white space before, the words, and the white space behind."""
    found = _AROUND.match(text)
    return (found[1], found[2], found[3]) if found else ("", text, "")


def with_links(text: str) -> str:
    """Return plain words as Markdown, in which the addresses are links.

    >>> with_links("Ask help@example.org (see www.example.org).")
    'Ask [help@example.org](mailto:help@example.org) (see [www.example.org](https://www.example.org)).'
    """
    done, at = "", 0
    for found in _WRITTEN_ADDRESS.finditer(text):
        written = _without_end(found[0])
        start = "mailto:" if found["mail"] else "" if "://" in written else "https://"
        if not usable(start + written):
            continue
        before = escaped(text[at : found.start()])
        done += f"{before[:-1]}\\!" if before.endswith("!") else before
        done += f"[{escaped(written)}]({address_of(start + written)})"
        at = found.start() + len(written)
    return done + escaped(text[at:])


def _without_end(address: str) -> str:
    """Return an address without the signs behind it that belong to the sentence."""
    while address and (
        address[-1] in ".,;:!?'’*_`]}>|"
        or (address[-1] == ")" and address.count("(") < address.count(")"))
    ):
        address = address[:-1]
    return address


def _wrapped(text: str, before: str, after: str) -> str:
    """Return words between two signs, which stand right at the words."""
    if not before:
        return text
    left, words, right = split_around(without_marks(text))
    marks = "".join(one[0] for one in MARK.finditer(text))
    return f"{left}{before}{words}{after}{marks}{right}" if words else text


def _code(words: str) -> str:
    if not words:
        return ""
    fence = "`" * (max((len(one) for one in re.findall("`+", words)), default=0) + 1)
    space = " " if words.startswith("`") or words.endswith("`") else ""
    said = words.replace("{{", r"\{{")
    return f"{fence}{space}{said}{space}{fence}"


def _picture(image: Tag) -> str:
    alt = " ".join(attribute(image, "alt").split())
    return f"![{escaped(alt)}]({address_of(attribute(image, 'src'))})"


def _line_end(_: Tag) -> str:
    return BREAK


_WITHOUT_WORDS: dict[str, Callable[[Tag], str]] = {
    "br": _line_end,
    "code": lambda tag: _code(words_of(tag)),
    "img": _picture,
}
"""Elements that hold no further ones."""
