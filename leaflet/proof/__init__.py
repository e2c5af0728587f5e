"""What people look at: pictures of the sides, the report on a file, the index of all leaflets."""

from leaflet.proof.index import Shown, index_page
from leaflet.proof.plates import plate_pictures
from leaflet.proof.report import About, report
from leaflet.proof.sides import proof_dpi, side_pictures

__all__ = [
    "About",
    "Shown",
    "index_page",
    "plate_pictures",
    "proof_dpi",
    "report",
    "side_pictures",
]
