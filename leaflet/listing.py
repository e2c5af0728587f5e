"""The lists of `leaflet list`: a row for each thing, with its name, what it is, and its data."""

from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from leaflet.problems import CODES

if TYPE_CHECKING:
    from leaflet.specs.format import Format


def _formats() -> list[dict[str, Any]]:
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


def _edition_rows() -> list[dict[str, Any]]:
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


def _printer_rows() -> list[dict[str, Any]]:
    from leaflet.specs.printers import PRINTERS  # noqa: PLC0415 - only the list that is asked for

    return [asdict(one) for one in PRINTERS.values()]


LISTS: dict[str, Callable[[], list[dict[str, Any]]]] = {
    "formats": _formats,
    "editions": _edition_rows,
    "parts": lambda: _part_rows("PARTS"),
    "panels": lambda: _part_rows("PANELS"),
    "printers": _printer_rows,
    "checks": lambda: [{"name": code, "says": title} for code, title in CODES.items()],
}
"""What may be listed."""
