"""`leaflet check FILE.pdf`: files made here, each of which breaks one rule, wherever it hides."""

from __future__ import annotations

import io
import json
import re
import time
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from leaflet.cli import main
from leaflet.pdf.apart import SECONDS
from leaflet.pdf.document import UnopenableError
from leaflet.preflight.file import RULES, Judged, Press, judge
from leaflet.preflight.file.apart import judge_apart
from leaflet.preflight.on_plates import most_ink
from leaflet.press import Inks
from leaflet.press.inked import inked_pages
from leaflet.specs.conditions import CONDITIONS
from leaflet.specs.printers import PRINTERS
from leaflet.specs.variants import VARIANTS
from tests import judges, makers
from tests.test_print import separations

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]
PROFILE = CONDITIONS["FOGRA39"].profile

SIDE = 300.0
"""Points of a side of the trim; the bleed is 9 points, which is 3.2 mm."""

BLEED = 9.0

GROUND = "0 .1 .05 0 k -9 -9 318 318 re f"
"""A pale ground up to the bleed."""

WORDS = "BT /F {size} Tf 100 {y} Td (Tea) Tj ET"


# A file with nothing wrong ------------------------------------------------------------------------


def font_file() -> bytes:
    """Return a font that may be embedded."""
    spec = find_spec("fontpkg_atkinson_hyperlegible")
    assert spec is not None
    assert spec.origin is not None
    return next(Path(spec.origin).parent.rglob("*Regular*.ttf")).read_bytes()


FONT = font_file()


def resources(pdf: pikepdf.Pdf) -> Dictionary:
    """Return what content may use: a font, inks, states, pictures."""
    described = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/Atkinson"),
        Flags=32,
        FontBBox=[0, -300, 1000, 1000],
        ItalicAngle=0,
        Ascent=950,
        Descent=-290,
        CapHeight=668,
        StemV=80,
        FontFile2=pdf.make_stream(FONT),
    )
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/Atkinson"),
        FirstChar=32,
        LastChar=126,
        Widths=[550] * 95,
        Encoding=Name.WinAnsiEncoding,
        FontDescriptor=pdf.make_indirect(described),
    )
    tint = pdf.make_stream(
        b"{dup dup dup}", FunctionType=4, Domain=[0, 1], Range=[0, 1, 0, 1, 0, 1, 0, 1]
    )
    return Dictionary(
        Font=Dictionary(F=pdf.make_indirect(font)),
        ColorSpace=Dictionary(
            All=Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]),
            Spot=Array([Name.Separation, Name("/PANTONE 213 C"), Name.DeviceCMYK, tint]),
        ),
        ExtGState=Dictionary(
            Over=Dictionary(OP=True, op=True, OPM=1),
            Clear=Dictionary(ca=0.5),
            Curve=Dictionary(TR=Name.Foo),
        ),
        XObject=Dictionary(
            Coarse=picture(pdf, 40, Name.DeviceCMYK, 4),
            Soft=picture(pdf, 280, Name.DeviceCMYK, 4),
            Sharp=picture(pdf, 400, Name.DeviceCMYK, 4),
            Screen=picture(pdf, 400, Name.DeviceRGB, 3),
            Mixed=form(pdf, "", Dictionary(), Group=group(Name.DeviceRGB)),
        ),
    )


def group(space: Name) -> Dictionary:
    """Return what makes a form transparent, mixed in a colour space."""
    return Dictionary(Type=Name.Group, S=Name.Transparency, CS=space)


def picture(pdf: pikepdf.Pdf, side: int, space: Name, parts: int) -> pikepdf.Stream:
    """Return a picture, to be placed 100 points wide."""
    data = bytes([20] * parts) * side * side
    return pdf.make_stream(
        data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=side,
        Height=side,
        ColorSpace=space,
        BitsPerComponent=8,
    )


def form(
    pdf: pikepdf.Pdf, content: str, used: pikepdf.Object, **more: pikepdf.Object
) -> pikepdf.Stream:
    """Return a drawing that stands by itself."""
    return pdf.make_stream(
        content.encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[-9, -9, 309, 309],
        Resources=used,
        **more,
    )


@cache
def whole(pages: int) -> bytes:
    """Return a file that a printer takes."""
    pdf = pikepdf.new()
    for _ in range(pages):
        page = pdf.add_blank_page(page_size=(SIDE + 60, SIDE + 60)).obj
        page.MediaBox = Array([-30, -30, SIDE + 30, SIDE + 30])
        page.BleedBox = Array([-BLEED, -BLEED, SIDE + BLEED, SIDE + BLEED])
        page.TrimBox = Array([0, 0, SIDE, SIDE])
        page.Resources = resources(pdf)
        page.Contents = pdf.make_stream(f"q {GROUND} Q".encode())
    profile = pdf.make_stream(PROFILE.read_bytes(), N=4)
    pdf.Root.OutputIntents = Array(
        [
            Dictionary(
                Type=Name.OutputIntent,
                S=Name.GTS_PDFX,
                OutputConditionIdentifier="FOGRA39",
                RegistryName="http://www.color.org",
                DestOutputProfile=profile,
            )
        ]
    )
    with pdf.open_metadata(set_pikepdf_as_editor=False) as data:
        data["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        data["dc:title"] = "Tea"
    pdf.docinfo["/Title"] = "Tea"
    pdf.docinfo["/Trapped"] = Name("/False")
    pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = "D:20261001000000Z"
    return saved(pdf)


def sound(content: str = "", pages: int = 1) -> pikepdf.Pdf:
    """Return a file that a printer takes, with some content more on its first page."""
    pdf = pikepdf.open(io.BytesIO(whole(pages)))
    if content:
        in_page(pdf, content)
    return pdf


def saved(pdf: pikepdf.Pdf, **how: Any) -> bytes:  # noqa: ANN401 - what pikepdf may be told
    """Return a file as bytes."""
    stream = io.BytesIO()
    usual: dict[str, Any] = {"force_version": "1.6", "deterministic_id": True}
    pdf.save(stream, **(usual | how))
    return stream.getvalue()


def found(data: bytes, variant: str = "sheet-cmyk") -> set[str]:
    """Return the codes of what is found in a file."""
    return {one.code for one in judged(data, variant).findings}


def press(variant: str = "sheet-cmyk") -> Press:
    """Return a way of printing."""
    return Press(VARIANTS[variant], PRINTERS["standard"], CONDITIONS["FOGRA39"])


def judged(data: bytes, variant: str = "sheet-cmyk") -> Judged:
    """Judge a file in this process."""
    return judge(data, press(variant))


def test_a_sound_file_is_sound() -> None:
    """Nothing is found where nothing is wrong, whatever it is printed on."""
    black = "/Over gs 0 0 0 1 k " + WORDS.format(size=12, y=150)
    for variant in VARIANTS.keys() - {"sheet-black"}:
        assert found(saved(sound(black)), variant) == set()


LOCKED: dict[str, Any] = {"deterministic_id": False, "force_version": ""}
"""How a protected file is written: a forced version would take the protection away."""


# What content may break, and where it may hide ----------------------------------------------------

INLINE = "q 100 0 0 100 100 100 cm BI /W 40 /H 40 /CS /{space} /BPC 8 /F /AHx ID {data}> EI Q"

CONTENT = {
    "colour-screen": "1 0 0 rg 100 100 50 50 re f",
    "colour-registration": "/All cs .5 scn 100 100 5 5 re f",
    "colour-spot": "/Spot cs .5 scn 100 100 20 20 re f",
    "overprint-white-words": "/Over gs 0 0 0 0 k " + WORDS.format(size=20, y=150),
    "overprint-white-area": "/Over gs 0 0 0 0 k 100 100 50 50 re f",
    "overprint-missing": "0 0 0 1 k " + WORDS.format(size=9, y=150),
    "grey-small": "0 g " + WORDS.format(size=9, y=150),
    "overprint-grey": "/Over gs .5 g 100 100 50 50 re f",
    "words-rich": "1 1 .5 1 k " + WORDS.format(size=20, y=150),
    "words-white": "0 0 0 0 k " + WORDS.format(size=6, y=150),
    "words-inks": "0 1 1 0 k " + WORDS.format(size=6, y=150),
    "line-white": "0 0 0 0 K .1 w 100 100 m 150 150 l S",
    "line-inks": "0 1 1 0 K .1 w 100 100 m 150 150 l S",
    "line-hair": "0 0 0 .5 K .1 w 100 100 m 150 150 l S",
    "picture-coarse": "q 100 0 0 100 100 100 cm /Coarse Do Q",
    "picture-soft": "q 100 0 0 100 100 100 cm /Soft Do Q",
    "colour-mixing": "/Mixed Do",
    "file-forbidden": "/Curve gs 0 .5 0 0 k 100 100 50 50 re f",
    "file-unreadable": "/Nothing Do",
    "safe-area": "0 0 0 .6 k BT /F 12 Tf 12 150 Td (Tea) Tj ET",
    "safe-cut": "0 0 0 .6 k BT /F 12 Tf 3 150 Td (Tea) Tj ET",
}
"""What breaks one rule, and that one alone, by the rule's code."""

BY_ITSELF = {
    "a thin bar": ("line-inks", "0 1 1 0 k 100 100 50 .1 re f"),
    "a picture of a screen": ("colour-screen", "q 70 0 0 70 100 100 cm /Screen Do Q"),
    "an inline picture of a screen": (
        "colour-screen",
        "q 10 0 0 10 100 100 cm BI /W 40 /H 40 /CS /RGB /BPC 8 /F /AHx ID "
        + "20" * 4800
        + "> EI Q",
    ),
    "a coarse inline picture": (
        "picture-coarse",
        "q 100 0 0 100 100 100 cm BI /W 40 /H 40 /CS /CMYK /BPC 8 /F /AHx ID "
        + "20" * 6400
        + "> EI Q",
    ),
    "a picture turned by a quarter": ("picture-coarse", "q 0 100 -100 0 250 100 cm /Coarse Do Q"),
    "a stroke that a matrix thins": (
        "line-hair",
        "q .1 0 0 .1 0 0 cm 0 0 0 .5 K 1 w 1000 1000 m 1500 1500 l S Q",
    ),
    "words that a matrix makes small": (
        "words-inks",
        "0 1 1 0 k BT /F 60 Tf .1 0 0 .1 100 150 Tm (Tea) Tj ET",
    ),
    "words as outlines": ("words-inks", "0 1 1 0 K 1 Tr " + WORDS.format(size=6, y=150)),
}
"""The same in other ways."""


def in_page(pdf: pikepdf.Pdf, content: str) -> None:
    """Paint it on the page itself."""
    page = pdf.pages[0]
    page.contents_add(pdf.make_stream(content.encode()))


def in_forms(pdf: pikepdf.Pdf, content: str) -> None:
    """Hide it in a form in a form, each of them moved."""
    used = pdf.pages[0].obj.Resources
    inner = form(pdf, content, used)
    outer = form(pdf, "q 1 0 0 1 20 0 cm /Inner Do Q", Dictionary(XObject=Dictionary(Inner=inner)))
    outer.Matrix = Array([1, 0, 0, 1, -20, 0])
    used.XObject.Outer = outer
    in_page(pdf, "/Outer Do")


def in_pattern(pdf: pikepdf.Pdf, content: str, area: str = "0 0 300 300") -> None:
    """Hide it in the cell of a pattern, with which an area is painted."""
    used = pdf.pages[0].obj.Resources
    cell = pdf.make_stream(
        content.encode(),
        Type=Name.Pattern,
        PatternType=1,
        PaintType=1,
        TilingType=1,
        BBox=[0, 0, 300, 300],
        XStep=300,
        YStep=300,
        Resources=used,
    )
    used.Pattern = Dictionary(P=cell)
    in_page(pdf, f"/Pattern cs /P scn {area} re f")


def in_glyph(pdf: pikepdf.Pdf, content: str) -> None:
    """Hide it in a glyph that is a drawing."""
    used = pdf.pages[0].obj.Resources
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=[0, 0, 300, 300],
        FontMatrix=[0.01, 0, 0, 0.01, 0, 0],
        CharProcs=Dictionary(a=pdf.make_stream(f"300 0 d0 {content}".encode())),
        Encoding=Dictionary(Type=Name.Encoding, Differences=[97, Name.a]),
        FirstChar=97,
        LastChar=97,
        Widths=[300],
        Resources=used,
    )
    used.Font.T = pdf.make_indirect(font)
    in_page(pdf, "BT /T 100 Tf 0 0 Td (a) Tj ET")


def with_inherited(pdf: pikepdf.Pdf, content: str) -> None:
    """Let the page take what it uses from the node above it."""
    in_page(pdf, content)
    page = pdf.pages[0].obj
    page.Parent.Resources = page.Resources
    del page.Resources


def in_object_streams(pdf: pikepdf.Pdf, content: str) -> None:
    """Paint it on the page; the file is packed otherwise."""
    in_page(pdf, content)


PLACES = {
    "page": in_page,
    "forms": in_forms,
    "pattern": in_pattern,
    "glyph": in_glyph,
    "inherited": with_inherited,
    "object streams": in_object_streams,
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("code", CONTENT)
def test_a_rule_is_broken_wherever_it_hides(code: str, place: str) -> None:
    """Each file breaks one rule, and nothing else is said of it."""
    pdf = sound()
    PLACES[place](pdf, CONTENT[code])
    packed = pikepdf.ObjectStreamMode.generate if place == "object streams" else None
    how = {"object_stream_mode": packed} if packed else {}

    assert found(saved(pdf, **how)) == {code}


def test_a_small_cell_far_from_where_it_is_painted() -> None:
    """The cell of a pattern lies anywhere; it is painted where the area is."""
    pdf = sound()
    in_pattern(pdf, "1 0 0 rg 0 0 4 4 re f", "100 100 50 50")
    cell = pdf.pages[0].obj.Resources.Pattern.P
    cell.BBox, cell.XStep, cell.YStep = Array([0, 0, 5, 5]), 5, 5
    cell.Matrix = Array([1, 0, 0, 1, -900, -900])

    assert found(saved(pdf)) == {"colour-screen"}


@pytest.mark.parametrize("case", BY_ITSELF)
def test_other_ways_to_break_a_rule(case: str) -> None:
    """Bars, turned pictures, matrices and inline pictures hide nothing."""
    code, content = BY_ITSELF[case]
    assert found(saved(sound(content))) == {code}


@pytest.mark.parametrize("code", CONTENT)
def test_a_turned_page_hides_nothing(code: str) -> None:
    """What is wrong on a page is wrong when it is shown turned; that is told as well."""
    pdf = sound(CONTENT[code])
    pdf.pages[0].obj.Rotate = 90

    assert found(saved(pdf)) == {code, "box-unequal"}


@pytest.mark.parametrize(
    "code", sorted(set(CONTENT) - {"file-unreadable", "colour-mixing", "file-forbidden"})
)
def test_what_lies_outside_the_bleed_is_nobodys_business(code: str) -> None:
    """Marks and colour bars stand there, on all plates and as thin as may be."""
    # A tenth as large, in the paper left of the bleed.
    assert found(saved(sound(f"q .1 0 0 .1 -30 100 cm {CONTENT[code]} Q"))) == set()


# What the file itself may break -------------------------------------------------------------------


def unclaimed(pdf: pikepdf.Pdf) -> None:
    """Claim nothing."""
    del pdf.Root.Metadata


def two_boxes(pdf: pikepdf.Pdf) -> None:
    """Say twice where it is cut."""
    pdf.pages[0].obj.ArtBox = Array([0, 0, SIDE, SIDE])


def link(pdf: pikepdf.Pdf) -> None:
    """Lay a link on the page."""
    pdf.pages[0].obj.Annots = Array(
        [Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[10, 10, 50, 50])]
    )


def other_font(pdf: pikepdf.Pdf, name: str, *, embedded: bool) -> None:
    """Use another font, which may be in the file or not."""
    font = pdf.pages[0].obj.Resources.Font.F
    font.BaseFont = Name(f"/{name}")
    if not embedded:
        del font.FontDescriptor.FontFile2


def script(pdf: pikepdf.Pdf) -> None:
    """Let the file act as it opens."""
    pdf.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert('Tea')")


def hidden_layer(pdf: pikepdf.Pdf) -> None:
    """Hide a layer."""
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name="Notes"))
    pdf.Root.OCProperties = Dictionary(OCGs=[layer], D=Dictionary(OFF=[layer]))


def put(pdf: pikepdf.Pdf, name: str, value: object) -> None:
    """Set an entry of the first page, or take it away."""
    page = pdf.pages[0].obj
    if value is None:
        del page[f"/{name}"]
    else:
        page[f"/{name}"] = value


def intent(pdf: pikepdf.Pdf, name: str, value: object) -> None:
    """Set an entry of the output intent, or take it away."""
    one = pdf.Root.OutputIntents[0]
    if value is None:
        del one[f"/{name}"]
    else:
        one[f"/{name}"] = value


FILES: dict[str, tuple[str, Callable[[pikepdf.Pdf], None]]] = {
    "no claim": ("file-claim", unclaimed),
    "no intent": ("file-intent", lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
    "no profile": ("file-intent", lambda pdf: intent(pdf, "DestOutputProfile", None)),
    "not trapped or not": ("file-data", lambda pdf: pdf.docinfo.__delitem__("/Trapped")),
    "a script": ("file-acts", script),
    "a hidden layer": ("file-layers", hidden_layer),
    "no trim": ("box-trim", lambda pdf: put(pdf, "TrimBox", None)),
    "two trims": ("box-trim", two_boxes),
    "a crop": ("box-crop", lambda pdf: put(pdf, "CropBox", Array([0, 0, SIDE, SIDE]))),
    "a unit": ("box-unit", lambda pdf: put(pdf, "UserUnit", 2)),
    "a small bleed": (
        "box-bleed",
        lambda pdf: put(pdf, "BleedBox", Array([-3, -3, SIDE + 3, SIDE + 3])),
    ),
    "a link": ("annotation-inside", link),
    "a font that is not there": (
        "font-absent",
        lambda pdf: other_font(pdf, "Atkinson", embedded=False),
    ),
    "Courier": ("font-courier", lambda pdf: other_font(pdf, "Courier", embedded=True)),
}


@pytest.mark.parametrize("case", FILES)
def test_what_a_file_says_of_itself(case: str) -> None:
    """Each file breaks one rule of structure, and what follows from it alone."""
    code, spoil = FILES[case]
    pdf = sound()
    spoil(pdf)
    follows = {"box-trim": {"box-bleed", "bleed-missing", "safe-cut"}}.get(code, set())

    assert code in found(saved(pdf))
    assert found(saved(pdf)) <= {code} | follows


def test_pages_of_two_sizes_and_empty_pages() -> None:
    """A page that is cut otherwise than the first is told, and one with nothing on it."""
    pdf = sound(pages=2)
    pdf.pages[1].obj.TrimBox = Array([0, 0, SIDE - 20, SIDE])
    assert "box-unequal" in found(saved(pdf))

    pdf = sound(pages=2)
    pdf.pages[1].obj.Contents = pdf.make_stream(b"")
    assert found(saved(pdf)) == {"page-empty"}


def test_old_claims_know_no_transparency() -> None:
    """A file that says PDF/X-1a, is newer than that and lets things shine through."""
    pdf = sound("/Clear gs 0 .5 0 0 k 100 100 50 50 re f")
    unclaimed(pdf)
    pdf.docinfo["/GTS_PDFXVersion"] = "PDF/X-1:2001"
    pdf.docinfo["/GTS_PDFXConformance"] = "PDF/X-1a:2001"

    assert found(saved(pdf)) == {"file-version", "transparency-old"}
    assert found(saved(pdf, force_version="1.3")) == {"transparency-old"}


def test_a_protected_file_is_told() -> None:
    """It opens without a password, and yet a printer cannot work with it."""
    locked = saved(sound(), encryption=pikepdf.Encryption(owner="x", user=""), **LOCKED)

    assert "file-encrypted" in found(locked)


def test_art_that_ends_at_the_cut() -> None:
    """A ground up to the trim and no further."""
    pdf = sound()
    pdf.pages[0].obj.Contents = pdf.make_stream(b"0 .5 .2 0 k 0 0 300 300 re f")

    assert found(saved(pdf)) == {"bleed-missing"}


def test_too_much_ink_is_told_where_it_is(tmp_path: Path) -> None:
    """The mean over squares agrees with Ghostscript's plates within two points."""
    pdf = sound("1 .9 .8 .7 k 100 100 80 80 re f")
    data = saved(pdf)
    (told,) = judged(data).findings
    assert told.code == "ink-limit"
    ((left, top, width, height),) = told.boxes
    assert left + width / 2 == pytest.approx(140 / 72 * 25.4, abs=8)
    assert top + height / 2 == pytest.approx((300 - 140) / 72 * 25.4, abs=8)

    file = tmp_path / "tea.pdf"
    file.write_bytes(data)
    (theirs,) = separations(file, tmp_path / "gs", overprint="enable")
    from PIL import Image  # noqa: PLC0415 - used here alone

    size = theirs["cyan"].size
    joined = Image.merge("CMYK", [theirs[ink].convert("L") for ink in theirs])
    (ours,) = inked_pages(data, Inks(PROFILE, {}), dpi=50)
    assert most_ink(ours, 50)[0] == pytest.approx(most_ink(joined, size[0] / 360 * 72)[0], abs=2)


@pytest.mark.parametrize("turned", [90, 180, 270])
def test_ink_on_a_turned_page_is_told_where_it_is(turned: int) -> None:
    """Its place is that on the page as it is written, however the page is shown."""
    pdf = sound("1 .9 .8 .7 k 200 40 60 60 re f")
    pdf.pages[0].obj.Rotate = turned
    (told,) = (one for one in judged(saved(pdf)).findings if one.code == "ink-limit")
    ((left, top, width, height),) = told.boxes
    assert left + width / 2 == pytest.approx(230 / 72 * 25.4, abs=4)
    assert top + height / 2 == pytest.approx((300 - 70) / 72 * 25.4, abs=4)


def test_variants_differ() -> None:
    """What offset refuses, a digital press may take."""
    spot = saved(sound(CONTENT["colour-spot"]))
    assert found(spot, "sheet-cmyk") == {"colour-spot"}
    assert found(spot, "digital") == set()
    small = saved(sound(CONTENT["words-inks"]))
    assert found(small, "large-format") == set()


def test_a_job_in_black_has_one_plate() -> None:
    """What is pale in two inks prints on two plates, which nobody ordered."""
    told = judged(saved(sound()), "sheet-black").findings
    assert [one.what.split(" on ")[0] for one in told] == ["There is magenta", "There is yellow"]
    assert {one.code for one in told} == {"ink-other"}
    black = sound()
    black.pages[0].obj.Contents = black.make_stream(
        GROUND.replace("0 .1 .05 0", "0 0 0 .1").encode()
    )
    assert found(saved(black), "sheet-black") == set()


def test_every_rule_is_broken_by_some_file() -> None:
    """No rule stands in the table that no test has seen at work."""
    shown = {
        *CONTENT,
        *(code for code, _ in BY_ITSELF.values()),
        *(code for code, _ in FILES.values()),
    }
    elsewhere = {"box-unequal", "page-empty", "file-version", "transparency-old", "file-encrypted"}
    elsewhere |= {"bleed-missing", "ink-limit", "ink-other", "ink-unknown"}

    assert {rule.code for rule in RULES} == shown | elsewhere


# Files that cannot be judged ----------------------------------------------------------------------


def cyclic() -> bytes:
    """Return a file with a form that draws itself."""
    pdf = sound("/Round Do")
    round_ = form(pdf, "/Round Do", Dictionary())
    round_ = pdf.make_indirect(round_)
    round_.Resources = Dictionary(XObject=Dictionary(Round=round_))
    pdf.pages[0].obj.Resources.XObject.Round = round_
    return saved(pdf)


def endless() -> bytes:
    """Return a small file of forms that draw each other ten times, ten deep."""
    pdf = sound("/F0 Do")
    inner = form(pdf, "0 .5 0 0 k 100 100 1 1 re f " * 10, Dictionary())
    for _ in range(10):
        used = Dictionary(XObject=Dictionary(I=inner))
        inner = pdf.make_indirect(form(pdf, "/I Do " * 10, used))
    pdf.pages[0].obj.Resources.XObject.F0 = inner
    return saved(pdf)


UNREADABLE = {
    "empty": (b"", "The file is empty."),
    "no PDF": (b"PK\x03\x04" + b"x" * 5000, "This is not a PDF file."),
    "cut short": (saved(sound())[:2000], ""),
    "a password": (
        saved(sound(), encryption=pikepdf.Encryption(owner="x", user="y"), **LOCKED),
        "The file needs a password.",
    ),
    "forms without end": (endless(), "The file paints more than anybody could print"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_any_file_ends_in_one_sentence(
    case: str,
    project: Project,
    run: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Nobody sees a traceback, whatever the file."""
    # The true end is ten times as far off, which takes ten times as long and shows no more.
    monkeypatch.setattr("leaflet.pdf.memory.MOST_OPERATORS", 200_000)
    data, sentence = UNREADABLE[case]
    (project.folder / "tea.pdf").write_bytes(data)
    done = run("check", "tea.pdf")

    assert done.code == 3
    assert done.out.startswith(f"tea.pdf: error: {sentence}")
    assert done.out.splitlines()[0].endswith("[file-unopenable]")


def test_a_form_that_draws_itself_is_told() -> None:
    """It is passed over, and the rest is judged."""
    assert found(cyclic()) == {"file-unreadable"}


def test_large_files_take_their_time_and_no_more() -> None:
    """A million operators, many pages, many objects and a bomb end in a verdict, within limits."""
    many = sound("0 .5 0 0 k 100 100 m 120 120 l S " * 200_000)
    pages = sound(pages=1)
    for _ in range(9_999):
        pages.pages.append(pages.pages[0])
    objects = sound()
    objects.Root.Many = Array(
        [objects.make_indirect(Dictionary(Number=number)) for number in range(100_000)]
    )
    bomb = sound()
    bomb.pages[0].obj.Contents = bomb.make_stream(b"q " * 40_000_000)
    for pdf in (many, pages, objects, bomb):
        begun = time.monotonic()
        with suppress(UnopenableError):
            judge_apart(saved(pdf), press())
        assert time.monotonic() - begun < SECONDS + 10


# Files by other makers ----------------------------------------------------------------------------

PAGE = """<style>@page {{ size: 100mm; bleed: 3mm }} body {{ color: #671532 }}</style>
<p>Tea for all of us: <a href="https://example.org">example.org</a></p>"""


@pytest.mark.parametrize("variant", [None, "pdf/x-4"])
def test_what_weasyprint_makes_by_itself(variant: str | None) -> None:
    """In RGB, with a link on the page; its PDF/X-4 is a claim without an intent."""
    weasyprint = pytest.importorskip("weasyprint")
    page = PAGE.format()
    codes = found(weasyprint.HTML(string=page).write_pdf(pdf_variant=variant))

    assert {"colour-screen", "file-intent", "annotation-inside"} <= codes
    assert ("file-claim" in codes) == (variant is None)
    assert "box-trim" not in codes


def test_what_chromium_prints(tmp_path: Path) -> None:
    """In RGB with a profile, on a page without trim and bleed, and no PDF/X."""
    page = tmp_path / "page.html"
    page.write_text(PAGE.format(), encoding="utf-8")
    codes = found(judges.printed_by_chromium(page, tmp_path))

    assert {"colour-screen", "file-intent", "file-claim", "box-trim", "box-bleed"} <= codes
    assert "font-absent" not in codes


def test_what_typst_makes() -> None:
    """In RGB with a profile, with a trim and a bleed around it, and no PDF/X."""
    codes = found(makers.made_by_typst())

    assert {"colour-screen", "file-intent", "file-claim", "annotation-inside"} <= codes
    assert not {"box-trim", "box-bleed", "bleed-missing", "font-absent"} & codes


def test_what_libreoffice_exports(tmp_path: Path) -> None:
    """In RGB, on a page without trim and bleed, and no PDF/X."""
    codes = found(makers.made_by_libreoffice(tmp_path))

    assert {"colour-screen", "file-intent", "file-claim", "box-trim", "box-bleed"} <= codes
    assert "font-absent" not in codes


def test_what_scribus_exports(tmp_path: Path) -> None:
    """A PDF/X-4 in inks, with trim and bleed: a printer takes it."""
    assert judged(makers.made_by_scribus(tmp_path)).findings == ()


# The command --------------------------------------------------------------------------------------


def test_our_own_files_are_sound(tmp_path: Path) -> None:
    """Everything that `content/` and the complete leaflet build has no press error."""
    for folder in (CHECKOUT, CHECKOUT / "tests" / "complete"):
        args = ["-q", "-C", str(folder), "build", "--edition", "print", "--out", str(tmp_path)]
        assert main(args) == 0
    files = sorted(tmp_path.glob("*/*-print.pdf"))
    assert len(files) >= 3
    for file in files:
        assert judged(file.read_bytes()).findings == ()


def test_the_report_is_one_page(project: Project, run: Callable[..., Result]) -> None:
    """It shows each place with its number, and needs no other file."""
    (project.folder / "tea.pdf").write_bytes(saved(sound(CONTENT["colour-screen"])))
    done = run("check", "tea.pdf", "--html", "tea.html")

    assert done.code == 1
    page = (project.folder / "tea.html").read_text(encoding="utf-8")
    assert "A printer would send this file back: 1 thing has to be mended." in page
    assert '<div class="spot spot--error"' in page
    assert page.count("data:image/") == 6, "the page, four plates, and all inks"
    assert "http" not in page.replace("https://", "").replace("http://www.w3.org", "")


def test_numbers_of_one_corner_stand_side_by_side(
    project: Project, run: Callable[..., Result]
) -> None:
    """Where two things are found at one place, neither hides the other's number."""
    both = "0 1 1 0 k BT /F 6 Tf 3 150 Td (Tea) Tj ET"
    (project.folder / "tea.pdf").write_bytes(saved(sound(both)))
    done = run("check", "tea.pdf", "--html", "tea.html")

    assert "[safe-cut]" in done.out
    assert "[words-inks]" in done.out
    page = (project.folder / "tea.html").read_text(encoding="utf-8")
    assert re.findall(r"--step: (\d)\"><span>(\d)</span>", page) == [("0", "1"), ("1", "2")]


def test_json_for_other_programs(project: Project, run: Callable[..., Result]) -> None:
    """The form is that of every other command."""
    (project.folder / "tea.pdf").write_bytes(saved(sound(CONTENT["words-rich"])))
    done = run("check", "tea.pdf", "--json", "--strict")

    assert done.code == 1
    told = json.loads(done.out)
    (item,) = told["items"]
    (problem,) = item["problems"]
    assert (problem["code"], problem["severity"], problem["page"]) == ("words-rich", "warning", 1)
    assert problem["box_mm"][0] == pytest.approx(100 / 72 * 25.4, abs=0.1)


@pytest.mark.parametrize(
    ("args", "sentence"),
    [
        (("tea.pdf", "tea"), "one after the other"),
        (("tea.pdf", "--for", "riso"), '"riso" is not known here.'),
        (("--html", "x.html"), "are for files"),
    ],
)
def test_wrong_usage(
    project: Project, run: Callable[..., Result], args: tuple[str, ...], sentence: str
) -> None:
    """Leaflets and files are not mixed, and options that do nothing are told."""
    project.leaflet()
    done = run("check", *args)

    assert done.code == 2
    assert sentence in " ".join(done.err.split())
