"""Printing conditions: how and on what a sheet is printed, each by its ICC profile."""

import re
from dataclasses import dataclass
from pathlib import Path

PROFILES = Path(__file__).parent / "profiles"


@dataclass(frozen=True, slots=True)
class Condition:
    """One way of printing."""

    name: str
    """Its name in the registry, which the output intent of a file repeats."""

    says: str
    """What it is, in a few plain words."""

    profile: Path
    """The ICC profile, embedded as its own bytes."""

    ink_limit: float
    """The most ink that the paper takes, all inks together, in per cent."""

    registry: str = "http://www.color.org"
    """The registry of characterisations that knows the name (ISO 15930-7, 6.7)."""


CONDITIONS = {
    one.name: one
    for one in (
        Condition(
            "FOGRA39",
            "offset on coated paper (ISO 12647-2:2004, paper types 1 and 2)",
            PROFILES / "ISOcoated_v2_300_bas.icc",
            ink_limit=300.0,
        ),
        Condition(
            "FOGRA47",
            "offset on uncoated white paper (ISO 12647-2:2004, paper type 4)",
            PROFILES / "FOGRA47L_uncoated.icc",
            ink_limit=280.0,  # what print shops ask for on uncoated paper (suchecki.pl)
        ),
    )
}
"""Every condition by name; a printer's own profile is given by its path."""

DEFAULT_CONDITION = "FOGRA39"
"""What most British and European print shops still ask for."""


UNCOATED = "FOGRA47"

_SAYS_UNCOATED = re.compile(r"\b(?:uncoated|offset paper|recycled)\b", re.IGNORECASE)


def condition_of(paper: str) -> str:
    """Return the name of the condition that a paper asks for; nothing where the usual one does.

    >>> condition_of("recycled, 100 g")
    'FOGRA47'

    Args:
        paper: The paper, in the words of whoever asks for it.
    """
    return UNCOATED if _SAYS_UNCOATED.search(paper) else ""


def find_condition(name: str, folder: Path) -> Condition | None:
    """Return the condition of that name, or of a profile beside the leaflet, or nothing."""
    if not name:
        return CONDITIONS[DEFAULT_CONDITION]
    if name in CONDITIONS:
        return CONDITIONS[name]
    profile = folder / name
    if profile.suffix.lower() in (".icc", ".icm") and profile.is_file():
        return Condition(profile.stem, f"the profile {name}", profile, ink_limit=300.0, registry="")
    return None
