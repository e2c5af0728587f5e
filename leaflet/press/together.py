"""Many records in one file for the press: whatever they have in common stands in it once.

Each record is a document part (ISO 16612-2:2010, PDF/VT-1, 6.5; ISO 32000-2:2020, 14.12), so that
machines can tell where one ends, has a bookmark by its name, and page labels that carry it.
"""

import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from leaflet.press.screen import written


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


def put_together(pieces: Iterable[Piece], title: str) -> bytes:
    """Return one file with the pages of many, in their order.

    What the first file says of itself (its intent, its claim and its data) counts for all: they
    are made alike.

    Args:
        pieces: At least one finished file of ours for the press.
        title: What the whole file is called.
    """
    with pikepdf.new() as made:
        shelf = _Shelf(made)
        records: list[tuple[str, list[pikepdf.Object]]] = []
        for piece in pieces:
            with pikepdf.open(io.BytesIO(piece.data)) as source:
                if not records:
                    _say_the_same(made, source, title)
                pages = [made.copy_foreign(page.obj) for page in source.pages]
                for page in pages:
                    shelf.share(page)
            records.append((piece.name, [*_copies(made, pages, piece.copies)]))
        bind(made, records)
        return written(made, version="1.6")


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
    labels, bookmarks = Array(), []
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
        bookmarks.append(pikepdf.OutlineItem(name, len(kids)))
        parts.append(part)
        kids += pages
    root.DParts = Array([Array(parts)])
    made.Root.Pages.Kids = Array(kids)
    made.Root.Pages.Count = len(kids)
    made.Root.PageLabels = Dictionary(Nums=labels)
    with made.open_outline() as outline:
        outline.root.extend(bookmarks)


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
