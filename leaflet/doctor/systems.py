"""The systems that we know, as data: what their packages are called and how they are installed."""

from __future__ import annotations

import os
import re
import shlex
import sys
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

OS_RELEASE = Path("/etc/os-release")
"""What a Linux system says of itself (freedesktop.org, os-release)."""

PROC_VERSION = Path("/proc/version")
"""What the kernel says of itself; Windows puts its maker's name there."""

APT = "sudo apt-get update && sudo apt-get install"
"""A new system, above all one inside Windows, has no list of packages before the first half."""

DEBIAN_PACKAGES = {
    "Python": "python3 python3-venv",
    "GObject": "libpango-1.0-0",
    "Pango": "libpango-1.0-0",
    "HarfBuzz": "libpango-1.0-0",
    "HarfBuzz-subset": "libharfbuzz-subset0",
    "Fontconfig": "libpangoft2-1.0-0",
    "PangoFT2": "libpangoft2-1.0-0",
    "Java": "default-jre-headless",
    "qpdf": "qpdf",
    "Ghostscript": "ghostscript",
    "Poppler": "poppler-utils",
}
"""Where a library only comes with another one, the other one is named: Debian renames some of
the former from release to release (`libglib2.0-0`, `libglib2.0-0t64`)."""


@dataclass(frozen=True)
class System:
    """A kind of system, and how one installs something there."""

    name: str
    """Its `ID` in os-release, or our own word for what has no os-release."""

    label: str
    """What people call it."""

    install: str
    """What one types before the names of packages."""

    packages: Mapping[str, str]
    """The packages to install, by the name of what is needed."""

    source: str
    """Where the names of the packages come from."""

    tried: tuple[str, ...] = ()
    """The versions on which we installed the program from these packages, and ran it."""


SYSTEMS = {
    one.name: one
    for one in (
        System(
            "debian",
            "Debian",
            APT,
            DEBIAN_PACKAGES,
            "run.sh; the tools: Debian's own list of packages",
            tried=("12", "13"),
        ),
        System(
            "ubuntu",
            "Ubuntu",
            APT,
            DEBIAN_PACKAGES,
            "WeasyPrint's manual, First Steps, Ubuntu 20.04 and later",
        ),
        System(
            "fedora",
            "Fedora",
            "sudo dnf install",
            {
                "Python": "python3",
                "GObject": "glib2",
                "Pango": "pango",
                "HarfBuzz": "harfbuzz",
                "HarfBuzz-subset": "harfbuzz",
                "Fontconfig": "fontconfig",
                "PangoFT2": "pango",
                "Java": "java-latest-openjdk-headless",
                "qpdf": "qpdf",
                "Ghostscript": "ghostscript",
                "Poppler": "poppler-utils",
            },
            "WeasyPrint's manual, First Steps, Fedora 39 and later; the files of Fedora's "
            "package harfbuzz, which holds its subset library",
        ),
        System(
            "macos",
            "macOS",
            "brew install",
            {
                "Python": "python",
                "GObject": "glib",
                "Pango": "pango",
                "HarfBuzz": "harfbuzz",
                "HarfBuzz-subset": "harfbuzz",
                "Fontconfig": "fontconfig",
                "PangoFT2": "pango",
                "Java": "openjdk",
                "qpdf": "qpdf",
                "Ghostscript": "ghostscript",
                "Poppler": "poppler",
            },
            "Homebrew's formulae of these names",
        ),
        System(
            "windows",
            "Windows",
            "",
            {},
            "Microsoft, How to install Linux on Windows with WSL",
        ),
    )
}
"""Every system that we know, by name."""

WSL_INSTALL = "wsl --install"
"""What installs Linux inside Windows (Microsoft, as above)."""


@dataclass(frozen=True)
class Here:
    """The system that the program runs on."""

    system: System | None
    """Its kind; nothing if we do not know it."""

    label: str
    """What it calls itself."""

    tried: bool
    """Whether we tried the program on this very version."""

    root: bool = False
    """Whether whoever works here is the administrator, and needs no `sudo`."""

    def command(self, need: str) -> str:
        """Return what to type to install something; empty where we do not know that."""
        package = self.system.packages.get(need, "") if self.system else ""
        if not self.system or not package:
            return ""
        install = self.system.install.replace("sudo ", "") if self.root else self.system.install
        return f"{install} {package}"


def here() -> Here:
    """Return the system that the program runs on."""
    found = recognise(sys.platform, _text(OS_RELEASE), _text(PROC_VERSION))
    return replace(found, root=hasattr(os, "geteuid") and os.geteuid() == 0)


def recognise(platform: str, os_release: str = "", proc_version: str = "") -> Here:
    r"""Return a system by what it says of itself.

    Args:
        platform: Python's `sys.platform`.
        os_release: The text of `/etc/os-release`.
        proc_version: The text of `/proc/version`.

    >>> recognise("linux", 'ID=linuxmint\nID_LIKE="ubuntu debian"').system.name
    'ubuntu'
    """
    if platform == "darwin":
        return Here(SYSTEMS["macos"], "macOS", tried=False)
    if platform in ("win32", "cygwin"):
        return Here(SYSTEMS["windows"], "Windows", tried=False)
    told = _settings(os_release)
    own = told.get("ID", "")
    like = [own, *told.get("ID_LIKE", "").split()]
    system = next((SYSTEMS[name] for name in like if name in SYSTEMS), None)
    label = told.get("PRETTY_NAME") or told.get("NAME") or platform
    inside_windows = "microsoft" in proc_version.lower()
    return Here(
        system,
        f"{label}, inside Windows (WSL)" if inside_windows else label,
        tried=bool(
            system
            and system.name == own
            and told.get("VERSION_ID") in system.tried
            and not inside_windows
        ),
    )


def _settings(os_release: str) -> dict[str, str]:
    """Return the settings of an os-release file, whose values are quoted as for a shell."""
    found = {}
    for name, value in re.findall(r"^([A-Z_]+)=(.*)$", os_release, re.MULTILINE):
        try:
            found[name] = " ".join(shlex.split(value))
        except ValueError:  # a quote that never closes
            found[name] = value
    return found


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
