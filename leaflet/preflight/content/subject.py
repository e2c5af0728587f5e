"""What the rules for content judge, and what they find."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache, wraps
from typing import Any, TypeVar

from leaflet.manuscript.facts import Facts, Organisation
from leaflet.model import Contact, Leaflet
from leaflet.preflight.as_set import STRICT
from leaflet.preflight.content.copy import Block, Kind, copy_of

Body = tuple[tuple[int, str], ...]
"""Lines of a source with their numbers."""


@lru_cache(4)  # all records of a batch have the same source
def body_of(written: tuple[str, ...], first: int) -> Body:
    """Return the lines of a source that are text, with their numbers.

    Args:
        written: All lines.
        first: The number of the first one below the front matter.
    """
    return tuple(_body(written, first))


def _body(written: Sequence[str], first: int) -> Iterator[tuple[int, str]]:
    options, code = False, ""
    for number, line in enumerate(written[first - 1 :], first):
        edge = _EDGE.match(line)
        if edge and (not code or line.strip().startswith(code)):
            code = "" if code else edge[1]
        if line.startswith("///"):
            options = True
        elif options and _OPTION.match(line):
            pass  # an option of the part above
        else:
            options = False
            if not code:
                yield number, line


_EDGE = re.compile(r"\s*(```+|~~~+)")
_OPTION = re.compile(r"  +\S")


@dataclass(frozen=True)
class ContentSubject:
    """A leaflet's words, with the facts of its project and the day of the check."""

    leaflet: Leaflet
    facts: Facts
    today: date
    found: dict[object, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What several rules asked for, see `asked_often`."""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """All that the leaflet says, in order."""
        return copy_of(self.leaflet)

    @cached_property
    def words(self) -> tuple[Block, ...]:
        """What its author wrote, without what parts print from the facts."""
        return tuple(one for one in self.blocks if one.kind is not Kind.PRINTED)

    @cached_property
    def text(self) -> str:
        """All of it as one text, one block a line."""
        return "\n".join(one.text for one in self.blocks)

    @property
    def page(self) -> str:
        """Return the same, with the status line that an imprint prints."""
        status = self.leaflet.imprint.status if self.leaflet.parts("imprint") else ""
        return f"{self.text}\n{status}"

    @cached_property
    def body(self) -> Body:
        """The source lines below the front matter that are text, with their numbers."""
        return body_of(self.leaflet.written, self.leaflet.body_line)

    @property
    def top(self) -> int:
        """Return the line on which its words begin."""
        return self.blocks[0].line if self.blocks else self.leaflet.body_line

    @cached_property
    def organisation(self) -> Organisation | None:
        """The charity, where the facts say anything of it."""
        return self.facts.file.organisation

    @cached_property
    def printed(self) -> tuple[Contact, ...]:
        """The contacts and partners that parts print."""
        return tuple(one for block in self.blocks for one in block.of)

    @property
    def english(self) -> bool:
        """Return whether it is written in English."""
        return self.leaflet.language.lower().partition("-")[0] == "en"

    @property
    def strict(self) -> bool:
        """Return whether its readers need clear print."""
        return self.leaflet.governance.audience in STRICT

    @property
    def health(self) -> bool:
        """Return whether it is about health: its author says so, or its words do."""
        said = self.leaflet.governance.health
        if said is not None:
            return said
        found = {one.lower() for one in _HEALTH.findall(f"{self.leaflet.title}\n{self.text}")}
        return len(found) >= ENOUGH

    def matches(self, *patterns: re.Pattern[str]) -> Iterator[tuple[re.Match[str], int]]:
        """Yield what the author's words hold of some patterns, block by block, with its line."""
        for block in self.words:
            for pattern in patterns:
                for found in pattern.finditer(block.text):
                    yield found, self.line_of(block, found[0])

    def line_of(self, block: Block, words: str) -> int:
        """Return the line on which some words of a block stand in the source."""
        first = words.split(maxsplit=1)[0] if words.split() else words
        for number, line in self.body:
            if number >= block.line and first in line.replace("’", "'"):
                return number
            if number > block.line + LONGEST:
                break
        return block.line


ENOUGH = 3
"""Different words of medicine from which on a text is about health (our own judgement)."""

LONGEST = 40
"""Lines of the longest paragraph in which words are looked for."""

_HEALTH = re.compile(
    r"\b(leukaemia|cancer|tumours?|symptoms?|diagnos(?:is|ed)|treatments?|chemotherapy|patients?|"
    r"medicines?|medication|surgery|operation|infections?|diabetes|stroke|asthma|dementia|"
    r"vaccin(?:e|es|ation)|relapse|transplants?|side effects?|doctors?|nurses?|clinic|hospital|"
    r"disease|illness|screening|dose|tablets?|inhalers?|antibiotics?|blood pressure)\b",
    re.IGNORECASE,
)
"""Words by which a text shows that it is about health."""


Answer = TypeVar("Answer")


def asked_often(
    find: Callable[[ContentSubject], Iterable[Answer]],
) -> Callable[[ContentSubject], tuple[Answer, ...]]:
    """Return what finds something for several rules, and looks for it once."""

    @wraps(find)
    def found(subject: ContentSubject) -> tuple[Answer, ...]:
        if find not in subject.found:
            subject.found[find] = tuple(find(subject))
        answer: tuple[Answer, ...] = subject.found[find]
        return answer

    return found


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule found."""

    what: str
    """A sentence or two."""

    line: int
    mend: str = ""
    """What to do, where that depends on what was found."""

    file: str = ""
    """The file, where it is not the leaflet's own."""
