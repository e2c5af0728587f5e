"""Lines of facing panels stand level: whatever stands between them ends on a whole line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from leaflet.specs.formats import FORMATS
from leaflet.typeset.layout import FLOW, Kind
from tests.test_panels import laid_out

if TYPE_CHECKING:
    from tests.conftest import Project

PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 {height}" width="40mm"'
    ' height="{height}mm"><path d="M0 0h40v{height}z" fill="#1a1a1a"/></svg>'
)

BETWEEN = {
    "a picture": "![A slope](odd.svg)",
    "a figure": "/// figure\n  picture: odd.svg\n  alt: A slope\n///",
    "a figure with words": "/// figure\n  picture: odd.svg\n  alt: A slope\nA slope.\n///",
    "one line of voice": "/// callout\nTea is ready.\n///",
    "three lines of voice": "/// callout\n" + "Tea is ready, so come. " * 3 + "\n///",
    "a heading of two lines": "### Why all of us like to sit by the window when it rains",
    "a story": "/// story\n  picture: odd.svg\n  alt: A slope\nI like tea.\n///",
    "a list of two": "- Tea\n- Cake",
    "a table": "| Day | Tea |\n|---|---|\n| Monday | Green |\n| Friday | Black |",
    "a note": "Tea.[^1]\n\n[^1]: Or cake.",
    "a quotation": "> Tea is ready.",
    "a rule": "Tea\n\n---\n\nCake",
    "steps": "/// steps\n1. Sit.\n2. Drink.\n///",
}


@pytest.mark.parametrize("between", BETWEEN)
def test_lines_are_level_again_behind(between: str, project: Project) -> None:
    """The paragraph behind it stands a number of whole lines below the one before it."""
    project.write("content/tea/odd.svg", PICTURE.format(height=17.3))
    body = f"Before.\n\n{BETWEEN[between]}\n\nBehind.\n"
    page = laid_out(project, body, FORMATS["trifold-a4"]).trial.group(FLOW)[0]
    tops = {one.words: one.top for one in page.of(Kind.TEXT)}
    apart = (tops["Behind."] - tops["Before."]) / 5.5
    assert apart > 1.5
    assert apart == pytest.approx(round(apart), abs=0.02)


def test_a_caption_is_level_too(project: Project) -> None:
    """Words below a picture stand on the grid, however high the picture is."""
    project.write("content/tea/odd.svg", PICTURE.format(height=17.3))
    body = "Before.\n\n/// figure\n  picture: odd.svg\n  alt: A slope\nA slope.\n///\n"
    page = laid_out(project, body, FORMATS["trifold-a4"]).trial.group(FLOW)[0]
    tops = {one.words: one.top for one in page.of(Kind.TEXT)}
    halves = (tops["A slope."] - tops["Before."]) / 2.75
    assert halves == pytest.approx(round(halves), abs=0.02)


def test_a_designer_can_let_it_be(project: Project) -> None:
    """One line of CSS sets blocks as they are."""
    project.write("content/tea/odd.svg", PICTURE.format(height=17.3))
    project.write(
        "styles/folded.css", ".flow, .panel__upper, .panel__below { --rhythm: none !important }"
    )
    body = "Before.\n\n![A slope](odd.svg)\n\nBehind.\n"
    page = laid_out(project, body, FORMATS["trifold-a4"]).trial.group(FLOW)[0]
    tops = {one.words: one.top for one in page.of(Kind.TEXT)}
    apart = (tops["Behind."] - tops["Before."]) / 5.5
    assert abs(apart - round(apart)) > 0.02
