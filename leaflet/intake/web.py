"""Web pages: only what is text, in a tree that is well formed, with what was left out told.

Nothing is fetched: pictures come out of the page itself or from its own folder.
"""

import base64
import binascii
import re
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from urllib.parse import unquote

import nh3
from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from leaflet.intake.footnotes import settle_footnotes
from leaflet.intake.opened import check_length, too_deep
from leaflet.intake.pictures import Album, PictureError, settle_pictures
from leaflet.intake.told import IntakeError, Notes, quoted
from leaflet.intake.tree import attribute, fragment, holds_blocks, is_block, tree_of, words_of
from leaflet.manuscript.address import split_address

MOST_MARKUP = 5_000_000
"""Characters of a page without its pictures; Word writes ten signs for each word."""

DEEPEST = 150
"""Elements within elements; a real page has thirty."""

DEEPEST_UNREAD = 3000
MOST_ELEMENTS = 30_000
"""A leaflet has some hundreds, a long page some thousands."""

_BOX = re.compile(
    r"<(/?)(?:div|section|article|main|table|blockquote|[uo]l|span|font)\b", re.IGNORECASE
)
_DATA = re.compile(r"""data:(image/[\w.+-]+)((?:;[\w=.-]+)*),([^"'\s)>]*)""", re.IGNORECASE)
_IN_PAGE = "leaflet-data:"
_TITLE = re.compile(r"<title[^>]*>(.{0,500}?)</title", re.IGNORECASE | re.DOTALL)
_LANGUAGE = re.compile(r"""<html\b[^>]*?\slang\s*=\s*["']?([A-Za-z_-]{2,35})""", re.IGNORECASE)
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE
)

_WORDS = """
    a abbr b bdi bdo big br cite code del dfn em font i img ins kbd mark q s samp small span strike
    strong sub sup tt u var wbr
"""
_TEXT = """
    address article blockquote caption center dd details div dl dt figcaption figure h1 h2 h3 h4 h5
    h6 hr li main ol p pre section summary table tbody td tfoot th thead tr ul
"""
_AROUND = {
    "nav": "The navigation",
    "header": "The head of the page",
    "footer": "The foot of the page",
    "aside": "What stood beside the text",
    "form": "A form",
    "button": "A button",
}
_FORM = ("fieldset", "input", "select", "textarea", "label", "option", "legend", "datalist")
_SHOWN = {
    "audio": "A recording",
    "canvas": "A drawing made by a script",
    "embed": "Something embedded",
    "iframe": "A page inside the page, such as a video or a map,",
    "math": "A formula",
    "object": "Something embedded",
    "svg": "A drawing",
    "video": "A video",
}
_DROPPED = {"script", "style", "title", "template", "noscript"}
_TAGS = {*_WORDS.split(), *_TEXT.split(), *_AROUND, *_FORM, *_SHOWN}
_SAFE = {
    "*": {"id", "name", "hidden", "style", "role"},
    "a": {"href"},
    "img": {"src", "alt"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    **{one: {"src", "data"} for one in ("audio", "embed", "iframe", "object", "video")},
}
_ALIKE = {
    "strong": "strong",
    "b": "strong",
    "em": "em",
    "i": "em",
    "sub": "sub",
    "sup": "sup",
    "s": "s",
    "strike": "s",
}
_TRANSPARENT = """
    abbr bdi bdo big cite dfn font ins kbd mark samp small span tt u var
"""
_MEND_LEFT_OUT = "Write it in yourself if the leaflet needs it."


@dataclass(frozen=True, slots=True)
class Page:
    """A web page, as far as a leaflet needs it."""

    tree: BeautifulSoup
    title: str = ""
    language: str = ""


def read_web(text: str, file: Path, album: Album, notes: Notes) -> Page:
    """Return a web page as a tree.

    Raises:
        IntakeError: it is too long, too deep, or empty.
    """
    pictures: list[tuple[str, str]] = []

    def kept(found: re.Match[str]) -> str:
        pictures.append((found[2], found[3]))
        return f"{_IN_PAGE}{len(pictures) - 1}"

    text = _DATA.sub(kept, text)
    title, language = _TITLE.search(text), _LANGUAGE.search(text)
    check_length(text, file, MOST_MARKUP)
    _check_nesting(text, file)
    clean = nh3.clean(
        text,
        tags=_TAGS,
        clean_content_tags=_DROPPED,
        attributes=_SAFE,
        url_schemes={"http", "https", "mailto", "tel", _IN_PAGE[:-1]},
        link_rel=None,
    )
    check_length(clean, file)
    tree = tree_of(clean)
    check_tree(tree, file)
    _leave_out(tree, notes)
    settle_footnotes(tree)
    settle_pictures(tree, lambda address: _fetch(address, file.parent, pictures), album, notes)
    settle_tree(tree)
    return Page(
        tree,
        " ".join(unescape(title[1]).split()) if title else "",
        language[1].replace("_", "-") if language else "",
    )


def _check_nesting(text: str, file: Path) -> None:
    """Look roughly how deep boxes stand in boxes, before a parser spends minutes on it.

    Raises:
        IntakeError: it is far deeper than a page can be, even one that closes few of them.
    """
    depth = 0
    for found in _BOX.finditer(text):
        depth = max(depth - 1, 0) if found[1] else depth + 1
        if depth > DEEPEST_UNREAD:
            raise too_deep(file)


def check_tree(tree: BeautifulSoup, file: Path) -> None:
    """Look whether elements are no more, and stand no deeper in each other, than we can follow.

    Raises:
        IntakeError: they are, or do.
    """
    level: list[Tag] = [tree]
    depth = count = 0
    while level:
        level = [one for tag in level for one in tag.children if isinstance(one, Tag)]
        depth, count = depth + 1, count + len(level)
        if depth > DEEPEST:
            raise too_deep(file)
    if count > MOST_ELEMENTS:
        msg = f'"{file.name}" holds {count} elements; at most {MOST_ELEMENTS} can be read.'
        hint = "Copy the words that the leaflet needs into a new file, and import that."
        raise IntakeError(msg, hint)


def settle_tree(tree: BeautifulSoup) -> None:
    """Take away elements that say nothing to Markdown, and put links inside headings."""
    for tag in tree.find_all(_TRANSPARENT.split()):
        tag.unwrap()
    for tag in tree.find_all(["a", "strong", "b", "em", "i", "s", "strike"]):
        if holds_blocks(tag):
            _inwards(tree, tag)
    _join_neighbours(tree)
    tree.smooth()


def _join_neighbours(tree: BeautifulSoup) -> None:
    """Make one of two that follow each other: Word sets every piece of a bold word bold."""
    for tag in tree.find_all(list(_ALIKE)):
        tag.name = _ALIKE[tag.name]
        before = tag.previous_sibling
        if isinstance(before, Tag) and before.name == tag.name and before.attrs == tag.attrs:
            before.extend(list(tag.children))
            tag.decompose()


def _inwards(tree: BeautifulSoup, tag: Tag) -> None:
    """Put an element that stands around blocks inside each of them instead."""
    for block in tag.find_all(is_block):
        if not holds_blocks(block) and words_of(block):
            inner = fragment(tree, tag.name, list(block.children))
            inner.attrs = {**tag.attrs}
            block.append(inner)
    tag.unwrap()


def _leave_out(tree: BeautifulSoup, notes: Notes) -> None:
    """Leave out what is no text of a leaflet; whatever holds words is told."""
    for tag in tree.find_all(_hidden):
        _drop(tag, "Hidden text", notes)
    _keep_own_heading(tree)
    for tag in tree.find_all("form"):
        if not tag.decomposed and 2 * len(words_of(tag)) > len(words_of(tree)):
            tag.unwrap()  # some pages stand in one form from beginning to end
    for name, what in _AROUND.items():
        for tag in tree.find_all(name):
            _drop(tag, what, notes)
    for tag in tree.find_all(list(_FORM)):
        _drop(tag, "Part of a form", notes)
    for tag in tree.find_all("del"):
        _drop(tag, "Text marked as deleted", notes)
    for tag in tree.find_all(list(_SHOWN)):
        address = attribute(tag, "src") or attribute(tag, "data")
        where = f" ({quoted(address)})" if address else ""
        _drop(tag, f"{_SHOWN[tag.name]}{where}", notes, told=True)


def _hidden(tag: Tag) -> bool:
    return tag.has_attr("hidden") or bool(_HIDDEN.search(attribute(tag, "style")))


def _keep_own_heading(tree: BeautifulSoup) -> None:
    """Keep the page's only top heading where it stands in what is left out."""
    tops = [one for one in tree.find_all("h1") if words_of(one)]
    if len(tops) == 1 and (around := tops[0].find_parents("header")):
        around[-1].insert_before(tops[0].extract())


def _drop(tag: Tag, what: str, notes: Notes, *, told: bool = False) -> None:
    """Take an element out; tell it where it held words, or has to be told anyway."""
    if tag.decomposed:
        return
    words = " ".join(tag.get_text(" ").split())
    if words or told:
        said = f"{what} was left out" + (f": {quoted(words)}." if words else ".")
        tag.insert_before(NavigableString(notes.mark(said, _MEND_LEFT_OUT)))
    tag.decompose()


def _fetch(address: str, folder: Path, inside: list[tuple[str, str]]) -> tuple[bytes, str]:
    """Return the bytes of a picture and its name.

    Raises:
        PictureError: it is not in the page nor in its folder.
    """
    if address.startswith(_IN_PAGE):
        return _unpacked(*inside[int(address.removeprefix(_IN_PAGE))]), ""
    split = split_address(address.strip().replace("\\", "/"))
    if split.scheme in ("http", "https") or split.netloc:
        what = f"It lies in the internet, at {address}, and nothing is fetched from there."
        raise PictureError(
            what,
            "If you may use it, save it into the folder pictures beside this text, and write "
            "![what it shows](pictures/NAME.jpg) here.",
        )
    away = PictureError(
        "It is not there, or not in the folder of the web page.",
        "Put it into the folder pictures beside this text, and write "
        "![what it shows](pictures/NAME.jpg) here.",
    )
    if split.scheme or not split.path:
        raise away
    try:
        path = (folder / unquote(split.path)).resolve()
        if not path.is_relative_to(folder.resolve()) or not path.is_file():
            raise away
        return path.read_bytes(), path.stem
    except (OSError, RuntimeError, ValueError) as error:
        raise away from error


def _unpacked(kind: str, data: str) -> bytes:
    """Return the bytes of a picture that stands in the page itself (RFC 2397)."""
    written = unquote(unescape(data))
    if ";base64" not in kind.lower():
        return written.encode()
    try:
        return base64.b64decode(re.sub(r"\s", "", written))
    except binascii.Error:
        return b""
