"""How text runs through panels."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.resources import Theme
from leaflet.specs.formats import FORMATS
from leaflet.typeset.layout import FLOW, Kind
from leaflet.typeset.panels import Panels, Setting
from leaflet.typeset.setting import lay_out_panels
from tests.conftest import problems_in

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaflet.specs.format import Format
    from tests.conftest import Project, Result

WORDS = "Words that fill a panel, line after line after line. "


def laid_out(project: Project, body: str, form: Format) -> Panels:
    """Lay a text out in a format, past the command line."""
    project.leaflet(body)
    facts, _ = read_project_facts(project.folder)
    found, _ = find_leaflets(project.folder)
    leaflet, _ = read_leaflet(found[0], project=project.folder, facts=facts)
    return lay_out_panels(leaflet, form, Setting(Theme(project.folder), project.build))


def drawn(panels: Panels) -> list[str]:
    """Return the pages of the trial: panel, width in mm, and how many tenths of it are full."""
    lines = []
    for page in panels.trial.pages:
        lowest = max((one.bottom for one in page.of(Kind.TEXT)), default=page.content[1])
        tenths = round((lowest - page.content[1]) / page.content[3] * 10)
        lines.append(f"{page.group} {page.width:.0f} {'#' * min(tenths, 10)}")
    return lines


def test_text_runs_through_panels_of_different_widths(project: Project) -> None:
    """The flow takes each panel's own width, and stops when the text does."""
    panels = laid_out(project, WORDS * 60, FORMATS["trifold-a4"])
    assert drawn(panels) == [
        "cover 100 ####",
        "flow 97 ##########",
        "flow 100 ##########",
    ]
    flow = ["flap", "inside-left", "inside-centre", "inside-right", "back"]
    assert [frame.name for frame in panels.flow] == flow


def test_a_break_goes_to_the_next_panel(project: Project) -> None:
    """`/// new-panel` leaves the rest of a panel empty."""
    panels = laid_out(project, "One.\n\n/// new-panel\n///\n\nTwo.\n", FORMATS["trifold-a4"])
    words = [[one.words for one in page.of(Kind.TEXT)] for page in panels.trial.group(FLOW)]
    assert words == [["One."], ["Two."]]


def test_what_does_not_fit_is_measured_on_one_tall_page(project: Project) -> None:
    """The page past the last panel holds all the rest, so that it can be measured."""
    panels = laid_out(project, WORDS * 300, FORMATS["trifold-a4"])
    assert [round(page.height) for page in panels.trial.group(FLOW)] == [210] * 5 + [5000]
    shown = panels.layout.group(FLOW)
    assert {round(page.height) for page in shown} == {210}
    assert sum(page.words for page in shown) == sum(
        page.words for page in panels.trial.group(FLOW)
    ), "nothing is lost between the two"


def test_a_wide_panel_has_two_frames(project: Project) -> None:
    """Where a panel has two frames, each is a page of its own, left one first, equally wide."""
    panels = laid_out(project, WORDS * 60, FORMATS["bifold-a3"])
    assert drawn(panels) == [
        "cover 210 ##",
        "flow 105 ##########",
        "flow 105 ####",
    ]
    names = ["inside-left", "inside-left 2", "inside-right", "inside-right 2", "back", "back 2"]
    assert [frame.name for frame in panels.flow] == names
    first, second = panels.trial.group(FLOW)[:2]
    assert first.content[2] == pytest.approx(second.content[2])
    assert first.content[0] > second.content[0] >= 5, "the inner margin is half of the gap"


@pytest.mark.parametrize("form", FORMATS.values(), ids=list(FORMATS))
def test_a_title_is_never_missing(project: Project, form: Format) -> None:
    """Where nothing is pinned to the panel of the title, the settings' title stands there."""
    panels = laid_out(project, "Only words.\n", form)
    headings = [one.words for page in panels.trial.pages for one in page.placed if one.heading == 1]
    assert " ".join(headings) == "A quiet hour"


ZONED = """\
## Tea

Come and have tea.

/// below
### Cake

There is cake as well.
///

## Chairs

By the window.

/// below | help
### Ring us

Any time.
///
"""


def lines(panels: Panels, number: int) -> list[str]:
    """Return the lines of one page of the flow: how far down their boxes begin in mm, and words."""
    page = panels.trial.group(FLOW)[number]
    return [f"{one.top:.1f} {one.words}" for one in page.of(Kind.TEXT)]


def test_flowing_text_has_lower_zones_too(project: Project) -> None:
    """Each ends its panel, and all of them begin on one horizon."""
    panels = laid_out(project, ZONED, FORMATS["trifold-a4"])
    tea, chairs = panels.trial.group(FLOW)
    heads = [
        [round(one.top, 1) for one in page.of(Kind.TEXT) if one.words in ("Cake", "Ring us")]
        for page in (tea, chairs)
    ]
    assert heads[0] == heads[1]
    # Half a line behind 90.75 mm of upper zone, 12 mm from the top, and 0.55 mm for its seat.
    assert heads[0][0] == pytest.approx(12 + 90.75 + 2.75 + 0.55, abs=0.5)
    assert [words.split(" ", 1)[1] for words in lines(panels, 0)] == [
        "Tea",
        "Come and have\u00a0tea.",
        "Cake",
        "There is cake\u00a0as\u00a0well.",
    ]
    assert lines(panels, 0)[:1] == [lines(panels, 1)[0].replace("Chairs", "Tea")]


@pytest.mark.parametrize(
    ("more", "expected"),
    [(6, []), (7, ["11.0 mm", "Cut 2 lines"]), (8, ["22.0 mm", "Cut 4 lines"])],
)
def test_a_zone_below_the_horizon_is_told(
    project: Project, run: Callable[..., Result], more: int, expected: list[str]
) -> None:
    """Sixteen lines have room above the horizon; what more there is pushes the zone down."""
    body = ZONED.replace("By the window.", "By the window.\n\n" + "Sit down.\n\n" * more)
    project.leaflet("/// flap\nWelcome.\n///\n\n" + body, format="trifold")
    told = run("check")
    found = problems_in(json.loads(run("check", "--json").out))
    low = {one["panel"] for one in found if one["code"] == "zone-low"}

    assert low == ({"inside-centre"} if expected else set())
    assert [words for words in expected if words not in told.out] == []


def test_a_lower_zone_and_a_break_are_one_break(project: Project) -> None:
    """Who writes both gets no empty panel between."""
    body = ZONED.replace("## Chairs", "/// new-panel\n///\n\n## Chairs")
    assert drawn(laid_out(project, body, FORMATS["trifold-a4"])) == drawn(
        laid_out(project, ZONED, FORMATS["trifold-a4"])
    )


def test_a_long_upper_zone_pushes_the_lower_one_down(project: Project) -> None:
    """Its ground comes along: no word stands on another."""
    body = ZONED.replace("Come and have tea.", WORDS * 14)
    panels = laid_out(project, body, FORMATS["trifold-a4"])
    tea = panels.trial.group(FLOW)[0]
    texts = list(tea.of(Kind.TEXT))
    cake = next(one for one in texts if one.words == "Cake")
    assert cake.top > 115
    assert all(one.bottom <= cake.top for one in texts[: texts.index(cake)])


def test_where_there_is_one_panel_zones_follow_in_place(project: Project) -> None:
    """A poster has one lower zone; a text with two is set without, and that is told."""
    panels = laid_out(project, ZONED, FORMATS["poster-a4"])
    assert len(panels.trial.group(FLOW)) == 1
    assert [part.name for part in panels.strangers] == ["below", "below"]
    [one_zone] = [laid_out(project, ZONED[: ZONED.index("## Chairs")], FORMATS["poster-a4"])]
    assert not one_zone.strangers
