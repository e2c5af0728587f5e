"""Every format, from one small text: boxes, marks, each panel in its place, and what judges say.

On each panel stands its name. Where it came to stand on the printer's sheet is read back from the
finished file by PDFium, and compared with the panel's own page in the screen edition.
"""

from __future__ import annotations

import io
import json
import re
from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import pikepdf
import pypdfium2
import pytest

from leaflet.cli import main
from leaflet.specs.booklets import with_pages
from leaflet.specs.formats import FORMATS
from leaflet.units import from_points
from tests import judges
from tests.conftest import SOUND_FACTS, SOUND_SETTINGS, problems_in

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from leaflet.specs.format import Format, Panel

EXACT = 0.1
"""mm that nothing may be off."""

TAGGED = ("screen", "home", "large")
EDITIONS = ",".join(("print", *TAGGED))

SETTINGS = {"title": "Tea", "language": "en-GB", "status": "final", **SOUND_SETTINGS}


BREAK = "/// new-panel\n///"

FILLER = "\n\n".join(["Come and have tea with us. There is cake as well."] * 6)
"""Words enough for a column not to look forgotten."""


def name_in_words(panel: Panel) -> str:
    """Return a panel's name as it is printed."""
    return f"Here is {panel.name.replace('-', ' ')}."


def text_for(form: Format) -> str:
    """Return a text with every panel's name on it."""
    if form.grows:
        more = f"{FILLER}\n\n{BREAK}\n\n{FILLER}" if form.panel("page").frames > 1 else FILLER
        pages = [f"## Page {number}\n\nHere is page {number}.\n\n{more}" for number in range(2, 8)]
        flowing = f"\n\n{BREAK}\n\n".join(pages)
        back = "Here is back.\n\n/// contacts\n  of: contacts.us\n///\n\n/// imprint\n///"
        return f"/// cover\n# Tea\n\nHere is cover.\n///\n\n{flowing}\n\n/// back\n{back}\n///\n"
    title = form.title_panel
    parts = [f"/// {title}\n# Tea\n\n{name_in_words(form.panel(title))}\n///\n"]
    parts += [
        f"/// {panel.name}\n## Words\n\n{name_in_words(panel)}\n///\n"
        for panel in form.panels
        if panel.name != title
    ]
    return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Made:
    """A format as it was built."""

    form: Format
    folder: Path
    told: list[dict[str, Any]]
    """What the build had to say, notes as well."""

    def file(self, edition: str) -> Path:
        """Return the file of an edition."""
        return self.folder / "build" / "tea" / f"tea-{edition}.pdf"


@pytest.fixture(name="build", scope="module")
def _build(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Made]:
    """Return what builds a leaflet in a format, once."""

    @cache
    def build(name: str) -> Made:
        return build_in(FORMATS[name], tmp_path_factory.mktemp(name))

    return build


@pytest.fixture(name="made", scope="module", params=FORMATS, ids=list(FORMATS))
def _made(request: pytest.FixtureRequest, build: Callable[[str], Made]) -> Made:
    """Return each format as it was built."""
    return build(request.param)


def build_in(form: Format, folder: Path) -> Made:
    """Build a leaflet in a format."""
    head = "\n".join(f"{key}: {value}" for key, value in {**SETTINGS, "format": form.name}.items())
    source = folder / "content" / "tea" / "leaflet.md"
    source.parent.mkdir(parents=True)
    source.write_text(f"---\n{head}\n---\n\n{text_for(form)}", encoding="utf-8")
    (folder / "content" / "facts.yaml").write_text(SOUND_FACTS, encoding="utf-8")
    out = io.StringIO()
    with redirect_stdout(out):
        main(["-C", str(folder), "build", "--edition", EDITIONS, "--json"])
    return Made(form, folder, problems_in(json.loads(out.getvalue())))


def as_filled(form: Format) -> Format:
    """Return a format as the text fills it: a booklet with its pages."""
    return with_pages(form, 8) if form.grows else form


def places(pdf: Path, words: str) -> list[tuple[int, float, float, float, float]]:
    """Return page, left, top, right and bottom in mm of the words' first letter, each time.

    Measured from the upper left corner of the trim.
    """
    found = []
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number, page in enumerate(document):
            left, _, _, high = page.get_trimbox()
            text = page.get_textpage()
            searched = text.search(words, match_case=True)
            while hit := searched.get_next():
                x1, y1, x2, y2 = text.get_charbox(hit[0])
                place = [from_points(one) for one in (x1 - left, high - y2, x2 - left, high - y1)]
                found.append((number, place[0], place[1], place[2], place[3]))
    finally:
        document.close()
    return found


def test_nothing_is_wrong_with_it(made: Made) -> None:
    """No error and no warning: neither of the layout, nor of the printer's file."""
    wrong = [one for one in made.told if one["severity"] != "note"]
    assert [(one["code"], one["message"]) for one in wrong] == []


def test_the_trim_and_the_bleed_are_exact(made: Made) -> None:
    """Every page of the printer's file is cut to the sheet, with bleed on all sides."""
    form = as_filled(made.form)
    with pikepdf.open(made.file("print")) as pdf:
        assert len(pdf.pages) == len(form.sides)
        for page in pdf.pages:
            left, low, right, high = (from_points(float(one)) for one in page.trimbox)
            assert right - left == pytest.approx(form.trim.width, abs=0.01)
            assert high - low == pytest.approx(form.trim.height, abs=0.01)
            bleed = [from_points(float(one)) for one in page.obj.BleedBox]
            grown = [left - form.bleed, low - form.bleed, right + form.bleed, high + form.bleed]
            assert bleed == pytest.approx(grown, abs=0.01)


MARK = re.compile(rb"(-?[\d.]+) (-?[\d.]+) m\s(-?[\d.]+) (-?[\d.]+) l\b")


def test_marks_stand_at_every_fold_and_cut(made: Made) -> None:
    """At head, foot and both sides marks point at the trim and at each fold, outside the bleed."""
    form = as_filled(made.form)
    with pikepdf.open(made.file("print")) as pdf:
        for side, page in zip(form.sides, pdf.pages, strict=True):
            lines = [
                [from_points(float(one)) for one in found]
                for found in MARK.findall(page.Contents.read_bytes())
            ]
            width, height = form.trim.width, form.trim.height
            upright = sorted({round(x1, 2) for x1, _, x2, _ in lines if x1 == x2})
            level = sorted({round(height - y1, 2) for _, y1, _, y2 in lines if y1 == y2})
            assert upright == pytest.approx([0, *sorted(form.folds_on(side)), width], abs=EXACT)
            assert level == pytest.approx([0, *sorted(form.folds_across(side)), height], abs=EXACT)
            for x1, y1, x2, y2 in lines:
                outside = [-x1, x1 - width, -y1, y1 - height, -x2, x2 - width, -y2, y2 - height]
                assert max(outside) > form.bleed


def test_each_panel_stands_where_it_is_read(made: Made) -> None:
    """A panel's name lies on the sheet as far from its panel's corner as on its own page.

    What is upside down on the sheet is measured from the other corner.
    """
    form = as_filled(made.form)
    for number, name in enumerate(form.reading):
        panel = form.panel(name)
        words = f"Here is page {number + 1}." if name.startswith("page-") else name_in_words(panel)
        ((page, left, top, right, bottom),) = places(made.file("screen"), words)
        assert page == number, "screens show panels as they are read"
        ((side, *corners),) = places(made.file("print"), words)
        assert form.sides[side] == panel.side
        if panel.turned:
            low, far = panel.top + panel.height, panel.left + panel.width
            expected = [far - right, low - bottom, far - left, low - top]
        else:
            across, down = panel.left, panel.top
            expected = [across + left, down + top, across + right, down + bottom]
        assert corners == pytest.approx(expected, abs=EXACT)


def test_every_edition_keeps_pdf_ua(build: Callable[[str], Made]) -> None:
    """Screen, home and large print of all formats: veraPDF finds nothing against PDF/UA-1."""
    files = [build(name).file(edition) for name in FORMATS for edition in TAGGED]
    verdicts = judges.verapdf(files)
    assert len(verdicts) == len(FORMATS) * len(TAGGED)
    assert [str(one) for one in verdicts if not one.compliant] == []
