"""Raster files as layout can take them.

WeasyPrint 70 drops embedded profiles, spoils greys of 16 bits, cannot read TIFF in CMYK, and
packs every photograph that carries EXIF anew, at quality 75. Files with any of that are
changed before it sees them; all others pass as they are, judged by their first bytes.
"""

import io
import warnings
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from PIL import ExifTags, Image, ImageChops, ImageCms, ImageMath, ImageOps

RASTER_TYPES = {
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""The endings of files made of pixels, and the kind that each stands for."""

_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")
_JPEG = ("JPEG", "MPO")

_GOOD_MODES = frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})
"""What layout takes without loss."""

_COLOURED = frozenset({"P", "PA", "RGB", "RGBA", "RGBX"})
"""Modes whose numbers an RGB profile explains."""

_MARKER, _APP1, _START_OF_SCAN = b"\xff", b"\xe1", b"\xda"
"""Bytes that begin a part of a JPEG, and the kinds of part that matter here."""

_WHITE_16 = 65535
_WHITES = (1, 255, _WHITE_16, 2**31, 2**32)

_QUALITY = 95
"""Of a JPEG that was one before; a picture that was not is written with hardly any loss."""

_FAR = 2
"""Steps of 255 within which two profiles count as one."""


def fed(path: Path, data: bytes) -> tuple[bytes, str]:
    """Return the bytes that layout gets for a raster file, and their content type.

    Args:
        path: The file, of whose name only the ending counts.
        data: What stands in it; the same object comes back if nothing must be changed.
    """
    try:
        with _opened(data) as picture:
            change = _change_for(picture)
        if change is not None:
            return change(data)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError):
        pass  # A broken picture was told of when it was judged, and layout says so once more.
    return data, RASTER_TYPES[path.suffix.lower()]


def to_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Return an RGB or RGBA picture in the colours of sRGB.

    Args:
        picture: The picture, whose alpha stays.
        profile: The ICC profile that explains its numbers. One that cannot be read, or is
            not for RGB, explains nothing: the numbers are taken for sRGB.
    """
    transform = _transform(profile)
    if transform is None:
        return picture
    made = ImageCms.applyTransform(picture.convert("RGB"), transform)
    if made is None:  # pragma: no cover - only when asked to work in place
        msg = "the transform returned nothing"
        raise ValueError(msg)
    if "A" in picture.getbands():
        made.putalpha(picture.getchannel("A"))
    return made


@lru_cache(maxsize=16)
def _transform(profile: bytes) -> ImageCms.ImageCmsTransform | None:
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != "RGB":
            return None
        return ImageCms.buildTransform(
            source,
            ImageCms.createProfile("sRGB"),
            "RGB",
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
    except (ImageCms.PyCMSError, OSError):
        return None


@lru_cache(maxsize=16)
def _is_srgb(profile: bytes) -> bool:
    """Say whether a profile changes no colour: there are dozens of sRGB profiles."""
    steps = range(0, 256, 51)
    colours = bytes(part for r in steps for g in steps for b in steps for part in (r, g, b))
    picture = Image.frombytes("RGB", (len(colours) // 3, 1), colours)
    difference = ImageChops.difference(picture, to_srgb(picture, profile))
    return max(difference.tobytes()) <= _FAR


def _opened(data: bytes) -> Image.Image:
    with warnings.catch_warnings():
        # How large a picture may be was decided when it was judged.
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        return Image.open(io.BytesIO(data), formats=_FORMATS)


def _change_for(picture: Image.Image) -> Callable[[bytes], tuple[bytes, str]] | None:
    """Return what has to be done to a picture of which only the header was read."""
    if _foreign_profile(picture):
        return _anew
    if picture.format in _JPEG:
        if "exif" not in picture.info:
            return None
        upright = picture.getexif().get(ExifTags.Base.Orientation, 1) == 1
        return _without_exif if upright else _anew
    return None if picture.mode in _GOOD_MODES else _anew


def _foreign_profile(picture: Image.Image) -> bytes | None:
    """Return the profile that explains the picture's numbers, if they are not sRGB's."""
    profile = picture.info.get("icc_profile")
    if not isinstance(profile, bytes) or picture.mode not in _COLOURED or _is_srgb(profile):
        return None
    return profile


def _without_exif(data: bytes) -> tuple[bytes, str]:
    """Take EXIF out of a JPEG that stands upright; its pixels are not packed anew."""
    kept, at = [data[:2]], 2
    while data[at : at + 1] == _MARKER and data[at + 1 : at + 2] != _START_OF_SCAN:
        if data[at + 1 : at + 2] == _MARKER:  # one byte more before a part means nothing
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if data[at + 1 : at + 2] != _APP1 or data[at + 4 : at + 8] != b"Exif":
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]]), "image/jpeg"


@lru_cache(maxsize=8)
def _anew(data: bytes) -> tuple[bytes, str]:
    """Return the picture upright, in a mode that layout takes, in sRGB or in inks.

    Remembered, since one picture stands in several editions.
    """
    with _opened(data) as opened:
        jpeg, profile = opened.format in _JPEG, _foreign_profile(opened)
        # By convention the numbers of a JPEG in CMYK are upside down, and Pillow turns them
        # whether Adobe's mark says that they are or not.
        turned = opened.mode == "CMYK" and jpeg and "APP14" not in getattr(opened, "app", {})
        picture = _in_good_mode(ImageOps.exif_transpose(opened))
    if turned:
        picture = ImageChops.invert(picture)
    if profile:
        picture = to_srgb(picture, profile)
    picture.info.clear()  # Pillow would write profile and transparency back
    stream = io.BytesIO()
    if jpeg or picture.mode == "CMYK":
        picture.save(stream, "JPEG", quality=_QUALITY if jpeg else 100, subsampling=0)
        return stream.getvalue(), "image/jpeg"
    picture.save(stream, "PNG", compress_level=1)  # layout packs it once more
    return stream.getvalue(), "image/png"


def _in_good_mode(picture: Image.Image) -> Image.Image:
    """Return the picture with 8 bits a part, without a palette."""
    if picture.mode in {"L", "LA", "RGB", "RGBA", "CMYK"} and "transparency" not in picture.info:
        return picture
    if picture.mode.startswith(("I", "F")):
        return _eight_bits(picture)
    if picture.mode == "LAB":
        transform = ImageCms.buildTransform(
            ImageCms.createProfile("LAB"), ImageCms.createProfile("sRGB"), "LAB", "RGB"
        )
        return ImageCms.applyTransform(picture, transform) or picture
    return picture.convert("RGBA" if picture.has_transparency_data else "RGB")


def _eight_bits(picture: Image.Image) -> Image.Image:
    """Return a deep grey scaled to 8 bits; Pillow would cut off all that is lighter."""
    deep = picture.convert("F" if picture.mode == "F" else "I")
    _, most = deep.getextrema()
    if picture.mode.startswith("I;16"):
        white = _WHITE_16
    else:  # nothing says where white lies, so it is the next of the usual places
        white = next((one for one in _WHITES if isinstance(most, int | float) and most <= one), 1)
    grey: Image.Image = ImageMath.lambda_eval(
        lambda args: args["convert"](args["deep"] * (255 / white) + 0.5, "L"), deep=deep
    )
    clear = picture.info.get("transparency")
    if isinstance(clear, int):
        grey.putalpha(
            ImageMath.lambda_eval(
                lambda args: args["convert"]((args["deep"] != clear) * 255, "L"), deep=deep
            )
        )
    return grey
