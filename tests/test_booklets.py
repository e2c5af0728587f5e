"""Booklets: pages in fours, imposed so that folding them into each other gives the order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leaflet.specs.booklets import as_spreads, creep, made_up, saddle, views, with_pages
from leaflet.specs.formats import FORMATS
from leaflet.units import from_points
from tests import judges
from tests.conftest import SOUND_FACTS, SOUND_SETTINGS, printed_pages
from tests.test_every_format import places

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaflet.specs.format import Binding, Format
    from tests.conftest import Project, Result

A5 = FORMATS["booklet-a5"]

FOURS = st.integers(1, 100).map(lambda sheets: sheets * 4)
"""Pages of booklets, from 4 to 400."""

BOTH: st.SearchStrategy[Binding] = st.sampled_from(["left", "right"])


# Which page stands where -------------------------------------------------------------------------


def drawn(pages: int, binding: Binding) -> list[str]:
    """Return the sides of a booklet's sheets as a drawing."""
    return [f"{one.left:2} | {one.right:2}" for one in saddle(pages, binding)]


def test_eight_pages_bound_left() -> None:
    """The outermost sheet carries the cover and the back; the inner one lies in it."""
    assert drawn(8, "left") == [" 8 |  1", " 2 |  7", " 6 |  3", " 4 |  5"]


def test_eight_pages_bound_right() -> None:
    """Text that runs from right to left is bound at the right: the mirror image."""
    assert drawn(8, "right") == [" 1 |  8", " 7 |  2", " 3 |  6", " 5 |  4"]


@given(FOURS, BOTH)
def test_every_page_stands_once(pages: int, binding: Binding) -> None:
    """Whatever is imposed is a permutation: no page is lost, none stands twice."""
    placed = [page for one in saddle(pages, binding) for page in (one.left, one.right)]
    assert sorted(placed) == list(range(1, pages + 1))


@given(FOURS, BOTH)
def test_stapled_and_leafed_through_it_reads_in_order(pages: int, binding: Binding) -> None:
    """Sheets laid into each other and folded: each leaf shows one page and the next behind it."""
    sides = saddle(pages, binding)
    sheets = [(sides[at], sides[at + 1]) for at in range(0, len(sides), 2)]
    leaves: list[tuple[int, int]] = []
    for front, back in reversed(sheets):  # from the innermost to the outermost
        # Turned over at the spine, behind the right half of the front lies the left of the back.
        first, last = (front.right, back.left), (back.right, front.left)
        if binding == "right":
            first, last = (front.left, back.right), (back.left, front.right)
        leaves = [first, *leaves, last]
    assert [page for leaf in leaves for page in leaf] == list(range(1, pages + 1))


@given(st.integers(1, 400))
def test_pages_come_in_fours(pages: int) -> None:
    """A booklet is made up to the next multiple of four, and to no more than that."""
    made = made_up(pages)
    assert made % 4 == 0
    assert pages <= made < max(pages, 1) + 4


@pytest.mark.parametrize("pages", [0, 1, 3, 6, 47])
def test_others_cannot_be_stapled(pages: int) -> None:
    """What does not come in fours is a mistake of ours, and raises."""
    with pytest.raises(ValueError, match="4, 8, 12 or more"):
        saddle(pages)


# Creep -------------------------------------------------------------------------------------------


def test_creep_is_that_of_the_trade() -> None:
    """48 pages of 0.005 inch: the innermost sheet stands out by 0.055 inch (onestopdp.com)."""
    assert creep(0, 0.127) == 0
    assert creep(11, 0.127) == pytest.approx(0.055 * 25.4)


@given(FOURS, BOTH, st.floats(0.05, 0.3))
def test_creep_grows_by_the_sheet(pages: int, binding: Binding, thickness: float) -> None:
    """Pages of sheet i are moved towards the spine by i thicknesses, left and right alike."""
    form = with_pages(A5, pages)
    if binding == "right":
        form = as_bound_right(form)
    spreads = as_spreads(form, thickness)
    assert len(spreads.sides) == pages // 2
    for number, side in enumerate(spreads.sides):
        left, right = spreads.on_side(side)
        moved = (number // 2) * thickness
        assert (left.left, right.left) == (0.0, 148)
        assert left.shift == pytest.approx(moved), "the left page goes right"
        assert right.shift == pytest.approx(-moved), "the right page goes left"


def as_bound_right(form: Format) -> Format:
    """Return a booklet bound at the right."""
    return replace(form, binding="right")


def test_proofs_show_what_lies_open() -> None:
    """The cover alone, then two pages at a time, then the back."""
    form = with_pages(A5, 8)
    assert list(views(form)) == [
        ("cover",),
        ("page-2", "page-3"),
        ("page-4", "page-5"),
        ("page-6", "page-7"),
        ("back",),
    ]
    assert list(views(as_bound_right(form)))[1] == ("page-3", "page-2")


# From text ---------------------------------------------------------------------------------------

PAGE = "## Page {0}\n\nHere is page {0}.\n\n" + "Come and have tea with us.\n\n" * 8
BREAK = "/// new-panel\n///\n\n"


def booklet(project: Project, pages: int, **settings: str) -> None:
    """Write a booklet with so many pages of text between its cover and its back."""
    text = BREAK.join(PAGE.format(number) for number in range(2, pages + 2))
    body = f"/// cover\n# Tea\n\nHere is cover.\n///\n\n{text}\n/// back\nHere is back.\n///\n"
    project.leaflet(body, **({"format": "booklet-a5"} | settings))


@pytest.mark.parametrize(("pages", "made"), [(1, 4), (2, 4), (3, 8), (6, 8), (7, 12)])
def test_blank_pages_stand_before_the_back(
    project: Project, run: Callable[..., Result], pages: int, made: int
) -> None:
    """Text of any length is made up to a multiple of four; what is blank is told."""
    booklet(project, pages)
    result = run("-v", "build", "--edition", "screen")
    assert result.code == 0

    words = printed_pages(project.build / "tea" / "tea-screen.pdf")
    assert len(words) == made
    assert words[0].endswith("Here is cover. Draft: not for printing or handing out")
    assert "Here is back." in words[-1]
    for number in range(2, pages + 2):
        assert f"Here is page {number}." in words[number - 1]
    blank = made - pages - 2
    told = result.of("pages-blank")
    assert len(told) == (blank > 0)
    if told:
        are = "is" if blank == 1 else "are"
        said = f"{blank} of them, before the back, {are} blank."
        assert told[0].split(": note: ")[1] == (
            f"The booklet has {made} pages, since they come in fours, and {said} [pages-blank]"
        )


@pytest.mark.parametrize(
    ("feet", "second", "third"), [("title", "2 Tea", "Tea 3"), ("section", "2 Page 2", "Page 3 3")]
)
def test_words_may_stand_beside_the_number(
    project: Project, run: Callable[..., Result], feet: str, second: str, third: str
) -> None:
    """The title, or the section's heading; a blank page has its number alone, a draft its band."""
    final = {"status": "final", **SOUND_SETTINGS, "running-foot": feet}
    project.write("content/facts.yaml", SOUND_FACTS)
    booklet(project, 4, **final)
    assert run("build", "--edition", "screen").of("setting-invalid") == []
    words = printed_pages(project.build / "tea" / "tea-screen.pdf")
    assert sorted(words[1].split()[-len(second.split()) :]) == sorted(second.split())
    assert sorted(words[2].split()[-len(third.split()) :]) == sorted(third.split())
    assert words[6].split()[-1:] == ["7"]

    booklet(project, 4, **(final | {"status": "draft"}))
    run("build", "--edition", "screen")
    assert "2 Draft:" in printed_pages(project.build / "tea" / "tea-screen.pdf")[1]


def test_a_foot_without_a_booklet_is_told(project: Project, run: Callable[..., Result]) -> None:
    """Nobody looks for words that no format has."""
    project.leaflet(**{"format": "trifold", "running-foot": "title"})
    assert "Only booklets" in run("build", "--edition", "text").of("setting-invalid")[0]


FOOT = 195
"""mm below the head of an A5 page where only its number and the band stand."""


def test_pages_carry_their_numbers_outside(project: Project, run: Callable[..., Result]) -> None:
    """Left pages have theirs at the left, right ones at the right; cover and back have none."""
    booklet(project, 6)
    run("build", "--edition", "screen")
    file = project.build / "tea" / "tea-screen.pdf"
    for number in range(1, 9):
        at_foot = [
            left
            for page, left, top, _, _ in places(file, str(number))
            if page == number - 1 and top > FOOT
        ]
        if number in (1, 8):
            assert at_foot == []
        else:
            (left,) = at_foot
            assert left == pytest.approx(13, abs=0.5) if number % 2 == 0 else 125 < left < 135


def test_the_printer_gets_pages_in_order(project: Project, run: Callable[..., Result]) -> None:
    """One page after the other, cover first, each with its trim and its marks."""
    booklet(project, 6)
    run("build", "--edition", "print")
    file = project.build / "tea" / "tea-print.pdf"
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 8
        left, low, right, high = (from_points(float(one)) for one in pdf.pages[3].trimbox)
    assert (right - left, high - low) == pytest.approx((148, 210), abs=0.01)
    names = ["cover", *(f"page {number}" for number in range(2, 8)), "back"]
    assert [places(file, f"Here is {name}.")[0][0] for name in names] == list(range(8))


def test_or_spreads_with_creep(project: Project, run: Callable[..., Result]) -> None:
    """By a printer's demand two pages stand beside each other, moved by the paper's thickness."""
    booklet(project, 10, paper_thickness="0.2mm")
    run("build", "--edition", "print,screen", "--printer", "spreads")
    file, screen = (project.build / "tea" / f"tea-{edition}.pdf" for edition in ("print", "screen"))
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 6
        left, _, right, _ = (from_points(float(one)) for one in pdf.pages[0].trimbox)
    assert right - left == pytest.approx(296, abs=0.01)
    for spread, side in zip(saddle(12), range(6), strict=True):
        for page, across, sign in ((spread.left, 0, 1), (spread.right, 148, -1)):
            name = {1: "cover", 12: "back"}.get(page, f"page {page}")
            ((_, alone, *_),) = places(screen, f"Here is {name}.")
            ((at, there, *_),) = places(file, f"Here is {name}.")
            assert at == side
            assert there == pytest.approx(across + alone + sign * spread.sheet * 0.2, abs=0.05)


def test_at_home_it_is_imposed_on_a4(project: Project, run: Callable[..., Result]) -> None:
    """Two pages on each side of A4, no creep, tagged in the order of reading, and how to fold."""
    booklet(project, 6)
    run("build", "--edition", "home")
    file = project.build / "tea" / "tea-home.pdf"
    with pikepdf.open(file) as pdf:
        assert len(pdf.pages) == 5, "four sides, and how to print them"
        box = [round(from_points(float(one))) for one in pdf.pages[0].mediabox]
        assert box == [0, 0, 297, 210]
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
    words = printed_pages(file)
    for side, (left, right) in enumerate(
        [("back", "cover"), ("page 2", "page 7"), ("page 6", "page 3"), ("page 4", "page 5")]
    ):
        ((at, x, *_),) = places(file, f"Here is {left}.")
        ((also, x2, *_),) = places(file, f"Here is {right}.")
        assert at == also == side
        assert x < 148.5 < x2
    assert "Staple it twice through the fold" in words[-1]
    assert judges.page_validation(file).compliant


def test_right_to_left_it_is_bound_at_the_right(
    project: Project, run: Callable[..., Result]
) -> None:
    """The cover stands at the left of the outermost sheet."""
    booklet(project, 2, language="ar")
    run("build", "--edition", "home")
    file = project.build / "tea" / "tea-home.pdf"
    (_, cover, *_), *_ = places(file, "cover")
    (_, back, *_), *_ = places(file, "back")
    assert cover < 148.5 < back


def test_a_booklet_of_many_pages(project: Project, run: Callable[..., Result]) -> None:
    """Eighty pages are made up, numbered and in order."""
    booklet(project, 78)
    assert run("build", "--edition", "screen").code == 0
    words = printed_pages(project.build / "tea" / "tea-screen.pdf")
    assert len(words) == 80
    assert all(f"Here is page {number}." in words[number - 1] for number in range(2, 80))
