"""Rules about overprint: what vanishes, and what shows paper round black letters."""

from collections.abc import Iterator

from leaflet.pdf.events import Paint, Path, Words
from leaflet.preflight.file.subject import FileSubject, Hit, things, width_of

SMALL_BLACK_PT = 12
"""Black words below this size overprint what lies under them (R0009)."""

THIN_BLACK_PT = 2
"""Black lines below this width do, too (R0010)."""


def overprint_white_words(subject: FileSubject) -> Iterator[Hit]:
    """White words that vanish."""
    for event, paint, _ in subject.painted:
        if isinstance(event, Words) and _white_over(paint):
            yield Hit.at(event.where, "White words overprint: they will not be seen.")


def overprint_white_area(subject: FileSubject) -> Iterator[Hit]:
    """White areas that vanish."""
    for event, paint, _ in subject.painted:
        if isinstance(event, Path) and _white_over(paint):
            yield Hit.at(event.where, "A white area or line overprints: it will not be seen.")


def _white_over(paint: Paint) -> bool:
    inked = paint.space.family in ("DeviceCMYK", "ICCBased", "Separation", "DeviceN")
    spares = paint.mode == 1 or paint.space.family in ("Separation", "DeviceN")
    return paint.overprint and paint.white and inked and spares


def overprint_missing(subject: FileSubject) -> Iterator[Hit]:
    """Black words or lines that do not overprint."""
    for event, paint, stroke in subject.over_something:
        if not paint.black or paint.space.family == "DeviceGray" or _spares(paint):
            continue
        if isinstance(event, Words) and event.size_pt < SMALL_BLACK_PT - 0.01:
            yield Hit.at(
                event.where,
                "Small black words take out what lies under them, and do not overprint it.",
            )
        elif isinstance(event, Path) and width_of(event, stroke=stroke) < THIN_BLACK_PT:
            yield Hit.at(
                event.where,
                "Thin black lines take out what lies under them, and do not overprint it.",
            )


def _spares(paint: Paint) -> bool:
    return paint.overprint and (paint.mode == 1 or paint.space.family != "DeviceCMYK")


def grey_small(subject: FileSubject) -> Iterator[Hit]:
    """Small grey words or lines on something."""
    for event, paint, stroke in subject.over_something:
        if paint.space.family != "DeviceGray" or paint.white:
            continue
        if isinstance(event, Words) and event.size_pt < SMALL_BLACK_PT - 0.01:
            yield Hit.at(
                event.where, "Small words in DeviceGray lie on something: they cannot overprint it."
            )
        elif isinstance(event, Path) and width_of(event, stroke=stroke) < THIN_BLACK_PT:
            yield Hit.at(
                event.where, "Thin lines in DeviceGray lie on something: they cannot overprint it."
            )


def overprint_grey(subject: FileSubject) -> Iterator[Hit]:
    """Grey that is told to overprint."""
    for event, paint, _ in subject.painted:
        if paint.overprint and paint.space.family == "DeviceGray":
            yield Hit.at(
                event.where,
                f"{things(event)} in DeviceGray are told to overprint, which presses do in "
                f"different ways.",
            )
