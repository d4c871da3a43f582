"""Libraries of Python alone that are taken along, as they are installed where the bundle is made."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, PackagePath, distribution

from ..errors import EngineError


def library_files(name: str) -> dict[str, str]:
    """Return the modules of a library and its licence, by path; EngineError where it is not installed."""
    try:
        files = sorted(_taken(distribution(name)), key=str)
    except PackageNotFoundError:
        raise EngineError(f"{name} is not installed.", f"Install it: pip install {name}.") from None
    return {each.as_posix(): each.read_text("utf-8") for each in files}


def _taken(library: Distribution) -> Iterator[PackagePath]:
    for file in library.files or ():
        if file.suffix == ".py" or "licen" in file.name.lower():
            yield file
