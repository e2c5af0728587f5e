"""Lines of type as a finished file sets them: where each stands, how large, in which inks.

The walk over the file for its plates hands over what it met of type; here that is followed
through the forms that draw it, so that sizes and places are those on paper, whatever a style
sheet or a picture asked for.
"""

import re
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Dictionary, Name

from leaflet.press.colour import Cmyk
from leaflet.press.content import Instruction, operands_of
from leaflet.units import from_points

Box: TypeAlias = tuple[float, float, float, float]
"""Left, top, width and height in mm, from the top left corner of the trim."""

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

HEIGHT, DEPTH = 0.75, 0.2
"""How far words reach above and below their baseline, in shares of their size: the ascenders
and descenders of Latin typefaces."""

UNSEEN = 3
"""The way to show words that leaves no ink (ISO 32000-1:2008, 9.3.6)."""

GAP = 1.0
"""Space in shares of the size past which words are no longer of one line: a column begins."""

WORD_GAP = 0.15
"""Space in shares of the size that looks like one between words: half of a usual one."""

SAME = 0.01
"""Distance in mm by which two baselines may differ and be one."""


@dataclass(frozen=True, slots=True)
class SetLine:
    """Words that stand beside each other in one font, size and colour, as they will print."""

    page: int
    """Number of the page in the file, from 0: a side of the sheet."""

    left: float
    """Where its baseline begins, in mm from the left trim of the side."""

    baseline: float
    """Where its baseline lies, in mm from the upper trim of the side."""

    width: float
    """How long it is, in mm."""

    size_pt: float
    """Size of its type in points, as placed."""

    font: str
    """Name of the font in the file, without the mark of a subset."""

    ascent: float
    """How far the font says that it rises, in shares of its size."""

    descent: float
    """How far the font says that it falls, in shares of its size; below 0."""

    inks: Cmyk | None
    """Its colour; nothing for a pattern, or for what prints on every plate."""

    opacity: float
    """How much of what lies under it is hidden: 1 for all."""

    upright: bool
    """Whether it is read from left to right without turning the sheet."""

    text: str
    words: tuple[Box, ...]
    """Where each of its words stands."""

    @property
    def bold(self) -> bool:
        """Return whether its font calls itself bold; half bold is not."""
        name = self.font.lower().replace("-", "")
        return any(one in name for one in ("bold", "black", "heavy")) and not any(
            one in name for one in ("semi", "demi")
        )

    @property
    def box(self) -> Box:
        """Return where it stands."""
        left, top = (min(one[side] for one in self.words) for side in (0, 1))
        right = max(one[0] + one[2] for one in self.words)
        low = max(one[1] + one[3] for one in self.words)
        return (left, top, right - left, low - top)


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


Matrix: TypeAlias = tuple[float, float, float, float, float, float]

_STILL: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that does one after the other (ISO 32000-1:2008, 8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )


def _six(operands: Sequence[Any]) -> Matrix:
    a, b, c, d, e, f = (float(one) for one in operands)
    return (a, b, c, d, e, f)


@dataclass(frozen=True, slots=True)
class _Font:
    """What is asked of a font: how wide its glyphs are, and which letters they stand for."""

    name: str
    bytes_each: int
    """Bytes of a string that make one glyph."""

    widths: Mapping[int, float]
    """Widths in shares of the size."""

    usual: float
    """Width of all other glyphs."""

    letters: Mapping[int, str]
    ascent: float
    descent: float

    known: dict[bytes, list[tuple[float, str]]] = field(default_factory=dict)
    """What strings were found to be: most are of one glyph, and come again and again."""

    def glyphs(self, string: bytes) -> list[tuple[float, str]]:
        """Return the glyphs of a string: their widths in shares of the size, and letters."""
        found = self.known.get(string)
        if found is None:
            found = self.known[string] = [
                (self.widths.get(code, self.usual), self.letters.get(code, ""))
                for code in self._codes(string)
            ]
        return found

    def _codes(self, string: bytes) -> Sequence[int]:
        """Return the numbers of a string's glyphs."""
        if self.bytes_each == 1:
            return string
        pairs = len(string) // 2
        return struct.unpack_from(f">{pairs}H", string)


_PAIR = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")
_PAIRS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_SUBSET = re.compile(r"^/?(?:[A-Z]{6}\+)?")


def _font(font: pikepdf.Object) -> _Font:
    """Return a font of the file (ISO 32000-1:2008, 9.6 to 9.8)."""
    composite = font.get("/Subtype") == Name.Type0
    inner = font.DescendantFonts[0] if composite else font
    described = inner.get("/FontDescriptor", Dictionary())
    unit = float(font.FontMatrix[0]) if font.get("/Subtype") == Name.Type3 else 0.001
    return _Font(
        name=_SUBSET.sub("", str(font.get("/BaseFont", ""))),
        bytes_each=2 if composite else 1,
        widths={code: width * unit for code, width in _widths(inner, composite=composite)},
        usual=float(inner.get("/DW", 1000) if composite else described.get("/MissingWidth", 0))
        * unit,
        letters=dict(_letters(font)),
        ascent=float(described.get("/Ascent", 0)) / 1000,
        descent=float(described.get("/Descent", 0)) / 1000,
    )


def _widths(font: pikepdf.Object, *, composite: bool) -> Iterator[tuple[int, float]]:
    """Yield glyphs and their widths (ISO 32000-1:2008, 9.7.4.3)."""
    if not composite:
        first = int(font.get("/FirstChar", 0))
        for code, width in enumerate(font.get("/Widths", pikepdf.Array()).as_list(), first):
            yield code, float(width)
        return
    parts = iter(font.get("/W", pikepdf.Array()).as_list())
    for start in parts:
        then = next(parts)
        if isinstance(then, pikepdf.Array):
            for code, width in enumerate(then.as_list(), int(start)):
                yield code, float(width)
        else:
            alike = float(next(parts))
            yield from ((code, alike) for code in range(int(start), int(then) + 1))


def _letters(font: pikepdf.Object) -> Iterator[tuple[int, str]]:
    """Yield glyphs and the letters that they stand for, as the engine writes them: in pairs."""
    if "/ToUnicode" in font:
        for group in _PAIRS.findall(font.ToUnicode.read_bytes()):
            for code, letters in _PAIR.findall(group):
                told = bytes.fromhex(letters.decode()).decode("utf-16-be", "replace")
                yield int(code, 16), told


@dataclass(frozen=True, slots=True)
class _State:
    """What of the graphics state matters for words (ISO 32000-1:2008, 8.4 and 9.3)."""

    matrix: Matrix
    inks: Cmyk | None = (0.0, 0.0, 0.0, 1.0)
    opacity: float = 1.0
    """Share by which it hides what lies under it, inside its group."""

    around: float = 1.0
    """The same of the groups around it."""

    font: _Font | None = None
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
        self._fonts: dict[tuple[int, int], _Font] = {}

    def page(self, page: pikepdf.Object, number: int) -> list[SetLine]:
        """Return the lines of one page."""
        left, _, _, high = (float(one) for one in page.get("/TrimBox", page.MediaBox).as_list())
        joiner = _Joiner(number, left, high)
        stream = page.Contents.objgen
        self._stream(stream, page.get("/Resources", Dictionary()), _State(_STILL), joiner)
        return joiner.lines

    def _stream(
        self,
        key: tuple[int, int],
        resources: pikepdf.Object,
        state: _State,
        joiner: "_Joiner",
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
        joiner: "_Joiner",
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
                matrix=_times(
                    _six(list(thing.get("/Matrix", pikepdf.Array(_STILL)))), state.matrix
                ),
            )
            if "/Group" in thing:
                inner = replace(inner, around=state.around * state.opacity, opacity=1.0)
            self._stream(thing.objgen, thing.get("/Resources", resources), inner, joiner)

    def _known(self, font: pikepdf.Object) -> _Font:
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = _font(font)
        return self._fonts[font.objgen]


class _Type:
    """The state of one stream while its words are followed."""

    def __init__(self, state: _State) -> None:
        self.state = state
        self._stack: list[_State] = []
        self._line = _STILL
        self._at = _STILL

    def take(self, name: str, operands: list[Any]) -> None:
        """Follow one operator that shows nothing and names nothing."""
        state = self.state
        if name == "q":
            self._stack.append(state)
        elif name == "Q":
            self.state = self._stack.pop() if self._stack else state
        elif name == "cm":
            self.state = replace(state, matrix=_times(_six(operands), state.matrix))
        elif name == "BT":
            self._line = self._at = _STILL
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
            self._line = self._at = _six(operands)
            return
        right, up = (0.0, -self.state.leading) if name == "T*" else map(float, operands)
        if name == "TD":
            self.state = replace(self.state, leading=-up)
        self._line = self._at = _times((1.0, 0.0, 0.0, 1.0, right, up), self._line)

    def show(self, name: str, operands: list[Any], joiner: "_Joiner") -> None:
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
            place = _times(_times((1.0, 0.0, 0.0, 1.0, 0.0, state.rise), self._at), state.matrix)
            joiner.add(state, state.font, place, words)
        self._at = _times((1.0, 0.0, 0.0, 1.0, words.at, 0.0), self._at)


def _inks(name: str, operands: list[Any]) -> Cmyk | None:
    """Return the colour that an operator sets, where it is one of four inks or of grey."""
    if name == "k":
        cyan, magenta, yellow, black = (float(one) for one in operands)
        return (cyan, magenta, yellow, black)
    return (0.0, 0.0, 0.0, 1 - float(operands[0])) if name == "g" else None


class _Words:
    """What one operator shows: its letters, and where along the line its words stand."""

    def __init__(self, state: _State, font: _Font, shown: Iterable[Any]) -> None:
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


class _Joiner:
    """Collects the lines of one page: what stands beside what is alike becomes one line."""

    def __init__(self, page: int, left_pt: float, high_pt: float) -> None:
        """Prepare for a page whose trim has its top left corner there."""
        self.lines: list[SetLine] = []
        self._page = page
        self._left = left_pt
        self._high = high_pt

    def add(self, state: _State, font: _Font, place: Matrix, words: _Words) -> None:
        """Add what one operator showed."""
        a, b, c, d, right, up = place
        size = state.size * hypot(c, d)
        begin = words.words[0][0]
        line = SetLine(
            page=self._page,
            left=from_points(right + a * begin - self._left),
            baseline=from_points(self._high - up - b * begin),
            width=from_points((words.words[-1][1] - begin) * hypot(a, b)),
            size_pt=round(size, 3),
            font=font.name,
            ascent=font.ascent,
            descent=font.descent,
            inks=state.inks,
            opacity=state.around * state.opacity,
            upright=a * state.size > 0 and d * state.size > 0 and abs(b) + abs(c) < abs(a) / 1000,
            text=words.text,
            words=tuple(self._box(place, one, state.size) for one in words.words),
        )
        if self.lines and _joins(self.lines[-1], line):
            line = _joined(self.lines.pop(), line)
        self.lines.append(line)

    def _box(self, place: Matrix, word: tuple[float, float], size: float) -> Box:
        a, b, c, d, right, up = place
        if not b and not c:
            left, top = right + a * word[0] - self._left, self._high - up - d * HEIGHT * size
            box_pt = (left, top, a * (word[1] - word[0]), d * (HEIGHT + DEPTH) * size)
            left, top, width, height = map(from_points, box_pt)
            return (left, top, width, height)
        corners = [(x, y) for x in word for y in (-DEPTH * size, HEIGHT * size)]
        across = [a * x + c * y + right - self._left for x, y in corners]
        down = [self._high - (b * x + d * y + up) for x, y in corners]
        left, top = from_points(min(across)), from_points(min(down))
        return (left, top, from_points(max(across)) - left, from_points(max(down)) - top)


def _joins(line: SetLine, then: SetLine) -> bool:
    """Return whether one goes on where the other ends, and looks the same."""
    size = from_points(line.size_pt)
    return (
        line.upright
        and then.upright
        and abs(line.baseline - then.baseline) < SAME
        and abs(then.left - line.left - line.width) < GAP * size
        and _looks(line) == _looks(then)
    )


def _looks(line: SetLine) -> tuple[object, ...]:
    return (line.font, line.size_pt, line.inks, line.opacity)


def _joined(line: SetLine, then: SetLine) -> SetLine:
    gap = then.left - line.left - line.width
    between = " " if gap > WORD_GAP * from_points(line.size_pt) else ""
    return replace(
        line,
        width=then.left + then.width - line.left,
        text=line.text + between + then.text,
        words=line.words + then.words,
    )
