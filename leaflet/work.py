"""What is asked of a build, and one leaflet while it is worked on."""

import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from time import perf_counter

from leaflet.hands import Pending
from leaflet.model import Leaflet
from leaflet.problems import Problem, errors, waived
from leaflet.resources import Theme
from leaflet.specs.format import Format
from leaflet.specs.office import DEFAULT_PAPER
from leaflet.store import Made
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels, Setting
from leaflet.typeset.slots import Marking
from leaflet.typeset.typesetter import Typesetter


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

    record: Mapping[str, str] = field(default_factory=dict)
    """The values of the record that it is made for; none in a plain build."""

    marking: Marking | None = None
    """What many records shall be set from, if they are."""


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

    form: Format
    """The format as it is before anything is laid out: a flyer has two sides."""

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
    large: Mapping[str, Pending[Layout]]
    """Large print by the name of the edition."""

    web: Pending[str] | None
    text: Pending[str] | None


ONE_SIDED = "-home-one-sided.pdf"
"""Ending of the home edition for printers that print one side only."""

LARGE_EDITIONS = ("large", "large-16", "large-24")
"""Large print of 18, 16 and 24 pt; the sizes stand in the tokens. 16 pt is the least that is called
so (UKAAF G003), 24 pt is called giant print."""

PRESS_EDITIONS = frozenset({"print", "n-up", "proof", "plates", "report", "riso"})
"""Editions in inks, and what is told of them."""

PANEL_EDITIONS = PRESS_EDITIONS | {"home", "screen", "tiles"}
"""Editions that are made from panels."""


def ask(work: Work, forms: Iterable[Format]) -> Asked:
    """Ask for all that the editions need, what takes longest to finish first."""
    editions = work.order.editions
    typesetter, leaflet, setting = work.typesetter, work.leaflet, work.setting
    return Asked(
        tuple(_ask(work, form) for form in forms if editions & PANEL_EDITIONS),
        {
            name: typesetter.large(leaflet, setting, name)
            for name in LARGE_EDITIONS
            if name in editions
        },
        typesetter.web(leaflet, setting) if "web" in editions else None,
        typesetter.text(leaflet, setting) if "text" in editions else None,
    )


def _ask(work: Work, form: Format) -> AskedFormat:
    editions = work.order.editions
    typesetter, leaflet, setting = work.typesetter, work.leaflet, work.setting
    home = "home" in editions
    return AskedFormat(
        form,
        typesetter.panels(leaflet, form, setting),
        ask_slug(work, form) if editions & PRESS_EDITIONS else None,
        typesetter.home(leaflet, form, setting) if home else None,
        ask_how_to(work, form) if home else None,
    )


def ask_slug(work: Work, form: Format) -> Pending[Layout]:
    """Ask for the slug lines of a format."""
    few = work.leaflet.few_inks
    inks = " + ".join(few.names) if few else "CMYK"
    return work.typesetter.slug(work.leaflet, form, work.setting, inks)


def ask_how_to(work: Work, form: Format) -> Pending[Layout]:
    """Ask for the page that tells how to print a format at home."""
    paper, other_file = work.order.paper, work.file(form, ONE_SIDED)
    return work.typesetter.how_to(work.leaflet, form, work.setting, paper, other_file)
