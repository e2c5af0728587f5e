"""A file of anybody's, judged in a process of its own."""

from functools import partial

from leaflet.pdf.apart import apart
from leaflet.preflight.file.judge import Judged, Press, judge


def judge_apart(data: bytes, press: Press) -> Judged:
    """Judge a file as `judge` does, with a limit of time and of memory.

    Raises:
        UnopenableError: it cannot be judged, or took too long.
    """
    return apart(partial(judge, data, press), "check")
