"""The whole way for one leaflet, on one screen.

1. manuscript reads what people write into a `Leaflet`.
2. typeset lays it out: one panel is one page.
3. preflight judges what was laid out.
4. press finishes each edition's PDF.
5. proof makes the pictures that people look at.

Nothing is written here: `project` moves the files into place when they are whole.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from time import perf_counter

from leaflet.manuscript.facts import Facts
from leaflet.manuscript.find import Found
from leaflet.manuscript.read import read_leaflet
from leaflet.model import Leaflet
from leaflet.preflight import (
    Printed,
    check_pages,
    check_panels,
    check_printed,
    fit,
    notes_in_line,
    notes_of_format,
)
from leaflet.press import PressJob, finish_home, finish_pages, finish_panels, finish_print, plates
from leaflet.problems import Problem, errors, in_order
from leaflet.proof import PROOF_DPI, side_pictures
from leaflet.resources import Theme
from leaflet.specs import FORMATS
from leaflet.specs.conditions import CONDITIONS, DEFAULT_CONDITION, find_condition
from leaflet.specs.office import DEFAULT_PAPER
from leaflet.specs.printers import DEFAULT_PRINTER, PRINTERS
from leaflet.store import Made
from leaflet.typeset import (
    Panels,
    Setting,
    lay_out_home,
    lay_out_how_to,
    lay_out_large,
    lay_out_panels,
    lay_out_slug,
    strangers_in_line,
    write_web,
)
from leaflet.typeset.setting import FIXED_DAY

PANEL_EDITIONS = frozenset({"print", "home", "screen", "proof"})
"""Editions that are made from panels."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a build."""

    theme: Theme
    workshop: Path
    """Folder for what is not for people."""

    editions: tuple[str, ...]
    day: date | None = None
    """Date to write into the files, instead of the leaflet's own."""

    printer: str = ""
    """The print shop, instead of the leaflet's own."""

    no_marks: bool = False
    """Whether the file for the printer has trim and bleed alone."""

    paper: str = DEFAULT_PAPER
    """The paper of the office printer that the home edition is for."""


@dataclass(slots=True)
class Work:
    """One leaflet while it is built: files by name, how each was made, and what was found."""

    leaflet: Leaflet
    setting: Setting
    problems: list[Problem]
    files: dict[str, bytes] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether no error is known, so that a file may claim to keep a standard."""
        return not errors(self.problems)

    def add(self, ending: str, form: str | None, edition: str, create: Callable[[], bytes]) -> None:
        """Create a file and keep it until all are whole."""
        start = perf_counter()
        path = f"{self.leaflet.name}/{self.leaflet.name}{ending}"
        self.files[path] = create()
        self.made.append(Made(path, form, edition, round((perf_counter() - start) * 1000)))


def build_leaflet(found: Found, facts: Facts, wrong: Sequence[Problem], order: Order) -> Work:
    """Build one leaflet in every edition asked for.

    Args:
        found: Where it stands.
        facts: The facts of its project.
        wrong: What is wrong with those facts: it counts for every leaflet.
        order: What is asked for.

    Raises:
        UnusableError: nothing can be made of it; carries the problems that say why.
    """
    leaflet, problems = read_leaflet(found, project=order.theme.project, facts=facts)
    work = _build(leaflet, [*wrong, *problems], order)
    if leaflet.final and not work.sound and not work.setting.errors:
        # Only layout showed that this final leaflet has errors: all its pages must say so.
        work = _build(leaflet, work.problems, order)
    work.problems = in_order(work.problems)
    return work


def _build(leaflet: Leaflet, problems: Sequence[Problem], order: Order) -> Work:
    setting = Setting(order.theme, order.workshop, order.day, errors=bool(errors(problems)))
    work = Work(leaflet, setting, list(problems))
    if PANEL_EDITIONS & set(order.editions):
        for name in leaflet.formats:
            panels = lay_out_panels(leaflet, FORMATS[name], setting)
            work.problems += check_panels(leaflet, panels, lambda: _formats_that_fit(work))
            work.problems += notes_of_format(leaflet, panels)
            _panel_editions(work, panels, order)
    if "large" in order.editions:
        pages = lay_out_large(leaflet, setting)
        work.problems += check_pages(leaflet, pages, "large")
        work.problems += notes_in_line(leaflet, "large", strangers_in_line(leaflet))
        work.add(
            "-large.pdf",
            None,
            "large",
            lambda: finish_pages(pages, leaflet.imprint, claim=work.sound),
        )
    if "web" in order.editions:
        work.problems += notes_in_line(leaflet, "web", strangers_in_line(leaflet))
        work.add("-web.html", None, "web", lambda: write_web(leaflet, setting).encode())
    return work


def _panel_editions(work: Work, panels: Panels, order: Order) -> None:
    """Make the editions of one format; those of the first carry no format in their names."""
    name, leaflet = panels.form.name, work.leaflet
    prefix = "" if name == leaflet.formats[0] else f"-{name}"
    if "screen" in order.editions:
        work.add(
            f"{prefix}-screen.pdf",
            name,
            "screen",
            lambda: finish_panels(panels, leaflet.imprint, claim=work.sound),
        )
    if "home" in order.editions:
        light = lay_out_home(leaflet, panels.form, work.setting)
        how_to = lay_out_how_to(leaflet, panels.form, work.setting, paper=order.paper)
        work.add(
            f"{prefix}-home.pdf",
            name,
            "home",
            lambda: finish_home(
                light, how_to, leaflet.imprint, paper=order.paper, claim=work.sound
            ),
        )
    if {"print", "proof"} & set(order.editions):
        _press_editions(work, panels, order, prefix)


def _press_editions(work: Work, panels: Panels, order: Order, prefix: str) -> None:
    """Make the file for the printer, and the proofs, which show and judge its plates."""
    form, leaflet = panels.form, work.leaflet
    job = _press_job(leaflet, order)
    slug = lay_out_slug(leaflet, form, work.setting, "CMYK")
    claimed = work.sound
    printed = finish_print(panels, slug, job, claim=claimed)
    pictures: dict[str, bytes] = {}
    if "proof" in order.editions:
        pages = dict(zip(form.sides, plates(printed).inked(PROOF_DPI), strict=False))
        seen = Printed(
            leaflet, form.name, pages, PROOF_DPI, job.around, job.printer.bleed, job.condition
        )
        work.problems += check_printed(seen)
        pictures = side_pictures(form, seen, job.inks())
    if claimed and not work.sound:
        printed = finish_print(panels, slug, job, claim=False)
    if "print" in order.editions:
        work.add(f"{prefix}-print.pdf", form.name, "print", lambda: printed)
    for side, picture in pictures.items():
        work.add(f"{prefix}-{side}.png", form.name, "proof", partial(bytes, picture))


def _press_job(leaflet: Leaflet, order: Order) -> PressJob:
    """Return how a leaflet goes to print: what it says itself, or what was asked for."""
    printer = PRINTERS.get(order.printer or leaflet.printer, PRINTERS[DEFAULT_PRINTER])
    if order.no_marks:
        printer = replace(printer, marks=False)
    wanted = find_condition(leaflet.condition or printer.condition, leaflet.folder)
    return PressJob(
        condition=wanted or CONDITIONS[DEFAULT_CONDITION],
        printer=printer,
        brand={**order.theme.token_inks(), **leaflet.inks},
        title=leaflet.title,
        imprint=leaflet.imprint,
        day=order.day or leaflet.imprint.version_date or FIXED_DAY,
    )


def _formats_that_fit(work: Work) -> list[str]:
    others = [name for name in FORMATS if name not in work.leaflet.formats]
    return [one.format for one in fit(work.leaflet, work.setting, others) if one.fits]
