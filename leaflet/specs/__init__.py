"""Print facts as data: paper, folds and formats, each with its source."""

from leaflet.specs.formats import ALIASES, FORMATS, PINS, Format, Panel, find_format

__all__ = ["ALIASES", "FORMATS", "PINS", "Format", "Panel", "find_format"]
