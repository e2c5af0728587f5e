"""Every page of both leaflets in both looks, for eyes: at its size on a screen and at a quarter.

A page that shows all pictures, and a sheet of small ones for each look. Whoever changes what
leaflets look like makes it before and after, and lays both side by side:

    PYTHONPATH=. .venv/bin/python -m tests.look_book FOLDER [PICTURE ...]

Pictures that are named stand beside the first look, to compare with. The picture of the web
page needs Chromium.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image, ImageOps

from leaflet.cli import main
from leaflet.raster import pictures
from tests.judges import screenshot
from tests.test_themes import HUES, brand, fonts_into

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

CHECKOUT = Path(__file__).resolve().parents[1]
LEAFLETS = ("infant-all", "give-blood")

DPI = 96.0
"""Actual size on a screen (CSS Values 3, 6.2)."""

THUMBNAIL = 0.25
"""What a thumbnail is of the actual size: across a room, on a rack of leaflets."""

SHEET = 1600
"""Width in pixels of a sheet of thumbnails."""

TABLE = "#8f8d89"
GAP = 10
PHONE, DESK = 390, 960
"""Widths in pixels of the screens that show the web page."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One picture with what it shows."""

    name: str
    picture: Image.Image


def plain(folder: Path) -> None:
    """Make a project of our own leaflets as they are."""
    shutil.copytree(CHECKOUT / "content", folder / "content")


def harbour(folder: Path) -> None:
    """Make a project of our own leaflets in another charity's colours and faces."""
    plain(folder)
    facts = folder / "content" / "facts.yaml"
    look = brand(**{token: other for token, (_, other) in HUES.items()})
    look = look.replace("  logo: logo.svg\n", "")
    own, _, _ = facts.read_text(encoding="utf-8").partition("\nbrand:")
    facts.write_text(f"{own}\n{look}", encoding="utf-8")
    for drawing in folder.rglob("*.svg"):
        text = drawing.read_text(encoding="utf-8")
        for own, other in HUES.values():
            text = text.replace(own, other)
        drawing.write_text(text, encoding="utf-8")
    fonts_into(folder / "styles" / "fonts")


LOOKS = {"rose": plain, "harbour": harbour}


def shown(project: Path) -> Iterator[Shown]:
    """Build a project, in all inks and in black alone, and yield every page of it."""
    editions = "proof,screen,home,large,web"
    main(["-q", "-C", str(project), "build", "--edition", editions, "--out", str(project / "all")])
    for source in project.glob("content/*/leaflet.md"):
        text = source.read_text(encoding="utf-8")
        source.write_text(text.replace("format:", "inks: black\nformat:", 1), encoding="utf-8")
    main(["-q", "-C", str(project), "build", "--edition", "proof", "--out", str(project / "one")])
    for name in LEAFLETS:
        proofs = sorted((project / "all" / name).glob("*.png"), reverse=True)
        for proof in proofs:
            colour = _opened(proof)
            yield Shown(f"{proof.stem}, in colour", colour)
            yield Shown(f"{proof.stem}, in grey", ImageOps.grayscale(colour).convert("RGB"))
            yield Shown(f"{proof.stem}, in black ink", _opened(project / "one" / name / proof.name))
        for file in sorted((project / "all" / name).glob("*.pdf")):
            for number, page in enumerate(pictures(file.read_bytes(), dpi=DPI), start=1):
                yield Shown(f"{file.stem}, page {number}", page.convert("RGB"))
        for width in (DESK, PHONE):
            shot = screenshot(project / "all" / name / f"{name}-web.html", project, width=width)
            yield Shown(f"{name}-web on {width} pixels", _cropped(shot))


def _opened(file: Path) -> Image.Image:
    with Image.open(file) as picture:
        return picture.convert("RGB")


def _cropped(shot: Image.Image) -> Image.Image:
    """Return a picture without the white below its last line."""
    box = ImageOps.invert(ImageOps.grayscale(shot)).getbbox()
    return shot.crop((0, 0, shot.width, min(shot.height, (box[3] if box else 0) + 2 * GAP)))


def sheet(pages: Iterable[Shown]) -> Image.Image:
    """Return all pages as thumbnails on one sheet, in rows."""
    small = [ImageOps.scale(one.picture, THUMBNAIL) for one in pages]
    rows: list[list[Image.Image]] = [[]]
    for one in small:
        taken = sum(other.width + GAP for other in rows[-1])
        if taken + one.width + 2 * GAP > SHEET:
            rows.append([])
        rows[-1].append(one)
    heights = [max(one.height for one in row) + GAP for row in rows]
    made = Image.new("RGB", (SHEET, sum(heights) + GAP), TABLE)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        left = GAP
        for one in row:
            made.paste(one, (left, top))
            left += one.width + GAP
        top += height
    return made


def make(folder: Path, beside: Sequence[Path]) -> None:
    """Write the book into a folder: its pictures, the sheets, and a page that shows them."""
    folder.mkdir(parents=True)
    body = []
    for look, dress in LOOKS.items():
        project = folder / look
        dress(project)
        pages = list(shown(project))
        if look == next(iter(LOOKS)):
            pages = [*(Shown(f"beside: {one.stem}", _opened(one)) for one in beside), *pages]
        sheet(pages).quantize(256, dither=Image.Dither.NONE).save(folder / f"{look}.png")
        body.append(f"<h1>{look}</h1><img src='{look}.png' alt='All pages, small'>")
        for number, one in enumerate(pages):
            one.picture.save(folder / f"{look}-{number:02}.png")
            caption = f"<figcaption>{escape(one.name)}</figcaption>"
            body.append(f"<figure>{caption}<img src='{look}-{number:02}.png' alt=''></figure>")
    page = f"<!doctype html><meta charset='utf-8'><title>Look book</title>{''.join(body)}"
    (folder / "index.html").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    make(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]])
