"""What people look at: pictures of the sides, the report on a file, the index of all leaflets."""

from leaflet.proof.index import Shown, index_page
from leaflet.proof.plates import plate_pictures
from leaflet.proof.report import About, report
from leaflet.proof.sides import PROOF_DPI, side_pictures

__all__ = ["PROOF_DPI", "About", "Shown", "index_page", "plate_pictures", "report", "side_pictures"]
