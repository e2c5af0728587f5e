"""From a file to findings: opened once, walked once, judged by every rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image

from leaflet.pdf.document import DocumentFacts
from leaflet.pdf.geometry import PointBox
from leaflet.pdf.read import read_file
from leaflet.preflight.file.rules import RULES
from leaflet.preflight.file.subject import FileSubject, Hit, Ink, printed
from leaflet.preflight.on_plates import bare_edges, most_ink
from leaflet.press import Inks
from leaflet.press.inked import inked_pages
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.conditions import Condition
from leaflet.specs.printers import Printer
from leaflet.specs.variants import Variant
from leaflet.units import MM_PER_INCH, POINTS_PER_INCH, from_points

DPI = 40.0
"""Pixels an inch of the plates that ink is measured on: two dozen to the side of a square."""

MOST_PAGES = 200
"""Pages whose ink is measured: longer files are books, and their pages alike."""

MANY = 100
"""Places of one finding that are kept."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem of a file, with every place where it stands."""

    problem: Problem
    boxes: tuple[PointBox, ...] = ()
    """The places on its page, in mm from the trim's upper left corner: left, top, width, height."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What came out of judging one file."""

    facts: DocumentFacts
    variant: Variant
    findings: tuple[Finding, ...]
    sides: tuple[Image.Image, ...]
    """Each page in inks, as measured; empty where that could not be done."""

    @property
    def problems(self) -> list[Problem]:
        """Return the problems alone."""
        return [one.problem for one in self.findings]


def judge(
    data: bytes, name: str, variant: Variant, printer: Printer, condition: Condition
) -> Judged:
    """Judge a file as a printer would.

    Args:
        data: The file.
        name: What it is called, for people.
        variant: How it shall be printed.
        printer: Who prints it.
        condition: How its colours become inks, where it does not say so itself.

    Raises:
        UnopenableError: it cannot be judged, and why.
    """
    facts, events = read_file(data)
    sides = _sides(data, facts, condition)
    limit = min(variant.ink_limit or 1000, printer.ink_limit)
    subject = FileSubject(
        facts,
        printed(facts, events),
        variant,
        printer,
        tuple(_ink(facts, number, side, limit) for number, side in enumerate(sides)),
        frozenset(
            number
            for number, side in enumerate(sides)
            if any(_bare(facts, number, side, printer.bleed))
        ),
    )
    findings = sorted(_findings(subject, name), key=_weight)
    return Judged(facts, variant, tuple(findings), sides)


def _weight(finding: Finding) -> tuple[int, int]:
    """Return where a finding stands in a list: page by page, the graver first."""
    return (finding.problem.page or 0, list(Severity).index(finding.problem.severity))


def _sides(data: bytes, facts: DocumentFacts, condition: Condition) -> tuple[Image.Image, ...]:
    if facts.encrypted or len(facts.pages) > MOST_PAGES:
        return ()
    return inked_pages(data, Inks(condition.profile, {}), dpi=DPI)


def _printed(facts: DocumentFacts, number: int, side: Image.Image) -> Image.Image:
    """Return what is printed of a page: trim and bleed."""
    boxes = facts.pages[number].boxes
    shown, painted = boxes.crop or boxes.media, boxes.painted
    scale = DPI / POINTS_PER_INCH
    left, top = round((painted[0] - shown[0]) * scale), round((shown[3] - painted[3]) * scale)
    right, low = round((painted[2] - shown[0]) * scale), round((shown[3] - painted[1]) * scale)
    return side.crop((max(left, 0), max(top, 0), min(right, side.width), min(low, side.height)))


def _ink(facts: DocumentFacts, number: int, side: Image.Image, limit: float) -> Ink | None:
    if facts.pages[number].turned:
        return None
    picture = _printed(facts, number, side)
    if min(picture.size) < 1:
        return None
    most, (x, y) = most_ink(picture, DPI)
    left, _, _, top = facts.pages[number].boxes.painted
    point = POINTS_PER_INCH / DPI
    half = 7.5 / MM_PER_INCH * POINTS_PER_INCH
    centre = (left + x * point, top - y * point)
    box = (centre[0] - half, centre[1] - half, centre[0] + half, centre[1] + half)
    return Ink(most, box, limit)


def _bare(
    facts: DocumentFacts, number: int, side: Image.Image, bleed: float
) -> Iterator[tuple[str, float]]:
    page = facts.pages[number]
    cut, painted = page.boxes.cut, page.boxes.painted
    room = min(cut[0] - painted[0], cut[1] - painted[1], painted[2] - cut[2], painted[3] - cut[3])
    if page.turned or from_points(room) < bleed - 0.1:
        return  # without a bleed there is nothing to look at, and another rule tells of it
    yield from bare_edges(_printed(facts, number, side), DPI, from_points(room))


def _findings(subject: FileSubject, name: str) -> Iterator[Finding]:
    for rule in RULES:
        severity = rule.severity(subject.variant)
        if severity is None:
            continue
        hits: dict[tuple[str, int | None], list[Hit]] = {}
        for hit in rule.find(subject):
            hits.setdefault((hit.what, hit.page), []).append(hit)
        for (what, page), same in hits.items():
            boxes = [_millimetres(subject, one) for one in same[:MANY]]
            yield Finding(
                _problem(rule.code, severity, what, rule.mend, name, page, boxes, len(same)),
                tuple(box for box in boxes if box),
            )


def _problem(  # noqa: PLR0913, PLR0917 - one private call
    code: str,
    severity: Severity,
    what: str,
    mend: str,
    name: str,
    page: int | None,
    boxes: Sequence[PointBox | None],
    times: int,
) -> Problem:
    often = f" ({times} places)" if times > 1 else ""
    where = "" if page is None else f"Page {page + 1}: "
    return Problem(
        code=code,
        severity=severity,
        message=f"{where}{what}{often}",
        hint=mend,
        place=Place(name),
        edition="print",
        page=None if page is None else page + 1,
        box_mm=boxes[0] if boxes else None,
    )


def _millimetres(subject: FileSubject, hit: Hit) -> PointBox | None:
    """Return a place as left, top, width and height in mm from the trim's upper left corner."""
    if hit.box is None or hit.page is None:
        return None
    boxes = subject.page(hit.page).boxes
    left, _, _, top = boxes.cut
    low, bottom, right, high = (
        max(hit.box[0], boxes.media[0]),
        max(hit.box[1], boxes.media[1]),
        min(hit.box[2], boxes.media[2]),
        min(hit.box[3], boxes.media[3]),
    )
    found = (low - left, top - high, max(right - low, 0.0), max(high - bottom, 0.0))
    return tuple(round(from_points(one), 2) for one in found)  # type: ignore[return-value] # because four went in
