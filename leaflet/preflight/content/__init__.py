"""What a leaflet says, judged: law, health, contacts, words, structure, reading."""

from leaflet.preflight.content.check import check_content, turning_days
from leaflet.preflight.content.dates import Due, due_days
from leaflet.preflight.content.rule import Rule
from leaflet.preflight.content.rules import RULES, RULES_OF_PLACES

__all__ = [
    "RULES",
    "RULES_OF_PLACES",
    "Due",
    "Rule",
    "check_content",
    "due_days",
    "turning_days",
]
