"""The only room that edits PDF: boxes, order, tags, and what a file says of itself."""

from leaflet.press.screen import finish_pages, finish_panels

__all__ = ["finish_pages", "finish_panels"]
