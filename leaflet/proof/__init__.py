"""What people look at: pictures of the sides, and the index of all leaflets."""

from leaflet.proof.index import Shown, index_page
from leaflet.proof.sides import side_pictures

__all__ = ["Shown", "index_page", "side_pictures"]
