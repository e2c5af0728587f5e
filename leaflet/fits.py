"""`leaflet fit`: which formats a text fits, at which sizes, and how much it misses others by."""

import json
import tempfile
from dataclasses import asdict
from pathlib import Path

import click

from leaflet.manuscript.find import Found
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.preflight import Fit, fit
from leaflet.problems import UnusableError
from leaflet.resources import Theme
from leaflet.talk import ExitCode, Talk
from leaflet.typeset.panels import Setting
from leaflet.typeset.typesetter import Typesetter


def tell_fits(talk: Talk, found: Found, *, as_json: bool) -> ExitCode:
    """Lay a leaflet out in every format that may hold it, and tell how it sits there."""
    facts, _ = read_project_facts(talk.project)
    with tempfile.TemporaryDirectory(prefix="leaflet-") as folder, Typesetter() as typesetter:
        setting = Setting(Theme(talk.project), Path(folder))
        typesetter.start(setting.theme, setting.workshop)
        try:
            leaflet, _ = read_leaflet(found, project=talk.project, facts=facts)
        except UnusableError as error:
            talk.tell(error.problems)
            return ExitCode.UNREADABLE
        results = fit(leaflet, setting, typesetter, sizes=True)
    if as_json:
        click.echo(json.dumps([asdict(one) for one in results], indent=1))
        return ExitCode.DONE
    width = max(len(one.format) for one in results)
    for one in results:
        click.echo(f"{one.format:<{width}}  {one.size_pt:g} pt  {in_words(one)}")
    return ExitCode.DONE


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
