"""What layout is asked with, and the panels that it hands back: data that can be pickled."""

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

from leaflet.model import Leaflet, Part, walk
from leaflet.resources import Theme
from leaflet.specs.format import Format, Frame
from leaflet.specs.formats import PINS
from leaflet.typeset.layout import FLOW, Layout, PageLayout
from leaflet.typeset.slots import Marking

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

    marking: Marking | None = None
    """What many records shall be set from, if they are."""


@dataclass(frozen=True)
class Panels:
    """A leaflet laid out in one format."""

    form: Format
    layout: Layout
    """The pages as they are shown; what does not fit stands on further pages."""

    trial: Layout
    """The pages as they were measured; the page past the last one holds all that is left."""

    flow: tuple[Frame, ...]
    """The frames that text flows through, in reading order."""

    strangers: tuple[Part, ...]
    """Panels pinned in the text, breaks and backdrops that this format does not have."""

    under: Layout | None = None
    """Art that runs across folds: one page a side, as large as the sheet with its bleed, in the
    order of the format's sides; nothing where there is none."""

    def on(self, form: Format) -> "Panels":
        """Return the same pages on other sheets: those of a booklet beside each other."""
        return replace(self, form=form)

    def room(self, group: str) -> int:
        """Return how many frames a group of pages has."""
        return len(self.flow) if group == FLOW else 1

    def past(self, group: str) -> list[PageLayout]:
        """Return the pages of the trial that are past a group's last frame, if words are."""
        room = self.room(group)
        past = [page for page in self.trial.group(group) if page.number >= room]
        return past if any(page.words for page in past) else []

    @cached_property
    def frames(self) -> tuple[Frame, ...]:
        """Return every frame in reading order: columns where text flows, else whole panels."""
        flowing = {frame.panel.name for frame in self.flow}
        return tuple(
            frame
            for panel in map(self.form.panel, self.form.reading)
            for frame in (panel.columns() if panel.name in flowing else (panel.whole(),))
        )

    @cached_property
    def _numbers(self) -> dict[str, int]:
        """Number of the page of each frame by the frame's name."""
        pages = {(page.group, page.number): at for at, page in enumerate(self.layout.pages)}
        flow = {frame.name: number for number, frame in enumerate(self.flow)}
        keys = (
            (name, (FLOW, flow[name]) if name in flow else (name, 0))
            for name in (frame.name for frame in self.frames)
        )
        return {name: pages[key] for name, key in keys if key in pages}

    @cached_property
    def _frames(self) -> dict[int, Frame]:
        """The frame of each page by the page's number."""
        return {self._numbers[one.name]: one for one in self.frames if one.name in self._numbers}

    def page_of(self, frame: Frame) -> int:
        """Return the number of a frame's page, from 0."""
        return self._numbers[frame.name]

    def page_in(self, frame: Frame) -> PageLayout:
        """Return what was laid out in a frame."""
        return self.layout.pages[self.page_of(frame)]

    def frame_of(self, page: int) -> Frame | None:
        """Return the frame of a page of the layout; nothing for what does not fit."""
        return self._frames.get(page)

    def left_of(self, page: int) -> float:
        """Return how far from the left edge of its panel a page of the layout begins, in mm."""
        frame = self.frame_of(page)
        return frame.left if frame else 0.0

    def columns_before(self, page: int) -> int:
        """Return how many pages up to this one are no first frame of their panel."""
        order = self.reading_order()
        frames = map(self.frame_of, order[: order.index(page) + 1])
        return sum(frame.number > 0 for frame in frames if frame)

    @cached_property
    def _on_panels(self) -> dict[str, list[Frame]]:
        found: dict[str, list[Frame]] = {}
        for frame in self.frames:
            found.setdefault(frame.panel.name, []).append(frame)
        return found

    def on_panel(self, name: str) -> list[Frame]:
        """Return the frames of one panel, from left to right."""
        return self._on_panels[name]

    def further(self, panel: str) -> list[int]:
        """Return the numbers of the pages that a panel does not hold, from 0.

        What is left of the flow counts as the last flow panel's.
        """
        group, room = panel, 1
        if self.flow and self.flow[-1].panel.name == panel:
            group, room = FLOW, len(self.flow)
        return [
            at
            for at, page in enumerate(self.layout.pages)
            if page.group == group and page.number >= room
        ]

    def pages_of(self, panel: str) -> list[int]:
        """Return the numbers of the pages of a panel, from 0: its own, then what did not fit."""
        return [*map(self.page_of, self.on_panel(panel)), *self.further(panel)]

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
