"""Looking: one function for each sort of thing, which yields what it finds."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import sys
import tempfile
from dataclasses import dataclass, replace
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from leaflet.doctor.apart import crash, import_all, lay_out, load
from leaflet.doctor.needs import FONTS, LIBRARIES, PACKAGES, PYTHON, TOOLS
from leaflet.doctor.systems import WSL_INSTALL, Here, here

if TYPE_CHECKING:
    from collections.abc import Iterator

    from leaflet.doctor.needs import Library, Package

OK, MISSING, NOTE = "ok", "missing", "note"
"""There; needed and not there; good to know."""

CHECKOUT = Path(__file__).resolve().parents[2]
"""The folder that holds `run.sh`, if the program was not installed out of a wheel."""


@dataclass(frozen=True)
class Finding:
    """What became of one thing that was looked for."""

    state: str
    """`ok`, `missing` or `note`."""

    what: str
    """The thing."""

    says: str
    """What is to be said of it, in a sentence without its full stop."""

    do: str = ""
    """What to do, in words."""

    command: str = ""
    """What to type."""

    tried: bool = True
    """Whether we tried that on this system."""


@dataclass(frozen=True)
class Report:
    """Everything that was looked for."""

    here: Here
    """The system."""

    findings: tuple[Finding, ...]
    """What was found, in the order in which it is needed."""

    @property
    def whole(self) -> bool:
        """Whether all is there that is needed."""
        return all(one.state != MISSING for one in self.findings)


def examine(project: Path, system: Here | None = None) -> Report:
    """Look for everything.

    Args:
        project: The project's folder.
        system: The system to give commands for; else the one that this runs on.
    """
    on = system or here()
    if on.system and on.system.name == "windows":
        return Report(on, (_no_linux(on),))
    found = [_python(on), *_packages(), *_libraries(on), *_fonts(project), *_folders(project)]
    if all(one.state != MISSING for one in found):
        found.append(_trial(project))
    return Report(on, (*found, *_project(project), *_tools(on)))


def _no_linux(on: Here) -> Finding:
    return Finding(
        MISSING,
        "Linux inside Windows (WSL)",
        "the program does not run in Windows itself",
        "Open PowerShell as administrator, type this, and start the computer again. Then go to "
        "this folder in Ubuntu and type: sh run.sh",
        WSL_INSTALL,
        tried=on.tried,
    )


def _python(on: Here) -> Finding:
    version = "{}.{}.{}".format(*sys.version_info)
    wanted = "{}.{} or newer is needed".format(*PYTHON)
    if sys.version_info >= PYTHON:
        return Finding(OK, "Python", f"{version}; {wanted}")
    missing = _needed(on, "Python", f"{version} is too old; {wanted}")
    return replace(
        missing, do=missing.do or "Where this brings no newer one, the system is too old."
    )


def _needed(on: Here, need: str, says: str, files: str = "") -> Finding:
    """Return the finding that something of the system is missing."""
    command = on.command(need)
    unknown = f"Install it with the programs of your system{files}. We do not know this system."
    return Finding(MISSING, need, says, "" if command else unknown, command, tried=on.tried)


# Packages -----------------------------------------------------------------------------------------


def _packages() -> Iterator[Finding]:
    there = [one for one in PACKAGES if not _why_not(one)]
    broken = _broken([one.module for one in there if one.module != "weasyprint"])
    for package in PACKAGES:
        why = _why_not(package) or broken.get(package.module, "")
        if why:
            yield Finding(
                MISSING, package.name, f"{why}. It {package.does}", command=_install(package)
            )
        else:
            version = _version(package.name)
            pinned = ", the version it must be" if package.wanted.startswith("==") else ""
            yield Finding(OK, package.name, f"{version}{pinned}; {package.does}")
    yield from _locked()


def _why_not(package: Package) -> str:
    """Return why a package will not do; empty if it will, as far as can be told from outside."""
    try:
        there = find_spec(package.module) is not None
    except (ImportError, ValueError):
        there = False
    version = _version(package.name)
    if not there or not version:
        return "not installed"
    exact, wanted = package.wanted.startswith("=="), package.wanted[2:]
    if exact and version != wanted:
        return f"{version}; it has to be {wanted}"
    if _numbers(version) < _numbers(wanted):
        return f"{version} is too old; {wanted} or newer is needed"
    return ""


def _version(name: str) -> str:
    """Return the version of a package; empty where there is none, or its record is broken."""
    try:
        return metadata.version(name) or ""  # None where the record is an empty file
    except (metadata.PackageNotFoundError, KeyError):
        return ""


def _numbers(version: str) -> list[int]:
    """Return a version as numbers, which compare as versions do.

    >>> _numbers("3.10.1rc2") < _numbers("3.11")
    True
    """
    return [int(one) for one in re.findall(r"\d+", re.split(r"[a-z+]", version)[0])]


def _broken(modules: list[str]) -> dict[str, str]:
    """Return why packages that are there cannot be imported, by the name of each."""
    broken: dict[str, str] = {}
    while modules:
        code, out = import_all(modules)
        told = [json.loads(line) for line in out.splitlines() if line.startswith(('"', "["))]
        broken.update(
            {
                one[0]: f"there, and cannot be used ({one[1]})"
                for one in told
                if isinstance(one, list)
            }
        )
        begun = [one for one in told if isinstance(one, str)]
        if code == 0 or not begun:
            break
        broken[begun[-1]] = f"there, and cannot be used ({crash(code)})"
        modules = modules[modules.index(begun[-1]) + 1 :]
    return broken


def _install(package: Package) -> str:
    """Return how to get a package: all of them in a checkout, that one alone elsewhere."""
    if _in_checkout():
        script = f"sh {shlex.quote(_typed(CHECKOUT / 'run.sh'))}"
        # run.sh takes its own folder for whole as long as this file is there.
        ready = CHECKOUT / ".venv" / ".ready"
        in_venv = Path(sys.prefix).resolve() == ready.parent and ready.exists()
        return f"rm {shlex.quote(_typed(ready))} && {script}" if in_venv else script
    wanted = shlex.quote(package.name + package.wanted)
    return f"{shlex.quote(sys.executable)} -m pip install {wanted}"


def _in_checkout() -> bool:
    return (CHECKOUT / "run.sh").is_file()


def _typed(path: Path) -> str:
    """Return a path as one would type it from here."""
    try:
        return str(path.relative_to(Path.cwd()))
    except ValueError:
        return str(path)


def _locked() -> Iterator[Finding]:
    """Compare all packages, also those that only others need, with the versions that we tried."""
    lock = CHECKOUT / "requirements.lock"
    if not _in_checkout() or not lock.is_file():
        return
    lines = re.findall(r"^([a-z0-9-]+)==(\S+)( ;)?", lock.read_text(encoding="utf-8"), re.MULTILINE)
    absent = []
    for name, wanted, condition in lines:
        version = _version(name)
        if not version:
            if not condition and name not in {one.name for one in PACKAGES}:
                absent.append(name)
            continue
        if _numbers(version) != _numbers(wanted):
            yield Finding(NOTE, name, f"{version}; we tried {wanted} (requirements.lock)")
    if absent:
        says = f"not installed: {', '.join(absent)}"
        yield Finding(
            MISSING, "What these packages need in turn", says, command=_install(PACKAGES[0])
        )


# Libraries ----------------------------------------------------------------------------------------


ABSENT = ("No such file", "no such file")
"""What the loaders of Linux and macOS say of a file that is not there."""


def _libraries(on: Here) -> Iterator[Finding]:
    for library in LIBRARIES:
        code, said = load(library)
        says, there = _loaded(library, code, said.strip())
        if there:
            yield Finding(OK, library.name, says)
        else:
            files = f": it is a file called {' or '.join(library.files)}"
            yield _needed(on, library.name, says, files)


def _loaded(library: Library, code: int, said: str) -> tuple[str, bool]:
    """Return what is to be said of a library that was loaded, or was not, and whether it will do.

    Args:
        library: The library.
        code: The exit code of the process that loaded it.
        said: Its version, or what the system's loader said.
    """
    if code == 0:
        version = said.splitlines()[-1] if said and library.teller else ""
        if library.lowest and _numbers(version) < _numbers(library.lowest):
            return f"{version} is too old; {library.lowest} or newer is needed", False
        return f"{version}; {library.does}" if version else library.does, True
    if code != 1:
        return f"there, and {crash(code)}. It {library.does}", False
    why = [line for line in said.splitlines() if not any(one in line for one in ABSENT)]
    state = f"there, and cannot be loaded ({why[0]})" if why else "not installed"
    return f"{state}. It {library.does}", False


# Fonts, folders, a trial --------------------------------------------------------------------------


FONT_STARTS = (b"\0\1\0\0", b"OTTO", b"true", b"ttcf")
"""How font files begin (OpenType 1.9, "Organization of an OpenType font")."""


def _fonts(project: Path) -> Iterator[Finding]:
    if sys.version_info < PYTHON:  # it cannot read the rest of the program, which knows the fonts
        return
    from leaflet.resources import Theme  # noqa: PLC0415 - see above

    files = Theme(project).font_files()
    for family, start in FONTS.items():
        own = [one for one in files if one.name.replace("-", "").startswith(start)]
        bad = [one for one in own if _start_of(one) not in FONT_STARTS]
        if own and not bad:
            yield Finding(OK, f"The font {family}", f"{len(own)} files")
            continue
        says = f"{_typed(bad[0])} is no font, or cannot be read" if bad else "not there"
        do = (
            "Get this folder again, from where you got it."
            if _in_checkout()
            else "Install the program again."
        )
        yield Finding(MISSING, f"The font {family}", says, do)


def _start_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(4)
    except OSError:
        return b""


def _folders(project: Path) -> Iterator[Finding]:
    build = project / "build"
    error = _unwritable(build)
    yield (
        Finding(
            MISSING,
            "The folder for the files",
            f"{_typed(build)} cannot be written ({error})",
            "Ask whoever owns it for leave to write there, or choose another one with --out.",
        )
        if error
        else Finding(OK, "The folder for the files", f"{_typed(build)} can be written")
    )
    cache = _cache()
    if cache is None or _unwritable(cache):
        says = "cannot be written. Everything works without it, only a little slower"
        yield Finding(NOTE, "The cache", f"{cache or 'your home folder'} {says}")
    else:
        yield Finding(OK, "The cache", f"{cache} can be written")


def _cache() -> Path | None:
    """Return the person's folder for what can be made again, as `leaflet.pages` has it."""
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "leaflet"
    except RuntimeError:  # a person without a home
        return None


def _unwritable(folder: Path) -> str:
    """Return why a folder, or the nearest one above it that is there, cannot be written.

    It is really tried: to an administrator, and on a disk that is read-only, rights say little.
    """
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    try:
        with tempfile.TemporaryFile(dir=folder):
            return ""
    except OSError as error:
        return error.strerror or str(error)


def _trial(project: Path) -> Finding:
    code, said = lay_out(project)
    if code == 0:
        return Finding(OK, "A trial", "a page was laid out")
    last = said.strip().splitlines()[-1] if code == 1 and said.strip() else crash(code)
    return Finding(
        MISSING,
        "A trial",
        f"all parts are there, and yet no page can be laid out ({last})",
        "Install the program again. If that does not help, tell whoever gave it to you, "
        "with all of these lines.",
    )


# The project, and programs that are not needed ----------------------------------------------------


def _project(project: Path) -> Iterator[Finding]:
    content = project / "content"
    number = len(list(content.glob("*/leaflet.md"))) if content.is_dir() else 0
    if number:
        says = "1 leaflet" if number == 1 else f"{number} leaflets"
        yield Finding(OK, "The folder content", says)
    else:
        yield Finding(
            NOTE,
            "The folder content",
            f"no leaflet in {_typed(content)} yet",
            "This starts one; -C names another folder.",
            "leaflet new",
        )
    if (content / "facts.yaml").is_file():
        yield Finding(OK, "The file facts.yaml", "there")
    else:
        says = "not there yet. The first `leaflet new` makes one"
        yield Finding(NOTE, "The file facts.yaml", says)


def _tools(on: Here) -> Iterator[Finding]:
    for tool in TOOLS:
        place = shutil.which(tool.command)
        if place and not _only_a_stub(place):
            yield Finding(OK, tool.name, f"{place}; {tool.does}")
            continue
        command = on.command(tool.name)
        says = f"not there, and not needed. It {tool.does}"
        do = "" if command else f"No package of this system that we know of holds {tool.name}."
        yield Finding(NOTE, tool.name, says, do, command, tried=on.tried)


def _only_a_stub(place: str) -> bool:
    """Whether a program only says that it is not there, as `/usr/bin/java` of macOS does."""
    return sys.platform == "darwin" and place == "/usr/bin/java"
