"""How a leaflet in few inks looks on a screen: its colours turned into inks, and back."""

from PIL import Image, ImageChops

from leaflet.pdf.space import Cmyk
from leaflet.press.colour import Inks


class Looks:
    """Turns colours and pictures into what their inks look like on a screen."""

    keeps_cmyk = False
    in_process = False
    greys_alone = False

    def __init__(self, inks: Inks) -> None:
        """Prepare; `inks` are those it is printed in."""
        self._inks = inks
        self.rough = inks.rough
        self._shown: dict[Cmyk, tuple[float, ...]] = {}

    def of(self, red: float, green: float, blue: float) -> tuple[float, ...]:
        """Return how the inks of a colour look: red, green and blue from 0 to 1."""
        return self._look(self._inks.of(red, green, blue))

    def of_grey(self, light: float) -> tuple[float, ...]:
        """Return how the inks of a grey look."""
        return self._look(self._inks.of_grey(light))

    def of_cmyk(self, inks: Cmyk) -> tuple[float, ...]:
        """Return how the inks look that stand for a colour of four inks."""
        return self._look(self._inks.of_cmyk(inks))

    def greys(self) -> list[int]:
        """Return the greys of a screen as they are; not asked for, since grey pictures change."""
        return list(range(256))

    def solid(self, inks: tuple[float, ...]) -> tuple[float, ...]:
        """Return a flat colour as it is."""
        return inks

    def _look(self, inks: Cmyk) -> tuple[float, ...]:
        inks = self._inks.solid(inks)
        if not any(inks):
            return (1.0, 1.0, 1.0)
        if inks not in self._shown:
            levels = bytes(round(255 * one) for one in inks)
            shown = self._inks.on_screen(Image.frombytes("CMYK", (1, 1), levels)).tobytes()
            self._shown[inks] = tuple(round(one / 255, 4) for one in shown)
        return self._shown[inks]

    def picture(self, picture: Image.Image) -> Image.Image:
        """Return how the inks of an RGB picture look, as an RGB picture."""
        return self._as_seen(self._inks.picture(picture))

    def grey_picture(self, picture: Image.Image) -> Image.Image:
        """Return how the inks of a grey picture look, as an RGB picture."""
        return self._as_seen(self._inks.grey_picture(picture))

    def ink_picture(self, picture: Image.Image) -> Image.Image:
        """Return how the inks look that stand for a picture of four inks."""
        return self._as_seen(self._inks.ink_picture(picture))

    def _as_seen(self, made: Image.Image) -> Image.Image:
        if made.mode == "L":  # the darker ink alone, 0 is full
            none = Image.new("L", made.size, 0)
            made = Image.merge("CMYK", (none, none, none, ImageChops.invert(made)))
        return self._inks.on_screen(made)
