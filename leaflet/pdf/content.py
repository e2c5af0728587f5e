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


def operands_of(instruction: Instruction) -> list[Any]:
    """Return what stands before an operator."""
    return list(instruction.operands)


def write_content(parts: Iterable[Operation | Instruction]) -> bytes:
    """Return operations and instructions as the bytes of a stream."""
    return pikepdf.unparse_content_stream(
        [(one[1], _operator(one[0])) if isinstance(one, tuple) else one for one in parts]
    )
