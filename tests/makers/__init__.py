"""Files by other programs, made anew in every run: what charities send to printers today.

LibreOffice and Scribus are too large to install for one test each: where they are not there, the
tests that ask for them are skipped, also where every judge is required.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import typst

from tests.judges import good

HERE = Path(__file__).parent


def made_by_typst() -> bytes:
    """Return a page with bleed, a link, and words in the colours of a screen."""
    made = typst.compile(str(HERE / "tea.typ"))
    assert isinstance(made, bytes)
    return made


def made_by_libreoffice(folder: Path) -> bytes:
    """Return a text document as LibreOffice exports it; ``folder`` is for what it writes."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ("--convert-to", "pdf", "--outdir", str(folder), str(HERE / "tea.fodt"))
    good([there("soffice"), "--headless", "--norestore", profile, *convert])
    return (folder / "tea.pdf").read_bytes()


def saved_by_libreoffice(folder: Path, source: str, ending: str) -> Path:
    """Return a document of ours, such as tea_rich.html, as LibreOffice saves it in another kind."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    kind = ("--infilter=HTML (StarWriter)",) if source.endswith(".html") else ()
    convert = ("--convert-to", ending, "--outdir", str(folder), str(HERE / source))
    good([there("soffice"), "--headless", "--norestore", profile, *kind, *convert])
    made = folder / f"{Path(source).stem}.{ending}"
    # Without the part of it that such a document needs, LibreOffice says nothing and makes nothing.
    return made if made.is_file() else pytest.skip("this LibreOffice cannot open it")


def made_by_scribus(folder: Path) -> bytes:
    """Return a page in inks that Scribus exports as PDF/X-4; ``folder`` is for what it writes."""
    made = folder / "tea.pdf"
    script = ("-g", "-ns", "-py", str(HERE / "tea_scribus.py"), str(made))
    good([there("xvfb-run"), "-a", there("scribus"), *script])
    return made.read_bytes()


def there(program: str) -> str:
    """Return where a program is; the test is skipped where it is not."""
    return shutil.which(program) or pytest.skip(f"{program} is not installed")
