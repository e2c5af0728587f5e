"""Where templates, styles, fonts and pages of explanation come from.

A charity's own file shadows ours of the same name. In a checkout ours stand beside the
package; in an installed wheel they stand inside it.
"""

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

FONT_WHEELS = ("fontpkg_atkinson_hyperlegible",)
"""Wheels that hold fonts, by their import name; `styles/fonts/` holds the others."""

FONT_ENDINGS = frozenset({".ttf", ".otf", ".ttc"})

_STATED_INKS = re.compile(r":\s*(#[0-9a-f]{6});\s*/\*\s*(\d+ \d+ \d+ \d+)(?:, black (\d+))?")
"""A colour of `tokens.css` with the inks in the comment behind it."""

_PACKAGE = Path(__file__).resolve().parent


@cache
def shipped() -> Path:
    """Return the folder that holds our own `templates/` and `styles/`."""
    inside = _PACKAGE / "_shipped"
    return inside if inside.is_dir() else _PACKAGE.parent


def checks_folder() -> Path:
    """Return the folder with a page for each code."""
    inside = _PACKAGE / "_shipped" / "checks"
    return inside if inside.is_dir() else _PACKAGE.parent / "docs" / "checks"


@dataclass(frozen=True, slots=True)
class Theme:
    """Templates, styles and fonts of one project: its own first, then ours."""

    project: Path
    """The project's folder, which holds `content/`."""

    def folders(self, kind: str) -> tuple[Path, ...]:
        """Return the folders of `kind` (`templates` or `styles`), the project's own first."""
        both = (self.project / kind, shipped() / kind)
        return tuple(dict.fromkeys(folder for folder in both if folder.is_dir()))

    def style(self, name: str) -> Path:
        """Return the style sheet of that name.

        Raises:
            FileNotFoundError: neither the project nor we have one.
        """
        for folder in self.folders("styles"):
            if (folder / name).is_file():
                return folder / name
        raise FileNotFoundError(name)

    def font_folders(self) -> tuple[Path, ...]:
        """Return every folder that fonts may come from, and no other."""
        own = [folder / "fonts" for folder in self.folders("styles")]
        return tuple(folder for folder in [*own, *_wheel_folders()] if folder.is_dir())

    def font_files(self) -> tuple[Path, ...]:
        """Return every font file, sorted so that two machines see the same list."""
        found = [
            file
            for folder in self.font_folders()
            for file in sorted(folder.iterdir())
            if file.suffix.lower() in FONT_ENDINGS
        ]
        return tuple(found)

    def token_inks(self) -> dict[str, str]:
        """Return the inks that `tokens.css` states beside its colours, by screen colour."""
        return {screen: inks for screen, inks, _ in self._stated_inks()}

    def token_blacks(self) -> dict[str, int]:
        """Return how much black stands for the colours where there is no other ink, in per cent."""
        return {screen: int(black) for screen, _, black in self._stated_inks() if black}

    def _stated_inks(self) -> list[tuple[str, str, str]]:
        return _STATED_INKS.findall(self.style("tokens.css").read_text(encoding="utf-8"))

    def readable(self) -> tuple[Path, ...]:
        """Return the folders that layout may read from: the project's and our own."""
        return (self.project.resolve(), shipped().resolve(), *self.font_folders())


@cache
def _wheel_folders() -> tuple[Path, ...]:
    folders = []
    for wheel in FONT_WHEELS:
        spec = find_spec(wheel)
        if spec and spec.submodule_search_locations:
            folders.append(Path(spec.submodule_search_locations[0]) / "files")
    return tuple(folders)
