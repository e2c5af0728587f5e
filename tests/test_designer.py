"""A designer's change is one file beside `content/`: no Python, and nothing else is touched."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops

from tests.conftest import printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

CHECKOUT = Path(__file__).resolve().parents[1]

BODY = """\
/// cover
# Tea
///

/// flap
/// callout
Tea for everybody who comes to see us.
///

/// below | action
## Come

/// qr
  of: contacts.us
///
///
///
"""

FACTS = """\
organisation:
  name: Willow
contacts:
  us:
    name: Willow
    phone: "111"
    web: https://example.org/tea
"""

DPI = 4 * 25.4
"""Of the pictures that are compared: four pixels a millimetre."""


@pytest.fixture
def before(project: Project, run: Run) -> Image.Image:
    """Build the leaflet as it is, and return the picture of its outside."""
    project.write("content/facts.yaml", FACTS)
    project.leaflet(BODY, format="trifold", status="final")
    return outside(project, run)


def outside(project: Project, run: Run) -> Image.Image:
    """Build the leaflet, without a word of complaint, and return the picture of its outside."""
    done = run("build", "--edition", "screen,proof")
    assert done.code == 0, done.err
    assert [one for one in done.problems if "[fit-empty-panel]" not in one] == []
    with Image.open(project.build / "tea" / "tea-outside.png") as picture:
        return picture.convert("RGB")


def change(project: Project, file: str, old: str, new: str) -> None:
    """Copy one of our files into the project, and change one place in it."""
    text = (CHECKOUT / file).read_text(encoding="utf-8")
    assert text.count(old) == 1
    project.write(file, text.replace(old, new))
    outside_content = [
        one
        for one in project.folder.rglob("*")
        if one.is_file() and one.relative_to(project.folder).parts[0] not in ("build", "content")
    ]
    assert [one.relative_to(project.folder).as_posix() for one in outside_content] == [file]


def test_a_hue(project: Project, run: Run, before: Image.Image) -> None:
    """Another colour and its inks: one line of the tokens."""
    change(
        project,
        "styles/tokens.css",
        "--leaf-700: #486d5b;   /* 70 35 60 30,",
        "--leaf-700: #00605c;   /* 100 30 60 40,",
    )
    after = outside(project, run)

    changed = ImageChops.difference(before, after).getbbox()
    assert changed is not None
    left, top, right, low = changed
    assert right < before.width / 3 + 20, "the flap alone has that ground"
    assert top > before.height * 0.45, "below its horizon"
    ground = after.getpixel(((left + right) // 2, low - 60))
    assert isinstance(ground, tuple)
    assert ground[0] < 30, "hardly any red is left in the ground"


def test_a_face(project: Project, run: Run, before: Image.Image) -> None:
    """Another typeface for headings, and how far it rises: the tokens again."""
    change(
        project,
        "styles/tokens.css",
        '--font-display: "Leaflet Display", var(--near-display);',
        '--font-display: "Atkinson Hyperlegible", var(--near-text);\n  --rise-display: .66;',
    )
    text = (project.folder / "styles" / "tokens.css").read_text(encoding="utf-8")
    project.write("styles/tokens.css", text.replace("  --rise-display: .701;\n", ""))
    after = outside(project, run)

    assert ImageChops.difference(before, after).getbbox() is not None
    with pikepdf.open(project.build / "tea" / "tea-screen.pdf") as pdf:
        names = {
            str(one.BaseFont)
            for one in pdf.objects
            if isinstance(one, pikepdf.Dictionary) and "/BaseFont" in one
        }
    assert names
    assert all("Atkinson" in name for name in names), names


def test_the_corner_of_a_callout(project: Project, run: Run, before: Image.Image) -> None:
    """A callout on a ground with round corners: one rule of the parts."""
    change(
        project,
        "styles/parts.css",
        ".callout { margin-bottom: var(--line); break-inside: avoid }",
        ".callout { margin-bottom: var(--line); break-inside: avoid;\n"
        "  background: var(--white); border-radius: var(--half) }",
    )
    after = outside(project, run)

    changed = ImageChops.difference(before, after).getbbox()
    assert changed is not None
    left, top, right, low = changed
    assert low < before.height / 2, "the lower zone stands as it stood"
    assert after.getpixel((left, top)) == before.getpixel((left, top)), "the corner is cut away"
    assert after.getpixel(((left + right) // 2, low - 3)) == (255, 255, 255), "the ground is there"


@pytest.mark.usefixtures("before")
def test_the_order_of_a_parts_pieces(project: Project, run: Run) -> None:
    """The web address above the phone: one macro."""
    text = (CHECKOUT / "templates" / "parts" / "qr.html").read_text(encoding="utf-8")
    phone = text.index("{% for contact in of[:1] %}")
    web = text.index('<p><strong class="qr__label">{{ use.words["web"]')
    end = text.index("</div>", web)
    change(project, "templates/parts/qr.html", text[phone:end], text[web:end] + text[phone:web])
    outside(project, run)

    words = printed(project.build / "tea" / "tea-screen.pdf")
    assert words.index("example.org/tea") < words.index("111")
