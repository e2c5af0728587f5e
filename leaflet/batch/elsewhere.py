"""Blocks of rows on other machines: what they need goes along with each block, packed.

A worker of Dask's may stand anywhere, without the project's folder. So a task brings a parcel: the
leaflet, the facts and the theme. It is unpacked once on each machine, under a name that follows
from its content.
"""

import hashlib
import importlib
import io
import shutil
import tempfile
import threading
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar

from leaflet.batch.crew import Crew
from leaflet.batch.task import Job
from leaflet.manuscript.find import CONTENT, FACTS, Found
from leaflet.store import SIGNED

Item = TypeVar("Item")
Answer = TypeVar("Answer")

_SAME_DAY = (2000, 1, 1, 0, 0, 0)
"""Date of each file in a parcel: the same files make the same parcel."""


class ClusterError(Exception):
    """A cluster that cannot be used; carries the sentence that says why."""


def packed(job: Job) -> bytes:
    """Return all that a worker needs of a project to make rows of one leaflet."""
    request = job.request
    theme = request.theme
    folders = [job.found.folder, *theme.folders("templates"), *theme.folders("styles")]
    wanted = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    wanted += [*theme.font_files(), request.project / CONTENT / FACTS]
    wanted += (request.project / CONTENT).glob("*.*")
    files = {
        file.relative_to(request.project).as_posix(): file
        for file in wanted
        if file.is_file() and file.is_relative_to(request.project) and SIGNED not in file.parts
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _SAME_DAY), files[name].read_bytes())
    return stream.getvalue()


def unpacked(parcel: bytes) -> Path:
    """Return the folder in which a parcel is unpacked on this machine."""
    name = f"leaflet-{hashlib.sha256(parcel).hexdigest()[:32]}"
    folder = Path(tempfile.gettempdir()) / name
    if not folder.is_dir():
        waiting = Path(tempfile.mkdtemp(prefix=f"{name}-"))
        with zipfile.ZipFile(io.BytesIO(parcel)) as archive:
            archive.extractall(waiting)
        with suppress(OSError):  # another process of this machine was quicker
            waiting.rename(folder)
        shutil.rmtree(waiting, ignore_errors=True)
    return folder


class There:
    """A verb for blocks of rows, done on whatever machine it comes to."""

    def __init__(
        self, parcel: bytes, do: Callable[[Job, Sequence[Any]], list[Any]], job: Job
    ) -> None:
        """Tell what to do, and with what."""
        self.parcel = parcel
        self.do = do
        self.job = job

    def __call__(self, items: Sequence[Any]) -> list[Any]:
        """Do it; one block at a time in a process, since layout is not made for threads."""
        with _ONE_AT_A_TIME:
            project = unpacked(self.parcel)
            found = Found(self.job.found.name, project / CONTENT / self.job.found.name)
            request = replace(self.job.request, project=project, out=project / "build")
            return self.do(replace(self.job, found=found, request=request), items)


_ONE_AT_A_TIME = threading.Lock()


def cluster_of(address: str) -> Crew:
    """Return the workers of a Dask scheduler.

    Args:
        address: The scheduler's, such as tcp://192.0.2.7:8786.

    Raises:
        ClusterError: Dask is not installed, nobody answers, or there is no worker.
    """
    try:
        dask: Any = importlib.import_module("distributed")  # an extra, and slow to import
    except ImportError as error:
        msg = 'Dask is not installed. `pip install "leaflet-press[cluster]"` brings it.'
        raise ClusterError(msg) from error
    try:
        client = dask.Client(address, timeout=_PATIENCE)
    except (OSError, ValueError) as error:
        msg = f"No scheduler of Dask answers at {address}. Is it started, and the address right?"
        raise ClusterError(msg) from error
    threads = sum(client.nthreads().values())
    if not threads:
        client.close()
        msg = f"The scheduler at {address} has no workers. Start some: dask worker {address}"
        raise ClusterError(msg)
    return Crew(lambda: _Cluster(client, dask.KilledWorker), threads)


_PATIENCE = 10
"""Seconds until a scheduler has to answer."""


class _Cluster(Executor):
    """A client of Dask's as an executor; what all its workers die of is told as a broken one."""

    def __init__(self, client: Any, killed: type[Exception]) -> None:  # noqa: ANN401 - Dask has no types
        self._client = client
        self._killed = killed

    def submit(self, fn: Callable[..., Answer], /, *args: Any, **kwargs: Any) -> Future[Answer]:  # noqa: ANN401 - as the one it stands for
        """Ask for something; a worker that is lost has its tasks done again by another."""
        asked = self._client.submit(fn, *args, **kwargs, pure=False)
        future: Future[Answer] = Future()
        asked.add_done_callback(lambda done: self._settle(done, future))
        return future

    def _settle(self, done: Any, future: "Future[Answer]") -> None:  # noqa: ANN401 - as above
        if future.cancelled():
            return
        try:
            future.set_result(done.result())
        except self._killed as error:
            future.set_exception(BrokenExecutor(str(error)))
        except Exception as error:  # noqa: BLE001 - whoever asks for the result gets it
            future.set_exception(error)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002 - as the one it stands for
        """Leave the workers to others."""
