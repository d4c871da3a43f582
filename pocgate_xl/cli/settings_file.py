"""Where an operator's settings are, so that a run without any need not read how they are written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

NAME = "pocgate.toml"
CHOSEN = "POCGATE_CONFIG"
"""Names the variable with the path of the file; an empty one says that none is read."""
VARIABLES: Mapping[str, str] = {
    "templates": "POCGATE_TEMPLATES",
    "only_templates": "POCGATE_ONLY_TEMPLATES",
    "language": "POCGATE_LANG",
    "select": "POCGATE_SELECT",
    "ignore": "POCGATE_IGNORE",
    "page": "POCGATE_PAGE",
    "rates": "POCGATE_RATES",
    "severity": "POCGATE_SEVERITY",
}
"""Variables of the environment by the key that says the same in a file."""


def is_any() -> bool:
    """Say whether there is a file or a variable."""
    return any(map(os.environ.get, VARIABLES.values())) or settings_file() is not None


def settings_file() -> Path | None:
    """Return the file that counts: the chosen one, else the nearest from the current folder upwards."""
    chosen = os.environ.get(CHOSEN)
    if chosen is not None:
        return Path(chosen) if chosen else None
    return next((folder / NAME for folder in _folders() if (folder / NAME).is_file()), None)


def _folders() -> Iterator[Path]:
    """Yield the current folder and those above, up to the repository or home that it lies in.

    Above neither, only the current one: who can write into /tmp is not the operator.
    """
    here = Path.cwd()
    way = [here, *here.parents]
    ends = [place for place, folder in enumerate(way) if _is_end(folder)]
    yield from way[: ends[0] + 1 if ends else 1]


def _is_end(folder: Path) -> bool:
    return (folder / ".git").exists() or folder == _home()


def _home() -> Path | None:
    try:
        return Path.home().resolve()
    except RuntimeError:
        return None
