"""All rules for content, run on one leaflet."""

from collections.abc import Iterable
from datetime import date, timedelta

from leaflet.manuscript.facts import Facts
from leaflet.model import Leaflet
from leaflet.preflight.content.dates import due_days
from leaflet.preflight.content.rule import Rule
from leaflet.preflight.content.rules import RULES
from leaflet.preflight.content.subject import ContentSubject
from leaflet.problems import Place, Problem


def check_content(
    leaflet: Leaflet, facts: Facts, today: date, rules: Iterable[Rule] = RULES
) -> list[Problem]:
    """Judge what a leaflet says.

    Args:
        leaflet: The leaflet.
        facts: The facts of its project.
        today: The day of the check.
        rules: By which rules.
    """
    subject = ContentSubject(leaflet, facts, today)
    english = subject.english
    return [
        Problem(
            code=rule.code,
            severity=rule.grave(subject),
            message=hit.what,
            hint=hit.mend or rule.mend,
            place=Place(hit.file or leaflet.place.file, hit.line),
        )
        for rule in rules
        if english or not rule.english
        for hit in rule.find(subject)
    ]


def turning_days(leaflet: Leaflet, facts: Facts) -> tuple[date, ...]:
    """Return the days from which on the checks say something else, though nothing changed."""
    return tuple(sorted({one.day + timedelta(days=1) for one in due_days(leaflet, facts)}))
