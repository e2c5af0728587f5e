"""Any PDF judged as a printer would: one walk over it, and every rule reads what came out."""

from leaflet.preflight.file.apart import judge_apart
from leaflet.preflight.file.judge import Finding, Judged, judge
from leaflet.preflight.file.rules import RULES, Rule

__all__ = ["RULES", "Finding", "Judged", "Rule", "judge", "judge_apart"]
