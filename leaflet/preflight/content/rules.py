"""The rules for content, in a table: one function a rule, with severity, threshold and source.

What the sources give only from memory is a warning at most. What only people can give is a
warning in a draft and, in a leaflet about health, an error in a final one.
"""

from leaflet.preflight.content.rule import Rule
from leaflet.preflight.content.table import contacts, health, law, reading, structure, words

RULES: tuple[Rule, ...] = (
    *law.RULES,
    *health.RULES,
    *contacts.RULES,
    *words.RULES,
    *structure.RULES,
    *reading.RULES,
)
"""Every rule for content, in the order in which it is told."""

_OF_PLACES = frozenset(
    {
        *("address-long", "capitals", "contraction", "copyright-bare", "fund-shock", "fund-unsaid"),
        *("heading-capitals", "heading-long", "heading-stop", "italics", "jargon"),
        *("legal-status-false", "list-long", "list-unmarked", "name-former", "number-hard"),
        *("paragraph-long", "phone-drama", "phone-form", "phone-length", "phone-word"),
        *("sentence-long", "statistic-undated", "underlined", "web-words", "word-subjective"),
        "words-joined",
    }
)

RULES_OF_PLACES = tuple(one for one in RULES if one.code in _OF_PLACES)
"""The rules that judge each place by itself, whatever else a leaflet says: what a record of a batch
may break alone."""
