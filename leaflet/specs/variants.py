"""What a press asks of a file, by how it prints (GWG 2022, requirements R0001 to R0036)."""

from dataclasses import dataclass, replace

from leaflet.specs.paper import PICTURE_PPI_ERROR, PICTURE_PPI_WARNING


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of printing, with its thresholds."""

    name: str
    says: str
    inks: frozenset[str]
    """Names of the process inks that it prints."""

    screen_colours: str
    """Which colours of a screen it takes: `none`, or `pictures` with a profile (R0027, R0028)."""

    spots: bool
    """Whether inks of other names are taken (R0020)."""

    white_pt: float
    """Least size of white words (R0016)."""

    inks_pt: float
    """Least size of words of more than one ink (R0017)."""

    line_pt: float
    """Least width of white lines, and of lines of more than one ink (R0018, R0019)."""

    rich: float
    """Most ink of black words, as a share of one ink (R0015)."""

    ppi: tuple[int, int]
    """Pixels an inch below which a picture is an error, and a warning (R0031)."""

    bit_ppi: tuple[int, int]
    """The same for pictures of one bit (R0032)."""

    ink_limit: float | None
    """Most ink in per cent, as a mean over squares of 15 mm (R0026); nothing for no limit."""

    like: str = ""
    """The variant whose severities it has, where it has none of its own."""


_FOUR = frozenset({"cyan", "magenta", "yellow", "black"})

_SHEET = Variant(
    name="sheet-cmyk",
    says="offset on sheets, in four inks",
    inks=_FOUR,
    screen_colours="none",
    spots=False,
    white_pt=8,
    inks_pt=8,
    line_pt=0.25,
    rich=2.8,
    ppi=(PICTURE_PPI_ERROR, PICTURE_PPI_WARNING),
    bit_ppi=(550, 800),
    ink_limit=320,
)
_DIGITAL = Variant(
    name="digital",
    says="digital printing",
    inks=_FOUR,
    screen_colours="pictures",
    spots=True,
    white_pt=5,
    inks_pt=5,
    line_pt=0.25,
    rich=2.8,
    ppi=(96, 150),
    bit_ppi=(350, 600),
    ink_limit=None,
)

VARIANTS = {
    one.name: one
    for one in (
        _SHEET,
        replace(
            _SHEET,
            name="sheet-black",
            says="offset on sheets, in black alone",
            inks=frozenset({"black"}),
        ),
        replace(
            _SHEET,
            name="sheet-cmyk-rgb",
            says="offset on sheets, with pictures in RGB",
            screen_colours="pictures",
        ),
        _DIGITAL,
        replace(
            _DIGITAL,
            name="large-format",
            says="posters and banners",
            line_pt=0.15,
            rich=2.2,
        ),
        replace(
            _SHEET,
            name="sheet-spot",
            says="offset on sheets, with spot inks",
            spots=True,
            like="sheet-cmyk",
        ),
    )
}
"""Every variant by name. The limits for pictures of large format are those of digital printing:
the workbook scales them by the distance from which one looks, which a file does not tell."""

DEFAULT_VARIANT = "sheet-cmyk"
