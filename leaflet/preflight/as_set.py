"""What the checks of type as set judge: the lines of the printer's file, and their source."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leaflet.model import Leaflet
from leaflet.preflight.set_line import Box, SetLine
from leaflet.preflight.subject import short
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.format import Frame, Panel
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
        return self.frame(line).panel

    def frame(self, line: SetLine) -> Frame:
        """Return the frame that a line inside the trim stands in."""
        return self._frame_at(line.page, line.left + line.width / 2, line.baseline)

    def _frame_at(self, page: int, across: float, down: float) -> Frame:
        """Return the frame of a side that lies so far from its left and upper trim, in mm."""
        side = self.panels.form.sides[page]
        frames = [frame for frame in self.panels.frames if frame.panel.side == side]
        return min(frames, key=lambda frame: _away(frame, across, down))

    def local(self, line: SetLine) -> SetLine:
        """Return a line as it lies on the page of its frame, upright if its panel is turned."""
        left, top = on_page(self.frame(line), line.left, line.baseline)
        turned = self.panel(line).turned
        return replace(
            line,
            left=left - line.width if turned else left,
            baseline=top,
            upright=line.upright or (turned and line.upside_down),
        )

    def words(self, line: SetLine) -> Placed | None:
        """Return the words of the layout that a line begins with; nothing for a picture's."""
        local = self.local(line)
        return next(
            (
                one
                for one in self._placed(self.frame(line), Kind.TEXT)
                if abs(one.size_pt - line.size_pt) < NEAR_PT and _holds(one, local)
            ),
            None,
        )

    def picture(self, line: SetLine) -> Placed | None:
        """Return the picture that a line stands in, if it stands in one."""
        local = self.local(line)
        pictures = self._placed(self.frame(line), Kind.PICTURE, Kind.ART)
        return next((one for one in pictures if _holds(one, local)), None)

    def _placed(self, frame: Frame, *kinds: Kind) -> Iterator[Placed]:
        return self.panels.page_in(frame).of(*kinds)

    def source(self, line: SetLine) -> int:
        """Return the line of the source that words come from, or that of the leaflet."""
        found = self.words(line) or self.picture(line)
        return (found.line if found else None) or self.leaflet.place.line or 1

    def source_at(self, page: int, box: Box) -> int | None:
        """Return the line of the source of what stands in the middle of a box on a side."""
        if page >= len(self.panels.form.sides):
            return None
        middle = box[0] + box[2] / 2, box[1] + box[3] / 2
        frame = self._frame_at(page, *middle)
        across, down = on_page(frame, *middle)
        for kinds in ((Kind.TEXT,), (Kind.PICTURE, Kind.ART, Kind.CODE), (Kind.TABLE,)):
            there = [
                one
                for one in self._placed(frame, *kinds)
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
        panel, (left, _, width, _) = self.panel(line), line.box
        across = panel.left + panel.width - left - width if panel.turned else left - panel.left
        return (
            f'"{short(line.text)}" on the panel "{panel.name}", {across:.0f} mm from its left edge '
            f"and {self.local(line).baseline:.0f} mm from its head"
        )


def on_page(frame: Frame, across: float, down: float) -> tuple[float, float]:
    """Return a place on a side of the sheet as it lies on the page of a frame, in mm."""
    panel = frame.panel
    if panel.turned:
        across, down = panel.left + panel.width - across, panel.top + panel.height - down
    else:
        across, down = across - panel.left - panel.shift, down - panel.top
    return across - frame.left, down


def _away(frame: Frame, across: float, down: float) -> float:
    """Return how far a place on a side of the sheet lies outside a frame, in mm."""
    x, y = on_page(frame, across, down)
    return max(-x, x - frame.width, 0.0) + max(-y, y - frame.panel.height, 0.0)


def _holds(one: Placed, line: SetLine) -> bool:
    return (
        one.left - NEAR <= line.left <= one.right + NEAR
        and one.top - NEAR <= line.baseline <= _foot(one) + NEAR
    )


def _foot(one: Placed) -> float:
    """Return where something ends; small words hang low in a line that is higher than they are."""
    return max(one.bottom, one.top + one.leading)
