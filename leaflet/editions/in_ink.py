"""The editions in inks: the printer's file judged as a printer would, and what shows its plates."""

from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PIL.Image import Image

from leaflet.manuscript.start import name_of
from leaflet.model import Leaflet
from leaflet.pdf.read import read_file
from leaflet.preflight import (
    SEEN_ON_PLATES,
    Printed,
    TypeAsSet,
    check_clear,
    check_printed,
    check_type,
    judge_printed,
    not_known,
    picture_boxes,
    set_lines,
)
from leaflet.preflight.file import Expected, Judged, Press
from leaflet.press import (
    INKS,
    Colours,
    Plates,
    PressJob,
    finish_n_up,
    finish_print,
    finish_riso,
    plates,
    standing_on_sheet,
    with_spots,
)
from leaflet.proof import About, plate_pictures, proof_dpi, report, side_pictures
from leaflet.resources import Theme
from leaflet.specs.conditions import CONDITIONS, DEFAULT_CONDITION, find_condition
from leaflet.specs.format import Format
from leaflet.specs.printers import DEFAULT_PRINTER, PRINTERS, Printer
from leaflet.specs.variants import DEFAULT_VARIANT, VARIANTS, Variant
from leaflet.typeset.fonts import x_height
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import FIXED_DAY, Panels
from leaflet.typeset.tokens import Tokens, tokens_of
from leaflet.units import MM_PER_INCH, points
from leaflet.work import Work

ROUGH_DPI = 2.5 * MM_PER_INCH
"""Pixels an inch of a look that nobody sees. With two for each mm the smallest words look paler
than they are, and a close look follows that takes three times as long."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of judging a printer's file."""

    seen: Printed
    """How its plates show it."""

    judged: Judged


def finish_press(work: Work, panels: Panels, slug: Layout) -> None:
    """Make the file for the printer, judge it as a printer would, and show its plates."""
    form, editions = panels.form, work.order.editions
    job = press_job(work, form)
    claimed = work.sound
    riding = finish_print(panels, slug, job, claim=claimed)
    made = with_spots(riding, job)
    verdict = _judge(work, panels, Made(made, riding), job, claimed=claimed)
    if claimed and not work.sound:
        riding = finish_print(panels, slug, job, claim=False)
        made = with_spots(riding, job)
        facts = replace(verdict.judged.facts, claim="")
        verdict = replace(verdict, judged=replace(verdict.judged, facts=facts))
    if "print" in editions:
        work.add(form, "-print.pdf", "print", lambda: made)
    if "n-up" in editions and standing_on_sheet(form, job.printer.bleed).copies > 1:
        bare = replace(job, printer=replace(job.printer, marks=False))
        alone = finish_print(panels, slug, bare, claim=claimed and work.sound)
        bleed = job.printer.bleed
        on_sheets = finish_n_up(alone, form, bleed=bleed, one_plate=job.one_plate)
        work.add(form, "-n-up.pdf", "n-up", partial(with_spots, on_sheets, job))
    if "riso" in editions:
        marked = replace(job, printer=replace(job.printer, marks=True))
        one = riding if job.printer.marks else finish_print(panels, slug, marked, claim=False)
        _add_plates(work, form, one, job)
    _add_looks(work, form, job, made, verdict)


def _add_plates(work: Work, form: Format, riding: bytes, job: PressJob) -> None:
    """Add a grey file for each ink."""
    named = job.plates or ({"black": "black"} if job.few_inks else {one: one for one in INKS})
    for plate, file in finish_riso(riding).items():
        if plate in named:
            ending = f"-riso-{name_of(named[plate])}.pdf"
            work.add(form, ending, "riso", partial(bytes, file))


def _add_looks(work: Work, form: Format, job: PressJob, made: bytes, verdict: Verdict) -> None:
    """Add what people look at: the sides, the plates, and the report on the file."""
    editions = work.order.editions
    if "proof" in editions:
        for name, picture in side_pictures(form, verdict.seen, job.inks()).items():
            work.add(form, f"-{name}.png", "proof", partial(bytes, picture))
    if "plates" in editions:
        for name, picture in plate_pictures(verdict.seen, work.order.theme).items():
            work.add(form, f"-{name}.png", "plates", partial(bytes, picture))
    if "report" in editions:
        name, leaflet = work.file(form, "-print.pdf"), work.leaflet
        about = About(name, leaflet.waivers, draft=not leaflet.final)
        page = report(made, verdict.judged, about, work.order.theme)
        work.add(form, "-report.html", "report", page.encode)


@dataclass(frozen=True, slots=True)
class Made:
    """A file for the printer."""

    file: bytes
    riding: bytes
    """The same before spot inks came to their places: they ride on other plates. Else it is the
    file itself."""


def _judge(work: Work, panels: Panels, made: Made, job: PressJob, *, claimed: bool) -> Verdict:
    """Judge a finished file, and tell what is wrong.

    The look is a close one where it shall be shown. Otherwise a rough one takes a third of the
    time, and is enough where nothing is wrong.
    """
    form, riding = panels.form, read_file(made.riding)
    file = riding if made.file is made.riding else read_file(made.file)
    lines = set_lines(riding.facts, riding.events)
    type_ = TypeAsSet(
        work.leaflet,
        panels,
        lines,
        _tokens(work, form),
        x_height(work.order.theme.font_files(), work.leaflet.text_font),
        picture_boxes(riding.facts, riding.events),
    )
    work.tell(check_type(type_))
    work.tell(check_clear(type_))
    of_ink = plates(made.riding, riding.contents)
    close = bool(work.order.editions & {"proof", "plates"})
    fine = proof_dpi(form)
    dpi = fine if close else ROUGH_DPI
    press = _press(work, form, job, claimed=claimed)
    seen = Printed(type_, file, press, _look(of_ink, form, dpi), dpi, job.around, job.inks())
    judged = judge_printed(seen)
    found = check_printed(seen, judged)
    if dpi < fine and any(one.code in SEEN_ON_PLATES for one in found):
        seen = replace(seen, sides=_look(of_ink, form, fine), dpi=fine)
        judged = judge_printed(seen)
        found = check_printed(seen, judged)
    work.tell(not_known(found, work.problems))
    return Verdict(seen, judged)


def _look(of_ink: Plates, form: Format, dpi: float) -> dict[str, Image]:
    """Return the sides as their plates show them; what does not fit is no side."""
    pages = of_ink.inked(dpi, quick=dpi < proof_dpi(form))
    return dict(zip(form.sides, pages, strict=False))


def _press(work: Work, form: Format, job: PressJob, *, claimed: bool) -> Press:
    """Return how the file shall be printed, and what it was made to be."""
    low, right, top = map(
        points, (job.around, job.around + form.trim.width, job.around + form.trim.height)
    )
    variant = _variant(work.leaflet, job)
    expected = Expected(((low, low, right, top),) * len(form.sides), job.condition, claimed)
    return Press(variant, job.printer, job.condition, expected, job.plates)


def _variant(leaflet: Leaflet, job: PressJob) -> Variant:
    """Return the way of printing, which follows from the leaflet's inks."""
    few = leaflet.few_inks
    if few is None:
        return VARIANTS[DEFAULT_VARIANT]
    if not few.spots:
        return VARIANTS["sheet-black"]
    says = f"offset on sheets, in {' and '.join(few.names)}"
    inks = frozenset(job.plates.values())
    return replace(VARIANTS["sheet-spot"], says=says, inks=inks, like="sheet-black")


def _tokens(work: Work, form: Format) -> Tokens:
    css = work.order.theme.style("tokens.css").read_text(encoding="utf-8")
    return Tokens.of(css + tokens_of(work.leaflet, form), form.classes)


def press_job(work: Work, form: Format | None = None) -> PressJob:
    """Return how a leaflet goes to print: what it says itself, or what was asked for."""
    leaflet, order, printer = work.leaflet, work.order, printer_of(work)
    if form and form.bleed > printer.bleed:  # paper that is measured in inches
        printer = replace(printer, bleed=form.bleed)
    return _job(leaflet, order.theme, printer, order.day)


def _job(leaflet: Leaflet, theme: Theme, printer: Printer, day: date | None) -> PressJob:
    wanted = find_condition(leaflet.condition or printer.condition, leaflet.folder)
    return PressJob(
        condition=wanted or CONDITIONS[DEFAULT_CONDITION],
        printer=printer,
        brand={**theme.token_inks(), **leaflet.brand_inks},
        blacks={**theme.token_blacks(), **leaflet.brand_blacks},
        few_inks=leaflet.few_inks,
        title=leaflet.title,
        imprint=leaflet.imprint,
        day=day or leaflet.imprint.version_date or FIXED_DAY,
    )


def press_inks(leaflet: Leaflet, theme: Theme, printer: str) -> Colours | None:
    """Return what turns colours into inks; nothing where spot inks are put in afterwards.

    Args:
        leaflet: What is printed.
        theme: Whose tokens its colours are from.
        printer: The print shop that was asked for; empty for the leaflet's own.
    """
    shop = PRINTERS.get(printer or leaflet.printer, PRINTERS[DEFAULT_PRINTER])
    job = _job(leaflet, theme, shop, None)
    return None if job.mixing else job.inks()


def printer_of(work: Work) -> Printer:
    """Return the print shop: the one asked for, the leaflet's own, or the usual one."""
    name = work.order.printer or work.leaflet.printer
    printer = PRINTERS.get(name, PRINTERS[DEFAULT_PRINTER])
    return replace(printer, marks=False) if work.order.no_marks else printer
