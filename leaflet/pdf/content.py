"""Content streams as instructions, and as plain pairs: an operator's name and its operands.

Instructions are pikepdf's own. What is only passed on stays one, which takes a fifth of the
time; what is looked at or made anew is a pair. pikepdf's types are wide; here `Any` begins
and ends.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, TypeAlias

import pikepdf

Operation: TypeAlias = tuple[str, list[Any]]
"""An operator's name and what stands before it."""

Instruction: TypeAlias = pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage

INLINE = "INLINE IMAGE"
"""The name under which a picture inside a stream comes as one operation."""

MARKED = frozenset({"BDC", "BMC", "EMC", "DP", "MP"})
"""Operators that mark content for tags (ISO 32000-1:2008, 14.6)."""


@cache
def _operator(name: str) -> pikepdf.Operator:
    return pikepdf.Operator(name)


def read_content(stream: pikepdf.Object | pikepdf.Page) -> Iterator[tuple[str, Instruction]]:
    """Yield the instructions of a page, a form or a pattern, with their operators' names."""
    return ((str(one.operator), one) for one in parse(stream))


def parse(stream: pikepdf.Object | pikepdf.Page) -> Sequence[Instruction]:
    """Return the instructions of a page, a form or a pattern."""
    return pikepdf.parse_content_stream(stream)


REMEMBERED = 100_000
"""Operators of one file that are kept: those of a leaflet are a tenth of that."""


class Contents:
    """The content streams of one file, parsed once, however often they are drawn or rewritten."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._read: dict[tuple[int, int], list[tuple[str, Instruction]]] = {}
        self._room = REMEMBERED

    def read(
        self, stream: pikepdf.Object | pikepdf.Page
    ) -> tuple[int, Iterable[tuple[str, Instruction]]]:
        """Return how many instructions a stream has, and these with their operators' names."""
        key = (stream.obj if isinstance(stream, pikepdf.Page) else stream).objgen
        if key in self._read:
            return len(self._read[key]), self._read[key]
        found = parse(stream)
        named = ((str(one.operator), one) for one in found)
        if key == (0, 0) or len(found) > self._room:
            return len(found), named
        self._room -= len(found)
        self._read[key] = list(named)
        return len(found), self._read[key]


def operands_of(instruction: Instruction) -> list[Any]:
    """Return what stands before an operator."""
    return list(instruction.operands)


def write_content(parts: Iterable[Operation | Instruction]) -> bytes:
    """Return operations and instructions as the bytes of a stream."""
    return pikepdf.unparse_content_stream(
        [(one[1], _operator(one[0])) if isinstance(one, tuple) else one for one in parts]
    )
