"""The commands `build` and `check`: leaflets built, their files and problems told."""

import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from leaflet.manuscript.find import Found
from leaflet.problems import Problem
from leaflet.project import (
    Outcome,
    Request,
    build_project,
    not_allowed,
    unused_facts,
    write_index,
)
from leaflet.store import SIGNED
from leaflet.talk import (
    ExitCode,
    Talk,
    cannot_write,
    exit_code,
    print_files,
    print_json,
    watched,
)

CHECKED = ("print", "screen", "large", "web")
"""Editions that are made to check a leaflet: every check has its say about one of them."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What to build, or check, and how to tell it."""

    found: Sequence[Found]
    everything: bool
    """Whether these are all leaflets of the project."""

    problems: Sequence[Problem] = ()
    """What was wrong as they were looked for."""

    strict: bool = False
    as_json: bool = False


def build(talk: Talk, wanted: Wanted, request: Request) -> int:
    """Build leaflets, tell their files and problems, and return the exit code."""
    found, problems = wanted.found, list(wanted.problems)
    outcomes: list[Outcome] = []
    try:
        for outcome in watched(talk, build_project(found, request), len(found)):
            talk.tell(outcome.problems)
            if outcome.trace and talk.verbose:
                talk.say(outcome.trace)
            outcomes.append(outcome)
        problems += _changed_since_signed(found, request)
        unchanged = all(one.unchanged for one in outcomes)
        if wanted.everything and not unchanged:
            problems += unused_facts(found, request)
        if not (unchanged and (request.out / "index.html").is_file()):
            write_index(outcomes, request)
    except OSError as error:
        talk.tell([cannot_write(error, request.out)])
        return ExitCode.NOT_ALLOWED if not_allowed(error) else ExitCode.UNREADABLE
    talk.tell(problems)
    if wanted.as_json:
        print_json(outcomes, problems, request.out, strict=wanted.strict)
    else:
        print_files(talk, outcomes, request.out)
    return exit_code(outcomes, problems, strict=wanted.strict)


def check(talk: Talk, wanted: Wanted, request: Request) -> int:
    """Check leaflets without leaving any file in build/, and return the exit code."""
    found, problems = wanted.found, list(wanted.problems)
    with tempfile.TemporaryDirectory(prefix="leaflet-") as folder:
        request = replace(request, out=Path(folder), editions=CHECKED)
        outcomes = list(watched(talk, build_project(found, request), len(found)))
        if wanted.everything:
            problems += unused_facts(found, request)
        if wanted.as_json:
            print_json(outcomes, problems, Path(folder), strict=wanted.strict)
    every = [*problems, *(one for outcome in outcomes for one in outcome.problems)]
    if not wanted.as_json:
        talk.tell(every, err=False)
        if not every:
            talk.say("Nothing found.")
    return exit_code(outcomes, problems, strict=wanted.strict)


def _changed_since_signed(found: Iterable[Found], request: Request) -> list[Problem]:
    """Return warnings on leaflets that have changed since somebody signed them."""
    signed = [one for one in found if (one.folder / SIGNED).is_dir()]
    if not signed:
        return []
    # Imported only now: an unchanged build that nobody signed is quick.
    from leaflet.dispatch.sign import problems_of_signing as told  # noqa: PLC0415 - see above

    return [problem for one in signed for problem in told(one, request.project, request.out)]
