"""Style sheets are read once, and nobody can tell by what comes out."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from leaflet.typeset import sheets
from tests.conftest import CHECKOUT, printed

if TYPE_CHECKING:
    from collections.abc import Callable

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
    project.write("styles/folded.css", f"{FOLDED}\nh1 {{ colour: red }}\n")
    project.leaflet(format="trifold")
    project.leaflet(format="trifold", name="cake")
    for _ in range(2):
        told = run(*SCREEN).of("layout-warning")
        assert len(told) == 2
        assert all("colour" in one for one in told)
