"""Fine setting: what no line breaker does by itself."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

import pytest

from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.model import Text
from leaflet.specs.formats import FORMATS
from leaflet.typeset.fine import keep_last_words
from leaflet.typeset.layout import FLOW, Kind
from tests.test_panels import laid_out

if TYPE_CHECKING:
    from tests.conftest import Project

CASES = {
    "a paragraph": ("<p>Tea for all of us</p>", "<p>Tea for all_of_us</p>"),
    "a label of three words": ("<p>Tea for us</p>", "<p>Tea for us</p>"),
    "each item": (
        "<ul><li>Tea for all of us</li><li>And for you too</li></ul>",
        "<ul><li>Tea for all_of_us</li><li>And for_you_too</li></ul>",
    ),
    "words in bold": (
        "<p>Tea for <strong>all of us</strong></p>",
        "<p>Tea for <strong>all_of_us</strong></p>",
    ),
    "a space at the edge of the bold, which would break the lines elsewhere": (
        "<p>Tea for all of <strong>us</strong></p>",
        "<p>Tea for all of <strong>us</strong></p>",
    ),
    "a word that is half bold": (
        "<p>Tea for all of <strong>u</strong>s</p>",
        "<p>Tea for all of <strong>u</strong>s</p>",
    ),
    "a line that was broken by hand": (
        "<p>Tea for all of us<br>\nand for you as well</p>",
        "<p>Tea for all_of_us<br>\nand for you_as_well</p>",
    ),
    "a line end in the source": ("<p>Tea for all of\nus</p>", "<p>Tea for all_of_us</p>"),
    "two words too long for a line": (
        "<p>That is an interdisciplinary haematology</p>",
        "<p>That is an interdisciplinary haematology</p>",
    ),
    "a last line of some length": (
        "<p>Tea for all of you and for whoever you are</p>",
        "<p>Tea for all of you and for whoever you_are</p>",
    ),
    "a heading is narrower": (
        "<h2>What does leukaemia do?</h2><h2>Who are interdisciplinary people?</h2>",
        "<h2>What does leukaemia_do?</h2><h2>Who are interdisciplinary people?</h2>",
    ),
    "a phone number is left alone": (
        '<p>Come and ring <span class="run" dir="ltr">0808 157 0123</span></p>',
        '<p>Come and ring <span class="run" dir="ltr">0808 157 0123</span></p>',
    ),
    "a title is left alone": ("<h1>Tea for all of us</h1>", "<h1>Tea for all of us</h1>"),
    "a cell is left alone": ("<td>Tea for all of us</td>", "<td>Tea for all of us</td>"),
    "a narrow column is left alone": (
        "<p data-loose>Tea for all of us</p><p>Tea for all of us</p>",
        "<p data-loose>Tea for all of us</p><p>Tea for all_of_us</p>",
    ),
    "what is held together already": (
        "<p>Tea for all of_us</p>",
        "<p>Tea for all of_us</p>",
    ),
    "an attribute is no text": (
        '<p><img alt="Tea for all of us"> Tea for all of us</p>',
        '<p><img alt="Tea for all of us"> Tea for all_of_us</p>',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_the_last_word_takes_one_along(case: str) -> None:
    """`_` stands for the no-break space."""
    before, after = CASES[case]
    once = keep_last_words(before.replace("_", "\u00a0"))
    assert once == after.replace("_", "\u00a0")
    assert keep_last_words(once) == once


def test_no_paragraph_ends_in_one_word(project: Project) -> None:
    """In a whole leaflet of paragraphs that all differ in length by a word."""
    body = "\n\n".join(
        "Come and sit with us by the window " + "now " * count for count in range(30)
    )
    panels = laid_out(project, body, FORMATS["trifold-a4"])
    lasts: dict[int | None, str] = {}
    for page in panels.trial.group(FLOW):
        for one in page.of(Kind.TEXT):
            lasts[one.line] = one.words
    assert len(lasts) > 20
    assert not [words for words in lasts.values() if len(words.split()) < 2]


@pytest.mark.parametrize(
    ("language", "set_as"),
    [
        ("en-GB", "He said “tea” and it’s hot"),
        ("cy", "He said “tea” and it’s hot"),
        ("de", "He said „tea“ and it’s hot"),
        ("pl", "He said „tea” and it’s hot"),
        ("fr", "He said «_tea_» and it’s hot"),
        ("ru", "He said «tea» and it’s hot"),
        ("sv", "He said ”tea” and it’s hot"),
    ],
)
def test_quotation_marks_are_the_languages_own(
    language: str, set_as: str, project: Project
) -> None:
    """Authors type straight ones; `_` stands for the no-break space."""
    project.leaflet('He said "tea" and it\'s hot\n', language=language)
    facts, _ = read_project_facts(project.folder)
    leaflet, _ = read_leaflet(
        find_leaflets(project.folder)[0][0], project=project.folder, facts=facts
    )
    [piece] = leaflet.pieces
    assert isinstance(piece, Text)
    assert unescape(re.sub("<[^>]*>", "", piece.html)).strip() == set_as.replace("_", "\u00a0")
