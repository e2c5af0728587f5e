# /// script
# requires-python = ">=3.11"
# dependencies = ["leaflet-press"]
# ///
"""Build the gallery: every format, and what one text becomes, in one go.

The two leaflets in `content/` are set in several formats, and each format shows the sample text
that `leaflet new` begins with. All of it is built at once into a folder that is thrown away. Run it
from the top of the checkout after a change to formats, styles or templates:

    PYTHONPATH=. .venv/bin/python docs/make_gallery.py
"""

import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from PIL import Image

from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.start import start
from leaflet.problems import errors
from leaflet.project import Request, build_project
from leaflet.raster import pictures
from leaflet.specs.format import Format
from leaflet.specs.formats import FORMATS

HERE = Path(__file__).resolve().parent
GALLERY = HERE / "gallery"
PAGE = HERE / "gallery.md"

ALSO = {
    "infant-all": ("zfold-a4", "booklet-a5"),
    "give-blood": ("poster-a3", "flyer-a5", "bookmark"),
}
"""The further formats of the leaflets in `content/`."""

FIRST = {"infant-all": "trifold-a4", "give-blood": "poster-a4"}
"""Their first formats, whose files do not carry the format's name."""

CONTENTS = "/// contents | In this booklet\n///\n\n/// new-panel\n///\n"
"""What stands before the text, where there are pages."""

NOTES = "/// notes | Notes\n///\n\n"
"""What fills the page that would stay blank."""

STRIPS = "\n/// tear-off\n  of: contacts.blood-donor-line\n**Give blood**\n///\n///"
"""What hangs at the foot of the posters: it stands inside `front`, behind its lower zone."""

ART = {
    "cover": ("rose.svg", "A rose."),
    "front": ("gift-poster.svg", "A bag of donated blood; its line becomes the stem of a rose."),
}
"""What stands on the title's panel of each sample, as a charity would put a picture there."""

SAMPLE = "sample-"
"""How the names of the samples begin."""

UNSIGHTLY = frozenset({"fit-empty-panel", "grid-missed", "safe-area", "zone-low"})
"""Warnings that are faults of a page that is shown."""

HIGH = 340
"""Pixels that a picture is high: enough to see how a page is built."""

BESIDE = 8
"""Pixels between two sides."""

COLOURS = 256
"""Colours of a picture: flat art needs no more, and it loads at once."""

LARGE_PAGES = slice(0, 3)
"""Pages of large print that are shown."""


def prepare(checkout: Path, folder: Path) -> None:
    """Put together what is built: the leaflets in further formats, and a sample of each."""
    shutil.copytree(checkout / "content", folder / "content")
    for name, formats in ALSO.items():
        file = folder / "content" / name / "leaflet.md"
        text = file.read_text(encoding="utf-8")
        setting = rf"\1\nalso: [{', '.join(formats)}]"
        text = re.sub(r"^(format: .*)$", setting, text, count=1, flags=re.MULTILINE)
        if name == "infant-all":
            text = text.replace("\n## ", f"\n{CONTENTS}\n## ", 1)
            text = text.replace("\n/// back\n", f"\n{NOTES}/// back\n", 1)
        if name == "give-blood":
            text = re.sub(r"\n///\s*$", f"\n{STRIPS}\n", text)
        file.write_text(text, encoding="utf-8")
    for form in FORMATS:
        *_, file = start(folder, f"{SAMPLE}{form}", form, "A quiet hour")
        for name in ALSO:
            art = folder / "content" / name / "pictures"
            shutil.copytree(art, file.parent / "pictures", dirs_exist_ok=True)
        text = file.read_text(encoding="utf-8")
        for panel, (picture, shows) in ART.items():
            drawn = f"/// {panel}\n  picture: pictures/{picture}\n  alt: {shows}\n"
            text = text.replace(f"/// {panel}\n", drawn, 1)
        file.write_text(text, encoding="utf-8")


def build(folder: Path, out: Path) -> None:
    """Build everything, and say what is done; what nobody would sign is not shown."""
    leaflets, _ = find_leaflets(folder)
    request = Request(folder, out, ("proof", "home", "large"))
    wrong = []
    for number, outcome in enumerate(build_project(leaflets, request), start=1):
        sys.stderr.write(f"{number}/{len(leaflets)} {outcome.name}\n")
        wrong += errors(outcome.problems)
        wrong += [one for one in outcome.problems if one.code in UNSIGHTLY]
    if wrong:
        sys.exit("\n".join(map(str, wrong)))


def sides(folder: Path, name: str, form: Format, *, first: bool) -> list[Image.Image]:
    """Return the proofs of a leaflet in a format, in the order in which they are printed."""
    stem = name if first else f"{name}-{form.name}"
    if form.grows:
        found = sorted((folder / name).glob(f"{stem}-pages-*.png"), key=_pages)
        files = [folder / name / f"{stem}-cover.png", *found, folder / name / f"{stem}-back.png"]
    else:
        files = [folder / name / f"{stem}-{side}.png" for side in form.sides]
    return [Image.open(file).convert("RGB") for file in files if file.exists()]


def _pages(file: Path) -> int:
    return int(file.stem.rsplit("-", 1)[1])


def in_a_row(images: Sequence[Image.Image]) -> Image.Image:
    """Return pictures side by side, equally high."""
    small = [
        one.resize((round(one.width * HIGH / one.height), HIGH), Image.Resampling.LANCZOS)
        for one in images
    ]
    made = Image.new("RGB", (sum(one.width + BESIDE for one in small) - BESIDE, HIGH), "white")
    x = 0
    for one in small:
        made.paste(one, (x, 0))
        x += one.width + BESIDE
    return made.quantize(COLOURS, dither=Image.Dither.NONE)


def drawn(folder: Path) -> Iterator[tuple[str, Image.Image]]:
    """Yield each picture of the gallery with its name."""
    for name, also in ALSO.items():
        for form in (FIRST[name], *also):
            shown = sides(folder, name, FORMATS[form], first=form == FIRST[name])
            yield f"{name}-{form}", in_a_row(shown)
    large = pictures((folder / "infant-all" / "infant-all-large.pdf").read_bytes(), dpi=60)
    yield "infant-all-large", in_a_row(list(large)[LARGE_PAGES])
    sheet = pictures((folder / "give-blood" / "give-blood-bookmark-home.pdf").read_bytes(), dpi=60)
    yield "give-blood-bookmark-home", in_a_row(list(sheet)[:2])
    for name, form in FORMATS.items():
        yield f"format-{name}", in_a_row(sides(folder, f"{SAMPLE}{name}", form, first=True))


TEXT = """\
# Gallery

<!-- Written by docs/make_gallery.py. Change what it reads, and run it again. -->

One text becomes many things. Lines and dashes are those of the proofs: the trim, the safe area and
the folds.

## Infant ALL

As a trifold, a Z fold, a booklet of A5 and in large print, from one `leaflet.md`:

{infant_all}

## Give blood

As posters with strips to tear off, an A5 flyer, and a bookmark. The last picture is the sheet that
a volunteer prints at home, four bookmarks on each side:

{give_blood}

## Every format

Each with the sample text that `leaflet new NAME --format FORMAT` begins with, and a picture
in front.
[Formats](reference/formats.md) has their measures, and [Parts and panels](reference/parts.md) a
picture of each part.

{formats}
"""


def page() -> str:
    """Return the page that shows the gallery."""

    def picture(name: str, says: str) -> str:
        return f"![{says}](gallery/{name}.png)"

    def leaflet(name: str, called: str, last: tuple[str, str]) -> str:
        forms = (FIRST[name], *ALSO[name])
        shown = [picture(f"{name}-{form}", f"{called} as {form}") for form in forms]
        return "\n\n".join([*shown, picture(*last)])

    return TEXT.format(
        infant_all=leaflet(
            "infant-all", "Infant ALL", ("infant-all-large", "Three pages of large print")
        ),
        give_blood=leaflet(
            "give-blood", "Give blood", ("give-blood-bookmark-home", "Four bookmarks on a sheet")
        ),
        formats="\n\n".join(
            f"### {name}\n\n{form.says}.\n\n{picture(f'format-{name}', f'{name}, all sides')}"
            for name, form in FORMATS.items()
        ),
    )


def main() -> None:
    """Build, draw and write the gallery."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, out = Path(temporary) / "project", Path(temporary) / "out"
        prepare(HERE.parent, folder)
        build(folder, out)
        shutil.rmtree(GALLERY, ignore_errors=True)
        GALLERY.mkdir()
        for name, image in drawn(out):
            image.save(GALLERY / f"{name}.png", optimize=True)
            sys.stdout.write(f"docs/gallery/{name}.png\n")
    PAGE.write_text(page(), encoding="utf-8")
    sys.stdout.write("docs/gallery.md\n")


if __name__ == "__main__":
    main()
