"""The same work on a Dask cluster: letters travel with all their files, and come back made.

Nothing of Dask is imported before a scheduler is asked for. Source: Dask.distributed, “Resilience”: work of a
worker that is lost is done again by another.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from openletter import source, termbase
from openletter.errors import MissingToolError, OpenletterError, SourceError
from openletter.publish import assets
from openletter.publish.letter import Order, Outcome, refused, work
from openletter.publish.program import program_digest
from openletter.store import Store

SECONDS = 20
"""How long to wait for a scheduler to answer."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """An order with the files that it needs, by their paths in the project, and the program it is for."""

    order: Order
    files: Mapping[str, bytes]
    program: str


def parcel(order: Order) -> Parcel:
    """Packs an order. Its images are those under the letters' folder that its text names."""
    project = Path(order.project)
    store = Store(project)
    paths = [source.path_of(order.letter), *(f"{termbase.FOLDER}/{name}" for name in termbase.FILES)]
    for lang in order.languages:
        paths += [store.catalog_path(order.letter, lang), store.journal_path(order.letter, lang)]
    files = {path: (project / path).read_bytes() for path in paths if (project / path).is_file()}
    text = unescape(unquote(files.get(paths[0], b"").decode(errors="replace")))
    for path in _images(project):
        if path.rpartition("/")[2] in text:
            files[path] = (project / path).read_bytes()
    return Parcel(replace(order, project=""), files, program_digest())


@cache
def _images(project: Path) -> tuple[str, ...]:
    top = project / source.FOLDER
    found = (path for path in top.rglob("*") if path.suffix.lower() in assets.TYPES and path.is_file())
    return tuple(sorted(path.relative_to(project).as_posix() for path in found))


def unpack(given: Parcel) -> Outcome:
    """What a worker of the cluster does: `work`, in a folder that holds just the files of the parcel."""
    if given.program != program_digest():
        raise OpenletterError(
            "a worker of the cluster has another version of openletter",
            hint="install the same version, and the same versions of what it needs, on every machine",
            code="other-version",
        )
    with tempfile.TemporaryDirectory(prefix="openletter-") as folder:
        for path, data in given.files.items():
            target = Path(folder, path)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)
        return work(replace(given.order, project=folder))


def carried_out(orders: Iterable[Order], scheduler: str) -> Iterator[Outcome]:
    """The outcomes of orders, as they come from the cluster. Only a few parcels are on their way at a time.

    Raises MissingToolError where Dask is not installed, or nobody answers at the address.
    """
    client = _client(scheduler)
    waiting = iter(orders)
    under_way: dict[Any, Order] = {}
    try:
        width = _width(client)
        while True:
            for order in islice(waiting, width - len(under_way)):
                under_way[client.submit(unpack, parcel(order), pure=False)] = order
            if not under_way:
                return
            for future in _finished(list(under_way)):
                yield _outcome(future, under_way.pop(future))
                future.release()
    finally:
        client.close()


def _finished(futures: list[Any]) -> list[Any]:
    from distributed import wait

    return list(wait(futures, return_when="FIRST_COMPLETED").done)  # type: ignore[no-untyped-call, unused-ignore]


def _outcome(future: Any, order: Order) -> Outcome:
    error = future.exception()
    if error is None:
        result: Outcome = future.result()
        return result
    if isinstance(error, OpenletterError):
        raise error
    why = f"the letter could not be made on the cluster: {type(error).__name__}: {error}"
    return refused(order, SourceError(why[:300], hint="look at the logs of its workers", code="lost"))


def _width(client: Any) -> int:
    threads = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
    return int(max(4, 2 * threads))


def _client(scheduler: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingToolError("Dask is not installed", hint="pip install 'openletter[dask]'") from error
    try:
        return Client(scheduler, timeout=SECONDS)  # type: ignore[no-untyped-call, unused-ignore]
    except (OSError, ValueError) as error:
        raise MissingToolError(
            f"no scheduler answers at {scheduler}",
            hint="start one with `dask scheduler`, workers with `dask worker ADDRESS`, and give its ADDRESS",
            code="no-scheduler",
        ) from error
