"""Rules about how a leaflet came about: imprint, review, approval, sources, statistics."""

import re
from collections.abc import Iterator

from leaflet.preflight.content.dates import GAP_MONTHS, due_days
from leaflet.preflight.content.subject import ContentSubject, Hit

STATISTIC = re.compile(
    r"\b\d+(?:\.\d+)? ?(?:%|per cent)"
    r"|\b(?:\d+|one|two|three|nine) (?:in|out of) (?:\d+|every|two|three|four|five|six|seven|eight|"
    r"nine|ten)\b"
    r"|\b(?:only |about |nearly |over |more than )?(?:half|a third|two thirds|a quarter|three "
    r"quarters) of\b"
    r"|\b(?:survival|death|mortality) rates?\b",
    re.IGNORECASE,
)
"""What a statistic looks like."""

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")

_ADVICE = re.compile(
    r"not a substitute|instead of (?:seeing|asking)|ask (?:your|the) (?:doctor|nurse|team|GP|"
    r"midwife|pharmacist|health visitor)|(?:talk|speak) to (?:your|the|a) (?:doctor|nurse|team|GP|"
    r"midwife|pharmacist|health visitor)|\bcall 999|\b(?:ring|call|dial) (?:111|999)|\bNHS 111\b|"
    r"your (?:healthcare|care|medical|clinical) team",
    re.IGNORECASE,
)


_TREATS = re.compile(r"\b(treatments?|symptoms?|medicines?|surgery|dose)\b", re.IGNORECASE)


def imprint_missing(subject: ContentSubject) -> Iterator[Hit]:
    """A leaflet that nobody can date."""
    if not subject.leaflet.parts("imprint"):
        yield Hit(
            "The leaflet has no imprint: nobody can see who made it, when, and whether it still "
            "holds.",
            subject.top,
        )


def publisher_missing(subject: ContentSubject) -> Iterator[Hit]:
    """Nobody says who publishes it."""
    if not subject.leaflet.imprint.organisation:
        yield Hit("Nothing says who publishes the leaflet.", subject.top)


def review_past(subject: ContentSubject) -> Iterator[Hit]:
    """A review that is overdue."""
    for due in due_days(subject.leaflet, subject.facts):
        if due.code == "review-past" and due.day < subject.today:
            yield Hit(f"The leaflet was to be reviewed by {_said(due.day)}.", due.line)


def consent_past(subject: ContentSubject) -> Iterator[Hit]:
    """A consent that has ended."""
    for due in due_days(subject.leaflet, subject.facts):
        if due.code == "consent-past" and due.day < subject.today:
            yield Hit(f"The consent of {due.what} ended on {_said(due.day)}.", due.line)


def fact_stale(subject: ContentSubject) -> Iterator[Hit]:
    """Facts that nobody has looked at for a year."""
    for due in due_days(subject.leaflet, subject.facts):
        if due.code == "fact-stale" and due.day < subject.today:
            yield Hit(
                f'Nobody has compared "{due.what}" with its source for more than a year.',
                due.line,
                file=due.file,
            )


def _said(day: object) -> str:
    return f"{day:%-d %B %Y}" if hasattr(day, "strftime") else str(day)


def review_far(subject: ContentSubject) -> Iterator[Hit]:
    """A review so far off that nothing holds until then."""
    imprint = subject.leaflet.imprint
    begun, until = imprint.reviewed or imprint.version_date, imprint.next_review
    if begun and until:
        months = (until.year - begun.year) * 12 + until.month - begun.month
        if months > GAP_MONTHS or (months == GAP_MONTHS and until.day > begun.day):
            yield Hit(
                f"From the last review to the next are {months} months; {GAP_MONTHS} are the most.",
                subject.leaflet.line_of("next-review"),
            )


def approval_missing(subject: ContentSubject) -> Iterator[Hit]:
    """Words about health that no clinician has approved."""
    if subject.health and not subject.leaflet.governance.approved_by:
        yield Hit(
            "The leaflet is about health, and nobody is named who approved its words.",
            subject.leaflet.line_of("approved-by"),
        )


def sources_missing(subject: ContentSubject) -> Iterator[Hit]:
    """Words about health that rest on nothing."""
    if subject.health and not subject.leaflet.governance.sources:
        yield Hit(
            "The leaflet is about health, and names nothing that its statements rest on.",
            subject.leaflet.line_of("sources"),
        )


def interests_unsaid(subject: ContentSubject) -> Iterator[Hit]:
    """Nobody says who paid."""
    if subject.health and not subject.leaflet.governance.interests:
        yield Hit(
            "The leaflet is about health, and does not say whether anybody with an interest paid "
            "for it.",
            subject.leaflet.line_of("interests"),
        )


def feedback_missing(subject: ContentSubject) -> Iterator[Hit]:
    """Readers who see a mistake and cannot tell anybody."""
    if subject.health and not any(one.key.startswith("contacts.") for one in subject.printed):
        yield Hit("Readers who find a mistake learn nowhere whom to tell.", subject.top)


def statistic_undated(subject: ContentSubject) -> Iterator[Hit]:
    """A number of which nobody knows the year."""
    for block in subject.words:
        if _YEAR.search(block.text):
            continue
        for found in STATISTIC.finditer(block.text):
            yield Hit(
                f'"{found[0]}" is a statistic without its year and source.',
                subject.line_of(block, found[0]),
            )


def advice_missing(subject: ContentSubject) -> Iterator[Hit]:
    """Readers are not told whom to ask about themselves."""
    treats = re.search(
        r"\b(treatments?|symptoms?|medicines?|surgery|dose)\b", subject.text, re.IGNORECASE
    )
    if subject.health and treats and not _ADVICE.search(subject.text):
        yield Hit(
            "The leaflet is about treatment, and does not say whom to ask about oneself.",
            subject.top,
        )


def tick_unearned(subject: ContentSubject) -> Iterator[Hit]:
    """A seal of quality that the facts know nothing of."""
    organisation = subject.organisation
    earned = organisation and "pif-tick" in (organisation.accredited or ())
    if earned:
        return
    shown = [
        path
        for path in subject.leaflet.pictures
        if "pif" in path.lower() and "tick" in path.lower()
    ]
    said = re.search(r"\bPIF ?TICK\b", subject.text, re.IGNORECASE)
    if shown or said:
        yield Hit(
            "The leaflet shows the PIF TICK, and the facts do not say that the charity may.",
            subject.top,
        )


def easy_read_untested(subject: ContentSubject) -> Iterator[Hit]:
    """A leaflet that calls itself Easy Read, and nobody has tried it."""
    claims = subject.leaflet.governance.audience == "easy-read" or re.search(
        r"\bthis (?:leaflet|booklet) is (?:in )?easy read\b", subject.text, re.IGNORECASE
    )
    if claims and not subject.leaflet.governance.tested_by:
        yield Hit(
            "The leaflet is Easy Read, and names no reader who tried it out.",
            subject.leaflet.line_of("audience"),
        )


def id_missing(subject: ContentSubject) -> Iterator[Hit]:
    """A printed leaflet that cannot be found again."""
    if not subject.leaflet.imprint.identifier:
        yield Hit(
            "The leaflet has no short name by which it can be found once it is printed.",
            subject.leaflet.line_of("id"),
        )


def other_forms_unsaid(subject: ContentSubject) -> Iterator[Hit]:
    """Readers who need large print do not learn that there is some."""
    says = re.search(
        r"\b(large print|easy read|braille|audio|another (?:format|language)|"
        r"other (?:formats|languages))\b",
        subject.text,
        re.IGNORECASE,
    )
    if not says and (subject.health or subject.strict):
        yield Hit(
            "Nowhere does the leaflet say in which other forms it can be had.",
            subject.top,
        )


def paper_unsaid(subject: ContentSubject) -> Iterator[Hit]:
    """A job that says nothing of its paper."""
    if subject.leaflet.final and not subject.leaflet.paper:
        yield Hit(
            "Nothing says on which paper it shall be printed.", subject.leaflet.line_of("paper")
        )
