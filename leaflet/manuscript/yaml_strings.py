"""YAML in which every value is a string and every value knows its line.

Plain loading turns 02071234567 into another number and NO into false. Here nothing is
converted; the schema converts what it knows the meaning of.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias, Union

import yaml

from leaflet.problems import Place, Problem, Severity

Tree: TypeAlias = Union[str, "list[Tree]", "dict[str, Tree]"]
Path: TypeAlias = tuple[str | int, ...]

UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""Control characters, halves of characters, and those for private use (Unicode, 23)."""

DEEPEST = 12
"""Levels of nesting that settings may have; real ones have four."""


@dataclass(frozen=True, slots=True)
class Settings:
    """A tree of strings and where each branch of it stands."""

    tree: dict[str, Tree]
    lines: Mapping[Path, int]
    file: str

    def place(self, path: Path) -> Place:
        """Return where `path` stands, or the nearest branch above it that stands somewhere."""
        for length in range(len(path), -1, -1):
            if path[:length] in self.lines:
                return Place(self.file, self.lines[path[:length]])
        return Place(self.file)


def read_settings(
    text: str, *, file: str, first_line: int = 1, with_tokens: bool = False
) -> tuple[Settings | None, list[Problem]]:
    """Read YAML `text` that starts at `first_line` of `file`.

    Args:
        text: The settings.
        file: Where they stand.
        first_line: The line of that file in which they begin.
        with_tokens: Whether they hold tokens of facts, which are private-use characters.

    Returns:
        The settings, or nothing when they cannot be read, and what is wrong with them.
    """
    reader = _Reader(file, first_line, UNUSABLE.findall(text) if with_tokens else ())
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        opened = "quoted scalar" in (error.context or "")
        mark = error.context_mark if opened else error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        why = "a quotation mark opens and is never closed" if opened else error.problem
        return None, [_unreadable(Place(file, line), f"{why or error.context}")]
    except (yaml.YAMLError, RecursionError) as error:
        return None, [_unreadable(Place(file, first_line), " ".join(str(error).split()))]
    if node is None:
        return Settings({}, {(): first_line}, file), []
    if not isinstance(node, yaml.MappingNode):
        return None, [
            _unreadable(Place(file, first_line), "there are no lines of the form `name: value`")
        ]
    tree = reader.mapping(node, ())
    if any(problem.severity is Severity.ERROR and problem.blocking for problem in reader.problems):
        return None, reader.problems
    return Settings(tree, reader.lines, file), reader.problems


class _Loader(yaml.SafeLoader):
    """Refuses values that stand for other values: they can unfold without end."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Return the next node, unless it is a name for another one."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # because PyYAML's types leave it out
            words = "a value with * before it, which would stand for another one"
            raise yaml.composer.ComposerError(None, None, words, mark)
        return super().compose_node(parent, index)


def _unreadable(place: Place, why: str) -> Problem:
    return Problem(
        code="settings-unreadable",
        severity=Severity.ERROR,
        message=f"The settings cannot be read here: {why}.",
        hint="Write `name: value`, with a space after the colon; put a value that holds a "
        'colon or starts with a sign into "quotes".',
        place=place,
    )


class _Reader:
    """Turns nodes of YAML into strings, lists and mappings of strings."""

    def __init__(self, file: str, first_line: int, tokens: Iterable[str]) -> None:
        self.file = file
        self.tokens = frozenset(tokens)
        self.first_line = first_line
        self.lines: dict[Path, int] = {(): first_line}
        self.problems: list[Problem] = []
        self._open: set[int] = set()

    def mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Tree]:
        """Return a mapping; a name that stands twice is told."""
        result: dict[str, Tree] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            line = self._line(key_node)
            if key in result:
                self.problems.append(
                    Problem(
                        code="setting-invalid",
                        severity=Severity.ERROR,
                        message=f'"{key}" is set twice; only the first one counts.',
                        hint="Delete one of the two lines.",
                        place=Place(self.file, line),
                    )
                )
                continue
            self.lines[(*path, key)] = line
            result[key] = self.value(value_node, (*path, key))
        return result

    def value(self, node: yaml.Node, path: Path) -> Tree:
        """Return what `node` holds."""
        if id(node) in self._open or len(path) > DEEPEST:
            self.problems.append(
                _unreadable(Place(self.file, self._line(node)), "it is nested too deeply")
            )
            return ""
        self._open.add(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self.mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return list(self._items(node, path))
            return self._scalar(node)
        finally:
            self._open.discard(id(node))

    def _items(self, node: yaml.SequenceNode, path: Path) -> Iterator[Tree]:
        for number, item in enumerate(node.value):
            self.lines[(*path, number)] = self._line(item)
            yield self.value(item, (*path, number))

    def _scalar(self, node: yaml.Node) -> str:
        """Return a value as it was written; an empty one, `~` or `null` is the empty string."""
        written = str(node.value)
        if getattr(node, "style", None) is None and written in ("~", "null", "Null", "NULL"):
            return ""
        unusable = [sign for sign in UNUSABLE.findall(written) if sign not in self.tokens]
        if unusable:
            self.problems.append(
                Problem(
                    code="glyph-missing",
                    severity=Severity.ERROR,
                    message="There is a character here that means nothing on paper "
                    f"(U+{ord(unusable[0]):04X}); it is left out.",
                    hint="Delete it, or write the word that it stood for.",
                    place=Place(self.file, self._line(node)),
                )
            )
        return "".join(sign for sign in written if sign not in unusable).strip()

    def _line(self, node: yaml.Node) -> int:
        return self.first_line + int(node.start_mark.line)
