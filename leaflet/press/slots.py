"""A finished file as a stencil: what its records have in common, and slots for what differs.

Layout draws each slot between two marks (`typeset.stencil`). A page is cut there. What stands
before, between and behind slots becomes forms that every record draws with; each begins in the
graphics state that it was in, so that it stands alone.
"""

import io
import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name

from leaflet.pdf.content import Instruction, operands_of, read_content, write_content
from leaflet.press.colour import BLACK, Colours
from leaflet.press.screen import written
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
            mark = marked(operator, instruction)
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


def marked(operator: str, instruction: Instruction) -> tuple[int, bool] | None:
    """Return the slot of a mark and whether it begins there; nothing for anything else."""
    if operator != "gs":
        return None
    found = _MARK.fullmatch(str(operands_of(instruction)[0]))
    return (int(found["slot"]), found["which"] == "begins") if found else None


# One page ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Own:
    """A form that each record has for itself: slots between which nothing is painted."""

    name: str
    """What its page calls it."""

    cuts: Cuts
    about: Mapping[str, pikepdf.Object]
    """Its box, its resources and its matrix: those of the form that it was cut from."""

    def content(self, contents: Sequence[bytes]) -> bytes:
        """Return its content for a record, packed.

        Args:
            contents: What the record puts into the slots of the whole file, by their numbers.
        """
        parts = [contents[one] if isinstance(one, int) else one for one in self.cuts]
        return zlib.compress(b"\n".join(parts), _EFFORT)


_EFFORT = 6
"""Effort of packing, as zlib counts it; with more of it these are no smaller."""


@dataclass(frozen=True, slots=True)
class Stencil:
    """A page of a finished file, cut: its content draws forms that all records share, and own ones.

    A slot has to be drawn by a form as it was before. Some programs mix colours in a form in other
    steps than on a page, and edges of letters come out a two-hundred-and-fiftieth lighter.
    """

    page: pikepdf.Object
    owns: tuple[Own, ...]

    def resources(self, forms: Mapping[str, pikepdf.Object]) -> pikepdf.Object:
        """Return the page's resources with the forms of a record."""
        mine = Dictionary(dict(self.page.Resources.items()))
        mine.XObject = Dictionary({**dict(mine.XObject.items()), **forms})
        return mine


def stencils(pdf: pikepdf.Pdf) -> list[Stencil]:
    """Return the pages of a file cut at their slots; the file gains forms that they draw with.

    Raises:
        UnfitError: some page cannot be cut.
    """
    return [Stencil(page.obj, _cut_page(pdf, page)) for page in pdf.pages]


def holds(data: bytes, contents: Sequence[bytes]) -> bool:
    """Return whether a finished file holds in its slots what would be put into them.

    Args:
        data: A finished file with slots.
        contents: What the record that it was made of puts into them, in inks.
    """
    found: dict[int, list[Instruction]] = {}
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            _gather(page, found)
            for thing in page.resources.get("/XObject", Dictionary()).values():
                if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Form:
                    _gather(thing, found)
        if sorted(found) != list(range(len(contents))):
            return False
        return all(
            plain(write_content(found[slot])) == plain(content)
            for slot, content in enumerate(contents)
        )


def _gather(stream: pikepdf.Object | pikepdf.Page, found: dict[int, list[Instruction]]) -> None:
    """Gather what stands between marks."""
    slot: int | None = None
    for operator, instruction in read_content(stream):
        mark = marked(operator, instruction)
        if mark:
            slot = mark[0] if mark[1] else None
            if slot is not None:
                found[slot] = []
        elif slot is not None:
            found[slot].append(instruction)


_WORD = re.compile(rb"[-+.\d]+|[^\s\[\]<>]+|[\[\]<>]")


_OVERPRINTS = re.compile(rb"%b\d\d\s+gs\b" % OVERPRINT.encode())


_RECTANGLE = re.compile(rb"\b(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+re\b")


def _corners(found: re.Match[bytes]) -> bytes:
    """Return a rectangle as the lines that it stands for (ISO 32000-1:2008, table 59)."""
    x, y, width, height = map(int, found.groups())
    right, top = x + width, y + height
    return b"%d %d m %d %d l %d %d l %d %d l h" % (x, y, right, y, right, top, x, top)


def plain(content: bytes) -> list[object]:
    """Return operators without regard to how numbers and spaces are written.

    What overprints is left out: a page says it only where it changes, and a slot always.
    """
    words: list[object] = []
    content = _RECTANGLE.sub(_corners, content)
    for word in _WORD.findall(_OVERPRINTS.sub(b"", content).replace(b"()", b"<>")):
        try:
            words.append(round(float(word), 3))
        except ValueError:
            words.append(word)
    return words


class PressBase:
    """A finished file for the press, open, to fill its slots for one record after the other."""

    def __init__(self, data: bytes) -> None:
        """Open and cut it.

        Args:
            data: The finished file of a record, each slot between its marks.

        Raises:
            UnfitError: some page cannot be cut.
        """
        self.pdf = pikepdf.open(io.BytesIO(data))
        self._pages = [(one, one.page.Resources) for one in stencils(self.pdf) if one.owns]

    def filled(self, contents: Sequence[bytes]) -> bytes:
        """Return the file for a record that goes by the same layout.

        Args:
            contents: What it puts into the slots, in inks.
        """
        for one, resources in self._pages:
            one.page.Resources = resources
            packed = [own.content(contents) for own in one.owns]
            one.page.Resources = one.resources(own_forms(self.pdf, one, packed))
        return written(self.pdf, version="1.6", again=True)


def own_forms(
    pdf: pikepdf.Pdf, stencil: Stencil, packed: Sequence[bytes]
) -> dict[str, pikepdf.Object]:
    """Return a record's own forms on a page, by their names.

    Args:
        pdf: The file.
        stencil: The page.
        packed: The content of each form, see `Own.content`.
    """
    return {
        own.name: pdf.make_stream(content, {**own.about, "/Filter": Name.FlateDecode})
        for own, content in zip(stencil.owns, packed, strict=True)
    }


def _cut_page(pdf: pikepdf.Pdf, page: pikepdf.Page) -> tuple[Own, ...]:
    """Take the forms of a page apart that hold slots; return the own ones."""
    cutters = {}
    for name, form in page.resources.get("/XObject", Dictionary()).items():
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == Name.Form:
            cutter = _Cutter()
            if cutter.run(form):
                cutters[name] = cutter
    if not cutters:
        return ()
    written_anew: list[Instruction] = []
    owns: list[Own] = []
    for operator, instruction in read_content(page):
        name = str(operands_of(instruction)[0]) if operator == "Do" else ""
        if name not in cutters:
            written_anew.append(instruction)
            continue
        names, more = _drawn_apart(pdf, page.obj, name, cutters[name])
        owns += more
        written_anew += [pikepdf.ContentStreamInstruction([Name(one)], _DO) for one in names]
    for name in cutters:
        del page.obj.Resources.XObject[name]
    page.obj.Contents = pdf.make_stream(write_content(written_anew))
    return tuple(owns)


_DO = pikepdf.Operator("Do")

_OF_ENCODING = frozenset({"/Length", "/Filter", "/DecodeParms"})


def _drawn_apart(
    pdf: pikepdf.Pdf, page: pikepdf.Object, name: str, cutter: _Cutter
) -> tuple[list[str], list[Own]]:
    """Return the forms that a form is drawn with, in their order, and which is a record's own.

    One form for each record: what is painted between two slots, it draws as forms of all records.
    """
    form = page.Resources.XObject[name]
    about = {key: one for key, one in form.items() if key not in _OF_ENCODING}
    about["/BBox"] = pdf.make_indirect(form.BBox)  # else each record would write it
    about.pop("/Type", None)  # optional (ISO 32000-1:2008, table 95), and a record's own as well
    inner = Dictionary(dict(form.Resources.get("/XObject", Dictionary()).items()))
    resources = Dictionary({**dict(form.Resources.items()), "/XObject": inner})
    about["/Resources"] = pdf.make_indirect(resources)
    slots = [at for at, part in enumerate(cutter.parts) if part.slot is not None]
    drawn: list[str] = []
    cuts: Cuts = []
    for at, part in enumerate(cutter.parts):
        if part.slot is not None:
            state = write_content([_SAVE, *part.instructions])
            cuts += [state, part.slot, write_content([_RESTORE] * (part.depth + 1))]
        elif any(map(_paints, part.instructions)):
            content = write_content([*part.instructions, *[_RESTORE] * part.depth])
            piece = pdf.make_stream(content, {**about, "/Resources": form.Resources})
            if slots[0] < at < slots[-1]:
                inner[f"/leaflet-part-{at}"] = piece
                cuts.append(f"/leaflet-part-{at} Do".encode())
            else:
                page.Resources.XObject[f"{name}-{at}"] = piece
                drawn.append(f"{name}-{at}")
        if at == slots[-1]:
            drawn.append(f"{name}-own")
    return drawn, [Own(f"{name}-own", merged(cuts), about)]


def merged(cuts: Cuts) -> Cuts:
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

_STEP = re.compile(
    rb"^(?:(?P<saves>q)|(?P<restores>Q)|(?P<parts>[\d. ]+) (?:rg|(?P<stroke>RG|G)|g))$",
    re.MULTILINE,
)
"""Operators that colours and overprint depend on."""

_RECTANGLES = b"0123456789. re\n"
"""Signs that a run of rectangles is written with: no other operator has only these."""


def _rectangles(content: bytes) -> tuple[int, int]:
    """Return where a run of rectangles stands, the modules of a QR code; else where content ends.

    There are a hundred of them and more, and none has a colour.
    """
    first = content.find(b" re\n")
    begin = content.rfind(b"\n", 0, max(first, 0)) + 1
    end = content.rfind(b" re\n") + len(b" re\n")
    if first < 0 or content[begin:end].translate(None, _RECTANGLES):
        return len(content), len(content)
    return begin, end


_TAG = re.compile(rb"(?:^/\w+\n(?:<<[^>]*>>\n)?B[DM]C\n|\nEMC$)", re.MULTILINE)


class InInks:
    """Turns what layout draws in slots into inks, as separation does with a page."""

    def __init__(self, inks: Colours) -> None:
        """Tell what colours become."""
        self.inks = inks
        self._known: dict[bytes, tuple[bytes, bool]] = {}

    def __call__(self, content: bytes) -> bytes:
        """Return operators of layout in inks, without marks for tags."""
        begin, end = _rectangles(content)
        state: tuple[bool, bool] | None = None
        stack: list[tuple[bool, bool] | None] = []

        def step(found: re.Match[bytes]) -> bytes:
            nonlocal state
            if found["saves"]:
                stack.append(state)
                return found[0]
            if found["restores"]:
                state = stack.pop() if stack else state
                return found[0]
            colour, black = self._colour(found["parts"])
            strokes, fills = state or (False, False)
            wanted = (black, fills) if found["stroke"] else (strokes, black)
            written = colour + (b" K" if found["stroke"] else b" k")
            if wanted == state:
                return written
            state = wanted
            return b"%b%d%d gs\n%b" % (OVERPRINT.encode(), *wanted, written)

        before, behind = (_TAG.sub(b"", one) for one in (content[:begin], content[end:]))
        return _STEP.sub(step, before) + content[begin:end] + _STEP.sub(step, behind)

    def _colour(self, parts: bytes) -> tuple[bytes, bool]:
        """Return a colour in inks, and whether it is black ink alone."""
        if parts not in self._known:
            numbers = [float(one) for one in parts.split()]
            made = self.inks.of(*numbers) if len(numbers) > 1 else self.inks.of_grey(numbers[0])
            made = self.inks.solid(made)
            written = write_content([("k", list(made))]).removesuffix(b" k")
            self._known[parts] = (written, tuple(made) == BLACK)
        return self._known[parts]
