"""One ink: with `inks: black`, everything is a share of black, as dark as it looked in colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from leaflet.press.colour import BlackAlone, Inks
from leaflet.specs.conditions import CONDITIONS
from tests import judges
from tests.test_print import CHECKOUT, most, most_apart, separations, streams, write_everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

PROFILE = CONDITIONS["FOGRA39"].profile
OTHERS = ("cyan", "magenta", "yellow")

TABLE = {
    "#671532": 1.0,
    "#ab2c50": 0.78,
    "#c23d61": 0.66,
    "#e98fa0": 0.42,
    "#f2b5bf": 0.28,
    "#fad3d6": 0.16,
    "#fde9ea": 0.08,
    "#486d5b": 0.75,
    "#eaf2ee": 0.08,
}
"""How much black stands for our own colours, by screen colour (styles/tokens.css)."""


def in_black(project: Project, name: str) -> None:
    """Take over one of our own leaflets, in black ink alone."""
    source = CHECKOUT / "content" / name
    for file in (*source.rglob("*"), CHECKOUT / "content" / "facts.yaml"):
        if file.is_file():
            target = project.folder / file.relative_to(CHECKOUT)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(file.read_bytes())
    leaflet = project.folder / "content" / name / "leaflet.md"
    text = leaflet.read_text(encoding="utf-8")
    leaflet.write_text(text.replace("format:", "inks: black\nformat:", 1), encoding="utf-8")


@pytest.mark.parametrize("name", ["infant-all", "give-blood"])
def test_our_leaflets_in_black_alone(
    project: Project, run: Callable[..., Result], tmp_path: Path, name: str
) -> None:
    """Nothing prints on another plate, marks neither; the tables' shares stand in the file."""
    in_black(project, name)
    assert run("build", name, "--edition", "print").code == 0
    file = project.build / name / f"{name}-print.pdf"

    assert judges.qpdf_check(file).compliant
    for plates in separations(file, tmp_path / "gs", overprint="enable"):
        assert [most(plates[ink]) for ink in OTHERS] == [0, 0, 0]
        assert most(plates["black"]) == 255
    shares = shares_of_black(file)
    assert shares <= {0.0, *TABLE.values()}
    assert {0.0, 0.08, 0.75, 1.0} <= shares


def shares_of_black(file: Path) -> set[float]:
    """Return every share of black that words and areas are painted in; there is nothing else."""
    with pikepdf.open(file) as pdf:
        inks = {
            tuple(float(one) for one in operation.operands)
            for stream in streams(pdf)
            for operation in pikepdf.parse_content_stream(stream)
            if str(operation.operator) == "k"
        }
    assert {ink[:3] for ink in inks} == {(0, 0, 0)}
    return {ink[3] for ink in inks}


def test_everything_becomes_black(
    project: Project, run: Callable[..., Result], tmp_path: Path
) -> None:
    """Pictures of every kind, gradients, masks and colours made of inks leave no other plate."""
    write_everything(project, inks="black")
    assert run("build", "--edition", "print").code == 0
    file = project.build / "tea" / "tea-print.pdf"

    for verdict in (judges.qpdf_check(file), judges.mupdf(file)):
        assert verdict.compliant, verdict
    (plates,) = separations(file, tmp_path / "gs", overprint="enable")
    assert [most(plates[ink]) for ink in OTHERS] == [0, 0, 0]
    apart = most_apart(file, tmp_path / "on")
    assert max(apart.values()) <= 2, apart


@pytest.mark.parametrize("colour", ["#c23d61", "#3060c0", "#40a040", "#e0c030", "#808080"])
def test_a_colour_becomes_as_dark_as_it_looks(colour: str) -> None:
    """Black on paper is as light as the colour was on a screen, within two points of CIELAB."""
    red, green, blue = (one / 255 for one in bytes.fromhex(colour[1:]))
    cyan, magenta, yellow, black = BlackAlone(PROFILE, {}).of(red, green, blue)
    assert (cyan, magenta, yellow) == (0, 0, 0)

    printed = Image.frombytes("CMYK", (1, 1), bytes([0, 0, 0, round(black * 255)]))
    on_paper = Inks(PROFILE, {}).on_screen(printed).tobytes()
    assert lightness(on_paper) == pytest.approx(lightness(bytes.fromhex(colour[1:])), abs=2)


def lightness(colour: bytes) -> float:
    """Return how light a colour of a screen is, from 0 to 100 (CIELAB)."""
    linear = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in (part / 255 for part in colour)
    ]
    y = sum(a * b for a, b in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * y ** (1 / 3) - 16 if y > 216 / 24389 else y * 24389 / 27


def test_our_own_shares_are_near_to_how_dark_the_colours_look() -> None:
    """The table sharpens what would come out by itself, and turns nothing round."""
    by_itself = BlackAlone(PROFILE, {})
    worked_out = []
    for colour, share in TABLE.items():
        red, green, blue = (one / 255 for one in bytes.fromhex(colour[1:]))
        worked_out.append(by_itself.of(red, green, blue)[3])
        assert worked_out[-1] == pytest.approx(share, abs=0.1), colour
    assert BlackAlone(PROFILE, {"#ab2c50": 78}).of(0xAB / 255, 0x2C / 255, 0x50 / 255)[3] == 0.78


def test_the_facts_say_how_much_black(project: Project, run: Callable[..., Result]) -> None:
    """A charity's own colour prints in the share of black that its facts state."""
    project.write(
        "content/facts.yaml",
        "organisation:\n  name: Willow\n"
        'brand:\n  colours:\n    rose-100: {screen: "#ddeeff", black: 13}\n',
    )
    project.leaflet(format="poster-a4", status="final", inks="black")
    run("build", "--edition", "print")
    assert 0.13 in shares_of_black(project.build / "tea" / "tea-print.pdf")


def test_the_slug_line_says_black(project: Project, run: Callable[..., Result]) -> None:
    """The printer reads on the sheet that there is one plate."""
    project.leaflet(inks="black")
    run("build", "--edition", "print")

    said = judges.pdftotext(project.build / "tea" / "tea-print.pdf")
    assert "inks Black" in said
