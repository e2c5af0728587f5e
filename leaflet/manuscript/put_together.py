"""From front matter, text and facts to one frozen leaflet."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from leaflet.manuscript.facts import Brand, Colour, Facts, Fonts, spots_of
from leaflet.manuscript.find import CONTENT, Found
from leaflet.manuscript.pictures import read_picture
from leaflet.manuscript.reading import Reading
from leaflet.manuscript.settings import FrontMatter, copies, text_pt, thickness_mm
from leaflet.model import (
    USUAL_THICKNESS,
    Delivery,
    FewInks,
    Governance,
    Imprint,
    Leaflet,
    Person,
    Picture,
    Piece,
)
from leaflet.problems import CODES, NEVER_WAIVED, Place, Waiver
from leaflet.specs.conditions import condition_of
from leaflet.specs.formats import find_format

T = TypeVar("T")


def put_together(
    found: Found,
    front: FrontMatter,
    formats: tuple[str, ...],
    pieces: tuple[Piece, ...],
    reading: Reading,
) -> Leaflet:
    """Return the leaflet that front matter, text and facts come to.

    Args:
        found: Where it stands.
        front: Its front matter.
        formats: The names of its formats.
        pieces: Its text.
        reading: The facts, and what was found on the way; its pictures gain the logo.
    """
    brand = reading.facts.file.brand or Brand()
    fonts, colours = brand.fonts or Fonts(), brand.colours or {}
    logo = _logo(brand.logo, reading)
    return Leaflet(
        name=found.name,
        place=Place(reading.file, 1),
        folder=found.folder,
        title=front.title,
        language=front.language,
        formats=formats,
        final=reading.final,
        pieces=pieces,
        pictures=reading.pictures,
        imprint=_imprint(front, reading.facts),
        text_sizes=_by_format(front.text_size, text_pt),
        text_font=fonts.text or "",
        display_font=fonts.display or "",
        logo=logo,
        colours={name: colour.screen for name, colour in colours.items()},
        brand_inks={one.screen: one.inks for one in colours.values() if one.inks},
        brand_blacks={one.screen: one.black for one in colours.values() if one.black is not None},
        few_inks=_few_inks(front, colours.values()),
        governance=_governance(front),
        waivers=_waivers(front),
        condition=front.condition or condition_of(front.paper or ""),
        printer=front.printer or "",
        paper=front.paper or "",
        copies=_by_format(front.quantity, copies),
        delivery=_delivery(front),
        paper_thickness=thickness_mm(front.paper_thickness or f"{USUAL_THICKNESS}"),
        running_foot=front.running_foot or "",
        fields=dict(reading.record),
    )


def _governance(front: FrontMatter) -> Governance:
    """Return what the front matter says of how the leaflet came about."""
    return Governance(
        audience=front.audience or "std",
        health=front.health,
        solicits=front.solicits,
        people=tuple(
            Person(one.name, one.consent, one.scope or "", one.expires)
            for one in front.people or ()
        ),
        sources=front.sources or (),
        approved_by=front.approved_by or (),
        interests=front.interests or "",
        tested_by=front.tested_by or (),
    )


def _waivers(front: FrontMatter) -> dict[str, Waiver]:
    """Return the checks that are set aside, of those that can be."""
    found = {}
    for code, said in (front.waivers or {}).items():
        reason, _, name = said.rpartition(",")
        if code in CODES and code not in NEVER_WAIVED:
            found[code] = Waiver(reason.strip().rstrip("."), name.strip())
    return found


def _logo(source: str | None, reading: Reading) -> Picture | None:
    """Return the charity's logo, which lies beside the facts, among the leaflet's pictures."""
    if not source:
        return None
    place = reading.facts.place("brand.logo")
    picture, problems = read_picture(
        source, folder=reading.project / CONTENT, project=reading.project, place=place
    )
    reading.problems.extend(problems)
    if picture:
        # Under an address that no picture of the leaflet itself can have.
        picture = replace(picture, source=f"{CONTENT}/{source}")
        reading.pictures[picture.source] = picture
    return picture


def _by_format(written: Mapping[str, str] | None, read: Callable[[str], T]) -> dict[str, T]:
    """Return values by the name of the format, under an empty name for all others."""
    formats = ((find_format(name), read(value)) for name, value in (written or {}).items())
    return {known.name if known else "": value for known, value in formats}


def _few_inks(front: FrontMatter, colours: Iterable[Colour]) -> FewInks | None:
    """Return the inks of a leaflet that is not printed in four; unknown ones are left out."""
    if not front.inks or front.inks == ("cmyk",):
        return None
    known = spots_of(colours)
    spots = tuple(known[one.casefold()] for one in front.inks if one.casefold() in known)
    return FewInks("black" in front.inks or not spots, spots)


def _delivery(front: FrontMatter) -> Delivery:
    said = front.delivery
    return Delivery(said.to or "", said.by, said.note or "") if said else Delivery()


def _imprint(front: FrontMatter, facts: Facts) -> Imprint:
    organisation = facts.file.organisation
    return Imprint(
        organisation=organisation.name if organisation else "",
        status=_status(facts),
        version=front.version or "",
        version_date=front.version_date,
        reviewed=front.reviewed,
        next_review=front.next_review,
        identifier=front.id or "",
    )


REGISTERS = {
    "england-and-wales": "England and Wales",
    "scotland": "Scotland",
    "northern-ireland": "Northern Ireland",
}
"""Registers of charities in the United Kingdom, by the name that the facts file uses."""


REGISTERED = {
    "registered": "Registered charity",
    "cio": "Charitable incorporated organisation, registered charity",
    "company": "Charitable company, registered",
}
"""What an organisation says that it is, by its legal form."""


def _status(facts: Facts) -> str:
    """Return the line that says what the organisation is in law; nothing if not known.

    It stays in English in every language: Charities Act 2011, s.212(4), says so of a CIO.
    """
    organisation = facts.file.organisation
    form = organisation.legal_form if organisation else None
    if organisation is None or form is None:
        return ""
    if form == "unregistered":
        return f"{organisation.name} is not a registered charity."
    known = {
        register: number for register, number in (organisation.numbers or {}).items() if number
    }
    if list(known) == ["england-and-wales"] and form != "company":
        # What the law asks for is the words; the number is custom, and only here goes without the
        # name of its register (Charities Act 2011, s.194).
        return f"{REGISTERED[form]} {known['england-and-wales']}."
    numbers = [
        f"{REGISTERS.get(register, register)} {number}" for register, number in known.items()
    ]
    return f"{REGISTERED[form]}: {', '.join(numbers)}." if numbers else f"{REGISTERED[form]}."
