"""One file becomes one new leaflet, or nothing at all."""

import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from markdown import Markdown

from leaflet.intake.careless import tidy
from leaflet.intake.look_at import survey
from leaflet.intake.markdown import as_markdown
from leaflet.intake.open_document import read_open_document
from leaflet.intake.opened import (
    OPEN,
    PDF,
    PUBLISHER,
    WEB,
    WORD,
    check_file,
    check_length,
    check_size,
    decoded,
    nothing_in,
    read_bytes,
    too_deep,
)
from leaflet.intake.pdf_text import read_pdf_text
from leaflet.intake.pictures import Album
from leaflet.intake.plain import read_plain
from leaflet.intake.publisher import as_pdf, links_in
from leaflet.intake.tables import settle_tables
from leaflet.intake.told import IntakeError, LookAt, Notes, in_order, quoted
from leaflet.intake.tree import HEADINGS, words_of
from leaflet.intake.web import Page, check_tree, read_web
from leaflet.intake.word import read_word
from leaflet.manuscript.find import CONTENT, SOURCE
from leaflet.manuscript.settings import LANGUAGE
from leaflet.manuscript.start import (
    AlreadyThereError,
    UnfitNameError,
    check_name,
    in_yaml,
    name_of,
    proposed_name,
)

USUAL_LANGUAGE = "en-GB"
USUAL_FORMAT = "trifold"

_FRONT_LINES = 7
"""Lines before the text: the front matter and an empty one."""

_NO_TITLES = re.compile(
    r"(?:untitled|document|word|microsoft word|new page|home)\b.{0,12}", re.IGNORECASE
)
_MARKDOWN = re.compile(
    r"^ {0,3}(?:#{1,6} |>|```|={3,} *$|\[[^\]]+\]: |\|[^\n]*\|)|\]\(|\*\*\S|^---\n.*?^---$",
    re.MULTILINE | re.DOTALL,
)

_DEEP_QUOTATION = re.compile(r"^(?:[ \t]*>){25}", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Brought:
    """A leaflet that was made from a file."""

    path: Path
    """The new leaflet.md."""
    name: str
    pictures: tuple[Path, ...]
    look_at: tuple[LookAt, ...]
    """What a person must look at, from the first line to the last."""


def bring_in(file: Path, project: Path, name: str = "") -> Brought:
    """Make a new leaflet of a text, a web page, or a document of Word or LibreOffice.

    Args:
        file: The document.
        project: The project's folder.
        name: Name of the leaflet's folder; made from the file's name where empty.

    Raises:
        IntakeError: it cannot be read, or the name will not do; nothing was written.
        OSError: the leaflet cannot be written; nothing is left of it.
    """
    ending = _checked(file)
    wanted = _free_name(file, project, name)
    notes = Notes()
    with TemporaryDirectory(prefix="leaflet-") as folder:
        album = Album(Path(folder))
        try:
            text, found = _written(_page(file, ending, album, notes), file, notes)
        except RecursionError as error:
            raise too_deep(file) from error
        target = project / CONTENT / wanted
        shown = [one for one in album.addresses if f"({one})" in text]
        _write(target, text, Path(folder), shown)
    return Brought(target / SOURCE, wanted, tuple(target / one for one in shown), found)


def _checked(file: Path) -> str:
    """Return the ending of a file that can be imported.

    Raises:
        IntakeError: it cannot.
    """
    try:
        return check_file(file)
    except OSError as error:
        raise _closed(file, error) from error


def _closed(file: Path, error: OSError) -> IntakeError:
    msg = f'"{file}" cannot be opened: {error.strerror or error}.'
    return IntakeError(msg, "Close it in other programs, or copy it to a place of your own.")


def _free_name(file: Path, project: Path, name: str) -> str:
    """Return the name of the new folder.

    Raises:
        IntakeError: it is taken, or makes poor file names.
    """
    wanted = name or name_of(file.stem)
    try:
        check_name(project, wanted)
    except AlreadyThereError as error:
        other = proposed_name(project, wanted)
        raise IntakeError(str(error), f"Give the new one another name: --name {other}") from error
    except UnfitNameError as error:
        hint = f"For example: --name {proposed_name(project, wanted)}"
        raise IntakeError(str(error), hint) from error
    return wanted


def _page(file: Path, ending: str, album: Album, notes: Notes) -> Page:
    """Return any document as a tree."""
    try:
        if ending in WORD:
            page = read_word(file, album, notes)
        elif ending in PDF:
            check_size(file)
            page = read_pdf_text(file.read_bytes(), file, album, notes)
        elif ending in PUBLISHER:
            check_size(file)
            page = read_pdf_text(as_pdf(file), file, album, notes)
            _tell_links(links_in(file.read_bytes()), page, notes)
        elif ending in OPEN:
            page = read_open_document(file, album, notes)
        else:
            text = decoded(read_bytes(file), file, notes)
            if ending in WEB:
                page = read_web(text, file, album, notes)
            else:
                check_length(text, file)
                if ending == ".md" and _MARKDOWN.search(text):
                    page = _marked_down(text, file, album, notes)
                else:
                    page = Page(read_plain(text, notes))
                check_tree(page.tree, file)
    except OSError as error:
        raise _closed(file, error) from error
    settle_tables(page.tree, notes)
    tidy(page.tree, notes)
    return page


def _tell_links(addresses: Sequence[str], page: Page, notes: Notes) -> None:
    """Tell of addresses that a file of Publisher links to and the text does not."""
    there = {str(one.get("href")) for one in page.tree.find_all("a")}
    words = page.tree.get_text(" ")
    lost = [one for one in addresses if one not in there and one not in words]
    if lost:
        notes.say(
            f"The file links to {', '.join(lost)}, and from which words was not to be read.",
            "Write each where it belongs: [words](address).",
        )


def _marked_down(text: str, file: Path, album: Album, notes: Notes) -> Page:
    """Return a text that is Markdown already as a tree."""
    settings: dict[str, str] = {}
    if front := re.match(r"---[ \t]*\n(.*?)\n---[ \t]*(?:\n|$)", text, re.DOTALL):
        text = text[front.end() :]
        lines = (line.partition(":") for line in front[1].split("\n"))
        settings = {key.strip(): value.strip().strip("\"'") for key, _, value in lines if value}
        others = [key for key in settings if key not in ("title", "language")]
        if others:
            what = f"The settings at the top of the file were left out: {', '.join(others)}."
            notes.say(what, "Write those that the leaflet needs between the two lines of ---.")
    if _DEEP_QUOTATION.search(text):
        raise too_deep(file)  # Markdown would follow it, for minutes
    html = Markdown(extensions=["extra", "sane_lists"]).convert(text)
    page = read_web(html, file, album, notes)
    return Page(page.tree, settings.get("title", ""), settings.get("language", ""))


def _written(page: Page, file: Path, notes: Notes) -> tuple[str, tuple[LookAt, ...]]:
    """Return the text of the leaflet, and what a person must look at.

    Raises:
        IntakeError: there is nothing to read in it.
    """
    first = _FRONT_LINES + 1
    lines, found = notes.placed(as_markdown(page.tree, notes).split("\n"), first)
    if not any(line.strip() for line in lines):
        raise nothing_in(file)
    tops = [words for one in page.tree.find_all("h1") if (words := words_of(one))]
    own = "" if _NO_TITLES.fullmatch(page.title) else page.title
    begins = page.tree.find(HEADINGS)
    title = tops[0] if tops else own or (words_of(begins) if begins else "")
    if not title:
        title = " ".join(re.split(r"[\s_-]+", file.stem)).strip().capitalize() or "Leaflet"
        notes_about = (
            f"No title was found; {quoted(title)}, from the name of the file, stands for it."
        )
        found.append(LookAt(2, notes_about, "Change it behind title:."))
    language = page.language if LANGUAGE.fullmatch(page.language) else USUAL_LANGUAGE
    front = (
        "---",
        f"title: {in_yaml(title)}",
        f"language: {language}",
        f"format: {USUAL_FORMAT}",
        "status: draft",
        "---",
        "",
    )
    return "\n".join([*front, *lines, ""]), in_order([*found, *survey(lines, first)])


def _write(target: Path, text: str, pictures: Path, shown: list[str]) -> None:
    """Write the leaflet's folder; where that fails, nothing is left of it."""
    made = [one for one in (target.parents[1], target.parent) if not one.exists()]
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.mkdir()
        try:
            for one in shown:
                (target / one).parent.mkdir(exist_ok=True)
                shutil.copyfile(pictures / one, target / one)
            (target / SOURCE).write_text(text, encoding="utf-8", newline="\n")
        except OSError:
            shutil.rmtree(target, ignore_errors=True)
            raise
    except OSError:
        for folder in reversed(made):
            with suppress(OSError):
                folder.rmdir()
        raise
