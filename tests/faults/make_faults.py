# /// script
# requires-python = ">=3.11"
# dependencies = ["pillow>=12"]
# ///
"""Make the bad files of this folder: what people, and now and then an attacker, hand in.

The files are kept beside this script, since another Pillow may write other bytes. Run it from
anywhere:

    python tests/faults/make_faults.py
"""

import struct
import zlib
from io import BytesIO
from pathlib import Path

from PIL import Image

HERE = Path(__file__).resolve().parent

BOMB_SIDE = 12_000
BOMB_LEVELS = 9
BOMB_FANOUT = 10
TINY_SIZE = (60, 40)
PHOTO_SIZE = (96, 64)

NOT_A_PICTURE = b"This file is called a picture, and it is a line of text.\n"

# No entity here: a parser that refuses it would never come to the addresses.
EXTERNAL = """\
<?xml version="1.0" encoding="UTF-8"?>
<?xml-stylesheet type="text/css" href="http://example.org/style.css"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
    viewBox="0 0 60 40" width="60mm" height="40mm">
<style>@import url("http://example.org/import.css");</style>
<rect width="60" height="40" fill="#eaf2ee"/>
<image href="file:///etc/hostname" width="20" height="20"/>
<image xlink:href="http://example.org/picture.png" x="20" width="20" height="20"/>
<image href="../../outside.png" x="40" width="20" height="20"/>
<use href="http://example.org/shapes.svg#one"/>
<use href="file:///etc/hostname#one"/>
</svg>
"""

# In Windows-1252 the curly quotes, the dash and the pound sign are single bytes above 127, and
# none of them is UTF-8.
WINDOWS_TEXT = """\
---
title: A leaflet saved by an old program
format: trifold
language: en-GB
---

## What it costs

It\u2019s free \u2013 we ask for nothing. A cup of tea at the caf\u00e9 costs \u00a31.50.

\u201cCome along\u201d, says our host.
"""


def photo(size: tuple[int, int]) -> Image.Image:
    """Draw something like a photograph: soft light, a horizon, and grain.

    The grain comes from a formula, so that it is the same each time.

    Args:
        size: Width and height in pixels.

    Returns:
        The picture in RGB.
    """
    width, height = size
    pixels = bytearray()
    for y in range(height):
        for x in range(width):
            grain = (x * x * 31 + y * y * 17 + x * y * 7) % 23 - 11
            if y < height * 3 // 5:
                colour = (150 + 60 * x // width, 180 + 40 * y // height, 225 - 30 * y // height)
            else:
                colour = (90 + 30 * x // width, 120 + 40 * y // height, 60)
            pixels += bytes(max(0, min(255, value + grain)) for value in colour)
    return Image.frombytes("RGB", size, bytes(pixels))


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """Wrap data as a chunk of a PNG.

    Args:
        kind: Its four letters.
        data: What is in it.

    Returns:
        The chunk with its length and its checksum.
    """
    checksum = zlib.crc32(kind + data)
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", checksum)


def picture_bomb() -> bytes:
    """Make a PNG of a few kilobytes that unfolds to 144 million pixels.

    Returns:
        The file: one bit a pixel, all black, since nothing packs as tightly as zeros do.
    """
    row = bytes(1 + BOMB_SIDE // 8)  # a row starts with its filter, 0 for none
    header = struct.pack(">IIBBBBB", BOMB_SIDE, BOMB_SIDE, 1, 0, 0, 0, 0)
    return b"".join(
        (
            b"\x89PNG\r\n\x1a\n",
            png_chunk(b"IHDR", header),
            png_chunk(b"IDAT", zlib.compress(row * BOMB_SIDE, 9)),
            png_chunk(b"IEND", b""),
        )
    )


def entity_bomb() -> str:
    """Make an SVG whose one word unfolds to a thousand million words.

    Returns:
        The file: each entity holds the one before ten times.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<!DOCTYPE svg [", '<!ENTITY e0 "word ">']
    lines += [
        f'<!ENTITY e{level} "{f"&e{level - 1};" * BOMB_FANOUT}">'
        for level in range(1, BOMB_LEVELS + 1)
    ]
    lines += [
        "]>",
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 40" width="60mm" height="40mm">',
        f'<text x="5" y="20">&e{BOMB_LEVELS};</text>',
        "</svg>",
        "",
    ]
    return "\n".join(lines)


def jpeg(picture: Image.Image) -> bytes:
    """Pack a picture as a JPEG.

    Args:
        picture: In RGB or CMYK.

    Returns:
        The file.
    """
    file = BytesIO()
    picture.save(file, "JPEG", quality=85)
    return file.getvalue()


def png(picture: Image.Image) -> bytes:
    """Pack a picture as a PNG.

    Args:
        picture: In RGB.

    Returns:
        The file.
    """
    file = BytesIO()
    picture.save(file, "PNG", optimize=True)
    return file.getvalue()


def main() -> None:
    """Make them all."""
    whole = jpeg(photo(PHOTO_SIZE))
    for name, data in {
        "truncated.jpg": whole[: len(whole) // 2],
        "text.png": NOT_A_PICTURE,
        "bomb.svg": entity_bomb().encode(),
        "external.svg": EXTERNAL.encode(),
        "bomb-12k.png": picture_bomb(),
        "cmyk.jpg": jpeg(photo(PHOTO_SIZE).convert("CMYK")),
        "tiny.png": png(photo(TINY_SIZE)),
        "not-utf8.md": WINDOWS_TEXT.encode("cp1252"),
    }.items():
        HERE.joinpath(name).write_bytes(data)


if __name__ == "__main__":
    main()
