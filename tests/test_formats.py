"""Formats are data, and the data folds."""

import json
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaflet.specs.folds import Fold, Pile, in_sight, roll_fold_widths, states
from leaflet.specs.format import Format
from leaflet.specs.formats import ALIASES, FORMATS, find_format

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Result


WANTED = """
    trifold-a4 trifold-a3 trifold-letter zfold-a4 zfold-letter bifold-a3 bifold-a4 bifold-a5
    double-parallel-a3 double-parallel-a4 gate-a3 gate-a4 open-gate-a3 open-gate-a4
    roll8-a3 roll8-a4 concertina8-a3 concertina8-a4 cross-a4
    flyer-a4 flyer-a5 flyer-a6 flyer-dl flyer-letter
    postcard-a6 bookmark card-a6 poster-a4 poster-a3 poster-a2 poster-a1 poster-a0 poster-tabloid
    booklet-a4 booklet-a5 booklet-a6 booklet-letter
"""
"""Every format that charities and print shops ask for."""


def drawn(form: Format) -> str:
    """Return a format as a drawing: each side a line, each panel with its width in mm."""
    return "\n".join(
        f"{side:8}|"
        + "|".join(f" {panel.name} {panel.width:g} " for panel in form.on_side(side))
        + "|"
        for side in form.sides
    )


def test_a_trifold_tucks_its_flap_in_and_its_sides_mirror_each_other() -> None:
    """The flap is 3 mm narrower on both sides, and lies behind the same piece of paper."""
    assert drawn(FORMATS["trifold-a4"]) == (
        "outside | flap 97 | back 100 | cover 100 |\n"
        "inside  | inside-left 100 | inside-centre 100 | inside-right 97 |"
    )


def test_a_z_fold_has_equal_panels_and_its_back_on_the_inside() -> None:
    """The last panel turns its inside out: the back of the folded leaflet stands there."""
    assert drawn(FORMATS["zfold-a4"]) == (
        "outside | outside-left 99 | outside-centre 99 | cover 99 |\n"
        "inside  | inside-left 99 | inside-centre 99 | back 99 |"
    )


SEEN = {
    # What lies in sight from above, from the closed piece to the open one.
    "trifold-a4": """
        cover
        inside-left flap
        inside-left inside-centre inside-right
    """,
    "zfold-a4": """
        cover
        cover back
        inside-left inside-centre back
    """,
    "bifold-a4": """
        cover
        inside-left inside-right
    """,
    "double-parallel-a3": """
        cover
        opened-left opened-right
        inside-1 inside-2 inside-3 inside-4
    """,
    "gate-a3": """
        cover
        opened-left opened-right
        opened-left inside-3 inside-4
        inside-1 inside-2 inside-3 inside-4
    """,
    "open-gate-a3": """
        cover cover-right
        cover inside-centre inside-right
        inside-left inside-centre inside-right
    """,
    "roll8-a3": """
        cover
        inside-1 flap
        inside-1 inside-2 second-flap
        inside-1 inside-2 inside-3 inside-4
    """,
    "concertina8-a3": """
        cover
        inside-3 inside-4
        cover inside-3 inside-4
        inside-1 inside-2 inside-3 inside-4
    """,
    "cross-a4": """
        cover
        inside-left inside-right
        opened-1 opened-2 opened-3 opened-4
    """,
}
"""One format of each way of folding; a Z and a concertina are leafed through."""

READ = {
    "F4-1": "cover inside-left inside-right back",
    "F6-5": "cover flap inside-left inside-centre inside-right back",
    "F6-1": "cover inside-left inside-centre outside-left outside-centre back",
    "F8-2": "cover opened-left opened-right inside-1 inside-2 inside-3 inside-4 back",
    "F8-3": "cover inside-1 inside-2 outside-left outside-right inside-3 inside-4 back",
    "F8-4": "cover opened-left opened-right inside-1 inside-2 inside-3 inside-4 back",
    "F8-6": "cover flap second-flap inside-1 inside-2 inside-3 inside-4 back",
    "F8-7": "cover inside-left inside-right opened-1 opened-2 opened-3 opened-4 back",
    "": "cover cover-right inside-left inside-centre inside-right back",
}
"""How a reader meets the panels, by the code of the fold in CIP4's catalogue."""

FOLDING = [one for one in FORMATS.values() if one.folds]


def piles(form: Format) -> list[Pile]:
    """Return how a format's sheet lies, from flat to folded."""
    return states(form.on_side("outside"), form.on_side("inside"), form.folds)


@pytest.mark.parametrize("name", SEEN)
def test_it_opens_as_drawn(name: str) -> None:
    """Fold by fold, what lies in sight is what the hands would find."""
    seen = [" ".join(leaf.up for leaf in in_sight(pile)) for pile in piles(FORMATS[name])]
    drawn = [line.strip() for line in SEEN[name].strip().splitlines()]
    assert seen[::-1] == drawn


@pytest.mark.parametrize("form", FOLDING, ids=lambda form: form.name)
def test_folding_it_gives_the_reading_order(form: Format) -> None:
    """Closed, the cover lies on top and the back at the foot; what is read stands upright."""
    assert " ".join(form.reading) == READ[form.fold]
    closed = piles(form)[-1]
    faces = [face for leaf in closed for face in (leaf.up, leaf.down)]
    assert sorted(faces) == sorted(form.reading), "each face once"
    assert closed[-1].down == "back"
    assert in_sight(closed)[0].up == "cover"
    for pile in piles(form):
        assert all(leaf.up_upright for leaf in in_sight(pile)), "nothing is upside down"


@pytest.mark.parametrize("name", ["zfold-a4", "zfold-letter", "concertina8-a3", "concertina8-a4"])
def test_what_is_seen_together_is_read_from_left_to_right(name: str) -> None:
    """Of two panels of a zigzag that share a fold, and so are seen together, the left is first."""
    form = FORMATS[name]
    for side in form.sides:
        beside = [(one.name, other.name) for one, other in pairwise(form.on_side(side))]
        for pair in pairwise(form.reading[1:-1]):
            assert pair[::-1] not in beside


@pytest.mark.parametrize("form", FOLDING, ids=lambda form: form.name)
def test_what_is_tucked_in_reaches_no_fold(form: Format) -> None:
    """A panel that lies inside is at most as wide as those around it, and lies within them."""
    closed = piles(form)[-1]
    outer = max(leaf.right for leaf in closed) - min(leaf.left for leaf in closed)
    around = closed[-1]
    # A fold through two layers creases both at one place, 2 mm off the mark of the inner one.
    spare = 2.0 if form.fold == "F8-2" else 0.001
    assert all(leaf.left >= around.left - spare for leaf in closed)
    assert all(leaf.right <= around.right + spare for leaf in closed)
    assert outer <= around.right - around.left + spare


def test_a_fold_in_the_midst_of_a_panel_is_a_mistake_of_ours() -> None:
    """The model of folding refuses to crease what is printed on one panel."""
    form = FORMATS["open-gate-a3"]
    half = (Fold("left"), Fold("right"), Fold("left"))
    with pytest.raises(ValueError, match="not enough panels"):
        states(form.on_side("outside"), form.on_side("inside"), half)


def test_posters_have_one_side() -> None:
    """A poster is one panel of the whole sheet."""
    assert drawn(FORMATS["poster-a4"]) == "front   | front 210 |"
    assert drawn(FORMATS["poster-a3"]) == "front   | front 297 |"


def test_folds_lie_where_the_printer_expects_them() -> None:
    """Fold marks stand at 97 and 197 mm outside, at 100 and 200 mm inside."""
    trifold = FORMATS["trifold-a4"]
    assert trifold.folds_on("outside") == (97, 197)
    assert trifold.folds_on("inside") == (100, 200)


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_panels_fill_each_side_exactly(form: Format) -> None:
    """Panels stand side by side without a gap, row by row, and together are the trim."""
    for side in form.sides:
        down = 0.0
        for _, group in groupby(form.on_side(side), lambda panel: panel.top):
            at = 0.0
            row = list(group)
            for panel in row:
                assert panel.left == pytest.approx(at)
                assert panel.top == pytest.approx(down)
                assert panel.height == row[0].height
                at += panel.width
            assert at == pytest.approx(form.trim.width)
            down += row[0].height
        assert down == pytest.approx(form.trim.height)


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_every_panel_is_read_once(form: Format) -> None:
    """The reading order names each panel once, and the title stands on one of them."""
    assert sorted(form.reading) == sorted(panel.name for panel in form.panels)
    assert form.title_panel in form.reading


def test_an_alias_names_a_format() -> None:
    """Short names lead to formats, and never hide one."""
    assert all(name in FORMATS for name in ALIASES.values())
    assert not set(ALIASES) & set(FORMATS)
    assert find_format("no-such-format") is None


@given(st.floats(50, 2000), st.integers(3, 9), st.floats(0, 5))
def test_a_roll_fold_loses_no_paper(flat: float, panels: int, tuck: float) -> None:
    """However many panels a roll fold has, they add up to the sheet."""
    widths = roll_fold_widths(flat, panels, tuck)
    assert sum(widths) == pytest.approx(flat)
    assert widths[1] - widths[0] == pytest.approx(tuck)


def test_two_panels_do_not_roll() -> None:
    """A roll fold of two panels is a mistake of ours, and raises."""
    with pytest.raises(ValueError, match="at least 3 panels"):
        roll_fold_widths(297, panels=2)


def test_list_formats_tells_other_programs_everything(run: "Callable[..., Result]") -> None:
    """`list formats --json` holds trim, panels with side, left and width, fold and order."""
    listed = {one["name"]: one for one in json.loads(run("list", "formats", "--json").out)}

    trifold = listed["trifold-a4"]
    assert trifold["aliases"] == ["trifold"]
    assert trifold["trim_mm"] == {"width": 297, "height": 210}
    assert trifold["fold"] == "F6-5"
    assert trifold["panels"][1] == {
        "name": "back",
        "side": "outside",
        "left_mm": 97.0,
        "top_mm": 0.0,
        "width_mm": 100.0,
        "height_mm": 210,
        "frames": 1,
        "turned": False,
    }
    assert trifold["reading_order"] == [
        "cover",
        "flap",
        "inside-left",
        "inside-centre",
        "inside-right",
        "back",
    ]
    assert set(listed) == set(WANTED.split())


def test_list_formats_draws_both_sides(run: "Callable[..., Result]") -> None:
    """Each side is a line, each panel has its number in reading order and its width."""
    lines = run("list", "formats").out.splitlines()
    at = next(at for at, line in enumerate(lines) if line.startswith("trifold-a4 "))
    assert [line.strip() for line in lines[at + 1 : at + 3]] == [
        "outside | 2 flap 97 | 6 back 100 | 1 cover 100 |",
        "inside  | 3 inside-left 100 | 4 inside-centre 100 | 5 inside-right 97 |",
    ]
    at = next(at for at, line in enumerate(lines) if line.startswith("cross-a4 "))
    assert [line.strip() for line in lines[at + 1 : at + 5]] == [
        "outside | 3 inside-right 148.5 upside down | 2 inside-left 148.5 upside down |",
        "| 8 back 148.5 | 1 cover 148.5 |",
        "inside  | 4 opened-1 148.5 | 5 opened-2 148.5 |",
        "| 6 opened-3 148.5 | 7 opened-4 148.5 |",
    ]
