"""Formulas that tell whether what stands in an input can be taken."""

from __future__ import annotations

from .....core.fields import Field
from .....core.validity import LONGEST_MONTHS, WHOLE_PERCENT
from ...formulas import blank, filled

_MOST = {LONGEST_MONTHS: "pg_list_longest_months", WHOLE_PERCENT: "pg_list_percent"}
"""Names of the numbers that answers are at most."""


def fault(field: Field, cell: str) -> str:
    """Return a formula that is 1 where an input holds what cannot be taken; a blank can."""
    if field.kind == "label":
        return f"=IFERROR(IF({blank(cell)},0,IF({_known(field, cell)}=0,1,0)),1)"
    bounds = _in_bounds(field, cell)
    number = f"IF({bounds},0,1)" if bounds else "0"
    return f"=IFERROR(IF(ISNUMBER({cell}),{number},IF({blank(cell)},0,1)),1)"


def faultless(field: Field, cell: str) -> str:
    """Return a test that an input holds what can be taken; an error where the cell is one."""
    if field.kind == "text":
        return filled(cell)
    if field.kind == "label":
        return f"{_known(field, cell)}>0"
    bounds = _in_bounds(field, cell)
    return f"IF(ISNUMBER({cell}),{bounds},FALSE)" if bounds else f"ISNUMBER({cell})"


def _known(field: Field, cell: str) -> str:
    return f"SUMPRODUCT(EXACT({cell},pg_list_{field.vocabulary}_choice)*1)"


def _in_bounds(field: Field, cell: str) -> str:
    if field.kind == "rating":
        return f"ISNUMBER(MATCH({cell},pg_list_rating,0))"
    if field.kind == "date":
        return f"AND({cell}>=pg_list_first_date,{cell}<pg_list_end_of_dates)"
    tests = []
    if field.kind == "whole":
        tests.append(f"{cell}=INT({cell})")
    if field.minimum is not None:
        tests.append(f"{cell}{'>' if field.above_minimum else '>='}{field.minimum}")
    if field.maximum is not None:
        tests.append(f"{cell}<={_MOST[int(field.maximum)]}")
    if len(tests) > 1:
        return f"AND({','.join(tests)})"
    return tests[0] if tests else ""
