"""What the style sheets promise: one place for literals, and contrast as stated."""

import re
from pathlib import Path

import pytest
from PIL import Image

from leaflet.manuscript.parts import PARTS
from leaflet.press import Inks
from leaflet.resources import shipped
from leaflet.specs.conditions import CONDITIONS, DEFAULT_CONDITION

STYLES = shipped() / "styles"
TEMPLATES = shipped() / "templates"
TOKENS = (STYLES / "tokens.css").read_text(encoding="utf-8")
OTHERS = sorted(file for file in STYLES.rglob("*.css") if file.name != "tokens.css")

LITERAL = re.compile(r"#[0-9a-fA-F]{3,8}\b|(?<![\w-])\d*\.?\d+(?:mm|cm|pt|px|in|rem|em|%)")
STATED = re.compile(
    r"--([\w-]+): (#[0-9a-f]{6});\s*/\* (\d+ \d+ \d+ \d+)(?:, black (\d+))?(?:, ([\d.]+):1)?"
)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def on_paper(inks: str) -> str:
    """Return how inks in per cent look on paper, as the usual condition's profile has it."""
    levels = bytes(round(int(one) * 2.55) for one in inks.split())
    shown = Inks(CONDITIONS[DEFAULT_CONDITION].profile, {}).on_screen(
        Image.frombytes("CMYK", (1, 1), levels)
    )
    return f"#{shown.tobytes().hex()}"


PROMISES = [match.groups() for match in STATED.finditer(TOKENS)]


@pytest.mark.parametrize(
    ("name", "colour", "promised"),
    [(name, colour, ratio) for name, colour, _, _, ratio in PROMISES if ratio],
)
def test_contrast_is_as_stated(name: str, colour: str, promised: str) -> None:
    """The comment beside a colour is a tested fact."""
    assert f"{1.05 / (luminance(colour) + 0.05):.1f}" == promised, name


NEUTRAL = {"black": 5, "grey": 1}
"""Parts of 255 by which black ink alone is darker and warmer on paper than the grey of a screen
that stands for it: the hex of a grey has three equal parts."""


@pytest.mark.parametrize(("name", "colour", "inks"), [one[:3] for one in PROMISES])
def test_a_colour_is_what_paper_shows_of_its_inks(name: str, colour: str, inks: str) -> None:
    """What a screen shows, and the contrast that follows from it, is what comes off the press."""
    shown = on_paper(inks)
    parts = zip(bytes.fromhex(shown[1:]), bytes.fromhex(colour[1:]), strict=True)

    assert max(abs(one - other) for one, other in parts) <= NEUTRAL.get(name, 0), shown


@pytest.mark.parametrize(
    ("name", "inks", "promised"),
    [(name, inks, ratio) for name, _, inks, _, ratio in PROMISES if ratio],
)
def test_contrast_holds_on_paper(name: str, inks: str, promised: str) -> None:
    """The inks stand out from paper as much as is stated, and black and grey somewhat more."""
    found = 1.05 / (luminance(on_paper(inks)) + 0.05)

    assert found > float(promised) - 0.1
    assert found < float(promised) + (0.6 if name in NEUTRAL else 0.1)


@pytest.mark.parametrize(("name", "inks"), [(name, inks) for name, _, inks, _, _ in PROMISES])
def test_no_colour_drinks_too_much_ink(name: str, inks: str) -> None:
    """No token needs more than 240 % of ink, so that it does not crack at a fold."""
    assert sum(int(one) for one in inks.split()) <= 240, name


def test_every_colour_states_its_inks() -> None:
    """A colour without inks beside it would be guessed by the separation."""
    assert len(PROMISES) == len(re.findall(r"--[\w-]+: #", TOKENS))


@pytest.mark.parametrize("sheet", OTHERS, ids=lambda file: file.name)
def test_literals_stand_in_the_tokens_only(sheet: Path) -> None:
    """Other style sheets name tokens; `100%`, which means "all of it", is no literal."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert [one for one in LITERAL.findall(text) if one != "100%"] == []


@pytest.mark.parametrize("sheet", OTHERS, ids=lambda file: file.name)
def test_every_token_that_is_named_exists(sheet: Path) -> None:
    """A token that nobody defines would set nothing, in silence."""
    text = sheet.read_text(encoding="utf-8")
    assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(re.findall(r"(--[\w-]+):", TOKENS))


@pytest.mark.parametrize("name", PARTS)
def test_every_part_has_its_macro(name: str) -> None:
    """Each part has a file with one macro of its name, its options told at its top."""
    text = (TEMPLATES / "parts" / f"{name}.html").read_text(encoding="utf-8")
    comment = text.partition("#}")[0]

    assert text.count("{% macro ") == 1
    assert f"{{% macro {name.replace('-', '_')}(" in text
    for option in PARTS[name].options:
        if option.name != "alt":
            assert re.search(rf"^  {option.name} ", comment, re.MULTILINE), option.name


def test_every_class_of_a_part_can_be_found_in_the_styles() -> None:
    """A class in a template that no style sheet knows is a slip of the pen."""
    css = "\n".join(file.read_text(encoding="utf-8") for file in STYLES.glob("*.css"))
    classes = {
        name
        for file in (TEMPLATES / "parts").glob("*.html")
        for found in re.findall(r'class="([^"{]*)', file.read_text(encoding="utf-8"))
        for name in found.split()
    }
    unknown = {name for name in classes if f".{name}" not in css}
    assert unknown <= {"contacts__name", "contacts__way", "story__title"}
