"""Colour spaces of PDF (ISO 32000-1:2008, 8.6), as far as a press has to know them."""

from dataclasses import dataclass
from typing import TypeAlias

import pikepdf
from pikepdf import Dictionary, Name

Cmyk: TypeAlias = tuple[float, float, float, float]

DEEPEST = 8
"""How often a space may rest on another: no real one comes near, and a circle ends."""

_DEVICES = {"/DeviceGray": 1, "/DeviceRGB": 3, "/DeviceCMYK": 4}
_SHORT = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}
_FIXED = {"/CalGray": 1, "/CalRGB": 3, "/Lab": 3}
PROCESS = ("Cyan", "Magenta", "Yellow", "Black")


@dataclass(frozen=True, slots=True)
class Space:
    """A colour space."""

    family: str
    """Its name without the slash, such as `DeviceCMYK` or `Separation`."""

    parts: int
    """Numbers that make a colour."""

    colorants: tuple[str, ...] = ()
    """Names of the inks of a Separation or DeviceN."""

    base: "Space | None" = None
    """What an Indexed or a Pattern is of, and what a Separation or DeviceN turns into."""

    @property
    def screen(self) -> bool:
        """Whether its colours are those of a screen or an eye, and not of inks."""
        if self.family in ("Indexed", "Pattern"):
            return self.base is not None and self.base.screen
        if self.family == "ICCBased":
            return self.parts != 4  # noqa: PLR2004 - cyan, magenta, yellow, black
        return self.family in ("DeviceRGB", "CalRGB", "CalGray", "Lab")

    @property
    def spots(self) -> tuple[str, ...]:
        """Names of its inks that are none of the four, nor all of them."""
        if self.family in ("Indexed", "Pattern"):
            return self.base.spots if self.base else ()
        known = {*PROCESS, "All", "None"}
        return tuple(one for one in self.colorants if one not in known)

    @property
    def registration(self) -> bool:
        """Whether it prints on every plate."""
        return self.colorants == ("All",)

    def inks(self, colour: tuple[float, ...]) -> Cmyk | None:
        """Return a colour as shares of the four inks; nothing where it is of others."""
        if len(colour) != self.parts:
            return None
        if self.family == "DeviceGray":
            return (0.0, 0.0, 0.0, 1 - colour[0])
        if self.parts == 4 and self.family in ("DeviceCMYK", "ICCBased"):  # noqa: PLR2004 - as above
            cyan, magenta, yellow, black = colour
            return (cyan, magenta, yellow, black)
        if self.registration:
            return (colour[0],) * 4
        if self.colorants and set(self.colorants) <= {*PROCESS, "None"}:
            given = dict(zip(self.colorants, colour, strict=False))
            cyan, magenta, yellow, black = (given.get(one, 0.0) for one in PROCESS)
            return (cyan, magenta, yellow, black)
        return None

    def first(self) -> tuple[float, ...]:
        """Return the colour that a space begins with (ISO 32000-1:2008, table 74)."""
        if self.family == "DeviceCMYK" or (self.family == "ICCBased" and self.parts == 4):  # noqa: PLR2004 - as above
            return (0.0, 0.0, 0.0, 1.0)
        return (1.0 if self.colorants else 0.0,) * self.parts


GREY = Space("DeviceGray", 1)
RGB = Space("DeviceRGB", 3)
CMYK = Space("DeviceCMYK", 4)
UNKNOWN = Space("unknown", 0)


def read_space(written: pikepdf.Object | None, resources: pikepdf.Object, deep: int = 0) -> Space:
    """Return a colour space as a file writes it.

    Args:
        written: A name or an array.
        resources: Those of the stream that it stands in, which may name it.
        deep: How many spaces rest on it.
    """
    if written is None or deep > DEEPEST:
        return UNKNOWN
    if isinstance(written, Name):
        return _named(_SHORT.get(str(written), str(written)), resources, deep)
    if not isinstance(written, pikepdf.Array) or len(written) == 0:
        return UNKNOWN
    family = _SHORT.get(str(written[0]), str(written[0]))
    if family in _FIXED:
        return Space(family[1:], _FIXED[family])
    if len(written) == 1:
        return read_space(Name(family), resources, deep + 1)
    return _on_another(family, written, resources, deep)


def _named(name: str, resources: pikepdf.Object, deep: int) -> Space:
    if name in _DEVICES:
        return Space(name[1:], _DEVICES[name])
    if name == "/Pattern":
        return Space("Pattern", 0)
    named = resources.get("/ColorSpace", Dictionary())
    found = named.get(name) if isinstance(named, Dictionary) else None
    return read_space(found, resources, deep + 1)


def _on_another(
    family: str, written: pikepdf.Object, resources: pikepdf.Object, deep: int
) -> Space:
    """Return a colour space that rests on a profile, or on another space."""
    if family == "/ICCBased":
        parts = written[1].get("/N", 0) if isinstance(written[1], pikepdf.Stream) else 0
        return Space("ICCBased", int(parts))
    if family in ("/Indexed", "/Pattern"):
        base = read_space(written[1], resources, deep + 1)
        return Space(family[1:], 1 if family == "/Indexed" else base.parts, base=base)
    if family in ("/Separation", "/DeviceN") and len(written) > 2:  # noqa: PLR2004 - and its other space
        names = written[1].as_list() if isinstance(written[1], pikepdf.Array) else [written[1]]
        colorants = tuple(str(one).removeprefix("/") for one in names)
        base = read_space(written[2], resources, deep + 1)
        return Space(family[1:], len(colorants), colorants, base)
    return UNKNOWN
