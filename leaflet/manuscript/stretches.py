"""HTML in stretches, so that the blocks with what differs from record to record stand alone."""

from leaflet.manuscript.clean import VOID
from leaflet.manuscript.tags import TAG, element_of


def stretches(html: str, tokens: str) -> tuple[str, ...]:
    """Return HTML parted where blocks end: those that hold some tokens, and those that do not.

    Whatever has tags that do not end stays whole.

    >>> stretches("<p>One</p><p>Two ?</p><p>Three</p>", "?")
    ('<p>One</p>', '<p>Two ?</p>', '<p>Three</p>')
    >>> stretches("<div><p>One</p><p>Two ?</p>", "?")
    ('<div><p>One</p><p>Two ?</p>',)
    """
    values = frozenset(tokens)
    parts = TAG.split(html)
    if values.isdisjoint(html) or "<" in "".join(parts[::2]):
        return (html,)
    blocks, depth, begin = [], 0, 0
    for at, tag in enumerate(parts[1::2]):
        element = element_of(tag)
        if element not in VOID:
            depth += -1 if tag.startswith("</") else 1
        if not element or depth < 0:
            return (html,)
        if not depth:
            blocks.append("".join(parts[begin : 2 * at + 2]))
            begin = 2 * at + 2
    blocks.append("".join(parts[begin:]))
    if depth:
        return (html,)
    found: list[str] = []
    for block in blocks:
        if found and values.isdisjoint(found[-1]) is values.isdisjoint(block):
            found[-1] += block
        else:
            found.append(block)
    return tuple(found)
