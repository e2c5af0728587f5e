"""A file read once: what it says of itself, and all that it paints."""

from dataclasses import dataclass

from leaflet.pdf.content import Contents
from leaflet.pdf.document import DocumentFacts, UnopenableError, facts_of, opened
from leaflet.pdf.events import Event
from leaflet.pdf.memory import TooMuchError
from leaflet.pdf.walk import walk


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file as it was read: whoever judges it needs nothing more of it, except pictures."""

    data: bytes
    """The file itself."""

    facts: DocumentFacts
    events: tuple[Event, ...]
    """What its pages paint, in order."""

    contents: Contents
    """Its content streams, for whoever rewrites the same file."""


def read_file(data: bytes) -> FileRead:
    """Read a file.

    Raises:
        UnopenableError: it cannot be read, and why.
    """
    with opened(data) as pdf:
        try:
            contents = Contents()
            return FileRead(data, facts_of(pdf), tuple(walk(pdf, contents)), contents)
        except TooMuchError as error:
            msg = "The file paints more than anybody could print: forms in forms that never end."
            raise UnopenableError(msg) from error
        except MemoryError as error:
            msg = "The file needs more memory than a check may take."
            raise UnopenableError(msg) from error
