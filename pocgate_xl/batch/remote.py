"""Files behind a URL, by whatever fsspec reaches; the operator names them, never a file that is read."""

from __future__ import annotations

import glob
from collections.abc import Iterator
from typing import Any

from ..errors import EngineError, PocgateError


def urls_in(url: str, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Yield the workbooks that a URL stands for: a file, a folder or a glob."""
    system, path = _reached(url)
    if "::" in url:  # a file inside another: which one, only its own URL says
        yield url
        return
    try:
        matches = _matches(system, path, suffixes)
    except Exception as error:  # every kind of system has errors of its own
        raise PocgateError(f"{url} cannot be listed: {type(error).__name__}.") from error
    yield from map(system.unstrip_protocol, matches)


def content_of(url: str, most: int) -> bytes:
    """Return what stands behind a URL, up to one byte more than asked; OSError when it cannot be had."""
    system, path = _reached(url)
    try:
        with system.open(path, "rb") as stream:
            content: bytes = stream.read(most + 1)
    except (OSError, MemoryError):
        raise
    except Exception as error:  # every kind of system has errors of its own
        raise OSError(0, type(error).__name__) from error
    return content


def _matches(system: Any, path: str, suffixes: tuple[str, ...]) -> list[str]:
    if glob.has_magic(path) and not system.exists(path):
        return sorted(system.glob(path))
    if system.isdir(path):
        return sorted(file for file in system.find(path) if file.lower().endswith(suffixes))
    return [path]


def _reached(url: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        raise EngineError("URLs need fsspec.", 'Run: pip install "pocgate-xl[fsspec]"') from None
    try:
        system, path = url_to_fs(url)
    except (ValueError, ImportError) as error:
        raise EngineError(f"{url} cannot be reached.", f"{error}") from error
    return system, str(path)
