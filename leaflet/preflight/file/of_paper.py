"""Rules about ink, pictures, and the edges of the paper."""

from collections.abc import Iterator

from leaflet.pdf.events import Words
from leaflet.preflight.file.subject import FileSubject, Hit
from leaflet.preflight.on_plates import TOLERANCE
from leaflet.specs.paper import SAFE_ERROR
from leaflet.units import from_points

CLOSE_MM = 0.05
"""Millimetres by which a bleed may be short and be whole."""

TINY = 16
"""Pixels of the longer side up to which a picture is none, but a colour or a gradient (R0031)."""


def ink_limit(subject: FileSubject) -> Iterator[Hit]:
    """More ink than the paper takes."""
    limit = subject.ink_limit
    for number, seen in enumerate(subject.seen):
        if limit is not None and seen and seen.most > limit + TOLERANCE:
            yield Hit(
                f"There is up to {seen.most:.0f} % of ink, as a mean over squares of 15 mm; "
                f"{limit:.0f} % is the most.",
                number,
                seen.at,
            )


def ink_other(subject: FileSubject) -> Iterator[Hit]:
    """Ink on a plate that this way of printing does not have."""
    for number, seen in enumerate(subject.seen):
        for ink in sorted(seen.inks - subject.variant.inks) if seen else ():
            yield Hit(f"There is {ink} on the page, and the job is {subject.variant.says}.", number)


def ink_unknown(subject: FileSubject) -> Iterator[Hit]:
    """Ink that was not measured."""
    if not subject.seen:
        yield Hit("How much ink lies where could not be measured.")


def picture_soft(subject: FileSubject) -> Iterator[Hit]:
    """A picture with few pixels."""
    yield from _soft(subject, error=False)


def picture_coarse(subject: FileSubject) -> Iterator[Hit]:
    """A picture with far too few pixels."""
    yield from _soft(subject, error=True)


def _soft(subject: FileSubject, *, error: bool) -> Iterator[Hit]:
    for picture in subject.pictures:
        if max(picture.pixels) <= TINY or picture.ppi == float("inf"):
            continue
        limits = subject.variant.bit_ppi if picture.bits == 1 else subject.variant.ppi
        least, good = limits
        bad = picture.ppi < least
        if bad == error and picture.ppi < good:
            kind = "A picture of one bit" if picture.bits == 1 else "A picture"
            wanted = least if error else good
            yield Hit.at(
                picture.where,
                f"{kind} has {picture.ppi:.0f} pixels an inch; {wanted} is the least.",
            )


def bleed_missing(subject: FileSubject) -> Iterator[Hit]:
    """Art that ends at the trim."""
    for number, seen in enumerate(subject.seen):
        for edge, length in seen.bare if seen else ():
            yield Hit(
                f"{length:.0f} mm of art at the {edge} edge do not reach "
                f"{subject.printer.bleed:g} mm past the trim.",
                number,
            )


def safe_area(subject: FileSubject) -> Iterator[Hit]:
    """Text too near to a trim or a fold."""
    yield from _near(subject, SAFE_ERROR, subject.printer.safe)


def safe_cut(subject: FileSubject) -> Iterator[Hit]:
    """Words that may be cut off."""
    yield from _near(subject, -1e9, SAFE_ERROR)


def _near(subject: FileSubject, least: float, most: float) -> Iterator[Hit]:
    """Yield words whose distance from the cut lies between two numbers, in mm."""
    for event, paint, _ in subject.painted:
        if not isinstance(event, Words) or paint.white or event.text.isspace():
            continue
        cut, box = subject.page(event.where.page).boxes.cut, event.where.box
        gap = from_points(min(box[0] - cut[0], box[1] - cut[1], cut[2] - box[2], cut[3] - box[3]))
        if least <= gap < most - CLOSE_MM:
            yield Hit.at(event.where, f"Words stand nearer than {most:g} mm to the cut.")
