"""A fontconfig file of our own, which lists only the fonts that we or the charity ship.

The same output whatever the machine has, and a missing glyph shows instead of falling back
in silence to whatever is installed.
"""

import os
from functools import cache
from html import escape
from pathlib import Path

from leaflet.problems import SystemLibraryError
from leaflet.resources import Theme

TEXT_FAMILY = "Atkinson Hyperlegible"
DISPLAY_FAMILY = "Leaflet Display"

_FILE = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
{folders}
  <cachedir>{cache}</cachedir>
  <alias binding="same"><family>sans-serif</family><prefer><family>{text}</family></prefer></alias>
  <alias binding="same"><family>serif</family><prefer><family>{display}</family></prefer></alias>
</fontconfig>
"""


_EM = 2000
"""Size in pixels at which fonts are measured: their own units are about as fine."""


def rises(theme: Theme, *, text: str, display: str) -> dict[str, float]:
    """Return by how much a theme's own fonts reach further up than down.

    Where a line's baseline lies depends on that: half of it, in ems, below the line's middle.

    Args:
        theme: Whose fonts.
        text: Family for text; empty for ours.
        display: Family for headings; empty for ours.

    Returns:
        The share of the size, for `text` and `display`; nothing for our own fonts, whose rises
        are in the tokens, and for a family that the theme does not have.
    """
    own = {"text": (text, TEXT_FAMILY), "display": (display, DISPLAY_FAMILY)}
    found = {
        face: _rise(theme.font_files(), family)
        for face, (family, ours) in own.items()
        if family not in ("", ours)
    }
    return {face: rise for face, rise in found.items() if rise is not None}


@cache
def _rise(files: tuple[Path, ...], family: str) -> float | None:
    from PIL import ImageFont  # noqa: PLC0415 - only few leaflets need it

    for file in files:
        font = ImageFont.truetype(str(file), _EM)
        if font.getname()[0] == family:
            up, down = font.getmetrics()
            return round((up - down) / _EM, 4)
    return None


@cache
def x_height(files: tuple[Path, ...], family: str) -> float | None:
    """Return how high a small x of a family is, in shares of the size; nothing if it is not there.

    Args:
        files: The fonts of a theme.
        family: The family's name; empty for ours.
    """
    from PIL import ImageFont  # noqa: PLC0415 - as above

    for file in files:
        font = ImageFont.truetype(str(file), _EM)
        if font.getname()[0] == (family or TEXT_FAMILY):
            _, top, _, low = font.getbbox("x", anchor="ls")
            return round((low - top) / _EM, 4)
    return None


def use_only(theme: Theme, folder: Path) -> Path:
    """Make this process see the fonts of `theme` and no others.

    Args:
        theme: Whose fonts.
        folder: Where the fontconfig file and its cache may be kept.

    Returns:
        The fontconfig file.

    Raises:
        SystemLibraryError: the theme has no font file; Pango would crash on that.
    """
    if not theme.font_files():
        msg = "There is no font at all: this installation is not whole. Install the program again."
        raise SystemLibraryError(msg)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "fonts.conf"
    text = _FILE.format(
        folders="\n".join(f"  <dir>{escape(str(one))}</dir>" for one in theme.font_folders()),
        cache=escape(str(folder / "cache")),
        text=TEXT_FAMILY,
        display=DISPLAY_FAMILY,
    )
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")
    os.environ["FONTCONFIG_FILE"] = str(path)
    return path
