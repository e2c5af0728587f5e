"""Small pieces on a printer's sheet: copies with bleed, marks outside them, and still PDF/X-4."""

from __future__ import annotations

import itertools
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import ImageChops, ImageStat

from leaflet.press import standing_on_sheet
from leaflet.raster import pictures
from leaflet.specs.formats import FORMATS
from leaflet.units import from_points
from tests import judges
from tests.conftest import SOUND_SETTINGS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

TEXT = """\
/// front
# Tea

Come in.

/// contacts
  of: contacts.us
///
///

/// back
## Cake

There is cake.

/// imprint
///
///
"""

COPIES = {
    "bookmark": "4 x 2 upright",
    "postcard-a6": "2 x 2 lying",
    "flyer-a6": "2 x 2 upright",
    "flyer-dl": "4 x 1 lying",
    "flyer-a5": "2 x 1 lying",
    "flyer-a4": "1 x 1 upright",
}


@pytest.mark.parametrize("name", COPIES)
def test_as_many_stand_on_sra3_as_fit(name: str) -> None:
    """Each with 3 mm of bleed, 10 mm from the edges of the sheet, bleeds not over each other."""
    form = FORMATS[name]
    standing = standing_on_sheet(form, 3.0)
    lying = "lying" if standing.paper.width > standing.paper.height else "upright"
    assert f"{len(standing.across)} x {len(standing.up)} {lying}" == COPIES[name]
    assert standing.left >= 13
    assert standing.low >= 13
    for moved, piece in ((standing.across, form.trim.width), (standing.up, form.trim.height)):
        gaps = [b - a - piece for a, b in itertools.pairwise(moved)]
        assert gaps == pytest.approx([6.0] * len(gaps))


@pytest.fixture
def bookmarks(project: Project, run: Callable[..., Result]) -> Path:
    """Build bookmarks for the printer, alone and on sheets."""
    project.sound()
    project.leaflet(TEXT, **SOUND_SETTINGS, status="final", format="bookmark")
    result = run("build", "--edition", "print,n-up")
    assert [one for one in result.problems if "error" in one] == []
    return project.build / "tea"


def test_every_copy_is_the_file_of_one(bookmarks: Path) -> None:
    """Eight bookmarks on each side, all alike, bleed and all."""
    alone = list(pictures((bookmarks / "tea-print.pdf").read_bytes(), dpi=127))
    sheets = list(pictures((bookmarks / "tea-n-up.pdf").read_bytes(), dpi=127))
    assert len(sheets) == 2
    standing = standing_on_sheet(FORMATS["bookmark"], 3.0)
    for one, sheet in zip(alone, sheets, strict=True):
        assert sheet.size == pytest.approx((320 * 5, 450 * 5), abs=1)
        piece = one.convert("RGB").crop((55, 55, 360, 935))  # 11 mm in, where its bleed begins
        for across in standing.across:
            for up in standing.up:
                left, top = standing.left + across - 3, 450 - standing.low - up - 170 - 3
                x, y = round(left * 5), round(top * 5)
                copy = sheet.convert("RGB").crop((x, y, x + 305, y + 880))
                differences = ImageStat.Stat(ImageChops.difference(piece, copy)).mean
                assert max(differences) < 2, (across, up)


def test_printers_take_it(bookmarks: Path, run: Callable[..., Result]) -> None:
    """It is PDF/X-4 as the file of one copy is, and marks stand at every cut."""
    file = bookmarks / "tea-n-up.pdf"
    assert run("check", str(file)).code == 0
    assert judges.qpdf_check(file).compliant
    standing = standing_on_sheet(FORMATS["bookmark"], 3.0)
    with pikepdf.open(file) as pdf:
        assert str(pdf.Root.OutputIntents[0].S) == "/GTS_PDFX"
        content = pdf.pages[0].Contents.read_bytes()
        lines = [
            [from_points(float(one)) for one in found]
            for found in re.findall(rb"([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l", content)
        ]
    upright = sorted({round(x1, 2) for x1, _, x2, _ in lines if x1 == x2})
    cuts = sorted({standing.left + x + end for x in standing.across for end in (0, 55)})
    assert upright == pytest.approx(cuts, abs=0.1)
    left, right = standing.left - 3, standing.left + standing.across[-1] + 58
    low, high = standing.low - 3, standing.low + standing.up[-1] + 173
    for x1, y1, x2, y2 in lines:
        assert max(x1, x2) < left or min(x1, x2) > right or max(y1, y2) < low or min(y1, y2) > high


def test_what_fills_a_sheet_has_none(project: Project, run: Callable[..., Result]) -> None:
    """A trifold goes to the printer as it is."""
    project.leaflet(format="trifold")
    run("build", "--edition", "print,n-up")
    assert [name for name in project.built() if "n-up" in name] == []
