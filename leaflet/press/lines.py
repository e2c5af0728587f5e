"""Lines of type as a finished file sets them: where each stands, how large, in which inks.

The walk over the file for its plates hands over what it met of type; here that is followed
through the forms that draw it, so that sizes and places are those on paper, whatever a style
sheet or a picture asked for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Dictionary, Name

from leaflet.pdf.content import Instruction, operands_of
from leaflet.pdf.geometry import STILL, Matrix, six, times
from leaflet.pdf.glyphs import FileFont, read_font
from leaflet.pdf.space import Cmyk
from leaflet.press.set_line import Joiner, Look, SetLine

Heard: TypeAlias = Mapping[tuple[int, int], Sequence[tuple[str, Instruction]]]
"""What each stream of a file holds of `OF_TYPE`, by the stream's number."""

SHOWS = frozenset({"Tj", "TJ", "'", '"'})
"""Operators that show words (ISO 32000-1:2008, 9.4.3)."""

OF_TYPE = frozenset(
    {
        *SHOWS,
        *("q", "Q", "cm", "gs", "Do", "k", "g", "cs", "sc", "scn"),
        *("BT", "Tc", "Td", "TD", "Tf", "TL", "Tm", "Tr", "Ts", "Tw", "Tz", "T*"),
    }
)
"""Operators that decide where words stand, how large they are and which inks they have."""

UNSEEN = 3
"""The way to show words that leaves no ink (ISO 32000-1:2008, 9.3.6)."""


class Listener:
    """Keeps what a stream holds of type, as it goes by: nearly all of a drawing is forgotten."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, Instruction]] = []
        self._saved: list[int] = []
        self._shown = -1
        """Where the last words, or the last form, stand in what was heard."""

    def take(self, operator: str, instruction: Instruction) -> None:
        """Hear one of the operators in `OF_TYPE`."""
        heard = self.heard
        if operator == "q":
            self._saved.append(len(heard))
        elif operator == "Q" and self._saved:
            begin = self._saved.pop()
            if self._shown < begin:  # nothing was shown, and what was set is set back
                del heard[begin:]
                return
        elif operator in SHOWS or operator == "Do":
            self._shown = len(heard)
        heard.append((operator, instruction))


def set_lines(pdf: pikepdf.Pdf, heard: Heard) -> tuple[SetLine, ...]:
    """Return the lines of every page, in the order in which they are painted.

    Args:
        pdf: The finished file, its pages' contents one stream each.
        heard: What its streams hold of type.
    """
    reader = _Reader(heard)
    return tuple(
        line for number, page in enumerate(pdf.pages) for line in reader.page(page.obj, number)
    )


@dataclass(frozen=True, slots=True)
class _State:
    """What of the graphics state matters for words (ISO 32000-1:2008, 8.4 and 9.3)."""

    matrix: Matrix
    inks: Cmyk | None = (0.0, 0.0, 0.0, 1.0)
    opacity: float = 1.0
    """Share by which it hides what lies under it, inside its group."""

    around: float = 1.0
    """The same of the groups around it."""

    font: FileFont | None = None
    size: float = 0.0
    letter_space: float = 0.0
    word_space: float = 0.0
    stretch: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0


_SETS: Mapping[str, Callable[[_State, float], _State]] = {
    "Tc": lambda state, number: replace(state, letter_space=number),
    "TL": lambda state, number: replace(state, leading=number),
    "Tr": lambda state, number: replace(state, mode=int(number)),
    "Ts": lambda state, number: replace(state, rise=number),
    "Tw": lambda state, number: replace(state, word_space=number),
    "Tz": lambda state, number: replace(state, stretch=number / 100),
}
"""Operators that set one number of the state."""


class _Reader:
    """Follows words through the pages of one file, and the forms in them."""

    def __init__(self, heard: Heard) -> None:
        self._heard = heard
        self._fonts: dict[tuple[int, int], FileFont] = {}

    def page(self, page: pikepdf.Object, number: int) -> list[SetLine]:
        """Return the lines of one page."""
        left, _, _, high = (float(one) for one in page.get("/TrimBox", page.MediaBox).as_list())
        joiner = Joiner(number, left, high)
        stream = page.Contents.objgen
        self._stream(stream, page.get("/Resources", Dictionary()), _State(STILL), joiner)
        return joiner.lines

    def _stream(
        self,
        key: tuple[int, int],
        resources: pikepdf.Object,
        state: _State,
        joiner: Joiner,
    ) -> None:
        heard = self._heard.get(key, ())
        if not any(name in SHOWS or name == "Do" for name, _ in heard):
            return
        type_ = _Type(state)
        for name, instruction in heard:
            if name in ("Do", "gs", "Tf"):
                self._named(name, operands_of(instruction), resources, type_, joiner)
            elif name in SHOWS:
                type_.show(name, operands_of(instruction), joiner)
            else:
                type_.take(name, operands_of(instruction))

    def _named(
        self,
        name: str,
        operands: list[Any],
        resources: pikepdf.Object,
        type_: "_Type",
        joiner: Joiner,
    ) -> None:
        """Follow an operator that names a resource."""
        kind = {"Do": "/XObject", "gs": "/ExtGState", "Tf": "/Font"}[name]
        thing = resources.get(kind, Dictionary()).get(str(operands[0]))
        if thing is None:
            return
        state = type_.state
        if name == "Tf":
            font = self._known(thing)
            type_.state = replace(state, font=font, size=float(operands[1]))
        elif name == "gs":
            opacity = float(thing.get("/ca", state.opacity))
            if opacity != state.opacity:  # seldom: nearly every colour is opaque
                type_.state = replace(state, opacity=opacity)
        elif thing.get("/Subtype") == Name.Form:
            inner = replace(
                state,
                matrix=times(six(list(thing.get("/Matrix", pikepdf.Array(STILL)))), state.matrix),
            )
            if "/Group" in thing:
                inner = replace(inner, around=state.around * state.opacity, opacity=1.0)
            self._stream(thing.objgen, thing.get("/Resources", resources), inner, joiner)

    def _known(self, font: pikepdf.Object) -> FileFont:
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = read_font(font)
        return self._fonts[font.objgen]


class _Type:
    """The state of one stream while its words are followed."""

    def __init__(self, state: _State) -> None:
        self.state = state
        self._stack: list[_State] = []
        self._line = STILL
        self._at = STILL

    def take(self, name: str, operands: list[Any]) -> None:
        """Follow one operator that shows nothing and names nothing."""
        state = self.state
        if name == "q":
            self._stack.append(state)
        elif name == "Q":
            self.state = self._stack.pop() if self._stack else state
        elif name == "cm":
            self.state = replace(state, matrix=times(six(operands), state.matrix))
        elif name == "BT":
            self._line = self._at = STILL
        elif name in ("Tm", "Td", "TD", "T*"):
            self._move(name, operands)
        elif name in _SETS:
            self.state = _SETS[name](state, float(operands[0]))
        else:
            inks = _inks(name, operands)
            if inks != state.inks:
                self.state = replace(state, inks=inks)

    def _move(self, name: str, operands: list[Any]) -> None:
        if name == "Tm":
            self._line = self._at = six(operands)
            return
        right, up = (0.0, -self.state.leading) if name == "T*" else map(float, operands)
        if name == "TD":
            self.state = replace(self.state, leading=-up)
        self._line = self._at = times((1.0, 0.0, 0.0, 1.0, right, up), self._line)

    def show(self, name: str, operands: list[Any], joiner: Joiner) -> None:
        """Hand over what an operator shows."""
        if name == '"':
            word_space, letter_space = (float(one) for one in operands[:2])
            self.state = replace(self.state, word_space=word_space, letter_space=letter_space)
        if name in ("'", '"'):
            self._move("T*", [])
        state = self.state
        if state.font is None:
            return
        words = _Words(state, state.font, operands[-1] if name == "TJ" else operands[-1:])
        if words.text.strip() and state.mode != UNSEEN:
            place = times(times((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), self._at), state.matrix)
            font, opacity = state.font, state.around * state.opacity
            look = Look(font.name, font.ascent, font.descent, state.size, state.inks, opacity)
            joiner.add(look, place, words.text, words.words)
        self._at = times((1.0, 0.0, 0.0, 1.0, words.at, 0.0), self._at)


def _inks(name: str, operands: list[Any]) -> Cmyk | None:
    """Return the colour that an operator sets, where it is one of four inks or of grey."""
    if name == "k":
        cyan, magenta, yellow, black = (float(one) for one in operands)
        return (cyan, magenta, yellow, black)
    return (0.0, 0.0, 0.0, 1 - float(operands[0])) if name == "g" else None


class _Words:
    """What one operator shows: its letters, and where along the line its words stand."""

    def __init__(self, state: _State, font: FileFont, shown: Iterable[Any]) -> None:
        """Go through strings, and the numbers between them that bring them nearer."""
        self.text = ""
        self.words: list[tuple[float, float]] = []
        """Begin and end of each word."""
        size, space, nearer = state.size, state.letter_space, state.size / 1000
        at, begin = 0.0, None
        for one in shown:
            if not isinstance(one, pikepdf.String):
                at -= float(one) * nearer
                continue
            for width, letters in font.glyphs(bytes(one)):
                if letters.isspace():
                    if begin is not None:
                        self.words.append((begin, at))
                        begin = None
                    at += state.word_space if font.bytes_each == 1 else 0.0
                elif begin is None:
                    begin = at
                at += width * size + space
                self.text += letters
        if begin is not None:
            self.words.append((begin, at))
        self.at = at
        if state.stretch != 1:
            self.words = [(one * state.stretch, two * state.stretch) for one, two in self.words]
            self.at *= state.stretch
