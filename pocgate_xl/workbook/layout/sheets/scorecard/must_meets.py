"""Why a total does not decide alone: must-meets that fail, and causes that stand at high, by name."""

from __future__ import annotations

from collections.abc import Sequence

from ..dashboard.grid import Paper, sentence

NAMED = "pg_list_most_named"
Chain = tuple[str, str]
"""The cells with how many there are, and with their names."""


def plan_reasons(paper: Paper, top: int) -> list[tuple[str, str]]:
    """Write who is named right of the page; return formula and key of each sentence."""
    column = paper.side + 18
    template, reasons = paper.context.template, []
    floors = [(f"criterion.{id_}", f"=pg_calc_below_{id_}") for id_ in template.criterion_ids]
    questions = [
        (f"question.{id_}", f"=pg_calc_no_{id_}") for id_ in template.questions if id_ in template.knock_out
    ]
    musts = [*(floors if template.floors.enforce else ()), *questions]
    parts = []
    if musts:
        parts.append(_musts(_chain(paper, top, column, musts), blank=bool(questions)))
    if not template.floors.enforce:
        parts.append(_concerns(_chain(paper, top, column + 3, floors)))
    both = '&IF(OR({0}="",{1}=""),"",pg_text_dot)&'
    cells = [paper.step(top + place, column + 6, f"={part}") for place, part in enumerate(parts)]
    joined = both.format(*cells).join(cells) if cells[1:] else cells[0]
    reasons.append((f"={joined}", "why_musts"))
    if template.causes:
        high = [(f"cause.{cause.id}", _high(cause.id)) for cause in template.causes]
        reasons.append((_causes(paper, top, column + 7, high), "why_causes"))
    return reasons


def _high(cause: str) -> str:
    return f"=IF(pg_out_cause_{cause}=pg_code_level_high,1,0)"


def _chain(paper: Paper, top: int, column: int, found: Sequence[tuple[str, str]]) -> Chain:
    """Write 1 for each that is found, its name, and the names so far; return their number and all names."""
    before = ""
    for row, (id_, test) in enumerate(found, top):
        flag = paper.step(row, column, test)
        name = paper.word(row, column + 1, id_)
        comma = f'{before}&IF({before}="","",pg_text_separator)&{name}' if before else name
        nothing = before or '""'
        before = paper.step(row, column + 2, f"=IF({flag}=1,{comma},{nothing})")
    last = top + len(found) - 1
    count = paper.step(last + 1, column, f"=SUM({paper.area((top, column), (last, column))})")
    return count, before


def _named(chain: Chain, lead: str) -> str:
    count, names = chain
    return f"IF({count}>{NAMED},{sentence(f'{lead}_many', count)},pg_text_{lead}&{names})"


def _musts(chain: Chain, *, blank: bool) -> str:
    """Say which must-meets fail; that all are met is known once everything is answered."""
    met = 'IF(COUNT(pg_calc_ratings)=pg_list_criteria,pg_text_must_met,"")'
    if blank:
        unanswered = sentence("must_blank", "pg_calc_questions_blank")
        met = f'IF(COUNT(pg_calc_ratings)=0,"",IF(pg_calc_questions_blank>0,{unanswered},{met}))'
    return f"IF({chain[0]}>0,{_named(chain, 'must_unmet')},{met})"


def _concerns(chain: Chain) -> str:
    return f'IF({chain[0]}>0,{_named(chain, "concerned")},"")'


def _causes(paper: Paper, top: int, column: int, high: Sequence[tuple[str, str]]) -> str:
    """Say which causes stand at high; that none does is known once every exposure is."""
    chain = _chain(paper, top, column, high)
    levels = (f"(pg_out_cause_{id_.partition('.')[2]}=pg_code_level_unknown)" for id_, _ in high)
    unknown = paper.step(top, column + 3, f"=SUM({','.join(f'{level}*1' for level in levels)})")
    none = f'IF({unknown}=0,pg_text_causes_none,"")'
    return f"=IF({chain[0]}>0,{_named(chain, 'causes_high')},{none})"
