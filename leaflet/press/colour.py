"""From the colours of a screen to inks.

Grey and black go to black ink alone; the brand's colours to the inks that the charity
chose; everything else through the condition's profile, relative colorimetric with black
point compensation. The plain transform would make black words of four inks.
"""

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Protocol, TypeAlias

from PIL import Image, ImageCms

from leaflet.pdf.space import Cmyk

Rgb: TypeAlias = tuple[int, int, int]
Lab: TypeAlias = tuple[float, float, float]

PAPER: Cmyk = (0.0, 0.0, 0.0, 0.0)
BLACK: Cmyk = (0.0, 0.0, 0.0, 1.0)


@cache
def _profile(path: Path) -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(io.BytesIO(path.read_bytes()))


@cache
def _transform(path: Path, mode: str) -> ImageCms.ImageCmsTransform:
    """Return the transform from sRGB to the inks of a profile, or back for `mode` CMYK."""
    screen = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    flags = ImageCms.Flags.BLACKPOINTCOMPENSATION
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    if mode == "CMYK":
        return ImageCms.buildTransform(_profile(path), screen, "CMYK", "RGB", intent, flags)
    return ImageCms.buildTransform(screen, _profile(path), mode, "CMYK", intent, flags)


_SOLID = 0.98
"""Share of black from which on it is full black: words in it must overprint, and not be
screened."""

SOLID_ALONE = 0.85
"""The same where black stands for the colour of headings and outlines."""


@cache
def _blacks(path: Path) -> tuple[float, ...]:
    """Return for each grey of a screen, 0 to 255, how much black ink looks like it.

    Half a grey is more than half the ink away from white: what a screen calls 128 is as light
    as 63 % of black ink on coated paper.
    """
    ramp = bytes(byte for black in range(256) for byte in (0, 0, 0, black))
    shown = _worked(
        ImageCms.applyTransform(Image.frombytes("CMYK", (256, 1), ramp), _transform(path, "CMYK"))
    )
    light = shown.getchannel("G").tobytes()
    least = [next((ink for ink in range(256) if light[ink] <= grey), 255) for grey in range(256)]
    return tuple(1.0 if ink / 255 >= _SOLID else round(ink / 255, 4) for ink in least)


def lab_on_screen(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    """Return a CIELAB colour as red, green and blue from 0 to 1.

    Its numbers are relative to its own white, which becomes the paper's.

    >>> lab_on_screen(100, 0, 0)
    (1.0, 1.0, 1.0)
    """
    along = [max(-128, min(127, round(one))) % 256 for one in (a, b)]  # with their signs
    bytes_of = bytes([max(0, min(255, round(lightness * 2.55))), *along])
    made = _worked(ImageCms.applyTransform(Image.frombytes("LAB", (1, 1), bytes_of), _from_lab()))
    red, green, blue = (one / 255 for one in made.tobytes())
    neutral = not any(along)  # rounding must not make four inks of a grey
    return (green, green, green) if neutral else (red, green, blue)


@cache
def _from_lab() -> ImageCms.ImageCmsTransform:
    lab, screen = (ImageCms.createProfile(name) for name in ("LAB", "sRGB"))
    return ImageCms.buildTransform(lab, screen, "LAB", "RGB", ImageCms.Intent.RELATIVE_COLORIMETRIC)


@cache
def _to_lab() -> ImageCms.ImageCmsTransform:
    lab, screen = (ImageCms.createProfile(name) for name in ("LAB", "sRGB"))
    return ImageCms.buildTransform(screen, lab, "RGB", "LAB", ImageCms.Intent.RELATIVE_COLORIMETRIC)


@cache
def _greys_of_lightness() -> list[int]:
    """Return for each lightness of CIELAB, 0 to 255, the grey of a screen that is as light."""
    ramp = Image.frombytes("RGB", (256, 1), bytes(grey for grey in range(256) for _ in "rgb"))
    light = lightness(ramp).tobytes()
    return [min(range(256), key=lambda grey: abs(light[grey] - wanted)) for wanted in range(256)]


def lab_of(picture: Image.Image) -> list[Lab]:
    """Return the CIELAB colours of an RGB picture: lightness 0 to 100, a and b."""
    parts = _worked(ImageCms.applyTransform(picture, _to_lab())).tobytes()
    return [
        (parts[at] / 2.55, (parts[at + 1] ^ 128) - 128.0, (parts[at + 2] ^ 128) - 128.0)
        for at in range(0, len(parts), 3)
    ]


def lightness(picture: Image.Image) -> Image.Image:
    """Return how light each place of an RGB picture is, as CIELAB counts: 255 is white."""
    return _worked(ImageCms.applyTransform(picture, _to_lab())).getchannel("L")


def _worked(made: Image.Image | None) -> Image.Image:
    if made is None:  # pragma: no cover - only when asked to work in place
        msg = "the transform returned nothing"
        raise ValueError(msg)
    return made


class Colours(Protocol):
    """What a file's colours are turned into: inks, or how inks look."""

    keeps_cmyk: bool
    """Whether colours that are shares of four inks already stay what they are."""

    in_process: bool
    """Whether what comes out is shares of four inks; else it is red, green and blue."""

    greys_alone: bool
    """Whether grey pictures come out in black ink alone."""

    rough: bool
    """Whether colours that lie close together may become inks that do not."""

    def of(self, red: float, green: float, blue: float) -> tuple[float, ...]:
        """Return what a colour becomes whose parts go from 0 to 1."""

    def of_cmyk(self, inks: Cmyk) -> tuple[float, ...]:
        """Return what a colour becomes that is made of cyan, magenta, yellow and black."""

    def of_grey(self, light: float) -> tuple[float, ...]:
        """Return what a grey from 0, black, to 1, paper, becomes."""

    def solid(self, inks: Any) -> tuple[float, ...]:  # noqa: ANN401 - what this one turns colours into
        """Return a flat colour, such as words have; steps show in a gradient only."""

    def greys(self) -> list[int]:
        """Return for each grey of a screen the share of paper, of 255, that looks like it."""

    def grey_picture(self, picture: Image.Image) -> Image.Image:
        """Return what a grey picture becomes."""

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return what an RGB picture becomes."""

    def ink_picture(self, picture: Image.Image) -> Image.Image:
        """Return what a CMYK picture becomes."""


class Inks:
    """Turns colours and pictures into inks, for one condition and one brand."""

    keeps_cmyk = True
    in_process = True
    greys_alone = True
    rough = False

    def __init__(self, profile: Path, brand: Mapping[str, str]) -> None:
        """Prepare.

        Args:
            profile: The condition's ICC profile.
            brand: Exact inks of the brand's colours: four numbers in per cent, by screen
                colour, such as "20 90 45 20" for "#ab2c50".
        """
        self.profile = profile
        self._known: dict[Rgb, Cmyk] = {(255, 255, 255): PAPER}
        for screen, inks in brand.items():
            cyan, magenta, yellow, black = (int(one) / 100 for one in inks.split())
            red, green, blue = bytes.fromhex(screen.removeprefix("#"))
            self._known[red, green, blue] = (cyan, magenta, yellow, black)

    def prepare(self) -> None:
        """Work out how inks look on a screen, which the first grey would do."""
        _blacks(self.profile)

    def of(self, red: float, green: float, blue: float) -> Cmyk:
        """Return the inks of a colour whose parts go from 0 to 1."""
        colour = (round(red * 255), round(green * 255), round(blue * 255))
        if colour not in self._known:
            self._known[colour] = self._convert(colour)
        return self._known[colour]

    def of_cmyk(self, inks: Cmyk) -> Cmyk:
        """Return the inks of a colour that is made of cyan, magenta, yellow and black."""
        return inks

    def solid(self, inks: Cmyk) -> Cmyk:
        """Return the inks of a flat colour, such as words have; steps show in a gradient only."""
        return inks

    def of_grey(self, light: float) -> Cmyk:
        """Return the inks of a grey from 0, black, to 1, paper: black ink alone, as light."""
        return (0.0, 0.0, 0.0, _blacks(self.profile)[round(light * 255)])

    def grey_picture(self, picture: Image.Image) -> Image.Image:
        """Return a grey picture (mode L) as light as black ink shows it: 0 is full ink."""
        return picture.point(self.greys())

    def greys(self) -> list[int]:
        """Return for each grey of a screen the share of paper, of 255, that looks like it."""
        return [round(255 * (1 - black)) for black in _blacks(self.profile)]

    def _convert(self, colour: Rgb) -> Cmyk:
        if len(set(colour)) == 1:
            return self.of_grey(colour[0] / 255)
        picture = self.picture(Image.new("RGB", (1, 1), colour))
        cyan, magenta, yellow, black = (round(one / 255, 4) for one in picture.tobytes())
        return (cyan, magenta, yellow, black)

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return an RGB picture in inks, as a CMYK picture (255 is full ink)."""
        return _worked(ImageCms.applyTransform(picture, _transform(self.profile, "RGB")))

    def ink_picture(self, picture: Image.Image) -> Image.Image:
        """Return a CMYK picture in the inks that there are."""
        return picture

    def on_screen(self, picture: Image.Image) -> Image.Image:
        """Return a CMYK picture as a screen shows it: the proof's colours."""
        return _worked(ImageCms.applyTransform(picture, _transform(self.profile, "CMYK")))


class BlackAlone(Inks):
    """Turns colours and pictures into shares of black, where there is no other ink."""

    keeps_cmyk = False

    def __init__(self, profile: Path, blacks: Mapping[str, int]) -> None:
        """Prepare.

        Args:
            profile: The condition's ICC profile.
            blacks: How much black stands for the brand's colours, in per cent, by screen
                colour. All others become as dark as they look.
        """
        super().__init__(profile, {screen: f"0 0 0 {black}" for screen, black in blacks.items()})

    def of_cmyk(self, inks: Cmyk) -> Cmyk:
        """Return as much black as looks like a colour that is made of inks."""
        if not any(inks[:3]):
            return inks
        levels = bytes(round(255 * one) for one in inks)
        picture = self.on_screen(Image.frombytes("CMYK", (1, 1), levels))
        return self._as_dark(picture)

    def solid(self, inks: Cmyk) -> Cmyk:
        """Return full black for a dark flat colour, so that words get no screened edges."""
        return BLACK if inks[3] >= SOLID_ALONE else inks

    def _convert(self, colour: Rgb) -> Cmyk:
        return self._as_dark(Image.new("RGB", (1, 1), colour))

    def _as_dark(self, pixel: Image.Image) -> Cmyk:
        black = 1 - self.picture(pixel).tobytes()[0] / 255
        return (0.0, 0.0, 0.0, round(black, 4))

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return an RGB picture in black ink, as a grey one (0 is full ink): as light as it is."""
        return self.grey_picture(lightness(picture).point(_greys_of_lightness()))

    def ink_picture(self, picture: Image.Image) -> Image.Image:
        """Return a CMYK picture in black ink, as a grey one."""
        return self.picture(self.on_screen(picture))
