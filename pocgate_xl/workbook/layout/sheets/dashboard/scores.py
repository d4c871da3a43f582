"""Ratings as segments with what they rest on; causes as chips with their exposure."""

from __future__ import annotations

from .....spreadsheetml.address import a1, absolute
from ... import formulas
from ...plan import Cell, Highlight, Style
from .grid import AIR, HEADING, LINE, Paper, shortened

NOTE_LINE, WIDE_NOTE_LINE = 21.0, 22.0
"""Points of a row whose note may take two lines, and of one of wide letters."""

NOTE: tuple[Style, str] = ("reason", "note")
NOTE_OF_ONE_LINE: tuple[Style, str] = ("reason_line", "note_line")
"""How notes are written, and for how many letters there is room."""


def plan_scores(paper: Paper, top: int) -> int:
    """Write the scorecard on the left, the causes on the right; return the next row."""
    template = paper.context.template
    paper.text(top, paper.label, paper.context.label("sheet", "scorecard"), "heading")
    for column, level in enumerate(template.scale.ratings, paper.segment):
        paper.builder.put(top, column, Cell(level, style="small", align="center"))
    rows = range(top + 1, top + 1 + len(template.criteria))
    few = len(template.criteria) <= len(SIX)
    for row, id_ in zip(rows, template.criterion_ids, strict=True):
        _rating(paper, row, id_, top)
        _note(paper, row, id_, few=few)
    _tones(paper, rows)
    end = rows[-1] + 1
    if template.causes:
        paper.text(top, paper.right, paper.context.label("sheet", "causes"), "heading")
        for row, cause in enumerate(template.causes, top + 1):
            _cause(paper, row, cause.id)
        _levels(paper, top + 1)
        end = max(end, top + 1 + len(template.causes))
    two_lines = WIDE_NOTE_LINE if paper.wide else NOTE_LINE
    line = two_lines if few else LINE
    paper.heights({top: HEADING} | dict.fromkeys(range(top + 1, end), line) | {end: AIR})
    return end + 1


SIX = range(6)
"""So many criteria leave room for notes of two lines."""


def _rating(paper: Paper, row: int, id_: str, head: int) -> None:
    """Write a criterion's row; right of the page stands whether its rating is good or below its floor."""
    rating, side = f"pg_calc_rating_{id_}", paper.side
    paper.text(row, paper.label, paper.context.label("criterion", id_), "fit")
    for column in range(paper.segment, paper.rating):
        level = f"{a1((head, column)).rstrip('0123456789')}${head}"
        formula = f'=IF({rating}="",0,IF({rating}>={level},1,0))'
        shows = f"segment {id_} {paper.context.template.scale.ratings[column - paper.segment]}"
        paper.show(row, column, formula, shows, "gantt")
    paper.show(row, paper.rating, f"={rating}", f"rating {id_}", "strong", "center")
    enough = f'=IF({rating}="",0,IF({rating}*pg_list_criteria>=MAX(pg_list_band_minimum),1,0))'
    paper.step(row, side + 3, enough, shows=f"rating_enough {id_}")
    nth = f"ROWS({absolute((head + 1, side + 4))}:{a1((row, side + 4))})"
    below = f"=IF({rating}<INDEX(pg_list_floors,{nth}),1,0)"
    paper.step(row, side + 4, below, f"pg_calc_below_{id_}", f"rating_below {id_}")


def _note(paper: Paper, row: int, id_: str, *, few: bool) -> None:
    """Write what a rating rests on, in two lines where there is room for them."""
    note, style, place = f"pg_note_{id_}", *(NOTE if few else NOTE_OF_ONE_LINE)
    whole = f'=IFERROR(IF({formulas.blank(note)},"",{shortened(note, place)}),"")'
    paper.show(row, paper.note, whole, f"rating_note {id_}", style)


def _tones(paper: Paper, rows: range) -> None:
    """Colour segments by how the rating stands: enough on average, below its floor, between."""
    first = a1((rows[0], paper.segment))
    good, bad = (f"${a1((rows[0], paper.side + offset))}" for offset in (3, 4))
    number = a1((rows[0], paper.rating))
    segments = paper.area((rows[0], paper.segment), (rows[-1], paper.rating - 1))
    numbers = paper.area((rows[0], paper.rating), (rows[-1], paper.rating))
    paper.builder.highlights += [
        Highlight(segments, f"AND({first}=1,{bad}=1)", "bar_bad"),
        Highlight(segments, f"AND({first}=1,{good}=1,{bad}=0)", "bar_good"),
        Highlight(segments, f"AND({first}=1,{good}=0,{bad}=0)", "bar_attention"),
        Highlight(numbers, f"{bad}=1", "ink_bad"),
        Highlight(numbers, f"AND({good}=1,{bad}=0)", "ink_good"),
        Highlight(numbers, f'AND({number}<>"",{good}=0,{bad}=0)', "ink_attention"),
    ]


def _cause(paper: Paper, row: int, id_: str) -> None:
    """Write a cause's level with its exposure in percent, a dash while it is not known, and its name."""
    exposure, level = f"pg_out_cause_{id_}_exposure", f"pg_out_cause_{id_}"
    label = formulas.label_of(level, "level").removeprefix("=")
    percent = f"ROUND(ROUND({exposure},pg_list_compared_digits)*pg_list_hundred,0)"
    known = f'IF({exposure}="","",pg_text_dot&{percent}&pg_text_percent_mark)'
    formula = f'=IF({level}=pg_code_level_unknown,"–",{label}&{known})'
    paper.show(row, paper.right, formula, f"chip {id_}", "chip", "center")
    paper.text(row, paper.middle, paper.context.label("cause", id_), "step")
    paper.step(row, paper.side + 5, f"={level}", shows=f"cause_level {id_}")


def _levels(paper: Paper, top: int) -> None:
    last = top + len(paper.context.template.causes) - 1
    area = paper.area((top, paper.right), (last, paper.right))
    code = f"${a1((top, paper.side + 5))}"
    tones = (("bad", "high"), ("attention", "medium"), ("good", "low"))
    paper.builder.highlights += [
        Highlight(area, f"{code}=pg_code_level_{level}", tone)  # type: ignore[arg-type]
        for tone, level in tones
    ]
