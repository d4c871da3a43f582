"""A process of our own: another interpreter with the modules of this one, spoken to through pipes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from typing import Any

from ..errors import EngineError


def command_of(module: str) -> list[str]:
    """Return how the `main` of a module of this room is run, whatever this process has its modules from."""
    code = f"import sys; sys.path[:] = {sys.path!r}; from {__package__}.{module} import main; main()"
    return [sys.executable, "-c", code]


def started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """Start a process that is heard and spoken to, and says nothing beside; EngineError if it cannot be."""
    try:
        return subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **_apart()
        )
    except (OSError, ValueError) as error:
        raise EngineError(f"A process cannot be started: {error}.") from error


def _apart() -> dict[str, Any]:
    """Keep Ctrl-C and signals to a whole group from it: it ends when its owner does."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
