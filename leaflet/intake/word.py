"""Word documents: looked at before they are unpacked, then read by mammoth."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from leaflet.intake.footnotes import settle_footnotes
from leaflet.intake.packed import broken, check_packed, has, part
from leaflet.intake.pictures import Album, PictureError, settle_pictures
from leaflet.intake.told import IntakeError, Notes, quoted, without_noncharacters
from leaflet.intake.tree import HEADINGS, attribute, renamed, tree_of, words_of
from leaflet.intake.web import Page, check_tree, settle_tree

WHAT = "a Word document"

_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
p[style-name^='toc '] => !
p[style-name^='TOC '] => !
"""

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_TITLE = "{http://purl.org/dc/elements/1.1/}title"
_DRAWN = re.compile(r"word/(charts/chart|diagrams/data|embeddings/)[^/]*$")
_MARGINS = re.compile(r"word/(header|footer)\d*\.xml$")
_MEND = "Write it in yourself if the leaflet needs it."


def read_word(file: Path, album: Album, notes: Notes) -> Page:
    """Return a Word document as a tree.

    Raises:
        IntakeError: it is broken, protected, or unpacks to more than any document needs.
    """
    try:
        with zipfile.ZipFile(file) as packed:
            check_packed(packed, file, WHAT, "word/document.xml")
            document = part(packed, "word/document.xml")
            page = _converted(file, album, notes)
            _tell_left_out(packed, document, page, notes)
            core = part(packed, "docProps/core.xml") if has(packed, "docProps/core.xml") else None
            title = core.findtext(f".//{_TITLE}", "") if core is not None else ""
            return Page(page.tree, " ".join(title.split()), _language(packed))
    except IntakeError:
        raise
    except Exception as error:  # a broken file breaks any reader in ways of its own
        raise broken(file, WHAT) from error


def _converted(file: Path, album: Album, notes: Notes) -> Page:
    """Return what mammoth makes of a document, with its pictures and notes settled."""
    import mammoth  # type: ignore[import-untyped]  # noqa: PLC0415 - published without types; slow to import, and only Word documents need it

    pictures: list[bytes | None] = []

    def taken(image: Any) -> dict[str, str]:  # noqa: ANN401 - mammoth has no types
        pictures.append(None)
        try:
            with image.open() as opened:
                pictures[-1] = opened.read()
        except (OSError, ValueError, KeyError, zipfile.BadZipFile, zlib.error):
            pass  # told below, as a picture that cannot be read
        return {"src": str(len(pictures) - 1)}

    def fetch(address: str) -> tuple[bytes, str]:
        data = pictures[int(address)]
        if data is None:
            what = "It is not inside the document, which only says where it lies."
            raise PictureError(
                what,
                "Put it into the folder pictures beside this text, and write "
                "![what it shows](pictures/NAME.jpg) here.",
            )
        return data, ""

    done = mammoth.convert_to_html(
        BytesIO(file.read_bytes()),
        convert_image=mammoth.images.img_element(taken),
        style_map=_STYLES,
        include_embedded_style_map=False,
        ignore_empty_paragraphs=False,
    )
    tree = tree_of(without_noncharacters(str(done.value)))
    check_tree(tree, file)
    settle_footnotes(tree)
    for box in tree.find_all("input"):
        box.replace_with(notes.mark("A box to tick was left out.", _MEND))
    settle_pictures(tree, fetch, album, notes)
    if tree.find("h1", class_="title"):
        for one in tree.find_all(HEADINGS):
            if attribute(one, "class") != "title":
                renamed(one, HEADINGS[min(HEADINGS.index(one.name) + 1, 5)])
    settle_tree(tree)
    return Page(tree)


def _language(packed: zipfile.ZipFile) -> str:
    if not has(packed, "word/styles.xml"):
        return ""
    found = part(packed, "word/styles.xml").find(f"{_W}docDefaults//{_W}lang")
    return found.get(f"{_W}val", "") if found is not None else ""


def _tell_left_out(packed: zipfile.ZipFile, document: ET.Element, page: Page, notes: Notes) -> None:
    """Tell what a document holds and the tree does not, or not where it was seen."""
    boxes = [_text(one) for one in _shown(document) if one.tag == f"{_W}txbxContent"]
    for words in boxes:
        _mark(
            page,
            words,
            notes,
            f"The text box {quoted(words)} stands in the text now, behind the paragraph to which "
            "it was tied.",
            "Look whether it stands where it is understood, and move it if not.",
        )
    everything = _squeezed(page.tree.get_text())
    at = 0
    for paragraph in [one for one in _shown(document) if one.tag == f"{_W}p"]:
        words = _text(paragraph, own=True)
        found = everything.find(_squeezed(words), at)
        at = found if found >= 0 else at
        if found < 0 and _squeezed(words) not in everything:
            notes.say(f"These words of the document were left out: {quoted(words)}.", _MEND)
    for name in packed.namelist():
        if _MARGINS.match(name) and any(map(str.isalpha, words := _text(part(packed, name)))):
            where = "head" if "header" in name else "foot"
            what = f"What stood at the {where} of the pages was left out: {quoted(words)}."
            notes.say(what, _MEND)
    drawn = sum(bool(_DRAWN.match(name)) for name in packed.namelist())
    if drawn:
        what = f"{drawn} chart, diagram or embedded file was left out."
        if drawn > 1:
            what = f"{drawn} charts, diagrams or embedded files were left out."
        notes.say(what, "Save each as a picture, and put that into the folder pictures.")
    if any(one.tag == f"{_W}vanish" for one in _shown(document)):
        what = "Some words were hidden in the document, and are in the leaflet now."
        notes.say(what, "Compare the two, and take out what nobody shall read.")


def _mark(page: Page, words: str, notes: Notes, what: str, mend: str) -> None:
    """Tell something at the block that holds certain words, or of the whole file."""
    if not words:
        return
    for block in page.tree.find_all(["p", "li", *HEADINGS]):
        said = _squeezed(words_of(block))
        if said and _squeezed(words).startswith(said):
            block.append(notes.mark(what, mend))
            return
    notes.say(what, mend)


def _shown(element: ET.Element) -> Iterator[ET.Element]:
    """Yield what is shown of a document, each thing once: nothing deleted, nothing moved away."""
    waiting = [element]
    while waiting:
        one = waiting.pop()
        if one.tag in (f"{_W}del", f"{_W}moveFrom"):
            continue
        yield one
        inside = list(one)
        if one.tag == f"{_MC}AlternateContent" and one.find(f"{_MC}Fallback") is not None:
            inside = [part for part in inside if part.tag == f"{_MC}Fallback"]
        waiting.extend(reversed(inside))


def _text(element: ET.Element, *, own: bool = False) -> str:
    """Return the words of an element; `own`: without those of paragraphs in it."""
    nested = {
        id(part) for box in (element.iter(f"{_W}txbxContent") if own else ()) for part in box.iter()
    }
    found = (
        one.text or ""
        for one in _shown(element)
        if one.tag in (f"{_W}t", f"{_MATHS}t") and id(one) not in nested
    )
    return "".join(found)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\ufdd0\ufdd1]", "", re.sub("\ufdd0\\d+\ufdd1", "", text))
