"""From a folder that people write to one frozen leaflet, every piece with its file and line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from leaflet.manuscript.agreeing import disagreements
from leaflet.manuscript.facts import Fact, Facts, read_facts, unknown_fact
from leaflet.manuscript.find import CONTENT, FACTS, SOURCE, Found, shown
from leaflet.manuscript.markup import Written, read_text
from leaflet.manuscript.put_together import put_together
from leaflet.manuscript.reading import Reading
from leaflet.manuscript.schema import check_settings
from leaflet.manuscript.settings import FieldOfRecord, FrontMatter
from leaflet.manuscript.tokens import RECORD
from leaflet.manuscript.yaml_strings import Settings, read_settings
from leaflet.model import (
    Leaflet,
    Part,
    Picture,
    Piece,
)
from leaflet.problems import (
    Place,
    Problem,
    Severity,
    UnusableError,
    did_you_mean,
)
from leaflet.specs.formats import ALIASES, FORMATS, PINS, find_format

_FIT_NAME = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")
_RULE = re.compile(r"---[ \t]*")


def read_project_facts(project: Path) -> tuple[Facts, list[Problem]]:
    """Read the facts of a project; without a facts file there are none."""
    path = project / CONTENT / FACTS
    name = shown(path, project)
    if not path.is_file():
        return read_facts("", file=name)
    if not path.resolve().is_relative_to(project.resolve()):
        facts, _ = read_facts("", file=name)
        return facts, [_elsewhere(name)]
    try:
        return read_facts(_decode(path.read_bytes(), name), file=name)
    except UnusableError as error:
        facts, _ = read_facts("", file=name)
        return facts, list(error.problems)


def read_leaflet(
    found: Found, *, project: Path, facts: Facts, record: Mapping[str, str] | None = None
) -> tuple[Leaflet, list[Problem]]:
    """Read one leaflet.

    Args:
        found: Where it stands.
        project: The project's folder.
        facts: Its facts.
        record: The values of the record that it is made for; none in a plain build.

    Returns:
        The leaflet, and every problem that reading it showed.

    Raises:
        UnusableError: nothing can be made of it; carries the problems that say why.
    """
    return read_pattern(found, project=project, facts=facts).filled(record or {})


@dataclass(slots=True)
class Pattern:
    """A leaflet read once for many records."""

    found: Found
    reading: Reading
    """What reading it showed that no record changes."""

    front: FrontMatter
    formats: tuple[str, ...]
    settings: Settings
    text: Written
    lines: tuple[str, ...]
    body_line: int
    problems: list[Problem]
    """What is wrong with the settings."""

    _first: tuple[Leaflet, list[Problem], dict[str, Picture]] | None = None
    """The leaflet of the first record, what putting it together told, and its logo."""

    def filled(self, record: Mapping[str, str]) -> tuple[Leaflet, list[Problem]]:
        """Return the leaflet for a record, and every problem that reading it showed.

        Args:
            record: The values of the record; none in a plain build.

        Raises:
            UnusableError: nothing can be made of it; carries the problems that say why.
        """
        fields = {
            name: record.get(name) or one.default or ""
            for name, one in (self.front.fields or {}).items()
        }
        reading = replace(
            self.reading, record=fields, pictures={}, problems=[], ids=set(), links=[]
        )
        pieces = self.text.filled(reading)
        if not pieces:
            message = "There is no text below the front matter."
            raise UnusableError([*self.problems, _empty(reading.file, message)])
        leaflet = self._put_together(pieces, reading)
        return leaflet, [
            *self.problems,
            *reading.problems,
            *_pinned_twice(pieces, reading.file),
            *_imprint_gaps(leaflet, self.settings),
        ]

    def _put_together(self, pieces: tuple[Piece, ...], reading: Reading) -> Leaflet:
        """Return the leaflet; all but its text and its fields is the first one's."""
        if self._first:
            leaflet, told, logo = self._first
            reading.problems.extend(told)
            reading.pictures.update(logo)
            return replace(
                leaflet, pieces=pieces, pictures=reading.pictures, fields=dict(reading.record)
            )
        known, told_before = set(reading.pictures), len(reading.problems)
        leaflet = replace(
            put_together(self.found, self.front, self.formats, pieces, reading),
            written=self.lines,
            body_line=self.body_line,
            places=_places(self.settings),
        )
        logo = {name: one for name, one in reading.pictures.items() if name not in known}
        self._first = leaflet, reading.problems[told_before:], logo
        return leaflet


def read_pattern(found: Found, *, project: Path, facts: Facts) -> Pattern:
    """Read a leaflet as far as it goes before the values of a record are known.

    Args:
        found: Where it stands.
        project: The project's folder.
        facts: Its facts.

    Raises:
        UnusableError: nothing can be made of it; carries the problems that say why.
    """
    path = found.folder / SOURCE
    file = shown(path, project)
    if not path.resolve().is_relative_to(project.resolve()):
        raise UnusableError([_elsewhere(file)])
    written = _decode(path.read_bytes(), file)
    head, body, body_line = _split(written, file)
    settings, problems = read_settings(head, file=file, first_line=2)
    if settings is None:
        raise UnusableError(problems)
    front, wrong = check_settings(FrontMatter, settings)
    problems += [*wrong, *_name_problems(found.name, file)]
    formats, unknown = _formats(settings)
    problems += unknown
    if front is None or not formats:
        raise UnusableError(problems)
    problems += disagreements(front, found, formats, settings, facts)
    reading = Reading(file, found.folder, project, facts, front.status == "final")
    text = read_text(
        body,
        first_line=body_line,
        language=front.language,
        look_up=lambda name, place: _look_up(name, place, facts, front, reading),
        reading=reading,
    )
    lines = tuple(written.split("\n"))
    return Pattern(found, reading, front, formats, settings, text, lines, body_line, problems)


def read_fields(found: Found, project: Path) -> dict[str, FieldOfRecord]:
    """Return the fields that a leaflet's front matter declares.

    Raises:
        UnusableError: it cannot be read.
    """
    file = shown(found.folder / SOURCE, project)
    written = _decode((found.folder / SOURCE).read_bytes(), file)
    settings, problems = read_settings(_split(written, file)[0], file=file, first_line=2)
    front = check_settings(FrontMatter, settings)[0] if settings else None
    if front is None:
        raise UnusableError(problems)
    return dict(front.fields or {})


def _places(settings: Settings) -> dict[str, int]:
    """Return the line of each setting by its dotted name."""
    return {".".join(map(str, path)): line for path, line in settings.lines.items() if path}


def _decode(data: bytes, file: str) -> str:
    """Return a file's text, with one kind of line end and without a byte order mark."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise UnusableError(
            [
                Problem(
                    code="contents-encoding",
                    severity=Severity.ERROR,
                    message=f"There is a character here that is not UTF-8 (byte "
                    f"{data[error.start]:#04x}).",
                    hint='Save the file again with the encoding "UTF-8"; every editor offers it.',
                    place=Place(file, line),
                )
            ]
        ) from error
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "\ufffd")


def _split(text: str, file: str) -> tuple[str, list[str], int]:
    """Return the front matter, the lines of the text, and the line where the text begins."""
    if not text.strip():
        raise UnusableError([_empty(file, "The file is empty.")])
    lines = text.split("\n")
    ends = [number for number, line in enumerate(lines) if number and _RULE.fullmatch(line)]
    if not _RULE.fullmatch(lines[0]) or not ends:
        missing = "end" if _RULE.fullmatch(lines[0]) else "begin"
        raise UnusableError(
            [
                Problem(
                    code="settings-missing",
                    severity=Severity.ERROR,
                    message="There is no front matter: the settings between two lines of --- "
                    f"do not {missing}.",
                    hint="Begin the file with ---, then title:, format: and language:, each on "
                    "a line, then --- again. `leaflet new` writes one for you.",
                    place=Place(file, 1),
                )
            ]
        )
    return "\n".join(lines[1 : ends[0]]), lines[ends[0] + 1 :], ends[0] + 2


def _empty(file: str, message: str) -> Problem:
    return Problem(
        code="contents-missing",
        severity=Severity.ERROR,
        message=message,
        hint="Write the leaflet's text into it. `leaflet new` makes one with sample text.",
        place=Place(file, 1),
    )


def _elsewhere(file: str) -> Problem:
    return Problem(
        code="contents-missing",
        severity=Severity.ERROR,
        message="This file is a link to one outside the project.",
        hint="Copy the file itself here; nothing outside the project is read.",
        place=Place(file),
    )


def _formats(settings: Settings) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the formats by the names that `specs` knows, first the one that names the files."""
    first, also = settings.tree.get("format", ""), settings.tree.get("also", "")
    wanted: list[tuple[str, tuple[str | int, ...]]] = []
    if isinstance(first, str) and first:
        wanted.append((first, ("format",)))
    others = also if isinstance(also, list) else [also]
    wanted += [
        (name, ("also", number))
        for number, name in enumerate(others)
        if name and isinstance(name, str)
    ]
    names, problems = [], []
    for name, path in wanted:
        known = find_format(name)
        if known:
            names.append(known.name)
            continue
        problems.append(
            Problem(
                code="format-unknown",
                severity=Severity.ERROR,
                message=f'"{name}" is not a format.',
                hint=did_you_mean(name, [*FORMATS, *ALIASES])
                + " `leaflet list formats` says more.",
                place=settings.place(path),
            )
        )
    return (() if problems else tuple(dict.fromkeys(names))), problems


def _look_up(name: str, place: Place, facts: Facts, front: FrontMatter, reading: Reading) -> Fact:
    """Return a fact or a record's field, and keep the problem if it is not known."""
    group, _, field = name.partition(".")
    if group == "record":
        declared = front.fields or {}
        if field in declared:
            return Fact(f"{RECORD}{field}", "")
        reading.tell(
            "fact-unknown",
            Severity.ERROR,
            f'The field "{field}" of a record is not declared.',
            f"Add it under `fields:` in the front matter. {did_you_mean(field, declared)}",
            place.line or 1,
        )
        return Fact(name, "", known=False)
    fact = facts.look_up(name)
    if not fact.known:
        reading.problems.append(unknown_fact(name, facts, place))
    elif fact.is_gap:
        reading.open_fact(name, place.line or 1)
    return fact


def _name_problems(name: str, file: str) -> list[Problem]:
    if _FIT_NAME.fullmatch(name):
        return []
    return [
        Problem(
            code="name-unfit",
            severity=Severity.WARNING,
            message=f'The folder name "{name}" makes file names that do not travel well.',
            hint="Rename it with small letters, digits and hyphens, such as infant-all.",
            place=Place(file),
        )
    ]


def _imprint_gaps(leaflet: Leaflet, settings: Settings) -> Iterator[Problem]:
    """Yield what the imprint shows as a gap."""
    imprint = leaflet.imprint
    if not leaflet.parts("imprint"):
        return
    wanted = {
        "version": imprint.version,
        "version-date": imprint.version_date,
        "reviewed": imprint.reviewed,
        "next-review": imprint.next_review,
    }
    for name, value in wanted.items():
        if not value:
            yield Problem(
                code="fact-open",
                severity=Severity.ERROR if leaflet.final else Severity.WARNING,
                message=f'"{name}" is not known yet, so the imprint shows a gap.',
                hint=f"Write `{name}: …` into the front matter when it is known.",
                place=settings.place((name,)),
            )


def _pinned_twice(pieces: tuple[Piece, ...], file: str) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for piece in pieces:
        if isinstance(piece, Part) and piece.name in PINS:
            if piece.name in seen:
                yield Problem(
                    code="pin-twice",
                    severity=Severity.ERROR,
                    message=f'The panel "{piece.name}" is pinned here and in line '
                    f"{seen[piece.name]}; both texts go onto it.",
                    hint="Put both into one block, or let one of them flow.",
                    place=Place(file, piece.line),
                )
            seen.setdefault(piece.name, piece.line)
