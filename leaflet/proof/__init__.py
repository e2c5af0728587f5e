"""What people look at: pictures of the sides, and the index of all leaflets."""

from leaflet.proof.index import Shown, write_index
from leaflet.proof.sides import side_pictures

__all__ = ["Shown", "side_pictures", "write_index"]
