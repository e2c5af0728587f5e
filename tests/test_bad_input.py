"""Bad input: each kind is told with its place, and never with a traceback.

`run` makes sure that nobody sees a traceback. Here stands what people see instead.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conftest import BODY, FACTS, FAULTS, Project, problems_in
from tests.judges import need

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Result

    Run = Callable[..., Result]

BUILD = ("build", "--edition", "screen,web")
"""Layout, and what needs none: quick, and all that bad input can reach."""

INDEX = ["index.html"]
TEA = ["index.html", "tea/tea-screen.pdf", "tea/tea-web.html"]
AT = "content/tea/leaflet.md"
TEXT = 10
"""The line in which what follows `BODY` stands."""


def lines(*said: str) -> list[str]:
    """Return lines as a run tells them, each with the leaflet's file in front."""
    return [f"{AT}:{one}" for one in said]


# Text that slips ----------------------------------------------------------------------------------

SLIPS = {
    "an address that cannot be split": (
        "See [our page](http://[).",
        ('10: error: The link "http://[" is not an address that a reader can use. [link-broken]'),
    ),
    "unknown fact": (
        "Ring {{ contacts.us.phne }}.",
        '10: error: There is no fact "contacts.us.phne" in content/facts.yaml. [fact-unknown]',
    ),
    "a group of facts": (
        "Ring {{ contacts.us }}.",
        '10: error: There is no fact "contacts.us" in content/facts.yaml. [fact-unknown]',
    ),
    "code in the place of a fact": (
        "{{ ''.__class__ }}",
        (
            "10: error: \"{{ ''.__class__ }}\" is not the dotted name of a fact; nothing else is "
            "looked up. [fact-unknown]"
        ),
    ),
    "an attribute of Python": (
        "{{ contacts.__class__ }}",
        '10: error: There is no fact "contacts.__class__" in content/facts.yaml. [fact-unknown]',
    ),
    "arithmetic": (
        "{{ 7*7 }}",
        (
            '10: error: "{{ 7*7 }}" is not the dotted name of a fact; nothing else is looked up. '
            "[fact-unknown]"
        ),
    ),
    "half a fact": (
        "Ring {{ contacts.us.phone",
        "10: error: There is a {{ here without its }}. [fact-literal]",
    ),
    "unknown block": (
        "/// calout\nHello\n///",
        '10: error: "calout" is not a part or a panel; its text is set in place. [block-unknown]',
    ),
    "unclosed block": (
        "/// callout\nHello",
        '10: error: The block "callout" opens here and is never closed. [block-unclosed]',
    ),
    "stray block": (
        "///",
        "10: error: This /// closes a block, and none is open here. [block-stray]",
    ),
    "misplaced block": (
        "/// callout\n/// back\nHello\n///\n///",
        (
            '11: error: The panel "back" stands inside "callout"; its text is set in place. '
            "[block-misplaced]"
        ),
    ),
    "unknown option": (
        "/// qr\n  of: contacts.us\n  adress: https://example.org\n///",
        '12: error: "adress" is not an option of "qr". [block-option]',
    ),
    "missing option": (
        "/// contacts\n///",
        (
            '10: error: "contacts" needs the option "of": one contact or a list of them. '
            "[block-option]"
        ),
    ),
    "unknown contact": (
        "/// contacts\n  of: contacts.them\n///",
        (
            '11: error: There is no contact or partner "contacts.them" in content/facts.yaml. '
            "[fact-unknown]"
        ),
    ),
    "broken link inside": (
        "See [below](#there).",
        (
            '10: error: The link "#there" leads to a place that this leaflet does not have. '
            "[link-broken]"
        ),
    ),
    "script in a link": (
        "[Win](javascript:alert(1))",
        (
            '10: error: The link "javascript:alert(1)" is not an address that a reader can use. '
            "[link-broken]"
        ),
    ),
    "script in a link in HTML": (
        "A <a href='JaVaScRiPt:alert(1)'>prize</a>",
        (
            '10: error: The link "JaVaScRiPt:alert(1)" is not an address that a reader can use. '
            "[link-broken]"
        ),
    ),
    "link to a file": (
        "[Us](file:///etc/passwd)",
        (
            '10: error: The link "file:///etc/passwd" is not an address that a reader can use. '
            "[link-broken]"
        ),
    ),
    "a QR code to a script": (
        "/// qr\n  address: javascript:alert(1)\n///",
        (
            '10: error: The QR code\'s address "javascript:alert(1)" does not begin with https://. '
            "[link-broken]"
        ),
    ),
    "too deep": (
        "<div>" * 300 + "deep" + "</div>" * 300,
        (
            "10: error: Elements stand 300 deep in each other here; 60 is the limit. Only the "
            "words are kept. [html-too-deep]"
        ),
    ),
    "private use": (
        "A \ue123 sign",
        (
            "10: error: There is a private-use character here (U+E123), which means nothing "
            "without the font it was made for; it is left out. [glyph-missing]"
        ),
    ),
    "our own marks": (
        "\ue0100\ue012",
        (
            "10: error: There is a private-use character here (U+E010), which means nothing "
            "without the font it was made for; it is left out. [glyph-missing]"
        ),
        (
            "10: error: There is a private-use character here (U+E012), which means nothing "
            "without the font it was made for; it is left out. [glyph-missing]"
        ),
    ),
    "no character at all": (
        "A \x00 byte",
        (
            '10: error: The fonts have no character "\ufffd" (U+FFFD); it would print as an empty '
            "box. [glyph-missing]"
        ),
    ),
    "missing picture": (
        "![A cup](cup.png)",
        '10: error: There is no picture "cup.png". [picture-missing]',
    ),
    "dots out of the project": (
        "![A cup](../../../etc/cup.png)",
        '10: error: The picture "../../../etc/cup.png" lies outside the project. [picture-outside]',
    ),
    "dots in disguise": (
        "![A cup](..%2f..%2f..%2fetc/cup.png)",
        (
            '10: error: The picture "..%2f..%2f..%2fetc/cup.png" lies outside the project. '
            "[picture-outside]"
        ),
    ),
    "absolute path": (
        "![A cup](/etc/passwd)",
        '10: error: The picture "/etc/passwd" is not a file of this leaflet. [picture-outside]',
    ),
    "path of Windows": (
        "![A cup](C:/cup.png)",
        '10: error: The picture "C:/cup.png" is not a file of this leaflet. [picture-outside]',
    ),
    "file address": (
        "![A cup](file:///etc/passwd)",
        (
            '10: error: The picture "file:///etc/passwd" is not a file of this leaflet. '
            "[picture-outside]"
        ),
    ),
    "web address": (
        "![A cup](http://example.org/cup.png)",
        (
            '10: error: The picture "http://example.org/cup.png" is not a file of this leaflet. '
            "[picture-outside]"
        ),
    ),
    "web address in HTML": (
        "A <img src='//example.org/cup.png' alt='cup'>",
        (
            '10: error: The picture "//example.org/cup.png" is not a file of this leaflet. '
            "[picture-outside]"
        ),
    ),
    "file address as an option": (
        "/// figure\n  picture: file:///etc/passwd\n  alt: A cup\n///",
        (
            '11: error: The picture "file:///etc/passwd" is not a file of this leaflet. '
            "[picture-outside]"
        ),
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_in_the_text_is_told_at_its_line(slip: str, project: Project, run: Run) -> None:
    """A slip costs its author one glance, and the leaflet is made all the same."""
    text, *said = SLIPS[slip]
    project.leaflet(f"{BODY}\n{text}\n")

    result = run(*BUILD)

    assert result.problems == lines(*said)
    assert result.code == 1
    assert project.built() == TEA
    assert not project.leftovers()


def test_templates_in_the_text_are_text(project: Project, run: Run) -> None:
    """What looks like a template is printed as it stands, never executed."""
    project.leaflet(f"{BODY}\n{{% for x in y %}}one{{% endfor %}} {{# two #}} ${{three}}\n")

    assert run(*BUILD).code == 0
    assert "{% for x in y %}one{% endfor %} {# two #} ${three}" in project.text("tea/tea-web.html")


@pytest.mark.parametrize(
    ("text", "element"),
    [
        ("<script>alert(1)</script>", "script"),
        ("Come <script>alert(1)</script> in", "script"),
        ("<iframe src='https://example.org'></iframe>", "iframe"),
        ("<style>p { display: none }</style>", "style"),
        ("<object data='x'></object>", "object"),
    ],
)
def test_html_that_acts_is_left_out_and_told(
    text: str, element: str, project: Project, run: Run
) -> None:
    """HTML that acts, loads or styles never reaches a reader, and its author hears of it."""
    project.leaflet(f"{BODY}\n{text}\n")

    result = run(*BUILD)

    assert result.problems == lines(
        f"10: warning: The HTML element <{element}> is not allowed in a leaflet and was left out. "
        "[html-removed]"
    )
    assert result.code == 0
    page = project.text("tea/tea-web.html").partition("<body")[2]
    assert f"<{element}" not in page
    assert "alert(1)" not in page


def test_attributes_that_act_are_left_out(project: Project, run: Run) -> None:
    """Neither HTML nor an attribute list brings in a handler or a style."""
    project.leaflet(
        f'{BODY}\n<p onclick="x()" style="color: red">One</p>\n\n'
        'Two\n{: onclick="x()" style="background: url(http://example.org)" }\n'
    )

    run(*BUILD)

    page = project.text("tea/tea-web.html").partition("<body")[2]
    assert "onclick" not in page
    assert "style=" not in page


# Settings that slip -------------------------------------------------------------------------------

SETTINGS_SLIPS = {
    "unknown setting": (
        {"verison": "2"},
        '5: error: "verison" is not a setting. [setting-unknown]',
        'Did you mean "version"?',
    ),
    "invalid date": (
        {"reviewed": "1st October"},
        '5: error: "reviewed" does not work with the value "1st October". [setting-invalid]',
        "Write a date as year-month-day, such as 2026-10-01.",
    ),
    "a day that never comes": (
        {"next_review": "2026-02-30"},
        '5: error: "next-review" does not work with the value "2026-02-30". [setting-invalid]',
        "Write a date as year-month-day, such as 2026-10-01.",
    ),
    "unknown status": (
        {"status": "finished"},
        '5: error: "status" does not work with the value "finished". [setting-invalid]',
        "Write one of: 'draft' or 'final'.",
    ),
    "setting twice": (
        {"version": "1\nversion: 2"},
        '6: error: "version" is set twice; only the first one counts. [setting-invalid]',
        "Delete one of the two lines.",
    ),
}


@pytest.mark.parametrize("slip", SETTINGS_SLIPS)
def test_a_slip_in_the_settings_is_told_at_its_line(slip: str, project: Project, run: Run) -> None:
    """A setting that does not work is told with what to write, and left out."""
    settings, said, hint = SETTINGS_SLIPS[slip]
    project.leaflet(**settings)

    result = run(*BUILD)

    assert result.problems == lines(said)
    assert f"\n    {hint}" in result.err
    assert result.code == 1
    assert project.built() == TEA


UNUSABLE: dict[str, tuple[str | bytes, str]] = {
    "broken YAML": (
        "---\ntitle: Tea: a guide\nformat: poster-a4\nlanguage: en\n---\n\nText\n",
        (
            "2: error: The settings cannot be read here: mapping values are not allowed here. "
            "[settings-unreadable]"
        ),
    ),
    "unknown format": (
        "---\ntitle: Tea\nformat: trifod\nlanguage: en\n---\n\nText\n",
        '3: error: "trifod" is not a format. [format-unknown]',
    ),
    "unknown further format": (
        "---\ntitle: Tea\nformat: trifold\nlanguage: en\nalso: [poster-a4, zfald]\n---\n\nText\n",
        '5: error: "zfald" is not a format. [format-unknown]',
    ),
    "no front matter": (
        "# Tea\n\nText\n",
        (
            "1: error: There is no front matter: the settings between two lines of --- do not "
            "begin. [settings-missing]"
        ),
    ),
    "endless front matter": (
        "---\ntitle: Tea\n\n# Tea\n",
        (
            "1: error: There is no front matter: the settings between two lines of --- do not end. "
            "[settings-missing]"
        ),
    ),
    "empty file": ("", "1: error: The file is empty. [contents-missing]"),
    "nothing but space": (" \n\t\n", "1: error: The file is empty. [contents-missing]"),
    "no text": (
        "---\ntitle: Tea\nformat: trifold\nlanguage: en\n---\n",
        "1: error: There is no text below the front matter. [contents-missing]",
    ),
    "no title": (
        "---\nformat: trifold\nlanguage: en\n---\n\nText\n",
        '2: error: The setting "title" is required and is not there. [setting-missing]',
    ),
    "language that is none": (
        "---\ntitle: Tea\nformat: trifold\nlanguage: English!\n---\n\nText\n",
        '4: error: "language" does not work with the value "English!". [setting-invalid]',
    ),
    "UTF-16": (
        "---\ntitle: Tea\n---\n".encode("utf-16"),
        "1: error: There is a character here that is not UTF-8 (byte 0xff). [contents-encoding]",
    ),
    "not UTF-8": (
        FAULTS.joinpath("not-utf8.md").read_bytes(),
        "9: error: There is a character here that is not UTF-8 (byte 0x92). [contents-encoding]",
    ),
}


@pytest.mark.parametrize("fault", UNUSABLE)
def test_a_leaflet_of_which_nothing_can_be_made(fault: str, project: Project, run: Run) -> None:
    """A leaflet that cannot be read is told, and exit code 3 says that nothing was made of it."""
    source, said = UNUSABLE[fault]
    project.write(AT, source)

    result = run(*BUILD)

    assert result.problems == lines(said)
    assert result.code == 3
    assert project.built() == INDEX
    assert not project.leftovers()


@pytest.mark.parametrize("setting", ["title", "format", "language"])
def test_a_required_setting_that_is_empty(setting: str, project: Project, run: Run) -> None:
    """What every leaflet needs is asked for at its line when it was left empty."""
    settings = {"title": "Tea", "format": "trifold", "language": "en", setting: ""}
    head = "".join(f"{name}: {value}\n" for name, value in settings.items())
    project.write(AT, f"---\n{head}---\n\n{BODY}")

    result = run(*BUILD)

    line = list(settings).index(setting) + 2
    assert [one.partition('"')[0] for one in result.problems] in (
        [f"{AT}:{line}: error: "],
        [f"{AT}:{line}: error: The setting "],
    )
    assert f'"{setting}"' in result.problems[0]
    assert result.code == 3


def test_an_open_quotation_mark_is_told_where_it_opens(project: Project, run: Run) -> None:
    """A quotation mark that nobody closed is told where it stands, not where the file ends."""
    project.write(AT, '---\ntitle: "Tea\nformat: trifold\nlanguage: en\n---\n\nText\n')

    result = run(*BUILD)

    assert len(result.problems) == 1
    assert result.problems[0].startswith(f"{AT}:2: error: The settings cannot be read here: ")
    assert result.code == 3


def test_everything_is_told_at_once(project: Project, run: Run) -> None:
    """One run shows all that is wrong with the settings, in the order of the lines."""
    project.write(
        AT, "---\ntitel: Tea\nformat: trifod\nlanguage: e\nreviewed: never\n---\n\nText\n"
    )

    result = run(*BUILD)

    assert result.problems == lines(
        '2: error: The setting "title" is required and is not there. [setting-missing]',
        '2: error: "titel" is not a setting. [setting-unknown]',
        '3: error: "trifod" is not a format. [format-unknown]',
        '4: error: "language" does not work with the value "e". [setting-invalid]',
        '5: error: "reviewed" does not work with the value "never". [setting-invalid]',
    )
    assert result.code == 3


def test_json_says_where(project: Project, run: Run) -> None:
    """Another program reads code, file, line and advice without taking sentences apart."""
    project.leaflet(f"{BODY}\n/// calout\nHello\n///\n")

    result = run(*BUILD, "--json")

    told = json.loads(result.out)
    problems = problems_in(told["items"])
    assert (told["version"], told["ok"]) == (1, False)
    assert [(one["code"], one["severity"], one["file"], one["line"]) for one in problems] == [
        ("block-unknown", "error", AT, 10)
    ]
    assert problems[0]["hint"].startswith('Did you mean "callout"?')


# Facts that slip ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "said", "code"),
    [
        (
            "organisation: name: x",
            (
                "content/facts.yaml:1: error: The settings cannot be read here: mapping values are "
                "not allowed here. [settings-unreadable]"
            ),
            3,
        ),
        (
            b"organisation:\n  name: caf\xe9\n",
            (
                "content/facts.yaml:2: error: There is a character here that is not UTF-8 (byte "
                "0xe9). [contents-encoding]"
            ),
            3,
        ),
        (
            "organization:\n  name: x\n",
            'content/facts.yaml:1: error: "organization" is not a setting. [setting-unknown]',
            1,
        ),
        (
            f"{FACTS}    fax: 1\n",
            'content/facts.yaml:14: error: "partners.owls.fax" is not a setting. [setting-unknown]',
            1,
        ),
    ],
)
def test_a_slip_in_the_facts_is_told_there(
    facts: str | bytes, said: str, code: int, project: Project, run: Run
) -> None:
    """What is wrong in the facts is told at its line of the facts file."""
    project.write("content/facts.yaml", facts)
    project.leaflet()

    result = run(*BUILD)

    assert result.problems == [said]
    assert result.code == code


BRANDS = {
    "a bracket in a colour's name": 'colours:\n    "whi[te": {screen: "#ffffff"}',
    "a rule in a colour's name": 'colours:\n    "x: red; } p { color": {screen: "#ffffff"}',
    "a backslash in a font's name": 'fonts:\n    text: "Atkinson\\\\"',
    "a line end in a font's name": 'fonts:\n    text: "A\\nB"',
}


@pytest.mark.parametrize("brand", BRANDS)
def test_a_brand_cannot_break_the_styles(brand: str, project: Project, run: Run) -> None:
    """A colour or a font with signs of CSS in its name is told in the facts, and left out."""
    project.write("content/facts.yaml", f"{FACTS}brand:\n  {BRANDS[brand]}\n")
    project.leaflet()

    result = run(*BUILD)

    assert [one.partition(": ")[0] for one in result.problems] == ["content/facts.yaml:16"]
    assert result.code == 1


@pytest.mark.parametrize("file", [AT, "content/facts.yaml"])
def test_settings_that_unfold_without_end(
    file: str, project: Project, run_apart: Callable[..., Result]
) -> None:
    """YAML in which names stand for names that stand for names is refused in seconds."""
    levels = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    levels += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    bomb = "\n".join(levels)
    project.leaflet()
    project.write(file, f"---\n{bomb}\n---\n\n{BODY}" if file == AT else bomb)

    result = run_apart(*BUILD, within=8)

    assert [one for one in result.problems if one.startswith(file)]
    assert result.code == 3
    assert project.built() == INDEX


# Pictures -----------------------------------------------------------------------------------------

PICTURES = {
    "text.png": '"text.png" is not a picture, whatever its name says. [picture-broken]',
    "bomb.svg": 'The drawing "bomb.svg" defines entities, which can unfold without end. '
    "[picture-broken]",
    "external.svg": 'The drawing "external.svg" reaches for "@import". [picture-outside]',
    "truncated.jpg": 'The picture "truncated.jpg" is broken or cut short (image file is truncated '
    "(19 bytes not processed)). [picture-broken]",
    "bomb-12k.png": 'The picture "bomb-12k.png" has 144 megapixels; no leaflet needs that. '
    "[picture-too-large]",
}


@pytest.mark.parametrize("name", PICTURES)
def test_a_bad_picture_is_told_and_its_place_shows(name: str, project: Project, run: Run) -> None:
    """A picture that cannot be used is told at its line, and a gap stands in its place."""
    project.fault(name, f"content/tea/{name}")
    project.leaflet(f"{BODY}\n![A cup]({name})\n")

    result = run(*BUILD)

    assert result.problems == lines(f"{TEXT}: error: {PICTURES[name]}")
    assert result.code == 1
    assert project.built() == TEA
    assert f"picture missing: {name}" in project.text("tea/tea-web.html")


def test_a_missing_picture_with_signs_of_html_in_its_name(project: Project, run: Run) -> None:
    """Whatever signs stand in a picture's name, its place shows as a gap."""
    project.leaflet(f"{BODY}\n![A cup](cup<1>.png)\n")

    result = run(*BUILD)

    assert result.problems == lines(
        '10: error: There is no picture "cup<1>.png". [picture-missing]'
    )
    page = project.text("tea/tea-web.html")
    assert '<span class="gap">picture missing: cup&lt;1&gt;.png</span>' in page
    assert "<img" not in page


@pytest.mark.parametrize("name", ["bomb-12k.png", "bomb.svg"])
def test_a_bomb_is_told_before_it_is_unpacked(
    name: str, project: Project, run_apart: Callable[..., Result]
) -> None:
    """A picture bomb needs no more memory, and hardly more time, than no picture at all."""
    project.leaflet(name="plain")
    project.fault(name, f"content/bomb/{name}")
    project.leaflet(f"{BODY}\n![A cup]({name})\n", name="bomb")

    plain = run_apart("build", "plain", "--edition", "web", within=20)
    bomb = run_apart("build", "bomb", "--edition", "web", within=20)

    assert (plain.code, bomb.code) == (0, 1)
    assert bomb.memory_mb < plain.memory_mb + 50


def test_a_link_out_of_the_project_is_not_followed(project: Project, run: Run) -> None:
    """A symbolic link to a picture elsewhere is refused, be it the file or a folder above it."""
    project.leaflet(f"{BODY}\n![A cup](cup.png)\n\n![A saucer](elsewhere/tiny.png)\n")
    (project.folder / "content/tea/cup.png").symlink_to(FAULTS / "tiny.png")
    (project.folder / "content/tea/elsewhere").symlink_to(FAULTS, target_is_directory=True)

    result = run(*BUILD)

    assert result.problems == lines(
        '10: error: The picture "cup.png" lies outside the project. [picture-outside]',
        '12: error: The picture "elsewhere/tiny.png" lies outside the project. [picture-outside]',
    )
    assert result.code == 1


@pytest.mark.parametrize("file", [AT, "content/facts.yaml"])
def test_words_from_outside_the_project_are_not_printed(
    file: str, project: Project, run: Run, tmp_path: Path
) -> None:
    """A leaflet or facts that are a symbolic link out of the project are told, not published."""
    project.leaflet(f"{BODY}\nThe word is {{{{ organisation.name }}}}.\n")
    inside = project.folder / file
    outside = tmp_path / "secret"
    outside.write_text(
        inside.read_text().replace("The Willow", "Swordfish").replace("quiet", "Swordfish")
    )
    inside.unlink()
    inside.symlink_to(outside)

    result = run(*BUILD)

    assert [one for one in result.problems if one.startswith(f"{file}")], "it is told"
    assert result.code in (1, 3)
    assert all("Swordfish" not in project.text(one) for one in project.built() if "html" in one)


# Folders and files --------------------------------------------------------------------------------


def test_names_that_differ_only_by_capitals(project: Project, run: Run) -> None:
    """Two leaflets whose files would overwrite each other elsewhere are told, and left unbuilt."""
    for name in ("Tea", "tea", "owls"):
        project.leaflet(name=name)

    result = run(*BUILD)

    assert result.problems == [
        (
            "content/tea: error: The folders Tea and tea differ only by capitals; on Windows and "
            "macOS their files would overwrite each other. [name-clash]"
        )
    ]
    assert result.code == 3
    assert project.built() == ["index.html", "owls/owls-screen.pdf", "owls/owls-web.html"]


def test_a_leaflet_that_fails_does_not_stop_the_others(project: Project, run: Run) -> None:
    """The good leaflets are built, before and behind the one that fails."""
    project.leaflet(name="after")
    project.leaflet(name="bad", format="trifod")
    project.leaflet(name="before")

    result = run("build")

    assert result.problems == [
        'content/bad/leaflet.md:3: error: "trifod" is not a format. [format-unknown]'
    ]
    assert result.code == 3
    assert project.built() == [
        *(
            f"{name}/{name}-{ending}"
            for name in ("after", "before")
            for ending in (
                "front.png",
                "home.pdf",
                "large.pdf",
                "print.pdf",
                "screen.pdf",
                "text.txt",
                "web.html",
            )
        ),
        "index.html",
    ]


def test_build_is_a_file(project: Project, run: Run) -> None:
    """A file in the place of the folder is told, and left as it was."""
    project.leaflet()
    project.write("build", "mine")

    result = run(*BUILD)

    inner = project.build / ".leaflet"
    assert result.problems == [
        (
            f"error: The folder for the files cannot be written: Not a directory ({inner}). "
            "[file-unwritable]"
        )
    ]
    assert result.code == 3
    assert project.build.read_text() == "mine"


def test_a_file_in_the_place_of_a_leaflets_folder(project: Project, run: Run) -> None:
    """A file where a leaflet's own folder should be stops that leaflet alone, and is kept."""
    project.leaflet(name="owls")
    project.leaflet()
    project.write("build/tea", "mine")

    result = run(*BUILD)

    assert result.problems == [f"error: File exists: {project.build}/tea. [file-unwritable]"]
    assert result.code == 3, "77 is for want of permission"
    assert project.built() == [
        "index.html",
        "owls/owls-screen.pdf",
        "owls/owls-web.html",
        "tea",
    ]
    assert not project.leftovers()


@pytest.fixture
def shared() -> Iterator[Project]:
    """Make a project that any user of the system may look into."""
    folder = Path(tempfile.mkdtemp(prefix="leaflet-test-"))
    folder.chmod(0o755)
    made = Project(folder)
    made.write("content/facts.yaml", FACTS)
    yield made
    made.build.chmod(0o755)
    shutil.rmtree(folder)


def test_build_is_read_only(
    shared: Project, run_apart: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that belongs to somebody else is told, with exit code 77."""
    shared.leaflet()
    shared.build.mkdir()
    shared.build.chmod(0o555)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    nobody = ("--reuid=65534", "--regid=65534", "--clear-groups")
    under = (need("setpriv", "util-linux"), *nobody) if os.geteuid() == 0 else ()

    result = run_apart("-C", str(shared.folder), *BUILD, under=under)

    inner = shared.build / ".leaflet"
    assert result.problems == [
        (
            f"error: The folder for the files cannot be written: Permission denied ({inner}). "
            "[file-unwritable]"
        )
    ]
    assert result.code == 77
    assert shared.built() == []


# Shapes that cost time ----------------------------------------------------------------------------


def test_an_endless_word_ends_in_seconds(
    project: Project, run_apart: Callable[..., Result]
) -> None:
    """A word of 20,000 letters is told as too wide in seconds, and kept."""
    project.leaflet(f"{BODY}\n{'x' * 20_000}\n")

    result = run_apart("build", within=30)

    told = result.of("fit-width")[0]
    assert told.startswith(f'{AT}:10: error: "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" is ')
    assert result.code == 1
    assert "x" * 20_000 in project.text("tea/tea-web.html")


def test_a_cell_across_a_million_columns(
    project: Project, run_apart: Callable[..., Result]
) -> None:
    """A table cell that claims a million columns or rows is cut down to what a page holds."""
    cell = '<table><tr><td colspan="1000000" rowspan="1000000">One</td></tr></table>'
    project.leaflet(f"{BODY}\n{cell}\n")

    result = run_apart(*BUILD, within=30)

    assert result.code == 0
    assert "1000000" not in project.text("tea/tea-web.html")
    assert result.memory_mb < 500


NESTED = {
    "blocks": "/// callout\n" * 200 + "deep\n" + "///\n" * 200,
    "lists": "\n".join("    " * level + "- deep" for level in range(200)),
    "definitions": "Tea\n: deep\n" * 800,
    "elements": "<b>" * 2000 + "deep" + "</b>" * 2000,
}


@pytest.mark.parametrize("nested", NESTED)
def test_things_that_stand_too_deep_in_each_other(nested: str, project: Project, run: Run) -> None:
    """Whatever is nested beyond all measure is told as that, and its words are kept."""
    project.leaflet(f"{BODY}\n{NESTED[nested]}\n", format="trifold")

    result = run("build", "--edition", "web")

    assert any(
        one.startswith(f"{AT}:") and one.endswith("[html-too-deep]") for one in result.problems
    ), result.problems[:3]
    assert result.code == 1
    assert "deep" in project.text("tea/tea-web.html")


# How files are saved ------------------------------------------------------------------------------


SAVED: dict[str, Callable[[bytes], bytes]] = {
    "line ends of Windows": lambda data: data.replace(b"\n", b"\r\n"),
    "line ends of an old Mac": lambda data: data.replace(b"\n", b"\r"),
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "spaces behind the rules": lambda data: data.replace(b"---\n", b"---  \t\n"),
}


@pytest.mark.parametrize("editor", SAVED)
def test_how_an_editor_saves_makes_no_difference(editor: str, project: Project, run: Run) -> None:
    """The same text gives the same files and the same lines, whatever editor saved it."""
    text = f"{BODY}\n## Ring us\n\n- {{{{ contacts.us.phone }}}}\n- {{{{ a.b }}}}\n"
    source = project.leaflet(text)
    facts = project.folder / "content/facts.yaml"
    plain = run(*BUILD)
    files = {file: (project.build / file).read_bytes() for file in TEA}

    for file in (source, facts):
        file.write_bytes(SAVED[editor](file.read_bytes()))
    saved = run(*BUILD, "--force")

    assert (
        saved.problems
        == plain.problems
        == lines('13: error: There is no fact "a.b" in content/facts.yaml. [fact-unknown]')
    )
    assert {file: (project.build / file).read_bytes() for file in TEA} == files
