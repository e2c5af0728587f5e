"""`leaflet review`: what expires when, for the whole folder; also as a calendar."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import click

from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.preflight.content import Due, due_days
from leaflet.problems import UnusableError
from leaflet.talk import ExitCode, Talk, relative

KINDS = {
    "review-past": "Review",
    "consent-past": "Consent ends",
    "fact-stale": "Compare with its source",
}
"""What has to be done on a day, by the check that tells of it afterwards."""


@dataclass(frozen=True, slots=True)
class Expiry:
    """Something of a leaflet, or of several, that has a last day."""

    due: Due
    leaflets: tuple[str, ...]
    file: str

    @property
    def says(self) -> str:
        """Return what has to be done."""
        return f"{KINDS[self.due.code]}: {self.due.what}"


def review(talk: Talk, *, within: int | None, as_json: bool, calendar: Path | None) -> ExitCode:
    """Tell what expires when, the soonest first.

    Args:
        talk: How much is said.
        within: Days from today on that count; what is past counts always. Nothing for all.
        as_json: Whether to tell it as JSON.
        calendar: Where to write a calendar file, if anywhere.

    Returns:
        `ERRORS` where something is past.
    """
    found, unreadable = expiries(talk.project)
    last = date.max if within is None else talk.day + timedelta(days=within)
    shown = [one for one in found if one.due.day <= last]
    past = [one for one in shown if one.due.day < talk.day]
    if calendar:
        calendar.write_text(as_calendar(shown, talk.day), encoding="utf-8", newline="")
        talk.say(f"The calendar is {relative(calendar.absolute())}.")
    if as_json:
        told = {"version": 1, "ok": not past, "items": [_plain(one, talk.day) for one in shown]}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for one in shown:
            late = "  overdue" if one.due.day < talk.day else ""
            click.echo(f"{one.due.day}{late}  {one.says}  ({one.file}:{one.due.line})")
        if not shown:
            talk.say("Nothing expires in that time." if within is not None else "Nothing expires.")
    for name in unreadable:
        talk.say(f"{name} cannot be read; `leaflet check {name}` says why.")
    if unreadable:
        return ExitCode.UNREADABLE
    return ExitCode.ERRORS if past else ExitCode.DONE


def expiries(project: Path) -> tuple[list[Expiry], list[str]]:
    """Return what in a project's leaflets has a last day, and the leaflets that cannot be read."""
    facts, _ = read_project_facts(project)
    dues: dict[tuple[str, Due], list[str]] = {}
    unreadable = []
    for found in find_leaflets(project)[0]:
        try:
            leaflet, _ = read_leaflet(found, project=project, facts=facts)
        except UnusableError:
            unreadable.append(found.name)
            continue
        for due in due_days(leaflet, facts):
            dues.setdefault((due.file or leaflet.place.file, due), []).append(leaflet.name)
    every = [Expiry(due, tuple(names), file) for (file, due), names in dues.items()]
    return sorted(every, key=lambda one: (one.due.day, one.file, one.due.line)), unreadable


def _plain(one: Expiry, today: date) -> dict[str, object]:
    return {
        "day": one.due.day.isoformat(),
        "overdue": one.due.day < today,
        "code": one.due.code,
        "what": one.due.what,
        "leaflets": list(one.leaflets),
        "file": one.file,
        "line": one.due.line,
    }


def as_calendar(shown: Sequence[Expiry], today: date) -> str:
    """Return expiries as a calendar file that every calendar program reads (RFC 5545)."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//leaflet//review//EN"]
    for one in shown:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{one.due.code}-{one.file}-{one.due.line}@leaflet".replace(" ", "-"),
            f"DTSTAMP:{today:%Y%m%d}T000000Z",
            f"DTSTART;VALUE=DATE:{one.due.day:%Y%m%d}",
            f"SUMMARY:{_escaped(one.says)}",
            f"DESCRIPTION:{_escaped(f'{one.file}, line {one.due.line}')}",
            "BEGIN:VALARM",
            "ACTION:DISPLAY",
            "TRIGGER:-P30D",
            f"DESCRIPTION:{_escaped(one.says)}",
            "END:VALARM",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _escaped(words: str) -> str:
    """Return words as a calendar holds them (RFC 5545, 3.3.11)."""
    for sign in ("\\", ";", ","):
        words = words.replace(sign, f"\\{sign}")
    return " ".join(words.split())


LONGEST_LINE = 75
"""Most bytes of a line of a calendar (RFC 5545, 3.1)."""


def _folded(line: str) -> Iterator[str]:
    """Yield a line in pieces that are short enough; all but the first begin with a space."""
    piece = ""
    for sign in line:
        if len((piece + sign).encode()) > LONGEST_LINE:
            yield piece
            piece = " "
        piece += sign
    yield piece
