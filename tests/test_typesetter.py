"""Layout happens in processes beside ours, which leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from leaflet.hands import HandDiedError, Pending
from leaflet.manuscript.find import find_leaflets
from leaflet.manuscript.read import read_leaflet, read_project_facts
from leaflet.problems import SystemLibraryError
from leaflet.resources import Theme
from leaflet.specs.formats import FORMATS
from leaflet.typeset.importing import boxes, weasyprint
from leaflet.typeset.layout import Kind
from leaflet.typeset.panels import Setting
from leaflet.typeset.repairs import repaired
from leaflet.typeset.setting import lay_out_large, lay_out_panels
from leaflet.typeset.typesetter import Typesetter

if TYPE_CHECKING:
    from leaflet.model import Leaflet
    from tests.conftest import Project

CHECKOUT = Path(__file__).resolve().parents[1]
CUP = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="20mm" height="20mm"><path d="M0 0h9v9z"/></svg>'
)


def read(project: Project) -> tuple[Leaflet, Setting]:
    """Return the project's leaflet, and how it is set."""
    facts, _ = read_project_facts(project.folder)
    leaflet, _ = read_leaflet(
        find_leaflets(project.folder)[0][0], project=project.folder, facts=facts
    )
    return leaflet, Setting(Theme(project.folder), project.build / ".leaflet")


def children(process: int) -> list[int]:
    """Return the numbers of a process's own processes, and of theirs."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            number, rest = status.read_text().split(" ", 1)
        except OSError:
            continue  # it has just ended
        if int(rest.rpartition(")")[2].split()[1]) == process:
            found += [int(number), *children(int(number))]
    return found


def test_answers_are_those_of_the_verbs(project: Project) -> None:
    """What comes from beside us is, byte for byte, what the verbs give here."""
    project.leaflet("# Tea\n\nWords.\n", format="trifold")
    leaflet, setting = read(project)
    form = FORMATS["trifold-a4"]
    with Typesetter() as typesetter:
        panels = typesetter.panels(leaflet, form, setting)
        large = typesetter.large(leaflet, setting, "large")
        # Asked for in one order, taken in the other.
        assert large.result() == lay_out_large(leaflet, setting, "large")
        assert panels.result() == lay_out_panels(leaflet, form, setting)


def test_much_at_once_does_not_wait_for_ever(project: Project) -> None:
    """Questions and answers larger than a pipe holds do not block each other."""
    project.leaflet("# Tea\n\n" + "Many words. " * 20_000, format="poster-a4")
    leaflet, setting = read(project)
    with Typesetter() as typesetter:
        asked = [typesetter.web(leaflet, setting) for _ in range(8)]
        assert len({one.result() for one in asked}) == 1


def test_a_fault_there_is_a_fault_here(project: Project) -> None:
    """An error beside us is raised where the answer is wanted, and later questions work."""
    project.leaflet("# Tea\n")
    leaflet, setting = read(project)
    with Typesetter() as typesetter:
        wrong = typesetter.how_to(leaflet, FORMATS["trifold-a4"], setting, "a0", "x.pdf")
        right = typesetter.web(leaflet, setting)
        with pytest.raises(KeyError, match="a0"):
            wrong.result()
        assert "<h1" in right.result()


def test_who_dies_is_told_of_and_replaced(project: Project) -> None:
    """A process that ends in the middle of its work is a sentence, and the next one works."""
    project.leaflet("# Tea\n\nWords.\n")
    leaflet, setting = read(project)
    before = set(children(os.getpid()))  # judges may run on from other tests
    with Typesetter() as typesetter:
        typesetter.web(leaflet, setting).result()
        asked: list[Pending[Any]] = [typesetter.large(leaflet, setting, "large")]
        asked.append(typesetter.web(leaflet, setting))
        for number in set(children(os.getpid())) - before:
            os.kill(number, signal.SIGKILL)
        for one in asked:
            with pytest.raises(HandDiedError, match="too little memory"):
                one.result()
        assert "<h1" in typesetter.web(leaflet, setting).result()


def test_pictures_stay_beside_their_words(project: Project) -> None:
    """A page laid out once more, for the numbers of a list of contents, moves no picture."""
    project.write("content/tea/cup.svg", CUP)
    rows = "".join(f"- ![](cup.svg) **Name {one}** {'words ' * 12}\n" for one in range(3))
    rows = f"## Rows\n\n{'Words of it. ' * 32}\n\n/// rows\n{rows}///\n"
    parts = "".join(f"## Part {one}\n\n{'Words of it. ' * 60}\n\n" for one in range(4))
    project.leaflet(f"# Tea\n\n/// contents\n///\n\n{rows}\n{parts}", format="trifold")
    leaflet, setting = read(project)
    pages = lay_out_large(leaflet, setting, "large").pages
    assert sum(len(list(page.of(Kind.PICTURE))) for page in pages) == 3
    for page in pages:
        names = [one.top for one in page.of(Kind.TEXT) if one.words.startswith("Name ")]
        pictures = [one.top for one in page.of(Kind.PICTURE)]
        assert [round(a - b) for a, b in zip(names, pictures, strict=True)] == [0] * len(names)


def lines(words: str, width: float) -> list[str]:
    """Return a paragraph as it is broken into lines."""
    html = (
        f"<style>@page {{ size: {width}px 900px; margin: 0 }}</style><p style='margin: 0'>{words}"
    )
    with repaired():
        (page,) = weasyprint.HTML(string=html).render().pages
    return [
        "".join(one.text for one in line.descendants() if hasattr(one, "text"))
        for line in page._page_box.descendants()  # noqa: SLF001 - its boxes are nowhere else
        if isinstance(line, boxes.LineBox)
    ]


@pytest.mark.parametrize("width", range(60, 400, 5))
def test_an_element_around_words_changes_no_line(width: int) -> None:
    """Text before an element, which ends with a space, breaks where the same words do without."""
    words = "Ring us on {0}any day{1}, or come and see us for {0}a cup of tea{1} together."
    # Widths of several runs add up to a pixel more or less than that of one.
    plain = [lines(words.format("", ""), width + more) for more in (-2, -1, 0, 1, 2)]
    assert lines(words.format("<span>", "</span>"), width) in plain


def test_nothing_runs_on(project: Project) -> None:
    """When it is left, even in the middle of a layout, its processes are gone."""
    project.leaflet("# Tea\n\n" + "Many words. " * 2_000)
    leaflet, setting = read(project)
    before = set(children(os.getpid()))  # judges may run on from other tests
    with Typesetter() as typesetter:
        typesetter.large(leaflet, setting, "large")
        running = set(children(os.getpid())) - before
        assert running
    until = time.monotonic() + 5
    while any(Path(f"/proc/{number}/cwd").is_dir() for number in running):
        assert time.monotonic() < until
        time.sleep(0.02)


def test_without_fonts_it_says_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pango would crash without any font, so it never gets that far."""
    project.leaflet("# Tea\n")
    leaflet, setting = read(project)
    monkeypatch.setattr(Theme, "font_files", lambda _: ())
    with Typesetter() as typesetter, pytest.raises(SystemLibraryError, match="no font at all"):
        typesetter.web(leaflet, setting)


def test_where_nothing_can_be_forked_it_works_in_place(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same answers come from this process itself."""
    monkeypatch.setattr("leaflet.typeset.typesetter.CAN_FORK", False)
    project.leaflet("# Tea\n\nWords.\n")
    leaflet, setting = read(project)
    monkeypatch.setattr("multiprocessing.get_context", None)  # nobody can be started with that
    with Typesetter() as typesetter:
        assert typesetter.large(leaflet, setting, "large").result() == lay_out_large(
            leaflet, setting, "large"
        )


def test_stopped_by_hand_it_ends_at_once(project: Project) -> None:
    """Ctrl-C in the middle of a long layout says "Stopped." and leaves no process."""
    project.leaflet("# Tea\n\n" + "Many words. " * 20_000)
    # Whoever runs the tests in the background has them ignore Ctrl-C.
    program = (
        "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
        "from leaflet.cli import main; sys.exit(main(['build']))"
    )
    command = [sys.executable, "-c", program]
    build = subprocess.Popen(
        command,
        cwd=project.folder,
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
        encoding="utf-8",
    )
    time.sleep(2.5)
    running = children(build.pid)
    os.killpg(build.pid, signal.SIGINT)
    _, said = build.communicate(timeout=15)
    assert build.returncode == 130
    assert said.strip() == "Stopped."
    time.sleep(0.5)
    assert not [number for number in running if Path(f"/proc/{number}/cwd").is_dir()]


def test_what_waits_is_there_when_it_is_used() -> None:
    """The parts of fontTools that WeasyPrint is imported without come when it asks for them."""
    program = (
        "import sys; import leaflet.typeset.engine; from weasyprint.pdf import fonts;"
        "assert 'fontTools.subset' not in sys.modules;"
        "assert fonts.subset.Options().notdef_glyph;"
        "from fontTools.ttLib import TTFont; from fontTools.fontBuilder import FontBuilder;"
        "font = FontBuilder(1000).font\n"
        "try: fonts.instantiateVariableFont(font, {})\n"
        "except ValueError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    assert "fvar" in done.stdout


HOW_MANY_RULES = """
from weasyprint import CSS, html
for sheet in html.PH_STYLESHEET, html.UA_FORM_STYLESHEET, html.UA_STYLESHEET, CSS(string=html.PH):
    print(sheet.matcher.order)
"""

TYPES_BY_THEMSELVES = """
import pycparser
from leaflet.typeset.importing import ffi

read, parse = [], pycparser.CParser.parse

def watched(self, text, *given, **named):
    read.append(text)
    return parse(self, text, *given, **named)

pycparser.CParser.parse = watched
for text in ("hb_codepoint_t[61]", "PangoRectangle *", "hb_tag_t[61]", "PangoLogAttr[7]",
             "int(*)(hb_tag_t, PangoRectangle *)"):
    quick = ffi.typeof(text)
    print("hb_blob_t" in read[-1])
    plain = type(ffi._parser).parse_type(ffi._parser, text)
    print("hb_blob_t" in read[-1])
    with ffi._lock:
        print(quick is ffi._get_cached_btype(plain))
"""


def imported(program: str) -> str:
    """Return what a program says that runs once the engine is imported."""
    done = subprocess.run(
        [sys.executable, "-c", f"import leaflet.typeset.engine\n{program}"],
        check=True,
        capture_output=True,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
    )
    return done.stdout


def test_style_sheets_that_nobody_asks_for_are_not_parsed() -> None:
    """Those for forms and old attributes are empty; the one that is used is whole."""
    old, forms, used, old_if_asked_later = map(int, imported(HOW_MANY_RULES).split())
    assert old == forms == 0
    assert used > 100
    assert old_if_asked_later > 10


def test_types_of_the_libraries_are_read_by_themselves_and_right() -> None:
    """Each is what plain cffi makes of it, without the names of all other types before it."""
    assert imported(TYPES_BY_THEMSELVES).split() == ["False", "True", "True"] * 5
