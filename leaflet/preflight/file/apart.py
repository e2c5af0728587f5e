"""A file of anybody's, judged in a process of its own: it may be made to break programs."""

import multiprocessing
import resource
from multiprocessing.connection import Connection

from leaflet.pdf.document import UnopenableError
from leaflet.preflight.file.judge import Judged, judge
from leaflet.specs.conditions import Condition
from leaflet.specs.printers import Printer
from leaflet.specs.variants import Variant

SECONDS = 60
"""Time after which a check gives up, and says so."""

MEMORY = 3 << 30
"""Bytes of addresses that a check may ask for; what it really uses stays below a third."""


def judge_apart(
    data: bytes, name: str, variant: Variant, printer: Printer, condition: Condition
) -> Judged:
    """Judge a file as `judge` does, with a limit of time and of memory.

    Raises:
        UnopenableError: it cannot be judged, or took too long.
    """
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    arguments = (there, data, name, variant, printer, condition)
    worker = context.Process(target=_work, args=arguments, daemon=True)
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


def _work(  # noqa: PLR0913, PLR0917 - those of `judge`, and where the answer goes
    answer: Connection,
    data: bytes,
    name: str,
    variant: Variant,
    printer: Printer,
    condition: Condition,
) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        answer.send(judge(data, name, variant, printer, condition))
    except UnopenableError as error:
        answer.send(error)
