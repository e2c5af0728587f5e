"""Who approved which bytes of a leaflet, and what has changed since.

The record stands beside the leaflet, as text that git keeps. It proves nothing against somebody who
forges it; it finds the comma that was changed after the trustees had looked.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from leaflet.manuscript.find import Found, shown
from leaflet.manuscript.read import read_project_facts
from leaflet.problems import Place, Problem, Severity
from leaflet.store import SIGNED, Kept, read_kept, write_file

RECORD = "signatures.yaml"
"""Name of the record, in the leaflet's folder `SIGNED`."""

HEAD = (
    "# Who approved which bytes. Written by `leaflet sign`; nothing in it is meant to be changed.\n"
)

SHOWN = ("screen",)
"""Editions of which the signed files are kept, to compare with."""


class UnreadableRecordError(Exception):
    """The record of the signatures is not as it was written."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One approval, and the SHA-256 of all that was approved."""

    by: str
    role: str
    on: date
    made_from: Mapping[str, str]
    """Source and pictures, by their paths from the project's folder."""

    facts: Mapping[str, str]
    """The facts that it shows, by their names."""

    files: Mapping[str, str]
    """The files that were built, by their paths from the output folder."""

    @property
    def who(self) -> str:
        """Return who signed, and as what."""
        return f"{self.by} ({self.role})" if self.role else self.by


@dataclass(frozen=True, slots=True)
class State:
    """A leaflet as it is now, in the same digests."""

    made_from: Mapping[str, str]
    facts: Mapping[str, str]
    files: Mapping[str, str]

    def changed_since(self, signature: Signature) -> list[str]:
        """Return what differs from what was signed, in words; files last, since they follow."""
        names = [
            *_differing(self.made_from, signature.made_from),
            *(f"the fact {name}" for name in _differing(self.facts, signature.facts)),
        ]
        # An edition that was not built this time, or was not signed, says nothing.
        both = self.files.keys() & signature.files.keys()
        files = [name for name in sorted(both) if self.files[name] != signature.files[name]]
        return [*names, *files]


def _differing(now: Mapping[str, str], then: Mapping[str, str]) -> list[str]:
    return [name for name in sorted({*now, *then}) if now.get(name) != then.get(name)]


def state_of(found: Found, project: Path, out: Path) -> State | None:
    """Return a leaflet's present state; nothing where it was never built there.

    Args:
        found: The leaflet.
        project: The project's folder.
        out: The output folder.
    """
    kept = read_kept(out, found.name)
    if kept is None:
        return None
    facts, _ = read_project_facts(project)
    own = (
        file
        for file in sorted(found.folder.rglob("*"))
        if file.is_file() and SIGNED not in file.relative_to(found.folder).parts
    )
    inputs = {shown(file, project): file for file in own}
    inputs |= {path: project / path for path in kept.inputs}
    return State(
        {name: _digest(file) for name, file in sorted(inputs.items())},
        facts.digests(kept.asked),
        {path: _digest(out / path) for path in sorted(kept.files)},
    )


def _digest(file: Path) -> str:
    try:
        return hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        return "unreadable"


def read_signatures(found: Found) -> list[Signature]:
    """Return the signatures of a leaflet, in the order in which they were given.

    Raises:
        UnreadableRecordError: the record is not as it was written.
    """
    file = found.folder / SIGNED / RECORD
    try:
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        return [_signature(one) for one in data or []]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise UnreadableRecordError(str(file)) from error


def _signature(data: Mapping[str, Any]) -> Signature:
    on = data["on"]
    if not isinstance(on, date):
        msg = "no day"
        raise TypeError(msg)
    maps = ({str(key): str(value) for key, value in data[name].items()} for name in _MAPS)
    return Signature(str(data["by"]), str(data.get("role", "")), on, *maps)


_MAPS = ("made-from", "facts", "files")


def add_signature(found: Found, signature: Signature, out: Path, kept: Kept) -> Path:
    """Write a signature behind the others, and keep the files that were looked at.

    Returns:
        The record.

    Raises:
        OSError: it cannot be written; the record is as it was.
        UnreadableRecordError: the record that is there is not as it was written.
    """
    every = [*read_signatures(found), signature]
    data = [
        {
            "by": one.by,
            **({"role": one.role} if one.role else {}),
            "on": one.on,
            "made-from": dict(one.made_from),
            "facts": dict(one.facts),
            "files": dict(one.files),
        }
        for one in every
    ]
    folder = found.folder / SIGNED
    folder.mkdir(exist_ok=True)
    for one in kept.made:
        if one.edition in SHOWN:
            write_file(folder / Path(one.path).name, (out / one.path).read_bytes())
    text = HEAD + yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=1000)
    write_file(folder / RECORD, text.encode())
    return folder / RECORD


def problems_of_signing(found: Found, project: Path, out: Path) -> Iterator[Problem]:
    """Yield a warning where something has changed since a leaflet was signed.

    Each signer's last signature counts.
    """
    place = Place(shown(found.folder / SIGNED / RECORD, project))
    try:
        last = {one.who: one for one in read_signatures(found)}
    except UnreadableRecordError:
        yield Problem(
            code="signature-unreadable",
            severity=Severity.WARNING,
            message="The record of the signatures is not as it was written.",
            hint="Fetch it from a backup, or take it away and let them sign anew.",
            place=place,
        )
        return
    state = state_of(found, project, out) if last else None
    for signature in last.values() if state else ():
        changed = state.changed_since(signature) if state else []
        if changed:
            yield Problem(
                code="signature-past",
                severity=Severity.WARNING,
                message=f"{signature.who} signed {found.name} on {signature.on}; changed since: "
                f"{', '.join(some_of(changed))}.",
                hint=f"`leaflet diff {found.name}` shows what; then let them sign anew.",
                place=place,
            )


def some_of(names: Sequence[str], most: int = 4) -> list[str]:
    """Return the first names, and how many more there are.

    >>> some_of(["a", "b", "c"], 2)
    ['a', 'b', '1 more']
    """
    rest = len(names) - most
    return [*names[:most], *([f"{rest} more"] if rest > 0 else [])]
