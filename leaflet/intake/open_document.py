"""OpenDocument texts (.odt): what stands in them, as a tree of HTML.

Read here, since of the two libraries that turn them into other texts one loses bold words and what
pictures show, and the other writes Markdown in which words of the author's become signs.
"""

import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from xml.etree import ElementTree as ET

from leaflet.intake.footnotes import settle_footnotes
from leaflet.intake.packed import broken, check_packed, has, part
from leaflet.intake.pictures import Album, PictureError, settle_pictures
from leaflet.intake.told import IntakeError, Notes, quoted, without_noncharacters
from leaflet.intake.tree import tree_of
from leaflet.intake.web import Page, check_tree, settle_tree

WHAT = "an OpenDocument text"

_NS = "urn:oasis:names:tc:opendocument:xmlns:"
_OFFICE, _STYLE, _TEXT = f"{{{_NS}office:1.0}}", f"{{{_NS}style:1.0}}", f"{{{_NS}text:1.0}}"
_TABLE, _DRAW = f"{{{_NS}table:1.0}}", f"{{{_NS}drawing:1.0}}"
_FO, _SVG = f"{{{_NS}xsl-fo-compatible:1.0}}", f"{{{_NS}svg-compatible:1.0}}"
_XLINK, _DC = "{http://www.w3.org/1999/xlink}", "{http://purl.org/dc/elements/1.1/}"

_QUOTATIONS = ("Quotations", "Quote")
_TITLES = ("Title",)
_LEFT_OUT = {
    f"{_TEXT}tracked-changes",
    f"{_TEXT}sequence-decls",
    f"{_OFFICE}annotation",
    f"{_OFFICE}forms",
    f"{_TEXT}table-of-content",
    f"{_TEXT}bookmark",
}
_MEND = "Write it in yourself if the leaflet needs it."


@dataclass(frozen=True, slots=True)
class _Style:
    """What a style makes of words."""

    parent: str = ""
    bold: bool | None = None
    italic: bool | None = None


@dataclass(slots=True)
class _Reading:
    """A document on its way to HTML."""

    styles: Mapping[str, _Style]
    numbered: frozenset[str]
    """Names of list styles that number."""

    footnotes: list[str] = field(default_factory=list)


def read_open_document(file: Path, album: Album, notes: Notes) -> Page:
    """Return an OpenDocument text as a tree.

    Raises:
        IntakeError: it is broken, protected, or unpacks to more than any document needs.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            check_packed(packed, file, WHAT, "content.xml")
            return _page(packed, file, album, notes)
    except IntakeError:
        raise
    except Exception as error:  # a broken file breaks any reader in ways of its own
        raise broken(file, WHAT) from error


def _page(packed: zipfile.ZipFile, file: Path, album: Album, notes: Notes) -> Page:
    content = part(packed, "content.xml")
    styles = part(packed, "styles.xml") if has(packed, "styles.xml") else None
    body = content.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise broken(file, WHAT)
    both = [one for one in (styles, content) if one is not None]
    reading = _Reading(dict(_styles(both)), frozenset(_numbered(both)))
    html = "".join(_blocks(body, reading))
    html += "".join(f"<p>{one}</p>" for one in reading.footnotes)
    tree = tree_of(without_noncharacters(html))
    check_tree(tree, file)
    settle_footnotes(tree)

    def fetch(address: str) -> tuple[bytes, str]:
        if not has(packed, address):
            what = "It is not inside the document, which only says where it lies."
            raise PictureError(
                what,
                "Put it into the folder pictures beside this text, and write "
                "![what it shows](pictures/NAME.jpg) here.",
            )
        return packed.read(address), ""

    settle_pictures(tree, fetch, album, notes)
    settle_tree(tree)
    _tell_left_out(content, styles, notes)
    return Page(tree, _title(packed), _language(styles))


def _styles(parts: list[ET.Element]) -> Iterator[tuple[str, _Style]]:
    for one in (style for root in parts for style in root.iter(f"{_STYLE}style")):
        text = one.find(f"{_STYLE}text-properties")
        weight = text.get(f"{_FO}font-weight") if text is not None else None
        slant = text.get(f"{_FO}font-style") if text is not None else None
        yield (
            one.get(f"{_STYLE}name", ""),
            _Style(
                one.get(f"{_STYLE}parent-style-name", ""),
                None if weight is None else weight == "bold" or weight[:1] in "789",
                None if slant is None else slant in ("italic", "oblique"),
            ),
        )


def _numbered(parts: list[ET.Element]) -> Iterator[str]:
    for one in (style for root in parts for style in root.iter(f"{_TEXT}list-style")):
        first = next(iter(one), None)
        if first is not None and first.tag == f"{_TEXT}list-level-style-number":
            yield one.get(f"{_STYLE}name", "")


def _blocks(element: ET.Element, reading: _Reading) -> Iterator[str]:
    """Yield the blocks in an element, as HTML."""
    for one in element:
        if one.tag in _LEFT_OUT:
            continue
        if one.tag == f"{_TEXT}h":
            level = min(max(int(one.get(f"{_TEXT}outline-level", "1")), 1), 6)
            yield _block(one, f"h{level}", reading)
        elif one.tag == f"{_TEXT}p":
            yield _paragraph(one, reading)
        elif one.tag == f"{_TEXT}list":
            yield _list(one, reading, "")
        elif one.tag == f"{_TABLE}table":
            rows = "".join(_rows(one, reading))
            yield f"<table>{rows}</table>"
        elif one.tag == f"{_DRAW}frame":
            yield f"<p>{_frame(one, reading)}</p>"
        else:  # a section, an index, a text box: what stands in it counts
            yield from _blocks(one, reading)


def _block(one: ET.Element, name: str, reading: _Reading) -> str:
    words = _words(one, reading)
    boxes = "".join(
        block for box in one.iter(f"{_DRAW}text-box") for block in _blocks(box, reading)
    )
    return f"<{name}>{words}</{name}>{boxes}"


def _paragraph(one: ET.Element, reading: _Reading) -> str:
    name = one.get(f"{_TEXT}style-name", "")
    above = _above(name, reading)
    if any(style in _TITLES for style in above):
        return _block(one, "h1", reading)
    if any(style in _QUOTATIONS for style in above):
        return f"<blockquote>{_block(one, 'p', reading)}</blockquote>"
    return _block(one, "p", reading)


def _above(name: str, reading: _Reading) -> list[str]:
    """Return a style and those that it comes from."""
    found: list[str] = []
    while name and name not in found:
        found.append(name)
        name = reading.styles.get(name, _Style()).parent
    return found


def _list(one: ET.Element, reading: _Reading, style: str) -> str:
    style = one.get(f"{_TEXT}style-name", style)
    name = "ol" if style in reading.numbered else "ul"
    items = []
    for item in one:
        if item.tag in (f"{_TEXT}list-item", f"{_TEXT}list-header"):
            inside = "".join(
                _list(block, reading, style)
                if block.tag == f"{_TEXT}list"
                else "".join(_blocks(_only(block), reading))
                for block in item
            )
            items.append(f"<li>{inside}</li>")
    return f"<{name}>{''.join(items)}</{name}>"


def _only(element: ET.Element) -> ET.Element:
    """Return an element as the only one of another."""
    around = ET.Element("around")
    around.append(element)
    return around


def _rows(table: ET.Element, reading: _Reading) -> Iterator[str]:
    for one in table:
        if one.tag == f"{_TABLE}table-row":
            cells = "".join(_cell(cell, "td", reading) for cell in one)
            yield f"<tr>{cells}</tr>"
        elif one.tag == f"{_TABLE}table-header-rows":
            for row in one.iter(f"{_TABLE}table-row"):
                yield f"<tr>{''.join(_cell(cell, 'th', reading) for cell in row)}</tr>"
        elif one.tag in (f"{_TABLE}table-rows", f"{_TABLE}table-row-group"):
            yield from _rows(one, reading)


def _cell(cell: ET.Element, name: str, reading: _Reading) -> str:
    if cell.tag != f"{_TABLE}table-cell":  # what another cell reaches over
        return ""
    spans = [
        f' {html}="{int(cell.get(f"{_TABLE}number-{odf}-spanned", "1"))}"'
        for html, odf in (("colspan", "columns"), ("rowspan", "rows"))
    ]
    return f"<{name}{''.join(spans)}>{''.join(_blocks(cell, reading))}</{name}>"


def _words(element: ET.Element, reading: _Reading) -> str:
    """Return the words in an element, with what is bold, leaning or a link."""
    parts = [escape(element.text or "")]
    for one in element:
        parts.append(_run(one, reading))
        parts.append(escape(one.tail or ""))
    return "".join(parts)


_SIGNS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "<br>"}


def _run(one: ET.Element, reading: _Reading) -> str:
    if one.tag in _LEFT_OUT:
        return ""
    if one.tag in _SIGNS:
        return _SIGNS[one.tag] * int(one.get(f"{_TEXT}c", "1"))
    return _RUNS.get(one.tag, _words)(one, reading)


def _link(one: ET.Element, reading: _Reading) -> str:
    address = escape(one.get(f"{_XLINK}href", ""), quote=True)
    return f'<a href="{address}">{_words(one, reading)}</a>'


def _span(one: ET.Element, reading: _Reading) -> str:
    words, name = _words(one, reading), one.get(f"{_TEXT}style-name", "")
    above = [reading.styles.get(one, _Style()) for one in _above(name, reading)]
    bold = next((one.bold for one in above if one.bold is not None), False)
    italic = next((one.italic for one in above if one.italic is not None), False)
    words = f"<em>{words}</em>" if italic and words.strip() else words
    return f"<strong>{words}</strong>" if bold and words.strip() else words


def _note(one: ET.Element, reading: _Reading) -> str:
    """Return the sign of a footnote, in the form that web pages have; its words come last."""
    number = len(reading.footnotes) + 1
    body = one.find(f"{_TEXT}note-body")
    words = " ".join(_words(each, reading) for each in (body if body is not None else ()))
    back = f'<a href="#ref-{number}">back</a>'
    reading.footnotes.append(f'<span id="note-{number}">{words}</span> {back}')
    return f'<sup><a href="#note-{number}" id="ref-{number}">{number}</a></sup>'


def _frame(frame: ET.Element, _: _Reading) -> str:
    """Return a picture; a text box in a line comes behind its paragraph."""
    image = frame.find(f"{_DRAW}image")
    if image is None:
        return ""
    said = (frame.findtext(f"{_SVG}{name}", "").strip() for name in ("title", "desc"))
    alt = next((one for one in said if one), "")
    address = image.get(f"{_XLINK}href", "").removeprefix("./")
    return f'<img src="{escape(address, quote=True)}" alt="{escape(alt, quote=True)}">'


_RUNS = {
    f"{_TEXT}span": _span,
    f"{_TEXT}a": _link,
    f"{_TEXT}note": _note,
    f"{_DRAW}frame": _frame,
}
"""How pieces in a line become HTML; of all others the words count."""


def _title(packed: zipfile.ZipFile) -> str:
    if not has(packed, "meta.xml"):
        return ""
    return " ".join(part(packed, "meta.xml").findtext(f".//{_DC}title", "").split())


def _language(styles: ET.Element | None) -> str:
    default = styles.find(f".//{_STYLE}default-style/{_STYLE}text-properties") if styles else None
    if default is None:
        return ""
    names = [default.get(f"{_FO}{one}", "") for one in ("language", "country")]
    return "-".join(one for one in names if one and one not in ("none", "zxx"))


def _tell_left_out(content: ET.Element, styles: ET.Element | None, notes: Notes) -> None:
    """Tell what a document holds and the tree does not."""
    for one in content.iter(f"{_OFFICE}annotation"):
        words = " ".join("".join(one.itertext()).split())
        notes.say(f"A comment was left out: {quoted(words)}.", _MEND)
    for margin in ("header", "footer"):
        for one in styles.iter(f"{_STYLE}{margin}") if styles is not None else ():
            words = " ".join("".join(one.itertext()).split())
            if any(map(str.isalpha, words)):
                where = "head" if margin == "header" else "foot"
                what = f"What stood at the {where} of the pages was left out: {quoted(words)}."
                notes.say(what, _MEND)
