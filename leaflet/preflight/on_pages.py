"""Checks of every page: widths, characters, fonts, pictures, headings."""

from collections.abc import Iterator

from leaflet.preflight.subject import Subject, short
from leaflet.problems import Problem, Severity
from leaflet.specs.paper import PICTURE_PPI_ERROR, PICTURE_PPI_WARNING
from leaflet.typeset.layout import Kind, Placed
from leaflet.units import pixels_per_inch

MANY = 5
"""Characters that one message names."""

WIDER_THAN_PANEL = 0.3
"""Millimetres past the margin from which something counts as too wide."""


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
                f"{_named(one)} is {over:.1f} mm wider than its {subject.room}.",
                _narrower(one),
                line=line,
                page=number,
                placed=one,
            )


def _named(one: Placed) -> str:
    if one.kind is Kind.TABLE:
        return "A table"
    return f'The picture "{one.words}"' if one.kind is Kind.PICTURE else f'"{short(one.words)}"'


def _narrower(one: Placed) -> str:
    if one.kind is Kind.TABLE:
        return "Take a column out, or write shorter words into it."
    return "Write it shorter, or put a space where it may break."


def glyph_missing(subject: Subject) -> Iterator[Problem]:
    """A character without a glyph prints as an empty box."""
    missing = subject.layout.missing
    if not missing:
        return
    places = [
        (number, one)
        for number, page in subject.pages()
        for one in page.of(Kind.TEXT)
        if set(missing) & set(one.words)
    ]
    number, one = places[0] if places else (None, None)
    shown = [f'"{sign}" (U+{ord(sign):04X})' for sign in missing[:MANY]]
    what = f"no character {shown[0]}; it" if len(missing) == 1 else f"no {', '.join(shown)}; they"
    if len(missing) > MANY:
        what = f"none of {len(missing)} characters, such as {', '.join(shown)}; they"
    yield subject.problem(
        "glyph-missing",
        Severity.ERROR,
        f"The fonts have {what} would print as {'an empty box' if len(missing) == 1 else 'boxes'}.",
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
    fonts = subject.layout.fonts
    told = set()
    for number, page in subject.pages():
        for one in page.of(Kind.TEXT):
            if one.family not in fonts and one.family not in told:
                told.add(one.family)
                yield subject.problem(
                    "font-unexpected",
                    Severity.ERROR,
                    f'The font "{one.family}" is asked for and not there; another one was used.',
                    "Put its files into styles/fonts/, or name a font that is there under "
                    f"brand: fonts: in the facts. There are: {', '.join(fonts)}.",
                    line=one.line,
                    page=number,
                    placed=one,
                )
            yield from _borrowed(subject, number, one, told)


def _borrowed(subject: Subject, page: int, one: Placed, told: set[str]) -> Iterator[Problem]:
    """Yield the characters that a run of text had to borrow from another font."""
    fonts = subject.layout.fonts
    own = fonts.get(one.family)
    if own is None:
        return
    strange = [sign for sign in one.words if not sign.isspace() and sign not in own]
    for sign in dict.fromkeys(strange):
        lender = next((family for family, signs in fonts.items() if sign in signs), None)
        if lender and sign not in told:
            told.add(sign)
            yield subject.problem(
                "font-unexpected",
                Severity.WARNING,
                f'The font "{one.family}" has no character "{sign}" (U+{ord(sign):04X}); it is '
                f'set in "{lender}".',
                "Write it another way, or name a font that has it under brand: fonts: in the "
                "facts.",
                line=one.line,
                page=page,
                placed=one,
            )


def picture_soft(subject: Subject) -> Iterator[Problem]:
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
                "picture-coarse" if ppi < PICTURE_PPI_ERROR else "picture-soft",
                Severity.ERROR if ppi < PICTURE_PPI_ERROR else Severity.WARNING,
                f'The picture "{one.words}" prints at {ppi:.0f} pixels an inch{subject.where}; '
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
                    f'The heading "{short(one.words)}" is of level {one.heading}, and the one '
                    f"before it is of level {before}."
                    if before
                    else f'The first heading, "{short(one.words)}", is of level {one.heading}.',
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
            f"The layout engine says: {' '.join(warning.split())}",
            "If you changed a style sheet or a template, look there.",
        )
