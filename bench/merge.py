"""How many leaflets a second come out of a table: ours, Typst and plain WeasyPrint in turn.

The leaflet is `infant-all` with a back of its own for each branch: a heading, three runs of words,
and a QR code with its address. Ours is a whole process, from its start to its end, with every
check. Theirs are loops that are warm already: what they take to begin does not count, and nothing
is checked.
Typst makes a file of RGB for each record, plain WeasyPrint as well; ours is measured as one file
for the press in inks, and as a file for screens for each record.

Run it as `python bench/merge.py [ROWS] [TURNS]` from the checkout, with `pip install typst`.
"""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(CHECKOUT))

ROWS, TURNS = 1000, 3
THEIRS = {"typst": 200, "weasyprint": 40}
"""Records that the others make in a turn: enough to tell their rate."""

TOWNS = ("Leeds", "York", "Hull", "Ely", "Wells", "Ripon", "Derby", "Truro", "Exeter", "St Albans")
PLACES = ("", " North", " South", " and District", " Riverside", " Old Town", " Hospital Friends")
DAYS = ("", "on Mondays", "on the first Wednesday of the month", "on Sundays, 2pm–4pm")

BACK = """\
/// back
## {{ record.branch }}

We meet {{ record.day }}.

Ring us: **{{ record.phone }}**

/// qr
  address: "{{ record.web }}"
Find your group
///

/// below | help
## Contact us

Our group in {{ record.branch }} is there for families.
///
///
"""
FIELDS = "fields: {branch: required, phone: required, day: {default: every Tuesday}, web: required}"


def write_project(folder: Path, rows: int) -> None:
    """Write the leaflet and its table."""
    shutil.copytree(CHECKOUT / "content" / "infant-all", folder / "content" / "branches")
    shutil.copy(CHECKOUT / "content" / "facts.yaml", folder / "content")
    source = folder / "content" / "branches" / "leaflet.md"
    text = source.read_text(encoding="utf-8")
    text = text[: text.index("/// back")] + BACK
    source.write_text(text.replace("people:", f"{FIELDS}\npeople:", 1), encoding="utf-8")
    names = [f"{town}{place}" for town in TOWNS for place in PLACES]
    with (folder / "branches.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("branch", "phone", "day", "web"))
        for row in range(rows):
            name, day = names[row % len(names)], DAYS[row % len(DAYS)]
            web = f"https://example.org/groups/{row:05d}"
            table.writerow((name, f"01632 96{row % 10_000:04d}", day, web))


def ours(folder: Path, *given: str) -> float:
    """Return how long the whole command takes, in seconds."""
    command = [sys.executable, "-m", "leaflet", "-q", "-C", str(folder), "merge", "branches"]
    command += ["--data", str(folder / "branches.csv"), *given]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as people have it: compiled once
    start = time.perf_counter()
    subprocess.run(command, check=True, env=environment, capture_output=True)  # noqa: S603 - our own command
    return time.perf_counter() - start


def records(folder: Path, number: int) -> list[dict[str, str]]:
    """Return the first rows of the table, with what stands where they say nothing."""
    with (folder / "branches.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))[:number]
    return [row | {"day": row["day"] or "every Tuesday"} for row in rows]


def drawing(address: str) -> str:
    """Return a QR code as SVG."""
    import base64  # noqa: PLC0415 - only here

    from leaflet.typeset.qr import qr_picture  # noqa: PLC0415 - after the path is set

    return base64.b64decode(qr_picture(address).partition(",")[2]).decode()


def typst_rate(folder: Path, number: int) -> float:
    """Return how many leaflets a second a compiler of Typst's makes, once it is warm."""
    import typst  # noqa: PLC0415 - it may not be installed

    from leaflet.resources import Theme  # noqa: PLC0415 - after the path is set

    shutil.copy(CHECKOUT / "bench" / "trifold.typ", folder)
    compiler = typst.Compiler(
        str(folder / "trifold.typ"),
        root=str(folder),
        font_paths=[str(one) for one in Theme(CHECKOUT).font_folders()],
        ignore_system_fonts=True,
    )
    qr = drawing("https://www.blood.co.uk")

    def make(row: dict[str, str]) -> None:
        inputs = {"leaflet": "/content/branches", "qr": qr, "record": json.dumps(row)}
        inputs["code"] = drawing(row["web"])
        compiler.compile(output=str(folder / "typst.pdf"), sys_inputs=inputs)

    first, *rows = records(folder, number + 1)
    make(first)
    start = time.perf_counter()
    for row in rows:
        make(row)
    return number / (time.perf_counter() - start)


def weasyprint_rate(folder: Path, number: int) -> float:
    """Return how many leaflets a second plain WeasyPrint makes of pages that are there already."""
    from leaflet.manuscript.find import find_leaflets  # noqa: PLC0415 - after the path is set
    from leaflet.manuscript.read import read_pattern, read_project_facts  # noqa: PLC0415 - as above
    from leaflet.resources import Theme  # noqa: PLC0415 - as above
    from leaflet.specs.formats import FORMATS  # noqa: PLC0415 - as above
    from leaflet.typeset.fonts import use_only  # noqa: PLC0415 - as above
    from leaflet.typeset.panels import Setting  # noqa: PLC0415 - as above
    from leaflet.typeset.setting import panels_page  # noqa: PLC0415 - as above

    facts, _ = read_project_facts(folder)
    [found] = find_leaflets(folder)[0]
    pattern = read_pattern(found, project=folder, facts=facts)
    setting = Setting(Theme(folder), folder)
    use_only(setting.theme, folder)
    import weasyprint  # noqa: PLC0415 - it looks for fonts as it is imported

    leaflets = [pattern.filled(row)[0] for row in records(folder, number + 1)]
    pages = [panels_page(one, FORMATS[one.formats[0]], setting) for one in leaflets]

    def make(page: str) -> None:
        weasyprint.HTML(string=page).write_pdf(folder / "weasyprint.pdf")

    make(pages[0])
    start = time.perf_counter()
    for page in pages[1:]:
        make(page)
    return number / (time.perf_counter() - start)


def apart(which: str, folder: Path) -> float:
    """Return a rate that another process measures: nothing is warm that should not be."""
    command = [sys.executable, __file__, which, str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - ourselves
    return float(re.findall(r"[\d.]+", done.stdout)[-1])


def main() -> None:
    """Print a table, or, called by itself, one rate."""
    if sys.argv[1:2] and sys.argv[1] in THEIRS:
        measure = {"typst": typst_rate, "weasyprint": weasyprint_rate}[sys.argv[1]]
        print(measure(Path(sys.argv[2]), THEIRS[sys.argv[1]]))  # noqa: T201 - its result
        return
    rows, turns = (
        int(one) for one in [*sys.argv[1:], *(str(ROWS), str(TURNS))[len(sys.argv) - 1 :]]
    )
    rates: dict[str, list[float]] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_project(folder, rows)
        for _ in range(turns):
            press = rows / ours(folder, "--together")
            screen = rows / ours(folder, "--edition", "screen")
            rates.setdefault("ours, one file for the press", []).append(press)
            rates.setdefault("ours, a file for screens each", []).append(screen)
            for one in THEIRS:
                rates.setdefault(one, []).append(apart(one, folder))
        size = (folder / "build" / "branches-rows" / "branches-together.pdf").stat().st_size
    print(f"{rows} rows, {turns} turns, medians; {size:,} bytes for the press")  # noqa: T201 - as above
    print("| what | a second | times Typst |")  # noqa: T201 - as above
    print("| --- | --- | --- |")  # noqa: T201 - as above
    for what, found in rates.items():
        times = statistics.median(a / b for a, b in zip(found, rates["typst"], strict=True))
        print(f"| {what} | {statistics.median(found):.0f} | {times:.2f} |")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
