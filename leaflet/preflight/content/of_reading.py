"""Rules about how hard a text is to read."""

import re
from collections.abc import Iterator
from functools import cache
from math import sqrt

from leaflet.preflight.content.copy import Block, Kind
from leaflet.preflight.content.subject import ContentSubject, Hit

LONG_SENTENCE = {"easy-read": 15, "dementia": 15}
"""Most words of a sentence by audience (Easy Read guides; NHS content guide: 20 for others)."""

USUAL_SENTENCE = 20

LONG_PARAGRAPH = 3
"""Most sentences of a paragraph (NHS content guide, sentences)."""

MUCH = 5
"""Sentences from which on a paragraph of a usual leaflet is told: panels are narrow, and three
would be told of nearly every clinical text (our own judgement)."""

OLDEST = 14
"""Reading age past which most adults have to work (NHS content guide; PIF)."""

ENOUGH = 50
"""Words below which a formula says nothing."""

MANY_SYLLABLES = 2.75
"""Syllables from which on a word is hard: three, with some room for a mean."""

_ENDS = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[\"'“‘(]*[A-Z0-9])")
_SHORTENED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|St|e\.g|i\.e|etc|No|no|approx)\.$")


def sentences(text: str) -> list[str]:
    """Return the sentences of a paragraph.

    >>> sentences("Dr. Lane sees you. Come in!")
    ['Dr. Lane sees you.', 'Come in!']
    """
    found: list[str] = []
    for part in _ENDS.split(text):
        if found and _SHORTENED.search(found[-1]):
            found[-1] += f" {part}"
        elif part.strip():
            found.append(part.strip())
    return found


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_][\w’'-]*", text)


def _prose(subject: ContentSubject) -> list[Block]:
    kinds = (Kind.PARAGRAPH, Kind.ITEM)
    return [one for one in subject.words if one.kind in kinds and not one.text.endswith(":")]


def sentence_long(subject: ContentSubject) -> Iterator[Hit]:
    """A sentence that readers lose on the way."""
    most = LONG_SENTENCE.get(subject.leaflet.governance.audience, USUAL_SENTENCE)
    for block in _prose(subject):
        for sentence in sentences(block.text):
            count = len(sentence.split())
            if count > most:
                begin = " ".join(sentence.split()[:6])
                yield Hit(
                    f'The sentence "{begin}…" has {count} words; {most} are the most that readers '
                    "keep together.",
                    subject.line_of(block, sentence),
                )


def paragraph_long(subject: ContentSubject) -> Iterator[Hit]:
    """A paragraph without a place to rest."""
    most = LONG_PARAGRAPH if subject.strict else MUCH
    for block in _prose(subject):
        count = len(sentences(block.text))
        if block.kind is Kind.PARAGRAPH and count > most:
            begin = " ".join(block.text.split()[:6])
            yield Hit(
                f'The paragraph "{begin}…" has {count} sentences; {most} are the most.', block.line
            )


@cache
def _hyphenation() -> object:
    import pyphen  # type: ignore[import-untyped] # noqa: PLC0415 - no types; not needed at start

    return pyphen.Pyphen(lang="en_GB", left=1, right=1)


@cache
def syllables(word: str) -> float:
    """Return the syllables of an English word, about.

    Hyphenation parts too much at some ends of words and too little at others; groups of vowels err
    the other way. The mean of both is near.

    >>> syllables("leukaemia")
    3.0
    """
    low = word.lower()
    bare = low if _SPOKEN_END.search(low) else _SILENT_END.sub("", low)
    vowels = len(re.findall(r"[aeiouy]+", bare)) or 1
    parts: int = len(_hyphenation().positions(low)) + 1  # type: ignore[attr-defined] # because pyphen has no types
    return (parts + vowels) / 2


_SILENT_END = re.compile(r"(?:es|ed|e)$")
_SPOKEN_END = re.compile(r"(?:[^aeiouy]le|[td]ed|[sxz]es|[cs]hes)$")


def ages(texts: list[str]) -> tuple[float, float] | None:
    """Return the reading ages of a text, by Flesch-Kincaid and by SMOG; nothing if it is short.

    A grade of school in the United States begins at five years (Kincaid and others, 1975;
    McLaughlin, 1969, for SMOG).
    """
    split = [sentence for text in texts for sentence in sentences(text)]
    words = [word for sentence in split for word in _words(sentence)]
    if len(words) < ENOUGH or not split:
        return None
    counts = [syllables(word) for word in words]
    grade = 0.39 * len(words) / len(split) + 11.8 * sum(counts) / len(words) - 15.59
    hard = sum(count >= MANY_SYLLABLES for count in counts)
    smog = 1.0430 * sqrt(hard * 30 / len(split)) + 3.1291
    return grade + 5, smog + 5


def reading_age(subject: ContentSubject) -> Iterator[Hit]:
    """How old one has to be to read it, for the record."""
    found = ages([block.text for block in _prose(subject)])
    if found and min(found) <= OLDEST:
        kincaid, smog = found
        yield Hit(
            f"The reading age is about {kincaid:.0f} by Flesch-Kincaid and {smog:.0f} by SMOG; "
            "9 to 11 is what most people read with ease.",
            subject.top,
        )


def reading_hard(subject: ContentSubject) -> Iterator[Hit]:
    """A text that is hard for most adults by both formulas."""
    found = ages([block.text for block in _prose(subject)])
    if found and min(found) > OLDEST:
        kincaid, smog = found
        yield Hit(
            f"The reading age is about {kincaid:.0f} by Flesch-Kincaid and {smog:.0f} by SMOG, "
            f"more than {OLDEST}.",
            subject.top,
        )
