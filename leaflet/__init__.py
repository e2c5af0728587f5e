"""Leaflets, booklets and posters from Markdown, for press, screen and people with low sight."""

__version__ = "0.1.0"
