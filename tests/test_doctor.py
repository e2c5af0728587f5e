"""`leaflet doctor`: what is missing is really taken away, and has to be told with its cure."""

from __future__ import annotations

import ast
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import tomllib
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from leaflet.doctor.look import MISSING, NOTE, OK, Report, examine
from leaflet.doctor.needs import LIBRARIES, PACKAGES, PYTHON, TOOLS
from leaflet.doctor.systems import SYSTEMS, Here, recognise
from leaflet.doctor.tell import as_json, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from leaflet.doctor.needs import Library
    from tests.conftest import Project, Result

CHECKOUT = Path(__file__).resolve().parents[1]
SITE = Path(str(find_spec("click").origin)).parents[1]  # type: ignore[union-attr] # because click is there
BARE_PYTHON = Path(sys.executable).resolve()
"""The Python below the environment that the tests run in; with `-S` it has no packages at all."""

DEBIAN = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\nVERSION_ID="12"\n'


# A computer on which something is missing ---------------------------------------------------------


@pytest.fixture(name="site")
def _site(tmp_path: Path) -> Path:
    """A folder with every package that the tests have, to take some away from."""
    folder = tmp_path / "site"
    folder.mkdir()
    for one in SITE.iterdir():
        (folder / one.name).symlink_to(one)
    return folder


def hide(site: Path, *starts: str) -> None:
    """Take packages away, with what tells their version."""
    for one in list(site.iterdir()):
        if one.name.lower().startswith(starts):
            one.unlink()


def doctor(
    folder: Path, *args: str, site: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    """Run `python make_pdf.py doctor` with the packages of one folder only."""
    door = folder / "make_pdf.py"
    if not door.exists():
        shutil.copy(CHECKOUT / "make_pdf.py", door)
        (folder / "leaflet").symlink_to(CHECKOUT / "leaflet")
    done = subprocess.run(
        [str(BARE_PYTHON), "-S", str(door), *(args or ("doctor",))],
        capture_output=True,
        check=False,
        cwd=folder,
        encoding="utf-8",
        env={
            "HOME": str(folder),
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(site or ""),
            "PYTHONDONTWRITEBYTECODE": "1",
            **environment,
        },
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def missing(said: str) -> dict[str, str]:
    """Return what is told as missing, with the line that tells it."""
    lines = re.findall(r"^missing +(.*?): (.*)$", said, re.MULTILINE)
    return dict(lines)


# All is there -------------------------------------------------------------------------------------


def test_a_whole_computer_is_told_as_whole(project: Project, run: Callable[..., Result]) -> None:
    """Where leaflets can be made, nothing is missing, and each thing has its line."""
    project.leaflet()

    done = run("doctor")

    assert done.code == 0, done.out
    assert missing(done.out) == {}
    there = set(re.findall(r"^ok +(.*?): ", done.out, re.MULTILINE))
    expected = {one.name for one in (*PACKAGES, *LIBRARIES)}
    assert there >= expected | {"Python", "A trial", "The folder for the files", "The cache"}
    assert "The folder content: 1 leaflet." in done.out
    assert done.out.endswith("All that is needed is there.\n")


def test_it_leaves_nothing_behind(project: Project, run: Callable[..., Result]) -> None:
    """Folders are tried by writing to them, and stand afterwards as they stood before."""
    before = sorted(project.folder.rglob("*"))

    run("doctor")

    assert sorted(project.folder.rglob("*")) == before


def test_other_programs_read_json(project: Project, run: Callable[..., Result]) -> None:
    """`--json` says the same as the lines, in one object."""
    told = json.loads(run("-C", str(project.folder), "doctor", "--json").out)

    assert told["version"] == 1
    assert told["ok"] is True
    assert {one["state"] for one in told["items"]} <= {OK, NOTE}
    assert {one["what"] for one in told["items"]} >= {one.name for one in TOOLS}
    assert set(told["system"]) == {"name", "label", "tried"}


# Packages -----------------------------------------------------------------------------------------


def test_without_any_package_each_is_told(tmp_path: Path) -> None:
    """On a Python that has nothing but itself, doctor runs and names everything."""
    done = doctor(tmp_path)

    assert done.returncode == 69
    assert missing(done.stdout).keys() >= {one.name for one in PACKAGES}
    assert f"         sh {shlex.quote(str(CHECKOUT / 'run.sh'))}\n" in done.stdout


@pytest.mark.parametrize("name", ["click", "nh3", "pydantic", "pyphen"])
def test_a_missing_package_is_told(tmp_path: Path, site: Path, name: str) -> None:
    """One package that is missing is one line, with its cure beneath, and nothing else is."""
    hide(site, f"{name}-", f"{name}.", name)

    done = doctor(tmp_path, site=site)

    assert done.returncode == 69
    told = missing(done.stdout)
    assert told.pop(name).startswith("not installed. It ")
    # What starts with the same letters went as well: pydantic-core is what others need in turn.
    assert set(told) <= {"What these packages need in turn"}
    assert f"sh {shlex.quote(str(CHECKOUT / 'run.sh'))}\n" in done.stdout


def test_another_command_still_says_how_to_install(tmp_path: Path) -> None:
    """Only `doctor` runs without packages; a leaflet of that name does not start it."""
    doctor(tmp_path)  # lays the door

    done = doctor(tmp_path, "new", "doctor")

    assert done.returncode == 69
    assert done.stderr == "Some packages are not installed yet. Run: sh run.sh\n"


def test_another_version_than_the_pinned_one_is_told(tmp_path: Path, site: Path) -> None:
    """Where exactly one version will do, the other one is named."""
    hide(site, "weasyprint-")
    info = site / "weasyprint-69.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: weasyprint\nVersion: 69.0\n")

    done = doctor(tmp_path, site=site)

    assert done.returncode == 69
    assert missing(done.stdout)["weasyprint"].startswith("69.0; it has to be 70.0.")


def test_an_old_version_is_told(tmp_path: Path, site: Path) -> None:
    """Where a lowest version is asked for, an older one is named with it."""
    hide(site, "click-")
    info = site / "click-8.2.9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: click\nVersion: 8.2.9\n")

    assert missing(doctor(tmp_path, site=site).stdout)["click"].startswith(
        "8.2.9 is too old; 8.3 or newer is needed."
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("raise ImportError('made for another Python')", "made for another Python"),
        ("import os; os.abort()", "crashes (signal 6)"),
        ("import os; os._exit(3)", "crashes (exit code 3)"),
    ],
)
def test_a_broken_package_takes_nothing_down(
    tmp_path: Path, site: Path, text: str, told: str
) -> None:
    """A package that cannot be imported, or crashes, is told; so is each one after it."""
    (site / "nh3").unlink()
    (site / "nh3").mkdir()
    (site / "nh3" / "__init__.py").write_text(text)

    done = doctor(tmp_path, site=site)

    assert done.returncode == 69
    assert list(missing(done.stdout)) == ["nh3"]
    assert told in missing(done.stdout)["nh3"]
    assert "ok       zxing-cpp: " in done.stdout


# Libraries ----------------------------------------------------------------------------------------


@pytest.fixture(name="bad_libraries")
def _bad_libraries() -> Iterator[Path]:
    """A folder in which the system's loader looks first."""
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="libraries are called otherwise")


@LINUX
@pytest.mark.parametrize("library", LIBRARIES, ids=lambda one: one.name)
def test_a_library_that_cannot_be_loaded_is_told(
    tmp_path: Path, site: Path, bad_libraries: Path, library: Library
) -> None:
    """What stands where a library should, and is none, is told with the package to install."""
    (file,) = (name for name in library.names if ".so." in name)
    (bad_libraries / file).write_text("This is no library.\n" * 10)

    done = doctor(tmp_path, "doctor", "--json", site=site, LD_LIBRARY_PATH=str(bad_libraries))

    told = {each["what"]: each for each in json.loads(done.stdout)["items"]}
    assert done.returncode == 69
    assert told[library.name]["state"] == MISSING
    assert "invalid ELF header" in told[library.name]["says"]
    system = recognise("linux", Path("/etc/os-release").read_text(encoding="utf-8")).system
    if system:
        assert told[library.name]["command"].endswith(f"install {system.packages[library.name]}")
    assert told["click"]["state"] == OK
    assert "A trial" not in told


@LINUX
def test_a_library_that_crashes_takes_nothing_down(
    tmp_path: Path, site: Path, bad_libraries: Path
) -> None:
    """A library is loaded in a process of its own, and the ones after it are told all the same."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        pytest.skip("no compiler to make such a library with")
    source = bad_libraries / "crash.c"
    source.write_text(
        "#include <stdlib.h>\n__attribute__((constructor)) void f(void) { abort(); }\n"
    )
    made = bad_libraries / "libpango-1.0.so.0"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source], check=True)

    done = doctor(tmp_path, site=site, LD_LIBRARY_PATH=str(bad_libraries))

    assert done.returncode == 69
    assert "crashes (signal 6)" in missing(done.stdout)["Pango"]
    assert "ok       HarfBuzz-subset: " in done.stdout


@LINUX
def test_an_old_library_is_told(tmp_path: Path, site: Path, bad_libraries: Path) -> None:
    """Pango before 1.44 can be loaded, and will not do."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if not compiler:
        pytest.skip("no compiler to make such a library with")
    source = bad_libraries / "old.c"
    source.write_text('const char *pango_version_string(void) { return "1.42.4"; }\n')
    made = bad_libraries / "libpango-1.0.so.0"
    subprocess.run([compiler, "-shared", "-fPIC", "-o", made, source], check=True)

    told = missing(doctor(tmp_path, site=site, LD_LIBRARY_PATH=str(bad_libraries)).stdout)

    assert told["Pango"] == "1.42.4 is too old; 1.44 or newer is needed."


def test_a_library_that_is_absent_is_told(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A library of which there is no file is told without what the loader has to say."""
    absent = replace(LIBRARIES[3], names=("libabsent-0", "libabsent.so.0", "libabsent.0.dylib"))
    monkeypatch.setattr("leaflet.doctor.look.LIBRARIES", (absent,))

    state, says = told(examine(project.folder), "HarfBuzz-subset")

    assert state == MISSING
    assert says == f"not installed. It {absent.does}"


def test_what_hangs_is_told(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A library that never comes back, such as one on a lost network disk, is given up."""
    monkeypatch.setattr("leaflet.doctor.apart.LOAD", "import time; time.sleep(60)")
    monkeypatch.setattr("leaflet.doctor.apart.PATIENCE", 0.2)

    state, says = told(examine(project.folder), "Pango")

    assert state == MISSING
    assert says.startswith("there, and does not answer in 0.2 seconds.")


def test_a_version_that_nobody_tells_is_none(tmp_path: Path, site: Path) -> None:
    """A package whose record is empty, as after a full disk, is not taken for whole."""
    hide(site, "pyphen-")
    (site / "pyphen-0.17.2.dist-info").mkdir()
    (site / "pyphen-0.17.2.dist-info" / "METADATA").touch()

    assert missing(doctor(tmp_path, site=site).stdout).keys() == {"pyphen"}


# Fonts, folders, the project ----------------------------------------------------------------------


def told(report: Report, what: str) -> tuple[str, str]:
    """Return state and words of one finding."""
    (one,) = (one for one in report.findings if one.what == what)
    return one.state, one.says


def test_a_font_that_is_none_is_told(project: Project) -> None:
    """A file that only has the name of a font, such as a page saved by mistake, is named."""
    project.write("styles/fonts/LeafletDisplay-Bold.ttf", "<!DOCTYPE html>")

    state, says = told(examine(project.folder), "The font Leaflet Display")

    assert state == MISSING
    assert says == "styles/fonts/LeafletDisplay-Bold.ttf is no font, or cannot be read"


def test_a_font_that_is_missing_is_told(tmp_path: Path, site: Path) -> None:
    """The typeface comes out of a package, whose files may be gone."""
    package = site / "fontpkg_atkinson_hyperlegible"
    package.unlink()
    package.mkdir()
    (package / "__init__.py").touch()

    done = doctor(tmp_path, site=site)

    assert missing(done.stdout) == {"The font Atkinson Hyperlegible": "not there."}


def test_a_folder_that_is_a_file_is_told(project: Project) -> None:
    """What cannot be written is told, whatever the reason is."""
    project.write("build", "a file")

    state, says = told(examine(project.folder), "The folder for the files")

    assert state == MISSING
    assert says.startswith("build cannot be written (")


def test_a_folder_of_somebody_else_is_told() -> None:
    """A folder in which one may not write is found by trying."""
    nobody = 65534 if os.geteuid() == 0 else None
    program = (
        "import sys; from pathlib import Path; from leaflet.doctor.look import _unwritable;"
        "print(_unwritable(Path(sys.argv[1]) / 'build'))"
    )
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o555)
        done = subprocess.run(
            ["/usr/bin/env", "python3", "-c", program, folder],
            capture_output=True,
            check=False,
            cwd=CHECKOUT,
            encoding="utf-8",
            user=nobody,
            extra_groups=None if nobody is None else [],
        )
        Path(folder).chmod(0o755)
    if done.returncode:
        pytest.skip("another person may not even read this program here")
    assert done.stdout == "Permission denied\n"


def test_an_empty_project_is_no_fault(project: Project) -> None:
    """Where no leaflet is yet, a note says how to begin; nothing is missing for that."""
    (project.folder / "content" / "facts.yaml").unlink()

    report = examine(project.folder)

    assert told(report, "The folder content")[0] == NOTE
    assert told(report, "The file facts.yaml")[0] == NOTE
    assert "         leaflet new\n" in as_text(report)
    assert report.whole


# Systems ------------------------------------------------------------------------------------------

SYSTEMS_TOLD = [
    ("linux", DEBIAN, "", "debian", True),
    ("linux", "ID=debian\nVERSION_ID=11\n", "", "debian", False),
    ("linux", 'ID=debian\nVERSION_ID="13"\n', "", "debian", True),
    ("linux", DEBIAN, "Linux version 5.15-microsoft-standard-WSL2", "debian", False),
    ("linux", 'ID=ubuntu\nID_LIKE=debian\nVERSION_ID="24.04"\n', "", "ubuntu", False),
    ("linux", 'ID=linuxmint\nID_LIKE="ubuntu debian"\n', "", "ubuntu", False),
    ("linux", "ID=raspbian\nID_LIKE=debian\nVERSION_ID=12\n", "", "debian", False),
    ("linux", "ID=fedora\nVERSION_ID=42\n", "", "fedora", False),
    ("linux", 'ID="rocky"\nID_LIKE="rhel centos fedora"\n', "", "fedora", False),
    ("linux", "ID=arch\n", "", None, False),
    ("linux", "", "", None, False),
    ("linux", 'ID="never closed\n', "", None, False),
    ("darwin", "", "", "macos", False),
    ("win32", "", "", "windows", False),
]


@pytest.mark.parametrize(("platform", "release", "kernel", "name", "tried"), SYSTEMS_TOLD)
def test_systems_are_recognised(
    platform: str, release: str, kernel: str, name: str | None, *, tried: bool
) -> None:
    """Each system is known by what it says of itself, and so is what we tried."""
    found = recognise(platform, release, kernel)

    assert (found.system.name if found.system else None) == name
    assert found.tried is tried
    assert ("inside Windows" in found.label) == bool(kernel)


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("debian", "sudo apt-get update && sudo apt-get install libharfbuzz-subset0"),
        ("ubuntu", "sudo apt-get update && sudo apt-get install libharfbuzz-subset0"),
        ("fedora", "sudo dnf install harfbuzz"),
        ("macos", "brew install harfbuzz"),
    ],
)
def test_each_system_has_its_own_command(name: str, command: str) -> None:
    """What to type is what that system understands; an administrator needs no `sudo`."""
    system = SYSTEMS[name]

    assert Here(system, system.label, tried=False).command("HarfBuzz-subset") == command
    as_root = Here(system, system.label, tried=False, root=True).command("HarfBuzz-subset")
    assert as_root == command.replace("sudo ", "")


@pytest.mark.parametrize("name", sorted(set(SYSTEMS) - {"windows"}))
def test_each_system_can_bring_everything(name: str) -> None:
    """No library and no tool lacks its package, but for veraPDF, of which there is none."""
    needs = {one.name for one in (*LIBRARIES, *TOOLS)} | {"Python"}

    assert needs - SYSTEMS[name].packages.keys() == {"veraPDF"}


def broken_here(monkeypatch: pytest.MonkeyPatch, project: Project, on: Here) -> str:
    """Return what is told on a system whose Python is too old."""
    monkeypatch.setattr("leaflet.doctor.look.PYTHON", (9, 9))
    return as_text(examine(project.folder, on))


def test_what_was_not_tried_is_marked(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """A command that we never ran on that system says so beneath; one that we ran does not."""
    mark = "         (not tried by us on this system)\n"
    tried = broken_here(monkeypatch, project, recognise("linux", DEBIAN))
    fedora = broken_here(monkeypatch, project, recognise("linux", "ID=fedora"))

    assert "         sudo dnf install python3\n" + mark in fedora
    assert "         sudo apt-get update && sudo apt-get install python3 python3-venv\n" in tried
    assert mark not in tried


def test_an_unknown_system_is_told_what_to_look_for(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where we know no command, none is made up."""
    said = broken_here(monkeypatch, project, recognise("linux", "ID=arch"))

    assert "We do not know this system." in said
    assert "install python" not in said


def test_windows_itself_is_told_of_wsl(project: Project) -> None:
    """Outside WSL nothing else matters, and one command installs it."""
    report = examine(project.folder, recognise("win32"))

    assert [one.command for one in report.findings] == ["wsl --install"]
    assert json.loads(as_json(report))["ok"] is False
    assert "(not tried by us on this system)" in as_text(report)


# What is said here is what stands elsewhere -------------------------------------------------------


def test_packages_are_those_of_the_project() -> None:
    """The table is the list of dependencies, with the same versions."""
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]

    assert [one.name + one.wanted for one in PACKAGES] == project["dependencies"]
    assert project["requires-python"] == ">={}.{}".format(*PYTHON)


def test_libraries_are_those_that_layout_loads() -> None:
    """The names are WeasyPrint's own, in its order; its next version may have others."""
    spec = find_spec("weasyprint")
    assert spec
    text = (Path(str(spec.origin)).parent / "text" / "ffi.py").read_text(encoding="utf-8")
    loaded = [
        tuple(re.findall(r"'([^']+)'", call))
        for call in re.findall(r"= _dlopen\(\s*ffi,(.*?)\)", text, re.DOTALL)
    ]
    # WeasyPrint asks for one library more, which no system that we tried has.
    wanted = [names for names in loaded if "libharfbuzz-vector-0" not in names]

    assert [one.names for one in LIBRARIES] == wanted


def test_packages_of_debian_are_those_that_run_sh_installs() -> None:
    """Whoever types what doctor says gets what `sh run.sh` would have installed."""
    script = (CHECKOUT / "run.sh").read_text(encoding="utf-8")
    (line,) = re.findall(r"for package in (.*); do", script)
    ours = {SYSTEMS["debian"].packages[one.name] for one in LIBRARIES}

    assert ours == set(line.split()) - {"ca-certificates"}


@pytest.mark.parametrize(
    "file",
    [
        CHECKOUT / "make_pdf.py",
        CHECKOUT / "leaflet" / "__init__.py",
        *sorted((CHECKOUT / "leaflet" / "doctor").glob("*.py")),
    ],
    ids=lambda one: one.name,
)
def test_an_old_python_can_read_it(file: Path) -> None:
    """The Python that is too old, such as that of macOS, is the one that has to say so."""
    tree = ast.parse(file.read_text(encoding="utf-8"), feature_version=(3, 8))
    made = [node for node in ast.walk(tree) if isinstance(node, ast.keyword)]

    assert not [one.arg for one in made if one.arg in ("slots", "strict", "kw_only")]
