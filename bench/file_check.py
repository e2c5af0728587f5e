"""How long judging a printer's file takes: beside making it, for a booklet, and by its operators.

Everything runs in this process, warm: each thing once before it is timed, then the median of
several turns. Run it as `PYTHONPATH=. python bench/file_check.py [TURNS]` from the checkout.
"""

from __future__ import annotations

import io
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf

from leaflet.manuscript.find import find_leaflets
from leaflet.preflight.file import Press, judge
from leaflet.project import Request, build_project
from leaflet.specs.conditions import CONDITIONS
from leaflet.specs.printers import PRINTERS
from leaflet.specs.variants import VARIANTS

if TYPE_CHECKING:
    from collections.abc import Callable

CHECKOUT = Path(__file__).resolve().parents[1]
NAME = "infant-all"
PAGES = 80
PRESS = Press(VARIANTS["sheet-cmyk"], PRINTERS["standard"], CONDITIONS["FOGRA39"])


def judged(data: bytes) -> None:
    """Judge a file for offset."""
    judge(data, PRESS)


def seconds(work: Callable[[], object], turns: int) -> float:
    """Return the median time of some work, after one turn that does not count."""
    work()
    took = []
    for _ in range(turns):
        begun = time.perf_counter()
        work()
        took.append(time.perf_counter() - begun)
    return statistics.median(took)


def booklet(data: bytes) -> bytes:
    """Return a file of many pages, each of them one of the leaflet's sides."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        while len(pdf.pages) < PAGES:
            pdf.pages.append(pdf.pages[len(pdf.pages) % 2])
        return saved(pdf)


def drawn(data: bytes, operators: int) -> bytes:
    """Return a file with so many operators more on its first page."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        one = b"0 .5 0 0 k 100 100 m 120 120 l S\n"
        pdf.pages[0].contents_add(pdf.make_stream(one * (operators // 4)))
        return saved(pdf)


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return a file as bytes."""
    stream = io.BytesIO()
    pdf.save(stream)
    return stream.getvalue()


def main() -> None:
    """Measure, and print a table."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    found = [one for one in find_leaflets(CHECKOUT)[0] if one.name == NAME]
    with tempfile.TemporaryDirectory() as folder:
        request = Request(CHECKOUT, Path(folder), ("print",), force=True)
        making = seconds(lambda: list(build_project(found, request)), turns)
        data = (Path(folder) / NAME / f"{NAME}-print.pdf").read_bytes()
    rows = [("making the trifold's file", making)]
    rows += [("judging it", seconds(lambda: judged(data), turns))]
    many = booklet(data)
    rows += [(f"judging {PAGES} pages like it", seconds(lambda: judged(many), 1))]
    for operators in (10_000, 100_000, 400_000):
        file = drawn(data, operators)
        rows += [(f"judging {operators:,} operators more", seconds(lambda f=file: judged(f), 1))]
    for what, took in rows:
        sys.stdout.write(f"| {what} | {took:.2f} |\n")


if __name__ == "__main__":
    main()
