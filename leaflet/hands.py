"""Hands: processes of their own that do what they are asked, beside this one.

They are forked, so they know all that this process knows. The first of them prepares, which
may take long, and the others are copies of it from then on. They end when their pipe does, so
nothing is left behind by a program that was killed (see docs/decisions/0010).
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

if TYPE_CHECKING:
    # Imported where they are used: a program that needs no hand needs none of them.
    import queue
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from types import TracebackType

T = TypeVar("T")

CAN_FORK = hasattr(os, "fork")
"""Whether this system has processes of that kind."""

_BETWEEN = 10
"""Answers between two collections of garbage: more than one leaflet's layouts need."""

_PATIENCE = 5
"""By how much the hands after the first give way to it, where its answer is waited for (`nice`)."""


_DIED = (
    "a process that works beside this one ended in the middle of its work; perhaps the machine has "
    "too little memory"
)


def cores() -> int:
    """Return how many processes can work at once on this machine."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class HandDiedError(Exception):
    """A process beside this one ended in the middle of its work."""


class Pending(Generic[T]):
    """Something that is being done."""

    def __init__(self, wait: Callable[[], None]) -> None:
        """Prepare; `wait` returns when the answer is there."""
        self._wait = wait
        self._answer: T | None = None
        self._error: BaseException | None = None
        self.there = False
        """Whether the answer is there, or why there is none."""

    def result(self) -> T:
        """Return the answer, as soon as it is there.

        Raises:
            HandDiedError: the process ended, perhaps for want of memory.
            Exception: whatever went wrong there.
        """
        if not self.there:
            self._wait()
        if self._error is not None:
            raise self._error
        return self._answer  # type: ignore[return-value] # because None is an answer where T allows it

    def settle(self, answer: T | None, error: BaseException | None) -> None:
        """Take the answer, or why there is none."""
        self._answer, self._error, self.there = answer, error, True


@dataclass(slots=True)
class _Hand:
    """One process, as we see it."""

    connection: Connection
    asked: deque[Pending[Any]] = field(default_factory=deque)
    """What it has not answered yet, in its order."""


@dataclass(frozen=True, slots=True)
class _Craft:
    """What the processes know."""

    prepare: Callable[[], None]
    do: Callable[[Any], object]
    patient: bool


class Workers:
    """Whoever works beside this process, and is let go at the end of a `with`."""

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let them go, in the middle of their work if need be."""
        self.end()

    def end(self) -> None:
        """Let them go."""
        raise NotImplementedError


class Hands(Workers):
    """Some processes beside this one; each answer can be waited for."""

    def __init__(
        self,
        number: int,
        prepare: Callable[[], None],
        do: Callable[[Any], object],
        *,
        patient: bool = False,
    ) -> None:
        """Tell what they shall be able to do; nothing runs before `start`.

        Args:
            number: How many processes.
            prepare: Done once, before anything is asked; what fails in it is left to `do`.
            do: Answers a question. Question and answer have to be data that can be pickled.
            patient: Whether all but the first give way to it.
        """
        self._number = number
        self._craft = _Craft(prepare, do, patient)
        self._process: BaseProcess | None = None
        self._hands: list[_Hand] = []

    def start(self) -> None:
        """Let the processes begin to prepare, if they do not run yet."""
        if self._process:
            return
        import multiprocessing  # noqa: PLC0415 - see above

        context = multiprocessing.get_context("fork")
        pipes = [context.Pipe() for _ in range(self._number)]
        ours, theirs = zip(*pipes, strict=True)
        self._process = context.Process(
            target=_begin, args=(theirs, ours, self._craft), daemon=True
        )
        self._process.start()
        for connection in theirs:
            connection.close()
        self._hands = [_Hand(connection) for connection in ours]

    def end(self) -> None:
        """End the processes."""
        for hand in self._hands:
            hand.connection.close()  # which ends the others as well
        if self._process:
            self._process.kill()
            self._process.join()
        self._process, self._hands = None, []

    def ask(self, question: object, number: int | None = None) -> Pending[Any]:
        """Ask one of them.

        Args:
            question: What `do` shall answer.
            number: Which of them; else whichever has least to do.
        """
        self.start()
        if number is None:
            hand = min(self._hands, key=lambda one: len(one.asked))
        else:
            hand = self._hands[number]
        return self._ask(hand, question)

    def _ask(self, hand: _Hand, question: object) -> Pending[Any]:
        pending: Pending[Any] = Pending(lambda: self._wait_for(pending, hand))
        hand.asked.append(pending)
        try:
            hand.connection.send(question)
        except OSError:
            self._died()
            pending.settle(None, HandDiedError(_DIED))
        return pending

    def each(self, questions: Sequence[object]) -> Iterator[Pending[Any]]:
        """Ask many questions, each as soon as one of them is free.

        Yields:
            The answers, in the order of the questions, each as soon as it is there. When a
            process dies, all that were not answered say so.
        """
        self.start()
        answers: list[Pending[Any]] = []
        for place in range(len(questions)):
            while place >= len(answers) or not answers[place].there:
                free = [hand for hand in self._hands if not hand.asked]
                left = questions[len(answers) :]
                answers += [self._ask(*one) for one in zip(free, left, strict=False)]
                self._take_any()
                if not self._hands:
                    answers += [_given_up() for _ in questions[len(answers) :]]
            yield answers[place]

    def _take_any(self) -> None:
        """Take the next answer of each process that has one, and wait for the first."""
        from multiprocessing.connection import wait  # noqa: PLC0415 - see above

        there = wait([hand.connection for hand in self._hands if hand.asked])
        for hand in [one for one in self._hands if one.connection in there]:
            self._take(hand)

    def _wait_for(self, wanted: Pending[Any], hand: _Hand) -> None:
        """Take answers as they come, up to the one that is wanted."""
        while not wanted.there:
            self._take(hand)

    def _take(self, hand: _Hand) -> None:
        """Take the next answer of a process."""
        try:
            answer, error = hand.connection.recv()
        except (EOFError, OSError):
            self._died()
            return
        hand.asked.popleft().settle(answer, error)

    def _died(self) -> None:
        """Tell all who wait; the next question starts anew."""
        asked = [pending for hand in self._hands for pending in hand.asked]
        self.end()
        for pending in asked:
            pending.settle(None, HandDiedError(_DIED))


def _given_up() -> Pending[Any]:
    pending: Pending[Any] = Pending(lambda: None)
    pending.settle(None, HandDiedError(_DIED))
    return pending


def in_place(do: Callable[[], T]) -> Pending[T]:
    """Return something that is done here, as soon as somebody waits for it."""

    def work() -> None:
        pending.settle(do(), None)

    pending: Pending[T] = Pending(work)
    return pending


# The other processes


def _begin(connections: Sequence[Connection], theirs: Sequence[Connection], craft: _Craft) -> None:
    """Prepare, then become as many processes as there are connections."""
    for connection in theirs:
        connection.close()  # else we would hold open the very pipes whose end we wait for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks, and ends us
    # Garbage is collected between questions, and seldom: in the middle of a layout nearly
    # everything is still in use, and looking for what is not takes an eighth of the time.
    gc.disable()
    with contextlib.suppress(Exception):  # it fails again, and is told, when something is done
        craft.prepare()
    gc.freeze()
    first, *others = connections
    for connection in others:
        if os.fork() == 0:
            first.close()
            if craft.patient:
                os.nice(_PATIENCE)
            _serve(connection, craft.do)
        connection.close()
    _serve(first, craft.do)


def _serve(connection: Connection, do: Callable[[Any], object]) -> NoReturn:
    """Answer questions until nobody is left who asks."""
    import queue  # noqa: PLC0415 - see above
    import threading  # noqa: PLC0415 - see above

    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, asked), daemon=True).start()
    with contextlib.suppress(OSError):  # nobody is left to hear the answer
        while True:
            for _ in range(_BETWEEN):
                connection.send_bytes(_answer(asked.get(), do))
            gc.collect()
    os._exit(0)


def _listen(connection: Connection, asked: queue.SimpleQueue[bytes]) -> None:
    """Take questions at once, so that whoever asks never waits; end when they are gone."""
    try:
        while True:
            asked.put(connection.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)


def _answer(question: bytes, do: Callable[[Any], object]) -> bytes:
    import pickle  # noqa: PLC0415 - see above
    import traceback  # noqa: PLC0415 - see above

    try:
        return pickle.dumps((do(pickle.loads(question)), None))  # noqa: S301 - from the process that made us
    except Exception as error:  # noqa: BLE001 - whatever it is, the one who asked must know
        error.add_note("".join(traceback.format_exc()))
        try:
            return pickle.dumps((None, error))
        except Exception:  # noqa: BLE001 - an error that cannot be pickled can still be told
            return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
