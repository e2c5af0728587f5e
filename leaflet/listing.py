"""The lists of `leaflet list`: a row for each thing, with its name, what it is, and its data."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaflet.problems import CODES, UnusableError

if TYPE_CHECKING:
    from leaflet.manuscript.find import Found
    from leaflet.specs.format import Format


def _formats(_: Path) -> list[dict[str, Any]]:
    from leaflet.specs.formats import ALIASES, FORMATS  # noqa: PLC0415 - only the list that is asked for

    return [
        {
            "name": one.name,
            "aliases": [alias for alias, name in ALIASES.items() if name == one.name],
            "says": one.says,
            "kind": one.kind,
            "trim_mm": {"width": one.trim.width, "height": one.trim.height},
            "bleed_mm": one.bleed,
            "sides": list(one.sides),
            "panels": [
                {
                    "name": panel.name,
                    "side": panel.side,
                    "left_mm": panel.left,
                    "top_mm": panel.top,
                    "width_mm": panel.width,
                    "height_mm": panel.height,
                    "frames": panel.frames,
                    "turned": panel.turned,
                }
                for panel in one.panels
            ],
            "fold": one.fold or None,
            "reading_order": list(one.reading),
            "source": one.source,
            "drawing": drawn(one),
        }
        for one in FORMATS.values()
    ]


def drawn(form: "Format") -> list[str]:
    """Return a small drawing of a format: each side with its panels, numbered as they are read.

    Widths are in mm.
    """
    longest = max(map(len, form.sides))
    numbers = {name: number for number, name in enumerate(form.reading, 1)}
    rows = [
        ("" if top else side, [panel for panel in form.on_side(side) if panel.top == top])
        for side in form.sides
        for top in sorted({panel.top for panel in form.on_side(side)})
    ]
    return [
        f"{side:<{longest}} | "
        + " | ".join(
            f"{numbers[panel.name]} {panel.name} {panel.width:.4g}"
            + (" upside down" if panel.turned else "")
            for panel in panels
        )
        + " |"
        for side, panels in rows
    ]


def _edition_rows(_: Path) -> list[dict[str, Any]]:
    from leaflet.project import EDITIONS  # noqa: PLC0415 - only the list that is asked for

    return [{"name": name, "says": says} for name, says in EDITIONS.items()]


def _part_rows(table: str) -> list[dict[str, Any]]:
    from leaflet.manuscript import parts  # noqa: PLC0415 - only the list that is asked for

    kinds: dict[str, parts.PartKind] = getattr(parts, table)
    return [
        {
            "name": one.name,
            "says": one.says,
            "options": {option.name: option.says for option in one.options},
        }
        for one in kinds.values()
    ]


def _printer_rows(_: Path) -> list[dict[str, Any]]:
    from leaflet.specs.printers import PRINTERS  # noqa: PLC0415 - only the list that is asked for

    return [asdict(one) for one in PRINTERS.values()]


def _leaflets(project: Path) -> list[dict[str, Any]]:
    """Return the project's leaflets: what each is, who signed it, and whether that holds."""
    from leaflet.manuscript.find import find_leaflets  # noqa: PLC0415 - only the list that is asked for
    from leaflet.manuscript.read import read_leaflet, read_project_facts  # noqa: PLC0415 - as above

    facts, _ = read_project_facts(project)
    rows: list[dict[str, Any]] = []
    for found in find_leaflets(project)[0]:
        try:
            leaflet, _ = read_leaflet(found, project=project, facts=facts)
        except UnusableError as error:
            rows.append(
                {"name": found.name, "says": f"cannot be read: {error.problems[0].message}"}
            )
            continue
        signed = _signed(found, project)
        imprint = leaflet.imprint
        about = [
            leaflet.title,
            ", ".join(leaflet.formats),
            "final" if leaflet.final else "draft",
            " ".join(one for one in (imprint.identifier, imprint.version) if one),
            *signed,
        ]
        rows.append(
            {
                "name": found.name,
                "says": "; ".join(one for one in about if one),
                "title": leaflet.title,
                "formats": list(leaflet.formats),
                "final": leaflet.final,
                "id": imprint.identifier,
                "version": imprint.version,
                "signed": signed,
            }
        )
    return rows


def _signed(found: "Found", project: Path) -> list[str]:
    """Return who signed a leaflet, and what has changed since, as far as a build there tells."""
    from leaflet.dispatch.sign import (  # noqa: PLC0415 - as above
        UnreadableRecordError,
        read_signatures,
        some_of,
        state_of,
    )

    try:
        last = {one.who: one for one in read_signatures(found)}
    except UnreadableRecordError:
        return ["the record of its signatures cannot be read"]
    state = state_of(found, project, project / "build") if last else None
    told = []
    for one in last.values():
        changed = state.changed_since(one) if state else []
        since = f", changed since: {', '.join(some_of(changed))}" if changed else ""
        unknown = "" if state else ", not built since"
        told.append(f"signed by {one.who} on {one.on}{since}{unknown}")
    return told


LISTS: dict[str, Callable[[Path], list[dict[str, Any]]]] = {
    "leaflets": _leaflets,
    "formats": _formats,
    "editions": _edition_rows,
    "parts": lambda _: _part_rows("PARTS"),
    "panels": lambda _: _part_rows("PANELS"),
    "printers": _printer_rows,
    "checks": lambda _: [{"name": code, "says": title} for code, title in CODES.items()],
}
"""What may be listed."""
