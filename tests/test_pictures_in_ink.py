"""Pictures: every kind that people have comes out in the right inks, masks and all."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name, StreamDecodeLevel
from PIL import ExifTags, Image, ImageChops, ImageCms, ImageSequence

from leaflet.press.colour import Inks
from leaflet.press.pictures import inline_to_inks, to_inks
from leaflet.press.plates import plates
from leaflet.resources import Theme
from leaflet.specs.conditions import CONDITIONS
from leaflet.typeset.engine import lay_out
from leaflet.typeset.feed import fed
from leaflet.typeset.fonts import use_only
from tests.judges import ghostscript, mupdf, pdftoppm, qpdf_check

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PROFILE = CONDITIONS["FOGRA39"].profile

RED, BLUE, GREY, GREEN = (200, 60, 40), (30, 80, 160), (128, 128, 128), (60, 140, 60)
"""Colours that Adobe RGB and sRGB both hold."""

SIDE = 64
CORNERS = ((16, 16), (48, 16), (16, 48), (48, 48))
"""A pixel amid each quarter of a drawing, where a JPEG too is even."""

LIGHTS = (0, 64, 160, 255)
"""The quarters of a grey drawing."""

NEAR = 5.1
"""Two points of a hundred, on a scale that ends at 255."""


# Drawings -----------------------------------------------------------------------------------------


def quarters(mode: str, colours: Iterable[tuple[int, ...] | int]) -> Image.Image:
    """Return a drawing of four even squares."""
    image = Image.new(mode, (SIDE, SIDE))
    for (x, y), colour in zip(CORNERS, colours, strict=True):
        image.paste(colour, (x - 16, y - 16, x + 16, y + 16))
    return image


COLOURED = quarters("RGB", (RED, BLUE, GREY, GREEN))
LIGHT = quarters("L", LIGHTS)
CMYK_NUMBERS = ((255, 0, 0, 0), (0, 128, 255, 0), (30, 60, 90, 120), (0, 0, 0, 255))
SIDEWAYS = COLOURED.transpose(Image.Transpose.ROTATE_90)
IN_INKS = quarters("CMYK", CMYK_NUMBERS)
SOFT = Image.linear_gradient("L").resize((SIDE, SIDE))
"""A mask from clear at the top to full at the bottom."""


def file_of(image: Image.Image, kind: str, **options: object) -> bytes:
    """Return a picture as a file."""
    stream = io.BytesIO()
    image.save(stream, kind, **options)
    return stream.getvalue()


def with_soft(image: Image.Image) -> Image.Image:
    """Return a picture with edges that fade."""
    faded = image.copy()
    faded.putalpha(SOFT)
    return faded


def png_16(parts: int, samples: bytes) -> bytes:
    """Return a PNG of 16 bits a part, which Pillow cannot write in colour."""
    row = SIDE * parts * 2
    lines = b"".join(b"\0" + samples[at : at + row] for at in range(0, len(samples), row))
    head = struct.pack(">IIBBBBB", SIDE, SIDE, 16, 2 if parts == 3 else 0, 0, 0, 0)
    pieces = ((b"IHDR", head), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in pieces
    )


def deep(image: Image.Image) -> bytes:
    """Return the numbers of a picture in 16 bits, whose lower byte is another one."""
    return bytes(byte for one in image.tobytes() for byte in (one, 255 - one))


# Another screen's colours, worked out by hand -----------------------------------------------------

ADOBE = ((0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457))
"""Red, green and blue of Adobe RGB (1998), in XYZ under D50, from its specification."""

SRGB = ((0.43607, 0.22249, 0.01392), (0.38515, 0.71687, 0.09708), (0.14307, 0.06061, 0.71410))
"""The same of sRGB (IEC 61966-2-1)."""

GAMMA = 563 / 256


def fixed(*numbers: float) -> bytes:
    """Return numbers as ICC writes them."""
    return b"".join(struct.pack(">i", round(one * 65536)) for one in numbers)


def adobe_profile() -> bytes:
    """Return a profile as Adobe RGB (1998) has it (ICC.1:2001-04)."""
    curve = b"curv" + bytes(4) + struct.pack(">IH", 1, round(GAMMA * 256))
    words = b"Wide RGB\0"
    description = b"desc" + bytes(4) + struct.pack(">I", len(words)) + words + bytes(78)
    parts = {
        b"desc": description,
        b"cprt": b"text" + bytes(4) + b"None\0",
        b"wtpt": b"XYZ " + bytes(4) + fixed(0.9642, 1, 0.8249),
        **{
            name + b"XYZ": b"XYZ " + bytes(4) + fixed(*one)
            for name, one in zip((b"r", b"g", b"b"), ADOBE, strict=True)
        },
        **{name + b"TRC": curve for name in (b"r", b"g", b"b")},
    }
    at = 128 + 4 + 12 * len(parts)
    table, body = struct.pack(">I", len(parts)), b""
    for name, data in parts.items():
        table += name + struct.pack(">II", at + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(
        ">I4sI4s4s4s", at + len(body), b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ "
    )
    head += struct.pack(">6H", 2026, 1, 1, 0, 0, 0) + b"acsp" + bytes(28)
    head += fixed(0.9642, 1, 0.8249)
    return head.ljust(128, b"\0") + table + body


def in_adobe(colour: tuple[int, int, int]) -> tuple[int, ...]:
    """Return the numbers in Adobe RGB of a colour of sRGB."""
    linear = [one / 255 for one in colour]
    linear = [one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in linear]
    xyz = [sum(linear[part] * SRGB[part][axis] for part in range(3)) for axis in range(3)]

    def turned(columns: list[list[float]]) -> float:
        (a, b, c), (d, e, f), (g, h, i) = columns
        return a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)

    whole = turned([list(one) for one in ADOBE])
    shares = [
        turned([xyz if part == at else list(ADOBE[part]) for part in range(3)]) / whole
        for at in range(3)
    ]
    return tuple(round(255 * max(0.0, one) ** (1 / GAMMA)) for one in shares)


WIDE = quarters("RGB", [in_adobe(one) for one in (RED, BLUE, GREY, GREEN)])
PALETTE = COLOURED.quantize(4)


def see_through_palette() -> bytes:
    """Return a PNG with a palette, of which the colour of the first quarter is clear."""
    return file_of(PALETTE, "PNG", transparency=PALETTE.getpixel(CORNERS[0]))


def without_adobe(jpeg: bytes) -> bytes:
    """Return a JPEG in CMYK without the mark that says that its numbers are upside down."""
    at = jpeg.index(b"\xff\xee")
    return jpeg[:at] + jpeg[at + 2 + int.from_bytes(jpeg[at + 2 : at + 4]) :]


def held(orientation: int) -> Image.Exif:
    """Return what a camera says of how it was held."""
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    return exif


def photograph(orientation: int, image: Image.Image = COLOURED) -> bytes:
    """Return a JPEG as it comes out of a camera."""
    return file_of(image, "JPEG", quality=95, subsampling=0, exif=held(orientation))


# What it has to come to ---------------------------------------------------------------------------

Ink = tuple[int, ...]


def by_profile(colour: tuple[int, int, int]) -> Ink:
    """Return what the profile says for a colour, asked without the program's own code."""
    made = ImageCms.profileToProfile(
        Image.new("RGB", (1, 1), colour),
        ImageCms.createProfile("sRGB"),
        str(PROFILE),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="CMYK",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    assert made is not None
    return tuple(made.tobytes())


BLACK_FOR = {0: 255, 10: 255, 20: 255, 30: 255, 64: 224, 160: 123, 255: 0}
"""How much black, of 255, looks like a grey of a screen on coated paper: read off from the
profile's A2B1 table. Half the ink would look far too light for half a grey."""


def black_alone(light: int) -> Ink:
    """Return what a grey comes to."""
    return (0, 0, 0, BLACK_FOR[light])


FOUR = [by_profile(one) for one in (RED, BLUE, GREY, GREEN)]
BLACKS = [black_alone(one) for one in LIGHTS]


@dataclass(frozen=True, slots=True)
class Kind:
    """A file as people have it, and what it has to come to."""

    ending: str
    data: bytes
    inks: list[Ink]
    """In each quarter."""

    space: str = "/DeviceCMYK"
    mask: str = ""
    """`soft` for the fading one, `first` where the first quarter is clear."""

    jpeg: bool = False


GREY_SPACE = "/DeviceGray"
SRGB_PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()

KINDS = {
    "png-rgb": Kind("png", file_of(COLOURED, "PNG"), FOUR),
    "png-rgba": Kind("png", file_of(with_soft(COLOURED), "PNG"), FOUR, mask="soft"),
    "png-rgb-all-grey": Kind("png", file_of(LIGHT.convert("RGB"), "PNG"), BLACKS, GREY_SPACE),
    "png-grey": Kind("png", file_of(LIGHT, "PNG"), BLACKS, GREY_SPACE),
    "png-grey-alpha": Kind("png", file_of(with_soft(LIGHT), "PNG"), BLACKS, GREY_SPACE, "soft"),
    "png-palette": Kind("png", file_of(PALETTE, "PNG"), FOUR),
    "png-palette-clear": Kind("png", see_through_palette(), FOUR, mask="first"),
    "png-1-bit": Kind(
        "png",
        file_of(quarters("1", (0, 1, 1, 0)), "PNG"),
        [black_alone(one) for one in (0, 255, 255, 0)],
        GREY_SPACE,
    ),
    "png-16-grey": Kind("png", png_16(1, deep(LIGHT)), BLACKS, GREY_SPACE),
    "png-16-grey-dark": Kind(
        "png",
        png_16(1, deep(quarters("L", (0, 10, 20, 30)))),
        [black_alone(one) for one in (0, 10, 20, 30)],
        GREY_SPACE,
    ),
    "png-16-rgb": Kind("png", png_16(3, deep(COLOURED)), FOUR),
    "png-adobe": Kind("png", file_of(WIDE, "PNG", icc_profile=adobe_profile()), FOUR),
    "png-adobe-alpha": Kind(
        "png", file_of(with_soft(WIDE), "PNG", icc_profile=adobe_profile()), FOUR, mask="soft"
    ),
    "png-srgb": Kind("png", file_of(COLOURED, "PNG", icc_profile=SRGB_PROFILE), FOUR),
    "gif": Kind("gif", file_of(PALETTE, "GIF"), FOUR),
    "webp": Kind("webp", file_of(with_soft(COLOURED), "WEBP", lossless=True), FOUR, mask="soft"),
    "jpeg-rgb": Kind("jpg", file_of(COLOURED, "JPEG", quality=95), FOUR, jpeg=True),
    "jpeg-grey": Kind("jpg", file_of(LIGHT, "JPEG"), BLACKS, GREY_SPACE, jpeg=True),
    "jpeg-cmyk": Kind("jpg", file_of(IN_INKS, "JPEG"), list(CMYK_NUMBERS), jpeg=True),
    "jpeg-srgb": Kind("jpg", file_of(COLOURED, "JPEG", icc_profile=SRGB_PROFILE), FOUR, jpeg=True),
    "jpeg-adobe": Kind(
        "jpg", file_of(WIDE, "JPEG", quality=95, icc_profile=adobe_profile()), FOUR, jpeg=True
    ),
    "jpeg-exif": Kind("jpg", photograph(1), FOUR, jpeg=True),
    "jpeg-on-its-side": Kind(
        "jpg",
        photograph(6, SIDEWAYS),
        FOUR,
        jpeg=True,
    ),
    "jpeg-cmyk-on-its-side": Kind(
        "jpg",
        photograph(6, IN_INKS.transpose(Image.Transpose.ROTATE_90)),
        list(CMYK_NUMBERS),
        jpeg=True,
    ),
    "png-on-its-side": Kind("png", file_of(SIDEWAYS, "PNG", exif=held(6)), FOUR),
    "webp-on-its-side": Kind("webp", file_of(SIDEWAYS, "WEBP", lossless=True, exif=held(6)), FOUR),
    "tiff-on-its-side": Kind("tiff", file_of(SIDEWAYS, "TIFF", exif=held(6)), FOUR),
    "tiff-cmyk": Kind("tif", file_of(IN_INKS, "TIFF"), list(CMYK_NUMBERS), jpeg=True),
    "tiff-cmyk-profile": Kind(
        "tif",
        file_of(IN_INKS, "TIFF", icc_profile=PROFILE.read_bytes()),
        list(CMYK_NUMBERS),
        jpeg=True,
    ),
    "tiff-rgb": Kind("tiff", file_of(COLOURED, "TIFF", compression="tiff_lzw"), FOUR),
    "tiff-16-grey": Kind(
        "tiff", file_of(quarters("I;16", [one * 257 for one in LIGHTS]), "TIFF"), BLACKS, GREY_SPACE
    ),
}


# Reading it back ----------------------------------------------------------------------------------


@pytest.fixture
def inks() -> Inks:
    """Return the way of turning colours into inks, without a brand."""
    return Inks(PROFILE, {})


def laid_out(folder: Path, files: dict[str, tuple[str, bytes]]) -> tuple[bytes, tuple[str, ...]]:
    """Return pictures, each on a page of its size, and what layout had to say."""
    pictures = ""
    for name, (ending, data) in files.items():
        file = folder / f"{name}.{ending}"
        file.write_bytes(data)
        pictures += f'<img src="{file.as_uri()}" alt="{name}"> '
    html = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Pictures</title>'
        f"<style>@page {{ size: {SIDE}px; margin: 0 }} img {{ display: block }}</style></head>"
        f"<body>{pictures}</body></html>"
    )
    layout = lay_out(
        html,
        readable=(folder,),
        fontconfig_file=use_only(Theme(folder), folder / "fonts"),
        wanted=lambda _pages: True,
    )
    return layout.pdf, layout.warnings


def images_in(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    """Return every picture of a file that is no mask of another one."""
    images = [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == Name.Image
    ]
    masks = {one[key].objgen for one in images for key in ("/SMask", "/Mask") if key in one}
    return [one for one in images if one.objgen not in masks]


def in_inks(pdf: bytes, inks: Inks) -> pikepdf.Pdf:
    """Return a file with its pictures in inks."""
    opened = pikepdf.open(io.BytesIO(pdf))
    for image in images_in(opened):
        to_inks(image, inks)
    return opened


def numbers(image: pikepdf.Object) -> Image.Image:
    """Return the numbers of a picture as the file has them, JPEG's upside down ones turned."""
    mode = {"/DeviceGray": "L", "/DeviceCMYK": "CMYK"}[str(image.ColorSpace)]
    size = (int(image.Width), int(image.Height))
    if image.BitsPerComponent == 1:
        return Image.frombytes("1", size, image.read_bytes()).convert("L")
    made = Image.frombytes(mode, size, image.read_bytes(StreamDecodeLevel.all))
    if "/Decode" in image:
        assert [int(one) for one in image.Decode] == [1, 0] * len(mode)
        made = ImageChops.invert(made)
    return made


def ink_at(image: pikepdf.Object, at: tuple[int, int]) -> Ink:
    """Return the four inks of a pixel."""
    found = numbers(image).getpixel(at)
    return found if isinstance(found, tuple) else (0, 0, 0, 255 - int(found or 0))


def assert_inks(image: pikepdf.Object, expected: Iterable[Ink]) -> None:
    """Hold the quarters of a picture against what they have to be."""
    for at, ink in zip(CORNERS, expected, strict=True):
        assert ink_at(image, at) == pytest.approx(ink, abs=NEAR), at


def assert_good(path: Path) -> list[Image.Image]:
    """Let everything that reads PDF read it, without a word of complaint.

    Returns:
        Ghostscript's inks of each page, a pixel of the paper for each of a drawing.
    """
    for verdict in (qpdf_check(path), mupdf(path)):
        assert verdict.compliant, verdict
    drawn = path.with_suffix(".tif")
    said = ghostscript(
        path,
        "-sDEVICE=tiff32nc",
        "-dOverprint=/disable",
        f"-sDefaultCMYKProfile={PROFILE}",
        f"-sOutputICCProfile={PROFILE}",
        f"-g{SIDE}x{SIDE}",
        "-dPDFFitPage",
        output=drawn,
    )
    assert not said
    assert not pdftoppm(path, path.with_suffix(""), "-png")
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.render(scale=1)
    with Image.open(drawn) as inks:
        return [page.copy() for page in ImageSequence.Iterator(inks)]


# Layout and separation ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_each_kind_of_file_comes_out_in_its_inks(kind: Kind, tmp_path: Path, inks: Inks) -> None:
    """A picture that was laid out has the inks of its colours, and its masks."""
    pdf, warnings = laid_out(tmp_path, {"picture": (kind.ending, kind.data)})
    assert warnings == ()
    with in_inks(pdf, inks) as made:
        (image,) = images_in(made)
        assert str(image.ColorSpace) == kind.space
        assert (int(image.Width), int(image.Height)) == (SIDE, SIDE)
        assert image.BitsPerComponent == 8
        assert "/Interpolate" not in image
        assert (image.Filter == Name.DCTDecode) == kind.jpeg
        assert_inks(image, kind.inks)
        assert ("/SMask" in image) == bool(kind.mask)
        if kind.mask:
            mask = image.SMask
            assert mask.ColorSpace == Name.DeviceGray
            assert "/Interpolate" not in mask
            expected = SOFT if kind.mask == "soft" else quarters("L", (0, 255, 255, 255))
            assert numbers(mask).tobytes() == expected.tobytes()


def test_every_reader_takes_all_kinds(tmp_path: Path, inks: Inks) -> None:
    """A file with every kind of picture is sound, and Ghostscript puts the same inks on paper."""
    files = {name: (one.ending, one.data) for name, one in KINDS.items()}
    pdf, warnings = laid_out(tmp_path, files)
    assert warnings == ()
    path = tmp_path / "all.pdf"
    with in_inks(pdf, inks) as made:
        made.save(path)
    for (name, kind), page in zip(KINDS.items(), assert_good(path), strict=True):
        for at, ink in zip(CORNERS, kind.inks, strict=True):
            shares = {"": 1.0, "soft": (at[1] * 4 + 2) / 255, "first": float(at != CORNERS[0])}
            expected = [one * shares[kind.mask] for one in ink]
            assert page.getpixel(at) == pytest.approx(expected, abs=NEAR), (name, at)


def test_the_same_picture_gives_the_same_bytes(tmp_path: Path, inks: Inks) -> None:
    """Nothing of the time or of the run gets into a picture."""
    files = {name: (one.ending, one.data) for name, one in KINDS.items()}
    streams = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        folder.mkdir()
        with in_inks(laid_out(folder, files)[0], inks) as made:
            streams.append([one.read_raw_bytes() for one in images_in(made)])
    assert sorted(streams[0]) == sorted(streams[1])


# What layout gets ---------------------------------------------------------------------------------

CHANGED = frozenset(
    {
        "png-16-grey",
        "png-16-grey-dark",
        "png-adobe",
        "png-adobe-alpha",
        "jpeg-adobe",
        "jpeg-exif",
        "jpeg-on-its-side",
        "jpeg-cmyk-on-its-side",
        "tiff-cmyk",
        "tiff-cmyk-profile",
        "tiff-16-grey",
    }
)
"""Kinds of file that layout would spoil; it takes the others without loss."""


@pytest.mark.parametrize("name", sorted(set(KINDS) - CHANGED))
def test_a_file_that_layout_takes_well_stays_as_it_is(name: str, tmp_path: Path) -> None:
    """Good files are not even unpacked."""
    kind = KINDS[name]
    data, _ = fed(tmp_path / f"a.{kind.ending}", kind.data)
    assert data is kind.data


@pytest.mark.parametrize("name", sorted(CHANGED))
def test_what_is_fed_is_fine_itself(name: str, tmp_path: Path) -> None:
    """A file made for layout needs nothing more, and is of the kind that it says."""
    kind = KINDS[name]
    data, says = fed(tmp_path / f"a.{kind.ending}", kind.data)
    ending = {"image/png": "png", "image/jpeg": "jpg"}[says]
    with Image.open(io.BytesIO(data)) as image:
        assert Image.MIME[str(image.format)] == says
    assert fed(tmp_path / f"a.{ending}", data)[0] is data


def test_a_photograph_that_stands_upright_is_not_packed_anew(tmp_path: Path) -> None:
    """Only its EXIF goes, which would make layout pack it at a lower quality."""
    taken = photograph(1)
    plain = file_of(COLOURED, "JPEG", quality=95, subsampling=0)
    assert fed(tmp_path / "a.jpg", taken)[0] == plain
    filled = taken[:2] + b"\xff\xff" + taken[2:]
    assert fed(tmp_path / "a.jpg", filled)[0] == plain


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\x89PNG\r\n\x1a\nxxxx", b"\xff\xd8\xff\xe1\0"])
def test_a_broken_file_is_passed_on(data: bytes, tmp_path: Path) -> None:
    """Whoever judges pictures has told of it; nothing stops here."""
    assert fed(tmp_path / "a.png", data) == (data, "image/png")


def test_a_profile_that_cannot_be_read_explains_nothing(tmp_path: Path) -> None:
    """The numbers are then taken for sRGB, as every browser takes them."""
    data = file_of(COLOURED, "PNG", icc_profile=b"no profile")
    assert fed(tmp_path / "a.png", data)[0] is data


def test_a_deep_grey_keeps_its_clear_parts(tmp_path: Path) -> None:
    """The one light that a PNG calls clear stays clear at 8 bits."""
    image = quarters("I;16", [one * 257 for one in LIGHTS])
    data, _ = fed(tmp_path / "a.png", file_of(image, "PNG", transparency=64 * 257))
    with Image.open(io.BytesIO(data)) as made:
        assert [made.getpixel(at) for at in CORNERS] == [(0, 255), (64, 0), (160, 255), (255, 255)]


# Pictures as other programs write them ------------------------------------------------------------


def image_pdf(data: bytes, **entries: object) -> tuple[pikepdf.Pdf, pikepdf.Object]:
    """Return a file with one picture of 64 x 64 pixels."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(SIDE, SIDE))
    image = pdf.make_stream(zlib.compress(data))
    head = {"BitsPerComponent": 8, "Filter": Name.FlateDecode, "Width": SIDE, "Height": SIDE}
    for key, value in (head | entries).items():
        image[f"/{key}"] = value
    image.Type, image.Subtype = Name.XObject, Name.Image
    page.Resources = Dictionary(XObject=Dictionary(Im=image))
    page.Contents = pdf.make_stream(b"0 1 0 0 k 0 0 64 64 re f q 64 0 0 64 0 0 cm /Im Do Q")
    return pdf, image


def icc(pdf: pikepdf.Pdf, parts: int, profile: bytes) -> Array:
    """Return a colour space with a profile."""
    stream = pdf.make_stream(profile)
    stream.N = parts
    return Array([Name.ICCBased, stream])


def checked(pdf: pikepdf.Pdf, folder: Path) -> None:
    """Let every reader have a file."""
    path = folder / "one.pdf"
    pdf.save(path)
    assert_good(path)


def test_a_profile_in_the_file_is_honoured(tmp_path: Path, inks: Inks) -> None:
    """A picture that brings a wide profile has the inks of its colours, not of its numbers."""
    pdf, image = image_pdf(WIDE.tobytes())
    image.ColorSpace = icc(pdf, 3, adobe_profile())
    to_inks(image, inks)
    assert image.ColorSpace == Name.DeviceCMYK
    assert_inks(image, FOUR)
    checked(pdf, tmp_path)


@pytest.mark.parametrize("family", ["/DeviceRGB", "/CalRGB"])
@pytest.mark.parametrize("bits", [8, 16])
def test_three_parts_become_four(family: str, bits: int, tmp_path: Path, inks: Inks) -> None:
    """Colours without a profile are those of sRGB, however deep they are."""
    pdf, image = image_pdf(deep(COLOURED) if bits == 16 else COLOURED.tobytes())
    image.BitsPerComponent = bits
    image.ColorSpace = (
        Name.DeviceRGB
        if family == "/DeviceRGB"
        else Array([Name.CalRGB, Dictionary(WhitePoint=Array([0.9505, 1, 1.089]))])
    )
    to_inks(image, inks)
    assert image.BitsPerComponent == 8
    assert_inks(image, FOUR)
    checked(pdf, tmp_path)


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_a_palette_is_looked_up(bits: int, tmp_path: Path, inks: Inks) -> None:
    """Numbers of colours, packed however many to a byte, become the colours' inks."""
    colours = (RED, BLUE, GREY, GREEN) if bits > 1 else (RED, BLUE, RED, BLUE)
    picture = quarters("L", range(4) if bits > 1 else (0, 1, 0, 1))
    numbers = picture.tobytes()
    each = 8 // bits
    data = bytes(
        sum(one << (8 - bits * (place + 1)) for place, one in enumerate(numbers[at : at + each]))
        for at in range(0, len(numbers), each)
    )
    pdf, image = image_pdf(data, BitsPerComponent=bits)
    table = bytes(part for colour in colours for part in colour)
    image.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, len(table) // 3 - 1, table])
    to_inks(image, inks)
    assert image.ColorSpace == Name.DeviceCMYK
    assert_inks(image, [by_profile(one) for one in colours])
    checked(pdf, tmp_path)


def test_upside_down_numbers_are_turned(tmp_path: Path, inks: Inks) -> None:
    """A Decode array is followed once, and does not stay to be followed again."""
    pdf, image = image_pdf(ImageChops.invert(COLOURED).tobytes(), Decode=Array([1, 0] * 3))
    image.ColorSpace = Name.DeviceRGB
    to_inks(image, inks)
    assert "/Decode" not in image
    assert_inks(image, FOUR)
    checked(pdf, tmp_path)


def test_a_decode_array_picks_from_a_palette(inks: Inks) -> None:
    """For a palette the array says which colours the numbers stand for, here from the end."""
    pdf, image = image_pdf(quarters("L", (255, 254, 253, 252)).tobytes(), Decode=Array([255, 0]))
    table = bytes(part for colour in (RED, BLUE, GREY, GREEN) for part in colour)
    image.ColorSpace = Array([Name.Indexed, Name.DeviceRGB, 3, pdf.make_stream(table)])
    to_inks(image, inks)
    assert_inks(image, FOUR)


@pytest.mark.parametrize("turned", [False, True], ids=["as-it-is", "turned"])
@pytest.mark.parametrize(
    ("space", "bits", "data"),
    [
        ("/DeviceGray", 1, quarters("1", (0, 1, 1, 0)).tobytes()),
        ("/DeviceGray", 8, LIGHT.tobytes()),
        ("/DeviceGray", 8, file_of(LIGHT, "JPEG", quality=95)),
        ("/DeviceCMYK", 8, IN_INKS.tobytes()),
        ("/DeviceCMYK", 8, file_of(IN_INKS, "JPEG", quality=95)),
        ("/DeviceCMYK", 8, without_adobe(file_of(IN_INKS, "JPEG", quality=95))),
    ],
    ids=["1-bit", "grey", "grey-jpeg", "cmyk", "cmyk-jpeg", "cmyk-jpeg-unmarked"],
)
@pytest.mark.parametrize("masked", [False, True], ids=["whole", "masked"])
def test_plates_take_numbers_as_readers_do(  # noqa: PLR0913, PLR0917 - what is varied, and fixtures
    masked: bool,  # noqa: FBT001 - pytest gives it by name
    space: str,
    bits: int,
    data: bytes,
    turned: bool,  # noqa: FBT001 - as above
    tmp_path: Path,
    inks: Inks,
) -> None:
    """Whatever Decode array, JPEG's mark or mask it has, a plate holds what Ghostscript prints."""
    pdf, image = image_pdf(data, BitsPerComponent=bits, ColorSpace=Name(space))
    if data.startswith(b"\xff\xd8"):
        image.write(data, filter=Name.DCTDecode)
    if turned:
        image.Decode = Array([1, 0] * (1 if space == "/DeviceGray" else 4))
    if masked:
        image.SMask = pdf.make_stream(
            SOFT.tobytes(),
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=SIDE,
            Height=SIDE,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
        )
    to_inks(image, inks)
    pdf.Root.OutputIntents = Array([])
    path = tmp_path / "one.pdf"
    pdf.save(path)
    (theirs,) = assert_good(path)
    (ours,) = plates(path.read_bytes()).inked(72)
    for at in CORNERS:
        assert ours.getpixel(at) == pytest.approx(theirs.getpixel(at), abs=NEAR), at


@pytest.mark.parametrize("bits", [1, 8, 16])
@pytest.mark.parametrize("family", ["/DeviceGray", "/CalGray", "/ICCBased"])
def test_grey_prints_in_black_alone(family: str, bits: int, tmp_path: Path, inks: Inks) -> None:
    """Every grey becomes DeviceGray, 1 bit stays 1 bit, and 16 become 8."""
    lights = (0, 255, 255, 0) if bits == 1 else LIGHTS
    picture = quarters("L", lights)
    data = {1: picture.convert("1").tobytes(), 8: picture.tobytes(), 16: deep(picture)}[bits]
    pdf, image = image_pdf(data, BitsPerComponent=bits)
    image.ColorSpace = {
        "/DeviceGray": Name.DeviceGray,
        "/CalGray": Array([Name.CalGray, Dictionary(WhitePoint=Array([0.9505, 1, 1.089]))]),
        "/ICCBased": icc(pdf, 1, b"read by nobody"),
    }[family]
    to_inks(image, inks)
    assert image.ColorSpace == Name.DeviceGray
    assert image.BitsPerComponent == min(bits, 8)
    assert_inks(image, [black_alone(one) for one in lights])
    checked(pdf, tmp_path)


def test_inks_with_a_profile_keep_their_numbers(tmp_path: Path, inks: Inks) -> None:
    """Somebody chose these inks; another profile does not make them others."""
    pdf, image = image_pdf(IN_INKS.tobytes())
    image.ColorSpace = icc(pdf, 4, PROFILE.read_bytes())
    to_inks(image, inks)
    assert image.ColorSpace == Name.DeviceCMYK
    assert_inks(image, CMYK_NUMBERS)
    checked(pdf, tmp_path)


def test_what_is_in_inks_already_stays(inks: Inks) -> None:
    """Numbers of DeviceCMYK, of a spot colour and of a stencil are not touched."""
    spot = Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary(FunctionType=2)])
    for data, entries in (
        (IN_INKS.tobytes(), {"ColorSpace": Name.DeviceCMYK}),
        (LIGHT.tobytes(), {"ColorSpace": spot}),
        (bytes(SIDE * SIDE // 8), {"ImageMask": True, "BitsPerComponent": 1}),
    ):
        _, image = image_pdf(data, **entries)
        before = {key: repr(value) for key, value in image.items()}
        to_inks(image, inks)
        assert image.read_bytes() == data
        assert {key: repr(value) for key, value in image.items()} == before


def test_a_clear_colour_becomes_a_stencil(tmp_path: Path, inks: Inks) -> None:
    """The colour that a mask calls clear is still clear when the colour has other numbers."""
    pdf, image = image_pdf(COLOURED.tobytes())
    image.ColorSpace = Name.DeviceRGB
    image.Mask = Array([part for one in BLUE for part in (one, one)])
    to_inks(image, inks)
    assert_inks(image, FOUR)
    assert image.Mask.ImageMask
    clear = Image.frombytes("1", (SIDE, SIDE), image.Mask.read_bytes())
    assert [bool(clear.getpixel(at)) for at in CORNERS] == [False, True, False, False]
    checked(pdf, tmp_path)
    with pypdfium2.PdfDocument(tmp_path / "one.pdf") as document:
        page = document[0].render(scale=1).to_pil().convert("RGB")
    assert page.getpixel(CORNERS[1]) == page.getpixel((63, 0))
    red, green, blue = page.getpixel(CORNERS[1])
    assert red > green, (red, green, blue)  # magenta, which lies under the picture


def test_a_background_mixed_into_the_colours_comes_out(inks: Inks) -> None:
    """Colours that were mixed with black for a soft mask get their own light back."""
    alpha = Image.new("L", (SIDE, SIDE), 128)
    mixed = COLOURED.point([round(one * 128 / 255) for one in range(256)] * 3)
    pdf, image = image_pdf(mixed.tobytes())
    image.ColorSpace = Name.DeviceRGB
    image.SMask = pdf.make_stream(
        alpha.tobytes(),
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=SIDE,
        Height=SIDE,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray,
        Matte=Array([0, 0, 0]),
    )
    to_inks(image, inks)
    assert "/Matte" not in image.SMask
    assert_inks(image, FOUR)


def test_pictures_inside_the_content_become_objects(tmp_path: Path, inks: Inks) -> None:
    """An inline picture, its space abbreviated or named, is drawn from the resources."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(SIDE, SIDE))
    page.Resources = Dictionary(
        ColorSpace=Dictionary(Mine=Array([Name.Indexed, Name.DeviceRGB, 1, bytes(RED + BLUE)])),
        XObject=Dictionary(),
    )
    page.Contents = pdf.make_stream(
        b"q 64 0 0 32 0 0 cm BI /W 2 /H 1 /CS /RGB /BPC 8 /F /AHx ID c83c281e50a0> EI Q "
        b"q 64 0 0 32 0 32 cm BI /W 2 /H 1 /CS /Mine /BPC 1 ID @ EI Q"
    )
    content: list[pikepdf.ContentStreamInstruction] = []
    for one in pikepdf.parse_content_stream(page):
        if isinstance(one, pikepdf.ContentStreamInlineImage):
            name = f"/Im{len(content)}"
            image = inline_to_inks(one.iimage, pdf, page.Resources, inks)
            page.Resources.XObject[name] = image
            drawn = pikepdf.ContentStreamInstruction([Name(name)], pikepdf.Operator("Do"))
            content.append(drawn)
            assert ink_at(image, (0, 0)) == pytest.approx(FOUR[0], abs=NEAR)
            assert ink_at(image, (1, 0)) == pytest.approx(FOUR[1], abs=NEAR)
        else:
            content.append(one)
    page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(content))
    assert b"BI" not in page.Contents.read_bytes()
    assert len(page.Resources.XObject) == 2
    checked(pdf, tmp_path)


@pytest.mark.parametrize(
    ("data", "packing"),
    [
        (zlib.compress(b"short"), Name.FlateDecode),
        (KINDS["jpeg-rgb"].data[:-90], Name.DCTDecode),
        (bytes(SIDE), Name.JPXDecode),
    ],
)
def test_what_cannot_be_read_is_refused(data: bytes, packing: Name, inks: Inks) -> None:
    """A picture that cannot be turned into inks must not pass as if it had been."""
    _, image = image_pdf(b"", ColorSpace=Name.DeviceRGB)
    image.write(data, filter=packing)
    with pytest.raises(ValueError, match="picture"):
        to_inks(image, inks)
