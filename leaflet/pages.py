"""Autoescaped Jinja2, for every page and part that we write."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment


@cache
def _environment(folders: tuple[Path, ...]) -> Environment:
    return SandboxedEnvironment(
        loader=FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def environment(folders: Iterable[Path]) -> Environment:
    """Return an environment that finds templates in `folders`, the first one first.

    It is Jinja's sandbox, because a charity's own templates may come from anywhere; what
    authors write never reaches it as a template at all.
    """
    return _environment(tuple(folders))
