"""What the rules for files judge, and what they find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from leaflet.pdf.document import DocumentFacts, PageFacts
from leaflet.pdf.events import Event, Paint, Path, Picture, Shade, Where, Words
from leaflet.pdf.geometry import PointBox, meet
from leaflet.preflight.file.seen import Seen
from leaflet.preflight.file.under import Under
from leaflet.specs.conditions import Condition
from leaflet.specs.printers import Printer
from leaflet.specs.variants import Variant

Coloured: TypeAlias = tuple[Path | Words, Paint, bool]
"""Words or a path with one of its colours, and whether that is the stroke's."""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a file was made to be, where that is known."""

    trims: tuple[PointBox, ...]
    """Where its first pages are cut, as their own points."""

    condition: Condition
    claimed: bool
    """Whether it was to say that it is PDF/X."""


@dataclass(frozen=True)
class FileSubject:
    """One file, and how it shall be printed."""

    facts: DocumentFacts
    events: tuple[Event, ...]
    """What touches trim or bleed; marks outside are nobody's business."""

    variant: Variant
    printer: Printer
    ink_limit: float | None = None
    """The most ink in per cent that paper and print shop take; nothing for no limit."""

    seen: tuple[Seen | None, ...] = ()
    """What the plates of each page show; none where nobody could look."""

    expected: Expected | None = None

    def page(self, number: int) -> PageFacts:
        """Return what a page says of itself."""
        return self.facts.pages[number]

    def of(self, *kinds: type[Event]) -> Iterator[Event]:
        """Yield the events of some kinds."""
        return (event for event in self.events if isinstance(event, kinds))

    @cached_property
    def painted(self) -> Sequence[Coloured]:
        """Words and paths with each of their colours."""
        return [
            (event, paint, stroke)
            for event in self.events
            if isinstance(event, (Path, Words))
            for paint, stroke in ((event.fill, False), (event.stroke, True))
            if paint
        ]

    @cached_property
    def over_something(self) -> Sequence[Coloured]:
        """Words and paths that lie on something else, with each of their colours."""
        under = Under(self.facts)
        found: list[Coloured] = []
        for event in self.events:
            if isinstance(event, (Path, Words)):
                paints = [(event.fill, False), (event.stroke, True)]
                if any(paint for paint, _ in paints) and under.covered(event.where):
                    found += [(event, paint, stroke) for paint, stroke in paints if paint]
            under.add(event)
        return found

    @cached_property
    def pictures(self) -> Sequence[Picture]:
        """The pictures that are printed."""
        return [one for one in self.events if isinstance(one, Picture)]

    @cached_property
    def shades(self) -> Sequence[Shade]:
        """The gradients that are printed."""
        return [one for one in self.events if isinstance(one, Shade)]


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule found."""

    what: str
    """A sentence; the same sentence on the same page is told once, with how often it is true."""

    page: int | None = None
    box: PointBox | None = None

    @classmethod
    def at(cls, where: Where, what: str) -> "Hit":
        """Return a finding where something is painted."""
        return cls(what, where.page, where.box)


def printed(facts: DocumentFacts, events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events that touch what is printed: trim and bleed."""
    areas = [page.boxes.painted for page in facts.pages]
    return tuple(one for one in events if meet(one.where.box, areas[one.where.page]))


def things(event: Path | Words) -> str:
    """Return what something is, as a message begins."""
    return "Words" if isinstance(event, Words) else "Areas or lines"


def width_of(event: Path, *, stroke: bool) -> float:
    """Return how wide a line is; endless for an area."""
    if stroke:
        return event.width_pt
    return event.thin_pt or float("inf")
