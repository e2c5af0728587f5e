"""What has not changed is not made again; what has changed is."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]

SHARED = """\
organisation:
  name: The Test Charity
contacts:
  us:
    name: The Test Charity
    phone: 0123 456
    email: ""
  milk:
    hours: every Monday
partners:
  baker:
    name: The Test Baker
    phone: 0345 678
# nothing
"""
"""Facts of which each leaflet shows one."""

CUP = '<svg xmlns="http://www.w3.org/2000/svg" width="9mm" height="9mm"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture
def once(project: Project, run: Callable[..., Result]) -> Project:
    """Build a leaflet with a picture and a fact once."""
    project.write("content/tea/cup.svg", CUP)
    project.leaflet("# Tea\n\nRing {{ contacts.us.phone }}.\n\n![Cup](cup.svg)\n")
    assert run("build").code == 0
    return project


def test_the_second_build_does_nothing(once: Project, run: Callable[..., Result]) -> None:
    """An unchanged leaflet is told again, and its files are left as they are."""
    before = {file: (once.build / file).stat().st_mtime_ns for file in once.built()}
    again = run("build")
    assert "tea: unchanged" in again.err
    assert before == {file: (once.build / file).stat().st_mtime_ns for file in once.built()}


def test_the_second_build_does_not_load_the_engine(once: Project) -> None:
    """WeasyPrint, which takes a second to load, stays away when there is nothing to lay out."""
    program = (
        "import sys; from leaflet.cli import main; code = main(['-q', 'build']);"
        "print([one for one in ('weasyprint', 'pydantic', 'pikepdf') if one in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=once.folder,
        encoding="utf-8",
        env={"PYTHONPATH": str(CHECKOUT)},
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("content/tea/leaflet.md", "Ring", "Call"),
        ("content/facts.yaml", "0123", "0124"),
        ("content/tea/cup.svg", "M0 0h9v9z", "M0 0h8v9z"),
    ],
)
def test_a_change_anywhere_is_seen(
    once: Project, run: Callable[..., Result], path: str, old: str, new: str
) -> None:
    """Source, facts and pictures each make a leaflet anew."""
    file = once.folder / path
    file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    assert "tea: built" in run("build").err


def test_a_fact_makes_anew_what_shows_it(project: Project, run: Callable[..., Result]) -> None:
    """A word in the facts rebuilds the leaflets that ask for it, and no other."""
    project.write("content/facts.yaml", SHARED)
    project.leaflet("# Tea\n\nRing {{ contacts.us.phone }}.\n", name="tea")
    project.leaflet("# Cake\n\n/// contacts\n    of: partners.baker\n///\n", name="cake")
    project.leaflet("# Milk\n\nOn {{ contacts.milk.hours }}.\n", name="milk")
    run("build")
    for old, new, rebuilt in (
        ("0123", "0124", ["tea"]),
        ("0345", "0346", ["cake"]),
        ("every Monday", "every Friday", ["milk"]),
        ("name: The Test Charity", "name: The Other Charity", ["cake", "milk", "tea"]),
        ("# nothing", "# something", []),
    ):
        facts = project.folder / "content" / "facts.yaml"
        facts.write_text(facts.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        said = run("build").err
        assert [name for name in ("cake", "milk", "tea") if f"{name}: built" in said] == rebuilt, (
            old
        )
        assert "built" not in run("build").err


def test_a_gap_that_moved_is_told_at_its_line(project: Project, run: Callable[..., Result]) -> None:
    """A line more in the facts, and the advice names the right one again."""
    project.write("content/facts.yaml", SHARED)
    project.leaflet("# Tea\n\nRing {{ contacts.us.email }}.\n")
    assert "content/facts.yaml:7." in run("build").err
    project.write("content/facts.yaml", "# one line more\n" + SHARED)
    assert "content/facts.yaml:8." in run("build").err


def test_a_file_that_was_deleted_is_made_again(once: Project, run: Callable[..., Result]) -> None:
    """What somebody threw away comes back."""
    (once.build / "tea" / "tea-screen.pdf").unlink()
    assert "tea: built" in run("build").err
    assert "tea/tea-screen.pdf" in once.built()


def test_files_of_a_format_that_is_gone_go_too(once: Project, run: Callable[..., Result]) -> None:
    """After a change of format no proof of the old one is left to be mistaken for the new."""
    once.leaflet("# Tea\n\nWords.\n", format="trifold")
    run("build")
    assert "tea/tea-front.png" not in once.built()
    assert "tea/tea-outside.png" in once.built()


def test_problems_are_told_again(project: Project, run: Callable[..., Result]) -> None:
    """An unchanged leaflet with an error still fails."""
    project.leaflet("# Tea\n\n![x](missing.png)\n")
    first, second = run("build"), run("build")
    assert first.code == second.code == 1
    assert first.of("picture-missing") == second.of("picture-missing") != []


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "America/Anchorage"])
def test_neither_clock_nor_locale_shows(
    project: Project, run: Callable[..., Result], tmp_path: Path, zone: str
) -> None:
    """Another time zone and the locale C give the same bytes in every file."""
    project.write("content/tea/cup.svg", CUP)
    project.leaflet("# Tea\n\n![Cup](cup.svg)\n", status="final", version_date="2026-10-01")
    assert run("build", "--out", str(tmp_path / "here")).code == 0
    subprocess.run(
        [sys.executable, "-m", "leaflet", "-q", "build", "--out", str(tmp_path / "there")],
        check=True,
        capture_output=True,
        cwd=project.folder,
        env={"PYTHONPATH": str(CHECKOUT), "TZ": zone, "LC_ALL": "C", "PATH": "/usr/bin:/bin"},
    )
    files = sorted(file.name for file in (tmp_path / "here" / "tea").iterdir())
    assert "tea-print.pdf" in files
    for file in files:
        here, there = ((tmp_path / out / "tea" / file).read_bytes() for out in ("here", "there"))
        assert here == there, file


def test_the_same_source_gives_the_same_bytes(
    project: Project, run: Callable[..., Result], tmp_path: Path
) -> None:
    """Two folders, the same files: byte for byte."""
    project.leaflet(status="final", version_date="2026-10-01")
    for out in ("one", "two"):
        assert run("build", "--out", str(tmp_path / out)).code == 0
    names = ("print.pdf", "home.pdf", "screen.pdf", "large.pdf", "web.html", "front.png")
    for file in (f"tea-{name}" for name in names):
        one, two = (tmp_path / out / "tea" / file for out in ("one", "two"))
        assert one.read_bytes() == two.read_bytes(), file
