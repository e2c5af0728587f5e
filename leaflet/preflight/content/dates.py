"""Days on which something that holds today will hold no longer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from leaflet.manuscript.facts import Facts
from leaflet.model import Leaflet, Part, walk

GAP_MONTHS = 36
"""Most months from one review to the next (NHS trusts use 24 and 36)."""

STALE = timedelta(days=365)
"""Time after which a fact is compared with its source again (our own judgement)."""


@dataclass(frozen=True, slots=True)
class Due:
    """Something with a last day."""

    code: str
    """The check that tells of it from the next day on."""

    what: str
    day: date
    """The last day on which it holds."""

    line: int
    file: str = ""
    """The file, where it is not the leaflet's own."""


def due_days(leaflet: Leaflet, facts: Facts) -> Iterator[Due]:
    """Yield what in a leaflet has a last day: its review, consents, and the facts that it shows."""
    if leaflet.imprint.next_review:
        yield Due(
            "review-past",
            leaflet.title,
            leaflet.imprint.next_review,
            leaflet.line_of("next-review"),
        )
    for number, person in enumerate(leaflet.governance.people):
        if person.expires:
            line = leaflet.line_of(f"people.{number}.expires")
            yield Due("consent-past", person.name, person.expires, line)
    for key in sorted(_shown(leaflet)):
        group, _, name = key.partition(".")
        entry = ((facts.file.contacts if group == "contacts" else facts.file.partners) or {}).get(
            name
        )
        if entry and entry.checked:
            place = facts.place(f"{key}.checked")
            day = entry.checked + STALE
            yield Due("fact-stale", entry.name or key, day, place.line or 1, place.file)


def _shown(leaflet: Leaflet) -> set[str]:
    """Return the dotted names of the contacts and partners that parts show."""
    found = set()
    for piece in walk(leaflet.pieces):
        of = piece.options.get("of") if isinstance(piece, Part) else None
        for one in of if isinstance(of, (list, tuple)) else ():
            found.add(str(getattr(one, "key", "")))
    return found - {""}
