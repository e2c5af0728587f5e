"""A new leaflet, with sample text that explains itself."""

import re
from pathlib import Path

from leaflet.manuscript.find import CONTENT, FACTS, SOURCE
from leaflet.pages import environment
from leaflet.resources import shipped

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class AlreadyThereError(Exception):
    """There is a leaflet of that name; nothing of it is touched."""


class UnfitNameError(Exception):
    """The name makes poor file names."""


def start(project: Path, name: str, form: str, title: str, *, kind: str) -> list[Path]:
    """Write a new leaflet into `project`, and a facts file if there is none.

    Args:
        project: The project's folder.
        name: Name of the leaflet's folder.
        form: Name of its format, as its author wrote it.
        title: Its title; made from the name where empty.
        kind: The kind of the format, which chooses the sample text.

    Returns:
        The files written, the leaflet's own last.

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
    folder = project / CONTENT / name
    if any(one.name.casefold() == name.casefold() for one in _folders(project)):
        msg = f"There is a leaflet {folder} already; it was left as it is."
        raise AlreadyThereError(msg)
    templates = environment([shipped() / "templates"])
    folder.mkdir(parents=True)
    written = []
    facts = project / CONTENT / FACTS
    if not facts.exists():
        facts.write_text(templates.get_template("new/facts.yaml").render(), encoding="utf-8")
        written.append(facts)
    source = folder / SOURCE
    words = {"title": title or name.replace("-", " ").capitalize(), "format": form}
    source.write_text(templates.get_template(f"new/{kind}.md").render(words), encoding="utf-8")
    return [*written, source]


def _folders(project: Path) -> list[Path]:
    content = project / CONTENT
    return list(content.iterdir()) if content.is_dir() else []
