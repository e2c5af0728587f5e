"""Who does the work: this process, several, or machines elsewhere; blocks of rows are their tasks.

Answers come in the order of the blocks, each block's once. When a process dies, what it was at is
done again; a block that a process dies of twice is done row by row, so that one row is lost.
"""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Generic, TypeVar

from leaflet.hands import CAN_FORK, cores

Item = TypeVar("Item")
Answer = TypeVar("Answer")

AHEAD = 3
"""Blocks that are asked for ahead, for each process: they lie in memory until their turn comes."""


class Here(Executor):
    """An executor that does everything at once, in this process."""

    def submit(
        self, fn: Callable[..., Answer], /, *args: object, **kwargs: object
    ) -> Future[Answer]:
        """Do it, and return what came of it."""
        future: Future[Answer] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            future.set_exception(error)
        return future


@dataclass(frozen=True, slots=True)
class Crew:
    """Where blocks are done."""

    open: Callable[[], Executor]
    """Makes an executor; asked again when the last one broke."""

    size: int
    """How many blocks can be worked at together."""


def crew_of(jobs: int, prepare: Callable[[], None]) -> Crew:
    """Return this process, or several.

    Args:
        jobs: How many; nought for as many as the machine has cores.
        prepare: Done once before they part, so that all of them know what it brings.
    """
    jobs = jobs or cores()
    if jobs == 1:
        return Crew(Here, 1)

    def several() -> Executor:
        if CAN_FORK:
            prepare()
            gc.collect()
            gc.freeze()  # so that what they share stays shared
        context = get_context("fork" if CAN_FORK else "spawn")
        return ProcessPoolExecutor(jobs, context, initializer=_begin)

    return Crew(several, jobs)


def _begin() -> None:
    """Leave the collection of garbage to the task, which knows when there is much."""
    gc.disable()


@dataclass(slots=True)
class _Block(Generic[Item, Answer]):
    """A task on its way."""

    items: Sequence[Item]
    future: Future[list[Answer]]
    deaths: int = 0


MOST_DEATHS = 2
"""How often a block may take a process along before its rows are done one by one."""


class LostError(Exception):
    """A process died of one row; carries the row's place among all."""


def done_by(
    crew: Crew,
    do: Callable[[Sequence[Item]], list[Answer]],
    blocks: Sequence[Sequence[Item]],
    lost: Callable[[Item], Answer],
) -> Iterator[list[Answer]]:
    """Yield the answers to blocks, in their order.

    Args:
        crew: Who does them.
        do: What is done; it has to be a thing that can be pickled.
        blocks: The blocks.
        lost: The answer for an item that processes die of.
    """
    executor = crew.open()
    waiting: deque[_Block[Item, Answer]] = deque()
    rest = deque(blocks)
    try:
        while waiting or rest:
            while rest and len(waiting) < crew.size * AHEAD:
                items = rest.popleft()
                waiting.append(_Block(items, _submitted(executor, do, items)))
            first = waiting[0]
            try:
                answers = first.future.result()
            except BrokenExecutor:
                executor.shutdown(wait=False, cancel_futures=True)
                executor = crew.open()
                first.deaths += 1
                if first.deaths < MOST_DEATHS:
                    _again(executor, do, waiting)
                    continue
                # Alone, so that nobody else's block can be the one that kills.
                executor, answers = _singly(crew, executor, do, first.items, lost)
                waiting.popleft()
                _again(executor, do, waiting)
            else:
                waiting.popleft()
            yield answers
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _submitted(
    executor: Executor, do: Callable[[Sequence[Item]], list[Answer]], items: Sequence[Item]
) -> Future[list[Answer]]:
    try:
        return executor.submit(do, items)
    except BrokenExecutor as error:  # told when its turn comes
        failed: Future[list[Answer]] = Future()
        failed.set_exception(error)
        return failed


def _again(
    executor: Executor,
    do: Callable[[Sequence[Item]], list[Answer]],
    waiting: deque[_Block[Item, Answer]],
) -> None:
    """Ask once more for what was lost, and not for what was done."""
    for block in waiting:
        whole = block.future.done() and not block.future.cancelled()
        if not whole or block.future.exception() is not None:
            block.future = _submitted(executor, do, block.items)


def _singly(
    crew: Crew,
    executor: Executor,
    do: Callable[[Sequence[Item]], list[Answer]],
    items: Sequence[Item],
    lost: Callable[[Item], Answer],
) -> tuple[Executor, list[Answer]]:
    """Do the items of a block one by one; return the executor that is left, and the answers."""
    answers: list[Answer] = []
    for item in items:
        with suppress(BrokenExecutor):
            answers += _submitted(executor, do, [item]).result()
            continue
        executor.shutdown(wait=False, cancel_futures=True)
        executor = crew.open()
        answers.append(lost(item))
    return executor, answers
