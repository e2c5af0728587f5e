"""A new leaflet, with sample text that explains itself."""

import json
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from unicodedata import combining, normalize

from jinja2 import Environment
from markupsafe import Markup, escape

from leaflet.manuscript import sample
from leaflet.manuscript.find import CONTENT, FACTS, SOURCE
from leaflet.pages import environment
from leaflet.resources import shipped
from leaflet.specs.format import Format
from leaflet.specs.formats import ALIASES, FORMATS

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

LONGEST_NAME = 40
"""Characters of a name that we propose: files are called NAME-home-one-sided.pdf and the like."""

_WHOLE_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "œ": "oe", "đ": "d", "ð": "d", "ħ": "h", "ł": "l", "þ": "th"}
)
"""Letters that are no letter with an accent to Unicode, and what people write for them."""

_MARKDOWN = re.compile(r"([\\`*_{}\[\]#])")
"""Signs that mean something in the midst of a heading."""


class AlreadyThereError(Exception):
    """There is a leaflet of that name; nothing of it is touched."""


class UnfitNameError(Exception):
    """The name makes poor file names."""


def start(project: Path, name: str, form: str, title: str, *, organisation: str = "") -> list[Path]:
    """Write a new leaflet into `project`, and a facts file if there is none.

    Args:
        project: The project's folder.
        name: Name of the leaflet's folder.
        form: Name of its format, as its author wrote it.
        title: Its title; made from the name where empty.
        organisation: What the charity is called, for a new facts file.

    Returns:
        The files written, the leaflet's own last.

    Raises:
        AlreadyThereError: there is one already.
        KeyError: there is no such format.
        OSError: they cannot be written; nothing is left of them.
        UnfitNameError: the name holds anything but small letters, digits and hyphens.
    """
    check_name(project, name)
    content = project / CONTENT
    folder = content / name
    templates = environment([shipped() / "templates"])
    called = title or name.replace("-", " ").capitalize()
    words = {"title": in_yaml(called), "heading": in_heading(called), "format": form}
    kind, more = _sample(FORMATS[ALIASES.get(form, form)], templates)
    files = {folder / SOURCE: templates.get_template(f"new/{kind}.md").render(words | more)}
    if not (content / FACTS).exists():
        facts = {"organisation": in_yaml(organisation or "Your charity")}
        text = templates.get_template("new/facts.yaml").render(facts)
        files = {content / FACTS: text, **files}
    made = [one for one in (project, content, folder) if not one.exists()]
    try:
        folder.mkdir(parents=True)
        for file, text in files.items():
            file.write_text(text, encoding="utf-8")
    except OSError:
        _take_away(files, made)
        raise
    return list(files)


def _sample(form: Format, templates: Environment) -> tuple[str, dict[str, object]]:
    """Return the name of the sample text for a format, and what it is told of it."""
    if form.kind == "poster":
        return "poster", {}
    size = sample.text_size(form)
    told: dict[str, object] = {"text_size": "" if size == sample.TEXT_PT else f"{size:g}pt"}
    if form.fold == "F6-5" and size == sample.TEXT_PT:
        return "folded", told
    written = templates.get_template("new/sections.md").render()
    sections = [f"## {one.strip()}\n" for one in re.split("^## ", written, flags=re.MULTILINE)[1:]]
    told["groups"] = list(sample.groups(sections, form))
    told["action"] = not {"low", "narrow"}.intersection(form.classes)
    told["lying"] = "lying" in form.classes
    told["gate"] = "cover-right" in form.reading
    return "flyer" if form.kind == "flyer" else "panels", told


def check_name(project: Path, name: str) -> None:
    """Look whether a leaflet may be called `name`.

    Raises:
        AlreadyThereError: there is one already.
        UnfitNameError: the name holds anything but small letters, digits and hyphens.
    """
    if not _NAME.fullmatch(name):
        msg = (
            f'"{name}" makes poor file names: use small letters, digits and hyphens, '
            "such as summer-fair."
        )
        raise UnfitNameError(msg)
    if name in _taken(project):
        msg = f"There is a leaflet {project / CONTENT / name} already; it was left as it is."
        raise AlreadyThereError(msg)


def proposed_name(project: Path, title: str) -> str:
    """Return a name for the folder of a leaflet of that title, which is not taken."""
    name, taken = name_of(title), _taken(project)
    others = (f"{name}-{number}" for number in range(2, len(taken) + 3))
    return next(one for one in (name, *others) if one not in taken)


def name_of(title: str) -> str:
    """Return a title as a name of files: small letters, digits and hyphens.

    >>> name_of("Ça va? / .. Ørsted's")
    'ca-va-orsteds'
    >>> name_of("!")
    'leaflet'
    """
    letters = normalize("NFKD", title.casefold().translate(_WHOLE_LETTERS))
    plain = "".join(one for one in letters if not combining(one) and one not in "'’")
    words = re.findall("[a-z0-9]+", plain)
    while len(words) > 1 and len("-".join(words)) > LONGEST_NAME:
        words.pop()
    return "-".join(words)[:LONGEST_NAME] or "leaflet"


def in_yaml(words: str) -> Markup:
    r"""Return words as a value in YAML, whatever they are (YAML 1.2.2, 7.3.1).

    >>> print(in_yaml('The "Tea: Room"'))
    "The \"Tea: Room\""
    """
    # JSON escapes letters outside the first plane in two halves, which YAML does not join.
    quoted = json.dumps(words, ensure_ascii=False)
    return Markup("".join(one if one.isprintable() else f"\\U{ord(one):08x}" for one in quoted))  # noqa: S704 - text, not HTML


def in_heading(words: str) -> Markup:
    r"""Return words as they stand in a heading of Markdown, where no sign of theirs has a meaning.

    >>> print(in_heading("5 * 3 < 20"))
    5 \* 3 &lt; 20
    """
    marked = _MARKDOWN.sub(r"\\\1", words)
    return Markup(re.sub("[&<>]", lambda sign: escape(sign[0]), marked))  # noqa: S704 - as above


def _taken(project: Path) -> set[str]:
    """Return the names that are taken, in small letters: some systems tell no others apart."""
    content = project / CONTENT
    return {one.name.casefold() for one in content.iterdir()} if content.is_dir() else set()


def _take_away(files: Iterable[Path], folders: Sequence[Path]) -> None:
    """Take away what was begun; only folders that are empty go."""
    for file in files:
        with suppress(OSError):
            file.unlink()
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()
