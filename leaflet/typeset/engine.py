"""WeasyPrint: laying out, and all surgery on how it does that.

Its import takes longest of all, so this module is imported only when something must be laid
out. What is changed in it, and why (each has a test; `importing` tells what is changed in its
import):

* `weasyprint.pdf.tags._build_box_tree` leaves gaps in the tags of a PDF (version 70): the
  language of parts, list numbering, scope of headers, boxes of figures, descriptions of
  links, paragraphs in list items, decorative pictures, which it tags as figures without a
  description, and words in the margins of pages, which it tags and leaves out of the tree;
* `Page.links`, a public list, holds a link more for each element inside a link;
* blocks end wherever they end; `rhythm` makes room up to the next line of the grid;
* style sheets are read for each document; `sheets` keeps what was read;
* what tokens come to is worked out for each style; `values` keeps what was worked out;
* drawings are walked through each time; for a batch `drawings` keeps what came of it;
* some lines break too early, and some pictures move: `repairs` puts that right;
* gradients in SVG are patterns with cells of one by one, which poppler leaves out.
"""

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pydyf

from leaflet.typeset.drawings import drawings_once
from leaflet.typeset.fetch import LockedFetcher
from leaflet.typeset.importing import (
    FontConfiguration,
    boxes,
    in_place_of,
    weasyprint,
    weasyprint_tags,
)
from leaflet.typeset.layout import Layout, PageLayout
from leaflet.typeset.measure import measure
from leaflet.typeset.repairs import repaired
from leaflet.typeset.rhythm import in_rhythm
from leaflet.typeset.sheets import sheets_once
from leaflet.typeset.slots import Marking
from leaflet.typeset.stencil import recorded, settle
from leaflet.typeset.values import values_once

POINTS_PER_PX = 0.75


@cache
def _font_configuration(_fontconfig_file: Path) -> FontConfiguration:
    """Return one configuration per set of fonts: a fresh one leaks 0.3 MB a document."""
    return FontConfiguration()


TOLD_ELSEWHERE = ("has no required alt", "No anchor #")
"""Messages about what the manuscript tells with its line, or what the repair mends."""


class _Watch(logging.Handler):
    """Collects what WeasyPrint logs while one document is made."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.missing: list[str] = []
        self.warnings: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Sort one message."""
        if ".notdef" in str(record.msg):
            self.missing.extend(str(record.args[0]) if isinstance(record.args, tuple) else "")
        elif not any(known in str(record.msg) for known in TOLD_ELSEWHERE):
            self.warnings.append(record.getMessage())


@contextmanager
def _watched() -> Iterator[_Watch]:
    logger = logging.getLogger("weasyprint")
    watch, propagate = _Watch(), logger.propagate
    logger.addHandler(watch)
    logger.propagate = False
    try:
        yield watch
    finally:
        logger.removeHandler(watch)
        logger.propagate = propagate


def lay_out(
    html: str,
    *,
    readable: tuple[Path, ...],
    fontconfig_file: Path,
    wanted: Callable[[tuple[PageLayout, ...]], bool],
    marking: Marking | None = None,
) -> Layout:
    """Lay out one HTML document.

    Args:
        html: The whole document; addresses in it are absolute.
        readable: Folders that it may load files from.
        fontconfig_file: The private list of fonts, already in force.
        wanted: Says from the measurements whether the PDF is wanted at all; writing it costs
            as much as laying it out.
        marking: What many records shall be set from, if it is.

    Returns:
        The tagged PDF with its claim to PDF/UA-1, empty if it is not wanted, and all
        measurements.
    """
    with (
        _watched() as watch,
        repaired(),
        in_rhythm(),
        sheets_once(),
        values_once(),
        recorded(marking) as recording,
        drawings_once() if marking else nullcontext(),
    ):
        document = weasyprint.HTML(string=html, url_fetcher=LockedFetcher(readable)).render(
            font_config=_font_configuration(fontconfig_file), pdf_tags=True
        )
        pages = measure(document)
        if marking and recording:
            settle(recording, document, alone=marking.alone)
        for page in document.pages:
            # A link is one place to click, not one more for each element inside it, which
            # PDF/UA-1 would want tagged as a link of its own.
            page.links[:] = [link for link in page.links if link[3].element_tag == "a"]
        with _repaired_tags([page.height for page in document.pages]) as repair:
            pdf = b""
            if wanted(pages):
                pdf = document.write_pdf(
                    finisher=_enlarge_patterns, pdf_variant="pdf/ua-1", pdf_tags=True
                )
    return Layout(
        pdf=pdf,
        pages=pages,
        decorative=tuple(sorted(set(repair.decorative))),
        fonts=_characters(document.fonts.values()),
        missing=tuple(sorted(set(watch.missing))),
        warnings=tuple(dict.fromkeys(watch.warnings)),
    )


_SMALL, _LARGER = 10, 1000
"""Size of a pattern's cell below which it is made larger, and how many times: with a hundred
poppler still cuts off some."""


def _enlarge_patterns(_document: object, pdf: Any) -> None:  # noqa: ANN401 - a PDF of pydyf's
    """Let the cells of patterns be large, with a matrix that makes them as small as they were.

    A gradient of SVG is a cell of one by one, and poppler 22, which Linux desktops show files
    with, leaves such a cell out without a word.
    """
    for stream in pdf.objects:
        if not isinstance(stream, pydyf.Stream) or stream.extra.get("PatternType") != 1:
            continue
        left, low, right, top = stream.extra["BBox"]
        if max(right - left, top - low) > _SMALL:
            continue
        stream.extra["BBox"] = pydyf.Array([one * _LARGER for one in (left, low, right, top)])
        for step in ("XStep", "YStep"):
            stream.extra[step] *= _LARGER
        *turned, right_pt, up_pt = stream.extra["Matrix"]
        stream.extra["Matrix"] = pydyf.Array([*(one / _LARGER for one in turned), right_pt, up_pt])
        stream.stream.insert(0, b"%d 0 0 %d 0 0 cm" % (_LARGER, _LARGER))


def _characters(fonts: Iterable[Any]) -> dict[str, frozenset[str]]:
    """Return the characters that each family was used for."""
    found: dict[str, set[str]] = {}
    for font in fonts:
        found.setdefault(font.family, set()).update("".join(font.to_unicode.values()))
    return {family: frozenset(found[family]) for family in sorted(found)}


@dataclass(slots=True)
class _Repair:
    """Mends each structure element as WeasyPrint makes it."""

    original: Callable[..., Iterator[Any]]
    heights_px: list[float]
    decorative: list[tuple[int, int]] = field(default_factory=list)

    def build(  # noqa: PLR0913, PLR0917 - the signature of the function it stands in for
        self,
        box: Any,  # noqa: ANN401 - a box of WeasyPrint's, untyped
        parent: Any,  # noqa: ANN401 - a dictionary of pydyf's
        pdf: Any,  # noqa: ANN401 - a PDF of pydyf's
        page_number: int,
        nums: dict[int, Any],
        annotations: list[Any],
        tags: dict[Any, Any],
    ) -> Iterator[Any]:
        """Yield the structure elements of `box`, mended; decoration is left out."""
        inner = getattr(box, "_box", box)
        element = inner.element
        pseudo = "::" in (inner.element_tag or "")
        before = set(nums)
        made = self.original(box, parent, pdf, page_number, nums, annotations, tags)
        if isinstance(inner, boxes.MarginBox):
            # What stands in the margins of every page is no part of the text.
            yield from made
            self.decorative += [(page_number, mcid) for mcid in set(nums) - before]
            return
        for structure in made:
            if element is not None and not pseudo:
                if _hidden(element) or (structure["S"] == "/Figure" and _decorates(element)):
                    self.decorative += [(page_number, mcid) for mcid in set(nums) - before]
                    continue
                self._mend(structure, inner, element, page_number)
            if structure["S"] == "/LI":
                _put_into_body(structure, pdf, page_number)
            yield structure

    def _mend(self, structure: Any, box: Any, element: Any, page_number: int) -> None:  # noqa: ANN401 - as above
        kind = structure["S"]
        language = element.get("lang")
        if language and element.tag not in ("html", "body"):
            structure["Lang"] = pydyf.String(language)
        if kind == "/L" and element.tag in ("ol", "ul"):
            numbering = "/Decimal" if element.tag == "ol" else "/Disc"
            structure["A"] = pydyf.Dictionary({"O": "/List", "ListNumbering": numbering})
        elif kind == "/TH" and "A" in structure:
            structure["A"]["Scope"] = "/Row" if element.get("scope") == "row" else "/Column"
        elif kind == "/Figure":
            height = self.heights_px[page_number]
            x1, y1, x2, y2 = structure["A"]["BBox"]
            corners = (x1, height - y2, x2, height - y1)
            structure["A"]["BBox"] = pydyf.Array([one * POINTS_PER_PX for one in corners])
        elif kind == "/NonStruct" and element.tag == "figure":
            structure["S"] = "/Sect"
        if box.link_annotation:
            words = " ".join("".join(element.itertext()).split())
            title = element.get("title") or words
            if title:
                box.link_annotation["Contents"] = pydyf.String(title)


def _put_into_body(item: Any, pdf: Any, page_number: int) -> None:  # noqa: ANN401 - dictionaries of pydyf's
    """Put what stands in a list item beside its label into its body (ISO 32000-1, 14.8.4.3.3)."""
    # A reference is "12 0 R", and an object's number is its place in the file's list.
    kids = [pdf.objects[int(kid.split()[0])] for kid in item["K"]]
    strangers = [kid for kid in kids if kid["S"] not in ("/Lbl", "/LBody")]
    if not strangers:
        return
    body = next((kid for kid in kids if kid["S"] == "/LBody"), None)
    if body is None:
        body = pydyf.Dictionary(
            {
                "Type": "/StructElem",
                "S": "/LBody",
                "K": pydyf.Array([]),
                "Pg": pdf.page_references[page_number],
                "P": item.reference,
            }
        )
        pdf.add_object(body)
        kids.insert(kids.index(strangers[0]), body)
    for kid in strangers:
        kid["P"] = body.reference
        body["K"].append(kid.reference)
    item["K"] = pydyf.Array([kid.reference for kid in kids if kid not in strangers])


def _hidden(element: Any) -> bool:  # noqa: ANN401 - an element of ElementTree's, untyped there
    return bool(element.get("aria-hidden") == "true")


def _decorates(element: Any) -> bool:  # noqa: ANN401 - as above
    return element.get("role") == "presentation" or (
        element.tag == "img" and not (element.get("alt") or "").strip()
    )


@contextmanager
def _repaired_tags(heights_px: list[float]) -> Iterator[_Repair]:
    """Put the repair in the place of WeasyPrint's own function; it recurses through its name."""
    repair = _Repair(weasyprint_tags._build_box_tree, heights_px)  # noqa: SLF001 - no public way
    with in_place_of(weasyprint_tags, "_build_box_tree", repair.build):
        yield repair
