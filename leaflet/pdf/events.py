"""What a page paints, one event a thing: data that a check can read without knowing PDF."""

from dataclasses import dataclass

from leaflet.pdf.geometry import Matrix, PointBox
from leaflet.pdf.space import Cmyk, Space

NO_INK = 0.001
"""Share of an ink below which there is none."""


@dataclass(frozen=True, slots=True)
class Paint:
    """The colour of a fill or a stroke, and how it goes over what lies under it."""

    space: Space
    colour: tuple[float, ...]
    overprint: bool
    mode: int
    """Whether parts of nothing spare what lies under them: 1 if so (OPM)."""

    opacity: float

    @property
    def inks(self) -> Cmyk | None:
        """Its shares of the four inks; nothing where it is of others, or a pattern."""
        return self.space.inks(self.colour)

    @property
    def white(self) -> bool:
        """Whether it leaves no ink."""
        if self.space.family in ("DeviceRGB", "CalRGB"):
            return min(self.colour, default=0) > 1 - NO_INK
        inks = self.inks
        return inks is not None and max(inks) < NO_INK

    @property
    def black(self) -> bool:
        """Whether it is full black ink and nothing else."""
        inks = self.inks
        return inks is not None and inks[3] > 1 - NO_INK and max(inks[:3]) < NO_INK

    @property
    def count(self) -> int:
        """Return of how many inks it is; 0 where that cannot be said."""
        inks = self.inks
        return sum(one > NO_INK for one in inks) if inks else 0


@dataclass(frozen=True, slots=True)
class Face:
    """What is asked of the font that words are set in."""

    name: str
    """Without the mark of a subset."""

    ascent: float
    """How far it says that it rises, in shares of its size."""

    descent: float
    """How far it says that it falls, in shares of its size; below 0."""


@dataclass(frozen=True, slots=True)
class Where:
    """Where something is painted."""

    page: int
    """Number of the page, from 0."""

    box: PointBox
    """The area that it may touch, inside its clip, as the page's own points."""

    inside: tuple[str, ...] = ()
    """What it stands in: forms, patterns, glyphs, the outermost first."""


@dataclass(frozen=True, slots=True)
class Path:
    """A path that is filled, stroked, or both."""

    where: Where
    fill: Paint | None
    stroke: Paint | None
    width_pt: float
    """How wide its stroke is, as placed."""

    thin_pt: float
    """How thin a filled bar is; 0 for a shape that is none."""


@dataclass(frozen=True, slots=True)
class Words:
    """What one operator shows of type."""

    where: Where
    fill: Paint | None
    stroke: Paint | None
    size_pt: float
    """Size as placed."""

    face: Face
    size: float
    """Size as the font is set, before any matrix; less than 0 where it is set upside down."""

    text: str
    """Its letters, as far as the font tells them."""

    words: tuple[tuple[float, float], ...]
    """Begin and end of each word along the line, in points of the line's own space."""

    place: Matrix
    """From the line's own space to the page."""

    opacity: float
    """Share by which it hides what lies under it, the groups around it taken together."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of pixels, as placed."""

    where: Where
    space: Space
    """What its pixels are made of; of one bit for a stencil."""

    stencil: Paint | None
    """The colour of a stencil; nothing for a picture that has its own."""

    pixels: tuple[int, int]
    bits: int
    ppi: float
    """Pixels an inch along the side that has fewer."""

    filters: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Shade:
    """A gradient."""

    where: Where
    space: Space


@dataclass(frozen=True, slots=True)
class Group:
    """What is mixed before it is painted: a transparent form, or a soft mask."""

    where: Where
    space: Space | None
    """The space in which it is mixed; nothing where it does not say."""

    luminosity: bool
    """Whether it masks by how light it is."""


@dataclass(frozen=True, slots=True)
class See:
    """Something that lets what lies under it show through."""

    where: Where
    how: str
    """`opacity`, `blend mode` or `soft mask`."""


@dataclass(frozen=True, slots=True)
class Transfer:
    """A curve that changes inks on their way to the plate."""

    where: Where


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be read, and was passed over."""

    where: Where
    what: str


Event = Path | Words | Picture | Shade | Group | See | Transfer | Fault
