"""One or two inks: as many plates as inks, named as print shops know them, and looks to match."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFilter

from leaflet.model import FewInks, Spot
from leaflet.press.calculator import CalculatorError, read_program
from leaflet.press.functions import read_tint
from leaflet.press.mixing import Mixing
from leaflet.raster import pictures
from leaflet.specs.conditions import CONDITIONS
from leaflet.specs.paper import BLEED
from leaflet.units import MM_PER_INCH
from tests import judges
from tests.test_print import most, streams, write_everything

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

PROFILE = CONDITIONS["FOGRA39"].profile
ROSE, NIGHT = "PANTONE 213 C", "PANTONE 541 C"

FACTS = f"""\
organisation:
  name: Willow House
contacts:
  us:
    name: Willow House
    phone: 01632 960 123
brand:
  colours:
    rose-700: {{screen: "#e31c79", inks: "0 92 18 0", spot: {ROSE}}}
    ink: {{screen: "#003c71", inks: "100 58 9 46", spot: {NIGHT}}}
"""

JOBS = {
    "black": {"Black"},
    f"[black, {ROSE}]": {"Black", ROSE},
    f"[{ROSE}, {NIGHT.lower()}]": {ROSE, NIGHT},
    f"[{NIGHT}]": {NIGHT},
}
"""What may be asked for, and the inks that print then."""


def inked(file: Path, folder: Path, dpi: float) -> list[dict[str, Image.Image]]:
    """Return Ghostscript's plates of each page that have any ink, full ink as 255."""
    folder.mkdir()
    judges.ghostscript(
        file,
        "-sDEVICE=tiffsep",
        f"-r{dpi}",
        "-dTextAlphaBits=4",
        "-dGraphicsAlphaBits=4",
        "-dOverprint=/enable",
        f"-sDefaultCMYKProfile={PROFILE}",
        f"-sOutputICCProfile={PROFILE}",
        output=folder / "p%d.tif",
    )
    pages: dict[int, dict[str, Image.Image]] = {}
    for plate in sorted(folder.glob("p*(*).tif")):
        found = re.fullmatch(r"p(\d+)\((.*)\)", plate.stem)
        assert found
        picture = ImageChops.invert(Image.open(plate).convert("L"))
        if most(picture):
            pages.setdefault(int(found[1]), {})[found[2]] = picture
    return [pages[number] for number in sorted(pages)]


@pytest.fixture(name="everything")
def _everything(project: Project) -> Project:
    """Return a folder with a poster of all that separation has to know, and two spot inks."""
    write_everything(project)
    project.write("content/facts.yaml", FACTS)
    return project


def with_inks(project: Project, inks: str) -> None:
    """Ask for inks."""
    file = project.folder / "content" / "tea" / "leaflet.md"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("---\n", f"---\ninks: {inks}\n", 1), encoding="utf-8")


@pytest.mark.parametrize("inks", JOBS)
def test_there_are_as_many_plates_as_inks(
    inks: str, everything: Project, run: Run, tmp_path: Path
) -> None:
    """Ghostscript names them; pictures, gradients, masks, patterns and marks leave no other."""
    with_inks(everything, inks)
    result = run("build", "--edition", "print,plates")
    assert result.of("claim-broken") == result.of("ink-other") == []
    file = everything.build / "tea" / "tea-print.pdf"
    for verdict in (judges.qpdf_check(file), judges.mupdf(file)):
        assert verdict.compliant, verdict
    dpi = 4 * MM_PER_INCH
    (plates,) = inked(file, tmp_path / "gs", dpi)
    assert set(plates) == JOBS[inks]

    for name, plate in plates.items():
        ours = everything.build / "tea" / f"tea-front-{name.lower().replace(' ', '-')}.png"
        seen = ImageChops.invert(Image.open(ours).convert("L"))
        edge = round((14 - BLEED) * 4)
        theirs = plate.crop((edge, edge, edge + seen.width, edge + seen.height))
        # Soft edges, which every renderer draws differently, do not count; gradients in spots are
        # drawn in fewer steps by one than by the other.
        apart = ImageChops.difference(seen, theirs).filter(ImageFilter.MinFilter(9))
        assert most(apart) / 2.55 <= 4, name


def test_a_spot_is_a_separation_with_the_look_of_the_facts(project: Project, run: Run) -> None:
    """Its alternate colour is the one that the facts state; black stays black and overprints."""
    project.write("content/facts.yaml", FACTS)
    project.leaflet("/// cover\n# Tea\n///\n\nWords.\n", inks=f"[black, {ROSE}]", status="final")
    run("build", "--edition", "print")
    spaces = []
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Array) and len(thing) and str(thing[0]) == "/Separation":
                looks = thing[3].C1.as_list()
                spaces.append((str(thing[1]), [float(one) for one in looks]))
        shades = [
            tuple(map(float, one.operands))
            for stream in streams(pdf)
            for one in pikepdf.parse_content_stream(stream)
            if str(one.operator) in ("k", "K")
        ]
        assert "/All" not in str(pdf.pages[0].obj.Resources)
    assert spaces == [(f"/{ROSE}", [0.0, 0.92, 0.18, 0.0])] * len(spaces) != []
    assert {one[:3] for one in shades} == {(0.0, 0.0, 0.0)}, "only black is left of the four"


def test_anybodys_check_finds_nothing(project: Project, run: Run) -> None:
    """Judged as a file of strangers, its spots count as what they look like, and are named."""
    project.sound(status="final", format="trifold", inks=f"[black, {ROSE}]")
    facts = project.folder / "content" / "facts.yaml"
    facts.write_text(facts.read_text() + FACTS[FACTS.index("brand:") :], encoding="utf-8")
    run("build", "--edition", "print")
    file = str(project.build / "tea" / "tea-print.pdf")
    assert run("check", file, "--for", "sheet-spot").code == 0
    told = run("check", file)
    assert f'The ink "{ROSE}" is used, which is none of the four.' in told.out
    assert "[ink-limit]" not in told.out


def test_the_screen_shows_how_it_will_look(everything: Project, run: Run) -> None:
    """Every pixel is a mix of paper, rose and black; tags and claim are as they were."""
    with_inks(everything, f"[black, {ROSE}]")
    assert run("build", "--edition", "screen").of("claim-broken") == []
    (page,) = pictures((everything.build / "tea" / "tea-screen.pdf").read_bytes(), dpi=60)
    strange = [
        colour
        for colour in colours(page.reduce(2))
        # Rose lets through red most, and blue a little more than green; so does every mix.
        if colour[0] + 24 < max(colour) or colour[1] > colour[2] + 24
    ]
    assert strange == []


def test_what_shows_its_inks_on_a_screen_is_still_accessible(project: Project, run: Run) -> None:
    """Every colour is written anew, and veraPDF has nothing to say."""
    project.sound(status="final", format="trifold", inks=f"[black, {ROSE}]")
    facts = project.folder / "content" / "facts.yaml"
    facts.write_text(facts.read_text() + FACTS[FACTS.index("brand:") :], encoding="utf-8")
    run("build", "--edition", "screen")
    (verdict,) = judges.verapdf([project.build / "tea" / "tea-screen.pdf"])
    assert verdict.compliant, verdict.failures


def colours(page: Image.Image) -> list[tuple[int, int, int]]:
    """Return every colour of a page."""
    data = page.convert("RGB").tobytes()
    return list({(data[at], data[at + 1], data[at + 2]) for at in range(0, len(data), 3)})


def test_tints_of_a_brand_colour_are_tints_of_its_ink() -> None:
    """Full, half and pale; grey is black alone; a dark mix is as light as it was."""
    inks = Mixing(PROFILE, FewInks(black=True, spots=(Spot(ROSE, "#e31c79", "0 92 18 0"),)))

    def of(colour: str) -> tuple[float, ...]:
        red, green, blue = (one / 255 for one in bytes.fromhex(colour))
        return tuple(round(one, 1) for one in inks.of(red, green, blue))

    assert of("e31c79") == (1, 0, 0, 0)
    assert of("ffffff") == (0, 0, 0, 0)
    assert of("000000") == (0, 0, 0, 1)
    assert of("f7c6dd")[0] == 0.3
    assert of("f7c6dd")[3] == 0, "a tint is of one plate"
    assert of("808080")[:3] == (0, 0, 0)
    assert of("eaf2ee")[3] == 0, "a pale ground does not turn grey"


def test_two_inks_look_like_what_is_left_of_the_light() -> None:
    """Between its four corners, a mix in the file is what the mix in the program is."""
    with pikepdf.new() as pdf:
        corners = [(0, 0, 0, 0), (0, 204, 51, 0), (0, 0, 0, 255), (0, 204, 51, 255)]
        table = pdf.make_stream(
            bytes(one for corner in corners for one in corner),
            FunctionType=0,
            Domain=pikepdf.Array([0, 1, 0, 1]),
            Range=pikepdf.Array([0, 1] * 4),
            Size=pikepdf.Array([2, 2]),
            BitsPerSample=8,
        )
        look = read_tint(table, 2)
    assert look([1, 0]) == pytest.approx([0, 0.8, 0.2, 0])
    assert look([0.5, 0.5]) == pytest.approx([0, 0.4, 0.1, 0.5])
    assert look([0, 1]) == pytest.approx([0, 0, 0, 1])


PROGRAMS: dict[str, tuple[list[float], list[float]]] = {
    "{dup 0.92 mul exch 0.18 mul 0 3 1 roll 0}": ([0.5], [0, 0.46, 0.09, 0]),
    "{2 copy add 3 1 roll sub abs}": ([0.75, 0.25], [1.0, 0.5]),
    "{dup 0.5 gt {pop 1} {pop 0} ifelse}": ([0.6], [1]),
    "{dup 1 exch sub % the rest\n 1 index 0 lt {pop 7} if exch pop}": ([0.25], [0.75]),
    "{3 idiv 2 mod 4 exp 2 sqrt}": ([10], [1, 2**0.5]),
}
"""Tints as other programs write them, what goes in and what comes out (ISO 32000-1, 7.10.5)."""


@pytest.mark.parametrize("program", PROGRAMS)
def test_tints_that_are_programs(program: str) -> None:
    """Arithmetic, the stack, conditions and remarks."""
    given, wanted = PROGRAMS[program]
    assert read_program(program)(given) == pytest.approx(wanted)


@pytest.mark.parametrize("program", ["", "{add", "{add}", "{1 0 div}", "{quit}", "{-1 copy}"])
def test_programs_that_are_none(program: str) -> None:
    """Refused, whatever is wrong with them, as they are read or when they run."""
    with pytest.raises(CalculatorError):
        read_program(program)([0.5])


def test_a_picture_becomes_a_duotone() -> None:
    """White is paper, black is both inks in full, and in between it is as light as it was."""
    inks = Mixing(PROFILE, FewInks(black=True, spots=(Spot(ROSE, "#e31c79", "0 92 18 0"),)))
    ramp = Image.frombytes("RGB", (256, 1), bytes(one for one in range(256) for _ in "rgb"))
    made = inks.picture(ramp)
    assert made.getpixel((255, 0)) == (0, 0, 0, 0)
    assert made.getpixel((0, 0)) == (255, 0, 0, 255)
    shown = inks.on_screen(made).convert("L").tobytes()
    assert all(one <= other + 2 for one, other in pairwise(shown))


WRONG = {
    "PANTONE 999 C": 'No colour of content/facts.yaml is the ink "PANTONE 999 C".',
    "[black, cyan]": '"inks" does not work with the value "a list".',
    f"[black, {ROSE}, {NIGHT}]": '"inks" does not work with the value "a list".',
    "[black, black]": '"inks" does not work with the value "a list".',
}


@pytest.mark.parametrize("inks", WRONG)
def test_inks_that_there_are_not(inks: str, project: Project, run: Run) -> None:
    """Told at the line, with what to write."""
    project.write("content/facts.yaml", FACTS)
    project.leaflet(inks=inks)
    (told,) = run("build", "--edition", "text").of("setting-invalid")
    assert told.startswith("content/tea/leaflet.md:5: error: ")
    assert WRONG[inks] in told


RISO = {
    f"[black, {ROSE}]": ["black", "pantone-213-c"],
    "black": ["black"],
    "cmyk": ["black", "cyan", "magenta", "yellow"],
}


@pytest.mark.parametrize("inks", RISO)
def test_a_risograph_gets_a_grey_file_for_each_ink(inks: str, project: Project, run: Run) -> None:
    """Grey alone, with targets at the corners of the sheet at the same place on each."""
    project.write("content/facts.yaml", FACTS)
    project.leaflet(format="flyer-a5", status="final", inks=inks)
    run("build", "--edition", "riso", "--no-marks")
    files = sorted((project.build / "tea").glob("*.pdf"))
    assert [one.stem for one in files] == [f"tea-riso-{one}" for one in RISO[inks]]
    for file in files:
        assert judges.qpdf_check(file).compliant
        front = next(iter(pictures(file.read_bytes(), dpi=4 * MM_PER_INCH)))
        assert all(len(set(colour)) == 1 for colour in colours(front))
        middles = [(x, y) for x in (22, front.width - 22) for y in (22, front.height - 22)]
        boxes = [front.crop((x - 14, y - 14, x + 15, y + 15)).convert("L") for x, y in middles]
        assert all(most(ImageChops.invert(one)) > 128 for one in boxes)


def test_uncoated_paper_has_a_condition_of_its_own(project: Project, run: Run) -> None:
    """Its profile is in the file, and less ink is too much."""
    project.leaflet(format="flyer-a5", paper="matt uncoated, 120 g")
    run("build", "--edition", "print")
    with pikepdf.open(project.build / "tea" / "tea-print.pdf") as pdf:
        (intent,) = pdf.Root.OutputIntents.as_list()
        assert intent.OutputConditionIdentifier == "FOGRA47"
        assert intent.DestOutputProfile.read_bytes() == CONDITIONS["FOGRA47"].profile.read_bytes()
    assert CONDITIONS["FOGRA47"].ink_limit == 280
