"""Each edition from what was laid out for it: judged, finished, proofed."""

from collections.abc import Callable
from functools import partial

from leaflet.editions.in_ink import finish_press, press_job, printer_of
from leaflet.preflight import (
    check_claims,
    check_pages,
    check_panels,
    fit,
    notes_in_line,
    notes_of_format,
)
from leaflet.press import broken_in_tagged, finish_home, finish_pages, finish_panels, for_one_side
from leaflet.specs.formats import FORMATS
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels, strangers_in_line
from leaflet.typeset.typesetter import Pending
from leaflet.work import ONE_SIDED, PRESS_EDITIONS, AskedFormat, Work


def prepare(work: Work) -> None:
    """Do what needs no layout, while the first one is made."""
    if work.order.editions & PRESS_EDITIONS:
        press_job(work).prepare()


def finish_format(work: Work, asked: AskedFormat) -> None:
    """Make the editions of one format."""
    panels, leaflet = asked.panels.result(), work.leaflet
    work.tell(check_panels(leaflet, panels, printer_of(work).safe, lambda: _formats_that_fit(work)))
    work.tell(notes_of_format(leaflet, panels))
    if "screen" in work.order.editions:
        finish = partial(finish_panels, panels, leaflet.imprint)
        work.add(panels.form, "-screen.pdf", "screen", partial(_tagged, work, finish, "screen"))
    if asked.slug:
        finish_press(work, panels, asked.slug.result())
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


def _formats_that_fit(work: Work) -> list[str]:
    others = [name for name in FORMATS if name not in work.leaflet.formats]
    fits = fit(work.leaflet, work.setting, work.typesetter, others) if others else []
    return [one.format for one in fits if one.fits]
