"""What layout is asked with, and the panels that it hands back: data that can be pickled."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from leaflet.model import Leaflet, Part, walk
from leaflet.resources import Theme
from leaflet.specs.formats import PINS, Format
from leaflet.typeset.layout import FLOW, Layout, PageLayout

FIXED_DAY = date(2000, 1, 1)
"""The date in files of a leaflet without one: the same source gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What every way of setting needs beside the leaflet."""

    theme: Theme
    workshop: Path
    """Folder for the list of fonts and its cache."""

    day: date | None = None
    """Date to write into the files; else the leaflet's version date, else a fixed day."""

    errors: bool = False
    """Whether errors are known, so that each page of a final leaflet carries the band that
    says so."""


@dataclass(frozen=True, slots=True)
class Panels:
    """A leaflet laid out in one format."""

    form: Format
    layout: Layout
    """The pages as they are shown; what does not fit stands on further pages."""

    trial: Layout
    """The pages as they were measured; the page past the last one holds all that is left."""

    flow_panels: tuple[str, ...]
    """The panels that text flows through, in reading order."""

    strangers: tuple[Part, ...]
    """Panels pinned in the text, breaks and backdrops that this format does not have."""

    under: Layout | None = None
    """Art that runs across folds: one page a side, as large as the sheet with its bleed, in the
    order of the format's sides; nothing where there is none."""

    def room(self, group: str) -> int:
        """Return how many panels a group of pages has."""
        return len(self.flow_panels) if group == FLOW else 1

    def past(self, group: str) -> list[PageLayout]:
        """Return the pages of the trial that are past a group's last panel, if words are."""
        room = self.room(group)
        past = [page for page in self.trial.group(group) if page.number >= room]
        return past if any(page.words for page in past) else []

    def pages_of(self, panel: str) -> list[int]:
        """Return the numbers of the pages of a panel, from 0: its own, then what did not fit.

        What is left of the flow counts as the last flow panel's.
        """
        if panel not in self.flow_panels:
            return [n for n, page in enumerate(self.layout.pages) if page.group == panel]
        flow = [n for n, page in enumerate(self.layout.pages) if page.group == FLOW]
        at = self.flow_panels.index(panel)
        return flow[at:] if panel == self.flow_panels[-1] else flow[at : at + 1]

    def reading_order(self) -> list[int]:
        """Return the numbers of all pages, from 0, in the order in which they are read."""
        order = [page for name in self.form.reading for page in self.pages_of(name)]
        return [*order, *(n for n in range(len(self.layout.pages)) if n not in order)]

    def labels(self) -> list[str]:
        """Return the panel's name for each page in reading order."""
        names = {page: name for name in self.form.reading for page in self.pages_of(name)}
        return [names.get(page, "does not fit") for page in self.reading_order()]


def strangers_in_line(leaflet: Leaflet) -> list[Part]:
    """Return the pins and breaks that an edition without panels lays in place."""
    names = {*PINS, "new-panel"}
    return [one for one in walk(leaflet.pieces) if isinstance(one, Part) and one.name in names]
