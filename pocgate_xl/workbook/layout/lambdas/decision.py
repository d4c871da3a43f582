"""The gate decision: verdict, must-meets and checklist together."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.fields import INCOMPLETE, NOT_APPLICABLE
from .named_formula import NamedFormula, column, literal, row
from .source import Source, given


def formulas(source: Source) -> Iterator[NamedFormula]:
    """Yield what follows from ratings, statuses, answers and evidence together."""
    questions = len(source.template.questions)
    if questions:
        yield source.helper(
            "ANSWERS", f"LAMBDA(answers, PG._CODES(answers, {questions}, PG._ANSWER()))"
        )
    yield source.helper("UNCLEARED", _uncleared(source))
    yield source.function("DECISION", _decision(source))
    yield source.function("MUST_MEETS", _must_meets(source))


def no_answers(source: Source) -> str:
    """Return what stands for answers where none are given."""
    return column([""] * len(source.template.questions))


def answered(source: Source) -> str:
    """Return the codes of the answers, all blank where none are given."""
    return f"IF(ISOMITTED(answers), {no_answers(source)}, PG._ANSWERS(answers))"


def evidence(source: Source) -> str:
    """Return the evidence of every item, all blank where none is given."""
    count = len(source.template.items)
    return f"IF(ISOMITTED(evidence), {column([''] * count)}, PG._CELLS(evidence, {count}))"


def knock_outs(source: Source) -> list[int]:
    """Return 1 for each question that no total outweighs, else 0."""
    return [int(id_ in source.template.knock_out) for id_ in source.template.questions]


def _uncleared(source: Source) -> str:
    """Write 1 for each item that is open, or done without the evidence that it needs."""
    template = source.template
    required = [int(template.evidence_of(item) == "required") for item in template.items]
    unclear = f'(codes<>"done")*(codes<>{literal(NOT_APPLICABLE)})'
    if any(required):
        every = "" if all(required) else f"*{column(required)}"
        unclear += f'+(codes="done")*(shown=""){every}'
    return f"LAMBDA(codes, shown, IF(ROWS(codes)=ROWS(shown), {unclear}, NA()))"


def _decision(source: Source) -> str:
    """Write the first decision that holds; whatever cannot be read is an error all the same."""
    template = source.template
    bands = row([band.decision for band in reversed(template.verdicts)])
    granted = column([int(item.granted_at_gate) for item in template.items])
    failing, waiting = [], [f"SUM(uncleared*(1-{granted}))"]
    if template.floors.enforce:
        failing.append(f"SUM((rated<{column(list(template.floor_of.values()))})*1)")
    asked = ""
    if template.questions:
        asked = f"  said, {answered(source)},\n"
    if template.knock_out:
        failing.append(f'SUM((said="no")*{column(knock_outs(source))})')
        waiting.append(f'SUM((said="")*{column(knock_outs(source))})')
    read = "SUM(uncleared)+SUM(rated)" + ('+SUM((said="")*1)' if template.questions else "")
    return (
        "LAMBDA(ratings, statuses, [language], [answers], [evidence],\n"
        "  LET(rated, PG._RATED(ratings),\n"
        f"  uncleared, PG._UNCLEARED(PG._STATUSES(statuses), {evidence(source)}),\n"
        f"{asked}"
        f'  leads, IF(SUM((rated="")*1)>0, {literal(INCOMPLETE)}, INDEX({bands}, PG._BAND(SUM(rated)))),\n'
        f"  failing, {'+'.join(failing) or '0'},\n"
        f"  waiting, {'+'.join(waiting)},\n"
        "  decision, IF(ISERROR(" + read + "), NA(),\n"
        '    IF(leads<>"go", leads,\n'
        '    IF(failing>0, "conditional",\n'
        '    IF(waiting>0, "clear_checklist",\n'
        f'    IF(SUM(uncleared*{granted})>0, "ready_for_approval", "go"))))),\n'
        f"  PG._WORD(decision, PG._DECISION(), {given('language')})))"
    )


def _must_meets(source: Source) -> str:
    """Write each must-meet by name and whether it is met: floors, then questions."""
    template = source.template
    parts = []
    if template.floors.enforce:
        floors = column(list(template.floor_of.values()))
        met = f'IF(PG._RATED(ratings)="", "", PG._RATED(ratings)>={floors})'
        parts.append(f"HSTACK(PG._NAMES(PG._CRITERION(), spoken), {met})")
    if template.knock_out:
        yes = f'IF({answered(source)}="", "", {answered(source)}="yes")'
        every = f"HSTACK(PG._NAMES(PG._QUESTION(), spoken), {yes})"
        chosen = all(knock_outs(source))
        parts.append(every if chosen else f"FILTER({every}, {column(knock_outs(source))})")
    shown = f"VSTACK({', '.join(parts)})" if parts[1:] else (parts[0] if parts else row(["", ""]))
    return (
        "LAMBDA(ratings, [answers], [language],\n"
        f"  LET(spoken, {given('language')},\n"
        f"  {shown}))"
    )
