"""What is told of an import: what a person must look at, and why a file cannot be read.

A finding is known while the text is still a tree, and its line only when the last line is
written. So a mark goes into the tree, and becomes the line where it comes out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_BEGINS, _ENDS = "\ufdd0", "\ufdd1"
"""No text holds these: Unicode keeps them for use inside a program (23.7, noncharacters)."""

MARK = re.compile(rf"{_BEGINS}(\d+){_ENDS}")

LONGEST_QUOTE = 60
"""Characters of a text that are quoted, so that it can be found again."""


class IntakeError(Exception):
    """A file of which no leaflet can be made."""

    def __init__(self, sentence: str, hint: str) -> None:
        """Keep what is wrong, and what to do next."""
        super().__init__(sentence)
        self.sentence, self.hint = sentence, hint


@dataclass(frozen=True, slots=True)
class LookAt:
    """One thing that a person must look at."""

    line: int
    """Line in the new leaflet.md, counted from 1; 1 for what concerns the whole file."""

    what: str
    mend: str
    """The next step, as an instruction."""


class Notes:
    """Findings on their way from the tree to their lines."""

    def __init__(self) -> None:
        """Begin without any."""
        self._told: list[tuple[str, str]] = []
        self._everywhere: list[LookAt] = []

    def mark(self, what: str, mend: str) -> str:
        """Return a mark to stand where the finding is; one that is thrown away tells nothing."""
        self._told.append((what, mend))
        return f"{_BEGINS}{len(self._told) - 1}{_ENDS}"

    def say(self, what: str, mend: str) -> None:
        """Tell something that concerns the whole file."""
        self._everywhere.append(LookAt(1, what, mend))

    def placed(self, lines: Sequence[str], first_line: int) -> tuple[list[str], list[LookAt]]:
        """Return lines without their marks, and all findings, the first line's number given."""
        found = list(self._everywhere)
        for number, line in enumerate(lines, start=first_line):
            found += [LookAt(number, *self._told[int(one)]) for one in MARK.findall(line)]
        return [without_marks(line) for line in lines], found


def without_marks(text: str) -> str:
    """Return a text as people read it."""
    return MARK.sub("", text)


def without_noncharacters(text: str) -> str:
    """Return a text in which nothing can be taken for a mark."""
    return text.replace(_BEGINS, "").replace(_ENDS, "")


def quoted(text: str) -> str:
    """Return the beginning of a text in quotation marks.

    >>> quoted("  A cup   of tea ")
    '"A cup of tea"'
    """
    words = " ".join(without_marks(text).split())
    cut = words[:LONGEST_QUOTE].rpartition(" ")[0] or words[:LONGEST_QUOTE]
    return f'"{words}"' if len(words) <= LONGEST_QUOTE else f'"{cut} …"'


def in_order(found: Iterable[LookAt]) -> tuple[LookAt, ...]:
    """Return findings without repeats, from the first line to the last."""
    return tuple(sorted(dict.fromkeys(found), key=lambda one: one.line))
