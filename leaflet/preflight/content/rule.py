"""One rule for content: what it finds, how grave that is, and where the rule comes from."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leaflet.preflight.content.subject import ContentSubject, Hit
from leaflet.problems import Severity

_LETTERS = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    code: str
    severity: str
    """E, W or N; behind a slash the same for readers who need clear print. P: what only people
    can give. F: a warning in a draft and an error in a final leaflet."""

    limits: str
    """Its threshold, in words."""

    why: str
    mend: str
    source: str
    find: Callable[[ContentSubject], Iterator[Hit]]
    english: bool = False
    """Whether it holds for English alone."""

    def grave(self, subject: ContentSubject) -> Severity:
        """Return how grave it is for a leaflet."""
        usual, _, strict = self.severity.partition("/")
        letter = strict if strict and subject.strict else usual
        if letter in ("P", "F"):
            grave = subject.leaflet.final and (letter == "F" or subject.health)
            letter = "E" if grave else "W"
        return _LETTERS[letter]


MEMORY = "from memory, so a warning at most"
"""Stands where a source was not seen."""
