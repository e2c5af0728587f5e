"""What the program says: problems and results for people, JSON for other programs.

Results go to stdout, talk to stderr.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import IntEnum
from pathlib import Path
from time import monotonic
from typing import TypeVar

import click

from leaflet.problems import Problem, Severity, errors, in_order
from leaflet.project import Outcome

T = TypeVar("T")


class ExitCode(IntEnum):
    """What the program says to the program that called it."""

    DONE = 0
    ERRORS = 1
    USAGE = 2
    UNREADABLE = 3
    SOME_ROWS = 4
    SYSTEM_LIBRARY = 69
    NOT_ALLOWED = 77
    STOPPED = 130


@dataclass(frozen=True, slots=True)
class Talk:
    """How much is said, and in which colours."""

    project: Path
    quiet: bool = False
    verbose: bool = False
    color: bool | None = None
    today: date | None = None
    """The day that somebody gave, to check as if it were that day."""

    @property
    def day(self) -> date:
        """Return the day of the checks: the one given, or this one."""
        return self.today or datetime.now().astimezone().date()

    def say(self, words: str = "") -> None:
        """Say something about the work, unless asked to be quiet."""
        if not self.quiet:
            click.echo(words, err=True, color=self.color)

    def tell(self, problems: Iterable[Problem], *, err: bool = True) -> None:
        """Tell problems; notes only when asked for more."""
        colours = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "blue"}
        # What shows in several editions is said once.
        for problem in {str(one): one for one in in_order(problems)}.values():
            if problem.severity is Severity.NOTE and not self.verbose:
                continue
            if self.quiet and problem.severity is not Severity.ERROR:
                continue
            word = f"{problem.severity}:"
            styled = click.style(word, fg=colours[problem.severity], bold=True)
            click.echo(str(problem).replace(word, styled, 1), err=err, color=self.color)


def watched(
    talk: Talk, items: Iterable[T], number: int, rows_in: Callable[[T], int] | None = None
) -> Iterator[T]:
    """Pass things on, with a line at the foot of the terminal that says how many are done.

    It is written only where somebody watches: not into a file, not for a robot (`CI`).

    Args:
        talk: How much is said.
        items: Leaflets that are being made, or lots of rows.
        number: How many there will be.
        rows_in: How many rows a lot has; how fast they are made is said as well.
    """
    started = monotonic()
    dumb = "CI" in os.environ or os.environ.get("TERM") == "dumb"
    shown = number > 1 and sys.stderr.isatty() and not (talk.quiet or dumb)

    def write(words: str) -> None:
        if shown:
            click.echo(words, nl=False, err=True)

    try:
        write(f"0 of {number}")
        done = 0
        for item in items:
            write(_WIPE)
            yield item
            done += rows_in(item) if rows_in else 1
            pace = done / max(monotonic() - started, 0.001)
            left = f" rows, {pace:.0f} a second, {(number - done) / max(pace, 0.001):.0f} s left"
            write(f"{done} of {number}{left if rows_in else ''}")
    finally:
        write(_WIPE)


_WIPE = f"\r{' ' * 60}\r"
"""Takes away a line of that length at most."""


def exit_code(
    outcomes: Iterable[Outcome], problems: Iterable[Problem], *, strict: bool
) -> ExitCode:
    """Return the exit code that a run comes to.

    Args:
        outcomes: What became of each leaflet.
        problems: Problems of no leaflet, such as names that clash.
        strict: Whether warnings count like errors.
    """
    ends, problems = list(outcomes), list(problems)
    found = [*problems, *(one for outcome in ends for one in outcome.problems)]
    if any(one.forbidden for one in ends):
        return ExitCode.NOT_ALLOWED
    if any(not one.made for one in ends) or any(one.blocking for one in problems):
        return ExitCode.UNREADABLE
    counted = errors(found) or [one for one in found if strict and one.severity is Severity.WARNING]
    return ExitCode.ERRORS if counted else ExitCode.DONE


def cannot_write(error: OSError, out: Path) -> Problem:
    """Return the problem of a folder that cannot be written."""
    return Problem(
        code="file-unwritable",
        severity=Severity.ERROR,
        message=f"The folder for the files cannot be written: {error.strerror or error} "
        f"({error.filename or out}).",
        hint="Choose another one with --out, or ask whoever owns it for leave to write there.",
    )


def print_files(talk: Talk, outcomes: Sequence[Outcome], out: Path) -> None:
    """Print each file on stdout, and say on stderr what became of each leaflet."""
    for outcome in outcomes:
        state = "unchanged" if outcome.unchanged else "built"
        counts = [
            f"{number} {severity}{'s' if number != 1 else ''}"
            for severity in Severity
            if (number := sum(one.severity is severity for one in outcome.problems))
        ]
        state = "not built" if not outcome.made else state
        talk.say(f"{outcome.name}: {state}{', ' if counts else ''}{', '.join(counts)}")
        for made in outcome.made:
            click.echo(relative(out / made.path))
    index = out / "index.html"
    if index.is_file():
        talk.say(f"Next: open {relative(index)} in a browser.")


def relative(path: Path) -> str:
    """Return a path as one would type it from here."""
    here = Path.cwd()
    return str(path.relative_to(here)) if path.is_relative_to(here) else str(path)


def print_json(
    outcomes: Sequence[Outcome], problems: Sequence[Problem], out: Path, *, strict: bool
) -> None:
    """Print the results in the form that other programs read; its version is 1."""
    items: list[dict[str, object]] = []
    for outcome in outcomes:
        general = [one for one in outcome.problems if one.format is None and one.edition is None]
        items.extend(
            {
                "source": outcome.source,
                "format": made.format,
                "edition": made.edition,
                "path": str(out / made.path),
                "ms": made.ms,
                "problems": [
                    plain_problem(one)
                    for one in outcome.problems
                    if one not in general
                    and (one.format or made.format) == made.format
                    and (one.edition or made.edition) == made.edition
                ],
            }
            for made in outcome.made
        )
        items.append(_no_edition(outcome.source, general))
    if problems:
        items.append(_no_edition("", problems))
    ok = exit_code(outcomes, problems, strict=strict) == ExitCode.DONE
    click.echo(json.dumps({"version": 1, "ok": ok, "items": items}, ensure_ascii=False, indent=1))


def _no_edition(source: str, problems: Iterable[Problem]) -> dict[str, object]:
    return {
        "source": source,
        "format": None,
        "edition": None,
        "path": None,
        "ms": None,
        "problems": [plain_problem(one) for one in problems],
    }


def plain_problem(problem: Problem) -> dict[str, object]:
    """Return a problem in the form that other programs read."""
    data = asdict(problem)
    place = data.pop("place") or {}
    return {
        "code": problem.code,
        "severity": str(problem.severity),
        "message": problem.message,
        "hint": problem.hint,
        "file": place.get("file"),
        "line": place.get("line"),
        "panel": problem.panel,
        "page": problem.page,
        "box_mm": problem.box_mm,
    }
