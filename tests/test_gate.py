"""Every build holds its own printer's file to the rules for anybody's."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from leaflet.resources import shipped
from leaflet.specs.variants import VARIANTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

AT = "content/tea/leaflet.md"
PRINT = ("build", "--edition", "print")


def drawing(inside: str, width: int = 60, height: int = 30) -> str:
    """Return an SVG as many mm wide as it has units."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}">{inside}</svg>'
    )


def with_drawing(project: Project, inside: str, **settings: str) -> None:
    """Write a leaflet with a drawing in its ninth line."""
    project.write("content/tea/cup.svg", drawing(inside))
    text = '# Tea\n\nWords.\n\n![A cup](cup.svg){width="60mm"}\n'
    project.leaflet(text, **({"format": "poster-a4", "status": "final"} | settings))


HAIR = '<path d="M5 5 H55" stroke="#000" stroke-width=".05" fill="none"/>'
"""A line of a twentieth of a millimetre, which is 0.14 pt."""


def test_a_hairline_in_a_picture_is_told_at_its_line(
    project: Project, run: Callable[..., Result]
) -> None:
    """It stands where the picture stands, with what its author can do, and is no error."""
    with_drawing(project, HAIR)
    result = run(*PRINT)
    assert result.code == 0
    assert result.of("line-hair") == [
        f"{AT}:11: warning: On the front: Lines are 0.14 pt thin; 0.25 pt is the least. [line-hair]"
    ]
    assert "Make it 0.25 pt or thicker in the picture" in result.err


def test_a_line_that_is_thick_enough_is_not_told(
    project: Project, run: Callable[..., Result]
) -> None:
    """A quarter of a point does."""
    with_drawing(project, HAIR.replace(".05", ".1"))
    assert run(*PRINT).problems == []


def test_what_somebody_answers_for_is_a_note(project: Project, run: Callable[..., Result]) -> None:
    """A waiver by code holds for the finished file as well."""
    waiver = "{line-hair: 'the engraving has to look engraved, Ada Lane'}"
    with_drawing(project, HAIR, waivers=waiver)
    result = run("-v", *PRINT)
    (told,) = result.of("line-hair")
    assert "note: Set aside: On the front: Lines are 0.14 pt thin" in told
    assert "Ada Lane answers for it: the engraving has to look engraved" in result.err


def test_words_in_a_picture_that_bleeds_may_be_cut_off(
    project: Project, run: Callable[..., Result]
) -> None:
    """The layout knows nothing of words in pictures; the finished file shows them."""
    words = '<text x="1" y="20" font-size="6" font-family="Atkinson Hyperlegible">tea</text>'
    project.write("content/tea/cup.svg", drawing(words, width=97, height=40))
    project.leaflet("/// front\n/// figure | edge\n  picture: cup.svg\n  alt: Tea\n///\n///\n")
    result = run(*PRINT)
    assert result.of("safe-cut") or result.of("safe-area")


@pytest.mark.parametrize(("side", "code"), [(400, "picture-coarse"), (900, "picture-soft")])
def test_what_the_layout_told_is_not_told_again(
    side: int, code: str, project: Project, run: Callable[..., Result]
) -> None:
    """A picture with few pixels is seen as it is laid out, and in the finished file."""
    stream = io.BytesIO()
    Image.radial_gradient("L").resize((side, side)).convert("RGB").save(stream, "JPEG")
    (project.folder / "content" / "tea").mkdir(parents=True, exist_ok=True)
    (project.folder / "content" / "tea" / "cup.jpg").write_bytes(stream.getvalue())
    text = '# Tea\n\nWords.\n\n![A cup](cup.jpg){width="110mm"}\n'
    project.leaflet(text, format="poster-a4")
    (told,) = run(*PRINT).of(code)
    assert 'The picture "cup.jpg" prints at' in told


def test_a_style_sheet_can_break_a_rule(project: Project, run: Callable[..., Result]) -> None:
    """Small words of several inks are told at the line that they come from."""
    own = (shipped() / "styles" / "poster.css").read_text(encoding="utf-8")
    project.write("styles/poster.css", f"{own}\np {{ font-size: 7pt; color: #8a1f4d }}\n")
    project.leaflet("# Tea\n\nA cup for everybody.\n", format="poster-a4")
    (told,) = run(*PRINT).of("words-inks")
    assert told.startswith(f"{AT}:8: warning: On the front: Words of ")


def test_a_job_in_black_is_held_to_one_plate(
    project: Project, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The way of printing follows the leaflet's inks. The fault is put in: no text leads to it."""
    monkeypatch.setattr("leaflet.editions.in_ink._variant", lambda *_: VARIANTS["sheet-black"])
    project.leaflet("# Tea\n\nWords.\n", format="poster-a4", status="final")
    result = run(*PRINT)
    assert result.code == 1
    assert any(
        "and the job is offset on sheets, in black alone" in one
        for one in result.of("claim-broken")
    )


def test_pages_that_do_not_fit_are_not_judged(project: Project, run: Callable[..., Result]) -> None:
    """They are of other sizes and have no marks; that there is too much is told, once."""
    project.leaflet("## Tea\n\n" + "There is tea for all of us here. " * 400, format="trifold")
    result = run(*PRINT)
    assert len(result.of("fit-overflow")) == 1
    assert result.of("box-unequal") == []


# The report ---------------------------------------------------------------------------------------


def test_the_report_shows_what_was_set_aside(project: Project, run: Callable[..., Result]) -> None:
    """One page without other files: the verdict, the finding as a note, who answers for it."""
    waiver = "{line-hair: 'the engraving has to look engraved, Ada Lane'}"
    with_drawing(project, HAIR, waivers=waiver)
    assert run("build", "--edition", "report").code == 0
    assert project.built() == ["index.html", "tea/tea-report.html"]
    page = project.text("tea/tea-report.html")
    assert "A printer can take this file. Look at what is said below." in page
    assert "Set aside: Page 1: Lines are 0.14 pt thin" in page
    assert "Ada Lane answers for it: the engraving has to look engraved." in page
    assert not re.search(r"(src|href)=\"(?!data:)", page)


def test_the_report_on_a_draft_says_so(project: Project, run: Callable[..., Result]) -> None:
    """A file may be whole, and still not be meant for a printer."""
    with_drawing(project, HAIR.replace(".05", ".1"), status="draft")
    run("build", "--edition", "report")
    assert "It is a draft: do not print it yet." in project.text("tea/tea-report.html")


def test_the_report_on_a_file_with_errors_makes_no_claim(
    project: Project, run: Callable[..., Result]
) -> None:
    """What would be sent back is told, and the file does not say that it is PDF/X."""
    stream = io.BytesIO()
    Image.radial_gradient("L").resize((90, 90)).convert("RGB").save(stream, "PNG")
    project.write("content/tea/cup.png", stream.getvalue())
    project.leaflet("# Tea\n\n![A cup](cup.png)\n", format="poster-a4", status="final")
    assert run("build", "--edition", "report").code == 1
    page = project.text("tea/tea-report.html")
    assert "A printer would send this file back: 1 thing has to be mended." in page
    assert "<dt>Says that it is</dt><dd>nothing, PDF 1.6</dd>" in page
