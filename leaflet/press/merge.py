"""Panels' pages joined into sides of sheets, with all that makes them more than pictures.

A form XObject would hide the tags of what stands in it. So the content of the pages is
joined: marks are counted on, names of resources are kept apart, and links, bookmarks,
places of figures and the tree of tags follow.
"""

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

import pikepdf

from leaflet.press.impose import Placing, Sheet
from leaflet.press.tags import make_artifacts, put_in_order
from leaflet.specs.office import Standing
from leaflet.typeset.layout import Layout
from leaflet.units import from_points, points

ObjectId: TypeAlias = tuple[int, int]

Names: TypeAlias = dict[tuple[str, str], str]
"""The new name of a resource by its category and old name."""

_CATEGORIES = {
    "Tf": "/Font",
    "Do": "/XObject",
    "gs": "/ExtGState",
    "sh": "/Shading",
    "cs": "/ColorSpace",
    "CS": "/ColorSpace",
    "scn": "/Pattern",
    "SCN": "/Pattern",
    "BDC": "/Properties",
    "DP": "/Properties",
}
"""Operators that name a resource, and its category (ISO 32000-1:2008, 7.8.3). The name is
the last operand, but the first one of `Tf`."""


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a sheet, and how it stands on paper."""

    sheet: Sheet
    standing: Standing


@dataclass(frozen=True, slots=True)
class _Move:
    """Where the page of a panel went: what it shows is made smaller, then moved."""

    page: pikepdf.Object
    scale: float
    """Below 0 for what stands upside down."""

    x_pt: float
    y_pt: float
    first_mark: int
    """The marked content that was number 0."""

    def x(self, x_pt: float) -> float:
        return round(float(x_pt) * self.scale + self.x_pt, 4)

    def y(self, y_pt: float) -> float:
        return round(float(y_pt) * self.scale + self.y_pt, 4)

    def corners(self, numbers: pikepdf.Object) -> pikepdf.Array:
        """Return coordinates that go x, y, x, y."""
        return pikepdf.Array(
            self.y(number) if place % 2 else self.x(number)
            for place, number in enumerate(_numbers(numbers))
        )

    def box(self, numbers: pikepdf.Object) -> pikepdf.Array:
        """Return a box, its lower left corner first."""
        x1, y1, x2, y2 = _numbers(self.corners(numbers))
        return pikepdf.Array([min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)])


Moves: TypeAlias = Mapping[ObjectId, _Move]


def append_pages(pdf: pikepdf.Pdf, layout: Layout) -> None:
    """Append the pages of a further layout, with their tags, links and bookmarks."""
    with pikepdf.open(io.BytesIO(layout.pdf)) as other:
        make_artifacts(other, layout.decorative)
        present = len(pdf.pages)
        root = pdf.Root.StructTreeRoot
        parents = _parents(pdf)
        first_key = max(parents, default=-1) + 1
        pdf.pages.extend(other.pages)
        added = [page.obj for page in pdf.pages][present:]
        for page in added:
            _count_on(page, "/StructParents", first_key)
            for annotation in _items(page.get("/Annots")):
                _count_on(annotation, "/StructParent", first_key)
        tree = pdf.copy_foreign(other.Root.StructTreeRoot.ParentTree)
        for key, entry in pikepdf.NumberTree(tree).items():
            parents[key + first_key] = entry
        _set_parents(pdf, parents)
        document = pdf.copy_foreign(other.Root.StructTreeRoot.K[0])
        for element in _items(document.K):
            element.P = root.K[0]
            element.Lang = pikepdf.String(str(other.Root.Lang))
            root.K[0].K.append(element)
        with other.open_outline() as theirs:
            titles = [item.title for item in theirs.root]
        with pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(title, present) for title in titles)


def merge_sides(
    pdf: pikepdf.Pdf, sides: Sequence[Side], pages: Mapping[str, int]
) -> list[pikepdf.Page]:
    """Put the pages of panels onto the sides of sheets, in place.

    The sides become the pages of the file. What is read first does not change: tags and
    bookmarks are in the order of `pages`, whatever side a panel stands on.

    Args:
        pdf: The file, one page for each panel, trim boxes set.
        sides: The sides in the order in which they are printed.
        pages: The number of each panel's page, from 0, in reading order.

    Returns:
        The pages made.

    Raises:
        ValueError: not every page is placed once, so that something would be lost.
    """
    objects = [page.obj for page in pdf.pages]
    placed = [placing.frame for side in sides for placing in side.sheet.placings]
    if sorted(placed) != sorted(pages) or sorted(pages.values()) != list(range(len(objects))):
        msg = f"placed are {placed}, and there are the pages {dict(pages)} of {len(objects)}"
        raise ValueError(msg)
    put_in_order(pdf, list(pages.values()))
    sources = {panel: objects[number] for panel, number in pages.items()}
    parents = _parents(pdf)
    moves: dict[ObjectId, _Move] = {}
    made = [_join(pdf, side, sources, parents, moves) for side in sides]
    _move_tags(pdf, moves)
    for target in list(_destinations(pdf, made)):
        _move_destination(target, moves)
    _set_parents(pdf, parents)
    pdf.Root.Pages.Kids = pikepdf.Array(made)
    pdf.Root.Pages.Count = len(made)
    return [pikepdf.Page(page) for page in made]


def _join(
    pdf: pikepdf.Pdf,
    side: Side,
    sources: Mapping[str, pikepdf.Object],
    parents: dict[int, pikepdf.Object],
    moves: dict[ObjectId, _Move],
) -> pikepdf.Object:
    """Return a page with the panels of a side on it, painted in the order of reading."""
    here = {placing.frame: placing for placing in side.sheet.placings}
    names = [panel for panel in sources if panel in here]
    standing = side.standing
    box = [0, 0, round(points(standing.paper.width), 4), round(points(standing.paper.height), 4)]
    page = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            Parent=pdf.Root.Pages,
            MediaBox=box,
            TrimBox=box,
            Tabs=pikepdf.Name.S,
        )
    )
    owns = [pikepdf.Page(sources[name]).resources for name in names]
    page.Resources, changes = _shelve(pdf, owns)
    content: list[bytes] = []
    annotations: list[pikepdf.Object] = []
    entries: list[pikepdf.Object | None] = []
    keys: list[int] = []
    for name, anew in zip(names, changes, strict=True):
        source = sources[name]
        move = _move(page, source, here[name], standing, len(entries))
        moves[source.objgen] = move
        stream, marks = _rewritten(source, anew, move.first_mark)
        known: list[pikepdf.Object] = []
        if "/StructParents" in source:
            keys.append(int(source.StructParents))
            known = _items(parents.pop(keys[-1], None))
        entries += [*known, *[None] * (marks - len(known))]
        content += [_frame(here[name], standing, move), stream, b"\nQ\n"]
        for annotation in _items(source.get("/Annots")):
            _move_annotation(annotation, move)
            annotations.append(annotation)
        if "/Group" in source:
            page.Group = source.Group
    page.Contents = pdf.make_stream(b"".join(content))
    if annotations:
        page.Annots = pikepdf.Array(annotations)
    if keys:
        # A key that one of its panels had: it is free now, and no other page has it.
        page.StructParents = keys[0]
        parents[keys[0]] = pdf.make_indirect(pikepdf.Array(entries))
    return page


def _move(
    page: pikepdf.Object,
    source: pikepdf.Object,
    placing: Placing,
    standing: Standing,
    first_mark: int,
) -> _Move:
    left, low, right, high = _numbers(pikepdf.Page(source).trimbox)
    scale = standing.scale * placing.turn
    across, up = placing.origin(from_points(right - left), from_points(high - low))
    x_pt = points(standing.left + across * standing.scale) - left * scale
    y_pt = points(standing.low + up * standing.scale) - low * scale
    return _Move(page, scale, x_pt, y_pt, first_mark)


def _frame(placing: Placing, standing: Standing, move: _Move) -> bytes:
    """Return what stands before a panel's content: its clip, then its place."""
    left, low, width, height = (points(one) * standing.scale for one in placing.clip)
    clip = (points(standing.left) + left, points(standing.low) + low, width, height)
    place = (move.scale, 0, 0, move.scale, move.x_pt, move.y_pt)
    numbers = [" ".join(f"{one:.5f}" for one in some) for some in (clip, place)]
    return "q\n{} re W n\n{} cm\n".format(*numbers).encode()


# Content and resources


def _shelve(pdf: pikepdf.Pdf, owns: Sequence[pikepdf.Object]) -> tuple[pikepdf.Object, list[Names]]:
    """Return resources for all the panels of a side, and for each what is named anew."""
    if all(own.is_indirect and own.objgen == owns[0].objgen for own in owns):
        return owns[0], [{} for _ in owns]
    shared = pdf.make_indirect(pikepdf.Dictionary())
    return shared, [_added(shared, own) for own in owns]


def _added(shared: pikepdf.Object, own: pikepdf.Object) -> Names:
    """Add a panel's resources; return the new names of those whose names are taken."""
    anew: Names = {}
    for category, entries in own.items():
        if not isinstance(entries, pikepdf.Dictionary):
            continue  # ProcSet, which readers have passed over since PDF 1.4
        if category not in shared:
            shared[category] = pikepdf.Dictionary()
        shelf = shared[category]
        for name, value in entries.items():
            names = (f"{name}-{number}" if number else name for number in count())
            free = next(one for one in names if one not in shelf or _same(shelf[one], value))
            shelf[free] = value
            if free != name:
                anew[category, name] = free
    return anew


def _same(one: pikepdf.Object, other: pikepdf.Object) -> bool:
    if isinstance(one, pikepdf.Object) and one.is_indirect:
        return isinstance(other, pikepdf.Object) and one.objgen == other.objgen
    return bool(one == other)


def _rewritten(source: pikepdf.Object, anew: Names, first_mark: int) -> tuple[bytes, int]:
    """Return a page's content with marks counted on and names changed, and its marks.

    Inline pictures are passed on as they are.
    """
    page = pikepdf.Page(source)
    properties = page.resources.get("/Properties", pikepdf.Dictionary())
    marks = 0
    instructions: list[pikepdf.ContentStreamInstruction | pikepdf.ContentStreamInlineImage] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        category = _CATEGORIES.get(operator)
        if category is None or isinstance(instruction, pikepdf.ContentStreamInlineImage):
            instructions.append(instruction)
            continue
        operands = list(instruction.operands)
        at = 0 if operator == "Tf" else -1
        said = operands[at]
        if category == "/Properties":
            told = properties.get(str(said)) if isinstance(said, pikepdf.Name) else said
            if isinstance(told, pikepdf.Dictionary) and "/MCID" in told:
                mark = int(told.MCID)
                marks = max(marks, mark + 1)
                # A copy: another page may share a list of properties that is a resource.
                operands[at] = pikepdf.Dictionary(dict(told.items()))
                operands[at].MCID = mark + first_mark
        if isinstance(operands[at], pikepdf.Name) and (category, str(said)) in anew:
            operands[at] = pikepdf.Name(anew[category, str(said)])
        instructions.append(pikepdf.ContentStreamInstruction(operands, instruction.operator))
    return pikepdf.unparse_content_stream(instructions), marks


# Annotations, tags and destinations


def _move_annotation(annotation: pikepdf.Object, move: _Move) -> None:
    annotation.Rect = move.box(annotation.Rect)
    if "/QuadPoints" in annotation:
        annotation.QuadPoints = move.corners(annotation.QuadPoints)
    if "/P" in annotation:
        annotation.P = move.page


def _move_tags(pdf: pikepdf.Pdf, moves: Moves) -> None:
    """Let each structure element know its new page, its marks and its place."""
    waiting = list(_items(pdf.Root.StructTreeRoot.K))
    while waiting:
        element = waiting.pop()
        move = _move_of(element, moves)
        kids: list[pikepdf.Object | int] = []
        for kid in _items(element.get("/K")):
            if not isinstance(kid, pikepdf.Dictionary):
                kids.append(int(kid) + (move.first_mark if move else 0))
                continue
            kids.append(kid)
            if "/S" in kid:
                waiting.append(kid)
            else:
                _move_reference(kid, move, moves)
        if kids:
            element.K = pikepdf.Array(kids)
        if move:
            element.Pg = move.page
            for attributes in _items(element.get("/A")):
                if isinstance(attributes, pikepdf.Dictionary) and "/BBox" in attributes:
                    attributes.BBox = move.box(attributes.BBox)


def _move_reference(kid: pikepdf.Object, above: _Move | None, moves: Moves) -> None:
    """Move a reference to marked content or to an annotation.

    Args:
        kid: The reference; without a page of its own it means that of its element.
        above: Where the element's page went.
        moves: Where each page went.
    """
    move = _move_of(kid, moves)
    if "/MCID" in kid and "/Stm" not in kid:
        kid.MCID = int(kid.MCID) + (move or above or _NOWHERE).first_mark
    if move:
        kid.Pg = move.page


_NOWHERE = _Move(pikepdf.Dictionary(), 1, 0, 0, 0)


def _move_of(item: pikepdf.Object, moves: Moves) -> _Move | None:
    page = item.get("/Pg")
    return moves.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None


def _destinations(pdf: pikepdf.Pdf, pages: Sequence[pikepdf.Object]) -> Iterator[pikepdf.Object]:
    """Yield every explicit destination once: named ones, bookmarks, links, the opening."""
    found: list[pikepdf.Object | None] = [pdf.Root.get("/OpenAction")]
    names = pdf.Root.get("/Names", pikepdf.Dictionary())
    if "/Dests" in names:
        found += pikepdf.NameTree(names.Dests).values()
    if "/Dests" in pdf.Root:
        found += [value for _, value in pdf.Root.Dests.items()]
    items = [pdf.Root.Outlines.get("/First")] if "/Outlines" in pdf.Root else []
    while items:
        item = items.pop()
        if item is not None:
            found.append(item)
            items += [item.get("/First"), item.get("/Next")]
    found += [one for page in pages for one in _items(page.get("/Annots"))]
    seen: set[ObjectId] = set()
    for one in found:
        target = one
        for key in ("/Dest", "/A", "/D"):
            if isinstance(target, pikepdf.Dictionary) and key in target:
                target = target[key]
        if not isinstance(target, pikepdf.Array) or target.objgen in seen:
            continue
        if target.is_indirect:
            seen.add(target.objgen)
        yield target


_COORDINATES = {"/XYZ": "xy", "/FitH": "y", "/FitBH": "y", "/FitV": "x", "/FitBV": "x"}
"""What the numbers behind a kind of destination are (ISO 32000-1:2008, 12.3.2.2)."""


def _move_destination(target: pikepdf.Object, moves: Moves) -> None:
    page = target[0]
    move = moves.get(page.objgen) if isinstance(page, pikepdf.Dictionary) else None
    if move is None:
        return
    target[0] = move.page
    kind = str(target[1])
    for place, axis in enumerate(_COORDINATES.get(kind, "xyxy" if kind == "/FitR" else ""), 2):
        if place < len(target) and target[place] is not None:
            number = float(target[place])
            target[place] = move.x(number) if axis == "x" else move.y(number)


# The tree of parents, and other small things


def _parents(pdf: pikepdf.Pdf) -> dict[int, pikepdf.Object]:
    return dict(pikepdf.NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())


def _set_parents(pdf: pikepdf.Pdf, parents: Mapping[int, pikepdf.Object]) -> None:
    """Write the tree of parents as one sorted list (ISO 32000-1:2008, 7.9.7)."""
    numbers = pikepdf.Array()
    for key in sorted(parents):
        numbers.append(key)
        numbers.append(parents[key])
    root = pdf.Root.StructTreeRoot
    root.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=numbers))
    root.ParentTreeNextKey = max(parents, default=-1) + 1


def _count_on(item: pikepdf.Object, key: str, by: int) -> None:
    if key in item:
        item[key] = int(item[key]) + by


def _items(one: pikepdf.Object | None) -> list[pikepdf.Object]:
    """Return what may be nothing, one thing or several, as a list."""
    if one is None:
        return []
    return list(one) if isinstance(one, pikepdf.Array) else [one]


def _numbers(numbers: pikepdf.Object) -> list[float]:
    return [float(number) for number in numbers]
