"""Content streams as plain pairs: an operator's name and its operands.

pikepdf's own types for them are wide; here `Any` begins and ends.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeAlias

import pikepdf

Operation: TypeAlias = tuple[str, list[Any]]
"""An operator's name and what stands before it."""

INLINE = "INLINE IMAGE"
"""The name under which a picture inside a stream comes as one operation."""


@cache
def _operator(name: str) -> pikepdf.Operator:
    return pikepdf.Operator(name)


def read_content(stream: pikepdf.Object | pikepdf.Page) -> list[Operation]:
    """Return the operations of a page, a form or a pattern."""
    return [(str(one.operator), list(one.operands)) for one in pikepdf.parse_content_stream(stream)]


def write_content(operations: Iterable[Operation]) -> bytes:
    """Return operations as the bytes of a stream."""
    return pikepdf.unparse_content_stream(
        [(operands, _operator(name)) for name, operands in operations]
    )
