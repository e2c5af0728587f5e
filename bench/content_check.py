"""How long judging a leaflet's words takes, beside reading it: warm, and for the first time.

Run it as `PYTHONPATH=. python bench/content_check.py [TURNS]` from the checkout.
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from leaflet.manuscript.find import Found, find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.preflight.content import check_content

if TYPE_CHECKING:
    from collections.abc import Callable

    from leaflet.manuscript.facts import Facts

CHECKOUT = Path(__file__).resolve().parents[1]
DAY = date(2026, 11, 23)


def took(work: Callable[[], object]) -> float:
    """Return how many milliseconds some work takes, once."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


def row(found: Found, facts: Facts, turns: int) -> str:
    """Return the line of the table for one leaflet."""
    leaflet, _ = read_leaflet(found, project=CHECKOUT, facts=facts)

    def read() -> object:
        return read_leaflet(found, project=CHECKOUT, facts=facts)

    def judge() -> object:
        return check_content(leaflet, facts, DAY)

    first = took(judge)
    reading, judging = zip(*((took(read), took(judge)) for _ in range(turns)), strict=True)
    times = (statistics.median(reading), first, statistics.median(judging))
    return f"| {found.name} | {' | '.join(f'{one:.0f}' for one in times)} |"


def main() -> None:
    """Measure every leaflet of the checkout, and print a table."""
    turns = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    facts, _ = read_project_facts(CHECKOUT)
    table = [
        "| leaflet | reading, ms | judging, first, ms | judging, warm, ms |",
        "| --- | --- | --- | --- |",
        *(row(found, facts, turns) for found in find_leaflets(CHECKOUT)[0]),
    ]
    sys.stdout.write("\n".join(table) + "\n")


if __name__ == "__main__":
    main()
