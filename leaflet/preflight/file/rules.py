"""The rules for finished files: one function a rule, with its severity by variant and its source.

Numbers of requirements are those of GWG 2022 ("R0015"); PDF/X is ISO 15930-7:2010 for X-4. What
lies outside the bleed is never judged: marks, colour bars and slug lines belong there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leaflet.pdf.events import Fault, Group, Paint, Path, See, Transfer, Words
from leaflet.pdf.geometry import PointBox, inside, meet
from leaflet.preflight.file.subject import FileSubject, Hit
from leaflet.preflight.file.under import Under
from leaflet.problems import Severity
from leaflet.specs.paper import SAFE_ERROR
from leaflet.specs.variants import VARIANTS, Variant
from leaflet.units import from_points

SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}

CLOSE = 0.1
"""Points by which two boxes may differ and be one."""

CLOSE_MM = 0.05
"""Millimetres by which a bleed may be short and be whole."""

SMALL_BLACK_PT = 12
"""Black words below this size overprint what lies under them (R0009)."""

THIN_BLACK_PT = 2
"""Black lines below this width do, too (R0010)."""

RICH_BLACK = 0.85
"""Share of black ink from which on words are black (R0015)."""

TINY = 16
"""Pixels of the longer side up to which a picture is none, but a colour or a gradient (R0031)."""

OLDEST_WITH = {
    "PDF/X-1:2001": "1.3",
    "PDF/X-1a:2001": "1.3",
    "PDF/X-1a:2003": "1.4",
    "PDF/X-3:2002": "1.3",
    "PDF/X-3:2003": "1.4",
}
"""Claims made before transparency, and the newest version of PDF that each allows."""

X4_VERSION = "1.6"
"""The oldest version that PDF/X-4 goes with."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule."""

    code: str
    severities: str
    """E, W, N or - for each variant, in the order of `VARIANTS`."""

    limits: str
    """Its threshold, in words."""

    why: str
    mend: str
    source: str
    find: Callable[[FileSubject], Iterator[Hit]]

    def severity(self, variant: Variant) -> Severity | None:
        """Return how grave it is; nothing where it does not count."""
        letter = self.severities[list(VARIANTS).index(variant.name)]
        return SEVERITIES.get(letter)


# The file ---------------------------------------------------------------------------------------


def _file_claim(subject: FileSubject) -> Iterator[Hit]:
    claim = subject.facts.claim
    if not claim:
        yield Hit("The file does not say that it is PDF/X.")
    elif not claim.startswith(("PDF/X-1", "PDF/X-3", "PDF/X-4")):
        yield Hit(f'The file says that it is "{claim}", which is none of PDF/X-1a, X-3 and X-4.')


def _file_version(subject: FileSubject) -> Iterator[Hit]:
    claim, version = subject.facts.claim, subject.facts.version
    newest = OLDEST_WITH.get(claim)
    if newest and version > newest:
        yield Hit(
            f"The file says that it is {claim}, which is at most PDF {newest}; it is {version}."
        )
    if claim.startswith("PDF/X-4") and version < X4_VERSION:
        yield Hit(f"PDF/X-4 is PDF {X4_VERSION} or newer; this file says so and is {version}.")


def _file_encrypted(subject: FileSubject) -> Iterator[Hit]:
    if subject.facts.encrypted:
        yield Hit("The file is protected: a printer's programs cannot work with it.")


def _file_intent(subject: FileSubject) -> Iterator[Hit]:
    intents = subject.facts.intents
    if not intents:
        yield Hit("The file does not say for which printing condition it was made.")
    elif len(intents) > 1:
        yield Hit(f"The file names {len(intents)} printing conditions.")
    for one in intents:
        if not one.parts and (not one.registry or subject.facts.claim.startswith("PDF/X-4")):
            yield Hit(
                f'The profile of the printing condition "{one.condition}" is not in the file.'
            )
        elif one.parts and one.parts != 4:  # noqa: PLR2004 - cyan, magenta, yellow, black
            yield Hit(f'The printing condition "{one.condition}" is not one of four inks.')
        elif one.parts and one.kind != "prtr":
            yield Hit(f'The profile of the printing condition "{one.condition}" is no printer\'s.')


def _file_data(subject: FileSubject) -> Iterator[Hit]:
    facts = subject.facts
    if facts.trapped not in ("True", "False"):
        yield Hit("The file does not say whether it is trapped.")
    if not facts.titled:
        yield Hit("The file has no title.")
    if not facts.dated:
        yield Hit("The file does not say when it was made and changed.")
    if not facts.identified:
        yield Hit("The file has no ID.")


def _file_acts(subject: FileSubject) -> Iterator[Hit]:
    for one in subject.facts.acts:
        yield Hit(f"The file acts by itself: it holds {one.removeprefix('/')}.")


def _file_forbidden(subject: FileSubject) -> Iterator[Hit]:
    if subject.facts.lzw:
        yield Hit("Something in the file is packed with LZW.")
    if subject.facts.postscript:
        yield Hit("The file holds a piece of PostScript.")
    for event in subject.of(Transfer):
        yield Hit.at(event.where, "A curve changes the inks on their way to the plate.")


def _file_layers(subject: FileSubject) -> Iterator[Hit]:
    if subject.facts.layers and subject.facts.claim in OLDEST_WITH:
        yield Hit(f"The file has layers, which {subject.facts.claim} does not know.")
    if subject.facts.hidden_layers:
        yield Hit(f"{subject.facts.hidden_layers} of the file's layers are hidden.")


def _file_unreadable(subject: FileSubject) -> Iterator[Hit]:
    for event in subject.of(Fault):
        assert isinstance(event, Fault)  # noqa: S101 - `of` yields this kind
        yield Hit.at(event.where, f"Part of the page cannot be read: {event.what}.")


# Boxes and pages --------------------------------------------------------------------------------


def _box_trim(subject: FileSubject) -> Iterator[Hit]:
    for number, page in enumerate(subject.facts.pages):
        boxes = page.boxes
        if boxes.trim is None and boxes.art is None:
            yield Hit("The page does not say where it is cut: it has no TrimBox.", number)
        if boxes.trim is not None and boxes.art is not None:
            yield Hit(
                "The page says twice where it is cut: it has a TrimBox and an ArtBox.", number
            )
        if not inside(boxes.cut, boxes.painted, slack=CLOSE):
            yield Hit("The trim lies outside the bleed.", number)
        if not inside(boxes.painted, boxes.media, slack=CLOSE):
            yield Hit("The bleed lies outside the page.", number)


def _box_crop(subject: FileSubject) -> Iterator[Hit]:
    for number, page in enumerate(subject.facts.pages):
        crop = page.boxes.crop
        if crop and not (inside(crop, page.boxes.media) and inside(page.boxes.media, crop)):
            yield Hit("The CropBox is not the whole page.", number)


def _box_unequal(subject: FileSubject) -> Iterator[Hit]:
    sizes = [_size(page.boxes.cut) for page in subject.facts.pages]
    for number, size in enumerate(sizes):
        if any(abs(a - b) > CLOSE for a, b in zip(size, sizes[0], strict=True)):
            wide, high = (from_points(one) for one in size)
            first = " x ".join(f"{from_points(one):.0f}" for one in sizes[0])
            yield Hit(
                f"The page is {wide:.0f} x {high:.0f} mm after cutting, the first one {first} mm.",
                number,
            )
        if subject.page(number).turned:
            yield Hit("The page is shown turned.", number)


def _size(box: PointBox) -> tuple[float, float]:
    return (box[2] - box[0], box[3] - box[1])


def _box_unit(subject: FileSubject) -> Iterator[Hit]:
    for number, page in enumerate(subject.facts.pages):
        if page.user_unit != 1:
            yield Hit(f"The page counts in units of {page.user_unit:g} points.", number)


def _box_bleed(subject: FileSubject) -> Iterator[Hit]:
    wanted = subject.printer.bleed
    for number, page in enumerate(subject.facts.pages):
        cut, painted = page.boxes.cut, page.boxes.painted
        sides = (
            cut[0] - painted[0],
            cut[1] - painted[1],
            painted[2] - cut[2],
            painted[3] - cut[3],
        )
        least = from_points(min(sides))
        if least < wanted - CLOSE_MM:
            yield Hit(
                f"The page has {max(least, 0):.1f} mm of bleed; {wanted:g} mm are needed.", number
            )


def _page_empty(subject: FileSubject) -> Iterator[Hit]:
    inked = {event.where.page for event, paint, _ in subject.painted() if not paint.white}
    inked |= {picture.where.page for picture in subject.pictures()}
    inked |= {shade.where.page for shade in subject.shades()}
    for number in range(len(subject.facts.pages)):
        if number not in inked:
            yield Hit("Nothing is printed on the page.", number)


def _annotation_inside(subject: FileSubject) -> Iterator[Hit]:
    for number, page in enumerate(subject.facts.pages):
        for kind, box in page.annotations:
            if kind not in ("PrinterMark", "TrapNet", "Popup") and meet(box, page.boxes.painted):
                what = "A link" if kind == "Link" else f"Something to click ({kind})"
                yield Hit(f"{what} lies on what is printed.", number, box)


# Fonts ------------------------------------------------------------------------------------------


def _font_absent(subject: FileSubject) -> Iterator[Hit]:
    for font in subject.facts.fonts:
        if not font.embedded:
            yield Hit(f'The font "{font.name}" is not in the file.')


def _font_courier(subject: FileSubject) -> Iterator[Hit]:
    for font in subject.facts.fonts:
        if font.name == "Courier":
            yield Hit('The font "Courier" is used, which often stands in for one that was missing.')


# Colours ----------------------------------------------------------------------------------------


def _colour_screen(subject: FileSubject) -> Iterator[Hit]:
    pictures_may = subject.variant.screen_colours == "pictures"
    for event, paint, _ in subject.painted():
        if paint.space.screen:
            yield Hit.at(
                event.where, f"{_things(event)} are in {paint.space.family}, a screen's colours."
            )
    for shade in subject.shades():
        if shade.space.screen:
            yield Hit.at(shade.where, f"A gradient is in {shade.space.family}, a screen's colours.")
    for picture in subject.pictures():
        space = picture.space.base if picture.space.family == "Indexed" else picture.space
        tagged = space is not None and space.family == "ICCBased" and space.parts == 3  # noqa: PLR2004 - red, green, blue
        if picture.space.screen and not (pictures_may and tagged):
            family = space.family if space else "unknown"
            yield Hit.at(picture.where, f"A picture is in {family}, a screen's colours.")


def _things(event: Path | Words) -> str:
    return "Words" if isinstance(event, Words) else "Areas or lines"


def _colour_spot(subject: FileSubject) -> Iterator[Hit]:
    if subject.variant.spots:
        return
    for event, paint, _ in subject.painted():
        for name in paint.space.spots:
            yield Hit.at(event.where, f'The ink "{name}" is used, which is none of the four.')
    others = [(one.where, one.space) for one in subject.pictures()]
    others += [(one.where, one.space) for one in subject.shades()]
    for where, space in others:
        for name in space.spots:
            yield Hit.at(where, f'The ink "{name}" is used, which is none of the four.')


def _colour_registration(subject: FileSubject) -> Iterator[Hit]:
    for event, paint, _ in subject.painted():
        if paint.space.registration and not paint.white:
            yield Hit.at(event.where, f"{_things(event)} print on every plate, as marks do.")


def _colour_mixing(subject: FileSubject) -> Iterator[Hit]:
    for event in subject.of(Group):
        assert isinstance(event, Group)  # noqa: S101 - `of` yields this kind
        good = ("DeviceCMYK", "DeviceGray") if event.luminosity else ("DeviceCMYK",)
        if event.space is not None and event.space.family not in good:
            yield Hit.at(event.where, f"Transparent things are mixed in {event.space.family}.")


def _transparency_old(subject: FileSubject) -> Iterator[Hit]:
    if subject.facts.claim not in OLDEST_WITH:
        return
    for event in subject.of(See):
        assert isinstance(event, See)  # noqa: S101 - `of` yields this kind
        yield Hit.at(
            event.where,
            f"Something is transparent ({event.how}), which {subject.facts.claim} forbids.",
        )


# Overprint --------------------------------------------------------------------------------------


def _overprint_white_words(subject: FileSubject) -> Iterator[Hit]:
    for event, paint, _ in subject.painted():
        if isinstance(event, Words) and _white_over(paint):
            yield Hit.at(event.where, "White words overprint: they will not be seen.")


def _overprint_white_area(subject: FileSubject) -> Iterator[Hit]:
    for event, paint, _ in subject.painted():
        if isinstance(event, Path) and _white_over(paint):
            yield Hit.at(event.where, "A white area or line overprints: it will not be seen.")


def _white_over(paint: Paint) -> bool:
    inked = paint.space.family in ("DeviceCMYK", "ICCBased", "Separation", "DeviceN")
    spares = paint.mode == 1 or paint.space.family in ("Separation", "DeviceN")
    return paint.overprint and paint.white and inked and spares


def _overprint_missing(subject: FileSubject) -> Iterator[Hit]:
    for event, paint, stroke in _over_something(subject):
        if not paint.black or paint.space.family == "DeviceGray" or _spares(paint):
            continue
        if isinstance(event, Words) and event.size_pt < SMALL_BLACK_PT - 0.01:
            yield Hit.at(
                event.where,
                "Small black words take out what lies under them, and do not overprint it.",
            )
        elif isinstance(event, Path) and _width(event, stroke=stroke) < THIN_BLACK_PT:
            yield Hit.at(
                event.where,
                "Thin black lines take out what lies under them, and do not overprint it.",
            )


def _spares(paint: Paint) -> bool:
    return paint.overprint and (paint.mode == 1 or paint.space.family != "DeviceCMYK")


def _width(event: Path, *, stroke: bool) -> float:
    """Return how wide a line is; endless for an area."""
    if stroke:
        return event.width_pt
    return event.thin_pt or float("inf")


def _over_something(subject: FileSubject) -> Iterator[tuple[Path | Words, Paint, bool]]:
    """Yield words and lines that lie on something else."""
    under = Under(subject)
    for event in subject.events:
        if isinstance(event, (Path, Words)):
            for paint, stroke in ((event.fill, False), (event.stroke, True)):
                if paint and under.covered(event.where):
                    yield event, paint, stroke
        under.add(event)


def _grey_small(subject: FileSubject) -> Iterator[Hit]:
    for event, paint, stroke in _over_something(subject):
        if paint.space.family != "DeviceGray" or paint.white:
            continue
        if isinstance(event, Words) and event.size_pt < SMALL_BLACK_PT - 0.01:
            yield Hit.at(
                event.where, "Small words in DeviceGray lie on something: they cannot overprint it."
            )
        elif isinstance(event, Path) and _width(event, stroke=stroke) < THIN_BLACK_PT:
            yield Hit.at(
                event.where, "Thin lines in DeviceGray lie on something: they cannot overprint it."
            )


def _overprint_grey(subject: FileSubject) -> Iterator[Hit]:
    for event, paint, _ in subject.painted():
        if paint.overprint and paint.space.family == "DeviceGray":
            yield Hit.at(
                event.where,
                f"{_things(event)} in DeviceGray are told to overprint, which presses do in "
                f"different ways.",
            )


# Type and lines ---------------------------------------------------------------------------------


def _words_rich(subject: FileSubject) -> Iterator[Hit]:
    for event, paint, _ in subject.painted():
        inks = paint.inks
        words = isinstance(event, Words) and inks and not paint.space.registration
        if words and inks and inks[3] >= RICH_BLACK and sum(inks) > subject.variant.rich:
            yield Hit.at(event.where, f"Black words of {sum(inks):.0%} of ink.")


def _words_white(subject: FileSubject) -> Iterator[Hit]:
    least = subject.variant.white_pt
    for event, paint, _ in _over_something(subject):
        if isinstance(event, Words) and paint.white and event.size_pt < least - 0.01:
            yield Hit.at(
                event.where, f"White words of {event.size_pt:.1f} pt; {least:g} pt is the least."
            )


def _words_inks(subject: FileSubject) -> Iterator[Hit]:
    least = subject.variant.inks_pt
    for event, paint, _ in subject.painted():
        if isinstance(event, Words) and paint.count > 1 and event.size_pt < least - 0.01:
            yield Hit.at(
                event.where,
                f"Words of {paint.count} inks and {event.size_pt:.1f} pt; {least:g} pt is the "
                f"least.",
            )


def _line_white(subject: FileSubject) -> Iterator[Hit]:
    yield from _thin_lines(subject, "White lines", lambda paint: paint.white)


def _line_inks(subject: FileSubject) -> Iterator[Hit]:
    yield from _thin_lines(subject, "Lines of several inks", lambda paint: paint.count > 1)


def _line_hair(subject: FileSubject) -> Iterator[Hit]:
    yield from _thin_lines(subject, "Lines", lambda paint: not paint.white and paint.count <= 1)


def _thin_lines(subject: FileSubject, what: str, wanted: Callable[[Paint], bool]) -> Iterator[Hit]:
    least = subject.variant.line_pt
    for event, paint, stroke in subject.painted():
        if not isinstance(event, Path) or not wanted(paint):
            continue
        width = _width(event, stroke=stroke)
        if width < least - 0.005:
            yield Hit.at(event.where, f"{what} are {width:.2f} pt thin; {least:g} pt is the least.")


# Ink, pictures, edges ---------------------------------------------------------------------------


def _ink_limit(subject: FileSubject) -> Iterator[Hit]:
    if subject.variant.ink_limit is None:
        return
    for number, ink in enumerate(subject.inks):
        if ink and ink.most > ink.limit:
            yield Hit(
                f"Up to {ink.most:.0f} % of ink, as a mean over squares of 15 mm; {ink.limit:.0f} "
                f"% is the most.",
                number,
                ink.at,
            )


def _ink_unknown(subject: FileSubject) -> Iterator[Hit]:
    if not subject.inks:
        yield Hit("How much ink lies where could not be measured.")


def _picture_soft(subject: FileSubject) -> Iterator[Hit]:
    yield from _soft(subject, error=False)


def _picture_coarse(subject: FileSubject) -> Iterator[Hit]:
    yield from _soft(subject, error=True)


def _soft(subject: FileSubject, *, error: bool) -> Iterator[Hit]:
    for picture in subject.pictures():
        if max(picture.pixels) <= TINY or picture.ppi == float("inf"):
            continue
        limits = subject.variant.bit_ppi if picture.bits == 1 else subject.variant.ppi
        least, good = limits
        bad = picture.ppi < least
        if bad == error and picture.ppi < good:
            kind = "A picture of one bit" if picture.bits == 1 else "A picture"
            wanted = least if error else good
            yield Hit.at(
                picture.where,
                f"{kind} has {picture.ppi:.0f} pixels an inch; {wanted} is the least.",
            )


def _bleed_missing(subject: FileSubject) -> Iterator[Hit]:
    for number in sorted(subject.bare):
        yield Hit("Art reaches the cut and ends there.", number)


def _safe_area(subject: FileSubject) -> Iterator[Hit]:
    yield from _near(subject, SAFE_ERROR, subject.printer.safe)


def _safe_cut(subject: FileSubject) -> Iterator[Hit]:
    yield from _near(subject, -1e9, SAFE_ERROR)


def _near(subject: FileSubject, least: float, most: float) -> Iterator[Hit]:
    """Yield words whose distance from the cut lies between two numbers, in mm."""
    for event, paint, _ in subject.painted():
        if not isinstance(event, Words) or paint.white or event.text.isspace():
            continue
        cut, box = subject.page(event.where.page).boxes.cut, event.where.box
        gap = from_points(min(box[0] - cut[0], box[1] - cut[1], cut[2] - box[2], cut[3] - box[3]))
        if least <= gap < most - CLOSE_MM:
            yield Hit.at(event.where, f"Words stand nearer than {most:g} mm to the cut.")


RULES: tuple[Rule, ...] = (
    Rule(
        "file-claim",
        "EEEE",
        "no claim of PDF/X-1a, X-3 or X-4",
        "Printers' programs work by the rules that a file names. Without a claim they guess, or "
        "send it back.",
        "Export again as PDF/X-4 (or what your printer asks for).",
        "GWG 2022, R0001",
        _file_claim,
    ),
    Rule(
        "file-version",
        "EEEE",
        "X-1a and X-3 of 2001 and 2002: PDF 1.3; of 2003: 1.4; X-4: 1.6 or newer",
        "A version that does not go with the claim shows that the claim was only written on.",
        "Export again; do not rename or re-save a finished file.",
        "ISO 15930-1, -3, -4, -6, -7",
        _file_version,
    ),
    Rule(
        "file-encrypted",
        "EEEE",
        "any protection",
        "Printers have to open, impose and separate the file.",
        "Save it without a password and without restrictions.",
        "ISO 15930-7, 6.2",
        _file_encrypted,
    ),
    Rule(
        "file-intent",
        "EEEE",
        "exactly one intent for print, with a profile of four inks",
        "The intent says on which paper and press the colours were meant to look right.",
        "Export with an output intent, such as FOGRA39 for coated paper; ask your printer which "
        "one.",
        "GWG 2022, R0035; ISO 15930-7, 6.7",
        _file_intent,
    ),
    Rule(
        "file-data",
        "EEEE",
        "Trapped, title, dates and an ID",
        "PDF/X wants them so that versions cannot be taken for each other, and nobody traps twice.",
        "Export again as PDF/X; give the document a title.",
        "ISO 15930-7, 6.3, 6.4 and 6.10",
        _file_data,
    ),
    Rule(
        "file-acts",
        "EEEE",
        "any script, form, sound, film or 3D",
        "What acts on a screen may change what is printed.",
        "Take out forms, buttons and media, and export again.",
        "ISO 15930-7, 6.14",
        _file_acts,
    ),
    Rule(
        "file-forbidden",
        "EEEE",
        "LZW, PostScript, transfer curves",
        "Some machines cannot read them, others print something else.",
        "Export again from the program in which it was made.",
        "ISO 15930-7, 6.5, 6.9 and 6.13",
        _file_forbidden,
    ),
    Rule(
        "file-layers",
        "EEEE",
        "hidden layers; any layer in X-1a and X-3",
        "What is hidden on your screen may be printed, and the other way round.",
        "Delete layers that shall not be printed, and flatten the others.",
        "GWG 2022, R0034 and R0036",
        _file_layers,
    ),
    Rule(
        "file-unreadable",
        "WWWW",
        "content that breaks off, lacks a resource, or draws itself",
        "Where we cannot read on, a printer's machine may stop, or leave something out.",
        "Export the file again; look closely at this page of the proof.",
        "our own judgement",
        _file_unreadable,
    ),
    Rule(
        "box-trim",
        "EEEE",
        "one of TrimBox and ArtBox; trim inside bleed inside page",
        "The TrimBox says where the guillotine cuts.",
        "Export with trim and bleed boxes; print shops' guides call it document bleed.",
        "ISO 15930-7, 6.11",
        _box_trim,
    ),
    Rule(
        "box-crop",
        "EEEE",
        "CropBox other than the whole page",
        "A crop hides bleed and marks in programs that place pages.",
        "Remove the crop: it was set in a viewer.",
        "GWG 2022, R0003",
        _box_crop,
    ),
    Rule(
        "box-unequal",
        "WWW-",
        "trims that differ by more than 0.1 pt; any turn",
        "Sheets of one job are cut alike.",
        "Make all pages one size and turn none.",
        "GWG 2022, R0004",
        _box_unequal,
    ),
    Rule(
        "box-unit",
        "EEWE",
        "any unit but the point",
        "Programs that do not know other units print the page too small.",
        "Export at full size.",
        "GWG 2022, R0002",
        _box_unit,
    ),
    Rule(
        "box-bleed",
        "EEEE",
        "less than 3 mm on a side, or what the printer asks for",
        "Guillotines wander by a millimetre: without bleed a white edge shows.",
        "Let pictures and grounds run 3 mm past the edge, and export with bleed.",
        "trade custom (webforma.co.uk/bleed.asp)",
        _box_bleed,
    ),
    Rule(
        "page-empty",
        "W-W-",
        "a page without ink",
        "An empty page is printed and paid for, and often shows that something is missing.",
        "Delete it, or see what is missing.",
        "GWG 2022, R0005",
        _page_empty,
    ),
    Rule(
        "annotation-inside",
        "EEEE",
        "any link, note or field that touches trim or bleed",
        "Printers' checks stop at them; some machines print their frames.",
        "Export without links and notes.",
        "ISO 15930-7, 6.15",
        _annotation_inside,
    ),
    Rule(
        "font-absent",
        "EEEE",
        "any font that is not embedded",
        "The printer's machine takes another font: letters are lost, lines break elsewhere.",
        "Embed all fonts as you export.",
        "ISO 15930-7, 6.6",
        _font_absent,
    ),
    Rule(
        "font-courier",
        "W---",
        "a font named exactly Courier",
        "Many programs put Courier where a font was missing.",
        "See that it is meant; else mend the font and export again.",
        "GWG 2022, R0014",
        _font_courier,
    ),
    Rule(
        "colour-screen",
        "EEEE",
        "RGB, grey or RGB with a profile, Lab; where pictures in RGB are taken, all but pictures "
        "with a profile",
        "Presses print inks. Somebody has to turn screen colours into them, and black words "
        "become four inks.",
        "Export in CMYK for the printer's condition; or ask for a check `--for` a press that "
        "takes RGB.",
        "GWG 2022, R0027 and R0028",
        _colour_screen,
    ),
    Rule(
        "colour-spot",
        "EE--",
        "any ink but cyan, magenta, yellow and black",
        "Each further ink is a further plate, which costs.",
        "Turn it into the four inks, or order the job with it.",
        "GWG 2022, R0020",
        _colour_spot,
    ),
    Rule(
        "colour-registration",
        "WWWW",
        "anything inside the bleed in the colour All",
        "It prints on every plate: far too much ink, and soft edges.",
        "Use black. Only marks outside the bleed print on all plates.",
        "GWG 2022, R0024",
        _colour_registration,
    ),
    Rule(
        "colour-mixing",
        "EEEE",
        "transparency groups that are not mixed in DeviceCMYK; masks by light: or DeviceGray",
        "Mixed in a screen's colours, what shines through changes its colour, black words too.",
        "Set the document's blend space to CMYK, and export again.",
        "GWG 2022, R0030",
        _colour_mixing,
    ),
    Rule(
        "transparency-old",
        "EEEE",
        "any transparency in a file that claims X-1a or X-3",
        "These were written before transparency; old machines drop it.",
        "Export as PDF/X-4, or flatten.",
        "ISO 15930-1, 6.12; ISO 15930-3, 6.12",
        _transparency_old,
    ),
    Rule(
        "overprint-white-words",
        "EEEE",
        "white words that overprint",
        "White that overprints adds nothing: the words vanish on paper.",
        "Switch overprint off for them.",
        "GWG 2022, R0007",
        _overprint_white_words,
    ),
    Rule(
        "overprint-white-area",
        "WWWW",
        "white areas and lines that overprint",
        "They vanish on paper.",
        "Switch overprint off for them.",
        "GWG 2022, R0008",
        _overprint_white_area,
    ),
    Rule(
        "overprint-missing",
        "WW--",
        "black words under 12 pt and lines under 2 pt that lie on something",
        "Where a plate wanders by a tenth of a millimetre, paper shows round each letter.",
        "Let black overprint as you export.",
        "GWG 2022, R0009 and R0010",
        _overprint_missing,
    ),
    Rule(
        "grey-small",
        "WW-W",
        "words under 12 pt and lines under 2 pt in DeviceGray that lie on something",
        "Grey cannot overprint in a defined way.",
        "Use black of CMYK instead.",
        "GWG 2022, R0011 and R0012",
        _grey_small,
    ),
    Rule(
        "overprint-grey",
        "WW--",
        "anything in DeviceGray that overprints",
        "Machines differ in what they do.",
        "Use black of CMYK, or switch overprint off.",
        "GWG 2022, R0013",
        _overprint_grey,
    ),
    Rule(
        "words-rich",
        "WWWW",
        "85 % of black or more, and more than 280 % in all (large format: 220 %)",
        "Four inks on thin strokes blur, set off and look bold.",
        "Use black ink alone for words.",
        "GWG 2022, R0015",
        _words_rich,
    ),
    Rule(
        "words-white",
        "WWWW",
        "white words on something, under 8 pt (digital and large format: 5 pt)",
        "Ink runs into thin white strokes.",
        "Set them larger or bolder, or use dark words on light.",
        "GWG 2022, R0016",
        _words_white,
    ),
    Rule(
        "words-inks",
        "WWWW",
        "words of several inks under 8 pt (digital and large format: 5 pt)",
        "Plates never meet exactly: small letters get coloured edges.",
        "Use one ink, or larger type.",
        "GWG 2022, R0017",
        _words_inks,
    ),
    Rule(
        "line-white",
        "WWWW",
        "white lines under 0.25 pt (large format: 0.15 pt)",
        "They fill in.",
        "Make them thicker.",
        "GWG 2022, R0018",
        _line_white,
    ),
    Rule(
        "line-inks",
        "WWWW",
        "lines and bars of several inks under 0.25 pt (large format: 0.15 pt)",
        "Plates never meet exactly: the line falls apart.",
        "Make it thicker, or of one ink.",
        "GWG 2022, R0019",
        _line_inks,
    ),
    Rule(
        "line-hair",
        "WWWW",
        "lines and bars of one ink under 0.25 pt (large format: 0.15 pt)",
        "A hairline that a screen shows may not print at all.",
        "Make it 0.25 pt or thicker.",
        "trade custom (bcsg, print2day, bookprinteconomy)",
        _line_hair,
    ),
    Rule(
        "ink-limit",
        "EE--",
        "320 % as a mean over any square of 15 mm, or what the printer takes",
        "Too much ink does not dry: it sets off on the next sheet and cracks at folds.",
        "Convert pictures again with the printer's profile; lighten dark grounds.",
        "GWG 2022, R0026",
        _ink_limit,
    ),
    Rule(
        "ink-unknown",
        "NN--",
        "files of more than 200 pages, protected ones, and shadings that we do not separate",
        "Total ink and bleed are measured on plates; without them nobody looked.",
        "Ask your printer to look at total ink and bleed.",
        "our own",
        _ink_unknown,
    ),
    Rule(
        "picture-coarse",
        "EEEE",
        "pictures of fewer than 150 pixels an inch as placed (digital and large format: 96; of "
        "one bit: 550, and 350)",
        "Single pixels can be seen.",
        "Show the picture smaller, or get a larger original.",
        "GWG 2022, R0031 and R0032",
        _picture_coarse,
    ),
    Rule(
        "picture-soft",
        "WWWW",
        "pictures of fewer than 225 pixels an inch as placed (digital and large format: 150; of "
        "one bit: 800, and 600)",
        "The picture looks soft beside sharp ones.",
        "Show the picture smaller, or get a larger original.",
        "GWG 2022, R0031 and R0032",
        _picture_soft,
    ),
    Rule(
        "bleed-missing",
        "EEEE",
        "art at the trim that does not go on past it",
        "A stray cut leaves a white edge.",
        "Let it run 3 mm past the trim.",
        "trade custom; GWG 2022 has boxes alone",
        _bleed_missing,
    ),
    Rule(
        "safe-cut",
        "EEEE",
        "words nearer than 3 mm to the cut",
        "They may be cut off.",
        "Move them inwards.",
        "trade custom (suchecki, bcsg)",
        _safe_cut,
    ),
    Rule(
        "safe-area",
        "WWWW",
        "words nearer than 5 mm to the cut, or than the printer asks for",
        "They look as if they were falling off the page.",
        "Move them inwards.",
        "trade custom (pqtp, webforma)",
        _safe_area,
    ),
)
"""Every rule, in the order in which it is told."""
