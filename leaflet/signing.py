"""`leaflet sign` and `leaflet diff`: an approval of exact bytes, and what has changed since."""

from collections.abc import Iterable
from pathlib import Path

import click

from leaflet.dispatch.compare import compared, comparison_page
from leaflet.dispatch.sign import (
    Signature,
    UnreadableRecordError,
    add_signature,
    read_signatures,
    some_of,
    state_of,
)
from leaflet.manuscript.find import Found
from leaflet.problems import errors
from leaflet.project import Request, build_project
from leaflet.store import SIGNED, read_kept, write_file
from leaflet.talk import ExitCode, Talk, cannot_write, relative


def sign(talk: Talk, found: Found, request: Request, by: str, role: str) -> ExitCode:
    """Build a leaflet, and record that somebody approved these bytes of it.

    Returns:
        `ERRORS` where it is a draft, or has errors: what is signed is what is printed.
    """
    (outcome,) = build_project([found], request)
    if not outcome.made:
        talk.tell(outcome.problems)
        return ExitCode.UNREADABLE
    wrong = errors(outcome.problems)
    if wrong or not outcome.final:
        talk.tell(wrong)
        why = f"has {len(wrong)} error{'s' if len(wrong) > 1 else ''}" if wrong else "is a draft"
        click.echo(
            f"{found.name} {why}, so nobody can sign it: what is signed is printed.", err=True
        )
        if not wrong:
            click.echo("    Write `status: final` into its settings when it is ready.", err=True)
        return ExitCode.ERRORS
    kept = read_kept(request.out, found.name)
    state = state_of(found, request.project, request.out)
    if kept is None or state is None:  # nobody else builds there meanwhile
        msg = f"{request.out} was changed while {found.name} was signed. Try again."
        raise click.UsageError(msg)
    signature = Signature(by, role, talk.day, state.made_from, state.facts, state.files)
    try:
        record = add_signature(found, signature, request.out, kept)
    except UnreadableRecordError as error:
        click.echo(f"{error}: the record there is not as it was written.", err=True)
        click.echo("    Fetch it from a backup, or take it away. Nothing was written.", err=True)
        return ExitCode.UNREADABLE
    except OSError as error:
        talk.tell([cannot_write(error, found.folder)])
        return ExitCode.NOT_ALLOWED
    click.echo(relative(record))
    count = len(signature.files)
    talk.say(f"{signature.who} signed {found.name} on {signature.on}: {count} files.")
    return ExitCode.DONE


def diff(talk: Talk, found: Found, request: Request) -> ExitCode:
    """Put the signed and the present pages side by side, as pictures and as words.

    Returns:
        `ERRORS` where something changed, or nobody has signed.
    """
    try:
        signatures = read_signatures(found)
    except UnreadableRecordError as error:
        click.echo(f"{error}: the record there is not as it was written.", err=True)
        return ExitCode.UNREADABLE
    if not signatures:
        click.echo(f"Nobody has signed {found.name} yet: `leaflet sign` does.", err=True)
        return ExitCode.ERRORS
    (outcome,) = build_project([found], request)
    state = state_of(found, request.project, request.out)
    if not outcome.made or state is None:
        talk.tell(outcome.problems)
        return ExitCode.UNREADABLE
    last = signatures[-1]
    changed = state.changed_since(last)
    if not changed:
        talk.say(f"Nothing has changed since {last.who} signed it on {last.on}.")
        return ExitCode.DONE
    talk.say(f"Changed since {last.who} signed it on {last.on}: {', '.join(some_of(changed))}.")
    pages = list(compared(_pairs(found, request.out)))
    for page in pages:
        for line in page.words:
            click.echo(f"{page.name}: {line}")
    file = request.out / found.name / f"{found.name}-diff.html"
    title = f"{outcome.title}: signed on {last.on}, and now"
    write_file(file, comparison_page(title, pages, request.theme).encode())
    talk.say(f"The pages side by side: {relative(file)}.")
    return ExitCode.ERRORS


def _pairs(found: Found, out: Path) -> Iterable[tuple[str, bytes, bytes]]:
    """Yield each signed file with the present one: name, then, now; nothing for what is missing."""
    folder, built = found.folder / SIGNED, out / found.name
    names = {one.name for one in folder.glob("*.pdf")}
    names |= {one.name for one in built.glob("*-screen.pdf")}
    for name in sorted(names):
        yield name, _bytes(folder / name), _bytes(built / name)


def _bytes(file: Path) -> bytes:
    return file.read_bytes() if file.is_file() else b""
