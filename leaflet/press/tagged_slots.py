"""A finished file for screens as a stencil: what is drawn, clicked, listened to and jumped to.

Its tags are those of the record that it was made of, so only records of the same tags are set
from it. What says something of a slot beside its drawing is looked up by what that record says.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Self

import pikepdf
from pikepdf import Array, Dictionary, String

from leaflet.pdf.content import Instruction, read_content, write_content
from leaflet.press.screen import written
from leaflet.press.slots import Cuts, UnfitError, marked, merged, plain
from leaflet.typeset.slots import Acts

_MCID = re.compile(rb"(/MCID )(\d+)")
_NEAR_PT = 0.01
"""Points by which the corners of one place to click may differ: numbers are rounded."""


@dataclass(slots=True)
class _Page:
    """A page with slots."""

    page: pikepdf.Object
    cuts: Cuts


@dataclass(slots=True)
class TaggedBase:
    """A finished file for screens, open, and where its slots say what."""

    pdf: pikepdf.Pdf
    pages: list[_Page] = field(default_factory=list)
    first: dict[int, int] = field(default_factory=dict)
    """The number of the first marked content in a slot."""

    links: dict[int, list[pikepdf.Object]] = field(default_factory=dict)
    figures: dict[int, pikepdf.Object] = field(default_factory=dict)
    bookmarks: dict[int, pikepdf.Object] = field(default_factory=dict)

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        self.pdf.close()

    @classmethod
    def open(cls, data: bytes, contents: Sequence[bytes], acts: Sequence[Acts]) -> Self:
        """Open a file and find what belongs to its slots.

        Args:
            data: The finished file, each slot between its marks.
            contents: What the record that it was made of draws in the slots, with marks for tags.
            acts: What else that record says there.

        Raises:
            UnfitError: something in it is not as the record says, or not there once.
        """
        base = cls(pikepdf.open(io.BytesIO(data)))
        own: dict[int, bytes] = {}
        for page in base.pdf.pages:
            cuts = base._cut(page, own)
            if any(isinstance(one, int) for one in cuts):
                base.pages.append(_Page(page.obj, cuts))
        for slot, content in enumerate(contents):
            if plain(own.get(slot, b"")) != plain(base._numbered(slot, content)):
                msg = "a slot holds something else"
                raise UnfitError(msg)
        base._find(acts)
        return base

    def filled(self, contents: Sequence[bytes], acts: Sequence[Acts]) -> bytes:
        """Return the file for a record.

        Args:
            contents: What it draws in the slots.
            acts: What else it says there.
        """
        for one in self.pages:
            parts = [
                self._numbered(part, contents[part]) if isinstance(part, int) else part
                for part in one.cuts
            ]
            one.page.Contents = self.pdf.make_stream(b"\n".join(parts))
        for slot, said in enumerate(acts):
            for annotation, (corners, address, words) in zip(
                self.links.get(slot, []), said.links, strict=True
            ):
                annotation.Rect = Array([round(one, 6) for one in corners])
                annotation.A.URI = String(address)
                annotation.Contents = String(words)
            if slot in self.figures:
                self.figures[slot].Alt = String(said.alt)
            if slot in self.bookmarks:
                self.bookmarks[slot].Title = String(said.words)
        return written(self.pdf, again=True)

    def _cut(self, page: pikepdf.Page, own: dict[int, bytes]) -> Cuts:
        """Return a page's content cut at its slots, without marks; keep what stood in them."""
        found: Cuts = []
        waiting: list[Instruction] = []
        for operator, instruction in read_content(page):
            mark = marked(operator, instruction)
            if mark is None:
                waiting.append(instruction)
                continue
            slot, begins = mark
            content = write_content(waiting)
            waiting = []
            if begins:
                found += [content, slot]
                continue
            own[slot] = content
            numbers = [int(number) for _, number in _MCID.findall(content)]
            self.first[slot] = min(numbers, default=0)
        found.append(write_content(waiting))
        states = page.resources.get("/ExtGState", Dictionary())
        for name in [str(one) for one in states.keys()]:  # noqa: SIM118 - a PDF dictionary is no mapping
            if name.startswith("/leaflet-"):
                del states[name]
        return merged(found)

    def _numbered(self, slot: int, content: bytes) -> bytes:
        """Return what is drawn in a slot with the numbers that its tags have here."""
        first = self.first.get(slot, 0)
        return _MCID.sub(lambda one: one[1] + b"%d" % (int(one[2]) + first), content)

    def _find(self, acts: Sequence[Acts]) -> None:
        """Find the links, figures and bookmarks of slots."""
        annotations = [one for page in self.pdf.pages for one in page.obj.get("/Annots", Array())]
        figures = list(_figures(self.pdf.Root.StructTreeRoot))
        bookmarks = list(_bookmarks(self.pdf))
        for slot, said in enumerate(acts):
            self.links[slot] = [
                _only([one for one in annotations if _is_link(one, corners, address)])
                for corners, address, _ in said.links
            ]
            if said.alt:
                self.figures[slot] = _only([one for one in figures if str(one.Alt) == said.alt])
            named = [one for one in bookmarks if said.words and str(one.Title) == said.words]
            if named:
                self.bookmarks[slot] = _only(named)


def _only(found: list[pikepdf.Object]) -> pikepdf.Object:
    if len(found) != 1:
        msg = "what belongs to a slot is not there once"
        raise UnfitError(msg)
    return found[0]


def _is_link(
    annotation: pikepdf.Object, corners: tuple[float, float, float, float], address: str
) -> bool:
    if "/A" not in annotation or str(annotation.A.get("/URI", "")) != address:
        return False
    there = [float(one) for one in annotation.Rect.as_list()]
    return all(abs(a - b) < _NEAR_PT for a, b in zip(there, corners, strict=True))


def _figures(root: pikepdf.Object) -> list[pikepdf.Object]:
    """Return the figures in a tree of tags."""
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        if str(one.get("/S", "")) == "/Figure" and "/Alt" in one:
            found.append(one)
        below = one.get("/K", Array())
        kids = list(below) if isinstance(below, Array) else [below]
        waiting += [kid for kid in kids if isinstance(kid, Dictionary) and "/S" in kid]
    return found


def _bookmarks(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return the bookmarks of a file."""
    found = []
    waiting = [pdf.Root.Outlines.get("/First")] if "/Outlines" in pdf.Root else []
    while waiting:
        one = waiting.pop()
        if one is not None:
            found.append(one)
            waiting += [one.get("/First"), one.get("/Next")]
    return found
