"""Clear print on the finished pages: the lines as set, and what style sheets can do to them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from leaflet.preflight.type_clear import CLEAR_RULES, _broken
from leaflet.resources import shipped

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

AT = "content/tea/leaflet.md"
PRINT = ("build", "--edition", "print")
WORDS = "There is tea for all of us, and cake, and a fire to sit by when it rains. " * 6
STYLES = {
    "x-height-small": "p { font-size: 11pt; line-height: 5mm; width: 80mm }",
    "leading-off": "p { font-size: 12pt; line-height: 4.6mm; width: 90mm }",
    "text-centred": "p { font-size: 12pt; line-height: 5.5mm; width: 90mm; text-align: center }",
    "text-justified": "p { font-size: 12pt; line-height: 5.5mm; width: 90mm; text-align: justify }",
    "line-long": "p { font-size: 12pt; line-height: 5.5mm }",
    "line-short": "p { font-size: 56pt; line-height: 72pt }",
    "words-reversed": "p { color: #fff; font-size: 12pt; line-height: 5.5mm; width: 80mm }",
}
"""What somebody may write into poster.css, and the rule that it breaks."""

USUAL = "p { font-size: 12pt; line-height: 5.5mm; width: 90mm }"


def told(
    project: Project, run: Callable[..., Result], css: str, body: str, **settings: str
) -> Result:
    """Build a poster with a style of its own."""
    own = (shipped() / "styles" / "poster.css").read_text(encoding="utf-8")
    project.write("styles/poster.css", f"{own}\n{css}\n")
    project.leaflet(body, **({"format": "poster-a4"} | settings))
    return run("-v", *PRINT)


def of_clear(result: Result) -> set[str]:
    """Return the codes of clear print that were told."""
    return {rule.code for rule in CLEAR_RULES if result.of(rule.code)}


@pytest.mark.parametrize("code", STYLES)
def test_a_style_breaks_a_rule(code: str, project: Project, run: Callable[..., Result]) -> None:
    """It is told at the line of the text that shows it."""
    result = told(project, run, STYLES[code], f"# Tea\n\n{WORDS}\n")
    found = result.of(code)
    assert found
    assert found[0].startswith((f"{AT}:6: warning", f"{AT}:8: warning"))
    assert of_clear(result) == {code}


def test_usual_type_breaks_none(project: Project, run: Callable[..., Result]) -> None:
    """Text in 12 pt on lines of 5.5 mm and 90 mm is what clear print asks for."""
    result = told(project, run, USUAL, f"# Tea\n\n{WORDS}\n")
    assert of_clear(result) == set()


def test_readers_who_need_it_get_an_error(project: Project, run: Callable[..., Result]) -> None:
    """What is a warning for most is an error in a leaflet for clear print."""
    css = f"{USUAL} p {{ text-align: center }}"
    result = told(project, run, css, f"# Tea\n\n{WORDS}\n", audience="clear")
    (found,) = result.of("text-centred")
    assert found.startswith(f"{AT}:9: error")


@pytest.mark.parametrize(
    ("lines", "broken"),
    [
        (("Ring us on 0300 123", "2323 today."), "0300 123 2323"),
        (("We meet on 6", "September 2026."), "6 September 2026"),
        (("We meet on 6 Sep", "tember 2026."), "6 September 2026"),
        (("Exampleton ZZ99", "9ZZ"), "ZZ99 9ZZ"),
        (("There are 20", "chairs in 2026."), ""),
        (("Ring us on 0300 123 2323", "today."), ""),
    ],
)
def test_numbers_and_dates_over_two_lines(lines: tuple[str, str], broken: str) -> None:
    """Single pieces of information are one piece, and nothing else is."""
    assert next(_broken(*lines), "") == broken


def test_a_date_over_two_lines_is_told(project: Project, run: Callable[..., Result]) -> None:
    """The program keeps dates together; who ends a line by hand may part them."""
    body = "# Tea\n\nWe meet on 6<br>September for tea.\n"
    result = told(project, run, USUAL, body)
    (found,) = result.of("words-split")
    assert of_clear(result) == {"words-split"}
    assert found == f'{AT}:8: warning: "6 September" is broken over two lines. [words-split]'


def test_words_on_a_photograph_are_told(project: Project, run: Callable[..., Result]) -> None:
    """A picture behind all of the side has words on it."""
    stream = io.BytesIO()
    Image.effect_noise((2200, 3100), 20).convert("RGB").save(stream, "JPEG")
    project.write("content/tea/fog.jpg", stream.getvalue())
    body = f"/// backdrop | front\n  picture: fog.jpg\n///\n\n# Tea\n\n{WORDS}\n"
    assert of_clear(told(project, run, USUAL, body)) == {"words-on-picture"}


@pytest.mark.parametrize(("audience", "severity"), [("std", None), ("dementia", "warning")])
def test_sizes_by_audience(
    audience: str, severity: str | None, project: Project, run: Callable[..., Result]
) -> None:
    """12 pt does for most; for people with dementia 14 pt is the least."""
    result = told(project, run, USUAL, f"# Tea\n\n{WORDS}\n", audience=audience)
    found = result.of("size-small")
    assert [one.split(": ")[1] for one in found] == ([severity] if severity else [])


@pytest.mark.parametrize(("audience", "wrong"), [("std", False), ("clear", True)])
def test_contrast_by_audience(
    audience: str,
    wrong: bool,  # noqa: FBT001 - a case
    project: Project,
    run: Callable[..., Result],
) -> None:
    """Grey of 5:1 does for most; clear print wants 7:1."""
    css = f"{USUAL} p {{ color: #636363 }}"
    result = told(project, run, css, f"# Tea\n\n{WORDS}\n", audience=audience)
    assert bool(result.of("contrast-low")) == wrong
