"""Where a project keeps its leaflets."""

from dataclasses import dataclass
from pathlib import Path

from leaflet.problems import Place, Problem, Severity

SOURCE = "leaflet.md"
FACTS = "facts.yaml"
CONTENT = "content"


@dataclass(frozen=True, slots=True)
class Found:
    """A leaflet's folder, before anything in it is read."""

    name: str
    folder: Path


def find_leaflets(project: Path) -> tuple[list[Found], list[Problem]]:
    """Return the leaflets of a project by name; names that clash are told and left out."""
    content = project / CONTENT
    folders = sorted(
        folder
        for folder in (content.iterdir() if content.is_dir() else ())
        if (folder / SOURCE).is_file()
    )
    by_lower: dict[str, list[Path]] = {}
    for folder in folders:
        by_lower.setdefault(folder.name.casefold(), []).append(folder)
    problems = [
        Problem(
            code="name-clash",
            severity=Severity.ERROR,
            message=f"The folders {' and '.join(one.name for one in same)} differ only by "
            "capitals; on Windows and macOS their files would overwrite each other.",
            hint="Rename one of them; neither was built.",
            place=Place(shown(same[1], project)),
        )
        for same in by_lower.values()
        if len(same) > 1
    ]
    problems += [_no_source(folder, project) for folder in _without_source(content)]
    return [Found(same[0].name, same[0]) for same in by_lower.values() if len(same) == 1], problems


def _without_source(content: Path) -> list[Path]:
    """Return folders that hold Markdown but not under the name that is looked for."""
    folders = [one for one in content.iterdir() if one.is_dir()] if content.is_dir() else []
    return sorted(
        folder
        for folder in folders
        if not (folder / SOURCE).is_file() and any(folder.glob("*.[mM][dD]"))
    )


def _no_source(folder: Path, project: Path) -> Problem:
    written = sorted(one.name for one in folder.glob("*.[mM][dD]"))
    return Problem(
        code="contents-missing",
        severity=Severity.WARNING,
        message=f"The folder {folder.name} has no {SOURCE}, so nothing is made of it.",
        hint=f"Rename {' or '.join(written)} to {SOURCE} if that is the leaflet's text.",
        place=Place(shown(folder, project)),
    )


def shown(path: Path, project: Path) -> str:
    """Return `path` as a person would type it from the project's folder."""
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else path.name
