"""What a screen reader finds in a file: its tags, links and bookmarks, in a list to compare."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def tagged(file: Path) -> list[str]:
    """Return the tree of tags, the places to click, and the bookmarks of a file."""
    with pikepdf.open(file) as pdf:
        found = [f"{depth * ' '}{said}" for depth, said in _below(pdf.Root.StructTreeRoot, 0)]
        for number, page in enumerate(pdf.pages):
            for one in page.obj.get("/Annots", pikepdf.Array()):
                corners = [round(float(corner), 2) for corner in one.Rect.as_list()]
                found.append(f"page {number}: {corners} {one.A.URI} {one.Contents}")
        with pdf.open_outline() as outline:
            found += [f"bookmark {one}" for item in outline.root for one in _titles(item)]
    return found


def _below(element: pikepdf.Object, depth: int) -> Iterator[tuple[int, str]]:
    kids = element.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if not isinstance(kid, pikepdf.Dictionary):
            yield depth, f"marked {int(kid)}"
        elif "/S" in kid:
            yield depth, f"{kid.S} {kid.get('/Alt', '')} {kid.get('/Lang', '')}"
            yield from _below(kid, depth + 1)
        else:
            yield depth, str(kid.get("/Type", ""))


def _titles(item: pikepdf.OutlineItem) -> Iterator[str]:
    yield item.title
    for child in item.children:
        yield from _titles(child)
