"""Words in, exit code out: the command line.

Results go to stdout, talk to stderr. Every command imports what it needs only when it runs,
so that `--help` and an unchanged build are quick.
"""

import gc
import json
import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from leaflet import __version__
from leaflet.listing import LISTS
from leaflet.problems import (
    CODES,
    Problem,
    SystemLibraryError,
    did_you_mean,
)
from leaflet.project import Request
from leaflet.talk import ExitCode, Talk, cannot_write, relative

if TYPE_CHECKING:
    from leaflet.specs.format import Binding
    from leaflet.specs.stacks import Way


def run() -> int:
    """Be the program: run the command line, return its exit code, and end."""
    # Looking for garbage takes a tenth of a second, and as much again as Python ends, when it
    # looks through everything; what is frozen it passes over. Projects collect it themselves.
    gc.disable()
    code = main()
    gc.freeze()
    return code


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        return int(commands.main(args, prog_name="leaflet", standalone_mode=False) or 0)
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return ExitCode.USAGE
    except click.ClickException as error:
        error.show()
        return ExitCode.USAGE
    except SystemLibraryError as error:
        click.echo(str(error), err=True)
        return ExitCode.SYSTEM_LIBRARY
    except (click.Abort, KeyboardInterrupt):
        click.echo("Stopped.", err=True)
        return ExitCode.STOPPED
    except BrokenPipeError:
        # Whoever read our results has stopped reading: nobody is left to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return ExitCode.DONE


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option(
    "-C",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path(),
    help="Work in this folder, which holds content/. `new` and `import` make it.",
)
@click.option("-q", "--quiet", is_flag=True, help="Say only what is wrong.")
@click.option("-v", "--verbose", is_flag=True, help="Say more: notes, and where faults happen.")
@click.option("--no-color", is_flag=True, help="Say it without colours.")
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), help="Check as if it were this day.")
@click.version_option(__version__, prog_name="leaflet")
@click.pass_context
def commands(  # noqa: PLR0913, PLR0917 - click hands over one argument an option
    context: click.Context,
    folder: Path,
    quiet: bool,  # noqa: FBT001 - click calls it
    verbose: bool,  # noqa: FBT001 - click calls it
    no_color: bool,  # noqa: FBT001 - click calls it
    today: datetime | None,
) -> int:
    """Make leaflets and posters from Markdown, for press, screen and people with low sight.

    Without a command, everything in content/ is built into build/.
    """
    if not folder.is_dir() and context.invoked_subcommand not in ("new", "import"):
        msg = f'"{folder}" does not exist.'
        raise click.BadParameter(msg, param_hint="'-C'")
    plain = no_color or "NO_COLOR" in os.environ or os.environ.get("TERM") == "dumb"
    context.obj = Talk(
        folder.absolute(), quiet, verbose, False if plain else None, today.date() if today else None
    )
    if context.invoked_subcommand is None:
        return int(context.invoke(build_command) or 0)
    return 0


def _editions(context: click.Context, param: click.Parameter, value: str) -> tuple[str, ...]:
    from leaflet.project import USUAL_EDITIONS  # noqa: PLC0415 - see the module's docstring

    return _editions_asked(context, param, value) or USUAL_EDITIONS


def _editions_asked(
    _context: click.Context, _param: click.Parameter, value: str
) -> tuple[str, ...]:
    from leaflet.project import EDITIONS  # noqa: PLC0415 - see the module's docstring

    wanted = tuple(dict.fromkeys(one.strip() for one in value.split(",") if one.strip()))
    for one in wanted:
        if one not in EDITIONS:
            msg = f'"{one}" is not an edition. {did_you_mean(one, EDITIONS)}'
            raise click.BadParameter(msg)
    return wanted


def _known_printer(_context: click.Context, _param: click.Parameter, value: str) -> str:
    from leaflet.specs.printers import PRINTERS  # noqa: PLC0415 - see the module's docstring

    return _known(value, ["", *PRINTERS])


def _known_paper(_context: click.Context, _param: click.Parameter, value: str) -> str:
    from leaflet.specs.office import OFFICE_PAPERS  # noqa: PLC0415 - see the module's docstring

    return _known(value, OFFICE_PAPERS)


def _known(value: str, names: Iterable[str]) -> str:
    """Return `value` if it is one of the names.

    Raises:
        click.BadParameter: it is not.
    """
    known = list(names)
    if value not in known:
        msg = f'"{value}" is not known here. {did_you_mean(value, [one for one in known if one])}'
        raise click.BadParameter(msg)
    return value


def _source_day() -> date | None:
    """Return the day that `SOURCE_DATE_EPOCH` names (reproducible-builds.org), if it is set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC).date() if seconds.isdecimal() else None


@commands.command("build")
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--edition", "editions", default="", callback=_editions, help="Only these, by commas."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files; else build/.")
@click.option(
    "--printer",
    default="",
    callback=_known_printer,
    help="The print shop, from `leaflet list printers`.",
)
@click.option("--no-marks", is_flag=True, help="Trim and bleed alone in the printer's file.")
@click.option(
    "--paper",
    default="a4",
    callback=_known_paper,
    help="Paper of the office printer: a4 or letter.",
)
@click.option("--force", is_flag=True, help="Build what has not changed as well.")
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Leaflets to build at once; as many as there are cores if you say nothing.",
)
@click.option("--data", type=click.Path(path_type=Path), help="A table of records (CSV).")
@click.option("--row", type=click.IntRange(1), help="Build for this row of the table.")
@click.option("--strict", is_flag=True, help="Let warnings count like errors.")
@click.option("--json", "as_json", is_flag=True, help="Tell the results as JSON.")
@click.pass_obj
def build_command(  # noqa: PLR0913, PLR0917 - click hands over one argument an option
    talk: Talk,
    names: tuple[str, ...],
    editions: tuple[str, ...] = (),
    out: Path | None = None,
    printer: str = "",
    no_marks: bool = False,  # noqa: FBT001, FBT002 - click calls it
    paper: str = "a4",
    force: bool = False,  # noqa: FBT001, FBT002 - click calls it
    jobs: int | None = None,
    data: Path | None = None,
    row: int | None = None,
    strict: bool = False,  # noqa: FBT001, FBT002 - click calls it
    as_json: bool = False,  # noqa: FBT001, FBT002 - click calls it
) -> int:
    """Build everything in content/, or the leaflets named."""
    from leaflet.building import Wanted, build  # noqa: PLC0415 - see the module's docstring
    from leaflet.project import USUAL_EDITIONS  # noqa: PLC0415 - as above

    request = Request(
        talk.project,
        (out or talk.project / "build").absolute(),
        editions or USUAL_EDITIONS,
        force,
        _source_day(),
        printer,
        no_marks,
        paper,
        talk.day,
        jobs=jobs or 0,
    )
    found, problems = _find(talk, names)
    if data or row:
        if not (data and row and len(names) == 1):
            msg = "--data FILE and --row NUMBER go together, with the name of one leaflet."
            raise click.UsageError(msg)
        from leaflet.recording import build_for_row  # noqa: PLC0415 - as above

        wanted = Wanted(found, everything=False, problems=problems, strict=strict, as_json=as_json)
        return build_for_row(talk, wanted, request, data, row)
    return build(talk, Wanted(found, not names, problems, strict, as_json), request)


@commands.command("merge")
@click.argument("name")
@click.option("--data", type=click.Path(path_type=Path), required=True, help="The table (CSV).")
@click.option(
    "--edition", "editions", default="", callback=_editions_asked, help="Only these, by commas."
)
@click.option("--out", type=click.Path(path_type=Path), help="Folder for the files.")
@click.option("--where", multiple=True, help="Only rows such as region=North, or region!=North.")
@click.option(
    "--name",
    "pattern",
    default="{slug}-{row}",
    help="What files are called: {slug}, {row}, {column}, {column|slug}.",
)
@click.option("--each", "how", flag_value="each", default=True, help="A file for each row.")
@click.option("--together", "how", flag_value="together", help="One file for the press.")
@click.option("--both", "how", flag_value="both", help="Both.")
@click.option("--proof", type=click.IntRange(0, 1000), default=0, help="Only so many telling rows.")
@click.option("--resume", is_flag=True, help="Go on where a run was stopped.")
@click.option("--jobs", type=click.IntRange(1, 64), help="Processes; as many as there are cores.")
@click.option(
    "--cluster", default="", help="Address of a scheduler of Dask's, such as tcp://…:8786."
)
@click.option("--printer", default="", callback=_known_printer, help="The print shop.")
@click.option("--no-marks", is_flag=True, help="Trim and bleed alone in the printer's file.")
@click.option("--strict", is_flag=True, help="Let warnings count like errors.")
@click.pass_obj
def merge_command(  # noqa: PLR0913, PLR0917 - click hands over one argument an option
    talk: Talk,
    name: str,
    data: Path,
    editions: tuple[str, ...],
    out: Path | None,
    where: tuple[str, ...],
    pattern: str,
    how: str,
    proof: int,
    resume: bool,  # noqa: FBT001 - click calls it
    jobs: int | None,
    cluster: str,
    printer: str,
    no_marks: bool,  # noqa: FBT001 - as above
    strict: bool,  # noqa: FBT001 - as above
) -> int:
    """Make a leaflet from each row of a table, each checked before any is in its place."""
    from leaflet.merging import Wish, editions_of, merge  # noqa: PLC0415 - see the module's docstring

    found, _ = _find(talk, [name])
    together = how != "each" and not proof
    made, on_sheets = editions_of(editions, together=together)
    request = replace(
        _usual_request(talk),
        out=(out or talk.project / "build" / f"{name}-rows").absolute(),
        editions=made,
        printer=printer,
        no_marks=no_marks or on_sheets,
        jobs=jobs or 0,
    )
    each = how != "together" or bool(proof)
    wish = Wish(data, where, pattern, each, together, proof, on_sheets, resume, cluster, strict)
    return merge(talk, found[0], request, wish)


def _find(talk: Talk, names: Sequence[str]) -> tuple[list[Any], list[Problem]]:
    """Return the leaflets to work on.

    Raises:
        click.UsageError: there is no such leaflet, or no folder of leaflets.
    """
    from leaflet.manuscript.find import CONTENT, find_leaflets  # noqa: PLC0415 - as above

    found, problems = find_leaflets(talk.project)
    known = {one.name: one for one in found}
    if not found and not problems:
        msg = (
            f"There is no leaflet in {talk.project / CONTENT}. "
            "`leaflet new NAME` starts one; -C names another folder."
        )
        raise click.UsageError(msg)
    for name in names:
        if name not in known:
            msg = f'There is no leaflet "{name}". {did_you_mean(name, known)}'
            raise click.UsageError(msg)
    return [known[name] for name in names] or found, problems


@commands.command("check")
@click.argument("names", nargs=-1, metavar="[NAME or FILE.pdf]...")
@click.option("--for", "variant", default="", help="How a file is printed, such as digital.")
@click.option("--printer", default="", callback=_known_printer, help="The print shop of a file.")
@click.option("--html", type=click.Path(path_type=Path), help="Write the report on a file here.")
@click.option("--strict", is_flag=True, help="Let warnings count like errors.")
@click.option("--json", "as_json", is_flag=True, help="Tell the results as JSON.")
@click.pass_obj
def check_command(  # noqa: PLR0913, PLR0917 - click hands over one argument an option
    talk: Talk,
    names: tuple[str, ...],
    variant: str,
    printer: str,
    html: Path | None,
    strict: bool,  # noqa: FBT001 - click calls it
    as_json: bool,  # noqa: FBT001 - click calls it
) -> int:
    """Check leaflets without leaving any file in build/, or PDF files, ours and anybody's.

    A name that ends in .pdf is a file, and is judged as a print shop would.
    """
    if any(name.lower().endswith(".pdf") for name in names):
        return _check_files(talk, names, variant, printer, html, (as_json, strict))
    if variant or printer or html:
        msg = "--for, --printer and --html are for files: name one that ends in .pdf."
        raise click.UsageError(msg)
    from leaflet.building import Wanted, check  # noqa: PLC0415 - see the module's docstring

    found, problems = _find(talk, names)
    return check(talk, Wanted(found, not names, problems, strict, as_json), _usual_request(talk))


def _check_files(  # noqa: PLR0913, PLR0917 - one argument an option, as above
    talk: Talk,
    names: tuple[str, ...],
    variant: str,
    printer: str,
    html: Path | None,
    told: tuple[bool, bool],
) -> int:
    """Check PDF files.

    Args:
        talk: How much is said.
        names: Their paths.
        variant: How they are printed; usual if nothing.
        printer: The print shop.
        html: Where to write the report.
        told: Whether as JSON, and whether warnings count like errors.

    Raises:
        click.UsageError: not all are files, or several for one report.
    """
    if not all(name.lower().endswith(".pdf") for name in names) or (html and len(names) > 1):
        msg = "Check leaflets and files one after the other, and one file for each report."
        raise click.UsageError(msg)
    from leaflet.file_check import Wanted, check_files  # noqa: PLC0415 - see the module's docstring
    from leaflet.specs.variants import DEFAULT_VARIANT, VARIANTS  # noqa: PLC0415 - as above

    _known(variant, ["", *VARIANTS])
    how = Wanted(variant or DEFAULT_VARIANT, printer, html, *told)
    return check_files(talk, [Path(one).absolute() for one in names], how)


@commands.command("impose")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "way",
    required=True,
    type=click.Choice(["booklet", "n-up", "cut-stack", "tiles", "repeat"]),
    help="How its pages shall stand.",
)
@click.option(
    "--sheet",
    default="a4",
    type=click.Choice(["a4", "a3", "sra3", "letter"]),
    help="The paper; a4 if you say nothing.",
)
@click.option("--up", default=0, type=click.IntRange(0, 100), help="Pages on a side.")
@click.option(
    "--thickness",
    default=0.0,
    type=click.FloatRange(0, 2),
    help="Thickness of a booklet's paper in mm, for its creep.",
)
@click.option(
    "--binding",
    default="left",
    type=click.Choice(["left", "right"]),
    help="The edge at which a booklet is bound.",
)
@click.option("--both-sides", is_flag=True, help="Two pages are the front and back of one leaf.")
@click.option("--links", is_flag=True, help="Keep links to the web.")
@click.option("--out", type=click.Path(path_type=Path), help="The file to write.")
@click.pass_obj
def impose_command(  # noqa: PLR0913, PLR0917 - click hands over one argument an option
    talk: Talk,
    file: Path,
    way: "Way",
    sheet: str,
    up: int,
    thickness: float,
    binding: "Binding",
    both_sides: bool,  # noqa: FBT001 - as above
    links: bool,  # noqa: FBT001 - as above
    out: Path | None,
) -> int:
    """Put the pages of any PDF on sheets: as a booklet, beside each other, or as tiles."""
    from leaflet.file_impose import impose_file  # noqa: PLC0415 - see the module's docstring
    from leaflet.press.sheets import Wish  # noqa: PLC0415 - as above

    wish = Wish(way, sheet, up, thickness, binding, both_sides, links)
    return impose_file(talk, file.absolute(), wish, out.absolute() if out else None)


def _whole_words(_context: click.Context, param: click.Parameter, value: str) -> str:
    """Read a name or a role: a line with something in it."""
    said = " ".join(value.split())
    if (value or param.required) and not (said and said.isprintable()):
        msg = "It has to be a name, in letters."
        raise click.BadParameter(msg)
    return said


@commands.command("sign")
@click.argument("name")
@click.option("--by", required=True, callback=_whole_words, help="Who approves it.")
@click.option("--role", default="", callback=_whole_words, help="As what, such as trustee.")
@click.pass_obj
def sign_command(talk: Talk, name: str, by: str, role: str) -> int:
    """Record who approved a leaflet, and exactly which bytes of it."""
    from leaflet.signing import sign  # noqa: PLC0415 - see the module's docstring

    found, _ = _find(talk, [name])
    return sign(talk, found[0], _usual_request(talk), by, role)


@commands.command("diff")
@click.argument("name")
@click.pass_obj
def diff_command(talk: Talk, name: str) -> int:
    """Show what has changed since a leaflet was signed, side by side and in words."""
    from leaflet.signing import diff  # noqa: PLC0415 - see the module's docstring

    found, _ = _find(talk, [name])
    return diff(talk, found[0], _usual_request(talk))


@commands.command("package")
@click.argument("name")
@click.option("--printer", default="", callback=_known_printer, help="The print shop it is for.")
@click.pass_obj
def package_command(talk: Talk, name: str, printer: str) -> int:
    """Pack a final leaflet for the print shop: files, proofs, job sheet and ticket in one zip."""
    from leaflet.packaging import package  # noqa: PLC0415 - see the module's docstring

    found, _ = _find(talk, [name])
    return package(talk, found[0], replace(_usual_request(talk), printer=printer))


@commands.command("which")
@click.argument("identifier", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON.")
@click.pass_obj
def which_command(talk: Talk, identifier: str, as_json: bool) -> int:  # noqa: FBT001 - as above
    """Find what was packed under the id that is printed on a leaflet."""
    from leaflet.packaging import which  # noqa: PLC0415 - see the module's docstring

    return which(talk, identifier, as_json=as_json)


def _usual_request(talk: Talk) -> Request:
    """Return what `build` is asked for when nobody says more."""
    return Request(
        talk.project, (talk.project / "build").absolute(), day=_source_day(), today=talk.day
    )


@commands.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--name", default="", help="Name of its folder; else made from the file's name.")
@click.pass_obj
def import_command(talk: Talk, file: Path, name: str) -> int:
    """Make a leaflet of a text, a web page, a document of Word or LibreOffice, or a PDF."""
    from leaflet.intake import IntakeError, bring_in  # noqa: PLC0415 - see the module's docstring

    try:
        brought = bring_in(file.absolute(), talk.project, name)
    except IntakeError as error:
        click.echo(f"{error.sentence}\n    {error.hint}", err=True)
        return ExitCode.UNREADABLE
    except OSError as error:
        hint = "Go to a folder of your own, or name one with -C. Nothing was written."
        talk.tell([replace(cannot_write(error, talk.project), hint=hint)])
        return ExitCode.NOT_ALLOWED
    leaflet = relative(brought.path)
    for made in (brought.path, *brought.pictures):
        click.echo(relative(made))
    if brought.look_at:
        talk.say("Look at these places:")
    for one in brought.look_at:
        talk.say(f"{leaflet}:{one.line}: {one.what}\n    {one.mend}")
    build = f"{_called_as(talk.project)} build {brought.name}"
    talk.say(f"Next: read {leaflet} from beginning to end, then run `{build}`.")
    return ExitCode.DONE


def _days(_context: click.Context, _param: click.Parameter, value: str) -> int | None:
    """Read a number of days, such as 90d."""
    if not value:
        return None
    if not value.removesuffix("d").isdecimal():
        msg = f'"{value}" is no number of days. Write it such as 90d.'
        raise click.BadParameter(msg)
    return int(value.removesuffix("d"))


@commands.command("review")
@click.option(
    "--within", default="", callback=_days, help="Only what expires in so many days: 90d."
)
@click.option("--calendar", type=click.Path(path_type=Path), help="Write a calendar file here.")
@click.option("--json", "as_json", is_flag=True, help="Tell the results as JSON.")
@click.pass_obj
def review_command(talk: Talk, within: int | None, calendar: Path | None, as_json: bool) -> int:  # noqa: FBT001 - click calls it
    """Say what expires when: reviews, consents, and facts that nobody has looked at for a year."""
    from leaflet.review import review  # noqa: PLC0415 - see the module's docstring

    _find(talk, [])
    return review(talk, within=within, as_json=as_json, calendar=calendar)


@commands.command("fit")
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="Tell the results as JSON.")
@click.pass_obj
def fit_command(talk: Talk, name: str, as_json: bool) -> int:  # noqa: FBT001 - click calls it
    """Say which formats a leaflet's text fits, and by how much it misses the others."""
    from leaflet.fits import tell_fits  # noqa: PLC0415 - see the module's docstring

    found, _ = _find(talk, [name])
    return tell_fits(talk, found[0], as_json=as_json)


@commands.command("list")
@click.argument("what", type=click.Choice(list(LISTS)))
@click.option("--json", "as_json", is_flag=True, help="Tell the results as JSON.")
@click.pass_obj
def list_command(talk: Talk, what: str, as_json: bool) -> int:  # noqa: FBT001 - click calls it
    """List leaflets, formats, editions, parts, panels, printers or checks."""
    rows = LISTS[what](talk.project)
    if as_json:
        click.echo(json.dumps(rows, indent=1, ensure_ascii=False))
        return ExitCode.DONE
    width = max((len(str(row["name"])) for row in rows), default=0)
    for row in rows:
        click.echo(f"{row['name']:<{width}}  {row['says']}")
        for line in row.get("drawing", ()):
            click.echo(f"{'':<{width}}  {line}")
    return ExitCode.DONE


@commands.command("explain")
@click.argument("code")
def explain_command(code: str) -> int:
    """Explain a code such as fit-overflow: what it means, why, and what to do."""
    from leaflet.preflight.explain import explanation  # noqa: PLC0415 - see the module's docstring

    page = explanation(code)
    if page is None:
        msg = f'"{code}" is not a code. {did_you_mean(code, CODES)}'
        raise click.UsageError(msg)
    click.echo(page)
    return ExitCode.DONE


@commands.command("new")
@click.argument("name", default="")
@click.option("--format", "form", default="", help="Its format; else trifold, or asked for.")
@click.option("--title", default="", help="Its title; else made from the name, or asked for.")
@click.pass_obj
def new_command(talk: Talk, name: str, form: str, title: str) -> int:
    """Start a leaflet with sample text that explains itself.

    Without a name, on a terminal, it asks for what it needs to know.
    """
    from leaflet.manuscript.start import AlreadyThereError, UnfitNameError, start  # noqa: PLC0415 - see the module's docstring
    from leaflet.questions import Answers, ask, on_terminal  # noqa: PLC0415 - as above
    from leaflet.specs.formats import ALIASES, FORMATS, find_format  # noqa: PLC0415 - as above

    if form and not find_format(form):
        msg = f'"{form}" is not a format. {did_you_mean(form, [*FORMATS, *ALIASES])}'
        raise click.UsageError(msg)
    if not name and not on_terminal():
        msg = (
            "Say what the leaflet's folder shall be called, in small letters, digits and hyphens, "
            'such as: leaflet new summer-fair --title "Summer fair"'
        )
        raise click.UsageError(msg)
    given = Answers(title, name, form, "")
    try:
        answers = given if name else ask(talk.project, given)
    except click.Abort:
        click.echo("\nStopped. Nothing was written.", err=True)
        return ExitCode.STOPPED
    wanted = answers.form or "trifold"
    try:
        files = start(
            talk.project,
            answers.name,
            wanted,
            answers.title,
            organisation=answers.organisation,
        )
    except (AlreadyThereError, UnfitNameError) as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        hint = "Go to a folder of your own, or name one with -C. Nothing was written."
        talk.tell([replace(cannot_write(error, talk.project), hint=hint)])
        return ExitCode.NOT_ALLOWED
    for file in files:
        click.echo(relative(file))
    build = f"{_called_as(talk.project)} build {answers.name}"
    talk.say(f"Next: write into {relative(files[-1])}, then run `{build}`.")
    return ExitCode.DONE


def _called_as(project: Path) -> str:
    """Return what to type to call this program for this project, as it was called."""
    called = os.environ.get("LEAFLET_CALLED_AS", "leaflet")
    return called if project == Path.cwd() else f"{called} -C {shlex.quote(relative(project))}"


@commands.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="Tell the results as JSON.")
@click.pass_obj
def doctor_command(talk: Talk, as_json: bool) -> int:  # noqa: FBT001 - click calls it
    """Say what is there, what is missing, and what to type to get it."""
    from leaflet.doctor import tell  # noqa: PLC0415 - see the module's docstring
    from leaflet.doctor.look import examine  # noqa: PLC0415 - as above

    report = examine(talk.project)
    click.echo(tell.as_json(report) if as_json else tell.as_text(report))
    return tell.exit_code(report)
