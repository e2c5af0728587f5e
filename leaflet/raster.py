"""PDF pages to pixels, by PDFium."""

import io
from collections.abc import Iterator

import pypdfium2
from PIL import Image

from leaflet.units import POINTS_PER_INCH


def pictures(pdf: bytes, *, dpi: float) -> Iterator[Image.Image]:
    """Yield each page as a true-colour picture at `dpi` pixels an inch.

    True colour, since a reduced palette speckles large type.
    """
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    try:
        for page in document:
            yield page.render(scale=dpi / POINTS_PER_INCH).to_pil().convert("RGB")
    finally:
        document.close()


def png(picture: Image.Image, *, dpi: float) -> bytes:
    """Return the picture as a PNG file that knows its size on paper."""
    stream = io.BytesIO()
    picture.save(stream, "PNG", dpi=(dpi, dpi), optimize=False)
    return stream.getvalue()
