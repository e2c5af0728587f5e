"""Source lines: each block of HTML knows the line on which its author began it.

A mark of private-use characters goes in front of a block's first word before Markdown, and
becomes the attribute `data-line` before Markdown looks at the words themselves, so that
quotation marks, lists and attributes come out as if no mark had been there.
"""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

BEGINS, ENDS = "\ue000", "\ue001"
ATTRIBUTE = "data-line"

_MARK = re.compile(rf"{BEGINS}(\d+){ENDS}")
_PREFIX = re.compile(r" {0,12}(?:#{1,6}[ \t]+|>[ \t]?|[-*+][ \t]+|\d+[.)][ \t]+|:[ \t]+|\|[ \t]*)?")
_STARTS = re.compile(r" {0,12}(?:#{1,6}[ \t]|[-*+][ \t]|\d+[.)][ \t]|>|\||:[ \t])")
_LEAVE = re.compile(
    r"\s*(?:```|~~~|<|\{:|\[[^\]]+\]:|\*\[|[-=*_\s]{3,}$|\|?[\s:|-]+$|[\ue010\ue011])"
    r"| {4}(?![-*+\d])"
)
"""Lines that Markdown reads by their shape: a mark would change what they are."""

_HTML = re.compile(r" {0,3}<[A-Za-z][A-Za-z0-9-]*(?=[\s/>]|$)")
"""A line that begins with HTML: Markdown leaves it alone, so it says its line itself."""

BEFORE_INLINE = 25
"""Priority above Markdown's own `inline` (20), so that marks are gone when it runs."""


def mark_lines(lines: Sequence[tuple[int, str]]) -> Iterator[str]:
    """Yield each line, with a mark in it where it begins a block."""
    code, after_gap = "", True
    for number, line in lines:
        edge = re.match(r"\s*(```+|~~~+)", line)
        if edge and (not code or line.strip().startswith(code)):
            code = "" if code else edge[1]
            yield line
        elif not code and (tag := _HTML.match(line)):
            yield f'{line[: tag.end()]} {ATTRIBUTE}="{number}"{line[tag.end() :]}'
        elif code or _LEAVE.match(line) or not (after_gap or _STARTS.match(line)):
            yield line
        else:
            at = match.end() if (match := _PREFIX.match(line)) else 0
            rest = line[at:]
            yield f"{line[:at]}{BEGINS}{number}{ENDS}{rest}" if rest.strip() else line
        after_gap = not line.strip() or line.lstrip().startswith("#")


class _Marks(Treeprocessor):
    """Turns marks into attributes."""

    def run(self, root: Element) -> None:
        """Move each mark from the text of an element into its attribute."""
        for element in root.iter():
            if element.text and (mark := _MARK.search(element.text)):
                element.set(ATTRIBUTE, mark[1])
                element.text = _MARK.sub("", element.text)
            if element.tail:
                element.tail = _MARK.sub("", element.tail)


class SourceLines(Extension):
    """The Markdown extension that reads the marks."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - the name that Markdown calls
        """Register the tree processor."""
        md.treeprocessors.register(_Marks(md), "source-lines", BEFORE_INLINE)


def without_marks(html: str) -> str:
    """Return `html` without marks that no element took, such as those in raw HTML."""
    return _MARK.sub("", html)
