"""Files of Microsoft Publisher (.pub): LibreOffice Draw opens them and prints them as a PDF.

Publisher ended in October 2026. LibreOffice has read its files for years (libmspub), and is the one
program left that anybody can install.
"""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from leaflet.intake.told import IntakeError

PROGRAMS = ("soffice", "libreoffice")
"""What LibreOffice is called."""

PLACES = (
    Path("/Applications/LibreOffice.app/Contents/MacOS/soffice"),
    Path("C:/Program Files/LibreOffice/program/soffice.exe"),
)
"""Where it is on systems that do not find it by name."""

LONGEST = 180
"""Seconds that it may take: its first start takes half a minute."""

_QUILL = b"CHNKINK "
"""Where Publisher's text begins, with the addresses of its links; before it stand ready-made forms
of Publisher's own, with addresses nobody wrote."""

_SCHEME = re.compile("|".join(re.escape(one) for one in ("http", "mailto:", "tel:")))
_LONGEST_ADDRESS = 2_000


def links_in(data: bytes) -> tuple[str, ...]:
    """Return the addresses that a file of Publisher links to, each once, in the file's order.

    Each stands behind its length, in UTF-16. From which words it is reached is not told here, and
    neither does LibreOffice tell it (libmspub reads no links).
    """
    _, found, text = data.partition(_QUILL)
    if not found:
        return ()
    addresses = [address for even in (text, text[1:]) for address in _counted(even)]
    return tuple(dict.fromkeys(addresses))


def _counted(data: bytes) -> Iterator[str]:
    """Yield the addresses whose letters lie on even places of some bytes."""
    letters = data[: len(data) // 2 * 2].decode("utf-16-le", errors="replace")
    for place in (one.start() for one in _SCHEME.finditer(letters)):
        length = ord(letters[place - 1]) if place else 0
        address = letters[place : place + length]
        whole = len(address) == length <= _LONGEST_ADDRESS
        if length and whole and address.isascii() and address.isprintable():
            yield address


def as_pdf(file: Path) -> bytes:
    """Return a file of Publisher as LibreOffice prints it: a PDF with its words and pictures.

    Raises:
        IntakeError: there is no LibreOffice, or it cannot open the file.
    """
    program = next(
        (found for one in PROGRAMS if (found := shutil.which(one))),
        next((str(one) for one in PLACES if one.is_file()), None),
    )
    if program is None:
        msg = f'"{file.name}" is a file of Microsoft Publisher, which LibreOffice has to open.'
        hint = (
            "Install LibreOffice from www.libreoffice.org (on Debian and Ubuntu: sudo apt install "
            "libreoffice-draw), which costs nothing, and import the file again."
        )
        raise IntakeError(msg, hint)
    with TemporaryDirectory(prefix="leaflet-") as folder:
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        options = ("--headless", "--norestore", profile, "--convert-to", "pdf", "--outdir", folder)
        try:
            subprocess.run(  # noqa: S603 - LibreOffice, on the file that somebody named
                [program, *options, str(file)], capture_output=True, check=False, timeout=LONGEST
            )
            return (Path(folder) / f"{file.stem}.pdf").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            msg = f'LibreOffice cannot open "{file.name}": it may be broken, or no Publisher file.'
            hint = "Open it in LibreOffice Draw by hand; if that works, save it as PDF."
            raise IntakeError(msg, hint) from error
