"""What one operator shows of type: its letters, its length, and where its words stand."""

from collections.abc import Iterable
from typing import Any

import pikepdf

from leaflet.pdf.glyphs import FileFont
from leaflet.pdf.state import State


class Shown:
    """What an operator shows (ISO 32000-1:2008, 9.4.3 and 9.4.4), along its line."""

    def __init__(self, state: State, font: FileFont, shown: Iterable[Any]) -> None:
        """Go through strings, and the numbers between them that bring them nearer."""
        self.text = ""
        self.codes = b""
        self.words: list[tuple[float, float]] = []
        """Begin and end of each word, in points."""
        size, letter_space, nearer = state.size, state.letter_space, state.size / 1000
        word_space = state.word_space if font.bytes_each == 1 else 0.0
        at, begin = 0.0, None
        for one in shown:
            if not isinstance(one, pikepdf.String):
                at -= float(one) * nearer
                continue
            string = bytes(one)
            self.codes += string
            for width, letters in font.glyphs(string):
                if letters.isspace():
                    if begin is not None:
                        self.words.append((begin, at))
                        begin = None
                    at += word_space
                elif begin is None:
                    begin = at
                at += width * size + letter_space
                self.text += letters
        if begin is not None:
            self.words.append((begin, at))
        self.length = at
        if state.stretch != 1:
            self.length *= state.stretch
            self.words = [(one * state.stretch, two * state.stretch) for one, two in self.words]
