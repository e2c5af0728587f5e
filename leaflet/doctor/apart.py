"""What may crash is tried here, each in a Python of its own: packages, libraries, a layout."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from leaflet.doctor.needs import Library

PATIENCE = 60
"""Seconds after which something that is tried is taken to hang."""

HUNG = 124
"""Stands for a process that did not end, as for the command `timeout`."""

IMPORT = """
import importlib, json, sys
modules, sys.path[:] = json.loads(sys.argv[1])
for module in modules:
    print(json.dumps(module), flush=True)
    try:
        importlib.import_module(module)
    except BaseException as error:
        print(json.dumps([module, f"{type(error).__name__}: {error}"]), flush=True)
"""
"""Imports packages one after the other. Tells each before, so that a crash is known by the last."""

LOAD = """
import ctypes, ctypes.util, json, sys
names, teller = json.loads(sys.argv[1])
for name in names:
    places = [name] if "." in name else []
    if not sys.platform.startswith("linux"):
        places.append(ctypes.util.find_library(name))
    for place in filter(None, places):
        try:
            library = ctypes.CDLL(place)
        except OSError as error:
            print(error, file=sys.stderr)
            continue
        if teller:
            tell = getattr(library, teller)
            tell.restype = ctypes.c_char_p
            print(tell().decode())
        sys.exit()
sys.exit(1)
"""
"""Loads a library as cffi does for WeasyPrint: a name with a dot as it is, and then by a search,
which `leaflet.typeset.importing` turns off in Linux."""

TRIAL = """
import json, sys, tempfile
path, project = json.loads(sys.argv[1])
sys.path[:] = path
from pathlib import Path
from leaflet.resources import Theme
from leaflet.typeset.panels import Setting
from leaflet.typeset.setting import lay_out_html
with tempfile.TemporaryDirectory(prefix="leaflet-") as folder:
    laid_out = lay_out_html("<p>A trial</p>", Setting(Theme(Path(project)), Path(folder)))
sys.exit(0 if laid_out.pdf.startswith(b"%PDF-") else "No PDF was made.")
"""
"""Lays out one line in the project's fonts, with everything that layout needs."""


def import_all(modules: list[str]) -> tuple[int, str]:
    """Import modules; return the exit code and what was told of each."""
    return _apart(IMPORT, json.dumps([modules, sys.path]))


def load(library: Library) -> tuple[int, str]:
    """Load a library; return the exit code and its version, or what the loader said."""
    return _apart(LOAD, json.dumps([library.names, library.teller]), errors=True)


def lay_out(project: Path) -> tuple[int, str]:
    """Lay out a line in the fonts of a project; return the exit code and what was said."""
    return _apart(TRIAL, json.dumps([sys.path, str(project)]), errors=True)


def _apart(program: str, argument: str, *, errors: bool = False) -> tuple[int, str]:
    """Run a Python program in a process of its own, which may crash as it likes.

    Args:
        program: Its text.
        argument: What it gets from us.
        errors: Whether what it says on standard error is wanted as well.

    Returns:
        Its exit code, negative for a signal, and what it said.
    """
    try:
        done = subprocess.run(  # noqa: S603 - our own Python, with a text of our own
            [sys.executable, "-c", program, argument],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if errors else subprocess.DEVNULL,
            check=False,
            timeout=PATIENCE,
        )
    except subprocess.TimeoutExpired:
        return HUNG, ""
    return done.returncode, done.stdout.decode("utf-8", "replace")


def crash(code: int) -> str:
    """Return how a process ended that did not end well."""
    if code == HUNG:
        return f"does not answer in {PATIENCE} seconds"
    return f"crashes ({f'signal {-code}' if code < 0 else f'exit code {code}'})"
