"""How long a panel of each kind of format takes beside a panel of the trifold.

For each kind a folder with one new leaflet in each of its formats is built by one command, and in
turn a folder with as many trifolds. Both print a leaflet's usual editions. What counts is the time
by the panel, and by the leaflet for what has one or two; the ratio is the median of the pairs. Run
it as `python bench/formats.py [PAIRS [KIND]]` from the checkout.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

from leaflet.manuscript.start import start  # noqa: E402 - after the path is set
from leaflet.specs.booklets import with_pages  # noqa: E402 - as above
from leaflet.specs.formats import FORMATS  # noqa: E402 - as above

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = ("folded", "flyer", "booklet", "poster")
TRIFOLD = "trifold-a4"


def prepared(folder: Path, formats: Iterable[str]) -> Path:
    """Write a new leaflet for each format, and return the folder of the project."""
    for number, form in enumerate(formats):
        start(folder, f"{number}-{form}", form, "A quiet hour")
    return folder


def panels(name: str) -> int:
    """Return how many panels, or pages, a new leaflet in a format has."""
    form = FORMATS[name]
    if not form.grows:
        return len(form.panels)
    return len(with_pages(form, 8 if form.panel("page").frames == 1 else 4).panels)


def timed(project: Path) -> float:
    """Return how long it takes to build all leaflets of a project anew, in seconds."""
    out = project / "out"
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, str(CHECKOUT / "make_pdf.py"), "-q", "-C", str(project), "build"]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as people have it: compiled once
    begun = time.perf_counter()
    subprocess.run([*command, "--out", str(out)], check=True, env=environment, capture_output=True)  # noqa: S603 - our own command
    return time.perf_counter() - begun


def main() -> None:
    """Print a table."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    kinds = {kind: [one for one in FORMATS if FORMATS[one].kind == kind] for kind in KINDS}
    kinds = {"all": list(FORMATS), **kinds}
    kinds = {one: kinds[one] for one in sys.argv[2:] or kinds}
    print("| formats | leaflets | panels | s | s a panel | a panel of trifolds | ratio |")  # noqa: T201 - its result
    print("| --- | --- | --- | --- | --- | --- | --- |")  # noqa: T201 - as above
    for kind, names in kinds.items():
        with tempfile.TemporaryDirectory() as temporary:
            ours = prepared(Path(temporary) / "ours", names)
            trifolds = prepared(Path(temporary) / "trifolds", [TRIFOLD] * len(names))
            took = [(timed(ours), timed(trifolds)) for _ in range(pairs)]
        count, threes = sum(map(panels, names)), panels(TRIFOLD) * len(names)
        mine = statistics.median(one for one, _ in took)
        other = statistics.median(one for _, one in took)
        ratio = statistics.median(one / count / (three / threes) for one, three in took)
        cells = [kind, len(names), count, f"{mine:.1f}", f"{mine / count:.3f}"]
        cells += [f"{other / threes:.3f}", f"{ratio:.2f}"]
        print(f"| {' | '.join(map(str, cells))} |", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
