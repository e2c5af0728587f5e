"""The rules for finished files, in a table: one function a rule, with severity and source.

Numbers of requirements are those of GWG 2022 ("R0015"); PDF/X is ISO 15930-7:2010 for X-4. What
lies outside the bleed is never judged: marks, colour bars and slug lines belong there.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from leaflet.preflight.file.of_colours import (
    colour_mixing,
    colour_registration,
    colour_screen,
    colour_spot,
    transparency_old,
)
from leaflet.preflight.file.of_document import (
    annotation_inside,
    box_bleed,
    box_crop,
    box_trim,
    box_unequal,
    box_unit,
    file_acts,
    file_claim,
    file_data,
    file_encrypted,
    file_forbidden,
    file_intent,
    file_layers,
    file_unreadable,
    file_version,
    font_absent,
    font_courier,
    page_empty,
)
from leaflet.preflight.file.of_lines import (
    line_hair,
    line_inks,
    line_white,
    words_inks,
    words_rich,
    words_white,
)
from leaflet.preflight.file.of_overprint import (
    grey_small,
    overprint_grey,
    overprint_missing,
    overprint_white_area,
    overprint_white_words,
)
from leaflet.preflight.file.of_paper import (
    bleed_missing,
    ink_limit,
    ink_other,
    ink_unknown,
    picture_coarse,
    picture_soft,
    safe_area,
    safe_cut,
)
from leaflet.preflight.file.subject import FileSubject, Hit
from leaflet.problems import Severity
from leaflet.specs.variants import VARIANTS, Variant

SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


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
        letter = self.severities[list(VARIANTS).index(variant.like or variant.name)]
        return SEVERITIES.get(letter)


RULES: tuple[Rule, ...] = (
    Rule(
        "file-claim",
        "EEEEE",
        "no claim of PDF/X-1a, X-3 or X-4",
        "Printers' programs work by the rules that a file names. Without a claim they guess, or "
        "send it back.",
        "Export again as PDF/X-4 (or what your printer asks for).",
        "GWG 2022, R0001",
        file_claim,
    ),
    Rule(
        "file-version",
        "EEEEE",
        "X-1a and X-3 of 2001 and 2002: PDF 1.3; of 2003: 1.4; X-4: 1.6 or newer",
        "A version that does not go with the claim shows that the claim was only written on.",
        "Export again; do not rename or re-save a finished file.",
        "ISO 15930-1, -3, -4, -6, -7",
        file_version,
    ),
    Rule(
        "file-encrypted",
        "EEEEE",
        "any protection",
        "Printers have to open, impose and separate the file.",
        "Save it without a password and without restrictions.",
        "ISO 15930-7, 6.2",
        file_encrypted,
    ),
    Rule(
        "file-intent",
        "EEEEE",
        "exactly one intent for print, with a profile of four inks",
        "The intent says on which paper and press the colours were meant to look right.",
        "Export with an output intent, such as FOGRA39 for coated paper; ask your printer which "
        "one.",
        "GWG 2022, R0035; ISO 15930-7, 6.7",
        file_intent,
    ),
    Rule(
        "file-data",
        "EEEEE",
        "Trapped, title, dates and an ID",
        "PDF/X wants them so that versions cannot be taken for each other, and nobody traps twice.",
        "Export again as PDF/X; give the document a title.",
        "ISO 15930-7, 6.3, 6.4 and 6.10",
        file_data,
    ),
    Rule(
        "file-acts",
        "EEEEE",
        "any script, form, sound, film or 3D",
        "What acts on a screen may change what is printed.",
        "Take out forms, buttons and media, and export again.",
        "ISO 15930-7, 6.14",
        file_acts,
    ),
    Rule(
        "file-forbidden",
        "EEEEE",
        "LZW, PostScript, transfer curves",
        "Some machines cannot read them, others print something else.",
        "Export again from the program in which it was made.",
        "ISO 15930-7, 6.5, 6.9 and 6.13",
        file_forbidden,
    ),
    Rule(
        "file-layers",
        "EEEEE",
        "hidden layers; any layer in X-1a and X-3",
        "What is hidden on your screen may be printed, and the other way round.",
        "Delete layers that shall not be printed, and flatten the others.",
        "GWG 2022, R0034 and R0036",
        file_layers,
    ),
    Rule(
        "file-unreadable",
        "WWWWW",
        "content that breaks off, lacks a resource, or draws itself",
        "Where we cannot read on, a printer's machine may stop, or leave something out.",
        "Export the file again; look closely at this page of the proof.",
        "our own judgement",
        file_unreadable,
    ),
    Rule(
        "box-trim",
        "EEEEE",
        "one of TrimBox and ArtBox; trim inside bleed inside page",
        "The TrimBox says where the guillotine cuts.",
        "Export with trim and bleed boxes; print shops' guides call it document bleed.",
        "ISO 15930-7, 6.11",
        box_trim,
    ),
    Rule(
        "box-crop",
        "EEEEE",
        "CropBox other than the whole page",
        "A crop hides bleed and marks in programs that place pages.",
        "Remove the crop: it was set in a viewer.",
        "GWG 2022, R0003",
        box_crop,
    ),
    Rule(
        "box-unequal",
        "WWWW-",
        "trims that differ by more than 0.1 pt; any turn",
        "Sheets of one job are cut alike.",
        "Make all pages one size and turn none.",
        "GWG 2022, R0004",
        box_unequal,
    ),
    Rule(
        "box-unit",
        "EEEWE",
        "any unit but the point",
        "Programs that do not know other units print the page too small.",
        "Export at full size.",
        "GWG 2022, R0002",
        box_unit,
    ),
    Rule(
        "box-bleed",
        "EEEEE",
        "less than 3 mm on a side, or what the printer asks for",
        "Guillotines wander by a millimetre: without bleed a white edge shows.",
        "Let pictures and grounds run 3 mm past the edge, and export with bleed.",
        "trade custom (webforma.co.uk/bleed.asp)",
        box_bleed,
    ),
    Rule(
        "page-empty",
        "WW-W-",
        "a page without ink",
        "An empty page is printed and paid for, and often shows that something is missing.",
        "Delete it, or see what is missing.",
        "GWG 2022, R0005",
        page_empty,
    ),
    Rule(
        "annotation-inside",
        "EEEEE",
        "any link, note or field that touches trim or bleed",
        "Printers' checks stop at them; some machines print their frames.",
        "Export without links and notes.",
        "ISO 15930-7, 6.15",
        annotation_inside,
    ),
    Rule(
        "font-absent",
        "EEEEE",
        "any font that is not embedded",
        "The printer's machine takes another font: letters are lost, lines break elsewhere.",
        "Embed all fonts as you export.",
        "ISO 15930-7, 6.6",
        font_absent,
    ),
    Rule(
        "font-courier",
        "WW---",
        "a font named exactly Courier",
        "Many programs put Courier where a font was missing.",
        "See that it is meant; else mend the font and export again.",
        "GWG 2022, R0014",
        font_courier,
    ),
    Rule(
        "colour-screen",
        "EEEEE",
        "RGB, grey or RGB with a profile, Lab; where pictures in RGB are taken, all but pictures "
        "with a profile",
        "Presses print inks. Somebody has to turn screen colours into them, and black words "
        "become four inks.",
        "Export in CMYK for the printer's condition; or ask for a check `--for` a press that "
        "takes RGB.",
        "GWG 2022, R0027 and R0028",
        colour_screen,
    ),
    Rule(
        "colour-spot",
        "EEE--",
        "any ink but cyan, magenta, yellow and black",
        "Each further ink is a further plate, which costs.",
        "Turn it into the four inks, or order the job with it.",
        "GWG 2022, R0020",
        colour_spot,
    ),
    Rule(
        "colour-registration",
        "WWWWW",
        "anything inside the bleed in the colour All",
        "It prints on every plate: far too much ink, and soft edges.",
        "Use black. Only marks outside the bleed print on all plates.",
        "GWG 2022, R0024",
        colour_registration,
    ),
    Rule(
        "colour-mixing",
        "EEEEE",
        "transparency groups that are not mixed in DeviceCMYK; masks by light: or DeviceGray",
        "Mixed in a screen's colours, what shines through changes its colour, black words too.",
        "Set the document's blend space to CMYK, and export again.",
        "GWG 2022, R0030",
        colour_mixing,
    ),
    Rule(
        "transparency-old",
        "EEEEE",
        "any transparency in a file that claims X-1a or X-3",
        "These were written before transparency; old machines drop it.",
        "Export as PDF/X-4, or flatten.",
        "ISO 15930-1, 6.12; ISO 15930-3, 6.12",
        transparency_old,
    ),
    Rule(
        "overprint-white-words",
        "EEEEE",
        "white words that overprint",
        "White that overprints adds nothing: the words vanish on paper.",
        "Switch overprint off for them.",
        "GWG 2022, R0007",
        overprint_white_words,
    ),
    Rule(
        "overprint-white-area",
        "WWWWW",
        "white areas and lines that overprint",
        "They vanish on paper.",
        "Switch overprint off for them.",
        "GWG 2022, R0008",
        overprint_white_area,
    ),
    Rule(
        "overprint-missing",
        "WWW--",
        "black words under 12 pt and lines under 2 pt that lie on something",
        "Where a plate wanders by a tenth of a millimetre, paper shows round each letter.",
        "Let black overprint as you export.",
        "GWG 2022, R0009 and R0010",
        overprint_missing,
    ),
    Rule(
        "grey-small",
        "WWW-W",
        "words under 12 pt and lines under 2 pt in DeviceGray that lie on something",
        "Grey cannot overprint in a defined way.",
        "Use black of CMYK instead.",
        "GWG 2022, R0011 and R0012",
        grey_small,
    ),
    Rule(
        "overprint-grey",
        "WWW--",
        "anything in DeviceGray that overprints",
        "Machines differ in what they do.",
        "Use black of CMYK, or switch overprint off.",
        "GWG 2022, R0013",
        overprint_grey,
    ),
    Rule(
        "words-rich",
        "WWWWW",
        "85 % of black or more, and more than 280 % in all (large format: 220 %)",
        "Four inks on thin strokes blur, set off and look bold.",
        "Use black ink alone for words.",
        "GWG 2022, R0015",
        words_rich,
    ),
    Rule(
        "words-white",
        "WWWWW",
        "white words on something, under 8 pt (digital and large format: 5 pt)",
        "Ink runs into thin white strokes.",
        "Set them larger or bolder, or use dark words on light.",
        "GWG 2022, R0016",
        words_white,
    ),
    Rule(
        "words-inks",
        "WWWWW",
        "words of several inks under 8 pt (digital and large format: 5 pt)",
        "Plates never meet exactly: small letters get coloured edges.",
        "Use one ink, or larger type.",
        "GWG 2022, R0017",
        words_inks,
    ),
    Rule(
        "line-white",
        "WWWWW",
        "white lines under 0.25 pt (large format: 0.15 pt)",
        "They fill in.",
        "Make them thicker.",
        "GWG 2022, R0018",
        line_white,
    ),
    Rule(
        "line-inks",
        "WWWWW",
        "lines and bars of several inks under 0.25 pt (large format: 0.15 pt)",
        "Plates never meet exactly: the line falls apart.",
        "Make it thicker, or of one ink.",
        "GWG 2022, R0019",
        line_inks,
    ),
    Rule(
        "line-hair",
        "WWWWW",
        "lines and bars of one ink under 0.25 pt (large format: 0.15 pt)",
        "A hairline that a screen shows may not print at all.",
        "Make it 0.25 pt or thicker.",
        "trade custom (bcsg, print2day, bookprinteconomy)",
        line_hair,
    ),
    Rule(
        "ink-limit",
        "EEE--",
        "320 % as a mean over any square of 15 mm, or what the printer takes",
        "Too much ink does not dry: it sets off on the next sheet and cracks at folds.",
        "Convert pictures again with the printer's profile; lighten dark grounds.",
        "GWG 2022, R0026",
        ink_limit,
    ),
    Rule(
        "ink-other",
        "-E---",
        "any cyan, magenta or yellow on a job in black alone",
        "Each ink is a plate, and a pass through the press: what is not ordered is missing on "
        "paper, or paid for.",
        "Make everything black or grey, or order the job in four inks.",
        "our own: what a job in one ink means",
        ink_other,
    ),
    Rule(
        "ink-unknown",
        "NNN--",
        "files of more than 200 pages, protected ones, and shadings that we do not separate",
        "Total ink and bleed are measured on plates; without them nobody looked.",
        "Ask your printer to look at total ink and bleed.",
        "our own",
        ink_unknown,
    ),
    Rule(
        "picture-coarse",
        "EEEEE",
        "pictures of fewer than 150 pixels an inch as placed (digital and large format: 96; of "
        "one bit: 550, and 350)",
        "Single pixels can be seen.",
        "Show the picture smaller, or get a larger original.",
        "GWG 2022, R0031 and R0032",
        picture_coarse,
    ),
    Rule(
        "picture-soft",
        "WWWWW",
        "pictures of fewer than 225 pixels an inch as placed (digital and large format: 150; of "
        "one bit: 800, and 600)",
        "The picture looks soft beside sharp ones.",
        "Show the picture smaller, or get a larger original.",
        "GWG 2022, R0031 and R0032",
        picture_soft,
    ),
    Rule(
        "bleed-missing",
        "EEEEE",
        "art at the trim that does not go on past it",
        "A stray cut leaves a white edge.",
        "Let it run 3 mm past the trim.",
        "trade custom; GWG 2022 has boxes alone",
        bleed_missing,
    ),
    Rule(
        "safe-cut",
        "EEEEE",
        "words nearer than 3 mm to the cut",
        "They may be cut off.",
        "Move them inwards.",
        "trade custom (suchecki, bcsg)",
        safe_cut,
    ),
    Rule(
        "safe-area",
        "WWWWW",
        "words nearer than 5 mm to the cut, or than the printer asks for",
        "They look as if they were falling off the page.",
        "Move them inwards.",
        "trade custom (pqtp, webforma)",
        safe_area,
    ),
)
"""Every rule, in the order in which it is told."""
