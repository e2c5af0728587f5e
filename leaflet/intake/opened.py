"""What a file is, before it is read; and text out of bytes.

Everything that cannot be read ends here in a sentence that says which program can help.
"""

import re
import zipfile
from pathlib import Path

from leaflet.intake.told import IntakeError, Notes, without_noncharacters
from leaflet.problems import did_you_mean

PLAIN, WEB, WORD, OPEN = (".txt", ".md"), (".html", ".htm"), (".docx",), (".odt",)
PDF, PUBLISHER = (".pdf",), (".pub",)
READABLE = (*PLAIN, *WEB, *WORD, *OPEN, *PDF, *PUBLISHER)

MOST_BYTES = 30_000_000
"""Of text or a web page with its pictures inside; a leaflet has some thousands."""

MOST_CHARACTERS = 1_000_000
"""Of text alone: a long novel; whoever imports that has taken the wrong file."""

_AS_WORD = "choose File, Save As, and there Word document (.docx). Then import that file."
_OTHERS = {
    ".doc": ("a file of an old Word", f"Open it in Word or in LibreOffice Writer, {_AS_WORD}"),
    ".rtf": (
        "a file in the Rich Text Format",
        f"Open it in Word or LibreOffice Writer, {_AS_WORD}",
    ),
    ".pages": (
        "a file of Apple Pages",
        "Open it in Pages, choose File, Export To, Word, and import that file.",
    ),
    ".mht": (
        "a web page packed into one file",
        'Open it in a browser, choose Save As and there "Web page, complete", and import that.',
    ),
}
_OTHERS |= {".docm": _OTHERS[".doc"], ".dot": _OTHERS[".doc"], ".mhtml": _OTHERS[".mht"]}

_OLD = b"\xd0\xcf\x11\xe0"
"""How files of Publisher and of an old Word begin."""

_PARTS = ("Quill", "Contents")
"""Names of parts of a Publisher file: its words, and what stands where."""

_MAGIC = {b"%PDF": ".pdf", b"{\\rtf": ".rtf", _OLD: ".doc"}
"""How files begin that often have a wrong ending."""

_PROTECTED = "EncryptedPackage".encode("utf-16-le")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufeff]")
_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?\s*([\w-]{1,40})""", re.IGNORECASE)


def check_file(file: Path) -> str:
    """Look whether a file can be imported, and return its ending in small letters.

    Raises:
        IntakeError: it cannot.
    """
    if not file.exists():
        folder = file.parent if file.parent.is_dir() else None
        near = [one.name for one in folder.iterdir() if _readable(one)] if folder else []
        hint = did_you_mean(file.name, near) if near else "Look how it is called and where it lies."
        msg = f'There is no file "{file}".'
        raise IntakeError(msg, hint)
    if not file.is_file():
        msg = f'"{file}" is a folder, not a file.'
        raise IntakeError(msg, f"Name the file in it: one that ends in {_endings()}.")
    ending = file.suffix.lower()
    if file.stat().st_size == 0:
        msg = f'"{file.name}" is empty: there is not a single character in it.'
        raise IntakeError(msg, "Look whether you saved it, or take another copy.")
    _refuse_others(file, ending)
    return ending


def _readable(file: Path) -> bool:
    return file.suffix.lower() in READABLE


def _endings() -> str:
    return f"{', '.join(READABLE[:-1])} or {READABLE[-1]}"


def _refuse_others(file: Path, ending: str) -> None:
    """Refuse what another program has to save first, whatever its name says."""
    with file.open("rb") as opened:
        begins = opened.read(8)
    kind = next((kind for magic, kind in _MAGIC.items() if begins.startswith(magic)), ending)
    if kind == ".doc" and ending == ".docx" and _PROTECTED in file.read_bytes():
        msg = f'"{file.name}" is protected by a password.'
        hint = (
            "Open it in Word with the password, choose File, Info, Protect Document, Encrypt with "
            "Password, delete the password, save it, and import it again."
        )
        raise IntakeError(msg, hint)
    if kind == ".doc" and ending in (*_OTHERS, *PUBLISHER):
        kind = ending  # Publisher and old Word pack their files alike
    if ending in PUBLISHER and not _of_publisher(file):
        msg = f'"{file.name}" is no file of Microsoft Publisher, whatever its ending says.'
        raise IntakeError(msg, "Ask for another copy, or for the program that it was made with.")
    if kind in PDF and ending not in PDF:
        msg = f'"{file.name}" is a PDF, whatever its ending says.'
        raise IntakeError(msg, "Rename it so that it ends in .pdf, and import it again.")
    if kind in _OTHERS:
        what, hint = _OTHERS[kind]
        but = "" if kind == ending else ", whatever its ending says"
        msg = f'"{file.name}" is {what}{but}; it cannot be read as it is.'
        raise IntakeError(msg, hint)
    if ending not in READABLE:
        msg = (
            f'"{file.name}" ends in "{ending}", which cannot be read.'
            if ending
            else (f'"{file.name}" has no ending, so nobody can tell what it is.')
        )
        hint = f"Open it in the program that it was made with, and save it as {_endings()}."
        raise IntakeError(msg, hint)
    if ending not in (*WORD, *OPEN, *PUBLISHER) and zipfile.is_zipfile(file):
        msg = f'"{file.name}" is a packed file, not text, whatever its ending says.'
        hint = "If it is a Word document, rename it so that it ends in .docx; else unpack it first."
        raise IntakeError(msg, hint)


def _of_publisher(file: Path) -> bool:
    """Say whether a file holds the parts that Publisher writes (as libmspub knows them)."""
    with file.open("rb") as opened:
        data = opened.read(MOST_BYTES)
    return data.startswith(_OLD) and any(one.encode("utf-16-le") in data for one in _PARTS)


def read_bytes(file: Path) -> bytes:
    """Return the bytes of a text or a web page.

    Raises:
        IntakeError: there are too many of them.
    """
    check_size(file)
    return file.read_bytes()


def check_size(file: Path) -> None:
    """Look whether a file has no more bytes than can be read.

    Raises:
        IntakeError: it has.
    """
    size = file.stat().st_size
    if size > MOST_BYTES:
        msg = (
            f'"{file.name}" has {size / 1e6:.0f} megabytes; '
            f"at most {MOST_BYTES // 1_000_000} can be read."
        )
        hint = "Copy the words that the leaflet needs into a new file, and import that."
        raise IntakeError(msg, hint)


def check_length(text: str, file: Path, most: int = MOST_CHARACTERS) -> None:
    """Look whether a text, without its pictures, is of a length that can be read.

    Raises:
        IntakeError: it is longer, or there is nothing to read in it.
    """
    if len(text) > most:
        msg = (
            f'"{file.name}" holds {len(text) / 1e6:.1f} million characters of text; '
            f"at most {most // 1_000_000} million can be read."
        )
        hint = "Copy the words that the leaflet needs into a new file, and import that."
        raise IntakeError(msg, hint)
    if not text.strip():
        raise nothing_in(file)


def too_deep(file: Path) -> IntakeError:
    """Return the refusal of a file in which elements stand in elements without end."""
    msg = f'In "{file.name}" things stand too deep in each other to be followed.'
    hint = "Copy the words that the leaflet needs into a new file, and import that."
    return IntakeError(msg, hint)


def nothing_in(file: Path) -> IntakeError:
    """Return the refusal of a file without a word."""
    msg = f'"{file.name}" is empty: there is no word in it that a leaflet could show.'
    return IntakeError(msg, "Open it and look whether it is the right file.")


def decoded(data: bytes, file: Path, notes: Notes) -> str:
    """Return bytes as text, with one kind of line end; a guess at the encoding is told.

    Raises:
        IntakeError: they are not text.
    """
    text = without_noncharacters(_decoded(data, file, notes))
    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return text.replace("\x1b", "")


def _decoded(data: bytes, file: Path, notes: Notes) -> str:
    named = _CHARSET.search(data[:4096]) if file.suffix.lower() in WEB else None
    own = [named[1].decode("ascii", "ignore")] if named else []
    own = [one for one in own if not one.lower().startswith("utf")]  # was tried, or is not so
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        tries = ["utf-16"]
    else:
        tries = ["utf-8-sig", *own, "cp1252"]
    for encoding in tries:
        try:
            text = data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
        if _CONTROL.search(text.removeprefix("\ufeff").replace("\ufeff", "")):
            break
        if encoding == "cp1252" and encoding not in own:
            notes.say(
                "The file does not say how its characters are written; it was read as "
                '"Windows-1252", as old Windows programs write them.',
                "Look whether pound signs, quotation marks and letters with accents are right.",
            )
        return text
    msg = f'"{file.name}" is not text: it holds bytes that are no characters.'
    hint = (
        "Open it in the program that it was made with, and save it as Word document (.docx) or as "
        'plain text with the encoding "UTF-8".'
    )
    raise IntakeError(msg, hint)
