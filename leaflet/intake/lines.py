"""Plain text, line by line: paragraphs, lists and rules, as people type them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_ITEM = re.compile(
    r"(?P<sign>[•·▪◦‣●○■\uf0b7\uf0a7*–—-]|o(?=\t)|(?P<number>\d{1,3})[.)])[ \t\u00a0]+(?=\S)"
)
_RULE = re.compile(r"([-=_~*])(?:[ \t]*\1){2,}")
_DASHES = "*–—-"
_ENDS_SENTENCE = re.compile(r"""[.!?:]["'”’)]*$""")

NARROWEST = 50
"""Characters of the widest line from which on lines may have been broken to a width."""

WIDEST = 100
"""Characters; nobody breaks lines at more."""

TAB = 4


@dataclass(slots=True)
class Item:
    """One item of a list."""

    indent: int
    paragraphs: list[str]
    number: int | None = None
    """The number that it was given; nothing where it has a bullet."""


@dataclass(slots=True)
class Block:
    """Something between empty lines: a paragraph, a list, or a rule."""

    gap: int
    """Empty lines before it."""

    lines: list[str] = field(default_factory=list)
    """Of a paragraph; a break between two of them is meant."""

    items: list[Item] = field(default_factory=list)
    rule: bool = False
    underlined: bool = False
    """Whether a line of signs stands below it, which makes it a heading."""


@dataclass(frozen=True, slots=True)
class _Line:
    indent: int
    words: str
    gap: int
    sign: str = ""
    number: int | None = None

    @property
    def whole(self) -> str:
        """The line as it was typed, for a sign that begins no item."""
        return f"{self.sign} {self.words}" if self.sign else self.words


def blocks_of(text: str) -> list[Block]:
    """Return a text in blocks."""
    lines = list(_lines(text))
    width = _width(lines)
    blocks: list[Block] = []
    for at, line in enumerate(lines):
        last = blocks[-1] if blocks else None
        if not line.sign and _RULE.fullmatch(line.words):
            if last and len(last.lines) == 1 and not line.gap:
                last.underlined = True
            else:
                blocks.append(Block(line.gap, rule=True))
        elif _begins_item(lines, at, last, width):
            if last is None or not last.items or not _goes_on(last, line):
                last = Block(line.gap)
                blocks.append(last)
            last.items.append(Item(line.indent, [line.words], line.number))
        elif last and last.items and _belongs(last.items[-1], line, lines[at - 1], width):
            _add(last.items[-1], line)
        elif last and last.lines and not line.gap and not last.underlined:
            _continue(last, line, lines[at - 1], width, blocks)
        else:
            blocks.append(Block(line.gap, [line.whole]))
    return blocks


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that are not empty."""
    gap = 0
    text = text.replace("\f", "\n\n").replace("\u2029", "\n\n")
    for typed in re.split(r"[\n\v\u2028]", text):
        line = typed.expandtabs(TAB) if not typed.lstrip().startswith("o\t") else typed
        words = line.strip()
        if not words:
            gap += 1
            continue
        indent = len(line) - len(line.lstrip())
        item = None if _RULE.fullmatch(words) else _ITEM.match(words)
        if item:
            number = int(item["number"]) if item["number"] else None
            yield _Line(indent, words[item.end() :], gap, item["sign"], number)
        else:
            yield _Line(indent, words, gap)
        gap = 0


def _width(lines: Sequence[_Line]) -> int:
    """Return the width at which lines were broken; 0 where they were not."""
    widest = max((one.indent + len(one.whole) for one in lines), default=0)
    return widest if NARROWEST <= widest <= WIDEST else 0


def _begins_item(lines: Sequence[_Line], at: int, last: Block | None, width: int) -> bool:
    """Whether a line with a sign begins an item, and is not prose that looks so."""
    line = lines[at]
    if not line.sign:
        return False
    in_list = bool(last and last.items)
    if line.number is not None:
        mate = _mate(last, line) if last and last.items else None
        follows = mate is not None and mate.number is not None and line.number == mate.number + 1
        goes_on = any(one.number == line.number + 1 for one in lines[at + 1 : at + 4])
        in_prose = bool(last and last.lines) and not line.gap
        return follows or line.number == 1 or (goes_on and not in_prose)
    if line.sign in _DASHES and not in_list and not line.gap and last and last.lines:
        near = lines[at + 1] if at + 1 < len(lines) else None
        alone = near is None or near.sign != line.sign
        return not (alone and _forced(lines[at - 1], line.whole, width))
    return True


def _goes_on(block: Block, line: _Line) -> bool:
    """Whether an item belongs to the list before it."""
    mate = _mate(block, line)
    if mate is None:
        return line.indent > block.items[0].indent
    if (mate.number is None) != (line.number is None):
        return False
    return line.number is None or line.number == (mate.number or 0) + 1


def _mate(block: Block, line: _Line) -> Item | None:
    """Return the last item that stands as far in as a line, in the same list of a list."""
    for one in reversed(block.items):
        if abs(one.indent - line.indent) <= 1:
            return one
        if one.indent < line.indent:
            return None  # the line begins a list in that item
    return None


def _belongs(item: Item, line: _Line, before: _Line, width: int) -> bool:
    """Whether a line goes on with an item, or is a further paragraph of it."""
    deeper = line.indent >= item.indent + 2
    if line.gap:
        return deeper and line.gap == 1
    return deeper or _forced(before, line.whole, width) or line.words[:1].islower()


def _add(item: Item, line: _Line) -> None:
    if line.gap:
        item.paragraphs.append(line.whole)
    else:
        item.paragraphs[-1] += f" {line.whole}"


def _continue(block: Block, line: _Line, before: _Line, width: int, blocks: list[Block]) -> None:
    """Go on with a paragraph: on the same line, on a new one, or in a new paragraph."""
    if _forced(before, line.whole, width):
        block.lines[-1] += f" {line.whole}"
    elif _ENDS_SENTENCE.search(before.words) or _heads(block, line):
        blocks.append(Block(0, [line.whole]))
    else:
        block.lines.append(line.whole)


def _heads(block: Block, line: _Line) -> bool:
    """Whether the only line so far is one over a long paragraph."""
    return len(block.lines) == 1 and len(line.words) > NARROWEST > len(block.lines[0])


def _forced(before: _Line, following: str, width: int) -> bool:
    """Whether a line was broken only because the next word had no room."""
    if not width:
        return False
    length = before.indent + len(before.whole)
    if length + 1 + len(following.split(maxsplit=1)[0]) > width:
        return True
    # People who break lines by hand do so a little earlier or later.
    return length > width * 0.7 and not _ENDS_SENTENCE.search(before.words)
