"""A fetcher that loads only what lies under the folders it is given; nothing from a network."""

from pathlib import Path
from urllib.parse import unquote, urlsplit

from leaflet.typeset.feed import RASTER_TYPES, fed
from leaflet.typeset.importing import URLFetcher, URLFetcherResponse

MOST_BYTES = 60_000_000

TYPES = {
    ".css": "text/css",
    ".svg": "image/svg+xml",
    **RASTER_TYPES,
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}
"""The kinds of file that layout has a use for; no other is read."""


class LockedFetcher(URLFetcher):  # type: ignore[misc]  # because weasyprint has no types
    """Reads `file:` addresses under its folders, and `data:` addresses; refuses the rest."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Allow `folders`, which are resolved once, here."""
        super().__init__(allowed_protocols={"file", "data"}, allow_redirects=False)
        self.folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return what stands at `url`.

        Raises:
            PermissionError: it lies outside the folders, is no kind of file that layout
                needs, or is not a file here at all.
        """
        address = urlsplit(url)
        if address.scheme == "data":
            return super().fetch(url, headers)
        if address.scheme != "file" or address.netloc not in ("", "localhost"):
            msg = f"only files of the project are loaded, not {url}"
            raise PermissionError(msg)
        path = Path(unquote(address.path)).resolve()
        if not any(path.is_relative_to(folder) for folder in self.folders):
            msg = f"outside the project: {path}"
            raise PermissionError(msg)
        kind = TYPES.get(path.suffix.lower())
        if kind is None or path.stat().st_size > MOST_BYTES:
            msg = f"not a file that a leaflet needs: {path}"
            raise PermissionError(msg)
        data = ready = path.read_bytes()
        if path.suffix.lower() in RASTER_TYPES:
            ready, kind = fed(path, data)
        # Where an address is a file's, layout reads the file once more, past these bytes.
        where = url if ready is data else ""
        return URLFetcherResponse(where, ready, {"Content-Type": kind})
