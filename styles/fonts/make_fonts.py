# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0", "fontpkg-source-serif-4==4.4"]
# ///
"""Cut the two faces of "Leaflet Display" from the variable Source Serif 4.

Why static cuts at all: left variable, the serif follows its optical size, so that the 60 pt title
came out thin and the 18 pt text dark. One optical size (34) keeps them one voice.

Why another name: "Source" is a Reserved Font Name under the SIL Open Font License, and a changed
version may not bear it. Both faces share ONE family, so that CSS and fontconfig choose between
them by weight, without `@font-face`.

The same wheel and the same fontTools give the same bytes. Run it from anywhere:

    python styles/fonts/make_fonts.py
"""

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

HERE = Path(__file__).resolve().parent
WHEEL = "fontpkg_source_serif_4"
VARIABLE_FILE = "SourceSerif4[opsz,wght].ttf"

FAMILY = "Leaflet Display"
VERSION = "Version 4.004; Leaflet Display 1.0"
VERSION_TAG = "4.004;LEAF"  # the first half of the unique name, as the original has it
CHANGES = "Cut from Source Serif 4.004 at optical size 34, subset and renamed."
OPTICAL_SIZE = 34

# What the charity's languages need: Latin with Vietnamese, Greek and Cyrillic, and what stands
# between words. Old Greek and the symbols of chess and arrows are left out: they double the file.
CHARACTERS = (
    (0x0020, 0x007E),  # Basic Latin
    (0x00A0, 0x00FF),  # Latin-1
    (0x0100, 0x024F),  # Latin Extended-A and -B
    (0x0250, 0x02FF),  # letters and marks that stand alone
    (0x0300, 0x036F),  # combining marks
    (0x0370, 0x03FF),  # Greek
    (0x0400, 0x052F),  # Cyrillic
    (0x1E00, 0x1EFF),  # Latin Extended Additional: Vietnamese, Welsh, German capital sharp s
    (0x2000, 0x206F),  # punctuation, and the marks that isolate left-to-right runs
    (0x2070, 0x209F),  # raised and lowered figures
    (0x20A0, 0x20BF),  # currencies
    (0x2100, 0x214F),  # letter-like signs
    (0x2150, 0x218F),  # fractions
    (0x2212, 0x2212),  # minus
    (0xFB00, 0xFB06),  # Latin ligatures
)

# Beside the subsetter's own choice (kerning, ligatures, marks, local forms, fractions).
FEATURES = ("case", "lnum", "onum", "pnum", "tnum")

# Names of the OpenType name table, and the bits that tell an operating system the style.
COPYRIGHT, LEGACY_FAMILY, LEGACY_STYLE, UNIQUE, FULL, VERSION_ID, POSTSCRIPT = range(7)
DESCRIPTION, LICENCE, LICENCE_ADDRESS, FAMILY_ID, STYLE_ID = 10, 13, 14, 16, 17
KEPT_NAMES = (COPYRIGHT, 7, 8, 9, 11, LICENCE, LICENCE_ADDRESS)  # 7 to 11: trademark and makers
WINDOWS, UNICODE, ENGLISH = 3, 1, 0x409
SELECTION_BOLD, SELECTION_REGULAR, SELECTION_TYPO_METRICS = 1 << 5, 1 << 6, 1 << 7
MAC_BOLD = 1 << 0
PANOSE_WEIGHT = {600: 7, 700: 8}

# Tables that only a variable font needs, and a signature that no longer fits.
DROPPED_TABLES = ("STAT", "fvar", "gvar", "avar", "HVAR", "MVAR", "DSIG")


@dataclass(frozen=True)
class Cut:
    """One static face.

    Attributes:
        weight: The weight as CSS and fontconfig count it.
        style: The name of the style within the family.
        legacy_family: The family for programs that know only regular and bold.
        legacy_style: The style within that family.
    """

    weight: int
    style: str
    legacy_family: str
    legacy_style: str

    @property
    def is_bold(self) -> bool:
        """Whether this face is the bold one of its legacy family."""
        return self.legacy_style == "Bold"

    @property
    def postscript(self) -> str:
        """The name in PDF files, which may hold no space."""
        return f"{FAMILY.replace(' ', '')}-{self.style}"


CUTS = (
    Cut(600, "SemiBold", f"{FAMILY} SemiBold", "Regular"),
    Cut(700, "Bold", FAMILY, "Bold"),
)


def source() -> Path:
    """Find the variable font in the installed wheel.

    Returns:
        The path of the upright variable font.

    Raises:
        SystemExit: If the wheel is not installed.
    """
    spec = find_spec(WHEEL)
    if spec is None or not spec.submodule_search_locations:
        message = f"The package {WHEEL.replace('_', '-')} is not installed."
        raise SystemExit(message)
    return Path(spec.submodule_search_locations[0]) / "files" / VARIABLE_FILE


def subset(font: TTFont) -> None:
    """Leave only the characters that leaflets need, with their kerning and ligatures.

    Args:
        font: The font, still variable; changed in place.
    """
    options = Options()
    options.layout_features = [*options.layout_features, *FEATURES]
    options.name_IDs = list(KEPT_NAMES)
    options.notdef_outline = True  # a missing glyph must show, not vanish
    options.hinting = True  # only the instructions that switch hinting off on screens
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[c for low, high in CHARACTERS for c in range(low, high + 1)])
    subsetter.subset(font)


def rename(font: TTFont, cut: Cut) -> None:
    """Give the face its own names, so that no reserved name is left and the family is one.

    Args:
        font: The static font; changed in place.
        cut: Which face it is.
    """
    names = font["name"]
    names.names = [record for record in names.names if record.nameID in KEPT_NAMES]
    for name_id, text in {
        LEGACY_FAMILY: cut.legacy_family,
        LEGACY_STYLE: cut.legacy_style,
        UNIQUE: f"{VERSION_TAG};{cut.postscript}",
        FULL: f"{FAMILY} {cut.style}",
        VERSION_ID: VERSION,
        POSTSCRIPT: cut.postscript,
        DESCRIPTION: CHANGES,
        FAMILY_ID: FAMILY,
        STYLE_ID: cut.style,
    }.items():
        names.setName(text, name_id, WINDOWS, UNICODE, ENGLISH)


def restyle(font: TTFont, cut: Cut) -> None:
    """Set the weight and the style bits, which the instancer leaves as the default master has them.

    Args:
        font: The static font; changed in place.
        cut: Which face it is.
    """
    metrics = font["OS/2"]
    metrics.usWeightClass = cut.weight
    metrics.panose.bWeight = PANOSE_WEIGHT[cut.weight]
    style = SELECTION_BOLD if cut.is_bold else SELECTION_REGULAR
    metrics.fsSelection = SELECTION_TYPO_METRICS | style
    font["head"].macStyle = MAC_BOLD if cut.is_bold else 0


def make(cut: Cut) -> Path:
    """Cut one face from the variable font and write it beside this script.

    Args:
        cut: Which face to make.

    Returns:
        The file that was written.
    """
    # The original's date is kept: a time of making would change the bytes on every run.
    font = TTFont(source(), recalcTimestamp=False)
    subset(font)  # before the cut, so that no glyph is cut that does not stay
    location = {"opsz": OPTICAL_SIZE, "wght": cut.weight}
    instantiateVariableFont(font, location, inplace=True)
    for table in DROPPED_TABLES:
        if table in font:
            del font[table]
    rename(font, cut)
    restyle(font, cut)
    path = HERE / f"{cut.postscript}.ttf"
    font.save(path)
    return path


def main() -> None:
    """Make both faces."""
    for cut in CUTS:
        make(cut)


if __name__ == "__main__":
    main()
