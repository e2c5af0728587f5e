"""`leaflet new` without a name: three questions, and nothing written before the last answer."""

from __future__ import annotations

import os
import re
import select
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from click.testing import CliRunner

from leaflet.cli import commands, main
from leaflet.manuscript.start import in_yaml, name_of, start
from leaflet.specs.formats import FORMATS, USUAL
from leaflet.talk import ExitCode
from tests.conftest import Result

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import Project

CHECKOUT = Path(__file__).resolve().parents[1]

ODD_NAMES = [
    'The "Rose" Trust: for all',
    "Ann's & Bob's <trust>",
    "- a: b",
    "#1 Charity",
    "null",
    "yes",
    "2026-10-01",
    "{{ contacts.us.phone }}",
    "*anchor",
    "back\\slash\\",
    "Elusen Môr 🌹 ਦਾਨ 👩‍👧",
    "non-breaking\u00a0space",
]
"""What people may type, and what YAML would take for something else."""

TYPED = str.maketrans("“”‘’", "\"\"''")
"""Quotation marks as a keyboard has them; a page sets them round."""


# Somebody at a terminal ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Typist:
    """Somebody at a real terminal, in front of the program."""

    process: subprocess.Popen[bytes]
    screen: int
    """The other end of the terminal."""

    def read(self, until: str, within: float = 30) -> str:
        """Wait until words are on the screen, and return all that came before them and they."""
        seen = self.see(until, within)
        assert until in seen, seen
        return seen

    def see(self, until: str, within: float) -> str:
        """Return what comes onto the screen, up to certain words or for some seconds."""
        seen, end = "", time.monotonic() + within
        while until not in seen and time.monotonic() < end:
            if not select.select([self.screen], [], [], 0.1)[0]:
                continue
            try:
                seen += os.read(self.screen, 4096).decode("utf-8", "replace")
            except OSError:  # the program has gone, and its terminal with it
                break
        return seen

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.screen, keys.encode())

    def insist(self, keys: str, until: str) -> str:
        """Press keys until words are on the screen.

        Python may take a signal in the moment before it waits for a key, and then waits on.
        """
        seen = ""
        for _ in range(10):
            self.type(keys)
            seen += self.see(until, 2)
            if until in seen:
                break
        assert until in seen, seen
        return seen

    def end(self) -> int:
        """Wait for the program's end, and return its exit code."""
        return self.process.wait(timeout=30)


AT_TERMINAL = """
import fcntl, signal, sys, termios
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where tests run behind a shell
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from leaflet.cli import main
sys.exit(main(sys.argv[1:]))
"""
"""The command line, with the terminal as its own, so that Ctrl-C reaches it."""


@pytest.fixture(name="sit_down")
def _sit_down(project: Project) -> Iterator[Callable[..., Typist]]:
    """Start the program on a terminal of its own."""
    started: list[Typist] = []

    def sit_down(*args: str) -> Typist:
        try:
            screen, terminal = os.openpty()
        except OSError as error:  # a chroot without /dev/pts, for one
            pytest.skip(f"this system has no terminals to give: {error}")
        process = subprocess.Popen(
            [sys.executable, "-c", AT_TERMINAL, *args],
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
            start_new_session=True,
            cwd=project.folder,
            env=os.environ | {"PYTHONPATH": str(CHECKOUT), "TERM": "dumb"},
        )
        os.close(terminal)
        started.append(Typist(process, screen))
        return started[-1]

    yield sit_down
    for one in started:
        one.process.kill()
        one.process.wait()
        os.close(one.screen)


def without_facts(project: Project) -> Path:
    """Take the facts away, and return the folder of the leaflets, which is empty now."""
    content = project.folder / "content"
    (content / "facts.yaml").unlink()
    content.rmdir()
    return content


def test_three_questions_make_a_leaflet(project: Project, sit_down: Callable[..., Typist]) -> None:
    """At a real terminal: title, folder, format, charity; files only after the last answer."""
    content = without_facts(project)
    typist = sit_down("new")

    typist.read("What is the leaflet called?")
    typist.type("Tea for Zoë & friends\n")
    assert "[tea-for-zoe-friends]" in typist.read("]:")
    typist.type("\n")
    listed = typist.read("Its number [1]:")
    typist.type("\n")
    typist.read("What is your charity called? [Your charity]")
    assert not content.exists()
    typist.type('The "Willow" Trust: Leeds\n')
    said = typist.read("leaflet build tea-for-zoe-friends")

    assert typist.end() == 0
    assert all(
        f"{n}  {one.says}" in listed for n, one in enumerate((FORMATS[name] for name in USUAL), 1)
    )
    assert "content/facts.yaml" in said
    facts = yaml.safe_load((content / "facts.yaml").read_text(encoding="utf-8"))
    assert facts["organisation"]["name"] == 'The "Willow" Trust: Leeds'
    text = (content / "tea-for-zoe-friends" / "leaflet.md").read_text(encoding="utf-8")
    assert text.startswith(f'---\ntitle: "Tea for Zoë & friends"\nformat: {next(iter(FORMATS))}\n')


@pytest.mark.parametrize("keys", ["\x03", "\x04"], ids=["Ctrl-C", "Ctrl-D"])
@pytest.mark.parametrize("answered", [0, 1, 2, 3])
def test_whoever_stops_leaves_nothing_behind(
    project: Project, sit_down: Callable[..., Typist], keys: str, answered: int
) -> None:
    """Ctrl-C and the end of the input, at each question: nothing is written, and that is told."""
    content = without_facts(project)
    typist = sit_down("new")
    for question in ("called?", "tea]:", "number [1]:", "charity]")[:answered]:
        typist.read(question)
        typist.type("Tea\n" if question == "called?" else "\n")
    typist.read(("called?", "tea]:", "number [1]:", "charity]")[answered])

    typist.insist(keys, "Stopped. Nothing was written.")

    assert typist.end() == ExitCode.STOPPED
    assert not content.exists()


# Answers, one after the other ---------------------------------------------------------------------


@pytest.fixture(name="answer")
def _answer(project: Project, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run `leaflet new` with answers, without a terminal: many are tried."""
    monkeypatch.setattr("leaflet.questions.on_terminal", lambda: True)

    def answer(*answers: str, args: tuple[str, ...] = ()) -> Result:
        done = CliRunner().invoke(
            commands,
            ["-C", str(project.folder), "new", *args],
            input="".join(f"{one}\n" for one in answers),
            standalone_mode=False,
        )
        assert done.exception is None, done.output
        return Result(int(done.return_value or 0), done.stdout, done.stderr)

    return answer


def written(project: Project, file: str) -> str:
    """Return a file of `content/` as text."""
    return (project.folder / "content" / file).read_text(encoding="utf-8")


def leaflets(project: Project) -> list[str]:
    """Return the names of the leaflets that there are."""
    return sorted(one.parent.name for one in project.folder.glob("content/*/leaflet.md"))


def test_facts_that_are_there_are_not_asked_for(
    project: Project, answer: Callable[..., Result]
) -> None:
    """A charity that has its facts answers two questions, and its facts stay as they are."""
    before = (project.folder / "content" / "facts.yaml").read_bytes()

    done = answer("Tea", "", "6")

    assert done.code == 0
    assert "charity" not in done.err
    assert "format: poster-a4\n" in written(project, "tea/leaflet.md")
    assert (project.folder / "content" / "facts.yaml").read_bytes() == before


def test_what_was_given_is_not_asked(project: Project, answer: Callable[..., Result]) -> None:
    """Options answer their questions; the others are asked all the same."""
    done = answer("", args=("--title", "Tea", "--format", "poster-a3"))

    assert done.code == 0
    assert "called?" not in done.err
    assert leaflets(project) == ["tea"]


@pytest.mark.parametrize("wrong", ["0", "9", "-1", "folder", "1.5", "²"])
def test_a_wrong_number_is_asked_again(
    project: Project, answer: Callable[..., Result], wrong: str
) -> None:
    """Whatever is no number of the list is told, and asked again."""
    done = answer("Tea", "", wrong, "7")

    assert done.code == 0
    assert f'"{wrong}" is no number of the list.' in done.err
    assert "format: poster-a3\n" in written(project, "tea/leaflet.md")


def test_a_format_may_be_typed_by_name(project: Project, answer: Callable[..., Result]) -> None:
    """Who knows the name of a format may use it."""
    answer("Tea", "", "trifold")

    assert "format: trifold\n" in written(project, "tea/leaflet.md")


@pytest.mark.parametrize("nothing", ["", "   ", "\x1b", "\u200d"])
def test_a_title_without_a_word_is_asked_again(
    project: Project, answer: Callable[..., Result], nothing: str
) -> None:
    """A leaflet has to be called something."""
    assert answer(nothing, "Tea", "", "").code == 0
    assert leaflets(project) == ["tea"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Summer fair", "summer-fair"),
        ("Ça va? / ..", "ca-va"),
        ("../../etc/passwd", "etc-passwd"),
        ("🌹🌹", "leaflet"),
        ("ਪੰਜਾਬੀ", "leaflet"),
        ("Straße Æsop Łódź Ørsted", "strasse-aesop-lodz-orsted"),
        ("Ann's day", "anns-day"),
        ("x" * 300, "x" * 40),
        ("word " * 60, "word-word-word-word-word-word-word-word"),
        ("½ price", "1-2-price"),
    ],
)
def test_odd_titles_make_good_names(
    project: Project, answer: Callable[..., Result], title: str, name: str
) -> None:
    """Enter takes a name that every system can store, and the title stays what was typed."""
    assert name_of(title) == name

    assert answer(title, "", "").code == 0

    assert leaflets(project) == [name]
    _, front, _ = written(project, f"{name}/leaflet.md").split("---\n", 2)
    assert yaml.safe_load(front)["title"] == " ".join(title.split())


def test_a_name_that_is_taken_is_not_proposed(
    project: Project, answer: Callable[..., Result]
) -> None:
    """A second leaflet of the same title gets a folder of its own."""
    project.leaflet(name="tea")
    project.leaflet(name="Tea-2")

    assert "[tea-3]" in answer("Tea", "", "").err
    assert leaflets(project) == ["Tea-2", "tea", "tea-3"]


@pytest.mark.parametrize("wrong", ["tea", "Tea", "tea time", "../tea", "tëa"])
def test_a_poor_or_taken_name_is_asked_again(
    project: Project, answer: Callable[..., Result], wrong: str
) -> None:
    """What will not do is told with its reason, and nothing there is touched."""
    source = project.leaflet(name="tea")
    before = source.read_bytes()

    done = answer("Tea", wrong, "other", "")

    assert done.code == 0
    assert "already" in done.err or "poor file names" in done.err
    assert source.read_bytes() == before
    assert leaflets(project) == ["other", "tea"]


# Without anybody to ask ---------------------------------------------------------------------------


def test_without_a_terminal_nothing_is_asked(
    project: Project, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A script that forgot the name is told what to type, and does not wait for an answer."""
    with Path(os.devnull).open(encoding="utf-8") as nobody:
        monkeypatch.setattr("sys.stdin", nobody)
        done = run("new")

    assert done.code == ExitCode.USAGE
    assert 'leaflet new summer-fair --title "Summer fair"' in done.err
    assert leaflets(project) == []


def test_a_folder_that_cannot_be_written_is_told(project: Project) -> None:
    """A file where a folder should be: exit code, one message, nothing left."""
    (project.folder / "content" / "facts.yaml").unlink()
    (project.folder / "content").rmdir()
    (project.folder / "content").write_text("a file")

    assert main(["-C", str(project.folder), "new", "tea"]) == ExitCode.NOT_ALLOWED
    assert [one.name for one in project.folder.iterdir()] == ["content"]


def test_a_read_only_folder_is_told() -> None:
    """Where nothing may be written, three answers end in one message that says what to do."""
    nobody = 65534 if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        done = subprocess.run(
            ["/usr/bin/env", "python3", "-c", READ_ONLY, folder],
            capture_output=True,
            check=False,
            cwd=CHECKOUT,
            encoding="utf-8",
            env={"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(sys.path)},
            user=nobody,
            extra_groups=None if nobody is None else [],
        )
        left = list(Path(folder).iterdir())
        Path(folder).chmod(0o755)
    if "ModuleNotFoundError" in done.stderr or "not found" in done.stderr:
        pytest.skip("another person may not even read this program here")
    assert done.stdout == "Permission denied\n", done.stderr
    assert left == []


READ_ONLY = """
import sys
from pathlib import Path
from leaflet.manuscript.start import start
try:
    start(Path(sys.argv[1]), "tea", "trifold", "Tea")
except OSError as error:
    print(error.strerror)
"""


def test_what_was_begun_is_taken_away(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full at the second file leaves neither the first nor its folders."""
    content = without_facts(project)
    write = Path.write_text

    def full(self: Path, text: str, **how: str) -> int:
        if self.name == "leaflet.md":
            raise OSError(28, "No space left on device")
        return write(self, text, **how)

    monkeypatch.setattr(Path, "write_text", full)

    with pytest.raises(OSError, match="No space"):
        start(project.folder, "tea", "trifold", "")
    assert not content.exists()


# What is written ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_charity_may_be_called_anything(
    project: Project, answer: Callable[..., Result], run: Callable[..., Result], name: str
) -> None:
    """Whatever is typed is the name in the facts file, and the program reads that file."""
    without_facts(project)

    answer("Tea", "", "", name)

    facts = yaml.safe_load(written(project, "facts.yaml"))
    assert facts["organisation"]["name"] == " ".join(name.split())
    built = run("build", "--edition", "web")
    assert not [one for one in built.problems if "facts.yaml" in one]
    assert built.code == 0, built.err


@pytest.mark.parametrize("words", [*ODD_NAMES, "\x00\x07\x7f\x85\u2028\ufffe", "", " "])
def test_any_words_are_a_value_in_yaml(words: str) -> None:
    """Whatever stands in a value comes out of it again."""
    assert yaml.safe_load(f"name: {in_yaml(words)}\n")["name"] == words


@pytest.mark.parametrize("title", [*ODD_NAMES, "_Tea_ *time* [x](y) `z` <b>"])
def test_a_title_shows_as_it_was_typed(
    project: Project, run: Callable[..., Result], title: str
) -> None:
    """No sign of a title means anything, neither in the settings nor in the text."""
    run("new", "tea", "--title", title)

    built = run("build", "--edition", "web")

    assert built.code == 0, built.err
    (heading,) = re.findall(r"<h1[^>]*>(.*?)</h1>", project.text("tea/tea-web.html"), re.DOTALL)
    shown = unescape(re.sub("<[^>]+>", "", heading)).translate(TYPED)
    assert " ".join(shown.split()) == " ".join(title.split())


# A folder for another charity ---------------------------------------------------------------------


def test_a_folder_of_ones_own_is_made(run: Callable[..., Result]) -> None:
    """Whoever names a folder with -C gets it, and reads what to type next, for that folder."""
    done = run("-C", "other/willow trust", "new", "fair")

    assert done.code == ExitCode.DONE
    leaflet = "other/willow trust/content/fair/leaflet.md"
    assert done.out.splitlines() == ["other/willow trust/content/facts.yaml", leaflet]
    hint = "`leaflet -C 'other/willow trust' build fair`"
    assert done.err == f"Next: write into {leaflet}, then run {hint}.\n"
    assert run("-C", "other/willow trust", "build", "fair").code == ExitCode.DONE


def test_other_commands_make_no_folder(project: Project, run: Callable[..., Result]) -> None:
    """A folder that is spelt wrongly is told, and not made."""
    done = run("-C", "wilow", "build")

    assert done.code == ExitCode.USAGE
    assert '"wilow" does not exist.' in done.err
    assert not (project.folder / "wilow").exists()


@pytest.mark.parametrize(
    ("door", "called"),
    [(["sh", "run.sh"], "sh run.sh"), ([sys.executable, "make_pdf.py"], "python make_pdf.py")],
)
def test_the_next_step_is_what_one_types_here(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, door: list[str], called: str
) -> None:
    """The hint names the door by which the program was entered."""
    monkeypatch.delenv("LEAFLET_CALLED_AS", raising=False)
    if door[0] == "sh" and not (CHECKOUT / ".venv" / ".ready").exists():
        pytest.skip("run.sh has installed nothing here, and would")
    folder = tmp_path / "willow"
    done = subprocess.run(
        [*door, "-C", str(folder), "new", "fair"],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert f"then run `{called} -C {folder} build fair`" in done.stderr
