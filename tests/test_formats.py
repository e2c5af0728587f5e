"""Formats are data, and the data folds."""

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaflet.specs.folds import folded, roll_fold_widths
from leaflet.specs.formats import ALIASES, FORMATS, Format, find_format

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Result


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


FOLDED = {
    # Each face from the top of the pile to its foot, as the hands do it.
    "trifold-a4": ["cover", "inside-left", "flap", "inside-right", "inside-centre", "back"],
    "zfold-a4": [
        "cover",
        "inside-left",
        "inside-centre",
        "outside-centre",
        "outside-left",
        "back",
    ],
}


@pytest.mark.parametrize("form", [one for one in FORMATS.values() if one.folds])
def test_folding_it_gives_the_pile(form: Format) -> None:
    """Folded step by step, the cover lies on top, the back at the foot, each face once."""
    outside = tuple(panel.name for panel in form.on_side("outside"))
    inside = tuple(panel.name for panel in form.on_side("inside"))
    pile = folded(outside, inside, form.folds)
    assert pile == FOLDED[form.name]
    assert sorted(pile) == sorted(form.reading)
    assert (pile[0], pile[-1]) == ("cover", "back") == (form.reading[0], form.reading[-1])


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
    """Panels stand side by side without a gap, and their widths add up to the trim."""
    for side in form.sides:
        at = 0.0
        for panel in form.on_side(side):
            assert panel.left == pytest.approx(at)
            assert panel.height == form.trim.height
            at += panel.width
        assert at == pytest.approx(form.trim.width)


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
        "width_mm": 100.0,
        "height_mm": 210,
    }
    assert trifold["reading_order"] == [
        "cover",
        "flap",
        "inside-left",
        "inside-centre",
        "inside-right",
        "back",
    ]
    assert set(listed) == {"trifold-a4", "zfold-a4", "poster-a4", "poster-a3"}


def test_list_formats_draws_both_sides(run: "Callable[..., Result]") -> None:
    """Each side is a line, each panel has its number in reading order and its width."""
    lines = run("list", "formats").out.splitlines()
    at = lines.index("trifold-a4  A4 folded twice to a third (DL); the flap tucks in")
    assert lines[at + 1 : at + 3] == [
        "            outside | 2 flap 97 | 6 back 100 | 1 cover 100 |",
        "            inside  | 3 inside-left 100 | 4 inside-centre 100 | 5 inside-right 97 |",
    ]
