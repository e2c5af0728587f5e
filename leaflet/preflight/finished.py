"""Checks of what will be printed: the finished file, read once, and its plates."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from leaflet.model import Leaflet
from leaflet.pdf.read import FileRead
from leaflet.preflight.as_set import TypeAsSet
from leaflet.preflight.contrast import contrast_low
from leaflet.preflight.file import Finding, Judged, Press, judge_read
from leaflet.preflight.on_plates import paper_of
from leaflet.press import Inks
from leaflet.problems import Place, Problem, Severity
from leaflet.typeset.qr import symbol
from leaflet.units import MM_PER_INCH

SEEN_ON_PLATES = frozenset(
    {"bleed-missing", "contrast-low", "ink-limit", "ink-other", "qr-unreadable"}
)
"""Codes that a rough look may tell wrongly: they are told only after a close one."""

_OURS = (
    *("annotation-", "box-", "colour-", "file-", "font-", "transparency-"),
    *("grey-", "ink-other", "ink-unknown", "overprint-"),
)
"""How codes begin of what no text, picture or style can cause: it is the program's fault."""

_IN_FILES = {"fit-empty-panel": "page-empty"}
"""Codes of the layout, and what of the finished file follows from them."""

_REPORT = "This is a fault of the program: please report it"

_LINES = "Make it 0.25 pt or thicker in the picture or the style sheet that draws it."
_WORDS = (
    "Choose another colour for them under brand: colours: in the facts, or set them larger in "
    "the picture or the style sheet that makes them small."
)
_MEND = {
    "bleed-missing": "Let the ground or picture go on past the edge of its panel; grounds of "
    "whole panels belong to @page in the styles.",
    "ink-limit": "Choose a lighter picture or ground there, or state lighter inks under brand: "
    "colours: in the facts.",
    "line-hair": _LINES,
    "line-inks": _LINES,
    "line-white": _LINES,
    "page-empty": "Write something for it, or choose a smaller format (`leaflet list formats`).",
    "picture-coarse": "Show it smaller, or ask for a larger original.",
    "picture-soft": "Show it smaller, or ask for a larger original.",
    "safe-area": "Move them inwards in the picture or the style sheet that puts them there.",
    "safe-cut": "Move them inwards in the picture or the style sheet that puts them there.",
    "words-inks": _WORDS,
    "words-rich": _WORDS,
    "words-white": _WORDS,
}
"""What the author of a leaflet can do about a finding; a file by others has other ways."""


@dataclass(frozen=True, slots=True)
class Printed:
    """The finished file of one format, and how its plates show it."""

    type: TypeAsSet
    """Its words, and the source of what stands on it."""

    file: FileRead
    press: Press
    """How it shall be printed."""

    sides: Mapping[str, Image.Image]
    """Each side in inks, a CMYK picture with 255 as full ink, by name."""

    dpi: float
    around: float
    """Paper past the trim in mm on these pictures."""

    inks: Inks
    """What shows these inks on a screen."""

    @property
    def leaflet(self) -> Leaflet:
        """Return the leaflet."""
        return self.type.leaflet

    @property
    def format(self) -> str:
        """Return the name of the format."""
        return self.type.panels.form.name

    def painted(self, side: str) -> Image.Image:
        """Return what is printed of a side: trim and bleed, without the slug."""
        picture = self.sides[side]
        edge = round((self.around - self.press.printer.bleed) * self.dpi / MM_PER_INCH)
        return picture.crop((edge, edge, picture.width - edge, picture.height - edge))


def judge_printed(printed: Printed) -> Judged:
    """Judge the finished file of one format as a printer would."""
    return judge_read(printed.file, tuple(printed.sides.values()), printed.dpi, printed.press)


def check_printed(printed: Printed, judged: Judged) -> list[Problem]:
    """Tell what is wrong with the finished file of one format, and with what its plates show."""
    return [
        *(problem for one in judged.findings for problem in _told(printed, one)),
        *qr_unreadable(printed),
        *words_unclear(printed),
    ]


def not_known(found: Iterable[Problem], known: Collection[Problem]) -> list[Problem]:
    """Return what was not told before: the layout knows some of what its file shows again.

    What has no line of its own is told only if nothing of its kind was.
    """
    lines = {(one.code, _line(one)) for one in known}
    codes = {_IN_FILES.get(one.code, one.code) for one in known}
    return [
        one
        for one in found
        if (one.code, _line(one)) not in lines and (_line(one) is not None or one.code not in codes)
    ]


def _line(problem: Problem) -> int | None:
    return problem.place.line if problem.place else None


def _told(printed: Printed, finding: Finding) -> Iterator[Problem]:
    """Yield a finding as problems of the leaflet, one for each line of the source it comes from.

    Pages behind the sides hold what does not fit, which is told already.
    """
    sides = list(printed.sides)
    if finding.page is not None and finding.page >= len(sides):
        return
    side = sides[finding.page] if finding.page is not None else None
    on = f"On the {side}: {finding.what}" if side else finding.what
    if finding.severity is Severity.ERROR and finding.code.startswith(_OURS):
        yield broken_claim(printed.leaflet, "print", printed.format, on)
        return
    sources = {printed.type.source_at(finding.page or 0, box): box for box in finding.boxes[::-1]}
    for line, box in sources.items() or ((None, None),):
        yield Problem(
            code=finding.code,
            severity=finding.severity,
            message=on,
            hint=_MEND.get(finding.code, f"{_REPORT}."),
            place=Place(printed.leaflet.place.file, line),
            format=printed.format,
            edition="print",
            page=None if finding.page is None else finding.page + 1,
            box_mm=box,
        )


def words_unclear(printed: Printed) -> Iterator[Problem]:
    """Yield words that hardly stand out from what is printed under them."""
    yield from contrast_low(printed.type, printed.sides, printed.dpi, printed.around, printed.inks)


def check_claims(leaflet: Leaflet, edition: str, broken: Iterable[str]) -> list[Problem]:
    """Tell what a tagged file does not keep of what it claims, as `press` found it."""
    return [broken_claim(leaflet, edition, None, f"{what}.") for what in broken]


def broken_claim(leaflet: Leaflet, edition: str, form: str | None, what: str) -> Problem:
    """Return what a finished file does not keep, whatever its author does."""
    return Problem(
        code="claim-broken",
        severity=Severity.ERROR,
        message=f"The finished file does not keep what it claims: {what}",
        hint=f"The claim was taken out. {_REPORT}, and do not send the file to anybody yet.",
        place=Place(leaflet.place.file, 1),
        format=form,
        edition=edition,
    )


def unreadable_codes(addresses: Iterable[str], place: Place) -> Iterator[Problem]:
    """Yield addresses whose QR codes, as they were drawn, say something else.

    Args:
        addresses: What the codes shall say.
        place: The leaflet that they stand in.
    """
    for address in addresses:
        if symbol(address).said != address:
            yield Problem(
                code="qr-unreadable",
                severity=Severity.ERROR,
                message=f"The QR code for {address} cannot be read.",
                hint="Shorten its address, or write it in plain letters.",
                place=place,
            )


def qr_unreadable(printed: Printed) -> Iterator[Problem]:
    """A QR code must be read at its printed size, and lead to the address beside it."""
    wanted = {
        str(part.options["address"]): part.line
        for part in printed.leaflet.parts("qr")
        if part.options.get("address")
    }
    if not wanted:
        return
    read = {
        code.text
        for side in printed.sides
        for code in zxingcpp.read_barcodes(
            paper_of(printed.painted(side)), formats=zxingcpp.barcode_formats_from_str("QRCode")
        )
    }
    for address, line in wanted.items():
        if address not in read:
            yield Problem(
                code="qr-unreadable",
                severity=Severity.ERROR,
                message=f"The QR code for {address} cannot be read from the printed sheet.",
                hint="Give it more room and a white ground, or shorten its address.",
                place=Place(printed.leaflet.place.file, line),
                format=printed.format,
                edition="print",
            )
