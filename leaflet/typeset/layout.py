"""What layout hands back: plain data that can be pickled, in millimetres, never a box.

Places are measured from the top left corner of the trim of their page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

FLOW = "flow"
"""Name of the pages that text flows through, from panel to panel."""


class Kind(StrEnum):
    """What was placed."""

    TEXT = "text"
    PICTURE = "picture"
    ART = "art"
    """A picture that may cross the edges of its panel."""
    CODE = "code"
    """A QR code; the white around it may stand in the margin."""
    TABLE = "table"
    ZONE = "zone"
    """The lower zone of a panel, with all that stands in it."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One run of text or one picture, where it came to stand."""

    kind: Kind
    left: float
    top: float
    width: float
    height: float
    line: int | None
    """Source line of the block that it belongs to."""

    words: str = ""
    """The text, or the address of the picture."""

    family: str = ""
    """The first font family that its style asks for."""

    size_pt: float = 0.0
    """Size of its type in points."""

    heading: int = 0
    """Level of the heading that it belongs to; 0 in other text."""

    leading: float = 0.0
    """Distance in mm from its line to the next."""

    listed: bool = False
    """Whether it stands in a list."""

    @property
    def right(self) -> float:
        """Return the distance of its right edge from the left trim."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """Return the distance of its lower edge from the upper trim."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page as laid out: a panel, or a page of an edition without panels."""

    group: str
    """Name of the pages that it belongs to: a pinned panel's, or `flow`."""

    number: int
    """Its number in that group, from 0."""

    width: float
    height: float
    content: tuple[float, float, float, float]
    """Left, top, width and height of the area inside the margins."""

    placed: tuple[Placed, ...]
    end: float | None
    """Where the group's text ends, in mm from the trim; nothing if it goes on."""

    starts: int = 0
    """How many panels with a lower zone begin on it."""

    def of(self, *kinds: Kind) -> Iterator[Placed]:
        """Yield what was placed of these kinds."""
        return (one for one in self.placed if one.kind in kinds)

    @property
    def filled(self) -> float:
        """Return how far down it is filled, in mm from the top of its content."""
        top = self.content[1]
        lowest = [one.bottom for one in self.placed if one.kind not in (Kind.ART, Kind.ZONE)]
        return max([*lowest, self.end or top, top]) - top

    @property
    def words(self) -> int:
        """Return how many words stand on it."""
        return sum(len(one.words.split()) for one in self.of(Kind.TEXT))


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole document as laid out."""

    pdf: bytes
    """The pages as a tagged PDF in plain RGB, as the engine leaves it."""

    pages: tuple[PageLayout, ...]
    decorative: tuple[tuple[int, int], ...]
    """Page number, from 0, and marked-content number of each picture that only decorates."""

    fonts: Mapping[str, frozenset[str]]
    """Families of the fonts in the PDF, and the characters that each was used for."""

    missing: tuple[str, ...]
    """Characters that no font has."""

    warnings: tuple[str, ...]
    """What the engine passed over, in its own words."""

    def groups(self) -> list[str]:
        """Return the names of the groups, in the order of the document."""
        return list(dict.fromkeys(page.group for page in self.pages))

    def group(self, name: str) -> tuple[PageLayout, ...]:
        """Return the pages of one group, in order."""
        return tuple(page for page in self.pages if page.group == name)
