"""Fences: the lines of `///` that open and close parts and panels.

Every fence is checked here, since a Markdown extension passes silently over unknown names,
bad options and missing closes. Each fence becomes a paragraph of private-use characters,
which comes through Markdown unchanged and shows afterwards where the part begins and ends.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from leaflet.manuscript.parts import KINDS
from leaflet.manuscript.yaml_strings import Settings, read_settings
from leaflet.problems import Place, Problem, Severity, did_you_mean

OPENS, CLOSES, ENDS = "\ue010", "\ue011", "\ue012"

MARK = re.compile(rf"(?:<p>)?([{OPENS}{CLOSES}])(\d+){ENDS}(?:</p>)?")
"""A fence as it comes out of Markdown."""

_FENCE = re.compile(r" {0,3}(/{3,})[ \t]*(.*?)[ \t]*")
_HEAD = re.compile(r"([A-Za-z][\w-]*)[ \t]*(?:\|[ \t]*(.*))?")
_CODE = re.compile(r" {0,3}(`{3,}|~{3,})")
_OPTION = re.compile(r"[ \t]{2,}[\w-]+:(\s|$)")


DEEPEST = 8
"""Blocks within blocks; a real leaflet has three."""


@dataclass(frozen=True, slots=True)
class Fence:
    """One `/// name … ///`."""

    number: int
    name: str
    title: str
    options: Settings
    line: int
    parent: str = ""
    """Name of the fence around it; empty at the top."""

    depth: int = 0
    """How many fences stand around it."""

    @property
    def usable(self) -> bool:
        """Whether there is a part or panel of that name, and it does not stand too deep."""
        return self.name in KINDS and self.depth < DEEPEST


@dataclass(slots=True)
class Scan:
    """What a scan found: lines for Markdown, with their numbers, fences, and problems."""

    lines: list[tuple[int, str]] = field(default_factory=list)
    fences: list[Fence] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def scan(lines: Sequence[str], *, file: str, first_line: int) -> Scan:
    """Find every fence in `lines`, the first of which is `first_line` of `file`."""
    found = Scan()
    opened: list[tuple[int, Fence]] = []
    numbered = iter(_Lookahead(lines, first_line))
    for number, line, rest in numbered:
        fence = _FENCE.fullmatch(line)
        if not fence or rest.in_code:
            found.lines.append((number, line))
            continue
        slashes, words = len(fence[1]), fence[2]
        if words:
            options = list(rest.options())
            for _ in options:
                next(numbered)
            new = _open(words, options, found, opened, Place(file, number))
            opened.append((slashes, new))
            _mark(found, number, OPENS, new)
        elif not opened:
            found.problems.append(_stray(Place(file, number)))
        else:
            _close(slashes, opened, found, file, number)
    last = first_line + len(lines)
    for _, fence_left in reversed(opened):
        found.problems.append(_unclosed(fence_left, file))
        _mark(found, last, CLOSES, fence_left)
    return found


class _Lookahead:
    """Walks lines with their numbers; knows what stands in code, and options that follow."""

    def __init__(self, lines: Sequence[str], first_line: int) -> None:
        self.lines = lines
        self.first_line = first_line
        self.at = 0
        self.code = ""

    @property
    def in_code(self) -> bool:
        """Whether the present line stands inside a block of code."""
        return bool(self.code)

    def __iter__(self) -> Iterator[tuple[int, str, "_Lookahead"]]:
        for self.at, line in enumerate(self.lines):  # noqa: B020 - options() reads where we are
            edge = _CODE.match(line)
            if edge and not self.code:
                self.code = edge[1]
            elif edge and line.strip().startswith(self.code):
                self.code = ""
            yield self.first_line + self.at, line, self

    def options(self) -> Iterator[str]:
        """Yield the indented `name: value` lines that follow the present one."""
        following = self.lines[self.at + 1 :]
        if following and _OPTION.match(following[0]):
            for line in following:
                if not re.match(r"[ \t]{2,}\S", line):
                    break
                yield line


def _open(
    words: str,
    options: list[str],
    found: Scan,
    opened: list[tuple[int, Fence]],
    place: Place,
) -> Fence:
    head = _HEAD.fullmatch(words)
    name = head[1] if head else words
    line = place.line or 0
    settings, wrong = read_settings(
        "\n".join(options), file=place.file, first_line=line + 1, with_tokens=True
    )
    found.problems.extend(wrong)
    fence = Fence(
        number=len(found.fences),
        name=name,
        title=(head[2] or "") if head else "",
        options=settings or Settings({}, {}, place.file),
        line=line,
        parent=opened[-1][1].name if opened else "",
        depth=len(opened),
    )
    found.fences.append(fence)
    if fence.depth == DEEPEST:
        found.problems.append(
            Problem(
                code="html-too-deep",
                severity=Severity.ERROR,
                message=f"Blocks stand more than {DEEPEST} deep in each other; from here on "
                "their text is set in place.",
                hint="Close each block with /// before the next one begins.",
                place=place,
            )
        )
    if name not in KINDS:
        found.problems.append(
            Problem(
                code="block-unknown",
                severity=Severity.ERROR,
                message=f'"{name}" is not a part or a panel; its text is set in place.',
                hint=did_you_mean(name, KINDS),
                place=place,
            )
        )
    return fence


def _close(
    slashes: int, opened: list[tuple[int, Fence]], found: Scan, file: str, number: int
) -> None:
    """Close the innermost fence, or the one with as many slashes if there is one."""
    same = [at for at, (count, _) in enumerate(opened) if count == slashes]
    wanted = same[-1] if same else len(opened) - 1
    while len(opened) > wanted:
        _, fence = opened.pop()
        if len(opened) > wanted:
            found.problems.append(_unclosed(fence, file))
        _mark(found, number, CLOSES, fence)


def _mark(found: Scan, number: int, sign: str, fence: Fence) -> None:
    found.lines.extend([(number, ""), (number, f"{sign}{fence.number}{ENDS}"), (number, "")])


def _stray(place: Place) -> Problem:
    return Problem(
        code="block-stray",
        severity=Severity.ERROR,
        message="This /// closes a block, and none is open here.",
        hint="Delete the line, or write `/// name` above where the block begins.",
        place=place,
    )


def _unclosed(fence: Fence, file: str) -> Problem:
    return Problem(
        code="block-unclosed",
        severity=Severity.ERROR,
        message=f'The block "{fence.name}" opens here and is never closed.',
        hint="Write a line of three slashes, ///, where it ends.",
        place=Place(file, fence.line),
    )
