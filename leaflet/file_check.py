"""`leaflet check FILE.pdf`: any PDF judged, and told in a terminal, as JSON, and as a page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from leaflet.pdf.document import UnopenableError
from leaflet.preflight.file import Judged, Press, problem_of
from leaflet.preflight.file.apart import judge_apart
from leaflet.problems import Place, Problem, Severity, errors
from leaflet.proof.report import About, report
from leaflet.resources import Theme
from leaflet.specs.conditions import CONDITIONS
from leaflet.specs.printers import DEFAULT_PRINTER, PRINTERS
from leaflet.specs.variants import VARIANTS
from leaflet.talk import ExitCode, Talk, plain_problem, relative


@dataclass(frozen=True, slots=True)
class Wanted:
    """How files shall be checked."""

    variant: str
    printer: str
    html: Path | None
    as_json: bool
    strict: bool


def check_files(talk: Talk, files: Sequence[Path], wanted: Wanted) -> ExitCode:
    """Judge files as a printer would, and tell what was found.

    Returns:
        `UNREADABLE` where one of them could not be judged.
    """
    problems: list[Problem] = []
    items: list[dict[str, object]] = []
    unreadable = False
    for file in files:
        name = relative(file)
        judged = _judged(file, wanted)
        unreadable |= isinstance(judged, str)
        found, together = _problems(judged, name)
        problems += together
        items.append(
            {
                "source": name,
                "format": None,
                "edition": "print",
                "path": str(file),
                "ms": None,
                "problems": [plain_problem(one) for one in found],
            }
        )
        if isinstance(judged, Judged) and wanted.html is not None:
            page = report(file.read_bytes(), judged, About(name), Theme(talk.project))
            wanted.html.write_text(page, encoding="utf-8")
            talk.say(f"The report is {relative(wanted.html.absolute())}.")
    counted = errors(problems) or [
        one for one in problems if wanted.strict and one.severity is Severity.WARNING
    ]
    code = ExitCode.ERRORS if counted else ExitCode.DONE
    code = ExitCode.UNREADABLE if unreadable else code
    if wanted.as_json:
        told = {"version": 1, "ok": code is ExitCode.DONE, "items": items}
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
        return code
    talk.tell(problems, err=False)
    if not problems:
        talk.say(f"Nothing found: a printer can take {'it' if len(files) == 1 else 'them'}.")
    return code


def _judged(file: Path, wanted: Wanted) -> Judged | str:
    """Judge one file; where that cannot be done, return why."""
    printer = PRINTERS[wanted.printer or DEFAULT_PRINTER]
    press = Press(VARIANTS[wanted.variant], printer, CONDITIONS[printer.condition])
    try:
        return judge_apart(file.read_bytes(), press)
    except OSError as error:
        return error.strerror or str(error)
    except UnopenableError as error:
        return str(error)


def _problems(judged: Judged | str, name: str) -> tuple[list[Problem], list[Problem]]:
    """Return what was found page by page, as programs want it, and together, as people do."""
    if isinstance(judged, Judged):
        one_by_one = [one.problem(name) for one in judged.findings]
        return one_by_one, [problem_of(alike, name) for alike in judged.together]
    unopenable = Problem(
        code="file-unopenable",
        severity=Severity.ERROR,
        message=judged,
        hint="Nothing could be judged. Get the file again, or export it anew.",
        place=Place(name),
    )
    return [unopenable], [unopenable]
