"""Style sheets are read once in a process, not once for each document.

Reading them takes a fifth of a layout, and all documents of a build share most of theirs. What a
sheet gives WeasyPrint, selectors with their declarations and rules for pages, it only reads.
"""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from leaflet.typeset.fetch import LockedFetcher
from leaflet.typeset.importing import in_place_of, weasyprint, weasyprint_css

ACTING = ("@import", "@font-face", "@counter-style", "@color-profile", "@layer")
"""Rules that do something for the document in which they are read: a sheet with one of them is read
anew for each."""

MOST = 64
"""Sheets that are kept: some ten for each theme."""

_LOGGER = logging.getLogger("weasyprint")


@dataclass(frozen=True, slots=True)
class _Known:
    """What a file was when it was read: another size or time is another sheet."""

    address: str
    path: Path
    size: int
    time_ns: int


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A sheet that was read, and what was said of it, which counts for every document."""

    css: Any
    said: tuple[logging.LogRecord, ...]


class _Listener(logging.Handler):
    """Keeps what is logged."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep one message."""
        self.said.append(record)


@contextmanager
def sheets_once() -> Iterator[None]:
    """Let WeasyPrint get sheets that were read already."""
    make = weasyprint.CSS

    def sheet(*given: Any, url: str | None = None, **named: Any) -> Any:  # noqa: ANN401 - as the class that it stands in for, which has no types
        known = _known(url)
        fetcher = named.get("url_fetcher")
        found = _read(known, fetcher.folders) if known and fetcher else None
        if found is None:
            return make(*given, url=url, **named)
        for record in found.said:
            _LOGGER.handle(record)
        named["page_rules"].extend(found.css.page_rules)
        return found.css

    with in_place_of(weasyprint_css, "CSS", sheet):
        yield


def read_ahead(sheets: Iterable[Path], folders: tuple[Path, ...]) -> None:
    """Read sheets that documents will ask for.

    Args:
        sheets: Style sheets.
        folders: Those that the documents may load files from.
    """
    resolved = LockedFetcher(folders).folders
    for sheet in sheets:
        known = _known(sheet.as_uri())
        if known:
            _read(known, resolved)


def _known(address: str | None) -> _Known | None:
    """Return what is known of a file's address; nothing for what is no file."""
    parts = urlsplit(address or "")
    if parts.scheme != "file":
        return None
    path = Path(url2pathname(parts.path))
    try:
        about = path.stat()
    except OSError:
        return None  # layout tells of it
    return _Known(address or "", path, about.st_size, about.st_mtime_ns)


@lru_cache(maxsize=MOST)
def _read(known: _Known, folders: tuple[Path, ...]) -> _Sheet | None:
    """Return a sheet as read with its own rules for pages; nothing for one that acts."""
    if any(rule in known.path.read_text(encoding="utf-8", errors="replace") for rule in ACTING):
        return None
    listener = _Listener()
    watching, propagate = _LOGGER.handlers[:], _LOGGER.propagate
    _LOGGER.handlers[:], _LOGGER.propagate = [listener], False
    try:
        css = weasyprint.CSS(url=known.address, url_fetcher=LockedFetcher(folders))
    finally:
        _LOGGER.handlers[:], _LOGGER.propagate = watching, propagate
    return _Sheet(css, tuple(listener.said))
