"""Rules about ways to reach somebody, and about what the facts hold and the text says again."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from leaflet.preflight.content.copy import Kind
from leaflet.preflight.content.literals import (
    EMAIL,
    PHONE,
    SHORT_NUMBERS,
    WEB,
    Literal,
    address,
    digits,
    literals,
)
from leaflet.preflight.content.subject import ContentSubject, Hit, asked_often

LONG_ADDRESS = 40
"""Characters of a web address that somebody can type (our own judgement)."""

DRAMA = re.compile(
    r"^(?:01(?:13|14|15|16|17|18|21|31|41|51|61)4960\d{3}|01914980\d{3}|02079460\d{3}"
    r"|02890180\d{3}|02920180\d{3}|01632960\d{3}|07700900\d{3}|08081570\d{3}|09098790\d{3}"
    r"|03069990\d{3})$"
)
"""Numbers that Ofcom keeps for plays and films, so that nobody is rung up (Ofcom, "Telephone
numbers for use in TV and radio drama programmes")."""

LENGTHS = {"01": (10, 11), "02": (11,), "03": (11,), "05": (11,), "07": (11,), "08": (10, 11)}
"""Digits of a number by its first two (Ofcom, National Telephone Numbering Plan)."""

_GOOD = re.compile(
    r"^(?:0\d{2} \d{4} \d{4}|0\d{3} \d{3} \d{2} \d{2}|0\d{3} \d{3} \d{4}|0\d{3} \d{3} \d{2,3}"
    r"|0\d{3} \d{2} \d{2} \d{2,3}"
    r"|0\d{3} \d{4} \d{3}|0\d{4} \d{3} \d{3}|0\d{4} \d{5,6}|0\d{4} \d{2} \d{2} \d{2}|0\d{5} \d{4,5}"
    r"|0\d{3} \d{2} \d{3} \d{2}|0\d{4} \d{2} \d{4}|0\d{3} \d{2} \d{5})$"
)
"""How a number is parted by spaces (NHS content guide, phone numbers)."""

_KINDS = ("phone", "email", "web", "number")


def _known(subject: ContentSubject, kind: str) -> list[tuple[str, str]]:
    """Return the facts of a kind, by their dotted names; defaults of records count as facts."""
    tree = subject.facts.settings.tree
    found: list[tuple[str, str]] = []
    for group in ("contacts", "partners"):
        entries = tree.get(group)
        for key, entry in entries.items() if isinstance(entries, dict) else []:
            value = entry.get(kind) if isinstance(entry, dict) else None
            if isinstance(value, str) and value:
                found.append((f"{group}.{key}.{kind}", value))
    numbers = subject.organisation.numbers if subject.organisation else None
    if kind == "number":
        found += [(f"organisation.numbers.{key}", one) for key, one in (numbers or {}).items()]
    return found


def _same(kind: str, one: str, other: str) -> bool:
    if kind == "phone":
        return digits(one) == digits(other)
    if kind == "web":
        mine, known = address(one), address(other)
        return mine == known or mine.startswith(f"{known}/")
    return one.lower() == other.lower()


def fact_differs(subject: ContentSubject) -> Iterator[Hit]:
    """What is written by hand and stands otherwise in the facts."""
    for one in literals(subject):
        known = _asked(subject, one)
        if not known or any(_same(one.kind, one.written, value) for _, value in known):
            continue
        name, value = max(known, key=lambda fact: _likeness(one.written, fact[1]))
        if one.kind == "web" and not _same_place(one.written, [value for _, value in known]):
            continue  # told as one that no fact holds
        yield Hit(
            f'"{one.written}" stands in no fact; the nearest is {name}, "{value}".',
            one.line,
            f"If that is meant, write {{{{ {name} }}}} in its place; if not, write it into the "
            "facts and look it up from there.",
        )


def fact_loose(subject: ContentSubject) -> Iterator[Hit]:
    """What is written by hand and stands in no fact."""
    for one in literals(subject):
        known = _asked(subject, one)
        values = [value for _, value in known]
        if any(_same(one.kind, one.written, value) for value in values):
            continue
        if not known or (one.kind == "web" and not _same_place(one.written, values)):
            yield Hit(
                f'"{one.written}" stands in this text alone: when it changes, nobody will find it.',
                one.line,
            )


def _asked(subject: ContentSubject, one: Literal) -> list[tuple[str, str]]:
    """Return the facts that something written by hand is compared with, and say it was asked."""
    if one.kind == "phone" and digits(one.written) in SHORT_NUMBERS:
        return [("", one.written)]
    subject.facts.asked.add(f"*.{one.kind}")
    fields = [(f"record.{name}", value) for name, value in subject.leaflet.fields.items() if value]
    return [*_known(subject, one.kind), *fields]


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _same_place(one: str, known: list[str]) -> bool:
    """Return whether a web address is of a place that the facts know, or nearly."""
    place = address(one).partition("/")[0]
    return any(_likeness(place, address(value).partition("/")[0]) > 0.9 for value in known)  # noqa: PLR2004 - a letter or two


def address_long(subject: ContentSubject) -> Iterator[Hit]:
    """A web address that nobody types."""
    seen = {link.address: block.line for block in subject.blocks for link in block.links}
    for block in subject.blocks:
        for contact in block.of:
            if contact.web:
                seen.setdefault(contact.web, block.line)
    for one in literals(subject):
        if one.kind == "web":
            seen.setdefault(f"https://{address(one.written)}", one.line)
    for web, line in seen.items():
        if not web.startswith("http"):
            continue
        bare = address(web)
        if len(bare) > LONG_ADDRESS or "?" in bare:
            why = "a question mark in it" if "?" in bare else f"{len(bare)} characters"
            yield Hit(f'The address "{bare[:60]}" has {why}: nobody types it.', line)


def phone_drama(subject: ContentSubject) -> Iterator[Hit]:
    """A number that is kept for plays."""
    told = set()
    for phone, line, _ in _phones(subject):
        if DRAMA.match(digits(phone)) and digits(phone) not in told:
            told.add(digits(phone))
            yield Hit(f'The number "{phone}" is kept for plays and films: nobody answers.', line)


def phone_length(subject: ContentSubject) -> Iterator[Hit]:
    """A number with a digit too many or too few."""
    for phone, line, _ in _phones(subject):
        found = digits(phone)
        wanted = LENGTHS.get(found[:2])
        if found not in SHORT_NUMBERS and wanted and len(found) not in wanted:
            least = " or ".join(map(str, wanted))
            yield Hit(
                f'The number "{phone}" has {len(found)} digits; numbers that begin with '
                f'"{found[:2]}" have {least}.',
                line,
            )


def phone_form(subject: ContentSubject) -> Iterator[Hit]:
    """A number that is hard to read out."""
    for phone, line, _ in _phones(subject):
        found = digits(phone)
        if found in SHORT_NUMBERS or len(found) not in LENGTHS.get(found[:2], ()):
            continue
        if not _GOOD.match(phone.strip()):
            yield Hit(f'The number "{phone}" is not parted by spaces as people say it.', line)


@asked_often
def _phones(subject: ContentSubject) -> Iterator[tuple[str, int, bool]]:
    """Yield every phone number that is printed, its line, and whether it is from the facts."""
    seen = set()
    for block in subject.blocks:
        for contact in block.of:
            for kind, value in contact.ways:
                if kind == "phone" and value and (value, block.line) not in seen:
                    seen.add((value, block.line))
                    yield value, block.line, True
        if block.kind is Kind.PRINTED:
            continue
        text = WEB.sub(" ", EMAIL.sub(" ", block.text))
        for found in PHONE.finditer(text):
            line = subject.line_of(block, found[0])
            if (found[0], line) not in seen:
                seen.add((found[0], line))
                yield found[0].strip(), line, False


_PHONE_WORD = re.compile(r"\b(telephone(?: number)?|tel[.:]|mob[.:]|mobile:)", re.IGNORECASE)


def phone_word(subject: ContentSubject) -> Iterator[Hit]:
    """Long or clipped words for the phone."""
    for found, line in subject.matches(_PHONE_WORD):
        yield Hit(f'"{found[0]}" can be said shorter.', line)


def routes_missing(subject: ContentSubject) -> Iterator[Hit]:
    """A reader who cannot get in touch."""
    text = subject.text
    for block in subject.blocks:
        for contact in block.of:
            text += "\n" + "\n".join(value or kind for kind, value in contact.ways)
    ways = {kind for one in subject.printed for kind, _ in one.ways}
    phone = "phone" in ways or bool(PHONE.search(text)) or _short(text)
    web = {"email", "web", "address"} & ways or EMAIL.search(text) or WEB.search(text)
    qr = bool(subject.leaflet.parts("qr"))
    if not phone:
        yield Hit("Nowhere does the leaflet give a phone number.", subject.top)
    if not web and not qr:
        yield Hit(
            "Nowhere does the leaflet give an e-mail, web or postal address.",
            subject.top,
        )


def _short(text: str) -> bool:
    return any(re.search(rf"\b{number[:3]} ?{number[3:]}\b", text) for number in SHORT_NUMBERS)


def hours_missing(subject: ContentSubject) -> Iterator[Hit]:
    """A number that people ring when nobody is there."""
    for block in subject.blocks:
        if "contacts" not in block.inside:
            continue
        for contact in block.of:
            ways = dict(contact.ways)
            if (
                ways.get("phone")
                and "hours" not in ways
                and digits(ways["phone"]) not in SHORT_NUMBERS
            ):
                yield Hit(
                    f'"{contact.name}" has a phone number, and nothing says when somebody answers.',
                    block.line,
                    f"Write `hours:` below the phone number of {contact.key} in the facts.",
                )
