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
