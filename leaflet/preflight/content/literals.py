"""Phones, web and e-mail addresses and charity numbers as they stand in a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from leaflet.preflight.content.subject import Body, ContentSubject

PHONE = re.compile(r"(?<![\w/.:@-])(?:\+44 ?(?:\(0\) ?)?|\(?0)\d(?:[ ().–-]{0,2}\d){7,10}(?![\w/])")
"""A phone number of the United Kingdom, however it is spaced."""

SHORT_NUMBERS = frozenset({"999", "112", "111", "101", "105", "119", "116123", "116000", "18000"})
"""Numbers of a few digits that are the same everywhere, emergency lines among them."""

EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
WEB = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s<>\"')\]}]+"
    r"|(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.(?:org|uk|com|net|info|eu|ie|scot|wales|cymru|london)"
    r"(?:/[^\s<>\"')\]}]*)?)",
    re.IGNORECASE,
)
NUMBER = re.compile(
    r"charity\s*(?:registration\s*)?(?:number|no\.?|reg\.?)?[\s:(]*((?:SC0|NIC1?)?\d{5,7})",
    re.IGNORECASE,
)
"""A charity's number, behind the word."""

_TOKEN = re.compile(r"\{\{.*?\}\}")


@dataclass(frozen=True, slots=True)
class Literal:
    """Something that its author wrote by hand, and that facts hold as well."""

    kind: str
    """`phone`, `web`, `email` or `number`."""

    written: str
    line: int


def literals(subject: ContentSubject) -> Iterator[Literal]:
    """Yield what stands in the text by hand; what is looked up in the facts is not there yet."""
    yield from _found(subject.body)


@lru_cache(4)  # several rules ask, and all records of a batch have the same source
def _found(body: Body) -> tuple[Literal, ...]:
    return tuple(_literals(body))


def _literals(body: Body) -> Iterator[Literal]:
    for number, line in body:
        rest = _TOKEN.sub("", line)
        for kind, pattern in (("email", EMAIL), ("web", WEB), ("number", NUMBER), ("phone", PHONE)):
            for found in pattern.finditer(rest):
                written = found[found.lastindex or 0].rstrip(".,;:!?")
                yield Literal(kind, written, number)
            rest = pattern.sub(" ", rest)


def digits(phone: str) -> str:
    """Return a phone number as its digits, from 0 on."""
    found = re.sub(r"\D", "", phone.replace("(0)", ""))
    return f"0{found[2:]}" if phone.strip().startswith("+44") else found


def address(web: str) -> str:
    """Return a web address without what does not tell it from others."""
    bare = re.sub(r"^https?://", "", web.strip().lower())
    return re.sub(r"^www\.", "", bare).rstrip("/")
