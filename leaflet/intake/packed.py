"""Documents that are zip files: looked at before anything of them is unpacked."""

import zipfile
from pathlib import Path
from xml.etree import ElementTree as ET

from leaflet.intake.told import IntakeError

MOST_UNPACKED = 200_000_000
"""Bytes of all that a document holds, pictures and all."""

MOST_XML = 20_000_000
"""Bytes of its text and what belongs to it; a leaflet's has some ten thousand."""

_XML = (".xml", ".rels")


def broken(file: Path, what: str) -> IntakeError:
    """Return the refusal of a document that cannot be read; `what` it shall be, as one says it."""
    msg = f'"{file.name}" is broken: it cannot be read as {what}.'
    hint = (
        "Open it in Word or LibreOffice Writer; if that works, save it there as a new Word "
        "document (.docx) and import that. If not, ask for another copy."
    )
    return IntakeError(msg, hint)


def check_packed(packed: zipfile.ZipFile, file: Path, what: str, holds: str) -> None:
    """Look at what a document says of itself, before anything of it is unpacked.

    Args:
        packed: The opened file.
        file: Where it lies.
        what: What it shall be, such as "a Word document".
        holds: The part that such a document has.

    Raises:
        IntakeError: it is too large, protected, or of another kind.
    """
    parts = packed.infolist()
    xml = [one.file_size for one in parts if one.filename.lower().endswith(_XML)]
    size = sum(one.file_size for one in parts)
    if size > MOST_UNPACKED or sum(xml) > MOST_XML:
        most, of = (MOST_UNPACKED, "") if size > MOST_UNPACKED else (MOST_XML, " of text")
        held = size if size > MOST_UNPACKED else sum(xml)
        msg = (
            f'"{file.name}" would unpack to {held / 1e6:.0f} megabytes{of}; '
            f"at most {most // 1_000_000} can be read."
        )
        hint = "Copy the words that the leaflet needs into a new document, and import that."
        raise IntakeError(msg, hint)
    if any(one.flag_bits & 1 for one in parts) or _encrypted(packed):
        msg = f'"{file.name}" is protected by a password.'
        raise IntakeError(msg, "Save it without one, and import it again.")
    if not has(packed, holds):
        msg = f'"{file.name}" is a packed file, but not {what}.'
        hint = "Look whether it is the right file; save it anew in the program it comes from."
        raise IntakeError(msg, hint)
    for one in parts:
        if one.filename.lower().endswith(_XML) and b"<!DOCTYPE" in packed.read(one):
            raise broken(file, what)  # no program writes one; they let entities unfold without end


def _encrypted(packed: zipfile.ZipFile) -> bool:
    """Say whether a document of LibreOffice is, which packs it so that it can be unpacked."""
    manifest = "META-INF/manifest.xml"
    return has(packed, manifest) and b"encryption-data" in packed.read(manifest)


def has(packed: zipfile.ZipFile, name: str) -> bool:
    """Say whether a document holds a part."""
    return name in packed.NameToInfo


def part(packed: zipfile.ZipFile, name: str) -> ET.Element:
    """Return a part as a tree of XML."""
    return ET.fromstring(packed.read(name))  # noqa: S314 - entities, the danger here, are refused above
