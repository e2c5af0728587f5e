# /// script
# requires-python = ">=3.11"
# ///
"""Draw every picture of the leaflets in this folder as SVG.

One unit of a drawing is one millimetre at the size it is used at. Only colours of the house occur
(`brand.colours` in `facts.yaml`), because each of them has exact inks; there is no text (words
stay in the leaflet, where they can be translated and enlarged), no gradient and no transparency.
The things that must be told apart differ in shape first and in colour second.

The same code gives the same bytes: every number is rounded to a hundredth of a millimetre. Run it
from anywhere:

    python content/draw_pictures.py
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parent
INFANT_ALL = HERE / "infant-all" / "pictures"
GIVE_BLOOD = HERE / "give-blood" / "pictures"

ROSE_900 = "#671532"
ROSE_700 = "#ab2c50"
ROSE_600 = "#c23d61"
ROSE_400 = "#e98fa0"
ROSE_300 = "#f2b5bf"
ROSE_200 = "#fad3d6"
ROSE_100 = "#fde9ea"
LEAF_700 = "#486d5b"
WHITE = "#ffffff"

# Below 0.35 mm a line fills in or breaks on uncoated paper; explaining pictures have one weight.
OUTLINE = 0.5

# Each petal turns by this angle against the one before, as in a real rose: no two lie in line.
GOLDEN_ANGLE = 137.508
PETALS = 22
ROSE_UNIT = 102  # the radius for which the petals' own numbers below were drawn
PETAL_GAP = 1.5  # 0.7 % of the rose's width: the paper that parts the petals
# Rim and disc of a petal, outermost first. A disc with a paler rim: a red blood cell.
PETAL_TINTS = (
    (ROSE_200, ROSE_300),
    (ROSE_200, ROSE_300),
    (ROSE_300, ROSE_400),
    (ROSE_300, ROSE_400),
    (ROSE_400, ROSE_600),
    (ROSE_400, ROSE_700),
    (ROSE_400, ROSE_700),
)
HEART_TINTS = (ROSE_400, ROSE_900)

# The reach of a platelet's ten corners, as shares of its radius: long, short, long, short.
PLATELET_REACH = (1.12, 0.62, 0.98, 0.72, 1.18, 0.58, 0.92, 0.7, 1.1, 0.66)

CHROMOSOME_HEIGHT = 4.4
TOOTH = 1.1  # how far the teeth of a broken end stand out; the teeth of two ends fit together
STRIPE_STEP = 1.5
STRIPE_INSET = 0.7
WAIST_CLEARANCE = 2  # no stripe this near to a waist
WAIST_REACH = 1.6  # half the length of a waist
WAIST_HEIGHT = 0.9  # half the thickness that is left at a waist
GENE_WIDTH = 2.6
GENE_OVERLAP = 0.9  # the gene's band is broader than its rod, so that shape alone shows it

ROW_PICTURE = (18, 16.5)
STEP_PICTURE = (30, 16.5)
UPPER_ROW, LOWER_ROW = 5, 12.5

# Shapes that follow no rule are kept as paths, in the units of the thing itself.
NUCLEUS = (
    "M-5.6-.6C-5.8-4.6-2.2-6.4 1.2-5.7C5.2-4.9 6.8-1 5.7 2.4C4.9 5.1 2.3 6 .7 4.4"
    "C-.4 3.3-.5 2-2 2.4C-4 3-5.5 1.6-5.6-.6z"
)
RED_CELL_EDGE = (
    "M-.62-.36C-.3-.36-.2-.19 0-.19S.3-.36 .62-.36A.36.36 0 0 1 .62.36C.3.36.2.19 0 .19"
    "S-.3.36-.62.36A.36.36 0 0 1-.62-.36z"
)
BONE = (
    "M-6 20.4C14 19.6 34 21 52 20.4C60 20.2 64 17.4 70 14C77 10 88 10 92.4 15.4"
    "C97 21 95.4 27.6 90.4 30.6C93 35.6 90 42.6 82.6 43.6C74 44.6 68 39.6 60 37.6"
    "C46 35.2 16 36.6-6 36.2z"
)
MARROW = (
    "M-6 23.6C14 22.9 38 24 53 23.6C61 23.4 66 20.9 70.6 18.2C75 15.6 80.6 17 79.6 21.4"
    "C79 24.6 77.2 27.2 78.2 30.6C79.2 35 77.6 38.2 73.2 37.2C68 36 66 34.8 60 34.2"
    "C46 32.6 16 33-6 32.8z"
)
BONE_PORES = (
    (84, 16.4, 1.5),
    (88.4, 18.8, 1.8),
    (90.2, 23.2, 1.6),
    (84.2, 21.8, 1.9),
    (86, 26.8, 1.8),
    (81.8, 27.8, 1.5),
    (82.6, 32.2, 1.8),
    (86.6, 34.4, 1.7),
    (82.6, 37, 1.4),
    (84.4, 40, 1.3),
    (79.6, 40.8, 1.2),
    (78.6, 14.4, 1.2),
)
BAG = "M4 0h14a4 4 0 0 1 4 4v20a6 6 0 0 1-6 6h-10a6 6 0 0 1-6-6v-20a4 4 0 0 1 4-4z"
BAG_BLOOD = "M0 8.5C4.5 6.5 7 10.5 11 8.5S18 6.8 22 8.5V24a6 6 0 0 1-6 6h-10a6 6 0 0 1-6-6z"
BAG_LOOP = "M8.2 0v-2.6a2.8 2.8 0 0 1 5.6 0V0"
DROP = "M11 12c2.9 4 4.3 6 4.3 8a4.3 4.3 0 0 1-8.6 0c0-2 1.4-4 4.3-8z"
LEAF = "M0 0C3-6.4 9.5-8.6 17-8C13.6-3 8 3 0 0z"


@dataclass(frozen=True)
class Rod:
    """A chromosome, or a piece of one.

    Attributes:
        x: Where it starts, in mm.
        y: The height of its middle, in mm.
        length: Its length, in mm.
        striped: Whether it is the striped one; the other is solid.
        waist: Where it is narrow, in mm; a piece may have no waist.
        broken: Which ends are broken: "start", "end" or both.
    """

    x: float
    y: float
    length: float
    striped: bool = False
    waist: float | None = None
    broken: frozenset[str] = frozenset()

    @property
    def end(self) -> float:
        """Where it ends."""
        return self.x + self.length


@dataclass(frozen=True)
class Sprig:
    """A leaf on a stem.

    Attributes:
        x: Where it meets the stem.
        y: Where it meets the stem.
        turn: How far it is turned, in degrees.
        scale: How large it is.
    """

    x: float
    y: float
    turn: float
    scale: float


def number(value: float) -> str:
    """Write a length with at most two decimals, so that no machine rounds it otherwise.

    Args:
        value: Any number.

    Returns:
        The shortest form of the rounded number.
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def outline(width: float = OUTLINE) -> str:
    """Give the attributes of the one outline that explaining pictures have.

    Args:
        width: The width in the units of the shape, where the shape is scaled.

    Returns:
        SVG attributes.
    """
    return (
        f'stroke="{ROSE_900}" stroke-width="{width:.4g}"'
        ' stroke-linejoin="round" stroke-linecap="round"'
    )


def path(data: str, fill: str, more: str = "") -> str:
    """Draw a path.

    Args:
        data: The path's own language.
        fill: A colour, or "none".
        more: Further attributes.

    Returns:
        An SVG element.
    """
    return f'<path d="{data}" fill="{fill}"{" " * bool(more)}{more}/>'


def circle(x: float, y: float, radius: float, fill: str, more: str = "") -> str:
    """Draw a circle.

    Args:
        x: Its middle.
        y: Its middle.
        radius: Its radius.
        fill: A colour.
        more: Further attributes.

    Returns:
        An SVG element.
    """
    return (
        f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" fill="{fill}"'
        f"{' ' * bool(more)}{more}/>"
    )


def group(x: float, y: float, *parts: str, scale: float = 1, turn: float = 0) -> str:
    """Move, turn and scale some elements together.

    Args:
        x: How far they move to the right.
        y: How far they move down.
        *parts: SVG elements.
        scale: How much larger they become.
        turn: How far they turn, in degrees, before they move.

    Returns:
        An SVG element.
    """
    transform = f"translate({number(x)} {number(y)})"
    if turn:
        transform += f" rotate({number(turn)})"
    if scale != 1:
        transform += f" scale({scale:.4g})"
    return f'<g transform="{transform}">{"".join(parts)}</g>'


def rose(x: float, y: float, radius: float, gap: str = ROSE_100, turn: float = 20) -> str:
    """Draw a rose whose petals are red blood cells, outermost first.

    Another leaflet of the series keeps this picture and turns it.

    Args:
        x: Its middle.
        y: Its middle.
        radius: Its radius.
        gap: The colour of the paper that parts the petals.
        turn: Where the first petal stands, in degrees.

    Returns:
        SVG elements.
    """
    unit = radius / ROSE_UNIT
    gap_line = f'stroke="{gap}" stroke-width="{number(PETAL_GAP * unit)}"'
    petals = []
    for index in range(PETALS):
        inward = index / (PETALS - 1)  # 0 for the outermost petal, 1 for the heart
        reach = 2 + 60 * (1 - inward) ** 1.05
        size = 8.5 + 31.5 * (1 - inward) ** 0.85
        angle = math.radians(turn + index * GOLDEN_ANGLE)
        if index == PETALS - 1:
            rim, disc = HEART_TINTS
        else:
            rim, disc = PETAL_TINTS[int(inward**0.85 * len(PETAL_TINTS))]
        # The disc lies nearer to the heart than its rim, so that the rim is broader outside.
        for distance, extent, fill, more in (
            (reach, size, rim, gap_line),
            (reach - size * 0.085, size * 0.875, disc, ""),
        ):
            along, down = unit * distance * math.cos(angle), unit * distance * math.sin(angle)
            petals.append(circle(x + along, y + down, unit * extent, fill, more))
    return "\n".join(petals)


def red_cell(x: float, y: float, radius: float) -> str:
    """Draw a red blood cell from above: a disc with a dimple and no nucleus.

    Args:
        x: Its middle.
        y: Its middle.
        radius: Its radius.

    Returns:
        SVG elements.
    """
    dimple = circle(x, y, radius / 2, ROSE_200)
    return circle(x, y, radius, ROSE_400, outline()) + dimple


def red_cell_edge(x: float, y: float, radius: float, turn: float) -> str:
    """Draw a red blood cell from its edge: two thick ends and a waist.

    Args:
        x: Its middle.
        y: Its middle.
        radius: Its radius.
        turn: How far it is turned, in degrees.

    Returns:
        An SVG element.
    """
    shape = path(RED_CELL_EDGE, ROSE_400, outline(OUTLINE / radius))
    return group(x, y, shape, scale=radius, turn=turn)


def white_cell(x: float, y: float, radius: float) -> str:
    """Draw a white blood cell: pale and round, with a large, dark, bean-shaped nucleus.

    Args:
        x: Its middle.
        y: Its middle.
        radius: Its radius.

    Returns:
        SVG elements.
    """
    nucleus = group(x, y, path(NUCLEUS, ROSE_700), scale=radius / 10)
    return circle(x, y, radius, WHITE, outline()) + nucleus


def platelet(x: float, y: float, radius: float, turn: float) -> str:
    """Draw a platelet: a small uneven fragment with stubby arms.

    Args:
        x: Its middle.
        y: Its middle.
        radius: Its size.
        turn: How far it is turned, in degrees.

    Returns:
        An SVG element.
    """
    step = 360 / len(PLATELET_REACH)
    corners = [
        (
            radius * reach * math.cos(math.radians(turn + index * step)),
            radius * reach * math.sin(math.radians(turn + index * step)),
        )
        for index, reach in enumerate(PLATELET_REACH)
    ]
    # Each corner bends a curve from the middle of one edge to the middle of the next.
    middles = [((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in pairwise([*corners, corners[0]])]
    data = f"M{number(middles[-1][0])} {number(middles[-1][1])}"
    for (corner_x, corner_y), (to_x, to_y) in zip(corners, middles, strict=True):
        data += f"Q{number(corner_x)} {number(corner_y)} {number(to_x)} {number(to_y)}"
    return group(x, y, path(data + "z", ROSE_300, outline()))


def rod_outline(rod: Rod) -> str:
    """Trace the outline of a chromosome, clockwise from its upper start.

    Args:
        rod: The chromosome.

    Returns:
        The path's data.
    """
    half = CHROMOSOME_HEIGHT / 2
    quarter = CHROMOSOME_HEIGHT / 4
    top, foot = number(rod.y - half), number(rod.y + half)

    def narrow(waist: float, edge: str, height: float, side: int) -> str:
        """Bend one edge inwards; `side` is 1 for the way out and -1 for the way back."""
        before, near = waist - side * WAIST_REACH, waist - side * WAIST_REACH / 2
        after, far = waist + side * WAIST_REACH, waist + side * WAIST_REACH / 2
        return (
            f"H{number(before)}C{number(near)} {edge} {number(near)} {number(height)}"
            f" {number(waist)} {number(height)}S{number(far)} {edge} {number(after)} {edge}"
        )

    data = f"M{number(rod.x if 'start' in rod.broken else rod.x + half)} {top}"
    if rod.waist is not None:
        data += narrow(rod.waist, top, rod.y - WAIST_HEIGHT, 1)
    if "end" in rod.broken:
        tooth = f"l{number(-TOOTH)} {number(quarter)}l{number(TOOTH)} {number(quarter)}"
        data += f"H{number(rod.end)}{tooth}{tooth}"
    else:
        bend = number(rod.end - half)
        data += f"H{bend}A{number(half)} {number(half)} 0 0 1 {bend} {foot}"
    if rod.waist is not None:
        data += narrow(rod.waist, foot, rod.y + WAIST_HEIGHT, -1)
    if "start" in rod.broken:
        tooth = f"l{number(-TOOTH)} {number(-quarter)}l{number(TOOTH)} {number(-quarter)}"
        data += f"H{number(rod.x)}{tooth}l{number(-TOOTH)} {number(-quarter)}z"
    else:
        bend = number(rod.x + half)
        data += f"H{bend}A{number(half)} {number(half)} 0 0 1 {bend} {top}z"
    return data


def chromosome(rod: Rod) -> str:
    """Draw a chromosome: a rod with a waist, solid or striped.

    Args:
        rod: The chromosome.

    Returns:
        SVG elements.
    """
    fill = WHITE if rod.striped else ROSE_400
    drawn = path(rod_outline(rod), fill, outline())
    if not rod.striped:
        return drawn
    half = CHROMOSOME_HEIGHT / 2
    first = rod.x + (1.2 if "start" in rod.broken else half)
    last = rod.end - (1.6 if "end" in rod.broken else half)
    for index in range(int((last - first) / STRIPE_STEP + 1e-9) + 1):
        x = first + index * STRIPE_STEP
        if rod.waist is None or abs(x - rod.waist) > WAIST_CLEARANCE:
            top, foot = rod.y - half + STRIPE_INSET, rod.y + half - STRIPE_INSET
            drawn += path(f"M{number(x)} {number(top)}V{number(foot)}", "none", outline())
    return drawn


def gene_band(x: float, y: float, height: float) -> str:
    """Draw the marked gene as a band.

    Args:
        x: Its middle.
        y: Its middle.
        height: Its height.

    Returns:
        An SVG element.
    """
    return (
        f'<rect x="{number(x - GENE_WIDTH / 2)}" y="{number(y - height / 2)}"'
        f' width="{number(GENE_WIDTH)}" height="{number(height)}" rx="0.5" fill="{ROSE_900}"/>'
    )


def gene(x: float, y: float) -> str:
    """Draw the marked gene on a chromosome.

    Args:
        x: Its middle.
        y: The middle of the chromosome.

    Returns:
        An SVG element.
    """
    return gene_band(x, y, CHROMOSOME_HEIGHT + 2 * GENE_OVERLAP)


def bag(x: float, y: float, scale: float = 1) -> str:
    """Draw a bag of donated blood.

    Args:
        x: Its upper start.
        y: Its upper start.
        scale: How large it is; at 1 it is 22 mm wide.

    Returns:
        An SVG element.
    """
    return group(
        x,
        y,
        path(BAG, WHITE, outline()),
        path(BAG_BLOOD, ROSE_600, outline()),
        path(BAG_LOOP, "none", outline()),
        f'<rect x="9.3" y="30" width="3.4" height="3.6" rx="0.7" fill="{ROSE_900}"/>',
        path(DROP, WHITE),
        scale=scale,
    )


def stem(data: str, width: float, *sprigs: Sprig) -> str:
    """Draw the line of a blood bag as the stem of a rose.

    Args:
        data: The path's data.
        width: How thick it is.
        *sprigs: Its leaves.

    Returns:
        SVG elements.
    """
    line = path(data, "none", f'stroke="{LEAF_700}" stroke-width="{width}" stroke-linecap="round"')
    return line + "".join(
        group(leaf.x, leaf.y, path(LEAF, LEAF_700), scale=leaf.scale, turn=leaf.turn)
        for leaf in sprigs
    )


def save(folder: Path, name: str, size: tuple[float, float], parts: Iterable[str]) -> None:
    """Write one picture.

    Args:
        folder: Where it goes.
        name: Its name, without suffix.
        size: Width and height in mm.
        parts: SVG elements, those behind first.
    """
    width, height = (number(side) for side in size)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"'
        f' width="{width}mm" height="{height}mm">'
    )
    text = "\n".join([head, *parts, "</svg>\n"])
    folder.mkdir(parents=True, exist_ok=True)
    folder.joinpath(f"{name}.svg").write_text(text, encoding="utf-8", newline="\n")


def draw_cells() -> None:
    """Draw the three types of blood cell, each at the start of its row."""
    red = (red_cell_edge(12.6, 12.6, 4.6, -24), red_cell(7.2, 6.8, 6.2))
    save(INFANT_ALL, "cell-red", ROW_PICTURE, red)
    save(INFANT_ALL, "cell-white", ROW_PICTURE, (white_cell(9, 8.25, 7.8),))
    platelets = (
        platelet(5, 4.8, 3.9, 0),
        platelet(13.4, 6.4, 3.3, 50),
        platelet(6.4, 12.6, 3, 100),
        platelet(13.8, 13.4, 2.5, 20),
    )
    save(INFANT_ALL, "cell-platelets", ROW_PICTURE, platelets)


def draw_bone() -> None:
    """Draw a long bone, cut open, in whose marrow the three types of cell are made.

    It leaves the picture on the left: a part of a body, not a thing on a table.
    """
    parts = (
        path(BONE, ROSE_100, outline()),
        path(MARROW, ROSE_300, outline()),
        *(circle(x, y, radius, ROSE_200) for x, y, radius in BONE_PORES),
        red_cell(9, 28.2, 3),
        platelet(16.5, 29.4, 1.8, 10),
        white_cell(24, 28, 3.5),
        red_cell_edge(32.4, 28.6, 3.1, 20),
        red_cell(40.2, 28.2, 3),
        platelet(46.6, 26.6, 1.7, 0),
        platelet(48.6, 30.6, 1.6, 20),
        white_cell(56, 28.4, 3.5),
        red_cell(64.6, 27, 3.1),
        red_cell(72.4, 22.8, 2.7),
        platelet(71.6, 31.2, 1.9, 5),
    )
    save(INFANT_ALL, "bone", (96, 35), (group(0, -9.5, *parts),))


def draw_steps() -> None:
    """Draw how a gene moves, in four steps, and the gene alone as a key inside a sentence.

    Simplified on purpose: the real break lies inside the gene. A clinician must approve it.
    """
    up, low = UPPER_ROW, LOWER_ROW
    start, end = frozenset({"start"}), frozenset({"end"})
    cross = (
        f"M13.9 {low - 0.6}L18 {up + 0.6}m-2.2.2l2.2-.2l-.3 2.2"
        f"M13.9 {up + 0.6}L18 {low - 0.6}m-2.2-.2l2.2.2l-.3-2.2"
    )
    steps: tuple[tuple[str, ...], ...] = (
        (
            chromosome(Rod(1, up, 22, waist=7)),
            gene(17, up),
            chromosome(Rod(1, low, 19, striped=True, waist=7)),
        ),
        (
            chromosome(Rod(1, up, 12, waist=7, broken=end)),
            chromosome(Rod(16, up, 10, broken=start)),
            gene(20, up),
            chromosome(Rod(1, low, 12, striped=True, waist=7, broken=end)),
            chromosome(Rod(16, low, 7, striped=True, broken=start)),
        ),
        (
            chromosome(Rod(1, up, 12, waist=7, broken=end)),
            chromosome(Rod(1, low, 12, striped=True, waist=7, broken=end)),
            chromosome(Rod(19.4, up, 7, striped=True, broken=start)),
            chromosome(Rod(19.4, low, 10, broken=start)),
            gene(23.4, low),
            path(cross, "none", outline()),
        ),
        (
            chromosome(Rod(1, up, 12, waist=7, broken=end)),
            chromosome(Rod(13, up, 7, striped=True, broken=start)),
            chromosome(Rod(1, low, 12, striped=True, waist=7, broken=end)),
            chromosome(Rod(13, low, 10, broken=start)),
            gene(17, low),
        ),
    )
    for count, parts in enumerate(steps, start=1):
        save(INFANT_ALL, f"step-{count}", STEP_PICTURE, parts)
    key = (GENE_WIDTH, 4.2)
    save(INFANT_ALL, "gene", key, (gene_band(GENE_WIDTH / 2, key[1] / 2, key[1]),))


def draw_gift() -> None:
    """Draw a bag of donated blood whose line becomes the stem of a rose.

    Once for the leaflet and once for the poster, where the rose leaves the page.
    """
    leaflet = (
        stem(
            "M21 40C21 52 38 54.6 52 51.6C68 48.2 85 44 86 32",
            1.3,
            Sprig(50, 52, -22, 0.95),
            Sprig(78.9, 42.4, 30, 0.95),
        ),
        bag(10, 7),
        rose(86.5, 20.5, 20),
    )
    # It begins with the outline of the bag, so that the bag stands on the margin of the words.
    begin = 10 - OUTLINE / 2
    save(INFANT_ALL, "gift", (108 - begin, 56), (group(-begin, 0, *leaflet),))
    poster = (
        stem(
            "M59.9 119C59.9 141 104 147.5 150 143.5C184 140.5 206 137.5 209 110",
            4,
            Sprig(106, 141.8, -14, 2.5),
        ),
        bag(34, 40, 2.35),
        rose(230, 78, 92),
    )
    save(GIVE_BLOOD, "gift-poster", (303, 168), poster)


def main() -> None:
    """Draw them all."""
    save(INFANT_ALL, "rose", (212, 212), (rose(106, 106, 102),))
    draw_cells()
    draw_bone()
    draw_steps()
    draw_gift()


if __name__ == "__main__":
    main()
