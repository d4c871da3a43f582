"""The kinds of rating helpers: what each asks for, and which way its bands are read.

A new kind is a word in `HelperKind` and a form here. Wherever kinds differ they are matched to the end
(`assert_never`), so that `mypy` names each place that does not know a kind yet.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never, get_args

from ..records import dataclass
from .template import HelperKind

ACTUAL = "actual"
"""The part of a helper's fields that every kind has."""


@dataclass(frozen=True, slots=True)
class HelperForm:
    """The parts of a helper's fields, and how its bands follow each other.

    `base` is what the actual is compared with; `option` has a code of the vocabulary `codes`. With
    `rising` a band begins at its bound (from 20% up), else it ends there (up to 20%).
    """

    base: str
    option: str
    codes: str
    rising: bool

    @property
    def figures(self) -> tuple[str, str]:
        return self.base, ACTUAL


_IMPROVEMENT = HelperForm("target", "direction", "direction", rising=True)
_DEVIATION = HelperForm("estimate", "cannot_estimate", "answer", rising=False)


def helper_form(kind: HelperKind) -> HelperForm:
    """Return what a kind asks for."""
    match kind:
        case "improvement":
            return _IMPROVEMENT
        case "deviation":
            return _DEVIATION
        case _:
            assert_never(kind)


FORMS: Mapping[HelperKind, HelperForm] = {kind: helper_form(kind) for kind in get_args(HelperKind)}
BASES = tuple(form.base for form in FORMS.values())
