"""The function that says which version answers."""

from __future__ import annotations

from ... import __version__
from ..call_context import CallContext
from ..declaration import Function


def version(gate: CallContext) -> str:
    """Return the versions of the package and of the template."""
    return f"pocgate {__version__} · {gate.template.id} {gate.template.version}"


FUNCTIONS = (Function("VERSION", version, (), explains=True),)
