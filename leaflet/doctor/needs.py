"""What the program needs of a computer, as data."""

from __future__ import annotations

from dataclasses import dataclass

PYTHON = (3, 11)
"""The oldest Python that will do, as in `pyproject.toml`."""


@dataclass(frozen=True)
class Package:
    """A Python package that the program imports."""

    name: str
    """Its name where it is installed from."""

    module: str
    """The name by which it is imported."""

    wanted: str
    """The version: `==` and the one that it must be, or `>=` and the lowest."""

    does: str
    """What it is for, in a few plain words."""


PACKAGES = (
    Package("beautifulsoup4", "bs4", ">=4.15", "reads web pages that are brought in"),
    Package("click", "click", ">=8.3", "reads what you type"),
    Package(
        "fontpkg-atkinson-hyperlegible",
        "fontpkg_atkinson_hyperlegible",
        ">=1.6",
        "holds the typeface of the text",
    ),
    Package("fonttools", "fontTools", ">=4.60", "draws the names of a poster's tiles"),
    Package("jinja2", "jinja2", ">=3.1.6", "fills in the templates"),
    Package("mammoth", "mammoth", ">=1.13", "reads Word documents that are brought in"),
    Package("markdown", "markdown", ">=3.10", "reads Markdown"),
    Package("nh3", "nh3", ">=0.3", "cleans what authors write"),
    Package("pikepdf", "pikepdf", ">=10", "finishes PDF files"),
    Package("pillow", "PIL", ">=12", "reads pictures"),
    Package("pydantic", "pydantic", ">=2.12", "reads settings and facts"),
    Package("pypdfium2", "pypdfium2", ">=5", "shows pages as pictures"),
    Package("pyphen", "pyphen", ">=0.17", "parts words into syllables"),
    Package("pyspellchecker", "spellchecker", "==0.9.1", "knows English words"),
    Package("pyyaml", "yaml", ">=6", "reads settings and facts"),
    Package("weasyprint", "weasyprint", "==70.0", "lays out the pages"),
    Package("zxing-cpp", "zxingcpp", ">=3.1", "draws QR codes, and reads them back"),
)
"""The dependencies in `pyproject.toml`, in their order; `tests/test_doctor.py` compares them."""


@dataclass(frozen=True)
class Library:
    """A library of the system that layout loads."""

    name: str
    """What people and packages call it."""

    names: tuple[str, ...]
    """The names under which WeasyPrint looks for it, in its order (`weasyprint/text/ffi.py`)."""

    does: str
    """What it is for, in a few plain words."""

    teller: str = ""
    """The function of the library that tells its version as text."""

    lowest: str = ""
    """The lowest version that will do."""

    source: str = ""
    """Who says so."""

    @property
    def files(self) -> tuple[str, ...]:
        """What its file is called in Linux and in macOS."""
        return tuple(one for one in self.names if ".so." in one or one.endswith(".dylib"))


LIBRARIES = (
    Library(
        "GObject",
        (
            "libgobject-2.0-0",
            "gobject-2.0-0",
            "gobject-2.0",
            "libgobject-2.0.so.0",
            "libgobject-2.0.0.dylib",
            "libgobject-2.0-0.dll",
        ),
        "Pango stands on it",
    ),
    Library(
        "Pango",
        (
            "libpango-1.0-0",
            "pango-1.0-0",
            "pango-1.0",
            "libpango-1.0.so.0",
            "libpango-1.0.dylib",
            "libpango-1.0-0.dll",
        ),
        "sets lines of text",
        teller="pango_version_string",
        lowest="1.44",
        source="WeasyPrint's manual, First Steps",
    ),
    Library(
        "HarfBuzz",
        (
            "libharfbuzz-0",
            "harfbuzz",
            "harfbuzz-0.0",
            "libharfbuzz.so.0",
            "libharfbuzz.0.dylib",
            "libharfbuzz-0.dll",
        ),
        "chooses the shapes of letters",
        teller="hb_version_string",
    ),
    Library(
        "HarfBuzz-subset",
        (
            "libharfbuzz-subset-0",
            "harfbuzz-subset",
            "harfbuzz-subset-0.0",
            "libharfbuzz-subset.so.0",
            "libharfbuzz-subset.0.dylib",
            "libharfbuzz-subset-0.dll",
        ),
        "puts into a PDF the letters that it uses, and no others",
    ),
    Library(
        "Fontconfig",
        (
            "libfontconfig-1",
            "fontconfig-1",
            "fontconfig",
            "libfontconfig.so.1",
            "libfontconfig.1.dylib",
            "libfontconfig-1.dll",
        ),
        "finds fonts",
    ),
    Library(
        "PangoFT2",
        (
            "libpangoft2-1.0-0",
            "pangoft2-1.0-0",
            "pangoft2-1.0",
            "libpangoft2-1.0.so.0",
            "libpangoft2-1.0.dylib",
            "libpangoft2-1.0-0.dll",
        ),
        "the part of Pango that reads font files",
    ),
)
"""In the order in which WeasyPrint loads them."""


@dataclass(frozen=True)
class Tool:
    """A program that the leaflets do not need, and that judges them by other eyes than ours."""

    name: str
    command: str
    """What one types to start it."""

    does: str
    """What it is for, in a few plain words."""


TOOLS = (
    Tool("veraPDF", "verapdf", "checks PDF/UA and PDF/A"),
    Tool("Java", "java", "runs veraPDF"),
    Tool("qpdf", "qpdf", "checks that a PDF file is whole"),
    Tool("Ghostscript", "gs", "draws PDF files as printers do"),
    Tool("Poppler", "pdftotext", "reads PDF files as Linux desktops do"),
)
"""The judges that the tests of this program ask (`tests/judges`)."""

FONTS = {
    "Atkinson Hyperlegible": "AtkinsonHyperlegible",
    "Leaflet Display": "LeafletDisplay",
}
"""How the names of the files of each family of our own theme begin."""
