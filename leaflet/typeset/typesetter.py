"""Processes of their own that lay out, while this one reads, finishes and checks.

WeasyPrint takes a third of a second to import and most of a build's time to lay out. Beside
us that costs little, since machines have two cores at least: it is imported while the texts
are read, and the next edition is laid out while the last one is finished. There are two, of
which the second is a copy of the first once all is imported.

Where processes cannot be forked, everything happens here, in the order asked for.
"""

from __future__ import annotations

import contextlib
import importlib
from typing import TYPE_CHECKING, Any

from leaflet.hands import CAN_FORK, Hands, Pending, Workers, in_place
from leaflet.typeset.fonts import use_only

if TYPE_CHECKING:
    # Imported where they are used, all of them: an unchanged build needs none, and the others
    # not before the processes run.
    from collections.abc import Callable
    from pathlib import Path

    from leaflet.model import Leaflet
    from leaflet.resources import Theme
    from leaflet.specs.format import Format
    from leaflet.typeset.layout import Layout
    from leaflet.typeset.panels import Panels, Setting

_ENGINE = "leaflet.typeset.engine"
"""What takes long to import."""

_COMPOSING = "leaflet.typeset.setting"
"""What composes documents, without what lays them out."""

_HANDS = 2
"""Processes that lay out: one more would wait for a core."""

_FOR_THE_SECOND = frozenset(
    {
        "slug.lay_out_slug",
        "setting.lay_out_home",
        "setting.lay_out_how_to",
        "setting.lay_out_tiles_key",
        "setting.write_text",
        "setting.write_web",
    }
)
"""Verbs that the second process is asked for: together they take about as long as the panels
and large print, which the first one lays out. The slug is there when the panels are."""

_FOR_EITHER = "setting.measure_panels"
"""The verb that is asked for many formats at once, of whichever process has less to do."""


class Typesetter(Workers):
    """Lays out what it is asked for; each answer can be waited for."""

    def __init__(self, *, beside: bool = True) -> None:
        """Prepare; nothing runs before `start`, or before something is asked for.

        Args:
            beside: Whether it may work in processes of its own.
        """
        self._theme: Theme | None = None
        self._hands = (
            Hands(_HANDS, self._prepare, _do, patient=True) if beside and CAN_FORK else None
        )

    def end(self) -> None:
        """End the processes, in the middle of their work if need be: they leave nothing."""
        if self._hands:
            self._hands.end()

    def start(self, theme: Theme, workshop: Path) -> None:
        """Let the processes begin to import what they need.

        Args:
            theme: Whose fonts they shall see: that is settled as the engine is imported.
            workshop: Folder for the list of fonts.

        Raises:
            SystemLibraryError: the theme has no font.
        """
        use_only(theme, workshop)
        self._theme = theme
        if self._hands:
            # What both sides need is imported once, before they part: a fifth of what is left.
            importlib.import_module(_COMPOSING)
            self._hands.start()

    def _prepare(self) -> None:
        if self._theme:
            prepare_engine(self._theme)

    def panels(self, leaflet: Leaflet, form: Format, setting: Setting) -> Pending[Panels]:
        """Ask for a leaflet's panels, see `setting.lay_out_panels`."""
        return self._ask("setting.lay_out_panels", setting, leaflet, form, setting)

    def measured(self, leaflet: Leaflet, form: Format, setting: Setting) -> Pending[Panels]:
        """Ask for measurements alone, see `setting.measure_panels`."""
        return self._ask("setting.measure_panels", setting, leaflet, form, setting)

    def home(self, leaflet: Leaflet, form: Format, setting: Setting) -> Pending[Panels]:
        """Ask for panels light on ink, see `setting.lay_out_home`."""
        return self._ask("setting.lay_out_home", setting, leaflet, form, setting)

    def how_to(
        self, leaflet: Leaflet, form: Format, setting: Setting, paper: str, other_file: str
    ) -> Pending[Layout]:
        """Ask for the page that tells how to print, see `setting.lay_out_how_to`."""
        verb = "setting.lay_out_how_to"
        return self._ask(verb, setting, leaflet, form, setting, paper, other_file)

    def tiles_key(
        self, leaflet: Leaflet, form: Format, setting: Setting, paper: str
    ) -> Pending[Layout]:
        """Ask for how to put tiles together, see `setting.lay_out_tiles_key`."""
        return self._ask("setting.lay_out_tiles_key", setting, leaflet, form, setting, paper)

    def slug(self, leaflet: Leaflet, form: Format, setting: Setting, inks: str) -> Pending[Layout]:
        """Ask for the slug lines, see `slug.lay_out_slug`."""
        return self._ask("slug.lay_out_slug", setting, leaflet, form, setting, inks)

    def large(self, leaflet: Leaflet, setting: Setting, edition: str) -> Pending[Layout]:
        """Ask for large print, see `setting.lay_out_large`."""
        return self._ask("setting.lay_out_large", setting, leaflet, setting, edition)

    def text(self, leaflet: Leaflet, setting: Setting) -> Pending[str]:
        """Ask for plain text, see `setting.write_text`."""
        return self._ask("setting.write_text", setting, leaflet, setting)

    def web(self, leaflet: Leaflet, setting: Setting) -> Pending[str]:
        """Ask for the web page, see `setting.write_web`."""
        return self._ask("setting.write_web", setting, leaflet, setting)

    def _ask(self, verb: str, setting: Setting, *arguments: object) -> Pending[Any]:
        self.start(setting.theme, setting.workshop)
        if not self._hands:
            return in_place(lambda: _do((verb, arguments)))
        number = None if verb == _FOR_EITHER else int(verb in _FOR_THE_SECOND)
        return self._hands.ask((verb, arguments), number)


def prepare_engine(theme: Theme) -> None:
    """Import what lays out, and read the style sheets of all documents.

    A library that is missing, or a sheet, is told when something is laid out.
    """
    with contextlib.suppress(OSError):
        importlib.import_module(_ENGINE)
        importlib.import_module(_COMPOSING).read_styles(theme)


def _do(question: tuple[str, tuple[object, ...]]) -> object:
    """Answer a question: a verb, and what it is about."""
    name, arguments = question
    module, _, verb = name.partition(".")
    found: Callable[..., object] = getattr(
        importlib.import_module(f"leaflet.typeset.{module}"), verb
    )
    return found(*arguments)
