"""The two leaflets of this project, built as anybody builds them, and judged by others."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image

from leaflet.cli import main
from tests import judges
from tests.conftest import SOUND_BODY, SOUND_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the content of this project once, and return the folder of files."""
    out = tmp_path_factory.mktemp("out")
    assert main(["-q", "-C", str(CHECKOUT), "build", "--out", str(out)]) == 0
    return out


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the leaflet in which everything is filled in, and return the folder of files."""
    out = tmp_path_factory.mktemp("complete")
    project = CHECKOUT / "tests" / "complete"
    assert main(["-q", "-C", str(project), "build", "--strict", "--out", str(out)]) == 0
    return out


def files(folder: Path) -> list[str]:
    """Return the files that are for people."""
    return sorted(
        file.relative_to(folder).as_posix()
        for file in folder.rglob("*")
        if file.is_file() and not file.relative_to(folder).parts[0].startswith(".")
    )


def test_every_edition_is_there(built: Path) -> None:
    """A build leaves each edition under its own name, the index, and nothing else."""
    assert files(built) == [
        "give-blood/give-blood-front.png",
        "give-blood/give-blood-home.pdf",
        "give-blood/give-blood-large.pdf",
        "give-blood/give-blood-print.pdf",
        "give-blood/give-blood-screen.pdf",
        "give-blood/give-blood-text.txt",
        "give-blood/give-blood-web.html",
        "index.html",
        "infant-all/infant-all-home-one-sided.pdf",
        "infant-all/infant-all-home.pdf",
        "infant-all/infant-all-inside.png",
        "infant-all/infant-all-large.pdf",
        "infant-all/infant-all-outside.png",
        "infant-all/infant-all-print.pdf",
        "infant-all/infant-all-screen.pdf",
        "infant-all/infant-all-text.txt",
        "infant-all/infant-all-web.html",
    ]


def pdfs(folder: Path) -> list[Path]:
    """Return every PDF below a folder that people read, not the printer's."""
    return sorted(file for file in folder.rglob("*.pdf") if not file.stem.endswith("-print"))


def test_vera_finds_nothing(built: Path, complete: Path) -> None:
    """VeraPDF finds nothing against PDF/UA-1 in any screen or large edition."""
    for verdict in judges.verapdf([*pdfs(built), *pdfs(complete)]):
        assert verdict.compliant, f"{verdict.path.name}: {[str(one) for one in verdict.failures]}"


def test_a_second_judge_finds_nothing(built: Path, complete: Path) -> None:
    """page-validation, written apart from veraPDF, agrees."""
    for pdf in [*pdfs(built), *pdfs(complete)]:
        verdict = judges.page_validation(pdf)
        assert verdict.compliant, f"{pdf.name}: {[str(one) for one in verdict.failures]}"


def test_files_are_whole(built: Path) -> None:
    """Qpdf finds no fault in the syntax of any file."""
    for pdf in pdfs(built):
        assert judges.qpdf_check(pdf).compliant


def test_mupdf_has_nothing_to_say(built: Path, complete: Path) -> None:
    """MuPDF, from which many readers are made, draws every file without a warning."""
    every = [file for folder in (built, complete) for file in sorted(folder.rglob("*.pdf"))]
    assert {file.stem.rpartition("-")[2] for file in every} >= {"home", "large", "print", "screen"}
    for pdf in every:
        verdict = judges.mupdf(pdf)
        assert verdict.compliant, verdict


def test_panels_are_read_in_order(built: Path) -> None:
    """The screen edition gives the panels one after the other, each whole."""
    text = judges.pdftotext(built / "infant-all" / "infant-all-screen.pdf")
    pages = [" ".join(page.split()) for page in text.split("\f")][:6]
    begins = [page.partition("Draft")[0].strip() for page in pages]

    assert begins[0].startswith("Rose’s Gift Infant ALL")
    assert begins[0].endswith("A guide for families")
    assert begins[1].startswith("Rose wouldn’t be here")
    assert "0300 123 23 23" in begins[1]
    assert begins[2].startswith("What is leukaemia?")
    assert begins[2].endswith("controlling bleeding and bruising.")
    assert begins[3].startswith("Babies under one")
    assert begins[3].endswith("leukaemia then develops in the baby. 1 2 3 4")
    assert begins[4].startswith("Treatment Treatment for these babies")
    assert begins[4].endswith("babies around the world.")
    assert begins[5].startswith("For more information")
    assert begins[5].endswith("All rights reserved.")


SEED = """
Leukaemia is a cancer of the blood cells which begins in the bone marrow.
The bone marrow is the spongy tissue which produces all of the body’s blood cells.
These carry oxygen around the body.
These help to fight infection.
These help to clot the blood, controlling bleeding and bruising.
Acute leukaemia in a baby under one year old is a very distinct type of leukaemia.
Research has shown that a gene translocation (mutation) called MLL takes place whilst the baby is
still in the womb.
This mutation leads to leukaemia very quickly in infancy.
Mutations such as this happen when chromosomes break and then join together with other broken
chromosomes resulting in gene translocations.
The change is irreversible and leukaemia then develops in the baby.
Treatment for these babies is very intensive and aggressive.
Sadly some babies don’t survive the harsh treatment and there is a higher risk of relapse for
those who do.
Survival rates for this age group remain very low.
Only half of these children will pull through.
Diagnosis and treatment in babies is so difficult that much research is underway to try something
different.
The charity Children with Cancer UK, in conjunction with Great Ormond Street Hospital, is investing
a huge amount of time and money into further researching the understanding and treatment of infant
ALL.
We think this research will lead to fresh hope and improved survival for these babies around the
world.
Thank you, whoever you are!
You can help children like Rose too by giving blood.
"""


def test_every_statement_of_the_text_is_there(built: Path) -> None:
    """The statements that families read are the ones that the charity wrote."""
    text = (built / "infant-all" / "infant-all-web.html").read_text(encoding="utf-8")
    words = " ".join(re.sub(r"<[^>]+>", " ", text).split())
    for statement in " ".join(SEED.split()).replace(". ", ".\n").replace("! ", "!\n").split("\n"):
        assert statement in words, statement


def structure(pdf: Path) -> list[str]:
    """Return the structure tree as indented lines: kind, and what matters about it."""
    lines: list[str] = []

    def walk(element: pikepdf.Object, depth: int) -> None:
        if not isinstance(element, pikepdf.Dictionary) or "/S" not in element:
            return
        said = [str(element.S)[1:]]
        said += [f"{key[1:]}={element[key]}" for key in ("/Lang", "/Alt") if key in element]
        attributes = element.get("/A")
        if isinstance(attributes, pikepdf.Dictionary):
            said += [
                f"{key[1:]}={attributes[key]}"
                for key in ("/ListNumbering", "/Scope")
                if key in attributes
            ]
        if said[0] not in ("Span", "NonStruct"):
            lines.append("  " * depth + " ".join(said))
        kids = element.get("/K", pikepdf.Array())
        for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
            walk(kid, depth + (said[0] not in ("Span", "NonStruct")))

    with pikepdf.open(pdf) as opened:
        walk(opened.Root.StructTreeRoot.K[0], 0)
    return lines


TAGGED = """\
# Tags

Words with <span lang="cy">geiriau</span> and a [link](https://example.org/help "Help page").

- one
- two

1. first

| Day | Time |
|---|---|
| Monday | 9am |

![A cup](cup.svg)

![](cup.svg)
"""

CUP = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="10mm"><path d="M0 0h9v9z"/></svg>'
)


def test_tags_say_what_layout_leaves_out(project: Project, run: Callable[..., Result]) -> None:
    """Language of parts, numbering, scope and descriptions are there; decoration is not."""
    project.leaflet(TAGGED, status="final")
    project.write("content/tea/cup.svg", CUP)
    assert run("build", "--edition", "screen").code == 0

    pdf = project.build / "tea" / "tea-screen.pdf"
    assert structure(pdf) == [
        "Document",
        "  Sect",
        "    H1",
        "    P",
        "      Link",
        "    L ListNumbering=/Disc",
        "      LI",
        "        Lbl",
        "        LBody",
        "      LI",
        "        Lbl",
        "        LBody",
        "    L ListNumbering=/Decimal",
        "      LI",
        "        Lbl",
        "        LBody",
        "    Table",
        "      THead",
        "        TR",
        "          TH Scope=/Column",
        "          TH Scope=/Column",
        "      TBody",
        "        TR",
        "          TD",
        "          TD",
        "    P",
        "      Figure Alt=A cup",
        "    P",
        "    Div",
    ]
    with pikepdf.open(pdf) as opened:
        link = next(iter(opened.pages[0].Annots))
        assert str(link.Contents) == "Help page"
        languages = [
            str(one.Lang)
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and "/Lang" in one and "/S" in one
        ]
        assert languages == ["cy"]


EVERYTHING = """\
# All & more {#top}

Term
:   Definition one

*[NHS]: National Health Service

The NHS says[^1] *this* and **that**, `code`, <mark>mark</mark>, H<sub>2</sub>O.

- a
    - nested
        1. deep

            with a paragraph

- b

> Quote with an [internal](#top) link, <https://example.org> and <me@example.org>.

<table><caption>Raw</caption><tr><th scope="row">R</th><td colspan="2">c</td></tr>
<tr><th scope="row">S</th><td>d</td><td>e</td></tr></table>

---

[![A cup](cup.svg)](https://example.org/cup)

<p lang="cy">Cymraeg <span lang="fr">et un peu de francais</span></p>

/// new-panel
///

## Second

/// callout | Title
Words and a [link](tel:01632960123).
///

/// story
  picture: cup.svg
  alt: A cup
Story
///

/// rows
- ![](cup.svg) **A** b
- ![](cup.svg) **C**

    and a paragraph
///

/// steps
1. One
2. Two
///

/// new-panel
///

## Third

/// qr
  address: https://example.org/qr
///

/// contacts
  of: [contacts.us, partners.owls]
///

/// partners
  of: partners.owls
///

[^1]: A footnote with `code`.

    And a second paragraph.
"""


def test_vera_finds_nothing_in_a_leaflet_with_everything(
    project: Project, run: Callable[..., Result]
) -> None:
    """Whatever Markdown and parts can make keeps PDF/UA-1, in panels and in large print."""
    waivers = "{phone-drama: 'nobody is rung up, Ada Lane', fact-differs: 'as above, Ada Lane'}"
    project.leaflet(EVERYTHING, format="trifold", status="final", waivers=waivers)
    project.write("content/tea/cup.svg", CUP)
    built = run("build", "--edition", "screen,large")
    assert built.code == 0, built.err
    for verdict in judges.verapdf(pdfs(project.build)):
        assert verdict.compliant, f"{verdict.path.name}: {[str(one) for one in verdict.failures]}"


def test_a_figure_knows_where_it_stands(project: Project, run: Callable[..., Result]) -> None:
    """The box of a figure is in points from the foot of the page, as PDF counts."""
    project.leaflet("# Box\n\n![A cup](cup.svg)\n", status="final")
    project.write("content/tea/cup.svg", CUP)
    assert run("build", "--edition", "screen").code == 0

    with pikepdf.open(project.build / "tea" / "tea-screen.pdf") as opened:
        figures = [
            one
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        left, low, right, high = (float(one) for one in figures[0].A.BBox)
    assert right - left == pytest.approx(20 / 25.4 * 72, abs=0.1)
    assert high - low == pytest.approx(10 / 25.4 * 72, abs=0.1)
    assert 297 / 25.4 * 72 > high > low > 200 / 25.4 * 72, "near the head of an A4 page"


INTERRUPTED = """\
/// cover
# Cover
///

## First

Flow one.

/// new-panel
///

## Second

Flow two.

/// inside-centre
## Pinned

In the middle.
///

/// flap
## Flap
///

/// back
## Back
///
"""


def test_a_panel_pinned_into_the_flow_is_read_at_its_place(
    project: Project, run: Callable[..., Result]
) -> None:
    """Pages, tags and bookmarks follow the reading order, not that of layout."""
    project.leaflet(INTERRUPTED, format="trifold", status="final")
    assert run("build", "--edition", "screen").code == 0

    with pikepdf.open(project.build / "tea" / "tea-screen.pdf") as opened:
        labels = [str(opened.Root.PageLabels.Nums[at].P) for at in range(1, 12, 2)]
        pages = [page.obj.objgen for page in opened.pages]
        tagged = [kid.Pg.objgen for kid in opened.Root.StructTreeRoot.K[0].K]
        widths = [round(float(page.mediabox[2]) / 72 * 25.4) for page in opened.pages]
        with opened.open_outline() as outline:
            titles = [child.title for item in outline.root for child in [item, *item.children]]
    assert labels == ["cover", "flap", "inside-left", "inside-centre", "inside-right", "back"]
    assert tagged == pages
    assert widths == [100, 97, 100, 100, 97, 100]
    assert titles == ["Cover", "Flap", "First", "Pinned", "Second", "Back"]
    text = judges.pdftotext(project.build / "tea" / "tea-screen.pdf")
    assert re.findall(r"Cover|Flap|First|Pinned|Second|Back", text) == titles


def test_screen_shows_the_trim_alone(built: Path) -> None:
    """What lies in the bleed is for the printer; a screen shows 97 or 100 x 210 mm."""
    with pikepdf.open(built / "infant-all" / "infant-all-screen.pdf") as opened:
        sizes = [
            tuple(
                round(float(page.mediabox[at + 2] - page.mediabox[at]) / 72 * 25.4, 2)
                for at in (0, 1)
            )
            for page in opened.pages
        ]
        assert all("/BleedBox" not in page.obj for page in opened.pages)
    assert sizes == [(100, 210), (97, 210), (100, 210), (100, 210), (97, 210), (100, 210)]


PT_PER_PX = 0.75
"""Layout writes sizes of type in CSS pixels, and scales the whole page."""


def test_large_print_is_large(complete: Path) -> None:
    """Nothing in the large edition is smaller than 18 points, and its pages are A4."""
    pdf = complete / "reading-well" / "reading-well-large.pdf"
    sizes = [float(one) for one in re.findall(rb"/\S+ ([\d.]+) Tf", _contents(pdf))]
    assert min(sizes) * PT_PER_PX == pytest.approx(18)
    with pikepdf.open(pdf) as opened:
        assert [round(float(one) / 72 * 25.4) for one in opened.pages[0].mediabox[2:]] == [210, 297]


def _contents(pdf: Path) -> bytes:
    """Return the content of all pages, one after the other."""
    with pikepdf.open(pdf) as opened:
        return b"\n".join(page.Contents.read_bytes() for page in opened.pages)


def test_the_web_page_needs_no_other_file(built: Path) -> None:
    """The web edition loads nothing: no script, no link to a style sheet, no picture file."""
    text = (built / "infant-all" / "infant-all-web.html").read_text(encoding="utf-8")
    assert '<html lang="en-GB"' in text
    assert "<script" not in text
    assert "<link" not in text
    assert set(re.findall(r'src="(\w+:)', text)) == {"data:"}
    assert text.count("<h1") == 1
    assert text.count("<main>") == 1


@pytest.mark.parametrize("side", ["outside", "inside"])
def test_proofs_show_sheet_and_folds(built: Path, side: str) -> None:
    """A proof is the sheet with 8 mm around it; ticks above each fold are dark."""
    folds = {"outside": (97, 197), "inside": (100, 200)}[side]
    with Image.open(built / "infant-all" / f"infant-all-{side}.png") as image:
        scale = 4
        assert image.size == (round(313 * scale), round(226 * scale))
        row = image.convert("L").crop((0, 5, image.width, 6)).tobytes()
    for fold in folds:
        x = round((8 + fold) * scale)
        assert min(row[x - 1 : x + 2]) < 80
    assert min(row[: round(90 * scale)]) > 150, "no tick where no fold is"


def test_a_final_leaflet_without_a_problem_has_no_band(complete: Path) -> None:
    """What is finished carries no word about drafts or errors."""
    for pdf in pdfs(complete):
        text = judges.pdftotext(pdf)
        assert "not for printing" not in text


def test_json_tells_each_file_and_problem(project: Project, run: Callable[..., Result]) -> None:
    """`build --json` has one item an edition, and one for problems of no edition."""
    project.sound()
    project.leaflet(f"![x](missing.png)\n\n{SOUND_BODY}", **SOUND_SETTINGS)
    told = json.loads(run("-q", "build", "--json").out)

    assert told["version"] == 1
    assert told["ok"] is False
    assert [item["edition"] for item in told["items"]] == [
        "screen",
        "print",
        "proof",
        "home",
        "large",
        "web",
        "text",
        None,
    ]
    assert {item["source"] for item in told["items"]} == {"content/tea/leaflet.md"}
    assert all(Path(item["path"]).is_file() for item in told["items"][:-1])
    problem = told["items"][-1]["problems"][0]
    assert problem == {
        "code": "picture-missing",
        "severity": "error",
        "message": 'There is no picture "missing.png".',
        "hint": "Known: none yet.",
        "file": "content/tea/leaflet.md",
        "line": 14,
        "panel": None,
        "page": None,
        "box_mm": None,
    }


def test_the_index_shows_everything(built: Path) -> None:
    """The index names each leaflet, links each file, and says what to do next."""
    text = (built / "index.html").read_text(encoding="utf-8")
    for file in files(built):
        assert file == "index.html" or f'"{file}"' in text
    assert text.count("Next:") == 2


def test_a_project_of_its_own_shadows_ours_file_by_file(
    project: Project, run: Callable[..., Result]
) -> None:
    """A charity's own style sheet takes the place of ours; all others stay."""
    shutil.copy(CHECKOUT / "styles" / "base.css", project.write("styles/base.css", ""))
    sheet = project.folder / "styles" / "base.css"
    sheet.write_text(sheet.read_text(encoding="utf-8") + "\nh1 { color: #00ff00 }\n", "utf-8")
    project.leaflet()
    assert run("build", "--edition", "screen").code == 0
    assert b"0 1 0 rg" in _contents(project.build / "tea" / "tea-screen.pdf")


GRADIENTS = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100"><defs>
<linearGradient id="a"><stop offset="0" stop-color="#c23d61"/>
<stop offset="1" stop-color="#1a1a1a"/></linearGradient>
<radialGradient id="b"><stop offset="0" stop-color="#486d5b"/>
<stop offset="1" stop-color="#486d5b" stop-opacity="0"/></radialGradient></defs>
<rect width="200" height="50" fill="url(#a)"/><rect y="50" width="200" height="50" fill="url(#b)"/>
</svg>"""


def test_every_reader_shows_gradients(project: Project, run: Callable[..., Result]) -> None:
    """Poppler, MuPDF, Ghostscript and PDFium draw the gradients of a drawing alike."""
    project.write("content/tea/g.svg", GRADIENTS)
    project.leaflet('# Tea\n\n![Colours](g.svg){width="150mm"}\n')
    assert run("build", "--edition", "screen").code == 0
    file = project.build / "tea" / "tea-screen.pdf"
    drawn = judges.drawings(file, project.folder, dpi=36)
    assert set(drawn) == {"poppler", "mupdf", "ghostscript", "pdfium"}
    for name, picture in drawn.items():
        left, top, right, bottom = (round(one * 36 / 25.4) for one in (9, 50, 159, 130))
        small = picture.crop((left, top, right, bottom))
        # Left, the first gradient is red; at its right end dark; the second is green amid paper.
        assert closest(small, (194, 61, 97)) < 30, name
        assert closest(small, (26, 26, 26)) < 30, name
        assert closest(small, (72, 109, 91)) < 30, name


def closest(picture: Image.Image, colour: tuple[int, int, int]) -> int:
    """Return how far the pixel that is most like a colour is from it, in the worst part."""
    colours = picture.convert("RGB").getcolors(1 << 20) or []
    return min(
        max(abs(a - b) for a, b in zip(pixel, colour, strict=True))
        for _, pixel in colours
        if isinstance(pixel, tuple)
    )


def fill(file: Path, gaps: dict[str, str]) -> None:
    """Put a fact into each gap of a file, which has every one of them once."""
    text = file.read_text(encoding="utf-8")
    for gap, fact in gaps.items():
        assert text.count(gap) == 1, gap
        text = text.replace(gap, fact)
    file.write_text(text, encoding="utf-8")


def test_infant_all_holds_its_facts_when_they_are_known(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What fills its gaps fits: who does the last step must not break the leaflet."""
    shutil.copytree(CHECKOUT / "content", tmp_path / "content")
    ours = "    name: Rose's Gift\n    phone:\n    hours:\n    email:\n    web:\n    address:\n"
    known = (
        "    name: Rose's Gift\n    phone: 111\n"
        "    hours: Monday to Friday, 9:30am to 4:30pm\n    email: help@example.org\n"
        "    web: https://example.org\n    address: 1 Example Street, Exampleton ZZ99 9ZZ\n"
    )
    fill(
        tmp_path / "content" / "facts.yaml",
        {
            ours: known,
            "  legal-form: ": "  legal-form: registered ",
            "  numbers: ": '  numbers: {england-and-wales: "0000000"} ',
            "  supports: ": "  supports: [The Example Lamp Trust] ",
        },
    )
    fill(
        tmp_path / "content" / "infant-all" / "leaflet.md",
        {
            "status: draft": "status: final",
            "version-date:": "version-date: 2026-10-01",
            "\nreviewed:": "\nreviewed: 2026-09-01",
            "next-review:": "next-review: 2029-09-01",
            "approved-by:": "approved-by: Dr Example",
            "sources:": "sources: Our survey, 2026",
            "consent: ": "expires: 2030-01-01\n    scope: her name\n    consent: 2026-01-01 ",
        },
    )
    assert main(["-q", "-C", str(tmp_path), "build", "infant-all"]) == 0
    told = capsys.readouterr().err
    assert not re.search(r"\[(?:fit|safe|grid|zone|size|contrast|fact)-", told), told
