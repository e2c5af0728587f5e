"""A file read once: what it says of itself, and all that it paints."""

from leaflet.pdf.document import DocumentFacts, UnopenableError, facts_of, opened
from leaflet.pdf.events import Event
from leaflet.pdf.memory import TooMuchError
from leaflet.pdf.walk import walk


def read_file(data: bytes) -> tuple[DocumentFacts, tuple[Event, ...]]:
    """Return what a file says of itself, and what its pages paint, in order.

    Raises:
        UnopenableError: it cannot be read, and why.
    """
    with opened(data) as pdf:
        try:
            facts = facts_of(pdf)
            events = tuple(walk(pdf))
        except TooMuchError as error:
            msg = "The file paints more than anybody could print: forms in forms that never end."
            raise UnopenableError(msg) from error
        except MemoryError as error:
            msg = "The file needs more memory than a check may take."
            raise UnopenableError(msg) from error
    return facts, events
