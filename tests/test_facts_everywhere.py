"""Facts: wherever a text names one, its value comes out, as text, and can be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaflet.manuscript.facts import Facts, read_facts
from leaflet.manuscript.find import Found
from leaflet.manuscript.isolate import curl, isolate_text
from leaflet.manuscript.read import read_leaflet
from leaflet.model import Leaflet, Part, Text, walk
from leaflet.problems import Problem, UnusableError
from tests.conftest import BODY, FACTS, printed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

PHONE = "{{ contacts.us.phone }}"
WEB = "{{ contacts.us.web }}"
NUMBER = "0808 157 0123"
ADDRESS = "https://willow.example.org/help"
ISOLATED = f'<span class="run" dir="ltr">{NUMBER}</span>'

BUILD = ("build", "--edition", "screen,web")


class _Words(HTMLParser):
    """Gathers the text of HTML, as a browser would show it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data)


def words(html: str) -> str:
    """Return the text of HTML."""
    parser = _Words()
    parser.feed(html)
    parser.close()
    return "".join(parser.found)


# Wherever a fact stands ---------------------------------------------------------------------------

PLACES = {
    "after bold": (f"**Ring**{PHONE}", f"<strong>Ring</strong>{ISOLATED}", f"Ring{NUMBER}"),
    "in bold": (f"Ring **{PHONE}**", f"<strong>{ISOLATED}</strong>", f"Ring {NUMBER}"),
    "in a link's words": (f"[{PHONE}](tel:+448081570123)", f"{ISOLATED}</a>", NUMBER),
    "in a link's address": (
        f"[Our help page]({WEB})",
        f'<a href="{ADDRESS}">Our help page</a>',
        "Our help page (willow.example.org/help)",
    ),
    "in a link's title": (
        f'[Our help page](https://example.org "{PHONE}")',
        f'title="{NUMBER}"',
        "Our help page (example.org)",
    ),
    "in a reference link": (
        f"[Our help page][1] is there.\n\n[1]: {WEB}",
        f'<a href="{ADDRESS}">Our help page</a> is there',
        "Our help page (willow.example.org/help) is there.",
    ),
    "in code": (f"Type `{PHONE}` in.", f"<code>{NUMBER}</code>", f"Type {NUMBER} in."),
    "in a block of code": (f"```\n{PHONE}\n```", f"<code>{NUMBER}\n</code>", NUMBER),
    "in a table": (
        f"| Who | Number |\n| --- | --- |\n| Us | {PHONE} |",
        f">{ISOLATED}</td>",
        f"Who Number Us {NUMBER}",
    ),
    "in raw HTML": (
        f'<p title="{PHONE}">Ring {PHONE}.</p>',
        f'title="{NUMBER}">Ring {ISOLATED}.</p>',
        f"Ring {NUMBER}.",
    ),
    "in an address in raw HTML": (
        f'Go to <a href="{WEB}">our page</a>.',
        f'<a href="{ADDRESS}">our page</a>',
        "Go to our page (willow.example.org/help).",
    ),
    "in a heading": (f"## Ring {PHONE}", f"Ring {ISOLATED}</h2>", f"Ring {NUMBER}"),
    "in a heading that is underlined": (
        f"Ring {PHONE}\n---",
        f"Ring {ISOLATED}</h2>",
        f"Ring {NUMBER}",
    ),
    "in a quotation": (f"> Ring {PHONE}.", f"Ring {ISOLATED}.</p>", f"Ring {NUMBER}."),
    "in a list": (f"1. Ring {PHONE}.", f"Ring {ISOLATED}.</li>", f"Ring {NUMBER}."),
    "in a definition": (f"Us\n: {PHONE}", f">{ISOLATED}</dd>", NUMBER),
    "in a footnote": (f"Ring us.[^1]\n\n[^1]: {PHONE}.", f"{ISOLATED}.</p>", f"{NUMBER}."),
    "in an abbreviation": (f"*[WT]: {PHONE}\n\nThe WT.", f'title="{NUMBER}">WT<', "The WT."),
    "in an option of a part": (
        f"/// qr\n  address: {WEB}/tea\nScan me\n///",
        f'href="{ADDRESS}/tea"',
        "willow.example.org/help/tea",
    ),
    "in a part": (f"/// callout\nRing {PHONE}\n///", f"Ring {ISOLATED}</p>", f"Ring {NUMBER}"),
    "in a part of the facts": ("/// contacts\n  of: contacts.us\n///", ISOLATED, NUMBER),
    "without spaces": ("Ring {{contacts.us.phone}}.", f"Ring {ISOLATED}.", f"Ring {NUMBER}."),
    "at the end of a word": ("x{{ contacts.us.email }}", "help@willow.example.org", "help@"),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_fact_comes_out_as_its_value(place: str, project: Project, run: Run) -> None:
    """Wherever a fact stands, its value is in the web edition and in the screen PDF."""
    text, html, paper = PLACES[place]
    project.leaflet(f"{BODY}\n{text}\n")

    result = run(*BUILD)

    assert result.problems == []
    assert html in project.text("tea/tea-web.html")
    assert paper in printed(project.build / "tea/tea-screen.pdf")
    for shown in (project.text("tea/tea-web.html"), printed(project.build / "tea/tea-screen.pdf")):
        assert "{{" not in shown
        assert not re.search("[\ue000-\uf8ff\U000f0000-\U0010ffff]", shown)


SHARP = "<b>&\"'"
SHARP_FACT = "  address: '<b>&\"'''\n"
"""The same in YAML's quotation marks."""


@pytest.mark.parametrize(
    "text",
    [
        "{{ organisation.address }}",
        "*{{ organisation.address }}*",
        "`{{ organisation.address }}`",
        "<p>{{ organisation.address }}</p>",
        "| {{ organisation.address }} |\n| --- |\n| x |",
        "## {{ organisation.address }}",
        "[{{ organisation.address }}](https://example.org)",
    ],
)
def test_signs_of_html_in_a_fact_are_text(text: str, project: Project, run: Run) -> None:
    """A value is never read as HTML or Markdown, in whatever it stands."""
    project.write("content/facts.yaml", FACTS.replace("contacts:\n", f"{SHARP_FACT}contacts:\n"))
    project.leaflet(f"{BODY}\n{text}\n")

    result = run(*BUILD)

    assert result.problems == []
    assert "&lt;b&gt;&amp;\"'" in project.text("tea/tea-web.html")
    assert SHARP in printed(project.build / "tea/tea-screen.pdf")


def test_signs_of_html_in_an_attribute_stay_in_it(project: Project, run: Run) -> None:
    """A quotation mark in a value does not end the attribute that it stands in."""
    project.write("content/facts.yaml", FACTS.replace("contacts:\n", f"{SHARP_FACT}contacts:\n"))
    name = "{{ organisation.address }}"
    project.leaflet(
        f"{BODY}\n<p title='{name}'>One</p>\n\n<p title=\"{name}\">Two</p>\n\n"
        f'[Three](https://example.org "{name}")\n'
    )

    run(*BUILD)

    page = project.text("tea/tea-web.html")
    assert page.count('title="&lt;b&gt;&amp;&quot;\'"') == 3


@pytest.mark.parametrize(
    "value", ["**bold**", "# heading", "- item", "[a](b)", "`code`", "{{ a.b }}", "/// callout"]
)
def test_signs_of_markdown_in_a_fact_are_text(value: str, project: Project, run: Run) -> None:
    """A value is set as it is written, even where it looks like Markdown."""
    project.write("content/facts.yaml", f"organisation:\n  name: '{value}'\n")
    project.leaflet(f"{BODY}\n{{{{ organisation.name }}}}\n")

    result = run(*BUILD)

    assert result.problems == []
    assert f"<p>{value}</p>" in project.text("tea/tea-web.html")
    assert value in printed(project.build / "tea/tea-screen.pdf")


def test_two_braces_as_text(project: Project, run: Run) -> None:
    r"""A `\{{` is two braces, in text, in code and in raw HTML."""
    project.leaflet(
        f"{BODY}\n"
        r"Write \{{ a.b }} and `\{{ c.d }}`." + "\n\n" + r"<p>Or \{{ e.f }}.</p>" + "\n"
    )

    result = run(*BUILD)

    assert result.problems == []
    page = project.text("tea/tea-web.html")
    assert "Write {{ a.b }} and <code>{{ c.d }}</code>." in page
    assert "<p>Or {{ e.f }}.</p>" in page
    assert "Write {{ a.b }} and {{ c.d }}." in printed(project.build / "tea/tea-screen.pdf")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (f"Ring {PHONE}.", 'Ring <span class="gap">phone number to come</span>.'),
        (f'<p title="{PHONE}">x</p>', '<p title="">x</p>'),
        (f"[Ring {PHONE}](https://example.org)", 'Ring <span class="gap">phone number to come'),
    ],
)
def test_a_fact_not_known_yet_is_a_gap(text: str, html: str, project: Project, run: Run) -> None:
    """What is not known is a visible gap in the text, empty in an attribute, and told."""
    project.write("content/facts.yaml", FACTS.replace(NUMBER, ""))
    project.leaflet(f"{BODY}\n{text}\n")

    result = run(*BUILD)

    assert result.problems == [
        (
            'content/tea/leaflet.md:10: warning: The fact "contacts.us.phone" is not known yet, so '
            "the page shows a gap. [fact-open]"
        )
    ]
    assert "    Write it into content/facts.yaml:6.\n" in result.err
    assert html in project.text("tea/tea-web.html")


PARTNERS = """organisation:
  name: Willow
partners:
  phone-alone:
    name: A
    phone: 020 7946 0000
  both:
    name: B
    phone: 020 7946 0001
    web: https://example.org/b
  phone-to-come:
    name: C
    phone:
    web: https://example.org/c
  name-alone:
    name: D
"""


def test_partners_show_what_the_facts_have(project: Project, run: Run) -> None:
    """A phone without a web address is not lost, and one that is to come is asked for."""
    project.write("content/facts.yaml", PARTNERS)
    names = ("phone-alone", "both", "phone-to-come", "name-alone")
    listed = ", ".join(f"partners.{name}" for name in names)
    project.leaflet(f"/// partners\n  of: [{listed}]\n///\n")
    done = run("build", "--edition", "screen")

    assert (
        "A 020 7946 0000 B 020 7946 0001, example.org/b C Phone to come, example.org/c D"
        in printed(project.build / "tea" / "tea-screen.pdf")
    )
    told = [one for one in done.of("fact-open") if "partners" in one]
    assert len(told) == 1
    assert '"partners.phone-to-come.phone"' in told[0]


def test_an_apostrophe_in_an_email_stays_as_it_is(project: Project, run: Run) -> None:
    """An address is copied out by readers, so its signs are never made pretty."""
    email = "pat.o'neill@willow.example.org"
    project.write("content/facts.yaml", FACTS.replace("help@willow.example.org", f'"{email}"'))
    project.leaflet(
        f"{BODY}\n{{{{ contacts.us.email }}}}\n\n/// contacts\n  of: contacts.us\n///\n"
    )

    run(*BUILD)

    assert printed(project.build / "tea/tea-screen.pdf").count(email) == 2


# Runs that must not be turned round or broken -----------------------------------------------------


@pytest.mark.parametrize(
    ("text", "runs"),
    [
        ("Ring 0808 157 0123 today", ["0808 157 0123"]),
        ("Ring 0300 123 23 23, free", ["0300 123 23 23"]),
        ("Ring +44 (0)20 7946 0000.", ["+44 (0)20 7946 0000"]),
        ("Ring (020) 7946 0000.", ["(020) 7946 0000"]),
        ("Ring 020-7946-0000.", ["020-7946-0000"]),
        ("Open 10.30am–4pm daily", ["10.30am–4pm"]),
        ("Open 10.30am – 4pm daily", ["10.30am – 4pm"]),
        ("Open 9–5 daily", ["9–5"]),
        ("Open 09:00-17:00 daily", ["09:00-17:00"]),
        ("Come at 10.30am or 2:15 pm", ["10.30am", "2:15 pm"]),
        ("In 2024–2025 we", ["2024–2025"]),
        ("In 2024/25 we", ["2024/25"]),
        ("Pay to GB82 WEST 1234 5698 7654 32 please", ["GB82 WEST 1234 5698 7654 32"]),
        ("Pay to GB82WEST12345698765432 please", ["GB82WEST12345698765432"]),
        ("Write to help@willow.example.org.", ["help@willow.example.org"]),
        ("Write to pat.o-neill+tea@willow.example.org", ["pat.o-neill+tea@willow.example.org"]),
        ("On 1 October 2026 we", ["1 October 2026"]),
        ("Three cups and 2 biscuits", []),
        ("A well-known tea room", []),
    ],
)
def test_runs_are_isolated(text: str, runs: list[str]) -> None:
    """A phone number, a time, a range, an IBAN or an e-mail address is one run, letters and all."""
    html = isolate_text(text)

    assert re.findall(r'<span class="run" dir="ltr">(.*?)</span>', html) == runs
    assert words(html) == text


RIGHT_TO_LEFT = {
    f"اتصل {PHONE} الآن": "08081570123",
    "ساعات {{ contacts.us.hours }} يوميا": "10.30am–4pm",
    "عام 2024–2025 فقط": "2024–2025",
    "هاتف +44 (0)20 7946 0000 نص": "+4402079460000",
    "هاتف 020-7946-0000 نص": "020-7946-0000",
    "بنك GB82 WEST 1234 5698 7654 32 نص": "GB82WEST12345698765432",
    "بريد {{ contacts.us.email }} نص": "help@willow.example.org",
}


def test_numbers_in_arabic_run_from_left_to_right(project: Project, run: Run) -> None:
    """On an Arabic page each sign of a number stands to the right of the one before it."""
    body = "\n\n".join([*RIGHT_TO_LEFT, "/// contacts\n  of: contacts.us\n///"])
    project.leaflet(f"# مرحبا\n\n{body}\n", language="ar")

    run("build", "--edition", "screen,web")

    document = pypdfium2.PdfDocument(project.build / "tea/tea-screen.pdf")
    page = document[0].get_textpage()
    rows: dict[int, list[tuple[float, str]]] = {}
    for at in range(page.count_chars()):
        sign = page.get_text_range(at, 1)
        left, right = (page.get_charbox(at, loose=True)[corner] for corner in (0, 2))
        baseline = round(page.get_charbox(at, loose=True)[1])
        if sign.strip(" ()") and right > left:  # PDFium turns brackets round in Arabic lines
            rows.setdefault(baseline, []).append((left, sign))
    document.close()
    seen = ["".join(sign for _, sign in sorted(row)) for row in rows.values()]
    for number in (*RIGHT_TO_LEFT.values(), "08081570123", "10.30am–4pm"):
        assert any(number in row for row in seen), (number, seen)
    assert sum("08081570123" in row for row in seen) == 2
    assert 'dir="rtl"' in project.text("tea/tea-web.html").partition("<body")[0]


# Whatever people write ----------------------------------------------------------------------------

WHATEVER = settings(
    database=None,
    deadline=None,
    derandomize=True,  # a failure must be the change's own, never luck
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
"""Any string that can be saved as UTF-8."""

FRAGMENTS = st.sampled_from(
    [
        *["# ", "\n", "\n\n", "- ", "1. ", "> ", "    ", "\t", "```\n", "~~~\n", "---\n", "===\n"],
        *["**", "*", "_", "`", "[", "](", "]", ")", "![", "[^1]", "[^1]: ", "*[W]: ", "[r]: "],
        *["///", "\n///\n", "/// ", "//// ", "callout", "qr", "front", "below", "| action", "rows"],
        *["new-panel", "imprint", "\n  of: contacts.us\n", "\n  picture: a.png\n", "  of: [a]\n"],
        *["{{ ", "}}", PHONE, r"\{{", "{{ record.x }}", "{: #x .y }", "{#a}", "&amp;", "&#0;"],
        *["<div>", "</div>", "<p ", ">", "<a href='", "'>", "<img src=a>", "<!--", "-->", "<td>"],
        *["|a|b|\n|-|-|\n|c|d|\n", "Term\n: Said\n", "https://example.org", "a@b.example", "word "],
        *["\x00", "\x0b", "\x1c", "\x85", "\u2028", "\u200f", "\ue000", "\ue010", "\U000f0000"],
    ]
)

MARKUP = st.lists(st.one_of(FRAGMENTS, ANY_TEXT), max_size=30).map("".join)
"""Markdown as somebody might write it who has lost the thread."""


def read(folder: Path, body: str, facts: str = FACTS) -> tuple[Leaflet, list[Problem], Facts]:
    """Read a leaflet without building it."""
    (folder / "leaflet.md").write_bytes(
        f"---\ntitle: Tea\nformat: poster-a4\nlanguage: en\n---\n{body}".encode()
    )
    known, wrong = read_facts(facts, file="content/facts.yaml")
    leaflet, problems = read_leaflet(Found("tea", folder), project=folder, facts=known)
    return leaflet, [*wrong, *problems], known


@WHATEVER
@given(st.one_of(ANY_TEXT, MARKUP))
def test_any_text_can_be_read(tmp_path: Path, body: str) -> None:
    """Whatever a text holds, reading it gives a leaflet or says in words why it does not."""
    try:
        leaflet, problems, _ = read(tmp_path, body)
    except UnusableError as error:
        problems = list(error.problems)
        assert problems
    else:
        for piece in walk(leaflet.pieces):
            assert isinstance(piece, Text | Part)
            if isinstance(piece, Text):
                assert not re.search("[\ue000-\uf8ff\U000f0000-\U0010ffff]", piece.html)
    lines = body.count("\n") + body.count("\r") + 7
    for problem in problems:
        assert problem.place is not None
        assert 1 <= (problem.place.line or 0) <= lines, problem


VALUES = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Co"]), min_size=1).filter(
    str.strip
)
"""Any text that people can read."""


def quoted(value: str) -> str:
    """Return a value as YAML that can hold any character."""
    return '"' + "".join(f"\\U{ord(sign):08x}" for sign in value) + '"'


@WHATEVER
@given(VALUES)
def test_any_fact_comes_out_unchanged(tmp_path: Path, value: str) -> None:
    """Whatever a fact holds comes out as text, but for the apostrophe that print wants."""
    facts = f"organisation:\n  name: {quoted(value)}\n"

    leaflet, problems, _ = read(tmp_path, "({{ organisation.name }})", facts)

    (piece,) = leaflet.pieces
    assert isinstance(piece, Text)
    assert words(piece.html).strip() == f"({curl(value.strip())})"
    assert problems == []


ODD = {
    "our mark of a block": "a\ue0107\ue012b",
    "our mark of a line": "a\ue0005\ue001b",
    "our token": "a\U000f0000b",
    "no character at all": "a\x00b",
    "an escape": "a\x1bb",
    "half a character": "a\ud83db",
}
"""What YAML can write between quotation marks, and no leaflet can hold."""


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_character_in_a_fact_does_no_harm(odd: str, project: Project, run: Run) -> None:
    """A fact that holds what cannot be printed is told in the facts, and the rest is printed."""
    project.write("content/facts.yaml", f"organisation:\n  name: {quoted(ODD[odd])}\n")
    project.leaflet(f"{BODY}\n{{{{ organisation.name }}}}\n\n/// callout\nOne\n///\n\nTwo\n")

    result = run(*BUILD)

    assert [one for one in result.problems if one.startswith("content/facts.yaml:2: error: ")]
    assert result.code == 1
    assert "Two" in project.text("tea/tea-web.html")


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_character_in_a_setting_does_no_harm(odd: str, project: Project, run: Run) -> None:
    """A title that holds what cannot be printed is told at its line, and the rest is printed."""
    project.leaflet(title=quoted(ODD[odd]))

    result = run(*BUILD)

    assert [one for one in result.problems if one.startswith("content/tea/leaflet.md:2: error: ")]
    assert result.code == 1


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_character_in_an_option_does_no_harm(odd: str, project: Project, run: Run) -> None:
    """An option that holds what cannot be printed is told there, and the rest is printed."""
    address = quoted(f"https://example.org/{ODD[odd]}")
    project.leaflet(f"{BODY}\n/// qr\n  address: {address}\n///\n\nTwo\n")

    result = run(*BUILD)

    assert [one for one in result.problems if re.match(r".*\.md:1[01]: error: ", one)]
    assert result.code == 1
    assert "Two" in project.text("tea/tea-web.html")
