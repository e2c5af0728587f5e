"""Rule about words that are run together, and the list of words that it knows them by."""

import gzip
import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path

from leaflet.preflight.content.literals import EMAIL, WEB
from leaflet.preflight.content.of_structure import names_in
from leaflet.preflight.content.subject import ContentSubject, Hit

_WORD = re.compile(r"[A-Za-z][A-Za-z’'-]*")

_BEHIND = frozenset({"the", "and", "of", "with", "from", "that", "this", "your"})
_BEFORE = _BEHIND | {
    *("to", "in", "for", "our", "you", "we", "are", "is", "have", "will", "can"),
}
"""Small words that are run together with what stands after or before them."""

LEAST = 5
"""Letters from which on a word is looked at."""

LEAST_REST = 4
"""Letters of the other word."""


def words_joined(subject: ContentSubject) -> Iterator[Hit]:
    """Two words without a space between them."""
    own = {word.lower() for name in names_in(subject) for word in name.split()}
    told = set()
    for block in subject.words:
        plain = WEB.sub(" ", EMAIL.sub(" ", block.text))
        for found in _WORD.finditer(plain):
            word = found[0].replace("’", "'")
            if word in told or word.lower() in own or _inner_name(plain, found.start(), word):
                continue
            parted = _parted(word.lower())
            if parted:
                told.add(word)
                yield Hit(
                    f'"{word}" looks like two words, "{parted}".',
                    subject.line_of(block, found[0]),
                    f'Write "{parted}"; if it is a name, write it into the facts.',
                )


def _inner_name(text: str, at: int, word: str) -> bool:
    """Return whether a word has a capital and does not begin a sentence: a name, most likely."""
    before = text[:at].rstrip(" \"'“‘(")
    return word[0].isupper() and bool(before) and before[-1] not in ".!?:"


@lru_cache(4096)
def _parted(word: str) -> str:
    """Return a word that is none as the two that it is made of, or nothing."""
    if len(word) < LEAST or not word.isalpha() or word in known_words():
        return ""
    for at in range(2, len(word) - 1):
        one, two = word[:at], word[at:]
        small_first = one in _BEFORE and len(two) >= LEAST_REST and two in known_words()
        small_last = two in _BEHIND and len(one) >= LEAST_REST and one in known_words()
        both_small = one in _BEFORE and two in _BEFORE
        if small_first or small_last or both_small:
            return f"{one} {two}"
    return ""


class WordList:
    """English words in one long text, looked up there: to make a set of them takes longer."""

    def __init__(self, text: str) -> None:
        """Take the words in the order of their characters, as `"word": count,` on lines."""
        self._text = text.strip("{}\n")

    def __contains__(self, word: str) -> bool:
        """Return whether it is one of the words, in small letters."""
        at = bisect_left(range(len(self._text) - 1), word, key=self._word_at)
        return self._word_at(at) == word

    def _word_at(self, at: int) -> str:
        """Return the word on whose line a character stands."""
        begin = self._text.rfind("\n", 0, at) + 1
        return self._text[begin + 1 : self._text.index('"', begin + 1)]


@cache
def known_words() -> WordList:
    """Return the English words that a well-kept list knows, without its checker around them."""
    package = find_spec("spellchecker")
    folder = Path(package.submodule_search_locations[0]) if package else Path()  # type: ignore[index] # because a package has a folder
    return WordList(gzip.decompress((folder / "resources" / "en.json.gz").read_bytes()).decode())
