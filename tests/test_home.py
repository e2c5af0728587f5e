"""The sheet that a volunteer prints: on both sides of one paper, folded, it reads right."""

from __future__ import annotations

import ctypes
import io
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from PIL import ImageChops, ImageStat

from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.press import finish_panels
from leaflet.press.home import finish_home
from leaflet.press.impose import Placing, Sheet
from leaflet.press.merge import Side, merge_sides
from leaflet.raster import pictures
from leaflet.resources import Theme
from leaflet.specs.folds import states
from leaflet.specs.formats import FORMATS
from leaflet.specs.office import Standing, stand
from leaflet.typeset.how_to import FOLDING, HOW_TO, folding_steps
from leaflet.typeset.layout import Kind
from leaflet.typeset.panels import Panels, Setting
from leaflet.typeset.setting import lay_out_home, lay_out_how_to, lay_out_panels
from leaflet.typeset.words import WORDS
from leaflet.units import Size, from_points, points
from tests import judges
from tests.conftest import printed_pages
from tests.test_styles import luminance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from leaflet.specs.format import Format
    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]
COMPLETE = CHECKOUT / "tests" / "complete"

OFFICE_EDGE = 4.2
"""What an office printer leaves white, mm."""

DPI = 200


@dataclass(frozen=True, slots=True)
class Home:
    """One leaflet in one format, as it is everywhere and as it is at home."""

    form: Format
    paper: str
    screen: Panels
    panels: Panels
    pdf: bytes
    screen_pdf: bytes
    path: Path

    @property
    def standing(self) -> Standing:
        """Return how its sheet stands on the paper."""
        return stand(self.form.trim, self.paper)

    def across(self, left: float) -> float:
        """Return a distance from the sheet's left trim as one from the left of the paper."""
        return self.standing.left + left * self.standing.scale


CASES = {
    "complete": (COMPLETE, "reading-well", "trifold-a4", "a4"),
    "trifold": (CHECKOUT, "infant-all", "trifold-a4", "a4"),
    "trifold on letter": (CHECKOUT, "infant-all", "trifold-a4", "letter"),
    "zfold": (CHECKOUT, "infant-all", "zfold-a4", "a4"),
    "poster": (CHECKOUT, "give-blood", "poster-a4", "a4"),
    "poster on letter": (CHECKOUT, "give-blood", "poster-a4", "letter"),
    "large poster": (CHECKOUT, "give-blood", "poster-a3", "a4"),
    "too much on a poster": (CHECKOUT, "infant-all", "poster-a4", "a4"),
}


@pytest.fixture(scope="module")
def homes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Home]:
    """Make the home edition of every case once."""
    folder = tmp_path_factory.mktemp("home")
    made = {}
    for case, (project, name, form_name, paper) in CASES.items():
        facts, _ = read_project_facts(project)
        found = next(one for one in find_leaflets(project)[0] if one.name == name)
        leaflet, _ = read_leaflet(found, project=project, facts=facts)
        setting = Setting(Theme(project), folder / "build")
        form = FORMATS[form_name]
        screen = lay_out_panels(leaflet, form, setting)
        panels = lay_out_home(leaflet, form, setting)
        how_to = lay_out_how_to(leaflet, form, setting, paper, "other.pdf")
        pdf = finish_home(panels, how_to, leaflet.imprint, paper=paper, claim=True)
        screen_pdf = finish_panels(screen, leaflet.imprint, claim=True)
        path = folder / f"{case.replace(' ', '-')}.pdf"
        path.write_bytes(pdf)
        made[case] = Home(form, paper, screen, panels, pdf, screen_pdf, path)
        assert len(how_to.pages) == 1, "how to print it fits on one page"
        assert not how_to.missing
    return made


@pytest.fixture(params=list(CASES))
def home(request: pytest.FixtureRequest, homes: dict[str, Home]) -> Home:
    """Return the home edition of each case in turn."""
    return homes[request.param]


def test_vera_finds_nothing(homes: dict[str, Home]) -> None:
    """Whatever was joined, veraPDF finds nothing against PDF/UA-1."""
    for verdict in judges.verapdf([home.path for home in homes.values()]):
        assert verdict.compliant, str(verdict)


def test_other_judges_find_nothing(home: Home) -> None:
    """page-validation agrees, and qpdf finds the file well-formed."""
    for verdict in (judges.page_validation(home.path), judges.qpdf_check(home.path)):
        assert verdict.compliant, str(verdict)


def test_a_printer_can_draw_it(homes: dict[str, Home]) -> None:
    """Ghostscript, which drives many office printers, draws every page without a complaint."""
    program = judges.need("gs", "ghostscript")
    paths = [str(home.path) for home in homes.values()]
    said = judges.good([program, "-dBATCH", "-dNOPAUSE", "-sDEVICE=nullpage", *paths])
    assert "Error" not in said, said


def test_nothing_stands_elsewhere(home: Home) -> None:
    """The home edition changes colours only: each word and picture stands where it stood."""
    assert home.panels.trial.pages == home.screen.trial.pages
    assert home.panels.layout.pages == home.screen.layout.pages


def test_the_same_bytes(homes: dict[str, Home]) -> None:
    """What is finished twice is the same twice."""
    home = homes["complete"]
    facts, _ = read_project_facts(COMPLETE)
    leaflet, _ = read_leaflet(find_leaflets(COMPLETE)[0][0], project=COMPLETE, facts=facts)
    setting = Setting(Theme(COMPLETE), home.path.parent / "build")
    how_to = lay_out_how_to(leaflet, home.form, setting, "a4", "other.pdf")
    again = lay_out_home(leaflet, home.form, setting)
    assert finish_home(again, how_to, leaflet.imprint, paper="a4", claim=True) == home.pdf


def test_no_claim_without_leave(homes: dict[str, Home]) -> None:
    """A file with errors does not say that it keeps PDF/UA-1."""
    home = homes["complete"]
    facts, _ = read_project_facts(COMPLETE)
    leaflet, _ = read_leaflet(find_leaflets(COMPLETE)[0][0], project=COMPLETE, facts=facts)
    setting = Setting(Theme(COMPLETE), home.path.parent / "build")
    how_to = lay_out_how_to(leaflet, home.form, setting, "a4", "other.pdf")
    pdf = finish_home(home.panels, how_to, leaflet.imprint, paper="a4", claim=False)
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_metadata() as data:
        assert not [name for name in data if "pdfua" in name]


SIZES: dict[str, list[tuple[float, float]]] = {
    "complete": [(297, 210), (297, 210), (210, 297)],
    "trifold": [(297, 210), (297, 210), (210, 297)],
    "trifold on letter": [(279.4, 215.9), (279.4, 215.9), (215.9, 279.4)],
    "poster": [(210, 297), (210, 297)],
    "poster on letter": [(215.9, 279.4), (215.9, 279.4)],
    "large poster": [(210, 297), (210, 297)],
    "too much on a poster": [(210, 297)] * 9,
}
"""The sides, what does not fit, and how to print it, in mm."""


@pytest.mark.parametrize("case", SIZES)
def test_pages_are_the_paper(homes: dict[str, Home], case: str) -> None:
    """Each page is one side of the paper, without bleed."""
    with pikepdf.open(io.BytesIO(homes[case].pdf)) as pdf:
        assert len(pdf.pages) == len(SIZES[case])
        for number, (width, height) in enumerate(SIZES[case]):
            page = pdf.pages[number]
            box = [from_points(float(one)) for one in page.mediabox]
            assert box == pytest.approx([0, 0, width, height], abs=0.01)
            assert "/BleedBox" not in page.obj


def test_the_printing_program_is_told(homes: dict[str, Home]) -> None:
    """The edge to flip on follows the sheet; the size stays; the window shows the title."""
    flips = {
        "complete": "/DuplexFlipShortEdge",
        "trifold on letter": "/DuplexFlipShortEdge",
        "poster": "/Simplex",
        "large poster": "/Simplex",
        "too much on a poster": "/Simplex",
    }
    for case, flip in flips.items():
        with pikepdf.open(io.BytesIO(homes[case].pdf)) as pdf:
            wishes = pdf.Root.ViewerPreferences
            assert (str(wishes.Duplex), str(wishes.PrintScaling)) == (flip, "/None")
            assert wishes.DisplayDocTitle


def test_ticks_stand_at_the_folds(home: Home) -> None:
    """Each fold has a light tick from 5 to 8 mm at its head and foot, and nothing else does."""
    for side, image in zip(home.form.sides, pictures(home.pdf, dpi=DPI), strict=False):
        grey = image.convert("L")
        tall = home.standing.paper.height
        for fold in home.form.folds_on(side):
            centre = home.across(fold)
            column = round(centre / 25.4 * DPI)
            for mm, inked in ((4.0, False), (5.3, True), (7.7, True), (9.0, False)):
                for from_top in (mm, tall - mm):
                    row = round(from_top / 25.4 * DPI)
                    darkest = min(grey.crop((column - 2, row, column + 3, row + 1)).tobytes())
                    assert (darkest < 230) == inked, (side, fold, from_top)
                    assert darkest > 120, "light enough to vanish in the fold"


@dataclass(frozen=True, slots=True)
class Character:
    """One character as printed; distances in mm from the lower left corner of its page."""

    page: int
    letter: str
    left: float
    low: float
    right: float
    high: float
    colour: str


def characters(pdf: bytes) -> Iterator[Character]:
    """Yield each character that leaves ink."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    parts = [ctypes.c_uint() for _ in range(4)]
    try:
        for number, page in enumerate(document):
            text = page.get_textpage()
            for index in range(text.count_chars()):
                letter = text.get_text_range(index, 1)
                if letter.strip():
                    left, low, right, high = map(from_points, text.get_charbox(index))
                    pypdfium2.raw.FPDFText_GetFillColor(text, index, *parts)
                    colour = "#" + "".join(f"{part.value:02x}" for part in parts[:3])
                    yield Character(number, letter, left, low, right, high, colour)
    finally:
        document.close()


def test_an_office_printer_cuts_no_words(home: Home) -> None:
    """All words keep 5 mm from the edge of the paper, made smaller or not."""
    with pikepdf.open(io.BytesIO(home.pdf)) as pdf:
        sizes = [[from_points(float(one)) for one in page.mediabox[2:]] for page in pdf.pages]
    for one in characters(home.pdf):
        width, height = sizes[one.page]
        assert min(one.left, one.low, width - one.right, height - one.high) >= 5, one


def test_only_art_reaches_the_edge(homes: dict[str, Home]) -> None:
    """In what a printer leaves white stand pictures and the line of the horizon at most."""
    home = homes["complete"]
    inside = list(pictures(home.pdf, dpi=DPI))[1].convert("L")
    edge = int(OFFICE_EDGE / 25.4 * DPI)
    middle = (edge, edge, inside.width - edge, inside.height - edge)
    inside.paste(255, middle)
    assert inside.getextrema() == (255, 255), "the inside has no art at its edges"


def test_every_word_is_dark_on_white(home: Home) -> None:
    """No word is left white where its ground was taken away: WCAG 2.2 AA on paper."""
    for one in characters(home.pdf):
        assert 1.05 / (luminance(one.colour) + 0.05) >= 4.5, one


def words_in(home: Home, side: str, left: float, width: float) -> str:
    """Return the words printed between two distances, in mm, from a side's left trim."""
    document = pypdfium2.PdfDocument(io.BytesIO(home.pdf))
    try:
        text = document[home.form.sides.index(side)].get_textpage()
        found = text.get_text_bounded(
            left=points(home.across(left)),
            right=points(home.across(left + width)),
        )
    finally:
        document.close()
    return " ".join(found.split())


def face(home: Home, name: str) -> str:
    """Return the words that were laid out on a panel, without spaces."""
    page = home.panels.layout.pages[home.panels.pages_of(name)[0]]
    return "".join("".join(one.words.split()) for one in page.of(Kind.TEXT))


@dataclass(frozen=True, slots=True)
class Leaf:
    """A piece of paper between edges and folds, with what is printed on both its faces."""

    outside: str
    inside: str


def leaves(home: Home) -> list[Leaf]:
    """Return the leaves of a printed sheet from left to right, its inside facing up.

    Flipped on its short edge, the outside is mirrored: what is at its right lies behind what
    is at the left of the inside.
    """
    form = home.form
    return [
        Leaf(
            words_in(home, "outside", form.trim.width - panel.left - panel.width, panel.width),
            words_in(home, "inside", panel.left, panel.width),
        )
        for panel in form.on_side("inside")
    ]


FACES = {
    "complete": (
        "Reading circles for people",
        "Stories for all",
        "Join a circle",
        "In our words",
        "Your first visit",
        "More good books",
    ),
    "zfold": (
        "A guide for families",
        "What is leukaemia?",
        "How this happens",
        "Rose wouldn’t be here",
        "We think this research",
        "For more information",
    ),
    "trifold on letter": (
        "A guide for families",
        "What is leukaemia?",
        "Rose wouldn’t be here",
        "We think this research",
        "How this happens",
        "For more information",
    ),
}
"""Words that only one panel has: each face of the folded leaflet, from the top of the pile."""


@pytest.mark.parametrize("case", FACES)
def test_folded_it_reads_right(homes: dict[str, Home], case: str) -> None:
    """Printed on both sides and folded as the how-to says, each face is where it is read.

    The model does what the steps say, inside up; a leaf that is folded over shows its outside.
    """
    paper, form = leaves(homes[case]), homes[case].form
    inside, outside = form.on_side("inside"), form.on_side("outside")
    said_on = {panel.name: leaf.inside for panel, leaf in zip(inside, paper, strict=True)}
    said_on |= {panel.name: one.outside for panel, one in zip(outside[::-1], paper, strict=True)}
    closed = states(outside, inside, form.folds)[-1]
    pile = [said_on[face] for leaf in closed for face in (leaf.up, leaf.down)]
    places = [[said in words for words in pile].index(True) for said in FACES[case]]
    assert places == [0, 1, 2, 3, 4, 5]


def test_behind_each_panel_stands_the_right_one(homes: dict[str, Home]) -> None:
    """Leaves are as the format's data has them: no word of a panel strays past its folds."""
    home = homes["complete"]
    behind = {"cover": "inside-left", "back": "inside-centre", "flap": "inside-right"}
    form = home.form
    assert len(leaves(home)) == len(behind)
    for leaf, (outside, inside) in zip(leaves(home), behind.items(), strict=True):
        assert form.panel(outside).width == form.panel(inside).width
        assert sorted(leaf.outside.replace(" ", "")) == sorted(face(home, outside))
        assert sorted(leaf.inside.replace(" ", "")) == sorted(face(home, inside))
    tucked, against = form.panel("inside-right"), form.panel("inside-centre")
    assert tucked.width < against.width, "the third that is folded in first fits inside"


def test_a_joined_page_looks_like_its_panels(homes: dict[str, Home]) -> None:
    """Nothing of a panel is lost, moved or laid over another by joining; only ticks are new."""
    home = homes["complete"]
    form = home.form
    laid_out = list(pictures(home.panels.layout.pdf, dpi=254))  # ten pixels a millimetre
    printed = dict(zip(form.sides, pictures(home.pdf, dpi=254), strict=False))
    for panel in form.panels:
        whole = laid_out[home.panels.pages_of(panel.name)[0]]
        left, width, height, bleed = (
            round(one * 10) for one in (panel.left, panel.width, panel.height, form.bleed)
        )
        alone = whole.crop((bleed, bleed, bleed + width, bleed + height))
        joined = printed[panel.side].crop((left, 0, left + width, height))
        differences = ImageStat.Stat(ImageChops.difference(alone, joined)).mean
        assert max(differences) < 1, (panel.name, differences)


LONG = "Words that fill a panel, line after line after line. " * 300


@pytest.mark.parametrize(("body", "sides"), [(LONG, 8), ("Only words.\n", 3)])
def test_too_much_and_too_little(project: Project, body: str, sides: int) -> None:
    """What does not fit follows on sides of its own, and empty panels stay empty."""
    project.leaflet(body)
    facts, _ = read_project_facts(project.folder)
    leaflet, _ = read_leaflet(
        find_leaflets(project.folder)[0][0], project=project.folder, facts=facts
    )
    setting = Setting(Theme(project.folder), project.build)
    form = FORMATS["trifold-a4"]
    panels = lay_out_home(leaflet, form, setting)
    how_to = lay_out_how_to(leaflet, form, setting, "a4", "other.pdf")
    pdf = finish_home(panels, how_to, leaflet.imprint, paper="a4", claim=True)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert len(opened.pages) == sides
    printed = "".join(one.letter for one in characters(pdf))
    assert printed.count("Words") == body.count("Words")
    assert judges.page_validation(project.write("home.pdf", pdf)).compliant


def test_every_fold_is_told_in_words() -> None:
    """Each language that the program speaks tells how to print, and how each format folds."""
    assert set(HOW_TO) == set(FOLDING) == set(WORDS)
    for language in WORDS:
        assert set(HOW_TO[language]) == set(HOW_TO["en"])
        assert set(FOLDING[language]) == set(FOLDING["en"])
        for form in FORMATS.values():
            steps = folding_steps(form, language)
            assert len(steps) == (len(form.folds) + 2 if form.folds else 3 * form.grows)


STEPS = {
    "trifold-a4": """
        Fold the right third over to the left, at the short grey lines at top and bottom.
        Fold the left half over to the right.
        The cover is now on top. It opens like a book.
    """,
    "zfold-a4": """
        Fold the left third over to the right, at the short grey lines at top and bottom.
        Fold the right half backwards, behind the rest.
        The cover is now on top. It opens like a concertina.
    """,
    "open-gate-a4": """
        Fold the left quarter over to the right, at the short grey lines at top and bottom.
        Fold the right quarter over to the left.
        Both halves of the cover now meet in the middle, and open like doors.
    """,
    "roll8-a4": """
        Fold the right quarter over to the left, at the short grey lines at top and bottom.
        Fold what is now the right quarter over to the left.
        Fold the left half over to the right.
        The cover is now on top. It opens like a book.
    """,
    "cross-a4": """
        Fold the upper half down over the lower half, at the short grey lines at left and right.
        Fold the left half over to the right.
        The cover is now on top. It opens like a book.
    """,
}


@pytest.mark.parametrize("name", STEPS)
def test_folding_is_told_step_by_step(name: str) -> None:
    """The words say what the hands do, in the order of the folds."""
    lay, *steps = folding_steps(FORMATS[name], "en")
    assert lay.startswith("Lay the sheet on a table with page 2")
    assert steps == [line.strip() for line in STEPS[name].strip().splitlines()]


def how_to_words(home: Home) -> str:
    """Return the words of the last page."""
    document = pypdfium2.PdfDocument(io.BytesIO(home.pdf))
    try:
        text = document[len(document) - 1].get_textpage().get_text_range()
    finally:
        document.close()
    return " ".join(text.split())


def test_the_last_page_tells_how_to_print(homes: dict[str, Home]) -> None:
    """It says the edge, the size, how to do without a duplex printer, and how to fold."""
    words = how_to_words(homes["trifold"])
    for said in ("Paper: A4", "Flip on short edge", "Actual size", "one side only", "How to fold"):
        assert said in words
    assert "its full size" not in words


def test_what_is_made_smaller_says_so(homes: dict[str, Home]) -> None:
    """A poster that does not fit on the paper says how much smaller it comes."""
    words = how_to_words(homes["large poster"])
    assert "On A4 this comes at 71% of its full size" in words
    assert "Print on both sides: no" in words
    assert "fold" not in words
    assert "On Letter this comes at 94%" in how_to_words(homes["poster on letter"])


def test_tags_keep_the_order_of_reading(homes: dict[str, Home]) -> None:
    """The tree of tags has the panels as they are read, though the outside is printed first."""
    program = judges.need("pdfinfo", "poppler-utils")
    said = judges.good([program, "-struct-text", str(homes["complete"].path)])
    text = " ".join(said.split())
    places = [
        text.find(begin)
        for begin in (
            "Reading circles for people",
            "One lamp, one good book",
            "Stories for all",
            "Your first visit",
            "In our words",
            "More good books",
            "How to print this",
        )
    ]
    assert -1 not in places
    assert places == sorted(places)
    with pikepdf.open(io.BytesIO(homes["complete"].pdf)) as pdf:
        # The words of the last page are the program's own, whatever the leaflet's language.
        assert str(pdf.Root.StructTreeRoot.K[0].K[-1].Lang) == "en"
        assert str(pdf.Root.Lang) == "en-GB"


def number_of(item: pikepdf.Object) -> int:
    """Return the number by which a file refers to an object."""
    return int(item.objgen[0])


def marks_of(page: pikepdf.Page) -> list[int]:
    """Return the numbers of a page's marked content, in the order in which it is painted."""
    return [
        int(one.operands[1].MCID)
        for one in pikepdf.parse_content_stream(page)
        if str(one.operator) == "BDC" and "/MCID" in one.operands[1]
    ]


def fonts_of(page: pikepdf.Page) -> list[str]:
    """Return the names of the fonts that a page's words are set in, one after the other."""
    return [
        str(page.obj.Resources.Font[str(one.operands[0])].BaseFont)
        for one in pikepdf.parse_content_stream(page)
        if str(one.operator) == "Tf"
    ]


def test_every_mark_is_known_once(home: Home) -> None:
    """Each marked content stands in the tree once, and the parent tree leads back to it."""
    with pikepdf.open(io.BytesIO(home.pdf)) as pdf:
        claimed: list[tuple[int, int, int]] = []
        waiting = list(pdf.Root.StructTreeRoot.K)
        while waiting:
            element = waiting.pop()
            for kid in element.get("/K", pikepdf.Array()):
                if not isinstance(kid, pikepdf.Dictionary):
                    claimed.append((number_of(element.Pg), int(kid), number_of(element)))
                elif "/S" in kid:
                    waiting.append(kid)
        parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
        known = [
            (number_of(page.obj), mark, number_of(parents[int(page.obj.StructParents)][mark]))
            for page in pdf.pages
            for mark in marks_of(page)
        ]
        assert len(known) > 10
        assert sorted(known) == sorted(claimed)


def test_links_lie_on_their_words(home: Home) -> None:
    """A link went where its words went."""
    links = 0
    document = pypdfium2.PdfDocument(io.BytesIO(home.pdf))
    with pikepdf.open(io.BytesIO(home.pdf)) as pdf:
        for number, page in enumerate(pdf.pages):
            text = document[number].get_textpage()
            for link in page.obj.get("/Annots", []):
                left, low, right, high = (float(one) for one in link.Rect)
                found = text.get_text_bounded(left - 1, low - 1, right + 1, high + 1)
                words = "".join(found.split())
                assert words, "there are words below a link"
                assert words in str(link.Contents).replace(" ", "")
                links += 1
    document.close()
    assert links


def test_bookmarks_lead_to_their_headings(home: Home) -> None:
    """A bookmark goes to the place of its heading, in the order of reading."""
    document = pypdfium2.PdfDocument(io.BytesIO(home.pdf))
    titles = []
    with pikepdf.open(io.BytesIO(home.pdf)) as pdf, pdf.open_outline() as outline:
        places = [number_of(page.obj) for page in pdf.pages]
        waiting = list(outline.root)
        while waiting:
            item = waiting.pop(0)
            waiting = [*item.children, *waiting]
            titles.append(item.title)
            target = item.destination
            assert isinstance(target, pikepdf.Array)
            if item.title == "How to print this":
                assert number_of(target[0]) == places[-1]
                continue
            text = document[places.index(number_of(target[0]))].get_textpage()
            left, top = float(target[2]), float(target[3])
            near = text.get_text_bounded(left=left - 2, top=top + 9, bottom=top - 60)
            assert item.title.split()[0] in near
    document.close()
    assert titles[-1] == "How to print this"
    assert len(titles) == len(set(titles))


def test_pages_are_named(homes: dict[str, Home]) -> None:
    """A reader's list of pages shows the sides by their names."""
    with pikepdf.open(io.BytesIO(homes["complete"].pdf)) as pdf:
        labels = [str(label.P) for label in list(pdf.Root.PageLabels.Nums)[1::2]]
        assert labels == ["outside", "inside", "how to print this"]


def ink(pdf: bytes, pages: int) -> float:
    """Return the mean ink of the first pages, from 0, paper, to 1, black, by their areas."""
    total = area = 0.0
    for _, image in zip(range(pages), pictures(pdf, dpi=50), strict=False):
        counts = image.convert("L").histogram()
        total += sum((255 - light) / 255 * count for light, count in enumerate(counts))
        area += sum(counts)
    return total / area


@pytest.mark.parametrize("case", ["complete", "poster"])
def test_it_is_light_on_ink(homes: dict[str, Home], case: str) -> None:
    """It needs half the ink of the other editions at most, in grey as it is often printed."""
    home = homes[case]
    spent = ink(home.pdf, len(home.form.sides)), ink(home.screen_pdf, len(home.form.panels))
    assert spent[0] <= spent[1] / 2, spent


# Joining, with pages that are not ours ------------------------------------------------------------

PLAIN = Standing(Size(100, 50), 0, 0, 1.0)
TWO = Sheet(
    "front",
    100,
    50,
    (
        Placing("left", 0, 0, (0, 0, 50, 50)),
        Placing("right", 50, 0, (50, 0, 50, 50)),
    ),
    (50,),
)


def two_panels(*, shared: bool) -> pikepdf.Pdf:
    """Return two tagged pages whose fonts have the same name; they may be one object."""
    pdf = pikepdf.new()
    kinds = ["/Helvetica", "/Helvetica" if shared else "/Courier"]
    fonts = [
        pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font,
                Subtype=pikepdf.Name.Type1,
                BaseFont=pikepdf.Name(kind),
            )
        )
        for kind in kinds
    ]
    resources = [
        pikepdf.Dictionary(
            Font=pikepdf.Dictionary(F=font),
            Properties=pikepdf.Dictionary(P=pikepdf.Dictionary(MCID=11)),
        )
        for font in fonts
    ]
    document = pdf.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document, K=pikepdf.Array()))
    numbers = pikepdf.Array()
    one = pdf.make_indirect(resources[0])
    for number in range(2):
        page = pdf.add_blank_page(page_size=(points(50), points(50)))
        page.obj.Resources = one if shared else resources[number]
        page.obj.StructParents = number
        marked = b"".join(
            b"/P <</MCID %d>> BDC BT /F 9 Tf (/MCID 3) Tj ET EMC\n" % mark for mark in range(11)
        )
        page.obj.Contents = pdf.make_stream(marked + b"/P /P BDC BT /F 9 Tf (x) Tj ET EMC")
        element = pdf.make_indirect(
            pikepdf.Dictionary(
                S=pikepdf.Name.P,
                Pg=page.obj,
                P=document,
                K=pikepdf.Array(
                    [
                        *range(11),
                        pikepdf.Dictionary(Type=pikepdf.Name.MCR, MCID=11),
                    ]
                ),
            )
        )
        document.K.append(element)
        numbers.append(number)
        numbers.append(pikepdf.Array([element] * 12))
    pdf.Root.StructTreeRoot = pdf.make_indirect(
        pikepdf.Dictionary(K=pikepdf.Array([document]), ParentTree=pikepdf.Dictionary(Nums=numbers))
    )
    return pdf


@pytest.mark.parametrize("shared", [True, False], ids=["shared", "own"])
def test_marks_are_counted_on(*, shared: bool) -> None:
    """Marks of the second panel follow those of the first, inline or as resources; words stay."""
    pdf = two_panels(shared=shared)
    (page,) = merge_sides(pdf, [Side(TWO, PLAIN)], {"right": 1, "left": 0})
    assert marks_of(page) == list(range(24))
    assert page.obj.Contents.read_bytes().count(b"(/MCID 3)") == 22
    first, second = pdf.Root.StructTreeRoot.K[0].K
    assert list(first.K[:11]) == list(range(11)), "what is read first is counted first"
    counted = [first.K[11].MCID, second.K[0], second.K[11].MCID]
    assert [int(one) for one in counted] == [11, 12, 23]
    parents = pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree)
    assert [key for key, _ in parents.items()] == [int(page.obj.StructParents)]
    assert [one.objgen for one in parents[int(page.obj.StructParents)]] == [
        *[first.objgen] * 12,
        *[second.objgen] * 12,
    ]


def test_names_that_clash_are_kept_apart() -> None:
    """Two fonts of one name stay two fonts."""
    pdf = two_panels(shared=False)
    (page,) = merge_sides(pdf, [Side(TWO, PLAIN)], {"left": 0, "right": 1})
    assert fonts_of(page) == ["/Helvetica"] * 12 + ["/Courier"] * 12


def test_places_move_with_their_panel() -> None:
    """Links, destinations and boxes of figures are moved and made smaller."""
    pdf = two_panels(shared=True)
    right = pdf.pages[1].obj
    right.Annots = pikepdf.Array(
        [
            pdf.make_indirect(
                pikepdf.Dictionary(
                    Type=pikepdf.Name.Annot,
                    Rect=[10, 30, 20, 20],
                    QuadPoints=[10, 30, 20, 30, 10, 20, 20, 20],
                    Dest=[right, pikepdf.Name.FitH, 40],
                )
            )
        ]
    )
    pdf.Root.StructTreeRoot.K[0].K[1].A = pikepdf.Dictionary(
        O=pikepdf.Name.Layout, BBox=[0, 0, 10, 10]
    )
    pdf.Root.OpenAction = pikepdf.Array([right, pikepdf.Name.XYZ, 10, None, 0])
    half = Standing(Size(100, 50), 10, 5, 0.5)
    (page,) = merge_sides(pdf, [Side(TWO, half)], {"left": 0, "right": 1})
    x, y = points(10 + 50 * 0.5), points(5)
    (link,) = page.obj.Annots
    assert [float(one) for one in link.Rect] == pytest.approx(
        [x + 5, y + 10, x + 10, y + 15], abs=0.001
    )
    assert float(link.QuadPoints[0]) == pytest.approx(x + 5, abs=0.001)
    assert float(link.Dest[2]) == pytest.approx(y + 20, abs=0.001)
    assert link.Dest[0].objgen == page.objgen
    box = pdf.Root.StructTreeRoot.K[0].K[1].A.BBox
    assert [float(one) for one in box] == pytest.approx([x, y, x + 5, y + 5], abs=0.001)
    assert float(pdf.Root.OpenAction[2]) == pytest.approx(x + 5, abs=0.001)
    assert pdf.Root.OpenAction[3] is None


def test_nothing_is_left_out_in_silence() -> None:
    """A page that is placed nowhere, or twice, stops the work."""
    with pytest.raises(ValueError, match="placed are"):
        merge_sides(two_panels(shared=True), [Side(TWO, PLAIN)], {"left": 0})


@pytest.mark.parametrize("paper", ["a4", "letter"])
@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_a_sheet_stands_inside_its_paper(form: Format, paper: str) -> None:
    """A sheet, or copies of it, stand in the middle, apart from each other, and never larger."""
    standing = stand(form.trim, paper)
    assert standing.scale <= 1
    assert standing.copies == 1 or standing.scale == 1
    for start, moved, piece, room in (
        (standing.left, standing.across, form.trim.width, standing.paper.width),
        (standing.low, standing.up, form.trim.height, standing.paper.height),
    ):
        end = start + moved[-1] + piece * standing.scale
        assert start >= 0
        assert start + end == pytest.approx(room), "in the middle"
        assert all(later - before >= piece for before, later in pairwise(moved))


COPIES = {
    "flyer-a5": "2 x 1 lying, each cut shared",
    "flyer-a6": "2 x 2 upright, each cut shared",
    "flyer-dl": "3 x 1 lying, each cut shared",
    "postcard-a6": "2 x 2 lying, each cut shared",
    "bookmark": "4 x 1 lying, 6 mm apart",
    "card-a6": "1 x 2 upright, each cut shared",
    "trifold-a4": "1 x 1 lying",
    "poster-a3": "1 x 1 upright",
}


@pytest.mark.parametrize("name", COPIES)
def test_small_pieces_share_a_sheet(name: str) -> None:
    """As many as fit stand on A4, apart where that costs few of them."""
    form = FORMATS[name]
    standing = stand(form.trim, "a4")
    lying = "lying" if standing.paper.width > standing.paper.height else "upright"
    drawn = f"{len(standing.across)} x {len(standing.up)} {lying}"
    if standing.copies > 1:
        gaps = [
            later - before - piece
            for moved, piece in (
                (standing.across, form.trim.width),
                (standing.up, form.trim.height),
            )
            for before, later in pairwise(moved)
        ]
        gap = max(gaps)
        drawn += f", {gap:g} mm apart" if gap > 0.001 else ", each cut shared"
    assert drawn == COPIES[name]


def test_copies_are_alike_and_read_once(project: Project, run: Callable[..., Result]) -> None:
    """Four bookmarks look the same, on both sides; a screen reader reads one of them."""
    project.leaflet(
        "/// front\n# Tea\n\nWords here.\n///\n\n/// back\nWords there.\n///\n", format="bookmark"
    )
    assert run("build", "--edition", "home").code == 0
    file = project.build / "tea" / "tea-home.pdf"
    for side, image in enumerate(list(pictures(file.read_bytes(), dpi=254))[:2]):
        lefts = [round((29.5 + 61 * number) * 10) for number in range(4)]
        copies = [image.crop((left, 200, left + 550, 1900)) for left in lefts]
        darkest = min(copies[0].convert("L").tobytes())
        assert darkest < 128, f"there are words on side {side}"
        for copy in copies[1:]:
            differences = ImageStat.Stat(ImageChops.difference(copies[0], copy)).mean
            assert max(differences) < 1
    assert judges.page_validation(file).compliant
    with pikepdf.open(file) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == "/DuplexFlipShortEdge"
        assert len(pdf.pages) == 3
    pdfinfo = judges.need("pdfinfo", "poppler-utils")
    assert judges.good([pdfinfo, "-struct-text", str(file)]).count("Words here.") == 1
    assert "Each sheet holds 4 copies" in printed_pages(file)[-1]


def test_a_printer_of_one_side_has_a_file_of_its_own(
    project: Project, run: Callable[..., Result]
) -> None:
    """It prints one side at a time, and its last page tells how; posters need none."""
    project.leaflet(format="trifold", also="poster-a4")
    run("build", "--edition", "home")
    assert [file for file in project.built() if "home" in file] == [
        "tea/tea-home-one-sided.pdf",
        "tea/tea-home.pdf",
        "tea/tea-poster-a4-home.pdf",
    ]
    pages = printed_pages(project.build / "tea" / "tea-home.pdf")
    assert pages == printed_pages(project.build / "tea" / "tea-home-one-sided.pdf")
    for said in ("Use the file tea-home-one-sided.pdf", "Put the sheet back", "back to back"):
        assert said in pages[2]
    with pikepdf.open(project.build / "tea" / "tea-home-one-sided.pdf") as pdf:
        assert str(pdf.Root.ViewerPreferences.Duplex) == "/Simplex"
    verdict = judges.verapdf([project.build / "tea" / "tea-home-one-sided.pdf"])[0]
    assert verdict.compliant, str(verdict)
