"""Make the leaflets: ``python make_pdf.py ARGUMENTS`` is ``leaflet ARGUMENTS``.

The door for whoever has this folder and no installed program. It knows where
``sh run.sh`` puts the packages that the program needs, and that ``doctor`` needs
none of them.
"""

import os
import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

VENV = Path(__file__).resolve().parent / ".venv"
"""Where ``run.sh`` installs to."""

NEEDED = ("fontpkg_atkinson_hyperlegible", "nh3", "pikepdf", "weasyprint")
"""Rarely installed by chance. Looked for, not imported: weasyprint takes a second to import."""

EX_UNAVAILABLE = 69
"""The exit code for "a library is missing" (`sysexits.h`), as everywhere in this program."""


def main() -> int:
    """Run the program, with the Python that has what it needs, and return its exit code."""
    os.environ.setdefault("LEAFLET_CALLED_AS", f"python {shlex.quote(sys.argv[0])}")
    ready = all(map(find_spec, NEEDED))
    python = VENV / "bin" / "python"
    if not ready and python.exists() and not Path(sys.prefix).samefile(VENV):
        os.execv(python, [str(python), *sys.argv])  # noqa: S606 - our own Python
    if "doctor" in sys.argv:
        from leaflet.doctor.tell import alone  # noqa: PLC0415 - nobody else needs it

        code = alone(sys.argv[1:])
        if code is not None:
            return code
    if ready:
        from leaflet.cli import run  # noqa: PLC0415 - fails without the packages

        return run()
    sys.stderr.write("Some packages are not installed yet. Run: sh run.sh\n")
    return EX_UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main())
