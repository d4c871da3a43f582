"""Why an engagement of a list cannot be used, in sentences: the list's own header, the value as typed."""

from __future__ import annotations

from collections.abc import Mapping

from ..core.fields import Field, vocabulary
from .interpret import Fault, FaultKind, Terms
from .list_columns import bounds
from .visible import visible

SENTENCES: Mapping[FaultKind, str] = {
    "text_for_number": "“{found}” cannot be read as a number; write it in digits, such as 300 or 1.5",
    "not_whole": "{found} is not a whole number",
    "out_of_bounds": "{found} is out of range; it must be {bounds}",
    "negative_amount": "{found} is negative",
    "unreadable_date": "“{found}” is not a date with one reading; write it as 2026-04-01",
    "truth_value": "{found} is TRUE or FALSE where a number or date belongs",
    "unknown_label": "“{found}” is not one of {choices}",
    "error_value": "the cell shows the error {found}",
    "unreadable_value": "{found} is neither a text nor a number",
    "formula_without_value": "the formula {found} was saved without its result; save the list in Excel",
}
"""What is said of each fault that lists can have."""


def problem(title: str, field: Field, fault: Fault, terms: Terms) -> str:
    """Return what is wrong with one cell."""
    sentence = SENTENCES.get(fault.kind, "“{found}” cannot be used here")
    choices = vocabulary(terms.bundle.template, field.vocabulary) if field.vocabulary else ()
    labels = terms.bundle.catalogs[terms.language]
    told = [
        code if (label := labels.label(field.vocabulary, code)) == code else f"{code} ({label})"
        for code in choices
    ]
    text = sentence.format(found=visible(fault.found), bounds=bounds(field), choices=", ".join(told))
    return f"{visible(title)}: {text}"
