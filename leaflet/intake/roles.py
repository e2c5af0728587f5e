"""Lines that nobody marked: which of them are headings, and which are items of a list."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum, auto

from leaflet.intake.tree import is_small_print

LONGEST_HEADING = 70
"""Characters; what is longer is a sentence."""

FEWEST_ITEMS = 3
"""Short lines one after the other that are a list, whatever stands before them."""

_ABBREVIATION = re.compile(r"(?:\b\w\.){2,}$")
_CONTACT = re.compile(r"https?://|www\.|\S@\S|(?:\d[ ()-]?){6,}", re.IGNORECASE)
_TWO_SENTENCES = re.compile(r"[.!?] +[A-Z].*:$")


class Kind(Enum):
    """What is known of a block before anybody guesses."""

    LONE = auto()
    """A short line between empty ones."""

    WORDS = auto()
    LIST = auto()
    HEADING = auto()
    """One that is marked as such."""


class Role(Enum):
    """What a block is taken for."""

    AS_IT_IS = auto()
    HEADING = auto()
    ITEM = auto()


@dataclass(frozen=True, slots=True)
class Seen:
    """One block, as far as guessing needs it."""

    words: str
    kind: Kind
    gap: int = 1
    """Empty lines before it."""


def is_lone(words: str) -> bool:
    """Whether a line that stands alone may be a heading, or one of a list of names.

    >>> is_lone("Give Blood"), is_lone("Come to tea."), is_lone("Infant A.L.L.")
    (True, False, True)
    """
    ends_sentence = words.endswith((".", ",", ";")) and not words.endswith("...")
    return (
        len(words) <= LONGEST_HEADING
        and any(one.isalpha() for one in words)
        and not (ends_sentence and not _ABBREVIATION.search(words))
        and not words.startswith(('"', "“", "‘", "'"))
        and not _CONTACT.search(words)
        and not _TWO_SENTENCES.search(words)
        and not is_small_print(words)
    )


def roles_of(blocks: Sequence[Seen]) -> list[Role]:
    """Return what each block is taken for."""
    roles = [Role.AS_IT_IS] * len(blocks)
    at = 0
    while at < len(blocks):
        end = at
        while end < len(blocks) and blocks[end].kind is Kind.LONE:
            end += 1
        if end > at:
            _settle_run(blocks, range(at, end), roles)
        at = max(end, at + 1)
    return roles


def _settle_run(blocks: Sequence[Seen], run: range, roles: list[Role]) -> None:
    """Give short lines one after the other their roles."""
    after = blocks[run.stop].kind if run.stop < len(blocks) else None
    groups = _groups(blocks, run)
    for number, group in enumerate(groups):
        rest = list(group)
        if rest[0] == 0:
            roles[rest.pop(0)] = Role.HEADING  # the title
        if rest and number == len(groups) - 1 and after in (Kind.WORDS, Kind.LIST):
            last = rest.pop()
            leads_in = after is Kind.LIST and blocks[last].words.endswith(":")
            roles[last] = Role.AS_IT_IS if leads_in else Role.HEADING
        if not rest:
            continue
        under = rest[0] > 0 and (
            roles[rest[0] - 1] is Role.HEADING
            or blocks[rest[0] - 1].kind is Kind.HEADING
            or blocks[rest[0] - 1].words.endswith(":")
        )
        if len(rest) >= FEWEST_ITEMS or (len(rest) > 1 and under):
            for one in rest:
                roles[one] = Role.ITEM
        elif len(rest) > 1 or rest[0] < len(blocks) - 1 or _opens(blocks[rest[0]].words):
            for one in rest:
                roles[one] = Role.HEADING


def _groups(blocks: Sequence[Seen], run: range) -> list[list[int]]:
    """Return a run in groups: parted by wider gaps, and by lines that open something."""
    gaps = [blocks[one].gap for one in run[1:]]
    usual = min(gaps, default=1)
    groups: list[list[int]] = [[run.start]]
    for one in run[1:]:
        opens = _opens(blocks[one].words) or _opens(blocks[one - 1].words)
        if blocks[one].gap > usual or opens or one == 1:
            groups.append([])
        groups[-1].append(one)
    return [group for group in groups if group]


def _opens(words: str) -> bool:
    """Whether a line by itself says that something follows."""
    return words.endswith((":", "…", "..."))
