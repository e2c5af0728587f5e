"""Pictures from the colours of a screen to inks, each as it stands in the file.

What comes out is DeviceGray, which prints in black ink alone, or DeviceCMYK. Separation,
DeviceN and Lab, which layout never makes, stay. A JPEG stays a JPEG; in CMYK its parts are
inverted, as every reader expects.
"""

import io
import zlib
from dataclasses import dataclass

import pikepdf
from pikepdf import Array, Dictionary, Name, StreamDecodeLevel
from PIL import Image, ImageChops, ImageMath

from leaflet.press.colour import Colours
from leaflet.typeset.feed import to_srgb

_GREY, _RGB, _CMYK = 1, 3, 4

_FAMILIES = {
    "/DeviceGray": _GREY,
    "/CalGray": _GREY,
    "/DeviceRGB": _RGB,
    "/CalRGB": _RGB,  # most of these are sRGB in other words, and poppler too reads them so
    "/DeviceCMYK": _CMYK,
}
"""How many parts a colour has, in spaces that need no profile."""

_DEVICES = {_GREY: Name.DeviceGray, _RGB: Name.DeviceRGB, _CMYK: Name.DeviceCMYK}

_MODES = {_GREY: "L", _RGB: "RGB", _CMYK: "CMYK"}

_QUALITY = 95

_EFFORT = 4
"""Of zlib: half the time of its usual 6, and on photographs and drawings nearly the size."""

_INVERTED = (1, 0) * 4

_ABBREVIATED = frozenset({"/DeviceGray", "/DeviceRGB", "/DeviceCMYK", "/Indexed"})
"""Colour spaces of inline pictures that are no names from the resources."""


@dataclass(frozen=True, slots=True)
class _Space:
    """What the numbers of a picture mean."""

    parts: int
    """Numbers in a colour; 0 for a space that stays as it is."""

    profile: bytes = b""
    palette: bytes | None = None
    """The colours one after the other, where the picture holds their numbers."""


def to_inks(image: pikepdf.Object, inks: Colours) -> None:
    """Turn a picture into inks where it stands, with its masks.

    Args:
        image: The image XObject.
        inks: How colours become inks.

    Raises:
        ValueError: it is packed in a way that layout never uses, or cut short.
    """
    _tidy(image)
    if "/SMask" in image:
        _tidy(image.SMask)
        _keep(image.SMask, _space(image.SMask.ColorSpace))
    elif isinstance(image.get("/Mask"), pikepdf.Stream):
        _tidy(image.Mask)
    if image.get("/ImageMask", False):
        return
    if "/ColorSpace" not in image:
        msg = "a picture does not say what its numbers mean"
        raise ValueError(msg)
    space = _space(image.ColorSpace)
    if space.parts == _RGB:
        _separate(image, space, inks)
        return
    _keep(image, space)
    if space.parts == _CMYK and not inks.keeps_cmyk:
        _into_others(image, inks)
    if space.parts == _GREY and image.BitsPerComponent != 1:
        _as_light(image, space, inks)


def shares(image: pikepdf.Object) -> Image.Image | None:
    """Return what the numbers of a finished picture stand for, without its masks.

    Returns:
        A picture of mode L (255 is paper) or CMYK (255 is full ink); nothing for a picture in
        another space, which no plate but its own would show.

    Raises:
        ValueError: it cannot be unpacked, or is cut short.
    """
    space = _space(image.ColorSpace)
    if space.parts not in (_GREY, _CMYK):
        return None
    raw, most = _raw(image, 1 if space.palette is not None else space.parts)
    return _decoded(image, raw, most, space.palette, space.parts)


def put_stencil(image: pikepdf.Object) -> None:
    """Turn clear numbers of a picture, if it has some, into a stencil."""
    if isinstance(image.get("/Mask"), Array):
        space = _space(image.ColorSpace)
        raw, _ = _raw(image, 1 if space.palette is not None else space.parts)
        _put_stencil(image, raw)


def inline_to_inks(
    inline: pikepdf.PdfInlineImage, pdf: pikepdf.Pdf, resources: pikepdf.Object, inks: Colours
) -> pikepdf.Stream:
    """Return an inline picture as an image XObject in inks, to be drawn by `Do` in its place.

    An XObject, since an inline picture can hold neither masks nor much data.

    Args:
        inline: The picture.
        pdf: The file that it stands in.
        resources: Those of its content stream, which may name its colour space.
        inks: How colours become inks.
    """
    written = Dictionary(Type=Name.XObject, Subtype=Name.Image)
    for key, value in inline.obj.items():
        if key not in {"/L", "/Length"}:
            written[key] = value
    space = written.get("/ColorSpace")
    if isinstance(space, Name) and str(space) not in _ABBREVIATED:
        written.ColorSpace = resources.ColorSpace[str(space)]
    image = pdf.make_indirect(pikepdf.Stream(pdf, inline.read_raw_bytes(), written))
    to_inks(image, inks)
    return image


def _tidy(image: pikepdf.Object) -> None:
    """Take out what PDF/A and good printing forbid: blurred enlargement, and second versions."""
    for key in ("/Interpolate", "/Alternates"):
        if key in image:
            del image[key]


def _space(space: pikepdf.Object) -> _Space:
    if isinstance(space, Name):
        return _Space(_FAMILIES.get(str(space), 0))
    family = str(space[0])
    if family == "/ICCBased":
        parts = int(space[1].N)
        return _Space(parts, space[1].read_bytes() if parts == _RGB else b"")
    if family == "/Indexed":
        base, lookup = _space(space[1]), space[3]
        palette = lookup.read_bytes() if isinstance(lookup, pikepdf.Stream) else bytes(lookup)
        return _Space(base.parts, base.profile, palette)
    return _Space(_FAMILIES.get(family, 0))


def _keep(image: pikepdf.Object, space: _Space) -> None:
    """Leave the numbers of a picture, which are shares of ink or of black already."""
    if space.parts in (_GREY, _CMYK):
        device = _DEVICES[space.parts]
        if space.palette is None:
            image.ColorSpace = device
        else:
            _, _, last, lookup = image.ColorSpace
            image.ColorSpace = Array([Name.Indexed, device, last, lookup])
    if image.get("/BitsPerComponent") == 16:  # noqa: PLR2004 - twice what a press can show
        image.write(zlib.compress(_samples(image)[::2]), filter=Name.FlateDecode)
        image.BitsPerComponent = 8
        if isinstance(image.get("/Mask"), Array):
            image.Mask = Array([int(one) >> 8 for one in image.Mask])


def _separate(image: pikepdf.Object, space: _Space, inks: Colours) -> None:
    raw, most = _raw(image, 1 if space.palette is not None else _RGB)
    if isinstance(image.get("/Mask"), Array):
        _put_stencil(image, raw)
    picture = _decoded(image, raw, most, space.palette)
    if "/Matte" in image.get("/SMask", {}):
        picture = _without_matte(picture, image.SMask)
    grey = _is_grey(picture)
    if space.profile:
        picture = to_srgb(picture, space.profile)
    jpeg = "/DCTDecode" in _filters(image)
    made = inks.grey_picture(picture.getchannel("G")) if grey else inks.picture(picture)
    _put(image, made, jpeg=jpeg)


def _into_others(image: pikepdf.Object, inks: Colours) -> None:
    """Let a picture of four inks print in those that there are, as light as it looks."""
    put_stencil(image)
    picture = shares(image)
    if picture is not None:
        _put(image, inks.ink_picture(picture), jpeg="/DCTDecode" in _filters(image))


def _as_light(image: pikepdf.Object, space: _Space, inks: Colours) -> None:
    """Let a grey picture print as light as it looks, in black ink alone."""
    if space.palette is not None and inks.greys_alone:
        greys = inks.greys()
        indexed, device, last, _ = image.ColorSpace
        lookup = pikepdf.String(bytes(greys[one] for one in space.palette))
        image.ColorSpace = Array([indexed, device, last, lookup])
        return
    raw, most = _raw(image, _GREY)
    if isinstance(image.get("/Mask"), Array):
        _put_stencil(image, raw)
    picture = _decoded(image, raw, most, space.palette, _GREY)
    _put(image, inks.grey_picture(picture), jpeg="/DCTDecode" in _filters(image))


def _filters(image: pikepdf.Object) -> list[str]:
    found = image.get("/Filter", Array())
    return [str(found)] if isinstance(found, Name) else [str(one) for one in found]


def _samples(image: pikepdf.Object) -> bytes:
    """Return the numbers of a picture, unpacked."""
    try:
        return image.read_bytes(StreamDecodeLevel.all)
    except (pikepdf.PdfError, RuntimeError) as error:  # the latter from inside a JPEG
        msg = f"a picture cannot be unpacked ({' '.join(_filters(image))})"
        raise ValueError(msg) from error


def _raw(image: pikepdf.Object, parts: int) -> tuple[Image.Image, int]:
    """Return the numbers of a picture, so many a pixel, and the greatest possible one."""
    width, height = int(image.Width), int(image.Height)
    bits, data = int(image.BitsPerComponent), _samples(image)
    if bits == 16:  # noqa: PLR2004 - twice what a press can show
        bits, data = 8, data[::2]
    row = (width * parts * bits + 7) // 8
    if len(data) < row * height:
        msg = "a picture is cut short"
        raise ValueError(msg)
    if bits < 8:  # noqa: PLR2004 - several numbers in a byte, and rows that begin with a byte
        most = (1 << bits) - 1
        table = [
            bytes(one >> shift & most for shift in range(8 - bits, -1, -bits)) for one in range(256)
        ]
        rows = (data[at : at + row] for at in range(0, row * height, row))
        data = b"".join(b"".join(table[one] for one in line)[: width * parts] for line in rows)
    mode = _MODES[parts]
    return Image.frombytes(mode, (width, height), data[: width * height * parts]), (1 << bits) - 1


def _decoded(
    image: pikepdf.Object,
    raw: Image.Image,
    most: int,
    palette: bytes | None,
    colours: int = _RGB,
) -> Image.Image:
    """Return what the numbers stand for: colours of 8 bits a part, `colours` parts in each."""
    parts = len(raw.getbands())
    default = [0, most if palette is not None else 1] * parts
    decode = [float(one) for one in image.get("/Decode", default)]
    ends = list(zip(decode[::2], decode[1::2], strict=True))
    if palette is not None:
        ((low, high),) = ends
        at = [round(low + min(one, most) * (high - low) / most) for one in range(256)]
        last = len(palette) // colours - 1
        at = [max(0, min(one, last)) for one in at]
        bands = [
            raw.point([palette[one * colours + part] for one in at]) for part in range(colours)
        ]
        return Image.merge(_MODES[colours], bands)
    if decode == default and most == 255:  # noqa: PLR2004 - already 8 bits
        return raw
    table = [
        max(0, min(255, round(255 * (low + min(one, most) * (high - low) / most))))
        for low, high in ends
        for one in range(256)
    ]
    return raw.point(table)


def _is_grey(picture: Image.Image) -> bool:
    """Say whether no pixel has a colour."""
    red, green, blue = picture.split()
    return all(
        ImageChops.difference(green, other).getbbox() is None  # nothing differs
        for other in (red, blue)
    )


def _without_matte(picture: Image.Image, mask: pikepdf.Object) -> Image.Image:
    """Take out the background that was mixed into the colours (ISO 32000-1:2008, 11.6.5.3)."""
    raw, most = _raw(mask, 1)
    alpha = _decoded(mask, raw, most, None)
    matte = [255 * float(one) for one in mask.Matte]
    del mask.Matte

    bands = [
        _unmixed(band, alpha, under) for band, under in zip(picture.split(), matte, strict=True)
    ]
    return Image.merge("RGB", bands)


def _unmixed(band: Image.Image, alpha: Image.Image, under: float) -> Image.Image:
    made: Image.Image = ImageMath.lambda_eval(
        lambda args: args["convert"](
            args["max"](
                args["min"](
                    under + (args["band"] - under) * 255.0 / args["max"](args["alpha"], 1), 255.0
                ),
                0.0,
            )
            + 0.5,
            "L",
        ),
        band=band,
        alpha=alpha,
    )
    return made


def _put_stencil(image: pikepdf.Object, raw: Image.Image) -> None:
    """Turn the numbers that are clear, which mean nothing in another space, into a stencil."""
    limits = [int(one) for one in image.Mask]
    if "/SMask" in image:  # overrides the other mask
        del image.Mask
        return
    if image.BitsPerComponent == 16:  # noqa: PLR2004 - we read the upper byte
        limits = [one >> 8 for one in limits]
    clear = Image.new("L", raw.size, 255)
    for band, low, high in zip(raw.split(), limits[::2], limits[1::2], strict=True):
        clear = ImageChops.darker(
            clear, band.point([255 if low <= one <= high else 0 for one in range(256)])
        )
    with pikepdf.new() as other:  # a picture does not say which file it stands in
        stencil = pikepdf.Stream(other, b"").with_same_owner_as(image)
    stencil.Type, stencil.Subtype = Name.XObject, Name.Image
    stencil.Width, stencil.Height = raw.size
    stencil.ImageMask, stencil.BitsPerComponent = True, 1
    stencil.write(zlib.compress(clear.convert("1").tobytes()), filter=Name.FlateDecode)
    image.Mask = stencil


def _put(image: pikepdf.Object, picture: Image.Image, *, jpeg: bool) -> None:
    """Put a picture in grey or in inks into the place of the one that was there."""
    image.BitsPerComponent = 8
    image.ColorSpace = _DEVICES[len(picture.getbands())]
    if "/Decode" in image:
        del image.Decode
    if not jpeg:
        data, how = packed(picture)
        image.write(data, filter=Name.FlateDecode, decode_parms=how)
        return
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=_QUALITY, subsampling=0)
    image.write(stream.getvalue(), filter=Name.DCTDecode)
    if picture.mode == "CMYK":
        image.Decode = Array(_INVERTED)


def packed(picture: Image.Image) -> tuple[bytes, Dictionary]:
    """Return a picture packed as PNG packs, which is what the predictors of PDF are made for.

    PNG knows no CMYK, but four parts a pixel are four parts, whatever they are called.
    """
    if picture.mode == "CMYK":
        picture = Image.frombytes("RGBA", picture.size, picture.tobytes())
    stream = io.BytesIO()
    picture.save(stream, "PNG", compress_level=_EFFORT)
    data, at, rows = stream.getvalue(), 8, []
    while at < len(data):
        size = int.from_bytes(data[at : at + 4])
        if data[at + 4 : at + 8] == b"IDAT":
            rows.append(data[at + 8 : at + 8 + size])
        at += 12 + size
    parts = len(picture.getbands())
    how = Dictionary(Predictor=15, Colors=parts, Columns=picture.width)
    return b"".join(rows), how
