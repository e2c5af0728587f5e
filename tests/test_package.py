"""What goes to the print shop: only what is final, sound and signed; and it can be found again."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest

from leaflet.dispatch.ticket import NAMESPACE
from tests.conftest import CHECKOUT, SOUND_FACTS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.conftest import Project, Result

    Run = Callable[..., Result]

TODAY = ("--today", "2026-11-23")
PACKAGE = (*TODAY, "package")
NAME = "T-1-1.0-2026-09-01"


@pytest.fixture(scope="module", name="complete")
def _complete(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the unpacked package of the leaflet that has everything."""
    from leaflet.cli import main  # noqa: PLC0415 - a fixture of the module has no `run`

    folder = tmp_path_factory.mktemp("complete") / "project"
    shutil.copytree(CHECKOUT / "tests" / "complete", folder)
    assert main(["-C", str(folder), "-q", *PACKAGE, "reading-well"]) == 0
    (packed,) = (folder / "packages").iterdir()
    assert packed.name == "ELT-001-1.0-2026-10-01.zip", "id, version and day of the version"
    with zipfile.ZipFile(packed) as opened:
        opened.extractall(folder / "unpacked")
    (inside,) = (folder / "unpacked").iterdir()
    return inside


@pytest.fixture(name="final")
def _final(project: Project) -> Project:
    """Return a folder with a small leaflet that may go to the print shop."""
    project.sound(status="final", format="flyer-a5", quantity="500")
    return project


def packed(project: Project) -> list[str]:
    """Return the names of the packages."""
    return sorted(one.name for one in (project.folder / "packages").glob("*"))


def test_a_package_holds_all_that_a_print_shop_needs(complete: Path) -> None:
    """Files for the press, proofs, report, job sheet, ticket and sums, in one folder."""
    files = sorted(one.relative_to(complete).as_posix() for one in complete.rglob("*.*"))
    assert files == [
        "job-sheet.html",
        "package.json",
        "proofs/reading-well-inside.png",
        "proofs/reading-well-outside.png",
        "reading-well-print.pdf",
        "reports/reading-well-report.html",
        "ticket.xjdf",
    ]


def test_its_sums_hold_and_find_one_byte(complete: Path, tmp_path: Path) -> None:
    """`sha256sum -c` says so of the files as packed, and names the one that was touched."""
    copy = tmp_path / "copy"
    shutil.copytree(complete, copy)
    check = ("sha256sum", "-c", "--quiet", "SHA256SUMS")
    assert subprocess.run(check, cwd=copy, check=False).returncode == 0
    file = copy / "reading-well-print.pdf"
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    told = subprocess.run(check, cwd=copy, check=False, capture_output=True, text=True)
    assert told.stdout == "reading-well-print.pdf: FAILED\n"


def test_the_job_sheet_says_everything_in_words(complete: Path) -> None:
    """Quantity, paper, sizes, inks, delivery, and how it folds, in drawings and steps."""
    page = (complete / "job-sheet.html").read_text(encoding="utf-8")
    for words in (
        "Reading together",
        "ELT-001, version 1.0 of 1 October 2026",
        "Cyan, Magenta, Yellow, Black",
        "matt uncoated, 120 g",
        "2,000",
        "100 × 210 mm",
        "297 × 210 mm",
        "CIP4 F6-5",
        "Fold the right-hand panel over the rest.",
        "1 Example Street",
        "30 October 2026",
    ):
        assert words in page
    assert page.count("<svg") == 3, "outside, inside and edge"
    assert "not said" not in page


def test_the_ticket_says_the_same(complete: Path) -> None:
    """Amount, fold, sizes in points, paper and file, as programs read them."""
    root = ET.fromstring((complete / "ticket.xjdf").read_bytes())  # noqa: S314 - our own file
    found = {one.tag.removeprefix(f"{{{NAMESPACE}}}"): one.attrib for one in root.iter()}
    assert found["Product"]["Amount"] == "2000"
    assert found["FoldingIntent"] == {"FoldCatalog": "F6-5"}
    assert found["LayoutIntent"]["FinishedDimensions"] == "283.46 595.28 0"
    assert (found["MediaIntent"]["Weight"], found["MediaIntent"]["Coating"]) == ("120", "None")
    assert found["FileSpec"]["URL"] == "reading-well-print.pdf"


OBSTACLES = {
    "draft": ({"status": "draft"}, "It is a draft."),
    "no id": ({"id": ""}, "It has no id, so nobody could say later which paper this was."),
    "an error": ({"format": "trifold", "reviewed": ""}, "error"),
}
"""What keeps a leaflet here: other settings, and what is said."""


@pytest.mark.parametrize("why", OBSTACLES)
def test_what_is_not_ready_stays_here(why: str, project: Project, run: Run) -> None:
    """A draft, one without a number, one with an error: each with its reason, and no zip."""
    settings, said = OBSTACLES[why]
    project.sound(**({"status": "final", "format": "flyer-a5"} | settings))
    result = run(*PACKAGE, "tea")
    assert result.code == 1
    assert "tea cannot go to the print shop yet:" in result.err
    assert said in result.err
    assert packed(project) == []


def test_what_changed_after_signing_stays_here(final: Project, run: Run) -> None:
    """One comma, and the package waits until it is signed anew."""
    assert run(*TODAY, "sign", "tea", "--by", "Ann Example").code == 0
    source = final.folder / "content" / "tea" / "leaflet.md"
    source.write_text(source.read_text().replace("There is tea", "There is, tea"))
    result = run(*PACKAGE, "tea")
    assert result.code == 1
    assert (
        "Ann Example signed it on 2026-11-23; changed since: content/tea/leaflet.md" in result.err
    )
    assert packed(final) == []


def test_the_facts_may_ask_for_signatures(final: Project, run: Run) -> None:
    """Every role that they name has to have signed."""
    final.write("content/facts.yaml", f"{SOUND_FACTS}sign-off: [trustee, nurse]\n")
    said = run(*PACKAGE, "tea")
    assert said.code == 1
    assert 'Nobody has signed it as "trustee", as content/facts.yaml:' in said.err
    assert run(*TODAY, "sign", "tea", "--by", "Ann", "--role", "Trustee").code == 0
    said = run(*PACKAGE, "tea")
    assert '"trustee"' not in said.err
    assert 'Nobody has signed it as "nurse"' in said.err
    assert run(*TODAY, "sign", "tea", "--by", "Ben", "--role", "nurse").code == 0
    assert run(*PACKAGE, "tea").code == 0
    assert packed(final) == [f"{NAME}.zip"]


def test_the_same_again_and_more_of_the_same(final: Project, run: Run) -> None:
    """Nothing new makes no second zip; another quantity does; other pages need a version."""
    assert run(*PACKAGE, "tea").code == 0
    again = run("--today", "2027-01-02", "package", "tea")
    assert (again.code, packed(final)) == (0, [f"{NAME}.zip"])
    assert "packaged already, byte for byte" in again.err
    source = final.folder / "content" / "tea" / "leaflet.md"
    source.write_text(source.read_text().replace("quantity: 500", "quantity: 900"))
    assert run(*PACKAGE, "tea").code == 0
    assert packed(final) == [f"{NAME}-2.zip", f"{NAME}.zip"]
    source.write_text(source.read_text().replace("There is tea", "There is cake"))
    other = run(*PACKAGE, "tea")
    assert other.code == 1
    assert "T-1, version 1.0, was packaged already with other pages: packages/" in other.err
    assert "raise `version:`" in other.err
    assert packed(final) == [f"{NAME}-2.zip", f"{NAME}.zip"]


def test_paper_is_found_again_by_its_printed_id(final: Project, run: Run) -> None:
    """As somebody reads it off the paper; another one is asked back."""
    assert run(*PACKAGE, "tea").code == 0
    found = run("which", "t 1")
    assert (found.code, found.out) == (0, f"packages/{NAME}.zip\n")
    assert "A quiet hour (tea), T-1, version 1.0 of 2026-09-01" in found.err
    assert "packed on 2026-11-23: 500 of tea-print.pdf" in found.err
    (told,) = json.loads(run("which", "T-1", "--json").out)["packages"]
    pdf = (final.build / "tea" / "tea-print.pdf").read_bytes()
    assert told["files"]["tea-print.pdf"] == hashlib.sha256(pdf).hexdigest()
    lost = run("which", "T-7")
    assert lost.code == 1
    assert 'Nothing carries "T-7". Did you mean "T-1"?' in lost.err


def test_a_damaged_package_is_told(final: Project, run: Run) -> None:
    """One byte of a file, half a zip, and no zip at all."""
    assert run(*PACKAGE, "tea").code == 0
    file = final.folder / "packages" / f"{NAME}.zip"
    whole = file.read_bytes()
    touched = bytearray(whole)
    with zipfile.ZipFile(file) as opened:
        at = opened.getinfo(f"{NAME}/tea-print.pdf").header_offset + 2_000
    touched[at] ^= 1
    file.write_bytes(touched)
    told = run("which", "T-1")
    assert told.code == 1
    assert "tea-print.pdf is not as it was packed." in told.err
    for data in (whole[: len(whole) // 2], b"no zip"):
        file.write_bytes(data)
        told = run("which", "T-1")
        assert told.code == 1
        assert f"{NAME}.zip is damaged, or no package of ours." in told.err
        again = run(*PACKAGE, "tea")
        assert again.code == 3
        assert file.read_bytes() == data, "what stands there is not overwritten"


QUANTITIES: dict[str, list[int | None]] = {
    "5000": [5000, 5000],
    "5,000": [5000, 5000],
    "{flyer-a5: 200, poster-a4: 3}": [200, 3],
    "{poster-a4: 3}": [None, 3],
}
"""What may be written, and how many flyers and posters that is."""


@pytest.mark.parametrize("written", QUANTITIES)
def test_how_many(written: str, project: Project, run: Run) -> None:
    """One number for all formats, or one for each."""
    project.sound(status="final", format="flyer-a5", also="poster-a4", quantity=written)
    result = run(*PACKAGE, "tea")
    assert result.code == 0, result.err
    (file,) = (project.folder / "packages").iterdir()
    with zipfile.ZipFile(file) as opened:
        card = json.loads(opened.read(f"{NAME}/package.json"))
    names = ("tea-print.pdf", "tea-poster-a4-print.pdf")
    assert [card["copies"].get(one) for one in names] == QUANTITIES[written]
    assert ("How many to print is not said" in result.err) == (None in QUANTITIES[written])


@pytest.mark.parametrize("written", ["some", "0", '"-5"', '"5,00"', "{trifold: 5}"])
def test_how_many_not(written: str, project: Project, run: Run) -> None:
    """What is no number of copies is told at its line."""
    project.sound(status="final", format="flyer-a5", quantity=written)
    (told,) = run("build", "--edition", "text").of("setting-invalid")
    assert told.startswith("content/tea/leaflet.md:")
    assert '"quantity' in told


def test_the_list_of_leaflets_shows_signatures(final: Project, run: Run) -> None:
    """Who signed, and that something changed since."""
    assert run(*TODAY, "sign", "tea", "--by", "Ann Example", "--role", "trustee").code == 0
    line = "tea  A quiet hour; flyer-a5; final; T-1 1.0; "
    signed = "signed by Ann Example (trustee) on 2026-11-23"
    assert run("list", "leaflets").out == f"{line}{signed}\n"
    source = final.folder / "content" / "tea" / "leaflet.md"
    source.write_text(source.read_text().replace("There is tea", "There is, tea"))
    assert f"{signed}, changed since: content/tea/leaflet.md" in run("list", "leaflets").out
