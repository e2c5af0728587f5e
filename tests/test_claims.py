"""What a finished file claims is looked up in the file, and bleed on the plates."""

from __future__ import annotations

import importlib
import io
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageDraw

from leaflet.model import Imprint
from leaflet.preflight.file import Expected, Press, judge
from leaflet.preflight.on_plates import bare_edges
from leaflet.press import PressJob, broken_in_tagged
from leaflet.resources import shipped
from leaflet.specs.conditions import CONDITIONS, DEFAULT_CONDITION
from leaflet.specs.formats import FORMATS
from leaflet.specs.printers import DEFAULT_PRINTER, PRINTERS
from leaflet.specs.variants import DEFAULT_VARIANT, VARIANTS
from leaflet.typeset.panels import FIXED_DAY
from leaflet.units import points

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

FORM = FORMATS["poster-a4"]
IMPRINT = Imprint("Willow", "", "1.0", FIXED_DAY, None, None, "W-1")
JOB = PressJob(
    condition=CONDITIONS[DEFAULT_CONDITION],
    printer=PRINTERS[DEFAULT_PRINTER],
    brand={},
    blacks={},
    few_inks=None,
    title="Tea",
    imprint=IMPRINT,
    day=FIXED_DAY,
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build a poster with a picture and a link once."""
    from leaflet.cli import main  # noqa: PLC0415 - imported where it is run, as conftest does

    folder = tmp_path_factory.mktemp("claims")
    (folder / "content" / "tea").mkdir(parents=True)
    picture = Image.new("RGB", (400, 300), (200, 60, 90))
    ImageDraw.Draw(picture).ellipse((50, 50, 250, 250), (20, 90, 160))
    picture.save(folder / "content" / "tea" / "cup.png")
    (folder / "content" / "tea" / "leaflet.md").write_text(
        "---\ntitle: Tea\nlanguage: en-GB\nformat: poster-a4\nstatus: final\n---\n\n# Tea\n\n"
        '![A cup](cup.png){width="30mm"}\n\nSee [our page](https://example.org/tea).\n',
        encoding="utf-8",
    )
    assert main(["-q", "-C", str(folder), "build", "--edition", "print,screen,large,home"]) == 0
    return folder / "build" / "tea"


def changed(file: Path, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    """Return a file after a change by hand."""
    stream = io.BytesIO()
    with pikepdf.open(file) as pdf:
        change(pdf)
        pdf.save(stream)
    return stream.getvalue()


def paint_on_page(content: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return a change that paints something more on the first page."""
    return lambda pdf: pdf.pages[0].contents_add(content)


INSIDE = b"q 9 0 0 9 90 90 cm BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI Q"
"""A picture of one pixel inside the stream."""


def move_trim(pdf: pikepdf.Pdf) -> None:
    """Move a trim box by a tenth of a millimetre."""
    box = [float(one) for one in pdf.pages[0].obj.TrimBox]
    pdf.pages[0].obj.TrimBox = Array([box[0] + points(0.1), *box[1:]])


def forget_intent(pdf: pikepdf.Pdf) -> None:
    """Take out the output intent."""
    del pdf.Root.OutputIntents


def other_profile(pdf: pikepdf.Pdf) -> None:
    """Put other bytes into the place of the profile."""
    pdf.Root.OutputIntents[0].DestOutputProfile.write(b"no profile")


def other_condition(pdf: pikepdf.Pdf) -> None:
    """Say that it was made for another paper."""
    pdf.Root.OutputIntents[0].OutputConditionIdentifier = pikepdf.String("FOGRA51")


def later_profile(pdf: pikepdf.Pdf) -> None:
    """Put a profile of another day into the place of the condition's."""
    profile = pdf.Root.OutputIntents[0].DestOutputProfile
    own = profile.read_bytes()
    profile.write(own[:24] + b"\x07\xea\x00\x0b\x00\x17" + own[30:])


def link(pdf: pikepdf.Pdf) -> None:
    """Lay a link over the page."""
    action = Dictionary(S=Name.URI, URI="https://example.org")
    over = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[90, 90, 99, 99], A=action)
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(over)])


def rgb_picture(pdf: pikepdf.Pdf) -> None:
    """Add a picture in the colours of a screen."""
    picture = pikepdf.Stream(pdf, b"\x00\x00\x00")
    picture.Type, picture.Subtype = Name.XObject, Name.Image
    picture.Width = picture.Height = 1
    picture.BitsPerComponent, picture.ColorSpace = 8, Name.DeviceRGB
    pdf.pages[0].obj.Resources.XObject["/Late"] = pdf.make_indirect(picture)
    pdf.pages[0].contents_add(b"q .1 0 0 .1 90 90 cm /Late Do Q")


def rgb_group(pdf: pikepdf.Pdf) -> None:
    """Mix transparency in the colours of a screen."""
    pdf.pages[0].obj.Group.CS = Name.DeviceRGB


def lose_fonts(pdf: pikepdf.Pdf) -> None:
    """Take every font's file out."""
    for one in pdf.objects:
        for key in ("/FontFile", "/FontFile2", "/FontFile3"):
            if isinstance(one, Dictionary) and key in one:
                del one[key]


def trap(pdf: pikepdf.Pdf) -> None:
    """Say that nobody knows whether it is trapped."""
    pdf.docinfo["/Trapped"] = Name("/Unknown")


AROUND = points(JOB.around)
TRIM = (AROUND, AROUND, AROUND + points(FORM.trim.width), AROUND + points(FORM.trim.height))
"""Where the poster is cut."""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _: None, ""),
        (paint_on_page(b"1 0 0 rg 90 90 9 9 re f"), "in DeviceRGB, a screen's colours"),
        (paint_on_page(INSIDE), "in DeviceRGB, a screen's colours"),
        (move_trim, "The page is not cut where its format says."),
        (forget_intent, "does not say for which printing condition it was made"),
        (other_profile, "is no printer's"),
        (other_condition, 'The printing condition is "FOGRA51", not "FOGRA39".'),
        (later_profile, 'The profile is not that of the printing condition "FOGRA39".'),
        (link, "A link lies on what is printed."),
        (rgb_picture, "A picture is in DeviceRGB"),
        (rgb_group, "Transparent things are mixed in DeviceRGB"),
        (lose_fonts, "is not in the file"),
        (trap, "does not say whether it is trapped"),
    ],
)
def test_a_printers_file_that_breaks_its_claim_is_found(
    files: Path, change: Callable[[pikepdf.Pdf], None], told: str
) -> None:
    """Each thing that a printer would send back is seen in the finished bytes."""
    data = changed(files / "tea-print.pdf", change)
    expected = Expected((TRIM,), JOB.condition, claimed=True)
    press = Press(VARIANTS[DEFAULT_VARIANT], JOB.printer, JOB.condition, expected)
    broken = [one.what for one in judge(data, press).findings]
    assert bool(broken) == bool(told), broken
    assert not told or any(told in one for one in broken), broken


def forget_language(pdf: pikepdf.Pdf) -> None:
    """Take out the language."""
    del pdf.Root.Lang


def forget_tags(pdf: pikepdf.Pdf) -> None:
    """Take out the tree of tags."""
    del pdf.Root.StructTreeRoot


def forget_description(pdf: pikepdf.Pdf) -> None:
    """Take out what the picture shows."""
    for one in pdf.objects:
        if isinstance(one, Dictionary) and one.get("/S") == Name.Figure:
            del one.Alt


def forget_links(pdf: pikepdf.Pdf) -> None:
    """Take out where links lead, in words."""
    for page in pdf.pages:
        for one in page.obj.get("/Annots", []):
            del one.Contents


@pytest.mark.parametrize("edition", ["screen", "large", "home"])
@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _: None, ""),
        (forget_language, "it has no language"),
        (forget_tags, "it has no tags"),
        (forget_description, "a picture is not described"),
        (forget_links, "a link says nothing of where it leads"),
    ],
)
def test_a_tagged_file_that_breaks_its_claim_is_found(
    files: Path, edition: str, change: Callable[[pikepdf.Pdf], None], told: str
) -> None:
    """What a reader with a screen reader would miss is seen in the finished bytes."""
    broken = broken_in_tagged(changed(files / f"tea-{edition}.pdf", change))
    assert broken == ([told] if told else [])


def test_a_claim_that_is_not_kept_is_taken_out(
    project: Project, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the second look finds is an error with a name, and the file is made without its claim.

    The fault itself is put in here: no text is known that leads to one.
    """
    project.leaflet(format="poster-a4", status="final")
    module, verb = "leaflet.press.print_edition", "_say_what_it_is"
    monkeypatch.setattr(f"{module}.{verb}", spoiled(module, verb))
    result = run("build", "--edition", "print")
    assert result.code == 1
    (told,) = result.of("claim-broken")
    assert (
        "does not keep what it claims: On the front: Transparent things are mixed in DeviceRGB."
        in told
    )
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        assert not [key for key in pdf.open_metadata() if "GTS_PDFX" in key]


def spoiled(module: str, verb: str) -> Callable[..., None]:
    """Return a verb of a module that leaves a colour of a screen behind."""
    own = getattr(importlib.import_module(module), verb)

    def spoil(made: pikepdf.Pdf, *given: object, **named: object) -> None:
        own(made, *given, **named)
        made.pages[0].obj.Group.CS = Name.DeviceRGB

    return spoil


# Bleed --------------------------------------------------------------------------------------------

DPI = 101.6
MM = 4
"""Pixels a millimetre at that resolution."""


def side(draw: Callable[[ImageDraw.ImageDraw, int, int], None]) -> list[str]:
    """Return what is told of a drawing on a side with 3 mm of bleed around it, in plain ink."""
    width, height = ((length + 6) * MM for length in (210, 297))
    picture = Image.new("CMYK", (width, height))
    draw(ImageDraw.Draw(picture), width, height)
    edges = bare_edges(picture, DPI, 3.0)
    return [f"{length:.0f} mm at the {edge} edge" for edge, length in edges]


INK = (0, 60, 30, 0)


@pytest.mark.parametrize(
    ("edge", "box"),
    [
        ("upper", (20, 3, 80, 50)),
        ("lower", (20, 200, 80, 300)),
        ("left", (3, 20, 50, 80)),
        ("right", (150, 20, 213, 80)),
    ],
)
def test_art_that_ends_at_the_trim_is_found(edge: str, box: tuple[int, ...]) -> None:
    """At each edge, 60 mm of ground that stop at the trim are told in millimetres."""
    left, top, right, bottom = (length * MM for length in box)
    told = side(lambda draw, *_: draw.rectangle((left, top, right - 1, bottom - 1), INK))
    assert told == [f"60 mm at the {edge} edge"]


@pytest.mark.parametrize(
    "draw",
    [
        pytest.param(lambda draw, w, h: draw.rectangle((0, 0, w, h), INK), id="all over"),
        pytest.param(lambda draw, *_: draw.rectangle((80, 80, 400, 400), INK), id="inside"),
        pytest.param(lambda draw, w, _h: draw.rectangle((0, 300, w, 700), INK), id="across"),
        pytest.param(lambda draw, *_: draw.polygon((0, 0, 400, 0, 0, 400), INK), id="slanted"),
        pytest.param(lambda draw, *_: draw.ellipse((-200, 200, 200, 600), INK), id="round"),
        pytest.param(lambda *_: None, id="bare"),
    ],
)
def test_art_that_bleeds_is_no_fault(
    draw: Callable[[ImageDraw.ImageDraw, int, int], None],
) -> None:
    """Grounds into the bleed, art away from the edges, and outlines that cross them."""
    assert side(draw) == []


def test_too_little_bleed_is_found() -> None:
    """A ground that goes on for 1 mm only does not do."""
    assert side(lambda draw, w, _: draw.rectangle((0, 2 * MM, w, 100), INK)) == [
        "210 mm at the upper edge"
    ]


def test_a_style_sheet_without_bleed_is_an_error(
    project: Project, run: Callable[..., Result]
) -> None:
    """A charity's own ground that ends at the trim is told, and the claim is not made."""
    own = (shipped() / "styles" / "poster.css").read_text(encoding="utf-8")
    ground = (
        "h1 { height: 60mm; margin-left: calc(-1 * var(--panel-side));"
        " background: var(--rose-900) }"
    )
    project.write("styles/poster.css", f"{own}\n{ground}\n")
    project.leaflet(format="poster-a4", status="final")
    result = run("build", "--edition", "print")
    assert result.code == 1
    (told,) = result.of("bleed-missing")
    assert "60 mm of art at the left edge do not reach 3 mm past the trim." in told
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        assert not [key for key in pdf.open_metadata() if "GTS_PDFX" in key]


def test_colours_of_every_kind_become_inks(project: Project, run: Callable[..., Result]) -> None:
    """CIELAB and its kin, which CSS can write, leave no trace of a screen in the file."""
    own = (shipped() / "styles" / "poster.css").read_text(encoding="utf-8")
    coloured = "h1 { color: lab(45% 50 20) } p { color: oklch(40% .1 250) }"
    project.write("styles/poster.css", f"{own}\n{coloured}\n")
    project.leaflet("# Tea\n\nWords.\n", format="poster-a4", status="final")
    assert run("build", "--edition", "print").code == 0
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        painted = {
            tuple(round(float(one), 2) for one in operation.operands)
            for form in pdf.pages[0].obj.Resources.XObject.values()
            for operation in pikepdf.parse_content_stream(form, "k")
        }
    # lab(45% 50 20) is a red: hardly any cyan, much magenta; oklch(40% .1 250) a blue.
    assert any(cyan < 0.35 and magenta > 0.7 for cyan, magenta, *_ in painted)
    assert any(cyan > 0.7 > yellow for cyan, _, yellow, _ in painted)
