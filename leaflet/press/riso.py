"""The `riso` edition: one grey file a plate, as risographs and small presses print them.

Each is printed in its own ink on the same paper, one run after the other. Targets at the corners of
the sheet show whether the runs meet.
"""

import io
import math

import pikepdf

from leaflet.press.marks import LENGTH, SLUG, WIDTH, line
from leaflet.press.plates import each_plate
from leaflet.press.screen import written
from leaflet.units import points

FROM_TRIM = 8.5
"""Distance in mm from the trim, both ways, of a target's middle: amid the slug, clear of crop
marks, which stand 4 to 9 mm out along the trim."""

RADIUS = 1.5
"""Radius of a target's ring in mm."""

_BOW = 4 / 3 * (math.sqrt(2) - 1)
"""How far the handles of four curves that make a circle stand out, for a radius of one."""


def finish_riso(printed: bytes) -> dict[str, bytes]:
    """Return a grey file of each plate, by the name of the ink that it rides on.

    Args:
        printed: The finished file with its marks, before spot inks came to their places.
    """
    return {ink: _with_targets(plate) for ink, plate in each_plate(printed).items()}


def _with_targets(plate: bytes) -> bytes:
    with pikepdf.open(io.BytesIO(plate)) as pdf:
        for page in pdf.pages:
            left, low, right, top = (float(one) for one in page.trimbox)
            if left < points(SLUG) - 1:  # what does not fit, on a page without a slug
                continue
            away = points(FROM_TRIM)
            corners = [
                (x, y) for x in (left - away, right + away) for y in (low - away, top + away)
            ]
            drawn = " ".join(_target(x, y) for x, y in corners)
            content = f"q 0 G {points(WIDTH):.4f} w {drawn} Q".encode()
            page.contents_add(pdf.make_stream(content))
        return written(pdf)


def _target(x: float, y: float) -> str:
    """Return a cross in a ring, around a point."""
    mm = points(1)
    across, up = x / mm, y / mm
    arms = LENGTH / 2
    cross = [
        line(across - arms, up, across + arms, up),
        line(across, up - arms, across, up + arms),
    ]
    r, bow = points(RADIUS), points(RADIUS) * _BOW
    ring = (
        f"{x + r:.4f} {y:.4f} m "
        f"{x + r:.4f} {y + bow:.4f} {x + bow:.4f} {y + r:.4f} {x:.4f} {y + r:.4f} c "
        f"{x - bow:.4f} {y + r:.4f} {x - r:.4f} {y + bow:.4f} {x - r:.4f} {y:.4f} c "
        f"{x - r:.4f} {y - bow:.4f} {x - bow:.4f} {y - r:.4f} {x:.4f} {y - r:.4f} c "
        f"{x + bow:.4f} {y - r:.4f} {x + r:.4f} {y - bow:.4f} {x + r:.4f} {y:.4f} c S"
    )
    return " ".join([*cross, ring])
