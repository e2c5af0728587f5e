"""The page about each code."""

from leaflet.problems import CODES
from leaflet.resources import checks_folder


def explanation(code: str) -> str | None:
    """Return the page about `code` as Markdown, or nothing if there is no such code.

    Raises:
        FileNotFoundError: the page is missing from this installation.
    """
    if code not in CODES:
        return None
    return (checks_folder() / f"{code}.md").read_text(encoding="utf-8")
