"""What the checks of type as set judge: the lines of the printer's file, and their source."""

from collections.abc import Iterator
from dataclasses import dataclass

from leaflet.model import Leaflet
from leaflet.preflight.set_line import Box, SetLine
from leaflet.preflight.subject import short
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.formats import Panel
from leaflet.typeset.layout import Kind, Placed
from leaflet.typeset.panels import Panels
from leaflet.typeset.tokens import Tokens

STRICT = frozenset({"clear", "large", "easy-read", "dementia"})
"""Audiences for which clear print is no wish but a demand."""

NEAR = 0.2
"""Distance in mm by which a line of the finished file and one of the layout may differ."""

NEAR_PT = 0.1
"""The same for sizes of type, in points: the finished file writes them out to a tenth."""


@dataclass(frozen=True, slots=True)
class TypeAsSet:
    """One format of a leaflet as its finished file for the printer sets it."""

    leaflet: Leaflet
    panels: Panels
    """The panels as laid out, which know the source of what they hold."""

    lines: tuple[SetLine, ...]
    """Every line of type of the file, slug lines too."""

    tokens: Tokens
    """The theme's tokens for the format."""

    x_height: float | None = None
    """How high a small x of the text's font is, in shares of its size."""

    pictures: tuple[tuple[int, Box], ...] = ()
    """Pages and places of pictures of pixels, in mm from the trim."""

    @property
    def strict(self) -> bool:
        """Return whether its readers need clear print."""
        return self.leaflet.governance.audience in STRICT

    def inside(self) -> Iterator[SetLine]:
        """Yield the lines on the sides that are left when the sheet is cut."""
        trim, sides = self.panels.form.trim, self.panels.form.sides
        for line in self.lines:
            middle = line.left + line.width / 2
            if (
                line.page < len(sides)
                and 0 < middle < trim.width
                and 0 < line.baseline < trim.height
            ):
                yield line

    def panel(self, line: SetLine) -> Panel:
        """Return the panel that a line inside the trim stands on."""
        return self._panel_at(line.page, line.left + line.width / 2)

    def _panel_at(self, page: int, across: float) -> Panel:
        """Return the panel of a side that lies so far from its left trim, in mm."""
        panels = self.panels.form.on_side(self.panels.form.sides[page])
        return next((one for one in panels if across < one.left + one.width), panels[-1])

    def words(self, line: SetLine) -> Placed | None:
        """Return the words of the layout that a line begins with; nothing for a picture's."""
        panel = self.panel(line)
        return next(
            (
                one
                for one in self._placed(panel, Kind.TEXT)
                if abs(one.size_pt - line.size_pt) < NEAR_PT and _holds(one, panel, line)
            ),
            None,
        )

    def picture(self, line: SetLine) -> Placed | None:
        """Return the picture that a line stands in, if it stands in one."""
        panel = self.panel(line)
        pictures = self._placed(panel, Kind.PICTURE, Kind.ART)
        return next((one for one in pictures if _holds(one, panel, line)), None)

    def _placed(self, panel: Panel, *kinds: Kind) -> Iterator[Placed]:
        pages = self.panels.pages_of(panel.name)
        return self.panels.layout.pages[pages[0]].of(*kinds) if pages else iter(())

    def source(self, line: SetLine) -> int:
        """Return the line of the source that words come from, or that of the leaflet."""
        found = self.words(line) or self.picture(line)
        return (found.line if found else None) or self.leaflet.place.line or 1

    def source_at(self, page: int, box: Box) -> int | None:
        """Return the line of the source of what stands in the middle of a box on a side."""
        if page >= len(self.panels.form.sides):
            return None
        across, down = box[0] + box[2] / 2, box[1] + box[3] / 2
        panel = self._panel_at(page, across)
        across -= panel.left
        for kinds in ((Kind.TEXT,), (Kind.PICTURE, Kind.ART, Kind.CODE), (Kind.TABLE,)):
            there = [
                one
                for one in self._placed(panel, *kinds)
                if one.line and one.left <= across <= one.right and one.top <= down <= _foot(one)
            ]
            if there:  # a large title may reach into what stands below it
                return min(there, key=lambda one: one.width * one.height).line
        return None

    def problem(
        self, code: str, severity: Severity, message: str, hint: str, line: SetLine
    ) -> Problem:
        """Return a problem of the printer's file; its box is on the side of the sheet."""
        left, top, width, height = line.box
        return Problem(
            code=code,
            severity=severity,
            message=message,
            hint=hint,
            place=Place(self.leaflet.place.file, self.source(line)),
            format=self.panels.form.name,
            edition="print",
            panel=self.panel(line).name,
            page=line.page + 1,
            box_mm=(round(left, 2), round(top, 2), round(width, 2), round(height, 2)),
        )

    def told(self, line: SetLine) -> str:
        """Return the words of a line as a message quotes them, and where they stand."""
        left, _, _, _ = line.box
        panel = self.panel(line)
        return (
            f'"{short(line.text)}" on the panel "{panel.name}", {left - panel.left:.0f} mm from '
            f"its left edge and {line.baseline:.0f} mm from its head"
        )


def _holds(one: Placed, panel: Panel, line: SetLine) -> bool:
    left = line.left - panel.left
    return (
        one.left - NEAR <= left <= one.right + NEAR
        and one.top - NEAR <= line.baseline <= _foot(one) + NEAR
    )


def _foot(one: Placed) -> float:
    """Return where something ends; small words hang low in a line that is higher than they are."""
    return max(one.bottom, one.top + one.leading)
