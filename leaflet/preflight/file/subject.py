"""What the rules for files judge, and what they find."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from leaflet.pdf.document import DocumentFacts, PageFacts
from leaflet.pdf.events import Event, Paint, Path, Picture, Shade, Where, Words
from leaflet.pdf.geometry import PointBox, meet
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
    """What touches trim or bleed; marks outside are nobody's business."""

    variant: Variant
    printer: Printer
    inks: tuple[Ink | None, ...] = ()
    """The ink on each page; nothing where it was not measured."""

    bare: frozenset[int] = frozenset()
    """Pages whose art ends at the trim, as their plates show it."""

    colours: list[tuple[Path | Words, Paint, bool]] = field(default_factory=list)
    """Words and paths with each of their colours; filled when first asked for."""

    lying: list[tuple[Path | Words, Paint, bool]] = field(default_factory=list)
    """Those of them that lie on something else; filled when first asked for."""

    def page(self, number: int) -> PageFacts:
        """Return what a page says of itself."""
        return self.facts.pages[number]

    def of(self, *kinds: type[Event]) -> Iterator[Event]:
        """Yield the events of some kinds."""
        return (event for event in self.events if isinstance(event, kinds))

    def painted(self) -> Sequence[tuple[Path | Words, Paint, bool]]:
        """Return words and paths with each of their colours, and whether it is the stroke's."""
        if not self.colours:
            for event in self.events:
                if isinstance(event, (Path, Words)):
                    if event.fill:
                        self.colours.append((event, event.fill, False))
                    if event.stroke:
                        self.colours.append((event, event.stroke, True))
        return self.colours

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
