"""Organisations that leaflets still call by a former name; each with the year and a source.

A charity adds its own under `partners: formerly:` in its facts.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FormerName:
    """A name that an organisation no longer has."""

    former: str
    now: str
    since: int
    """The year from which it is called so."""

    source: str
    """The public document that says it."""


_WIKI = "wikimili.com/en/Blood_Cancer_UK"

FORMER_NAMES = (
    FormerName(
        "CLIC Sargent",
        "Young Lives vs Cancer",
        2021,
        "civilsociety.co.uk/news/clic-sargent-changes-name-because-it-was-holding-us-back.html",
    ),
    FormerName(
        "Children with Leukaemia",
        "Children with Cancer UK",
        2011,
        "docslib.org/doc/554511, its annual review 2010",
    ),
    FormerName("Leukaemia Research Fund", "Blood Cancer UK", 2020, _WIKI),
    FormerName("Leukaemia & Lymphoma Research", "Blood Cancer UK", 2020, _WIKI),
    FormerName("Leukaemia and Lymphoma Research", "Blood Cancer UK", 2020, _WIKI),
    FormerName("Leukaemia Research", "Blood Cancer UK", 2020, _WIKI),
    FormerName("Bloodwise", "Blood Cancer UK", 2020, _WIKI),
    FormerName("Anthony Nolan Trust", "Anthony Nolan", 2010, "wikimili.com/en/Anthony_Nolan"),
    FormerName(
        "Children's Cancer and Leukaemia Group",
        "CCLG: The Children & Young People's Cancer Association",
        2025,
        "cclg.org.uk/news-updates/cclg-wrapped-looking-back-2025",
    ),
)
"""Former names, the longer before what it holds."""
