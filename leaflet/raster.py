"""PDF pages to pixels, by PDFium."""

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from leaflet.units import POINTS_PER_INCH


def pictures(pdf: bytes, *, dpi: float, quick: bool = False) -> Iterator[Image.Image]:
    """Yield each page as a true-colour picture at `dpi` pixels an inch.

    Args:
        pdf: The file.
        dpi: Pixels an inch.
        quick: Take less than half the time for a grey picture of a grey page, to measure and
            not to look at: PDFium then puts letters at whole pixels.
    """
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        for page in document:
            # PDFium rounds sizes up: a hair too much would stretch the page by a pixel.
            scale = dpi / POINTS_PER_INCH
            width, height = page.get_size()
            scale = min(round(width * scale) / width, round(height * scale) / height)
            yield page.render(scale=scale * (1 - 1e-7), grayscale=quick).to_pil()
    finally:
        document.close()


_EFFORT = 3
"""Of zlib: two thirds of the time of its usual 6, for a twentieth more bytes."""


def png(picture: Image.Image, *, dpi: float) -> bytes:
    """Return the picture as a PNG file that knows its size on paper."""
    stream = io.BytesIO()
    picture.save(stream, "PNG", dpi=(dpi, dpi), compress_level=_EFFORT)
    return stream.getvalue()
