"""The pages of any PDF on sheets: right order, right place, and what cannot be done is said."""

from __future__ import annotations

import io
import random
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageStat

from leaflet.pdf.document import UnopenableError
from leaflet.press.sheets import Wish, on_sheets
from leaflet.press.sheets.stand import SHEETS, sides_of
from leaflet.raster import pictures
from leaflet.specs.booklets import saddle
from leaflet.specs.office import OFFICE_MARGIN, tile
from leaflet.specs.stacks import both_sides, cut_and_stack, in_order, repeated
from leaflet.units import MM_PER_INCH, Size, from_points, points
from tests import judges
from tests.conftest import CHECKOUT
from tests.test_file_check import CONTENT, FILES, PLACES, saved, sound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from leaflet.specs.stacks import Way
    from tests.conftest import Project, Result

    Run = Callable[..., Result]

A5, A4 = Size(148, 210), Size(210, 297)

WAYS: list[Way] = ["booklet", "n-up", "cut-stack", "repeat", "tiles"]


# Files to put on sheets ---------------------------------------------------------------------------


def numbered(
    sizes: Sequence[Size], *, turned: int = 0, unit: float = 1, bleed: float = 0, off: float = 0
) -> bytes:
    """Return a PDF whose pages say their number, upright, 20 mm from the left and from the head.

    Args:
        sizes: The trim of each page as it is seen.
        turned: Degrees by which pages are turned to be seen like that.
        unit: Points in a unit of its pages.
        bleed: mm of grey past the trim.
        off: Points by which the origin lies outside the page.
    """
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
    for number, size in enumerate(sizes, start=1):
        width, height, past = (points(one) / unit for one in (size.width, size.height, bleed))
        x, y = points(20) / unit, height - points(20) / unit
        across, up = (width, height) if turned % 180 == 0 else (height, width)
        # From the page as it is seen, its lower left at the origin, to the page as it is written.
        seen = {
            0: (1, 0, 0, 1, 0, 0),
            90: (0, 1, -1, 0, across, 0),
            180: (-1, 0, 0, -1, across, up),
            270: (0, -1, 1, 0, 0, up),
        }[turned]
        a, b, c, d, e, f = seen
        words = f"/F {12 / unit:.3f} Tf {x:.3f} {y:.3f} Td (Page {number}.) Tj"
        content = f"q {a} {b} {c} {d} {e + off:.3f} {f + off:.3f} cm BT {words} ET Q"
        page = Dictionary(
            Type=Name.Page,
            MediaBox=Array([off - past, off - past, off + across + past, off + up + past]),
            Resources=Dictionary(Font=Dictionary(F=font)),
            Rotate=turned,
        )
        if unit != 1:
            page.UserUnit = unit
        if bleed:
            page.TrimBox = Array([off, off, off + across, off + up])
            box = f"{off - past} {off - past} {across + 2 * past} {up + 2 * past}"
            content = f"0.8 g {box} re f 0 g {content}"
        page.Contents = pdf.make_stream(content.encode())
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def places(data: bytes) -> dict[int, list[tuple[int, float, float, float]]]:
    """Return where each page's number came to stand: side, left and low in mm, and its height."""
    found: dict[int, list[tuple[int, float, float, float]]] = {}
    document = pypdfium2.PdfDocument(data)
    try:
        for side, page in enumerate(document):
            text = page.get_textpage()
            searched = text.search("Page ")
            while hit := searched.get_next():
                start, _ = hit
                left, low, _, high = (from_points(one) for one in text.get_charbox(start))
                words = text.get_text_range(start, 9)
                number = int(words.removeprefix("Page ").partition(".")[0])
                found.setdefault(number, []).append((side, left, low, high - low))
    finally:
        document.close()
    return found


def seen_on(data: bytes, sides: int) -> list[list[int]]:
    """Return the numbers on each side, from the upper left, row by row."""
    found: list[list[tuple[float, float, int]]] = [[] for _ in range(sides)]
    for number, there in places(data).items():
        for side, left, low, _ in there:
            found[side].append((-round(low), left, number))
    return [[number for *_, number in sorted(one)] for one in found]


# Arithmetic ---------------------------------------------------------------------------------------


@given(st.integers(1, 400), st.integers(1, 40))
def test_every_page_stands_once(pages: int, count: int) -> None:
    """In order, or to cut and stack, on one side or two: each page has one place."""
    for stack in (in_order, cut_and_stack):
        sheets = stack(pages, count)
        assert sorted(one for sheet in sheets for one in sheet if one is not None) == [
            *range(pages)
        ]
        sides = both_sides(stack(-(-pages // 2), count), 1, pages)
        assert sorted(one for side in sides for one in side if one is not None) == [*range(pages)]
    assert repeated(pages, count) == [(page,) * count for page in range(pages)]


@given(st.integers(1, 400), st.integers(1, 40))
def test_cut_and_piled_they_are_in_order(pages: int, count: int) -> None:
    """All sheets are cut at once; the piles of the places, laid on each other, are in order."""
    sheets = cut_and_stack(pages, count)
    piled = [sheet[place] for place in range(count) for sheet in sheets]
    assert [one for one in piled if one is not None] == [*range(pages)]


@given(st.integers(1, 200), st.integers(1, 5), st.integers(1, 5))
def test_backs_lie_behind_their_fronts(pages: int, columns: int, rows: int) -> None:
    """Seen through the paper, the page behind a page is the next one."""
    sides = both_sides(cut_and_stack(-(-pages // 2), columns * rows), columns, pages)
    for front, back in zip(sides[::2], sides[1::2], strict=True):
        for row in range(rows):
            through = back[row * columns : (row + 1) * columns][::-1]
            for one, behind in zip(front[row * columns :], through, strict=False):
                assert behind == (None if one is None or one + 1 >= pages else one + 1)


@given(
    st.lists(
        st.builds(Size, st.floats(20, 900), st.floats(20, 900)).map(lambda size: (size, 0.0)),
        min_size=1,
        max_size=30,
    ),
    st.sampled_from(["booklet", "n-up", "cut-stack", "repeat"]),
    st.sampled_from(list(SHEETS)),
    st.integers(0, 16),
)
def test_nothing_leaves_the_paper(
    pieces: list[tuple[Size, float]], way: Way, paper: str, up: int
) -> None:
    """Whatever its size, each page stands on the paper whole, and never larger than it is."""
    for side in sides_of(pieces, Wish(way, paper, up)):
        for put in side.puts:
            size, _ = pieces[put.page]
            assert 0 < put.scale <= 1
            assert put.left >= -0.1
            assert put.low >= -0.1
            assert put.left + size.width * put.scale <= side.paper.width + 1.5
            assert put.low + size.height * put.scale <= side.paper.height + 1.5


# Booklets -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("binding", ["left", "right"])
def test_48_pages_make_a_booklet(binding: str) -> None:
    """A5 on A4 at its own size, in the trade's order, moved by the paper's thickness."""
    data = numbered([A5] * 48)
    wish = Wish("booklet", thickness=0.127, binding="right" if binding == "right" else "left")
    made = on_sheets(data, wish)
    assert made.sheets == 12
    spreads = saddle(48, wish.binding)
    assert seen_on(made.data, 24) == [[one.left, one.right] for one in spreads]
    there = places(made.data)
    alone = places(data)[1][0]
    for spread in spreads:
        for page, middle, sign in ((spread.left, 0.5, 1), (spread.right, 148.5, -1)):
            expected = middle + alone[1] + sign * spread.sheet * 0.127
            assert there[page][0][1] == pytest.approx(expected, abs=0.02)
    innermost = spreads[-1].sheet * 0.127
    assert innermost == pytest.approx(1.397), "the trade's own figure for 48 pages of 0.127 mm"


@pytest.mark.parametrize(("pages", "blank"), [(47, 1), (3, 1), (1, 3), (5, 3)])
def test_what_is_missing_is_blank_before_the_last(pages: int, blank: int) -> None:
    """The last page stays the back of the booklet, and whoever prints it is told."""
    made = on_sheets(numbered([A5] * pages), Wish("booklet"))
    seen = seen_on(made.data, 2 * made.sheets)
    assert seen[0] == ([pages, 1] if pages > 1 else [1])
    if pages == 1:
        ((_, left, _, _),) = places(made.data)[1]
        assert left > 148, "one page alone is the front, not the back"
    assert sorted(one for side in seen for one in side) == [*range(1, pages + 1)]
    assert made.told[0].startswith(
        f"A booklet's pages come in fours: {blank} page{'s are' if blank > 1 else ' is'} blank"
    )


def test_a4_becomes_a_booklet_of_a5() -> None:
    """Made smaller to fit, all pages alike, and that is said."""
    made = on_sheets(numbered([A4] * 4), Wish("booklet"))
    assert "Pages of 210 x 297 mm are printed at 71% of their size." in made.told
    ((_, left, _, height),) = places(made.data)[2]
    assert left == pytest.approx(20 * 0.7071, abs=0.6)
    assert height == pytest.approx(0.7071 * places(numbered([A4]))[1][0][3], abs=0.05)


@pytest.mark.parametrize("way", ["booklet", "n-up", "cut-stack"])
@pytest.mark.parametrize(
    "how",
    [{"turned": 90}, {"turned": 180}, {"turned": 270}, {"unit": 2}, {"off": 100}, {"off": -50}],
    ids=str,
)
@pytest.mark.parametrize("size", [A5, Size(210, 148)], ids=["upright", "lying"])
def test_pages_stand_as_they_are_seen(way: Way, how: dict[str, float], size: Size) -> None:
    """Turned, in other units, or with the origin elsewhere: as if they were not."""
    plain = on_sheets(numbered([size] * 8), Wish(way, up=0 if way == "booklet" else 2))
    other = on_sheets(numbered([size] * 8, **how), Wish(way, up=0 if way == "booklet" else 2))  # type: ignore[arg-type] # because a degree is a whole number
    assert other.told == plain.told
    for number, there in places(plain.data).items():
        for one, same in zip(there, places(other.data)[number], strict=True):
            assert same == pytest.approx(one, abs=0.02)


def test_mixed_pages_stand_in_the_middle_of_their_places() -> None:
    """A lying page among upright ones is made smaller, stays upright, and is told."""
    made = on_sheets(numbered([A5, A5, Size(210, 148), A5]), Wish("booklet"))
    assert any("Of another size than most" in one and "page 3." in one for one in made.told)
    ((_, left, low, _),) = places(made.data)[3]
    scale = 148 / 210
    assert left == pytest.approx(0.5 + 20 * scale, abs=0.6) or left == pytest.approx(
        148.5 + 20 * scale, abs=0.6
    )
    assert low == pytest.approx(105 + 74 * scale - 20 * scale, abs=0.6)


# Sheets to cut ------------------------------------------------------------------------------------


def test_a_pile_is_cut_and_stacked(project: Project, run: Run) -> None:
    """Ten tickets, four on a sheet: each place has those that follow each other, with cut marks."""
    tickets = project.write("tickets.pdf", numbered([Size(90, 120)] * 10))
    result = run("impose", str(tickets), "--as", "cut-stack", "--up", "4", "--out", "made.pdf")
    assert result.code == 0
    assert result.out == "made.pdf\n"
    assert result.err.splitlines() == [
        "3 sheets of paper.",
        "Print at 100 %, without fitting to the page.",
    ]
    data = (project.folder / "made.pdf").read_bytes()
    assert seen_on(data, 3) == [[1, 4, 7, 10], [2, 5, 8], [3, 6, 9]]
    side = next(iter(pictures(data, dpi=4 * MM_PER_INCH))).convert("L")
    left = (210 - 2 * 90 - 6) / 2
    above = (297 - 2 * 120 - 6) / 2
    marks = side.crop((0, round((above - 6) * 4), side.width, round((above - 1) * 4)))
    dark = [
        x / 4
        for x in range(marks.width)
        if min(marks.crop((x, 0, x + 1, marks.height)).tobytes()) < 128
    ]
    for cut in (left, left + 90, left + 96, left + 186):
        assert any(abs(one - cut) < 0.5 for one in dark), cut


def test_bleed_is_kept(project: Project, run: Run) -> None:
    """Cards repeated on SRA3 keep 3 mm around each, and their trim is exact."""
    card = project.write("card.pdf", numbered([Size(85, 55)], bleed=3))
    assert (
        run("impose", str(card), "--as", "repeat", "--sheet", "sra3", "--out", "made.pdf").code == 0
    )
    file = project.folder / "made.pdf"
    with pikepdf.open(file) as pdf:
        (page,) = pdf.pages
        media, trim, bled = (
            [from_points(float(one)) for one in box]
            for box in (page.mediabox, page.trimbox, page.obj.BleedBox)
        )
    assert sorted(round(one) for one in media[2:]) == [320, 450]
    assert [a - b for a, b in zip(trim[:2], bled[:2], strict=True)] == pytest.approx(
        [3, 3], abs=0.01
    )
    first = places(file.read_bytes())[1]
    assert len(first) == 21
    side = next(iter(pictures(file.read_bytes(), dpi=2 * MM_PER_INCH))).convert("L")
    up = round((media[3] - trim[3]) * 2)
    assert side.getpixel((round((trim[0] - 2) * 2), up + 20)) == pytest.approx(204, abs=3)
    assert side.getpixel((round((trim[0] - 4) * 2), up + 20)) == 255


def test_backs_come_behind_fronts(project: Project, run: Run) -> None:
    """With --both-sides, page 2 is behind page 1, and the printer is told how to turn the sheet."""
    cards = project.write("cards.pdf", numbered([Size(85, 55)] * 8))
    result = run("impose", str(cards), "--as", "cut-stack", "--up", "2", "--both-sides")
    made = (project.folder / "cards-cut-stack.pdf").read_bytes()
    seen = seen_on(made, 4)
    assert [sorted(one) for one in seen] == [[1, 5], [2, 6], [3, 7], [4, 8]]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        lying = float(pdf.pages[0].mediabox[2]) > float(pdf.pages[0].mediabox[3])
        duplex = pdf.Root.ViewerPreferences.Duplex
    edge = "Short" if lying else "Long"
    assert duplex == f"/DuplexFlip{edge}Edge"
    assert f"turned over the {edge.lower()} edge" in result.err
    there, width = places(made), 297 if lying else 210
    assert there[1][0][1] - 20 == pytest.approx(width - (there[2][0][1] - 20 + 85), abs=1.5)


# Tiles --------------------------------------------------------------------------------------------


def test_tiles_glued_together_are_the_page() -> None:
    """A page of A3 from A4 sheets, pixel for pixel."""
    size, px = Size(297, 420), 2
    data = numbered([size], bleed=3)
    tiling = tile(size, "a4")
    made = on_sheets(data, Wish("tiles"))
    sheets = list(pictures(made.data, dpi=px * MM_PER_INCH))
    assert len(sheets) == tiling.columns * tiling.rows
    glued = Image.new("RGB", (round(size.width * px), round(size.height * px)), "white")
    edge, used = round(OFFICE_MARGIN * px), tiling.used
    box = (edge, edge, edge + round(used.width * px), edge + round(used.height * px))
    for number, sheet in enumerate(sheets):
        row, column = divmod(number, tiling.columns)
        across, down = (round(one * px) for one in tiling.start(column, row))
        glued.paste(sheet.convert("RGB").crop(box), (across, down))
    whole = next(iter(pictures(data, dpi=px * MM_PER_INCH))).convert("RGB")
    whole = whole.crop((3 * px, 3 * px, 3 * px + glued.width, 3 * px + glued.height))
    apart = ImageChops.difference(glued, whole)
    assert max(ImageStat.Stat(apart).mean) < 0.2
    assert max(apart.resize((apart.width // 8, apart.height // 8)).tobytes()) < 60


# What lies on pages -------------------------------------------------------------------------------


def with_link_and_field() -> bytes:
    """Return a page with a link around its words, and a filled field."""
    with pikepdf.open(io.BytesIO(numbered([A5]))) as pdf:
        page = pdf.pages[0]
        link = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Link,
            Rect=Array([points(20), points(189), points(40), points(196)]),
            A=Dictionary(S=Name.URI, URI=pikepdf.String("https://example.org/help")),
        )
        look = pdf.make_stream(
            b"0.2 g 0 0 50 20 re f",
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, 50, 20]),
        )
        field = Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T=pikepdf.String("name"),
            F=4,
            Rect=Array([points(100), points(100), points(100) + 50, points(100) + 20]),
            AP=Dictionary(N=look),
        )
        page.obj.Annots = pdf.make_indirect(
            Array([pdf.make_indirect(link), pdf.make_indirect(field)])
        )
        pdf.Root.AcroForm = Dictionary(Fields=Array([page.obj.Annots[1]]))
        stream = io.BytesIO()
        pdf.save(stream)
        return stream.getvalue()


def test_links_are_left_out_and_told(project: Project, run: Run) -> None:
    """Unless they are wanted: then each lies on its words."""
    file = project.write("page.pdf", with_link_and_field())
    result = run("impose", str(file), "--as", "n-up", "--up", "2", "--out", "made.pdf")
    assert "1 link to the web is left out; --links keeps them." in result.err
    with pikepdf.open(project.folder / "made.pdf") as pdf:
        assert "/Annots" not in pdf.pages[0].obj
    result = run("impose", str(file), "--as", "n-up", "--up", "2", "--links", "--out", "made.pdf")
    assert "left out" not in result.err
    data = (project.folder / "made.pdf").read_bytes()
    ((_, left, low, _),) = places(data)[1]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (link,) = pdf.pages[0].obj.Annots
        assert link.A.URI == "https://example.org/help"
        box = [from_points(float(one)) for one in link.Rect]
    assert box[0] - 0.5 <= left <= box[2]
    assert box[1] <= low <= box[3]


def test_fields_are_printed_as_they_look() -> None:
    """What is filled in stands on the sheet, though there is no form any more."""
    made = on_sheets(with_link_and_field(), Wish("n-up", up=2))
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        assert "/AcroForm" not in pdf.Root
    side = next(iter(pictures(made.data, dpi=50))).convert("L")
    assert min(side.tobytes()) < 80


# What cannot be done ------------------------------------------------------------------------------


def locked(**how: Any) -> bytes:  # noqa: ANN401 - as what it hands on to
    """Return a PDF with a lock on it."""
    with pikepdf.open(io.BytesIO(numbered([A5]))) as pdf:
        stream = io.BytesIO()
        pdf.save(stream, encryption=pikepdf.Encryption(**how))
        return stream.getvalue()


def without_pages() -> bytes:
    """Return a PDF that has none."""
    stream = io.BytesIO()
    pikepdf.new().save(stream)
    return stream.getvalue()


REFUSED = {
    "empty": (b"", "The file is empty."),
    "no pdf": (b"Hello", "This is not a PDF file."),
    "no pages": (without_pages(), "The file has no pages."),
    "password": (locked(user="secret", owner="boss"), "The file needs a password."),
    "lock": (
        locked(user="", owner="boss", allow=pikepdf.Permissions(modify_assembly=False)),
        "The file is locked against being put together anew.",
    ),
    "a hair wide": (numbered([Size(1, 297)]), "Page 1 is 1 x 297 mm: no paper is like that."),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_done_is_said(project: Project, run: Run, name: str) -> None:
    """A sentence, exit code 3, and nothing is written."""
    data, sentence = REFUSED[name]
    file = project.write("page.pdf", data)
    result = run("impose", str(file), "--as", "booklet", "--out", "made.pdf")
    assert result.code == 3
    assert result.err.startswith(f"page.pdf: error: {sentence}")
    assert not (project.folder / "made.pdf").exists()
    assert run("impose", "nothing.pdf", "--as", "booklet").code == 3


def test_the_file_itself_is_never_written_over(project: Project, run: Run) -> None:
    """Not even when somebody asks for it."""
    data = numbered([A5] * 4)
    file = project.write("page.pdf", data)
    result = run("impose", str(file), "--as", "booklet", "--out", str(file))
    assert result.code == 2
    assert file.read_bytes() == data


@pytest.mark.parametrize("way", WAYS)
def test_every_edition_can_be_put_on_sheets(
    project: Project, run: Run, way: Way, complete_files: list[Path]
) -> None:
    """Whatever the program makes: judges find nothing wrong with the sheets."""
    for file in complete_files:
        result = run("impose", str(file), "--as", way, "--out", "made.pdf")
        assert result.code == 0, result.err
        for verdict in (judges.qpdf_check(project.folder / "made.pdf"),):
            assert verdict.compliant, verdict


@pytest.fixture(name="complete_files", scope="module")
def _complete_files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Build the leaflet with everything in it."""
    from leaflet.cli import main  # noqa: PLC0415 - only here

    out = tmp_path_factory.mktemp("complete")
    main(["-q", "-C", str(CHECKOUT / "tests" / "complete"), "build", "--out", str(out)])
    return sorted(out.glob("*/*.pdf"))


@pytest.mark.parametrize("seed", range(40))
def test_broken_files_are_put_on_sheets_or_refused(seed: int) -> None:
    """Bytes changed or cut off: sheets that open, or a sentence; never anything else."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    data = bytearray(with_link_and_field() if seed % 2 else numbered([A5] * 5, bleed=3))
    for _ in range(chance.randint(1, 20)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    broken = bytes(data[: chance.randint(len(data) // 2, len(data))] if seed % 3 else data)
    with suppress(UnopenableError):
        made = on_sheets(broken, Wish(WAYS[seed % len(WAYS)]))
        with pikepdf.open(io.BytesIO(made.data)) as pdf:
            assert len(pdf.pages) >= made.sheets


# What pages look like -----------------------------------------------------------------------------


def looks(data: bytes, side: int, left: float, low: float, size: float) -> Image.Image:
    """Return a square of a side, in mm from its lower left corner, as PDFium draws it."""
    px = 4
    picture = list(pictures(data, dpi=px * MM_PER_INCH))[side].convert("RGB")
    high = picture.height / px
    x1, y1, x2, y2 = (round(one * px) for one in (left, high - low - size, left + size, high - low))
    return picture.crop((x1, y1, x2, y2))


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("code", CONTENT)
def test_a_page_looks_as_it_did(code: str, place: str) -> None:
    """Whatever is painted, and wherever it hides: forms, patterns, glyphs, overprint, inks."""
    pdf = sound()
    PLACES[place](pdf, CONTENT[code])
    same_on_a_sheet(saved(pdf))


@pytest.mark.parametrize("case", FILES)
def test_odd_files_look_as_they_did(case: str) -> None:
    """Without claims, boxes or fonts, with scripts, layers or units of their own."""
    pdf = sound()
    _, spoil = FILES[case]
    spoil(pdf)
    same_on_a_sheet(saved(pdf))


def same_on_a_sheet(data: bytes) -> None:
    """Hold that a page looks on a sheet as it does alone, inside its trim, and judges open it."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        page = pdf.pages[0]
        unit = float(page.obj.get("/UserUnit", 1))
        media, trim = (
            [from_points(float(one)) * unit for one in box]
            for box in (page.obj.get("/CropBox", page.mediabox), page.trimbox)
        )
    made = on_sheets(data, Wish("repeat", paper="a3", up=1))
    with pikepdf.open(io.BytesIO(made.data)) as pdf:
        left, low, right, _ = (from_points(float(one)) for one in pdf.pages[0].trimbox)
    assert right - left == pytest.approx(trim[2] - trim[0], abs=0.1)
    size = trim[2] - trim[0] - 1
    # PDFium draws pages without their units.
    x, y, wide = (one / unit for one in (trim[0] - media[0] + 0.5, trim[1] - media[1] + 0.5, size))
    before = looks(data, 0, x, y, wide)
    after = looks(made.data, 0, left + 0.5, low + 0.5, size)
    apart = ImageChops.difference(before, after.resize(before.size))
    assert max(ImageStat.Stat(apart).mean) < 1.5, "a hair at the edges of letters at most"
