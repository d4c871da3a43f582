"""All hostile and mangled files. A new family is a module and a line here."""

from __future__ import annotations

from tests.hostile import (
    active_content,
    appearance,
    containers,
    differentials,
    honest,
    meaning,
    not_what_it_says,
    numbers_and_text,
    other_editors,
    size,
    tampering,
    unseen,
    xml_faults,
)
from tests.hostile.case import Case

CASES: tuple[Case, ...] = (
    *not_what_it_says.CASES,
    *containers.CASES,
    *xml_faults.CASES,
    *differentials.CASES,
    *numbers_and_text.CASES,
    *active_content.CASES,
    *size.CASES,
    *tampering.CASES,
    *meaning.CASES,
    *appearance.CASES,
    *unseen.CASES,
    *other_editors.CASES,
    *honest.CASES,
)
