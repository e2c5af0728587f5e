"""A finished file as a stencil: what its records have in common, and slots for what differs.

Layout draws each slot between two marks (`typeset.stencil`). A page is cut there. What stands
before, between and behind slots becomes forms that every record draws with; each begins in the
graphics state that it was in, so that it stands alone.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name

from leaflet.pdf.content import Instruction, operands_of, read_content, write_content
from leaflet.press.colour import BLACK, Colours
from leaflet.press.separate import OVERPRINT

_MARK = re.compile(r"/leaflet-(?P<slot>\d+)-(?P<which>begins|ends)")

_STATE = frozenset(
    [
        "cm",
        "w",
        "J",
        "j",
        "M",
        "d",
        "ri",
        "i",
        "gs",
        "CS",
        "cs",
        "SC",
        "SCN",
        "sc",
        "scn",
        "G",
        "g",
        "RG",
        "rg",
        "K",
        "k",
        "Tc",
        "Tw",
        "Tz",
        "TL",
        "Tf",
        "Tr",
        "Ts",
    ]
)
"""Operators that change the graphics state (ISO 32000-1:2008, 8.4.4, 8.6.8 and 9.3)."""

_PATH = frozenset(["m", "l", "c", "v", "y", "re", "h"])
_CLIPS = frozenset({"W", "W*"})


class UnfitError(Exception):
    """A file that no record can be set from."""


Cuts = list["bytes | int"]
"""Content in its order: operators that all records have, and the numbers of slots."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A run of instructions that stands alone, or the state in which a slot is drawn."""

    instructions: list[Instruction]
    depth: int
    """How many levels of saved state they leave open."""

    slot: int | None = None


class _Cutter:
    """Cuts a form at its slots, so that every part stands alone."""

    def __init__(self) -> None:
        self.levels: list[list[Instruction]] = [[]]
        """What was set since each `q`."""

        self.body: list[Instruction] = []
        self.path: list[Instruction] = []
        self.clips = False
        self.slot: int | None = None
        self.parts: list[_Part] = []

    def run(self, stream: pikepdf.Object) -> bool:
        """Cut a form; return whether there was a slot in it.

        Raises:
            UnfitError: it cannot be cut.
        """
        for operator, instruction in read_content(stream):
            mark = _marked(operator, instruction)
            if mark:
                self._mark(*mark)
            elif self.slot is None:
                self._step(operator, instruction)
        if self.slot is not None or self.path:
            msg = "a slot does not end"
            raise UnfitError(msg)
        self.parts.append(_Part(self.body, len(self.levels) - 1))
        return len(self.parts) > 1

    def _step(self, operator: str, instruction: Instruction) -> None:
        self.body.append(instruction)
        if operator == "q":
            self.levels.append([])
        elif operator == "Q":
            if len(self.levels) == 1:
                msg = "a state is restored that was not saved"
                raise UnfitError(msg)
            self.levels.pop()
        elif operator in _STATE:
            self.levels[-1].append(instruction)
        elif operator in _PATH or operator in _CLIPS:
            self.path.append(instruction)
            self.clips = self.clips or operator in _CLIPS
        elif self.path:
            if self.clips:
                self.levels[-1] += [*self.path, _END_PATH]
            self.path, self.clips = [], False

    def _mark(self, slot: int, begins: bool) -> None:  # noqa: FBT001 - private, and read by name
        if self.path or begins is (self.slot is not None) or (not begins and slot != self.slot):
            msg = "a slot stands where none can be cut out"
            raise UnfitError(msg)
        depth = len(self.levels) - 1
        if begins:
            self.parts += [_Part(self.body, depth), _Part(self._state(), depth, slot)]
            self.slot = slot
        else:
            self.slot = None
            self.body = self._state()

    def _state(self) -> list[Instruction]:
        """Return what brings about the state that holds now."""
        first, *others = self.levels
        return [*first, *(one for level in others for one in (_SAVE, *level))]


_SAVE = pikepdf.ContentStreamInstruction([], pikepdf.Operator("q"))
_RESTORE = pikepdf.ContentStreamInstruction([], pikepdf.Operator("Q"))
_END_PATH = pikepdf.ContentStreamInstruction([], pikepdf.Operator("n"))

_PAINTS = frozenset(
    ["f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "Do", "Tj", "TJ", "'", '"', "EI"]
) | {"INLINE IMAGE"}


def _paints(instruction: Instruction) -> bool:
    return str(instruction.operator) in _PAINTS


def _marked(operator: str, instruction: Instruction) -> tuple[int, bool] | None:
    """Return the slot of a mark and whether it begins there; nothing for anything else."""
    if operator != "gs":
        return None
    found = _MARK.fullmatch(str(operands_of(instruction)[0]))
    return (int(found["slot"]), found["which"] == "begins") if found else None


# One page ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stencil:
    """A page of a finished file, cut."""

    page: pikepdf.Object
    """The page; its content is that of the record that it was made of."""

    cuts: Cuts
    """Its content; nothing but one run of operators where it has no slots."""

    @property
    def slots(self) -> list[int]:
        """Return the numbers of the slots on it, in the order of drawing."""
        return [one for one in self.cuts if isinstance(one, int)]

    @property
    def around(self) -> tuple[bytes, bytes]:
        """Return what all records draw before their first slot, and behind their last one."""
        first, last = self.cuts[0], self.cuts[-1]
        return (first if isinstance(first, bytes) else b"", last if isinstance(last, bytes) else b"")

    def content(self, contents: Sequence[bytes]) -> bytes:
        """Return what a record draws between, packed.

        Args:
            contents: What it puts into the slots of the whole file, by their numbers.
        """
        slots = [at for at, one in enumerate(self.cuts) if isinstance(one, int)]
        own = self.cuts[slots[0] : slots[-1] + 1]
        parts = [contents[one] if isinstance(one, int) else one for one in own]
        return zlib.compress(b"\n".join(parts), _EFFORT)


_EFFORT = 6
"""Effort of packing, as zlib counts it; more of it makes content no smaller."""


def stencils(pdf: pikepdf.Pdf) -> list[Stencil]:
    """Return the pages of a file cut at their slots; the file gains forms that they draw with.

    Raises:
        UnfitError: some page cannot be cut.
    """
    return [Stencil(page.obj, _cut_page(pdf, page)) for page in pdf.pages]


def _cut_page(pdf: pikepdf.Pdf, page: pikepdf.Page) -> Cuts:
    """Return a page's content, the forms that hold slots taken apart."""
    cutters = {}
    for name, form in page.resources.get("/XObject", Dictionary()).items():
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == Name.Form:
            cutter = _Cutter()
            if cutter.run(form):
                cutters[name] = cutter
    found: Cuts = []
    waiting: list[Instruction] = []
    slot: int | None = None
    for operator, instruction in read_content(page):
        mark = _marked(operator, instruction)
        if mark:
            slot = mark[0] if mark[1] else None
            found += [write_content(waiting), mark[0]] if mark[1] else []
            waiting = []
            continue
        name = str(operands_of(instruction)[0]) if operator == "Do" else ""
        if name in cutters:
            found.append(write_content(waiting))
            waiting = []
            form = page.resources.XObject[name]
            _share_resources(page.obj, form)
            found += _drawn_apart(pdf, page.obj, name, form, cutters[name])
            del page.obj.Resources.XObject[name]
        elif slot is None:
            waiting.append(instruction)
    found.append(write_content(waiting))
    return _merged(found)


_OF_ENCODING = frozenset({"/Length", "/Filter", "/DecodeParms"})


def _drawn_apart(
    pdf: pikepdf.Pdf, page: pikepdf.Object, name: str, form: pikepdf.Object, cutter: _Cutter
) -> Cuts:
    """Return how a form is drawn: its parts as forms, its slots in the page's own content."""
    left, low, right, top = (float(one) for one in form.BBox.as_list())
    matrix = [float(one) for one in form.get("/Matrix", Array([1, 0, 0, 1, 0, 0])).as_list()]
    place = " ".join(f"{one:g}" for one in matrix)
    begin = (
        f"q {place} cm {left:.6f} {low:.6f} {right - left:.6f} {top - low:.6f} re W n\n".encode()
    )
    found: Cuts = []
    for number, part in enumerate(cutter.parts):
        content = write_content([*part.instructions, *[_RESTORE] * part.depth])
        if part.slot is not None:
            state = write_content(part.instructions)
            found += [begin + state, part.slot, b"Q " * part.depth + b"Q"]
        elif any(map(_paints, part.instructions)):
            about = {key: one for key, one in form.items() if key not in _OF_ENCODING}
            piece = pdf.make_stream(content, about)
            page.Resources.XObject[f"{name}-{number}"] = piece
            found.append(f"{name}-{number} Do".encode())
    return found


def _share_resources(page: pikepdf.Object, form: pikepdf.Object) -> None:
    """Let a page draw with what a form draws with.

    Raises:
        UnfitError: the page has something else under such a name.
    """
    for kind in ("/Font", "/ExtGState", "/ColorSpace"):
        if kind not in form.Resources:
            continue
        mine = Dictionary(dict(page.Resources.get(kind, Dictionary()).items()))
        for name, value in form.Resources[kind].items():
            if _MARK.fullmatch(name):
                continue
            if name in mine and not _alike(mine[name], value):
                msg = f"{name} means two things"
                raise UnfitError(msg)
            mine[name] = value
        page.Resources[kind] = mine


def _alike(one: pikepdf.Object, other: pikepdf.Object) -> bool:
    if one.is_indirect and other.is_indirect:
        return one.objgen == other.objgen
    return bool(one == other)


def _merged(cuts: Cuts) -> Cuts:
    """Return cuts in which runs of operators that follow each other are one."""
    found: Cuts = []
    for one in cuts:
        last = found[-1] if found else None
        if isinstance(one, bytes) and isinstance(last, bytes):
            found[-1] = last + b"\n" + one
        else:
            found.append(one)
    return found


# What is put in ----------------------------------------------------------------------------------

_SETS_COLOUR = re.compile(rb"(?P<parts>[\d. ]+) (?P<operator>rg|RG|g|G)")
_TAG = re.compile(rb"(?:^/\w+\n(?:<<[^>]*>>\n)?B[DM]C\n|\nEMC$)", re.MULTILINE)


class InInks:
    """Turns what layout draws in slots into inks, as separation does with a page."""

    def __init__(self, inks: Colours) -> None:
        """Tell what colours become."""
        self.inks = inks
        self._known: dict[bytes, tuple[bytes, bool]] = {}

    def __call__(self, content: bytes) -> bytes:
        """Return operators of layout in inks, without marks for tags."""
        state: tuple[bool, bool] | None = None
        stack: list[tuple[bool, bool] | None] = []
        lines: list[bytes] = []
        for line in _TAG.sub(b"", content).split(b"\n"):
            if line == b"q":
                stack.append(state)
            elif line == b"Q" and stack:
                state = stack.pop()
            elif found := _SETS_COLOUR.fullmatch(line):
                stroke = found["operator"].isupper()
                colour, black = self._colour(found["parts"])
                strokes, fills = state or (False, False)
                wanted = (black, fills) if stroke else (strokes, black)
                if wanted != state:
                    state = wanted
                    name = f"{OVERPRINT}{int(wanted[0])}{int(wanted[1])}"
                    lines.append(f"{name} gs".encode())
                lines.append(colour + (b" K" if stroke else b" k"))
                continue
            lines.append(line)
        return b"\n".join(lines)

    def _colour(self, parts: bytes) -> tuple[bytes, bool]:
        """Return a colour in inks, and whether it is black ink alone."""
        if parts not in self._known:
            numbers = [float(one) for one in parts.split()]
            made = self.inks.of(*numbers) if len(numbers) > 1 else self.inks.of_grey(numbers[0])
            made = self.inks.solid(made)
            written = write_content([("k", list(made))]).removesuffix(b" k")
            self._known[parts] = (written, tuple(made) == BLACK)
        return self._known[parts]
