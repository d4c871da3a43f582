"""The questions of the diagnosis, below the criteria: knock-out ones are part of what a decision needs."""

from __future__ import annotations

from ... import formulas
from ...context import Context
from ...plan import Cell
from ...sheet_builder import SheetBuilder
from ..framing.frame import LEFT, header, heading, working

HEIGHT = 18.0
"""Points of a row: an answer stands large in it."""
Columns = tuple[int, int, int]
"""That of the answers, the last one of the page, and where workings stand."""


def plan_questions(builder: SheetBuilder, context: Context, top: int, columns: Columns) -> None:
    """Write a line for each question."""
    questions = context.template.questions
    if not questions:
        return
    answer, last, _ = columns
    text = context.text
    heading(builder, top, text("questions"))
    between = [""] * (answer - LEFT - 2)
    titles = [text("number"), text("question"), *between, text("answer"), text("if_no")]
    header(builder, top + 1, LEFT, titles + [""] * (last - answer - 1))
    rows = range(top + 2, top + 2 + len(questions))
    for number, (row, question) in enumerate(zip(rows, questions, strict=True), 1):
        builder.put(row, LEFT, Cell(number, style="muted", align="center"))
        _question(builder, context, row, question, columns)
        builder.heights[row] = HEIGHT


def _question(builder: SheetBuilder, context: Context, row: int, question: str, columns: Columns) -> None:
    answer, last, side = columns
    name, knocks_out = f"pg_question_{question}", question in context.template.knock_out
    builder.put(row, LEFT + 1, Cell(context.label("question", question), style="line"))
    for column in range(LEFT + 2, answer):
        builder.put(row, column, Cell(style="band"))
    given = builder.put(row, answer, context.input(name, "input_big"), name)
    builder.put(row, answer + 1, Cell(_weight(context, knocks_out=knocks_out), style="row"))
    for column in range(answer + 2, last + 1):
        builder.put(row, column, Cell(style="row"))
    named = f"pg_calc_answer_{question}" if knocks_out else ""
    code = working(builder, row, side, formulas.decode(given, "answer"), named)
    working(builder, row, side + 1, f"=IF({code}=pg_code_answer_yes,1,0)", f"pg_calc_yes_{question}")
    if knocks_out:
        working(builder, row, side + 2, f"=IF({code}=pg_code_answer_no,1,0)", f"pg_calc_no_{question}")


def _weight(context: Context, *, knocks_out: bool) -> str:
    """Return what an answer no does."""
    if knocks_out:
        return context.text("knock_out", decision=context.label("decision", "conditional"))
    return context.text("no_knock_out")
