"""Rules about what a file says of itself: claim, boxes, fonts, and what acts."""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

from leaflet.pdf.document import HEADER, Intent, PageFacts
from leaflet.pdf.events import Fault, Transfer
from leaflet.pdf.geometry import PointBox, inside, meet
from leaflet.preflight.file.claims import OLDEST_WITH
from leaflet.preflight.file.subject import FileSubject, Hit
from leaflet.specs.conditions import Condition
from leaflet.units import from_points, points

CLOSE = 0.1
"""Points by which two boxes may differ and be one."""

EXACT = points(0.01)
"""Points by which the trim of a file of our own may miss its place."""

CLOSE_MM = 0.05
"""Millimetres by which a bleed may be short and be whole."""

X4_VERSION = "1.6"
"""The oldest version that PDF/X-4 goes with."""


def file_claim(subject: FileSubject) -> Iterator[Hit]:
    """A file that does not say that it is PDF/X."""
    claim, expected = subject.facts.claim, subject.expected
    if not claim and expected and not expected.claimed:
        return
    if not claim:
        yield Hit("The file does not say that it is PDF/X.")
    elif not claim.startswith(("PDF/X-1", "PDF/X-3", "PDF/X-4")):
        yield Hit(f'The file says that it is "{claim}", which is none of PDF/X-1a, X-3 and X-4.')


def file_version(subject: FileSubject) -> Iterator[Hit]:
    """A version that does not go with the claim."""
    claim, version = subject.facts.claim, subject.facts.version
    newest = OLDEST_WITH.get(claim)
    if newest and version > newest:
        yield Hit(
            f"The file says that it is {claim}, which is at most PDF {newest}; it is {version}."
        )
    if claim.startswith("PDF/X-4") and version < X4_VERSION:
        yield Hit(f"PDF/X-4 is PDF {X4_VERSION} or newer; this file says so and is {version}.")


def file_encrypted(subject: FileSubject) -> Iterator[Hit]:
    """A protected file."""
    if subject.facts.encrypted:
        yield Hit("The file is protected: a printer's programs cannot work with it.")


def file_intent(subject: FileSubject) -> Iterator[Hit]:
    """No printing condition, or a wrong one."""
    intents = subject.facts.intents
    if not intents:
        yield Hit("The file does not say for which printing condition it was made.")
    elif len(intents) > 1:
        yield Hit(f"The file names {len(intents)} printing conditions.")
    for one in intents:
        if not one.parts and (not one.registry or subject.facts.claim.startswith("PDF/X-4")):
            yield Hit(
                f'The profile of the printing condition "{one.condition}" is not in the file.'
            )
        elif one.parts and one.parts != 4:  # noqa: PLR2004 - cyan, magenta, yellow, black
            yield Hit(f'The printing condition "{one.condition}" is not one of four inks.')
        elif one.parts and one.kind != "prtr":
            yield Hit(f'The profile of the printing condition "{one.condition}" is no printer\'s.')
        elif subject.expected:
            yield from _other_condition(one, subject.expected.condition)


def _other_condition(intent: Intent, wanted: Condition) -> Iterator[Hit]:
    if intent.condition != wanted.name:
        yield Hit(f'The printing condition is "{intent.condition}", not "{wanted.name}".')
    elif intent.header != profile_header(wanted.profile):
        yield Hit(f'The profile is not that of the printing condition "{wanted.name}".')


@cache
def profile_header(profile: Path) -> bytes:
    """Return how a profile begins, which tells it from every other."""
    with profile.open("rb") as file:
        return file.read(HEADER)


def file_data(subject: FileSubject) -> Iterator[Hit]:
    """A file that does not say what PDF/X wants to know."""
    facts = subject.facts
    if facts.trapped not in ("True", "False"):
        yield Hit("The file does not say whether it is trapped.")
    if not facts.titled:
        yield Hit("The file has no title.")
    if not facts.dated:
        yield Hit("The file does not say when it was made and changed.")
    if not facts.identified:
        yield Hit("The file has no ID.")


def file_acts(subject: FileSubject) -> Iterator[Hit]:
    """A file that acts by itself."""
    for one in subject.facts.acts:
        yield Hit(f"The file acts by itself: it holds {one.removeprefix('/')}.")


def file_forbidden(subject: FileSubject) -> Iterator[Hit]:
    """Something that PDF/X forbids."""
    if subject.facts.lzw:
        yield Hit("Something in the file is packed with LZW.")
    if subject.facts.postscript:
        yield Hit("The file holds a piece of PostScript.")
    for event in subject.of(Transfer):
        yield Hit.at(event.where, "A curve changes the inks on their way to the plate.")


def file_layers(subject: FileSubject) -> Iterator[Hit]:
    """Layers that may print or not."""
    if subject.facts.layers and subject.facts.claim in OLDEST_WITH:
        yield Hit(f"The file has layers, which {subject.facts.claim} does not know.")
    if subject.facts.hidden_layers:
        yield Hit(f"{subject.facts.hidden_layers} of the file's layers are hidden.")


def file_unreadable(subject: FileSubject) -> Iterator[Hit]:
    """Part of a page that cannot be read."""
    for event in subject.of(Fault):
        assert isinstance(event, Fault)  # noqa: S101 - `of` yields this kind
        yield Hit.at(event.where, f"Part of the page cannot be read: {event.what}.")


def box_trim(subject: FileSubject) -> Iterator[Hit]:
    """A page that does not say where it is cut."""
    for number, page in enumerate(subject.facts.pages):
        boxes = page.boxes
        if boxes.trim is None and boxes.art is None:
            yield Hit("The page does not say where it is cut: it has no TrimBox.", number)
        if boxes.trim is not None and boxes.art is not None:
            yield Hit(
                "The page says twice where it is cut: it has a TrimBox and an ArtBox.", number
            )
        if not inside(boxes.cut, boxes.painted, slack=CLOSE):
            yield Hit("The trim lies outside the bleed.", number)
        if not inside(boxes.painted, boxes.media, slack=CLOSE):
            yield Hit("The bleed lies outside the page.", number)
    if subject.expected:
        yield from _moved_trims(subject.facts.pages, subject.expected.trims)


def _moved_trims(pages: Sequence[PageFacts], trims: Sequence[PointBox]) -> Iterator[Hit]:
    if len(pages) < len(trims):
        yield Hit(f"The file has {len(pages)} pages and not {len(trims)}.")
    for number, (page, trim) in enumerate(zip(pages, trims, strict=False)):
        found = page.boxes.trim
        if found is None or not all(abs(a - b) < EXACT for a, b in zip(found, trim, strict=True)):
            yield Hit("The page is not cut where its format says.", number)


def box_crop(subject: FileSubject) -> Iterator[Hit]:
    """A page that was cropped."""
    for number, page in enumerate(subject.facts.pages):
        crop = page.boxes.crop
        if crop and not (inside(crop, page.boxes.media) and inside(page.boxes.media, crop)):
            yield Hit("The CropBox is not the whole page.", number)


def box_unequal(subject: FileSubject) -> Iterator[Hit]:
    """Pages of different sizes."""
    sizes = [_size(page.boxes.cut) for page in subject.facts.pages]
    for number, size in enumerate(sizes):
        if any(abs(a - b) > CLOSE for a, b in zip(size, sizes[0], strict=True)):
            wide, high = (from_points(one) for one in size)
            first = " x ".join(f"{from_points(one):.0f}" for one in sizes[0])
            yield Hit(
                f"The page is {wide:.0f} x {high:.0f} mm after cutting, the first one {first} mm.",
                number,
            )
        if subject.page(number).turned:
            yield Hit("The page is shown turned.", number)


def _size(box: PointBox) -> tuple[float, float]:
    return (box[2] - box[0], box[3] - box[1])


def box_unit(subject: FileSubject) -> Iterator[Hit]:
    """A page that counts in its own units."""
    for number, page in enumerate(subject.facts.pages):
        if page.user_unit != 1:
            yield Hit(f"The page counts in units of {page.user_unit:g} points.", number)


def box_bleed(subject: FileSubject) -> Iterator[Hit]:
    """Too little bleed."""
    wanted = subject.printer.bleed
    for number, page in enumerate(subject.facts.pages):
        cut, painted = page.boxes.cut, page.boxes.painted
        sides = (
            cut[0] - painted[0],
            cut[1] - painted[1],
            painted[2] - cut[2],
            painted[3] - cut[3],
        )
        least = from_points(min(sides))
        if least < wanted - CLOSE_MM:
            yield Hit(
                f"The page has {max(least, 0):.1f} mm of bleed; {wanted:g} mm are needed.", number
            )


def page_empty(subject: FileSubject) -> Iterator[Hit]:
    """A page without ink."""
    inked = {event.where.page for event, paint, _ in subject.painted if not paint.white}
    inked |= {picture.where.page for picture in subject.pictures}
    inked |= {shade.where.page for shade in subject.shades}
    for number in range(len(subject.facts.pages)):
        if number not in inked:
            yield Hit("Nothing is printed on the page.", number)


def annotation_inside(subject: FileSubject) -> Iterator[Hit]:
    """Something to click on what is printed."""
    for number, page in enumerate(subject.facts.pages):
        for kind, box in page.annotations:
            if kind not in ("PrinterMark", "TrapNet", "Popup") and meet(box, page.boxes.painted):
                what = "A link" if kind == "Link" else f"Something to click ({kind})"
                yield Hit(f"{what} lies on what is printed.", number, box)


def font_absent(subject: FileSubject) -> Iterator[Hit]:
    """A font that is not in the file."""
    for font in subject.facts.fonts:
        if not font.embedded:
            yield Hit(f'The font "{font.name}" is not in the file.')


def font_courier(subject: FileSubject) -> Iterator[Hit]:
    """A font that often stands in for another."""
    for font in subject.facts.fonts:
        if font.name == "Courier":
            yield Hit('The font "Courier" is used, which often stands in for one that was missing.')
