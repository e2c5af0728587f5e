"""From a folder that people write to one frozen leaflet, every piece with its file and line."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from leaflet.manuscript.facts import Brand, Fact, Facts, Fonts, read_facts, unknown_fact
from leaflet.manuscript.find import CONTENT, FACTS, SOURCE, Found, shown
from leaflet.manuscript.markup import read_text
from leaflet.manuscript.pictures import read_picture
from leaflet.manuscript.reading import Reading
from leaflet.manuscript.schema import check_settings
from leaflet.manuscript.settings import FrontMatter, text_pt, thickness_mm
from leaflet.manuscript.yaml_strings import Settings, read_settings
from leaflet.model import (
    USUAL_THICKNESS,
    Governance,
    Imprint,
    Leaflet,
    Part,
    Person,
    Picture,
    Piece,
)
from leaflet.problems import (
    CODES,
    NEVER_WAIVED,
    Place,
    Problem,
    Severity,
    UnusableError,
    Waiver,
    did_you_mean,
)
from leaflet.specs.conditions import CONDITIONS, find_condition
from leaflet.specs.formats import ALIASES, FORMATS, PINS, find_format
from leaflet.specs.printers import PRINTERS

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


def read_leaflet(found: Found, *, project: Path, facts: Facts) -> tuple[Leaflet, list[Problem]]:
    """Read one leaflet.

    Returns:
        The leaflet, and every problem that reading it showed.

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
    problems += [
        *_press_problems(front, found, settings),
        *_size_problems(front, formats, settings),
        *_foot_problems(front, formats, settings),
    ]
    reading = Reading(file, found.folder, project, facts, front.status == "final")
    pieces = read_text(
        body,
        first_line=body_line,
        language=front.language,
        look_up=lambda name, place: _look_up(name, place, facts, front, reading),
        reading=reading,
    )
    if not pieces:
        raise UnusableError([*problems, _empty(file, "There is no text below the front matter.")])
    leaflet = replace(
        _leaflet(found, front, formats, pieces, reading),
        governance=_governance(front),
        written=tuple(written.split("\n")),
        body_line=body_line,
        places=_places(settings),
    )
    return leaflet, [
        *problems,
        *reading.problems,
        *_pinned_twice(pieces, file),
        *_imprint_gaps(leaflet, settings),
    ]


def _size_problems(
    front: FrontMatter, formats: tuple[str, ...], settings: Settings
) -> Iterator[Problem]:
    """Yield sizes of text for formats that the leaflet does not have."""
    for name in front.text_size or {}:
        known = find_format(name)
        if name and (known is None or known.name not in formats):
            yield Problem(
                code="setting-invalid",
                severity=Severity.ERROR,
                message=f'"text-size" names the format "{name}", which this leaflet does not have.',
                hint=did_you_mean(name, formats),
                place=settings.place(("text-size", name)),
            )


def _foot_problems(
    front: FrontMatter, formats: tuple[str, ...], settings: Settings
) -> Iterator[Problem]:
    """Yield a running foot that no format has."""
    if front.running_foot and not any(FORMATS[name].grows for name in formats):
        yield Problem(
            code="setting-invalid",
            severity=Severity.WARNING,
            message='Only booklets have a "running-foot", and this leaflet is none.',
            hint="Take the line out, or add a booklet to `also:`.",
            place=settings.place(("running-foot",)),
        )


def _text_sizes(front: FrontMatter) -> dict[str, float]:
    """Return sizes of text in points by format, under an empty name for all others."""
    formats = ((find_format(name), size) for name, size in (front.text_size or {}).items())
    return {known.name if known else "": text_pt(size) for known, size in formats}


def _press_problems(front: FrontMatter, found: Found, settings: Settings) -> Iterator[Problem]:
    """Yield what is wrong with how a leaflet shall be printed."""
    if front.condition and find_condition(front.condition, found.folder) is None:
        yield Problem(
            code="setting-invalid",
            severity=Severity.ERROR,
            message=f'"{front.condition}" is not a printing condition.',
            hint=f"{did_you_mean(front.condition, CONDITIONS)} Or name a printer's own profile, a "
            "file ending in .icc beside the leaflet.",
            place=settings.place(("condition",)),
        )
    for code in front.waivers or {}:
        if code not in CODES or code in NEVER_WAIVED:
            yield Problem(
                code="setting-invalid",
                severity=Severity.ERROR,
                message=f'"{code}" is no check that can be set aside.',
                hint=did_you_mean(code, set(CODES) - NEVER_WAIVED),
                place=settings.place(("waivers", code)),
            )
    if front.printer and front.printer not in PRINTERS:
        yield Problem(
            code="setting-invalid",
            severity=Severity.ERROR,
            message=f'"{front.printer}" is not in the list of printers.',
            hint=did_you_mean(front.printer, PRINTERS),
            place=settings.place(("printer",)),
        )


def _leaflet(
    found: Found,
    front: FrontMatter,
    formats: tuple[str, ...],
    pieces: tuple[Piece, ...],
    reading: Reading,
) -> Leaflet:
    """Put what was read together."""
    brand = reading.facts.file.brand or Brand()
    fonts, colours = brand.fonts or Fonts(), brand.colours or {}
    logo = _logo(brand.logo, reading)
    return Leaflet(
        name=found.name,
        place=Place(reading.file, 1),
        folder=found.folder,
        title=front.title,
        language=front.language,
        formats=formats,
        final=reading.final,
        pieces=pieces,
        pictures=reading.pictures,
        imprint=_imprint(front, reading.facts),
        text_sizes=_text_sizes(front),
        text_font=fonts.text or "",
        display_font=fonts.display or "",
        logo=logo,
        colours={name: colour.screen for name, colour in colours.items()},
        brand_inks={one.screen: one.inks for one in colours.values() if one.inks},
        brand_blacks={one.screen: one.black for one in colours.values() if one.black is not None},
        black_alone=front.inks == ("black",),
        waivers=_waivers(front),
        condition=front.condition or "",
        printer=front.printer or "",
        paper=front.paper or "",
        paper_thickness=thickness_mm(front.paper_thickness or f"{USUAL_THICKNESS}"),
        running_foot=front.running_foot or "",
        fields={name: one.default or "" for name, one in (front.fields or {}).items()},
    )


def _governance(front: FrontMatter) -> Governance:
    """Return what the front matter says of how the leaflet came about."""
    return Governance(
        audience=front.audience or "std",
        health=front.health,
        solicits=front.solicits,
        people=tuple(
            Person(one.name, one.consent, one.scope or "", one.expires)
            for one in front.people or ()
        ),
        sources=front.sources or (),
        approved_by=front.approved_by or (),
        interests=front.interests or "",
        tested_by=front.tested_by or (),
    )


def _places(settings: Settings) -> dict[str, int]:
    """Return the line of each setting by its dotted name."""
    return {".".join(map(str, path)): line for path, line in settings.lines.items() if path}


def _waivers(front: FrontMatter) -> dict[str, Waiver]:
    """Return the checks that are set aside, of those that can be."""
    found = {}
    for code, said in (front.waivers or {}).items():
        reason, _, name = said.rpartition(",")
        if code in CODES and code not in NEVER_WAIVED:
            found[code] = Waiver(reason.strip().rstrip("."), name.strip())
    return found


def _logo(source: str | None, reading: Reading) -> Picture | None:
    """Return the charity's logo, which lies beside the facts, among the leaflet's pictures."""
    if not source:
        return None
    place = reading.facts.place("brand.logo")
    picture, problems = read_picture(
        source, folder=reading.project / CONTENT, project=reading.project, place=place
    )
    reading.problems.extend(problems)
    if picture:
        # Under an address that no picture of the leaflet itself can have.
        picture = replace(picture, source=f"{CONTENT}/{source}")
        reading.pictures[picture.source] = picture
    return picture


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
            return Fact(f"record.{field}", declared[field].default or "", known=True)
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


def _imprint(front: FrontMatter, facts: Facts) -> Imprint:
    organisation = facts.file.organisation
    return Imprint(
        organisation=organisation.name if organisation else "",
        status=_status(facts),
        version=front.version or "",
        version_date=front.version_date,
        reviewed=front.reviewed,
        next_review=front.next_review,
        identifier=front.id or "",
    )


REGISTERS = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}
"""Registers of charities in the United Kingdom, by the name that the facts file uses."""


REGISTERED = {
    "registered": "Registered charity",
    "cio": "Charitable incorporated organisation, registered charity",
    "company": "Charitable company, registered",
}
"""What an organisation says that it is, by its legal form."""


def _status(facts: Facts) -> str:
    """Return the line that says what the organisation is in law; nothing if not known.

    It stays in English in every language: Charities Act 2011, s.212(4), says so of a CIO.
    """
    organisation = facts.file.organisation
    form = organisation.legal_form if organisation else None
    if organisation is None or form is None:
        return ""
    if form == "unregistered":
        return f"{organisation.name} is not a registered charity."
    known = {
        register: number for register, number in (organisation.numbers or {}).items() if number
    }
    if list(known) == ["england-and-wales"] and form != "company":
        # What the law asks for is the words; the number is custom, and only here goes without the
        # name of its register (Charities Act 2011, s.194).
        return f"{REGISTERED[form]} {known['england-and-wales']}."
    numbers = [
        f"{REGISTERS.get(register, register)} {number}" for register, number in known.items()
    ]
    return f"{REGISTERED[form]}: {', '.join(numbers)}." if numbers else f"{REGISTERED[form]}."


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
