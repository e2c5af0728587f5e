"""Each edition from what was laid out for it: judged, finished, proofed."""

from collections.abc import Callable
from functools import partial

from leaflet.editions.in_ink import finish_press, press_job, printer_of
from leaflet.hands import Pending
from leaflet.preflight import (
    check_claims,
    check_pages,
    check_panels,
    fit,
    larger,
    notes_in_line,
    notes_of_format,
)
from leaflet.press import (
    broken_in_tagged,
    finish_home,
    finish_pages,
    finish_panels,
    finish_tiles,
    for_one_side,
)
from leaflet.specs.booklets import as_spreads
from leaflet.specs.format import Format
from leaflet.specs.office import stand
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels, strangers_in_line
from leaflet.work import ONE_SIDED, PRESS_EDITIONS, AskedFormat, Work, ask_how_to, ask_slug


def prepare(work: Work) -> None:
    """Do what needs no layout, while the first one is made."""
    if work.order.editions & PRESS_EDITIONS:
        press_job(work).prepare()


def finish_format(work: Work, asked: AskedFormat) -> None:
    """Make the editions of one format."""
    panels, leaflet = asked.panels.result(), work.leaflet
    work.tell(
        check_panels(
            leaflet, panels, printer_of(work).safe, lambda: _formats_that_fit(work, asked.form)
        )
    )
    work.tell(notes_of_format(leaflet, panels))
    if "screen" in work.order.editions:
        looks = press_job(work, panels.form).looks() if leaflet.few_inks else None
        finish = partial(finish_panels, panels, leaflet.imprint, looks=looks)
        work.add(panels.form, "-screen.pdf", "screen", partial(_tagged, work, finish, "screen"))
    if asked.slug:
        _finish_press(work, panels, asked.slug, asked.form)
    if "tiles" in work.order.editions:
        _finish_tiles(work, panels)
    if asked.home and asked.how_to:
        _finish_home(work, asked.home.result(), asked.how_to, asked.form)


def finish_large(work: Work, edition: str, asked: Pending[Layout]) -> None:
    """Make an edition in large print."""
    pages, leaflet = asked.result(), work.leaflet
    work.tell(check_pages(leaflet, pages, edition))
    work.tell(notes_in_line(leaflet, edition, strangers_in_line(leaflet)))
    finish = partial(finish_pages, pages, leaflet.imprint)
    work.add(None, f"-{edition}.pdf", edition, partial(_tagged, work, finish, edition))


def finish_web(work: Work, asked: Pending[str]) -> None:
    """Make the web page."""
    work.tell(notes_in_line(work.leaflet, "web", strangers_in_line(work.leaflet)))
    work.add(None, "-web.html", "web", lambda: asked.result().encode())


def finish_text(work: Work, asked: Pending[str]) -> None:
    """Make the plain text, with the line ends that every editor knows."""
    work.add(None, "-text.txt", "text", lambda: asked.result().encode())


def _finish_press(work: Work, panels: Panels, slug: Pending[Layout], expected: Format) -> None:
    """Make the file for the printer, whose slug lines may say more than could be known before."""
    printer = printer_of(work)
    if panels.form.grows and printer.spreads:
        panels = panels.on(as_spreads(panels.form, work.leaflet.paper_thickness))
    asked = slug if panels.form == expected else ask_slug(work, panels.form)
    finish_press(work, panels, asked.result())


def _finish_tiles(work: Work, panels: Panels) -> None:
    """Spread a poster over sheets of an office printer, if it is larger than one."""
    form, leaflet, paper = panels.form, work.leaflet, work.order.paper
    if form.kind != "poster" or stand(form.trim, paper).scale == 1:
        return
    key = work.typesetter.tiles_key(leaflet, form, work.setting, paper).result()
    finish = partial(finish_tiles, panels, key, leaflet.imprint, paper=paper)
    work.add(form, "-tiles.pdf", "tiles", partial(_tagged, work, finish, "tiles"))


def _finish_home(work: Work, panels: Panels, asked: Pending[Layout], expected: Format) -> None:
    """Make the sheet for an office printer, once more for one that prints one side only."""
    if panels.form.grows:
        panels = panels.on(as_spreads(panels.form, 0.0))
    how_to = (asked if panels.form == expected else ask_how_to(work, panels.form)).result()
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


def _formats_that_fit(work: Work, form: Format) -> list[str]:
    """Return the next larger formats that hold the text of one that does not."""
    others = [name for name in larger(form) if name not in work.leaflet.formats]
    fits = fit(work.leaflet, work.setting, work.typesetter, others) if others else []
    return [one.format for one in fits if one.fits]
