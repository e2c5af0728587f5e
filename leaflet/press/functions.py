"""Functions of PDF (ISO 32000-1:2008, 7.10), as far as shadings use them."""

from collections.abc import Callable, Sequence
from itertools import pairwise, product
from typing import TypeAlias

import pikepdf

from leaflet.press.calculator import read_program

Function: TypeAlias = Callable[[float], list[float]]

EXPONENTIAL, STITCHING, SAMPLED, PROGRAM = 2, 3, 0, 4


class UnknownFunctionError(Exception):
    """A function of a type that layout never writes."""


def read_function(source: pikepdf.Object) -> Function:
    """Return a function of one value as a Python function.

    Raises:
        UnknownFunctionError: it is of a type that is not read.
    """
    if isinstance(source, pikepdf.Array):
        parts = [read_function(one) for one in source.as_list()]
        return lambda x: [value for part in parts for value in part(x)]
    kind = int(source.FunctionType)
    if kind == EXPONENTIAL:
        return _exponential(source)
    if kind == STITCHING:
        return _stitching(source)
    if kind == SAMPLED:
        return _sampled(source)
    msg = f"functions of type {kind}"
    raise UnknownFunctionError(msg)


def _numbers(source: pikepdf.Object, name: str, default: Sequence[float]) -> list[float]:
    found = source.get(name)
    return [float(one) for one in found.as_list()] if found is not None else list(default)


def _exponential(source: pikepdf.Object) -> Function:
    first, last = _numbers(source, "/C0", [0.0]), _numbers(source, "/C1", [1.0])
    power = float(source.N)
    return lambda x: [a + x**power * (b - a) for a, b in zip(first, last, strict=True)]


def _stitching(source: pikepdf.Object) -> Function:
    low, high = _numbers(source, "/Domain", [0.0, 1.0])
    edges = [low, *_numbers(source, "/Bounds", []), high]
    encode = _numbers(source, "/Encode", [])
    parts = [read_function(one) for one in source.Functions.as_list()]

    def value(x: float) -> list[float]:
        x = min(max(x, low), high)
        at = len(parts) - 1
        for number, (start, end) in enumerate(pairwise(edges)):
            if start <= x < end:
                at = number
                break
        start, end = edges[at], edges[at + 1]
        share = (x - start) / (end - start) if end > start else 0.0
        return parts[at](encode[2 * at] + share * (encode[2 * at + 1] - encode[2 * at]))

    return value


def _sampled(source: pikepdf.Object) -> Function:
    bits, size = int(source.BitsPerSample), int(source.Size.as_list()[0])
    limits = _numbers(source, "/Range", [])
    decode = _numbers(source, "/Decode", limits)
    outputs = len(limits) // 2
    if bits != 8:  # noqa: PLR2004 - one byte a sample
        msg = f"functions with {bits} bits a sample"
        raise UnknownFunctionError(msg)
    data = source.read_bytes()
    low, high = _numbers(source, "/Domain", [0.0, 1.0])[:2]

    def value(x: float) -> list[float]:
        at = (min(max(x, low), high) - low) / (high - low) * (size - 1)
        first = min(int(at), size - 2) if size > 1 else 0
        share = at - first
        samples = [data[first * outputs + one] / 255 for one in range(outputs)]
        following = [data[min(first + 1, size - 1) * outputs + one] / 255 for one in range(outputs)]
        return [
            decode[2 * one] + (a + share * (b - a)) * (decode[2 * one + 1] - decode[2 * one])
            for one, (a, b) in enumerate(zip(samples, following, strict=True))
        ]

    return value


Tint: TypeAlias = Callable[[Sequence[float]], list[float]]
"""How much of each spot ink, from 0 to 1, to what looks like it."""


def read_tint(source: pikepdf.Object, inks: int) -> Tint:
    """Return what says how so many spot inks look (ISO 32000-1:2008, 8.6.6.4) as a function.

    Raises:
        UnknownFunctionError: it is of a type that is not read.
        CalculatorError: it is a program that cannot be read.
    """
    if not isinstance(source, pikepdf.Array) and int(source.FunctionType) == PROGRAM:
        program = read_program(source.read_bytes().decode("latin-1"))
        return lambda parts: [min(max(one, 0.0), 1.0) for one in program(parts)]
    if inks == 1:
        alone = read_function(source)
        return lambda parts: alone(parts[0])
    if isinstance(source, pikepdf.Array) or int(source.FunctionType) != SAMPLED:
        msg = "tints of several inks that are no samples"
        raise UnknownFunctionError(msg)
    size = [int(one) for one in source.Size.as_list()]
    outputs = len(_numbers(source, "/Range", [])) // 2
    if int(source.BitsPerSample) != 8 or "/Decode" in source:  # noqa: PLR2004 - one byte a sample
        msg = "tints whose samples are no bytes"
        raise UnknownFunctionError(msg)
    data = source.read_bytes()

    def value(parts: Sequence[float]) -> list[float]:
        found = [0.0] * outputs
        places = [
            min(max(one, 0.0), 1.0) * (many - 1) for one, many in zip(parts, size, strict=True)
        ]
        for corner in product((0, 1), repeat=inks):
            weight, at, step = 1.0, 0, 1
            for place, many, up in zip(places, size, corner, strict=True):
                low = min(int(place), max(many - 2, 0))
                weight *= place - low if up else 1 - (place - low)
                at += min(low + up, many - 1) * step
                step *= many
            if weight:
                sample = data[at * outputs : (at + 1) * outputs]
                found = [one + weight * two / 255 for one, two in zip(found, sample, strict=True)]
        return found

    return value


def write_sampled(
    pdf: pikepdf.Pdf, function: Callable[[float], Sequence[float]], domain: Sequence[float]
) -> pikepdf.Object:
    """Write a function as 256 samples over `domain`, each output from 0 to 1."""
    low, high = domain
    samples = [function(low + (high - low) * step / 255) for step in range(256)]
    data = bytes(round(min(max(one, 0.0), 1.0) * 255) for sample in samples for one in sample)
    outputs = len(samples[0])
    return pdf.make_stream(
        data,
        FunctionType=SAMPLED,
        Domain=pikepdf.Array([low, high]),
        Range=pikepdf.Array([0, 1] * outputs),
        Size=pikepdf.Array([256]),
        BitsPerSample=8,
    )
