"""Lengths out of a theme's tokens: what `calc()` and `var()` in `tokens.css` come to.

The engine works them out for itself and tells nobody. Checks of type ask here what the theme
means: sums and products of lengths, numbers and other tokens, which is all that tokens need.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from leaflet.model import USUAL_PT, Leaflet
from leaflet.specs.format import Format
from leaflet.units import CSS_PX_PER_INCH, MM_PER_INCH, POINTS_PER_INCH

UNITS = {
    "mm": 1.0,
    "cm": 10.0,
    "in": MM_PER_INCH,
    "pt": MM_PER_INCH / POINTS_PER_INCH,
    "pc": 12 * MM_PER_INCH / POINTS_PER_INCH,
    "px": MM_PER_INCH / CSS_PX_PER_INCH,
    "q": 0.25,
}
"""Millimetres of each absolute unit (CSS Values and Units 4, 6.2)."""

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_TOKEN = re.compile(r"(--[\w-]+)\s*:\s*([^;]+)")
_WORD = re.compile(r"\s*(?:(calc\(|var\(\s*--[\w-]+\s*\)|[-+*/()])|(\d*\.?\d+)([a-zA-Z%]*))")


def tokens_of(leaflet: Leaflet, form: Format) -> str:
    """Return what a format and a leaflet say themselves of tokens, as CSS.

    Styles can then speak of a panel's width and height. Posters have sizes of their own.
    """
    first = form.finished
    said = f"--panel-width: {first.width:g}mm; --panel-height: {first.height:g}mm"
    scale = leaflet.text_pt(form.name) / USUAL_PT
    if scale != 1 and form.kind != "poster":
        said += f"; --scale: {scale:.5g}; --title-scale: 1"
    return f":root.{form.name} {{ {said} }}"


class UnreadableLengthError(Exception):
    """A token is not there, or is no length that is known here."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number, a length in mm, or what comes of multiplying them."""

    value: float
    lengths: int = 0
    """How many lengths were multiplied: 0 for a number, 1 for a length."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a theme, as they are for one format."""

    values: Mapping[str, str]
    """What stands behind each name, with its two hyphens."""

    @classmethod
    def of(cls, css: str, classes: Iterable[str]) -> "Tokens":
        """Return the tokens of a style sheet; what it says for the format goes first.

        Args:
            css: The style sheet. Only rules for `:root`, alone or with classes, are read.
            classes: The classes of the format's documents.
        """
        rules = [
            ({one.strip() for one in selectors.split(",")}, body)
            for selectors, body in _RULE.findall(_COMMENT.sub("", css))
        ]
        mine = frozenset(classes)
        found: list[tuple[int, str]] = []
        for selectors, body in rules:
            for selector in selectors:
                root, *wanted = selector.split(".")
                if root == ":root" and mine.issuperset(wanted):
                    found.append((len(wanted), body))
        values: dict[str, str] = {}
        for _, body in sorted(found, key=lambda one: one[0]):  # more classes weigh more
            values |= {name: value.strip() for name, value in _TOKEN.findall(body)}
        return cls(values)

    def length(self, name: str) -> float:
        """Return a token in mm.

        >>> css = ":root { --scale: 2; --line: calc(5.5mm * var(--scale)) }"
        >>> Tokens.of(css, ["poster-a4"]).length("--line")
        11.0

        Raises:
            UnreadableLengthError: there is no such token, or it is no length.
        """
        found = self.amount(name)
        if found.lengths != 1:
            msg = f"{name} is no length"
            raise UnreadableLengthError(msg)
        return found.value

    def amount(self, name: str, inside: tuple[str, ...] = ()) -> Amount:
        """Return what a token comes to; `inside` are those that name it on the way.

        Raises:
            UnreadableLengthError: there is no such token, or it cannot be worked out.
        """
        if name not in self.values or name in inside:
            msg = f"{name} is not there, or is made of itself"
            raise UnreadableLengthError(msg)
        return _Sum(self, self.values[name], (*inside, name)).result()


class _Sum:
    """Reads the value of one token from left to right (CSS Values and Units 4, 10.1)."""

    def __init__(self, tokens: Tokens, text: str, inside: tuple[str, ...]) -> None:
        self._tokens = tokens
        self._inside = inside
        self._words = list(_words(text))

    def result(self) -> Amount:
        """Return what all of it comes to."""
        found = self._sum()
        if self._words:
            msg = f"{self._inside[-1]} goes on with {self._words[0]}"
            raise UnreadableLengthError(msg)
        return found

    def _next(self, *wanted: str) -> str:
        """Take the next word if it is one of these; nothing if it is not."""
        return self._words.pop(0) if self._words and self._words[0] in wanted else ""

    def _sum(self) -> Amount:
        found = self._product()
        while sign := self._next("+", "-"):
            then = self._product()
            if then.lengths != found.lengths:
                msg = f"{self._inside[-1]} adds a number to a length"
                raise UnreadableLengthError(msg)
            value = found.value + then.value if sign == "+" else found.value - then.value
            found = Amount(value, found.lengths)
        return found

    def _product(self) -> Amount:
        found = self._one()
        while sign := self._next("*", "/"):
            then = self._one()
            if sign == "*":
                found = Amount(found.value * then.value, found.lengths + then.lengths)
            elif then.value:
                found = Amount(found.value / then.value, found.lengths - then.lengths)
            else:
                msg = f"{self._inside[-1]} divides by nothing"
                raise UnreadableLengthError(msg)
        return found

    def _one(self) -> Amount:
        if self._next("-"):
            found = self._one()
            return Amount(-found.value, found.lengths)
        if self._next("calc(", "("):
            found = self._sum()
            if self._next(")"):
                return found
        elif self._words:
            word = self._words.pop(0)
            if word.startswith("var("):
                return self._tokens.amount(word[4:-1].strip(), self._inside)
            number = re.fullmatch(r"(\d*\.?\d+)([a-z]*)", word)
            if number and not number[2]:
                return Amount(float(number[1]))
            if number and number[2] in UNITS:
                return Amount(float(number[1]) * UNITS[number[2]], 1)
        msg = f"{self._inside[-1]} is no sum or product of lengths"
        raise UnreadableLengthError(msg)


def _words(text: str) -> Iterator[str]:
    """Yield the words of a value; what is none of them ends it as one that nothing knows."""
    at = 0
    text = text.strip()
    while at < len(text):
        found = _WORD.match(text, at)
        if found is None:
            yield text[at:]
            return
        yield found[1] or (found[2] + found[3].lower())
        at = found.end()
