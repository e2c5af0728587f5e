"""Formats: the finished kinds, as data.

To add one, add an entry to `FORMATS`; nothing else in the program knows a format by name. What
its panels are like (`Format.classes`) chooses its measures in styles/tokens.css.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from leaflet.specs import folds
from leaflet.specs.folds import Fold, leafed, opened, roll_fold_widths
from leaflet.specs.format import Format, Panel, side_by_side
from leaflet.specs.paper import (
    A0,
    A1,
    A2,
    A3,
    A4,
    A5,
    A6,
    BLEED,
    BLEED_INCHES,
    BOOKMARK,
    DL,
    LETTER,
    TABLOID,
    landscape,
)
from leaflet.units import MM_PER_INCH, Size

TWO_COLUMNS = 160.0
"""Width in mm of a panel past which its text stands in two columns: 70 characters of our text
face at 12 pt, 1.9 mm each, and margins of 13 mm."""


@dataclass(frozen=True, slots=True)
class Folding:
    """A way of folding: the panels of both sides, and how they are read."""

    outside: tuple[str, ...]
    """Names of the panels of the outer side, from left to right."""

    inside: tuple[str, ...]
    """The same of the inner side."""

    folds: tuple[Fold, ...]
    code: str
    """Its code in CIP4's fold catalogue; empty where that has none."""

    read: Callable[[Sequence[Panel], Sequence[Panel], Sequence[Fold]], list[str]] = opened
    """How it is read: as it opens, or as one leafs through it."""


_INSIDE_3 = ("inside-left", "inside-centre", "inside-right")
_INSIDE_4 = ("inside-1", "inside-2", "inside-3", "inside-4")

HALF = Folding(("back", "cover"), ("inside-left", "inside-right"), folds.HALF, "F4-1")
ROLL = Folding(("flap", "back", "cover"), _INSIDE_3, folds.ROLL, "F6-5")
ROLL_4 = Folding(("second-flap", "flap", "back", "cover"), _INSIDE_4, folds.ROLL_4, "F8-6")
ZIGZAG = Folding(
    ("outside-left", "outside-centre", "cover"),
    ("inside-left", "inside-centre", "back"),
    folds.ZIGZAG,
    "F6-1",
    leafed,
)
CONCERTINA = Folding(
    ("back", "outside-left", "outside-right", "cover"),
    _INSIDE_4,
    folds.CONCERTINA,
    "F8-3",
    leafed,
)
DOUBLE_PARALLEL = Folding(
    ("opened-left", "opened-right", "back", "cover"), _INSIDE_4, folds.DOUBLE_PARALLEL, "F8-2"
)
GATE = Folding(("opened-right", "back", "cover", "opened-left"), _INSIDE_4, folds.GATE, "F8-4")
OPEN_GATE = Folding(("cover-right", "back", "cover"), _INSIDE_3, folds.OPEN_GATE, "")


def _folded(  # noqa: PLR0913 - a row of a table
    name: str,
    folding: Folding,
    sheet: Size,
    says: str,
    source: str,
    *,
    widths: Sequence[float] = (),
    bleed: float = BLEED,
) -> Format:
    """Return a piece whose panels stand side by side.

    Args:
        name: Its name.
        folding: How it folds.
        sheet: The flat sheet.
        says: What it is.
        source: Where its measures come from.
        widths: Widths in mm of the outer side's panels; equal where none are given. The inner
            side mirrors them.
        bleed: Art past the trim in mm.
    """
    across = tuple(widths) or (sheet.width / len(folding.outside),) * len(folding.outside)
    outer = side_by_side("outside", folding.outside, across, sheet.height)
    inner = side_by_side("inside", folding.inside, across[::-1], sheet.height)
    return Format(
        name=name,
        kind="folded",
        says=says,
        trim=sheet,
        sides=("outside", "inside"),
        panels=tuple(_in_frames(panel) for panel in (*outer, *inner)),
        reading=tuple(folding.read(outer, inner, folding.folds)),
        fold=folding.code,
        folds=folding.folds,
        source=source,
        title_panel="cover",
        bleed=bleed,
    )


def _in_frames(panel: Panel) -> Panel:
    """Return a panel with two columns where a line of text would be too long in one."""
    return replace(panel, frames=2) if panel.width > TWO_COLUMNS else panel


def _cross() -> Format:
    """Return the French fold: head to foot, then like a book; the rest of it inside, unread.

    On the outer side the upper row stands upside down: it is upright once the head is folded.
    """
    sheet = landscape(A4)
    width, height = sheet.width / 2, sheet.height / 2
    rows = (
        ("outside", 0.0, ("inside-right", "inside-left"), True),
        ("outside", height, ("back", "cover"), False),
        ("inside", 0.0, ("opened-1", "opened-2"), False),
        ("inside", height, ("opened-3", "opened-4"), False),
    )
    panels = tuple(
        Panel(name, side, column * width, width, height, top, turned=turned)
        for side, top, names, turned in rows
        for column, name in enumerate(names)
    )
    outer, inner = panels[:4], panels[4:]
    return Format(
        name="cross-a4",
        kind="folded",
        says="A4 folded head to foot and then like a book, to A6 lying (French fold)",
        trim=sheet,
        sides=("outside", "inside"),
        panels=panels,
        reading=tuple(opened(outer, inner, folds.CROSS)),
        fold="F8-7",
        folds=folds.CROSS,
        source="equal panels; two folds across each other: CIP4 fold catalogue F8-7",
        title_panel="cover",
    )


def _flyer(name: str, says: str, sheet: Size, source: str, bleed: float = BLEED) -> Format:
    """Return a piece without folds that may be printed on both sides."""
    front = Panel("front", "front", 0.0, sheet.width, sheet.height)
    back = Panel("back", "back", 0.0, sheet.width, sheet.height, may_stay_blank=True)
    return Format(
        name=name,
        kind="flyer",
        says=says,
        trim=sheet,
        sides=("front", "back"),
        panels=(_in_frames(front), _in_frames(back)),
        reading=("front", "back"),
        fold="",
        folds=(),
        source=source,
        title_panel="front",
        bleed=bleed,
    )


def _booklet(name: str, says: str, page: Size, source: str, bleed: float = BLEED) -> Format:
    """Return a stapled booklet: its cover, one page for all that follow, and its back."""
    names = ("cover", "page", "back")
    panels = tuple(Panel(name, name, 0.0, page.width, page.height) for name in names)
    return Format(
        name=name,
        kind="booklet",
        says=says,
        trim=page,
        sides=names,
        panels=tuple(_in_frames(panel) for panel in panels),
        reading=names,
        fold="",
        folds=(),
        source=source,
        title_panel="cover",
        bleed=bleed,
    )


def _poster(
    name: str, says: str, sheet: Size, source: str = "ISO 216", bleed: float = BLEED
) -> Format:
    """Return a poster: one side, one panel."""
    return Format(
        name=name,
        kind="poster",
        says=says,
        trim=sheet,
        sides=("front",),
        panels=side_by_side("front", ["front"], [sheet.width], sheet.height),
        reading=("front",),
        fold="",
        folds=(),
        source=source,
        title_panel="front",
        bleed=bleed,
    )


def _inches(*widths: float) -> tuple[float, ...]:
    return tuple(width * MM_PER_INCH for width in widths)


_A5_FLAT, _A4_FLAT, _A3_FLAT = landscape(A5), landscape(A4), landscape(A3)
_LETTER_FLAT = landscape(LETTER)
_EQUAL = "equal panels; panel order: CIP4 fold catalogue"
_NARROWER = "a quarter, less and more by about 1/32 inch (trade rule for a sheet of 17 inches)"
_ISO = "ISO 216"

FORMATS: dict[str, Format] = {
    one.name: one
    for one in (
        _folded(
            "trifold-a4",
            ROLL,
            _A4_FLAT,
            "A4 folded twice to a third (DL); the flap tucks in",
            "print-print.co.uk artwork guide; panel order: CIP4 fold catalogue F6-5",
            widths=roll_fold_widths(_A4_FLAT.width),
        ),
        _folded(
            "trifold-a3",
            ROLL,
            _A3_FLAT,
            "A3 folded twice to a third; the flap tucks in",
            "3 mm of tuck, as on A4 (print-print.co.uk); panel order: CIP4 F6-5",
            widths=roll_fold_widths(_A3_FLAT.width),
        ),
        _folded(
            "trifold-letter",
            ROLL,
            _LETTER_FLAT,
            "US Letter folded twice to a third; the flap tucks in",
            "3.625 + 3.6875 + 3.6875 inches (uniquecolor, permagraphics); CIP4 F6-5",
            widths=_inches(3.625, 3.6875, 3.6875),
            bleed=BLEED_INCHES,
        ),
        _folded(
            "zfold-a4",
            ZIGZAG,
            _A4_FLAT,
            "A4 folded twice to a third (DL), in a zigzag",
            f"{_EQUAL} F6-1",
        ),
        _folded(
            "zfold-letter",
            ZIGZAG,
            _LETTER_FLAT,
            "US Letter folded twice to a third, in a zigzag",
            f"{_EQUAL} F6-1",
            bleed=BLEED_INCHES,
        ),
        _folded("bifold-a3", HALF, _A3_FLAT, "A3 folded once to A4", f"{_EQUAL} F4-1"),
        _folded("bifold-a4", HALF, _A4_FLAT, "A4 folded once to A5", f"{_EQUAL} F4-1"),
        _folded("bifold-a5", HALF, _A5_FLAT, "A5 folded once to A6", f"{_EQUAL} F4-1"),
        _folded(
            "double-parallel-a3",
            DOUBLE_PARALLEL,
            _A3_FLAT,
            "A3 folded in half and in half again, to a tall quarter",
            f"{_NARROWER}; CIP4 F8-2",
            widths=(104, 104, 106, 106),
        ),
        _folded(
            "double-parallel-a4",
            DOUBLE_PARALLEL,
            _A4_FLAT,
            "A4 folded in half and in half again, to a slim quarter",
            f"{_NARROWER}; CIP4 F8-2",
            widths=(73.5, 73.5, 75, 75),
        ),
        _folded(
            "gate-a3",
            GATE,
            _A3_FLAT,
            "A3, both ends folded to the middle, then shut like a book",
            f"{_NARROWER}; CIP4 F8-4",
            widths=(104, 106, 106, 104),
        ),
        _folded(
            "gate-a4",
            GATE,
            _A4_FLAT,
            "A4, both ends folded to the middle, then shut like a book",
            f"{_NARROWER}; CIP4 F8-4",
            widths=(73, 75.5, 75.5, 73),
        ),
        _folded(
            "open-gate-a3",
            OPEN_GATE,
            _A3_FLAT,
            "A3, both ends folded to the middle, where they meet like two doors",
            "each door 2 mm short of half the centre: our own measure, ask the printer",
            widths=(104, 212, 104),
        ),
        _folded(
            "open-gate-a4",
            OPEN_GATE,
            _A4_FLAT,
            "A4, both ends folded to the middle, where they meet like two doors",
            "each door 1.5 mm short of half the centre: our own measure, ask the printer",
            widths=(73.5, 150, 73.5),
        ),
        _folded(
            "roll8-a3",
            ROLL_4,
            _A3_FLAT,
            "A3 rolled up in four panels, each a little narrower than the one around it",
            "scaled from 4.156 + 4.219 + 4.3125 + 4.3125 of 17 inches; CIP4 F8-6",
            widths=(102, 104, 107, 107),
        ),
        _folded(
            "roll8-a4",
            ROLL_4,
            _A4_FLAT,
            "A4 rolled up in four panels, each a little narrower than the one around it",
            "scaled from 4.156 + 4.219 + 4.3125 + 4.3125 of 17 inches; CIP4 F8-6",
            widths=(72, 73.5, 75.75, 75.75),
        ),
        _folded(
            "concertina8-a3",
            CONCERTINA,
            _A3_FLAT,
            "A3 in four panels, in a zigzag",
            f"{_EQUAL} F8-3",
        ),
        _folded(
            "concertina8-a4",
            CONCERTINA,
            _A4_FLAT,
            "A4 in four panels, in a zigzag",
            f"{_EQUAL} F8-3",
        ),
        _cross(),
        _folded("card-a6", HALF, _A5_FLAT, "A folded card: A5 to A6", f"{_EQUAL} F4-1"),
        _flyer("flyer-a4", "A4 flyer, one side or both", A4, _ISO),
        _flyer("flyer-a5", "A5 flyer, one side or both", A5, _ISO),
        _flyer("flyer-a6", "A6 flyer, one side or both", A6, _ISO),
        _flyer("flyer-dl", "A third of A4 (DL), one side or both", DL, "A4 in three"),
        _flyer(
            "flyer-letter",
            "US Letter flyer, one side or both",
            LETTER,
            "ANSI/ASME Y14.1",
            BLEED_INCHES,
        ),
        _flyer("postcard-a6", "A6 postcard, lying", landscape(A6), _ISO),
        _flyer("bookmark", "Bookmark of 55 x 170 mm", BOOKMARK, "four on A4, with room to cut"),
        _booklet("booklet-a4", "A4 booklet, stapled", A4, _ISO),
        _booklet("booklet-a5", "A5 booklet, stapled", A5, _ISO),
        _booklet("booklet-a6", "A6 booklet, stapled", A6, _ISO),
        _booklet(
            "booklet-letter",
            "Booklet of US Letter pages, stapled",
            LETTER,
            "ANSI/ASME Y14.1",
            BLEED_INCHES,
        ),
        _poster("poster-a4", "A4 poster, one side", A4),
        _poster("poster-a3", "A3 poster, one side", A3),
        _poster("poster-a2", "A2 poster, one side", A2),
        _poster("poster-a1", "A1 poster, one side", A1),
        _poster("poster-a0", "A0 poster, one side", A0),
        _poster(
            "poster-tabloid",
            "Tabloid poster (11 x 17 inches), one side",
            TABLOID,
            "ANSI/ASME Y14.1",
            BLEED_INCHES,
        ),
    )
}
"""Every format by name."""

ALIASES = {"trifold": "trifold-a4", "zfold": "zfold-a4"}
"""Short names that people write."""

USUAL = (
    "trifold-a4",
    "zfold-a4",
    "bifold-a4",
    "flyer-a5",
    "booklet-a5",
    "poster-a4",
    "poster-a3",
    "bookmark",
)
"""What charities make most often, to choose from first (our own judgement)."""

PINS = frozenset(
    panel.name for one in FORMATS.values() for panel in one.panels if panel.name != "page"
)
"""Every panel name of every format: what an author may pin something to."""


def find_format(name: str) -> Format | None:
    """Return the format of that name or alias, or nothing.

    >>> find_format("trifold").name
    'trifold-a4'
    """
    return FORMATS.get(ALIASES.get(name, name))
