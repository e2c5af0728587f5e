"""Telling what was found: a line for each thing, or JSON; and a door of its own for `doctor`."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from leaflet.doctor.look import MISSING, examine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from leaflet.doctor.look import Finding, Report

DONE, UNAVAILABLE = 0, 69
"""Exit codes, as in `leaflet.talk`, which needs more than the standard library (`sysexits.h`)."""

INDENT = " " * 9
"""Puts what to do below what is missing."""


def as_text(report: Report) -> str:
    """Return a report for people: a line for each thing, and what to do beneath what is missing.

    Where things that follow each other have the same cure, it stands beneath the last of them.
    """
    lines = [f"This computer: {report.here.label}", ""]
    findings = report.findings
    for number, one in enumerate(findings):
        lines.append(f"{one.state:<8} {one.what}: {one.says}.")
        following = findings[number + 1] if number + 1 < len(findings) else None
        if following is None or _cure(following) != _cure(one):
            lines += [INDENT + line for line in _cure(one)]
    missing = sum(one.state == MISSING for one in findings)
    counted = f"{missing} thing{'s are' if missing > 1 else ' is'} missing"
    end = f"{counted}: do what stands beneath, then type the same again." if missing else ""
    return "\n".join([*lines, "", end or "All that is needed is there."])


def _cure(one: Finding) -> list[str]:
    lines = [line for line in (one.do, one.command) if line]
    if one.command and not one.tried:
        lines.append("(not tried by us on this system)")
    return lines


def as_json(report: Report) -> str:
    """Return a report for other programs; the version of its form is 1."""
    system = report.here.system
    told = {
        "version": 1,
        "ok": report.whole,
        "system": {
            "name": system.name if system else None,
            "label": report.here.label,
            "tried": report.here.tried,
        },
        "items": [asdict(one) for one in report.findings],
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


def exit_code(report: Report) -> int:
    """Return the exit code that a report comes to."""
    return DONE if report.whole else UNAVAILABLE


def alone(args: Sequence[str]) -> int | None:
    """Be `leaflet doctor` where the packages that read the command line may be missing.

    Args:
        args: What was typed after `leaflet`.

    Returns:
        The exit code; nothing if it is not `doctor` that was asked for.
    """
    parser = argparse.ArgumentParser(prog="leaflet", add_help=False, allow_abbrev=False)
    parser.add_argument("-C", dest="folder", type=Path, default=Path())
    parser.add_argument("--today")  # takes the next word, which is no command
    parser.add_argument("--json", dest="as_json", action="store_true")
    parser.add_argument("-h", "--help", dest="explain", action="store_true")
    parser.add_argument("words", nargs="*")
    typed, _ = parser.parse_known_args(args)
    if typed.words[:1] != ["doctor"] or typed.explain:
        return None
    report = examine(typed.folder.absolute())
    sys.stdout.write((as_json(report) if typed.as_json else as_text(report)) + "\n")
    return exit_code(report)
