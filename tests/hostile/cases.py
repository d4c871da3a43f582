"""All hostile and mangled files. A new family is a module and a line here."""

from __future__ import annotations

from tests.hostile import (
    containers,
    differentials,
    not_what_it_says,
    numbers_and_text,
    xml_faults,
)
from tests.hostile.case import Case

CASES: tuple[Case, ...] = (
    *not_what_it_says.CASES,
    *containers.CASES,
    *xml_faults.CASES,
    *differentials.CASES,
    *numbers_and_text.CASES,
)
