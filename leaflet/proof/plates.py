"""Single plates, and where how much ink will lie: to look at where a proof seems wrong."""

from PIL import Image, ImageChops, ImageDraw, ImageFont

from leaflet.manuscript.start import name_of
from leaflet.preflight import Printed
from leaflet.preflight.on_plates import TOLERANCE, per_cent, quarter_of_ink
from leaflet.press import INKS
from leaflet.raster import png
from leaflet.resources import Theme
from leaflet.units import MM_PER_INCH

BANDS = (
    (0, "#ffffff"),
    (50, "#e6eff2"),
    (100, "#c5dbe2"),
    (150, "#93bccb"),
    (200, "#5b97ad"),
    (250, "#2f6f88"),
    (300, "#123f52"),
)
"""Per cent of all inks together up to which a colour stands: the darker, the more ink."""

OVER = "#d9480f"
"""What is over the limit of the paper; the only warm colour, so that it is seen in grey too."""

USUAL_LIMIT = 300.0
"""Per cent from which on ink is too much where nothing else was said: that of coated paper."""

KEY = 9.0
"""Height in mm of the key below an ink map."""


def plate_pictures(printed: Printed, theme: Theme) -> dict[str, bytes]:
    """Return PNGs by name: each side's plates, black where they print, and its ink map.

    Args:
        printed: The sides in inks.
        theme: Whose font the key of the map is set in.
    """
    made = {}
    for side in printed.sides:
        painted = printed.painted(side)
        named = printed.press.plates or {ink: ink for ink in INKS}
        for ink, plate in zip(INKS, painted.split(), strict=True):
            if ink not in named:
                continue
            made[f"{side}-{name_of(named[ink])}"] = png(ImageChops.invert(plate), dpi=printed.dpi)
        made[f"{side}-inks"] = png(_ink_map(painted, printed, theme), dpi=printed.dpi)
    return made


def _ink_map(painted: Image.Image, printed: Printed, theme: Theme) -> Image.Image:
    limit = printed.press.ink_limit or USUAL_LIMIT
    # Rounding of four plates must not tinge what is exactly at the limit.
    colours = [ink_colours(per_cent(level) - TOLERANCE, limit) for level in range(256)]
    quarter = quarter_of_ink(painted)
    bands = [quarter.point([colour[band] for colour in colours]) for band in range(3)]
    height = round(KEY * printed.dpi / MM_PER_INCH)
    made = Image.new("RGB", (painted.width, painted.height + height), "#ffffff")
    made.paste(Image.merge("RGB", bands), (0, 0))
    _draw_key(made, painted.height, limit, theme)
    return made


def ink_colours(per_cent: float, limit: float) -> tuple[int, int, int]:
    """Return the colour that stands for so much ink on a map."""
    shown = next((colour for most, colour in BANDS if per_cent <= most), BANDS[-1][1])
    if per_cent > limit:
        shown = OVER
    red, green, blue = bytes.fromhex(shown.removeprefix("#"))
    return red, green, blue


def _draw_key(image: Image.Image, top: int, limit: float, theme: Theme) -> None:
    """Draw a field for each colour below the map, with its words."""
    draw = ImageDraw.Draw(image)
    height = image.height - top
    font = ImageFont.truetype(theme.font_files()[0], round(height * 0.42))
    fields = [(colour, f"to {most} %") for most, colour in BANDS if 0 < most <= limit]
    fields.append((OVER, f"over {limit:.0f} %, too much"))
    x = gap = height // 4
    for colour, words in fields:
        draw.rectangle((x, top + gap, x + height - gap, image.height - gap), colour, "#1a1a1a")
        x += height
        draw.text((x, top + height / 2), words, "#1a1a1a", font, anchor="lm")
        x += round(draw.textlength(words, font)) + 2 * gap
