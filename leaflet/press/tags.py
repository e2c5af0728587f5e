"""Tags: mended where layout leaves them, and put into reading order with the pages."""

import re
from collections.abc import Iterable, Sequence

import pikepdf

_ARTIFACT = b"/Artifact BMC"


def make_artifacts(pdf: pikepdf.Pdf, marks: Iterable[tuple[int, int]]) -> None:
    """Take decoration out of what a screen reader reads (ISO 14289-1:2014, 7.1).

    Args:
        pdf: The file, its pages still in the order of layout.
        marks: Page number, from 0, and marked-content number of each piece of decoration.

    Raises:
        ValueError: a mark is not in its page, so the file is not the one it was made for.
    """
    by_page: dict[int, list[int]] = {}
    for page_number, mark in marks:
        by_page.setdefault(page_number, []).append(mark)
    parents = _parents(pdf)
    for page_number, numbers in by_page.items():
        page = pdf.pages[page_number]
        stream = page.Contents.read_bytes()
        entries = parents[int(page.StructParents)]
        for number in numbers:
            begin = re.compile(rb"/\w+\s*<<\s*/MCID\s+%d\s*>>\s*BDC" % number)
            stream, count = begin.subn(_ARTIFACT, stream)
            if count != 1:
                msg = f"page {page_number} has no marked content {number}"
                raise ValueError(msg)
            entries[number] = None
        page.Contents = pdf.make_stream(stream)


def _parents(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    """Return the parent tree: for each key the elements of its marked content."""
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    pairs = zip(list(numbers)[::2], list(numbers)[1::2], strict=True)
    return {int(key): entries for key, entries in pairs}


def put_in_order(pdf: pikepdf.Pdf, order: Sequence[int]) -> None:
    """Put pages, their part of the structure tree and the bookmarks into reading order.

    Args:
        pdf: The file.
        order: For each page of the result its present number, from 0.
    """
    if list(order) == list(range(len(pdf.pages))):
        return
    kids = list(pdf.Root.Pages.Kids)
    rank = {kids[page].objgen: place for place, page in enumerate(order)}
    pdf.Root.Pages.Kids = pikepdf.Array([kids[page] for page in order])
    document = pdf.Root.StructTreeRoot.K[0]
    document.K = pikepdf.Array(sorted(document.K, key=lambda kid: rank[kid.Pg.objgen]))
    _bookmarks_in_order(pdf, rank)


def _bookmarks_in_order(pdf: pikepdf.Pdf, rank: dict[tuple[int, int], int]) -> None:
    """Nest all bookmarks anew below each other, by the page that they lead to."""
    if "/Outlines" not in pdf.Root:
        return
    with pdf.open_outline() as outline:
        flat: list[tuple[int, int, pikepdf.OutlineItem]] = []

        def gather(items: list[pikepdf.OutlineItem], level: int) -> None:
            for item in items:
                target = item.destination
                page = target[0].objgen if isinstance(target, pikepdf.Array) else (0, 0)
                flat.append((rank.get(page, len(rank)), level, item))
                gather(list(item.children), level + 1)

        gather(list(outline.root), 0)
        outline.root.clear()
        open_levels: list[tuple[int, pikepdf.OutlineItem]] = []
        for _, level, item in sorted(flat, key=lambda one: one[0]):
            item.children.clear()
            while open_levels and open_levels[-1][0] >= level:
                open_levels.pop()
            (open_levels[-1][1].children if open_levels else outline.root).append(item)
            open_levels.append((level, item))
