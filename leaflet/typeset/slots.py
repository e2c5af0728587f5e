"""What differs from record to record in a document: its slots, found in the HTML.

Many records are set from one layout ("stencil"). HTML is cut at the tags of blocks and pictures;
between two of them stands a run of words, and what differs is a slot: a run of words in its block,
or the picture of a QR code. Everything else has to be the same, or the record is laid out anew.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from html import unescape

from markupsafe import Markup

from leaflet.manuscript.tags import TAG
from leaflet.typeset.compose import Section

SLOT = "data-slot"
"""Attribute of a block or a picture whose words differ; no style asks for it."""

_REST = r"""(?:[^<>"']|"[^"]*"|'[^']*')*>"""
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "caption", "dd", "div", "dl", "dt"),
    *("figcaption", "figure", "footer", "form", "h[1-6]", "header", "hr", "li", "main", "nav"),
    *("ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"),
)
_CUT = re.compile(rf"(</?(?:{'|'.join(_BLOCKS)})\b{_REST}|<img\b{_REST})")
_CODE = re.compile(r'<img class="qr__code" src="[^"]*" alt="(?P<alt>[^"]*)">')
_HREF = re.compile(r'(<a\b[^>]*? href=")[^"]*(")')
_LINK = re.compile(r'<a\b[^>]*? href="([^"]*)"[^>]*>(.*?)</a>', re.DOTALL)
_ALONE = ("<hr", "<img")
"""How tags begin that have no end."""

_PARTS = ("html", "below", "strips")
"""Where HTML stands in a section."""

Cuts = list[str]
"""HTML in turn: what stands between two tags, and a tag."""

Place = tuple[int, str, int]
"""A section's number, which of its parts, and the place among its cuts."""


_QUIET = re.compile(r'(?<=style="--quiet: )[\d.]+(?=")')
"""How wide the white around a QR code is follows from its size, which each record says itself."""


def cut(sections: Sequence[Section]) -> dict[tuple[int, str], Cuts]:
    """Return the HTML of sections, cut at blocks and pictures."""
    return {key: _CUT.split(html) for key, html in _written(sections).items()}


def _written(sections: Sequence[Section]) -> dict[tuple[int, str], str]:
    """Return the HTML of sections."""
    return {
        (number, part): html
        for number, section in enumerate(sections)
        for part in _PARTS
        if (html := getattr(section, part))
    }


@dataclass(frozen=True, slots=True)
class Filling:
    """What a record puts into a slot."""

    html: str
    """The run of words; the whole tag of a QR code."""

    @property
    def code(self) -> str:
        """Return what a QR code says in words, which end in its address; nothing for words."""
        found = _CODE.fullmatch(self.html)
        return unescape(found["alt"]) if found else ""

    def links(self) -> list[tuple[str, str]]:
        """Return its links: where they lead to, and their words."""
        return [
            (unescape(address), " ".join(unescape(TAG.sub("", words)).split()))
            for address, words in _LINK.findall(self.html)
        ]

    def text(self) -> str:
        """Return all its words as one text."""
        return " ".join(unescape(TAG.sub("", self.html)).split())

    def skeleton(self) -> tuple[object, ...]:
        """Return all of it but its words and addresses: equal ones have the same boxes."""
        parts = TAG.split(self.html)
        tags = tuple(_HREF.sub(r"\1\2", one) for one in parts[1::2])
        edges = tuple(
            (one[:1].isspace(), one[-1:].isspace(), not one.strip()) for one in parts[::2]
        )
        return (tags, edges)

    def words(self) -> list[str]:
        """Return its runs of words that are not mere space, white space collapsed."""
        texts = (unescape(one) for one in TAG.split(self.html)[::2])
        return [collapsed for one in texts if (collapsed := _SPACE.sub(" ", one).strip(" "))]


_SPACE = re.compile(r"[ \t\r\n]+")


Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Acts:
    """What a slot holds for people who click, jump, or listen."""

    links: tuple[tuple[Corners, str, str], ...] = ()
    """Corners of a place to click, in points from the lower left of its page; where it leads to;
    its words."""

    words: str = ""
    """All its words, which a bookmark may be called by."""

    alt: str = ""
    """What is said of its picture."""


@dataclass(frozen=True)
class Slots:
    """Where the records of a batch differ."""

    base: dict[tuple[int, str], Cuts]
    """The sections of one record."""

    written: dict[tuple[int, str], str]
    """The same before they were cut."""

    frame: tuple[object, ...]
    """What else sections are, which has to be the same for all."""

    places: tuple[Place, ...]
    """The place of each slot, in the order of the document."""

    @cached_property
    def _kept(self) -> dict[tuple[int, str], Cuts]:
        """The cuts with nothing where a slot is."""
        kept = {key: list(cuts) for key, cuts in self.base.items()}
        for number, part, at in self.places:
            kept[number, part][at] = ""
        return kept

    @cached_property
    def _of_part(self) -> dict[tuple[int, str], list[Place]]:
        """The slots of each part of a section."""
        found: dict[tuple[int, str], list[Place]] = {}
        for place in self.places:
            found.setdefault(place[:2], []).append(place)
        return found

    def fillings(self, sections: Sequence[Section]) -> tuple[Filling, ...] | None:
        """Return what a record puts into the slots; nothing if it differs elsewhere as well."""
        if _frame(sections) != self.frame:
            return None
        found: dict[Place, Filling] = {}
        for key, html in _written(sections).items():
            mine = self._of_part.get(key, ())
            if html == self.written[key]:
                found |= {place: Filling(self.base[key][place[2]]) for place in mine}
                continue
            cuts = _plain(_CUT.split(html))
            for place in mine:
                if len(cuts) <= place[2]:
                    return None
                found[place] = Filling(cuts[place[2]])
                cuts[place[2]] = ""
            if cuts != self._kept[key]:
                return None
        return tuple(found[place] for place in self.places)

    def marked(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """Return the sections of a record, the blocks and pictures of slots with their number."""
        cuts = cut(sections)
        for slot, (number, part, at) in enumerate(self.places):
            there = cuts[number, part]
            owner = _owner(there, at)
            there[owner] = re.sub(r"^<\w+", rf'\g<0> {SLOT}="{slot}"', there[owner])
        made = list(sections)
        for (number, part), there in cuts.items():
            html = Markup("".join(there))  # noqa: S704 - it was HTML already
            made[number] = replace(made[number], **{part: html})
        return tuple(made)

    def with_slots(self, sections: Sequence[Section]) -> tuple[Section, ...]:
        """Return the sections in which a slot is."""
        numbers = {number for number, _, _ in self.places}
        return tuple(one for number, one in enumerate(sections) if number in numbers)


def _frame(sections: Sequence[Section]) -> tuple[object, ...]:
    return tuple(
        (one.name, one.ground, one.picture, *(bool(getattr(one, part)) for part in _PARTS))
        for one in sections
    )


def find_slots(one: Sequence[Section], other: Sequence[Section]) -> Slots | None:
    """Return where two records differ, of which every value differs.

    Returns:
        The slots; nothing if more than words and QR codes differs.
    """
    if _frame(one) != _frame(other):
        return None
    first, second = _alike(cut(one)), _alike(cut(other))
    places: list[Place] = []
    for key, cuts in first.items():
        others = second[key]
        if len(cuts) != len(others):
            return None
        for at, (mine, theirs) in enumerate(zip(cuts, others, strict=True)):
            if mine == theirs:
                continue
            if at % 2 and not (_CODE.fullmatch(mine) and _CODE.fullmatch(theirs)):
                return None
            places.append((*key, at))
    owners = [(number, part, _owner(first[number, part], at)) for number, part, at in places]
    if len(set(owners)) != len(owners) or any(owner < 0 for *_, owner in owners):
        return None
    return Slots(first, _written(one), _frame(one), tuple(places))


def _alike(cuts: dict[tuple[int, str], Cuts]) -> dict[tuple[int, str], Cuts]:
    """Return cuts without what follows from the size of a QR code."""
    return {key: _plain(some) for key, some in cuts.items()}


def _plain(cuts: Cuts) -> Cuts:
    return [_QUIET.sub("", one) if at % 2 else one for at, one in enumerate(cuts)]


def _owner(cuts: Cuts, at: int) -> int:
    """Return the place of the tag whose element a cut stands in, or which it is; -1 for none."""
    if at % 2:
        return at
    depth = 0
    for place in range(at - 1, -1, -2):
        tag = cuts[place]
        if tag.startswith(_ALONE):
            continue
        if not tag.startswith("</"):
            if depth == 0:
                return place
            depth -= 1
        else:
            depth += 1
    return -1


@dataclass(slots=True)
class Marking:
    """What a layout is asked for that many records are set from, and what came of it."""

    slots: Slots
    alone: bool = False
    """Whether only sections with slots are laid out, to set records by and to print nothing."""

    usage: Mapping[str, Mapping[int, tuple[int, str]]] = field(default_factory=dict)
    """Glyphs that its fonts shall have beside its own, by the font's name: width and text."""

    recording: object = None
    """What the layout left behind to set other records with (`stencil.Recording`)."""
