"""One or two inks, of which one at least is a spot: how colours become them, and how they look.

Until a file is whole they ride on plates that it already has: the darker one on that of black,
where grey, words and overprinting belong, and the other one on that of cyan. So everything that
separates, judges and proofs four inks does it for these two as well; `press.spots` then puts the
real inks in their place.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

from PIL import Image, ImageChops

from leaflet.model import FewInks, Spot
from leaflet.pdf.space import Cmyk
from leaflet.press.colour import BLACK, SOLID_ALONE, Inks, Lab, Rgb, lab_of, lightness

STEPS = 33
"""Tints of each ink that are tried for a colour at first; then more between the best ones."""

CLOSE = 4
"""Tints that are then tried on either side of the best one."""

LIGHT = 2.0
"""How much more than hue a colour's lightness counts: words must stand out as they did."""

PURE = 6.0
"""How much further away, in CIELAB, one ink alone may be to win against a mix of both: one plate
never wanders against itself."""

DUOTONES = 128
"""Tints of an ink that are tried for each lightness of a picture."""

SHADOWS = 1.8
"""How late the darker ink of a duotone comes in: the exponent of its curve (our own judgement)."""

PALE = (75.0, 85.0, 25.0)
"""From the first lightness on the darker ink counts as further away, from the second on by the
third, in CIELAB: a pale ground that has a colour becomes a tint of the other ink, whatever its hue,
and does not turn grey (our own judgement)."""

NAME_OF_BLACK = "Black"

Tints = tuple[float, float]
"""How much of the other and of the darker ink, from 0 to 1."""


@dataclass(frozen=True, slots=True)
class Plate:
    """One of the inks, and what looks like it."""

    name: str
    looks: Cmyk


def _plate(spot: Spot) -> Plate:
    cyan, magenta, yellow, black = (int(one) / 100 for one in spot.inks.split())
    return Plate(spot.name, (cyan, magenta, yellow, black))


class Mixing(Inks):
    """Turns colours and pictures into tints of one or two inks."""

    keeps_cmyk = False
    rough = True

    def __init__(self, profile: Path, few: FewInks) -> None:
        """Prepare.

        Args:
            profile: The ICC profile of the condition, which shows how the inks look.
            few: The inks.
        """
        super().__init__(profile, {})
        plates = [_plate(one) for one in few.spots]
        plates += [Plate(NAME_OF_BLACK, BLACK)] if few.black else []
        plates.sort(key=lambda one: lab_of(self._process([one.looks]))[0])
        self.dark = plates[0]
        """The darker ink, which rides on the plate of black."""

        self.other = plates[1] if len(plates) > 1 else None
        """The other ink, which rides on the plate of cyan; nothing where there is one ink."""

        self.greys_alone = self.other is None

        for spot in few.spots:
            red, green, blue = bytes.fromhex(spot.screen.removeprefix("#"))
            full = BLACK if spot.name == self.dark.name else (1.0, 0.0, 0.0, 0.0)
            self._known[red, green, blue] = full

    def prepare(self) -> None:
        """Work out how mixes look, which the first colour would do."""
        _ = (self._mixes, self._curve)

    def _process(self, colours: Sequence[Cmyk]) -> Image.Image:
        """Return colours of the four inks as a screen shows them: a picture of one row."""
        levels = bytes(round(255 * one) for colour in colours for one in colour)
        return Inks.on_screen(self, Image.frombytes("CMYK", (len(colours), 1), levels))

    def on_screen(self, picture: Image.Image) -> Image.Image:
        """Return a picture of riding inks as a screen shows it.

        One ink over another takes away its share of what light the other one leaves.
        """
        other, _, _, dark = picture.split()
        looks = self.other.looks if self.other else (0.0,) * 4
        bands = [
            ImageChops.invert(ImageChops.multiply(_left(dark, one), _left(other, two)))
            for one, two in zip(self.dark.looks, looks, strict=True)
        ]
        return super().on_screen(Image.merge("CMYK", bands))

    def _look(self, tints: Sequence[Tints]) -> list[Lab]:
        """Return the colours of mixes."""
        levels = bytes(round(255 * one) for other, dark in tints for one in (other, 0.0, 0.0, dark))
        return lab_of(self.on_screen(Image.frombytes("CMYK", (len(tints), 1), levels)))

    @cached_property
    def _mixes(self) -> list[tuple[Tints, Lab]]:
        """Mixes from paper to both inks in full, and their colours."""
        steps = [one / (STEPS - 1) for one in range(STEPS)]
        tints = list(product(steps if self.other else steps[:1], steps))
        return list(zip(tints, self._look(tints), strict=True))

    def of_grey(self, light: float) -> Cmyk:
        """Return the inks of a grey from 0 to 1: the darker ink alone, as light as that."""
        return (0.0, 0.0, 0.0, self._curve[round(light * 255)])

    @cached_property
    def _curve(self) -> list[float]:
        """For each grey of a screen, how much of the darker ink is as light."""
        greys = Image.frombytes("RGB", (256, 1), bytes(one for one in range(256) for _ in "rgb"))
        ramp = [one / 255 for one in range(256)]
        light = [colour[0] for colour in self._look([(0.0, one) for one in ramp])]
        found = [
            min(ramp, key=lambda ink: abs(light[round(ink * 255)] - wanted))
            for wanted, _, _ in lab_of(greys)
        ]
        # What is darker than the ink is full ink, whatever rounding says.
        dark = sum(one[0] <= light[-1] + 1 for one in lab_of(greys))
        return [1.0] * dark + [round(one, 4) for one in found[dark:-1]] + [0.0]

    def greys(self) -> list[int]:
        """Return for each grey of a screen the share of paper, of 255, that looks like it."""
        return [round(255 * (1 - one)) for one in self._curve]

    def grey_picture(self, picture: Image.Image) -> Image.Image:
        """Return a grey picture (mode L) in the inks: in both where there are two."""
        if self.other is None:
            return picture.point(self.greys())
        return self.picture(picture.convert("RGB"))

    def of_cmyk(self, inks: Cmyk) -> Cmyk:
        """Return the inks of a colour that is made of cyan, magenta, yellow and black."""
        return self.of(*(one / 255 for one in self._process([inks]).tobytes()))

    def solid(self, inks: Cmyk) -> Cmyk:
        """Return the full darker ink for a dark flat colour, so that words have clean edges."""
        return BLACK if inks[3] >= SOLID_ALONE else inks

    def _convert(self, colour: Rgb) -> Cmyk:
        if len(set(colour)) == 1:
            return self.of_grey(colour[0] / 255)
        (wanted,) = lab_of(Image.new("RGB", (1, 1), colour))
        other, dark = _nearest(self._mixes, wanted)
        near = [*product(_around(other), _around(dark))]
        other, dark = _nearest(zip(near, self._look(near), strict=True), wanted)
        return (round(other, 4), 0.0, 0.0, round(dark, 4))

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return an RGB picture as one of both inks, as light as it is: a duotone."""
        light = lightness(picture)
        if self.other is None:
            return light.point([round(255 * (1 - dark)) for _, dark in self._duotone])
        none = Image.new("L", picture.size, 0)
        other, dark = (
            light.point([round(255 * pair[band]) for pair in self._duotone]) for band in (0, 1)
        )
        return Image.merge("CMYK", (other, none, none, dark))

    def ink_picture(self, picture: Image.Image) -> Image.Image:
        """Return a picture of the four inks in these."""
        return self.picture(Inks.on_screen(self, picture))

    @cached_property
    def _duotone(self) -> list[Tints]:
        """For each lightness of CIELAB, 0 to 255, how much of each ink."""
        ramp = [one / (DUOTONES - 1) for one in range(DUOTONES)]
        pairs = []
        for level in range(255):
            wanted = level / 2.55
            dark = (1 - level / 255) ** SHADOWS if self.other else 0.0
            tints = [(one, dark) for one in ramp] if self.other else [(0.0, one) for one in ramp]
            looks = self._look(tints)
            if looks[-1][0] > wanted + 1 and self.other:  # even full, it is too light
                tints = [(1.0, one) for one in ramp]
                looks = self._look(tints)
            away = [abs(look[0] - wanted) for look in looks]
            best = max(at for at, one in enumerate(away) if one == min(away))
            pairs.append(tints[best])
        return [*pairs, (0.0, 0.0)]


def _left(plate: Image.Image, share: float) -> Image.Image:
    """Return how much light a plate leaves, if its ink takes such a share of it."""
    return plate.point([round(255 - ink * share) for ink in range(256)])


def _nearest(mixes: Iterable[tuple[Tints, Lab]], wanted: Lab) -> Tints:
    light, a, b = wanted
    first, full, most = PALE
    grey = most * min(max((light - first) / (full - first), 0.0), 1.0)

    def far(mix: tuple[Tints, Lab]) -> float:
        (other, dark), look = mix
        away = math.dist((LIGHT * look[0], *look[1:]), (LIGHT * light, a, b))
        return away + (PURE if other and dark else 0.0) + (grey if dark else 0.0)

    return min(mixes, key=far)[0]


def _around(tint: float) -> list[float]:
    """Return a tint and those close by."""
    if tint == 0:  # else every pure colour would become a mix
        return [0.0]
    step = 1 / (STEPS - 1) / CLOSE
    return [min(max(tint + step * one, 0.0), 1.0) for one in range(1 - CLOSE, CLOSE)]
