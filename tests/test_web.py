"""The web page in a real browser: on a narrow phone, and with text twice as large."""

from __future__ import annotations

from pathlib import Path

import pytest

from leaflet.cli import main
from tests import judges

CHECKOUT = Path(__file__).resolve().parents[1]

NARROW = 320
"""Pixels of the narrowest screen on which nothing needs scrolling sideways (WCAG 2.2, 1.4.10)."""

TAP = 24
"""Least height in pixels of what one taps (WCAG 2.2, 2.5.8)."""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Build the web edition of our leaflets, and of the one that holds every part."""
    out = tmp_path_factory.mktemp("web")
    for folder in (CHECKOUT, CHECKOUT / "tests" / "complete"):
        args = ["-q", "-C", str(folder), "build", "--edition", "web", "--out", str(out)]
        assert main(args) == 0
    return {page.stem: page.read_text(encoding="utf-8") for page in out.glob("*/*-web.html")}


@pytest.mark.parametrize("name", ["infant-all-web", "give-blood-web", "reading-well-web"])
@pytest.mark.parametrize(("width", "text"), [(NARROW, ""), (640, "200%"), (1280, "")])
def test_nobody_scrolls_sideways(
    pages: dict[str, str], tmp_path: Path, name: str, width: int, text: str
) -> None:
    """On any screen, and with larger text, lines end where the screen ends."""
    measured = judges.web_page(pages[name], tmp_path, width=width, text=text)

    assert measured["width"] <= width


def test_the_judge_sees_what_is_too_wide(tmp_path: Path) -> None:
    """A page that is wider than its screen is measured as such."""
    page = "<!doctype html><p style='width: 400px'>Wide</p>"

    assert judges.web_page(page, tmp_path, width=NARROW)["width"] > NARROW


@pytest.mark.parametrize("name", ["infant-all-web", "give-blood-web", "reading-well-web"])
def test_a_thumb_hits_what_it_aims_at(pages: dict[str, str], tmp_path: Path, name: str) -> None:
    """Phone numbers and addresses are high enough to tap."""
    taps = judges.web_page(pages[name], tmp_path, width=NARROW)["taps"]

    assert taps
    assert min(taps) >= TAP
