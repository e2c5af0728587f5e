"""Type as the finished file sets it: the grid, the sizes, the contrast, and thin panels."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image

from leaflet.cli import main
from leaflet.pdf.read import read_file
from leaflet.preflight.contrast import Contrast, luminance, ratio
from leaflet.preflight.on_panels import NEARLY_EMPTY
from leaflet.preflight.set_line import SetLine, set_lines
from leaflet.resources import shipped
from leaflet.specs.formats import FORMATS
from leaflet.typeset.tokens import Tokens, UnreadableLengthError
from tests.conftest import problems_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]
STYLES = shipped() / "styles"
MM = 72 / 25.4
TYPE = {"contrast-low", "grid-missed", "panel-thin", "size-many", "size-small"}
"""The codes that this file is about."""

BACK = """\
/// back
### Contact us

Come and sit with us for an hour. There is tea and a chair by the window, and nobody is in a hurry.

Ring us first. Somebody will be there.
///
"""
"""A back that keeps every rule; the other panels are empty, which other checks tell."""


@pytest.fixture
def told(project: Project, run: Callable[..., Result]) -> Callable[..., list[dict[str, Any]]]:
    """Return what is told of the type of a leaflet, after its style sheets were added to."""

    def told_of(
        body: str = BACK, css: str = "", sheet: str = "folded", **settings: str
    ) -> list[dict[str, Any]]:
        shipped_css = (STYLES / f"{sheet}.css").read_text(encoding="utf-8")
        project.write(f"styles/{sheet}.css", f"{shipped_css}\n{css}\n")
        project.leaflet(body, **({"format": "trifold"} | settings))
        found = json.loads(run("build", "--force", "--edition", "print", "--json").out)
        return [one for one in problems_in(found) if one["code"] in TYPE]

    return told_of


def codes(found: list[dict[str, Any]]) -> set[str]:
    """Return the codes of problems."""
    return {one["code"] for one in found}


def drawing(*texts: str, width: int = 82, height: int = 55) -> str:
    """Return an SVG as many mm wide as it has units, with words in it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}mm" height="{height}mm" '
        f'viewBox="0 0 {width} {height}" font-family="Atkinson Hyperlegible">{"".join(texts)}</svg>'
    )


def lettering(size_pt: float, low: float, words: str = "tea") -> str:
    """Return words of a drawing, in a size that is right if the drawing is not scaled."""
    return f'<text x="1" y="{low}" font-size="{size_pt * 25.4 / 72:.4f}">{words}</text>'


# Lines out of the file ----------------------------------------------------------------------------


def file_of(content: bytes, *, inner: bytes = b"", matrix: str = "1 0 0 1 0 0") -> bytes:
    """Return a file of one page, 100 by 100 mm with 10 mm around its trim, and a form in it."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(120 * MM, 120 * MM)).obj
    page.TrimBox = pikepdf.Array([10 * MM, 10 * MM, 110 * MM, 110 * MM])
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.TrueType,
        BaseFont=pikepdf.Name("/ABCDEF+Tea-Bold"),
        FirstChar=32,
        Widths=pikepdf.Array([500] * 95),
        FontDescriptor=pikepdf.Dictionary(Ascent=950, Descent=-290),
        ToUnicode=pdf.make_stream(
            b"2 beginbfchar <54> <0054> <65> <0065> endbfchar 1 beginbfchar <20> <0020> endbfchar"
        ),
    )
    resources = pikepdf.Dictionary(
        Font=pikepdf.Dictionary(F=pdf.make_indirect(font)),
        ExtGState=pikepdf.Dictionary(Half=pikepdf.Dictionary(ca=0.5)),
    )
    form = pdf.make_stream(
        inner,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, 1000, 1000]),
        Matrix=pikepdf.Array([float(one) for one in matrix.split()]),
        Group=pikepdf.Dictionary(S=pikepdf.Name.Transparency),
    )
    form.Resources = resources
    page.Resources = pikepdf.Dictionary(
        Font=resources.Font, ExtGState=resources.ExtGState, XObject=pikepdf.Dictionary(Form=form)
    )
    page.Contents = pdf.make_stream(content)
    pdf.Root.OutputIntents = pikepdf.Array()
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def lines_of(data: bytes) -> tuple[SetLine, ...]:
    """Return the lines of a file."""
    file = read_file(data)
    return set_lines(file.facts, file.events)


def the_line(content: bytes, *, inner: bytes = b"", matrix: str = "1 0 0 1 0 0") -> SetLine:
    """Return the one line of such a file."""
    (line,) = lines_of(file_of(content, inner=inner, matrix=matrix))
    return line


def at(right_mm: float, up_mm: float) -> str:
    """Return a place on the page, in mm from the trim's lower left corner, as a PDF has it."""
    return f"{(right_mm + 10) * MM:.4f} {(up_mm + 10) * MM:.4f}"


def test_a_line_tells_where_it_stands() -> None:
    """Baseline, size, width, inks, font and words, in mm from the top left corner of the trim."""
    line = the_line(f"0.2 0.9 0.4 0.1 k BT /F 12 Tf {at(20, 70)} Td (Tee e) Tj ET".encode())

    assert (line.page, line.text, line.font) == (0, "Tee e", "Tea-Bold")
    assert (round(line.left, 3), round(line.baseline, 3), line.size_pt) == (20, 30, 12)
    assert round(line.width * MM, 3) == 5 * 6
    assert line.inks == (0.2, 0.9, 0.4, 0.1)
    assert (line.upright, line.bold, line.opacity) == (True, True, 1)
    assert [round((left - 20) * MM, 2) for left, *_ in line.words] == [0, 24]


def test_a_form_scales_and_moves_what_it_holds() -> None:
    """A size is that on paper: through the form's matrix, and that of the page around it."""
    line = the_line(
        f"q 2 0 0 2 {at(0, 0)} cm /Form Do Q".encode(),
        inner=b"0.5 g BT /F 1 Tf 4 0 0 -4 0 0 Tm (Te) Tj ET",
        matrix="1 0 0 -1 10 10",
    )

    assert line.size_pt == 8
    assert round(line.left * MM, 3) == 20
    assert round((100 - line.baseline) * MM, 3) == 20
    assert line.upright
    assert line.inks == (0, 0, 0, 0.5)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("3 TL {at} Td (T) Tj T* T* (e) Tj", id="T*"),
        pytest.param("3 TL {at} Td (T) Tj () ' (e) '", id="'"),
        pytest.param("{at} Td (T) Tj 0 -6 TD (e) Tj", id="TD"),
        pytest.param("{at} Td (T) Tj -6 Ts (e) Tj", id="Ts"),
    ],
)
def test_every_way_down_is_followed(content: str) -> None:
    """However a file moves to the next line, it is found 6 pt lower."""
    text = content.format(at=at(20, 70))
    first, second = lines_of(file_of(f"BT /F 12 Tf {text} ET".encode()))

    assert round((second.baseline - first.baseline) * MM, 3) == 6


def test_words_beside_each_other_are_one_line() -> None:
    """What looks the same on one baseline is one line; another colour or a column is not."""
    start = at(20, 70)
    content = f"0 g BT /F 10 Tf {start} Td (Te) Tj 12 0 Td (Te) Tj 60 0 Td (T) Tj 0.2 g (e) Tj ET"
    lines = lines_of(file_of(content.encode()))

    assert [line.text for line in lines] == ["Te Te", "T", "e"]


def test_opacity_goes_through_groups() -> None:
    """Half of a half hides a quarter of what lies under it."""
    line = the_line(b"/Half gs /Form Do", inner=b"/Half gs 0 g BT /F 12 Tf 100 100 Td (Te) Tj ET")

    assert line.opacity == 0.25


def test_turned_and_unseen_words() -> None:
    """Words on their side are told as such, and words without ink are none."""
    turned = the_line(f"BT /F 12 Tf 0 1 -1 0 {at(20, 70)} Tm (Te) Tj ET".encode())
    unseen = lines_of(file_of(f"BT 3 Tr /F 12 Tf {at(20, 70)} Td (Te) Tj ET".encode()))

    assert not turned.upright
    assert round(turned.box[3] * MM, 3) == 12
    assert unseen == ()


# Tokens -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "length"),
    [
        ("5.5mm", 5.5),
        ("72pt", 25.4),
        ("1in", 25.4),
        ("96px", 25.4),
        ("calc(5.5mm * var(--scale))", 8.25),
        ("calc(var(--line) / 2)", 4),
        ("calc(210mm * var(--scale) + 2 * var(--bleed))", 321),
        ("calc(-1 * var(--line) - var(--bleed))", -11),
        ("calc((1mm + 2mm) * 3)", 9),
        ("calc(var(--line) + calc(1cm - 2mm))", 16),
    ],
)
def test_tokens_are_worked_out(value: str, length: float) -> None:
    """What tokens use of `calc()` comes to what a browser makes of it."""
    css = f":root {{ --scale: 1.5; --line: 8mm; /* --line: 9mm; */ --bleed: 3mm; --it: {value} }}"
    assert Tokens.of(css, ["tea"]).length("--it") == pytest.approx(length)


@pytest.mark.parametrize(
    "value",
    [
        "1.5",
        "red",
        "50%",
        "2em",
        "calc(1mm + 2)",
        "calc(1mm * 1mm)",
        "calc(1mm / 0)",
        "calc(1mm",
        "1mm 2mm",
        "min(1mm, 2mm)",
        "var(--it)",
        "var(--none)",
    ],
)
def test_what_is_no_length_is_refused(value: str) -> None:
    """What cannot be worked out is never guessed."""
    with pytest.raises(UnreadableLengthError):
        Tokens.of(f":root {{ --it: {value} }}", ["tea"]).length("--it")


@pytest.mark.parametrize(
    ("name", "line"), [("trifold-a4", 5.5), ("poster-a4", 8.25), ("booklet-a5", 5.5)]
)
def test_the_grid_of_a_format_is_in_the_tokens(name: str, line: float) -> None:
    """The rules with a format's classes go before the ones for all, wherever they stand."""
    css = (STYLES / "tokens.css").read_text(encoding="utf-8")
    tokens = Tokens.of(css, FORMATS[name].classes)

    assert tokens.length("--line") == line
    assert tokens.length("--half") == line / 2


# The grid -----------------------------------------------------------------------------------------


def test_a_sound_leaflet_is_left_alone(told: Callable[..., list[dict[str, Any]]]) -> None:
    """Headings, text and the cover as shipped keep every rule of type."""
    assert told() == []


NO_RHYTHM = ".panel .panel__upper { --rhythm: none }"
"""What lets blocks end where they end."""


def test_a_margin_off_the_grid_is_told(told: Callable[..., list[dict[str, Any]]]) -> None:
    """The first line is told with its place and by how much it misses, the others counted."""
    (one,) = told(css=f"{NO_RHYTHM} .panel--back h3 {{ margin-bottom: 4mm }}")

    assert (one["code"], one["severity"], one["panel"]) == ("grid-missed", "warning", "back")
    assert '"Come and sit with us' in one["message"]
    assert "1.25 mm below the baseline grid, and 3 lines after it as far" in one["message"]
    assert one["line"] == 9
    left, top, _, height = one["box_mm"]
    assert (one["page"], round(left)) == (1, 97 + 9)
    assert top < 16.147 + 11 + 1.25 < top + height


def test_half_lines_are_for_lists(told: Callable[..., list[dict[str, Any]]]) -> None:
    """Inside a list half lines are right; the text behind it has to be back on the grid."""
    listed = "/// back\nTea.\n\n- Cups\n- Spoons\n- Pots\n\nCake.\n///\n"
    assert told(listed) == []
    even = listed.replace("- Pots\n", "")
    assert told(even) == [], "blocks end on whole lines"

    (one,) = told(even, NO_RHYTHM)
    assert "2.75 mm" in one["message"]
    assert '"Cake."' in one["message"]


def test_the_grid_is_the_themes_own(told: Callable[..., list[dict[str, Any]]]) -> None:
    """A project whose tokens have another grid is judged by that one."""
    css = ":root { --line: 6mm; --half: 3mm; --panel-top: 15mm }"
    text = "/// back\nTea.\n\nCake, and time to sit down for as long as you like.\n///\n"

    assert [one for one in told(text, css, "tokens") if one["panel"] == "back"] == []
    found = told(text, f"{css} html {{ line-height: 5.5mm }}", "folded")
    assert codes([one for one in found if one["panel"] == "back"]) == {"grid-missed"}


def test_a_theme_without_a_grid_is_not_judged(told: Callable[..., list[dict[str, Any]]]) -> None:
    """Tokens that are no lengths say no grid; all else is judged as ever."""
    css = ":root { --half: min(2mm, 3mm) }\n.panel--back h3 { margin-bottom: 4mm }"
    assert told(css=css, sheet="tokens") == []


# Sizes --------------------------------------------------------------------------------------------


def test_small_words_are_told(told: Callable[..., list[dict[str, Any]]]) -> None:
    """Below 12 pt is a warning in a draft."""
    (one, _) = told(css=".panel--back p { font-size: 9pt }")

    assert (one["code"], one["severity"], one["line"]) == ("size-small", "warning", 9)
    assert "is set in 9.0 pt; 12 pt is the least" in one["message"]


def test_small_words_are_an_error_when_final(told: Callable[..., list[dict[str, Any]]]) -> None:
    """A final leaflet must not have them."""
    found = told(css=".panel--back p { font-size: 11.9pt }", status="final")

    assert {(one["code"], one["severity"]) for one in found} == {("size-small", "error")}


def test_small_words_in_a_picture_are_told(
    project: Project, told: Callable[..., list[dict[str, Any]]]
) -> None:
    """A drawing at half its size has words of half theirs, whatever it says."""
    project.write(
        "content/tea/cup.svg", drawing(lettering(16, 20), lettering(26, 40), width=164, height=55)
    )
    (one,) = told("/// back\nTea.\n\n![A cup](cup.svg)\n///\n")

    assert one["code"] == "size-small"
    assert 'is set in 8.0 pt in the picture "cup.svg"' in one["message"]
    assert "1.5 times as large" in one["hint"]


def test_many_sizes_are_told(project: Project, told: Callable[..., list[dict[str, Any]]]) -> None:
    """Six sizes are enough: 12, 18 and 60.75 pt of the leaflet, and those of a drawing."""
    sizes = [14, 16, 20, 22]
    body = "/// back\nTea.\n\n![A cup](cup.svg)\n///\n"
    words = [lettering(size, 9 * n) for n, size in enumerate(sizes, start=1)]
    project.write("content/tea/cup.svg", drawing(*words[:3]))
    assert told(body) == []

    project.write("content/tea/cup.svg", drawing(*words))
    (one,) = told(body)
    assert (one["code"], one["severity"]) == ("size-many", "warning")
    assert "Words stand in 7 sizes: 12, 14, 16, 18, 20, 22, 60.8 pt." in one["message"]


# Contrast -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("css", "contrast"),
    [
        pytest.param(".panel--back p { color: #999999 }", "2.8", id="grey on paper"),
        pytest.param(".panel--back p { color: white }", "1.0", id="white on paper"),
        pytest.param(".panel--back p { opacity: .4 }", None, id="see-through"),
        pytest.param("@page back { background: #555555 }", None, id="black on a dark page"),
        pytest.param(
            ".panel--back p { background: linear-gradient(90deg, #666, #444) }",
            None,
            id="black on a gradient",
        ),
        pytest.param(
            ".panel--back p { background: #486d5b; color: #ab2c50 }", "1.1", id="colour on colour"
        ),
    ],
)
def test_faint_words_are_told(
    told: Callable[..., list[dict[str, Any]]], css: str, contrast: str | None
) -> None:
    """Whatever makes words faint, it is an error that names them and their contrast."""
    found = told(css=css)

    assert {(one["code"], one["severity"]) for one in found} == {("contrast-low", "error")}
    assert any('"Come and sit' in one["message"] for one in found)
    assert contrast is None or f"has a contrast of {contrast}:1" in found[0]["message"]


@pytest.mark.parametrize(
    "css",
    [
        pytest.param(".panel--back p { color: #6f6f6f }", id="grey on paper"),
        pytest.param(".panel--back h3 { color: #8f8f8f }", id="large grey"),
        pytest.param(
            ".panel--back p { background: #444444; color: white; font-weight: 700 }", id="reversed"
        ),
        pytest.param("@page back { background: #aaaaaa }", id="black on grey"),
        pytest.param(
            ".panel--back p { background: linear-gradient(90deg, #fff, #bbb) }", id="on a gradient"
        ),
    ],
)
def test_clear_words_are_left_alone(told: Callable[..., list[dict[str, Any]]], css: str) -> None:
    """Grounds, tints and gradients are no fault where words stand out from them."""
    found = told(css=css)
    assert [one for one in found if '"Contact' in one["message"] or one["line"] == 9] == []


def test_words_over_a_picture_are_judged_where_they_stand(
    project: Project, told: Callable[..., list[dict[str, Any]]]
) -> None:
    """Half of a backdrop is dark: black words over that half are told, the others not."""
    noise = Image.effect_noise((303, 216), 20)
    night = noise.point(lambda light: light // 2)
    picture = Image.merge("RGB", [noise.point(lambda light: min(255, 110 + light))] * 3)
    picture.paste(Image.merge("RGB", [night.crop((0, 0, 303, 45))] * 3), (0, 0))
    stream = io.BytesIO()
    picture.resize((1818, 1296), Image.Resampling.BICUBIC).save(stream, "PNG")
    project.write("content/tea/sky.png", stream.getvalue())
    below = "\n\n".join(["Tea and cake at the window, and time."] * 8)
    body = f"/// backdrop | outside\n  picture: sky.png\n///\n\n/// back\n{below}\n///\n"
    found = [one for one in told(body) if one["panel"] == "back" and "Tea" in one["message"]]

    assert codes(found) == {"contrast-low"}
    assert max(one["box_mm"][1] for one in found) < 42
    assert len(found) == 3


def test_gaps_and_the_band_count(told: Callable[..., list[dict[str, Any]]]) -> None:
    """A colour that is too light for a gap is too light for the band as well."""
    body = "/// back\n/// contacts\n  of: contacts.us\n///\n///\n"
    found = told(body, ":root { --rose-700: #e98fa0 /* 5 55 22 0 */ }", "tokens")

    assert codes(found) == {"contrast-low"}
    assert any("Draft" in one["message"] for one in found)


@pytest.mark.parametrize(
    ("font", "size_pt", "wanted"),
    [("Tea", 17.9, 4.5), ("Tea", 18, 3), ("Tea-Bold", 13.9, 4.5), ("Tea-Bold", 14, 3)],
)
def test_large_words_need_less(font: str, size_pt: float, wanted: float) -> None:
    """Large is 18 pt, or 14 pt and bold; half bold is not bold."""
    for name, least in ((font, wanted), ("Tea-Semi-Bold", 3 if size_pt >= 18 else 4.5)):
        line = SetLine(
            0,
            0,
            0,
            0,
            size_pt,
            name,
            1,
            0,
            (0, 0, 0, 1),
            1,
            upright=True,
            upside_down=False,
            text="",
            words=(),
        )
        assert Contrast(line, 1).wanted == least


def test_contrast_is_that_of_wcag() -> None:
    """Black on white is 21:1, and the grey that everybody knows 4.54:1."""
    assert ratio(luminance(0, 0, 0), luminance(255, 255, 255)) == 21
    assert round(ratio(luminance(118, 118, 118), 1), 2) == 4.54


# Thin panels --------------------------------------------------------------------------------------


def paragraphs(number: int) -> str:
    """Return that many paragraphs of one line each."""
    return "\n\n".join(["Come and sit with us."] * number)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        pytest.param(17, [], id="full"),
        pytest.param(13, [], id="filled to 75 %"),
        pytest.param(9, ["panel-thin"], id="half full"),
        pytest.param(1, [], id="nearly empty, which another check tells"),
    ],
)
def test_thin_panels_are_noted(
    told: Callable[..., list[dict[str, Any]]], lines: int, expected: list[str]
) -> None:
    """A note, and no other one, where text ends before 70 % of a panel are filled."""
    assert NEARLY_EMPTY > 5.5 / 187
    found = told("/// flap\n///\n" + BACK + paragraphs(17 * 2 + lines))

    assert [one["code"] for one in found] == expected
    assert {one["severity"] for one in found} <= {"note"}
    assert {one["panel"] for one in found} <= {"inside-right"}


# The leaflets that we ship ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "folder",
    ["", "tests/complete"],
)
def test_the_shipped_leaflets(
    folder: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing of their type is told, not even in a note."""
    args = ["-C", str(CHECKOUT / folder), "build", "--edition", "print", "--json"]
    assert main([*args, "--out", str(tmp_path)]) == 0
    found = problems_in(json.loads(capsys.readouterr().out))
    assert [one for one in found if one["code"] in TYPE] == []


def test_scripts_from_right_to_left_are_not_judged_by_the_grid(
    project: Project, run: Callable[..., Result]
) -> None:
    """Their marks are set one by one, each at a height of its own."""
    css = (CHECKOUT / "styles" / "folded.css").read_text(encoding="utf-8")
    project.write("styles/folded.css", f"{css}{NO_RHYTHM} .panel--back h3 {{ margin-bottom: 4mm }}")
    back = "/// back\n### Tea\n\nCome and sit with us for an hour or two, by the window.\n///\n"
    for language, told in (("en-GB", True), ("ar", False)):
        project.leaflet(back, format="trifold", language=language)
        assert bool(run("build", "--edition", "print").of("grid-missed")) is told
