"""One walk over all that a file paints: pages, forms in forms, patterns, glyphs that are drawings.

Every rule reads the events that come out of it; none looks at a content stream by itself. What
cannot be read is an event as well, and the walk goes on.
"""

from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary

from leaflet.pdf.content import Contents
from leaflet.pdf.events import Event, Where
from leaflet.pdf.geometry import EVERYWHERE
from leaflet.pdf.memory import Memory
from leaflet.pdf.state import State
from leaflet.pdf.stream import DEEPEST, Stream, group_of


def walk(pdf: pikepdf.Pdf, contents: Contents) -> Iterator[Event]:
    """Yield what the pages of a file paint, in the order in which they do; it is only read.

    Args:
        pdf: The file.
        contents: Where its streams are kept, for whoever goes over them after this.

    Raises:
        TooMuchError: forms in forms never end.
    """
    memory = Memory(pdf, contents)
    for number, page in enumerate(pdf.pages):
        yield from _page(page, number, memory)


def _page(page: pikepdf.Page, number: int, memory: Memory) -> Iterator[Event]:
    resources = inherited(page.obj, "/Resources")
    if not isinstance(resources, Dictionary):
        resources = Dictionary()
    group = page.obj.get("/Group")
    if isinstance(group, Dictionary):
        yield group_of(group, Where(number, EVERYWHERE), resources)
    yield from Stream(memory, number, resources, State(), ()).run(page)


def inherited(page: pikepdf.Object, name: str) -> pikepdf.Object | None:
    """Return what a page says of itself, or what the nodes above it say for it."""
    node: pikepdf.Object | None = page
    steps = 0
    while node is not None and steps < DEEPEST:
        if name in node:
            return node[name]
        node, steps = node.get("/Parent"), steps + 1
    return None
