"""The parts that an author may place, as data.

To add one: an entry here, a macro of the same name in `templates/parts/`, and its looks in
`styles/parts.css`. A test holds the three together.
"""

from dataclasses import dataclass
from typing import Literal

from leaflet.specs.formats import PINS


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of a part."""

    name: str
    kind: Literal["words", "picture", "contacts", "web", "number"]
    """What it is looked up as: plain words, a picture file, contacts or partners in the
    facts, a web address, or a whole number from `least` to `most`."""

    says: str
    required: bool = False
    least: int = 0
    most: int = 0
    usual: int = 0
    """The number where none is written."""


@dataclass(frozen=True, slots=True)
class PartKind:
    """What a part is, which options it has, and whether text stands inside it."""

    name: str
    says: str
    options: tuple[Option, ...] = ()
    body: Literal["none", "optional", "required"] = "optional"
    titles: tuple[str, ...] | None = ()
    """Words allowed after `|`: none (empty), some, or any (`None`)."""


_PICTURE = Option("picture", "picture", "the picture's file, from the leaflet's folder")
_ALT = Option("alt", "words", "what the picture shows, for people who cannot see it")

_PARTS = (
    PartKind(
        "callout",
        "one sentence or two, set large",
        body="required",
        titles=None,
    ),
    PartKind("story", "somebody's own words", (_PICTURE, _ALT), body="required"),
    PartKind(
        "contacts",
        "ways to reach somebody, from the facts",
        (Option("of", "contacts", "one contact or a list of them", required=True),),
    ),
    PartKind(
        "qr",
        "a QR code with its address beside it, and words of your own",
        (
            Option("of", "contacts", "the contact whose web address it holds"),
            Option("address", "web", "the web address it holds, if it is not in the facts"),
        ),
    ),
    PartKind(
        "tear-off",
        "strips to tear off at the foot of a poster, each with phone, web address and QR code",
        (
            Option("of", "contacts", "the contact that each strip names", required=True),
            Option(
                "strips",
                "number",
                "how many, from 4 to 12; 7 if you say nothing",
                least=4,
                most=12,
                usual=7,
            ),
        ),
    ),
    PartKind(
        "steps",
        "a numbered list with a picture to each step, or of pictures alone",
        body="required",
    ),
    PartKind("rows", "a list with a picture to each item", body="required"),
    PartKind(
        "figure",
        "a picture with its caption; `edge`: it comes in from the panel's edge; `bleed`: it goes "
        "from edge to edge",
        (
            Option("picture", "picture", _PICTURE.says, required=True),
            Option("alt", "words", _ALT.says, required=True),
        ),
        titles=("edge", "bleed"),
    ),
    PartKind(
        "quotation",
        "words of somebody else, and whose they are",
        (Option("by", "words", "who said it, and where"),),
        body="required",
    ),
    PartKind(
        "timeline", "a list of times, each in bold with what happens behind it", body="required"
    ),
    PartKind("columns", "short text or a list in two columns side by side", body="required"),
    PartKind("glossary", "hard words and what they mean", body="required"),
    PartKind(
        "form",
        "what readers fill in: items that begin with [ ] get a box to tick, others a line to write "
        "on",
        body="required",
        titles=None,
    ),
    PartKind(
        "contents",
        "the headings of the text, with their pages, in a booklet or large print",
        titles=None,
    ),
    PartKind(
        "notes",
        "a page with lines for readers to write on, in a booklet or large print",
        (
            Option(
                "lines",
                "number",
                "how many, from 4 to 20; 12 if you say nothing",
                least=4,
                most=20,
                usual=12,
            ),
        ),
        body="none",
        titles=None,
    ),
    PartKind(
        "map",
        "where something is: a map, or a visible gap until there is one",
        (
            Option("of", "contacts", "the contact whose address it shows", required=True),
            _PICTURE,
            _ALT,
        ),
    ),
    PartKind(
        "partners",
        "names of other organisations, from the facts",
        (Option("of", "contacts", "one partner or a list of them", required=True),),
    ),
    PartKind(
        "imprint",
        "version, review dates and holder, from the front matter and the facts",
        body="none",
    ),
    PartKind("new-panel", "the text goes on at the top of the next panel", body="none"),
    PartKind(
        "backdrop",
        "a picture across a whole side of the sheet, folds and all, behind its panels",
        (Option("picture", "picture", _PICTURE.says, required=True),),
        body="none",
        titles=("outside", "inside", "front"),
    ),
    PartKind(
        "below",
        "the lower zone of a panel, on a ground of its own; behind it the next panel begins",
        body="required",
        titles=("action", "help", "quiet"),
    ),
)

PARTS: dict[str, PartKind] = {part.name: part for part in _PARTS}
"""Every part by name."""

PANELS: dict[str, PartKind] = {
    name: PartKind(name, f"what stands on the panel {name}", (_PICTURE, _ALT))
    for name in sorted(PINS)
}
"""Every panel that something may be pinned to, by name."""

KINDS: dict[str, PartKind] = {**PARTS, **PANELS}
"""Everything that may stand after `///`."""
