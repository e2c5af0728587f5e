# /// script
# requires-python = ">=3.11"
# dependencies = ["leaflet-press"]
# ///
"""Draw the pictures of the documentation from the leaflets in `content/` and from `docs/examples/`.

Nothing is drawn by hand: the leaflets are built into a folder that is thrown away, and all
pictures are made from the files of that build. Run it from the top of the checkout after a
change to content, styles or templates:

    PYTHONPATH=. .venv/bin/python docs/make_pictures.py

The picture of the web page needs Chromium. Where there is none, the old picture stays.
"""

import math
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image, ImageChops

from leaflet.manuscript.find import find_leaflets
from leaflet.project import Request, build_project
from leaflet.raster import pictures
from leaflet.resources import Theme
from leaflet.typeset.fonts import use_only

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"
EXAMPLES = HERE / "examples"
"""A file for each part, with what an author writes."""

PROOFS = ("infant-all-outside.png", "infant-all-inside.png", "give-blood-front.png")
"""The proofs that the README shows."""

LEAFLET = "infant-all"
"""The leaflet that is shown folded, and in each of its editions."""

LONGEST = 1000
"""Longest side in pixels: enough to read the words, small enough to load at once."""

SEEN = 760
"""The same for a picture of the tutorial."""

GROUND = "#d8d6d1"
"""The table on which things lie."""

FOLDED = (1000, 600)
SMALL = (480, 360)
"""Pixels of the pictures of the folded leaflet, and of an edition."""

TIMES = 2
"""How much larger a picture is drawn than shown, so that slanted edges are smooth."""

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Upper left, upper right, lower right, lower left."""


# A leaflet that stands -------------------------------------------------------------------------

EYE = (0.0, 330.0, 1150.0)
"""From where the leaflet is seen: right of the middle, above the table, before it; mm."""

LOOKED_AT = 104.0
"""How high above the table the middle of the picture lies, mm."""

PIXELS = 2.34
"""Pixels a millimetre where something stands straight above the table's middle."""


def seen(x: float, y: float, z: float) -> Point:
    """Return where a point in space (mm; right, up, towards us) stands in the picture."""
    right, up, near = EYE
    tilt = math.atan2(up - LOOKED_AT, near)
    x, y, z = x - right, y - up, z - near
    depth = -z * math.cos(tilt) - y * math.sin(tilt)
    height = y * math.cos(tilt) - z * math.sin(tilt)
    scale = PIXELS * near / math.cos(tilt) / depth
    return FOLDED[0] / 2 + x * scale, FOLDED[1] / 2 - height * scale


def wall(start: Point, end: Point, height: float) -> Corners:
    """Return the corners of a panel that stands on the table from one point of it to another."""
    (x1, z1), (x2, z2) = start, end
    return seen(x1, height, z1), seen(x2, height, z2), seen(x2, 0, z2), seen(x1, 0, z1)


def from_square(corners: Corners) -> list[list[float]]:
    """Return the matrix that takes the unit square to four corners (Heckbert 1989, 2.2.3)."""
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = corners
    dx1, dx2, sx = x1 - x2, x3 - x2, x0 - x1 + x2 - x3
    dy1, dy2, sy = y1 - y2, y3 - y2, y0 - y1 + y2 - y3
    whole = dx1 * dy2 - dx2 * dy1
    g, h = (sx * dy2 - dx2 * sy) / whole, (dx1 * sy - sx * dy1) / whole
    return [
        [x1 - x0 + g * x1, x3 - x0 + h * x3, x0],
        [y1 - y0 + g * y1, y3 - y0 + h * y3, y0],
        [g, h, 1.0],
    ]


def turned_back(m: list[list[float]]) -> list[list[float]]:
    """Return the inverse of a matrix of three by three, but for a factor."""
    return [
        [
            m[(j + 1) % 3][(i + 1) % 3] * m[(j + 2) % 3][(i + 2) % 3]
            - m[(j + 1) % 3][(i + 2) % 3] * m[(j + 2) % 3][(i + 1) % 3]
            for j in range(3)
        ]
        for i in range(3)
    ]


def put(ground: Image.Image, panel: Image.Image, corners: Corners, light: float) -> None:
    """Lay a panel over four corners of a picture, in more or less light."""
    larger = [(x * TIMES, y * TIMES) for x, y in corners]
    back = turned_back(from_square((larger[0], larger[1], larger[2], larger[3])))
    width, height = panel.size
    rows = [[one * width for one in back[0]], [one * height for one in back[1]], back[2]]
    flat = [one / rows[2][2] for row in rows for one in row][:8]
    lit = ImageChops.multiply(panel, Image.new("RGB", panel.size, (round(255 * light),) * 3))
    how = (Image.Transform.PERSPECTIVE, flat, Image.Resampling.BICUBIC)
    mask = Image.new("L", panel.size, 255).transform(ground.size, *how)
    ground.paste(lit.transform(ground.size, *how), (0, 0), mask)


def folded(panels: Sequence[Image.Image]) -> Image.Image:
    """Return the leaflet twice: closed with its cover to the front, and half open."""
    cover, _, left, centre, right, _ = panels
    ground = Image.new("RGB", (FOLDED[0] * TIMES, FOLDED[1] * TIMES), GROUND)
    # Closed: the cover, and at its right edge a sliver of the back, which stands behind it.
    turn = math.radians(14)
    x, z = -172.0, 60.0
    hinge = (x, z)
    edge = (x + 100 * math.cos(turn), z - 100 * math.sin(turn))
    put(ground, Image.new("RGB", cover.size, "white"), wall((x + 2, z - 5), edge, 210), 0.8)
    put(ground, cover, wall(hinge, edge, 210), 1.0)
    # Half open: the middle stands back, both wings come towards us.
    fold_1, fold_2 = (5.0, -10.0), (105.0, -10.0)
    wing_1, wing_2 = math.radians(52), math.radians(40)
    end_1 = (fold_1[0] - 100 * math.cos(wing_1), fold_1[1] + 100 * math.sin(wing_1))
    end_2 = (fold_2[0] + 97 * math.cos(wing_2), fold_2[1] + 97 * math.sin(wing_2))
    put(ground, centre, wall(fold_1, fold_2, 210), 0.98)
    put(ground, left, wall(end_1, fold_1, 210), 0.94)
    put(ground, right, wall(fold_2, end_2, 210), 1.0)
    return ground.resize(FOLDED, Image.Resampling.LANCZOS)


# The editions ----------------------------------------------------------------------------------


def on_ground(*sheets: Image.Image) -> Image.Image:
    """Return sheets side by side on the table, as large as they can be."""
    gap, margin = 12, 20
    room = (SMALL[0] - 2 * margin - gap * (len(sheets) - 1), SMALL[1] - 2 * margin)
    scale = min(room[0] / sum(one.width for one in sheets), room[1] / sheets[0].height)
    sizes = [(round(one.width * scale), round(one.height * scale)) for one in sheets]
    ground = Image.new("RGB", SMALL, GROUND)
    x = (SMALL[0] - sum(width for width, _ in sizes) - gap * (len(sheets) - 1)) // 2
    for sheet, size in zip(sheets, sizes, strict=True):
        ground.paste(sheet.resize(size, Image.Resampling.LANCZOS), (x, (SMALL[1] - size[1]) // 2))
        x += size[0] + gap
    return ground


def web_page(page: Path, folder: Path) -> Image.Image | None:
    """Return the top of a web page as Chromium shows it; nothing where there is no Chromium."""
    browser = shutil.which("chromium") or shutil.which("chromium-browser")
    if browser is None:
        return None
    # The page names our fonts first, for whoever has them; so that every machine takes the same
    # picture, the browser has them and no others.
    fonts = use_only(Theme(page.parent), folder / "fonts")
    shot = folder / "web.png"
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
    subprocess.run(  # noqa: S603 - a program of this computer, on a page of ours
        [browser, *options, "--window-size=880,640", f"--screenshot={shot}", page.as_uri()],
        capture_output=True,
        check=True,
        env=os.environ | {"FONTCONFIG_FILE": str(fonts)},
        timeout=60,
    )
    with Image.open(shot) as image:
        return image.convert("RGB")


def editions(built: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield a small picture of each edition, with the edition's name."""

    def pages(edition: str) -> list[Image.Image]:
        file = built / LEAFLET / f"{LEAFLET}-{edition}.pdf"
        return [one.convert("RGB") for one in pictures(file.read_bytes(), dpi=90)]

    yield "print", on_ground(pages("print")[0])
    yield "home", on_ground(pages("home")[0])
    yield "screen", on_ground(*pages("screen")[:3])
    yield "large", on_ground(*pages("large")[:2])
    web = web_page(built / LEAFLET / f"{LEAFLET}-web.html", built)
    if web is None:
        sys.stderr.write("There is no Chromium here: the picture of the web page stays as it is.\n")
    else:
        yield "web", on_ground(web)


# The parts -------------------------------------------------------------------------------------

EXAMPLE = """---
title: Lantern walk
format: {form}
language: en-GB
status: final
version: "1.0"
version-date: 2026-09-01
reviewed: 2026-09-01
next-review: 2027-09-01
waivers:
  phone-drama: nobody shall be rung up by an example, The Example Lamp Trust
---

{body}"""
"""The leaflet around the example of a part."""

PAGES: dict[str, slice] = {
    "cover": slice(0, 1),
    "front": slice(0, 1),
    "tear-off": slice(0, 1),
    "new-panel": slice(1, 3),
    "backdrop": slice(2, 5),
    "back": slice(-1, None),
}
"""Pages of the screen edition that show a part, where it is not the second one."""

SHOWN_ON = {
    "front": "poster-a4",
    "tear-off": "poster-a4",
    "contents": "booklet-a5",
    "notes": "booklet-a5",
}
"""Formats of examples that are not shown on a trifold."""

WHOLE = frozenset({"cover", "front", "tear-off", "flap", "back", "below", "backdrop"})
"""Parts that make a whole panel; of the others, what is empty is cut off."""

EXAMPLE_DPI, WHOLE_DPI = 100, 60
ROUND = 16
"""Pixels of table around an example, and of white below its last line."""


def examples(project: Path, folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield a picture of each part as its example in `docs/examples/` makes it, with its name."""
    content, built = folder / "content", folder / "built"
    content.mkdir(parents=True)
    shutil.copy(EXAMPLES / "facts.yaml", content)
    names = sorted(one.stem for one in EXAMPLES.glob("*.md"))
    for name in names:
        art = content / name / "pictures"
        for leaflet in project.glob("content/*/pictures"):
            shutil.copytree(leaflet, art, dirs_exist_ok=True)
        body = (EXAMPLES / f"{name}.md").read_text(encoding="utf-8")
        for drawing in EXAMPLES.glob("*.svg"):
            shutil.copy(drawing, art)
        form = SHOWN_ON.get(name, "trifold-a4")
        text = EXAMPLE.format(form=form, body=body)
        (content / name / "leaflet.md").write_text(text, encoding="utf-8")
    leaflets, _ = find_leaflets(folder)
    for outcome in build_project(leaflets, Request(folder, built, ("screen",))):
        name = outcome.name
        file = built / name / f"{name}-screen.pdf"
        dpi = WHOLE_DPI if name in WHOLE else EXAMPLE_DPI
        pages = [one.convert("RGB") for one in pictures(file.read_bytes(), dpi=dpi)]
        yield name, example(pages[PAGES.get(name, slice(1, 2))], whole=name in WHOLE)


def example(panels: Sequence[Image.Image], *, whole: bool) -> Image.Image:
    """Return panels side by side on the table; without what is empty unless they are `whole`."""
    height = panels[0].height
    if not whole:
        white = Image.new("RGB", panels[0].size, "white")
        inked = [ImageChops.difference(one, white.resize(one.size)).getbbox() for one in panels]
        height = max(box[3] for box in inked if box) + ROUND
    width = sum(one.width for one in panels) + 2 * (len(panels) - 1)
    ground = Image.new("RGB", (width + 2 * ROUND, height + 2 * ROUND), GROUND)
    x = ROUND
    for one in panels:
        ground.paste(one.crop((0, 0, one.width, height)), (x, ROUND))
        x += one.width + 2
    return ground


# The tutorial ----------------------------------------------------------------------------------

STEP = re.compile(r"^```\w+ (file|change)=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""What the tutorial tells people to write: a whole file, or a line in place of another."""

TUTORIAL = {2: ("outside", "draft"), 4: ("inside", "final")}
"""By the number of a step, from 0: the side that is shown after it, and the picture's name."""


def tutorial(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Play the tutorial, and yield what somebody sees who follows it, with its name."""
    steps = STEP.findall((HERE / "tutorial.md").read_text(encoding="utf-8"))
    for number, (does, path, body) in enumerate(steps):
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if does == "file":
            file.write_text(body, encoding="utf-8")
        else:
            old, new = body.splitlines()
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(f"{old}\n", f"{new}\n"), encoding="utf-8")
        if number not in TUTORIAL:
            continue
        side, name = TUTORIAL[number]
        leaflets, _ = find_leaflets(folder)
        for outcome in build_project(leaflets, Request(folder, folder / "built", ("proof",))):
            file = folder / "built" / outcome.name / f"{outcome.name}-{side}.png"
            with Image.open(file) as proof:
                proof.thumbnail((SEEN, SEEN), Image.Resampling.LANCZOS)
                yield name, proof.convert("RGB")


# All of them -----------------------------------------------------------------------------------


def make_pictures(project: Path, target: Path) -> list[Path]:
    """Build the leaflets of `project` and put all pictures into `target`.

    Raises:
        FileNotFoundError: a leaflet no longer makes one of the wanted proofs.
    """
    target.mkdir(exist_ok=True)
    leaflets, _ = find_leaflets(project)
    with tempfile.TemporaryDirectory() as folder:
        built = Path(folder)
        outcomes = build_project(leaflets, Request(project, built))
        proofs = {Path(made.path).name: made.path for one in outcomes for made in one.made}
        missing = [name for name in PROOFS if name not in proofs]
        if missing:
            raise FileNotFoundError(*missing)
        done = []
        for name in PROOFS:
            with Image.open(built / proofs[name]) as proof:
                proof.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
                done.append(_write(proof, target / name))
        screen = (built / LEAFLET / f"{LEAFLET}-screen.pdf").read_bytes()
        panels = [one.convert("RGB") for one in pictures(screen, dpi=200)]
        done.append(_write(folded(panels), target / f"{LEAFLET}-folded.png"))
        for edition, picture in editions(built):
            done.append(_write(picture, target / f"edition-{edition}.png"))
        for step, picture in tutorial(built / "tutorial"):
            done.append(_write(picture, target / f"tutorial-{step}.png"))
        for part, picture in examples(project, built / "examples"):
            done.append(_write(picture, target / f"part-{part}.png"))
        return done


def _write(image: Image.Image, picture: Path) -> Path:
    """Write a picture of the documentation and return its path."""
    # A third of the bytes of true colour; dither would speckle the grounds.
    few = image.quantize(256, kmeans=1, dither=Image.Dither.NONE)
    few.save(picture, "PNG", optimize=True)
    return picture


def main() -> None:
    """Make the pictures and name them."""
    for picture in make_pictures(HERE.parent, PICTURES):
        sys.stdout.write(f"{picture.relative_to(HERE.parent)}\n")


if __name__ == "__main__":
    main()
