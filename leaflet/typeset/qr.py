"""QR codes as drawings."""

import base64
import re
import string
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
            here, end = row * self.modules, (row + 1) * self.modules
            for found in _RUN.finditer(self.dark, here, end):
                left, right = found.span()
                yield left - here + QUIET_MODULES, row + QUIET_MODULES, right - left


_RUN = re.compile(b"\x01+")


@lru_cache(64)
def symbol(address: str) -> Symbol:
    """Return the QR code for an address."""
    made = _made(address, _level(address))
    close = made.to_image(scale=_CLOSE, add_quiet_zones=True)
    read = zxingcpp.read_barcodes(close, formats=zxingcpp.BarcodeFormats(_QR), is_pure=True)
    said = read[0].text if len(read) == 1 else ""
    return Symbol(_side(made), _pixels(made).tobytes().translate(_FLIPPED), said)


def _level(address: str) -> str:
    """Return the best level of repair that makes a code no larger."""
    kinds = address.translate(_KINDS)
    if kinds not in _levels:
        side = _side(_made(address, _LEVELS[0]))
        better = (one for one in _LEVELS[:0:-1] if _side(_made(address, one)) == side)
        if len(_levels) >= _MOST_KINDS:
            _levels.clear()
        _levels[kinds] = next(better, _LEVELS[0])
    return _levels[kinds]


_KINDS = str.maketrans(
    dict.fromkeys(string.digits, "0")
    | dict.fromkeys(string.ascii_uppercase + " $%*+-./:", "A")
    | dict.fromkeys(string.ascii_lowercase + "_~?=&#@!,;'()[]{}|^<>", "a")
)
"""Signs that a code holds in as many bits (ISO/IEC 18004:2015, 7.4): addresses that have the same
kinds in the same order make codes of the same size."""

_levels: dict[str, str] = {}
"""Levels by the kinds of an address's signs: of a thousand branches, most have the same."""

_MOST_KINDS = 1000

_QR = zxingcpp.BarcodeFormat.QRCode
_CLOSE = 2
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
    path = "".join(f"M{left} {top}h{long}v1h-{long}z" for left, top, long in made.runs())
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {made.size} {made.size}">'
        f'<path fill="{LIGHT}" d="M0 0h{made.size}v{made.size}h-{made.size}z"/>'
        f'<path fill="{DARK}" d="{path}"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode('ascii')}"
