# /// script
# requires-python = ">=3.11"
# dependencies = ["leaflet-press"]
# ///
"""Draw the pictures of the documentation from the leaflets in `content/`.

Nothing is drawn by hand: the leaflets are built into a folder that is thrown away, and the
proofs that the README shows are copied from it, smaller. Run it from the top of the checkout
after a change to content, styles or templates:

    PYTHONPATH=. .venv/bin/python docs/make_pictures.py
"""

import sys
import tempfile
from pathlib import Path

from PIL import Image

from leaflet.manuscript.find import find_leaflets
from leaflet.project import Request, build_project

HERE = Path(__file__).resolve().parent
PICTURES = HERE / "pictures"

WANTED = ("infant-all-outside.png", "infant-all-inside.png", "give-blood-front.png")
"""The proofs that the README shows."""

LONGEST = 1000
"""Longest side in pixels: enough to read the words, small enough to load at once."""


def make_pictures(project: Path, target: Path) -> list[Path]:
    """Build the leaflets of `project` and put the wanted proofs into `target`.

    Raises:
        FileNotFoundError: a leaflet no longer makes one of the wanted proofs.
    """
    target.mkdir(exist_ok=True)
    leaflets, _ = find_leaflets(project)
    with tempfile.TemporaryDirectory() as folder:
        request = Request(project, Path(folder), editions=("proof",))
        outcomes = build_project(leaflets, request)
        proofs = {Path(made.path).name: made.path for one in outcomes for made in one.made}
        missing = [name for name in WANTED if name not in proofs]
        if missing:
            raise FileNotFoundError(*missing)
        return [_smaller(Path(folder) / proofs[name], target / name) for name in WANTED]


def _smaller(proof: Path, picture: Path) -> Path:
    """Write a proof as a picture of the documentation and return its path."""
    with Image.open(proof) as image:
        image.thumbnail((LONGEST, LONGEST), Image.Resampling.LANCZOS)
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
