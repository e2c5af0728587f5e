"""How a piece folds, drawn: both sides flat, the folded edge as one looks along it, and steps."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from leaflet.specs.folds import HAIR, Fold, Leaf, Pile, states
from leaflet.specs.format import Format, Panel

LAST, ROLLED, OTHERS, TIGHT = 110.0, 75.0, 35.0, 2.0
"""Angles in degrees at which a drawn fold stands open: the last one; one around another that rolls
in; others; and those that lie flat inside the last one."""

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Face:
    """A panel on the flat sheet."""

    panel: Panel
    number: int
    """Its place in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Side:
    """One side of the flat sheet; all lengths in mm."""

    name: str
    width: float
    height: float
    faces: tuple[Face, ...]
    upright: tuple[float, ...]
    """Where upright folds lie, from the left."""

    level: tuple[float, ...]
    """Where level folds lie, from the top."""


@dataclass(frozen=True, slots=True)
class Crease:
    """An upright fold between two panels of the inner side."""

    step: int
    """Which of the folds makes it."""

    valley: bool
    """Whether the inner faces come to lie on each other."""

    around: int | None = None
    """The later fold in which it lies, where it would be in the way; nothing where it is not."""

    rolled: bool = False
    """Whether an earlier fold lies in it."""


def sides(form: Format) -> tuple[Side, ...]:
    """Return the sides of a format, with their panels numbered as they are read."""
    numbers = {name: number for number, name in enumerate(form.reading, 1)}
    return tuple(
        Side(
            side,
            form.trim.width,
            form.trim.height,
            tuple(Face(one, numbers[one.name]) for one in form.on_side(side)),
            form.folds_on(side),
            form.folds_across(side),
        )
        for side in form.sides
    )


def steps(form: Format) -> list[str]:
    """Return how to fold it, in words, with the inside facing up."""
    return [
        _step(fold, len({one.left for one in form.on_side(form.sides[-1])})) for fold in form.folds
    ]


def _step(fold: Fold, columns: int) -> str:
    where = {"left": "left-hand", "right": "right-hand", "top": "upper"}[fold.part]
    if fold.part == "top" or 2 * fold.panels == columns:
        what = "half"
    else:
        what = "panel" if fold.panels == 1 else f"{fold.panels} panels"
    how = "over the rest" if fold.over else "behind the rest"
    return f"Fold the {where} {what} {how}."


def edge(form: Format) -> list[Point]:
    """Return the half-folded sheet as seen along its edge from the foot: points of a line, in mm.

    The panel that no fold moves lies level, its inside up. Nothing for a sheet without upright
    folds.
    """
    inside = [one for one in form.on_side(form.sides[-1]) if not one.top]
    piles = states(form.on_side(form.sides[0]), form.on_side(form.sides[-1]), form.folds)
    creases = _creases(inside, piles)
    if not creases:
        return []
    turns = [
        math.radians(180 - _open(one, len(form.folds))) * (1 if one.valley else -1)
        for one in creases
    ]
    headings = list(accumulate(turns, initial=0.0))
    still = next(
        number
        for number, panel in enumerate(inside)
        if len({_leaf(panel, pile).left for pile in piles}) == 1
    )
    line = [(0.0, 0.0)]
    for panel, heading in zip(inside, headings, strict=True):
        x, y = line[-1]
        along = heading - headings[still]
        line.append((x + panel.width * math.cos(along), y + panel.width * math.sin(along)))
    return _in_sight(line)


def _open(crease: Crease, folds: int) -> float:
    if crease.step == folds:
        return LAST if folds > 1 else OTHERS
    if crease.around is None:
        return ROLLED if crease.rolled else OTHERS
    return TIGHT if crease.around == folds else OTHERS


def _in_sight(line: Sequence[Point]) -> list[Point]:
    """Return a line with its left upper corner at nought, and up as up on a page."""
    left, top = min(x for x, _ in line), max(y for _, y in line)
    return [(round(x - left, 2), round(top - y, 2)) for x, y in line]


def _creases(inside: Sequence[Panel], piles: Sequence[Pile]) -> list[Crease]:
    """Return the upright folds of the inner side, from left to right."""
    names = {leaf.up for leaf in piles[0]}
    found = [_crease(a, b, piles, names) for a, b in pairwise(inside)]
    made = [one.step for one in found]
    creases = []
    for number, one in enumerate(found):
        beside = [found[at] for at in (number - 1, number + 1) if 0 <= at < len(found)]
        alike = [two for two in beside if two.valley == one.valley]
        later = [two.step for two in alike if two.step > one.step and one.around]
        # A fold through two layers at once holds them together.
        later += [step for step in made if step > one.step and made.count(step) > 1]
        rolled = any(two.step < one.step and two.around for two in alike)
        creases.append(replace(one, around=min(later, default=None), rolled=rolled))
    return creases


def _crease(a: Panel, b: Panel, piles: Sequence[Pile], inside: set[str]) -> Crease:
    """Return the fold between two panels; `around` tells only whether one of them moves again."""
    for step, pile in enumerate(piles):
        one, other = _leaf(a, pile), _leaf(b, pile)
        if min(one.right, other.right) - max(one.left, other.left) > HAIR:
            upper = min(one, other, key=pile.index)
            moves = any(_leaf(panel, piles[-1]) != _leaf(panel, pile) for panel in (a, b))
            return Crease(step, upper.down in inside, len(piles) - 1 if moves else None)
    msg = f"{a.name} and {b.name} never come to lie on each other"
    raise ValueError(msg)


def _leaf(panel: Panel, pile: Pile) -> Leaf:
    return next(one for one in pile if panel.name in (one.up, one.down))
