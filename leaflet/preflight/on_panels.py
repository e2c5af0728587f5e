"""Checks of what has panels: does the text fit, and is it safe from knife and fold?"""

from collections import Counter
from collections.abc import Iterator
from math import ceil

from leaflet.preflight.subject import TOLERANCE, Subject, short
from leaflet.problems import Problem, Severity
from leaflet.specs.paper import SAFE_ERROR
from leaflet.typeset.layout import FLOW, Kind, Layout, Placed
from leaflet.typeset.panels import Panels

NEARLY_EMPTY = 0.15
"""Share of a panel's height below which it looks forgotten (our own judgement)."""

NAMED = 3
"""Formats that are named where a text does not fit its own."""

OFF_HORIZON = 0.5
"""Distance in mm from which on two grounds side by side look uneven (our own judgement)."""

WELL_FILLED = 0.7
"""Share of a panel's height from which on it looks meant (our own judgement)."""


def fit_overflow(subject: Subject) -> Iterator[Problem]:
    """Text that does not fit is measured on a page tall enough for all of it."""
    panels = _panels(subject)
    leading = _leading(panels.trial)
    for group in panels.trial.groups():
        room = panels.room(group)
        past = panels.past(group)
        over = sum(page.filled for page in past)
        words = sum(page.words for page in past)
        if not over:
            continue
        lines = ceil(over / leading - TOLERANCE)
        first = next((one.line for page in past for one in page.of(Kind.TEXT) if one.line), None)
        amount = f"{over:.0f} mm ({lines} {'line' if lines == 1 else 'lines'}) too much"
        if group == FLOW and not room:
            message = f"Every panel of {panels.form.name} is pinned, and text is left: {amount}."
        elif group == FLOW:
            needed = max(len(panels.layout.group(FLOW)), room + 1)
            columns = any(frame.number for frame in panels.flow)
            message = (
                f"The text needs {needed} {'columns' if columns else 'panels'} and "
                f"{panels.form.name} has {room} for text: {amount}."
            )
        else:
            message = f'The panel "{group}" holds less than what is pinned to it: {amount}.'
        yield subject.problem(
            "fit-overflow",
            Severity.ERROR,
            message,
            f"Cut about {words} {'word' if words == 1 else 'words'} from this line on"
            + _other_formats(subject),
            line=first,
        )


def _other_formats(subject: Subject) -> str:
    found = subject.formats_that_fit()
    name = subject.leaflet.name
    if found:
        names = " or ".join(f"`format: {one}`" for one in found[:NAMED])
        return f", or try {names}. `leaflet fit {name}` shows what fits."
    return f"; no other format here holds it all either (`leaflet fit {name}`)."


def _panels(subject: Subject) -> Panels:
    if subject.panels is None:
        msg = "a check of panels was called on an edition without any"
        raise ValueError(msg)
    return subject.panels


def _leading(layout: Layout) -> float:
    """Return the commonest distance from line to line, in mm."""
    found = Counter(
        round(one.leading, 2) for page in layout.pages for one in page.of(Kind.TEXT) if one.leading
    )
    return found.most_common(1)[0][0] if found else 1.0


def text_lost(subject: Subject) -> Iterator[Problem]:
    """The mark behind the last word of each group must have been placed."""
    panels = _panels(subject)
    for group in panels.layout.groups():
        if all(page.end is None for page in panels.layout.group(group)):
            yield subject.problem(
                "internal-fault",
                Severity.ERROR,
                f'Text of the panel "{group}" was lost in layout.',
                "This is our fault: please report it, with the leaflet if you can.",
            )


def fit_empty_panel(subject: Subject) -> Iterator[Problem]:
    """A flow panel with nothing, or nearly nothing, on it looks forgotten."""
    panels = _panels(subject)
    flow = panels.trial.group(FLOW)
    flowing = panels.flow[: len(flow)] if panels.form.grows else panels.flow
    for number, frame in enumerate(flowing):
        name = frame.name
        share = flow[number].filled / flow[number].content[3] if number < len(flow) else 0.0
        if share >= NEARLY_EMPTY:
            continue
        how = "empty" if not share else f"nearly empty: {share:.0%} of its height is used"
        yield subject.problem(
            "fit-empty-panel",
            Severity.WARNING,
            f'The panel "{name}" is {how}.',
            "Write more, pin something to it with "
            f"`/// {frame.panel.name}`, or choose a smaller format (`leaflet list formats`).",
            line=max((one.line or 0 for page in flow for one in page.placed), default=0) or None,
            page=panels.page_of(frame),
        )


def pages_blank(subject: Subject) -> Iterator[Problem]:
    """Pages of a booklet come in fours; those that are left over are blank."""
    panels = _panels(subject)
    blank = _blank_pages(panels)
    if blank:
        yield subject.problem(
            "pages-blank",
            Severity.NOTE,
            f"The booklet has {len(panels.form.reading)} pages, since they come in fours, and "
            f"{blank} of them, before the back, {'is' if blank == 1 else 'are'} blank.",
            "Nothing, if that is meant. Else write more or less, or set the text in another "
            "size (`text-size`).",
        )


def _blank_pages(panels: Panels) -> int:
    """Return how many pages of a booklet its text leaves empty."""
    if not panels.form.grows:
        return 0
    used = {frame.panel.name for frame in panels.flow[: len(panels.trial.group(FLOW))]}
    return len({frame.panel.name for frame in panels.flow}) - len(used)


def panel_thin(subject: Subject) -> Iterator[Problem]:
    """A panel that ends well above those beside it may be meant; its author should know."""
    panels = _panels(subject)
    if len(panels.form.panels) == 1:  # nothing stands beside a poster
        return
    for frame, page in zip(panels.flow, panels.trial.group(FLOW), strict=False):
        share = page.filled / page.content[3]
        if not NEARLY_EMPTY <= share < WELL_FILLED:
            continue
        last = max(
            page.of(Kind.TEXT, Kind.PICTURE, Kind.CODE, Kind.TABLE), key=lambda one: one.bottom
        )
        yield subject.problem(
            "panel-thin",
            Severity.NOTE,
            f'The panel "{frame.name}" is filled to {share:.0%} of its height; '
            f"{page.content[3] - page.filled:.0f} mm are left"
            + (f' below "{short(last.words)}".' if last.words else "."),
            "Nothing, if that is meant. Else write more, show a picture larger, or move a "
            "`/// new-panel`.",
            line=last.line,
            page=panels.page_of(frame),
            placed=last,
        )


def zone_low(subject: Subject) -> Iterator[Problem]:
    """Lower zones begin at one height on all panels; too much above one pushes it down."""
    panels = _panels(subject)
    numbers = [panels.page_of(frame) for frame in panels.frames]
    pages = [(number, subject.layout.pages[number]) for number in numbers]
    zones = [(number, one) for number, page in pages for one in page.of(Kind.ZONE)]
    horizon = min((one.top for _, one in zones), default=0.0)
    leading = _leading(subject.layout)
    for number, zone in zones:
        low = zone.top - horizon
        if low <= OFF_HORIZON:
            continue
        lines = ceil(low / leading - TOLERANCE)
        name = subject.problem("zone-low", Severity.WARNING, "", "", page=number).panel
        yield subject.problem(
            "zone-low",
            Severity.WARNING,
            f'The lower zone of the panel "{name}" begins {low:.1f} mm lower than the others: what '
            "stands above it needs the room.",
            f"Cut {lines} {'line' if lines == 1 else 'lines'} above its `/// below`, or move them "
            "below it.",
            line=zone.line or _first_line(subject, number, zone),
            page=number,
            placed=zone,
        )


def _first_line(subject: Subject, number: int, zone: Placed) -> int | None:
    """Return the source line of the first words in a zone."""
    inside = (one for one in subject.layout.pages[number].of(Kind.TEXT) if one.top >= zone.top)
    return next((one.line for one in inside if one.line), None)


def safe_area(subject: Subject) -> Iterator[Problem]:
    """Words near a trim may be cut, words on a fold cracked."""
    for number, page in subject.pages():
        nearest: dict[int | None, tuple[float, Placed]] = {}
        for one in page.of(Kind.TEXT):
            gap = min(one.left, one.top, page.width - one.right, page.height - one.bottom)
            if gap < nearest.get(one.line, (subject.safe - TOLERANCE, one))[0]:
                nearest[one.line] = (gap, one)
        for line, (gap, one) in nearest.items():
            lost = gap < SAFE_ERROR - TOLERANCE
            yield subject.problem(
                "safe-cut" if lost else "safe-area",
                Severity.ERROR if lost else Severity.WARNING,
                f'"{short(one.words)}" stands {max(gap, 0):.1f} mm from an edge or fold of its '
                f"panel; printers ask for {subject.safe:g} mm, and {SAFE_ERROR:g} mm is the least.",
                "Shorten it, or move it inwards.",
                line=line,
                page=number,
                placed=one,
            )
