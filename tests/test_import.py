"""`leaflet import`: what a charity has already becomes a leaflet, and no word of it is changed."""

from __future__ import annotations

import os
import re
import zipfile
from base64 import b64encode
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from leaflet.intake import Brought, IntakeError, bring_in
from leaflet.intake.pdf_text import read_pdf_text
from leaflet.intake.pictures import Album
from leaflet.intake.publisher import as_pdf
from leaflet.intake.told import Notes
from leaflet.manuscript.facts import read_facts
from leaflet.manuscript.find import Found
from leaflet.manuscript.read import read_leaflet
from leaflet.model import Part, Piece, Text
from tests import makers

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tests.conftest import Project, Result

CARELESS = Path(__file__).parent / "careless"

FRONT = """\
---
title: "Tea"
language: en-GB
format: trifold
status: draft
---

"""


def picture(kind: str = "PNG", colour: str = "red") -> bytes:
    """Return the bytes of a small picture."""
    data = BytesIO()
    Image.new("RGB", (12, 8), colour).save(data, kind)
    return data.getvalue()


def brought(folder: Path, name: str, data: str | bytes) -> Brought:
    """Import a file that holds this."""
    file = folder / name
    file.write_bytes(data.encode() if isinstance(data, str) else data)
    return bring_in(file, folder / "project")


def text_of(done: Brought) -> str:
    """Return the new leaflet without its front matter."""
    return done.path.read_text(encoding="utf-8").split("---\n\n", 1)[1]


def told(done: Brought, words: str) -> list[int]:
    """Return the lines at which something is told in these words."""
    return [one.line for one in done.look_at if words in one.what]


def refused(folder: Path, name: str, data: bytes) -> IntakeError:
    """Import what cannot be imported, and return what is said of it."""
    with pytest.raises(IntakeError) as error:
        brought(folder, name, data)
    assert not (folder / "project").exists()
    for said in (error.value.sentence, error.value.hint):
        assert said.endswith((".", "?", ").")) or "--name" in said, said
    return error.value


# Plain text ---------------------------------------------------------------------------------------


def test_the_careless_page_becomes_a_leaflet(tmp_path: Path) -> None:
    """Text copied off a web page: title once, list as list, headings, names; the holes told."""
    done = bring_in(CARELESS / "infant-all.txt", tmp_path)
    text = done.path.read_text(encoding="utf-8")
    lines = text.split("\n")

    assert done.path == tmp_path / "content" / "infant-all" / "leaflet.md"
    assert text.startswith(FRONT.replace("Tea", "Infant A.L.L") + "# Infant A.L.L\n\nLeukaemia is")
    assert (
        "There are three types of blood cell:\n"
        "\n"
        "- Red Blood Cells - these carry oxygen around the body.\n"
        "- White Blood Cells – these help to fight infection .\n"
        "- Platelets – these help to clot the blood, controlling bleeding and bruising.\n"
        "\n"
        "Acute Leukaemia in a baby"
    ) in text
    assert text.endswith(
        "Click here for more details:\n"
        "\n"
        "## For More Information...\n"
        "\n"
        "- Children with Cancer\n"
        "- Children's Cancer and Leukaemia Group\n"
        "- CLIC Sargent\n"
        "- Leukaemia Research\n"
        "- Anthony Nolan Trust\n"
        "\n"
        "## Rose's Gift supports the following amazing charities:\n"
        "\n"
        "## Contact Us:\n"
        "\n"
        "Copyright © All Rights Reserved\n"
    )
    for heading in ("Rose's Gift supports the following amazing charities:", "Contact Us:"):
        line = lines.index(f"## {heading}") + 1
        assert told(done, f'Nothing stands under the heading "{heading}"') == [line]
    assert told(done, '"Give Blood" was taken for a heading') == [lines.index("## Give Blood") + 1]
    assert told(done, '"Infant A.L.L.", the same once more') == [8]
    (lead_in,) = told(done, '"Click here for more details:" ends in a colon')
    assert "Click here" in lines[lead_in - 1]


@pytest.mark.parametrize("sign", ["•", "-", "–", "*", "·"])
@pytest.mark.parametrize("indent", ["", "  ", "\t"])
def test_typed_bullets_are_a_list(tmp_path: Path, sign: str, indent: str) -> None:
    """Whatever sign people type, and with no empty line before the first item."""
    lines = "".join(f"{indent}{sign} {one}\n" for one in ("tea", "cake"))

    done = brought(tmp_path, "tea.txt", f"Tea\n\nThere will be:\n{lines}\nPlease come along.\n")

    assert text_of(done) == "# Tea\n\nThere will be:\n\n- tea\n- cake\n\nPlease come along.\n"


@pytest.mark.parametrize("sign", [".", ")"])
def test_typed_numbers_are_a_numbered_list(tmp_path: Path, sign: str) -> None:
    """With lists in them, where items stand further in, and lines that go on."""
    typed = f"""Tea

 1{sign} Boil water
    in a kettle.
 2{sign} Warm the pot:
    - with hot water
    - not with cold
 3{sign} Pour.

In 2024. we did so.
"""

    assert text_of(brought(tmp_path, "tea.txt", typed)) == (
        "# Tea\n\n"
        "1. Boil water in a kettle.\n"
        "2. Warm the pot:\n"
        "    - with hot water\n"
        "    - not with cold\n"
        "3. Pour.\n\n"
        "In 2024. we did so.\n"
    )


def test_numbers_that_count_nothing_stay_words(tmp_path: Path) -> None:
    """A year at the beginning of a line begins no list, in the text nor in Markdown."""
    done = brought(tmp_path, "tea.txt", "Tea\n\n12. of May is the day.\n\nCome along.\n")

    assert text_of(done) == "# Tea\n\n12\\. of May is the day.\n\nCome along.\n"


def test_broken_lines_are_joined(tmp_path: Path) -> None:
    """Text out of an e-mail: paragraphs are whole again, an address keeps its lines."""
    typed = """\
Tea

Come and sit with us for an hour. There is tea and a chair by the
window, and somebody who has time for you. Nobody has to say any-
thing, and nobody has to pay.

The Willow Trust
12 Hill Road
Leeds

- Ring us before you come, if you need somebody to meet you at the
bus stop.
- Or write.
"""

    assert text_of(brought(tmp_path, "tea.txt", typed)) == (
        "# Tea\n\n"
        "Come and sit with us for an hour. There is tea and a chair by the window, and somebody "
        "who has time for you. Nobody has to say any- thing, and nobody has to pay.\n\n"
        "The Willow Trust  \n12 Hill Road  \nLeeds\n\n"
        "- Ring us before you come, if you need somebody to meet you at the bus stop.\n"
        "- Or write.\n"
    )


def test_headings_are_found_where_they_stand_alone(tmp_path: Path) -> None:
    """A short line over text, one that is underlined, and one right above a long paragraph."""
    long = "We meet on Mondays in the hall behind the library, and everybody may come to us. " * 2
    typed = f"Tea\n\nWho we are\n\n{long}\n\nCake\n----\n{long}\n\nWhen we meet\n{long}\n"

    done = brought(tmp_path, "tea.txt", typed)

    assert re.findall("^#.*", text_of(done), re.MULTILINE) == [
        "# Tea",
        "## Who we are",
        "## Cake",
        "## When we meet",
    ]
    assert told(done, '"When we meet" was taken for a heading')


def test_a_line_with_a_colon_leads_in_or_heads(tmp_path: Path) -> None:
    """Before a list it is a sentence; alone before text it is a heading."""
    typed = "Tea\n\nBring:\n\n- a cup\n\nPlease note:\n\nThe door is at the back.\n"

    assert text_of(brought(tmp_path, "tea.txt", typed)) == (
        "# Tea\n\nBring:\n\n- a cup\n\n## Please note:\n\nThe door is at the back.\n"
    )


def test_addresses_become_links(tmp_path: Path) -> None:
    """Web and e-mail addresses, without the full stop behind them."""
    typed = "Tea\n\nSee www.willow.example.org/tea_time or ask pat.o_neil@willow.example.org.\n"

    assert text_of(brought(tmp_path, "tea.txt", typed)) == (
        "# Tea\n\nSee [www.willow.example.org/tea_time](https://www.willow.example.org/tea_time) "
        "or ask [pat.o_neil@willow.example.org](mailto:pat.o_neil@willow.example.org).\n"
    )


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("5 * 3 * 2 is 30.", r"5 \* 3 \* 2 is 30."),
        ("A _word_ and a snake_case.", r"A \_word\_ and a snake_case."),
        ("# is no heading.", r"\# is no heading."),
        ("+ is no list.", r"\+ is no list."),
        ("/// cover is no panel.", "&#47;// cover is no panel."),
        ("{{ contacts.us.phone }} is typed.", r"\{{ contacts.us.phone }} is typed."),
        ("a <b> `code` [x](y).", r"a &lt;b> \`code\` \[x\](y)."),
        ("--- a rule.", r"\--- a rule."),
        ("&copy; is a name.", "&amp;copy; is a name."),
    ],
)
def test_signs_of_markdown_are_words(tmp_path: Path, typed: str, written: str) -> None:
    """What Markdown would take for its own is escaped, and nothing else."""
    assert text_of(brought(tmp_path, "tea.txt", f"Tea\n\n{typed}\n")) == f"# Tea\n\n{written}\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    """A guess at the encoding is told."""
    typed = "Café\r\n\r\n“Tea” for £2 – come along.\r\n"

    done = brought(tmp_path, "tea.txt", typed.encode(encoding))

    assert text_of(done) == "# Café\n\n“Tea” for £2 – come along.\n"
    assert told(done, "Windows-1252") == ([1] if encoding == "cp1252" else [])


def test_markdown_stays_markdown(tmp_path: Path) -> None:
    """A .md file keeps its headings, emphasis, notes and links; its settings are told."""
    typed = """---
title: Tea
language: cy
version: "2"
---

# Tea

**Bold** and *not*.[^1]

[^1]: A note with `code`.
"""

    done = brought(tmp_path, "tea.md", typed)

    assert text_of(done) == "# Tea\n\n**Bold** and *not*.[^1]\n\n[^1]: A note with `code`.\n"
    assert "language: cy\n" in done.path.read_text(encoding="utf-8")
    assert told(done, "version") == [1]


# No word is lost ----------------------------------------------------------------------------------

TYPED = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})
"""Typography that a page sets for what is typed."""

NASTY = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "*",
                "_",
                "`",
                "**",
                "<",
                ">",
                "&",
                "&amp;",
                "{{",
                "}}",
                "{",
                "}",
                "[",
                "]",
                "(",
                ")",
                "!",
                "#",
                "+",
                "--",
                "///",
                "1.",
                ":",
                "|",
                "~~~",
                "\\",
                "===",
                "'",
                '"',
                "^",
                "[^1]",
                "{:",
                "<!--",
                "-->",
                "*[a]:",
                "tea",
                "www.x.org",
                "a@b.org",
                "😀",
                "مرحبا",
                "ਚਾਹ",
                "so\u00adft",
                "no\u00a0break",
            ]
        ),
        st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S"]), max_size=4),
    ),
    min_size=1,
    max_size=8,
)


def shown(pieces: tuple[Piece, ...]) -> str:
    """Return the HTML that a leaflet shows."""
    return "".join(
        one.html if isinstance(one, Text) else shown(one.pieces)
        for one in pieces
        if isinstance(one, Text | Part)
    )


def squeezed(text: str) -> str:
    """Return a text without what typography changes."""
    typed = text.translate(TYPED).replace("…", "...")
    return re.sub(r"-+", "-", re.sub(r"\s+", "", typed))


@settings(max_examples=60, deadline=None)
@given(words=NASTY, frame=st.sampled_from(["p", "li", "b", "h2", "td", "dd", "blockquote"]))
def test_every_word_reaches_the_page(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], frame: str
) -> None:
    """Whatever signs a text is made of, the page shows them all, in order."""
    typed = " ".join(["Tea", *words, "cake."])
    written = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    frames = {
        "p": f"<p>{written}</p>",
        "li": f"<ul><li>{written}</li></ul>",
        "b": f"<p>so <b>{written}</b> on.</p>",
        "h2": f"<h2>{written}</h2>",
        "td": f"<table><tr><th>a</th><th>b</th></tr><tr><td>c</td><td>{written}</td></tr></table>",
        "dd": f"<dl><dt>a</dt><dd>{written}</dd></dl>",
        "blockquote": f"<blockquote>{written}</blockquote>",
    }
    folder = tmp_path_factory.mktemp("words")
    done = brought(folder, "tea.html", frames[frame] + "<p>The end of it.</p>")

    leaflet, problems = read_leaflet(
        Found(done.name, done.path.parent),
        project=folder / "project",
        facts=read_facts("", file="facts.yaml")[0],
    )

    html = re.sub("<[^>]*>", "", shown(leaflet.pieces))
    assert squeezed(typed) in squeezed(unescape(html))
    codes = {one.code for one in problems}
    assert not codes & {"html-removed", "fact-unknown", "fact-literal", "block-unknown"}


# Web pages ----------------------------------------------------------------------------------------


def test_a_web_page_becomes_a_leaflet(tmp_path: Path) -> None:
    """Text stays, with its emphasis, lists and tables; what is no text goes, and is told."""
    (tmp_path / "my pictures").mkdir()
    (tmp_path / "my pictures" / "A cup.png").write_bytes(picture())
    data = b64encode(picture("JPEG", "blue")).decode()
    page = f"""<!DOCTYPE html>
<html lang="cy"><head><title>Willow: Tea</title><style>p {{ color: red }}</style></head><body>
<nav><a href="/">Home</a></nav>
<header><h1>Tea</h1></header>
<script>alert("x")</script><!-- a comment -->
<p>Come <b>a</b><strong>long</strong> &amp; <em>sit</em>: 5 * 3, H<sub>2</sub>O.<br>Next line</p>
<ul><li>One<ul><li>Two<ol start=3><li>Three</ol></ul><li><p>First</p><p>Second</p></ul>
<p><a href="https://example.org/a_(b)">our [new] (big) site</a>, <a href="#top">up</a>,
<a href="contact.html">write to us</a>, <a href="https://example.org">Click here</a>!</p>
<table><tr><th>Day<th>Time<tr><td>Monday<td><tr><td>a|b<td>x<br>y</table>
<dl><dt>Tea</dt><dd>A drink.</dd></dl>
<blockquote><p>Lovely.</p></blockquote>
<p dir="rtl">مرحبا بكم “so” so&shy;ft&nbsp;😀</p>
<img src="my%20pictures/A%20cup.png" alt="A [red] cup">
<img src="data:image/jpeg;base64,{data}">
<img src="https://example.org/far.png" alt="Far"><img src="../secret.png" alt="Secret">
<form><label>Your name</label><input></form>
<iframe src="https://video.example.org/1"></iframe>
<footer>Registered charity</footer></body></html>"""

    done = brought(tmp_path, "tea.html", page)

    assert done.path.read_text(encoding="utf-8") == FRONT.replace("en-GB", "cy") + (
        "# Tea\n\n"
        "Come **along** & *sit*: 5 \\* 3, H<sub>2</sub>O.  \n"
        "Next line\n\n"
        "- One\n\n"
        "    - Two\n"
        "        3. Three\n\n"
        "- First\n\n"
        "    Second\n\n"
        "[our \\[new\\] (big) site](https://example.org/a_%28b%29), up, write to us, "
        "[Click here](https://example.org)!\n\n"
        "| Day | Time |\n"
        "| --- | --- |\n"
        "| Monday |  |\n"
        "| a\\|b | x<br>y |\n\n"
        "Tea\n"
        ":   A drink.\n\n"
        "> Lovely.\n\n"
        "مرحبا بكم “so” so\u00adft\u00a0😀\n\n"
        "![A \\[red\\] cup](pictures/a-cup.png) ![](pictures/picture-1.jpg)\n"
    )
    assert sorted(one.name for one in done.pictures) == ["a-cup.png", "picture-1.jpg"]
    assert (done.path.parent / "pictures" / "a-cup.png").read_bytes() == picture()
    for words in ("Home", "Your name", "https://video.example.org/1", "Registered charity"):
        assert told(done, words), words
    assert told(done, '"write to us" has an address that only its own place knows')
    assert told(done, 'A link says only "Click here"')
    assert told(done, 'The picture "Far" was left out. It lies in the internet')
    assert told(done, 'The picture "Secret" was left out. It is not there')
    assert told(done, "picture-1.jpg has no words for people who cannot see it")


def test_what_stands_twice_at_the_top_is_told(tmp_path: Path) -> None:
    """Several top headings, a title that is repeated, and a heading with nothing under it."""
    page = "<h1>Tea</h1><p>TEA</p><p>Words.</p><h1>Cake</h1><h2>Plum</h2><p>More.</p><h3>No</h3>"

    done = brought(tmp_path, "tea.html", page)

    assert text_of(done) == "# Tea\n\nWords.\n\n## Cake\n\n### Plum\n\nMore.\n\n#### No\n"
    assert told(done, '"TEA", the same once more') == [8]
    assert told(done, '"Cake" was a top heading') == [12]
    assert told(done, 'Nothing stands under the heading "No"') == [18]


def test_lists_and_headings_by_hand_are_found(tmp_path: Path) -> None:
    """Paragraphs with typed bullets are a list, a bold line over text is a heading."""
    page = (
        "<h1>Tea</h1><p><b>Bring</b></p><p>• a cup</p><p>•&nbsp;a <i>friend</i></p>"
        "<p>Also:<br>- cake<br>- jam</p><p>1. Come</p><p>2. Sit</p>"
    )

    assert text_of(brought(tmp_path, "tea.html", page)) == (
        "# Tea\n\n## Bring\n\n- a cup\n- a *friend*\n\nAlso:  \n\\- cake  \n\\- jam\n\n"
        "1. Come\n2. Sit\n"
    )


def test_tables_that_only_place_things_are_taken_apart(tmp_path: Path) -> None:
    """Old pages set their text in tables; what stands in the cells is text."""
    page = "<table><tr><td><h1>Tea</h1><p>Words.</p><td><ul><li>a<li>b</ul></table>"

    assert text_of(brought(tmp_path, "tea.html", page)) == "# Tea\n\nWords.\n\n- a\n- b\n"


def test_two_lists_stay_two_lists(tmp_path: Path) -> None:
    """The second begins at one again, on the page as well."""
    page = "<h1>Tea</h1><ol><li>a<li>b</ol><ol><li>c</ol>"

    assert text_of(brought(tmp_path, "tea.html", page)).endswith("1. a\n2. b\n\n<!-- -->\n\n1. c\n")


# Word ---------------------------------------------------------------------------------------------

NAMES = " ".join(
    f'xmlns:{prefix}="http://schemas.openxmlformats.org/{rest}"'
    for prefix, rest in {
        "w": "wordprocessingml/2006/main",
        "r": "officeDocument/2006/relationships",
        "wp": "drawingml/2006/wordprocessingDrawing",
        "a": "drawingml/2006/main",
        "pic": "drawingml/2006/picture",
        "m": "officeDocument/2006/math",
        "v": "x",
    }.items()
)

LINKS = {
    "rPicture": ("image", "media/image1.png", "Internal"),
    "rBroken": ("image", "media/image2.emf", "Internal"),
    "rLink": ("hyperlink", "https://example.org/help", "External"),
    "rNotes": ("footnotes", "footnotes.xml", "Internal"),
    "rStyles": ("styles", "styles.xml", "Internal"),
    "rNumbers": ("numbering", "numbering.xml", "Internal"),
}

STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="{name.replace(" ", "")}">'
    f'<w:name w:val="{name}"/></w:style>'
    for name in ("Title", "heading 1", "heading 2")
)

NUMBERS = (
    '<w:abstractNum w:abstractNumId="0">'
    '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)


def word(body: str, **parts: str | bytes) -> bytes:
    """Return a Word document with these paragraphs in it."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
    package = "http://schemas.openxmlformats.org/package/2006/"
    links = "".join(
        f'<Relationship Id="{name}" Type="{kind}{what}" Target="{target}" TargetMode="{mode}"/>'
        for name, (what, target, mode) in LINKS.items()
    )
    language = '<w:rPrDefault><w:rPr><w:lang w:val="pa"/></w:rPr></w:rPrDefault>'
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": f'<Types xmlns="{package}content-types">'
        '<Default Extension="png" ContentType="image/png"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}relationships"><Relationship Id="r1" '
        f'Type="{kind}officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{package}relationships">{links}'
        "</Relationships>",
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMES}><w:docDefaults>{language}</w:docDefaults>{STYLES}"
        "</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{NUMBERS}</w:numbering>",
        "word/media/image1.png": picture(),
        "word/media/image2.emf": b"\x01\x00\x00\x00 no picture that we know",
        "word/footnotes.xml": f'<w:footnotes {NAMES}><w:footnote w:id="2">{line("A note.")}'
        "</w:footnote></w:footnotes>",
        **{name.replace("__", "/").replace("_xml", ".xml"): data for name, data in parts.items()},
    }
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return data.getvalue()


def line(words: str, style: str = "", level: int | None = None, more: str = "") -> str:
    """Return a paragraph of a Word document."""
    number = (
        "" if level is None else f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    )
    styled = f'<w:pStyle w:val="{style}"/>' if style else ""
    run = f'<w:r><w:t xml:space="preserve">{words}</w:t></w:r>' if words else ""
    return f"<w:p><w:pPr>{styled}{number}</w:pPr>{run}{more}</w:p>"


def drawn(link: str, alt: str) -> str:
    """Return a picture in a Word document."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="{alt}"/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{link}"/></pic:blipFill>'
        "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def test_a_word_document_becomes_a_leaflet(tmp_path: Path) -> None:
    """Headings, lists, links, notes, pictures and tables; not what was deleted or commented."""
    bold = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t></w:r>"
    cell = "<w:tc>{}</w:tc>"
    document = word(
        line("Tea", "Title")
        + line("Come along", "heading1")
        + line(
            "We have ",
            more=bold.format("te")
            + bold.format("a")
            + '<w:del w:id="1"><w:r><w:delText>gone</w:delText></w:r></w:del>'
            '<w:ins w:id="2"><w:r><w:t> and cake</w:t></w:r></w:ins>'
            '<w:r><w:footnoteReference w:id="2"/></w:r>',
        )
        + line("One", level=0)
        + line("Two", level=1)
        + line("Three", level=0)
        + line("", more='<w:hyperlink r:id="rLink"><w:r><w:t>Our help</w:t></w:r></w:hyperlink>')
        + line("", more=drawn("rPicture", "A red cup"))
        + line("", more=drawn("rBroken", "A curve"))
        + "<w:tbl><w:tr>"
        + cell.format(line("Day"))
        + cell.format(line("Time"))
        + "</w:tr><w:tr>"
        + cell.format(line("Monday"))
        + cell.format(line(""))
        + "</w:tr></w:tbl>"
        + line("", more=bold.format("Bring a cup"))
        + line("There are none.")
        + line("Sum ", more="<m:oMath><m:r><m:t>a+b</m:t></m:r></m:oMath>"),
        word__header1_xml=f"<w:hdr {NAMES}>{line('Head of the page')}</w:hdr>",
    )

    done = brought(tmp_path, "tea.docx", document)

    assert done.path.read_text(encoding="utf-8") == FRONT.replace("en-GB", "pa") + (
        "# Tea\n\n"
        "## Come along\n\n"
        "We have **tea** and cake[^1]\n\n"
        "- One\n"
        "    1. Two\n"
        "- Three\n\n"
        "[Our help](https://example.org/help)\n\n"
        "![A red cup](pictures/picture-1.png)\n\n"
        "| Day | Time |\n"
        "| --- | --- |\n"
        "| Monday |  |\n\n"
        "### Bring a cup\n\n"
        "There are none.\n\n"
        "Sum\n\n"
        "[^1]: A note.\n"
    )
    assert [one.read_bytes() for one in done.pictures] == [picture()]
    assert told(done, 'The picture "A curve" was left out') == [20]
    assert told(done, '"Bring a cup" was taken for a heading') == [26]
    assert told(done, "Head of the page") == [1]
    assert told(done, "a+b") == [1]


def test_text_boxes_are_told(tmp_path: Path) -> None:
    """Words of a text box stay, and somebody is asked to look where they stand."""
    box = (
        "<w:r><w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox>"
        f"<w:txbxContent>{line('Ring us')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )

    done = brought(tmp_path, "tea.docx", word(line("Tea", "Title") + line("Words.", more=box)))

    assert text_of(done) == "# Tea\n\nWords.\n\nRing us\n"
    assert told(done, 'The text box "Ring us"') == [12]


def test_a_document_without_marks_is_read_like_plain_text(tmp_path: Path) -> None:
    """Everything set as Normal, as most documents are: headings and names are found."""
    typed = (CARELESS / "infant-all.txt").read_text(encoding="utf-8").split("\n")
    expected = text_of(bring_in(CARELESS / "infant-all.txt", tmp_path))

    done = brought(tmp_path, "all.docx", word("".join(line(one.strip()) for one in typed)))

    assert text_of(done) == expected


# What cannot be read ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("tea.txt", b"", "is empty"),
        ("tea.txt", b" \n\t\n", "is empty"),
        ("tea.html", b"<p> </p>", "is empty"),
        ("tea.txt", b"GIF89a\x00\x01\x02\xff\xfe\x00", "is not text"),
        ("tea.html", bytes(range(256)), "is not text"),
        ("tea.txt", picture(), "is not text"),
        ("tea.txt", word(line("Tea")), "is a packed file"),
        ("tea.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Word"),
        ("tea.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Word, whatever"),
        ("tea.docx", b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a password"),
        ("tea.pub", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "no file of Microsoft Publisher"),
        ("tea.txt", b"%PDF-1.7\n", "is a PDF, whatever its ending says"),
        ("tea.rtf", b"{\\rtf1 tea}", "Rich Text Format"),
        ("tea.docx", b"PK\x03\x04 broken", "is broken"),
        ("tea.docx", word(line("Tea"))[:900], "is broken"),
        ("tea.docx", word("<w:p><w:r>"), "is broken"),
        ("tea.docx", word(line("")), "is empty"),
        ("tea.docx", word(line("x"), word__styles_xml="<!DOCTYPE a><a/>"), "is broken"),
        ("tea.xyz", b"tea", 'ends in ".xyz"'),
        ("tea", b"tea", "has no ending"),
        ("tea.html", b"<div>" * 5000 + b"tea", "deep in each other"),
        ("tea.md", b"> " * 5000 + b"tea", "deep in each other"),
        ("tea.html", b"<p>tea</p>" * 30_001, "at most 30000"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    """What is wrong, and which program can mend it; nothing is written."""
    assert said in refused(tmp_path, name, data).sentence


@pytest.mark.parametrize("name", ["tea.doc", "tea.odt", "tea.rtf"])
def test_other_programs_are_asked_for_a_word_document(tmp_path: Path, name: str) -> None:
    """The hint names the program and the kind of file to save."""
    assert ".docx" in refused(tmp_path, name, b"tea").hint


RICH = """\
# Tea for all of us

Come and **sit** with us. Read more on [our page](https://example.org/tea).

## What to bring

- A cup
- A friend

## How it goes

1. Ring us
2. Come
"""
"""What one leaflet becomes, whichever program it comes from."""


@pytest.mark.parametrize("ending", ["html", "docx", "odt"])
def test_one_leaflet_from_several_programs_is_the_same(ending: str, tmp_path: Path) -> None:
    """The same headings, lists, links and bold words come out of what other programs saved."""
    source = makers.HERE / "tea_rich.html"
    if ending != "html":
        source = makers.saved_by_libreoffice(tmp_path, source.name, ending)
    done = brought(tmp_path, f"tea.{ending}", source.read_bytes())
    assert text_of(done).strip() == RICH.strip()


def open_document(body: str, styles: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return an OpenDocument text with this body."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0"'
        for name, uri in (
            ("office", "office"),
            ("text", "text"),
            ("style", "style"),
            ("table", "table"),
            ("draw", "drawing"),
            ("fo", "xsl-fo-compatible"),
            ("svg", "svg-compatible"),
        )
    )
    content = (
        f'<office:document-content {spaces} xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    data = BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        packed.writestr("content.xml", content)
        for name, part in (parts or {}).items():
            packed.writestr(name, part)
    return data.getvalue()


def test_an_open_document_comes_in_whole(tmp_path: Path) -> None:
    """Titles, styles, nested lists, tables, pictures with their words, footnotes, signs."""
    bold = (
        '<style:style style:name="B"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    cup = (
        '<draw:frame><draw:image xlink:href="Pictures/cup.png"/><svg:title>A cup</svg:title>'
        "</draw:frame>"
    )
    body = f"""
    <text:tracked-changes>gone</text:tracked-changes>
    <text:p text:style-name="Title">Tea</text:p>
    <text:p>A <text:span text:style-name="B">bold</text:span><text:s text:c="2"/>word, {{{{ }}}}
    <text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Small</text:p>
    </text:note-body></text:note> &lt;b&gt;</text:p>
    <text:list><text:list-item><text:p>One</text:p><text:list><text:list-item><text:p>Deep</text:p>
    </text:list-item></text:list></text:list-item></text:list>
    <table:table><table:table-header-rows><table:table-row><table:table-cell><text:p>Day</text:p>
    </table:table-cell><table:table-cell><text:p>Time</text:p></table:table-cell></table:table-row></table:table-header-rows><table:table-row>
    <table:table-cell><text:p>Monday</text:p></table:table-cell>
    <table:table-cell><text:p>10am</text:p></table:table-cell></table:table-row></table:table>
    <text:p>{cup}</text:p>
    <office:annotation><dc:creator>Ann</dc:creator><text:p>Check this</text:p></office:annotation>
    """
    done = brought(tmp_path, "tea.odt", open_document(body, bold, {"Pictures/cup.png": picture()}))
    text = text_of(done)
    assert text.startswith("# Tea\n")
    assert r"A **bold** word, \{{ }}" in text
    assert "&lt;b>" in text
    assert "- One\n    - Deep" in text
    assert "| Day | Time |\n| --- | --- |\n| Monday | 10am |" in text
    assert "![A cup](pictures/picture-1.png)" in text
    assert "Small" in text
    assert "gone" not in text
    assert told(done, "A comment was left out") == [1]


BAD_OPEN = {
    "no zip": (b"PK\x03\x04 broken", "is broken"),
    "cut short": (open_document("<text:p>Tea</text:p>")[:300], "is broken"),
    "no XML": (open_document("<text:p>"), "is broken"),
    "no words": (open_document(""), "is empty"),
    "another kind": (open_document("").replace(b"content.xml", b"kontent.xml"), "but not an Open"),
    "locked": (
        open_document("", "", {"META-INF/manifest.xml": b"<encryption-data/>"}),
        "is protected by a password",
    ),
    "entities": (open_document("", "", {"styles.xml": b"<!DOCTYPE a><a/>"}), "is broken"),
}


@pytest.mark.parametrize("why", BAD_OPEN)
def test_a_bad_open_document_is_said_in_a_sentence(why: str, tmp_path: Path) -> None:
    """What is wrong, and what to do; nothing is written."""
    data, said = BAD_OPEN[why]
    assert said in refused(tmp_path, "tea.odt", data).sentence


def test_a_pdf_gives_its_words_back(tmp_path: Path) -> None:
    """Headings by their size, columns one after the other, lines joined, pictures taken out."""
    page = (
        "#set page(width: 200mm, height: 120mm, margin: 10mm)\n"
        "#set text(size: 10pt)\n"
        "#columns(2)[#text(size: 20pt)[Tea for all]\n\n"
        "Come and sit with us for an hour, there is tea and a chair by the window for everybody "
        "who comes along.\n\n- A cup\n- A friend\n#colbreak()#text(size: 14pt)[How it goes]\n\n"
        'Ring us first.\n#image("cup.png", width: 20mm)]'
    )
    (tmp_path / "tea.typ").write_text(page, encoding="utf-8")
    Image.new("RGB", (640, 480), "#a02040").save(tmp_path / "cup.png")
    made = typst.compile(str(tmp_path / "tea.typ"))
    assert isinstance(made, bytes)
    done = brought(tmp_path, "tea.pdf", made)
    assert text_of(done).startswith(
        "# Tea for all\n\nCome and sit with us for an hour, there is tea and a chair by the window "
        "for everybody who comes along.\n\n- A cup\n- A friend\n\n## How it goes\n\n"
        "Ring us first.\n"
    )
    (cup,) = done.pictures
    with Image.open(cup) as taken:
        assert taken.size == (640, 480), "as large as it was"
    assert told(done, "in which order its words are read") == [1]


def test_a_pdf_of_the_same_leaflet_is_the_same_but_for_bold_words(tmp_path: Path) -> None:
    """Headings, lists and links come in as from the text that LibreOffice made it of."""
    file = makers.saved_by_libreoffice(tmp_path, "tea_rich.html", "pdf")
    done = brought(tmp_path, "tea.pdf", file.read_bytes())
    assert text_of(done).strip() == RICH.replace("**sit**", "sit").strip()


BAD_PDF = {
    "no PDF": (b"%PDF-1.7 nothing", "is broken: it cannot be read as a PDF."),
    "no words": (b"", "has no words"),
    "locked": (b"", "is protected by a password."),
    "too many pages": (b"", "at most 100 can be read."),
}


@pytest.mark.parametrize("why", BAD_PDF)
def test_a_bad_pdf_is_said_in_a_sentence(why: str, tmp_path: Path) -> None:
    """Broken, a scan, locked, a book: what it is, and what to ask for."""
    data, said = BAD_PDF[why]
    if not data:
        with pikepdf.new() as pdf:
            for _ in range(101 if why == "too many pages" else 1):
                pdf.add_blank_page()
            stream = BytesIO()
            lock = pikepdf.Encryption(owner="a", user="b") if why == "locked" else False
            pdf.save(stream, encryption=lock)
            data = stream.getvalue()
    assert said in refused(tmp_path, "tea.pdf", data).sentence


def test_a_publisher_file_goes_through_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What LibreOffice Draw opens comes out in order; without LibreOffice it is asked for."""
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Quill".encode("utf-16-le")
    assert "is no file of Microsoft Publisher" in refused(tmp_path, "tea.pub", b"tea").sentence
    with monkeypatch.context() as patched:
        patched.setattr("leaflet.intake.publisher.PROGRAMS", ())
        patched.setattr("leaflet.intake.publisher.PLACES", ())
        assert "LibreOffice has to open" in refused(tmp_path, "tea.pub", old).sentence
    drawn = makers.saved_by_libreoffice(tmp_path, "tea.fodg", "odg")  # skips where there is none
    page = read_pdf_text(as_pdf(drawn), drawn, Album(tmp_path), Notes())
    assert [one.name for one in page.tree.find_all(["h1", "h2", "p", "ul"])] == ["h1", "p"]
    assert page.tree.get_text(" ").startswith("Tea for all of us Come and sit with us for an hour.")


def test_a_file_that_publisher_made_comes_in_whole(tmp_path: Path) -> None:
    """Every word of it in its order, its list and headings; where its links lead to is told."""
    makers.there("soffice")
    samples = Path(__file__).parent / "makers" / "publisher"

    done = bring_in(samples / "Sample.pub", tmp_path)

    text = (tmp_path / "content/sample/leaflet.md").read_text(encoding="utf-8")
    _, _, body = text.split("---\n", 2)
    come = re.findall(r"\w+(?:[.’]\w+)*", body)
    expected = (samples / "Sample.txt").read_text(encoding="utf-8")
    assert come == re.findall(r"\w+(?:[.’]\w+)*", expected)
    assert "# This is in bold and italic" in body
    assert "This is in bold and italic" not in body.partition("\n# ")[0]
    (links,) = [one.what for one in done.look_at if "links to" in one.what]
    assert "http://poi.apache.org/, mailto:dev@poi.apache.org?subject=HPBF" in links


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    """With the name that it probably has; a folder is no file."""
    (tmp_path / "summer.txt").write_text("Tea", encoding="utf-8")

    with pytest.raises(IntakeError) as missing:
        bring_in(tmp_path / "sumer.txt", tmp_path / "project")
    with pytest.raises(IntakeError) as folder:
        bring_in(tmp_path, tmp_path / "project")

    assert "There is no file" in missing.value.sentence
    assert 'Did you mean "summer.txt"?' in missing.value.hint
    assert "is a folder" in folder.value.sentence


def test_too_much_is_refused_with_its_limit(tmp_path: Path) -> None:
    """A page of 50 megabytes, a text longer than a novel, and a document that unfolds."""
    assert "at most 30" in refused(tmp_path, "tea.html", b"<p>tea</p>" * 5_000_000).sentence
    assert "at most 1 million" in refused(tmp_path, "tea.txt", b"tea and cake\n" * 500_000).sentence
    bomb = word(line("Tea"), word__media__bomb=bytes(201_000_000))
    assert len(bomb) < 1_000_000
    assert "at most 200" in refused(tmp_path, "tea.docx", bomb).sentence


def test_a_picture_that_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    """The words come along, the picture is told."""
    (tmp_path / "cup.png").write_bytes(picture()[:50])

    done = brought(tmp_path, "tea.html", '<h1>Tea</h1><p>Come. <img src="cup.png" alt="A cup"></p>')

    assert text_of(done) == "# Tea\n\nCome.\n"
    assert told(done, 'The picture "A cup" was left out') == [10]
    assert done.pictures == ()


def test_a_picture_outside_the_folder_is_not_taken(tmp_path: Path) -> None:
    """Neither by dots, nor by its whole path, nor by a link to it."""
    (tmp_path / "secret.png").write_bytes(picture())
    inner = tmp_path / "page"
    inner.mkdir()
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    whole = (tmp_path / "secret.png").as_uri()
    sources = ["../secret.png", str(tmp_path / "secret.png"), whole, "link.png", "..\\secret.png"]

    done = brought(
        inner,
        "tea.html",
        "<p>Tea.</p>" + "".join(f'<img alt="{at}" src="{one}">' for at, one in enumerate(sources)),
    )

    assert done.pictures == ()
    assert len(told(done, "was left out. It is not there")) == len(sources)


def test_a_leaflet_that_is_there_is_left_alone(tmp_path: Path) -> None:
    """The second import of a file is refused, and says which name is free."""
    first = brought(tmp_path, "tea.txt", "Tea\n\nCome along.\n")
    before = first.path.read_bytes()

    with pytest.raises(IntakeError) as again:
        bring_in(tmp_path / "tea.txt", tmp_path / "project")
    with pytest.raises(IntakeError) as unfit:
        bring_in(tmp_path / "tea.txt", tmp_path / "project", "Tea Time")
    other = bring_in(tmp_path / "tea.txt", tmp_path / "project", "tea-time")

    assert "already" in again.value.sentence
    assert again.value.hint.endswith("--name tea-2")
    assert "poor file names" in unfit.value.sentence
    assert first.path.read_bytes() == before
    assert other.path.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps nobody out of a folder this way")
def test_a_folder_that_cannot_be_written_stays_as_it_was(tmp_path: Path) -> None:
    """A file where the folder should be: the error is the system's, and nothing is left."""
    (tmp_path / "tea.txt").write_text("Tea\n\nCome along.\n", encoding="utf-8")
    project = tmp_path / "project"
    project.mkdir()
    (project / "content").write_text("a file", encoding="utf-8")

    with pytest.raises(OSError, match="content"):
        bring_in(tmp_path / "tea.txt", project)

    assert [one.name for one in project.iterdir()] == ["content"]


# The command --------------------------------------------------------------------------------------


def test_the_command_names_what_it_made_and_what_to_look_at(
    project: Project, run: Callable[..., Result]
) -> None:
    """Files go to stdout, places to look at to stderr, and what comes out can be built."""
    file = project.write("old/Infant ALL.txt", (CARELESS / "infant-all.txt").read_bytes())
    result = run("import", str(file))
    assert result.code == 0
    assert result.out == "content/infant-all/leaflet.md\n"
    assert "Look at these places:" in result.err
    assert "Next: read content/infant-all/leaflet.md from beginning to end" in result.err
    assert run("build", "infant-all", "--edition", "screen").code == 1, "sections are empty"
    assert (project.build / "infant-all" / "infant-all-screen.pdf").is_file()


def test_the_command_refuses_with_a_sentence(project: Project, run: Callable[..., Result]) -> None:
    """What cannot be read ends in what is wrong, and what to do; nothing is written."""
    file = project.write("old/flyer.pub", b"\xd0\xcf\x11\xe0")
    result = run("import", str(file))
    assert result.code == 3
    assert len(result.err.splitlines()) == 2
    assert not (project.folder / "content" / "flyer").exists()
