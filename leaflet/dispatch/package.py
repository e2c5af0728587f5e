"""The package for the print shop, and the archive in which every package stays.

A package is a zip with one folder: the files for the press, proofs, reports, the job sheet, the
ticket, `package.json` for programs, and the SHA-256 of each, which `sha256sum -c` checks.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from leaflet.dispatch.job import Job, fit_for_files
from leaflet.store import write_file

ARCHIVE = "packages"
"""Folder of a project in which its packages stay."""

SUMS = "SHA256SUMS"
CARD = "package.json"
"""What a package says of itself to programs."""

_EPOCH = 1980
"""The first year that a zip can write down."""


class DamagedError(Exception):
    """A package is not as it was written; carries the sentence that says where."""


class VersionTakenError(Exception):
    """Another content was packaged already under the same id, version and day."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A package, as it says of itself."""

    file: Path
    identifier: str
    version: str
    day: str
    """The day of that version, as year-month-day; empty where nobody said."""

    title: str
    name: str
    """Name of the leaflet's folder."""

    packaged_on: str
    copies: Mapping[str, int]
    """How many were ordered, by the file for the press."""

    approvals: tuple[str, ...]
    files: Mapping[str, str]
    """SHA-256 of its files, by their paths in it."""

    @property
    def for_press(self) -> dict[str, str]:
        """Return the SHA-256 of its files for the press."""
        return {path: digest for path, digest in self.files.items() if path.endswith("-print.pdf")}


def pack(job: Job, name: str, files: Mapping[str, bytes], today: date) -> tuple[str, bytes]:
    """Return a package's name without its ending, and the zip.

    Args:
        job: The job.
        name: Name of the leaflet's folder.
        files: What goes in, by path.
        today: The day of packing.
    """
    card = {
        "form": 1,
        "id": job.identifier,
        "version": job.version,
        "version-date": job.day.isoformat() if job.day else "",
        "title": job.title,
        "leaflet": name,
        "packaged-on": today.isoformat(),
        "copies": {one.file: one.copies for one in job.pieces if one.copies},
        "approved-by": list(job.approvals),
        "files": {path: hashlib.sha256(data).hexdigest() for path, data in files.items()},
    }
    inside = dict(files) | {CARD: json.dumps(card, ensure_ascii=False, indent=1).encode()}
    sums = "".join(
        f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in sorted(inside.items())
    )
    inside[SUMS] = sums.encode()
    day = job.day or today
    stamp = (max(day.year, _EPOCH), day.month, day.day, 0, 0, 0)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for path, data in sorted(inside.items()):
            entry = zipfile.ZipInfo(f"{job.name}/{path}", stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16  # else some systems unpack what nobody may read
            made.writestr(entry, data)
    return job.name, stream.getvalue()


def put_away(folder: Path, name: str, data: bytes) -> tuple[Path, bool]:
    """Put a package into the archive; an order for more of the same gets a number of its own.

    Args:
        folder: The archive.
        name: The package's name without its ending.
        data: The zip.

    Returns:
        Where it stands, and whether it is new there.

    Raises:
        VersionTakenError: other files for the press were packaged under that name.
        DamagedError: an earlier package of that name cannot be read.
        OSError: the archive cannot be written.
    """
    new = _read(folder / f"{name}.zip", data)
    number = 1
    while True:
        file = folder / (f"{name}.zip" if number == 1 else f"{name}-{number}.zip")
        if not file.exists():
            break
        there = read_package(file)
        if there.for_press != new.for_press:
            raise VersionTakenError(str(file))
        if there.files == new.files:
            return file, False
        number += 1
    folder.mkdir(exist_ok=True)
    write_file(file, data)
    return file, True


def read_package(file: Path) -> Packed:
    """Return what a package says of itself.

    Raises:
        DamagedError: it is none of ours, or not as it was written.
        OSError: it cannot be read.
    """
    return _read(file, file.read_bytes())


def _read(file: Path, data: bytes) -> Packed:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            card: dict[str, Any] = json.loads(opened.read(f"{_folder(opened)}/{CARD}"))
        return Packed(
            file,
            str(card["id"]),
            str(card["version"]),
            str(card["version-date"]),
            str(card["title"]),
            str(card["leaflet"]),
            str(card["packaged-on"]),
            {str(path): int(number) for path, number in card["copies"].items()},
            tuple(map(str, card["approved-by"])),
            {str(path): str(digest) for path, digest in card["files"].items()},
        )
    except _BROKEN as error:
        msg = f"{file.name} is damaged, or no package of ours."
        raise DamagedError(msg) from error


_BROKEN = (zipfile.BadZipFile, ValueError, KeyError, TypeError, AttributeError, EOFError, OSError)
"""What reading a zip of anybody's can raise."""


def _folder(opened: zipfile.ZipFile) -> str:
    """Return the one folder of a package.

    Raises:
        ValueError: there is none, or several.
    """
    (folder,) = {one.partition("/")[0] for one in opened.namelist()}
    return folder


def check_sums(file: Path) -> Iterator[str]:
    """Yield each file of a package that is not as it was packed, by its path in it.

    Raises:
        OSError: the package cannot be read at all.
    """
    data = file.read_bytes()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            folder = _folder(opened)
            written = opened.read(f"{folder}/{SUMS}").decode()
            wanted = dict(line.split("  ", 1)[::-1] for line in written.splitlines())
            there = {one.partition("/")[2] for one in opened.namelist()} - {SUMS}
            for path in sorted({*wanted, *there}):
                if not _as_packed(opened, f"{folder}/{path}", wanted.get(path)):
                    yield path
    except _BROKEN:
        yield file.name


def _as_packed(opened: zipfile.ZipFile, path: str, digest: str | None) -> bool:
    try:
        return hashlib.sha256(opened.read(path)).hexdigest() == digest
    except _BROKEN:
        return False


def packages(folder: Path) -> tuple[list[Packed], list[str]]:
    """Return all packages of an archive, latest last, and a sentence on each that is damaged."""
    found, damaged = [], []
    for file in sorted(folder.glob("*.zip")):
        try:
            found.append(read_package(file))
        except (DamagedError, OSError) as error:
            damaged.append(str(error))
    return sorted(found, key=lambda one: (one.packaged_on, one.file.name)), damaged


def same_id(one: str, other: str) -> bool:
    """Return whether two ids are the same as a person reads them off paper.

    >>> same_id("ELT-001", "elt 001")
    True
    """
    return _read_aloud(one) == _read_aloud(other)


def _read_aloud(words: str) -> str:
    return re.sub(r"[^a-z0-9]", "", fit_for_files(words).lower())
