"""Each edition from what was laid out for it: judged, finished, proofed."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PIL.Image import Image

from leaflet.model import Leaflet
from leaflet.pdf.read import read_file
from leaflet.preflight import (
    SEEN_ON_PLATES,
    Printed,
    TypeAsSet,
    check_claims,
    check_pages,
    check_panels,
    check_printed,
    check_type,
    fit,
    not_known,
    notes_in_line,
    notes_of_format,
    set_lines,
)
from leaflet.preflight.file import Expected, Press
from leaflet.press import (
    Plates,
    PressJob,
    broken_in_tagged,
    finish_home,
    finish_pages,
    finish_panels,
    finish_print,
    for_one_side,
    plates,
)
from leaflet.proof import PROOF_DPI, plate_pictures, side_pictures
from leaflet.specs.conditions import CONDITIONS, DEFAULT_CONDITION, find_condition
from leaflet.specs.formats import FORMATS, Format
from leaflet.specs.printers import DEFAULT_PRINTER, PRINTERS, Printer
from leaflet.specs.variants import DEFAULT_VARIANT, VARIANTS
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import FIXED_DAY, Panels, strangers_in_line
from leaflet.typeset.tokens import Tokens
from leaflet.typeset.typesetter import Pending
from leaflet.units import points
from leaflet.work import ONE_SIDED, PRESS_EDITIONS, AskedFormat, Work

ROUGH_DPI = PROOF_DPI / 2
"""Pixels an inch of a look that nobody sees."""


def prepare(work: Work) -> None:
    """Do what needs no layout, while the first one is made."""
    if work.order.editions & PRESS_EDITIONS:
        _press_job(work).prepare()


def finish_format(work: Work, asked: AskedFormat) -> None:
    """Make the editions of one format."""
    panels, leaflet = asked.panels.result(), work.leaflet
    work.tell(check_panels(leaflet, panels, _printer(work).safe, lambda: _formats_that_fit(work)))
    work.tell(notes_of_format(leaflet, panels))
    if "screen" in work.order.editions:
        finish = partial(finish_panels, panels, leaflet.imprint)
        work.add(panels.form, "-screen.pdf", "screen", partial(_tagged, work, finish, "screen"))
    if asked.slug:
        _finish_press(work, panels, asked.slug.result())
    if asked.home and asked.how_to:
        _finish_home(work, asked.home.result(), asked.how_to.result())


def finish_large(work: Work, asked: Pending[Layout]) -> None:
    """Make the edition in large print."""
    pages, leaflet = asked.result(), work.leaflet
    work.tell(check_pages(leaflet, pages, "large"))
    work.tell(notes_in_line(leaflet, "large", strangers_in_line(leaflet)))
    finish = partial(finish_pages, pages, leaflet.imprint)
    work.add(None, "-large.pdf", "large", partial(_tagged, work, finish, "large"))


def finish_web(work: Work, asked: Pending[str]) -> None:
    """Make the web page."""
    work.tell(notes_in_line(work.leaflet, "web", strangers_in_line(work.leaflet)))
    work.add(None, "-web.html", "web", lambda: asked.result().encode())


def _finish_home(work: Work, panels: Panels, how_to: Layout) -> None:
    """Make the sheet for an office printer, once more for one that prints one side only."""
    imprint, paper = work.leaflet.imprint, work.order.paper
    finish = partial(finish_home, panels, how_to, imprint, paper=paper)
    made = _tagged(work, finish, "home")
    work.add(panels.form, "-home.pdf", "home", lambda: made)
    if len(panels.form.sides) > 1:
        work.add(panels.form, ONE_SIDED, "home", lambda: for_one_side(made))


def _tagged(work: Work, finish: Callable[..., bytes], edition: str) -> bytes:
    """Return a file that claims to keep PDF/UA-1 only if it was looked at and does."""
    claimed = work.sound
    made = finish(claim=claimed)
    if claimed:
        work.tell(check_claims(work.leaflet, edition, broken_in_tagged(made)))
    return finish(claim=False) if claimed and not work.sound else made


def _finish_press(work: Work, panels: Panels, slug: Layout) -> None:
    """Make the file for the printer, judge it as a printer would, and show its plates."""
    form, job, editions = panels.form, _press_job(work), work.order.editions
    claimed = work.sound
    made = finish_print(panels, slug, job, claim=claimed)
    seen = _judge(work, panels, made, job, claimed=claimed)
    if claimed and not work.sound:
        made = finish_print(panels, slug, job, claim=False)
    if "print" in editions:
        work.add(form, "-print.pdf", "print", lambda: made)
    if "proof" in editions:
        for name, picture in side_pictures(form, seen, job.inks()).items():
            work.add(form, f"-{name}.png", "proof", partial(bytes, picture))
    if "plates" in editions:
        for name, picture in plate_pictures(seen, work.order.theme).items():
            work.add(form, f"-{name}.png", "plates", partial(bytes, picture))


def _judge(work: Work, panels: Panels, made: bytes, job: PressJob, *, claimed: bool) -> Printed:
    """Judge a finished file, tell what is wrong, and return how its plates show it.

    The look is a close one where it shall be shown. Otherwise a rough one takes a third of the
    time, and is enough where nothing is wrong.
    """
    file, form = read_file(made), panels.form
    lines = set_lines(file.facts, file.events)
    type_ = TypeAsSet(work.leaflet, panels, lines, _tokens(work, form))
    work.tell(check_type(type_))
    of_ink = plates(made, file.contents)
    close = bool(work.order.editions & {"proof", "plates"})
    dpi = PROOF_DPI if close else ROUGH_DPI
    press = _press(work, form, job, claimed=claimed)
    seen = Printed(type_, file, press, _look(of_ink, form, dpi), dpi, job.around)
    found = check_printed(seen)
    if not close and any(one.code in SEEN_ON_PLATES for one in found):
        seen = replace(seen, sides=_look(of_ink, form, PROOF_DPI), dpi=PROOF_DPI)
        found = check_printed(seen)
    work.tell(not_known(found, work.problems))
    return seen


def _look(of_ink: Plates, form: Format, dpi: float) -> dict[str, Image]:
    """Return the sides as their plates show them; what does not fit is no side."""
    pages = of_ink.inked(dpi, quick=dpi < PROOF_DPI)
    return dict(zip(form.sides, pages, strict=False))


def _press(work: Work, form: Format, job: PressJob, *, claimed: bool) -> Press:
    """Return how the file shall be printed, and what it was made to be."""
    low, right, top = map(
        points, (job.around, job.around + form.trim.width, job.around + form.trim.height)
    )
    variant = VARIANTS[_variant(work.leaflet)]
    expected = Expected(((low, low, right, top),) * len(form.sides), job.condition, claimed)
    return Press(variant, job.printer, job.condition, expected)


def _variant(leaflet: Leaflet) -> str:
    """Return the name of the way of printing, which follows from the leaflet's inks."""
    return "sheet-black" if leaflet.black_alone else DEFAULT_VARIANT


def _tokens(work: Work, form: Format) -> Tokens:
    css = work.order.theme.style("tokens.css").read_text(encoding="utf-8")
    return Tokens.of(css, form.name)


def _press_job(work: Work) -> PressJob:
    """Return how a leaflet goes to print: what it says itself, or what was asked for."""
    leaflet, order, printer = work.leaflet, work.order, _printer(work)
    wanted = find_condition(leaflet.condition or printer.condition, leaflet.folder)
    return PressJob(
        condition=wanted or CONDITIONS[DEFAULT_CONDITION],
        printer=printer,
        brand={**order.theme.token_inks(), **leaflet.brand_inks},
        blacks={**order.theme.token_blacks(), **leaflet.brand_blacks},
        black_alone=leaflet.black_alone,
        title=leaflet.title,
        imprint=leaflet.imprint,
        day=order.day or leaflet.imprint.version_date or FIXED_DAY,
    )


def _printer(work: Work) -> Printer:
    """Return the print shop: the one asked for, the leaflet's own, or the usual one."""
    name = work.order.printer or work.leaflet.printer
    printer = PRINTERS.get(name, PRINTERS[DEFAULT_PRINTER])
    return replace(printer, marks=False) if work.order.no_marks else printer


def _formats_that_fit(work: Work) -> list[str]:
    others = [name for name in FORMATS if name not in work.leaflet.formats]
    fits = fit(work.leaflet, work.setting, work.typesetter, others) if others else []
    return [one.format for one in fits if one.fits]
