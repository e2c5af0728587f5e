"""What a print shop has to know of a job, as data: its job sheet and its ticket are made of it."""

import re
from dataclasses import dataclass
from datetime import date

from leaflet.model import Delivery, Leaflet
from leaflet.specs.conditions import find_condition
from leaflet.specs.format import Format
from leaflet.specs.printers import Printer
from leaflet.units import Size

PROCESS = ("Cyan", "Magenta", "Yellow", "Black")
"""The four inks, by the names that tickets know."""

_WEIGHT = re.compile(r"\b(\d{2,3}) ?(?:g/m²|g/m2|gsm|g)\b")

_COATINGS = (
    ("uncoated", "None"),
    ("offset", "None"),
    ("recycled", "None"),
    ("silk", "Satin"),
    ("satin", "Satin"),
    ("gloss", "Gloss"),
    ("matt", "Matte"),
    ("coated", "Coated"),
)
"""Words for paper, and what the coating is called in a ticket; the first that is said counts."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to print: a leaflet in one format."""

    form: Format
    file: str
    """The file for the press, by its path in the package."""

    pages: int
    """Pages of that file."""

    copies: int | None
    """How many to print; nothing where nobody has said."""

    bleed: float
    """Art past the trim in mm."""

    @property
    def flat(self) -> Size:
        """Return the size before folding."""
        if self.form.grows:  # two pages lie beside each other
            return Size(2 * self.form.trim.width, self.form.trim.height)
        return self.form.trim

    @property
    def finished(self) -> Size:
        """Return the size as it is handed out."""
        return self.form.trim if self.form.grows else self.form.finished

    @property
    def sides(self) -> int:
        """Return how many sides of the paper are printed."""
        return 2 if self.form.grows else len(self.form.sides)

    @property
    def faces(self) -> int:
        """Return how many panels or pages a reader sees."""
        return self.pages if self.form.grows else len(self.form.panels)


@dataclass(frozen=True, slots=True)
class Job:
    """An order for a print shop."""

    identifier: str
    """The short name printed on it."""

    version: str
    day: date | None
    """The day of that version."""

    title: str
    language: str
    organisation: str
    inks: tuple[str, ...]
    """Names of the inks."""

    condition: str
    """How and on what it is printed, by its name in the registry."""

    condition_says: str
    """What that is, in a few plain words."""

    paper: str
    """Paper asked for, in the customer's words."""

    delivery: Delivery
    approvals: tuple[str, ...]
    """Who signed it, and when."""

    pieces: tuple[Piece, ...]

    @property
    def name(self) -> str:
        """Return the name of the package: id, version and day."""
        day = self.day.isoformat() if self.day else ""
        parts = (one for one in (self.identifier, self.version, day) if one)
        return "-".join(fit_for_files(one) for one in parts)

    @property
    def weight_gsm(self) -> int | None:
        """Return the weight of the paper in grams a square metre, where its words say it."""
        found = _WEIGHT.search(self.paper)
        return int(found[1]) if found else None

    @property
    def coating(self) -> str:
        """Return the paper's coating as tickets call it; nothing where its words do not say."""
        words = self.paper.lower()
        return next((coating for word, coating in _COATINGS if word in words), "")


def fit_for_files(words: str) -> str:
    """Return words as part of a file's name that every system takes.

    >>> fit_for_files("ELT/001 b")
    'ELT-001-b'
    """
    return re.sub(r"[^A-Za-z0-9.]+", "-", words).strip("-.") or "x"


def job_of(
    leaflet: Leaflet,
    pieces: tuple[Piece, ...],
    printer: Printer,
    approvals: tuple[str, ...],
) -> Job:
    """Return the job of a leaflet.

    Args:
        leaflet: The leaflet.
        pieces: What is printed of it.
        printer: The print shop.
        approvals: Who signed it, and when.
    """
    imprint = leaflet.imprint
    condition = find_condition(leaflet.condition or printer.condition, leaflet.folder)
    return Job(
        identifier=imprint.identifier,
        version=imprint.version,
        day=imprint.version_date,
        title=leaflet.title,
        language=leaflet.language,
        organisation=imprint.organisation,
        inks=leaflet.few_inks.names if leaflet.few_inks else PROCESS,
        condition=condition.name if condition else "",
        condition_says=condition.says if condition else "",
        paper=leaflet.paper,
        delivery=leaflet.delivery,
        approvals=approvals,
        pieces=pieces,
    )
