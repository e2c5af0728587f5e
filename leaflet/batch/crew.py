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

from leaflet.hands import CAN_FORK, Workers, cores

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


class Crew(Workers):
    """Where blocks are done; what its processes know, they keep from one round to the next."""

    def __init__(self, begin: Callable[[], Executor], size: int) -> None:
        """Tell how to begin.

        Args:
            begin: Makes an executor; asked again when the last one broke.
            size: How many blocks can be worked at together.
        """
        self._begin = begin
        self._executor: Executor | None = None
        self.size = size

    @property
    def executor(self) -> Executor:
        """Return who works, called together when first asked for."""
        if self._executor is None:
            self._executor = self._begin()
        return self._executor

    def end(self) -> None:
        """Let everybody go; who is asked next begins anew."""
        if self._executor is not None:
            self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = None


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
            gc.freeze()  # so that what they share stays shared, with what garbage is in it
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


def done_by(
    crew: Crew,
    do: Callable[[Sequence[Item]], list[Answer]],
    blocks: Sequence[Sequence[Item]],
    lost: Callable[[Item], Answer],
    *,
    ahead: int | None = None,
) -> Iterator[list[Answer]]:
    """Yield the answers to blocks, in their order.

    Args:
        crew: Who does them.
        do: What is done; it has to be a thing that can be pickled.
        blocks: The blocks.
        lost: The answer for an item that processes die of.
        ahead: How many blocks are asked for at once; as many as keep everybody busy if nothing is
            said.
    """
    ahead = ahead or crew.size * AHEAD
    waiting: deque[_Block[Item, Answer]] = deque()
    rest = deque(blocks)
    while waiting or rest:
        while rest and len(waiting) < ahead:
            items = rest.popleft()
            waiting.append(_Block(items, _submitted(crew, do, items)))
        first = waiting[0]
        try:
            answers = first.future.result()
        except BrokenExecutor:
            crew.end()
            first.deaths += 1
            if first.deaths < MOST_DEATHS:
                _again(crew, do, waiting)
                continue
            # Alone, so that nobody else's block can be the one that kills.
            answers = _singly(crew, do, first.items, lost)
            waiting.popleft()
            _again(crew, do, waiting)
        else:
            waiting.popleft()
        yield answers


def _submitted(
    crew: Crew, do: Callable[[Sequence[Item]], list[Answer]], items: Sequence[Item]
) -> Future[list[Answer]]:
    try:
        return crew.executor.submit(do, items)
    except BrokenExecutor as error:  # told when its turn comes
        failed: Future[list[Answer]] = Future()
        failed.set_exception(error)
        return failed


def _again(
    crew: Crew,
    do: Callable[[Sequence[Item]], list[Answer]],
    waiting: deque[_Block[Item, Answer]],
) -> None:
    """Ask once more for what was lost, and not for what was done."""
    for block in waiting:
        whole = block.future.done() and not block.future.cancelled()
        if not whole or block.future.exception() is not None:
            block.future = _submitted(crew, do, block.items)


def _singly(
    crew: Crew,
    do: Callable[[Sequence[Item]], list[Answer]],
    items: Sequence[Item],
    lost: Callable[[Item], Answer],
) -> list[Answer]:
    """Do the items of a block one by one."""
    answers: list[Answer] = []
    for item in items:
        with suppress(BrokenExecutor):
            answers += _submitted(crew, do, [item]).result()
            continue
        crew.end()
        answers.append(lost(item))
    return answers
