"""Processes of their own that lay out, while this one reads, finishes and checks.

WeasyPrint takes a third of a second to import and most of a build's time to lay out. Beside
us that costs little, since machines have two cores at least: it is imported while the texts
are read, and the next edition is laid out while the last one is finished. There are two, of
which the second is a copy of the first once all is imported.

Where processes cannot be forked, everything happens here, in the order asked for.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, NoReturn, Self, TypeVar

from leaflet.typeset.fonts import use_only

if TYPE_CHECKING:
    # Imported where they are used, all of them: an unchanged build needs none, and the others
    # not before the processes run.
    import queue
    from collections.abc import Callable, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess
    from pathlib import Path
    from types import TracebackType

    from leaflet.model import Leaflet
    from leaflet.resources import Theme
    from leaflet.specs.format import Format
    from leaflet.typeset.layout import Layout
    from leaflet.typeset.panels import Panels, Setting

T = TypeVar("T")

_ENGINE = "leaflet.typeset.engine"
"""What takes long to import."""

CAN_FORK = hasattr(os, "fork")


_HANDS = 2
"""Processes that lay out: one more would wait for a core."""

_FOR_THE_SECOND = frozenset(
    {
        "slug.lay_out_slug",
        "setting.lay_out_home",
        "setting.lay_out_how_to",
        "setting.lay_out_tiles_key",
        "setting.write_text",
        "setting.write_web",
    }
)
"""Verbs that the second process is asked for: together they take about as long as the panels
and large print, which the first one lays out. The slug is there when the panels are."""

_FOR_EITHER = "setting.measure_panels"
"""The verb that is asked for many formats at once, of whichever process has less to do."""

_BETWEEN = 10
"""Answers between two collections of garbage: more than one leaflet needs."""

_PATIENCE = 5
"""By how much the second gives way to the first, whose answer is waited for (`nice`)."""


class TypesetterDiedError(Exception):
    """A process that lays out ended in the middle of its work."""


class Pending(Generic[T]):
    """Something that is being laid out."""

    def __init__(self, wait: Callable[[], None]) -> None:
        """Prepare; `wait` returns when the answer is there."""
        self._wait = wait
        self._answer: T | None = None
        self._error: BaseException | None = None
        self._there = False

    def result(self) -> T:
        """Return what was laid out, as soon as it is there.

        Raises:
            TypesetterDiedError: its process ended, perhaps for want of memory.
            SystemLibraryError: layout cannot work on this system.
        """
        if not self._there:
            self._wait()
        if self._error is not None:
            raise self._error
        return self._answer  # type: ignore[return-value] # because None is an answer where T allows it

    def settle(self, answer: T | None, error: BaseException | None) -> None:
        """Take the answer, or why there is none."""
        self._answer, self._error, self._there = answer, error, True


@dataclass(slots=True)
class _Hand:
    """One process that lays out, as we see it."""

    connection: Connection
    asked: deque[Pending[Any]] = field(default_factory=deque)
    """What it has not answered yet, in its order."""


class Typesetter:
    """Lays out what it is asked for; each answer can be waited for."""

    def __init__(self) -> None:
        """Prepare; nothing runs before `start`, or before something is asked for."""
        self._process: BaseProcess | None = None
        self._hands: list[_Hand] = []

    def __enter__(self) -> Self:
        """Return itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End the processes, in the middle of their work if need be: they leave nothing."""
        self._end()

    def start(self, theme: Theme, workshop: Path) -> None:
        """Let the processes begin to import what they need.

        Args:
            theme: Whose fonts they shall see: that is settled as the engine is imported.
            workshop: Folder for the list of fonts.

        Raises:
            SystemLibraryError: the theme has no font.
        """
        use_only(theme, workshop)
        if not CAN_FORK or self._process:
            return
        import multiprocessing  # noqa: PLC0415 - see above

        context = multiprocessing.get_context("fork")
        pipes = [context.Pipe() for _ in range(_HANDS)]
        ours, theirs = zip(*pipes, strict=True)
        self._process = context.Process(target=_begin, args=(theirs, ours), daemon=True)
        self._process.start()
        for connection in theirs:
            connection.close()
        self._hands = [_Hand(connection) for connection in ours]

    def _end(self) -> None:
        for hand in self._hands:
            hand.connection.close()  # which ends the second process as well
        if self._process:
            self._process.kill()
            self._process.join()
        self._process, self._hands = None, []

    def panels(self, leaflet: Leaflet, form: Format, setting: Setting) -> Pending[Panels]:
        """Ask for a leaflet's panels, see `setting.lay_out_panels`."""
        return self._ask("setting.lay_out_panels", setting, leaflet, form, setting)

    def measured(self, leaflet: Leaflet, form: Format, setting: Setting) -> Pending[Panels]:
        """Ask for measurements alone, see `setting.measure_panels`."""
        return self._ask("setting.measure_panels", setting, leaflet, form, setting)

    def home(self, leaflet: Leaflet, form: Format, setting: Setting) -> Pending[Panels]:
        """Ask for panels light on ink, see `setting.lay_out_home`."""
        return self._ask("setting.lay_out_home", setting, leaflet, form, setting)

    def how_to(
        self, leaflet: Leaflet, form: Format, setting: Setting, paper: str, other_file: str
    ) -> Pending[Layout]:
        """Ask for the page that tells how to print, see `setting.lay_out_how_to`."""
        verb = "setting.lay_out_how_to"
        return self._ask(verb, setting, leaflet, form, setting, paper, other_file)

    def tiles_key(
        self, leaflet: Leaflet, form: Format, setting: Setting, paper: str
    ) -> Pending[Layout]:
        """Ask for how to put tiles together, see `setting.lay_out_tiles_key`."""
        return self._ask("setting.lay_out_tiles_key", setting, leaflet, form, setting, paper)

    def slug(self, leaflet: Leaflet, form: Format, setting: Setting, inks: str) -> Pending[Layout]:
        """Ask for the slug lines, see `slug.lay_out_slug`."""
        return self._ask("slug.lay_out_slug", setting, leaflet, form, setting, inks)

    def large(self, leaflet: Leaflet, setting: Setting, edition: str) -> Pending[Layout]:
        """Ask for large print, see `setting.lay_out_large`."""
        return self._ask("setting.lay_out_large", setting, leaflet, setting, edition)

    def text(self, leaflet: Leaflet, setting: Setting) -> Pending[str]:
        """Ask for plain text, see `setting.write_text`."""
        return self._ask("setting.write_text", setting, leaflet, setting)

    def web(self, leaflet: Leaflet, setting: Setting) -> Pending[str]:
        """Ask for the web page, see `setting.write_web`."""
        return self._ask("setting.write_web", setting, leaflet, setting)

    def _hand_for(self, verb: str) -> _Hand:
        """Return the process that a verb is for."""
        if verb == _FOR_EITHER:
            return min(self._hands, key=lambda hand: len(hand.asked))
        return self._hands[verb in _FOR_THE_SECOND]

    def _ask(self, verb: str, setting: Setting, *arguments: object) -> Pending[Any]:
        self.start(setting.theme, setting.workshop)
        if not CAN_FORK:
            return _in_place(verb, arguments)
        hand = self._hand_for(verb)
        pending: Pending[Any] = Pending(lambda: self._wait_for(pending, hand))
        hand.asked.append(pending)
        try:
            hand.connection.send((verb, arguments))
        except OSError:
            self._died()
        return pending

    def _wait_for(self, wanted: Pending[Any], hand: _Hand) -> None:
        """Take answers as they come, up to the one that is wanted."""
        settled = None
        while settled is not wanted:
            try:
                answer, error = hand.connection.recv()
            except (EOFError, OSError):
                self._died()
                return
            settled = hand.asked.popleft()
            settled.settle(answer, error)

    def _died(self) -> None:
        """Tell all who wait; the next question starts anew."""
        asked = [pending for hand in self._hands for pending in hand.asked]
        self._end()
        for pending in asked:
            pending.settle(
                None,
                TypesetterDiedError(
                    "a process that lays out ended in the middle of its work; perhaps the "
                    "machine has too little memory"
                ),
            )


def _verb(name: str) -> Callable[..., Any]:
    module, _, verb = name.partition(".")
    found: Callable[..., Any] = getattr(importlib.import_module(f"leaflet.typeset.{module}"), verb)
    return found


def _in_place(verb: str, arguments: tuple[object, ...]) -> Pending[Any]:
    def work() -> None:
        pending.settle(_verb(verb)(*arguments), None)

    pending: Pending[Any] = Pending(work)
    return pending


# The other processes


def _begin(connections: Sequence[Connection], theirs: Sequence[Connection]) -> None:
    """Import everything, then become as many processes as there are connections."""
    for connection in theirs:
        connection.close()  # else we would hold open the very pipes whose end we wait for
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one who asks, and ends us
    # Garbage is collected between questions, and seldom: in the middle of a layout nearly
    # everything is still in use, and looking for what is not takes an eighth of the time.
    gc.disable()
    with contextlib.suppress(OSError):  # told when something is laid out, to whoever asked
        importlib.import_module(_ENGINE)
        importlib.import_module("leaflet.typeset.setting")
    gc.freeze()
    first, *others = connections
    for connection in others:
        if os.fork() == 0:
            first.close()
            os.nice(_PATIENCE)
            _serve(connection)
        connection.close()
    _serve(first)


def _serve(connection: Connection) -> NoReturn:
    """Answer questions until nobody is left who asks."""
    import queue  # noqa: PLC0415 - see above
    import threading  # noqa: PLC0415 - see above

    asked: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(connection, asked), daemon=True).start()
    with contextlib.suppress(OSError):  # nobody is left to hear the answer
        while True:
            for _ in range(_BETWEEN):
                connection.send_bytes(_answer(asked.get()))
            gc.collect()
    os._exit(0)


def _listen(connection: Connection, asked: queue.SimpleQueue[bytes]) -> None:
    """Take questions at once, so that whoever asks never waits; end when they are gone."""
    try:
        while True:
            asked.put(connection.recv_bytes())
    except (EOFError, OSError):
        os._exit(0)


def _answer(question: bytes) -> bytes:
    import pickle  # noqa: PLC0415 - see above
    import traceback  # noqa: PLC0415 - see above

    try:
        verb, arguments = pickle.loads(question)  # noqa: S301 - from the process that made us
        return pickle.dumps((_verb(verb)(*arguments), None))
    except Exception as error:  # noqa: BLE001 - whatever it is, the one who asked must know
        error.add_note("".join(traceback.format_exc()))
        try:
            return pickle.dumps((None, error))
        except Exception:  # noqa: BLE001 - an error that cannot be pickled can still be told
            return pickle.dumps((None, RuntimeError(f"{type(error).__name__}: {error}")))
