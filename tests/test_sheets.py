"""Style sheets are read once, their values worked out once; nobody can tell by what comes out."""

from __future__ import annotations

import os
from contextlib import nullcontext
from typing import TYPE_CHECKING

from leaflet.typeset import engine, sheets
from tests.conftest import CHECKOUT, printed

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from tests.conftest import Project, Result

FOLDED = (CHECKOUT / "styles" / "folded.css").read_text(encoding="utf-8")

SCREEN = ("build", "--force", "--edition", "screen")


def bytes_of(project: Project, run: Callable[..., Result]) -> bytes:
    """Build the screen edition, and return it."""
    run(*SCREEN)
    return (project.build / "tea" / "tea-screen.pdf").read_bytes()


def test_the_second_build_is_the_first(project: Project, run: Callable[..., Result]) -> None:
    """What was kept gives the same bytes as what was read."""
    project.leaflet(format="trifold")
    sheets._read.cache_clear()  # noqa: SLF001 - a test of just that
    first = bytes_of(project, run)
    assert bytes_of(project, run) == first


def test_a_sheet_that_changed_is_read_anew(project: Project, run: Callable[..., Result]) -> None:
    """A charity that edits its style sees it in the next build, even within one second."""
    project.leaflet("/// cover\n# Tea\n///\n", format="trifold")
    file = project.write("styles/folded.css", FOLDED)
    assert "cup" not in printed_words(project, run)
    time = file.stat().st_mtime_ns
    file.write_text(f'{FOLDED}\nh1::after {{ content: " cup" }}\n', encoding="utf-8")
    os.utime(file, ns=(time, time))
    assert "cup" in printed_words(project, run)


def printed_words(project: Project, run: Callable[..., Result]) -> str:
    """Return the words of the screen edition, built anew."""
    run(*SCREEN)
    return printed(project.build / "tea" / "tea-screen.pdf")


def test_what_is_wrong_with_a_sheet_is_told_each_time(
    project: Project, run: Callable[..., Result]
) -> None:
    """A slip in a style is told for every leaflet and in every build, not for the first alone."""
    slips = "h1 { colour: red }\nh1 { color: var(--line) }\n"
    project.write("styles/folded.css", f"{FOLDED}\n{slips}")
    project.leaflet("/// cover\n# Tea\n///\n", format="trifold")
    project.leaflet("/// cover\n# Tea\n///\n", format="trifold", name="cake")
    for _ in range(2):
        told = run(*SCREEN).of("layout-warning")
        assert len([one for one in told if "colour" in one]) == 2
        assert len([one for one in told if "`color: 20.7" in one]) == 2


TOKENS_ANEW = """
:root { --near: 2mm; --far: calc(var(--near) * 3) }
li { --near: 5mm }
h1 { --far: calc(1em + var(--near)) }
h1, h2, p, li { padding-left: var(--near); margin-left: max(var(--far), 1mm) }
p { text-indent: calc(2 * var(--nowhere, var(--near))) }
"""
"""Tokens that an element sets anew, shares of the size of letters, and a token that nobody set."""

MANY = """/// cover
# Tea and *cake*

Come at three. Everybody is welcome.
///

## When

- On Mondays
- On Fridays
"""


def test_values_worked_out_once_are_the_same(
    project: Project, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bytes are those of WeasyPrint's own way, where tokens change from element to element."""
    project.write("styles/folded.css", FOLDED + TOKENS_ANEW)
    project.leaflet(MANY, format="trifold")
    monkeypatch.setattr("leaflet.typeset.typesetter.CAN_FORK", False)
    once = bytes_of(project, run)
    monkeypatch.setattr(engine, "values_once", nullcontext)
    assert bytes_of(project, run) == once
