"""Drawings of folds: true to the panels, and without one crossing another."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from leaflet.dispatch.fold_drawing import Point, edge, sides, steps
from leaflet.specs.formats import FORMATS

FOLDED = [name for name, form in FORMATS.items() if form.folds]

Stretch = tuple[Point, Point]


@pytest.mark.parametrize("name", FOLDED)
def test_a_drawn_panel_is_as_wide_as_it_is(name: str) -> None:
    """Seen along its edge, each panel of the upper row is as long as it is wide."""
    form = FORMATS[name]
    drawn = [round(math.dist(a, b), 1) for a, b in pairwise(edge(form))]
    inside = [one for one in form.on_side(form.sides[-1]) if not one.top]
    assert drawn == [pytest.approx(one.width, abs=0.1) for one in inside]


def cross(one: Stretch, other: Stretch) -> bool:
    """Say whether two stretches of a line cut each other."""

    def side(a: Point, b: Point, c: Point) -> float:
        return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

    return (
        side(*one, other[0]) * side(*one, other[1]) < 0
        and side(*other, one[0]) * side(*other, one[1]) < 0
    )


@pytest.mark.parametrize("name", FOLDED)
def test_paper_does_not_go_through_paper(name: str) -> None:
    """No panel cuts another."""
    parts = list(pairwise(edge(FORMATS[name])))
    assert not any(
        cross(one, other) for place, one in enumerate(parts) for other in parts[place + 2 :]
    )


STEPS = {
    "trifold-a4": ["right-hand panel over", "left-hand panel over"],
    "zfold-a4": ["left-hand panel over", "right-hand panel behind"],
    "double-parallel-a4": ["right-hand half over", "left-hand panel over"],
    "gate-a4": ["left-hand panel over", "right-hand panel over", "left-hand panel over"],
    "cross-a4": ["upper half over", "left-hand half over"],
}


@pytest.mark.parametrize("name", STEPS)
def test_steps_are_words(name: str) -> None:
    """As one tells somebody at a table."""
    assert steps(FORMATS[name]) == [f"Fold the {one} the rest." for one in STEPS[name]]


def test_the_flat_sides_carry_the_order_of_reading() -> None:
    """A trifold: flap, back and cover outside; three panels inside."""
    numbers = [[face.number for face in side.faces] for side in sides(FORMATS["trifold-a4"])]
    assert numbers == [[2, 6, 1], [3, 4, 5]]
