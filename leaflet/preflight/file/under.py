"""What lies under words and lines: a page in squares, each painted or not."""

from collections.abc import Iterator

from leaflet.pdf.document import DocumentFacts
from leaflet.pdf.events import Event, Path, Picture, Shade, Where
from leaflet.pdf.geometry import both

SQUARE_PT = 9.0
"""Side of a square in points: three millimetres, less than a line of small type."""

ENOUGH = 20_000
"""Paths that are looked at on a page; what is painted after so many hides what was before."""


class Under:
    """Knows where something was painted so far on the page that is looked at."""

    def __init__(self, facts: DocumentFacts) -> None:
        """Prepare for the events of one file, which are added one after the other."""
        self._facts = facts
        self._page = -1
        self._painted: set[tuple[int, int]] = set()
        self._taken = 0

    def add(self, event: Event) -> None:
        """Take what was painted."""
        if event.where.page != self._page:
            self._page, self._painted, self._taken = event.where.page, set(), 0
        if isinstance(event, Path):
            bar = bool(event.thin_pt) and event.thin_pt < SQUARE_PT
            if not event.fill or event.fill.white or bar:
                return
        elif not isinstance(event, (Picture, Shade)):
            return
        self._taken += 1
        if self._taken <= ENOUGH:
            self._painted.update(self._squares(event.where))

    def covered(self, where: Where) -> bool:
        """Say whether something lies under a place."""
        if where.page != self._page or not self._painted:
            return False
        return any(one in self._painted for one in self._squares(where))

    def _squares(self, where: Where) -> Iterator[tuple[int, int]]:
        left, low, right, top = both(where.box, self._facts.pages[where.page].boxes.painted)
        for x in range(int(left // SQUARE_PT), int(right // SQUARE_PT) + 1):
            for y in range(int(low // SQUARE_PT), int(top // SQUARE_PT) + 1):
                yield (x, y)
