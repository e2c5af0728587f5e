"""What lies under words and lines: a page in squares, each painted or not."""

from collections.abc import Iterator, Sequence

from leaflet.pdf.events import Event, Paint, Path, Picture, Shade, Where, Words
from leaflet.pdf.geometry import both
from leaflet.preflight.file.subject import FileSubject

SQUARE_PT = 9.0
"""Side of a square in points: three millimetres, less than a line of small type."""

ENOUGH = 20_000
"""Paths that are looked at on a page; what is painted after so many hides what was before."""


class Under:
    """Knows where something was painted so far on the page that is looked at."""

    def __init__(self, subject: FileSubject) -> None:
        """Prepare for the events of one file, which are added one after the other."""
        self._subject = subject
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
        left, low, right, top = both(where.box, self._subject.page(where.page).boxes.painted)
        for x in range(int(left // SQUARE_PT), int(right // SQUARE_PT) + 1):
            for y in range(int(low // SQUARE_PT), int(top // SQUARE_PT) + 1):
                yield (x, y)


def over_something(subject: FileSubject) -> Sequence[tuple[Path | Words, Paint, bool]]:
    """Return words and lines that lie on something else, with each of their colours."""
    if subject.lying:
        return subject.lying
    under = Under(subject)
    for event in subject.events:
        if isinstance(event, (Path, Words)):
            paints = [(event.fill, False), (event.stroke, True)]
            if any(paint for paint, _ in paints) and under.covered(event.where):
                subject.lying.extend((event, paint, stroke) for paint, stroke in paints if paint)
        under.add(event)
    return subject.lying
