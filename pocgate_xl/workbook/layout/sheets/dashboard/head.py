"""Top of the decision paper: whose it is, what is decided and why, five figures at a glance."""

from __future__ import annotations

from collections.abc import Mapping

from .....spreadsheetml.address import a1
from ... import formulas
from ...plan import Cell, Highlight, Tone
from ..framing.signatures import plan_seals
from ..scorecard.decision_formula import (
    DECISION,
    decision_formula,
    decision_steps,
    decision_tones,
    requires_evidence,
)
from ..scorecard.must_meets import plan_reasons
from .grid import AIR, LINE, Paper, sentence, shortened
from .money import decimal, month

RATED = "COUNT(pg_calc_ratings)"
ANSWERED = 'SUMPRODUCT((pg_calc_status_codes<>"")*1)'
NOTHING = '"–"'
WHOSE = ("organization", "sponsor", "assessor")
BANNER_HEIGHT, TILE_HEIGHT = 28.0, 23.0


def plan_head(paper: Paper, top: int) -> int:
    """Write what paper it is, the PoC's name and whose it is; return the next row."""
    title = paper.context.catalog.text("template.title")
    paper.text(top, paper.label, paper.context.text("paper", title=title), "paper_strip")
    poc = "pg_engagement_poc_name"
    named = f"IF({formulas.blank(poc)},pg_text_unnamed_poc,{shortened(poc, 'paper_name')})"
    named = f"=IFERROR({named},pg_text_unnamed_poc)"
    paper.show(top + 1, paper.label, named, "poc_name", "paper_name")
    _meta(paper, top)
    said = {key: paper.step(row, paper.side, f"={_said(key)}") for row, key in enumerate(WHOSE, top + 1)}
    for row, keys in enumerate((WHOSE[:1], WHOSE[1:]), top + 2):
        line = "&pg_text_dot&".join(said[key] for key in keys)
        paper.show(row, paper.label, f"={line}", f"paper_whose {' '.join(keys)}", "paper_whose")
    unit = sentence("amounts_in", "pg_calc_unit_words")
    paper.show(top + 2, paper.rating - 1, f"={unit}", "unit_line", "paper_whose", "right")
    paper.fill(top + 4, "paper_rule")
    paper.heights({top: 15, top + 4: AIR})
    plan_seals(paper, top)
    return top + 5


def _said(key: str) -> str:
    """Return who it is, and as what."""
    if key == WHOSE[0]:
        return _entered(key, "owner")
    return f"pg_text_{key}_is&{_entered(key, 'person')}"


def _entered(key: str, place: str = "") -> str:
    """Return what was entered and can be taken, as much of it as there is room for, else a dash."""
    text = f"pg_engagement_{key}"
    shown = shortened(text, place) if place else f'{text}&""'
    return f"IFERROR(IF({formulas.blank(text)},{NOTHING},{shown}),{NOTHING})"


def _meta(paper: Paper, top: int) -> None:
    """Write id, revision and day, across from the paper's title."""
    revision = f'IF(pg_calc_revision="",{NOTHING},pg_calc_revision)'
    day = (
        f'IF(pg_calc_assessment_date="",{NOTHING},{month("pg_calc_assessment_date")}&pg_text_date_mark&'
        f"RIGHT(pg_list_hundred+DAY(pg_calc_assessment_date),pg_list_pair))"
    )
    steps = (sentence("revision_is", revision), sentence("assessed_on", day))
    cells = [paper.step(top, paper.side + place, f"={each}") for place, each in enumerate(steps)]
    formula = f"={_entered('id')}&pg_text_dot&{cells[0]}&pg_text_dot&{cells[1]}"
    paper.show(top, paper.gap, formula, "paper_meta", "beside", "right")


def plan_banner(paper: Paper, top: int) -> int:
    """Write the decision large, beside it and below why; return the next row."""
    template = paper.context.template
    code = Cell(formula=decision_formula(template), style="code")
    paper.builder.put(top, paper.side, code, DECISION)
    paper.show(top, paper.label, formulas.label_of(DECISION, "decision"), "decision", "decision")
    paper.text(top + 1, paper.label, paper.context.text("verdict_is"), "why")
    verdict = formulas.label_of("pg_out_verdict", "verdict")
    paper.show(top + 1, paper.note, verdict, "verdict", "why")
    _workings(paper, top + 1)
    paper.show(top, paper.last, _points(paper, top), "why_points", "why_right", "right")
    paper.show(top + 1, paper.last, _items(paper), "why_items", "why_right", "right")
    reasons = plan_reasons(paper, top)
    for row, (formula, shows) in enumerate(reasons, top + 2):
        paper.show(row, paper.label, formula, shows, "why")
    end = top + 2 + len(reasons)
    for row in range(top, end):
        paper.fill(row, "decision" if row == top else "why")
    paper.heights({top: BANNER_HEIGHT} | dict.fromkeys(range(top + 1, end), LINE) | {end: AIR})
    area = paper.area((top, paper.label), (end - 1, paper.last))
    paper.builder.highlights += decision_tones(area)
    return end + 1


def _workings(paper: Paper, top: int) -> None:
    band = "INDEX(pg_list_band_decision,MATCH(pg_out_total,pg_list_band_minimum,1))"
    steps = (
        ("pg_calc_band_decision", f"={band}"),
        ("pg_calc_concerns", "=SUMPRODUCT((pg_calc_ratings<pg_list_floors)*1)"),
        ("pg_calc_open", "=SUM(pg_calc_open_items)"),
        *decision_steps(paper.context.template),
    )
    for row, (name, formula) in enumerate(steps, top):
        paper.step(row, paper.side, formula, name)


def _points(paper: Paper, row: int) -> str:
    """Return the sentence on the total: how far it is from the next verdict, or what is still possible."""
    most = paper.step(row, paper.side + 1, "=pg_list_criteria*pg_list_highest", "pg_calc_most_points")
    following = "IF(pg_out_total>=MAX(pg_list_band_minimum),0,1)"
    place = f"=MATCH(pg_out_total,pg_list_band_minimum,1)+{following}"
    at = paper.step(row + 1, paper.side + 1, place)
    short = paper.step(row + 2, paper.side + 1, f"=INDEX(pg_list_band_minimum,{at})-pg_out_total")
    label = formulas.label_of(f"INDEX(pg_list_band_code,{at})", "verdict")
    aim = paper.step(row + 3, paper.side + 1, label)
    possible = sentence("points_open", RATED, "pg_list_criteria", "pg_out_total_min", "pg_out_total_max")
    enough = sentence("points_enough", "pg_out_total", most, aim)
    lacking = sentence("points_short", "pg_out_total", most, short, aim)
    known = f"IF({short}>0,{lacking},{enough})"
    open_ = paper.step(row + 4, paper.side + 1, f"={possible}")
    reached = paper.step(row + 5, paper.side + 1, f"={known}")
    return f"=IF({RATED}=0,pg_text_not_rated_yet,IF({RATED}<pg_list_criteria,{open_},{reached}))"


def _items(paper: Paper) -> str:
    """Return the sentence on the checklist; nothing before anything is answered."""
    items = "pg_out_checklist_items"
    some = sentence("items_open", "pg_calc_open", items)
    counted = f"IF(pg_calc_open=0,{sentence('items_cleared', items)},{some})"
    if requires_evidence(paper.context.template):
        counted += f'&IF(pg_calc_bare=0,"",pg_text_dot&{sentence("items_bare", "pg_calc_bare")})'
    return f'=IF({ANSWERED}=0,"",{counted})'


def plan_tiles(paper: Paper, top: int) -> int:
    """Write five figures, each with its name above and what it is held against below; return the next row."""
    starts = (paper.label, paper.note, paper.segment, paper.right, paper.last)
    text = paper.context.text
    for column, (key, figure, note) in zip(starts, _figures(paper), strict=True):
        paper.text(top, column, text(f"tile_{key}"), "tile_label")
        paper.show(top + 1, column, figure, f"tile {key}", "tile_value")
        paper.show(top + 2, column, note, f"tile_note {key}", "tile_label")
    for row in range(top, top + 3):
        paper.fill(row, "tile")
    paper.heights({top: 14, top + 1: TILE_HEIGHT, top + 2: 14, top + 3: AIR})
    _inks(paper, top + 1, dict(zip(("score", "checklist", "initial", "benefit"), starts, strict=False)))
    return top + 4


def _inks(paper: Paper, row: int, columns: Mapping[str, int]) -> None:
    """Write a figure in the colour of how it stands, once it is known."""
    enough, short = (f"pg_out_total{test}MAX(pg_list_band_minimum)" for test in (">=", "<"))
    rated, known = f"{RATED}=pg_list_criteria", 'pg_out_benefit_monthly_net<>""'
    inks: tuple[tuple[str, str, Tone], ...] = (
        ("score", f"AND({rated},{enough})", "ink_good"),
        ("score", f"AND({rated},{short})", "ink_attention"),
        ("checklist", "pg_calc_open=0", "ink_good"),
        ("checklist", f"AND(pg_calc_open>0,{ANSWERED}>0)", "ink_attention"),
        ("benefit", 'pg_out_payback_months<>""', "ink_good"),
        ("benefit", f'AND({known},pg_out_payback_months="")', "ink_bad"),
    )
    for key, formula, tone in inks:
        paper.builder.highlights.append(Highlight(a1((row, columns[key])), formula, tone))


def _figures(paper: Paper) -> list[tuple[str, str, str]]:
    """Return key, figure and note of each tile."""
    return [
        ("score", _score(), f"={sentence('tile_threshold', 'MAX(pg_list_band_minimum)')}"),
        ("checklist", '=pg_out_checklist_done&" / "&pg_out_checklist_items', _overdue()),
        ("initial", "=pg_calc_written_initial", _ratio(paper)),
        ("benefit", "=pg_calc_written_benefit", _payback(paper)),
        ("launch", f'=IF(pg_calc_start_date="",{NOTHING},{month("pg_calc_start_date")})', _full(paper)),
    ]


def _score() -> str:
    ends = "pg_out_total_min&pg_text_range&pg_out_total_max"
    span = f'IF(pg_out_total_min=pg_out_total_max,pg_out_total&"",{ends})'
    return f'=IF({RATED}=0,{NOTHING},{span})&" / "&pg_calc_most_points'


def _overdue() -> str:
    unknown = f'OR({ANSWERED}=0,pg_calc_assessment_date="")'
    late = f"IF(pg_calc_overdue=0,pg_text_none_overdue,{sentence('some_overdue', 'pg_calc_overdue')})"
    return f'=IF({unknown},"",{late})'


def _ratio(paper: Paper) -> str:
    """Return how many times the PoC's cost that is, beside the rule of thumb."""
    row, column = paper.builder.names[DECISION].first[0], paper.side + 2
    ends = [
        paper.step(
            row + place, column, f"={decimal(paper, row + place, column + 1, f'pg_out_rule_of_thumb_{end}')}"
        )
        for place, end in enumerate(("low", "high"))
    ]
    guide = paper.context.template.costs.guide
    guide_cell = Cell(f"{guide.low}–{guide.high}", style="working", shows="guide_range")
    known = paper.builder.put(row + 2, column, guide_cell)
    both = f"IF({ends[0]}={ends[1]},{ends[0]},{ends[0]}&pg_text_range&{ends[1]})"
    return f'=IF(pg_out_rule_of_thumb="","",{sentence("times_poc", both, known)})'


def _payback(paper: Paper) -> str:
    """Return when the benefit has paid for it; that it never does is known where a month's net is."""
    row, column = paper.builder.names[DECISION].first[0] + 3, paper.side + 2
    months = paper.step(row, column, f"={decimal(paper, row, column + 1, 'pg_out_payback_months')}")
    dated = f'IF(pg_out_break_even="","",pg_text_comma&{month("pg_out_break_even")})'
    never = f'IF(pg_out_benefit_monthly_net="","",{sentence("no_payback", "pg_list_longest_months")})'
    return f'=IF({months}="",{never},{sentence("pays_back", months)}&{dated})'


def _full(paper: Paper) -> str:
    """Return the month in which the last phase ends."""
    phases = paper.context.template.phases
    if not phases:
        return '=""'
    end = f"pg_out_phase_end_{phases[-1].id}"
    return f'=IF({end}="","",{sentence("in_full", month(end))})'
