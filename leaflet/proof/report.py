"""The report on a file as one web page: its pages with numbered places, and their plates."""

import base64
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count

from PIL import Image, ImageChops, ImageOps

from leaflet.pages import environment
from leaflet.pdf.document import PageFacts
from leaflet.pdf.geometry import PointBox
from leaflet.preflight.file import Finding, Judged, problem_of
from leaflet.preflight.file.seen import upright
from leaflet.preflight.on_plates import per_cent, quarter_of_ink
from leaflet.press import INKS
from leaflet.problems import Problem, Waiver, waived
from leaflet.proof.plates import USUAL_LIMIT, ink_colours
from leaflet.raster import pictures
from leaflet.resources import Theme
from leaflet.units import points

DPI = 80.0
"""Pixels an inch of the pictures: words of 12 pt can be read."""

LARGEST = 700
"""Pixels of the longer side of a plate: more would be too heavy to mail."""

NEAR = 2.0
"""Per cent of a page's picture within which the numbers of two places would hide each other."""

SHOWN = 30
"""Pages that are shown; a longer file's report would be too heavy to mail."""


@dataclass(frozen=True, slots=True)
class About:
    """What the reader of a report has to know of a file, besides what was found."""

    name: str
    waivers: Mapping[str, Waiver] = field(default_factory=dict)
    """The checks that somebody has set aside, by code."""

    draft: bool = False
    """Whether it is not meant to be printed yet."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page's picture, in per cent of its size."""

    number: int
    severity: str
    left: float
    top: float
    width: float
    height: float

    step: int = 0
    """How many numbers stand at this corner already; this one stands beside them."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A page of the report."""

    number: int
    picture: str
    frames: tuple[tuple[str, Spot], ...]
    """Trim and bleed."""

    spots: tuple[Spot, ...]
    plates: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """What was found, with its number in the pictures; nothing where it has no place."""

    number: int | None
    alike: tuple[Finding, ...]
    """The same on one page or several."""

    problem: Problem


def report(data: bytes, judged: Judged, about: About, theme: Theme) -> str:
    """Return the report on a file as HTML that needs no other file.

    Args:
        data: The file.
        judged: What was found.
        about: What its reader has to know besides.
        theme: Whose template.
    """
    numbers = count(1)
    told = [
        Told(
            next(numbers) if any(one.boxes for one in alike) else None,
            alike,
            waived(problem_of(alike, about.name), about.waivers),
        )
        for alike in judged.together
    ]
    page = environment(theme.folders("templates")).get_template("pages/check.html")
    return page.render(
        about=about,
        judged=judged,
        told=told,
        pages=list(_pages(data, judged, told)),
        shown=SHOWN,
    )


def _pages(data: bytes, judged: Judged, told: Sequence[Told]) -> Iterator[Shown]:
    if judged.facts.encrypted:
        return
    for number, (picture, page) in enumerate(
        zip(pictures(data, dpi=DPI), judged.facts.pages, strict=False)
    ):
        if number >= SHOWN:
            return
        boxes = page.boxes
        frames = [("trim", boxes.cut), ("bleed", boxes.painted)]
        yield Shown(
            number + 1,
            _address(upright(page, picture.convert("RGB")), "JPEG"),
            tuple((name, _spot(page, box, 0, name)) for name, box in frames),
            _apart(
                _spot(page, _points(page, box), one.number or 0, one.problem.severity)
                for one in told
                for finding in one.alike
                if finding.page == number
                for box in finding.boxes
            ),
            tuple(_plates(judged, number)),
        )


def _apart(spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """Return the places with numbers that can all be read, where several begin at one corner."""
    placed: list[Spot] = []
    for spot in spots:
        step = sum(
            abs(one.left - spot.left) < NEAR and abs(one.top - spot.top) < NEAR for one in placed
        )
        placed.append(replace(spot, step=step))
    return tuple(placed)


def _points(page: PageFacts, box: PointBox) -> PointBox:
    """Return a place in mm from the trim's upper left corner as the page's points."""
    left, _, _, top = page.boxes.cut
    x, y, width, height = (points(one) for one in box)
    return (left + x, top - y - height, left + x + width, top - y)


def _spot(page: PageFacts, box: PointBox, number: int, severity: str) -> Spot:
    shown = page.boxes.crop or page.boxes.media
    width, height = shown[2] - shown[0], shown[3] - shown[1]
    return Spot(
        number,
        severity,
        round(100 * (box[0] - shown[0]) / width, 2),
        round(100 * (shown[3] - box[3]) / height, 2),
        round(100 * (box[2] - box[0]) / width, 2),
        round(100 * (box[3] - box[1]) / height, 2),
    )


def _plates(judged: Judged, number: int) -> Iterator[tuple[str, str]]:
    if number >= len(judged.sides):
        return
    side = upright(judged.facts.pages[number], judged.sides[number])
    side = ImageOps.contain(side, (LARGEST, LARGEST)) if max(side.size) > LARGEST else side
    for ink, plate in zip(INKS, side.split(), strict=True):
        yield ink, _address(ImageChops.invert(plate), "PNG")
    limit = judged.press.ink_limit or USUAL_LIMIT
    colours = [ink_colours(per_cent(level), limit) for level in range(256)]
    quarter = quarter_of_ink(side)
    bands = [quarter.point([colour[band] for colour in colours]) for band in range(3)]
    yield "all inks", _address(Image.merge("RGB", bands), "PNG")


def _address(picture: Image.Image, kind: str) -> str:
    stream = io.BytesIO()
    picture.save(stream, kind, quality=80, optimize=True)
    data = base64.b64encode(stream.getvalue()).decode("ascii")
    return f"data:image/{kind.lower()};base64,{data}"
