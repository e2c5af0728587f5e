"""The `print` edition: PDF/X-4 in inks, with exact boxes, marks and the condition's profile.

Page 1 is the outside, page 2 the inside. Nothing in it acts: no links, no tags.
"""

import importlib
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.model import FewInks, Imprint
from leaflet.pdf.content import (
    Instruction,
    Operation,
    operands_of,
    read_content,
    write_content,
)
from leaflet.press.backdrop import backdrops, lay_under, painted
from leaflet.press.colour import BlackAlone, Inks
from leaflet.press.impose import Placing, Sheet, impose
from leaflet.press.looks import Looks
from leaflet.press.marks import REGISTRATION, SLUG, marks
from leaflet.press.mixing import Mixing
from leaflet.press.screen import written
from leaflet.press.separate import Separator
from leaflet.press.spots import put_spots
from leaflet.specs.conditions import Condition
from leaflet.specs.format import Frame
from leaflet.specs.printers import Printer
from leaflet.typeset.layout import Layout
from leaflet.typeset.panels import Panels
from leaflet.units import points


@dataclass(frozen=True)
class PressJob:
    """How a leaflet goes to print."""

    condition: Condition
    printer: Printer
    brand: Mapping[str, str]
    """Exact inks of the brand's colours: four numbers in per cent, by screen colour."""

    blacks: Mapping[str, int]
    """Per cent of black that stands for them in black ink alone, by screen colour."""

    few_inks: FewInks | None
    """The inks; nothing for cyan, magenta, yellow and black."""

    title: str
    imprint: Imprint
    day: date
    """The date in the file."""

    @property
    def around(self) -> float:
        """Return how much paper there is past the trim, in mm."""
        return SLUG if self.printer.marks else self.printer.bleed

    def inks(self) -> Inks:
        """Return what turns colours into inks for this job."""
        return self.mixing or self._usual_inks()

    @cached_property
    def mixing(self) -> Mixing | None:
        """What turns colours into inks of which one at least is a spot; else nothing."""
        few = self.few_inks
        return Mixing(self.condition.profile, few) if few and few.spots else None

    def _usual_inks(self) -> Inks:
        if self.few_inks:
            return BlackAlone(self.condition.profile, self.blacks)
        return Inks(self.condition.profile, self.brand)

    def looks(self) -> Looks | None:
        """Return how colours look in these inks; nothing for the usual four."""
        return Looks(self.inks()) if self.few_inks else None

    @property
    def one_plate(self) -> bool:
        """Whether there is one plate alone, so that nothing can be printed on all of them."""
        return self.few_inks is not None and len(self.few_inks.names) == 1

    @property
    def plates(self) -> dict[str, str]:
        """Return the names of the inks by the plates on which they ride (`press.mixing`)."""
        if self.mixing is None:
            return {}
        other = {"cyan": self.mixing.other.name} if self.mixing.other else {}
        return other | {"black": self.mixing.dark.name}

    def prepare(self) -> None:
        """Do what needs no pages: it takes a tenth of a second, which may be to spare."""
        packed_profile(self.condition.profile)
        self.inks().prepare()
        importlib.import_module("lxml.etree")  # pikepdf does, when a file says what it is


@cache
def packed_profile(path: Path) -> bytes:
    """Return an ICC profile as its own bytes, packed for a PDF.

    With the least effort: more of it takes twice the time for a fortieth of the size.
    """
    return zlib.compress(path.read_bytes(), 1)


def finish_print(panels: Panels, slug: Layout, job: PressJob, *, claim: bool) -> bytes:
    """Return the file for the printer; where it has spot inks, `with_spots` is the last step.

    Args:
        panels: The panels as laid out.
        slug: One page a side with the words of its slug line.
        job: Condition, printer and what the file says of itself.
        claim: Whether it may say that it keeps PDF/X-4; one with errors may not.
    """
    with (
        pikepdf.open(io.BytesIO(panels.layout.pdf)) as source,
        pikepdf.open(io.BytesIO(slug.pdf)) as words,
        pikepdf.new() as made,
    ):
        forms = _forms(source, made)
        art = backdrops(panels, made)
        sheets = impose(panels.form, panels.frames, job.printer.bleed)
        for number, sheet in enumerate(sheets):
            line = made.copy_foreign(words.pages[number].as_form_xobject())
            page = _add_side(made, sheet, panels, forms, line if job.printer.marks else None, job)
            if sheet.side in art:
                _lay_under(made, page, art[sheet.side], panels, job)
        for number in _left_over(panels):
            _add_left_over(made, panels, forms[number], number, job)
        Separator(made, job.inks()).run()
        if not job.one_plate:
            _to_all_plates(made)
        _say_what_it_is(made, job, claim=claim)
        return written(made, version="1.6")


def with_spots(printed: bytes, job: PressJob) -> bytes:
    """Return a file for the printer with its spot inks in their places.

    Args:
        printed: What `finish_print` returned, with inks that ride on others.
        job: The inks.
    """
    if job.mixing is None:
        return printed
    with pikepdf.open(io.BytesIO(printed)) as made:
        put_spots(made, job.mixing)
        return written(made, version="1.6")


def _forms(source: pikepdf.Pdf, made: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return each panel's page as a form with its bleed, without the page's links and tags."""
    forms = []
    for page in source.pages:
        form = page.as_form_xobject()
        form.BBox = page.obj.MediaBox  # else qpdf takes the trim, and the bleed is lost
        forms.append(made.copy_foreign(form))
    return forms


def _left_over(panels: Panels) -> list[int]:
    """Return the numbers of the pages that do not fit onto any panel."""
    placed = {panels.page_of(frame) for frame in panels.frames}
    return [number for number in panels.reading_order() if number not in placed]


def _add_side(  # noqa: PLR0913, PLR0917 - one private call
    made: pikepdf.Pdf,
    sheet: Sheet,
    panels: Panels,
    forms: list[pikepdf.Object],
    line: pikepdf.Object | None,
    job: PressJob,
) -> pikepdf.Object:
    """Add a side with its panels and marks, and return its page."""
    around = job.around
    page = _blank(made, sheet.width, sheet.height, around, job.printer.bleed)
    content = []
    frames = {frame.name: frame for frame in panels.frames}
    for placing in sheet.placings:
        name = f"/{placing.frame.replace('-', '').replace(' ', '')}"
        frame = frames[placing.frame]
        page.Resources.XObject[name] = forms[panels.page_of(frame)]
        content.append(_placed(placing, frame, name, around))
    if line is not None:
        page.Resources.XObject["/slugline"] = line
        if not job.one_plate:
            page.Resources.ColorSpace = Dictionary({REGISTRATION: registration(made)})
        drawn = marks(sheet, job.printer.bleed, all_plates=not job.one_plate)
        content.append(_moved(around, around, drawn))
        low = points(around - SLUG)
        content.append(f"q 1 0 0 1 {points(around):.4f} {low:.4f} cm /slugline Do Q".encode())
    page.Contents = made.make_stream(b"\n".join(content))
    return page


def _lay_under(
    made: pikepdf.Pdf, page: pikepdf.Object, art: pikepdf.Object, panels: Panels, job: PressJob
) -> None:
    """Lay the art that runs across folds under the panels of a side, up to the bleed."""
    left, low, right, top = (float(one) for one in page.BleedBox)
    corner = points(job.around - panels.form.bleed)
    content = painted("/Backdrop", corner, corner, (left, low, right - left, top - low))
    lay_under(pikepdf.Page(page), art, content, made)


def _blank(
    made: pikepdf.Pdf, width: float, height: float, around: float, bleed: float
) -> pikepdf.Object:
    """Add a page with its boxes (ISO 15930-7, 6.11): trim inside bleed inside media."""
    page = made.add_blank_page(
        page_size=(points(width + 2 * around), points(height + 2 * around))
    ).obj
    page.TrimBox = page_box(around, around, width, height)
    page.BleedBox = page_box(around - bleed, around - bleed, width + 2 * bleed, height + 2 * bleed)
    page.MediaBox = page_box(0, 0, width + 2 * around, height + 2 * around)
    page.Resources = Dictionary(XObject=Dictionary())
    page.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK, I=True)
    return page


def page_box(left: float, low: float, width: float, height: float) -> Array:
    """Return a box of a page, in points, from its corner and size in mm."""
    corners = (left, low, left + width, low + height)
    return Array([round(points(one), 4) for one in corners])


def _placed(placing: Placing, frame: Frame, name: str, around: float) -> bytes:
    left, low, width, height = placing.clip
    clip = [points(one) for one in (around + left, around + low, width, height)]
    x, y = (points(around + one) for one in placing.origin(frame.width, frame.panel.height))
    return (
        "q {:.4f} {:.4f} {:.4f} {:.4f} re W n ".format(*clip)
        + f"{placing.turn} 0 0 {placing.turn} {x:.4f} {y:.4f} cm {name} Do Q"
    ).encode()


def _moved(right: float, up: float, content: bytes) -> bytes:
    return b"q 1 0 0 1 %.4f %.4f cm %s Q" % (points(right), points(up), content)


def _add_left_over(
    made: pikepdf.Pdf, panels: Panels, form: pikepdf.Object, number: int, job: PressJob
) -> None:
    """Add what does not fit as a page of its own: nothing is ever lost."""
    page_layout = panels.layout.pages[number]
    bleed = job.printer.bleed
    page = _blank(made, page_layout.width, page_layout.height, bleed, bleed)
    page.Resources.XObject["/leftover"] = form
    at = points(bleed)
    page.Contents = made.make_stream(f"q 1 0 0 1 {at:.4f} {at:.4f} cm /leftover Do Q".encode())


def registration(made: pikepdf.Pdf) -> pikepdf.Object:
    """Return the colour space that prints on every plate (ISO 32000-1:2008, 8.6.6.4)."""
    tint = made.make_stream(
        b"{dup dup dup}", FunctionType=4, Domain=Array([0, 1]), Range=Array([0, 1] * 4)
    )
    return made.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, tint]))


def _to_all_plates(made: pikepdf.Pdf) -> None:
    """Put the words of the slug lines, black until now, onto every plate."""
    for page in made.pages:
        line = page.obj.Resources.XObject.get("/slugline")
        if line is None:
            continue
        line.write(write_content(_registered(read_content(line))))
        # A copy of its own: what layout wrote may be shared by both sides.
        line.Resources = Dictionary(
            {key: line.Resources[key] for key in line.Resources.keys()}  # noqa: SIM118 - a PDF dictionary is no mapping
        )
        line.Resources.ColorSpace = Dictionary({REGISTRATION: registration(made)})


def _registered(
    instructions: Iterable[tuple[str, Instruction]],
) -> Iterator[Operation | Instruction]:
    for operator, instruction in instructions:
        if operator in ("k", "K"):
            stroke = operator == "K"
            shown = any(float(one) for one in operands_of(instruction))
            yield "CS" if stroke else "cs", [Name(REGISTRATION)]
            yield "SCN" if stroke else "scn", [1 if shown else 0]
        else:
            yield instruction


def _say_what_it_is(made: pikepdf.Pdf, job: PressJob, *, claim: bool) -> None:
    """Write intent, XMP and Info (ISO 15930-7:2010, 6.7 to 6.10)."""
    condition = job.condition
    profile = made.make_stream(
        packed_profile(condition.profile),
        N=4,
        Alternate=Name.DeviceCMYK,
        Filter=Name.FlateDecode,
    )
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=condition.name,
        Info=condition.says,
        DestOutputProfile=profile,
    )
    if condition.registry:
        intent.RegistryName = condition.registry
    made.Root.OutputIntents = Array([made.make_indirect(intent)])
    stamp = f"{job.day.isoformat()}T00:00:00+00:00"
    with made.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as data:
        if claim:
            data["pdfxid:GTS_PDFXVersion"] = "PDF/X-4"
        data["dc:title"] = job.title
        data["dc:creator"] = [job.imprint.organisation]
        data["pdf:Trapped"] = "False"
        data["xmp:CreateDate"] = data["xmp:ModifyDate"] = data["xmp:MetadataDate"] = stamp
        data["xmpMM:DocumentID"] = f"urn:leaflet:{job.imprint.identifier or job.title}"
        data["xmpMM:VersionID"] = job.imprint.version or "1"
        data["xmpMM:RenditionClass"] = "default"
        if job.imprint.identifier:
            data["dc:identifier"] = job.imprint.identifier
    made.docinfo["/Title"] = job.title
    made.docinfo["/Author"] = job.imprint.organisation
    made.docinfo["/Trapped"] = Name("/False")
    day = f"D:{job.day:%Y%m%d}000000+00'00'"
    made.docinfo["/CreationDate"] = made.docinfo["/ModDate"] = day
