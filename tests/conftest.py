"""What the tests share: a project in a folder of its own, and the command line run on it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest

from leaflet.cli import main
from leaflet.preflight.content import RULES
from leaflet.store import INNER

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

collect_ignore = ["makers/tea_scribus.py"]  # it runs inside Scribus, which alone has its modules

CHECKOUT = Path(__file__).resolve().parents[1]
FAULTS = CHECKOUT / "tests" / "faults"

FACTS = """\
organisation:
  name: The Willow Trust
contacts:
  us:
    name: The Willow Trust
    phone: 0808 157 0123
    hours: 10.30am–4pm
    email: help@willow.example.org
    web: https://willow.example.org/help
partners:
  owls:
    name: Night Owls
    web: https://owls.example.org
"""
"""Facts of a charity that does not exist; the phone number is one that Ofcom keeps for drama."""

SETTINGS = {"title": "A quiet hour", "format": "poster-a4", "language": "en-GB"}

SOUND_FACTS = """\
organisation:
  name: The Willow Trust
  legal-form: registered
  numbers:
    england-and-wales: "1234567"
contacts:
  us:
    name: The Willow Trust
    phone: "111"
    web: https://willow.example.org
"""

SOUND_SETTINGS = {
    "health": "no",
    "solicits": "no",
    "id": "T-1",
    "paper": "matt",
    "version": '"1.0"',
    "version-date": "2026-09-01",
    "reviewed": "2026-09-01",
    "next-review": "2028-09-01",
}

SOUND_BODY = """\
# A quiet hour

Come and sit with us for an hour. There is tea.

/// contacts
  of: contacts.us
///

/// imprint
///
"""

BODY = """\
# A quiet hour

Come and sit with us for an hour. There is tea and a chair by the window.
"""

PROBLEM = re.compile(r"^\S.* \[[a-z-]+\]$")

OF_WORDS = (*(f"[{rule.code}]" for rule in RULES), "[fact-unused]")
"""How lines end that tell what a leaflet's words lack, or the facts have too many."""

TIMEOUT = 60
"""Seconds after which a run in a process of its own is taken to hang."""

WATCHED = """\
import pathlib, re, resource, sys
from leaflet.cli import main
code = main(sys.argv[1:])
own = int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1])
print(max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), file=sys.stderr)
sys.exit(code)
"""
"""The command line, and behind it how much memory it needed at most. Not `ru_maxrss` of itself,
which begins with that of the process of the tests."""


@dataclass(frozen=True, slots=True)
class Project:
    """A charity's folder."""

    folder: Path

    @property
    def build(self) -> Path:
        """Return the folder that files are built into."""
        return self.folder / "build"

    def write(self, path: str, data: str | bytes) -> Path:
        """Write a file at a path from the project's folder, and return where it stands."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data.encode() if isinstance(data, str) else data)
        return file

    def fault(self, name: str, path: str) -> Path:
        """Put one of the bad files at a path from the project's folder."""
        return self.write(path, (FAULTS / name).read_bytes())

    def leaflet(self, body: str = BODY, name: str = "tea", **settings: str) -> Path:
        """Write a leaflet whose text begins in line 6; an empty setting is left out.

        Each further setting (`version_date` for `version-date`) moves the text down a line.
        """
        written = SETTINGS | {key.replace("_", "-"): value for key, value in settings.items()}
        head = [f"{key}: {value}" for key, value in written.items() if value]
        return self.write(f"content/{name}/leaflet.md", "\n".join(["---", *head, "---", body]))

    def sound(self, **settings: str) -> Path:
        """Write facts and a leaflet of which there is nothing to tell, not even a note."""
        self.write("content/facts.yaml", SOUND_FACTS)
        return self.leaflet(SOUND_BODY, **(SOUND_SETTINGS | settings))

    def built(self) -> list[str]:
        """Return every file in `build/`, by its path there, but for what is not for people."""
        files = [file.relative_to(self.build) for file in self.build.rglob("*") if file.is_file()]
        return sorted(file.as_posix() for file in files if file.parts[0] != INNER)

    def leftovers(self) -> list[str]:
        """Return what a build began and did not take away."""
        inner = self.build / INNER
        hidden = [file for file in self.build.rglob(".*") if file != inner]
        waiting = [one for one in inner.glob("*") if one.is_dir() and one.name != "cache"]
        return sorted(one.name for one in [*hidden, *waiting])

    def text(self, file: str) -> str:
        """Return a file of `build/` as text."""
        return (self.build / file).read_text(encoding="utf-8")


@dataclass(frozen=True, slots=True)
class Result:
    """What a run of the command line came to."""

    code: int
    out: str
    err: str
    memory_mb: float = 0.0
    """The most memory that it needed, for a run in a process of its own."""

    @property
    def told(self) -> list[str]:
        """Return the first line of each problem that it told; the hint stands in the next."""
        return [line for line in self.err.splitlines() if PROBLEM.search(line)]

    @property
    def problems(self) -> list[str]:
        """Return the same without what is said of the words: the texts of tests are short."""
        return [line for line in self.told if not line.endswith(OF_WORDS)]

    def of(self, code: str) -> list[str]:
        """Return the problems with that code."""
        return [line for line in self.told if line.endswith(f"[{code}]")]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Make a project with facts and no leaflet, and work in its folder."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FONTCONFIG_FILE", "")  # the program sets it; this brings back what was
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.delenv("LEAFLET_CALLED_AS", raising=False)
    made = Project(tmp_path / "project")
    made.write("content/facts.yaml", FACTS)
    monkeypatch.chdir(made.folder)
    return made


@pytest.fixture
def run(project: Project, capsys: pytest.CaptureFixture[str]) -> Callable[..., Result]:
    """Run the command line on the project; whatever happens, nobody sees a traceback."""

    def run_it(*args: str) -> Result:
        capsys.readouterr()
        code = main(["-C", str(project.folder), *args])
        said = capsys.readouterr()
        return sound(Result(code, said.out, said.err))

    return run_it


@pytest.fixture
def run_apart(project: Project) -> Callable[..., Result]:
    """Run the command line in a process of its own, with a limit of time and a look at memory."""

    def run_it(*args: str, under: Sequence[str] = (), within: float = TIMEOUT) -> Result:
        command = [*under, sys.executable, "-c", WATCHED, "-C", str(project.folder), *args]
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            cwd=project.folder,
            encoding="utf-8",
            env=os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"},
            timeout=within,
        )
        said, _, memory_kb = done.stderr.rstrip("\n").rpartition("\n")
        return sound(Result(done.returncode, done.stdout, f"{said}\n", int(memory_kb) / 1024))

    return run_it


def sound(result: Result) -> Result:
    """Return the result of a run that told nobody of Python, nor of a fault of ours."""
    for said in (result.out, result.err):
        assert "Traceback" not in said, said
        assert "internal-fault" not in said, said
    return result


def printed_pages(pdf: Path) -> list[str]:
    """Return the words of each page of a PDF, with one space between them."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return [" ".join(text.split()) for text in texts]


def printed(pdf: Path) -> str:
    """Return the words of a PDF with one space between them."""
    return " ".join(printed_pages(pdf))


def problems_in(found: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - JSON of any shape
    """Return every problem in the program's JSON, wherever it stands, but those of words."""
    if isinstance(found, dict):
        if "severity" in found:
            return [found] if f"[{found['code']}]" not in OF_WORDS else []
        return [one for value in found.values() for one in problems_in(value)]
    return [one for value in found for one in problems_in(value)] if isinstance(found, list) else []
