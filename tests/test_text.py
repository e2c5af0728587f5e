"""Plain text for reading services, and large print in other sizes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest

from leaflet.cli import main
from leaflet.typeset.plain import as_text
from tests import judges

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import Project, Result

COMPLETE = Path(__file__).resolve().parent / "complete"


@pytest.fixture(scope="module")
def complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the complete leaflet once, as text and in every large print."""
    out = tmp_path_factory.mktemp("complete")
    editions = "text,large,large-16,large-24"
    assert main(["-C", str(COMPLETE), "build", "--edition", editions, "--out", str(out)]) == 0
    return out / "reading-well"


HTML = """
<h1>Tea &amp; cake</h1><p>Come\u00a0in.<br>Sit
 down.</p>
<ul><li>Milk<ul><li>warm</li></ul></li><li><img alt="A lemon"> Lemon</li></ul>
<ol><li>Pour</li><li>Drink</li></ol>
<div class="rows"><ul><li><img alt="A cup"> <strong>Cups</strong> are here.</li></ul></div>
<table><tr><th>Day</th><th>Time</th></tr><tr><td>Monday</td><td>10am</td></tr></table>
<p>Ring <a href="tel:111">111</a>.<img class="qr__code" alt="QR code for x"><img alt=""></p>
"""

TEXT = """\
Tea & cake

Come in.
Sit down.

- Milk
  - warm
- [Picture: A lemon] Lemon

1. Pour
2. Drink

- [Picture: A cup] Cups: are here.

Day; Time
Monday; 10am

Ring 111.
"""


def test_html_becomes_lines() -> None:
    """Lists keep their signs, rows of a table stand on a line, pictures say what they show."""
    assert as_text(HTML, "Picture") == TEXT


def test_the_text_is_whole(complete: Path) -> None:
    """What the large print says, the text says, in the same order."""
    text = (complete / "reading-well-text.txt").read_bytes().decode("utf-8")
    document = pypdfium2.PdfDocument(complete / "reading-well-large.pdf")
    try:
        large = " ".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    said = " ".join(text.split())
    sentences = [one.strip() for one in said.split(". ") if "[Picture" not in one]
    known = " ".join(large.split())
    assert len(sentences) > 30
    missing = [one for one in sentences[1:-1] if " ".join(one.split()[-3:]) not in known]
    assert missing == []
    assert "[Picture: Two chairs stand at a table with an open book and two cups on it.]" in said
    assert not set(text) & set("\t\u200b\u2060\ue000")
    assert "\n\n\n" not in text


def test_a_draft_says_so(project: Project, run: Callable[..., Result]) -> None:
    """The first line of a draft is its band; a gap is a gap."""
    project.write(
        "content/facts.yaml", "organisation:\n  name: Willow\ncontacts:\n  us:\n    phone:\n"
    )
    project.leaflet("# Tea\n\nRing {{ contacts.us.phone }}.\n")
    run("build", "--edition", "text")
    text = (project.build / "tea" / "tea-text.txt").read_text(encoding="utf-8")
    assert text == "Draft: not for printing or handing out\n\nTea\n\nRing phone number to come.\n"


@pytest.mark.parametrize(("edition", "least"), [("large-16", 16), ("large", 18), ("large-24", 24)])
def test_large_print_is_as_large_as_it_says(complete: Path, edition: str, least: float) -> None:
    """No word is smaller than the edition's name, page numbers included; it is tagged."""
    file = complete / f"reading-well-{edition}.pdf"
    sizes = set()
    px = 0.75  # the engine writes sizes in CSS px, and makes the page smaller
    document = pypdfium2.PdfDocument(file)
    try:
        for page in document:
            text = page.get_textpage()
            for index in range(text.count_chars()):
                if text.get_text_range(index, 1).strip():
                    sizes.add(round(pypdfium2.raw.FPDFText_GetFontSize(text, index) * px, 1))
    finally:
        document.close()
    assert min(sizes) == least
    assert judges.page_validation(file).compliant
