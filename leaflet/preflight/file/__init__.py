"""Any PDF judged as a printer would: one walk over it, and every rule reads what came out."""

from leaflet.preflight.file.judge import Finding, Judged, Press, judge, judge_read, problem_of
from leaflet.preflight.file.rules import RULES, Rule
from leaflet.preflight.file.subject import Expected

__all__ = [
    "RULES",
    "Expected",
    "Finding",
    "Judged",
    "Press",
    "Rule",
    "judge",
    "judge_read",
    "problem_of",
]
