"""Each check of the layout: a leaflet that breaks it, and one that does not."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from leaflet.preflight.layout import ON_PAGES, ON_PANELS
from leaflet.problems import CODES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result


def photo(width: int, height: int) -> bytes:
    """Return a PNG of that many pixels."""
    stream = io.BytesIO()
    Image.effect_noise((width, height), 60).convert("RGB").save(stream, "PNG")
    return stream.getvalue()


def test_a_good_leaflet_is_told_nothing(project: Project, run: Callable[..., Result]) -> None:
    """Without a fault no check speaks: whatever a check tells, it tells for a reason."""
    project.sound(status="final")
    assert run("-v", "build").err == (
        f"tea: built\nNext: open {'build/index.html'} in a browser.\n"
    )


def test_every_check_has_a_code(project: Project, run: Callable[..., Result]) -> None:
    """The name of each check, with hyphens, is the code that it tells."""
    del project, run
    names = {check.__name__.replace("_", "-") for check in (*ON_PANELS, *ON_PAGES)}
    assert names - {"text-lost"} <= set(CODES)


def test_a_missing_character_is_an_error(project: Project, run: Callable[..., Result]) -> None:
    """What would print as an empty box is told with its number and line."""
    project.leaflet("# Tea\n\nA snowman: \u2603.\n")
    result = run("build", "--edition", "screen")
    assert result.code == 1
    assert result.of("glyph-missing") == [
        (
            'content/tea/leaflet.md:8: error: The fonts have no character "\u2603" (U+2603); it '
            "would print as an empty box. [glyph-missing]"
        )
    ]


def test_a_font_that_is_not_there_is_an_error(project: Project, run: Callable[..., Result]) -> None:
    """A brand font without its files is told, instead of another one in silence."""
    project.write(
        "content/facts.yaml",
        "organisation:\n  name: Willow\nbrand:\n  fonts:\n    text: Gill Sans\n",
    )
    project.leaflet()
    result = run("build", "--edition", "screen")
    assert result.code == 1
    assert result.of("font-unexpected")[0] == (
        'content/tea/leaflet.md:8: error: The font "Gill Sans" is asked for and not there; '
        "another one was used. [font-unexpected]"
    )


@pytest.mark.parametrize(("pixels", "severity"), [(2400, None), (1400, "warning"), (800, "error")])
def test_a_picture_needs_pixels(
    project: Project, run: Callable[..., Result], pixels: int, severity: str | None
) -> None:
    """Below 225 pixels an inch as placed is a warning, below 150 an error."""
    project.write("content/tea/photo.png", photo(pixels, pixels // 8))
    project.leaflet("# Tea\n\n/// figure\n  picture: photo.png\n  alt: Tea\nA cup\n///\n")
    built = run("build", "--edition", "screen")
    told = [*built.of("picture-soft"), *built.of("picture-coarse")]
    assert [line.split(": ")[1] for line in told] == ([severity] if severity else [])
    if severity == "error":
        assert told[0].startswith(
            'content/tea/leaflet.md:8: error: The picture "photo.png" prints at 111 pixels an inch;'
        )


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("# One\n\n## Two\n\n### Three\n\n## Two\n", []),
        ("# One\n\n### Three\n", ["8"]),
        ("## Two\n\n# One\n", ["6"]),
    ],
)
def test_headings_skip_no_level(
    project: Project, run: Callable[..., Result], body: str, told: list[str]
) -> None:
    """A skipped level is an error at its line, since screen readers jump by headings."""
    project.leaflet(f"{body}\nWords.\n", title="Tea")
    found = run("build", "--edition", "screen").of("heading-order")
    assert [line.split(":")[1] for line in found] == told


def test_a_slip_in_a_style_sheet_is_told(project: Project, run: Callable[..., Result]) -> None:
    """What the engine passes over in a theme is told, not swallowed."""
    project.write("styles/poster.css", "h1 { colour: red }\n")
    project.leaflet()
    told = run("build", "--edition", "screen").of("layout-warning")
    assert len(told) == 1
    assert "Ignored `colour: red " in told[0]


def test_what_only_people_can_give_is_an_error_in_a_final_leaflet(
    project: Project, run: Callable[..., Result]
) -> None:
    """An open fact is a warning in a draft and an error in a final leaflet."""
    project.write("content/facts.yaml", "contacts:\n  us:\n    phone:\n")
    body = "# Tea\n\nRing {{ contacts.us.phone }}.\n"
    project.leaflet(body)
    draft = run("build", "--edition", "web")
    assert draft.code == 0
    assert draft.of("fact-open") == [
        (
            'content/tea/leaflet.md:8: warning: The fact "contacts.us.phone" is not known yet, so '
            "the page shows a gap. [fact-open]"
        )
    ]
    assert '<span class="gap">phone number to come</span>' in project.text("tea/tea-web.html")
    project.leaflet(body, status="final")
    assert run("build", "--edition", "web").code == 1


def test_a_final_leaflet_with_errors_says_so_on_every_page(
    project: Project, run: Callable[..., Result]
) -> None:
    """Nobody can mistake it for a good one, and it claims no standard."""
    project.leaflet("# Tea\n\nA snowman: \u2603.\n", status="final")
    assert run("build").code == 1
    assert "Has errors: not for printing" in project.text("tea/tea-web.html")
    for name in ("screen", "large"):
        with pikepdf.open(project.build / "tea" / f"tea-{name}.pdf") as pdf:
            claims = [key for key in pdf.open_metadata() if "pdfua" in key]
        assert claims == []


def test_what_a_format_lacks_is_laid_in_place(project: Project, run: Callable[..., Result]) -> None:
    """Pins and breaks of a trifold stand in a poster where the text has them, with a note."""
    project.leaflet(
        "# Tea\n\n/// new-panel\n///\n\n/// back\nBehind.\n///\n", also="[trifold]", status="final"
    )
    result = run("-v", "build", "--edition", "screen")
    poster = [line for line in result.err.splitlines() if "poster-a4" in line]
    assert poster == [
        (
            "content/tea/leaflet.md:10: note: The format poster-a4 has no further panel for this "
            "break; the text goes on. [break-in-place]"
        ),
        (
            'content/tea/leaflet.md:13: note: The format poster-a4 has no panel "back"; what is '
            "pinned to it stands where the text has it. [pin-in-place]"
        ),
    ]
    assert project.built() == [
        "index.html",
        "tea/tea-screen.pdf",
        "tea/tea-trifold-a4-screen.pdf",
    ]


def test_a_draft_carries_a_band(project: Project, run: Callable[..., Result]) -> None:
    """Every edition of a draft says that it is one."""
    project.leaflet()
    run("build", "--edition", "web")
    assert "Draft: not for printing or handing out" in project.text("tea/tea-web.html")


# Checks that are set aside ------------------------------------------------------------------------

SNOWMAN = "# Tea\n\nA snowman: \u2603.\n"


def test_a_check_can_be_set_aside_with_a_reason_and_a_name(
    project: Project, run: Callable[..., Result]
) -> None:
    """What it finds is a note that says who answers for it, and the file is a final one."""
    waiver = "{glyph-missing: 'the printer has that sign, Vera Example'}"
    project.leaflet(SNOWMAN, status="final", waivers=waiver)
    done = run("-v", "build", "--edition", "print,screen")

    assert done.code == 0
    (told,) = done.of("glyph-missing")
    assert "note: Set aside: " in told
    assert "Vera Example answers for it: the printer has that sign." in done.err
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        assert pdf.open_metadata()["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"


@pytest.mark.parametrize(
    ("waiver", "sentence"),
    [
        ("{glyph-missing: no reason}", "Write a reason, a comma, and the name"),
        ("{glyph-missing: ', Vera'}", "Write a reason, a comma, and the name"),
        ("{glyf-missing: 'why, Vera'}", '"glyf-missing" is no check that can be set aside.'),
        ("{claim-broken: 'why, Vera'}", '"claim-broken" is no check that can be set aside.'),
    ],
)
def test_a_waiver_without_reason_name_or_check_counts_for_nothing(
    project: Project, run: Callable[..., Result], waiver: str, sentence: str
) -> None:
    """It is an error itself, and the problem stays one."""
    project.leaflet(SNOWMAN, status="final", waivers=waiver)
    done = run("check")

    assert done.code == 1
    assert sentence in done.out
    assert "error" in done.out.partition("[glyph-missing]")[0].splitlines()[-1]
