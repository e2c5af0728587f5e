"""Small verbs on a tree of HTML."""

import re
from collections.abc import Iterable, Iterator

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from leaflet.intake.told import without_marks

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")

BLOCKS = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
"""Elements that begin a line of their own."""

_SMALL_PRINT = re.compile(r"(copyright\b|©|\(c\)\s|all rights reserved)", re.IGNORECASE)


def tree_of(html: str) -> BeautifulSoup:
    """Return well-formed HTML as a tree."""
    return BeautifulSoup(html, "html.parser")


def attribute(tag: Tag, name: str) -> str:
    """Return an attribute as one text; empty where there is none."""
    value = tag.get(name)
    return value if isinstance(value, str) else " ".join(value or ())


def words_of(node: PageElement) -> str:
    """Return the words of an element as people read them, with one space between them.

    No-break spaces stay what they are.
    """
    text = node.get_text() if isinstance(node, Tag) else str(node)
    return re.sub(r"[ \t\r\n\f]+", " ", without_marks(text)).strip(" ")


def is_block(node: object) -> bool:
    """Whether a node begins a line of its own."""
    return isinstance(node, Tag) and node.name in BLOCKS


def holds_blocks(tag: Tag) -> bool:
    """Whether any element inside begins a line of its own."""
    return any(is_block(one) for one in tag.descendants)


def children(tag: Tag) -> Iterator[Tag]:
    """Yield the elements right inside."""
    yield from [one for one in tag.children if isinstance(one, Tag)]


def texts(tag: Tag) -> list[NavigableString]:
    """Return the pieces of text inside, in order."""
    return [one for one in tag.descendants if isinstance(one, NavigableString)]


def strip_first(tag: Tag, count: int) -> None:
    """Take the first characters away, in however many elements they stand."""
    for text in texts(tag):
        taken = min(count, len(text))
        text.replace_with(NavigableString(str(text)[taken:]))
        count -= taken
        if not count:
            return


def renamed(tag: Tag, name: str) -> Tag:
    """Make another element of one."""
    tag.name = name
    return tag


def letters_of(words: str) -> str:
    """Return only the letters and figures, so that two spellings of a line are the same.

    >>> letters_of("Infant A.L.L.") == letters_of("INFANT ALL")
    True
    """
    return "".join(one for one in words.casefold() if one.isalnum())


def is_small_print(words: str) -> bool:
    """Whether a line only says whose rights they are.

    >>> is_small_print("Copyright © All Rights Reserved")
    True
    """
    return bool(_SMALL_PRINT.match(words))


def fragment(tree: BeautifulSoup, name: str, inside: Iterable[PageElement | str]) -> Tag:
    """Return a new element with these in it."""
    made = tree.new_tag(name)
    for one in inside:
        made.append(one)
    return made
