"""Safety: nothing outside is loaded, and under its name a file is only ever whole."""

from __future__ import annotations

import errno
import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image

from leaflet.store import INNER, WAITING
from leaflet.typeset.fetch import LockedFetcher
from tests.conftest import BODY, CHECKOUT, FAULTS, TIMEOUT, printed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

ENDINGS = ("front.png", "home.pdf", "large.pdf", "print.pdf", "screen.pdf", "text.txt", "web.html")


# The fetcher --------------------------------------------------------------------------------------


@pytest.fixture
def inside(tmp_path: Path) -> Path:
    """Return a folder that may be read, beside one that may not."""
    for name in ("inside", "outside", "inside-not"):
        folder = tmp_path / name
        folder.mkdir()
        for file in ("tiny.png", "notes.md"):
            (folder / file).write_bytes((FAULTS / "tiny.png").read_bytes())
    return tmp_path / "inside"


def test_a_file_inside_is_fetched(inside: Path) -> None:
    """What lies under the folder comes with the kind that its name says."""
    response = LockedFetcher((inside,)).fetch((inside / "tiny.png").as_uri())

    assert response.read() == (inside / "tiny.png").read_bytes()
    assert response.headers["Content-Type"] == "image/png"


def test_data_is_fetched(inside: Path) -> None:
    """What an address holds itself comes from nowhere else."""
    assert LockedFetcher((inside,)).fetch("data:image/png;base64,aGk=").read() == b"hi"


@pytest.mark.parametrize(
    "address",
    [
        "{outside}/tiny.png",
        "{inside}/../outside/tiny.png",
        "{inside}/%2e%2e/outside/tiny.png",
        "{inside}/..%2foutside/tiny.png",
        "{inside}-not/tiny.png",
        "{inside}/notes.md",
        "{inside}",
        "{inside}/link.png",
        "{inside}/folder/tiny.png",
        "file:///etc/passwd",
        "file:///proc/self/environ",
        "file://example.org/tiny.png",
        "FILE:///etc/passwd",
        "http://example.org/tiny.png",
        "https://example.org/tiny.png",
        "ftp://example.org/tiny.png",
        "//example.org/tiny.png",
        "javascript:alert(1)",
        "tiny.png",
        "",
    ],
)
def test_everything_else_is_refused(address: str, inside: Path) -> None:
    """Files outside, by whatever way, files of other kinds, and every network are refused."""
    (inside / "link.png").symlink_to(inside.parent / "outside/tiny.png")
    (inside / "folder").symlink_to(inside.parent / "outside", target_is_directory=True)
    folders = {"inside": inside.as_uri(), "outside": (inside.parent / "outside").as_uri()}

    with pytest.raises(PermissionError):
        LockedFetcher((inside,)).fetch(address.format(**folders))


@pytest.mark.parametrize("name", ["none.png", "nul%00.png", f"{'x' * 5000}.png"])
def test_a_file_that_cannot_be_there_is_refused(name: str, inside: Path) -> None:
    """A file that does not exist, or cannot, is an error and nothing else."""
    with pytest.raises((OSError, ValueError)):
        LockedFetcher((inside,)).fetch(f"{inside.as_uri()}/{name}")


def test_a_link_inside_is_followed(inside: Path) -> None:
    """A symbolic link that stays inside is as good as the file."""
    (inside / "link.png").symlink_to(inside / "tiny.png")

    assert LockedFetcher((inside,)).fetch((inside / "link.png").as_uri()).read()


def test_a_style_sheet_reaches_nothing_outside(
    project: Project, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A charity's own style sheet loads nothing from outside or a network, and that is told."""
    secret = tmp_path / "secret.png"
    Image.new("RGB", (8, 8), "#12ef56").save(secret)
    calls: list[object] = []

    def refuse(_socket: socket.socket, address: object) -> None:
        calls.append(address)
        raise OSError(errno.ENETUNREACH, "no network in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    style = (CHECKOUT / "styles/poster.css").read_text(encoding="utf-8")
    project.write(
        "styles/poster.css",
        "@import url(http://127.0.0.1:9/a.css);\n"
        "@font-face { font-family: Far; src: url(http://127.0.0.1:9/far.woff2) }\n"
        f"{style}\n"
        f"body {{ background: url({secret.as_uri()}) }}\n"
        "p { background: url(http://127.0.0.1:9/a.png); font-family: Far }\n",
    )
    project.leaflet()

    result = run("build", "--edition", "screen,proof")

    assert calls == []
    assert len(result.of("layout-warning")) >= 3
    front = Image.open(project.build / "tea/tea-front.png").convert("RGB")
    assert (0x12, 0xEF, 0x56) not in {colour for _, colour in front.getcolors(1 << 24) or []}


# Files that are whole -----------------------------------------------------------------------------

STOPPED_AT = """\
import os, pathlib, signal, sys

left, sign = int(sys.argv[1]), int(sys.argv[2])
# Whoever runs the tests in the background has Ctrl-C switched off for them.
signal.signal(signal.SIGINT, signal.default_int_handler)

def counted(name):
    original = getattr(pathlib.Path, name)
    def stand_in(self, *args, **options):
        global left
        left -= 1
        if left < 0:
            left = 1 << 30
            os.kill(os.getpid(), sign)
        return original(self, *args, **options)
    setattr(pathlib.Path, name, stand_in)

for name in ("write_bytes", "replace", "unlink", "chmod"):
    counted(name)

from leaflet.cli import main
sys.exit(main(sys.argv[3:]))
"""
"""The command line, sent a signal when it writes, moves or deletes for the n-th time."""


def build_stopped(
    project: Project, at: int, sign: signal.Signals
) -> subprocess.CompletedProcess[str]:
    """Build in a process that is sent a signal on its way."""
    return subprocess.run(
        [sys.executable, "-c", STOPPED_AT, str(at), str(int(sign)), "-C", str(project.folder)],
        capture_output=True,
        check=False,
        cwd=CHECKOUT,
        encoding="utf-8",
        timeout=TIMEOUT,
    )


def check_whole(project: Project, *texts: str) -> None:
    """See that each file of `build/` is whole, and made from one of these texts."""
    for name in project.built():
        file = project.build / name
        if file.suffix == ".pdf":
            with pikepdf.open(file) as pdf:
                assert pdf.check_pdf_syntax() == [], name
            assert any(text in printed(file) for text in texts), name
        elif file.suffix == ".html":
            html = file.read_text(encoding="utf-8")
            assert html.rstrip().endswith("</html>"), name
        elif file.suffix == ".png":
            Image.open(file).load()
        elif file.suffix == ".txt":
            assert file.read_bytes().endswith(b"\n"), name


@pytest.mark.parametrize("at", [0, 2, 4, 6, 8, 9, 11])
def test_a_build_that_is_killed_leaves_whole_files(at: int, project: Project, run: Run) -> None:
    """Killed at any write or move, a build leaves whole files, and the next one tidies up."""
    project.leaflet(f"{BODY}\nThe first text.\n")
    assert run("build").code == 0
    project.leaflet(f"{BODY}\nThe second text.\n")

    killed = build_stopped(project, at, signal.SIGKILL)

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    check_whole(project, "The first text.", "The second text.")
    again = run("build")
    assert again.code == 0
    check_whole(project, "The second text.")
    assert project.built() == ["index.html", *(f"tea/tea-{ending}" for ending in ENDINGS)]
    assert project.leftovers() == []


SPREAD, NEAR_WRITING = 40, 10
"""Moments at which a build is killed: over all its time, and from when it begins to write."""

WRITING = 0.004
"""Seconds from the first file that a small build writes to a little after the last one."""

A_SECOND = 1.0
"""How long what a killed build began may go on; as long as a whole build, if that is longer."""


def everything(project: Project) -> dict[str, bytes]:
    """Return each file in `build/` that is for people, with its bytes."""
    return {name: (project.build / name).read_bytes() for name in project.built()}


def processes(project: Project) -> list[str]:
    """Return the processes, but for this one, that stand in a project or were told its name."""
    found = []
    for one in Path("/proc").iterdir():
        if not one.name.isdecimal() or int(one.name) == os.getpid():
            continue
        try:
            words = (one / "cmdline").read_bytes().decode(errors="replace").split("\0")
            stands = (one / "cwd").readlink()
        except OSError:  # it has ended meanwhile, or is somebody else's
            continue
        if str(project.folder) in words or stands.is_relative_to(project.folder):
            found.append(f"{one.name}: {' '.join(words)}")
    return found


def killed_after(project: Project, seconds: float, *, writing: bool = False) -> float | None:
    """Build anew, and kill the process that was started.

    Args:
        project: What to build.
        seconds: How long after.
        writing: Count from the first file that it writes, not from its start.

    Returns:
        How long the build took, if it came to its end before.
    """
    begun = time.monotonic()
    with subprocess.Popen(
        [sys.executable, "-m", "leaflet", "-C", str(project.folder), "build", "--force"],
        cwd=project.folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        mine = f"{WAITING}{process.pid}-*"
        while writing and not any((project.build / INNER).glob(mine)) and process.poll() is None:
            time.sleep(0.0002)
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
    if process.returncode == -signal.SIGKILL:
        return None
    assert process.returncode == 0
    return time.monotonic() - begun


@pytest.mark.skipif(sys.platform != "linux", reason="/proc tells which processes are left")
def test_a_build_that_is_killed_at_any_moment(project: Project, run: Run) -> None:
    """Killed at 50 moments, a build leaves whole old or new files, and no process or stray file."""
    versions = []
    for text in ("The first text.", "The second text."):
        project.leaflet(f"{BODY}\n{text}\n")
        assert run("build").code == 0
        versions.append(everything(project))
    assert versions[0] != versions[1]
    took = min(killed_after(project, TIMEOUT) or TIMEOUT for _ in range(2))

    chance = random.Random(50)  # noqa: S311 - the same moments on every run, and no secret
    moments = [(False, (number + chance.random()) / SPREAD) for number in range(SPREAD)]
    moments += [(True, chance.random()) for _ in range(NEAR_WRITING)]
    chance.shuffle(moments)
    rounds = 0
    while moments:
        rounds += 1
        assert rounds <= 100, "builds end before they are killed"
        project.leaflet(f"{BODY}\n{('The first text.', 'The second text.')[rounds % 2]}\n")
        writing, share = moments.pop()
        ended = killed_after(project, share * (WRITING if writing else took), writing=writing)
        if ended is not None:  # too late: the machine has more time for us than before
            took = min(took, ended)
            moments.append((writing, chance.random()))
            chance.shuffle(moments)

        until = time.monotonic() + max(A_SECOND, took)
        while (left := processes(project)) and time.monotonic() < until:
            time.sleep(0.01)
        assert left == [], "processes go on after the build was killed"
        found = everything(project)
        assert found.keys() == versions[0].keys()
        torn = [name for name in found if found[name] not in [one[name] for one in versions]]
        assert torn == [], "neither the old nor the new file"

    assert run("build").code == 0
    assert everything(project) == versions[rounds % 2]
    assert project.leftovers() == []


@pytest.mark.parametrize("at", [0, 4, 6, 11])
def test_a_build_that_is_stopped_tidies_up(at: int, project: Project, run: Run) -> None:
    """Ctrl-C is exit code 130 and one word, with whole files and nothing half-made left."""
    project.leaflet(f"{BODY}\nThe first text.\n")
    run("build")
    project.leaflet(f"{BODY}\nThe second text.\n")

    stopped = build_stopped(project, at, signal.SIGINT)

    assert stopped.returncode == 130, stopped.stderr
    assert stopped.stderr.endswith("Stopped.\n")
    assert "Traceback" not in stopped.stderr
    check_whole(project, "The first text.", "The second text.")
    assert project.leftovers() == []


@pytest.mark.parametrize("at", range(5))
def test_a_full_disk_is_told(
    at: int, project: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the disk is full, the old files stay whole, and the reason is told in words."""
    project.leaflet(f"{BODY}\nThe first text.\n")
    run("build")
    project.leaflet(f"{BODY}\nThe second text.\n")
    write, writes = Path.write_bytes, iter(range(100))

    def full(path: Path, data: bytes) -> int:
        if next(writes) == at:
            write(path, data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write(path, data)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "write_bytes", full)
        result = run("build")

    if at < len(ENDINGS):
        (told,) = result.problems
        assert re.fullmatch(r"error: No space left on device: \S+\. \[file-unwritable\]", told)
        assert result.code == 3
        check_whole(project, "The first text.")
    assert project.leftovers() == []
    assert run("build").code == 0
    check_whole(project, "The second text.")


def test_what_is_no_longer_made_is_taken_away(project: Project, run: Run) -> None:
    """Files of a format that a leaflet had before do not lie about, and a person's own stay."""
    project.leaflet(also="trifold-a4")
    run("build")
    assert "tea/tea-trifold-a4-screen.pdf" in project.built()
    own = project.write("build/tea/notes.txt", "mine")

    project.leaflet()
    run("build")

    assert project.built() == [
        "index.html",
        "tea/notes.txt",
        *(f"tea/tea-{ending}" for ending in ENDINGS),
    ]
    assert own.read_text(encoding="utf-8") == "mine"


def test_a_leaflet_with_errors_makes_no_claim(project: Project, run: Run) -> None:
    """A file says that it keeps PDF/UA-1 only while no error is known."""

    def claims() -> list[str]:
        found = []
        for ending in ("screen.pdf", "large.pdf"):
            with pikepdf.open(project.build / f"tea/tea-{ending}") as pdf:
                data: Any = pdf.open_metadata()
                found += [ending for name in data if "pdfuaid" in name or "pdfua" in name]
        return sorted(set(found))

    project.leaflet()
    run("build")
    assert claims() == ["large.pdf", "screen.pdf"]

    project.leaflet(f"{BODY}\n{{{{ no.such }}}}\n")
    run("build")
    assert claims() == []
