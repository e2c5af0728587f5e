"""Spot inks into their places: what rode on the plates of cyan and black becomes Separations.

The last step to a printer's file in few inks (ISO 32000-1:2008, 8.6.6.4 and 8.6.6.5). Tints of one
ink are Separations, mixes of both DeviceN; both look like the inks in the facts where there is no
such plate. Black, where it is one of the two, stays what it is, and overprints as before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops

from leaflet.pdf.content import (
    Instruction,
    Operation,
    operands_of,
    read_content,
    write_content,
)
from leaflet.press.functions import SAMPLED, read_function, write_sampled
from leaflet.press.marks import REGISTRATION
from leaflet.press.mixing import NAME_OF_BLACK, Mixing, Plate
from leaflet.press.pictures import packed, put_stencil, shares
from leaflet.press.plates import light_masks

OTHER, DARK, BOTH = "/LeafletOther", "/LeafletDark", "/LeafletBoth"
"""Names of our colour spaces in the resources: the other ink, the darker one, and both."""

_KINDS = ("/XObject", "/Pattern", "/Shading", "/Font", "/ColorSpace")


@dataclass(frozen=True, slots=True)
class _Written:
    """A colour as it is written: its space, and how much of each ink."""

    space: str
    parts: tuple[float, ...]


def put_spots(pdf: pikepdf.Pdf, inks: Mixing) -> None:
    """Put the inks of a separated file, which ride on cyan and black, into their real places.

    Args:
        pdf: The file, changed in place.
        inks: The inks.
    """
    _Spots(pdf, inks).run()


class _Spots:
    """Goes through a file once."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Mixing) -> None:
        self._pdf = pdf
        self._black_stays = inks.dark.name == NAME_OF_BLACK
        self._spaces = {DARK: _separation(pdf, inks.dark)}
        if inks.other:
            self._spaces[OTHER] = _separation(pdf, inks.other)
            self._spaces[BOTH] = _both(pdf, inks.other, inks.dark)
        self._seen = light_masks(pdf)

    def run(self) -> None:
        for page in self._pdf.pages:
            resources = page.obj.Resources
            page.obj.Contents = self._pdf.make_stream(self._content(page, resources))
            self._resources(resources)

    def _written(self, other: float, dark: float) -> _Written | None:
        """Return how a colour is written; nothing for what stays in black."""
        if other and dark:
            return _Written(BOTH, (other, dark))
        if other:
            return _Written(OTHER, (other,))
        return None if self._black_stays else _Written(DARK, (dark,))

    def _content(self, stream: pikepdf.Object | pikepdf.Page, resources: pikepdf.Object) -> bytes:
        made: list[Operation | Instruction] = []
        for operator, instruction in read_content(stream):
            if operator in ("k", "K"):
                made += self._colour(operator, operands_of(instruction), resources)
            elif operator in ("g", "G") and not self._black_stays:
                (light,) = (float(one) for one in operands_of(instruction))
                inks = (0.0, 0.0, 0.0, 1 - light)
                made += self._colour("k" if operator == "g" else "K", inks, resources)
            elif operator in ("cs", "CS") and operands_of(instruction)[0] == REGISTRATION:
                made.append((operator, [Name(self._put(BOTH, resources))]))
            elif operator in ("scn", "SCN"):
                made += self._further_colour(operator, operands_of(instruction), instruction)
            else:
                made.append(instruction)
        return write_content(made)

    def _colour(
        self, operator: str, operands: Sequence[Any], resources: pikepdf.Object
    ) -> list[Operation | Instruction]:
        other, _, _, dark = (float(one) for one in operands)
        written = self._written(other, dark)
        if written is None:
            return [(operator, list(operands))]
        stroke = operator == "K"
        return [
            ("CS" if stroke else "cs", [Name(self._put(written.space, resources))]),
            ("SCN" if stroke else "scn", list(written.parts)),
        ]

    def _put(self, space: str, resources: pikepdf.Object) -> str:
        """Put one of our spaces among the resources, and return its name."""
        if "/ColorSpace" not in resources:
            resources.ColorSpace = Dictionary()
        resources.ColorSpace[space] = self._spaces[space]
        if REGISTRATION in resources.ColorSpace:
            del resources.ColorSpace[REGISTRATION]  # it would print on plates that there are not
        return space

    def _further_colour(
        self, operator: str, operands: Sequence[Any], instruction: Instruction
    ) -> list[Operation | Instruction]:
        """Return the colour of an uncoloured pattern, or of marks on all plates."""
        if len(operands) == 1 and not isinstance(operands[0], Name):
            return [(operator, [operands[0]] * 2)]
        if len(operands) != 5:  # noqa: PLR2004 - a colour of four parts, and the pattern
            return [instruction]
        other, _, _, dark, name = operands
        return [(operator, [*([other] if BOTH in self._spaces else []), dark, name])]

    def _resources(self, resources: pikepdf.Object) -> None:
        for kind in _KINDS:
            group = resources.get(kind)
            for thing in list(group.values()) if isinstance(group, Dictionary) else []:
                if thing.objgen != (0, 0):
                    if thing.objgen in self._seen:
                        continue
                    self._seen.add(thing.objgen)
                self._thing(kind, thing, resources)

    def _thing(self, kind: str, thing: pikepdf.Object, around: pikepdf.Object) -> None:
        if kind == "/ColorSpace":
            if isinstance(thing, Array) and list(thing) == [Name.Pattern, Name.DeviceCMYK]:
                thing[1] = self._all
        elif kind == "/Font":
            self._glyphs(thing)
        elif kind == "/XObject" and thing.Subtype == Name.Image:
            self._picture(thing)
        elif kind == "/XObject" or (kind == "/Pattern" and "/Shading" not in thing):
            self._drawing(thing, around)
        else:
            self._shading(thing.Shading if kind == "/Pattern" else thing)

    @property
    def _all(self) -> pikepdf.Object:
        """Return the space of all inks there are."""
        return self._spaces[BOTH if BOTH in self._spaces else DARK]

    def _drawing(self, stream: pikepdf.Object, around: pikepdf.Object) -> None:
        resources = stream.get("/Resources", around)
        stream.write(self._content(stream, resources))
        if "/Resources" in stream:
            self._resources(resources)

    def _glyphs(self, font: pikepdf.Object) -> None:
        if font.get("/Subtype") != Name.Type3:
            return
        if "/Resources" not in font:
            font.Resources = Dictionary()
        for glyph in font.CharProcs.values():
            if glyph.objgen not in self._seen:
                self._seen.add(glyph.objgen)
                glyph.write(self._content(glyph, font.Resources))
        self._resources(font.Resources)

    def _shading(self, shading: pikepdf.Object) -> None:
        if shading.ColorSpace != Name.DeviceCMYK:
            return
        colours = read_function(shading.Function)
        domain = [float(one) for one in shading.get("/Domain", Array([0, 1])).as_list()]
        shading.Function = write_sampled(self._pdf, lambda x: self._parts(colours(x)), domain)
        shading.ColorSpace = self._all
        if "/Background" in shading:
            colour = [float(one) for one in shading.Background.as_list()]
            shading.Background = Array(self._parts(colour))

    def _parts(self, colour: Sequence[float]) -> list[float]:
        other, _, _, dark = colour
        return [other, dark] if BOTH in self._spaces else [dark]

    def _picture(self, image: pikepdf.Object) -> None:
        picture = None if image.get("/ImageMask") else shares(image)
        if picture is None or (picture.mode == "L" and self._black_stays):
            return
        put_stencil(image)
        if picture.mode == "L":
            made, space = ImageChops.invert(picture), self._spaces[DARK]
        else:
            other, _, _, dark = picture.split()
            two = BOTH in self._spaces
            made = Image.merge("LA", (other, dark)) if two else dark
            space = self._all
        data, how = packed(made)
        image.write(data, filter=Name.FlateDecode, decode_parms=how)
        image.ColorSpace, image.BitsPerComponent = space, 8
        if "/Decode" in image:
            del image.Decode


def _name(plate: Plate) -> Name:
    return Name(f"/{plate.name}")


def _separation(pdf: pikepdf.Pdf, plate: Plate) -> pikepdf.Object:
    """Return the colour space of one ink."""
    tint = Dictionary(
        FunctionType=2,
        Domain=Array([0, 1]),
        C0=Array([0, 0, 0, 0]),
        C1=Array(list(plate.looks)),
        N=1,
    )
    return pdf.make_indirect(Array([Name.Separation, _name(plate), Name.DeviceCMYK, tint]))


def _both(pdf: pikepdf.Pdf, other: Plate, dark: Plate) -> pikepdf.Object:
    """Return the colour space of both inks: one over another takes its share of what is left.

    That is straight along each ink, so its four corners say all.
    """
    corners = [
        one + two - one * two
        for dark_is, other_is in ((0, 0), (0, 1), (1, 0), (1, 1))
        for one, two in zip(
            [dark_is * part for part in dark.looks],
            [other_is * part for part in other.looks],
            strict=True,
        )
    ]
    tint = pdf.make_stream(
        bytes(round(255 * one) for one in corners),
        FunctionType=SAMPLED,
        Domain=Array([0, 1, 0, 1]),
        Range=Array([0, 1] * 4),
        Size=Array([2, 2]),
        BitsPerSample=8,
    )
    names = Array([_name(other), _name(dark)])
    return pdf.make_indirect(Array([Name.DeviceN, names, Name.DeviceCMYK, tint]))
