"""One text, many formats: what one of them lacks is laid in place, and nothing is lost."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
import zxingcpp

from leaflet.raster import pictures
from leaflet.units import from_points
from tests import judges
from tests.conftest import SOUND_SETTINGS, printed, printed_pages
from tests.test_every_format import places

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

AT = "content/tea/leaflet.md"

ZONED = """\
/// cover
# Tea
///

## Milk

{0}

/// below
### Sugar

Words below.
///

/// back
Words on the back.
///
"""


def screen(project: Project, form: str = "") -> Path:
    """Return the screen edition of a format; of the first one where none is named."""
    return project.build / "tea" / f"tea{form and '-'}{form}-screen.pdf"


def sizes(pdf: Path) -> list[float]:
    """Return the sizes of type in a PDF, in points, the commonest first."""
    found: dict[float, int] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                size = round(pypdfium2.raw.FPDFText_GetFontSize(text, index) * 0.75, 1)
                found[size] = found.get(size, 0) + 1
    finally:
        document.close()
    return sorted(found, key=lambda size: -found[size])


# Larger text --------------------------------------------------------------------------------------


def test_text_size_sets_the_text_larger(project: Project, run: Run) -> None:
    """Text grows, in the formats it is asked for; posters have sizes of their own."""
    text = "Words, words and more words. " * 40
    project.leaflet(text, format="trifold", also="[zfold, poster-a4]", text_size="{trifold: 15pt}")
    run("build", "--edition", "screen")
    assert sizes(screen(project))[0] == 15
    assert sizes(screen(project, "zfold-a4"))[0] == 12
    assert sizes(screen(project, "poster-a4"))[0] == 18


def test_one_size_for_all_formats(project: Project, run: Run) -> None:
    """Without a format's name it counts for each."""
    project.leaflet("Words, and more. " * 40, format="trifold", also="zfold", text_size="14")
    run("build", "--edition", "screen")
    assert [sizes(screen(project, one))[0] for one in ("", "zfold-a4")] == [14, 14]


def test_larger_text_keeps_the_grid(project: Project, run: Run) -> None:
    """Lines stay on one grid, and the title as large as it was."""
    body = "# Tea\n\n## Milk\n\n" + "Words, words.\n\n" * 6 + "- One\n- Two\n"
    project.leaflet(body, format="trifold", text_size="16pt")
    assert run("build", "--edition", "print,screen").of("grid-missed") == []
    assert 60.8 in sizes(screen(project))


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("11pt", '"text-size." does not work with the value "11pt".'),
        ("25", '"text-size." does not work with the value "25".'),
        ("large", '"text-size." does not work with the value "large".'),
        (
            "{bookmark: 14pt}",
            '"text-size" names the format "bookmark", which this leaflet does not',
        ),
    ],
)
def test_a_size_that_cannot_be(project: Project, run: Run, written: str, said: str) -> None:
    """Text is never set smaller than clear print, nor larger than a leaflet holds."""
    project.leaflet(format="trifold", text_size=written)
    (told,) = run("check").of("setting-invalid") or run("build").of("setting-invalid")
    assert told.startswith(f"{AT}:")
    assert said.replace("text-size.", "text-size") in told.replace("text-size.", "text-size")


BREAK = "/// new-panel\n///\n\n"


# What a format lacks ------------------------------------------------------------------------------


def test_zones_follow_where_they_find_no_room(project: Project, run: Run) -> None:
    """In the first format they stay zones; in another that is too small they are text."""
    long = "Words that take up some room on a panel. " * 22
    project.leaflet(ZONED.format(long), format="trifold", also="cross-a4")
    result = run("-v", "build", "--edition", "screen")
    assert [one for one in result.problems if ": error: " in one] == []
    notes = result.of("break-in-place")
    assert len(notes) == 1
    assert "cross-a4" in notes[0]
    for form in ("", "cross-a4"):
        words = printed(screen(project, form))
        assert words.count("Words below.") == words.count("Words on the back.") == 1


def test_a_flyer_without_a_word_for_its_back_has_one_side(project: Project, run: Run) -> None:
    """It goes to the printer with one page, and the page at home says so."""
    project.leaflet("/// front\n# Tea\n\nWords.\n///\n", format="flyer-a5")
    run("build", "--edition", "print,home")
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        assert len(pdf.pages) == 1
    home = printed_pages(project.build / "tea" / "tea-home.pdf")
    assert len(home) == 2
    assert "Print on both sides: no." in home[1]


def test_a_flyer_with_text_has_two(project: Project, run: Run) -> None:
    """Text that is not pinned flows on to the back."""
    project.leaflet("/// front\n# Tea\n///\n\n" + "Words. " * 30, format="flyer-a5")
    run("build", "--edition", "print")
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        assert len(pdf.pages) == 2
    assert "page 1 of 2" in printed_pages(project.build / "tea" / "tea-print.pdf")[0]


def test_the_front_gives_its_lower_zone_to_the_back(project: Project, run: Run) -> None:
    """A poster's words go onto a bookmark: what to do stands on its back."""
    body = (
        "/// front\n# Tea\n\n" + "Words for the front. " * 22 + "\n\n"
        "/// below | action\n## Come in\n\nWords for the back.\n///\n///\n"
    )
    project.leaflet(body, format="poster-a4", also="bookmark")
    assert run("build", "--edition", "screen").of("fit-overflow") == []
    front, back = printed_pages(screen(project, "bookmark"))
    assert "Words for the back." not in front
    assert "Words for the back." in back


def test_wide_panels_are_read_column_by_column(project: Project, run: Run) -> None:
    """Both columns stand on one page of the screen edition, with the tags in order."""
    body = "/// cover\n# Tea\n///\n\n" + "".join(
        f"{BREAK if number > 1 else ''}## Column {number}\n\nWords.\n\n" for number in range(1, 5)
    )
    project.leaflet(f"{body}/// back\nWords.\n///\n", format="bifold-a3")
    run("build", "--edition", "screen")
    pages = printed_pages(screen(project))
    assert len(pages) == 4
    assert [re.findall(r"Column \d", page) for page in pages[1:3]] == [
        ["Column 1", "Column 2"],
        ["Column 3", "Column 4"],
    ]
    with pikepdf.open(screen(project)) as pdf:
        widths = {round(from_points(float(page.mediabox[2]))) for page in pdf.pages}
    assert widths == {210}
    assert judges.page_validation(screen(project)).compliant


# Strips -------------------------------------------------------------------------------------------

TORN = """\
/// front
# Tea

Words.

/// tear-off
  of: contacts.us
  strips: {0}
**Come to tea**
///
///
"""


@pytest.mark.parametrize("count", [4, 8, 10])
def test_strips_hang_at_the_foot_of_a_poster(project: Project, run: Run, count: int) -> None:
    """Each has the words, the phone, the address and its own code; one of them is read aloud."""
    project.sound()
    text = TORN.format(count).replace("Words.", "Words.\n\n/// imprint\n///")
    project.leaflet(text, **(SOUND_SETTINGS | {"format": "poster-a3", "status": "final"}))
    result = run("build", "--edition", "print,screen")
    assert [one for one in result.problems if "fit-" in one or "safe-" in one] == []
    file = project.build / "tea" / "tea-print.pdf"
    assert len(places(file, "Come to tea")) == count
    assert len(places(file, "111")) == count
    side = next(iter(pictures(screen(project).read_bytes(), dpi=200))).convert("RGB")
    read = [code.text for code in zxingcpp.read_barcodes(side)]
    assert read == ["https://willow.example.org"] * count
    pdfinfo = judges.need("pdfinfo", "poppler-utils")
    assert judges.good([pdfinfo, "-struct-text", str(screen(project))]).count("Come to tea") == 1
    assert judges.page_validation(screen(project)).compliant


def test_elsewhere_they_are_words_once(project: Project, run: Run) -> None:
    """A flyer and the web page say what a strip says, if nothing else says it."""
    project.leaflet(TORN.format(8), format="poster-a4", also="flyer-a5")
    run("build", "--edition", "screen,web")
    assert printed(screen(project, "flyer-a5")).count("0808 157 0123") == 1
    page = project.text("tea/tea-web.html")
    assert page.count("0808 157 0123") == 1

    with_code = TORN.format(8).replace("Words.", "/// qr\n  of: contacts.us\n///")
    project.leaflet(with_code, format="poster-a4", also="flyer-a5")
    run("build", "--edition", "screen")
    assert printed(screen(project, "flyer-a5")).count("0808 157 0123") == 1, "the code's own"


@pytest.mark.parametrize("count", ["3", "13", "many", "-8", "٨"])
def test_a_number_of_strips_that_cannot_be(project: Project, run: Run, count: str) -> None:
    """Told with its line, and as many as usual are made."""
    project.leaflet(TORN.format(f'"{count}"'), format="poster-a4")
    (told,) = run("build", "--edition", "print").of("block-option")
    assert told == (
        f'{AT}:13: error: "strips" does not work with the value "{count}". [block-option]'
    )
    assert len(places(project.build / "tea" / "tea-print.pdf", "Come to tea")) == 7


# Parts --------------------------------------------------------------------------------------------


def test_notes_have_a_page_of_their_own(project: Project, run: Run) -> None:
    """Lines to write on, in a booklet and large print; where nobody writes, they are left out."""
    body = "# Tea\n\nWords.\n\n/// notes | Your questions\n  lines: 9\n///\n\n## More\n\nWords."
    project.leaflet(body, format="booklet-a5", also="trifold")
    result = run("-v", "build", "--edition", "screen,large,text,web")
    pages = [page.split() for page in printed_pages(screen(project))]
    (lines,) = [page for page in pages if "questions" in page]
    assert lines[:2] == ["Your", "questions"]
    assert "Words." not in lines
    assert "Your questions" in printed(project.build / "tea" / "tea-large.pdf")
    assert "Your questions" not in printed(screen(project, "trifold-a4"))
    assert "Your questions" not in project.text("tea/tea-web.html") + project.text(
        "tea/tea-text.txt"
    )
    assert any("no page to write notes on" in one for one in result.told)


def test_contents_tell_the_pages_of_a_booklet(project: Project, run: Run) -> None:
    """Each heading with the number that stands at the foot of its page; links lead there."""
    text = "\n\n/// new-panel\n///\n\n".join(
        f"## {name}\n\n" + "Words.\n\n" * 5 for name in ("Milk", "Sugar", "Lemon")
    )
    body = f"/// cover\n# Tea\n///\n\n/// contents | Inside\n///\n\n/// new-panel\n///\n\n{text}"
    project.leaflet(body, format="booklet-a5", also="trifold")
    run("build", "--edition", "screen")
    inside = printed_pages(screen(project))[1]
    found = re.findall(r"(Milk|Sugar|Lemon)[ .]*(\d)", inside)
    assert found == [("Milk", "3"), ("Sugar", "4"), ("Lemon", "5")]
    assert judges.page_validation(screen(project)).compliant
    assert "Inside" not in printed(screen(project, "trifold-a4")), "panels have no pages"


def test_a_form_has_boxes_and_lines(project: Project, run: Run) -> None:
    """Items that begin with [ ] lose it to a box; the others keep their words."""
    project.leaflet("# Tea\n\n/// form | Yes\n- [ ] Ring me\n- Name\n///\n", format="trifold")
    assert run("build", "--edition", "screen").code == 0
    words = printed(screen(project))
    assert "Yes Ring me Name" in words
    assert "[" not in words
    assert judges.page_validation(screen(project)).compliant
