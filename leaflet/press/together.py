"""Many records in one file for the press: whatever they have in common stands in it once.

Each record is a document part (ISO 16612-2:2010, PDF/VT-1, 6.5; ISO 32000-2:2020, 14.12), so that
machines can tell where one ends, has a bookmark by its name, and page labels that carry it.
"""

import hashlib
import io
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import islice, pairwise
from pathlib import Path
from typing import Self

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from leaflet.press.screen import save
from leaflet.press.slots import Stencil, own_forms, stencils


def count_pages(data: bytes) -> int:
    """Return how many pages a file has."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


@dataclass(frozen=True, slots=True)
class Piece:
    """One record in the file."""

    name: str
    """What it is called in bookmarks and page labels."""

    data: bytes
    """Its finished file for the press."""

    copies: int = 1
    """How many times its pages follow each other."""


@dataclass(frozen=True, slots=True)
class CastPiece:
    """One record in the file that is set from a stencil."""

    name: str
    base: str
    """Which finished file it is set from."""

    contents: tuple[bytes, ...]
    """What it puts into the slots of that file, in inks."""

    copies: int = 1


class Together:
    """One file for the press in the making, with the pages of many records."""

    def __init__(self, title: str) -> None:
        """Begin it.

        Args:
            title: What the whole file is called.
        """
        self._made = pikepdf.new()
        self._title = title
        self._shelf = _Shelf(self._made)
        self._opened: dict[str, list[Stencil]] = {}
        """The pages of the bases, as they are in this file."""

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let it go."""
        self._made.close()

    def open(self, name: str, data: bytes) -> None:
        """Take over a finished file with slots, which records are set from; others may follow.

        Args:
            name: What pieces call it.
            data: The file.
        """
        with pikepdf.open(io.BytesIO(data)) as source:
            found = []
            for one in stencils(source):
                # Before its page, so that both draw with the same things.
                owns = [
                    replace(own, about={key: self._mine(thing) for key, thing in own.about.items()})
                    for own in one.owns
                ]
                page = self._taken_over(one.page, source)
                for key in ("/MediaBox", "/TrimBox", "/BleedBox", "/Group"):
                    if key in page:
                        page[key] = self._made.make_indirect(page[key])  # else each page has one
                found.append(Stencil(page, tuple(owns)))
        self._opened[name] = found

    def write(self, pieces: Iterable[Piece | CastPiece], file: Path) -> None:
        """Write the pages of records in their order.

        What the first file says of itself (its intent, its claim and its data) counts for all: they
        are made alike.

        Args:
            pieces: At least one record; those that are set from finished files, from open ones.
            file: Where it goes; it is written there at once, since it may be large.

        Raises:
            OSError: it cannot be written.
        """
        records = [
            (piece.name, list(_copies(self._made, self._pages(piece, packed), piece.copies)))
            for piece, packed in self._packed(pieces)
        ]
        bind(self._made, records)
        save(self._made, file, version="1.6")

    def _packed(
        self, pieces: Iterable[Piece | CastPiece]
    ) -> Iterator[tuple[Piece | CastPiece, list[bytes]]]:
        """Yield pieces with what they put into their own forms, which is packed beside us."""
        waiting: deque[tuple[list[Piece | CastPiece], Future[list[list[bytes]]]]] = deque()
        rest = iter(pieces)
        with ThreadPoolExecutor(1) as packer:
            while True:
                some = list(islice(rest, _AT_ONCE))
                if some:
                    waiting.append((some, packer.submit(self._pack, some)))
                if waiting and (len(waiting) > _AHEAD or not some):
                    first, made = waiting.popleft()
                    yield from zip(first, made.result(), strict=True)
                elif not some:
                    return

    def _pack(self, pieces: Sequence[Piece | CastPiece]) -> list[list[bytes]]:
        return [
            [
                own.content(one.contents)
                for stencil in self._opened[one.base]
                for own in stencil.owns
            ]
            if isinstance(one, CastPiece)
            else []
            for one in pieces
        ]

    def _pages(self, piece: Piece | CastPiece, packed: Sequence[bytes]) -> list[pikepdf.Object]:
        """Return the pages of a record, as those of this file."""
        if isinstance(piece, Piece):
            with pikepdf.open(io.BytesIO(piece.data)) as source:
                return [self._taken_over(page.obj, source) for page in source.pages]
        rest = iter(packed)
        return [
            self._cast(one, list(islice(rest, len(one.owns)))) for one in self._opened[piece.base]
        ]

    def _cast(self, stencil: Stencil, packed: Sequence[bytes]) -> pikepdf.Object:
        page = self._made.make_indirect(Dictionary(dict(stencil.page.items())))
        if stencil.owns:
            page.Resources = stencil.resources(own_forms(self._made, stencil, packed))
        return page

    def _taken_over(self, page: pikepdf.Object, source: pikepdf.Pdf) -> pikepdf.Object:
        if "/OutputIntents" not in self._made.Root:
            _say_the_same(self._made, source, self._title)
        mine = self._made.copy_foreign(page)
        self._shelf.share(mine)
        return mine

    def _mine(self, thing: pikepdf.Object) -> pikepdf.Object:
        """Return a thing of another file as one of this file."""
        return self._made.copy_foreign(thing) if thing.is_indirect else thing


_AT_ONCE, _AHEAD = 25, 2
"""Records that are packed at once, and how many such lots ahead of those that are being placed."""


def _copies(
    made: pikepdf.Pdf, pages: list[pikepdf.Object], copies: int
) -> Iterator[pikepdf.Object]:
    """Yield pages as often as they are wanted; a page of a file stands in it once."""
    for number in range(copies):
        for page in pages:
            yield made.make_indirect(Dictionary(dict(page.items()))) if number else page


def _say_the_same(made: pikepdf.Pdf, source: pikepdf.Pdf, title: str) -> None:
    """Take over what a file says of itself, but for its title."""
    made.Root.OutputIntents = Array(
        [made.copy_foreign(one) for one in source.Root.OutputIntents.as_list()]
    )
    made.Root.Metadata = made.copy_foreign(source.Root.Metadata)
    for key, value in source.docinfo.items():
        made.docinfo[key] = value
    with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data:
        data["dc:title"] = title
    made.docinfo["/Title"] = title


def bind(made: pikepdf.Pdf, records: Iterable[tuple[str, list[pikepdf.Object]]]) -> None:
    """Let pages be those of a file, record by record, with parts, labels and bookmarks.

    Args:
        made: The file, without pages.
        records: The name of each record, and its pages; none of a record that has no copies.
    """
    root = made.make_indirect(Dictionary(Type=Name.DPart))
    made.Root.DPartRoot = made.make_indirect(
        Dictionary(
            Type=Name.DPartRoot,
            DPartRootNode=root,
            RecordLevel=1,
            NodeNameList=Array([Name.Batch, Name.Record]),
        )
    )
    root.Parent = made.Root.DPartRoot
    parts: list[pikepdf.Object] = []
    kids: list[pikepdf.Object] = []
    labels = Array()
    bookmarks: list[pikepdf.Object] = []
    for name, pages in records:
        if not pages:
            continue
        part = made.make_indirect(
            Dictionary(Type=Name.DPart, Parent=root, Start=pages[0], End=pages[-1])
        )
        part.DPM = Dictionary({"/Record": String(name)})
        for page in pages:
            page.Parent = made.Root.Pages
            page.DPart = part
        labels.append(len(kids))
        labels.append(Dictionary(S=Name.D, P=String(f"{name} ")))
        where = Array([pages[0], Name.Fit])
        bookmarks.append(made.make_indirect(Dictionary(Title=String(name), Dest=where)))
        parts.append(part)
        kids += pages
    root.DParts = Array([Array(parts)])
    made.Root.Pages.Kids = Array(kids)
    made.Root.Pages.Count = len(kids)
    made.Root.PageLabels = Dictionary(Nums=labels)
    _hang(made, bookmarks)


def _hang(made: pikepdf.Pdf, bookmarks: Sequence[pikepdf.Object]) -> None:
    """Hang bookmarks under each other (ISO 32000-1:2008, 12.3.3): thousands, so by hand."""
    if not bookmarks:
        return
    above = made.make_indirect(
        Dictionary(Type=Name.Outlines, First=bookmarks[0], Last=bookmarks[-1], Count=len(bookmarks))
    )
    for one, following in pairwise(bookmarks):
        one.Next = following
        following.Prev = one
    for one in bookmarks:
        one.Parent = above
    made.Root.Outlines = above


@dataclass(slots=True)
class _Shelf:
    """What pages draw with, each thing once however many files bring it along."""

    pdf: pikepdf.Pdf
    things: dict[bytes, pikepdf.Object] = field(default_factory=dict)
    """Objects by a digest of all that they hold."""

    def share(self, page: pikepdf.Object) -> None:
        """Let a page draw with what stands here already, and put the rest here."""
        if "/Resources" in page:
            page.Resources, _ = self._shared(page.Resources)

    def _shared(self, thing: object) -> tuple[object, bytes]:
        """Return what stands for a thing, and the digest of it."""
        if not isinstance(thing, pikepdf.Object):
            return thing, hashlib.sha256(repr(thing).encode()).digest()
        digest = hashlib.sha256(str(thing._type_name).encode())  # noqa: SLF001 - no public way
        if isinstance(thing, pikepdf.Array):
            for place, one in enumerate(list(thing)):
                thing[place], inside = self._shared(one)
                digest.update(inside)
        elif isinstance(thing, (Dictionary, pikepdf.Stream)):
            for key in sorted(thing.keys()):
                if key == "/Length":
                    continue
                thing[key], inside = self._shared(thing[key])
                digest.update(key.encode() + inside)
            if isinstance(thing, pikepdf.Stream):
                digest.update(thing.read_raw_bytes())
        else:
            digest.update(thing.unparse())
        known = digest.digest()
        if not thing.is_indirect:
            return thing, known
        return self.things.setdefault(known, thing), known
