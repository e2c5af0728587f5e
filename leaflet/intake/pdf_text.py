"""The words of a PDF: a picture of pages, read like a text.

What is larger than the rest is taken for a heading, lines that lie close together for one
paragraph; columns are read one after the other, each from its top down.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from ctypes import c_double, c_int, create_string_buffer
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from leaflet.intake.pictures import Album, settle_pictures
from leaflet.intake.plain import read_plain
from leaflet.intake.told import IntakeError, Notes, without_noncharacters
from leaflet.intake.tree import tree_of
from leaflet.intake.web import Page, check_tree, settle_tree

MOST_PAGES = 100
"""A leaflet has some; a book is no leaflet."""

LARGER = 1.18
"""How much larger than most of the words a heading is."""

CLOSE = 1.7
"""Distance of two lines, in sizes of their type, up to which they are one paragraph."""

LONGEST_HEADING = 120
"""Characters of a heading; what is longer is a lead-in set large."""

SMALLEST_PICTURE = 48
"""Pixels of a picture's shorter side; what is smaller is a piece of a drawing."""

_SOFT_HYPHEN = "\x02"
"""What PDFium gives where a word is broken at the end of a line."""

_ORDER = "Compare the order of the words with the PDF, panel by panel, and move what stands wrong."


FULL = 0.6
"""Share of a paragraph's width from which on a line was broken for want of room."""

_BEGINS = re.compile(r"[•◦▪‣·*–-]\s|\d{1,2}[.)]\s")
"""How a line begins that is one of a list."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of words as it is set."""

    words: str
    size_pt: float
    left_pt: float
    right_pt: float
    up_pt: float
    """Height of its baseline on the page."""


_Block = list[_Line]


def read_pdf_text(data: bytes, file: Path, album: Album, notes: Notes) -> Page:
    """Return the words and pictures of a PDF as a tree.

    Args:
        data: The PDF.
        file: The file that somebody named, which may be one that became a PDF.
        album: Takes the pictures.
        notes: Take what a person must look at.

    Raises:
        IntakeError: it is broken, locked, a scan, or has too many pages.
    """
    try:
        opened = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "is protected by a password" if locked else "is broken: it cannot be read as a PDF"
        msg = f'"{file.name}" {what}.'
        raise IntakeError(msg, "Ask for another copy, or for the file it was made from.") from error
    with opened:
        if len(opened) > MOST_PAGES:
            msg = f'"{file.name}" has {len(opened)} pages; at most {MOST_PAGES} can be read.'
            raise IntakeError(msg, "Save the pages that the leaflet needs as a file of their own.")
        links = _Links()
        pages = [list(_lines(page, links.of(opened, page))) for page in opened]
        pictures = [_pictures(page) for page in opened]
        title = str(opened.get_metadata_value("Title") or "")
    if not any(pages):
        msg = f'"{file.name}" has no words: it is a picture of pages, such as a scan.'
        hint = "Ask for the file that it was made from, or let a program read the words out first."
        raise IntakeError(msg, hint)
    taken: list[bytes] = []
    sizes = _sizes(pages)
    html = "".join(_page(*one, sizes, taken, notes) for one in zip(pages, pictures, strict=True))
    tree = tree_of(links.written(html))
    check_tree(tree, file)
    settle_pictures(tree, lambda address: (taken[int(address)], ""), album, notes)
    settle_tree(tree)
    what = "A PDF does not say what is a heading, and in which order its words are read."
    notes.say(what, _ORDER)
    return Page(tree, " ".join(title.split()))


_FIRST, _LAST, _END = 0xE000, 0xF8FE, "\uf8ff"
"""Private characters, of which no text has any left, that stand for the beginnings of links while
words are read as plain text; and the one for their end."""

_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LEADS = ("http://", "https://", "mailto:", "tel:")


@dataclass(frozen=True, slots=True)
class _Link:
    """A place on a page that leads somewhere."""

    sign: str
    left: float
    low: float
    right: float
    top: float

    def holds(self, x: float, y: float) -> bool:
        """Say whether a letter that stands at a place is part of it."""
        return self.left <= x <= self.right and self.low - 1 <= y <= self.top + 1


class _Links:
    """The links of a file, each with the sign that stands for its address."""

    def __init__(self) -> None:
        self._addresses: list[str] = []

    def of(self, opened: pypdfium2.PdfDocument, page: pypdfium2.PdfPage) -> list[_Link]:
        """Return the links of a page to the web, to e-mail and to telephones."""
        found: list[_Link] = []
        at, link, box = c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
        while pdfium.FPDFLink_Enumerate(page, at, link):
            address = _address(opened, link)
            if not address.startswith(_LEADS) or not pdfium.FPDFLink_GetAnnotRect(link, box):
                continue
            if address not in self._addresses:
                self._addresses.append(address)
            sign = _FIRST + self._addresses.index(address)
            if sign <= _LAST:
                low, top = sorted((box.bottom, box.top))
                found.append(_Link(chr(sign), box.left, low, box.right, top))
        return found

    def written(self, html: str) -> str:
        """Return HTML with links in the places of their signs."""
        html = re.sub(f"{_END}(\\s*)([\ue000-\uf8fe])", self._goes_on(html), html)
        return _PRIVATE.sub(self._tag, html)

    def _goes_on(self, _: str) -> Callable[[re.Match[str]], str]:
        """Return what joins two pieces of one link that a line end has parted."""

        def joined(found: re.Match[str]) -> str:
            before = found.string[: found.start()]
            open_sign = next((one for one in reversed(before) if _PRIVATE.match(one)), "")
            return found[1] if open_sign == found[2] else found[0]

        return joined

    def _tag(self, found: re.Match[str]) -> str:
        if found[0] == _END:
            return "</a>"
        return f'<a href="{escape(self._addresses[ord(found[0]) - _FIRST], quote=True)}">'


def _address(opened: pypdfium2.PdfDocument, link: pdfium.FPDF_LINK) -> str:
    """Return where a link leads; nothing where it leads to a page, or does something."""
    action = pdfium.FPDFLink_GetAction(link)
    if not action or pdfium.FPDFAction_GetType(action) != pdfium.PDFACTION_URI:
        return ""
    length = pdfium.FPDFAction_GetURIPath(opened, action, None, 0)
    buffer = create_string_buffer(length)
    pdfium.FPDFAction_GetURIPath(opened, action, buffer, length)
    return _PRIVATE.sub("", buffer.value.decode("utf-8", "replace").strip())


def _lines(page: pypdfium2.PdfPage, links: Sequence[_Link]) -> Iterator[_Line]:
    text = page.get_textpage()
    count = text.count_chars()
    x, y = c_double(), c_double()
    words: list[str] = []
    sizes: Counter[float] = Counter()
    ends: list[float] = []
    up = 0.0
    inside = ""
    for at in range(count + 1):
        sign = chr(pdfium.FPDFText_GetUnicode(text, at)) if at < count else "\n"
        sign = _PRIVATE.sub("", sign)
        if sign and sign in "\r\n":
            words.append(_END if inside else "")
            inside = ""
            line = " ".join("".join(words).replace("\ufffe", _SOFT_HYPHEN).split())
            if line:
                size = max(sizes, key=lambda one: sizes[one], default=1.0)
                yield _Line(without_noncharacters(line), size, min(ends), max(ends), up)
            words, sizes, ends = [], Counter(), []
            continue
        if sign and not sign.isspace():
            sizes[round(_set_size(text, at), 1)] += 1
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            left, right, up = x.value, text.get_charbox(at)[2], y.value
            ends += [left, right]
            middle = (left + right) / 2
            link = next((one.sign for one in links if one.holds(middle, up)), "")
            if link != inside:
                # A space before the end belongs behind it, one before the beginning is there.
                words.append((_END if inside else "") + link)
                inside = link
        words.append(sign)


def _set_size(text: pypdfium2.PdfTextPage, at: int) -> float:
    """Return how large a letter is set, whatever the page does to its size afterwards."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    scale = (matrix.c**2 + matrix.d**2) ** 0.5 or 1.0
    return float(pdfium.FPDFText_GetFontSize(text, at) * scale)


def _sizes(pages: Sequence[Sequence[_Line]]) -> list[float]:
    """Return the size of most words, and then those of headings, from the largest down."""
    letters: Counter[float] = Counter()
    for line in (line for page in pages for line in page):
        letters[line.size_pt] += len(line.words)
    body = max(letters, key=lambda one: letters[one])
    return [body, *sorted((one for one in letters if one >= body * LARGER), reverse=True)]


def _page(
    lines: Sequence[_Line],
    pictures: Sequence[bytes],
    sizes: Sequence[float],
    taken: list[bytes],
    notes: Notes,
) -> str:
    """Return a page as HTML: headings, what stands below each, and its pictures."""
    parts: list[str] = []
    plain: list[str] = []

    def settle() -> None:
        if plain:
            parts.append(str(read_plain("\n\n".join(plain), notes, headings=False)))
            plain.clear()

    for block in _in_order(list(_blocks(lines)), sizes[0]):
        words = _joined(block)
        if block[0].size_pt in sizes[1:] and len(words) <= LONGEST_HEADING:
            settle()
            level = min(sizes[1:].index(block[0].size_pt) + 1, 3)
            parts.append(f"<h{level}>{escape(words)}</h{level}>")
        else:
            plain.append(_paragraph(block))
    settle()
    for picture in pictures:
        parts.append(f'<p><img src="{len(taken)}" alt=""></p>')
        taken.append(picture)
    return "".join(parts)


def _blocks(lines: Sequence[_Line]) -> Iterator[list[_Line]]:
    """Yield lines that belong together."""
    block: list[_Line] = []
    for line in lines:
        if block:
            last = block[-1]
            down = last.up_pt - line.up_pt
            near = 0 < down <= CLOSE * last.size_pt
            if not near or abs(last.size_pt - line.size_pt) > 0.5:  # noqa: PLR2004 - rounding of sizes
                yield block
                block = []
        block.append(line)
    if block:
        yield block


def _in_order(blocks: Sequence[_Block], body_pt: float) -> list[_Block]:
    """Return blocks as they are read: columns one after the other, else from the top down."""
    columns = _apart(blocks, lambda one: (_left(one), _right(one)), body_pt)
    if len(columns) > 1:
        return [one for column in columns for one in _in_order(column, body_pt)]
    rows = _apart(blocks, lambda one: (-_top(one), -one[-1].up_pt), 0.0)
    if len(rows) > 1:
        return [one for row in rows for one in _in_order(row, body_pt)]
    return sorted(blocks, key=lambda one: (-one[0].up_pt, _left(one)))


def _apart(
    blocks: Sequence[_Block], ends: Callable[[_Block], tuple[float, float]], gap: float
) -> list[list[_Block]]:
    """Return blocks in groups with more than a gap between them, seen along one axis."""
    groups: list[list[_Block]] = []
    reach = 0.0
    for one in sorted(blocks, key=lambda block: ends(block)[0]):
        first, last = ends(one)
        if not groups or first > reach + gap:
            groups.append([])
            reach = last
        groups[-1].append(one)
        reach = max(reach, last)
    return groups


def _left(block: _Block) -> float:
    return min(one.left_pt for one in block)


def _right(block: _Block) -> float:
    return max(one.right_pt for one in block)


def _top(block: _Block) -> float:
    return block[0].up_pt + block[0].size_pt


def _paragraph(block: _Block) -> str:
    """Return lines as they were meant: those that were full go on in the next one."""
    width = _right(block) - _left(block)
    words = block[0].words
    for last, line in pairwise(block):
        full = last.right_pt - _left(block) >= FULL * width
        begins = _BEGINS.match(line.words)
        words += (" " if full and not begins else "\n") + line.words
    return words.replace(f"{_SOFT_HYPHEN} ", "").replace(f"{_SOFT_HYPHEN}\n", "")


def _joined(block: Sequence[_Line]) -> str:
    return " ".join(one.words for one in block).replace(f"{_SOFT_HYPHEN} ", "")


def _pictures(page: pypdfium2.PdfPage) -> list[bytes]:
    """Return the pictures of a page at their full resolution."""
    found = []
    for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=8):
        try:
            if min(one.get_px_size()) < SMALLEST_PICTURE:
                continue
            stream = BytesIO()
            one.extract(stream, fb_format="png")
            found.append(stream.getvalue())
        except (pypdfium2.PdfiumError, pypdfium2.ImageNotExtractableError, ValueError, OSError):
            continue  # a picture of a kind that nobody can take out is seen to be missing
    return list(dict.fromkeys(found))
