"""What the checks of the layout judge."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leaflet.model import Leaflet
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.paper import SAFE_WARNING
from leaflet.typeset.layout import Layout, PageLayout, Placed
from leaflet.typeset.panels import Panels

TOLERANCE = 0.05
"""Rounding in mm of one layout and the next."""

WORDS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Subject:
    """What is judged: one edition of one leaflet as laid out."""

    leaflet: Leaflet
    layout: Layout
    order: tuple[int, ...]
    """Numbers of its pages, from 0, in the order in which they are read."""

    edition: str | None = None
    panels: Panels | None = None
    safe: float = SAFE_WARNING
    """How far words keep from trim and folds, in mm, for the print shop."""

    formats_that_fit: Callable[[], list[str]] = list
    """Finds, when asked, the other formats that would hold the text."""

    def problem(  # noqa: PLR0913 - everything is named, and most of it optional
        self,
        code: str,
        severity: Severity,
        message: str,
        hint: str,
        *,
        line: int | None = None,
        page: int | None = None,
        placed: Placed | None = None,
    ) -> Problem:
        """Return a problem of this edition; `page` is its number in the layout, from 0."""
        at = self.order.index(page) if page is not None else None
        panel, moved = None, 0.0
        if self.panels and page is not None and at is not None:
            panel = self.panels.labels()[at]
            at -= self.panels.columns_before(page)
            moved = self.panels.left_of(page)
        return Problem(
            code=code,
            severity=severity,
            message=message,
            hint=hint,
            place=Place(self.leaflet.place.file, line or self.leaflet.place.line),
            format=self.panels.form.name if self.panels else None,
            edition=self.edition,
            panel=panel,
            page=at + 1 if at is not None else None,
            box_mm=(
                round(placed.left + moved, 2),
                round(placed.top, 2),
                round(placed.width, 2),
                round(placed.height, 2),
            )
            if placed
            else None,
        )

    @property
    def where(self) -> str:
        """Return words for an edition in which sizes are others; none for panels."""
        return f" in the {self.edition} edition" if self.edition else ""

    @property
    def room(self) -> str:
        """Return the word for what text stands in."""
        return f"page in the {self.edition} edition" if self.edition else "panel"

    def pages(self) -> Iterator[tuple[int, PageLayout]]:
        """Yield the pages with their numbers in the layout, in reading order."""
        return ((number, self.layout.pages[number]) for number in self.order)


Check = Callable[[Subject], Iterator[Problem]]
"""A check: it takes what is judged and yields what is wrong."""


def short(words: str) -> str:
    """Return words as a message quotes them."""
    words = " ".join(words.split())
    return words if len(words) <= WORDS_SHOWN else f"{words[: WORDS_SHOWN - 1]}…"
