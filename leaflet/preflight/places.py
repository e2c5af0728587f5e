"""Notes: what a format or an edition does not have, so that it was laid in place."""

from collections.abc import Iterable, Iterator

from leaflet.model import Leaflet, Part
from leaflet.problems import Place, Problem, Severity
from leaflet.specs.format import Format
from leaflet.typeset.panels import Panels


def notes_of_format(leaflet: Leaflet, panels: Panels) -> Iterator[Problem]:
    """Yield a note for each panel, break and backdrop that a format does not have."""
    for part in panels.strangers:
        code, message, hint = _in_place(part, panels.form)
        yield Problem(
            code=code,
            severity=Severity.NOTE,
            message=f"The format {panels.form.name} has no {message}.",
            hint=hint,
            place=Place(leaflet.place.file, part.line),
            format=panels.form.name,
        )


def _in_place(part: Part, form: Format) -> tuple[str, str, str]:
    """Return the code, what the format does not have and what becomes of it, and the hint."""
    if part.name == "new-panel":
        return (
            "break-in-place",
            "further panel for this break; the text goes on",
            "Nothing: this is how one text serves every format.",
        )
    if part.name == "below":
        return (
            "break-in-place",
            "panel to which this is the lower zone; the text goes on",
            "Nothing: this is how one text serves every format.",
        )
    if part.name == "contents":
        return (
            "pin-in-place",
            "pages for contents to name; they are left out",
            "Nothing: booklets and large print have them.",
        )
    if part.name == "notes":
        return (
            "pin-in-place",
            "page to write notes on; it is left out",
            "Nothing: booklets and large print have it.",
        )
    if part.name == "backdrop":
        return (
            "pin-in-place",
            f'side "{part.title}"; the picture behind it is left out',
            f"Nothing, or name one of: {', '.join(form.sides)}.",
        )
    return (
        "pin-in-place",
        f'panel "{part.name}"; what is pinned to it stands where the text has it',
        f"Nothing, or pin it to one of: {', '.join(_names(form))}.",
    )


def _names(form: Format) -> list[str]:
    return [panel.name for panel in form.panels]


def notes_in_line(leaflet: Leaflet, edition: str, parts: Iterable[Part]) -> Iterator[Problem]:
    """Yield one note on the pins, and one on the breaks, that an edition lays in place."""
    for code, what, found in (
        ("pin-in-place", "panels", [part for part in parts if part.name != "new-panel"]),
        ("break-in-place", "breaks", [part for part in parts if part.name == "new-panel"]),
    ):
        if found:
            lines = ", ".join(str(part.line) for part in found)
            yield Problem(
                code=code,
                severity=Severity.NOTE,
                message=f"The {edition} edition has no {what}; those in lines {lines} are laid "
                "in place.",
                hint="Nothing: this is how one text serves every edition.",
                place=Place(leaflet.place.file, found[0].line),
                edition=edition,
            )
