"""A leaflet from each row: named, checked, put in place only when all is done."""

from __future__ import annotations

import csv
import json
import os
import re
import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest

from leaflet.batch.crew import Here, crew_of, done_by
from leaflet.batch.rows import Naming, PatternError, choose, read_condition, read_naming, telling
from leaflet.manuscript.records import read_table
from leaflet.store import INNER
from tests.conftest import CHECKOUT, printed_pages
from tests.judges import good
from tests.pixels import differing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

BODY = """\
# Tea in {{ record.branch }}

Ring {{ record.phone }}. We meet {{ record.day }}.

/// qr
  address: "{{ record.web }}"
Look us up
///
"""
FIELDS = "{branch: required, phone: required, day: {default: on Mondays}, web: required}"
ROWS = """\
branch,phone,day,web
Leeds,0113 496 0123,on Tuesdays,https://tea.example.org/leeds
York,01904 496 0999,,https://tea.example.org/york
St Ives,01736 496 0111,on Fridays,https://tea.example.org/st-ives
"""
MERGE = ("merge", "tea", "--data", "branches.csv", "--jobs", "1")


@pytest.fixture(name="branches")
def _branches(project: Project) -> Project:
    """Return a folder with a leaflet for branches, and a table of three."""
    project.leaflet(BODY, format="flyer-a6", fields=FIELDS)
    project.write("branches.csv", ROWS)
    return project


def rows_of(project: Project) -> list[dict[str, str]]:
    """Return the manifest's rows."""
    text = project.text("tea-rows/manifest.csv").lstrip("\ufeff")
    return list(csv.DictReader(text.splitlines()))


def files(project: Project) -> list[str]:
    """Return the names of the files that were made, but for the manifest."""
    folder = project.build / "tea-rows"
    return sorted(one.name for one in folder.iterdir() if one.is_file() and one.stem != "manifest")


def test_each_row_is_what_build_makes_of_it(branches: Project, run: Run) -> None:
    """Dot for dot, under the name that was asked for; the manifest says what is in it."""
    result = run(*MERGE, "--name", "{slug}-{branch|slug}.pdf")
    assert result.code == 0, result.err
    assert files(branches) == ["tea-leeds.pdf", "tea-st-ives.pdf", "tea-york.pdf"]
    assert "3 of 3 rows made." in result.err
    run("build", "tea", "--edition", "print", "--data", "branches.csv", "--row", "2")
    made = branches.build / "tea-rows" / "tea-york.pdf"
    assert not differing(made, branches.build / "tea" / "tea-print.pdf")
    york = rows_of(branches)[1]
    assert (york["row"], york["file"], york["pages"]) == ("2", "tea-york.pdf", "2")
    assert york["qr"] == "https://tea.example.org/york"
    assert len(york["sha256"]) == 64


def test_editions_of_a_row_have_their_endings(branches: Project, run: Run) -> None:
    """One name for each row, and behind it what build calls them."""
    result = run(
        *MERGE, "--edition", "screen,text", "--name", "{branch|slug}", "--where", "branch=york"
    )
    assert result.code == 0, result.err
    assert files(branches) == ["york-screen.pdf", "york-text.txt"]


def test_one_file_holds_all_rows_in_their_order(branches: Project, run: Run) -> None:
    """With a bookmark, a label and a document part for each; `quantity` says how many of each."""
    rows = ROWS.splitlines()
    lines = [
        f"{line},{count}" for line, count in zip(rows, ("quantity", "2", "0", "1"), strict=True)
    ]
    branches.write("branches.csv", "\n".join(lines))
    result = run(*MERGE, "--together")
    assert result.code == 0, result.err
    assert files(branches) == ["tea-together.pdf"]
    file = branches.build / "tea-rows" / "tea-together.pdf"
    good(["qpdf", "--check", str(file)])
    with pikepdf.open(file) as pdf:
        assert [str(page.label) for page in pdf.pages] == [
            *("Leeds 1", "Leeds 2", "Leeds 3", "Leeds 4", "St Ives 1", "St Ives 2")
        ]
        with pdf.open_outline() as outline:
            assert [one.title for one in outline.root] == ["Leeds", "St Ives"]
        parts = pdf.Root.DPartRoot.DPartRootNode.DParts[0]
        pages = [page.obj.objgen for page in pdf.pages]
        spans = [(pages.index(one.Start.objgen), pages.index(one.End.objgen)) for one in parts]
        assert spans == [(0, 3), (4, 5)]
        owners = [page.obj.DPart.objgen for page in pdf.pages]
        assert owners == [parts[0].objgen] * 4 + [parts[1].objgen] * 2
        profiles = [
            one for one in pdf.objects if isinstance(one, pikepdf.Stream) and "/Alternate" in one
        ]
        assert len(profiles) == 1
    assert [one["first page"] for one in rows_of(branches)] == ["1", "", "5"]


def test_small_pieces_go_onto_large_sheets(branches: Project, run: Run) -> None:
    """To cut and stack: the piles, laid on each other, are in the order of the rows."""
    many(branches, 20)
    result = run(*MERGE, "--together", "--edition", "n-up")
    assert result.code == 0, result.err
    assert files(branches) == ["tea-together-n-up.pdf"]
    file = branches.build / "tea-rows" / "tea-together-n-up.pdf"
    good(["qpdf", "--check", str(file)])
    fronts = [re.findall(r"Town (\d+)", words) for words in printed_pages(file)[::2]]
    piles = zip(*fronts, strict=False)
    stacked = [town for pile in piles for town in pile]
    rest = [town for front in fronts for town in front if town not in stacked]
    assert [int(town) for town in [*stacked, *rest]] == list(range(20))
    assert run(*MERGE, "--together", "--edition", "print,n-up").code == 2


def test_pages_share_what_is_alike(branches: Project, run: Run) -> None:
    """Both, the file for the press and a file each: what all pages have stands there once."""
    result = run(*MERGE, "--both")
    assert result.code == 0, result.err
    assert files(branches) == ["tea-1.pdf", "tea-2.pdf", "tea-3.pdf", "tea-together.pdf"]
    sizes = {one: (branches.build / "tea-rows" / one).stat().st_size for one in files(branches)}
    assert sizes["tea-together.pdf"] < sizes["tea-1.pdf"] * 1.2


BAD = {
    "a missing value": ("Bath,,,https://tea.example.org/bath", "value-missing", '"phone"'),
    "a name that is taken": ("LEEDS,1,,https://tea.example.org/l", "record-name", "another row"),
    "too many values": ("Bath,1,,https://tea.example.org/bath,more", "row-uneven", "5 values"),
    "a code that leads nowhere": ("Bath,1,,tea.example.org/bath", "link-broken", "https://"),
    "a text that does not fit": (
        f"{'Bath and ' * 200},1,,https://a.example.org",
        "fit-overflow",
        "",
    ),
    "a sign that no font has": ("Bath \U00012000,1,,https://a.example.org", "glyph-missing", ""),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_row_never_stops_the_good_ones(what: str, branches: Project, run: Run) -> None:
    """It is told by its number, nothing is made of it, and the exit code says that some failed."""
    line, code, says = BAD[what]
    branches.write("branches.csv", f"{ROWS}{line}\n")
    name = "{branch|slug}" if code == "record-name" else "{row}"
    result = run(*MERGE, "--name", name)
    assert result.code == 4, result.err
    told = next(one for one in result.err.splitlines() if f"[{code}]" in one)
    assert "Row 4" in told or "Row 1:" in told
    assert says in told
    assert "Traceback" not in result.err
    made = ["st-ives.pdf", "york.pdf"] if code == "record-name" else ["1.pdf", "2.pdf", "3.pdf"]
    assert files(branches) == made


def test_problems_of_all_rows_are_told_once(branches: Project, run: Run) -> None:
    """And stand once in the manifest."""
    branches.leaflet(BODY + "\n{{ facts.none }}\n", format="flyer-a6", fields=FIELDS)
    result = run(*MERGE)
    assert result.code == 4
    (told,) = [one for one in result.err.splitlines() if "[fact-unknown]" in one]
    assert "All rows: " in told
    data = json.loads(branches.text("tea-rows/manifest.json"))
    assert "fact-unknown" in [one["code"] for one in data["problems"]]
    codes = [one["code"] for row in data["rows"] for one in row["problems"]]
    assert "fact-unknown" not in codes


REFUSED = {
    "--where region=North": "no column",
    "--where branch": "no condition",
    "--name {nothing}": "no column",
    "--name {branch|shout}": "cannot stand behind",
    "--name {branch": "a brace",
    "--name a/b": "a sign",
    "--together --edition screen": "--together is for print",
}


@pytest.mark.parametrize("given", REFUSED)
def test_what_cannot_be_used_is_said_before_anything_is_made(
    given: str, branches: Project, run: Run
) -> None:
    """In a sentence, as wrong usage."""
    result = run(*MERGE, *given.split(" "))
    assert result.code == 2
    assert REFUSED[given] in result.err
    assert not (branches.build / "tea-rows").exists()


def test_a_column_that_is_missing_stops_everything(branches: Project, run: Run) -> None:
    """Every row would be wrong."""
    branches.write("branches.csv", "branch,phone\nLeeds,1\n")
    result = run(*MERGE)
    assert result.code == 3
    assert 'There is no column "web"' in result.err
    result = run("merge", "tea", "--data", "nothing.csv")
    assert result.code == 3
    assert 'The table "nothing.csv" cannot be opened' in result.err


def test_proofs_are_the_rows_that_tell_most(branches: Project, run: Run, tmp_path: Path) -> None:
    """The longest, the shortest, the strangest, then the extremes of each field."""
    file = tmp_path / "t.csv"
    lines = [f"Branch {row},{row}" for row in range(1, 51)]
    lines[9], lines[19], lines[29] = "A very long name of a branch indeed,10", "B,1", "Łódź茶,30"
    file.write_text("name,n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    table, _ = read_table(file, file="t.csv")
    chosen, _ = choose(table, [], Naming("{row}", "t"))
    assert [one.record.row for one in telling(chosen, 3, ["name", "n"])] == [10, 20, 30]
    assert len(telling(chosen, 20, ["name", "n"])) == 20
    assert len(telling(chosen, 80, ["name", "n"])) == 50
    result = run(*MERGE, "--proof", "2")
    assert result.code == 0, result.err
    assert files(branches) == ["tea-2.pdf", "tea-3.pdf"]


def test_names_and_conditions(tmp_path: Path) -> None:
    """Columns in braces, `|slug` for small letters; values compare without regard to capitals."""
    columns = ("branch", "region")
    (tmp_path / "t.csv").write_text("branch,region\nSt Ives,South\nCON,\n", encoding="utf-8")
    table, _ = read_table(tmp_path / "t.csv", file="t.csv")
    first = table.records[0]
    naming = read_naming("{slug}-{branch|slug}-{row}.PDF", "tea", columns)
    assert naming.name_of(first) == "tea-st-ives-1"
    assert read_condition("region = south", columns).holds(first)
    assert not read_condition("region!=South", columns).holds(first)
    assert read_condition("region=", columns).holds(table.records[1])
    with pytest.raises(PatternError):
        read_naming("{x}", "tea", columns)
    chosen, wrong = choose(table, [], read_naming("{branch}", "tea", columns))
    assert [one.name for one in chosen] == ["St Ives", "CON"]
    assert "Windows" in wrong[2][0].message


def test_strange_cells_are_words(branches: Project, run: Run) -> None:
    """Nothing in a table is ever carried out, in the leaflet or in the manifest."""
    cells = [
        "=1+2",
        "{{ contacts.us.phone }}",
        "**x** <b>y</b>",
        "مرحبا",
        "a\nb",
        'say "hi"',
        "x" * 80,
    ]
    lines = []
    for number, cell in enumerate(cells):
        quoted = cell.replace('"', '""')
        lines.append(f'"{quoted}",1,,https://tea.example.org/{number}')
    branches.write("branches.csv", "branch,phone,day,web\n" + "\n".join(lines) + "\n")
    result = run(*MERGE, "--edition", "text")
    assert result.code in (0, 4), result.err
    said = " ".join(branches.text("tea-rows/tea-1.txt").split())
    assert "Tea in =1+2" in said
    assert "Tea in {{ contacts.us.phone }}" in branches.text("tea-rows/tea-2.txt")
    assert "**x** <b>y</b>" in branches.text("tea-rows/tea-3.txt")
    assert "a b" in " ".join(branches.text("tea-rows/tea-5.txt").split())


def in_a_process(project: Project, *given: str) -> subprocess.Popen[str]:
    """Start a merge in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "leaflet", "-C", str(project.folder), *given],
        cwd=CHECKOUT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def many(project: Project, rows: int) -> None:
    """Write a table of many rows."""
    lines = [f"Town {row},{row},,https://tea.example.org/{row}" for row in range(rows)]
    project.write("branches.csv", "branch,phone,day,web\n" + "\n".join(lines) + "\n")


def test_a_run_that_was_killed_goes_on(branches: Project, run: Run) -> None:
    """Nothing is in its place before all is done; afterwards the files are those of a whole run."""
    many(branches, 60)
    given = (
        "merge",
        "tea",
        "--data",
        str(branches.folder / "branches.csv"),
        "--both",
        "--jobs",
        "2",
    )
    stage = branches.build / "tea-rows" / INNER / "merge"
    started = in_a_process(branches, *given)
    until = time.monotonic() + 60
    while not list(stage.glob("*.pdf")) and time.monotonic() < until:
        time.sleep(0.02)
    os.killpg(started.pid, signal.SIGKILL)
    started.communicate()
    kept = list(stage.glob("*.pdf"))
    assert kept
    assert files(branches) == []
    # Half a line, and a file that is not as the journal says: neither is trusted.
    with (stage / "rows.jsonl").open("a", encoding="utf-8") as journal:
        journal.write('{"row": 59, "fi')
    kept[0].write_bytes(b"half a file")
    assert run(*given, "--resume").code == 0
    made = {one: (branches.build / "tea-rows" / one).read_bytes() for one in files(branches)}
    assert not stage.exists()
    assert run(*given).code == 0
    assert made == {
        one: (branches.build / "tea-rows" / one).read_bytes() for one in files(branches)
    }
    assert len(made) == 61


@pytest.mark.usefixtures("branches")
def test_what_was_not_begun_is_not_gone_on_from(run: Run) -> None:
    """It is said, and all rows are made."""
    result = run(*MERGE, "--resume")
    assert "There is nothing to go on from" in result.err


def test_a_full_disk_is_one_sentence(
    branches: Project, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file under its name is half; what is finished waits."""
    monkeypatch.setattr("leaflet.batch.stage.write_file", full)
    result = run(*MERGE)
    assert result.code == 3
    assert "No space left on device" in result.err
    assert "Traceback" not in result.err
    assert files(branches) == []


def full(file: Path, _data: bytes) -> None:
    """Be a disk without room."""
    raise OSError(28, "No space left on device", str(file))


def doubled(items: Sequence[int]) -> list[int]:
    """Double numbers; die of 13."""
    if 13 in items:
        os.kill(os.getpid(), signal.SIGKILL)
    return [2 * one for one in items]


@pytest.mark.parametrize("jobs", [1, 2])
def test_blocks_come_back_in_their_order_once(jobs: int) -> None:
    """Here and in processes."""
    numbers = [one for one in range(100) if one != 13]
    blocks = [numbers[at : at + 5] for at in range(0, 99, 5)]
    crew = crew_of(jobs, lambda: None)
    made = [one for block in done_by(crew, doubled, blocks, lambda _: -1) for one in block]
    assert made == [2 * one for one in numbers]
    crew.end()
    assert isinstance(crew_of(1, lambda: None).executor, Here)


def test_a_row_that_kills_is_lost_alone() -> None:
    """What a process that died was at is done again, and the row that it died of is told."""
    blocks = [list(range(at, at + 5)) for at in range(0, 40, 5)]
    crew = crew_of(2, lambda: None)
    made = [one for block in done_by(crew, doubled, blocks, lambda _: -1) for one in block]
    assert made == [-1 if one == 13 else 2 * one for one in range(40)]


def manifest(project: Project) -> Any:  # noqa: ANN401 - JSON is what it is
    """Return the manifest for programs."""
    return json.loads(project.text("tea-rows/manifest.json"))


def test_the_manifest_is_harmless_in_a_spreadsheet(branches: Project, run: Run) -> None:
    """A cell that begins as a formula does is text there."""
    run(*MERGE, "--name", "={row}")
    assert [one["file"] for one in rows_of(branches)] == [f"'={row}.pdf" for row in (1, 2, 3)]
    assert [one["file"] for one in manifest(branches)["rows"]] == [
        f"={row}.pdf" for row in (1, 2, 3)
    ]
