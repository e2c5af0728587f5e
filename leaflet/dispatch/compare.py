"""Two versions of a file side by side: where pages look different, and which words changed."""

import base64
import difflib
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

import pypdfium2
from PIL import Image, ImageChops, ImageDraw

from leaflet.pages import environment
from leaflet.raster import pictures, png
from leaflet.resources import Theme

DPI = 80.0
"""Pixels an inch of the pictures: words can be read."""

DIFFERENT = 24
"""Of 255: what differs by less is a hair of a letter's edge, not a change."""

CELL = 16
"""Pixels of the squares in which changes are looked for."""

MARK = "#c00040"
"""Colour of the frames around what changed."""

_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Compared:
    """One page of both versions."""

    name: str
    then: bytes
    """Its picture as PNG; nothing for a page that was not there."""

    now: bytes
    words: tuple[str, ...]
    """What was taken out and put in, such as `- 0300 123 23 23` and `+ 0300 123 23 24`."""

    @property
    def then_address(self) -> str:
        """Return the picture as an address of its own."""
        return _address(self.then)

    @property
    def now_address(self) -> str:
        """Return the present picture as an address of its own."""
        return _address(self.now)


def _address(data: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(data).decode()}" if data else ""


def compared(files: Iterable[tuple[str, bytes, bytes]]) -> Iterator[Compared]:
    """Yield the pages that look different, or say something else.

    Args:
        files: Name, earlier and present bytes of PDF files; empty bytes for what is missing.
    """
    for name, then, now in files:
        pages = zip_longest(_pages(then), _pages(now))
        for number, (before, after) in enumerate(pages, start=1):
            one = _compared(f"{name}, page {number}", before, after)
            if one is not None:
                yield one


def _pages(data: bytes) -> Iterator[tuple[Image.Image, str]]:
    if data:
        yield from zip(pictures(data, dpi=DPI), _texts(data), strict=True)


def _texts(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(io.BytesIO(data))
    try:
        for page in document:
            yield page.get_textpage().get_text_bounded()
    finally:
        document.close()


def _compared(
    name: str, before: tuple[Image.Image, str] | None, after: tuple[Image.Image, str] | None
) -> Compared | None:
    """Return a page with its changes marked; nothing where there are none."""
    then, said = before or (None, "")
    now, says = after or (None, "")
    words = tuple(changed_words(said, says))
    boxes = _changes(then, now) if then and now else []
    if then and now and not boxes and not words:
        return None
    return Compared(name, _marked(then, boxes), _marked(now, boxes), words)


def changed_words(then: str, now: str) -> Iterator[str]:
    """Yield what was taken out and what was put in, with the word before it.

    >>> list(changed_words("Ring us on Monday or Friday.", "Ring us on Tuesday or Friday."))
    ['on - Monday + Tuesday']
    """
    old, new = _WORD.findall(then), _WORD.findall(now)
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        said = old[a - 1] if a else ""
        out = f"- {' '.join(old[a:b])}" if b > a else ""
        put = f"+ {' '.join(new[c:d])}" if d > c else ""
        yield " ".join(part for part in (said, out, put) if part)


def _changes(then: Image.Image, now: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return the boxes in which two pictures differ, neighbours put together."""
    size = (max(then.width, now.width), max(then.height, now.height))
    first, second = (_on_white(one, size) for one in (then, now))
    apart = (
        ImageChops.difference(first, second).convert("L").point(lambda one: 255 * (one > DIFFERENT))
    )
    rows: list[tuple[int, int, int, int]] = []
    for top in range(0, size[1], CELL):
        strip = apart.crop((0, top, size[0], min(top + CELL, size[1])))
        box = strip.getbbox()
        if not box:
            continue
        left, _, right, _ = box
        bottom = min(top + CELL, size[1])
        if rows and rows[-1][3] == top:
            last = rows.pop()
            rows.append((min(last[0], left), last[1], max(last[2], right), bottom))
        else:
            rows.append((left, top, right, bottom))
    return rows


def _on_white(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    made = Image.new("RGB", size, "white")
    made.paste(picture.convert("RGB"), (0, 0))
    return made


def _marked(picture: Image.Image | None, boxes: Sequence[tuple[int, int, int, int]]) -> bytes:
    if picture is None:
        return b""
    made = picture.convert("RGB")
    draw = ImageDraw.Draw(made)
    for left, top, right, bottom in boxes:
        draw.rectangle((left - 4, top - 2, right + 3, bottom + 1), outline=MARK, width=2)
    return png(made, dpi=DPI)


def comparison_page(title: str, pages: Sequence[Compared], theme: Theme) -> str:
    """Return a page that shows both versions side by side."""
    template = environment(theme.folders("templates")).get_template("pages/diff.html")
    return template.render(title=title, pages=pages)
