"""A batch on other machines: a real scheduler, real workers, and one of them lost half-way."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from leaflet.batch.elsewhere import packed, unpacked
from leaflet.batch.task import Job
from leaflet.manuscript.find import find_leaflets
from leaflet.project import Request
from tests.conftest import CHECKOUT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

ROWS = 400
PATIENCE = 60
"""Seconds that a scheduler or a worker may take to begin."""

BODY = "# Tea in {{ record.branch }}\n\nRing {{ record.phone }}.\n"


def started(folder: Path, name: str, *given: str) -> subprocess.Popen[bytes]:
    """Start a part of Dask's; what it says goes into a file."""
    with (folder / f"{name}.log").open("wb") as log:
        return subprocess.Popen(
            [sys.executable, "-m", *given, "--no-dashboard"],
            cwd=folder,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )


def wait_for(folder: Path, name: str, words: str) -> str:
    """Wait until a part of Dask's says something, and return all it has said."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        said = (folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")
        if words in said:
            return said
        time.sleep(0.05)
    pytest.fail(f"{name} did not say {words!r}")


@pytest.fixture(name="cluster")
def _cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and two workers, processes of their own; return its address, and them."""
    parts = [started(tmp_path, "scheduler", "distributed.cli.dask_scheduler", "--port", "0")]
    try:
        said = wait_for(tmp_path, "scheduler", "Scheduler at:")
        address = next(line.split()[-1] for line in said.splitlines() if "Scheduler at:" in line)
        for number in range(2):
            given = ("--nthreads", "1", "--no-nanny", address)
            parts.append(
                started(tmp_path, f"worker-{number}", "distributed.cli.dask_worker", *given)
            )
        for number in range(2):
            wait_for(tmp_path, f"worker-{number}", "Registered to:")
        yield address, parts[1:]
    finally:
        for one in parts:
            one.kill()
            one.wait()


@pytest.fixture(name="branches")
def _branches(project: Project) -> Project:
    """Return a folder with a leaflet for branches, and a long table."""
    project.leaflet(BODY, format="flyer-a6", fields="{branch: required, phone: required}")
    lines = [f"Town {row},0113 496 {row:04d}" for row in range(ROWS)]
    project.write("branches.csv", "branch,phone\n" + "\n".join(lines) + "\n")
    return project


def test_a_worker_is_lost_half_way_and_nothing_else(
    branches: Project, run: Run, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    """Its blocks are done again, each row comes once, and the file is that of one machine."""
    address, workers = cluster
    merge = ("merge", "tea", "--data", "branches.csv", "--together")
    program = subprocess.Popen(
        [sys.executable, "-m", "leaflet", "-C", str(branches.folder), *merge, "--cluster", address],
        cwd=branches.folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    stage = branches.build / "tea-rows" / ".leaflet" / "merge"
    until = time.monotonic() + PATIENCE
    while not list(stage.glob("cast-*.json")) and time.monotonic() < until:
        time.sleep(0.01)
    workers[0].send_signal(signal.SIGKILL)
    _, said = program.communicate(timeout=3 * PATIENCE)
    assert program.returncode == 0, said
    assert f"{ROWS} of {ROWS} rows made." in said
    made = (branches.build / "tea-rows" / "tea-together.pdf").read_bytes()
    assert run(*merge).code == 0
    assert made == (branches.build / "tea-rows" / "tea-together.pdf").read_bytes()


def test_a_scheduler_that_does_not_answer_is_told(
    branches: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence, and nothing is left."""
    monkeypatch.setattr("leaflet.batch.elsewhere._PATIENCE", 0.2)
    result = run("merge", "tea", "--data", "branches.csv", "--cluster", "tcp://127.0.0.1:9")
    assert result.code == 2
    assert "No scheduler of Dask answers at tcp://127.0.0.1:9" in result.err
    monkeypatch.setitem(sys.modules, "distributed", None)
    result = run("merge", "tea", "--data", "branches.csv", "--cluster", "tcp://127.0.0.1:9")
    assert "Dask is not installed" in result.err
    assert not list((branches.build / "tea-rows").glob("*.pdf"))


def test_a_parcel_brings_what_a_leaflet_needs(branches: Project) -> None:
    """The same each time, unpacked once; nothing that was signed, and nothing from elsewhere."""
    branches.write("content/tea/signed/approvals.yaml", "a")
    branches.write("content/tea/pictures/cup.svg", "<svg/>")
    branches.write("content/other/leaflet.md", "x")
    branches.write("styles/parts.css", "/* ours */")
    (found,) = [one for one in find_leaflets(branches.folder)[0] if one.name == "tea"]
    job = Job(found, Request(branches.folder, branches.build))
    folder = unpacked(packed(job))
    assert folder == unpacked(packed(job))
    files = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert files == {
        *("content/facts.yaml", "content/tea/leaflet.md", "content/tea/pictures/cup.svg"),
        "styles/parts.css",
    }
