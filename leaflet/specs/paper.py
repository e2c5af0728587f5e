"""Sizes of paper and other lengths that print shops ask for."""

from leaflet.units import Size

A4 = Size(210, 297)
"""ISO 216, A series, portrait."""

A3 = Size(297, 420)
"""ISO 216, A series, portrait."""

A2 = Size(420, 594)
"""ISO 216, A series, portrait."""

A1 = Size(594, 841)
"""ISO 216, A series, portrait."""

A0 = Size(841, 1189)
"""ISO 216, A series, portrait."""

TABLOID = Size(279.4, 431.8)
"""ANSI/ASME Y14.1, size B: 11 x 17 inches, portrait."""

A5 = Size(148, 210)
"""ISO 216, A series, portrait."""

A6 = Size(105, 148)
"""ISO 216, A series, portrait."""

DL = Size(99, 210)
"""A third of A4, which fits the DL envelope of ISO 269."""

LETTER = Size(215.9, 279.4)
"""ANSI/ASME Y14.1, size A: 8.5 x 11 inches, portrait."""

SRA3 = Size(320, 450)
"""ISO 217, portrait: what digital presses print on, with room to cut A3 from it."""

BOOKMARK = Size(55, 170)
"""Our own choice, since there is no standard: four stand side by side on A4, with room to cut."""

BLEED = 3.0
"""Art past the trim, mm: the custom of UK print shops (webforma.co.uk/bleed.asp)."""

BLEED_INCHES = 3.175
"""Art past the trim where paper is measured in inches, mm: 1/8 inch (PrintingForLess)."""

SAFE_ERROR = 3.0
"""Words nearer than this to trim or fold, mm, may be cut or cracked (trade custom)."""

SAFE_WARNING = 5.0
"""Distance that printers' artwork guides ask for, mm (webforma.co.uk/bleed.asp, pqtp)."""

TUCK = 3.0
"""How much narrower the panel that folds inside is, mm: 97 + 100 + 100 on A4
(print-print.co.uk, "6pp DL roll folded"). It grows with the weight of the paper."""

PICTURE_PPI_ERROR = 150
"""Fewest pixels an inch of a picture as placed (GWG 2022, R0031: more than 149)."""

PICTURE_PPI_WARNING = 225
"""Pixels an inch below which a picture looks soft (GWG 2022, R0031: more than 224)."""


def landscape(size: Size) -> Size:
    """Return the size lying on its long edge.

    >>> landscape(A4)
    Size(width=297, height=210)
    """
    return Size(max(size.width, size.height), min(size.width, size.height))
