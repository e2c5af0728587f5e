"""Records set from a few layouts are, dot for dot, what a build makes of each."""

from __future__ import annotations

import csv
import io
import os
import random
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pikepdf
import pytest
import zxingcpp

from leaflet.batch.cast import RowCast, cast_block, forget
from leaflet.batch.task import Job, RowMade
from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.records import Record, read_table
from leaflet.press.slots import UnfitError, holds, stencils
from leaflet.project import Request
from leaflet.typeset.stencil.lines import Setter
from tests.conftest import CHECKOUT, FACTS, Project, Result, printed_pages, sound
from tests.judges import verapdf
from tests.pixels import differing, pictures
from tests.tagged import tagged

if TYPE_CHECKING:
    from leaflet.typeset.stencil.paragraph import Words

BODY = """\
# Tea in {{ record.branch }}

Come to **{{ record.branch }}** on {{ record.day }}, *or* ring {{ record.phone }} if you cannot.

- We meet at {{ record.place }}.
- There is tea, and {{ record.extra }}

/// below | action
## Ring {{ record.phone }}

/// qr
  address: "{{ record.web }}"
Look us up
///

Nothing here differs from row to row.
///
"""
FIELDS = (
    "{branch: required, phone: required, day: {default: Mondays}, place: {default: the hall}, "
    "extra: {default: cake}, web: {default: 'https://tea.example.org/'}}"
)
COLUMNS = ("branch", "phone", "day", "place", "extra", "web")
ODD = [
    ("Leeds", "0113 496 0123", "", "", "", "https://tea.example.org/leeds"),
    ("York", "01904 496 0999", "Tuesdays, 2pm–4pm", "", "", "https://tea.example.org/york"),
    ("Kingston upon Hull and the East Riding", "0808 157 0123", "", "", "", ""),
    ("Ffestiniog office", "1", "fridays", "the fifth floor, affix", "", ""),
    ("AVATAR To. Wa", "0113 496 0123", "", "Yr Wyddfa 1 January 2027", "", ""),
    ("Łódź & Ørsted’s", "0113 496 0124", "", "“there”", "1 < 2 > 0", ""),
    ("A  B", "0113  496 0124", "", "a  place", "", ""),
    (
        "Leeds",
        "0113 496 0123",
        "the first of the month",
        "a hall that has a long name " * 3,
        "",
        "",
    ),
    ("York", "help@tea.example.org", "https://tea.example.org/a/b/c", "LS1 4AP", "x" * 30, ""),
    ("O'Brien", "5-6", "10.30am", "{{ contacts.us.phone }}", "**not bold** <b>x</b>", ""),
    ("Leeds", "0113 496 0123", "", "", "", "https://tea.example.org/" + "long/" * 20),
    ("مرحبا بكم", "0113 496 0123", "", "", "", ""),
]
"""Values that break in other places, have other runs, other letters, or none of our fonts."""

PLAIN = 60
"""Ordinary rows behind the odd ones."""


def run(project: Project, *given: str) -> Result:
    """Run the command line in a process of its own, as a module's fixtures have none here."""
    done = subprocess.run(
        [sys.executable, "-m", "leaflet", "-C", str(project.folder), *given],
        capture_output=True,
        check=False,
        cwd=project.folder,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(CHECKOUT), "PYTHONUTF8": "1"},
        timeout=300,
    )
    return sound(Result(done.returncode, done.stdout, done.stderr))


@pytest.fixture(name="batch", scope="module")
def _batch(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Return a folder with a leaflet for branches, and a table of odd rows and of ordinary ones."""
    project = Project(tmp_path_factory.mktemp("batch"))
    project.write("content/facts.yaml", FACTS)
    project.leaflet(BODY, format="flyer-a5", fields=FIELDS)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(COLUMNS)
    writer.writerows(ODD)
    for row in range(PLAIN):
        phone = f"0113 496 0{row:03d}"
        writer.writerow(["Town", phone, "", "", "", f"https://tea.example.org/{row:04d}"])
    project.write("branches.csv", stream.getvalue())
    for given in (("--together", "--out", "build/together"), ("--edition", "screen")):
        result = run(project, "merge", "tea", "--data", "branches.csv", "--jobs", "2", *given)
        assert result.code in (0, 4), result.err
        assert int((re.findall(r"(\d+) of them had to", result.err) or ["0"])[0]) <= 3, result.err
    return project


def first_pages(project: Project) -> dict[int, dict[str, str]]:
    """Return the manifest's rows that stand in the file for the press."""
    text = (project.build / "together" / "manifest.csv").read_text(encoding="utf-8-sig")
    rows = csv.DictReader(text.splitlines())
    return {int(one["row"]): one for one in rows if one["first page"]}


def test_every_row_is_dot_for_dot_what_a_build_makes(batch: Project) -> None:
    """In the file for the press, and in one for screens, with its tags, links and bookmarks."""
    rows = first_pages(batch)
    assert set(rows) >= {1, 2, 3, 4, 5, 6, 7, 8, 10, 72}
    for row in [*(row for row in rows if row <= len(ODD)), 72]:
        given = ("--edition", "print,screen", "--data", "branches.csv", "--row", str(row))
        assert run(batch, "build", "tea", *given).code == 0
        page = int(rows[row]["first page"])
        made, single = batch.build / "together" / "tea-together.pdf", batch.build / "tea"
        assert not differing(made, single / "tea-print.pdf", (page - 1, page)), f"row {row}"
        screen = batch.build / "tea-rows" / f"tea-{row}.pdf"
        assert not differing(screen, single / "tea-screen.pdf"), f"row {row}"
        assert tagged(screen) == tagged(single / "tea-screen.pdf"), f"row {row}"
        assert printed_pages(screen) == printed_pages(single / "tea-screen.pdf")


def test_what_is_set_from_a_stencil_is_accessible(batch: Project) -> None:
    """By the judge, and without a trace of how it was made."""
    files = [batch.build / "tea-rows" / f"tea-{row}.pdf" for row in (2, 3, 72)]
    assert all(verdict.compliant for verdict in verapdf(files))
    with pikepdf.open(files[2]) as pdf:
        contents = [page.obj.Contents.read_bytes() for page in pdf.pages]
    assert not any(b"leaflet-" in one for one in contents)


def test_each_code_leads_to_its_row(batch: Project) -> None:
    """Read back from the file for the press."""
    made = batch.build / "together" / "tea-together.pdf"
    for one in list(first_pages(batch).values())[-20:]:
        page = int(one["first page"])
        sides = pictures(made, (page - 1, page))
        read = {code.text for side in sides for code in zxingcpp.read_barcodes(side)}
        assert read == {one["qr"]}


def test_rows_share_what_they_have_in_common(batch: Project) -> None:
    """A further row takes few bytes, and no colour of a screen is left."""
    made = batch.build / "together" / "tea-together.pdf"
    with pikepdf.open(made) as pdf:
        plain = [page.obj for page in pdf.pages][-2 * PLAIN :]
        assert len({page.Contents.objgen for page in plain}) <= 4
        first, second = ({one.objgen: one for one in _forms(page)} for page in plain[:4:2])
        own = [one for number, one in second.items() if number not in first]
        assert own
        assert sum(len(one.read_raw_bytes()) for one in own) < 2500
        assert not any(b" rg" in one.read_bytes() for page in plain for one in _forms(page))


def _forms(page: pikepdf.Object) -> list[pikepdf.Object]:
    """Return what a page draws with."""
    return list(page.Resources.XObject.values())


def cast(batch: Project, rows: slice) -> list[RowCast | RowMade]:
    """Cast rows of the table here."""
    table, _ = read_table(batch.folder / "branches.csv", file="branches.csv")
    (found,) = find_leaflets(batch.folder)[0]
    request = Request(batch.folder, batch.build / "here", ("print",))
    job = Job(found, request, table.records[0].values)
    (done,) = cast_block(job, table.records[rows])
    return [*done.cast, *done.made]


def test_ordinary_rows_go_by_one_layout(batch: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """And no other layout is made for them."""
    monkeypatch.setenv("FONTCONFIG_FILE", "")  # the program sets it; this brings back what was
    made = cast(batch, slice(len(ODD), None))
    assert all(isinstance(one, RowCast) for one in made)
    assert len({one.layout for one in made if isinstance(one, RowCast)}) == 1


LINES = """\
# {{ record.a }}

{{ record.a }} and {{ record.b }}, **{{ record.c }}** or *{{ record.b }}*.
Ring 0113 496 0123{{ record.a }}.

1. {{ record.b }}
2. **{{ record.a }}**{{ record.c }}

{{ record.c }}\\
{{ record.a }} [a link about {{ record.b }}](https://tea.example.org/some/where/else) behind

{{ record.b }} {{ record.c }}

/// qr
  address: "{{ record.web }}"
{{ record.c }}
///
"""
WORDS = (
    *(
        "a",
        "tea",
        "York",
        "affix",
        "fifty-one",
        "Ffestiniog",
        "AVATAR",
        "Wa",
        "l’Été",
        "Łódź",
        "(and)",
    ),
    *(
        "10.30am",
        "0113 496 0123",
        "9–5",
        "x" * 24,
        "Donau\u00addampf\u00adschiff",
        "–",
        "/",
        "&",
        "<b>",
    ),
    *(
        "one/two/three",
        "tea@example.org",
        "no\u00a0break",
        "“quoted”",
        "Здравствуй",
        "  ",
        "end.",
        "**",
    ),
)


def words(seed: random.Random) -> str:
    """Return some words, up to a few lines of them."""
    return " ".join(seed.choices(WORDS, k=seed.choice((1, 1, 2, 3, 5, 8, 13))))


@pytest.mark.parametrize(("form", "edition"), [("flyer-a5", "screen"), ("trifold", "print")])
def test_lines_set_again_are_those_that_are_laid_out(
    project: Project, monkeypatch: pytest.MonkeyPatch, form: str, edition: str
) -> None:
    """For whatever words, broken wherever they have to be."""
    monkeypatch.setenv("FONTCONFIG_FILE", "")  # as above
    monkeypatch.setattr("leaflet.batch.cast.make_row", lambda _, record: RowMade(record.row))
    monkeypatch.setattr("leaflet.typeset.caster.MOST_IN_VAIN", 100)
    project.write("content/facts.yaml", FACTS)
    fields = "{a: required, b: required, c: required, web: required}"
    project.leaflet(LINES, format=form, fields=fields)
    (found,) = find_leaflets(project.folder)[0]
    seed = random.Random(form)  # noqa: S311 - the same words each time
    usual = {"a": "York", "b": "Leeds", "c": "tea", "web": "https://tea.example.org/"}
    values = [usual | {"a": seed.choice(WORDS)} for _ in range(25)]
    values += [usual | {name: words(seed) for name in "abc"} for _ in range(15)]
    records = [Record(number, number, one) for number, one in enumerate(values, start=1)]
    job = Job(found, Request(project.folder, project.build, (edition,)), usual)
    again, laid = Setter.set_again, []

    def counted(setter: Setter, given: Words) -> object:
        laid.append(again(setter, given))
        return laid[-1]

    made = []
    for way in (counted, lambda *_: None):
        monkeypatch.setattr(Setter, "set_again", way)
        forget()
        (done,) = cast_block(job, records)
        made.append({one.row: (one.layout, one.contents, rounded(one)) for one in done.cast})
    assert len(made[0]) > 20
    assert sum(one is not None for one in laid) > 100
    assert made[0] == made[1]


def rounded(row: RowCast) -> list[object]:
    """Return what a row does on a screen, with places as they are written into a file."""
    return [
        ([([round(at, 4) for at in corners], *leads) for corners, *leads in one.links], one.words)
        for one in row.acts
    ]


def test_what_holds_something_else_is_found() -> None:
    """A file is only gone by if its slots hold what would be put into them."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        page.Resources = pikepdf.Dictionary()
        page.Contents = pdf.make_stream(
            b"1 0 0 rg q /leaflet-0-begins gs 1 2 m 3 4 l S /leaflet-0-ends gs Q 0 0 1 rg"
        )
        stream = io.BytesIO()
        pdf.save(stream)
    assert holds(stream.getvalue(), [b"1 2.0 m\n3 4 l\nS"])
    assert not holds(stream.getvalue(), [b"1 2 m\n3 5 l\nS"])
    assert not holds(stream.getvalue(), [])


CUT = {
    "in the middle of a path": b"1 2 m /leaflet-0-begins gs /leaflet-0-ends gs 3 4 l S",
    "without its end": b"/leaflet-0-begins gs 1 2 m 3 4 l S",
    "with another's end": b"/leaflet-0-begins gs /leaflet-1-ends gs",
    "behind a state too few": b"Q /leaflet-0-begins gs /leaflet-0-ends gs",
}


@pytest.mark.parametrize("where", CUT)
def test_what_cannot_be_cut_is_refused(where: str) -> None:
    """A slot that does not stand alone."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        form = pdf.make_stream(
            CUT[where],
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 9, 9],
            Resources=pikepdf.Dictionary(),
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = pdf.make_stream(b"/F Do")
        with pytest.raises(UnfitError):
            stencils(pdf)


def test_parts_of_a_form_stand_alone() -> None:
    """What was set before a slot holds behind it as well: clips, places, colours."""
    content = (
        b"q 1 0 0 1 5 5 cm 0 0 9 9 re W n 1 0 0 rg 0 0 1 1 re f "
        b"q /leaflet-0-begins gs 7 w /leaflet-0-ends gs Q 2 2 1 1 re f Q"
    )
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page()
        form = pdf.make_stream(
            content,
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 9, 9],
            Resources=pikepdf.Dictionary(),
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(F=form))
        page.Contents = pdf.make_stream(b"q /F Do Q")
        (one,) = stencils(pdf)
        assert [own.name for own in one.owns] == ["/F-own"]
        parts = {
            name: part.read_bytes().split() for name, part in page.obj.Resources.XObject.items()
        }
        first, last = parts["/F-0"], parts["/F-2"]
        assert b" ".join(first) == (b"q 1 0 0 1 5 5 cm 0 0 9 9 re W n 1 0 0 rg 0 0 1 1 re f q Q Q")
        assert b" ".join(last) == (b"q 1 0 0 1 5 5 cm 0 0 9 9 re W n 1 0 0 rg q Q 2 2 1 1 re f Q")
