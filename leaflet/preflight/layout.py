"""Checks of the layout: one function a check, in two tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import ceil

from leaflet.model import Leaflet
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.paper import (
    PICTURE_PPI_ERROR,
    PICTURE_PPI_WARNING,
    SAFE_ERROR,
    SAFE_WARNING,
)
from leaflet.typeset import FLOW, Kind, Layout, PageLayout, Panels, Placed
from leaflet.typeset.fonts import DISPLAY_FAMILY, TEXT_FAMILY
from leaflet.units import pixels_per_inch

TOLERANCE = 0.05
"""Rounding in mm of one layout and the next."""

NEARLY_EMPTY = 0.15
"""Share of a panel's height below which it looks forgotten (our own judgement)."""

WIDER_THAN_PANEL = 0.3
"""Millimetres past the margin from which something counts as too wide."""

WORDS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: one edition of one leaflet as laid out."""

    leaflet: Leaflet
    layout: Layout
    order: tuple[int, ...]
    """Numbers of its pages, from 0, in the order in which they are read."""

    edition: str | None = None
    panels: Panels | None = None
    formats_that_fit: Callable[[], list[str]] = list
    """Finds, when asked, the other formats that would hold the text."""

    def problem(  # noqa: PLR0913 - everything is named, and most of it optional
        self,
        code: str,
        severity: Severity,
        message: str,
        hint: str,
        *,
        line: int | None = None,
        page: int | None = None,
        placed: Placed | None = None,
    ) -> Problem:
        """Return a problem of this edition; `page` is its number in the layout, from 0."""
        labels = self.panels.labels() if self.panels else []
        at = self.order.index(page) if page is not None else None
        return Problem(
            code=code,
            severity=severity,
            message=message,
            hint=hint,
            place=Place(self.leaflet.place.file, line or self.leaflet.place.line),
            format=self.panels.form.name if self.panels else None,
            edition=self.edition,
            panel=labels[at] if at is not None and labels else None,
            page=at + 1 if at is not None else None,
            box_mm=(
                round(placed.left, 2),
                round(placed.top, 2),
                round(placed.width, 2),
                round(placed.height, 2),
            )
            if placed
            else None,
        )

    def pages(self) -> Iterator[tuple[int, PageLayout]]:
        """Yield the pages with their numbers in the layout, in reading order."""
        return ((number, self.layout.pages[number]) for number in self.order)


Check = Callable[[Subject], Iterator[Problem]]


def check_panels(
    leaflet: Leaflet, panels: Panels, formats_that_fit: Callable[[], list[str]]
) -> list[Problem]:
    """Judge a leaflet laid out in panels."""
    subject = Subject(
        leaflet,
        panels.layout,
        tuple(panels.reading_order()),
        panels=panels,
        formats_that_fit=formats_that_fit,
    )
    return [problem for check in (*ON_PANELS, *ON_PAGES) for problem in check(subject)]


def check_pages(leaflet: Leaflet, layout: Layout, edition: str) -> list[Problem]:
    """Judge an edition without panels."""
    subject = Subject(leaflet, layout, tuple(range(len(layout.pages))), edition=edition)
    return [problem for check in ON_PAGES for problem in check(subject)]


def fit_overflow(subject: Subject) -> Iterator[Problem]:
    """Text that does not fit is measured on a page tall enough for all of it."""
    panels = _panels(subject)
    leading = _leading(panels.trial)
    for group in dict.fromkeys(page.group for page in panels.trial.pages):
        room = len(panels.flow_panels) if group == FLOW else 1
        past = [page for page in panels.trial.group(group) if page.number >= room]
        over = sum(_filled(page) for page in past)
        words = sum(page.words for page in past)
        if not over or not words:
            continue
        lines = ceil(over / leading - TOLERANCE)
        first = next((one.line for page in past for one in page.of(Kind.TEXT) if one.line), None)
        amount = f"{over:.0f} mm ({lines} {'line' if lines == 1 else 'lines'}) too much"
        if group == FLOW:
            needed = max(len(panels.layout.group(FLOW)), room + 1)
            message = (
                f"The text needs {needed} panels and {panels.form.name} has {room} for text: "
                f"{amount}."
            )
        else:
            message = f'The panel "{group}" holds less than what is pinned to it: {amount}.'
        yield subject.problem(
            "fit-overflow",
            Severity.ERROR,
            message,
            f"Cut about {words} {'word' if words == 1 else 'words'} from this line on"
            + _other_formats(subject),
            line=first,
        )


def _other_formats(subject: Subject) -> str:
    found = subject.formats_that_fit()
    name = subject.leaflet.name
    if found:
        names = " or ".join(f"`format: {one}`" for one in found)
        return f", or try {names}. `leaflet fit {name}` shows what fits."
    return f"; no other format here holds it all either (`leaflet fit {name}`)."


def _panels(subject: Subject) -> Panels:
    if subject.panels is None:
        msg = "a check of panels was called on an edition without any"
        raise ValueError(msg)
    return subject.panels


def _filled(page: PageLayout) -> float:
    """Return how far down a page is filled, in mm from the top of its content."""
    top = page.content[1]
    lowest = [one.bottom for one in page.placed if one.kind is not Kind.ART]
    return max([*lowest, page.end or top, top]) - top


def _leading(layout: Layout) -> float:
    """Return the commonest distance from line to line, in mm."""
    found = Counter(
        round(one.leading, 2) for page in layout.pages for one in page.of(Kind.TEXT) if one.leading
    )
    return found.most_common(1)[0][0] if found else 1.0


def text_lost(subject: Subject) -> Iterator[Problem]:
    """The mark behind the last word of each group must have been placed."""
    panels = _panels(subject)
    for group in dict.fromkeys(page.group for page in panels.layout.pages):
        if all(page.end is None for page in panels.layout.group(group)):
            yield subject.problem(
                "internal-fault",
                Severity.ERROR,
                f'Text of the panel "{group}" was lost in layout.',
                "This is our fault: please report it, with the leaflet if you can.",
            )


def fit_empty_panel(subject: Subject) -> Iterator[Problem]:
    """A flow panel with nothing, or nearly nothing, on it looks forgotten."""
    panels = _panels(subject)
    flow = panels.trial.group(FLOW)
    for number, name in enumerate(panels.flow_panels):
        share = _filled(flow[number]) / flow[number].content[3] if number < len(flow) else 0.0
        if share >= NEARLY_EMPTY:
            continue
        how = "empty" if not share else f"nearly empty: {share:.0%} of its height is used"
        yield subject.problem(
            "fit-empty-panel",
            Severity.WARNING,
            f'The panel "{name}" is {how}.',
            "Write more, pin something to it with "
            f"`/// {name}`, or choose a smaller format (`leaflet list formats`).",
            line=max((one.line or 0 for page in flow for one in page.placed), default=0) or None,
            page=panels.pages_of(name)[0],
        )


def safe_area(subject: Subject) -> Iterator[Problem]:
    """Words near a trim may be cut, words on a fold cracked."""
    for number, page in subject.pages():
        nearest: dict[int | None, tuple[float, Placed]] = {}
        for one in page.of(Kind.TEXT):
            gap = min(one.left, one.top, page.width - one.right, page.height - one.bottom)
            if gap < nearest.get(one.line, (SAFE_WARNING - TOLERANCE, one))[0]:
                nearest[one.line] = (gap, one)
        for line, (gap, one) in nearest.items():
            yield subject.problem(
                "safe-area",
                Severity.ERROR if gap < SAFE_ERROR - TOLERANCE else Severity.WARNING,
                f'"{_short(one.words)}" stands {max(gap, 0):.1f} mm from an edge or fold of its '
                f"panel; printers ask for {SAFE_WARNING:g} mm, and {SAFE_ERROR:g} mm is the least.",
                "Shorten it, or move it inwards.",
                line=line,
                page=number,
                placed=one,
            )


def fit_width(subject: Subject) -> Iterator[Problem]:
    """A long word, a table or a picture may be wider than the measure."""
    for number, page in subject.pages():
        left, _, width, _ = page.content
        widest: dict[int | None, tuple[float, Placed]] = {}
        for one in page.of(Kind.TEXT, Kind.TABLE, Kind.PICTURE):
            over = max(one.right - left - width, left - one.left)
            if over > widest.get(one.line, (WIDER_THAN_PANEL, one))[0]:
                widest[one.line] = (over, one)
        for line, (over, one) in widest.items():
            yield subject.problem(
                "fit-width",
                Severity.ERROR,
                f"{_named(one)} is {over:.1f} mm wider than its panel.",
                _narrower(one),
                line=line,
                page=number,
                placed=one,
            )


def _named(one: Placed) -> str:
    if one.kind is Kind.TABLE:
        return "A table"
    return f'The picture "{one.words}"' if one.kind is Kind.PICTURE else f'"{_short(one.words)}"'


def _narrower(one: Placed) -> str:
    if one.kind is Kind.TABLE:
        return "Take a column out, or write shorter words into it."
    return "Write it shorter, or put a space where it may break."


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= WORDS_SHOWN else f"{words[: WORDS_SHOWN - 1]}…"


def glyph_missing(subject: Subject) -> Iterator[Problem]:
    """A character without a glyph prints as an empty box."""
    for character in subject.layout.missing:
        places = [
            (number, one)
            for number, page in subject.pages()
            for one in page.of(Kind.TEXT)
            if character in one.words
        ]
        number, one = places[0] if places else (None, None)
        yield subject.problem(
            "glyph-missing",
            Severity.ERROR,
            f'The fonts have no character "{character}" (U+{ord(character):04X}); it would '
            "print as an empty box.",
            "Write it another way, or put a font that has it into styles/fonts/ and name it "
            "under brand: fonts: in the facts.",
            line=one.line if one else None,
            page=number,
            placed=one,
        )


def font_unexpected(subject: Subject) -> Iterator[Problem]:
    """Every family that a style asks for first must be the one that is used."""
    asked: dict[str, tuple[int, Placed]] = {}
    for number, page in subject.pages():
        for one in page.of(Kind.TEXT):
            asked.setdefault(one.family, (number, one))
    used = set(subject.layout.fonts)
    absent = {family: found for family, found in asked.items() if family not in used}
    for family, (number, one) in absent.items():
        yield subject.problem(
            "font-unexpected",
            Severity.ERROR,
            f'The font "{family}" is asked for and not there; another one was used.',
            "Put its files into styles/fonts/, or name a font that is there under "
            f"brand: fonts: in the facts. There are: {', '.join(sorted(used))}.",
            line=one.line,
            page=number,
            placed=one,
        )
    known = {TEXT_FAMILY, DISPLAY_FAMILY, subject.leaflet.text_font, subject.leaflet.display_font}
    for family in sorted(used - set(asked) - known) if not absent else ():
        yield subject.problem(
            "font-unexpected",
            Severity.WARNING,
            f'Some characters are set in the font "{family}", which no style asks for.',
            "Look for signs or foreign letters that the leaflet's own font does not have.",
        )


def picture_resolution(subject: Subject) -> Iterator[Problem]:
    """A picture must have enough pixels for the size at which it is printed."""
    for number, page in subject.pages():
        for one in page.of(Kind.PICTURE, Kind.ART):
            picture = subject.leaflet.pictures.get(one.words)
            if picture is None or not picture.width_px or not one.width:
                continue
            ppi = pixels_per_inch(picture.width_px, one.width)
            if ppi >= PICTURE_PPI_WARNING:
                continue
            good = one.width * ppi / PICTURE_PPI_WARNING
            yield subject.problem(
                "picture-resolution",
                Severity.ERROR if ppi < PICTURE_PPI_ERROR else Severity.WARNING,
                f'The picture "{one.words}" prints at {ppi:.0f} pixels an inch; '
                f"{PICTURE_PPI_WARNING} looks sharp, and {PICTURE_PPI_ERROR} is the least.",
                f"Show it at most {good:.0f} mm wide, or ask for a larger original.",
                line=one.line,
                page=number,
                placed=one,
            )


def heading_order(subject: Subject) -> Iterator[Problem]:
    """Screen readers jump by headings, so no level may be skipped (ISO 14289-1, 7.4.2)."""
    before, seen = 0, set[tuple[int, int | None]]()
    for number, page in subject.pages():
        for one in page.of(Kind.TEXT):
            if not one.heading or (one.heading, one.line) in seen:
                continue
            seen.add((one.heading, one.line))
            if one.heading > before + 1:
                marks = "#" * (before + 1)
                yield subject.problem(
                    "heading-order",
                    Severity.ERROR,
                    f'The heading "{_short(one.words)}" is of level {one.heading}, and the one '
                    f"before it is of level {before}."
                    if before
                    else f'The first heading, "{_short(one.words)}", is of level {one.heading}.',
                    f"Begin it with {marks} and a space.",
                    line=one.line,
                    page=number,
                    placed=one,
                )
            before = one.heading


def fact_literal(subject: Subject) -> Iterator[Problem]:
    """No token of a fact may reach a page."""
    for number, page in subject.pages():
        for one in page.of(Kind.TEXT):
            if any("\ue000" <= sign <= "\uf8ff" or sign >= "\U000f0000" for sign in one.words):
                yield subject.problem(
                    "fact-literal",
                    Severity.ERROR,
                    "A fact reached the page without its value.",
                    "This is our fault: please report it, with this line of the text.",
                    line=one.line,
                    page=number,
                    placed=one,
                )


def layout_warning(subject: Subject) -> Iterator[Problem]:
    """What the engine passes over is told, since its silence costs a reprint."""
    for warning in subject.layout.warnings:
        yield subject.problem(
            "layout-warning",
            Severity.WARNING,
            f"The layout engine says: {warning}",
            "If you changed a style sheet or a template, look there.",
        )


ON_PANELS: Iterable[Check] = (fit_overflow, text_lost, fit_empty_panel, safe_area)
"""Checks of what has panels."""

ON_PAGES: Iterable[Check] = (
    fit_width,
    glyph_missing,
    font_unexpected,
    picture_resolution,
    heading_order,
    fact_literal,
    layout_warning,
)
"""Checks of every page."""
