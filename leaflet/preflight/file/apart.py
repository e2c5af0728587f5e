"""A file of anybody's, judged in a process of its own: it may be made to break programs."""

import faulthandler
import multiprocessing
import os
import resource
from multiprocessing.connection import Connection
from pathlib import Path

from leaflet.pdf.document import UnopenableError
from leaflet.preflight.file.judge import Judged, Press, judge

STDERR = 2
"""Number of the stream that messages go to."""

SECONDS = 60
"""Time after which a check gives up, and says so."""

MEMORY = 760 << 20
"""Bytes that a check may ask for beyond what the program has already."""


def judge_apart(data: bytes, press: Press) -> Judged:
    """Judge a file as `judge` does, with a limit of time and of memory.

    Raises:
        UnopenableError: it cannot be judged, or took too long.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, data, press), daemon=True)
    worker.start()
    there.close()
    try:
        if not here.poll(SECONDS):
            msg = f"The file took more than {SECONDS} seconds and was given up."
            raise UnopenableError(msg)
        found = here.recv()
    except EOFError as error:
        msg = "The file broke the check, or needs more memory than a check may take."
        raise UnopenableError(msg) from error
    finally:
        worker.kill()
        worker.join()
    if isinstance(found, UnopenableError):
        raise found
    judged: Judged = found
    return judged


def _work(answer: Connection, data: bytes, press: Press) -> None:
    # A library that runs out of memory says so in its own words, and ends the process.
    os.dup2(os.open(os.devnull, os.O_WRONLY), STDERR)
    faulthandler.disable()
    limit = _addresses() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        answer.send(judge(data, press))
    except UnopenableError as error:
        answer.send(error)
    except MemoryError:
        answer.send(UnopenableError("The file needs more memory than a check may take."))


def _addresses() -> int:
    """Return how many bytes of addresses this process has, mapped libraries and all."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # a system without /proc: a guess that is rather too much
        return 1 << 30
    return pages * resource.getpagesize()
