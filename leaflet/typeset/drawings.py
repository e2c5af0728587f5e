"""Drawings are turned into operators of PDF once, not for each of a batch's layouts.

An SVG is walked through each time it is drawn, which takes a twelfth of a layout. What comes of a
file at a size is the same wherever it stands, as long as it needs nothing of the page but degrees
of transparency: gradients lie where their page has them, and letters belong to its fonts.
"""

import re
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import pydyf

from leaflet.typeset.importing import SVG, in_place_of
from leaflet.typeset.stencil.scratch import BORROWED, REMEMBERED

MOST = 128
"""Drawings that are kept."""

_ALPHA = re.compile(r"[aA][\d.]+")
"""Names of degrees of transparency, as WeasyPrint calls them."""


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What came of a drawing."""

    operators: list[Any]
    alphas: dict[str, Any]
    """The degrees of transparency that it needs."""


_kept: OrderedDict[tuple[object, ...], _Drawn] = OrderedDict()


@contextmanager
def drawings_once() -> Iterator[None]:
    """Let WeasyPrint draw each file at each size once in this process."""
    draw = SVG.draw

    def drawn(
        svg: Any,  # noqa: ANN401 - as the function that it stands in for, which has no types
        stream: Any,  # noqa: ANN401 - as above
        width: float,
        height: float,
        *where: Any,  # noqa: ANN401 - as above
    ) -> None:
        key = _key(stream, width, height, where[0])
        if not key:
            draw(svg, stream, width, height, *where)
            return
        found = _kept.get(key)
        states = stream._resources["ExtGState"]  # noqa: SLF001 - no public way
        if found:
            _kept.move_to_end(key)
            states.update({name: one for name, one in found.alphas.items() if name not in states})
            stream.stream.extend(found.operators)
            _end(stream)
            return
        begin, before = len(stream.stream), _needs(stream)
        own = stream._resources["ExtGState"] = pydyf.Dictionary()  # noqa: SLF001 - as above
        try:
            draw(svg, stream, width, height, *where)
        finally:
            stream._resources["ExtGState"] = states  # noqa: SLF001 - as above
            states.update({name: one for name, one in own.items() if name not in states})
        made = stream.stream[begin:]
        if _needs(stream) == before and b"BT" not in made and all(map(_ALPHA.fullmatch, own)):
            _kept[key] = _Drawn(made, dict(own))
            if len(_kept) > MOST:
                _kept.popitem(last=False)

    with in_place_of(SVG, "draw", drawn):
        yield


def _key(stream: Any, width: float, height: float, address: str) -> tuple[object, ...]:  # noqa: ANN401 - a stream of WeasyPrint's
    """Return what a drawing is known by; nothing if it is none that lies in a file."""
    parts = urlsplit(address or "")
    if parts.scheme != "file":
        return ()
    try:
        file = Path(url2pathname(parts.path)).stat()
    except OSError:
        return ()
    state = tuple(getattr(stream, name, None) for name in REMEMBERED)
    return (address, file.st_size, file.st_mtime_ns, width, height, *state)


def _needs(stream: Any) -> tuple[int, ...]:  # noqa: ANN401 - as above
    """Return how much of other things a stream draws with: pictures, patterns, spaces of colour."""
    resources = stream._resources  # noqa: SLF001 - no public way
    return tuple(len(resources[kind]) for kind in BORROWED)


def _end(stream: Any) -> None:  # noqa: ANN401 - as above
    """Let a stream remember nothing, as at the end of every drawing."""
    for name in REMEMBERED:
        setattr(stream, name, None)
