"""What people write, read into one frozen `Leaflet`: every piece with its file and line."""

from leaflet.manuscript.read import (
    CONTENT,
    FACTS,
    SOURCE,
    Found,
    find_leaflets,
    read_leaflet,
    read_project_facts,
    shown,
)

__all__ = [
    "CONTENT",
    "FACTS",
    "SOURCE",
    "Found",
    "find_leaflets",
    "read_leaflet",
    "read_project_facts",
    "shown",
]
