"""Any file as its plates would show it, ours or not."""

import io

import pikepdf
from pikepdf import Dictionary
from PIL import Image

from leaflet.pdf.walk import inherited
from leaflet.press.colour import Inks
from leaflet.press.plates import plates
from leaflet.press.separate import Separator


def inked_pages(data: bytes, inks: Inks, *, dpi: float) -> tuple[Image.Image, ...]:
    """Return each page of a file in inks, as a CMYK picture with 255 as full ink.

    What is in the colours of a screen is shown as it would come out for the condition.

    Returns:
        The pages; none where the file holds what no rule of ours separates.
    """
    try:
        return tuple(plates(_separated(data, inks)).inked(dpi, quick=True))
    except Exception:  # noqa: BLE001 - a file of anybody's: the rest of it is judged all the same
        return ()


def _separated(data: bytes, inks: Inks) -> bytes:
    with pikepdf.open(io.BytesIO(data), suppress_warnings=True) as pdf:
        for page in pdf.pages:
            resources = inherited(page.obj, "/Resources")
            page.obj.Resources = Dictionary() if resources is None else resources
            if "/Annots" in page.obj:
                del page.obj.Annots
        Separator(pdf, inks, spots=False).run()
        stream = io.BytesIO()
        pdf.save(stream)
        return stream.getvalue()
