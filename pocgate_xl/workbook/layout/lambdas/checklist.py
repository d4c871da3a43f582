"""The checklist: what is done, of all items or of a group, and what is open."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.fields import NOT_APPLICABLE
from .formula_source import FormulaSource, given
from .named_formula import NamedFormula, column, literal


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield what follows from the statuses alone."""
    template = source.template
    count = len(template.items)
    yield source.helper("STATUSES", _statuses(source))
    numbers = {group.id: place for place, group in enumerate(template.groups, 1)}
    of = column([numbers[group.id] for _, group, _ in template.numbered_items()])
    yield source.helper(
        "WITHIN",
        "LAMBDA(said,\n"
        "  LET(meant, PG._CODE(said, PG._GROUP()),\n"
        '  place, IF(meant="", 0, XMATCH(meant, CHOOSECOLS(PG._GROUP(), 1))-1),\n'
        f"  IF(place=0, {column([1] * count)}, IF({of}=place, 1, 0))))",
    )
    yield source.helper(
        "COUNTED",
        f'LAMBDA(codes, counted,\n  HSTACK(SUM(IF(codes="done", counted, 0)), SUM({_applying(source)})))',
    )
    yield source.function(
        "COMPLETENESS",
        "LAMBDA(statuses, [group_name],\n"
        f"  LET(found, PG._COUNTED(PG._STATUSES(statuses), PG._WITHIN({given('group_name')})),\n"
        f"  {_share(source)}))",
    )
    yield source.function("PROGRESS", _progress(source))
    yield source.function(
        "OPEN_ITEMS",
        "LAMBDA(statuses, [group_name], [language],\n"
        "  LET(codes, PG._STATUSES(statuses),\n"
        f"  within, PG._WITHIN({given('group_name')}),\n"
        f"  unfinished, {unfinished(source, 'within')},\n"
        f"  every, HSTACK(SEQUENCE({count}), PG._NAMES(PG._ITEM(), {given('language')})),\n"
        '  IF(SUM(unfinished)=0, {"",""}, FILTER(every, unfinished))))',
    )


def unfinished(source: FormulaSource, each: str) -> str:
    """Return something for each item that is open, else 0."""
    test = 'codes="done"'
    if source.template.allows_not_applicable:
        test = f"({test})+(codes={literal(NOT_APPLICABLE)})"
    return f"IF({test}, 0, {each})"


def _applying(source: FormulaSource) -> str:
    """Return what is counted of the items that apply, which all do in most templates."""
    if not source.template.allows_not_applicable:
        return "counted"
    return f"IF(codes={literal(NOT_APPLICABLE)}, 0, counted)"


def _share(source: FormulaSource) -> str:
    """Return done by items; all of it where no item applies, as nothing is open then."""
    share = "INDEX(found, 1)/INDEX(found, 2)"
    return f"IF(INDEX(found, 2)=0, 1, {share})" if source.template.allows_not_applicable else share


def _statuses(source: FormulaSource) -> str:
    """Write the codes of all statuses; one that an item cannot have is as wrong as an unknown one."""
    items = source.template.items
    codes = f"PG._CODES(statuses, {len(items)}, PG._STATUS())"
    if not source.template.allows_not_applicable or all(item.not_applicable for item in items):
        return f"LAMBDA(statuses, {codes})"
    allowed = column([int(item.not_applicable) for item in items])
    return (
        "LAMBDA(statuses,\n"
        f"  LET(codes, {codes},\n"
        f"  IF((codes={literal(NOT_APPLICABLE)})*({allowed}=0), NA(), codes)))"
    )


def _progress(source: FormulaSource) -> str:
    """Write the counts of one group, or of all items and every group below each other."""
    groups = ("", *(group.id for group in source.template.groups))
    lines = [f"PG._COUNTED(codes, PG._WITHIN({literal(id_)}))" for id_ in groups]
    return (
        "LAMBDA(statuses, [group_name], [language],\n"
        "  LET(codes, PG._STATUSES(statuses),\n"
        f"  asked, {given('group_name')},\n"
        '  IF(PG._SAID(asked)<>"", PG._COUNTED(codes, PG._WITHIN(asked)),\n'
        f"  HSTACK(PG._NAMES(PG._GROUP(), {given('language')}),\n"
        f"    VSTACK({', '.join(lines)})))))"
    )
