"""Pictures: opened, looked at, and refused before they can do harm.

Layout passes silently over a truncated JPEG and needs a gigabyte for a 144-megapixel PNG,
so each picture is judged here, by its first bytes where that is enough.
"""

import re
import warnings
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from PIL import Image, ImageFile, UnidentifiedImageError

from leaflet.manuscript.address import split_address
from leaflet.model import Picture
from leaflet.problems import Place, Problem, Severity, did_you_mean

MOST_PIXELS = 100_000_000
"""An A2 poster at 300 pixels an inch has 35 million; three times that is room enough."""

MOST_BYTES = 60_000_000
MOST_SVG_BYTES = 5_000_000
MOST_SVG_ELEMENTS = 20_000

RASTER_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")
ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".svg"})

_ENTITY = re.compile(rb"<!(?:ENTITY|DOCTYPE[^>]*\[)", re.IGNORECASE)
_XLINK = "{http://www.w3.org/1999/xlink}href"
_CSS_ADDRESS = re.compile(r"url\(\s*['\"]?\s*(?!#)([^)'\"]+)|@import", re.IGNORECASE)


class _RefusedError(Exception):
    """A picture that cannot be used: code, what is wrong, what to do."""

    def __init__(self, code: str, message: str, hint: str) -> None:
        super().__init__(message)
        self.code, self.message, self.hint = code, message, hint


def _refused(message: str, hint: str, *, code: str) -> _RefusedError:
    """Return the refusal, to be raised where the fault is seen."""
    return _RefusedError(code, message, hint)


def read_picture(
    source: str, *, folder: Path, project: Path, place: Place
) -> tuple[Picture | None, list[Problem]]:
    """Judge the picture that `source`, an address as authors write it, names.

    Args:
        source: The address, relative to `folder`.
        folder: The leaflet's folder.
        project: The project's folder; nothing outside it is read.
        place: Where the author names it.

    Returns:
        The picture, or nothing with the problem that says why.
    """
    try:
        path = _find(source, folder, project)
        if path.suffix.lower() == ".svg":
            _judge_svg(path, source)
            return Picture(source, path, None, None), []
        width_px, height_px = _judge_raster(path, source)
        return Picture(source, path, width_px, height_px), []
    except _RefusedError as refused:
        return None, [
            Problem(refused.code, Severity.ERROR, refused.message, refused.hint, place=place)
        ]


def _find(source: str, folder: Path, project: Path) -> Path:
    """Return the file, which lies in the project whatever links and dots stand in its way."""
    address = split_address(source)
    if address.scheme or address.netloc or source.startswith(("/", "\\")) or ":" in source[:3]:
        raise _refused(
            f'The picture "{source}" is not a file of this leaflet.',
            "Put the picture into the leaflet's folder and name it from there, "
            "such as pictures/rose.svg.",
            code="picture-outside",
        )
    written = folder / unquote(address.path)
    try:
        path = written.resolve()
    except (OSError, RuntimeError, ValueError):  # a circle of links, or a name no disk can hold
        path = project.parent
    if not path.is_relative_to(project.resolve()):
        raise _refused(
            f'The picture "{source}" lies outside the project.',
            "Copy it into the leaflet's folder; nothing outside the project is read.",
            code="picture-outside",
        )
    if not path.is_file():
        near = folder / Path(unquote(address.path)).parent
        names = [one.name for one in near.iterdir()] if near.is_dir() else []
        pictures = [name for name in names if Path(name).suffix.lower() in ENDINGS]
        raise _refused(
            f'There is no picture "{source}".',
            did_you_mean(Path(source).name, pictures),
            code="picture-missing",
        )
    return path


@contextmanager
def _strictly() -> Iterator[None]:
    """Let Pillow refuse what is cut short; layout switches that off for the whole process."""
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # We measure against our own limit, before anything is unpacked.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before


def _judge_raster(path: Path, source: str) -> tuple[int, int]:
    """Return width and height in pixels of a picture that can be read to its end."""
    broken = "Open it in a picture program and save it again as PNG or JPEG."
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _too_large(source, f"{path.stat().st_size / 1e6:.0f} megabytes")
        with _strictly(), Image.open(path, formats=RASTER_FORMATS) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise _too_large(source, f"{width * height / 1e6:.0f} megapixels")
            image.load()
    except Image.DecompressionBombError as error:
        raise _too_large(source, "far too many pixels") from error
    except UnidentifiedImageError as error:
        raise _refused(
            f'"{source}" is not a picture, whatever its name says.',
            f"{broken} PNG, JPEG, WebP, GIF, TIFF and SVG can be read.",
            code="picture-broken",
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise _refused(
            f'The picture "{source}" is broken or cut short ({" ".join(str(error).split())}).',
            f"Get the original again. {broken}",
            code="picture-broken",
        ) from error
    return width, height


def _too_large(source: str, how: str) -> _RefusedError:
    return _refused(
        f'The picture "{source}" has {how}; no leaflet needs that.',
        "Save it smaller: 300 pixels for each inch, 118 for each centimetre, on paper.",
        code="picture-too-large",
    )


def _judge_svg(path: Path, source: str) -> None:
    """Refuse drawings that unfold without end, or reach for other files."""
    if path.stat().st_size > MOST_SVG_BYTES:
        raise _too_large(source, f"{path.stat().st_size / 1e6:.0f} megabytes")
    data = path.read_bytes()
    if _ENTITY.search(data):
        raise _refused(
            f'The drawing "{source}" defines entities, which can unfold without end.',
            "Save it as plain SVG from a drawing program such as Inkscape.",
            code="picture-broken",
        )
    try:
        root = ET.fromstring(data)  # noqa: S314 - entities, the danger here, are refused above
    except (ET.ParseError, ValueError, RecursionError) as error:
        raise _refused(
            f'The drawing "{source}" cannot be read as SVG ({error}).',
            "Open it in a drawing program and save it again as plain SVG.",
            code="picture-broken",
        ) from error
    if root.tag not in ("{http://www.w3.org/2000/svg}svg", "svg"):
        raise _refused(
            f'"{source}" is not a drawing: it begins with <{root.tag}>, not <svg>.',
            "Save it as plain SVG from a drawing program.",
            code="picture-broken",
        )
    elements = list(root.iter())
    if len(elements) > MOST_SVG_ELEMENTS:
        raise _too_large(source, f"{len(elements)} pieces")
    _judge_references(elements, source)


def _judge_references(elements: list[ET.Element], source: str) -> None:
    for element in elements:
        address = element.get("href") or element.get(_XLINK) or ""
        own = address.startswith(("#", "data:image/png", "data:image/jpeg"))
        styles = f"{element.get('style', '')} {element.text or ''}"
        if (address and not own) or (found := _CSS_ADDRESS.search(styles)):
            what = address if address and not own else (found[1] or "@import" if found else "")
            raise _refused(
                f'The drawing "{source}" reaches for "{what}".',
                "Save it with everything inside it, without links to other files.",
                code="picture-outside",
            )
    _judge_circles(elements, source)


def _judge_circles(elements: list[ET.Element], source: str) -> None:
    """Refuse `use` inside what it uses, and uses of uses that multiply."""
    by_id = {element.get("id"): element for element in elements if element.get("id")}

    def weight(element: ET.Element, depth: int) -> int:
        if depth > 20:  # noqa: PLR2004 - uses within uses; drawings have one or two
            raise RecursionError
        total = 0
        for child in element.iter():
            total += 1
            target = (child.get("href") or child.get(_XLINK) or "").removeprefix("#")
            if child.tag.endswith("use") and target in by_id:
                total += weight(by_id[target], depth + 1)
            if total > MOST_SVG_ELEMENTS:
                raise RecursionError
        return total

    try:
        weight(elements[0], 0)
    except RecursionError as error:
        raise _refused(
            f'The drawing "{source}" uses itself, or unfolds to more than {MOST_SVG_ELEMENTS} '
            "pieces.",
            "Save it as plain SVG with its clones unlinked.",
            code="picture-broken",
        ) from error
