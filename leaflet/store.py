"""What stands in `build/`: files that appear only when whole, and what they were made from.

A leaflet's fingerprint covers its source, pictures and facts, templates, styles, fonts, the
program and its libraries. Problems are kept beside it, so that an unchanged leaflet is told
again without being laid out. What depends on the day is never kept.
"""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

from leaflet.problems import Place, Problem, Severity

INNER = ".leaflet"
"""Folder inside `build/` for what is not for people."""

LIBRARIES = ("weasyprint", "pydyf", "pikepdf", "markdown", "nh3", "jinja2", "pypdfium2", "pillow")
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
    inputs: tuple[str, ...] = field(default=())
    """Files outside the leaflet's folder that it shows."""


@cache
def _program() -> str:
    """Return a digest of our own code and of the libraries that make the files."""
    digest = hashlib.sha256()
    for file in sorted(Path(__file__).resolve().parent.rglob("*.py")):
        digest.update(file.read_bytes())
    for library in LIBRARIES:
        digest.update(f"{library} {version(library)}".encode())
    return digest.hexdigest()


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
            problems=tuple(_problem(one) for one in data["problems"]),
            inputs=tuple(data["inputs"]),
        )
        whole = all((out / file).stat().st_size == size for file, size in kept.files.items())
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return kept if whole else None


def _problem(data: dict[str, Any]) -> Problem:
    """Return a problem from what `keep` wrote of it."""
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
    (out / INNER).mkdir(parents=True, exist_ok=True)
    data = asdict(kept) | {"made": [asdict(one) for one in kept.made]}
    write_whole(out / INNER / f"{name}.json", json.dumps(data, indent=1).encode())


def forget(out: Path, name: str) -> None:
    """Make the next build start anew."""
    with suppress(FileNotFoundError):
        (out / INNER / f"{name}.json").unlink()


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that under its name there is only ever a whole one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        with suppress(FileNotFoundError):
            Path(name).unlink()
        raise


def move_into_place(
    out: Path, name: str, files: Mapping[str, bytes], before: Kept | None, kept: Kept
) -> None:
    """Put all files of one leaflet into place, and take away what an earlier build made.

    All of them are written beside their places first; then they are moved, each at once.
    A build that is stopped on the way leaves the old files, and starts anew next time.
    """
    folder = out / name
    folder.mkdir(parents=True, exist_ok=True)
    (out / INNER).mkdir(exist_ok=True)
    waiting = Path(tempfile.mkdtemp(dir=out / INNER, prefix=f"{name}-"))
    try:
        for file, data in files.items():
            (waiting / Path(file).name).write_bytes(data)
        forget(out, name)
        for file in files:
            (waiting / Path(file).name).replace(out / file)
        for old in set(before.files if before else ()) - set(kept.files):
            with suppress(FileNotFoundError):
                (out / old).unlink()
        keep(out, name, kept)
    finally:
        shutil.rmtree(waiting, ignore_errors=True)
