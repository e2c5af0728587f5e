"""The command line: what it takes, what it says, and how it ends."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest

from leaflet import __version__
from leaflet.manuscript.parts import PANELS, PARTS
from leaflet.project import EDITIONS
from leaflet.specs.formats import FORMATS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]


def test_version(run: Callable[..., Result]) -> None:
    """`--version` names the program and its version."""
    assert run("--version").out == f"leaflet, version {__version__}\n"


@pytest.mark.parametrize("form", FORMATS)
def test_a_new_leaflet_builds_without_errors(
    project: Project, run: Callable[..., Result], form: str
) -> None:
    """`new` in an empty folder, then `build`: every format, no error, and no panel half empty."""
    (project.folder / "content" / "facts.yaml").unlink()
    made = run("new", "summer-fair", "--format", form)
    assert made.code == 0
    assert made.out.splitlines() == ["content/facts.yaml", "content/summer-fair/leaflet.md"]
    built = run("build", "--edition", "print")
    errors = [one for one in built.problems if ": error: " in one]
    assert errors == [], built.err
    filled = [int(share) for share in re.findall(r"filled to (\d+)%", built.err)]
    assert min(filled, default=100) >= 50


def test_new_keeps_what_is_there(project: Project, run: Callable[..., Result]) -> None:
    """A second `new` of the same name changes nothing."""
    run("new", "fair")
    source = project.folder / "content" / "fair" / "leaflet.md"
    before = source.read_bytes()
    again = run("new", "fair", "--title", "Another")
    assert again.code == 2
    assert "it was left as it is" in again.err
    assert source.read_bytes() == before


@pytest.mark.parametrize("name", ["Summer Fair", "../out", "CON/x", ""])
def test_new_refuses_poor_names(project: Project, run: Callable[..., Result], name: str) -> None:
    """A name that makes poor file names is refused, and nothing is written."""
    assert run("new", name).code == 2
    assert [one.name for one in (project.folder / "content").iterdir()] == ["facts.yaml"]


def test_an_unknown_name_is_told_with_the_likely_one(
    project: Project, run: Callable[..., Result]
) -> None:
    """A slip in a leaflet's name costs one glance."""
    project.leaflet(name="infant-all")
    result = run("build", "infnt-all")
    assert result.code == 2
    assert 'There is no leaflet "infnt-all". Did you mean "infant-all"?' in result.err


def test_an_empty_folder_says_how_to_begin(run: Callable[..., Result]) -> None:
    """Without any leaflet the program says what to type."""
    result = run("build")
    assert result.code == 2
    assert "`leaflet new NAME` starts one" in result.err


def test_an_unknown_edition_is_told(project: Project, run: Callable[..., Result]) -> None:
    """A slip in an edition's name is told before anything is built."""
    project.leaflet()
    result = run("build", "--edition", "screne")
    assert result.code == 2
    assert 'Did you mean "screen"?' in result.err
    assert not project.build.exists()


def test_results_go_to_stdout_and_talk_to_stderr(
    project: Project, run: Callable[..., Result]
) -> None:
    """A script that reads stdout gets paths, one a line, and nothing else."""
    project.sound()
    result = run("build", "--edition", "web,screen")
    assert result.out == "build/tea/tea-screen.pdf\nbuild/tea/tea-web.html\n"
    assert result.err == "tea: built\nNext: open build/index.html in a browser.\n"
    assert run("-q", "build").err == ""


def test_strict_lets_warnings_count(project: Project, run: Callable[..., Result]) -> None:
    """`--strict` turns exit code 0 with warnings into 1."""
    project.leaflet("# Tea\n\n<script></script>Words\n")
    assert run("build", "--edition", "web").code == 0
    assert run("build", "--edition", "web", "--strict").code == 1


def test_check_leaves_nothing_behind(project: Project, run: Callable[..., Result]) -> None:
    """`check` tells problems on stdout and makes no folder."""
    project.leaflet("# Tea\n\n![x](missing.png)\n")
    result = run("check")
    assert result.code == 1
    assert "[picture-missing]" in result.out
    assert not project.build.exists()
    project.sound()
    assert run("check").err == "Nothing found.\n"


def test_fit_says_which_formats_hold_the_text(project: Project, run: Callable[..., Result]) -> None:
    """`fit` names each format, its size of type, and by how much the text misses it."""
    project.leaflet("# Tea\n\n" + "Words that fill a panel, line after line. " * 60)
    told = {one["format"]: one for one in json.loads(run("fit", "tea", "--json").out)}
    assert list(told) == list(FORMATS)
    trifold = told["trifold-a4"]
    assert 300 < trifold.pop("room_mm") < 900
    assert trifold == {
        "format": "trifold-a4",
        "fits": True,
        "over_mm": 0,
        "size_pt": 12.0,
        "pages": 0,
        "largest_pt": 20.0,
        "estimated": False,
    }
    assert told["poster-a4"]["fits"] is False
    assert told["poster-a4"]["over_mm"] > 50
    assert told["poster-a4"]["size_pt"] == 18.0
    assert told["bookmark"]["estimated"], "far too small: nothing was laid out"
    assert (told["booklet-a5"]["fits"], told["booklet-a5"]["pages"]) == (True, 4)
    assert re.search(
        r"^trifold-a4 +12 pt  fits, \d+ mm left, also at 20 pt$",
        run("fit", "tea").out,
        re.MULTILINE,
    )
    again = run("fit", "tea", "--json")
    assert again.err == "", "nothing has changed: nothing is laid out"
    project.leaflet("# Tea\n\n" + "Words that fill a panel, line after line. " * 50)
    changed = run("fit", "tea", "--json")
    assert changed.err == "Laying tea out in all formats ...\n"
    assert json.loads(changed.out) != json.loads(again.out)


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("formats", set(FORMATS)),
        ("editions", set(EDITIONS)),
        ("parts", set(PARTS)),
        ("panels", set(PANELS)),
    ],
)
def test_list_names_everything(run: Callable[..., Result], what: str, names: set[str]) -> None:
    """Each list says everything that there is, to people and to programs."""
    listed = json.loads(run("list", what, "--json").out)
    assert {one["name"] for one in listed} == names
    lines = run("list", what).out.splitlines()
    assert len([one for one in lines if not one.startswith(" ")]) == len(names)


def test_explain_tells_of_a_code(run: Callable[..., Result]) -> None:
    """`explain` prints the page of a code; an unknown one gets the likely one."""
    assert run("explain", "fit-overflow").out.startswith("# fit-overflow")
    wrong = run("explain", "fit-overflw")
    assert wrong.code == 2
    assert 'Did you mean "fit-overflow"?' in wrong.err


def test_colour_obeys(project: Project) -> None:
    """`NO_COLOR` and a pipe both mean plain text."""
    project.leaflet("# Tea\n\n![x](missing.png)\n")
    done = subprocess.run(
        [sys.executable, "-m", "leaflet", "build", "--edition", "web"],
        capture_output=True,
        check=False,
        cwd=project.folder,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    assert "\x1b" not in done.stdout + done.stderr
    assert done.returncode == 1


def test_help_is_quick(project: Project) -> None:
    """`--help` imports neither the engine nor the libraries that read settings."""
    program = (
        "import sys; from leaflet.cli import main; main(['--help']);"
        "print(sorted({'weasyprint', 'pydantic', 'pikepdf', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        check=True,
        cwd=project.folder,
        encoding="utf-8",
        env={"PYTHONPATH": str(CHECKOUT)},
    )
    assert done.stdout.splitlines()[-1] == "[]"


NO_PANGO = """\
import sys


class NoPango:
    def find_spec(self, name, *_):
        if name == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


sys.meta_path.insert(0, NoPango())
from leaflet.cli import main

sys.exit(main(["build"]))
"""
"""The program on a system without Pango, which a test cannot take away."""


def test_a_missing_library_is_named_with_its_cure(project: Project) -> None:
    """Where Pango is missing, one sentence says what to type, and the exit code is 69."""
    project.leaflet()
    done = subprocess.run(
        [sys.executable, "-c", NO_PANGO],
        capture_output=True,
        check=False,
        cwd=project.folder,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    assert done.returncode == 69
    assert "apt-get install libpango-1.0-0" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_home_edition_is_made_for_the_paper_that_is_there(
    project: Project, run: Callable[..., Result]
) -> None:
    """`--paper letter` makes the sheet for American office printers; others are refused."""
    project.leaflet(status="final")
    assert run("build", "--edition", "home", "--paper", "letter").code == 0
    with pikepdf.open(project.build / "tea" / "tea-home.pdf") as pdf:
        sizes = [round(float(one) / 72 * 25.4, 1) for one in pdf.pages[0].mediabox[2:]]
    assert sizes == [215.9, 279.4]
    wrong = run("build", "--edition", "home", "--paper", "lettr")
    assert wrong.code == 2
    assert 'Did you mean "letter"?' in wrong.err
