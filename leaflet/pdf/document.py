"""What a PDF file says of itself: plain data that checks read without knowing PDF."""

import io
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.pdf.geometry import PointBox, both
from leaflet.pdf.memory import hidden_layers
from leaflet.pdf.stream import UNREADABLE
from leaflet.pdf.walk import inherited

MOST_OBJECTS = 200_000
"""Objects that are looked at: no leaflet has as many."""


USUAL_PT = 3 * 72 / 25.4
"""Points of a usual bleed: 3 mm."""

HEADER = 128
"""Bytes of a profile's header (ICC.1:2022, 7.2)."""


class UnopenableError(Exception):
    """A file that cannot be judged, and why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """The boxes of a page in its own points (ISO 32000-1:2008, 14.11.2)."""

    media: PointBox
    crop: PointBox | None
    bleed: PointBox | None
    trim: PointBox | None
    art: PointBox | None

    @property
    def cut(self) -> PointBox:
        """Return where the guillotine cuts, as far as the file says."""
        return self.trim or self.art or self.crop or self.media

    @property
    def painted(self) -> PointBox:
        """Return how far past that something is printed.

        A page without a BleedBox bleeds as far as it goes (ISO 32000-1:2008, 14.11.2.1); marks may
        stand there too, so no more of it counts than a bleed usually has.
        """
        if self.bleed or not (self.trim or self.art):
            return self.bleed or self.cut
        left, low, right, top = self.cut
        around = (left - USUAL_PT, low - USUAL_PT, right + USUAL_PT, top + USUAL_PT)
        return both(around, self.crop or self.media)


@dataclass(frozen=True, slots=True)
class PageFacts:
    """One page."""

    boxes: Boxes
    turned: int
    """Degrees by which it is shown turned."""

    user_unit: float
    annotations: tuple[tuple[str, PointBox], ...]
    """Kind and place of what lies on the page: links, fields, notes."""


@dataclass(frozen=True, slots=True)
class Intent:
    """An output intent (ISO 32000-1:2008, 14.11.5)."""

    condition: str
    registry: str
    parts: int
    """Numbers of a colour in its profile; 0 where no profile is in the file."""

    header: bytes
    """How its profile begins: size, device, date and checksum (ICC.1:2022, 7.2)."""

    @property
    def kind(self) -> str:
        """Return the class of the profile's device, such as `prtr`."""
        return self.header[12:16].decode("latin-1")


@dataclass(frozen=True, slots=True)
class Font:
    """A font that the file has."""

    name: str
    embedded: bool


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """A whole file."""

    version: str
    encrypted: bool
    claim: str
    """What it says that it is, such as `PDF/X-4`; nothing where it claims nothing."""

    intents: tuple[Intent, ...]
    """Those that are meant for print."""

    trapped: str
    titled: bool
    dated: bool
    identified: bool
    """Whether the trailer has an ID."""

    pages: tuple[PageFacts, ...]
    fonts: tuple[Font, ...]
    acts: tuple[str, ...]
    """What acts: scripts, forms, media, by the names of their keys."""

    layers: bool
    hidden_layers: int
    lzw: bool
    """Whether a stream is packed with LZW."""

    postscript: bool


def opened(data: bytes) -> pikepdf.Pdf:
    """Open a file.

    Raises:
        UnopenableError: it is no PDF, is broken past repair, or needs a password.
    """
    if not data:
        msg = "The file is empty."
        raise UnopenableError(msg)
    if b"%PDF-" not in data[:1024]:
        msg = "This is not a PDF file."
        raise UnopenableError(msg)
    try:
        pdf = pikepdf.open(io.BytesIO(data), suppress_warnings=True)
    except pikepdf.PasswordError as error:
        msg = "The file needs a password. Ask whoever made it for one without."
        raise UnopenableError(msg) from error
    except UNREADABLE as error:
        msg = "The file is broken: it cannot be opened. Ask for it again."
        raise UnopenableError(msg) from error
    try:
        if len(pdf.pages) > 0:
            return pdf
    except UNREADABLE as error:
        msg = "The file is broken: its pages cannot be found. Ask for it again."
        raise UnopenableError(msg) from error
    msg = "The file has no pages."
    raise UnopenableError(msg)


def facts_of(pdf: pikepdf.Pdf) -> DocumentFacts:
    """Return what an opened file says of itself."""
    seen = _Seen()
    for number, thing in enumerate(pdf.objects):
        if number >= MOST_OBJECTS:
            break
        try:
            seen.look(thing)
        except UNREADABLE:
            continue
    said = _metadata(pdf)
    info = pdf.trailer.get("/Info", Dictionary())
    return DocumentFacts(
        version=str(pdf.pdf_version),
        encrypted=bool(pdf.is_encrypted),
        claim=said.get("claim", "") or _older_claim(info),
        intents=tuple(_intents(pdf)),
        trapped=_words(info.get("/Trapped")).removeprefix("/"),
        titled=bool(_words(info.get("/Title")) or said.get("title")),
        dated=("/CreationDate" in info and "/ModDate" in info) or bool(said.get("dated")),
        identified="/ID" in pdf.trailer,
        pages=tuple(page_facts(page.obj) for page in pdf.pages),
        fonts=tuple(dict.fromkeys(seen.fonts)),
        acts=tuple(sorted({*seen.acts, *(one for one in _ACTS if one in pdf.Root)})),
        layers="/OCProperties" in pdf.Root,
        hidden_layers=len(hidden_layers(pdf)),
        lzw=seen.lzw,
        postscript=seen.postscript,
    )


_ACTS = ("/OpenAction", "/AA", "/AcroForm")
_ACTING_TYPES = frozenset(
    {"/JavaScript", "/Launch", "/Sound", "/Movie", "/Rendition", "/SubmitForm"}
)
_ACTING_PARTS = frozenset({"/3D", "/Screen", "/RichMedia", "/Movie", "/Sound"})


class _Seen:
    """Collects what is found in the objects of a file."""

    def __init__(self) -> None:
        self.fonts: list[Font] = []
        self.acts: set[str] = set()
        self.lzw = self.postscript = False

    def look(self, thing: pikepdf.Object) -> None:
        if not isinstance(thing, (Dictionary, pikepdf.Stream)):
            return
        if isinstance(thing, pikepdf.Stream):
            filters = thing.get("/Filter", Array())
            names = filters.as_list() if isinstance(filters, Array) else [filters]
            self.lzw |= any(str(one) in ("/LZWDecode", "/LZW") for one in names)
            self.postscript |= thing.get("/Subtype") == Name.PS
            return
        if thing.get("/Type") == Name.Font:
            self._font(thing)
        action, kind = str(thing.get("/S", "")), str(thing.get("/Subtype", ""))
        if "/JS" in thing or action in _ACTING_TYPES:
            self.acts.add(action if action in _ACTING_TYPES else "/JavaScript")
        if kind in _ACTING_PARTS and "/Rect" in thing:
            self.acts.add(kind)

    def _font(self, font: pikepdf.Object) -> None:
        if font.get("/Subtype") in (Name.Type0, Name.Type3):
            return  # the first holds another font, which is looked at; the second is drawings
        described = font.get("/FontDescriptor", Dictionary())
        inside = any(f"/FontFile{kind}" in described for kind in ("", "2", "3"))
        name = str(font.get("/BaseFont", "/?")).removeprefix("/")
        self.fonts.append(Font(re.sub(r"^[A-Z]{6}\+", "", name), inside))


def _metadata(pdf: pikepdf.Pdf) -> dict[str, Any]:
    """Return what the XMP of a file says, as far as it can be read."""
    try:
        with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data:
            version = str(
                data.get("pdfxid:GTS_PDFXVersion", "") or data.get("pdfx:GTS_PDFXVersion", "")
            )
            return {
                "claim": version,
                "title": str(data.get("dc:title", "")),
                "dated": "xmp:CreateDate" in data and "xmp:ModifyDate" in data,
            }
    except (*UNREADABLE, SyntaxError):  # lxml's complaint of broken XML is one
        return {}


def _older_claim(info: pikepdf.Object) -> str:
    """Return the claim of the versions before PDF/X-4, which stands in the Info."""
    return _words(info.get("/GTS_PDFXConformance")) or _words(info.get("/GTS_PDFXVersion"))


def _words(found: pikepdf.Object | None) -> str:
    try:
        return "" if found is None else str(found)
    except UNREADABLE:
        return ""


def _intents(pdf: pikepdf.Pdf) -> Iterator[Intent]:
    found = pdf.Root.get("/OutputIntents", Array())
    for one in found.as_list() if isinstance(found, Array) else []:
        if not isinstance(one, Dictionary) or one.get("/S") != Name.GTS_PDFX:
            continue
        profile = one.get("/DestOutputProfile")
        parts, header = 0, b""
        if isinstance(profile, pikepdf.Stream):
            parts = int(profile.get("/N", 0))
            try:
                header = _begin(profile, HEADER)
            except UNREADABLE:
                parts = 0
        condition, registry = (
            _words(one.get(f"/{key}")) for key in ("OutputConditionIdentifier", "RegistryName")
        )
        yield Intent(condition, registry, parts, header)


def _begin(stream: pikepdf.Object, length: int) -> bytes:
    """Return the first bytes of a stream: unpacking all of a profile takes ten milliseconds."""
    if stream.get("/Filter") == Name.FlateDecode and "/DecodeParms" not in stream:
        with suppress(zlib.error):
            return zlib.decompressobj().decompress(stream.read_raw_bytes(), length)
    return stream.read_bytes()[:length]


def page_facts(page: pikepdf.Object) -> PageFacts:
    """Return what a page says of itself, and what the nodes above it say for it."""
    media = _box(inherited(page, "/MediaBox")) or (0.0, 0.0, 612.0, 792.0)
    crop = _box(inherited(page, "/CropBox"))
    boxes = Boxes(
        media, crop, *(_box(page.get(f"/{name}Box")) for name in ("Bleed", "Trim", "Art"))
    )
    turned = inherited(page, "/Rotate")
    found = page.get("/Annots", Array())
    annotations = []
    for one in found.as_list() if isinstance(found, Array) else []:
        place = _box(one.get("/Rect")) if isinstance(one, Dictionary) else None
        if place:
            annotations.append((_words(one.get("/Subtype")).removeprefix("/"), place))
    return PageFacts(
        boxes,
        int(turned) % 360 if turned is not None else 0,
        float(page.get("/UserUnit", 1)),
        tuple(annotations),
    )


def _box(found: pikepdf.Object | None) -> PointBox | None:
    if not isinstance(found, Array) or len(found) != 4:  # noqa: PLR2004 - left, low, right, top
        return None
    try:
        x1, y1, x2, y2 = (float(one) for one in found.as_list())
    except UNREADABLE:
        return None
    return (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
