"""From a file to findings: opened once, walked once, judged by every rule."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from PIL import Image

from leaflet.pdf.document import DocumentFacts
from leaflet.pdf.geometry import PointBox
from leaflet.pdf.read import FileRead, read_file
from leaflet.preflight.file.rules import RULES
from leaflet.preflight.file.seen import see
from leaflet.preflight.file.subject import Expected, FileSubject, Hit, printed
from leaflet.press import Inks
from leaflet.press.inked import inked_pages
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.conditions import Condition
from leaflet.specs.printers import Printer
from leaflet.specs.variants import Variant
from leaflet.units import from_points

DPI = 40.0
"""Pixels an inch of the plates that ink is measured on: two dozen to the side of a square."""

MOST_PAGES = 200
"""Pages whose ink is measured: longer files are books, and their pages alike."""

MANY = 100
"""Places of one finding that are kept."""


@dataclass(frozen=True, slots=True)
class Press:
    """How a file shall be printed."""

    variant: Variant
    printer: Printer
    condition: Condition
    """How its colours become inks, where it does not say so itself."""

    expected: Expected | None = None
    """What the file was made to be, where that is known."""

    plates: Mapping[str, str] = field(default_factory=dict)
    """Names of the inks that ride on plates of the usual four, by these."""

    @property
    def ink_limit(self) -> float | None:
        """Return the most ink in per cent that all of them take; nothing for no limit."""
        if self.variant.ink_limit is None:
            return None
        return min(self.variant.ink_limit, self.printer.ink_limit, self.condition.ink_limit)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found: the same thing on one page, with every place where it stands."""

    code: str
    severity: Severity
    what: str
    mend: str
    page: int | None
    """Number of the page, from 0; nothing for the whole file."""

    times: int
    boxes: tuple[PointBox, ...] = ()
    """The places on its page, in mm from the trim's upper left corner: left, top, width, height."""

    def problem(self, name: str) -> Problem:
        """Return it as a problem of the file of that name."""
        return problem_of((self,), name)


def problem_of(alike: Sequence[Finding], name: str) -> Problem:
    """Return findings that say the same of several pages as one problem of the file `name`."""
    first, times = alike[0], sum(one.times for one in alike)
    pages = [one.page + 1 for one in alike if one.page is not None]
    often = f" ({times} places)" if times > len(alike) else ""
    where = f"{pages_told(pages)}: " if pages else ""
    return Problem(
        code=first.code,
        severity=first.severity,
        message=f"{where}{first.what}{often}",
        hint=first.mend,
        place=Place(name),
        edition="print",
        page=pages[0] if pages else None,
        box_mm=first.boxes[0] if first.boxes else None,
    )


def pages_told(numbers: Sequence[int]) -> str:
    """Return numbers of pages, counted up, as a sentence begins.

    >>> pages_told([1, 2, 3, 5])
    'Pages 1 to 3 and 5'
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    said = [
        f"{run[0]} to {run[-1]}" if len(run) > 2 else " and ".join(map(str, run))  # noqa: PLR2004 - two are no range
        for run in runs
    ]
    *most, last = said
    return f"Page{'s' if len(numbers) > 1 else ''} {', '.join(most)}{' and ' if most else ''}{last}"


@dataclass(frozen=True, slots=True)
class Judged:
    """What came out of judging one file."""

    facts: DocumentFacts
    press: Press
    findings: tuple[Finding, ...]
    sides: tuple[Image.Image, ...]
    """Each page in inks, as measured; empty where that could not be done."""

    @property
    def together(self) -> list[tuple[Finding, ...]]:
        """The findings, each with those that say the same of other pages."""
        groups: dict[tuple[str, str], list[Finding]] = {}
        for one in self.findings:
            groups.setdefault((one.code, one.what), []).append(one)
        return [tuple(group) for group in groups.values()]


def judge(data: bytes, press: Press) -> Judged:
    """Judge a file as a printer would.

    Args:
        data: The file.
        press: How it shall be printed.

    Raises:
        UnopenableError: it cannot be judged, and why.
    """
    file = read_file(data)
    return judge_read(file, _sides(file, press.condition), DPI, press)


def judge_read(file: FileRead, sides: Sequence[Image.Image], dpi: float, press: Press) -> Judged:
    """Judge a file that was read, and seen.

    Args:
        file: The file.
        sides: Each page in inks; none where nobody could look.
        dpi: Pixels an inch of these pictures.
        press: How it shall be printed.
    """
    bleed = press.printer.bleed
    subject = FileSubject(
        file.facts,
        printed(file.facts, file.events),
        press.variant,
        press.printer,
        press.ink_limit,
        tuple(
            see(page, side, dpi, bleed, press.plates)
            for page, side in zip(file.facts.pages, sides, strict=False)
        ),
        press.expected,
    )
    findings = sorted(_findings(subject), key=_weight)
    return Judged(file.facts, press, tuple(findings), tuple(sides))


def _weight(finding: Finding) -> tuple[int, int]:
    """Return where a finding stands in a list: page by page, the graver first."""
    page = -1 if finding.page is None else finding.page
    return (page, list(Severity).index(finding.severity))


def _sides(file: FileRead, condition: Condition) -> tuple[Image.Image, ...]:
    if file.facts.encrypted or len(file.facts.pages) > MOST_PAGES:
        return ()
    return inked_pages(file.data, Inks(condition.profile, {}), dpi=DPI)


def _findings(subject: FileSubject) -> Iterator[Finding]:
    for rule in RULES:
        severity = rule.severity(subject.variant)
        if severity is None:
            continue
        hits: dict[tuple[str, int | None], list[Hit]] = {}
        for hit in rule.find(subject):
            hits.setdefault((hit.what, hit.page), []).append(hit)
        for (what, page), same in hits.items():
            boxes = (_millimetres(subject, one) for one in same[:MANY])
            placed = tuple(box for box in boxes if box)
            yield Finding(rule.code, severity, what, rule.mend, page, len(same), placed)


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
