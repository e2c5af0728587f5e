"""Rules about law and fundraising in the United Kingdom, by what the facts say of the charity."""

import re
from collections.abc import Iterator

from leaflet.preflight.content.copy import Kind
from leaflet.preflight.content.subject import ContentSubject, Hit

ASKS = re.compile(
    r"\b(donat(?:e|ion|ions|ing)|give (?:money|£)|gifts? of (?:money|£)|fundrais\w*|"
    r"sponsor (?:us|a)|"
    r"legacy|leave (?:us )?a gift|gift aid|£\d+ (?:a month|could|can|will)|support us with)\b",
    re.IGNORECASE,
)
"""Words by which a text asks for money or goods; giving blood is neither."""

_FORMS = {
    "scotland": (re.compile(r"^SC0\d{5}$"), "SC0 and five digits"),
    "northern-ireland": (re.compile(r"^NIC1\d{5}$"), "NIC1 and five digits"),
    "england-and-wales": (re.compile(r"^\d{6,7}$"), "six or seven digits"),
}
"""How numbers of the registers are written (OSCR; the form of Northern Ireland from memory)."""


def solicits(subject: ContentSubject) -> bool:
    """Return whether a leaflet asks for money or goods: its author says so, or its words do."""
    said = subject.leaflet.governance.solicits
    return bool(ASKS.search(subject.text)) if said is None else said


def solicits_unsaid(subject: ContentSubject) -> Iterator[Hit]:
    """A leaflet that asks for money, and does not say that it does."""
    first = next(subject.matches(ASKS), None)
    if first and subject.leaflet.governance.solicits is None:
        found, line = first
        yield Hit(f'"{found[0]}" seems to ask for money or goods.', line)


def _registered(subject: ContentSubject) -> bool:
    form = subject.organisation.legal_form if subject.organisation else None
    return form in ("registered", "cio", "company")


_STATUS = re.compile(
    r"\bregistered\b[^.]{0,40}\bcharity\b|\bcharity\b[^.]{0,40}\bregistered\b|\bregistered:",
    re.IGNORECASE,
)


def _says_status(subject: ContentSubject) -> bool:
    """Return whether the page says that the charity is registered: itself, or in its imprint."""
    return bool(_STATUS.search(subject.page))


def _jurisdictions(subject: ContentSubject) -> set[str]:
    organisation = subject.organisation
    if organisation is None:
        return set()
    registers = {name for name, number in (organisation.numbers or {}).items() if number}
    return registers | set(organisation.jurisdiction or ())


def legal_form_unsaid(subject: ContentSubject) -> Iterator[Hit]:
    """Facts that do not say what the organisation is in law."""
    organisation = subject.organisation
    if organisation and not organisation.legal_form:
        place = subject.facts.place("organisation.legal-form")
        yield Hit(
            f'The facts do not say what "{organisation.name}" is in law, so nobody can tell which '
            "words its leaflets must carry.",
            place.line or 1,
            file=place.file,
        )


def _must_say_status(subject: ContentSubject) -> bool:
    """Return whether the law wants the words on this leaflet: in Scotland on every one."""
    return "scotland" in _jurisdictions(subject) or solicits(subject)


def _no_status(subject: ContentSubject) -> Iterator[Hit]:
    if _registered(subject) and not _says_status(subject):
        yield Hit("Nowhere does the leaflet say that the charity is registered.", subject.top)


def status_missing(subject: ContentSubject) -> Iterator[Hit]:
    """A registered charity that does not say that it is one."""
    if _must_say_status(subject):
        yield from _no_status(subject)


def status_unsaid(subject: ContentSubject) -> Iterator[Hit]:
    """The same where the law asks for nothing, but readers may."""
    if not _must_say_status(subject):
        yield from _no_status(subject)


def number_form(subject: ContentSubject) -> Iterator[Hit]:
    """A number that no register gives."""
    organisation = subject.organisation
    for register, number in ((organisation.numbers if organisation else None) or {}).items():
        form = _FORMS.get(register)
        if number and form and not form[0].match(number.replace(" ", "")):
            place = subject.facts.place(f"organisation.numbers.{register}")
            yield Hit(
                f'The number "{number}" is not written as that register writes its numbers: '
                f"{form[1]}.",
                place.line or 1,
                file=place.file,
            )


def scottish_number(subject: ContentSubject) -> Iterator[Hit]:
    """A charity in the Scottish register without its number there."""
    yield from _number_missing(subject, "scotland", r"\bSC0\d{5}\b", "Scotland")


def irish_number(subject: ContentSubject) -> Iterator[Hit]:
    """A charity registered in Northern Ireland without its number there."""
    yield from _number_missing(subject, "northern-ireland", r"\bNIC1\d{5}\b", "Northern Ireland")


def _number_missing(subject: ContentSubject, register: str, form: str, land: str) -> Iterator[Hit]:
    """Yield that a charity's number in a register stands nowhere on the page."""
    concerns = _registered(subject) and register in _jurisdictions(subject)
    if concerns and not re.search(form, subject.page):
        yield Hit(
            f"The charity works in {land}, and its number there is nowhere on the page.",
            subject.top,
        )


def cio_unnamed(subject: ContentSubject) -> Iterator[Hit]:
    """A charitable incorporated organisation that does not say so."""
    organisation = subject.organisation
    if not organisation or organisation.legal_form != "cio":
        return
    page = f"{subject.page}\n{organisation.name}"
    if not re.search(r"\bCIO\b|charitable incorporated organisation", page, re.IGNORECASE):
        yield Hit(
            f'"{organisation.name}" is a charitable incorporated organisation, and the page does '
            "not say so.",
            subject.top,
        )


def company_unnamed(subject: ContentSubject) -> Iterator[Hit]:
    """A company whose number or office is nowhere."""
    organisation = subject.organisation
    if not organisation or organisation.legal_form != "company":
        return
    if not (organisation.numbers or {}).get("companies-house") or not organisation.address:
        place = subject.facts.place("organisation")
        yield Hit(
            f'"{organisation.name}" is a company; its company number or its registered office is '
            "not in the facts.",
            place.line or 1,
            file=place.file,
        )


def status_false(subject: ContentSubject) -> Iterator[Hit]:
    """A group that is not registered, and is called a registered charity."""
    organisation = subject.organisation
    if not organisation or organisation.legal_form != "unregistered":
        return
    partners = [one.name for one in (subject.facts.file.partners or {}).values()]
    for block in subject.words:
        for sentence in re.split(r"(?<=[.!?])\s+", block.text):
            says = re.search(r"\bregistered charity\b", sentence, re.IGNORECASE)
            denies = re.search(r"\bnot (?:yet )?a registered charity\b", sentence, re.IGNORECASE)
            if says and not denies and not any(name in sentence for name in partners):
                yield Hit(
                    f'The text says "{says[0]}", and the facts say that "{organisation.name}" is '
                    "not registered.",
                    subject.line_of(block, says[0]),
                )


def supported_unnumbered(subject: ContentSubject) -> Iterator[Hit]:
    """Money for another charity, which cannot be looked up."""
    organisation = subject.organisation
    if not organisation:
        return
    partners = {one.name: key for key, one in (subject.facts.file.partners or {}).items()}
    known = subject.facts.file.partners or {}
    for name in organisation.supports or ():
        key = partners.get(name)
        if key is None or not known[key].number:
            place = subject.facts.place("organisation.supports")
            yield Hit(
                f'"{name}" is named as a charity that gets support, and its number is not in the '
                "facts.",
                place.line or 1,
                file=place.file,
            )


LONG_LINE = 120
"""Characters from which on words are no copyright line, but a sentence about it."""

_COPYRIGHT = re.compile(r"copyright|©|\(c\)|all rights reserved|[\W_]", re.IGNORECASE)


def copyright_bare(subject: ContentSubject) -> Iterator[Hit]:
    """A copyright line without a year or a holder."""
    for block in subject.words:
        found = re.search(r"(?<![\w/.])copyright(?=[\s©]|$)|©", block.text, re.IGNORECASE)
        if not found or len(block.text) > LONG_LINE:
            continue
        rest = re.sub(
            r"copyright|©|\(c\)|all rights reserved|[\W_]", " ", block.text, flags=re.IGNORECASE
        )
        year = re.search(r"\b(?:19|20)\d\d\b", block.text)
        holder = re.sub(r"\b(?:19|20)\d\d\b", " ", rest).split()
        if not year or not holder:
            lacks = [what for what, there in (("year", year), ("holder", holder)) if not there]
            yield Hit(
                f'The copyright line "{block.text}" has no {" and no ".join(lacks)}.',
                subject.line_of(block, found[0]),
            )


def badge_missing(subject: ContentSubject) -> Iterator[Hit]:
    """A member of the Fundraising Regulator that asks for money without its badge."""
    organisation = subject.organisation
    member = organisation and "fundraising-regulator" in (organisation.accredited or ())
    if member and solicits(subject):
        shown = [
            path for path in subject.leaflet.pictures if "fundraising-regulator" in path.lower()
        ]
        if not shown:
            yield Hit(
                "The leaflet asks for money, and shows no badge of the Fundraising Regulator.",
                subject.top,
            )


_PURPOSE = re.compile(r"\b(?:appeal|to (?:buy|build|pay for|fund) an?)\b", re.IGNORECASE)


def surplus_unsaid(subject: ContentSubject) -> Iterator[Hit]:
    """An appeal that does not say what happens if it brings in too much."""
    if not solicits(subject):
        return
    named = re.search(
        r"\b(?:appeal|to (?:buy|build|pay for|fund) an?)\b", subject.text, re.IGNORECASE
    )
    says = re.search(
        r"more (?:money )?than we need|surplus|other work|where it is needed most|"
        r"wherever it is needed",
        subject.text,
        re.IGNORECASE,
    )
    if named and not says:
        yield Hit(
            "The appeal is for one purpose, and does not say what becomes of money that is left "
            "over or not enough.",
            subject.top,
        )


SHOCK = re.compile(
    r"\b(dying|horrific|agony|agonising|starving|doomed|before it is too late|will die|"
    r"could die|nightmare|devastat\w+)\b",
    re.IGNORECASE,
)


def shocking(subject: ContentSubject) -> Iterator[Hit]:
    """Fear beside a request for money."""
    if solicits(subject):
        for found, line in subject.matches(SHOCK):
            yield Hit(f'"{found[0]}" frightens in a leaflet that asks for money.', line)


def gift_aid_unsure(subject: ContentSubject) -> Iterator[Hit]:
    """Gift Aid, whose declaration has words of its own."""
    for block in subject.words:
        found = re.search(r"\bgift aid\b", block.text, re.IGNORECASE)
        declared = re.search(r"uk taxpayer", subject.text, re.IGNORECASE)
        if found and not declared:
            yield Hit(
                "The leaflet speaks of Gift Aid, and nothing in it is HMRC's declaration.",
                subject.line_of(block, found[0]),
            )
            return


def _and(words: list[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last


def consent_missing(subject: ContentSubject) -> Iterator[Hit]:
    """Somebody is shown, and nobody knows whether they agreed."""
    for number, person in enumerate(subject.leaflet.governance.people):
        wanted = (("consent", person.consent), ("scope", person.scope), ("expires", person.expires))
        lacks = [name for name, value in wanted if not value]
        if lacks:
            yield Hit(
                f'"{person.name}" is shown, and the record of their consent lacks {_and(lacks)}.',
                subject.leaflet.line_of(f"people.{number}"),
            )


_OWN = re.compile(
    r"\b(?:my|our) (?:son|daughter|child|baby|husband|wife|mum|dad)\b"
    r"|\bwouldn[’']t be here without\b",
    re.IGNORECASE,
)
"""Words by which somebody tells of their own family."""


def story_unrecorded(subject: ContentSubject) -> Iterator[Hit]:
    """A story without a record of consent."""
    if subject.leaflet.governance.people:
        return
    told = [part.line for part in subject.leaflet.parts("story")]
    for block in subject.words:
        found = _OWN.search(block.text)
        if found and block.kind is not Kind.HEADING:
            told.append(subject.line_of(block, found[0]))
    if told:
        yield Hit(
            "Somebody tells their own story here, and `people:` holds no record of their consent.",
            told[0],
        )
