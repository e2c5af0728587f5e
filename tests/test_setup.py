"""The set-up: one command on a machine that has nothing yet, and a wheel that has everything."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import leaflet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

CHECKOUT = Path(__file__).resolve().parents[1]
SH = shutil.which("sh") or "/bin/sh"
BARE_PYTHON = Path(sys.executable).resolve()
"""The Python below the environment that the tests run in."""

ALWAYS_THERE = ("cat", "cksum", "env", "id", "mkdir", "rm")
"""Commands that every system has, and all that the script may rely on."""

STAND_IN_PACKAGES = ("fontpkg_atkinson_hyperlegible", "nh3", "pikepdf", "weasyprint")

STAND_IN_PROGRAM = """
import os, sys
def run():
    print(*sys.argv[1:], sep="|")
    print(os.getcwd())
    return 3
"""


# A machine of our own making ----------------------------------------------------------------------


def tools(folder: Path, *commands: str) -> Path:
    """Return a folder for `PATH` with these commands and those that every system has."""
    folder.mkdir()
    for command in (*ALWAYS_THERE, *commands):
        place = shutil.which(command)
        if place is None:
            pytest.skip(f"{command} is not on this system")
        (folder / command).symlink_to(place)
    return folder


def script(path: Path, text: str) -> None:
    """Write a shell script that can be called as a command."""
    path.write_text(f"#!{SH}\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def wheel(folder: Path, name: str, modules: dict[str, str]) -> str:
    """Write a wheel with these modules into a folder, and return its line in a lock file."""
    path = folder / f"{name}-1-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        for module, text in modules.items():
            archive.writestr(f"{module}.py", text)
        info = f"{name}-1.dist-info"
        archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
        archive.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        )
        archive.writestr(f"{info}/RECORD", "")
    return f"{name}==1 --hash=sha256:{hashlib.sha256(path.read_bytes()).hexdigest()}\n"


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder with the project's own set-up and a small program, on a machine without network."""

    project: Path
    path: Path
    wheels: Path

    def sh(
        self, *arguments: str, cwd: Path | None = None, user: int | None = None
    ) -> subprocess.CompletedProcess[str]:
        """Run ``sh run.sh`` as a person would."""
        return run(
            [SH, str(self.project / "run.sh"), *arguments],
            cwd=cwd or self.project,
            path=self.path,
            wheels=self.wheels,
            user=user,
        )


def run(
    command: list[str],
    *,
    cwd: Path,
    path: Path,
    wheels: Path | None = None,
    user: int | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing from outside but its `PATH`."""
    environment = {
        "HOME": str(cwd),
        "LC_ALL": "C.UTF-8",
        "PATH": str(path),
        "PIP_CONFIG_FILE": os.devnull,
        "PIP_NO_INDEX": "1",
    }
    if wheels is not None:
        environment["PIP_FIND_LINKS"] = str(wheels)
    return subprocess.run(
        command,
        capture_output=True,
        check=False,
        cwd=cwd,
        encoding="utf-8",
        env=environment,
        stdin=subprocess.DEVNULL,
        timeout=120,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
    )


def new_machine(root: Path, *commands: str) -> Machine:
    """Return a machine under a folder, with a space in the project's path."""
    project = root / "a leaflet"
    (project / "tests").mkdir(parents=True)
    (project / "leaflet").mkdir()
    for name in ("run.sh", "make_pdf.py"):
        shutil.copy(CHECKOUT / name, project)
    (project / "leaflet" / "__init__.py").touch()
    (project / "leaflet" / "unused.py").touch()
    (project / "leaflet" / "cli.py").write_text(STAND_IN_PROGRAM, encoding="utf-8")
    wheels = root / "wheels"
    wheels.mkdir()
    runtime = wheel(wheels, "stand_in", dict.fromkeys(STAND_IN_PACKAGES, ""))
    tests = wheel(wheels, "stand_in_tests", {"pytest": STAND_IN_PROGRAM + "sys.exit(run())"})
    (project / "requirements.lock").write_text(runtime, encoding="utf-8")
    (project / "tests" / "requirements.lock").write_text(runtime + tests, encoding="utf-8")
    return Machine(project, tools(root / "bin", *commands), wheels)


def with_python(machine: Machine) -> Machine:
    """Return the machine with this machine's Python, and without a way to install anything."""
    script(machine.path / "python3", f'exec "{BARE_PYTHON}" "$@"')
    if dpkg_query := shutil.which("dpkg-query"):
        (machine.path / "dpkg-query").symlink_to(dpkg_query)
    return machine


@pytest.fixture(name="installed", scope="module")
def _installed(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine on which ``sh run.sh`` has run once; it takes seconds, so there is only one."""
    machine = with_python(new_machine(tmp_path_factory.mktemp("installed")))
    done = machine.sh()
    assert done.returncode == 3, done.stderr
    assert done.stderr.count("\n") == 1
    return machine


@pytest.fixture(name="ready")
def _ready(installed: Machine, tmp_path: Path) -> Iterator[Machine]:
    """That machine, for one test to do with as it likes."""
    kept = shutil.copytree(installed.project, tmp_path / "kept", symlinks=True)
    yield installed
    shutil.rmtree(installed.project)
    shutil.copytree(kept, installed.project, symlinks=True)


@pytest.fixture(name="open_folder")
def _open_folder() -> Iterator[Path]:
    """A folder that any user of this machine may look into."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


# What is missing is told in one sentence ----------------------------------------------------------


def test_without_apt_the_packages_are_named(tmp_path: Path) -> None:
    """Where packages cannot be installed, one sentence says which are wanted."""
    done = new_machine(tmp_path, "dpkg-query").sh()

    assert done.returncode == 69
    assert done.stderr.startswith(
        "Please install these system packages, then run this again: python3 python3-venv"
    )
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_system_of_another_kind_is_told_what_is_needed(tmp_path: Path) -> None:
    """Where packages have other names, the thing itself is asked for."""
    done = new_machine(tmp_path).sh()

    assert done.returncode == 69
    assert done.stderr == "Please install Python 3.11 or newer, then run this again.\n"


def test_an_old_python_is_named(tmp_path: Path) -> None:
    """A person learns which Python there is and which it should be."""
    machine = new_machine(tmp_path)
    script(
        machine.path / "python3", 'case $1 in --version) echo "Python 3.9.2" ;; *) exit 1 ;; esac'
    )

    done = machine.sh()

    assert done.returncode == 69
    assert done.stderr == (
        "Please install Python 3.11 or newer (here is Python 3.9.2), then run this again.\n"
    )


def test_without_rights_the_exact_command_is_given(open_folder: Path) -> None:
    """Somebody who may not install software can pass on one line to somebody who may."""
    machine = new_machine(open_folder, "apt-get", "dpkg-query")
    nobody = 65534 if os.geteuid() == 0 else None
    if nobody is not None:
        os.chown(machine.project, nobody, nobody)

    done = machine.sh(user=nobody)

    assert done.returncode == 77
    assert done.stderr.startswith(
        "Please ask an administrator of this computer to run: apt-get update && "
        "apt-get install -y --no-install-recommends python3 python3-venv"
    )
    assert done.stderr.count("\n") == 1


def test_a_folder_that_may_not_be_written_is_named(open_folder: Path) -> None:
    """A folder of somebody else's, or a read-only disk, is told as that."""
    machine = new_machine(open_folder)
    nobody = 65534 if os.geteuid() == 0 else None
    machine.project.chmod(0o555)

    done = machine.sh(user=nobody)
    machine.project.chmod(0o755)

    assert done.returncode == 77
    assert done.stderr == (
        f"You may not write to this folder, or to .venv in it: {machine.project}\n"
    )


def test_without_network_one_sentence_says_so_and_the_next_run_mends_it(ready: Machine) -> None:
    """Packages that cannot be fetched cost no traceback, and nothing has to be cleaned up."""
    with (ready.project / "tests" / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write(f"absent==1 --hash=sha256:{'0' * 64}\n")

    failed = ready.sh("test")
    again = ready.sh("build")

    assert failed.returncode == 69
    _, sentence = failed.stderr.splitlines()
    assert sentence == (
        "The Python packages could not be installed. Please check that this computer is online, "
        f"then run this again. Details: {ready.project}/.venv/setup.log"
    )
    assert again.returncode == 3
    assert again.stdout.startswith("build\n")


def test_a_package_with_another_content_is_refused(ready: Machine) -> None:
    """Only the very files that were locked are installed."""
    lock = ready.project / "tests" / "requirements.lock"
    text = lock.read_text(encoding="utf-8")
    lock.write_text(re.sub("sha256:.{8}", "sha256:00000000", text), encoding="utf-8")

    done = ready.sh("test")

    assert done.returncode == 69
    log = (ready.project / ".venv" / "setup.log").read_text(encoding="utf-8")
    assert "DO NOT MATCH THE HASHES" in log


# The first run, and every other -------------------------------------------------------------------


def test_the_program_is_compiled_as_its_packages_are(installed: Machine) -> None:
    """All of the program starts as quickly as what pip installed, the first time as well."""
    compiled = (installed.project / "leaflet" / "__pycache__").glob("unused.*.pyc")
    assert len(list(compiled)) == 1


def test_arguments_folder_and_exit_code_pass_through(ready: Machine, tmp_path: Path) -> None:
    """The program gets what was typed, where it was typed, and its answer comes back."""
    done = ready.sh("check", "two words", "", "*", cwd=tmp_path)

    assert done.stdout == f"check|two words||*\n{tmp_path}\n"
    assert done.returncode == 3


def test_tests_run_in_the_project_from_anywhere(ready: Machine, tmp_path: Path) -> None:
    """`sh run.sh test` adds what the tests need and keeps what the program has."""
    witness = ready.project / ".venv" / "witness"
    witness.touch()

    done = ready.sh("test", "-k", "two words", cwd=tmp_path)

    assert done.stdout == f"-k|two words\n{ready.project}\n"
    assert done.returncode == 3
    assert witness.exists()
    assert ready.sh("test").stderr == ""
    assert ready.sh().stderr == ""


def test_a_second_run_looks_for_nothing(ready: Machine, tmp_path: Path) -> None:
    """Once all is there, no package manager is asked and nothing is said."""
    lean = Machine(ready.project, tmp_path / "bin", tmp_path)
    lean.path.mkdir()
    (lean.path / "cksum").symlink_to(shutil.which("cksum") or "")

    done = lean.sh("build")

    assert done.returncode == 3
    assert done.stderr == ""


def lock_changed(project: Path) -> Path:
    """Take other packages than those that are installed."""
    with (project / "requirements.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    os.utime(project / "requirements.lock", (0, 0))
    return project


def interrupted(project: Path) -> Path:
    """Stop an installation before its end."""
    (project / ".venv" / ".ready").unlink()
    return project


def python_gone(project: Path) -> Path:
    """Take away the Python that the environment was made with."""
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    return project


def python_replaced(project: Path) -> Path:
    """Put a Python in its place that looks for packages elsewhere."""
    python = project / ".venv" / "bin" / "python"
    python.unlink()
    script(python, "echo cpython-310")
    return project


def moved(project: Path) -> Path:
    """Move the folder."""
    return project.rename(project.with_name("another place"))


@pytest.mark.parametrize("damage", [lock_changed, interrupted, python_gone, python_replaced, moved])
def test_what_is_no_longer_whole_is_made_anew(
    ready: Machine, tmp_path: Path, damage: Callable[[Path], Path]
) -> None:
    """Whatever happened to an installation, none of it is used again."""
    project = damage(ready.project)
    # On a system that has nothing, making it anew ends where it begins, and so takes no time.
    done = Machine(project, tools(tmp_path / "bin"), ready.wheels).sh()
    left = [path.name for path in (project / ".venv").iterdir()]
    project.rename(ready.project)

    assert done.returncode == 69
    assert done.stderr.startswith("Please install Python 3.11 or newer")
    assert left == []


# make_pdf.py --------------------------------------------------------------------------------------


def test_the_door_says_how_to_install(tmp_path: Path) -> None:
    """Without its packages the program does not fall over; it names the command to run."""
    shutil.copy(CHECKOUT / "make_pdf.py", tmp_path)

    done = run([str(BARE_PYTHON), "-S", "make_pdf.py"], cwd=tmp_path, path=tmp_path)

    assert done.returncode == 69
    assert done.stderr == "Some packages are not installed yet. Run: sh run.sh\n"


def test_the_door_finds_what_is_installed(ready: Machine, tmp_path: Path) -> None:
    """Any Python will do to call the program: it goes on with the one that has the packages."""
    door = str(ready.project / "make_pdf.py")

    done = run([str(BARE_PYTHON), "-S", door, "two words"], cwd=tmp_path, path=tmp_path)

    assert done.stdout == f"two words\n{tmp_path}\n"
    assert done.returncode == 3


# leaflet doctor -----------------------------------------------------------------------------------


def with_doctor(machine: Machine) -> Machine:
    """Return the machine with the program's own `doctor`."""
    (machine.project / "leaflet" / "doctor").mkdir()
    for file in (CHECKOUT / "leaflet" / "doctor").glob("*.py"):
        shutil.copy(file, machine.project / "leaflet" / "doctor")
    shutil.copy(CHECKOUT / "leaflet" / "resources.py", machine.project / "leaflet")
    return machine


def test_doctor_installs_nothing(tmp_path: Path) -> None:
    """`sh run.sh doctor` where there is only Python says what is missing, and does no more."""
    machine = with_doctor(with_python(new_machine(tmp_path)))
    before = sorted(machine.project.rglob("*"))

    done = machine.sh("doctor", cwd=tmp_path)

    assert done.returncode == 69
    assert "missing  weasyprint: not installed." in done.stdout
    assert "         sh 'a leaflet/run.sh'\n" in done.stdout
    assert "Traceback" not in done.stderr
    left = {one for one in machine.project.rglob("*") if "__pycache__" not in one.parts}
    assert sorted(left) == before


def test_doctor_without_python_is_told_what_to_install(tmp_path: Path) -> None:
    """Doctor itself needs Python, and says so in a sentence."""
    done = with_doctor(new_machine(tmp_path)).sh("doctor")

    assert done.returncode == 69
    assert done.stderr == "Please install Python 3.11 or newer, then run this again.\n"


def test_doctor_mends_what_is_broken_inside(ready: Machine) -> None:
    """Where the installation itself is not whole, what doctor says to type makes it anew."""
    machine = with_doctor(ready)
    (machine.project / ".venv" / "witness").touch()

    done = machine.sh("doctor", cwd=machine.project.parent)
    (command,) = set(re.findall(r"^ +(rm .*)$", done.stdout, re.MULTILINE))
    again = run(
        [SH, "-c", command.replace("sh ", f"{SH} ")],
        cwd=machine.project.parent,
        path=machine.path,
        wheels=machine.wheels,
    )

    assert done.returncode == 69
    assert command == "rm 'a leaflet/.venv/.ready' && sh 'a leaflet/run.sh'"
    assert again.returncode == 3, again.stderr
    assert not (machine.project / ".venv" / "witness").exists()


# The container ------------------------------------------------------------------------------------


def containerfile() -> str:
    """Return the steps of the container, each in one line."""
    text = (CHECKOUT / "Containerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    return re.sub(r"\\\n\s*", "", "\n".join(lines))


def test_the_container_has_the_packages_that_run_sh_installs() -> None:
    """There is one list of packages, written twice."""
    script = (CHECKOUT / "run.sh").read_text(encoding="utf-8")
    (libraries,) = re.findall(r"for package in (.*); do", script)
    (python,) = re.findall(r"printf ' (python3 .*)'", script)
    (installed,) = re.findall(r"--no-install-recommends (.*?) *&&", containerfile())

    assert set(installed.split()) == {*libraries.split(), *python.split()}


def test_the_container_gets_all_that_the_program_needs(tmp_path: Path) -> None:
    """What is copied exists, and is enough to build a leaflet, explain a code and start one."""
    program = tmp_path / "opt"
    program.mkdir()
    copies = re.findall(r"^COPY (\S+) (\S+)$", containerfile(), re.MULTILINE)
    for source, target in copies:
        place = program / target
        if (CHECKOUT / source).is_dir():
            shutil.copytree(CHECKOUT / source, place)
        else:
            shutil.copy(CHECKOUT / source, place)
    work = tmp_path / "work"
    work.mkdir()

    for arguments in (["explain", "fit-overflow"], ["new", "tea"], ["build"], ["doctor"]):
        done = subprocess.run(
            [sys.executable, str(program / "make_pdf.py"), *arguments],
            capture_output=True,
            check=False,
            cwd=work,
            encoding="utf-8",
            timeout=120,
        )
        assert done.returncode == 0, done.stderr

    assert (work / "build" / "index.html").is_file()


def test_the_container_works_as_a_user_without_rights() -> None:
    """The last words on user, folder and command are those that people rely on."""
    steps = containerfile().strip().splitlines()

    assert steps[-3:] == ["USER leaflet", "WORKDIR /work", 'ENTRYPOINT ["leaflet"]']
    assert "--require-hashes --only-binary :all: -r requirements.lock" in containerfile()


# Starters to double-click -------------------------------------------------------------------------


@pytest.mark.parametrize("code", [0, 3])
def test_the_starter_makes_and_shows_the_leaflets(tmp_path: Path, code: int) -> None:
    """From any folder, with spaces in its path: run, show, wait for Return, pass the code on."""
    project = tmp_path / "a leaflet"
    project.mkdir()
    shutil.copy(CHECKOUT / "Make leaflets.command", project)
    (project / "run.sh").write_text(
        f"pwd >ran; mkdir build; echo >build/index.html; exit {code}\n", encoding="utf-8"
    )
    path = tools(tmp_path / "bin", "sh", "dirname", "uname")
    script(path / "xdg-open", 'echo "$1" >shown')
    script(path / "open", 'echo "$1" >shown')

    done = subprocess.run(
        [str(project / "Make leaflets.command")],
        capture_output=True,
        check=False,
        cwd=tmp_path,
        encoding="utf-8",
        env={"PATH": str(path), "CDPATH": str(tmp_path)},
        input="\n",
        timeout=30,
    )

    assert done.returncode == code
    assert (project / "ran").read_text(encoding="utf-8") == f"{project}\n"
    assert (project / "shown").read_text(encoding="utf-8") == "build/index.html\n"
    assert done.stdout.endswith("Press Return to close this window. ")
    assert ("Something is to be mended" in done.stdout) == bool(code)


def test_the_starter_for_windows_is_as_windows_reads_it() -> None:
    """Its lines end as Windows wants them, every label is there, and WSL is told of."""
    text = (CHECKOUT / "Make leaflets.bat").read_bytes().decode("ascii")
    lines = text.split("\r\n")

    assert "\n" not in "".join(lines)
    labels = {line[1:] for line in lines if line.startswith(":")}
    assert set(re.findall(r"goto (\w+)", text)) == labels
    assert "       wsl --install" in text
    assert 'cd /d "%~dp0"' in lines
    assert lines[-2:] == ["pause", ""]


# Lock files ---------------------------------------------------------------------------------------


def locked(path: Path) -> dict[str, str]:
    """Return the version of each package in a lock file."""
    text = path.read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


def normal(requirement: str) -> str:
    """Return the name in a requirement, as lock files write it."""
    return re.split(r"[^A-Za-z0-9._-]", requirement)[0].lower().replace("_", "-")


def test_locks_hold_what_the_project_asks_for() -> None:
    """Tests run on the versions that people get, and nothing is left to the day of the install."""
    with (CHECKOUT / "pyproject.toml").open("rb") as file:
        project = tomllib.load(file)["project"]
    runtime = locked(CHECKOUT / "requirements.lock")
    tests = locked(CHECKOUT / "tests" / "requirements.lock")

    assert {normal(each) for each in project["dependencies"]} <= runtime.keys()
    assert {normal(each) for each in project["optional-dependencies"]["test"]} <= tests.keys()
    assert runtime.items() <= tests.items()


@pytest.mark.parametrize("name", ["requirements.lock", "tests/requirements.lock"])
def test_locks_are_for_every_machine(name: str) -> None:
    """A lock names no server and no folder of the machine that it was made on."""
    text = (CHECKOUT / name).read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.search(r"(^|\s)/", text)
    assert text.count("--hash=sha256:") > len(locked(CHECKOUT / name))


# The wheel ----------------------------------------------------------------------------------------


def packed(kind: str, source: Path, target: Path) -> Path:
    """Build a wheel or an sdist from a folder, without network, and return the file."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(target)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=120,
    )
    (file,) = target.iterdir()
    return file


def files_below(folder: Path) -> set[str]:
    """Return the paths of all files that belong to the project below one of its folders."""
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(name="built", scope="module")
def _built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    return packed("wheel", CHECKOUT, tmp_path_factory.mktemp("wheel"))


def test_the_wheel_holds_the_program_and_what_it_shows(built: Path) -> None:
    """Templates, styles, fonts and the pages on checks come along; nothing else does."""
    info = f"leaflet_press-{leaflet.__version__}.dist-info"
    expected = {
        *(f"leaflet/{name}" for name in files_below(CHECKOUT / "leaflet")),
        *(f"leaflet/_shipped/templates/{name}" for name in files_below(CHECKOUT / "templates")),
        *(f"leaflet/_shipped/styles/{name}" for name in files_below(CHECKOUT / "styles")),
        *(f"leaflet/_shipped/checks/{name}" for name in files_below(CHECKOUT / "docs" / "checks")),
        *(f"{info}/{name}" for name in ("METADATA", "RECORD", "WHEEL", "entry_points.txt")),
        f"{info}/licenses/LICENSE",
    }

    with zipfile.ZipFile(built) as archive:
        names = set(archive.namelist())
        entry_points = archive.read(f"{info}/entry_points.txt").decode()

    assert names == expected
    assert "leaflet = leaflet.cli:run" in entry_points
    assert any(name.startswith("leaflet/_shipped/styles/fonts/") for name in names)


def test_an_sdist_makes_the_same_wheel(built: Path, tmp_path: Path) -> None:
    """Whoever builds from the published source gets what we publish."""
    sdist = packed("sdist", CHECKOUT, tmp_path / "sdist")
    with tarfile.open(sdist) as archive:
        for member in archive:
            path = tmp_path / member.name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.read() if (content := archive.extractfile(member)) else b"")
    source = tmp_path / sdist.name.removesuffix(".tar.gz")

    again = packed("wheel", source, tmp_path / "wheel")

    with zipfile.ZipFile(built) as ours, zipfile.ZipFile(again) as theirs:
        assert theirs.namelist() == ours.namelist()
    assert (source / "tests" / "requirements.lock").is_file()
    assert (source / "Containerfile").is_file()
    assert len(list(source.glob("Make leaflets.*"))) == 2
    assert not [path for path in (".venv", "build", ".git") if (source / path).exists()]


def test_the_program_runs_out_of_the_wheel(built: Path, tmp_path: Path) -> None:
    """What is in the wheel is enough to start."""
    with zipfile.ZipFile(built) as archive:
        archive.extractall(tmp_path)  # noqa: S202 - a file of our own

    done = subprocess.run(
        [sys.executable, "-m", "leaflet", "--version"],
        capture_output=True,
        check=True,
        cwd=tmp_path,
        encoding="utf-8",
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        timeout=60,
    )

    assert leaflet.__version__ in done.stdout
