"""`leaflet merge NAME --data FILE`: a leaflet from each row, checked before any is in its place."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import click

from leaflet.batch.cast import PRINT, Base, forget, prepare_to_cast
from leaflet.batch.crew import crew_of
from leaflet.batch.elsewhere import ClusterError, cluster_of, packed
from leaflet.batch.manifest import NAME, Entry, as_csv, as_json
from leaflet.batch.rows import (
    USUAL_NAME,
    Chosen,
    PatternError,
    choose,
    labelled,
    read_condition,
    read_naming,
    telling,
)
from leaflet.batch.run import MANY, Run
from leaflet.batch.stage import Stage, Staged
from leaflet.batch.task import Job
from leaflet.manuscript.find import Found, shown
from leaflet.manuscript.read import read_fields
from leaflet.manuscript.records import Table, check_columns, check_record, read_table
from leaflet.pdf.document import UnopenableError
from leaflet.press import CastPiece, Piece, Together
from leaflet.press.sheets import Wish as SheetsWish
from leaflet.press.sheets import on_sheets
from leaflet.problems import Place, Problem, Severity, UnusableError, errors
from leaflet.project import Request, not_allowed
from leaflet.store import INNER, fingerprint, tidy, write_file
from leaflet.talk import ExitCode, Talk, cannot_write, relative, watched

ON_SHEETS = "n-up"
"""The edition in which the file for the press is put on large sheets, to cut and stack."""

IN_ONE_FILE = frozenset({"print", ON_SHEETS})
"""Editions that rows can be put together in."""

TOGETHER = "-together.pdf"
"""What stands behind the leaflet's name in the file for the press."""

SHEETS = "-together-n-up.pdf"
"""The same for the file of large sheets."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants of a batch."""

    data: Path
    where: tuple[str, ...] = ()
    name: str = USUAL_NAME
    each: bool = True
    together: bool = False
    proof: int = 0
    """How many rows to make for a look; nought for all."""

    on_sheets: bool = False
    """Whether the file for the press is put on large sheets, so that the piles, cut and laid on
    each other, are in the order of the rows."""

    resume: bool = False
    cluster: str = ""
    """Address of a scheduler of Dask's whose workers make the rows."""

    strict: bool = False


@dataclass(slots=True)
class _Batch:
    """A batch on its way: what is wrong is kept by row, and what is wrong with all."""

    talk: Talk
    job: Job
    wish: Wish
    table: Table
    chosen: list[Chosen]
    wrong: dict[int, list[Problem]]
    fields: tuple[str, ...]


def merge(talk: Talk, found: Found, request: Request, wish: Wish) -> int:
    """Make a leaflet from each row of a table, and return the exit code.

    Args:
        talk: How much is said.
        found: The leaflet.
        request: What is asked of each; its output folder is that of the batch.
        wish: What is asked of all.
    """
    try:
        batch = _read(talk, found, request, wish)
    except UnusableError as error:
        talk.tell(error.problems)
        return ExitCode.UNREADABLE
    if batch is None:
        return ExitCode.UNREADABLE
    try:
        return _run(batch)
    except UnusableError as error:
        talk.tell(error.problems)
        return ExitCode.UNREADABLE
    except ClusterError as error:
        raise click.UsageError(str(error)) from error
    except OSError as error:
        talk.tell([cannot_write(error, request.out)])
        talk.say("What is finished waits: set that right, and run the same again with --resume.")
        return ExitCode.NOT_ALLOWED if not_allowed(error) else ExitCode.UNREADABLE


def _read(talk: Talk, found: Found, request: Request, wish: Wish) -> _Batch | None:
    """Read the table, and what is wanted of it; nothing if no row can be made."""
    path = wish.data.absolute()
    file = shown(path, talk.project)
    fields = read_fields(found, talk.project)
    table, uneven = read_table(path, file=file)
    general = list(check_columns(table, fields))
    talk.tell(general)
    if errors(general):
        return None
    try:
        conditions = [read_condition(one, table.columns) for one in wish.where]
        naming = read_naming(wish.name, found.name, table.columns)
    except PatternError as error:
        raise click.UsageError(str(error)) from error
    chosen, wrong = choose(table, conditions, naming)
    for problem in uneven:
        line = problem.place.line if problem.place else 0
        wrong.setdefault(-(line or 0), []).append(problem)
    for one in chosen:
        if problems := list(check_record(one.record, fields, file)):
            wrong.setdefault(one.record.row, []).extend(problems)
    if wish.proof:
        chosen = telling(chosen, wish.proof, fields)
        left = {one.record.row for one in chosen}
        wrong = {row: problems for row, problems in wrong.items() if row in left}
    if not chosen and not wrong:
        raise UnusableError([_no_rows(file, conditions=bool(conditions))])
    first = dict(chosen[0].record.values) if chosen else {}
    return _Batch(talk, Job(found, request, first), wish, table, chosen, wrong, tuple(fields))


def _no_rows(file: str, *, conditions: bool) -> Problem:
    return Problem(
        code="table-unreadable",
        severity=Severity.ERROR,
        message="No row is as --where says." if conditions else "The table has no rows.",
        hint="Look at the values in the table." if conditions else "Write rows below its head.",
        place=Place(file, 1),
    )


def _run(batch: _Batch) -> int:
    """Make all rows, then move them into place."""
    out = batch.job.request.out
    (out / INNER).mkdir(parents=True, exist_ok=True)
    tidy(out)
    stage = Stage(out)
    same = stage.open(_fingerprint(batch), resume=batch.wish.resume)
    if batch.wish.resume and not same:
        batch.talk.say("There is nothing to go on from; all rows are made.")
    good = [one for one in batch.chosen if not errors(batch.wrong.get(one.record.row, []))]
    with Together(batch.job.found.name) as together:
        layouts, alone = _make(batch, stage, good, together)
        done = {
            row
            for row, one in stage.rows.items()
            if (one.files or one.layout in layouts) and not errors(one.problems)
        }
        ready = [one for one in good if one.record.row in done]
        entries = _place(batch, ready, stage, together)
    return _end(batch, stage, ready, entries, alone)


def _end(
    batch: _Batch, stage: Stage, ready: Sequence[Chosen], entries: Sequence[Entry], alone: int
) -> int:
    """Write what became of each row, and tell it; return the exit code."""
    rows = _problems_by_row(batch, stage)
    common = _common(batch, rows)
    done = {one.record.row for one in ready}
    failed = [one.record.row for one in batch.chosen if one.record.row not in done]
    failed += [row for row in rows if row < 0]
    lost = [Entry(row, problems=tuple(rows.get(row, ()))) for row in failed if row > 0]
    _write_manifest(batch, [*entries, *lost], common)
    stage.clear()
    _tell(batch, rows, len(ready), len(failed))
    if alone:
        batch.talk.say(
            f"{alone} of them had to be made one by one, which takes a hundred times as long."
        )
    if failed:
        return ExitCode.SOME_ROWS
    warned = [
        one for problems in rows.values() for one in problems if one.severity is Severity.WARNING
    ]
    return ExitCode.ERRORS if batch.wish.strict and warned else ExitCode.DONE


def _make(
    batch: _Batch, stage: Stage, good: Sequence[Chosen], together: Together
) -> tuple[frozenset[str], int]:
    """Make the rows that are not done yet; return all layouts, and how many rows go by none."""
    waiting = [one.record for one in good if one.record.row not in stage.rows]
    jobs = batch.job.request.jobs
    say = batch.talk.say if batch.talk.verbose else _nothing

    def opened(base: Base) -> None:
        if batch.wish.together:
            together.open(base.layout, base.files["print"])

    if batch.wish.cluster:
        jobs = 1  # a program that talks to a cluster has threads, and cannot part into processes
    with crew_of(jobs, partial(prepare_to_cast, batch.job)) as here:
        run = Run(batch.job, here, here, stage, say)
        if batch.wish.cluster:
            run.crew, run.parcel = cluster_of(batch.wish.cluster), packed(batch.job)
        for _ in watched(batch.talk, run.rows(waiting), len(waiting), int):
            pass
        bases = run.layouts({one.record.row: one.record for one in good}, opened)
        if batch.wish.each:
            run.fill(bases)
    if len(good) > MANY:
        forget()  # a large file is put together next
    return frozenset(bases), run.alone


def _write_manifest(batch: _Batch, entries: Sequence[Entry], common: Sequence[Problem]) -> None:
    """Write what became of each row; what is wrong with all of them is said once."""
    everywhere = frozenset(common)
    ordered = [
        replace(one, problems=tuple(each for each in one.problems if each not in everywhere))
        for one in sorted(entries, key=lambda one: (one.row, one.file))
    ]
    manifest = {
        ".csv": as_csv(ordered),
        ".json": as_json(ordered, common, batch.job.found.name, batch.table.file),
    }
    for ending, data in manifest.items():
        write_file(batch.job.request.out / f"{NAME}{ending}", data)


def _fingerprint(batch: _Batch) -> str:
    """Return a digest of all that the batch is made from."""
    request, found = batch.job.request, batch.job.found
    theme = request.theme
    facts = request.project / "content" / "facts.yaml"
    asked = replace(request, out=Path(), record={}, jobs=0)
    return fingerprint(
        [found.folder, *theme.folders("templates"), *theme.folders("styles")],
        [*theme.font_files(), facts, batch.wish.data.absolute()],
        [repr(asked), batch.wish.name, *batch.wish.where, str(batch.wish.proof)],
    )


def _nothing(_words: str) -> None:
    """Say nothing."""


def _place(batch: _Batch, ready: Sequence[Chosen], stage: Stage, together: Together) -> list[Entry]:
    """Move finished files to their places; return what stands where."""
    out, entries = batch.job.request.out, []
    if batch.wish.together and ready:
        entries += _put_together(batch, ready, stage, together)
    for one in ready if batch.wish.each else ():
        staged = stage.rows[one.record.row]
        several = len(staged.files) > 1
        for ending, (sha, _) in staged.files.items():
            name = f"{one.name}{ending if several else Path(ending).suffix}"
            stage.path(one.record.row, ending).replace(out / name)
            problems, pages = staged.problems, staged.pages
            entries.append(Entry(staged.row, name, pages, 0, 1, sha, staged.codes, problems))
    return entries


def _put_together(
    batch: _Batch, ready: Sequence[Chosen], stage: Stage, together: Together
) -> list[Entry]:
    """Write the file for the press; return where each record stands in it."""
    name = f"{batch.job.found.name}{TOGETHER}"
    waiting = stage.folder / name
    together.write(_pieces(ready, stage), waiting)
    if batch.wish.on_sheets:
        name = f"{batch.job.found.name}{SHEETS}"
        write_file(stage.folder / name, _cut_and_stacked(waiting, stage.rows[ready[0].record.row]))
        waiting = stage.folder / name
    waiting.replace(batch.job.request.out / name)
    entries, page = [], 1
    for one in ready:
        staged = stage.rows[one.record.row]
        codes, problems, pages = staged.codes, staged.problems, staged.pages
        where = (name, pages, page) if one.copies else ("", pages, 0)
        entries.append(Entry(staged.row, *where, one.copies, "", codes, problems))
        page += pages * one.copies
    return entries


def _cut_and_stacked(together: Path, first: Staged) -> bytes:
    """Return the file for the press on large sheets.

    Raises:
        UnusableError: it cannot be put on sheets.
    """
    wish = SheetsWish("cut-stack", "sra3", both_sides=first.pages > 1)
    try:
        return on_sheets(together.read_bytes(), wish).data
    except UnopenableError as error:
        problem = Problem(
            code="file-unopenable",
            severity=Severity.ERROR,
            message=f"The rows cannot be put on sheets: {error}",
            hint="Make fewer rows at once with --where, or one file with `--edition print`.",
        )
        raise UnusableError([problem]) from error


def _pieces(ready: Sequence[Chosen], stage: Stage) -> Iterator[Piece | CastPiece]:
    """Yield the records of the file for the press."""
    casts = stage.casts()
    for one in ready:
        row, name = one.record.row, labelled(one.record.values) or f"Row {one.record.row}"
        if stage.path(row, PRINT).is_file():
            yield Piece(name, stage.path(row, PRINT).read_bytes(), one.copies)
            continue
        cast = next(each for each in casts if each.row == row)
        yield CastPiece(name, cast.layout, cast.contents["print"], one.copies)


def _problems_by_row(batch: _Batch, stage: Stage) -> dict[int, list[Problem]]:
    """Return what is wrong, by row; what is wrong with a row of the table alone, by its line."""
    rows = {row: list(problems) for row, problems in batch.wrong.items()}
    for row, staged in stage.rows.items():
        if staged.problems:
            rows.setdefault(row, []).extend(staged.problems)
    return rows


def _common(batch: _Batch, rows: Mapping[int, Sequence[Problem]]) -> tuple[Problem, ...]:
    """Return the problems that all rows have: those of the leaflet, not of a row."""
    sets = [set(rows.get(one.record.row, ())) for one in batch.chosen]
    if len(sets) < 2:  # noqa: PLR2004 - one row has nothing in common with others
        return ()
    found = set.intersection(*sets)
    return tuple(one for one in rows[batch.chosen[0].record.row] if one in found) if found else ()


SHOWN_ROWS = 5
"""Rows of which a problem that many have is told by number."""


def _tell(batch: _Batch, rows: Mapping[int, Sequence[Problem]], made: int, failed: int) -> None:
    """Tell problems: what many rows have alike is told once."""
    same: dict[Problem, list[int]] = {}
    for row, problems in sorted(rows.items()):
        for problem in dict.fromkeys(problems):
            same.setdefault(problem, []).append(row)
    number = len(batch.chosen)
    batch.talk.tell(_with_rows(problem, which, number) for problem, which in same.items())
    out = batch.job.request.out
    if batch.wish.together and made:
        ending = SHEETS if batch.wish.on_sheets else TOGETHER
        click.echo(relative(out / f"{batch.job.found.name}{ending}"))
    click.echo(relative(out / f"{NAME}.csv"))
    word = "row" if number == 1 else "rows"
    batch.talk.say(f"{made} of {number} {word} made" + (f", {failed} not." if failed else "."))


def _with_rows(problem: Problem, rows: Sequence[int], number: int) -> Problem:
    """Return a problem that says which rows have it; one of the table itself says so already."""
    if rows[0] < 0 or problem.message.startswith(f"Row {rows[0]}"):
        return problem
    if len(rows) == number > 1:
        return replace(problem, message=f"All rows: {problem.message}")
    shown_rows = ", ".join(map(str, rows[:SHOWN_ROWS]))
    more = f" and {len(rows) - SHOWN_ROWS} more" if len(rows) > SHOWN_ROWS else ""
    word = "Row" if len(rows) == 1 else "Rows"
    return replace(problem, message=f"{word} {shown_rows}{more}: {problem.message}")


def editions_of(editions: Sequence[str], *, together: bool) -> tuple[tuple[str, ...], bool]:
    """Return the editions that are made of each row, and whether they go onto large sheets.

    Raises:
        click.UsageError: they cannot be put together.
    """
    wanted = tuple(editions) or ("print",)
    if not together:
        return wanted, False
    if len(IN_ONE_FILE & set(wanted)) != 1:
        msg = "--together is for print, or for n-up; the other editions are files each."
        raise click.UsageError(msg)
    sheets = ON_SHEETS in wanted
    return tuple("print" if one == ON_SHEETS else one for one in wanted), sheets
