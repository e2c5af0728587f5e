"""Text and space: nothing is lost, and every misfit is told at its line with its size."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from typing import TYPE_CHECKING

import pikepdf
import pytest

from tests.conftest import CHECKOUT, printed, printed_pages
from tests.judges import pdftotext

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

AT = "content/tea/leaflet.md"
SCREEN = ("build", "--edition", "screen")
WORD = re.compile(r"w\d{4}")
NO_FIT = "DOES NOT FIT"


def words(number: int, start: int = 0) -> str:
    """Return that many words, each of them only once in the text."""
    return " ".join(f"w{at:04d}" for at in range(start, start + number))


def paragraphs(number: int, start: int = 0) -> str:
    """Return that many words in paragraphs of fifty, with an empty line between them."""
    return "\n\n".join(words(50, at) for at in range(start, start + number, 50))


def source_line(project: Project, word: str) -> int:
    """Return the line of the source that holds a word."""
    lines = (project.folder / AT).read_text(encoding="utf-8").split("\n")
    return next(number for number, line in enumerate(lines, start=1) if word in line)


def misfits(pages: list[str]) -> list[str]:
    """Return the pages that show what does not fit."""
    return [page for page in pages if NO_FIT in page]


@pytest.fixture
def screen(project: Project) -> Path:
    """Return where the screen edition comes to stand."""
    return project.build / "tea/tea-screen.pdf"


# Too much -----------------------------------------------------------------------------------------


def test_two_thousand_words_too_many(project: Project, run: Run, screen: Path) -> None:
    """Nothing is lost, and the message names line, millimetres, lines, words and formats."""
    project.leaflet(f"## Tea\n\n{paragraphs(2850)}\n", format="trifold")

    result = run(*SCREEN)

    pages = printed_pages(screen)
    assert set(WORD.findall(" ".join(pages))) == set(words(2850).split()), "nothing is lost"
    extra = misfits(pages)
    first = WORD.findall(extra[0])[0]
    (told,) = result.problems
    found = re.fullmatch(
        rf"{AT}:(\d+): error: The text needs (\d+) panels and trifold-a4 has 5 for text: (\d+) mm "
        r"\((\d+) lines\) too much\. \[fit-overflow\]",
        told,
    )
    assert found, told
    line, panels, mm, lines = map(int, found.groups())
    assert line == source_line(project, first), "the line where the text stops fitting"
    assert panels == 5 + len(extra)
    assert mm == pytest.approx(lines * 5.5, abs=5.5), "a line is 5.5 mm"
    hint = re.search(
        r"^    Cut about (\d+) words from this line on, or try `format: booklet-a5`\. "
        r"`leaflet fit tea` shows what fits\.$",
        result.err,
        re.MULTILINE,
    )
    assert hint, result.err
    left = len(WORD.findall(" ".join(extra)))
    assert left >= 2000
    assert int(hint[1]) == pytest.approx(left, rel=0.05)
    assert result.code == 1
    assert set(WORD.findall(pdftotext(screen))) == set(words(2850).split()), "nor for poppler"


def test_a_format_that_would_do_is_named(project: Project, run: Run, screen: Path) -> None:
    """A poster with too much text is told that it fits a trifold, and there it does."""
    body = f"# Tea\n\n{paragraphs(300)}\n"
    project.leaflet(body)

    poster = run(*SCREEN)

    first = WORD.findall(misfits(printed_pages(screen))[0])[0]
    (told,) = poster.problems
    assert re.fullmatch(
        rf"{AT}:{source_line(project, first)}: error: The text needs \d panels and poster-a4 has 1 "
        r"for text: \d+ mm \(\d+ lines\) too much\. \[fit-overflow\]",
        told,
    )
    assert re.search(
        r"^    Cut about \d+ words from this line on, or try `format: trifold-a4` or "
        r"`format: booklet-a5`\. `leaflet fit tea` shows what fits\.$",
        poster.err,
        re.MULTILINE,
    )
    assert poster.code == 1

    fits = {one["format"]: one["fits"] for one in json.loads(run("fit", "tea", "--json").out)}
    assert fits["trifold-a4"]
    assert fits["booklet-a5"]
    assert not any(fits[name] for name in fits if name.startswith("poster"))

    project.leaflet(body, format="trifold-a4")
    trifold = run(*SCREEN)
    assert trifold.of("fit-overflow") == []
    assert trifold.code == 0


def test_the_first_word_that_does_not_fit(project: Project, run: Run) -> None:
    """One word too many is told as one word."""

    def misfit(lines: int) -> Result:
        project.leaflet("# Tea\n\n" + "\n\n".join(words(1, at) for at in range(lines)))
        return run(*SCREEN)

    most = bisect_left(range(40), 1, key=lambda lines: misfit(lines).code)

    result = misfit(most)
    (told,) = result.problems
    assert told.startswith(f"{AT}:{source_line(project, f'w{most - 1:04d}')}: error: The text ")
    assert "    Cut about 1 word from this line on, or try " in result.err


def test_a_pinned_panel_that_is_too_full(project: Project, run: Run, screen: Path) -> None:
    """A pinned panel has no next one: what is too much is told, and follows behind it."""
    project.leaflet(
        f"## Tea\n\n{paragraphs(400)}\n\n/// flap\n{paragraphs(250, 1000)}\n///\n", format="trifold"
    )

    result = run(*SCREEN)

    pages = printed_pages(screen)
    assert set(WORD.findall(" ".join(pages))) == {*words(400).split(), *words(250, 1000).split()}
    extra = misfits(pages)
    first = WORD.findall(extra[0])[0]
    (told,) = result.of("fit-overflow")
    assert re.fullmatch(
        rf'{AT}:{source_line(project, first)}: error: The panel "flap" holds less than what is '
        r"pinned to it: \d+ mm \(\d+ lines\) too much\. \[fit-overflow\]",
        told,
    )
    assert result.code == 1
    flap = next(number for number, page in enumerate(pages) if "w1000" in page)
    assert pages.index(extra[0]) == flap + 1, "right behind the panel that it belongs to"


def test_pinned_and_flowing_misfits_are_both_told(project: Project, run: Run) -> None:
    """Two misfits are two messages, each at its own line."""
    project.leaflet(
        f"/// back\n{paragraphs(250)}\n///\n\n## Tea\n\n{paragraphs(900, 1000)}\n",
        format="trifold",
    )

    pinned, flowing = run(*SCREEN).of("fit-overflow")

    assert 'The panel "back" holds less than what is pinned to it' in pinned
    assert "panels and trifold-a4 has 4 for text" in flowing


def test_all_pages_of_a_misfit_say_so(project: Project, run: Run, screen: Path) -> None:
    """A page that no panel holds is headed so, and the file claims no standard."""
    project.leaflet(f"# Tea\n\n{paragraphs(400)}\n")

    run(*SCREEN)

    pages = printed_pages(screen)
    assert len(misfits(pages)) == len(pages) - 1
    with pikepdf.open(screen) as pdf, pdf.open_metadata() as data:
        assert not [name for name in data if "pdfua" in name]


def items(sign: str) -> str:
    """Return 40 items of ten words."""
    return "\n".join(f"{sign}{words(10, at)}" for at in range(0, 400, 10))


CONTAINERS = {
    "list": items("- "),
    "numbered list": items("1. "),
    "list in a list": "- First\n" + items("    - "),
    "table": "| One | Two |\n| --- | --- |\n"
    + "\n".join(f"| {words(5, at)} | {words(5, at + 5)} |" for at in range(0, 400, 10)),
    "one cell": f"| One |\n| --- |\n| {words(400)} |",
    "one paragraph": words(400),
    "one item": f"- {words(400)}",
    "quotation": f"> {words(400)}",
    "definition": f"Tea\n: {words(400)}",
    "footnote": f"Tea.[^1]\n\n[^1]: {words(400)}",
    "code": "\n".join(f"    {words(5, at)}" for at in range(0, 400, 5)),
    "one line of code": f"    {words(400)}",
    "callout": f"/// callout\n{words(400)}\n///",
    "story": f"/// story\n{paragraphs(400)}\n///",
    "steps": f"/// steps\n{items('1. ')}\n///",
    "rows": f"/// rows\n{items('- ')}\n///",
    "one step": f"/// steps\n1. {words(400)}\n///",
    "heading": f"## {words(400)}",
    "figure": "<figure><figcaption>" + words(400) + "</figcaption></figure>",
    "part unknown": f"/// calout\n{paragraphs(400)}\n///",
    "misplaced zone": f"/// below | help\n{paragraphs(400)}\n///",
    "lower zone": f"/// back\n### Help\n\n/// below | help\n{paragraphs(400)}\n///\n///",
    "both zones": f"/// flap\n{paragraphs(200)}\n\n/// below | action\n{paragraphs(200, 200)}"
    "\n///\n///",
    "cover": f"/// cover\n# Tea\n\n{paragraphs(400)}\n///",
}


@pytest.mark.parametrize("container", CONTAINERS)
def test_no_container_loses_words(container: str, project: Project, run: Run, screen: Path) -> None:
    """Whatever 400 words stand in, a panel that is too small for it loses none of them."""
    project.leaflet(f"## Before\n\nx\n\n{CONTAINERS[container]}\n\nBehind\n", format="trifold")

    run("build", "--edition", "screen,large")

    for file in (screen, screen.with_name("tea-large.pdf")):
        text = printed(file)
        assert set(WORD.findall(text)) == set(words(400).split()), file.name
        assert "Before" in text
        assert "Behind" in text


# Too little ---------------------------------------------------------------------------------------


def empty(name: str) -> str:
    """Return the message about an empty panel."""
    return f'{AT}:6: warning: The panel "{name}" is empty. [fit-empty-panel]'


def test_one_heading_alone(project: Project, run: Run) -> None:
    """With one heading for five panels, the first is nearly empty and all others are told."""
    project.leaflet("## Tea\n", format="trifold")

    result = run("build")

    assert result.problems == [
        (
            f'{AT}:6: warning: The panel "flap" is nearly empty: 9% of its height is used. '
            "[fit-empty-panel]"
        ),
        empty("inside-left"),
        empty("inside-centre"),
        empty("inside-right"),
        empty("back"),
    ]
    assert result.code == 1, "nothing stands below the heading"


def test_one_heading_between_pinned_panels(project: Project, run: Run) -> None:
    """Pinned panels are nobody's gap: only those that text should flow through are told."""
    pins = "".join(f"/// {name}\n### {name}\n///\n\n" for name in ("cover", "flap", "back"))
    project.leaflet(f"## Tea\n\n{pins}", format="trifold")

    result = run(*SCREEN)

    assert result.of("fit-empty-panel") == [
        (
            f'{AT}:6: warning: The panel "inside-left" is nearly empty: 9% of its height is used. '
            "[fit-empty-panel]"
        ),
        empty("inside-centre"),
        empty("inside-right"),
    ]


def test_a_blank_panel_keeps_its_page(project: Project, run: Run, screen: Path) -> None:
    """An empty panel is still a page, so that the sheet has all its faces."""
    project.leaflet("## Tea\n", format="trifold")

    run("build")

    assert len(printed_pages(screen)) == 6
    assert (project.build / "tea/tea-inside.png").is_file()


# Too wide, too near -------------------------------------------------------------------------------


def test_a_word_of_sixty_letters(project: Project, run: Run, screen: Path) -> None:
    """A word wider than its panel is told in millimetres, and printed all the same."""
    word = "donaudampfschifffahrt" * 3
    project.leaflet(f"## Tea\n\n{paragraphs(600)}\n\n{word}\n", format="trifold")

    result = run(*SCREEN)

    (told,) = result.of("fit-width")
    line = source_line(project, word)
    assert re.fullmatch(
        rf'{AT}:{line}: error: "donaudampfschifffahrtdonaudampfschifffa…" is \d\d\.\d mm wider '
        r"than its panel\. \[fit-width\]",
        told,
    )
    assert "    Write it shorter, or put a space where it may break.\n" in result.err
    assert result.code == 1
    assert word in printed(screen)


def test_a_table_wider_than_its_panel(project: Project, run: Run) -> None:
    """A table that cannot be squeezed into the measure is told as such."""
    row = "|".join(["Wednesday"] * 8)
    project.leaflet(
        f"## Tea\n\n{paragraphs(600)}\n\n|{row}|\n|{'---|' * 8}\n|{row}|\n", format="trifold"
    )

    result = run(*SCREEN)

    assert any(
        re.fullmatch(
            r".*:\d+: error: A table is \d+\.\d mm wider than its panel\. \[fit-width\]", one
        )
        for one in result.problems
    ), result.problems
    assert "    Take a column out, or write shorter words into it.\n" in result.err


TOKENS = (CHECKOUT / "styles/tokens.css").read_text(encoding="utf-8")


def with_margin(project: Project, name: str, mm: float) -> None:
    """Give the project tokens of its own, which shadow ours."""
    own, count = re.subn(rf"(--{name}: )[\d.]+mm", rf"\g<1>{mm}mm", TOKENS, count=1)
    assert count == 1
    project.write("styles/tokens.css", own)


@pytest.mark.parametrize(
    ("mm", "severity", "code"), [(4, "warning", 0), (2, "error", 1), (3, "warning", 0)]
)
def test_words_near_an_edge(
    mm: float, severity: str, code: int, project: Project, run: Run
) -> None:
    """Less than 5 mm from trim or fold is a warning, less than 3 mm an error."""
    with_margin(project, "panel-side", mm)
    project.leaflet(f"## Tea\n\n{paragraphs(650)}\n", format="trifold")

    result = run(*SCREEN)

    kind = "safe-cut" if code else "safe-area"
    made, *told = result.of(kind)
    assert made.startswith(f'{AT}:1: {severity}: "'), "the cover, which the program made"
    assert told[0] == (
        f'{AT}:6: {severity}: "Tea" stands {mm:.1f} mm from an edge or fold of its panel; printers '
        f"ask for 5 mm, and 3 mm is the least. [{kind}]"
    )
    assert len({one.split(":")[1] for one in told}) == 1 + 650 / 50, "each paragraph"
    assert result.code == code


def test_words_far_from_every_edge(project: Project, run: Run) -> None:
    """At 5 mm and with our own margins nothing is told."""
    project.leaflet(f"## Tea\n\n{paragraphs(650)}\n", format="trifold")
    assert run(*SCREEN).of("safe-area") == []

    with_margin(project, "panel-side", 5)
    assert run(*SCREEN).of("safe-area") == []


@pytest.mark.parametrize("edge", ["panel-top", "panel-bottom"])
def test_words_near_the_head_or_the_foot(edge: str, project: Project, run: Run) -> None:
    """The upper and the lower edge count like those at the sides."""
    with_margin(project, edge, 0)
    project.leaflet(f"{words(1200)}\n", format="trifold")

    told = run(*SCREEN).of("safe-cut")

    assert f'{AT}:6: error: "' in told[-1]
    assert re.search(r" stands 0\.\d mm from an edge or fold of its panel", told[-1])
