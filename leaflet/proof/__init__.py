"""What people look at: pictures of the sides, and the index of all leaflets."""

from leaflet.proof.index import Shown, index_page
from leaflet.proof.plates import plate_pictures
from leaflet.proof.sides import PROOF_DPI, side_pictures

__all__ = ["PROOF_DPI", "Shown", "index_page", "plate_pictures", "side_pictures"]
