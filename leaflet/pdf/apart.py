"""A file of anybody's, read in a process of its own: it may be made to break programs."""

import faulthandler
import multiprocessing
import os
import resource
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TypeVar

from leaflet.pdf.document import UnopenableError

Answer = TypeVar("Answer")

STDERR = 2
"""Number of the stream that messages go to."""

SECONDS = 60
"""Time after which a file is given up, and that is said."""

MEMORY = 760 << 20
"""Bytes that a file may ask for beyond what the program has already."""


def apart(work: Callable[[], Answer], doing: str) -> Answer:
    """Do something with a file, with a limit of time and of memory, and return what it gives.

    Args:
        work: What is done; what it returns must be plain data.
        doing: What that is called in messages, such as `check`.

    Raises:
        UnopenableError: it cannot be done, or took too long.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(there, work, doing), daemon=True)
    worker.start()
    there.close()
    try:
        if not here.poll(SECONDS):
            msg = f"The file took more than {SECONDS} seconds and was given up."
            raise UnopenableError(msg)
        found = here.recv()
    except EOFError as error:
        msg = f"The file broke the {doing}, or needs more memory than a {doing} may take."
        raise UnopenableError(msg) from error
    finally:
        worker.kill()
        worker.join()
    if isinstance(found, UnopenableError):
        raise found
    answer: Answer = found
    return answer


def _work(answer: Connection, work: Callable[[], object], doing: str) -> None:
    # A library that runs out of memory says so in its own words, and ends the process.
    os.dup2(os.open(os.devnull, os.O_WRONLY), STDERR)
    faulthandler.disable()
    limit = _addresses() + MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    try:
        answer.send(work())
    except UnopenableError as error:
        answer.send(error)
    except MemoryError:
        answer.send(UnopenableError(f"The file needs more memory than a {doing} may take."))


def _addresses() -> int:
    """Return how many bytes of addresses this process has, mapped libraries and all."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except OSError:  # a system without /proc: a guess that is rather too much
        return 1 << 30
    return pages * resource.getpagesize()
