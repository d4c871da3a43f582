"""What no total outweighs, on the committee's page: evidence still to give, and knock-out questions."""

from __future__ import annotations

from .. import formulas
from ..context import Context
from ..plan import Cell, Highlight, SheetBuilder, a1
from .decision_formula import requires_evidence

NOTHING = '"–"'


def plan_must_meets(builder: SheetBuilder, context: Context, top: int, columns: tuple[int, int]) -> int:
    """Write a line for evidence and one for each question, where the template asks; return the next row."""
    label, answer = columns
    row = first = top
    if requires_evidence(context.template):
        builder.put(row, label, Cell(context.text("give_evidence"), style="caption"))
        numbers = '=IF(pg_calc_bare_numbers="",pg_text_none,pg_calc_bare_numbers)'
        told = Cell(formula=numbers, style="strong", align="left", shows="give_evidence")
        builder.put(row, label + 1, told)
        row = first = top + 1
    for question in context.template.questions:
        if question in context.template.knock_out:
            _question(builder, context, row, question, columns)
            row += 1
    _mark(builder, answer, range(first, row))
    return row


def _question(
    builder: SheetBuilder, context: Context, row: int, question: str, columns: tuple[int, int]
) -> None:
    """Write a knock-out question and its answer, a dash while there is none."""
    label, answer = columns
    text = context.label("question", question)
    builder.put(row, label, Cell(text, style="span", shows=f"question.{question}"))
    words = formulas.label_of(f"pg_calc_answer_{question}", "answer").removeprefix("=")
    formula = f"=IFERROR({words},{NOTHING})"
    told = Cell(formula=formula, style="strong", align="left", shows=f"must_meet {question}")
    builder.put(row, answer, told)


def _mark(builder: SheetBuilder, column: int, rows: range) -> None:
    """Mark the questions that were answered no."""
    if rows:
        first, last = a1((rows[0], column)), a1((rows[-1], column))
        no = "INDEX(pg_list_answer_label,MATCH(pg_code_answer_no,pg_list_answer_code,0))"
        builder.highlights.append(Highlight(f"{first}:{last}", f"{first}={no}", "bad"))
