"""How long our builds take beside plain WeasyPrint making its one PDF of a like page.

Whole processes in turn, ours and theirs, so that a busy machine slows both; the ratio is the
median of the pairs. Run it as `python bench/speed.py [PAIRS]` from the checkout.
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

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

NAME = "infant-all"

CASES = {
    "print": ["build", NAME, "--edition", "print"],
    "all editions": ["build", NAME],
    "unchanged": ["build", NAME],
}
"""What is timed, by name: the command line of each."""


def write_like_page(folder: Path) -> tuple[Path, Path]:
    """Write the page that plain WeasyPrint gets: the same panels and styles, ready made.

    Returns:
        The page, and the list of fonts that both of them use.
    """
    from leaflet.manuscript.find import find_leaflets  # noqa: PLC0415 - after the path is set
    from leaflet.manuscript.read import read_leaflet, read_project_facts  # noqa: PLC0415
    from leaflet.resources import Theme  # noqa: PLC0415
    from leaflet.specs import FORMATS  # noqa: PLC0415
    from leaflet.typeset.fonts import use_only  # noqa: PLC0415
    from leaflet.typeset.setting import Setting, panels_page  # noqa: PLC0415

    facts, _ = read_project_facts(CHECKOUT)
    found = next(one for one in find_leaflets(CHECKOUT)[0] if one.name == NAME)
    leaflet, _ = read_leaflet(found, project=CHECKOUT, facts=facts)
    theme = Theme(CHECKOUT)
    page = folder / "page.html"
    form = FORMATS[leaflet.formats[0]]
    page.write_text(panels_page(leaflet, form, Setting(theme, folder)), encoding="utf-8")
    return page, use_only(theme, folder)


def timed(command: list[str], environment: dict[str, str]) -> float:
    """Return how long a process takes, in seconds."""
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment, capture_output=True)  # noqa: S603 - our own commands
    return time.perf_counter() - start


def compare(name: str, pairs: int, folder: Path) -> tuple[float, float, float]:
    """Return our median, theirs, and the median of the ratios."""
    page, fonts = write_like_page(folder)
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts), "PYTHONPATH": str(CHECKOUT)}
    theirs = [sys.executable, "-m", "weasyprint", str(page), str(folder / "page.pdf")]
    out = folder / "out"
    ours = [sys.executable, str(CHECKOUT / "make_pdf.py"), "-q", "-C", str(CHECKOUT)]
    ours += [*CASES[name], "--out", str(out)]
    if name == "unchanged":
        timed(ours, environment)
    mine, others = [], []
    for _ in range(pairs):
        if name != "unchanged":
            shutil.rmtree(out, ignore_errors=True)
        mine.append(timed(ours, environment))
        others.append(timed(theirs, environment))
    ratios = [a / b for a, b in zip(mine, others, strict=True)]
    return statistics.median(mine), statistics.median(others), statistics.median(ratios)


def main() -> None:
    """Print a table."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    print("| build | ours, s | plain WeasyPrint, s | ratio |\n| --- | --- | --- | --- |")  # noqa: T201 - its result
    for name in CASES:
        with tempfile.TemporaryDirectory() as folder:
            mine, others, ratio = compare(name, pairs, Path(folder))
        print(f"| {name} | {mine:.2f} | {others:.2f} | {ratio:.2f} |", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
