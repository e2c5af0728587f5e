"""What a leaflet says: each rule by a text that breaks it alone, and one that keeps it."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from spellchecker import SpellChecker

from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.preflight.content import RULES, check_content
from leaflet.preflight.content.of_joined_words import known_words
from leaflet.preflight.content.of_reading import ages
from leaflet.problems import Problem, Severity
from tests.conftest import SOUND_FACTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 11, 23)

FACTS = f"""\
{SOUND_FACTS}partners:
  owls:
    name: Night Owls
    formerly: [Early Birds]
"""

BACK = """
/// back
/// contacts
  of: contacts.us
///

/// imprint
///
///
"""
"""What every sound leaflet has."""

SOUND = "Come and sit with us. There is tea.\n"
PLAIN = {"health": "no", "id": "T-1", "paper": "matt", "solicits": "no"}
HEALTH = PLAIN | {
    "health": "yes",
    "approved-by": "Dr Example",
    "sources": "Our survey, 2026",
    "interests": "none",
}
OTHER_FORMS = "Large print? Ask us.\n"


@dataclass(frozen=True)
class Case:
    """A text that breaks one rule, and one that keeps it; what is not said is as in all."""

    bad: str = SOUND
    good: str = SOUND
    settings: dict[str, str] = field(default_factory=lambda: PLAIN)
    good_settings: dict[str, str] | None = None
    facts: str = FACTS
    good_facts: str | None = None
    back: str = BACK
    good_back: str | None = None


def told(
    project: Project,
    body: str,
    settings: dict[str, str] = PLAIN,
    facts: str = FACTS,
    today: date = TODAY,
) -> list[Problem]:
    """Return what is said of a leaflet's words, without laying it out."""
    project.write("content/facts.yaml", facts)
    project.leaflet(body, **({"format": "trifold"} | settings))
    return of_project(project.folder, today)


def of_project(folder: Path, today: date = TODAY) -> list[Problem]:
    """Return what is said of the words of all leaflets in a folder."""
    facts, _ = read_project_facts(folder)
    return [
        problem
        for found in find_leaflets(folder)[0]
        for problem in check_content(
            read_leaflet(found, project=folder, facts=facts)[0], facts, today
        )
    ]


def codes(problems: list[Problem]) -> set[str]:
    """Return the codes of problems, without what is told of every text."""
    return {one.code for one in problems} - {"reading-age"}


UNREGISTERED = FACTS.replace("legal-form: registered", "legal-form: unregistered").replace(
    '  numbers:\n    england-and-wales: "1234567"\n', ""
)
SCOTTISH = FACTS.replace('england-and-wales: "1234567"', "scotland: SC012345")
IRISH = FACTS.replace('england-and-wales: "1234567"', "northern-ireland: NIC100001")
NO_IMPRINT = BACK.replace("/// imprint\n///\n", "A registered charity.\n")
STATUS_IN_WORDS = "The Willow Trust is a registered charity.\n"
LONG = "one two three four five six seven eight nine ten"
PERSON = (
    "\n  - name: Ada\n    consent: 2026-01-01\n    scope: this leaflet\n    expires: 2027-01-01"
)
APPEAL = "Our appeal is to buy a bus. Please donate.\n"

CASES: dict[str, Case] = {
    "legal-form-open": Case(facts=FACTS.replace("legal-form: registered", "legal-form:")),
    "legal-status": Case(
        settings=PLAIN | {"solicits": "yes"},
        back=BACK.replace("/// imprint\n///\n", ""),
        good_settings=PLAIN | {"solicits": "yes"},
        good_back=BACK,
    ),
    "legal-status-unsaid": Case(back=BACK.replace("/// imprint\n///\n", ""), good_back=BACK),
    "legal-number-form": Case(facts=FACTS.replace("1234567", "123")),
    "legal-scotland": Case(
        facts=FACTS.replace(
            '  numbers:\n    england-and-wales: "1234567"\n', "  jurisdiction: scotland\n"
        ),
        good_facts=SCOTTISH,
    ),
    "legal-northern-ireland": Case(
        facts=FACTS.replace(
            '  numbers:\n    england-and-wales: "1234567"\n', "  jurisdiction: northern-ireland\n"
        ),
        good_facts=IRISH,
    ),
    "legal-cio": Case(
        facts=FACTS.replace("legal-form: registered", "legal-form: cio"),
        back=NO_IMPRINT,
        good_facts=FACTS.replace("legal-form: registered", "legal-form: cio"),
        good_back=BACK,
    ),
    "legal-company": Case(
        facts=FACTS.replace("legal-form: registered", "legal-form: company"),
        good_facts=FACTS.replace(
            "legal-form: registered", "legal-form: company\n  address: 1 Example Street"
        ).replace("numbers:\n", 'numbers:\n    companies-house: "00000000"\n'),
    ),
    "legal-status-false": Case(
        "The Willow Trust is a registered charity.\n",
        "The Willow Trust is not a registered charity.\n",
        facts=UNREGISTERED,
        good_facts=UNREGISTERED,
    ),
    "legal-supported": Case(
        facts=FACTS.replace("contacts:\n", "  supports: Night Owls\ncontacts:\n", 1),
        good_facts=FACTS.replace("contacts:\n", "  supports: Night Owls\ncontacts:\n", 1)
        + '    number: "7654321"\n',
    ),
    "copyright-bare": Case("Copyright © All rights reserved.\n", "© 2026 The Willow Trust.\n"),
    "fund-unsaid": Case(
        "Please donate.\n", settings={key: PLAIN[key] for key in PLAIN if key != "solicits"}
    ),
    "fund-badge": Case(
        settings=PLAIN | {"solicits": "yes"},
        facts=FACTS.replace("contacts:\n", "  accredited: fundraising-regulator\ncontacts:\n", 1),
    ),
    "fund-surplus": Case(
        APPEAL,
        APPEAL + "If we get more than we need, it goes to our other work.\n",
        settings=PLAIN | {"solicits": "yes"},
    ),
    "fund-shock": Case("Children are dying.\n", settings=PLAIN | {"solicits": "yes"}),
    "fund-gift-aid": Case("Add Gift Aid to it.\n", "Add Gift Aid to it. I am a UK taxpayer.\n"),
    "consent-open": Case(
        settings=PLAIN | {"people": "\n  - name: Ada"},
        good_settings=PLAIN | {"people": PERSON},
    ),
    "consent-unrecorded": Case(
        "Tea made our son smile.\n",
        "Tea made our son smile.\n",
        good_settings=PLAIN | {"people": PERSON},
    ),
    "consent-past": Case(
        settings=PLAIN | {"people": PERSON.replace("2027-01-01", "2026-11-22")},
        good_settings=PLAIN | {"people": PERSON.replace("2027-01-01", "2026-11-23")},
    ),
    "imprint-missing": Case(back=NO_IMPRINT, good_back=BACK),
    "publisher-open": Case(
        facts=FACTS[FACTS.index("contacts:") :].replace("name: The Willow Trust", "name: We"),
    ),
    "review-past": Case(
        settings=PLAIN | {"next-review": "2026-11-22"},
        good_settings=PLAIN | {"next-review": "2026-11-23"},
    ),
    "review-far": Case(
        settings=PLAIN | {"reviewed": "2026-01-01", "next-review": "2029-02-01"},
        good_settings=PLAIN | {"reviewed": "2026-01-01", "next-review": "2029-01-01"},
    ),
    "approval-open": Case(
        OTHER_FORMS, OTHER_FORMS, HEALTH | {"approved-by": ""}, good_settings=HEALTH
    ),
    "sources-open": Case(OTHER_FORMS, OTHER_FORMS, HEALTH | {"sources": ""}, good_settings=HEALTH),
    "interests-open": Case(
        OTHER_FORMS, OTHER_FORMS, HEALTH | {"interests": ""}, good_settings=HEALTH
    ),
    "feedback-missing": Case(
        OTHER_FORMS,
        OTHER_FORMS,
        HEALTH,
        back=BACK.replace(
            "/// contacts\n  of: contacts.us",
            "Ring 111, or https://willow.example.org\n/// callout\nCome.",
        ),
        good_back=BACK,
    ),
    "statistic-undated": Case(
        "Half of all people drink tea.\n", "Half of all people drank tea in 2026.\n"
    ),
    "advice-missing": Case(
        f"{OTHER_FORMS}\nThe treatment takes a day.\n",
        f"{OTHER_FORMS}\nThe treatment takes a day. Ask your nurse.\n",
        HEALTH,
    ),
    "tick-unearned": Case(
        "We have the PIF TICK. PIF is the Patient Information Forum.\n",
        "We have the PIF TICK. PIF is the Patient Information Forum.\n",
        good_facts=FACTS.replace("contacts:\n", "  accredited: pif-tick\ncontacts:\n", 1),
    ),
    "easy-read-untested": Case(
        OTHER_FORMS,
        OTHER_FORMS,
        PLAIN | {"audience": "easy-read"},
        good_settings=PLAIN | {"audience": "easy-read", "tested-by": "The Tuesday group"},
    ),
    "id-open": Case(settings=PLAIN | {"id": ""}, good_settings=PLAIN),
    "forms-unsaid": Case(good=OTHER_FORMS, settings=HEALTH),
    "paper-open": Case(
        settings=PLAIN | {"paper": "", "status": "final"},
        good_settings=PLAIN | {"status": "final"},
    ),
    "fact-differs": Case(
        "Write to https://willow.example.org.uk today.\n",
        "Write to https://willow.example.org today.\n",
    ),
    "fact-loose": Case("Write to help@willow.example.org today.\n"),
    "fact-stale": Case(
        facts=FACTS.replace('phone: "111"', 'phone: "111"\n    checked: 2025-11-22'),
        good_facts=FACTS.replace('phone: "111"', 'phone: "111"\n    checked: 2025-11-23'),
    ),
    "phone-drama": Case(
        facts=FACTS.replace('phone: "111"', "phone: 01632 960 123\n    hours: always")
    ),
    "phone-length": Case(
        facts=FACTS.replace('phone: "111"', "phone: 0300 123 23 2\n    hours: always"),
    ),
    "phone-form": Case(
        facts=FACTS.replace('phone: "111"', "phone: 03001232323\n    hours: always"),
        good_facts=FACTS.replace('phone: "111"', "phone: 0300 123 2323\n    hours: always"),
    ),
    "phone-word": Case("Tel: see the back.\n", "Phone: see the back.\n"),
    "routes-missing": Case(
        facts=FACTS.replace('    phone: "111"\n', ""),
    ),
    "hours-missing": Case(
        facts=FACTS.replace('phone: "111"', "phone: 0300 123 2323"),
        good_facts=FACTS.replace('phone: "111"', "phone: 0300 123 2323\n    hours: always"),
    ),
    "address-long": Case(
        facts=FACTS.replace("willow.example.org", "willow.example.org/?page=1"),
    ),
    "web-words": Case("Click here to see more.\n", "Ring us to hear more.\n"),
    "words-joined": Case("There is tea for theworld.\n", "There is tea for the world.\n"),
    "space-before-stop": Case("There is tea .\n", "There is tea.\n"),
    "space-double": Case("There is  tea.\n", "There is tea.\n"),
    "lines-empty": Case("There is tea.\n\n\n\nCome.\n", "There is tea.\n\nCome.\n"),
    "quotes-mixed": Case("It's our tea.\n\nIt’s your tea.\n", "It's our tea.\n\nIt's your tea.\n"),
    "dashes-mixed": Case("Tea - hot.\n\nTea – cold.\n", "Tea – hot.\n\nTea – cold.\n"),
    "capitals": Case("PLEASE COME AND SEE us.\n", "Please come and see us.\n"),
    "italics": Case("Please come *now* to us.\n", "Please come **now** to us.\n"),
    "underlined": Case("Please come <u>now</u> to us.\n", "Please come now to us.\n"),
    "spelling-mixed": Case("Send an e-mail.\n\nAn email is best.\n", "An email is best.\n"),
    "name-former": Case("The Early Birds come.\n", "The Night Owls come.\n"),
    "short-form": Case("The ABCD comes.\n", "The Amber Bird Club of Devon (ABCD) comes.\n"),
    "jargon": Case("It is a biopsy.\n", "It is a biopsy (a small piece is taken).\n"),
    "contraction": Case("We don't sell tea.\n", "We do not sell tea.\n"),
    "number-hard": Case("It takes 5-6 days.\n", "It takes 5 to 6 days.\n"),
    "word-subjective": Case("Sadly there is no tea.\n", "There is no tea.\n"),
    "list-fake": Case(
        "We have all of this.\n\n• Tea.\n• Cake.\n", "We have all of this.\n\n- Tea.\n- Cake.\n"
    ),
    "list-unmarked": Case("Our friends come.\n\nNight Owls\n\nLate Larks\n\nOld Crows\n\nCome.\n"),
    "heading-unmarked": Case("Our day\n\nThere is tea.\n", "## Our day\n\nThere is tea.\n"),
    "section-empty": Case("## Our day\n\n## Our night\n\nThere is tea.\n", "## Our day\n\nTea.\n"),
    "lead-in-empty": Case(
        "You are one of these people, or you know one of them:\n\n## Tea\n\nCome.\n"
    ),
    "title-twice": Case("There is tea.\n\nThere is tea!\n"),
    "heading-long": Case(f"## {LONG} {LONG}\n\nTea.\n", "## One two\n\nTea.\n"),
    "heading-stop": Case("## Our day.\n\nTea.\n", "## Our day\n\nTea.\n"),
    "heading-deep": Case("## A\n\nTea.\n\n##### B\n\nTea.\n", "## A\n\nTea.\n\n### B\n\nTea.\n"),
    "heading-capitals": Case(
        "## Where Every Word Stands Tall\n\nTea.\n", "## Where every word is\n\nTea.\n"
    ),
    "list-long": Case("\n".join(f"- Tea {one}." for one in "abcdefg"), "- Tea a.\n- Tea b.\n"),
    "sentence-long": Case(f"{LONG} {LONG} eleven.\n".capitalize(), f"{LONG}.\n".capitalize()),
    "paragraph-long": Case("There is tea. " * 6 + "\n", "There is tea. " * 5 + "\n"),
    "reading-hard": Case(
        "Organisational accountability necessitates administrative transparency.\n\n"
        * 9
        + "Institutional considerations notwithstanding, departmental representatives "
        "individually prioritise collaborative initiatives.\n"
    ),
}

FOLLOWS: dict[str, set[str]] = {
    "approval-open": set(),
    "fund-unsaid": {"legal-status"},
    "legal-cio": {"imprint-missing"},
    "legal-status": {"imprint-missing"},
    "legal-status-unsaid": {"imprint-missing"},
    "publisher-open": set(),
    "reading-hard": {"title-twice"},
    "title-twice": set(),
}
"""What a text breaks along with a rule, since one follows from the other."""


def test_every_rule_has_its_texts() -> None:
    """No rule stands in the table that no text has broken."""
    assert {rule.code for rule in RULES} - {"reading-age"} == set(CASES)


@pytest.mark.parametrize("code", CASES)
def test_a_text_breaks_one_rule(code: str, project: Project) -> None:
    """The rule is told, with its line, and nothing else is."""
    case = CASES[code]
    found = told(project, case.bad + case.back, case.settings, case.facts)
    assert code in codes(found)
    assert codes(found) <= {code} | FOLLOWS.get(code, set())
    for one in found:
        assert one.hint
        assert one.place
        assert one.place.line


@pytest.mark.parametrize("code", CASES)
def test_a_text_keeps_that_rule(code: str, project: Project) -> None:
    """The same leaflet with that one thing mended is not told of it, nor of anything worse."""
    case = CASES[code]
    settings = case.settings if case.good_settings is None else case.good_settings
    facts = FACTS if case.good_facts is None else case.good_facts
    back = BACK if case.good_back is None else case.good_back
    assert code not in codes(told(project, case.good + back, settings, facts))


def test_a_sound_text_is_sound(project: Project) -> None:
    """Nothing is told where nothing is wrong."""
    assert codes(told(project, SOUND + BACK)) == set()


# Careless leaflets --------------------------------------------------------------------------------

SEED_HEAD = """\
---
title: Infant A.L.L
format: trifold
language: en-GB
status: final
---
"""

SEED = {
    # What is wrong with the old web page, and its line behind six lines of front matter.
    "title-twice": [9],
    "list-fake": [17],
    "dashes-mixed": [17],
    "space-before-stop": [18],
    "quotes-mixed": [13],
    "jargon": [22, 22, 27],
    "spelling-mixed": [29],
    "short-form": [7, 22, 47],
    "contraction": [27, 36],
    "word-subjective": [27, 29],
    "statistic-undated": [29, 29],
    "sentence-long": [17, 29],
    "words-joined": [31],
    "heading-unmarked": [7, 34, 40, 60],
    "consent-unrecorded": [36],
    "web-words": [38],
    "lead-in-empty": [38, 54, 60],
    "list-unmarked": [43],
    "name-former": [29, 45, 47, 49, 51],
    "lines-empty": [55],
    "copyright-bare": [63],
    "routes-missing": [7, 7],
    "imprint-missing": [7],
    "publisher-open": [7],
    "advice-missing": [7],
    "feedback-missing": [7],
    "forms-unsaid": [7],
    "approval-open": [1],
    "sources-open": [1],
    "interests-open": [1],
    "id-open": [1],
    "paper-open": [1],
}


def lines_by_code(found: list[Problem]) -> dict[str, list[int]]:
    """Return the lines of problems by their codes."""
    lines: dict[str, list[int]] = {}
    for one in found:
        assert one.place
        lines.setdefault(one.code, []).append(one.place.line or 0)
    return {code: sorted(here) for code, here in lines.items() if code != "reading-age"}


def test_the_old_web_page_is_told_what_is_wrong(project: Project) -> None:
    """Pasted as it is behind a front matter, each defect is told at its line, with the cure."""
    seed = (CHECKOUT / "tests" / "careless" / "infant-all.txt").read_text(encoding="utf-8")
    project.write("content/facts.yaml", "")
    project.write("content/infant/leaflet.md", SEED_HEAD + seed)
    found = of_project(project.folder)
    assert lines_by_code(found) == SEED
    by_code = {one.code: one for one in found}
    assert (
        by_code["words-joined"].hint
        == 'Write "the world"; if it is a name, write it into the facts.'
    )
    names = [one.message for one in found if one.code == "name-former"]
    assert '"CLIC Sargent" is called "Young Lives vs Cancer" since 2021.' in names
    graves = {one.code for one in found if one.severity is Severity.ERROR}
    assert {"web-words", "list-fake", "approval-open", "lead-in-empty", "name-former"} <= graves


def test_the_words_are_those_of_the_list() -> None:
    """Looked up in its file, without its checker, the list of English words is the same."""
    theirs = SpellChecker(language="en").word_frequency.dictionary
    some = [*sorted(theirs)[::29], "a", "zzz", "zürich"]
    ours = known_words()
    assert [word for word in some if word not in ours] == []
    others = [f"{word}{end}" for word in some for end in ("q", "ing", '"')] + ["", "a'", "éa", "\n"]
    assert [word for word in others if (word in ours) is not (word in theirs)] == []


FOOD_BANK = {
    "capitals": [17],
    "section-empty": [19],
    "sentence-long": [23],
    "list-fake": [25],
    "word-subjective": [29],
    "statistic-undated": [29],
    "fund-shock": [29],
    "space-before-stop": [33],
    "web-words": [33],
    "words-joined": [33],
    "jargon": [33],
    "short-form": [33],
    "phone-word": [37],
    "phone-drama": [37],
    "fact-loose": [37, 37, 37],
    "address-long": [37],
    "fund-surplus": [17],
    "italics": [41],
    "spelling-mixed": [41],
    "copyright-bare": [43],
    "consent-past": [14],
    "review-past": [9],
    "imprint-missing": [17],
    "publisher-open": [17],
    "paper-open": [1],
}


def test_another_careless_leaflet(project: Project) -> None:
    """A food bank's, with slips of its own."""
    text = (CHECKOUT / "tests" / "careless" / "food-bank.md").read_text(encoding="utf-8")
    project.write("content/facts.yaml", "")
    project.write("content/food/leaflet.md", text)
    assert lines_by_code(of_project(project.folder)) == FOOD_BANK


def test_the_complete_leaflet_has_no_problem() -> None:
    """Nothing is told of it but its reading age, and numbers that somebody answers for."""
    found = of_project(CHECKOUT / "tests" / "complete")
    assert codes(found) == {"phone-drama"}


# Numbers and days ---------------------------------------------------------------------------------


def test_a_reading_age_is_near_what_others_measure() -> None:
    """Of two texts whose grades are known the harder one is harder, and both are near."""
    easy = ["The cat sat on the mat. The dog ran to the door. We had tea in the sun. " * 6]
    hard = [
        "Institutional representatives systematically evaluate organisational priorities. "
        "Comprehensive documentation facilitates interdepartmental communication. " * 6
    ]
    found_easy, found_hard = ages(easy), ages(hard)
    assert found_easy
    assert found_hard
    assert found_easy[0] < 7
    assert found_hard[0] > 18
    assert ages(["Too short to say."]) is None


def test_a_review_that_passed_yesterday_fails_today(
    project: Project, run: Callable[..., Result]
) -> None:
    """Nothing changed but the day, and two days back it passes again."""
    settings = PLAIN | {"status": "final", "next-review": "2026-11-22"}
    project.leaflet(SOUND, **({"format": "poster-a4"} | settings))
    build = ("build", "--edition", "screen")
    assert run("--today", "2026-11-21", *build).code == 0
    assert run("--today", "2026-11-22", *build).code == 0
    late = run("--today", "2026-11-23", *build)
    assert late.code == 1
    (told_late,) = late.of("review-past")
    assert "The leaflet was to be reviewed by 22 November 2026." in told_late
    assert run("--today", "2026-11-21", *build).code == 0


def test_all_of_it_is_quick(project: Project) -> None:
    """Far below what anybody notices; the limit is wide, for busy machines."""
    del project
    facts, _ = read_project_facts(CHECKOUT)
    found = next(one for one in find_leaflets(CHECKOUT)[0] if one.name == "infant-all")
    leaflet, _ = read_leaflet(found, project=CHECKOUT, facts=facts)
    check_content(leaflet, facts, TODAY)
    begun = time.perf_counter()
    check_content(leaflet, facts, TODAY)
    assert time.perf_counter() - begun < 1


# Plain words, before and after --------------------------------------------------------------------

HARD = """\
Applicants who are desirous of obtaining authorisation for a temporary absence must submit written
documentation in advance of the commencement of the period in question, in order that appropriate
arrangements can be facilitated by the departmental administrator.
"""
PLAINER = """\
If you want leave, write to us before it begins. Then we can find somebody to do your work.

Tell us the first day and the last day. We answer within a week. You need not say why you are away.

Ask the office if you have questions about it.
"""


def test_plainer_words_are_told_less(project: Project) -> None:
    """What somebody made plainer has fewer findings, and a lower reading age."""
    twice = f"{HARD}\n{HARD.replace('Applicants', 'Those')}"
    assert codes(told(project, PLAINER + BACK)) < codes(told(project, twice + BACK))
    hard, easy = ages([twice]), ages([PLAINER])
    assert hard
    assert easy
    assert easy[0] < hard[0]
    assert easy[1] < hard[1]


# What expires when --------------------------------------------------------------------------------

EXPIRING = PLAIN | {
    "next-review": "2026-12-24",
    "people": PERSON.replace("2027-01-01", "2026-12-01"),
}


def test_review_says_what_expires_when(project: Project, run: Callable[..., Result]) -> None:
    """The soonest first, each with its place; what is past is marked, and makes exit code 1."""
    facts = FACTS.replace('phone: "111"', 'phone: "111"\n    checked: 2025-10-01')
    project.write("content/facts.yaml", facts)
    project.leaflet(SOUND + BACK, **({"format": "trifold"} | EXPIRING))
    result = run("--today", "2026-11-23", "review")
    assert result.out.splitlines() == [
        "2026-10-01  overdue  Compare with its source: The Willow Trust  (content/facts.yaml:10)",
        "2026-12-01  Consent ends: Ada  (content/tea/leaflet.md:14)",
        "2026-12-24  Review: A quiet hour  (content/tea/leaflet.md:9)",
    ]
    assert result.code == 1


def test_review_within_some_days(
    project: Project, run: Callable[..., Result], tmp_path: Path
) -> None:
    """Only what is near, as JSON for programs, and as a calendar for everybody."""
    project.leaflet(SOUND, **({"format": "trifold"} | EXPIRING))
    calendar = tmp_path / "reviews.ics"
    where = ("--within", "14d", "--json", "--calendar", str(calendar))
    result = run("--today", "2026-11-23", "review", *where)
    assert result.code == 0
    (item,) = json.loads(result.out)["items"]
    assert (item["day"], item["code"], item["overdue"]) == ("2026-12-01", "consent-past", False)
    written = calendar.read_bytes()
    assert written.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert b"DTSTART;VALUE=DATE:20261201\r\nSUMMARY:Consent ends: Ada\r\n" in written
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    assert run("review", "--within", "soon").code == 2


def test_what_no_leaflet_shows_is_a_note(project: Project, run: Callable[..., Result]) -> None:
    """A partner that nobody looks up is told when all leaflets are checked, and only then."""
    project.write("content/facts.yaml", FACTS)
    project.leaflet(SOUND + BACK, **({"format": "trifold"} | PLAIN))
    built = run("-v", "build", "--edition", "web")
    assert built.of("fact-unused") == [
        'content/facts.yaml:12: note: No leaflet shows "partners.owls". [fact-unused]'
    ]
    assert run("-v", "build", "tea", "--edition", "web", "--force").of("fact-unused") == []
