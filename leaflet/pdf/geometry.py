"""Matrices and boxes of PDF, in points, with y upwards."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

Matrix: TypeAlias = tuple[float, float, float, float, float, float]

PointBox: TypeAlias = tuple[float, float, float, float]
"""Left, low, right and top in points."""

STILL: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
"""The matrix that moves nothing."""

EVERYWHERE: PointBox = (-1e9, -1e9, 1e9, 1e9)


def times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one after the other (ISO 32000-1:2008, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def six(operands: Sequence[Any]) -> Matrix:
    """Return six operands as a matrix."""
    a, b, c, d, e, f = (float(one) for one in operands)
    return (a, b, c, d, e, f)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Return where a matrix takes a point."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e, b * x + d * y + f)


def box_of(points: Iterable[tuple[float, float]]) -> PointBox:
    """Return the smallest box around some points, of which there is at least one."""
    across, up = zip(*points, strict=True)
    return (min(across), min(up), max(across), max(up))


def both(one: PointBox, other: PointBox) -> PointBox:
    """Return what two boxes have in common; without extent where that is nothing."""
    left, low = max(one[0], other[0]), max(one[1], other[1])
    return (left, low, max(left, min(one[2], other[2])), max(low, min(one[3], other[3])))


def meet(one: PointBox, other: PointBox) -> bool:
    """Say whether two boxes have any area in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def inside(one: PointBox, other: PointBox, *, slack: float = 0.01) -> bool:
    """Say whether one box lies inside another."""
    return (
        one[0] >= other[0] - slack
        and one[1] >= other[1] - slack
        and one[2] <= other[2] + slack
        and one[3] <= other[3] + slack
    )
