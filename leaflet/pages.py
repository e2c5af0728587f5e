"""Autoescaped Jinja2, for every page and part that we write."""

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemBytecodeCache, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    return SandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled(),
    )


def _compiled() -> FileSystemBytecodeCache | None:
    """Return where compiled templates are kept, as Python keeps compiled modules.

    That is the cache of the person who works here (XDG Base Directory Specification 0.8),
    and nowhere if it cannot be written. Compiling takes a twentieth of a build.
    """
    try:
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        folder = Path(home) / "leaflet" / "templates"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except (OSError, RuntimeError):  # the latter for a person without a home
        return None
    return FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def environment(folders: Iterable[Path]) -> Environment:
    """Return an environment that finds templates in `folders`, the first one first.

    It is Jinja's sandbox, because a charity's own templates may come from anywhere; what
    authors write never reaches it as a template at all.
    """
    return _environment(tuple(folders))
