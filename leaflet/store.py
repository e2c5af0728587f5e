"""What stands in `build/`: files that appear only when whole, and what they were made from.

A leaflet's fingerprint covers its source, pictures and facts, templates, styles, fonts, the
program and its libraries. Problems are kept beside it, so that an unchanged leaflet is told
again without being laid out. What depends on the day is never kept.
"""

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from leaflet.problems import Place, Problem, Severity

INNER = ".leaflet"
"""Folder inside `build/` for what is not for people."""

SIGNED = "signed"
"""Folder in a leaflet's own for what was approved of it, from which nothing is made."""

LIBRARIES = frozenset(
    {"weasyprint", "pydyf", "pikepdf", "markdown", "nh3", "jinja2", "pypdfium2", "pillow"}
)
"""Libraries whose version shows in the files."""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was built."""

    path: str
    """Its path from the output folder."""

    format: str | None
    """Its format; nothing for an edition without panels."""

    edition: str
    ms: int
    """How long it took."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What an earlier build left behind about one leaflet."""

    fingerprint: str
    title: str
    final: bool
    editions: tuple[str, ...]
    files: Mapping[str, int]
    """Size in bytes of each file by its path from the output folder."""

    made: tuple[Made, ...]
    problems: tuple[Problem, ...]
    inputs: tuple[str, ...]
    """Files outside the leaflet's folder that it shows."""

    facts: str
    """Digest of the facts file."""

    asked: tuple[str, ...]
    """Names of the facts that it asked for."""

    told: str
    """Digest of what the facts told it."""

    turns: tuple[str, ...] = ()
    """Days, as year-month-day, from which on its checks say something else."""

    turned: int = 0
    """How many of them had come when it was built."""

    def holds_on(self, today: date) -> bool:
        """Return whether the checks say on a day what they said when it was built."""
        return sum(day <= today.isoformat() for day in self.turns) == self.turned


@cache
def _program() -> str:
    """Return a digest of our own code and of the libraries that make the files."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).resolve().parent.rglob("*.py")):
        digest.update(file.read_bytes())
    for library in _libraries():
        digest.update(library.encode())
    return digest.hexdigest()


def _libraries() -> list[str]:
    """Return the libraries with their versions, as the names of the folders that say so.

    `importlib.metadata` reads and parses a file for each, which would take a quarter of the
    time of an unchanged build.
    """
    found = []
    for place in sys.path:
        with suppress(OSError):
            found += [one.name for one in Path(place).iterdir() if one.suffix in _INFO]
    return sorted(name for name in found if name.partition("-")[0].lower() in LIBRARIES)


_INFO = frozenset({".dist-info", ".egg-info"})
"""Endings of the folders in which an installed library says what it is."""


def fingerprint(folders: Iterable[Path], files: Iterable[Path], words: Iterable[str]) -> str:
    """Return a digest of everything that a leaflet is made from.

    Args:
        folders: Folders of which every file counts.
        files: Further files; one that is missing counts as missing.
        words: Whatever else changes the result, such as dates.
    """
    digest = hashlib.sha256(_program().encode())
    for folder in folders:
        inside = sorted(file for file in folder.rglob("*") if file.is_file())
        inside = [file for file in inside if SIGNED not in file.relative_to(folder).parts]
        for file in inside:
            _add(digest, file, file.relative_to(folder).as_posix())
    for file in files:
        _add(digest, file, file.name)
    for word in words:
        digest.update(f"{len(word)} {word}".encode())
    return digest.hexdigest()


def _add(digest: "hashlib._Hash", file: Path, name: str) -> None:
    try:
        data = file.read_bytes()
    except OSError:
        data = b"unreadable"
    digest.update(f"{name} {len(data)} ".encode())
    digest.update(data)


def read_kept(out: Path, name: str) -> Kept | None:
    """Return what the last build of `name` left, or nothing that can be trusted."""
    try:
        data = json.loads((out / INNER / f"{name}.json").read_text(encoding="utf-8"))
        kept = Kept(
            fingerprint=data["fingerprint"],
            title=data["title"],
            final=data["final"],
            editions=tuple(data["editions"]),
            files=data["files"],
            made=tuple(Made(**one) for one in data["made"]),
            problems=tuple(problem_of(one) for one in data["problems"]),
            inputs=tuple(data["inputs"]),
            facts=data["facts"],
            asked=tuple(data["asked"]),
            told=data["told"],
            turns=tuple(data["turns"]),
            turned=data["turned"],
        )
        whole = all((out / file).stat().st_size == size for file, size in kept.files.items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if whole else None


def plain_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain data; `problem_of` reads it."""
    place = problem.place
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": problem.hint,
        "place": {"file": place.file, "line": place.line} if place else None,
        "format": problem.format,
        "edition": problem.edition,
        "panel": problem.panel,
        "page": problem.page,
        "box_mm": problem.box_mm,
    }


def problem_of(data: dict[str, Any]) -> Problem:
    """Return a problem from what was written of it (`plain_problem`, or `dataclasses.asdict`)."""
    place, box = data.pop("place"), data.pop("box_mm")
    severity = Severity(data.pop("severity"))
    return Problem(
        **data,
        severity=severity,
        place=Place(**place) if place else None,
        box_mm=tuple(box) if box else None,
    )


def keep(out: Path, name: str, kept: Kept) -> None:
    """Leave word of a build for the next one."""
    data = asdict(kept) | {"made": [asdict(one) for one in kept.made]}
    write_whole(out, {f"{INNER}/{name}.json": json.dumps(data, indent=1).encode()})


def forget(out: Path, name: str) -> None:
    """Make the next build start anew."""
    with suppress(FileNotFoundError):
        (out / INNER / f"{name}.json").unlink()


WAITING = "waiting-"
"""Folders inside `INNER` for files that are not whole yet, by the process that makes them."""


@contextmanager
def _waiting(out: Path) -> Iterator[Path]:
    """Make a folder for files that are not whole yet, on the same disk as their places."""
    (out / INNER).mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=out / INNER, prefix=f"{WAITING}{os.getpid()}-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def tidy(out: Path) -> None:
    """Take away what builds left that were stopped on their way."""
    for folder in (out / INNER).glob(f"{WAITING}*"):
        process = folder.name.removeprefix(WAITING).partition("-")[0]
        if process.isdecimal() and not _runs(int(process)):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(process: int) -> bool:
    """Return whether a process of that number runs on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:  # it runs, and is not ours
        return True
    return True


def write_file(file: Path, data: bytes) -> None:
    """Write one file so that under its name there is only ever a whole one.

    Raises:
        OSError: it cannot be written; what stood there is as it was.
    """
    part = file.with_name(f"{file.name}.part")
    try:
        part.write_bytes(data)
        part.replace(file)
    except OSError:
        with suppress(OSError):
            part.unlink()
        raise


def write_whole(out: Path, files: Mapping[str, bytes]) -> None:
    """Write files so that under their names there are only ever whole ones.

    All of them are written beside their places first; then they are moved, each at once.

    Args:
        out: The output folder.
        files: What to write, by its path from the output folder.
    """
    with _waiting(out) as folder:
        for number, data in enumerate(files.values()):
            (folder / str(number)).write_bytes(data)
        for number, path in enumerate(files):
            (folder / str(number)).replace(out / path)


def move_into_place(
    out: Path, name: str, files: Mapping[str, bytes], before: Kept | None, kept: Kept
) -> None:
    """Put all files of one leaflet into place, and take away what an earlier build made.

    A build that is stopped on the way leaves whole files, and starts anew next time.
    """
    (out / name).mkdir(parents=True, exist_ok=True)
    forget(out, name)
    write_whole(out, files)
    for old in set(before.files if before else ()) - set(kept.files):
        with suppress(FileNotFoundError):
            (out / old).unlink()
    keep(out, name, kept)
