"""What the rules for files judge, and what they find."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from leaflet.pdf.document import DocumentFacts, PageFacts
from leaflet.pdf.events import Event, Paint, Path, Picture, Shade, Where, Words
from leaflet.pdf.geometry import PointBox, inside, meet
from leaflet.specs.printers import Printer
from leaflet.specs.variants import Variant


@dataclass(frozen=True, slots=True)
class Ink:
    """How much ink lies on a page."""

    most: float
    """Per cent, as a mean over squares of 15 mm."""

    at: PointBox
    """Where that is, as the page's own points."""

    limit: float


@dataclass(frozen=True, slots=True)
class FileSubject:
    """One file, and how it shall be printed."""

    facts: DocumentFacts
    events: tuple[Event, ...]
    variant: Variant
    printer: Printer
    inks: tuple[Ink | None, ...] = ()
    """The ink on each page; nothing where it was not measured."""

    bare: frozenset[int] = frozenset()
    """Pages whose art ends at the trim, as their plates show it."""

    areas: dict[int, list[PointBox]] = field(default_factory=dict)
    """What is printed of each page: trim and bleed; filled by `printed`."""

    def page(self, number: int) -> PageFacts:
        """Return what a page says of itself."""
        return self.facts.pages[number]

    def printed(self, where: Where) -> bool:
        """Say whether something touches what is printed; marks outside the bleed do not."""
        return meet(where.box, self.page(where.page).boxes.painted)

    def within(self, where: Where) -> bool:
        """Say whether something lies wholly inside what is printed."""
        return inside(where.box, self.page(where.page).boxes.painted)

    def of(self, *kinds: type[Event]) -> Iterator[Event]:
        """Yield the events of some kinds that touch what is printed."""
        for event in self.events:
            if isinstance(event, kinds) and self.printed(event.where):
                yield event

    def painted(self) -> Iterator[tuple[Path | Words, Paint, bool]]:
        """Yield words and paths with each of their colours, and whether it is the stroke's."""
        for event in self.of(Path, Words):
            assert isinstance(event, (Path, Words))  # noqa: S101 - `of` yields these kinds
            if event.fill:
                yield event, event.fill, False
            if event.stroke:
                yield event, event.stroke, True

    def pictures(self) -> Iterator[Picture]:
        """Yield the pictures that are printed."""
        for event in self.of(Picture):
            assert isinstance(event, Picture)  # noqa: S101 - as above
            yield event

    def shades(self) -> Iterator[Shade]:
        """Yield the gradients that are printed."""
        for event in self.of(Shade):
            assert isinstance(event, Shade)  # noqa: S101 - as above
            yield event


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
