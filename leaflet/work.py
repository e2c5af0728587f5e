"""What is asked of a build, and one leaflet while it is worked on."""

import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from leaflet.model import Leaflet
from leaflet.problems import Problem, errors, waived
from leaflet.resources import Theme
from leaflet.specs.formats import Format
from leaflet.specs.office import DEFAULT_PAPER
from leaflet.store import Made
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels, Setting
from leaflet.typeset.typesetter import Pending, Typesetter


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait until something is done that must not stop in the middle.

    A library that is stopped while it is imported may take the whole program down with it.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of a build."""

    theme: Theme
    workshop: Path
    """Folder for what is not for people."""

    editions: frozenset[str]
    day: date | None = None
    """Date to write into the files, instead of the leaflet's own."""

    printer: str = ""
    """The print shop, instead of the leaflet's own."""

    no_marks: bool = False
    """Whether the file for the printer has trim and bleed alone."""

    paper: str = DEFAULT_PAPER
    """The paper of the office printer that the home edition is for."""

    today: date = date.min
    """The day of the checks."""


@dataclass(slots=True)
class Work:
    """One leaflet while it is built: files by name, how each was made, and what was found."""

    leaflet: Leaflet
    setting: Setting
    order: Order
    typesetter: Typesetter
    problems: list[Problem]
    files: dict[str, bytes] = field(default_factory=dict)
    made: list[Made] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether no error is known, so that a file may claim to keep a standard."""
        return not errors(self.problems)

    def tell(self, problems: Iterable[Problem]) -> None:
        """Add what was found; what its author has set aside counts as a note from here on."""
        self.problems += [waived(one, self.leaflet.waivers) for one in problems]

    def file(self, form: Format | None, ending: str) -> str:
        """Return the name of a file; those of the first format do not carry its name."""
        other = "" if form is None or form.name == self.leaflet.formats[0] else f"-{form.name}"
        return f"{self.leaflet.name}{other}{ending}"

    def add(
        self, form: Format | None, ending: str, edition: str, create: Callable[[], bytes]
    ) -> None:
        """Create a file and keep it until all are whole."""
        start = perf_counter()
        path = f"{self.leaflet.name}/{self.file(form, ending)}"
        self.files[path] = create()
        took = round((perf_counter() - start) * 1000)
        self.made.append(Made(path, form.name if form else None, edition, took))


@dataclass(frozen=True, slots=True)
class AskedFormat:
    """What is being laid out of one format; nothing for what no edition wants."""

    panels: Pending[Panels]
    slug: Pending[Layout] | None
    """The words of the slug lines, for the file for the printer."""

    home: Pending[Panels] | None
    how_to: Pending[Layout] | None
    """The page that tells how to print the home edition."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is being laid out of a leaflet; nothing for what no edition wants."""

    formats: tuple[AskedFormat, ...]
    large: Pending[Layout] | None
    web: Pending[str] | None


ONE_SIDED = "-home-one-sided.pdf"
"""Ending of the home edition for printers that print one side only."""

PRESS_EDITIONS = frozenset({"print", "proof", "plates", "report"})
"""Editions in inks, and what is told of them."""

PANEL_EDITIONS = PRESS_EDITIONS | {"home", "screen"}
"""Editions that are made from panels."""


def ask(work: Work, forms: Iterable[Format]) -> Asked:
    """Ask for all that the editions need, what takes longest to finish first."""
    editions = work.order.editions
    typesetter, leaflet, setting = work.typesetter, work.leaflet, work.setting
    return Asked(
        tuple(_ask(work, form) for form in forms if editions & PANEL_EDITIONS),
        typesetter.large(leaflet, setting) if "large" in editions else None,
        typesetter.web(leaflet, setting) if "web" in editions else None,
    )


def _ask(work: Work, form: Format) -> AskedFormat:
    editions = work.order.editions
    typesetter, leaflet, setting = work.typesetter, work.leaflet, work.setting
    home = "home" in editions
    inks = "black" if leaflet.black_alone else "CMYK"
    paper, other_file = work.order.paper, work.file(form, ONE_SIDED)
    return AskedFormat(
        typesetter.panels(leaflet, form, setting),
        typesetter.slug(leaflet, form, setting, inks) if editions & PRESS_EDITIONS else None,
        typesetter.home(leaflet, form, setting) if home else None,
        typesetter.how_to(leaflet, form, setting, paper, other_file) if home else None,
    )
