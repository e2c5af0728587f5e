"""Rules about words and lines that are too small, too thin, or of too much ink."""

from collections.abc import Callable, Iterator

from leaflet.pdf.events import Paint, Path, Words
from leaflet.preflight.file.subject import FileSubject, Hit, width_of

RICH_BLACK = 0.85
"""Share of black ink from which on words are black (R0015)."""


def words_rich(subject: FileSubject) -> Iterator[Hit]:
    """Black words of too much ink."""
    for event, paint, _ in subject.painted:
        inks = paint.inks
        words = isinstance(event, Words) and inks and not paint.space.registration
        if words and inks and inks[3] >= RICH_BLACK and sum(inks) > subject.variant.rich:
            yield Hit.at(event.where, f"Black words of {sum(inks):.0%} of ink.")


def words_white(subject: FileSubject) -> Iterator[Hit]:
    """Small white words."""
    least = subject.variant.white_pt
    for event, paint, _ in subject.over_something:
        if isinstance(event, Words) and paint.white and event.size_pt < least - 0.01:
            yield Hit.at(
                event.where, f"White words of {event.size_pt:.1f} pt; {least:g} pt is the least."
            )


def words_inks(subject: FileSubject) -> Iterator[Hit]:
    """Small words of several inks."""
    least = subject.variant.inks_pt
    for event, paint, _ in subject.painted:
        if isinstance(event, Words) and paint.count > 1 and event.size_pt < least - 0.01:
            yield Hit.at(
                event.where,
                f"Words of {paint.count} inks and {event.size_pt:.1f} pt; {least:g} pt is the "
                f"least.",
            )


def line_white(subject: FileSubject) -> Iterator[Hit]:
    """White lines too thin to stay open."""
    yield from _thin_lines(subject, "White lines", lambda paint: paint.white)


def line_inks(subject: FileSubject) -> Iterator[Hit]:
    """Thin lines of several inks."""
    yield from _thin_lines(subject, "Lines of several inks", lambda paint: paint.count > 1)


def line_hair(subject: FileSubject) -> Iterator[Hit]:
    """Lines too thin to print."""
    yield from _thin_lines(subject, "Lines", lambda paint: not paint.white and paint.count <= 1)


def _thin_lines(subject: FileSubject, what: str, wanted: Callable[[Paint], bool]) -> Iterator[Hit]:
    least = subject.variant.line_pt
    for event, paint, stroke in subject.painted:
        if not isinstance(event, Path) or not wanted(paint):
            continue
        width = width_of(event, stroke=stroke)
        if width < least - 0.005:
            yield Hit.at(event.where, f"{what} are {width:.2f} pt thin; {least:g} pt is the least.")
