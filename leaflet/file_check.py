"""`leaflet check FILE.pdf`: any PDF judged, and told in a terminal, as JSON, and as a page."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from leaflet.pdf.document import UnopenableError
from leaflet.preflight.file import Judged, judge_apart
from leaflet.problems import Place, Problem, Severity, errors
from leaflet.proof.report import report
from leaflet.resources import Theme
from leaflet.specs.conditions import CONDITIONS
from leaflet.specs.printers import PRINTERS
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
        judged, found = _judged(file, name, wanted)
        unreadable |= judged is None
        problems += found
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
        if judged is not None and wanted.html is not None:
            page = report(file.read_bytes(), name, judged, Theme(talk.project))
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


def _judged(file: Path, name: str, wanted: Wanted) -> tuple[Judged | None, list[Problem]]:
    printer = PRINTERS[wanted.printer or "standard"]
    try:
        data = file.read_bytes()
        judged = judge_apart(
            data, name, VARIANTS[wanted.variant], printer, CONDITIONS[printer.condition]
        )
    except (UnopenableError, OSError) as error:
        what = (error.strerror if isinstance(error, OSError) else None) or str(error)
        return None, [
            Problem(
                code="file-unopenable",
                severity=Severity.ERROR,
                message=what,
                hint="Nothing could be judged. Get the file again, or export it anew.",
                place=Place(name),
            )
        ]
    return judged, judged.problems
