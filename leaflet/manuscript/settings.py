"""The front matter: what may stand between the two lines of `---`."""

import re
from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator

from leaflet.manuscript.schema import Schema

LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
"""The shape of a language tag (RFC 5646, 2.1), as far as leaflets need it."""


def _language(value: str) -> str:
    if not LANGUAGE.fullmatch(value):
        msg = "Write a language tag, such as en-GB, cy or pa."
        raise ValueError(msg)
    return value


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _yes_or_no(value: object) -> object:
    words = {"yes": True, "true": True, "no": False, "false": False}
    if isinstance(value, str):
        if value.lower() not in words:
            msg = "Write yes or no."
            raise ValueError(msg)
        return words[value.lower()]
    return value


Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_many)]
YesNo = Annotated[bool, BeforeValidator(_yes_or_no)]


_PROCESS = frozenset({"cmyk", "cyan", "magenta", "yellow", "rgb"})

MOST_INKS = 2


def _known_inks(inks: tuple[str, ...]) -> tuple[str, ...]:
    names = [" ".join(one.split()) for one in inks]
    lower = [one.lower() for one in names]
    if lower == ["cmyk"]:
        return ("cmyk",)
    if not 1 <= len(set(lower)) == len(lower) <= MOST_INKS or _PROCESS & set(lower):
        msg = (
            "Write cmyk; or black; or one or two inks, such as [black, PANTONE 213 C], of which "
            "each but black is the `spot` of a colour in the facts."
        )
        raise ValueError(msg)
    return tuple("black" if one.lower() == "black" else one for one in names)


def _reason_and_name(value: str) -> str:
    reason, _, name = value.rpartition(",")
    if not reason.strip() or not name.strip():
        msg = "Write a reason, a comma, and the name of who answers for it."
        raise ValueError(msg)
    return value


LEAST_TEXT_PT, MOST_TEXT_PT = 12.0, 24.0
"""Sizes of text in points that may be asked for: clear print begins at 12 pt (UKAAF G003), and past
24 pt a leaflet is a poster."""

_POINTS = re.compile(r"(\d+(?:\.\d+)?) ?(?:pt)?")


def text_pt(value: str) -> float:
    """Return a size of text in points.

    >>> text_pt("14 pt")
    14.0

    Raises:
        ValueError: it is no size, or none that text may have.
    """
    found = _POINTS.fullmatch(value.strip())
    if not found or not LEAST_TEXT_PT <= float(found[1]) <= MOST_TEXT_PT:
        msg = f"Write a size from {LEAST_TEXT_PT:g} to {MOST_TEXT_PT:g} pt, such as 14pt."
        raise ValueError(msg)
    return float(found[1])


_MM = re.compile(r"(\d+(?:\.\d+)?) ?(?:mm)?")

MOST_THICKNESS = 1.0
"""mm: thicker than this is board."""


def thickness_mm(value: str) -> float:
    """Return the thickness of a sheet of paper in mm.

    >>> thickness_mm("0.12mm")
    0.12

    Raises:
        ValueError: it is no length, or none that paper has.
    """
    found = _MM.fullmatch(value.strip())
    if not found or not 0 < float(found[1]) <= MOST_THICKNESS:
        msg = "Write the thickness of one sheet in millimetres, such as 0.12mm."
        raise ValueError(msg)
    return float(found[1])


_COPIES = re.compile(r"\d{1,3}(?:[ ,.]\d{3})+|\d{1,9}")


def copies(value: str) -> int:
    """Return a number of copies.

    >>> copies("5,000")
    5000

    Raises:
        ValueError: it is no whole number above nought.
    """
    found = _COPIES.fullmatch(value.strip())
    number = int(re.sub(r"\D", "", found[0])) if found else 0
    if not number:
        msg = "Write how many copies in figures, such as 5000."
        raise ValueError(msg)
    return number


def _copies_as_written(value: str) -> str:
    copies(value)
    return value


def _thickness_as_written(value: str) -> str:
    thickness_mm(value)
    return value


def _size_as_written(value: str) -> str:
    text_pt(value)
    return value


def _for_all_formats(value: object) -> object:
    return {"": value} if isinstance(value, str) else value


class Person(Schema):
    """Somebody whose name, picture or story the leaflet shows."""

    name: str
    """Who."""
    consent: date | None = None
    """The day on which they, or a parent, agreed."""
    scope: str | None = None
    """What they agreed to."""
    expires: date | None = None
    """The day on which the consent ends."""


class DeliverySettings(Schema):
    """Where the print shop shall send what it has printed."""

    to: str | None = None
    """The address."""
    by: date | None = None
    """The day by which it must be there."""
    note: str | None = None
    """What the driver or the print shop must know, such as opening hours."""


class FieldOfRecord(Schema):
    """A field that each record of a batch fills in."""

    default: str | None = None
    """What stands there in a plain build, and where a record leaves it empty."""
    required: YesNo = False
    """Whether each record must fill it in."""


def _field(value: object) -> object:
    return {"required": "yes"} if value == "required" else value


class FrontMatter(Schema):
    """Everything that the front matter of a leaflet may say."""

    title: str
    """What the leaflet is called; goes into the files' data and onto an empty cover."""
    language: Annotated[str, AfterValidator(_language)]
    """Language of the text as a tag, such as en-GB."""
    format: str
    """The first format; `leaflet list formats` shows all."""
    also: Words | None = None
    """Further formats of the same text."""
    text_size: (
        Annotated[
            dict[str, Annotated[str, AfterValidator(_size_as_written)]],
            BeforeValidator(_for_all_formats),
        ]
        | None
    ) = None
    """Size of the text, 12pt (the least) to 24pt; or a group with a size for each format."""
    status: Literal["draft", "final"] | None = None
    """`draft` (default) or `final`."""
    version: str | None = None
    """Printed in the imprint and written into the files."""
    version_date: date | None = None
    """The day of this version."""
    id: str | None = None
    """A short name by which a printed leaflet can be found again."""
    reviewed: date | None = None
    """The day of the last review; empty: not reviewed yet."""
    next_review: date | None = None
    """The day by which it must be reviewed again."""
    approved_by: Words | None = None
    """Who approved the text."""
    sources: Words | None = None
    """What the statements rest on."""
    audience: Literal["std", "clear", "large", "easy-read", "dementia"] | None = None
    """Whom it is for: `std` (default), `clear`, `large`, `easy-read` or `dementia`."""
    solicits: YesNo | None = None
    """Whether it asks for money or goods."""
    health: YesNo | None = None
    """Whether it is about health; without this, its words decide."""
    interests: str | None = None
    """Who paid for it and what they may want; `none` where nobody did."""
    tested_by: Words | None = None
    """Readers who tried it out, for Easy Read."""
    people: tuple[Person, ...] | None = None
    """People whose name, picture or story it shows, with their consent."""
    inks: Annotated[Words, AfterValidator(_known_inks)] | None = None
    """Inks to print with: `cmyk` (default), `black`, or one or two of which one may be black."""
    condition: str | None = None
    """The printing condition: FOGRA39 (coated paper), FOGRA47 (uncoated), or a profile."""
    printer: str | None = None
    """The print shop, by its name in the list of printers."""
    paper: str | None = None
    """Paper asked for, in the printer's words."""
    paper_thickness: Annotated[str, AfterValidator(_thickness_as_written)] | None = None
    """Thickness of one sheet of that paper, such as 0.12mm; for booklets that go as spreads."""
    running_foot: Literal["title", "section"] | None = None
    """What stands beside the number of a booklet's page: `title`, or `section` for its heading."""
    quantity: (
        Annotated[
            dict[str, Annotated[str, AfterValidator(_copies_as_written)]],
            BeforeValidator(_for_all_formats),
        ]
        | None
    ) = None
    """How many copies, such as 5000; or a group with a number for each format."""
    delivery: DeliverySettings | None = None
    """Where the print shop shall send them, and by when; for its job sheet."""
    fields: dict[str, Annotated[FieldOfRecord, BeforeValidator(_field)]] | None = None
    """Fields that each record of a batch fills in."""
    waivers: dict[str, Annotated[str, AfterValidator(_reason_and_name)]] | None = None
    """Checks set aside: `CODE: reason, name`."""
