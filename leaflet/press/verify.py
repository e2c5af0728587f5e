"""The finished file opened again: what of its claims does it not keep?

Judges know far more rules. These are the ones that a claim rests on, looked up in the bytes
that leave the house and not in what we meant to write.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Dictionary, Name

from leaflet.pdf.content import INLINE, operands_of, read_content
from leaflet.press.print_edition import PressJob, packed_profile
from leaflet.specs.formats import Format
from leaflet.units import from_points

EXACT = 0.01
"""Distance in mm by which a box may miss its place."""

_SCREEN_SPACES = frozenset({"/DeviceRGB", "/CalRGB", "/Lab", "/CalGray"})
_ACTIONS = ("/OpenAction", "/AA", "/AcroForm", "/URI")


def broken_in_print(pdf: bytes, form: Format, job: PressJob) -> list[str]:
    """Return what a file for the printer does not keep of PDF/X-4, in words.

    Args:
        pdf: The finished file.
        form: The format of the sheet.
        job: How it goes to print.
    """
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(
            dict.fromkeys(
                [
                    *_identity(opened, job),
                    *_boxes(opened, form, job),
                    *_acting(opened),
                    *_unembedded(opened),
                    *_on_screen(opened),
                ]
            )
        )


def broken_in_tagged(pdf: bytes) -> list[str]:
    """Return what a tagged file does not keep of PDF/UA-1, in words."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return list(dict.fromkeys([*_tagged(opened), *_unembedded(opened)]))


def _identity(pdf: pikepdf.Pdf, job: PressJob) -> Iterator[str]:
    """Yield what is wrong with version, intent and ID (ISO 15930-7:2010, 6.2, 6.4 and 6.7)."""
    if pdf.pdf_version != "1.6":
        yield f"it is PDF {pdf.pdf_version} and not 1.6"
    if pdf.is_encrypted:
        yield "it is encrypted"
    if "/ID" not in pdf.trailer:
        yield "it has no ID"
    if pdf.docinfo.get("/Trapped") != Name("/False"):
        yield "it does not say that it is not trapped"
    intents = [
        one for one in pdf.Root.get("/OutputIntents", pikepdf.Array()) if one.S == Name.GTS_PDFX
    ]
    if len(intents) != 1:
        yield f"it has {len(intents)} output intents and not one"
        return
    if str(intents[0].OutputConditionIdentifier) != job.condition.name:
        yield "its output intent is for another condition"
    profile = intents[0].DestOutputProfile
    # As packed it is soon compared; another packing may still hold the same bytes.
    packed = profile.read_raw_bytes() == packed_profile(job.condition.profile)
    if not packed and profile.read_bytes() != job.condition.profile.read_bytes():
        yield "its profile is not the condition's"


def _boxes(pdf: pikepdf.Pdf, form: Format, job: PressJob) -> Iterator[str]:
    """Yield boxes that are not where trim and bleed are (ISO 15930-7:2010, 6.11)."""
    if len(pdf.pages) < len(form.sides):
        yield f"it has {len(pdf.pages)} pages and not {len(form.sides)}"
    for side, page in zip(form.sides, pdf.pages, strict=False):
        for name, past in (("TrimBox", 0.0), ("BleedBox", job.printer.bleed)):
            low = job.around - past
            wanted = (low, low, form.trim.width + 2 * past, form.trim.height + 2 * past)
            box = [from_points(float(one)) for one in page.obj.get(f"/{name}", pikepdf.Array())]
            found = (*box[:2], box[2] - box[0], box[3] - box[1]) if box else (0.0,) * 4
            if any(abs(a - b) > EXACT for a, b in zip(found, wanted, strict=True)):
                yield f"the {name} of the {side} is not in its place"


def _acting(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what acts or lies over the page (ISO 15930-7:2010, 6.14 and 6.15)."""
    for holder in (pdf.Root, *(page.obj for page in pdf.pages)):
        for key in (*_ACTIONS, "/Annots"):
            if key in holder:
                yield f"it holds {key.removeprefix('/')}"


def _unembedded(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield fonts that are not in the file."""
    for font in pdf.objects:
        if not isinstance(font, Dictionary) or font.get("/Type") != Name.Font:
            continue
        if font.get("/Subtype") in (Name.Type0, Name.Type3):
            continue  # the first holds another font, which is looked at; the second is drawings
        described = font.get("/FontDescriptor", Dictionary())
        if not any(f"/FontFile{kind}" in described for kind in ("", "2", "3")):
            yield f"the font {str(font.get('/BaseFont', '?')).removeprefix('/')} is not in it"


def _on_screen(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield where colours of a screen are left, used or not."""
    for page in pdf.pages:
        yield from _in_content(page, "a page")
    for thing in pdf.objects:
        if not isinstance(thing, (Dictionary, pikepdf.Stream)):
            continue
        if _screen(thing.get("/ColorSpace")):
            kind = "a picture" if thing.get("/Subtype") == Name.Image else "a gradient"
            yield f"{kind} is in the colours of a screen"
        group = thing.get("/Group")
        if isinstance(group, Dictionary) and _screen(group.get("/CS")):
            yield "transparency is mixed in the colours of a screen"
        spaces = thing.get("/Resources", Dictionary()).get("/ColorSpace", Dictionary())
        if any(_screen(space) for space in spaces.values()):
            yield "a colour space is one of a screen"
        drawn = thing.get("/Subtype") == Name.Form or thing.get("/PatternType") == 1
        if isinstance(thing, pikepdf.Stream) and drawn:
            yield from _in_content(thing, "a drawing")


def _in_content(stream: pikepdf.Page | pikepdf.Object, what: str) -> Iterator[str]:
    # Every operator: a filter would pass over pictures inside the stream.
    for operator, instruction in read_content(stream):
        if operator in ("rg", "RG") or (
            operator in ("cs", "CS") and str(operands_of(instruction)[0]) in _SCREEN_SPACES
        ):
            yield f"{what} is painted in the colours of a screen"
        elif operator == INLINE:
            yield f"{what} holds a picture inside its stream"


def _screen(space: pikepdf.Object | None) -> bool:
    """Return whether a colour space is one of a screen; a spot colour is what it turns into."""
    if space is None or isinstance(space, Dictionary):
        return False
    if isinstance(space, Name):
        return str(space) in _SCREEN_SPACES
    family = str(space[0])
    if family == "/ICCBased":
        return int(space[1].N) == 3  # noqa: PLR2004 - red, green, blue
    inner = {"/Indexed": 1, "/Pattern": 1, "/Separation": 2, "/DeviceN": 2}.get(family)
    if inner is not None:
        return len(space) > inner and _screen(space[inner])
    return family in _SCREEN_SPACES


def _tagged(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield what readers with a screen reader would miss (ISO 14289-1:2014, 7)."""
    root = pdf.Root
    if not root.get("/MarkInfo", Dictionary()).get("/Marked"):
        yield "it does not say that it is tagged"
    if not str(root.get("/Lang", "")):
        yield "it has no language"
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle"):
        yield "its title is not shown"
    if "/StructTreeRoot" not in root:
        yield "it has no tags"
        return
    yield from _links(pdf)
    for element in pdf.objects:
        figure = isinstance(element, Dictionary) and element.get("/S") == Name.Figure
        if figure and not str(element.get("/Alt", element.get("/ActualText", ""))):
            yield "a picture is not described"


def _links(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield pages and links that the tree of tags does not know."""
    parents = dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
    for page in pdf.pages:
        if "/StructParents" in page.obj and int(page.obj.StructParents) not in parents:
            yield "a page is not in the tree of tags"
        for annotation in page.obj.get("/Annots", pikepdf.Array()):
            if int(annotation.get("/StructParent", -1)) not in parents:
                yield "a link is not in the tree of tags"
            if not str(annotation.get("/Contents", "")):
                yield "a link says nothing of where it leads"
