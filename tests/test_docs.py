"""The documentation: every code, command and setting has its page, and what a page says works."""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageFilter
from pydantic import BaseModel

from leaflet.cli import commands
from leaflet.manuscript.facts import FactsFile
from leaflet.manuscript.parts import PANELS, PARTS
from leaflet.manuscript.settings import FrontMatter
from leaflet.problems import CODES
from leaflet.specs.formats import ALIASES, FORMATS
from leaflet.talk import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import click

    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]
CHECKS = CHECKOUT / "docs" / "checks"
COMMAND_LINE = CHECKOUT / "docs" / "reference" / "command-line.md"
TUTORIAL = CHECKOUT / "docs" / "tutorial.md"
PICTURES = CHECKOUT / "docs" / "pictures"
EXAMPLES = CHECKOUT / "docs" / "examples"
CLEARLY = 40
"""Of 255: how far a pixel may be from what it was, away from edges, before somebody sees it."""

HOW_TO = CHECKOUT / "docs" / "how-to" / "write-a-leaflet.md"
PAGES = (
    *(CHECKOUT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted(one for one in (CHECKOUT / "docs").rglob("*.md") if one.parent.name != "examples"),
)
"""Every page that people read."""

FENCE = re.compile(r"^```(\w*)[^\n]*\n(.*?)^```$", re.MULTILINE | re.DOTALL)
INLINE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"""\]\(([^)\s]+)\)|\b(?:src|href)="([^"]+)\"""")

DOORS = (["leaflet"], ["python", "make_pdf.py"], ["sh", "run.sh"])
"""What a command of the program begins with; all of them take the same arguments."""

WORKS = {ExitCode.DONE, ExitCode.ERRORS}
"""Exit codes of a command that is right, whatever the leaflets are like."""


# What pages hold ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the program in a fenced block."""

    arguments: tuple[str, ...]
    line: int


def shown(page: Path) -> str:
    """Return a page's path as a person would type it."""
    return page.relative_to(CHECKOUT).as_posix()


def read(page: Path) -> str:
    """Return the text of a page."""
    return page.read_text(encoding="utf-8")


def prose(page: Path) -> str:
    """Return a page without its examples, in which signs mean something else."""
    return INLINE.sub("", FENCE.sub("", read(page)))


def program_commands(page: Path) -> Iterator[Command]:
    """Yield the commands of the program in a page's `sh` and `console` blocks, in order."""
    text = read(page)
    for block in FENCE.finditer(text):
        if block[1] not in ("sh", "console"):
            continue
        first = text.count("\n", 0, block.start(2)) + 1
        for number, line in enumerate(block[2].splitlines(), start=first):
            prompt = line.startswith("$ ")
            if block[1] == "console" and not prompt:
                continue
            words = shlex.split(line[2:] if prompt else line, comments=True)
            for door in DOORS:
                if words[: len(door)] == door:
                    yield Command(tuple(words[len(door) :]), number)


def names_of(schema: type[BaseModel]) -> set[str]:
    """Return the names of a group of settings as people write them, those inside groups as well."""
    found: set[str] = set()
    for name, field in schema.model_fields.items():
        found.add(field.alias or name)
        for inner in groups_in(field.annotation):
            found |= names_of(inner)
    return found


def groups_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield the groups of settings that a type speaks of, however it is wrapped."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for inner in getattr(annotation, "__args__", ()):
        yield from groups_in(inner)


def long_options(command: click.Command) -> set[str]:
    """Return the options of a command that are written out."""
    options = {option for one in command.params for option in one.opts}
    return {option for option in options if option.startswith("--")}


def section(page: Path, heading: str) -> str:
    """Return what stands below the first heading that begins with these words."""
    found = re.search(
        rf"^## {re.escape(heading)}\b.*?(?=^## |\Z)", read(page), re.MULTILINE | re.DOTALL
    )
    assert found, f'{shown(page)} has no heading "## {heading}"'
    return found[0]


# Codes --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_has_a_page(code: str) -> None:
    """Whoever meets a code finds a page that begins with it and its title."""
    first, *rest = read(CHECKS / f"{code}.md").splitlines()

    assert first == f"# {code}: {CODES[code]}"
    assert "**Severity: " in "\n".join(rest)


def test_every_page_about_a_check_has_its_code() -> None:
    """No page is left over from a code that is gone."""
    assert {page.stem for page in CHECKS.iterdir()} == set(CODES)


# Links --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    """Whoever follows a link from one page of ours to another, or to a picture, gets there."""
    targets = {one or other for one, other in LINK.findall(prose(page))}
    relative = {target.partition("#")[0] for target in targets if "://" not in target} - {""}

    assert not {target for target in relative if not (page.parent / target).exists()}


def test_the_pictures_are_told_in_words() -> None:
    """People who cannot see the pictures of the README read below them what they show."""
    pictures = list(re.finditer(r"docs/pictures/[\w-]+\.png", read(CHECKOUT / "README.md")))
    words = list(re.finditer(r"<summary>The .*pictures? in words", read(CHECKOUT / "README.md")))

    assert pictures
    assert words[-1].start() > pictures[-1].start()


def test_the_pictures_are_what_the_command_makes(tmp_path: Path) -> None:
    """Every picture of the documentation comes out of one command, as it stands there."""
    made = runpy.run_path(str(CHECKOUT / "docs" / "make_pictures.py"))["make_pictures"]
    fresh = {picture.name: picture for picture in made(CHECKOUT, tmp_path / "pictures")}
    kept = {picture.name: picture for picture in PICTURES.iterdir()}
    if shutil.which("chromium") is None:
        del kept["edition-web.png"]

    assert set(fresh) == set(kept)
    stale = [name for name in kept if not alike(fresh[name], kept[name])]
    assert not stale, "run docs/make_pictures.py"


def alike(one: Path, other: Path) -> bool:
    """Say whether two pictures show the same; soft edges may differ from machine to machine."""
    with Image.open(one) as first, Image.open(other) as second:
        if first.size != second.size:
            return False
        apart = ImageChops.difference(first.convert("RGB"), second.convert("RGB"))
        # What is left after a minimum filter is more than an edge.
        areas = apart.convert("L").filter(ImageFilter.MinFilter(3))
        return max(areas.tobytes()) < CLEARLY


def test_pictures_load_at_once() -> None:
    """A page with its pictures is no burden on a telephone."""
    sizes = {picture.name: picture.stat().st_size for picture in PICTURES.iterdir()}

    assert {name for name, size in sizes.items() if size > 150_000} == set()
    assert sum(sizes.values()) < 1_500_000


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_part_is_shown(name: str) -> None:
    """The reference has an example of each part, which uses it, and the picture that it makes."""
    assert f"/// {name}" in read(CHECKOUT / "docs" / "examples" / f"{name}.md")
    assert (PICTURES / f"part-{name}.png").is_file()


@pytest.mark.parametrize("name", sorted(one.stem for one in EXAMPLES.glob("*.md")))
def test_every_example_is_sound(name: str, project: Project, run: Callable[..., Result]) -> None:
    """Whoever copies an example of the reference is told of no error."""
    project.write("content/facts.yaml", read(EXAMPLES / "facts.yaml"))
    for picture in CHECKOUT.glob("content/*/pictures/*.svg"):
        project.write(f"content/tea/pictures/{picture.name}", read(picture))
    for drawing in EXAMPLES.glob("*.svg"):
        project.write(f"content/tea/pictures/{drawing.name}", read(drawing))
    made = runpy.run_path(str(CHECKOUT / "docs" / "make_pictures.py"))
    form = made["SHOWN_ON"].get(name, "trifold")
    text = made["EXAMPLE"].format(form=form, body=read(EXAMPLES / f"{name}.md"))
    project.write("content/tea/leaflet.md", text)

    done = run("check")
    assert done.code == 0, done.out


# Commands -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", [one for one in PAGES if any(program_commands(one))], ids=shown)
def test_every_command_on_a_page_works(
    page: Path, project: Project, run: Callable[..., Result]
) -> None:
    """Whoever types the commands of a page, one after the other, is never told off."""
    for source in CHECKOUT.glob("content/*/leaflet.md"):
        project.leaflet(name=source.parent.name)  # under the names of our own, and quick to lay out
    wrong = {}
    for command in program_commands(page):
        if command.arguments[:1] == ("test",):  # for the tests of the program, not the program
            continue
        if command.arguments[:1] == ("import",):
            project.write(command.arguments[1], "<h1>Tea</h1><p>Come and have tea.</p>")
        if command.arguments[:1] == ("impose",):
            with pikepdf.new() as pdf:
                pdf.add_blank_page(page_size=(595, 842))
                pdf.save(project.folder / command.arguments[1])
        done = run(*command.arguments)
        if done.code not in WORKS:
            wrong[f"{shown(page)}:{command.line}"] = done.err

    assert not wrong


STEP = re.compile(r"^```(\w+)(?: (file|change)=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_tutorial_can_be_played_through(project: Project, run: Callable[..., Result]) -> None:
    """Whoever does what the tutorial says, in order, sees what it shows, and no more problems."""
    (project.folder / "content" / "facts.yaml").unlink()
    for kind, does, path, body in STEP.findall(read(TUTORIAL)):
        if does == "file":
            project.write(path, body)
        elif does == "change":
            old, new = body.splitlines()
            before = (project.folder / path).read_text(encoding="utf-8")
            assert before.count(f"{old}\n") == 1
            project.write(path, before.replace(f"{old}\n", f"{new}\n"))
        elif kind == "console":
            command, *expected = body.splitlines()
            done = run(*shlex.split(command.removeprefix("$ leaflet ")))
            shown_files = [] if " build " in command else done.out.splitlines()
            assert [*shown_files, *done.err.splitlines()] == expected, command

    assert (project.build / "lantern-walk" / "lantern-walk-print.pdf").is_file()
    assert (project.build / "lantern-walk" / "lantern-walk-large.pdf").is_file()


def test_the_readme_shows_commands() -> None:
    """The commands of the README are found, so that the test above has something to test."""
    shown_commands = [one.arguments for one in program_commands(CHECKOUT / "README.md")]

    assert () in shown_commands
    assert ("test",) in shown_commands
    assert any("new" in arguments for arguments in shown_commands)


@pytest.mark.parametrize("name", sorted(commands.commands))
def test_every_command_is_told(name: str) -> None:
    """The reference has a section on each command, with all its options."""
    text = section(COMMAND_LINE, f"leaflet {name}")

    assert {one for one in long_options(commands.commands[name]) if f"`{one}" not in text} == set()


def test_every_general_option_is_told() -> None:
    """The reference has the options that stand before the command."""
    options = long_options(commands) | {"-C"}

    assert {one for one in options if f"`{one}" not in section(COMMAND_LINE, "leaflet")} == set()


@pytest.mark.parametrize("page", [CHECKOUT / "README.md", COMMAND_LINE], ids=shown)
def test_every_exit_code_is_told(page: Path) -> None:
    """Whoever calls the program from another one finds what each answer means."""
    told = {int(code) for code in re.findall(r"^\| (\d+) \|", read(page), re.MULTILINE)}

    assert told == {int(code) for code in ExitCode}


def test_the_reference_is_what_the_code_says() -> None:
    """Whoever changes a setting, a part or a check writes the reference anew."""
    made = runpy.run_path(str(CHECKOUT / "docs" / "make_reference.py"))
    folder = COMMAND_LINE.parent

    wrong = {name for name, text in made["pages"]().items() if read(folder / name) != text}
    wrong |= {name for name, text in made["check_pages"]().items() if read(CHECKS / name) != text}
    assert not wrong, "run docs/make_reference.py"


# Settings, parts, formats -------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(names_of(FrontMatter)))
def test_every_setting_is_told(name: str) -> None:
    """An author finds every setting of the front matter, those of people and fields as well."""
    text = section(HOW_TO, "Front matter")

    assert f"`{name}`" in text or f"{name}:" in text


@pytest.mark.parametrize("name", sorted(names_of(FactsFile)))
def test_every_group_of_facts_is_told(name: str) -> None:
    """An author finds everything that the facts file may hold."""
    assert f"`{name}`" in section(HOW_TO, "Facts")


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_part_is_told(name: str) -> None:
    """An author finds every part, with its options in the same row of the table."""
    row = re.search(rf"^\| `{name}` \|.*", section(HOW_TO, "Parts"), re.MULTILINE)

    assert row
    assert {one.name for one in PARTS[name].options if f"`{one.name}`" not in row[0]} == set()


@pytest.mark.parametrize("name", sorted(PANELS))
def test_every_panel_is_told(name: str) -> None:
    """An author finds every panel that words may be pinned to, and what it may show."""
    text = section(HOW_TO, "Panels")

    assert f"`{name}`" in text
    assert {one.name for one in PANELS[name].options if f"`{one.name}`" not in text} == set()


def test_the_gallery_shows_every_format() -> None:
    """The page is what its command writes, and every picture on it is there and no other."""
    made = runpy.run_path(str(CHECKOUT / "docs" / "make_gallery.py"))
    page = read(CHECKOUT / "docs" / "gallery.md")
    assert page == made["page"]()
    shown = set(re.findall(r"\(gallery/([\w-]+)\.png\)", page))
    assert {f"format-{name}" for name in FORMATS} <= shown
    assert {file.stem for file in (CHECKOUT / "docs" / "gallery").glob("*.png")} == shown


def test_every_format_is_told() -> None:
    """An author finds every format, each with a drawing, and its short name."""
    page = read(CHECKOUT / "docs" / "reference" / "formats.md")
    assert re.findall(r"^## (.*)$", page, re.MULTILINE) == list(FORMATS)
    assert page.count("```text") == len(FORMATS)
    assert [name for name in ALIASES if f"Short: `{name}`." not in page] == []
    assert "docs/reference/formats.md" in read(CHECKOUT / "README.md")
