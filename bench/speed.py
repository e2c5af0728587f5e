"""How long our builds take beside plain WeasyPrint making its one PDF of a like page.

Whole processes in turn, ours and theirs, so that a busy machine slows both; the ratio is the
median of the pairs. Run it as `python bench/speed.py [PAIRS]` from the checkout.

Typst takes its turn with them where its compiler is installed as a module of this Python:
`pip install typst`. Its page is `bench/trifold.typ`. Nothing else of ours needs it.
"""

from __future__ import annotations

import base64
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

NAME = "infant-all"

CASES = {
    "print": ["build", NAME, "--edition", "print"],
    "all editions": ["build", NAME],
    "unchanged": ["build", NAME],
}
"""What is timed, by name: the command line of each."""

TYPST = "import json, sys, typst; typst.compile(**json.loads(sys.argv[1]))"
"""What Python runs to make the PDF of Typst's page."""


class Medians(NamedTuple):
    """What a comparison gives: seconds, and how often theirs goes into ours."""

    ours: float
    plain_weasyprint: float
    ratio: float
    typst: float | None
    """None if it is not installed."""


def write_like_page(folder: Path) -> tuple[Path, Path]:
    """Write the page that plain WeasyPrint gets: the same panels and styles, ready made.

    Returns:
        The page, and the list of fonts that both of them use.
    """
    from leaflet.manuscript.find import find_leaflets  # noqa: PLC0415 - after the path is set
    from leaflet.manuscript.read import read_leaflet, read_project_facts  # noqa: PLC0415
    from leaflet.resources import Theme  # noqa: PLC0415
    from leaflet.specs.formats import FORMATS  # noqa: PLC0415
    from leaflet.typeset.fonts import use_only  # noqa: PLC0415
    from leaflet.typeset.panels import Setting  # noqa: PLC0415
    from leaflet.typeset.setting import panels_page  # noqa: PLC0415

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


def typst_command(page: Path, folder: Path) -> list[str] | None:
    """Return the command that makes Typst's PDF, with the QR code of `page`, if Typst is there."""
    from leaflet.resources import Theme  # noqa: PLC0415 - after the path is set

    if find_spec("typst") is None:
        return None
    [code] = re.findall(r"data:image/svg\+xml;base64,([^\"]+)", page.read_text(encoding="utf-8"))
    settings = {
        "input": str(CHECKOUT / "bench" / "trifold.typ"),
        "output": str(folder / "typst.pdf"),
        "root": str(CHECKOUT),
        "font_paths": [str(one) for one in Theme(CHECKOUT).font_folders()],
        "ignore_system_fonts": True,
        "sys_inputs": {"leaflet": f"/content/{NAME}", "qr": base64.b64decode(code).decode()},
    }
    return [sys.executable, "-c", TYPST, json.dumps(settings)]


def compare(name: str, pairs: int, folder: Path) -> Medians:
    """Time a build, plain WeasyPrint and Typst in turn, `pairs` times."""
    page, fonts = write_like_page(folder)
    environment = os.environ | {"FONTCONFIG_FILE": str(fonts), "PYTHONPATH": str(CHECKOUT)}
    # Both are timed as people have them: compiled by Python, when they were installed or ran first.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    theirs = [sys.executable, "-m", "weasyprint", str(page), str(folder / "page.pdf")]
    typst = typst_command(page, folder)
    out = folder / "out"
    ours = [sys.executable, str(CHECKOUT / "make_pdf.py"), "-q", "-C", str(CHECKOUT)]
    ours += [*CASES[name], "--out", str(out)]
    timed(ours, environment)
    mine, others, typsts = [], [], []
    for _ in range(pairs):
        if name != "unchanged":
            shutil.rmtree(out, ignore_errors=True)
        mine.append(timed(ours, environment))
        others.append(timed(theirs, environment))
        if typst:
            typsts.append(timed(typst, environment))
    return Medians(
        ours=statistics.median(mine),
        plain_weasyprint=statistics.median(others),
        ratio=statistics.median(a / b for a, b in zip(mine, others, strict=True)),
        typst=statistics.median(typsts) if typsts else None,
    )


def main() -> None:
    """Print a table."""
    pairs = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    print("| build | ours, s | plain WeasyPrint, s | ratio | Typst, s |")  # noqa: T201 - its result
    print("| --- | --- | --- | --- | --- |")  # noqa: T201 - as above
    for name in CASES:
        with tempfile.TemporaryDirectory() as folder:
            took = compare(name, pairs, Path(folder))
        cells = [f"{one:.2f}" for one in (took.ours, took.plain_weasyprint, took.ratio)]
        cells.append("not installed" if took.typst is None else f"{took.typst:.2f}")
        print(f"| {name} | {' | '.join(cells)} |", flush=True)  # noqa: T201 - as above


if __name__ == "__main__":
    main()
