"""The words that every room speaks: a leaflet as its author means it, before any layout."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeAlias

from leaflet.problems import Place, Waiver

USUAL_PT = 12.0
"""Size of text in points where nothing else is asked for: the least of clear print (UKAAF G003)."""


USUAL_THICKNESS = 0.1
"""Thickness in mm of a sheet where nothing else is said: about that of 130 g coated paper."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that was opened, looked at and found whole."""

    source: str
    """Its address as the author wrote it."""

    path: Path
    """The file."""

    width_px: int | None
    """Pixels across; nothing for a drawing, which has no pixels."""

    height_px: int | None
    """Pixels down; nothing for a drawing."""


@dataclass(frozen=True, slots=True)
class Text:
    """A run of blocks that flow: cleaned HTML, facts filled in."""

    html: str
    line: int


@dataclass(frozen=True, slots=True)
class Part:
    """A building block: a callout, a QR code, a panel bound to its place."""

    name: str
    """Its name as written after `///`."""

    title: str
    """What stands after `|` in its first line."""

    options: Mapping[str, object]
    """Its options, already looked up: contacts, partners, pictures and plain words."""

    pieces: tuple["Piece", ...]
    """What stands inside it."""

    line: int


Piece: TypeAlias = Text | Part  # the `type` statement would need Python 3.12


def walk(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """Yield all pieces, those inside parts as well, in the order in which they are read."""
    for piece in pieces:
        yield piece
        if isinstance(piece, Part):
            yield from walk(piece.pieces)


@dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody, as the facts file holds it; an empty value is not known yet."""

    key: str
    """Its dotted name in the facts, such as `contacts.us`."""

    name: str
    ways: tuple[tuple[str, str], ...]
    """Kind (phone, hours, email, web, address) and value, in the order of the facts file."""

    @property
    def web(self) -> str:
        """Return its web address, or nothing."""
        return dict(self.ways).get("web", "")


@dataclass(frozen=True, slots=True)
class Imprint:
    """What the foot of the back says of the leaflet itself; nothing where it is not known."""

    organisation: str
    status: str
    version: str
    version_date: date | None
    reviewed: date | None
    next_review: date | None
    identifier: str


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose name, picture or story a leaflet shows."""

    name: str
    consent: date | None
    """The day on which they, or a parent, agreed."""

    scope: str
    """What they agreed to."""

    expires: date | None
    """The last day on which that holds."""


@dataclass(frozen=True, slots=True)
class Governance:
    """What the front matter says of how a leaflet came about, and whom it is for."""

    audience: str = "std"
    health: bool | None = None
    """Whether it is about health; nothing where its author does not say."""

    solicits: bool | None = None
    """Whether it asks for money or goods; nothing where its author does not say."""

    people: tuple[Person, ...] = ()
    sources: tuple[str, ...] = ()
    approved_by: tuple[str, ...] = ()
    interests: str = ""
    """Who paid for it, and what they may want; "none" where nobody did."""

    tested_by: tuple[str, ...] = ()
    """Readers who tried it out."""


@dataclass(frozen=True, slots=True)
class Spot:
    """An ink that is mixed before it is printed, and none of the usual four."""

    name: str
    """Its name as the print shop knows it, such as "PANTONE 213 C"."""

    screen: str
    """The brand's colour that it stands for, such as "#ab2c50"."""

    inks: str
    """What looks like it: cyan, magenta, yellow and black in per cent."""


@dataclass(frozen=True, slots=True)
class FewInks:
    """One or two inks in place of the usual four."""

    black: bool
    spots: tuple[Spot, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of the inks."""
        return (*(("Black",) if self.black else ()), *(one.name for one in self.spots))


@dataclass(frozen=True, slots=True)
class Delivery:
    """Where the print shop shall send what it has printed; empty where nobody has said."""

    to: str = ""
    by: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A whole leaflet, as its author means it; nothing is laid out yet."""

    name: str
    """Name of its folder, and the start of the names of its files."""

    place: Place
    """Where its source stands."""

    folder: Path
    """The folder that holds its source and pictures."""

    title: str
    language: str
    formats: tuple[str, ...]
    """Names of its formats as `specs` knows them; the first one names the files."""

    final: bool
    """Whether its author says that it is finished."""

    pieces: tuple[Piece, ...]
    pictures: Mapping[str, Picture]
    """Its pictures by the address that the author wrote."""

    imprint: Imprint
    text_sizes: Mapping[str, float] = field(default_factory=dict)
    """Sizes of its text in points by the format's name; under an empty name for all others."""

    text_font: str = ""
    """The charity's own font for text, where its facts name one."""

    display_font: str = ""
    logo: Picture | None = None
    """The charity's logo; it stands at the head of a cover in place of the charity's name."""

    colours: Mapping[str, str] = field(default_factory=dict)
    """The charity's own screen colours, by the token that they replace."""

    brand_inks: Mapping[str, str] = field(default_factory=dict)
    """Exact inks of its colours: cyan, magenta, yellow and black in per cent, by screen colour."""

    brand_blacks: Mapping[str, int] = field(default_factory=dict)
    """Per cent of black that stands for its colours in black ink alone, by screen colour."""

    few_inks: FewInks | None = None
    """The inks that it is printed in; nothing for cyan, magenta, yellow and black."""

    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    """Checks that somebody has set aside, by their codes."""

    condition: str = ""
    """How and on what it is printed; empty for the usual."""

    printer: str = ""
    """The print shop's name in the list of printers; empty for the usual."""

    paper: str = ""
    """Paper asked for, in the printer's words."""

    copies: Mapping[str, int] = field(default_factory=dict)
    """How many copies to print, by the format's name; under an empty name for all others."""

    delivery: Delivery = field(default_factory=Delivery)
    running_foot: str = ""
    """What stands beside the numbers of a booklet's pages: `title`, `section`, or nothing."""

    paper_thickness: float = USUAL_THICKNESS
    """Thickness of a sheet of it in mm."""

    fields: Mapping[str, str] = field(default_factory=dict)
    """What each field of a record says where no record fills it in."""

    governance: Governance = field(default_factory=Governance)
    written: tuple[str, ...] = ()
    """The lines of its source, front matter and all."""

    body_line: int = 1
    """The line on which its text begins."""

    places: Mapping[str, int] = field(default_factory=dict)
    """The line of each setting in the front matter, by its dotted name."""

    def text_pt(self, form: str) -> float:
        """Return the size of its text in points in a format."""
        return self.text_sizes.get(form, self.text_sizes.get("", USUAL_PT))

    def copies_of(self, form: str) -> int | None:
        """Return how many copies of a format are wanted; nothing where nobody has said."""
        return self.copies.get(form, self.copies.get(""))

    def line_of(self, setting: str) -> int:
        """Return the line of a setting; the first one where it is not there."""
        return self.places.get(setting, 1)

    def parts(self, name: str) -> list[Part]:
        """Return the parts of one name, wherever they stand."""
        return [one for one in walk(self.pieces) if isinstance(one, Part) and one.name == name]
