"""Executors of other machines, by URL. A new kind is a function and a line in `KINDS`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING, Any

from ..errors import EngineError

if TYPE_CHECKING:
    from concurrent.futures import Executor

CONNECT_SECONDS = 10


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    """Hand chunks to a Dask cluster, whose workers see the same files under the same paths."""
    try:
        from distributed import Client
    except ImportError:
        raise EngineError("Dask is not installed.", 'Run: pip install "pocgate-xl[dask]"') from None
    try:
        connect: Any = Client
        client = connect(f"tcp://{address}", timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise EngineError(f"There is no answer from a Dask scheduler at {address}.", f"{error}") from error
    with client:
        yield client.get_executor(pure=False)


KINDS: Mapping[str, Callable[[str], AbstractContextManager[Executor]]] = {"dask": _dask}


def executor_at(url: str) -> AbstractContextManager[Executor]:
    """Return the executor that a URL names; EngineError when there is none."""
    kind, separator, address = url.partition("://")
    if kind not in KINDS or not separator or not address:
        raise EngineError(f"{url!r} is not an executor.", "Use dask://HOST:PORT.")
    return KINDS[kind](address)
