"""Footnotes: wherever a document keeps them, they become notes of Markdown."""

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

from leaflet.intake.tree import attribute, words_of

LONGEST_SIGN = 4
"""Characters of a reference, such as 12 or iv."""

_BACK = {"", "↑", "↩", "↩︎", "^", "↵"}


def settle_footnotes(tree: BeautifulSoup) -> None:
    """Mark references and notes that belong together, and put the notes at the end."""
    every = tree.find_all(_any)
    places = {attribute(one, name): one for name in ("name", "id") for one in every}
    numbers: dict[int, str] = {}
    notes: list[Tag] = []
    for link in tree.find_all("a", href=True):
        target = places.get(attribute(link, "href").removeprefix("#"))
        if not attribute(link, "href").startswith("#") or target is None or not _refers(link):
            continue
        note = (
            target if target.name in ("li", "div", "p") else target.find_parent(["li", "p", "div"])
        )
        if note is None or link in note.descendants or not _leads_back(note, link):
            continue
        if id(note) not in numbers:
            numbers[id(note)] = str(len(numbers) + 1)
            notes.append(note)
        link["data-note"] = numbers[id(note)]
        del link["href"]
        outer = link.parent
        if outer is not None and outer.name == "sup" and words_of(outer) == words_of(link):
            outer.unwrap()
    for note in notes:
        _move_to_end(tree, note, numbers[id(note)])


def _any(_: Tag) -> bool:
    return True


def _refers(link: Tag) -> bool:
    """Whether a link looks like the reference to a footnote."""
    words = words_of(link)
    raised = link.find_parent("sup") is not None or link.find("sup") is not None
    bare = words.strip("[]()")
    return 0 < len(bare) <= LONGEST_SIGN and (raised or bare != words)


def _leads_back(note: Tag, link: Tag) -> bool:
    """Whether the note names the place that refers to it."""
    around = [link, *link.parents]
    names = {attribute(one, key) for one in around[:3] for key in ("id", "name")} - {""}
    inside = [note, *note.find_all("a", href=True)]
    return any(attribute(one, "href").removeprefix("#") in names for one in inside)


def _move_to_end(tree: BeautifulSoup, note: Tag, number: str) -> None:
    for back in note.find_all("a"):
        words = words_of(back).strip("[]()")
        inner = attribute(back, "href").startswith("#")
        if words in _BACK or (inner and len(words) <= LONGEST_SIGN):
            before = back.previous_sibling
            back.decompose()
            if isinstance(before, NavigableString):
                before.replace_with(NavigableString(before.rstrip()))
    home = note.parent
    note.extract()
    note.name = "div"
    note.attrs = {"data-note": number}
    tree.append(note)
    while (
        home is not None and home.parent is not None and not words_of(home) and not home.find("img")
    ):
        empty, home = home, home.parent
        empty.decompose()
