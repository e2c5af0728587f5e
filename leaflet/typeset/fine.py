"""Fine setting by rule: what no line breaker does by itself.

WeasyPrint has no `text-wrap: pretty`, so a paragraph may end in a line of one word. No-break
spaces before the last word take others along.
"""

import re
from itertools import pairwise

from leaflet.manuscript.tags import TAG, element_of

LOOSE = "data-loose"
"""Attribute of what a template sets into a column too narrow for two words."""

MOST = {LOOSE: 0, "h1": 0, "h2": 14, "td": 0, "th": 0, "pre": 0}
"""Letters that the words of a last line may have together, by element. A title is broken by its
author; a heading of 27 pt has 18 letters a line on a panel, and cells may be narrower than any
word."""

MOST_ELSEWHERE = 24
"""The same for text, and for voice: the narrowest column, beside a picture, has 26 letters."""

LEAST_LETTERS = 9
"""Letters below which a last line is too short to end a paragraph, however many words it has."""

MOST_MORE = 14
"""Letters that three words or more may have together: a longer line leaves a hole above it."""

LEAST_WORDS = 4
"""Words below which a paragraph is a label, not a text with a last line."""

_INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "i", "q", "small", "span", "strong"}
    | {"sub", "sup", "u", "wbr"}
)
_RUN = '<span class="run"'
_WORD = re.compile(r"[^ \n]+")
_NO_BREAK = "\u00a0"


def keep_last_words(html: str) -> str:
    r"""Return HTML in which plain words never end a paragraph, item or heading one to a line.

    >>> keep_last_words("<p>These <b>carry oxygen</b> around the body.</p>")
    '<p>These <b>carry oxygen</b> around the\xa0body.</p>'
    >>> keep_last_words("<p>Ring us</p>")
    '<p>Ring us</p>'
    """
    parts = TAG.split(html)  # text and tags in turn
    text: list[int] = []
    inside = ""
    for number, part in enumerate(parts):
        if not number % 2:
            text.append(number)
        elif (name := element_of(part)) not in _INLINE:
            _join(parts, text, MOST.get(inside, MOST_ELSEWHERE))
            text = []
            inside = LOOSE if LOOSE in part else "" if part.startswith("</") else name
    _join(parts, text, MOST.get(inside, MOST_ELSEWHERE))
    return "".join(parts)


def _join(parts: list[str], numbers: list[int], most: int) -> None:
    """Put no-break spaces between the last words of one text, if they fit on a line.

    Only inside one run of plain text: where such a space stands beside an element, WeasyPrint 70
    breaks the line at the first place that there is, not at the last.
    """
    text = "".join(parts[number] for number in numbers)
    if not text.strip():
        return
    words = list(_WORD.finditer(text))
    if len(words) < LEAST_WORDS or _NO_BREAK in words[-1][0]:  # its author did it already
        return
    here = 0
    for number in numbers:
        part = parts[number]
        if words[-1].end() - here <= len(part):
            if not parts[number - 1 if number else 0].startswith(_RUN):
                parts[number] = _joined(part, here, words, most)
            return
        here += len(part)


def _joined(part: str, here: int, words: list[re.Match[str]], most: int) -> str:
    """Return the part of a text that holds its end, with its last words joined.

    Args:
        part: The part, a run of plain text.
        here: Where it begins in the whole text.
        words: The words of the whole text.
        most: Letters that they may have together.
    """
    last = words[-1]
    for before, after in reversed(list(pairwise(words))):
        letters = last.end() - before.start()
        if after is not last and (
            last.end() - after.start() >= LEAST_LETTERS or letters > MOST_MORE
        ):
            break
        if before.end() <= here or letters > most:
            break
        part = f"{part[: before.end() - here]}{_NO_BREAK}{part[after.start() - here :]}"
    return part
