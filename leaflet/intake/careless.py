"""What people mean by what they typed: bullets by hand, bold lines for headings, titles twice."""

import re

from bs4 import BeautifulSoup
from bs4.element import Tag

from leaflet.intake.roles import Kind, Role, Seen, is_lone, roles_of
from leaflet.intake.told import Notes, quoted
from leaflet.intake.tree import (
    HEADINGS,
    children,
    fragment,
    holds_blocks,
    is_block,
    letters_of,
    renamed,
    strip_first,
    words_of,
)

_BULLET = re.compile(r"\s*[•·▪◦‣●○■\uf0b7\uf0a7]\s*|\s*[*–—-][\s\u00a0]+")
_SURE = re.compile(r"\s*[•·▪◦‣●○■\uf0b7\uf0a7]")
_NUMBER = re.compile(r"\s*(\d{1,3})[.)][\s\u00a0]+(?=\S)")
_BOXED = frozenset({"li", "td", "th", "blockquote", "dl", "ul", "ol", "table", "pre", *HEADINGS})
"""Elements in which nothing is guessed."""

_BOXES = frozenset({"div", "section", "article", "main", "center", "figure"})
_MEND_HEADING = "If it is none, take the # signs before it away."


def tidy(tree: BeautifulSoup, notes: Notes) -> None:
    """Mend in a tree what nobody marked, and tell what was guessed."""
    for home in [tree, *tree.find_all(list(_BOXES))]:
        _typed_lists(tree, home)
    _bold_headings(tree, notes)
    if tree.find(HEADINGS) is None:
        _lone_headings(tree, notes)
    for one in tree.find_all("p"):
        if not words_of(one) and not one.find("img") and not one.get_text():
            one.decompose()
    _drop_repeated_title(tree, notes)
    _one_title(tree, notes)


def _typed_lists(tree: BeautifulSoup, home: Tag) -> None:
    """Make lists of paragraphs, or of lines of a paragraph, that begin with a typed sign."""
    for one in children(home):
        if one.name == "p" and one.find("br") and _SURE.search(_after_breaks(one)):
            _part_at_breaks(tree, one)
    run: list[Tag] = []
    for one in children(home):
        if one.name == "p" and _typed(one):
            if run and bool(_NUMBER.match(one.get_text())) != bool(
                _NUMBER.match(run[0].get_text())
            ):
                _make_list(tree, run)
                run = []
            run.append(one)
        else:
            _make_list(tree, run)
            run = []
    _make_list(tree, run)


def _after_breaks(tag: Tag) -> str:
    """Return the first signs of each line of a paragraph but the first, each on a line."""
    texts = []
    for line in tag.find_all("br"):
        following = line.next_sibling
        text = following.get_text() if isinstance(following, Tag) else str(following or "")
        texts.append(text.strip()[:1])
    return "\n".join(texts)


def _part_at_breaks(tree: BeautifulSoup, tag: Tag) -> None:
    """Make paragraphs of the lines of one."""
    part = tree.new_tag("p")
    for node in list(tag.children):
        if isinstance(node, Tag) and node.name == "br":
            tag.insert_before(part)
            part = tree.new_tag("p")
        else:
            part.append(node.extract())
    tag.insert_before(part)
    tag.decompose()


def _typed(tag: Tag) -> bool:
    text = tag.get_text()
    return bool(_BULLET.match(text) or _NUMBER.match(text)) and len(text.strip()) > 1


def _make_list(tree: BeautifulSoup, run: list[Tag]) -> None:
    """Make a list of paragraphs, if it is sure enough that they are one."""
    if not run:
        return
    texts = [one.get_text() for one in run]
    numbers = [int(found[1]) for text in texts if (found := _NUMBER.match(text))]
    if numbers:
        if len(numbers) != len(run) or len(run) == 1:
            return
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            return
    elif len(run) == 1 and not _SURE.match(texts[0]):
        return
    made = tree.new_tag("ol" if numbers else "ul")
    if numbers and numbers[0] != 1:
        made["start"] = str(numbers[0])
    run[0].insert_before(made)
    sign = _NUMBER if numbers else _BULLET
    for one, text in zip(run, texts, strict=True):
        found = sign.match(text)
        strip_first(one, found.end() if found else 0)
        made.append(renamed(one.extract(), "li"))


def _flow(tree: BeautifulSoup) -> list[Tag]:
    """Return the blocks of the text one after the other, without the boxes around them."""
    found = []
    for one in tree.find_all(is_block):
        boxed = any(around.name in _BOXED for around in one.parents)
        if not boxed and not (one.name in _BOXES and holds_blocks(one)):
            found.append(one)
    return found


def _bold_headings(tree: BeautifulSoup, notes: Notes) -> None:
    """Take a short line that is bold from end to end for a heading, where text follows."""
    flow = [one for one in _flow(tree) if words_of(one) or one.find("img")]
    level = 1
    for at, one in enumerate(flow):
        if one.name in HEADINGS:
            level = HEADINGS.index(one.name) + 1
            continue
        words = words_of(one)
        bold = one.find(["strong", "b"])
        if one.name != "p" or bold is None or words_of(bold) != words or one.find(["img", "br"]):
            continue
        following = flow[at + 1] if at + 1 < len(flow) else None
        if following is None or not is_lone(words):
            continue
        first = at == 0 and tree.find("h1") is None
        _take_for_heading(one, "h1" if first else f"h{min(level + 1, 6)}", notes)


def _lone_headings(tree: BeautifulSoup, notes: Notes) -> None:
    """In a text without any heading, guess as in plain text."""
    flow: list[tuple[Tag, Seen]] = []
    gap = 1
    for one in _flow(tree):
        words = words_of(one)
        if not words and not one.find("img"):
            gap += 1
            continue
        listed = one.name in ("ul", "ol")
        alone = one.name == "p" and not one.find(["br", "img", "a"]) and is_lone(words)
        kind = Kind.LIST if listed else Kind.LONE if alone else Kind.WORDS
        flow.append((one, Seen(words, kind, gap)))
        gap = 1
    made: Tag | None = None
    for at, role in enumerate(roles_of([seen for _, seen in flow])):
        one = flow[at][0]
        if role is Role.HEADING:
            _take_for_heading(one, "h1" if at == 0 else "h2", notes)
        if role is not Role.ITEM:
            made = None
        elif made is None:
            made = fragment(tree, "ul", [])
            one.insert_before(made)
        if made is not None:
            made.append(renamed(one.extract(), "li"))


def _take_for_heading(tag: Tag, name: str, notes: Notes) -> None:
    what = "the title" if name == "h1" else "a heading"
    tag.append(notes.mark(f"{quoted(words_of(tag))} was taken for {what}.", _MEND_HEADING))
    renamed(tag, name)


def _drop_repeated_title(tree: BeautifulSoup, notes: Notes) -> None:
    """Leave out the line below the title that only says the title again."""
    flow = [one for one in _flow(tree) if words_of(one)]
    at = next((number for number, one in enumerate(flow) if one.name == "h1"), None)
    if at is None or at + 1 == len(flow):
        return
    title, following = flow[at], flow[at + 1]
    again = words_of(following)
    if following.name in ("p", *HEADINGS) and letters_of(again) == letters_of(words_of(title)):
        title.append(
            notes.mark(
                f"Below the title stood {quoted(again)}, the same once more; it was left out.",
                "Look which of the two spellings is right.",
            )
        )
        following.decompose()


def _one_title(tree: BeautifulSoup, notes: Notes) -> None:
    """Leave one heading at the top, and none that skips a level."""
    tops = [one for one in tree.find_all("h1") if words_of(one)]
    if len(tops) > 1:
        others = [one for one in tree.find_all(HEADINGS) if one is not tops[0]]
        for one in others:
            renamed(one, HEADINGS[min(HEADINGS.index(one.name) + 1, 5)])
        for one in tops[1:]:
            one.append(
                notes.mark(
                    f"{quoted(words_of(one))} was a top heading, as {quoted(words_of(tops[0]))} "
                    "is; it stands one level lower now, and so do the headings that are no top "
                    "headings.",
                    "A leaflet has one top heading, its title. Look whether the right one is.",
                )
            )
    level = 1
    for one in tree.find_all(HEADINGS):
        if words_of(one):
            level = min(HEADINGS.index(one.name), level) + 1
            renamed(one, HEADINGS[level - 1])
