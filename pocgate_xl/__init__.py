"""Decide, in Excel, whether an AI proof of concept is ready for production.

`import pocgate_xl as pg`: `pg.load_template()`, `pg.new(engagement, out)`, `pg.fill(path, values, out)`,
`pg.check(path)`, `pg.check_many(paths)`, `pg.score(template, ratings)`, `pg.tally(template, statuses)`,
`pg.project_costs(...)`, `pg.to_frame(assessments)`. Each is imported when it is asked for; everything
else is internal and may change. `docs/how-to/python.md` has an example of each.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .batch import check_file as check
    from .batch import check_many
    from .core.checklist import tally
    from .core.costs import project_costs
    from .core.scorecard import score
    from .issuing.public import fill, new
    from .portfolio.frame import to_frame
    from .templates.loader import load_template

__version__ = "0.1.0"

__all__ = [
    "check",
    "check_many",
    "fill",
    "load_template",
    "new",
    "project_costs",
    "score",
    "tally",
    "to_frame",
]

_PLACES = {
    "check": ("batch", "check_file"),
    "check_many": ("batch", "check_many"),
    "fill": ("issuing.public", "fill"),
    "load_template": ("templates.loader", "load_template"),
    "new": ("issuing.public", "new"),
    "project_costs": ("core.costs", "project_costs"),
    "score": ("core.scorecard", "score"),
    "tally": ("core.checklist", "tally"),
    "to_frame": ("portfolio.frame", "to_frame"),
}


def __getattr__(name: str) -> Any:
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, called = _PLACES[name]
    return getattr(import_module(f"{__name__}.{module}"), called)


def __dir__() -> list[str]:
    return sorted((*globals(), *_PLACES))
