"""`leaflet package` and `leaflet which`: the zip for the print shop, and where it went."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click
import pypdfium2

from leaflet.dispatch.job import Piece, job_of
from leaflet.dispatch.job_sheet import Listed, job_sheet
from leaflet.dispatch.package import (
    ARCHIVE,
    DamagedError,
    Packed,
    VersionTakenError,
    check_sums,
    pack,
    packages,
    put_away,
    same_id,
)
from leaflet.dispatch.sign import (
    Signature,
    UnreadableRecordError,
    read_signatures,
    some_of,
    state_of,
)
from leaflet.dispatch.ticket import ticket
from leaflet.manuscript.facts import Facts
from leaflet.manuscript.find import Found, find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.model import Leaflet
from leaflet.problems import UnusableError, did_you_mean, errors
from leaflet.project import USUAL_EDITIONS, Outcome, Request, build_project
from leaflet.specs.formats import FORMATS
from leaflet.specs.printers import DEFAULT_PRINTER, PRINTERS, Printer
from leaflet.store import Made
from leaflet.talk import ExitCode, Talk, cannot_write, relative

PACKED = (*USUAL_EDITIONS, "report")
"""Editions that are built for a package: those that were signed, and the report on the file."""

_SAYS = {
    "print": "The file for the press (PDF/X-4).",
    "proof": "How it shall look; not for the press.",
    "report": "How the file for the press was checked.",
}
"""What each edition in a package is for."""

_FOLDERS = {"proof": "proofs/", "report": "reports/"}


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What keeps a leaflet from going to the print shop."""

    message: str
    hint: str


def package(talk: Talk, found: Found, request: Request) -> ExitCode:
    """Build a leaflet and pack all that a print shop needs, or say what stands in the way."""
    request = replace(request, editions=PACKED)
    (outcome,) = build_project([found], request)
    if not outcome.made:
        talk.tell(outcome.problems)
        return ExitCode.UNREADABLE
    facts, _ = read_project_facts(request.project)
    leaflet, _ = read_leaflet(found, project=request.project, facts=facts)
    try:
        signatures = read_signatures(found)
    except UnreadableRecordError as error:
        click.echo(f"{error}: the record there is not as it was written.", err=True)
        click.echo("    Fetch it from a backup, or take it away and let them sign anew.", err=True)
        return ExitCode.UNREADABLE
    obstacles = [
        *_unfinished(outcome, leaflet),
        *_unsigned(found, facts, signatures, request),
    ]
    if obstacles:
        talk.tell(errors(outcome.problems))
        click.echo(f"{found.name} cannot go to the print shop yet:", err=True)
        for one in obstacles:
            click.echo(f"  {one.message}\n      {one.hint}", err=True)
        return ExitCode.ERRORS
    return _pack(talk, leaflet, outcome, signatures, request)


def _unfinished(outcome: Outcome, leaflet: Leaflet) -> Iterator[Obstacle]:
    """Yield what the leaflet itself lacks."""
    wrong = len(errors(outcome.problems))
    if wrong:
        yield Obstacle(
            f"It has {wrong} error{'s' if wrong > 1 else ''}, told above.", "Mend them first."
        )
    if not outcome.final:
        yield Obstacle("It is a draft.", "Write `status: final` when it is ready.")
    for setting, value in (
        ("id", leaflet.imprint.identifier),
        ("version", leaflet.imprint.version),
    ):
        if not value:
            yield Obstacle(
                f"It has no {setting}, so nobody could say later which paper this was.",
                f"Write `{setting}: …` into its settings, and the part `imprint` into its text.",
            )


def _unsigned(
    found: Found, facts: Facts, signatures: Sequence[Signature], request: Request
) -> Iterator[Obstacle]:
    """Yield what has changed since it was signed, and whose signature the facts ask for."""
    last = {one.who: one for one in signatures}
    state = state_of(found, request.project, request.out)
    sound = []
    for one in last.values():
        changed = state.changed_since(one) if state else []
        if changed:
            yield Obstacle(
                f"{one.who} signed it on {one.on}; changed since: {', '.join(some_of(changed))}.",
                f"`leaflet diff {found.name}` shows what. Then let them sign anew.",
            )
        else:
            sound.append(one.role.casefold())
    for role in facts.file.sign_off or ():
        if role.casefold() not in sound:
            yield Obstacle(
                f'Nobody has signed it as "{role}", as {facts.place("sign-off")} asks.',
                f'`leaflet sign {found.name} --by NAME --role "{role}"` records it.',
            )


def _pack(
    talk: Talk,
    leaflet: Leaflet,
    outcome: Outcome,
    signatures: Sequence[Signature],
    request: Request,
) -> ExitCode:
    printer = PRINTERS.get(request.printer or leaflet.printer, PRINTERS[DEFAULT_PRINTER])
    wanted = [one for one in outcome.made if one.edition in _SAYS]
    files = {_inside(one): (request.out / one.path).read_bytes() for one in wanted}
    approvals = tuple(
        f"{one.who}, {one.on}" for one in {one.who: one for one in signatures}.values()
    )
    job = job_of(leaflet, _pieces(leaflet, wanted, files, printer), printer, approvals)
    listed = [
        *(Listed(_inside(one), _SAYS[one.edition]) for one in wanted),
        Listed("ticket.xjdf", "The same order for programs (XJDF)."),
        Listed("package.json", "What this package is, for programs."),
        Listed("SHA256SUMS", "Checks that no file was changed: sha256sum -c SHA256SUMS."),
    ]
    files["ticket.xjdf"] = ticket(job)
    sheet = job_sheet(job, listed, request.theme, spreads=printer.spreads)
    files["job-sheet.html"] = sheet.encode()
    name, data = pack(job, leaflet.name, files, request.today)
    try:
        file, new = put_away(request.project / ARCHIVE, name, data)
    except VersionTakenError as error:
        click.echo(
            f"{job.identifier}, version {job.version}, was packaged already with other pages: "
            f"{relative(Path(str(error)))}.",
            err=True,
        )
        click.echo("    Two leaflets must not carry one number: raise `version:`.", err=True)
        return ExitCode.ERRORS
    except DamagedError as error:
        click.echo(f"{error}\n    Fetch it from a backup, or move it away.", err=True)
        return ExitCode.UNREADABLE
    except OSError as error:
        talk.tell([cannot_write(error, request.project / ARCHIVE)])
        return ExitCode.NOT_ALLOWED
    click.echo(relative(file))
    talk.say("Send it to the print shop." if new else "It was packaged already, byte for byte.")
    for piece in job.pieces:
        if piece.copies is None:
            talk.say(f"How many to print is not said: write `quantity: …` ({piece.form.name}).")
    return ExitCode.DONE


def _inside(made: Made) -> str:
    """Return the path of a file in the package."""
    return _FOLDERS.get(made.edition, "") + Path(made.path).name


def _pieces(
    leaflet: Leaflet, wanted: Sequence[Made], files: dict[str, bytes], printer: Printer
) -> tuple[Piece, ...]:
    pieces = []
    for made in wanted:
        if made.edition == "print" and made.format:
            form, path = FORMATS[made.format], _inside(made)
            with pypdfium2.PdfDocument(files[path]) as opened:
                pages = len(opened)
            bleed = max(printer.bleed, form.bleed)
            pieces.append(Piece(form, path, pages, leaflet.copies_of(form.name), bleed))
    return tuple(pieces)


def which(talk: Talk, identifier: str, *, as_json: bool) -> ExitCode:
    """Say what the paper with a printed id is: which package, which leaflet, and whether it holds.

    Returns:
        `ERRORS` where nothing carries that id, or a package is not as it was packed.
    """
    archive = talk.project / ARCHIVE
    known, damaged = packages(archive)
    found = [one for one in known if same_id(one.identifier, identifier)]
    here = list(_carrying(talk, identifier))
    changed = {one.file: list(check_sums(one.file)) for one in found}
    if as_json:
        click.echo(json.dumps(_plain(found, here, changed), ensure_ascii=False, indent=1))
    else:
        for one in found:
            _tell(talk, one, changed[one.file])
        for leaflet in here:
            talk.say(f"Now: {leaflet.title} ({leaflet.name}), version {leaflet.imprint.version}.")
    for sentence in damaged:
        click.echo(sentence, err=True)
    if not found and not here:
        every = {one.identifier for one in known} | {
            one.imprint.identifier for one in _leaflets(talk) if one.imprint.identifier
        }
        click.echo(f'Nothing carries "{identifier}". {did_you_mean(identifier, every)}', err=True)
    sound = not damaged and not any(changed.values()) and bool(found or here)
    return ExitCode.DONE if sound else ExitCode.ERRORS


def _tell(talk: Talk, one: Packed, changed: Sequence[str]) -> None:
    click.echo(relative(one.file))
    of = f" of {one.day}" if one.day else ""
    talk.say(f"    {one.title} ({one.name}), {one.identifier}, version {one.version}{of}")
    copies = ", ".join(f"{number:,} of {path}" for path, number in one.copies.items())
    talk.say(f"    packed on {one.packaged_on}{': ' if copies else ''}{copies}")
    for approval in one.approvals:
        talk.say(f"    approved by {approval}")
    for path in changed:
        click.echo(f"    {path} is not as it was packed.", err=True)


def _plain(
    found: Sequence[Packed], here: Sequence[Leaflet], changed: dict[Path, list[str]]
) -> dict[str, object]:
    return {
        "version": 1,
        "ok": not any(changed.values()) and bool(found or here),
        "packages": [
            {
                "path": str(one.file),
                "id": one.identifier,
                "version": one.version,
                "version_date": one.day,
                "title": one.title,
                "leaflet": one.name,
                "packaged_on": one.packaged_on,
                "copies": dict(one.copies),
                "approved_by": list(one.approvals),
                "files": dict(one.files),
                "changed": changed[one.file],
            }
            for one in found
        ],
        "leaflets": [
            {"name": one.name, "title": one.title, "version": one.imprint.version} for one in here
        ],
    }


def _carrying(talk: Talk, identifier: str) -> Iterator[Leaflet]:
    """Yield the leaflets that carry an id now."""
    for one in _leaflets(talk):
        if one.imprint.identifier and same_id(one.imprint.identifier, identifier):
            yield one


def _leaflets(talk: Talk) -> Iterator[Leaflet]:
    """Yield the project's leaflets as they are now; those that cannot be read are left out."""
    facts, _ = read_project_facts(talk.project)
    for found in find_leaflets(talk.project)[0]:
        try:
            yield read_leaflet(found, project=talk.project, facts=facts)[0]
        except UnusableError:
            continue
