"""A large poster on sheets of an office printer: glued together, it is the poster."""

from __future__ import annotations

import io
from itertools import pairwise
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops, ImageStat

from leaflet.raster import pictures
from leaflet.specs.formats import FORMATS
from leaflet.specs.office import OFFICE_MARGIN, OVERLAP, tile
from leaflet.units import MM_PER_INCH, Size
from tests import judges
from tests.conftest import CHECKOUT, printed_pages

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

PX = 2
"""Pixels a millimetre: no edge of a tile falls between two."""

DPI = PX * MM_PER_INCH


@given(st.floats(211, 2000), st.floats(298, 2000), st.sampled_from(["a4", "letter"]))
def test_tiles_cover_the_poster(width: float, height: float, paper: str) -> None:
    """Whatever its size, no part is missing, no tile is empty, and neighbours share a strip."""
    tiling = tile(Size(width, height), paper)
    for length, used, count, at in (
        (width, tiling.used.width, tiling.columns, 0),
        (height, tiling.used.height, tiling.rows, 1),
    ):
        starts = [tiling.start(number, number)[at] for number in range(count)]
        assert starts[0] == 0
        assert all(
            before + used - later == pytest.approx(OVERLAP) for before, later in pairwise(starts)
        )
        assert starts[-1] + used >= length - 0.1, "to the far edge"
        assert count == 1 or starts[-1] + OVERLAP < length + 0.1, "the last one shows something"


def put_together(file: Path, form: str) -> Image.Image:
    """Glue the tiles of a poster together as its first page says, later ones over earlier ones."""
    trim = FORMATS[form].trim
    tiling = tile(trim, "a4")
    made = Image.new("RGB", (round(trim.width * PX), round(trim.height * PX)), "white")
    _, *sheets = list(pictures(file.read_bytes(), dpi=DPI))
    edge, used = round(OFFICE_MARGIN * PX), tiling.used
    box = (edge, edge, edge + round(used.width * PX), edge + round(used.height * PX))
    for number, sheet in enumerate(sheets):
        row, column = divmod(number, tiling.columns)
        across, down = (round(one * PX) for one in tiling.start(column, row))
        made.paste(sheet.convert("RGB").crop(box), (across, down))
    return made


@pytest.mark.parametrize("form", ["poster-a3", "poster-a2"])
def test_glued_together_it_is_the_poster(
    project: Project, run: Callable[..., Result], form: str
) -> None:
    """Pixel for pixel: no line of the glue strips shows, and nothing is shifted."""
    source = CHECKOUT / "content"
    project.write("content/facts.yaml", (source / "facts.yaml").read_bytes())
    text = (source / "give-blood" / "leaflet.md").read_text(encoding="utf-8")
    project.write("content/tea/leaflet.md", text.replace("format: poster-a4", f"format: {form}"))
    for picture in (source / "give-blood" / "pictures").iterdir():
        project.write(f"content/tea/pictures/{picture.name}", picture.read_bytes())
    run("build", "--edition", "tiles,screen")

    file = project.build / "tea" / "tea-tiles.pdf"
    whole = next(iter(pictures((project.build / "tea" / "tea-screen.pdf").read_bytes(), dpi=DPI)))
    glued = put_together(file, form)
    assert glued.size == whole.size
    differences = ImageChops.difference(glued, whole.convert("RGB"))
    assert max(ImageStat.Stat(differences).mean) < 0.3
    # Along the edges of the tiles: a dashed line, or a gap, would be dark there.
    tiling = tile(FORMATS[form].trim, "a4")
    rows = differences.convert("L").resize((1, whole.height), Image.Resampling.BOX).tobytes()
    columns = differences.convert("L").resize((whole.width, 1), Image.Resampling.BOX).tobytes()
    for number in range(1, tiling.rows):
        seam = round(tiling.start(0, number)[1] * PX)
        assert max(rows[seam - 3 : seam + 4]) < 8
    for number in range(1, tiling.columns):
        seam = round(tiling.start(number, 0)[0] * PX)
        assert max(columns[seam - 3 : seam + 4]) < 8


def test_the_first_page_tells_how(project: Project, run: Callable[..., Result]) -> None:
    """It is tagged, shows which sheet goes where, and asks for no smaller size."""
    project.leaflet(format="poster-a2")
    run("build", "--edition", "tiles")
    file = project.build / "tea" / "tea-tiles.pdf"
    tiling = tile(FORMATS["poster-a2"].trim, "a4")
    words = printed_pages(file)
    assert len(words) == 1 + tiling.columns * tiling.rows
    assert "This poster comes on 8 sheets, pages 2 to 9." in words[0]
    assert "A1 page 2 A2 page 3 B1 page 4" in words[0]
    names = ["A1", "A2", "B1", "B2", "C1", "C2", "D1"]
    assert [page.split()[-1] for page in words[1:-1]] == names, "on the strips"
    assert judges.page_validation(file).compliant
    with pikepdf.open(io.BytesIO(file.read_bytes())) as pdf:
        assert str(pdf.Root.ViewerPreferences.PrintScaling) == "/None"
        labels = [str(one.P) for one in list(pdf.Root.PageLabels.Nums)[1::2]]
    assert labels == ["1", "A1", "A2", "B1", "B2", "C1", "C2", "D1", "D2"]


def test_what_fits_onto_one_sheet_has_no_tiles(
    project: Project, run: Callable[..., Result]
) -> None:
    """An A4 poster, or a leaflet, is printed whole."""
    project.leaflet(format="poster-a4", also="trifold")
    run("build", "--edition", "tiles,screen")
    assert [name for name in project.built() if "tiles" in name] == []
