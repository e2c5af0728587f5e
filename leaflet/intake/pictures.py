"""Pictures: taken out of a document and put into the leaflet's folder, each looked at first."""

from collections.abc import Callable
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from bs4 import BeautifulSoup
from bs4.element import NavigableString
from PIL import Image, UnidentifiedImageError

from leaflet.intake.told import Notes, quoted
from leaflet.intake.tree import attribute
from leaflet.manuscript.pictures import MOST_BYTES, MOST_PIXELS, RASTER_FORMATS, read_picture
from leaflet.manuscript.start import name_of
from leaflet.problems import Place

FOLDER = "pictures"

MOST_ALTOGETHER = 200_000_000
"""Bytes of all pictures of one document."""

_ENDINGS = {"JPEG": ".jpg", "PNG": ".png", "GIF": ".gif", "WEBP": ".webp", "TIFF": ".tif"}


class PictureError(Exception):
    """A picture that was left out: why, and what to do."""

    def __init__(self, what: str, mend: str) -> None:
        """Keep both for the note."""
        super().__init__(what)
        self.what, self.mend = what, mend


Fetch = Callable[[str], tuple[bytes, str]]
"""From the address in the document to the bytes, and a name for the file; may be empty."""


class Album:
    """The pictures of one document, in a folder of their own until everything is read."""

    def __init__(self, folder: Path) -> None:
        """Keep them below `folder`."""
        self._folder = folder
        self._kept: dict[str, str] = {}
        self._bytes = 0

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the pictures lie, seen from the leaflet."""
        return tuple(dict.fromkeys(self._kept.values()))

    def keep(self, data: bytes, wish: str) -> str:
        """Keep a picture and return its address; the same one twice is kept once.

        Args:
            data: The bytes of the file.
            wish: What it is called, if it is called anything.

        Raises:
            PictureError: it cannot be read, or there is no room for it.
        """
        key = sha256(data).hexdigest()
        if key in self._kept:
            return self._kept[key]
        if len(data) > MOST_BYTES or self._bytes + len(data) > MOST_ALTOGETHER:
            what = "It is too large."
            raise PictureError(
                what,
                f"Save it smaller, put it into the folder {FOLDER} beside this text, and write "
                "![what it shows](pictures/NAME.jpg) here.",
            )
        data, ending = _as_known(data)
        address = self._free(name_of(wish) if wish else "picture", ending)
        file = self._folder / address
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(data)
        _, problems = read_picture(
            address, folder=self._folder, project=self._folder, place=Place(address)
        )
        if problems:
            file.unlink()
            raise PictureError(problems[0].message, problems[0].hint)
        self._kept[key] = address
        self._bytes += len(data)
        return address

    def _free(self, name: str, ending: str) -> str:
        taken = set(self._kept.values())
        numbers = range(1 if name == "picture" else 2, len(taken) + 3)
        names = [*([] if name == "picture" else [name]), *(f"{name}-{one}" for one in numbers)]
        return next(address for one in names if (address := f"{FOLDER}/{one}{ending}") not in taken)


def _as_known(data: bytes) -> tuple[bytes, str]:
    """Return a picture in a kind that a leaflet can show, and the ending of that kind.

    Raises:
        PictureError: it is of no such kind.
    """
    if b"<svg" in data[:2000]:
        return data, ".svg"
    try:
        with Image.open(BytesIO(data), formats=(*RASTER_FORMATS, "BMP")) as image:
            if image.format != "BMP":
                return data, _ENDINGS[str(image.format)]
            if image.width * image.height <= MOST_PIXELS:
                changed = BytesIO()
                image.save(changed, "PNG")
                return changed.getvalue(), ".png"
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        pass  # told below: whatever is wrong with it, the remedy is the same
    what = "It is broken, or of a kind that a leaflet cannot show."
    raise PictureError(
        what,
        "Open the document, click on the picture with the right button, choose Save as Picture and "
        f"there PNG, put the file into the folder {FOLDER} beside this text, and write "
        "![what it shows](pictures/NAME.png) here.",
    )


def settle_pictures(tree: BeautifulSoup, fetch: Fetch, album: Album, notes: Notes) -> None:
    """Take every picture that a tree shows into the album; one that cannot be had is told."""
    for image in tree.find_all("img"):
        address, alt = attribute(image, "src"), attribute(image, "alt").strip()
        try:
            image["src"] = album.keep(*fetch(address))
        except PictureError as error:
            called = quoted(alt) if alt else quoted(address.rpartition("/")[2] or "without a name")
            what = f"The picture {called} was left out. {error.what}"
            image.replace_with(NavigableString(notes.mark(what, error.mend)))
