"""Rules of clear print that need the finished pages: lines, their length, their edges, splits."""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from leaflet.preflight.as_set import NEAR_PT, TypeAsSet
from leaflet.preflight.set_line import Box, SetLine
from leaflet.problems import Problem, Severity
from leaflet.typeset.layout import Placed
from leaflet.units import from_points

LEAST_X = 2.0
"""Least height in mm of a small x in text (RNIB, by Voscur and readingsight.org.uk)."""

LEADING = {"dementia": (1.5, 2.0)}
USUAL_LEADING = (1.2, 1.5)
"""From line to line in shares of the size (RNIB, Clear Print; for dementia: DEEP)."""

LONGEST, SHORTEST = 70, 25
"""Characters of a full line (RNIB, Clear Print; the least is our own judgement for panels)."""

FULL = 0.85
"""Share of the widest line of a panel from which on a line is full."""

EVEN = 0.3
"""Distance in mm by which edges of lines may differ and be one edge."""

FEW = 4
"""Lines of a paragraph from which on its edges say how it is set."""

LEAST_REVERSED_PT = 14.0
"""Size from which on white words may be thin (RNIB: reversed type is larger or bolder)."""

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_ONE_PIECE = re.compile(
    rf"(?<!\d)0[\d ]{{8,13}}\d(?!\d)|\b\d{{1,2}} (?:{_MONTHS})(?: \d{{4}})?|\b(?:{_MONTHS}) \d{{4}}"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"
)
"""Phone numbers, dates and postcodes: single pieces of information (UKAAF G003)."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a rule found in a line of type."""

    what: str
    line: SetLine


@dataclass(frozen=True, slots=True)
class ClearRule:
    """One rule."""

    code: str
    severity: str
    """W or E; behind a slash the same for readers who need clear print."""

    limits: str
    why: str
    mend: str
    source: str
    find: Callable[["Text"], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Text:
    """The running text of one format as its finished file sets it."""

    type: TypeAsSet
    paragraphs: tuple[tuple[SetLine, ...], ...]
    """Lines of the usual size that come from one block of the source, on one panel."""

    size_pt: float
    """The usual size."""

    @property
    def audience(self) -> str:
        """Return for whom the leaflet is."""
        return self.type.leaflet.governance.audience


def check_clear(type_: TypeAsSet) -> list[Problem]:
    """Judge the type of one format by the rules of clear print."""
    text = text_of(type_)
    strict = type_.strict
    found = []
    for rule in CLEAR_RULES if text else ():
        usual, _, severe = rule.severity.partition("/")
        severity = Severity.ERROR if (severe if strict and severe else usual) == "E" else None
        found += [
            type_.problem(rule.code, severity or Severity.WARNING, one.what, rule.mend, one.line)
            for one in rule.find(text)  # type: ignore[arg-type] # because there is a text
        ]
    return found


def text_of(type_: TypeAsSet) -> Text | None:
    """Return the running text; nothing where there is none."""
    words = [(line, type_.words(line)) for line in type_.inside() if type_.local(line).upright]
    placed = [(line, one) for line, one in words if one is not None and not one.heading]
    sizes = Counter[float]()
    for line, _ in placed:
        sizes[round(line.size_pt, 1)] += len(line.words)
    if not sizes:
        return None
    size = sizes.most_common(1)[0][0]
    groups: dict[tuple[object, ...], list[SetLine]] = defaultdict(list)
    for line, one in placed:
        if abs(line.size_pt - size) < NEAR_PT:
            groups[_paragraph(type_, line, one)].append(line)
    return Text(type_, tuple(_rows(type_, lines) for lines in groups.values()), size)


def _paragraph(type_: TypeAsSet, line: SetLine, one: Placed) -> tuple[object, ...]:
    return (line.page, type_.panel(line).name, one.line)


def _rows(type_: TypeAsSet, lines: Sequence[SetLine]) -> tuple[SetLine, ...]:
    """Return lines from top to bottom; what stands beside each other counts as it begins."""
    rows: dict[float, SetLine] = {}
    places = [(round(one.baseline, 1), one.left) for one in map(type_.local, lines)]
    for (baseline, _), line in sorted(zip(places, lines, strict=True), key=lambda one: one[0]):
        rows.setdefault(baseline, line)
    return tuple(rows.values())


def x_height_small(text: Text) -> Iterator[Found]:
    """Letters that are small for their size."""
    share = text.type.x_height
    height = share * from_points(text.size_pt) if share else LEAST_X
    if height < LEAST_X - 0.005 and text.paragraphs:
        yield Found(
            f"A small x in the text is {height:.1f} mm high; {LEAST_X:g} mm is the least.",
            text.paragraphs[0][0],
        )


def leading_off(text: Text) -> Iterator[Found]:
    """Lines too near to each other, or too far apart."""
    steps = Counter(
        round(abs(low.baseline - high.baseline), 2)
        for lines in text.paragraphs
        for high, low in pairwise(lines)
    )
    if not steps:
        return
    least, most = LEADING.get(text.audience, USUAL_LEADING)
    share = steps.most_common(1)[0][0] / from_points(text.size_pt)
    if not least - 0.02 <= share <= most + 0.02:
        line = next(lines[0] for lines in text.paragraphs if len(lines) > 1)
        yield Found(
            f"Lines of text are {share:.2f} times their size apart; {least:g} to {most:g} reads "
            "best.",
            line,
        )


def line_long(text: Text) -> Iterator[Found]:
    """Lines at whose end the eye does not find the next one."""
    for lines, length in _full(text):
        if length > LONGEST:
            yield Found(
                f"Lines hold {length:.0f} characters; {LONGEST} are the most that the eye keeps.",
                lines[0],
            )
            return


def line_short(text: Text) -> Iterator[Found]:
    """Lines of two or three words."""
    for lines, length in _full(text):
        column = text.type.frame(lines[0]).width / 2
        wide = max(line.width for line in lines) > column  # else it stands beside a code
        if length < SHORTEST and len(lines) >= FEW and wide:
            yield Found(
                f"Lines hold {length:.0f} characters; fewer than {SHORTEST} make text limp.",
                lines[0],
            )
            return


def _full(text: Text) -> Iterator[tuple[tuple[SetLine, ...], float]]:
    """Yield paragraphs of several lines, and how many characters their full lines hold."""
    for lines in text.paragraphs:
        widest = max(line.width for line in lines)
        full = [len(line.text) for line in lines[:-1] if line.width >= FULL * widest]
        if full:
            yield lines, median(full)


def words_split(text: Text) -> Iterator[Found]:
    """A number or a date that is broken over two lines."""
    for lines in text.paragraphs:
        for line, then in pairwise(lines):
            found = next(_broken(line.text.rstrip(), then.text.lstrip()), None)
            if found:
                yield Found(f'"{found}" is broken over two lines.', line)


def _broken(line: str, then: str) -> Iterator[str]:
    """Yield what goes on from the end of one line to the next, with a space there or without."""
    for between in (" ", ""):
        joined = f"{line}{between}{then}".replace("\xa0", " ")
        for found in _ONE_PIECE.finditer(joined):
            if found.start() < len(line) < found.end():
                yield found[0]


def text_centred(text: Text) -> Iterator[Found]:
    """Text whose lines begin anywhere."""
    for paragraph in text.paragraphs:
        lines = [text.type.local(line) for line in paragraph]
        if len(lines) >= FEW and _spread(line.left for line in lines) > 3 * EVEN:
            middles = [line.left + line.width / 2 for line in lines]
            ends = [line.left + line.width for line in lines]
            if _spread(middles) < 2 * EVEN or _spread(ends) < EVEN:
                what = "The text is centred or set to the right: its lines begin anywhere."
                yield Found(what, paragraph[0])


def text_justified(text: Text) -> Iterator[Found]:
    """Text with two even edges."""
    for lines in text.paragraphs:
        local = [text.type.local(line) for line in lines[:-1]]
        ends = [line.left + line.width for line in local]
        if len(ends) >= FEW and _spread(ends) < EVEN:
            yield Found("The text is set even on both sides, with gaps between words.", lines[0])
            return


def _spread(numbers: "Iterator[float] | Sequence[float]") -> float:
    found = list(numbers)
    return max(found) - min(found)


def words_on_picture(text: Text) -> Iterator[Found]:
    """Words over a photograph."""
    told = set()
    for line in text.type.inside():
        for page, box in text.type.pictures:
            key = (page, box, text.type.source(line))
            if page == line.page and key not in told and _covered(line.box, box):
                told.add(key)
                yield Found(f"{text.type.told(line)}, stands on a picture.", line)


def _covered(words: Box, picture: Box) -> bool:
    """Return whether most of some words lies on a picture."""
    left, top = max(words[0], picture[0]), max(words[1], picture[1])
    right = min(words[0] + words[2], picture[0] + picture[2])
    low = min(words[1] + words[3], picture[1] + picture[3])
    return max(right - left, 0) * max(low - top, 0) > words[2] * words[3] / 2


def words_reversed(text: Text) -> Iterator[Found]:
    """Thin white words."""
    told = set()
    for line in text.type.inside():
        white = line.inks is not None and max(line.inks) < 0.05  # noqa: PLR2004 - a tint is paper to the eye
        thin = not re.search(r"bold|black|heavy|medium", line.font, re.IGNORECASE)
        source = text.type.source(line)
        if white and thin and line.size_pt < LEAST_REVERSED_PT - NEAR_PT and source not in told:
            told.add(source)
            yield Found(f"{text.type.told(line)}, is white and thin.", line)


CLEAR_RULES: tuple[ClearRule, ...] = (
    ClearRule(
        "x-height-small",
        "W/E",
        "a small x of less than 2 mm in the text",
        "Points say how high a font's whole body is; readers see the small letters.",
        "Set the text larger (--size-text), or choose a font with larger small letters.",
        "RNIB, by Voscur and readingsight.org.uk",
        x_height_small,
    ),
    ClearRule(
        "leading-off",
        "W",
        "less than 1.2 or more than 1.5 times the size; for dementia 1.5 to 2",
        "Lines that are near run into each other; lines far apart fall to pieces.",
        "Change --line in tokens.css.",
        "RNIB, Clear Print; UKAAF G003; for dementia DEEP (they differ)",
        leading_off,
    ),
    ClearRule(
        "line-long",
        "W",
        "more than 70 characters",
        "At the end of a long line the eye does not find the next one.",
        "Set the text larger, or in a format with narrower panels.",
        "RNIB, Clear Print",
        line_long,
    ),
    ClearRule(
        "line-short",
        "W",
        "fewer than 25 characters",
        "Every second word begins a line.",
        "Give the text a wider panel, or set it smaller, if it stays 12 pt.",
        "our own",
        line_short,
    ),
    ClearRule(
        "words-split",
        "W/E",
        "a phone number, date or postcode over two lines",
        "A number is dialled wrongly that has to be put together.",
        "Look the number up in the facts, which keeps it together; put it into a line of its own.",
        "UKAAF G003 (single pieces of information are not split)",
        words_split,
    ),
    ClearRule(
        "text-centred",
        "W/E",
        "a paragraph of four lines or more that is centred, or set to the far side",
        "The eye looks for the beginning of each line.",
        "Take text-align out of the style sheet.",
        "UKAAF G003; RNIB, Clear Print; NHS content guide",
        text_centred,
    ),
    ClearRule(
        "text-justified",
        "W/E",
        "a paragraph whose lines all end at one edge",
        "The gaps between words differ; on narrow panels they tear the text apart.",
        "Take text-align: justify out of the style sheet.",
        "UKAAF G003; RNIB, Clear Print; NHS content guide",
        text_justified,
    ),
    ClearRule(
        "words-on-picture",
        "W/E",
        "words most of which lie on a picture of pixels",
        "Where a picture is light and dark, no colour of words stands out everywhere.",
        "Put the words beside it, or a plain ground under them.",
        "RNIB, Clear Print",
        words_on_picture,
    ),
    ClearRule(
        "words-reversed",
        "W",
        "white words below 14 pt in a thin face",
        "Ink runs into thin white strokes, and light shines from them into the eye.",
        "Set them bold or larger, or dark on light.",
        "RNIB, 1998",
        words_reversed,
    ),
)
"""Every rule of clear print for the finished pages."""
