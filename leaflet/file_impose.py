"""`leaflet impose FILE.pdf`: the pages of any PDF put on sheets, to fold, to cut or to glue."""

from functools import partial
from pathlib import Path

import click

from leaflet.pdf.apart import apart
from leaflet.pdf.document import UnopenableError
from leaflet.press.sheets import Wish, on_sheets
from leaflet.problems import Place, Problem, Severity
from leaflet.store import write_file
from leaflet.talk import ExitCode, Talk, cannot_write, relative


def impose_file(talk: Talk, file: Path, wish: Wish, out: Path | None) -> ExitCode:
    """Put a file's pages on sheets, and say how to print them.

    Returns:
        `UNREADABLE` where that cannot be done.
    """
    made = out or Path(f"{file.stem}-{wish.way}.pdf").absolute()
    try:
        if made.exists() and made.samefile(file):
            msg = "The sheets would be written over the file itself. Name another one with --out."
            raise click.UsageError(msg)
        data = file.read_bytes()
        sheets = apart(partial(on_sheets, data, wish), "imposition")
    except UnopenableError as error:
        talk.tell([_unopenable(file, str(error))])
        return ExitCode.UNREADABLE
    except OSError as error:
        talk.tell([_unopenable(file, error.strerror or str(error))])
        return ExitCode.UNREADABLE
    try:
        write_file(made, sheets.data)
    except OSError as error:
        talk.tell([cannot_write(error, made.parent)])
        return ExitCode.NOT_ALLOWED
    click.echo(relative(made))
    talk.say(f"{sheets.sheets} sheet{'s' if sheets.sheets > 1 else ''} of paper.")
    for sentence in sheets.told:
        talk.say(sentence)
    return ExitCode.DONE


def _unopenable(file: Path, why: str) -> Problem:
    return Problem(
        code="file-unopenable",
        severity=Severity.ERROR,
        message=why,
        hint="Nothing was written. Get the file again, or export it anew.",
        place=Place(relative(file)),
    )
