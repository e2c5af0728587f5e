"""Rules about words: of the web, in capitals, in two spellings, of former names."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

from leaflet.preflight.content.copy import Kind
from leaflet.preflight.content.of_joined_words import LEAST_REST, known_words
from leaflet.preflight.content.of_structure import names_in
from leaflet.preflight.content.subject import Body, ContentSubject, Hit
from leaflet.specs.former_names import FORMER_NAMES

WEB_WORDS = re.compile(
    r"\b(click(?:ing)?(?: here| on| the)?|tap(?:ping)? (?:here|on|the)|"
    r"this (?:web ?page|page)|(?:this|our) webpage|"
    r"(?:see|follow|use) (?:the )?links?(?: (?:above|below))?|(?:above|below) links?|"
    r"links? (?:above|below)|scroll (?:down|up)|drop-?down|log ?in(?:to)?|"
    r"sign in(?:to)?|download(?:s|ed)?|"
    r"read more|learn more here|watch the video|subscribe here|home ?page menu|cookies?)\b",
    re.IGNORECASE,
)
"""Words that mean something on a screen alone (NHS content guide, links: no "click here")."""

CAPITALS = 3
"""Words in capitals one after the other that can still be a name (UKAAF G003)."""

_CAPITALS = re.compile(rf"\b[A-Z]{{2,}}(?:[ -]+[A-Z]{{2,}}){{{CAPITALS},}}\b")


def web_words(subject: ContentSubject) -> Iterator[Hit]:
    """Words that mean nothing on paper."""
    for found, line in subject.matches(WEB_WORDS):
        yield Hit(f'"{found[0]}" means nothing on paper.', line)


_STOP = re.compile(r"\w( +)([.,;:!?])(?=\s|$)|\w( +)([,;])(?=[a-z])")
_DOUBLE = re.compile(r"(?<=[\w.,;:!?)])  +(?=\S)")


def space_before_stop(subject: ContentSubject) -> Iterator[Hit]:
    """A space before a full stop or a comma."""
    for number, line in subject.body:
        for found in _STOP.finditer(line):
            near = line[max(found.start() - 10, 0) : found.end()].strip()
            stop = found[2] or found[4]
            yield Hit(f'There is a space before the "{stop}" in "{near}".', number)


def space_double(subject: ContentSubject) -> Iterator[Hit]:
    """Two spaces where one does."""
    for number, line in subject.body:
        if _DOUBLE.search(line) and "|" not in line:
            yield Hit("There are two spaces, or more, between words of this line.", number)


def lines_empty(subject: ContentSubject) -> Iterator[Hit]:
    """Empty lines that do nothing."""
    run = 0
    for number, line in subject.body:
        if line.strip():
            if run >= 3:  # noqa: PLR2004 - one parts paragraphs, two are a slip
                yield Hit(
                    f"{run} empty lines stand one after the other, and do no more than one.",
                    number - run,
                )
            run = 0
        else:
            run += 1


def quotes_mixed(subject: ContentSubject) -> Iterator[Hit]:
    """Straight and curly marks in one text."""
    straight, curly = (_lines_with(pattern, subject.body) for pattern in (_STRAIGHT, _CURLY))
    if straight and curly:
        fewer = min(straight, curly, key=len)
        yield Hit(
            f"Straight marks (') stand in {_lines(straight)} and curly ones (’) in "
            f"{_lines(curly)}: the text was put together from two.",
            fewer[0],
        )


_STRAIGHT = re.compile(r"\w'\w|\s\"\w")
_CURLY = re.compile(r"[’‘“”]")


@lru_cache(16)  # all records of a batch have the same source
def _lines_with(pattern: re.Pattern[str], body: Body) -> list[int]:
    """Return the numbers of the lines that hold something."""
    return [number for number, line in body if pattern.search(line)]


def _lines(numbers: list[int]) -> str:
    return f"{len(numbers)} line{'' if len(numbers) == 1 else 's'}"


# What an item of a list begins with is none of its text.
_HYPHEN = re.compile(r"^(?:\s*[-*+] )?.*?\w - \w")
_DASH = re.compile(r"^(?:\s*[-*+] )?.*?\w [–—] \w")


def dashes_mixed(subject: ContentSubject) -> Iterator[Hit]:
    """Hyphens and dashes for the same thing."""
    hyphens, dashes = (_lines_with(pattern, subject.body) for pattern in (_HYPHEN, _DASH))
    if hyphens and dashes:
        yield Hit(
            f"A hyphen ( - ) stands for a dash in {_lines(hyphens)}, a dash (–) in "
            f"{_lines(dashes)}.",
            min(hyphens, dashes, key=len)[0],
        )


def capitals(subject: ContentSubject) -> Iterator[Hit]:
    """Whole phrases in capitals."""
    for found, line in subject.matches(_CAPITALS):
        yield Hit(f'"{found[0][:40]}" is all in capitals, which takes the shape from words.', line)


def italics(subject: ContentSubject) -> Iterator[Hit]:
    """Slanted words."""
    for block in subject.words:
        for words in block.leaning:
            yield Hit(
                f'"{words[:40]}" is set in italics, which people with low sight read badly.',
                subject.line_of(block, words),
            )


def underlined(subject: ContentSubject) -> Iterator[Hit]:
    """Words under which a line runs."""
    for block in subject.words:
        for words in block.underlined:
            yield Hit(
                f'"{words[:40]}" is underlined, which cuts off the feet of letters.',
                subject.line_of(block, words),
            )


_SHORT_FORM = re.compile(r"\b(?:[A-Z]\.){1,}[A-Z]\b\.?|\b[A-Z]{2,6}\b")
_HYPHENED = re.compile(r"\b[a-z]+-[a-z]{2,}\b", re.IGNORECASE)


def spelling_mixed(subject: ContentSubject) -> Iterator[Hit]:
    """One thing in two spellings."""
    forms: dict[str, dict[str, int]] = defaultdict(dict)
    for block in subject.words:
        for found in _SHORT_FORM.finditer(block.text):
            form = found[0]
            if form.endswith(".") and found.end() == len(block.text) and form.count(".") == 1:
                form = form[:-1]  # the stop of the sentence
            forms[form.replace(".", "")].setdefault(form, subject.line_of(block, found[0]))
    text = subject.text.lower()
    for block in subject.words:
        for found in _HYPHENED.finditer(block.text):
            word = found[0].lower()
            for other in (word.replace("-", ""), word.replace("-", " ")):
                if re.search(rf"\b{re.escape(other)}\b", text):
                    forms[word.replace("-", "")].setdefault(word, subject.line_of(block, found[0]))
                    forms[word.replace("-", "")].setdefault(other, block.line)
    for same in forms.values():
        if len(same) > 1:
            names = list(same)
            yield Hit(
                f"One thing is spelt in {len(names)} ways: {', '.join(names)}.",
                same[names[-1]],
                "Choose one of them, and write it everywhere.",
            )


def name_former(subject: ContentSubject) -> Iterator[Hit]:
    """A name that an organisation no longer has."""
    subject.facts.asked.add("*.formerly")
    present = names_in(subject)
    own = [
        (old, one.name, "")
        for one in (subject.facts.file.partners or {}).values()
        for old in one.formerly or ()
    ]
    table = [(one.former, one.now, f" since {one.since}") for one in FORMER_NAMES]
    told: set[tuple[int, str]] = set()
    texts = [(block, _straight(block.text)) for block in subject.blocks]
    for old, now, since in chain(own, table):
        wanted, pattern = _former(old)
        for block, written in texts:
            if wanted not in written:
                continue
            text = written
            for name in present | {now}:  # the present name may hold the former one
                if old != name and old in name:
                    text = text.replace(_straight(name), " ")
            found = pattern.search(text)
            key = (block.line, now)
            if found and key not in told and old != now:
                told.add(key)
                yield Hit(
                    f'"{old}" is called "{now}"{since}.',
                    subject.line_of(block, found[0]),
                    f'Write "{now}", or better look it up in the facts, where its name stands '
                    "once.",
                )


@lru_cache(256)
def _former(name: str) -> tuple[str, re.Pattern[str]]:
    """Return a name as it is looked for, and where it stands as a whole."""
    words = _straight(name)
    return words, re.compile(rf"(?<![\w]){re.escape(words)}(?![\w])")


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'")


_LETTERS = re.compile(r"\b[A-Z][A-Z0-9]{1,5}s?\b|\b(?:[A-Z]\.){2,6}[A-Z]?\.?")

KNOWN_SHORT = frozenset(
    {
        *("UK", "NHS", "GP", "BBC", "TV", "PDF", "QR", "CD", "DVD", "ID", "USA", "EU", "UN", "VAT"),
        *("AM", "PM", "OK", "PO", "HM", "MP", "PIN", "SMS", "IT", "RNIB", "AGM", "CIO", "FAQ"),
    }
)
"""Short forms that everybody knows (NHS content guide, abbreviations, and our own judgement)."""


def short_form_unexplained(subject: ContentSubject) -> Iterator[Hit]:
    """A short form that is nowhere written out."""
    text = subject.text
    names = " ".join(names_in(subject))
    told = set()
    for block in subject.words:
        if block.kind is Kind.TITLE:
            continue
        for found in _LETTERS.finditer(_CAPITALS.sub(" ", block.text)):
            short = found[0].rstrip("s.").replace(".", "")
            word = len(short) >= LEAST_REST and short.lower() in known_words()
            known = word or short in KNOWN_SHORT or short in told or short in names
            if known or not short.isalpha() or _written_out(short, text):
                continue
            told.add(short)
            yield Hit(
                f'"{found[0]}" is not written out anywhere.',
                subject.line_of(block, found[0]),
                f'At its first place write all of it, and "({short})" behind it.',
            )


def _written_out(short: str, text: str) -> bool:
    """Return whether words whose first letters make a short form stand in a text.

    Small words between them count only in a name: "mutation leads to leukaemia" is not MLL.
    """
    rest = r"[\w’'-]*[ -]+"
    plain = rest.join(f"[{one}{one.lower()}]" for one in short)
    named = (rest + r"(?:(?:of|and|the|for|in|to|&)[ -]+)*").join(short)
    return bool(re.search(rf"\b(?:{plain}|{named})[\w’'-]+", text))


_CONTRACTIONS = re.compile(
    r"\b(?:can|won|don|doesn|didn|isn|aren|wasn|weren|hasn|haven|hadn|shouldn|wouldn|couldn|mustn)"
    r"[’']t\b|\b\w+[’'](?:ve)\b",
    re.IGNORECASE,
)
_DECIMAL = re.compile(
    r"\b\d+\.\d+ ?(?:%|per cent)|\b\d+ ?[–-] ?\d+ (?:years?|days?|weeks?|months?)"
)
_ORDINAL = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)\b(?= (?:of )?[A-Z][a-z]+)")
SUBJECTIVE = re.compile(
    r"\b(sadly|unfortunately|pull through|good chance|poor chance|hopefully|battle|fight(?:ing)? "
    r"(?:cancer|the disease)|suffer(?:s|ing|ers)?|victims?|tragic(?:ally)?|heartbreaking)\b",
    re.IGNORECASE,
)


def contractions(subject: ContentSubject) -> Iterator[Hit]:
    """Short forms that are read past."""
    for found, line in subject.matches(_CONTRACTIONS):
        yield Hit(f'"{found[0]}" is a short form.', line)


def numbers_hard(subject: ContentSubject) -> Iterator[Hit]:
    """Numbers that are hard to read."""
    for found, line in subject.matches(_DECIMAL, _ORDINAL):
        yield Hit(f'"{found[0]}" is hard to read.', line)


def words_subjective(subject: ContentSubject) -> Iterator[Hit]:
    """Words that judge beside what happens to people."""
    for found, line in subject.matches(SUBJECTIVE):
        yield Hit(f'"{found[0]}" judges, or frightens, beside what happens to people.', line)


JARGON = {
    "acute": "sudden, or coming on fast",
    "chronic": "lasting long",
    "relapse": "the illness comes back",
    "remission": "no sign of the illness is left",
    "prognosis": "how an illness is likely to go on",
    "benign": "no cancer",
    "malignant": "cancer",
    "metastasis": "cancer that has spread",
    "mutation": "a change in a gene",
    "translocation": "a piece of one chromosome that has moved to another",
    "platelets": "cells that help blood to clot",
    "oncology": "care for people with cancer",
    "paediatric": "for children",
    "intravenous": "into a vein",
    "hypertension": "high blood pressure",
    "oedema": "swelling",
    "biopsy": "a small piece taken out for testing",
    "beneficiary": "somebody who gets help",
    "stakeholders": "people whom it concerns",
    "utilise": "use",
    "facilitate": "help",
    "commence": "begin",
}
"""Words of trades, and what they mean (NHS A to Z of writing about health, in our own words)."""

_EXPLAINS = re.compile(r"\((?:[^)]+)\)|\b(?:means?|is|are|called|known as|these|which|that is)\b")


@cache
def _whole_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{word}\b", re.IGNORECASE)


def jargon(subject: ContentSubject) -> Iterator[Hit]:
    """Words of a trade that nobody explains."""
    text = subject.text.lower()
    for word, meaning in JARGON.items():
        if word not in text:
            continue
        places = [
            (block, found)
            for block in subject.words
            for found in [_whole_word(word).search(block.text)]
            if found
        ]
        if not places or any(_explained(block.text, found.end()) for block, found in places):
            continue
        block, found = places[0]
        yield Hit(
            f'"{found[0]}" is a word of a trade, and nothing here says what it means.',
            subject.line_of(block, found[0]),
            f'Say what it means the first time ("{meaning}"), or write that in its place. What a '
            "clinician wrote must be changed by a clinician.",
        )


def _explained(text: str, at: int) -> bool:
    return bool(_EXPLAINS.match(text[at:].lstrip(" ,:–-*"))) if text[at:].strip() else False
