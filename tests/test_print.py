"""The file for the printer, opened again and judged by others."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFilter

from leaflet.cli import main
from leaflet.press.plates import INKS, plates
from leaflet.specs.conditions import CONDITIONS
from tests import judges
from tests.test_pictures_in_ink import KINDS, without_adobe

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]
PROFILE = CONDITIONS["FOGRA39"].profile
DPI = 101.6
"""Four pixels a millimetre, so that every renderer comes to the same number of pixels."""

MM = 72 / 25.4
SLUG = 14
"""Millimetres of paper around the trim."""


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the printer's files of this project once."""
    out = tmp_path_factory.mktemp("print")
    args = ["-q", "-C", str(CHECKOUT), "build", "--edition", "print", "--out", str(out)]
    assert main(args) == 0
    return out


@pytest.fixture(scope="module")
def trifold(printed: Path) -> Path:
    """Return the trifold's file."""
    return printed / "infant-all" / "infant-all-print.pdf"


def boxes(page: pikepdf.Page) -> dict[str, list[float]]:
    """Return the boxes of a page in mm, as left, low, width and height from the media's corner."""
    media = [float(one) for one in page.obj.MediaBox.as_list()]
    told = {}
    for name in ("MediaBox", "BleedBox", "TrimBox"):
        left, low, right, high = (float(one) for one in page.obj[f"/{name}"].as_list())
        corners = (left - media[0], low - media[1], right - left, high - low)
        told[name] = [round(one / MM, 2) for one in corners]
    return told


def test_boxes_are_exact(printed: Path, trifold: Path) -> None:
    """The trim is 297 x 210 mm, the bleed 3 mm around it, to a hundredth of a millimetre."""
    with pikepdf.open(trifold) as pdf:
        assert len(pdf.pages) == 2
        for page in pdf.pages:
            assert boxes(page) == {
                "MediaBox": [0, 0, 325, 238],
                "BleedBox": [11, 11, 303, 216],
                "TrimBox": [14, 14, 297, 210],
            }
    with pikepdf.open(printed / "give-blood" / "give-blood-print.pdf") as pdf:
        assert [boxes(page)["TrimBox"] for page in pdf.pages] == [[14, 14, 210, 297]]


def test_no_marks_leaves_trim_and_bleed(project: Project, run: Callable[..., Result]) -> None:
    """`--no-marks` is for shops that add marks themselves."""
    project.leaflet(format="trifold", status="final")
    assert run("build", "--edition", "print", "--no-marks").code == 0
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        assert boxes(pdf.pages[0]) == {
            "MediaBox": [0, 0, 303, 216],
            "BleedBox": [0, 0, 303, 216],
            "TrimBox": [3, 3, 297, 210],
        }


def streams(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object | pikepdf.Page]:
    """Yield everything in a file that holds operators."""
    yield from pdf.pages
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and (
            thing.get("/Subtype") == "/Form" or "/PatternType" in thing
        ):
            yield thing


def test_nothing_is_left_of_the_screen(printed: Path) -> None:
    """No RGB in any content, form, pattern, picture, shading or group, and nothing that acts."""
    for file in sorted(printed.rglob("*.pdf")):
        with pikepdf.open(file) as pdf:
            operators = {
                str(one.operator)
                for stream in streams(pdf)
                for one in pikepdf.parse_content_stream(stream)
            }
            assert not operators & {"rg", "RG", "INLINE IMAGE", "BDC"}
            for thing in pdf.objects:
                if isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
                    assert b"RGB" not in thing.unparse()[:2000] or "/N" in thing, file
            assert all("/Annots" not in page.obj for page in pdf.pages)
            assert "/StructTreeRoot" not in pdf.Root
        assert judges.qpdf_check(file).compliant


def test_the_file_says_what_it_is(trifold: Path) -> None:
    """PDF/X-4: intent with the profile's own bytes, claim, dates, Trapped, ID."""
    with pikepdf.open(trifold) as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert str(intent.S) == "/GTS_PDFX"
        assert str(intent.OutputConditionIdentifier) == "FOGRA39"
        assert str(intent.RegistryName) == "http://www.color.org"
        assert intent.DestOutputProfile.read_bytes() == PROFILE.read_bytes()
        assert str(pdf.docinfo["/Trapped"]) == "/False"
        assert {"/Title", "/CreationDate", "/ModDate"} <= set(pdf.docinfo.keys())
        assert "/ID" in pdf.trailer
        assert pdf.pdf_version >= "1.6"
        data = pdf.open_metadata()
        assert data["pdfxid:GTS_PDFXVersion"] == "PDF/X-4"
        assert data["pdf:Trapped"] == "False"


def test_a_file_with_errors_makes_no_claim(project: Project, run: Callable[..., Result]) -> None:
    """What a printer must not print does not say that it keeps the standard."""
    project.leaflet("# Tea\n\nA snowman: \u2603.\n")
    assert run("build", "--edition", "print").code == 1
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        assert not [key for key in pdf.open_metadata() if "GTS_PDFX" in key]


def separations(file: Path, folder: Path, *, overprint: str) -> list[dict[str, Image.Image]]:
    """Return Ghostscript's plates of each page, full ink as 255."""
    folder.mkdir()
    judges.ghostscript(
        file,
        "-sDEVICE=tiffsep",
        f"-r{DPI}",
        "-dTextAlphaBits=4",
        "-dGraphicsAlphaBits=4",
        f"-dOverprint=/{overprint}",
        f"-sDefaultCMYKProfile={PROFILE}",
        f"-sOutputICCProfile={PROFILE}",
        output=folder / "p%d.tif",
    )
    with pikepdf.open(file) as pdf:
        count = len(pdf.pages)
    return [
        {
            ink: Image.open(folder / f"p{page}({ink.capitalize()}).tif")
            .convert("L")
            .point(lambda light: 255 - light)
            for ink in INKS
        }
        for page in range(1, count + 1)
    ]


@pytest.fixture(scope="module")
def knocked_out(
    trifold: Path, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, Image.Image]]:
    """Return Ghostscript's plates with overprint off."""
    return separations(trifold, tmp_path_factory.mktemp("gs") / "off", overprint="disable")


def mm(left: float, top: float, right: float, low: float) -> tuple[int, int, int, int]:
    """Return an area in mm from the trim's upper left corner in pixels."""
    edges = [round((place + SLUG) / 25.4 * DPI) for place in (left, top, right, low)]
    return (edges[0], edges[1], edges[2], edges[3])


def most(plate: Image.Image, area: tuple[int, int, int, int] | None = None) -> int:
    """Return the most ink, up to 255, in an area of a plate."""
    return max((plate.crop(area) if area else plate).convert("L").tobytes())


def test_black_words_are_on_the_black_plate_alone(
    knocked_out: list[dict[str, Image.Image]],
) -> None:
    """Where a paragraph in black stands, no other plate holds any ink."""
    area = mm(208, 32, 285, 94)  # the paragraphs of the right inside panel, on paper
    inside = {ink: plate.crop(area) for ink, plate in knocked_out[1].items()}
    assert most(inside["black"]) > 200
    assert [most(inside[ink]) for ink in ("cyan", "magenta", "yellow")] == [0, 0, 0]


def test_no_place_drinks_more_ink_than_paper_takes(
    knocked_out: list[dict[str, Image.Image]],
) -> None:
    """Inside the bleed all inks together stay below 300 %."""
    for page in knocked_out:
        cut = [plate.crop(mm(-3, -3, 300, 213)).tobytes() for plate in page.values()]
        assert max(sum(inks) for inks in zip(*cut, strict=True)) <= 300 * 2.55


@pytest.mark.parametrize(("page", "folds"), [(0, (97, 197)), (1, (100, 200))])
def test_marks_stand_on_every_plate_outside_the_bleed(
    knocked_out: list[dict[str, Image.Image]], page: int, folds: tuple[int, int]
) -> None:
    """Crop marks stand at the trim, fold marks at each fold, at head and foot."""
    for plate in knocked_out[page].values():
        for edge in (-7, 217):
            row = plate.crop(mm(-10, edge - 2.5, 307, edge + 2.5))
            dark = columns(row)
            for place in (0, *folds, 297):
                assert any(abs(one - place) < 0.4 for one in dark), (page, edge, place)
            assert len({round(one) for one in dark}) <= 8, "and nothing else"


def columns(row: Image.Image) -> list[float]:
    """Return where in a row, in mm from the trim's left edge, something dark stands."""
    data = row.tobytes()
    width = row.width
    dark = [x for x in range(width) if max(data[x::width]) > 60]
    return [x / DPI * 25.4 - 10 for x in dark]


def test_art_reaches_the_bleed(knocked_out: list[dict[str, Image.Image]]) -> None:
    """Grounds that touch the trim are painted 3 mm past it."""
    magenta = knocked_out[0]["magenta"]
    for x, y in ((-2.5, 50), (-2.5, 180), (299.5, 50), (30, -2.5)):
        assert most(magenta, mm(x, y, x + 0.25, y + 0.25)) > 20, (x, y)
    assert most(magenta, mm(-7, 40, -4, 60)) == 0, "and no further"


def test_grounds_reach_the_bleed_at_the_foot(project: Project, run: Callable[..., Result]) -> None:
    """Where no band of a draft stands, a ground runs off the foot, in flowing text too."""
    zones = "Words\n\n/// below | action\n## Words\nTea.\n///\n\n"
    project.leaflet(f"/// cover\n# A\n///\n\n{zones * 2}", format="trifold", status="final")
    run("build", "--edition", "print")
    made = plates((project.build / "tea" / "tea-print.pdf").read_bytes())
    outside, inside = made.inked(DPI)
    for side, left in ((outside, 40), (inside, 40)):
        cyan = side.getchannel("C")
        for at in (110, 205, 211, 212.5):
            assert most(cyan, mm(left, at, left + 0.25, at + 0.25)) > 150, (left, at)
        assert most(cyan, mm(left, 95, left + 0.25, 95.25)) == 0
        assert most(cyan, mm(left, 213.5, left + 0.25, 215)) == 0


def most_apart(file: Path, folder: Path) -> dict[str, float]:
    """Return by how many points our plates differ from Ghostscript's at most, by ink.

    Both follow overprint. Soft edges, which every renderer draws differently, do not count.
    """
    theirs = separations(file, folder, overprint="enable")
    ours = list(plates(file.read_bytes()).inked(DPI))
    found = dict.fromkeys(INKS, 0.0)
    for page, mine in zip(theirs, ours, strict=True):
        for number, ink in enumerate(INKS):
            other = page[ink]
            band = mine.getchannel(number).crop((0, 0, *other.size))
            apart = ImageChops.difference(band, other)
            # What is left after a minimum filter is area.
            areas = apart.filter(ImageFilter.MinFilter(9))
            found[ink] = max(found[ink], most(areas) / 2.55)
    return found


def test_our_plates_agree_with_ghostscript(trifold: Path, tmp_path: Path) -> None:
    """Each plate differs from Ghostscript's by at most 2 points, apart from soft edges."""
    apart = most_apart(trifold, tmp_path / "on")
    assert max(apart.values()) <= 2, apart


def test_black_overprints_in_our_plates(project: Project, run: Callable[..., Result]) -> None:
    """Black words on a ground leave the ground whole on every other plate."""
    project.leaflet("/// cover\n# A\n///\n\nWords\n", format="trifold", status="final")
    run("build", "--edition", "print")
    made = plates((project.build / "tea" / "tea-print.pdf").read_bytes())
    text = re.sub(rb"\s+", b" ", made.colours)
    assert b"3 Tr" in text, "black words are left out of the other inks' plates"
    assert b"3 Tr" not in re.sub(rb"\s+", b" ", made.black)


def test_the_slug_line_names_the_job(trifold: Path) -> None:
    """The words outside the bleed say what the sheet is, for whoever finds it in a pile."""
    words = judges.pdftotext(trifold, "-layout")
    assert (
        "infant-all | version 1.0 | DRAFT | outside, page 1 of 2 | inks CMYK | fold F6-5" in words
    )
    assert "inside, page 2 of 2" in words


QR = "# Tea\n\n/// qr\n  address: https://example.org/tea\nCome\n///\n"


def test_a_qr_code_is_read_back_from_the_plates(
    project: Project, run: Callable[..., Result]
) -> None:
    """A code that something covers is an error at its line; a whole one is not."""
    project.leaflet(QR, status="final")
    assert run("build").code == 0

    sheet = (CHECKOUT / "styles" / "parts.css").read_text(encoding="utf-8")
    project.write("styles/parts.css", sheet + ".qr__code { opacity: .04 }\n")
    result = run("build")
    assert result.code == 1
    assert result.of("qr-unreadable") == [
        (
            "content/tea/leaflet.md:9: error: The QR code for https://example.org/tea cannot be "
            "read from the printed sheet. [qr-unreadable]"
        )
    ]
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        assert not [key for key in pdf.open_metadata() if "GTS_PDFX" in key]


def test_too_much_ink_is_an_error(project: Project, run: Callable[..., Result]) -> None:
    """A ground of some 352 % is told with its side and what the paper takes."""
    project.write(
        "content/facts.yaml",
        "organisation:\n  name: Willow\n"
        'brand:\n  colours:\n    rose-100: {screen: "#fde9ea", inks: "100 100 60 92"}\n',
    )
    project.leaflet(format="poster-a4", status="final")
    result = run("build")
    assert result.code == 1
    assert result.of("ink-limit") == [
        (
            "content/tea/leaflet.md:7: error: On the front: There is up to 353 % of ink, as a mean "
            "over squares of 15 mm; 300 % is the most. [ink-limit]"
        )
    ]


def test_brand_inks_are_exact(project: Project, run: Callable[..., Result]) -> None:
    """A colour of the brand is printed in the very inks that its facts state."""
    project.write(
        "content/facts.yaml",
        "organisation:\n  name: Willow\n"
        'brand:\n  colours:\n    rose-100: {screen: "#fde9ea", inks: "1 13 7 2"}\n',
    )
    project.leaflet(format="poster-a4", status="final")
    run("build", "--edition", "print")
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        colours = {
            tuple(float(one) for one in operation.operands)
            for stream in streams(pdf)
            for operation in pikepdf.parse_content_stream(stream)
            if str(operation.operator) == "k"
        }
    assert (0.01, 0.13, 0.07, 0.02) in colours


GRADIENT = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 30" width="60mm"
 height="30mm">
<defs><linearGradient id="a"><stop offset="0" stop-color="#c23d61"/>
<stop offset=".5" stop-color="#ffffff"/><stop offset="1" stop-color="#1a1a1a"/></linearGradient>
<radialGradient id="b"><stop offset="0" stop-color="#486d5b"/>
<stop offset="1" stop-color="#486d5b" stop-opacity="0"/></radialGradient></defs>
<rect width="60" height="14" fill="url(#a)"/><circle cx="15" cy="22" r="7" fill="url(#b)"/>
<rect x="30" y="16" width="25" height="12" fill="#ab2c50" opacity=".5"/></svg>"""


def test_gradients_and_transparency_agree_with_ghostscript(
    project: Project, run: Callable[..., Result], tmp_path: Path
) -> None:
    """Shadings, soft masks and transparency come out in inks, in our plates as in theirs."""
    project.write("content/tea/g.svg", GRADIENT)
    project.leaflet("# Tea\n\n![Colours](g.svg){width=150mm}\n", status="final")
    assert run("build", "--edition", "print").code == 0
    file = project.build / "tea" / "tea-print.pdf"
    assert judges.qpdf_check(file).compliant
    apart = most_apart(file, tmp_path / "on")
    assert max(apart.values()) <= 2, apart
    (ours,) = plates(file.read_bytes()).inked(DPI)
    assert most(ours.getchannel(0)) > 100, "the leaf green is there"


SWEEP = Image.merge(
    "RGB",
    [
        Image.linear_gradient("L").resize((710, 480)),
        Image.linear_gradient("L").transpose(Image.Transpose.ROTATE_90).resize((710, 480)),
        Image.radial_gradient("L").resize((710, 480)),
    ],
)
"""A picture with every colour, without edges, where a renderer might only soften them."""

EVERYTHING = """\
# Tea

Words in black first, then pictures on the ground: {kinds} and words again.

![A sweep](sweep.jpg){{width=60mm}} ![Colours](g.svg){{width=60mm}}

**Black words lie over the pictures, and over the ground, and take nothing out of either.**

![Pale](sweep.jpg){{width=20mm}} ![Pale](png-rgba.png){{width=7mm}}
![Pale](jpeg-cmyk.jpg){{width=7mm}} ![Pale](png-1-bit.png){{width=7mm}}
"""

GROUNDS = """
@page { background: linear-gradient(160deg, #fde9ea, #bfd8c8 60%, #c23d61) }
p:nth-of-type(3) { margin-top: -14mm; position: relative }
p:nth-of-type(4) { background: linear-gradient(90deg, rgb(20 80 160 / 50%), transparent) }
img[alt=Pale] { opacity: .6 }
.flow { --rhythm: none }
"""
"""The last line keeps the pictures where both renderers see them alike: between two pixels one
of them stretches a picture by a pixel, which shows where its colours change steeply."""


def write_everything(project: Project, **front: str) -> None:
    """Write a poster with all that separation has to know."""
    files = {f"{name}.{kind.ending}": kind.data for name, kind in KINDS.items()}
    files["jpeg-cmyk-unmarked.jpg"] = without_adobe(KINDS["jpeg-cmyk"].data)
    kinds = " ".join(f"![{name}]({name}){{width=7mm}}" for name in files)
    stream = io.BytesIO()
    SWEEP.save(stream, "JPEG", quality=95)
    for name, data in {**files, "sweep.jpg": stream.getvalue()}.items():
        project.write(f"content/tea/{name}", data)
    project.write("content/tea/g.svg", GRADIENT)
    sheet = (CHECKOUT / "styles" / "poster.css").read_text(encoding="utf-8")
    project.write("styles/poster.css", sheet + GROUNDS)
    project.leaflet(EVERYTHING.format(kinds=kinds), status="final", **front)


def test_everything_at_once_agrees_with_ghostscript(
    project: Project, run: Callable[..., Result], tmp_path: Path
) -> None:
    """Overprint, transparency, gradients, masks and all kinds of pictures on one page agree."""
    write_everything(project)
    assert run("build", "--edition", "print").code == 0

    file = project.build / "tea" / "tea-print.pdf"
    assert_all_is_there(file)
    for verdict in (judges.qpdf_check(file), judges.mupdf(file)):
        assert verdict.compliant, verdict
    apart = most_apart(file, tmp_path / "on")
    assert max(apart.values()) <= 2, apart


def assert_all_is_there(file: Path) -> None:
    """See that a file holds all that its plates have to get right."""
    with pikepdf.open(file) as pdf:
        holders = [one for one in pdf.objects if isinstance(one, pikepdf.Dictionary)]
        images = [
            one
            for one in pdf.objects
            if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == pikepdf.Name.Image
        ]
        seen = {
            (
                str(one.ColorSpace),
                "/SMask" in one or "/Mask" in one,
                one.Filter == pikepdf.Name.DCTDecode,
                "/Decode" in one,
            )
            for one in images
        }
        assert seen >= {
            ("/DeviceCMYK", False, False, False),
            ("/DeviceCMYK", True, False, False),
            ("/DeviceCMYK", False, True, True),
            ("/DeviceCMYK", False, True, False),
            ("/DeviceGray", False, False, False),
            ("/DeviceGray", True, False, False),
            ("/DeviceGray", False, True, False),
        }
        shadings = [one for one in holders if "/ShadingType" in one]
        states = [
            state
            for one in pdf.objects
            if isinstance(one, (pikepdf.Dictionary, pikepdf.Stream)) and "/Resources" in one
            for state in one.Resources.get("/ExtGState", pikepdf.Dictionary()).values()
        ]
        assert len(shadings) >= 3
        assert any("/SMask" in state for state in states)
        assert any(0 < float(state.get("/ca", 1)) < 1 for state in states)
        assert any(state.get("/op") for state in states)


def test_grey_prints_as_light_as_it_looks(project: Project, run: Callable[..., Result]) -> None:
    """Half a grey is 63 % of black ink, and the proof shows it as light as the screen does."""
    own = (CHECKOUT / "styles" / "poster.css").read_text(encoding="utf-8")
    project.write("styles/poster.css", f"{own}\n@page {{ background: #808080 }}\n")
    project.leaflet("# Tea\n", format="poster-a4")
    run("build", "--edition", "print,screen,proof,plates")
    folder = project.build / "tea"
    with Image.open(folder / "tea-front-black.png") as plate:
        assert plate.convert("L").getpixel((400, 900)) == pytest.approx(255 * (1 - 0.627), abs=1)
    with Image.open(folder / "tea-front.png") as proof:
        grey = proof.convert("RGB").getpixel((400, 900))
    assert grey == pytest.approx((128, 128, 128), abs=2)
