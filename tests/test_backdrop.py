"""Art that runs across folds lies behind all panels of a side, in every edition of panels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image

from leaflet.raster import pictures
from tests import judges

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

RIVER = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 303 216" width="303mm" height="216mm">'
    '<g opacity=".9"><path d="M0 100H303V130H0Z" fill="#486d5b"/></g></svg>'
)
"""A band across the sheet with its bleed: its upper edge is 97 mm below the upper trim."""

TEXT = """\
/// backdrop | inside
    picture: river.svg
///

/// cover
# Tea
///

One.

/// new-panel
///

Two.

/// new-panel
///

Three.

/// back
Back.
///

/// flap
Flap.
///
"""

MM = 4
"""Pixels a millimetre."""

DPI = 25.4 * MM


def is_green(picture: Image.Image, left: float, top: float) -> bool:
    """Return whether a picture is green at a place in mm from its upper left corner."""
    red, green, _ = picture.convert("RGB").getpixel((round(left * MM), round(top * MM)))  # type: ignore[misc] # three numbers in a picture of three bands
    return bool(green > red + 15)


def sketch(picture: Image.Image, left: float = 0.0, top: float = 0.0) -> str:
    """Return a drawing of a side: a column every 33 mm, a row every 30 mm; # is the river."""
    return "\n".join(
        "".join(
            "#" if is_green(picture, left + 16.5 + 33 * column, top + 15 + 30 * row) else "."
            for column in range(9)
        )
        for row in range(7)
    )


ACROSS = """\
.........
.........
.........
#########
.........
.........
........."""


def test_it_runs_across_the_folds(project: Project, run: Callable[..., Result]) -> None:
    """Print, proof, home and screen show it in the same place, and only on the side asked for."""
    project.write("content/tea/river.svg", RIVER)
    project.leaflet(TEXT, format="trifold", status="final")
    assert run("build").code == 0
    folder = project.build / "tea"
    outside, inside = pictures((folder / "tea-print.pdf").read_bytes(), dpi=DPI)
    assert sketch(inside, 14, 14) == ACROSS
    assert "#" not in sketch(outside, 14, 14)
    assert is_green(inside, 14 - 2.9, 14 + 100), "it bleeds"
    assert not is_green(inside, 14 - 3.5, 14 + 100), "and stops there"
    with Image.open(folder / "tea-inside.png") as proof:
        assert sketch(proof, 8, 8) == ACROSS
    _, home, *_ = pictures((folder / "tea-home.pdf").read_bytes(), dpi=DPI)
    assert sketch(home) == ACROSS
    # The panels of the inside, each a page of its own: in reading order after cover and flap.
    pages = list(pictures((folder / "tea-screen.pdf").read_bytes(), dpi=DPI))
    for number, page in enumerate(pages):
        shown = [is_green(page, 5, 15 + 30 * row) for row in range(7)]
        assert shown == [row == 3 and number in {2, 3, 4} for row in range(7)], number


def test_it_is_no_part_of_the_text(project: Project, run: Callable[..., Result]) -> None:
    """Screen readers pass over it, and the printer's file keeps its claim."""
    project.write("content/tea/river.svg", RIVER)
    project.leaflet(TEXT, format="trifold", status="final")
    assert run("build").code == 0
    files = [project.build / "tea" / f"tea-{name}.pdf" for name in ("screen", "home", "large")]
    for verdict in judges.verapdf(files):
        assert verdict.compliant, str(verdict)
    for file in files:
        verdict = judges.page_validation(file)
        assert verdict.compliant, str(verdict)
    assert "river" not in project.text("tea/tea-web.html")


def test_a_format_without_that_side_says_so(project: Project, run: Callable[..., Result]) -> None:
    """A poster has no inside: a note tells, and nothing else changes."""
    project.write("content/tea/river.svg", RIVER)
    project.leaflet(TEXT, format="poster-a4", status="final")
    result = run("-v", "build", "--edition", "proof")
    assert 'has no side "inside"; the picture behind it is left out' in result.err
    with Image.open(project.build / "tea" / "tea-front.png") as proof:
        assert not is_green(proof, 8 + 100, 8 + 112)


def test_too_few_pixels_are_told(project: Project, run: Callable[..., Result]) -> None:
    """A picture across the sheet needs enough pixels for the whole of it."""
    project.write("content/tea/river.png", b"")
    Image.new("RGB", (600, 400), (70, 110, 90)).save(project.folder / "content/tea/river.png")
    project.leaflet(TEXT.replace("river.svg", "river.png"), format="trifold")
    assert "prints at 50 pixels an inch" in " ".join(run("build").of("picture-coarse"))


def test_inside_a_panel_it_is_misplaced(project: Project, run: Callable[..., Result]) -> None:
    """It belongs to a side, so it cannot stand in a panel."""
    project.write("content/tea/river.svg", RIVER)
    project.leaflet("/// cover\n# Tea\n\n/// backdrop\n    picture: river.svg\n///\n///\n\nOne.\n")
    assert run("build").of("block-misplaced")
