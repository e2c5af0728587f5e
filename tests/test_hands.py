"""Several leaflets at once, each in a process of its own."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from leaflet import project as projects
from leaflet.hands import HandDiedError, Hands, cores
from leaflet.manuscript.find import Found, find_leaflets
from leaflet.project import Outcome, Request, build_project
from tests.conftest import CHECKOUT

if TYPE_CHECKING:
    from tests.conftest import Project

NAMES = ("a-first", "b-second", "c-third", "d-fourth")


def squared(number: int) -> int:
    """Answer quickly or slowly; fail at 7, die at 13."""
    if number == 7:
        raise ValueError(number)
    if number == 13:
        os.kill(os.getpid(), signal.SIGKILL)
    time.sleep(0.05 if number % 3 else 0)
    return number * number


def test_answers_come_in_the_order_of_the_questions() -> None:
    """Whichever hand is first, nobody has to sort."""
    with Hands(3, lambda: None, squared) as hands:
        assert [one.result() for one in hands.each(range(7))] == [0, 1, 4, 9, 16, 25, 36]


def test_one_that_fails_stops_no_other() -> None:
    """Its error is raised where its answer is wanted."""
    with Hands(2, lambda: None, squared) as hands:
        answers = list(hands.each([6, 7, 8]))
        assert answers[0].result() == 36
        assert answers[2].result() == 64
        with pytest.raises(ValueError, match="7"):
            answers[1].result()


def test_after_a_death_all_that_was_not_answered_says_so() -> None:
    """Nobody waits for ever, and the next question starts anew."""
    with Hands(2, lambda: None, squared) as hands:
        answers = list(hands.each([1, 13, 2, 3, 4, 5]))
        assert len(answers) == 6
        with pytest.raises(HandDiedError, match="too little memory"):
            answers[-1].result()
        assert hands.ask(9).result() == 81


def test_there_is_a_core() -> None:
    """Else nothing would be built."""
    assert cores() >= 1


def built(project: Project, out: str, jobs: int) -> tuple[list[Outcome], dict[str, bytes]]:
    """Return what became of each leaflet, and all files."""
    found, _ = find_leaflets(project.folder)
    folder = project.folder / out
    editions = ("print", "screen", "web", "proof")
    outcomes = list(
        build_project(found, Request(project.folder, folder, editions=editions, jobs=jobs))
    )
    return outcomes, {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".leaflet" not in path.parts
    }


def test_several_at_once_are_the_same_as_one_by_one(project: Project) -> None:
    """The same bytes, the same words, in the same order; one that cannot be read stops nobody."""
    for name in NAMES:
        project.leaflet(f"# About {name}\n\nWords of {name}.\n", name=name, format="flyer-a5")
    project.write("content/b-second/leaflet.md", "no front matter")
    one, other = built(project, "one", 1), built(project, "other", 3)
    assert one[1] == other[1]
    assert [end.name for end in other[0]] == list(NAMES)
    assert [end.problems for end in one[0]] == [end.problems for end in other[0]]
    assert [bool(end.made) for end in other[0]] == [True, False, True, True]


def test_a_leaflet_whose_process_dies_is_built_alone(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory may have been too little for several at once; for one it is enough."""
    for name in NAMES:
        project.leaflet(f"# About {name}\n", name=name, format="flyer-a5")
    ours, build = os.getpid(), projects._build  # noqa: SLF001 - to die in the middle of it

    def dying(found: Found, run: projects._Run) -> Outcome:
        if found.name == "c-third" and os.getpid() != ours:
            os.kill(os.getpid(), signal.SIGKILL)
        return build(found, run)

    monkeypatch.setattr(projects, "_build", dying)
    outcomes, files = built(project, "out", 2)
    assert [bool(end.made) for end in outcomes] == [True] * 4
    assert "c-third/c-third-print.pdf" in files


def test_what_has_not_changed_is_left_alone(project: Project) -> None:
    """Of four leaflets the one that changed is built."""
    for name in NAMES:
        project.leaflet(f"# About {name}\n", name=name, format="flyer-a5")
    built(project, "out", 2)
    project.leaflet("# Another\n", name="c-third", format="flyer-a5")
    outcomes, _ = built(project, "out", 2)
    assert [end.unchanged for end in outcomes] == [True, True, False, True]


def on_a_terminal(project: Project, *args: str) -> str:
    """Return what a person at a terminal sees of a command."""
    near, far = os.openpty()
    command = [sys.executable, "-m", "leaflet", *args]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT), "TERM": "xterm"}
    environment.pop("CI", None)
    with subprocess.Popen(
        command, cwd=project.folder, stderr=far, stdout=subprocess.DEVNULL, env=environment
    ):
        os.close(far)
        seen = b""
        with contextlib.suppress(OSError):  # how a terminal ends
            while some := os.read(near, 4096):
                seen += some
    os.close(near)
    return seen.decode().replace("\r\n", "\n")


def test_how_far_a_run_has_come_is_told_to_whoever_watches(project: Project) -> None:
    """A line counts on a terminal, and is gone in the end; one who reads a file sees none."""
    for name in NAMES[:3]:
        project.leaflet(f"# About {name}\n", name=name, format="flyer-a5")
    seen = on_a_terminal(project, "build", "--edition", "web")
    assert [f"{number} of 3" in seen for number in range(4)] == [True, True, True, True]
    assert seen.rpartition("\r")[2].startswith("a-first: built, ")
    assert "of 3" not in on_a_terminal(project, "-q", "build", "--force", "--edition", "web")
