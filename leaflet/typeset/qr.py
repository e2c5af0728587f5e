"""QR codes as drawings."""

import base64
import io

import segno

QUIET_MODULES = 4
"""Clear modules on each side (ISO/IEC 18004:2015, 6.3.8)."""

DARK, LIGHT = "#1a1a1a", "#ffffff"
"""The tokens --black and --white: black ink alone on paper, never tinted."""


def quiet(address: str) -> str:
    """Return which share of a code's width is white before its first module, as CSS has it."""
    width, _ = segno.make(address, error="m", micro=False).symbol_size(border=QUIET_MODULES)
    return f"{QUIET_MODULES / width:.4f}"


def qr_picture(address: str) -> str:
    """Return a QR code (level M: 15 % may be lost) for `address`, as a `data:` address."""
    stream = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        stream, kind="svg", border=QUIET_MODULES, dark=DARK, light=LIGHT, xmldecl=False
    )
    encoded = base64.b64encode(stream.getvalue()).decode("ascii")
    return f"data:image/svg+xml;base64,{encoded}"
