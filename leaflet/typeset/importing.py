"""WeasyPrint as this program imports it: the only module that does, without what is never used.

* It searches for libraries by asking gcc and ld for names that Linux does not have.
* It imports all of fontTools, a quarter of its own import, for fonts that vary and for systems
  whose HarfBuzz cannot subset: these parts wait until something asks for them.
* It parses style sheets for forms and for attributes such as `bgcolor`, neither of which it is
  ever asked to honour here.
* It names C types as text, some twenty in a layout, and cffi reads each behind a list of every
  type name that Pango and HarfBuzz have: now it reads those that the text names.

Each is proved in `tests/test_typesetter.py`.
"""

import ctypes.util
import importlib
import re
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import tinycss2


@contextmanager
def in_place_of(module: object, name: str, other: object) -> Iterator[None]:
    """Put something else into a module, for a while."""
    own = getattr(module, name)
    setattr(module, name, other)
    try:
        yield
    finally:
        setattr(module, name, own)


@contextmanager
def _without_library_search() -> Iterator[None]:
    """Let WeasyPrint try its names one after the other, without a compiler's help."""
    if sys.platform != "linux":
        yield
        return
    with in_place_of(ctypes.util, "find_library", lambda _name: None):
        yield


class _Later(ModuleType):
    """Stands for a module that is imported when something of it is used."""

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the module holds
        if name.startswith("__"):  # Python itself asks, while it imports
            raise AttributeError(name)
        return getattr(importlib.import_module(self.__name__), name)


def _instantiate(*given: object, **named: object) -> object:
    instancer = importlib.import_module("fontTools.varLib.instancer")
    return instancer.instantiateVariableFont(*given, **named)


@contextmanager
def _fonttools_later() -> Iterator[None]:
    """Let two large parts of fontTools wait until they are used."""
    names = ("fontTools.subset", "fontTools.varLib", "fontTools.varLib.instancer")
    later = {name: _Later(name) for name in names if name not in sys.modules}
    sys.modules.update(later)
    if names[-1] in later:
        later[names[-1]].instantiateVariableFont = _instantiate  # type: ignore[attr-defined] # because a module holds what is put into it
    try:
        yield
    finally:
        for name in later:
            del sys.modules[name]


_UNUSED_SHEETS = ("html5_ua_form.css", "html5_ph.css")


@contextmanager
def _without_unused_sheets() -> Iterator[None]:
    """Let the style sheets that are never asked for be empty."""
    spec = find_spec("weasyprint")
    folder = Path(str(spec.origin)).parent / "css" if spec else Path()
    unused = {
        (folder / name).read_text(encoding="utf-8")
        for name in _UNUSED_SHEETS
        if (folder / name).is_file()
    }
    parse = tinycss2.parse_stylesheet

    def parse_used(css: str, *given: object, **named: object) -> list[Any]:
        rules: list[Any] = [] if css in unused else parse(css, *given, **named)
        return rules

    with in_place_of(tinycss2, "parse_stylesheet", parse_used):
        yield


def _read_types_quickly(ffi: Any) -> None:  # noqa: ANN401 - cffi has no types of its own
    """Let the parser of an `ffi` know, for each type, the names in that type alone."""
    parser = ffi._parser  # noqa: SLF001 - no public way
    parse = parser.parse_type

    def parse_type(text: str) -> object:
        words = set(re.findall(r"\w+", text))
        known = parser._declarations  # noqa: SLF001 - as above
        # Their keys are "typedef hb_tag_t", "struct _PangoRectangle", "function g_free".
        used = {key: one for key, one in known.items() if key.rpartition(" ")[2] in words}
        with in_place_of(parser, "_declarations", used):
            return parse(text)

    parser.parse_type = parse_type


with ExitStack() as _lean:
    for _one in (_without_library_search, _fonttools_later, _without_unused_sheets):
        _lean.enter_context(_one())
    import weasyprint
    from weasyprint import css as weasyprint_css
    from weasyprint import draw as weasyprint_draw
    from weasyprint import pdf as weasyprint_pdf
    from weasyprint.css import AnonymousStyle
    from weasyprint.css.tokens import Pending as PendingValue
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import absolute as absolute_layout
    from weasyprint.layout import block as block_layout
    from weasyprint.layout import inline as inline_layout
    from weasyprint.layout.block import collapse_margin
    from weasyprint.pdf import stream as weasyprint_stream
    from weasyprint.pdf import tags as weasyprint_tags
    from weasyprint.svg import SVG
    from weasyprint.text import line_break as text_layout
    from weasyprint.text.ffi import ffi
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

_read_types_quickly(ffi)

__all__ = [
    "SVG",
    "AnonymousStyle",
    "FontConfiguration",
    "PendingValue",
    "URLFetcher",
    "URLFetcherResponse",
    "absolute_layout",
    "block_layout",
    "boxes",
    "collapse_margin",
    "ffi",
    "in_place_of",
    "inline_layout",
    "text_layout",
    "weasyprint",
    "weasyprint_css",
    "weasyprint_draw",
    "weasyprint_pdf",
    "weasyprint_stream",
    "weasyprint_tags",
]
