"""The gate decision: verdict, must-meets and checklist together."""

from __future__ import annotations

from collections.abc import Iterator

from ....core.fields import INCOMPLETE, NOT_APPLICABLE
from .checklist import unfinished
from .formula_source import FormulaSource, blanks, given
from .named_formula import NamedFormula, column, literal, row


def formulas(source: FormulaSource) -> Iterator[NamedFormula]:
    """Yield what follows from ratings, statuses, answers and evidence together."""
    questions = len(source.template.questions)
    if questions:
        yield source.helper("ANSWERS", f"LAMBDA(answers, PG._CODES(answers, {questions}, PG._ANSWER()))")
    yield source.helper("UNCLEARED", _uncleared(source))
    yield source.function("DECISION", _decision(source))
    yield source.function("MUST_MEETS", _must_meets(source))


def answered(source: FormulaSource) -> str:
    """Return the codes of the answers, all blank where none are given."""
    return f"IF(ISOMITTED(answers), {blanks(len(source.template.questions))}, PG._ANSWERS(answers))"


def evidence(source: FormulaSource) -> str:
    """Return the evidence of every item, all blank where none is given."""
    count = len(source.template.items)
    return f"IF(ISOMITTED(evidence), {blanks(count)}, PG._CELLS(evidence, {count}))"


def knock_outs(source: FormulaSource) -> list[int]:
    """Return 1 for each question that no total outweighs, else 0."""
    return [int(id_ in source.template.knock_out) for id_ in source.template.questions]


def _uncleared(source: FormulaSource) -> str:
    """Write 1 for each item that is open, or done without the evidence that it needs."""
    template = source.template
    required = [int(template.evidence_of(item) == "required") for item in template.items]
    unclear = unfinished(source, "1")
    if any(required):
        bare = "1" if all(required) else column(required)
        rest = f"IF(codes={literal(NOT_APPLICABLE)}, 0, 1)" if template.allows_not_applicable else "1"
        unclear = f'IF(codes="done", IF(shown="", {bare}, 0), {rest})'
    return f"LAMBDA(codes, shown, IF(ROWS(codes)=ROWS(shown), {unclear}, NA()))"


def _decision(source: FormulaSource) -> str:
    """Write the first decision that holds; as many cells as are needed, whether it rests on them or not."""
    template = source.template
    bands = row([band.decision for band in reversed(template.verdicts)])
    granted = "".join(
        f"-INDEX(uncleared, {place})" for place, item in enumerate(template.items, 1) if item.granted_at_gate
    )
    failing, waiting, asked = [], [f"SUM(uncleared){granted}>0"], ""
    short = [f"ROWS(uncleared)<>{len(template.items)}"]
    if template.floors.enforce:
        failing.append(f"rated<{column(list(template.floor_of.values()))}")
    if template.questions:
        asked = f"  said, {answered(source)},\n"
        short.append(f"ROWS(said)<>{len(template.questions)}")
    if template.knock_out:
        failing.append(_of_knock_outs(source, 'said="no"'))
        waiting.append(_of_knock_outs(source, 'said=""'))
    held_back = f'    IF({_any(failing)}, "conditional",\n' if failing else ""
    closing = ")" * (5 if failing else 4)
    return (
        "LAMBDA(ratings, statuses, [language], [answers], [evidence],\n"
        "  LET(rated, PG._RATED(ratings),\n"
        f"  uncleared, PG._UNCLEARED(PG._STATUSES(statuses), {evidence(source)}),\n"
        f"{asked}"
        f'  leads, IF(OR(rated=""), {literal(INCOMPLETE)}, INDEX({bands}, PG._BAND(SUM(rated)))),\n'
        f"  decision, IF({_any(short)}, NA(),\n"
        '    IF(leads<>"go", leads,\n'
        f"{held_back}"
        f'    IF({_any(waiting)}, "clear_checklist",\n'
        f'    IF(SUM(uncleared)>0, "ready_for_approval", "go"{closing},\n'
        f"  PG._WORD(decision, PG._DECISION(), {given('language')})))"
    )


def _any(tests: list[str]) -> str:
    return f"OR({', '.join(tests)})"


def _of_knock_outs(source: FormulaSource, test: str) -> str:
    """Return a test of the answers that holds of questions which no total outweighs only."""
    chosen = knock_outs(source)
    return test if all(chosen) else f"IF({column(chosen)}=1, {test}, FALSE)"


def _must_meets(source: FormulaSource) -> str:
    """Write each must-meet by name and whether it is met: floors, then questions."""
    template = source.template
    parts, named = [], f"  LET(spoken, {given('language')},\n"
    if template.floors.enforce:
        floors = column(list(template.floor_of.values()))
        named += "  rated, PG._RATED(ratings),\n"
        met = f'IF(rated="", "", rated>={floors})'
        parts.append(f"HSTACK(PG._NAMES(PG._CRITERION(), spoken), {met})")
    if template.knock_out:
        named += f"  said, {answered(source)},\n"
        yes = 'IF(said="", "", said="yes")'
        every = f"HSTACK(PG._NAMES(PG._QUESTION(), spoken), {yes})"
        chosen = all(knock_outs(source))
        parts.append(every if chosen else f"FILTER({every}, {column(knock_outs(source))})")
    shown = f"VSTACK({', '.join(parts)})" if parts[1:] else (parts[0] if parts else row(["", ""]))
    return f"LAMBDA(ratings, [answers], [language],\n{named}  {shown}))"
