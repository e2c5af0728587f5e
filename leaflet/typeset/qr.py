"""QR codes as drawings."""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import zxingcpp

QUIET_MODULES = 4
"""Clear modules on each side (ISO/IEC 18004:2015, 6.3.8)."""

DARK, LIGHT = "#1a1a1a", "#ffffff"
"""The tokens --black and --white: black ink alone on paper, never tinted."""

_LEVELS = "MQH"
"""Levels of repair, 15, 25 and 30 % of a symbol: at least the first, and the best one that makes
it no larger (ISO/IEC 18004:2015, 7.5.1)."""


@dataclass(frozen=True, slots=True)
class Symbol:
    """A QR code as modules."""

    modules: int
    """How many there are on each side, without the quiet zone."""

    dark: bytes
    """A byte for each module, row by row from the top left: not 0 where it is dark."""

    said: str
    """What a reader makes of it."""

    @property
    def size(self) -> int:
        """Return how many modules it has on each side, with the quiet zone."""
        return self.modules + 2 * QUIET_MODULES

    def runs(self) -> Iterator[tuple[int, int, int]]:
        """Yield runs of dark modules: left, top, and how many; the quiet zone counts along."""
        for row in range(self.modules):
            line = self.dark[row * self.modules : (row + 1) * self.modules]
            at = line.find(_DARK)
            while at >= 0:
                end = line.find(_LIGHT, at)
                end = self.modules if end < 0 else end
                yield at + QUIET_MODULES, row + QUIET_MODULES, end - at
                at = line.find(_DARK, end)


_DARK, _LIGHT = b"\x01", b"\x00"


@lru_cache(64)
def symbol(address: str) -> Symbol:
    """Return the QR code for an address."""
    made = _made(address, _LEVELS[0])
    for level in _LEVELS[:0:-1]:
        better = _made(address, level)
        if _side(better) == _side(made):
            made = better
            break
    close = made.to_image(scale=_CLOSE, add_quiet_zones=True)
    read = zxingcpp.read_barcodes(close, formats=zxingcpp.BarcodeFormats(_QR), is_pure=True)
    said = read[0].text if len(read) == 1 else ""
    return Symbol(_side(made), _pixels(made).tobytes().translate(_FLIPPED), said)


_QR = zxingcpp.BarcodeFormat.QRCode
_CLOSE = 4
"""Pixels a module of the picture that is read back."""

_FLIPPED = bytes(255 - one and 1 for one in range(256))
"""From light as a picture has it to dark as a module is."""


def _made(address: str, level: str) -> zxingcpp.Barcode:
    return zxingcpp.create_barcode(address, _QR, ec_level=level)


def _pixels(made: zxingcpp.Barcode) -> memoryview:
    picture = made.to_image(scale=1, add_quiet_zones=False)
    return memoryview(picture)  # type: ignore[arg-type] # because its stub does not say that it is a buffer


def _side(made: zxingcpp.Barcode) -> int:
    return (_pixels(made).shape or (0,))[0]


def quiet(address: str) -> str:
    """Return which share of a code's width is white before its first module, as CSS has it."""
    return f"{QUIET_MODULES / symbol(address).size:.4f}"


def qr_picture(address: str) -> str:
    """Return a QR code for `address`, as a `data:` address."""
    made = symbol(address)
    # Lines as thick as a module: a third of the size of as many rectangles.
    path = "".join(f"M{left} {top}.5h{long}" for left, top, long in made.runs())
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {made.size} {made.size}">'
        f'<path fill="{LIGHT}" d="M0 0h{made.size}v{made.size}h-{made.size}z"/>'
        f'<path stroke="{DARK}" d="{path}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"
