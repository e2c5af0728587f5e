"""`leaflet fit`: which formats a text fits, at which sizes, and how much it misses others by."""

import json
import tempfile
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

import click

from leaflet.manuscript.find import CONTENT, FACTS, Found
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.model import Leaflet
from leaflet.preflight import Fit, fit
from leaflet.problems import UnusableError
from leaflet.resources import Theme
from leaflet.store import INNER, fingerprint, write_whole
from leaflet.talk import ExitCode, Talk
from leaflet.typeset.panels import Setting
from leaflet.typeset.typesetter import Typesetter

KEPT = f"{INNER}/fits"
"""Folder inside `build/` for what was found, so that nothing is laid out twice."""


def tell_fits(talk: Talk, found: Found, *, as_json: bool) -> ExitCode:
    """Lay a leaflet out in every format that may hold it, and tell how it sits there."""
    facts, _ = read_project_facts(talk.project)
    try:
        leaflet, _ = read_leaflet(found, project=talk.project, facts=facts)
    except UnusableError as error:
        talk.tell(error.problems)
        return ExitCode.UNREADABLE
    results = _found(talk, found, leaflet)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in results], indent=1))
        return ExitCode.DONE
    width = max(len(one.format) for one in results)
    for one in results:
        click.echo(f"{one.format:<{width}}  {one.size_pt:g} pt  {in_words(one)}")
    return ExitCode.DONE


def _found(talk: Talk, found: Found, leaflet: Leaflet) -> list[Fit]:
    """Return how a leaflet sits in all formats: as found before, if nothing has changed."""
    theme = Theme(talk.project)
    made_from = fingerprint(
        [found.folder, *theme.folders("templates"), *theme.folders("styles")],
        [
            talk.project / CONTENT / FACTS,
            *theme.font_files(),
            *sorted(picture.path for picture in leaflet.pictures.values()),
        ],
        [],
    )
    out, file = talk.project / "build", f"{KEPT}/{found.name}.json"
    with suppress(OSError, ValueError, KeyError, TypeError):
        kept = json.loads((out / file).read_text(encoding="utf-8"))
        if kept["made_from"] == made_from:
            return [Fit(**one) for one in kept["found"]]
    talk.say(f"Laying {found.name} out in all formats ...")
    results = _laid_out(leaflet, theme)
    told = {"made_from": made_from, "found": [asdict(one) for one in results]}
    with suppress(OSError):  # a folder that cannot be written keeps nothing
        (out / KEPT).mkdir(parents=True, exist_ok=True)
        write_whole(out, {file: json.dumps(told, indent=1).encode()})
    return results


def _laid_out(leaflet: Leaflet, theme: Theme) -> list[Fit]:
    """Return how a leaflet sits in all formats."""
    with tempfile.TemporaryDirectory(prefix="leaflet-") as folder, Typesetter() as typesetter:
        setting = Setting(theme, Path(folder))
        typesetter.start(setting.theme, setting.workshop)
        return fit(leaflet, setting, typesetter, sizes=True)


def in_words(one: Fit) -> str:
    """Return how a text sits in a format, in words.

    >>> in_words(Fit("trifold-a4", True, 0.0, 12.0, room_mm=25.0, largest_pt=12.0))
    'fits, 25 mm left'
    >>> in_words(Fit("bookmark", False, 1172.0, 12.0, estimated=True))
    'far too much: about 1172 mm'
    """
    if one.estimated:
        return f"far too much: about {one.over_mm:.0f} mm"
    if not one.fits:
        return f"{one.over_mm:.0f} mm too much"
    room = f"{one.pages} pages" if one.pages else f"{one.room_mm:.0f} mm left"
    larger = f", also at {one.largest_pt:g} pt" if one.largest_pt > one.size_pt else ""
    return f"fits, {room}{larger}"
