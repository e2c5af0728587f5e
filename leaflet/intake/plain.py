"""Plain text: a tree out of lines, with a guess at what its author meant by them."""

from collections.abc import Sequence
from html import escape

from bs4 import BeautifulSoup

from leaflet.intake.lines import Block, Item, blocks_of
from leaflet.intake.roles import Kind, Role, Seen, is_lone, roles_of
from leaflet.intake.told import Notes, quoted
from leaflet.intake.tree import tree_of

LONG = 80
"""Characters of a paragraph that can stand under a heading without an empty line between."""


def read_plain(text: str, notes: Notes, *, headings: bool = True) -> BeautifulSoup:
    """Return plain text as a tree; what was taken for a heading is marked for `notes`.

    Args:
        text: The text.
        notes: Takes what a person must look at.
        headings: Whether short lines by themselves may be headings.
    """
    blocks = blocks_of(text)
    roles = roles_of([_seen(blocks, at) for at in range(len(blocks))])
    parts: list[str] = []
    in_names = False
    for block, role in zip(blocks, roles, strict=True):
        names = role is Role.ITEM
        if names is not in_names:
            parts.append("<ul>" if names else "</ul>")
            in_names = names
        if block.rule:
            parts.append("<hr>")
        elif block.items:
            parts.append(_list(block.items))
        elif names:
            parts.append(f"<li>{_words(block.lines)}</li>")
        elif headings and (block.underlined or role is Role.HEADING):
            parts.append(_heading(block, "h2" if parts else "h1", notes))
        else:
            parts.append(f"<p>{_words(block.lines)}</p>")
    return tree_of("".join([*parts, "</ul>" if in_names else ""]))


def _seen(blocks: Sequence[Block], at: int) -> Seen:
    """Return a block as far as guessing needs it."""
    block = blocks[at]
    words = " ".join(block.lines)
    if block.items:
        return Seen("", Kind.LIST, block.gap)
    if block.underlined:
        return Seen(words, Kind.HEADING, block.gap)
    after = blocks[at + 1] if at + 1 < len(blocks) else None
    stands_alone = (at == 0 or block.gap > 0) and (
        after is None
        or after.gap > 0
        or bool(after.items)
        or (len(after.lines) == 1 and len(after.lines[0]) > LONG)
    )
    alone = len(block.lines) == 1 and stands_alone and is_lone(words)
    return Seen(words, Kind.LONE if alone else Kind.WORDS, block.gap)


def _heading(block: Block, name: str, notes: Notes) -> str:
    words = _words(block.lines)
    what = "the title" if name == "h1" else "a heading"
    mark = notes.mark(
        f"{quoted(' '.join(block.lines))} was taken for {what}.",
        "If it is none, take the # signs before it away."
        if name == "h2"
        else "If the leaflet is called otherwise, change it here and behind title: in line 2.",
    )
    return f"<{name}>{words}{mark}</{name}>"


def _words(lines: Sequence[str]) -> str:
    return "<br>".join(escape(line, quote=False) for line in lines)


def _list(items: Sequence[Item]) -> str:
    """Return a list with the lists in it, as far as the items stand further in."""
    numbered = items[0].number is not None
    opens = f'<ol start="{items[0].number}">' if numbered else "<ul>"
    own = items[0].indent
    parts: list[str] = []
    at = 0
    while at < len(items):
        end = at + 1
        while end < len(items) and items[end].indent > own + 1:
            end += 1
        paragraphs = items[at].paragraphs
        words = [escape(one, quote=False) for one in paragraphs]
        inside = words[0] if len(words) == 1 else "".join(f"<p>{one}</p>" for one in words)
        below = _list(items[at + 1 : end]) if end > at + 1 else ""
        parts.append(f"<li>{inside}{below}</li>")
        at = end
    return f"{opens}{''.join(parts)}</{'ol' if numbered else 'ul'}>"
