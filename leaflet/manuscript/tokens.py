"""Facts in the text: tokens before Markdown, values after it.

`{{ a.b }}` becomes one private-use character, which no rule of Markdown, no list of
attributes and no cleaning of HTML touches; afterwards it becomes the escaped value.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from html import escape

from leaflet.manuscript.facts import Fact
from leaflet.manuscript.isolate import curl
from leaflet.manuscript.tags import TAG
from leaflet.problems import Place, Problem, Severity

FIRST = 0xF0000
"""Start of Supplementary Private Use Area-A (Unicode, 23.5)."""

MOST = 0xFFFD
"""Characters in that area."""

_FACT = re.compile(r"\\\{\{|\{\{(.*?)\}\}")
_NAME = re.compile(r"[A-Za-z][\w-]*(\.[\w-]+)+")
_TOKEN = re.compile("[\U000f0000-\U000ffffd]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")

RECORD = "record."
"""How the names of a record's fields begin."""

LookUp = Callable[[str, Place], Fact]


class Tokens:
    """The facts that one text asks for, each with its token."""

    def __init__(self, look_up: LookUp, file: str) -> None:
        """Ask `look_up` for facts; `file` is where they are asked for."""
        self.look_up = look_up
        self.file = file
        self.facts: list[Fact] = []
        self.problems: list[Problem] = []

    def put(self, lines: Sequence[str], first_line: int) -> list[str]:
        """Return `lines` with a token in the place of each fact."""
        return [self._line(line, number) for number, line in enumerate(lines, start=first_line)]

    def _line(self, line: str, number: int) -> str:
        place = Place(self.file, number)

        def token(found: re.Match[str]) -> str:
            if found[1] is None:
                return self._token(Fact("", "{{"))
            name = found[1].strip()
            if _NAME.fullmatch(name):
                return self._token(self.look_up(name, place))
            self.problems.append(_not_a_name(name, place))
            return self._token(Fact(name, "", known=False))

        line = _FACT.sub(token, _PRIVATE.sub(lambda sign: self._private(sign[0], place), line))
        if "{{" in line:
            self.problems.append(_half(place))
        return line

    def _token(self, fact: Fact) -> str:
        if fact not in self.facts:
            if len(self.facts) >= MOST:  # pragma: no cover - 65,533 different facts on a leaflet
                msg = "more facts than there are private-use characters"
                raise ValueError(msg)
            self.facts.append(fact)
        return chr(FIRST + self.facts.index(fact))

    def _private(self, character: str, place: Place) -> str:
        self.problems.append(
            Problem(
                code="glyph-missing",
                severity=Severity.ERROR,
                message=f"There is a private-use character here (U+{ord(character):04X}), "
                "which means nothing without the font it was made for; it is left out.",
                hint="Delete it, or write the word that it stood for.",
                place=place,
            )
        )
        return ""

    def with_record(self, values: Mapping[str, str]) -> "Tokens":
        """Return these tokens with the values of another record.

        Args:
            values: The value of each field of a record by its name.
        """
        other = Tokens(self.look_up, self.file)
        other.facts = [
            replace(one, value=values.get(one.name.removeprefix(RECORD), ""))
            if one.name.startswith(RECORD) and one.known
            else one
            for one in self.facts
        ]
        return other

    @property
    def of_record(self) -> str:
        """Return the tokens that stand for what differs from record to record."""
        numbers = (at for at, one in enumerate(self.facts) if one.name.startswith(RECORD))
        return "".join(chr(FIRST + at) for at in numbers)

    def fill(self, html: str) -> str:
        """Return `html` with the escaped value of each fact in the place of its token.

        In a tag a fact not known yet is empty; in text it is a visible gap.
        """
        parts = TAG.split(html)
        for number, part in enumerate(parts):
            inside_tag = bool(number % 2)
            parts[number] = _TOKEN.sub(lambda one: self._value(one[0], inside_tag), part)  # noqa: B023 - called before the loop goes on
        return "".join(parts)

    def _value(self, token: str, inside_tag: bool) -> str:  # noqa: FBT001 - private, and read by name
        at = ord(token) - FIRST
        fact = self.facts[at]
        if fact.is_gap:
            return "" if inside_tag else gap(fact.gap)
        return escape(fact.value) if inside_tag else escape(curl(fact.value), quote=False)

    def words(self, text: str) -> str:
        """Return `text` with the plain value of each fact, for options of parts."""
        return _TOKEN.sub(lambda one: self._plain(one[0]), text)

    def _plain(self, token: str) -> str:
        fact = self.facts[ord(token) - FIRST]
        return fact.value or f"[{fact.gap}]"


def gap(words: str) -> str:
    """Return a visible gap: HTML that says what is missing.

    >>> gap("phone to come")
    '<span class="gap">phone to come</span>'
    """
    return f'<span class="gap">{escape(words)}</span>'


def _not_a_name(name: str, place: Place) -> Problem:
    return Problem(
        code="fact-unknown",
        severity=Severity.ERROR,
        message=f'"{{{{ {name} }}}}" is not the dotted name of a fact; nothing else is looked up.',
        hint=r"Write a name such as {{ contacts.us.phone }}, or \{{ for two braces as text.",
        place=place,
    )


def _half(place: Place) -> Problem:
    return Problem(
        code="fact-literal",
        severity=Severity.ERROR,
        message="There is a {{ here without its }}.",
        hint=r"Close it on the same line, or write \{{ for two braces as text.",
        place=place,
    )
