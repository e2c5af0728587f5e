"""Pages of two files side by side, dot by dot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from PIL import ImageChops

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL.Image import Image

DPI = 150


def pictures(file: Path, pages: Sequence[int] = ()) -> list[Image]:
    """Return pages of a file, all of them if none are named, as pictures of 150 dots an inch."""
    with pypdfium2.PdfDocument(file) as pdf:
        wanted = pages or range(len(pdf))
        return [pdf[one].render(scale=DPI / 72).to_pil().convert("RGB") for one in wanted]


def differing(one: Path, other: Path, pages: Sequence[int] = ()) -> list[int]:
    """Return the numbers of the pages that differ, from 0, among those named of the first file."""
    some, others = pictures(one, pages), pictures(other)
    if len(some) != len(others):
        return list(range(max(len(some), len(others))))
    return [
        number
        for number, (mine, theirs) in enumerate(zip(some, others, strict=True))
        if mine.size != theirs.size or ImageChops.difference(mine, theirs).getbbox()
    ]
