"""A charity's own look, from its facts and fonts alone: other hues, other faces, no rose."""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from leaflet.cli import main
from leaflet.resources import Theme
from leaflet.typeset.fonts import rises
from tests import judges

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

COMPLETE = Path(__file__).resolve().parent / "complete"

HUES = {
    "rose-900": ("#671532", "#12355b"),
    "rose-700": ("#ab2c50", "#9a2f1c"),
    "rose-600": ("#c23d61", "#b8402f"),
    "rose-400": ("#e98fa0", "#e58e7d"),
    "rose-300": ("#f2b5bf", "#f0b7aa"),
    "rose-200": ("#fad3d6", "#f8d8d0"),
    "rose-100": ("#fde9ea", "#eef5fa"),
    "leaf-700": ("#486d5b", "#00605c"),
    "leaf-100": ("#eaf2ee", "#fbf3e1"),
}
"""Navy, brick, teal and sand where the house has rose and leaf: each token's own hue, and the
other. Blood stays red."""

FACES = ("fontpkg_source_sans_3", "fontpkg_nunito")
"""Packages with the faces for text and for headings, both with weights that vary."""


def brand(**colours: str) -> str:
    """Return how a charity looks, as its facts say it."""
    lines = [f'    {token}: {{screen: "{hue}"}}\n' for token, hue in colours.items()]
    fonts = "  fonts:\n    text: Source Sans 3\n    display: Nunito\n  logo: logo.svg\n"
    return "brand:\n  colours:\n" + "".join(lines) + fonts


def fonts_into(folder: Path) -> None:
    """Put the faces where a charity puts its fonts."""
    folder.mkdir(parents=True)
    for package in FACES:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        for file in Path(spec.origin).parent.rglob("*.ttf"):
            if "Italic" not in file.name:
                shutil.copy(file, folder)


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the complete leaflet's project in another look, built."""
    project = tmp_path_factory.mktemp("harbour") / "project"
    shutil.copytree(COMPLETE, project)
    facts = project / "content" / "facts.yaml"
    text = facts.read_text(encoding="utf-8")
    hues = {token: other for token, (_, other) in HUES.items()}
    facts.write_text(text[: text.index("brand:")] + brand(**hues), encoding="utf-8")
    for picture in project.rglob("*.svg"):
        drawn = picture.read_text(encoding="utf-8")
        for own, other in HUES.values():
            drawn = drawn.replace(own, other)
        picture.write_text(drawn, encoding="utf-8")
    fonts_into(project / "styles" / "fonts")
    assert main(["-q", "-C", str(project), "build", "--strict"]) == 0, "nothing is told, type too"
    return project / "build" / "reading-well"


def test_it_needs_no_style_sheet_and_no_template(harbour: Path) -> None:
    """Facts, pictures and font files are all that the project has."""
    project = harbour.parents[1]
    assert not list(project.rglob("*.css"))
    assert not (project / "templates").exists()


def test_only_its_own_faces_are_in_the_files(harbour: Path) -> None:
    """None of ours is, in any edition that people read."""
    for name in ("screen", "home", "large"):
        with pikepdf.open(harbour / f"reading-well-{name}.pdf") as pdf:
            names = {str(one.BaseFont) for one in pdf.objects if "/BaseFont" in _keys(one)}
        families = {re.search(r"Source-Sans-3|Nunito|$", one)[0] for one in names}  # type: ignore[index] # because it always finds the end
        assert families == {"Source-Sans-3", "Nunito"}, names


def _keys(found: pikepdf.Object) -> set[str]:
    return set(found.keys()) if isinstance(found, pikepdf.Dictionary) else set()


def test_no_rose_is_left(harbour: Path) -> None:
    """None of the house's hues stands in the screen edition; its own do."""
    with pikepdf.open(harbour / "reading-well-screen.pdf") as pdf:
        drawn = b"\n".join(
            one.read_bytes()
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream)
            and one.get("/Subtype") != "/Image"
            and "/Length1" not in one
        )
    used = {
        "#" + "".join(f"{round(float(one) * 255):02x}" for one in match.split()[:3])
        for match in re.findall(rb"(?:[\d.]+ ){3}(?:rg|RG)\b", drawn)
    }
    assert not used & {own for own, _ in HUES.values()}
    assert {"#12355b", "#00605c", "#eef5fa", "#fbf3e1"} <= used


def test_its_logo_stands_on_the_cover_and_is_named(harbour: Path) -> None:
    """Whoever cannot see the logo is read the charity's name."""
    cover = judges.pdftotext(harbour / "reading-well-screen.pdf").split("\f")[0]
    assert "The Example Lamp Trust" not in cover
    with pikepdf.open(harbour / "reading-well-screen.pdf") as pdf:
        alts = [str(one.Alt) for one in pdf.objects if "/Alt" in _keys(one)]
    assert "The Example Lamp Trust" in alts


def test_the_house_keeps_its_measures() -> None:
    """Nothing is read from fonts where a charity keeps ours."""
    theme = Theme(COMPLETE)
    assert rises(theme, text="Atkinson Hyperlegible", display="") == {}
    assert rises(theme, text="No Such Face", display="") == {}


def test_other_faces_bring_other_measures(harbour: Path) -> None:
    """Nunito reaches 1.011 em up and 0.353 down; Source Sans 3 1.024 and 0.4."""
    theme = Theme(harbour.parents[1])
    found = rises(theme, text="Source Sans 3", display="Nunito")
    assert found == pytest.approx({"text": 0.624, "display": 0.658}, abs=0.001)


@pytest.mark.parametrize(
    ("token", "hue", "words"),
    [("rose-900", "#c9c0f0", "A quiet hour"), ("rose-100", "#5a4a70", "A quiet hour")],
    ids=["pale words", "a dark ground"],
)
def test_a_look_that_nobody_can_read_is_told(
    token: str, hue: str, words: str, project: Project, run: Callable[..., Result]
) -> None:
    """Words that do not stand out from what they stand on are an error."""
    facts = project.folder / "content" / "facts.yaml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(
        f'{text}brand:\n  colours:\n    {token}: {{screen: "{hue}"}}\n', encoding="utf-8"
    )
    project.leaflet("# A quiet hour\n\nCome and sit with us.\n", format="poster-a4")
    [told] = [one for one in run("build").of("contrast-low") if words in one]
    assert ": error: " in told


@pytest.mark.parametrize(
    ("logo", "code"),
    [("no-such.svg", "picture-missing"), ("../../elsewhere.svg", "picture-outside")],
)
def test_a_logo_that_cannot_be_shown_is_told_in_the_facts(
    logo: str, code: str, project: Project, run: Callable[..., Result]
) -> None:
    """With the line of the facts; the charity's name stands in its place."""
    facts = project.folder / "content" / "facts.yaml"
    text = facts.read_text(encoding="utf-8")
    facts.write_text(f"{text}brand:\n  logo: {logo}\n", encoding="utf-8")
    project.leaflet("/// cover\n# A\n///\n\nWords\n", format="trifold")
    [told] = run("build", "--edition", "screen").of(code)
    assert told.startswith("content/facts.yaml:")
    assert "The Willow Trust" in judges.pdftotext(project.build / "tea" / "tea-screen.pdf")
