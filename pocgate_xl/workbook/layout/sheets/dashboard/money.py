"""Money in one unit, chosen by the largest amount and said once; the roadmap beside it, as bars."""

from __future__ import annotations

from .....spreadsheetml.address import a1
from ...plan import Area, Chart, ChartTone
from .grid import AIR, HEADING, LINE, Paper, sentence

SUMS = ("initial", "run_rate", "first_year", "three_year")
LARGEST = ("initial", "run_rate", "three_year")
BENEFIT, BENEFIT_KNOWN = "benefit", "pg_calc_month_gain"
NOTHING = '"–"'
SIDES = ("low", "high")
SHORTEST = "pg_calc_largest/pg_calc_unit/pg_list_hundred"
"""Of a bar whose ends are the same, so that it is seen."""
Titles = tuple[tuple[str, ChartTone], ...]
"""Ids of the titles of series, each with its tone."""


def plan_amounts(paper: Paper, top: int) -> None:
    """Write the unit, and each range in it, right of the page.

    The first year is never more than all, nor is a share of the initial investment that is kept back.
    """
    column = paper.side + 30
    amounts = {key: [f"pg_out_budget_{key}_{side}" for side in SIDES] for key in SUMS}
    amounts["contingency"] = [f"pg_out_budget_contingency_{side}" for side in SIDES]
    amounts[BENEFIT] = [f"pg_calc_benefit_{side}" for side in SIDES]
    kept = ("contingency",) if paper.context.template.costs.contingency == "amount" else ()
    highest = ",".join(amounts[key][1] for key in (*LARGEST, *kept))
    earned = f'IF({BENEFIT_KNOWN}="",0,{amounts[BENEFIT][1]})'
    paper.step(top, column, f"=MAX({highest},{earned})", "pg_calc_largest")
    least = "pg_calc_largest>=pg_list_hundred*pg_list_{}"
    unit = f"IF({least.format('million')},pg_list_million,IF({least.format('thousand')},pg_list_thousand,1))"
    paper.step(top + 1, column, f"={unit}", "pg_calc_unit")
    word = "INDEX(pg_list_money_word_label,MATCH(pg_calc_currency,pg_list_money_word_code,0))"
    currency = paper.step(top + 2, column, f"={word}")
    words = (
        f"=IF(pg_calc_unit=pg_list_million,{sentence('million', currency)},"
        f"IF(pg_calc_unit=pg_list_thousand,{sentence('thousand', currency)},{currency}))"
    )
    paper.step(top + 3, column, words, "pg_calc_unit_words")
    for row, (key, ends) in enumerate(amounts.items(), top):
        _written(paper, row, column + 1, key, ends)


def _written(paper: Paper, row: int, column: int, key: str, ends: list[str]) -> None:
    """Write both ends in the unit, as texts, and the range; both are known or neither is."""
    texts = []
    for place, (side, amount) in enumerate(zip(SIDES, ends, strict=True)):
        known = BENEFIT_KNOWN if key == BENEFIT else amount
        exact = f"ROUND({amount},pg_list_money_digits)/pg_calc_unit"
        scaled = f'=IF({known}="","",ROUND({exact},0))'
        number = paper.step(row, column + place, scaled, f"pg_calc_scaled_{key}_{side}")
        texts.append(paper.step(row, column + 2 + place, f'=IF({number}="","",{_grouped(number)})'))
    low, high = texts
    both = f"IF({low}={high},{low},{low}&pg_text_range&{high})"
    paper.step(row, column + 4, f'=IF({low}="",{NOTHING},{both})', f"pg_calc_written_{key}")


def _grouped(number: str) -> str:
    """Return a whole number as a text, thousands set apart."""
    whole = f"INT({number}/pg_list_thousand)"
    rest = f"pg_text_thousands_mark&RIGHT({number},pg_list_group)"
    return f'IF({number}<pg_list_thousand,{number}&"",{whole}&{rest})'


def decimal(paper: Paper, row: int, column: int, value: str) -> str:
    """Return a number as a text with one decimal, whatever the country; "" where it is not known."""
    exact = f"ROUND({value},pg_list_compared_digits)*pg_list_ten"
    tenths = paper.step(row, column, f'=IF({value}="","",ROUND({exact},0))')
    whole = f"INT({tenths}/pg_list_ten)"
    return f'IF({tenths}="","",{whole}&pg_text_decimal_mark&({tenths}-pg_list_ten*{whole}))'


def month(day: str) -> str:
    """Return the year and month of a day as a text, the same in every country."""
    return f"YEAR({day})&pg_text_date_mark&RIGHT(pg_list_hundred+MONTH({day}),pg_list_pair)"


def plan_money(paper: Paper, top: int) -> int:
    """Write ranges and phases, each with its bar; return the next row."""
    text, phases = paper.context.text, paper.context.template.phases
    paper.text(top, paper.label, text("money"), "heading")
    keys = [*SUMS, BENEFIT]
    for row, key in enumerate(keys, top + 1):
        label = text("tile_benefit") if key == BENEFIT else text(f"sum_{key}")
        paper.text(row, paper.label, label, "fit")
        paper.show(row, paper.note, f"=pg_calc_written_{key}", f"amount {key}", "amount", "right")
    _money_bars(paper, top + 1, keys)
    note = top + 1 + len(keys)
    kept = f'IF(N(pg_calc_scaled_contingency_high)=0,"",{sentence("on_top", "pg_calc_written_contingency")})'
    paper.show(note, paper.label, f"=pg_text_envelope&{kept}", "envelope", "small")
    end = note + 1
    if phases:
        paper.text(top, paper.right, paper.context.label("sheet", "roadmap"), "heading")
        _phases(paper, top + 1)
        end = max(end, top + 1 + len(phases))
    paper.heights({top: HEADING} | dict.fromkeys(range(top + 1, end), LINE) | {end: AIR})
    return end + 1


def _money_bars(paper: Paper, top: int, keys: list[str]) -> None:
    """Draw each range from its low to its high; the benefit in the colour of what is good."""
    first = paper.side + 38
    for row, key in enumerate(keys, top):
        low, high = (f"N(pg_calc_scaled_{key}_{side})" for side in SIDES)
        paper.word(row, first, f"text.{'tile_benefit' if key == BENEFIT else f'sum_{key}'}")
        paper.show(row, first + 1, f"={low}", f"bar_low {key}", "working")
        length = f"=IF({high}=0,0,MAX({high}-{low},{SHORTEST}))"
        spent, earned = (length, "=0")[:: -1 if key == BENEFIT else 1]
        paper.show(row, first + 2, spent, f"bar_spent {key}", "working")
        paper.show(row, first + 3, earned, f"bar_earned {key}", "working")
    titles: Titles = (("low", "hidden"), ("cost_range", "accent"), ("tile_benefit", "good"))
    _chart(paper, "money", (top, paper.segment), (top + len(keys) - 1, paper.gap), first, titles)


def _phases(paper: Paper, top: int) -> None:
    """Name each phase with its first month, and draw it after the one before."""
    first, phases = paper.side + 43, paper.context.template.phases
    for place, phase in enumerate(phases):
        row, start, end = top + place, f"pg_out_phase_start_{phase.id}", f"pg_out_phase_end_{phase.id}"
        label = paper.word(row, first, f"phase.{phase.id}")
        named = f'={label}&IF({start}="",""," · "&{month(start)})'
        paper.show(row, paper.right, named, f"phase_begins {phase.id}")
        before = f"={a1((row - 1, first + 1))}+{a1((row - 1, first + 2))}" if place else "=0"
        paper.show(row, first + 1, before, f"phase_after {phase.id}", "working")
        nth = f"ROWS({a1((top, first))}:{a1((row, first))})".replace(a1((top, first)), _fixed(top, first), 1)
        months = f'=IF({end}="",0,INDEX(pg_calc_phase_months,{nth}))'
        paper.show(row, first + 2, months, f"phase_lasts {phase.id}", "working")
    titles: Titles = (("start", "hidden"), ("months", "accent"))
    _chart(paper, "roadmap", (top, paper.last), (top + len(phases) - 1, paper.last), first, titles)


def _fixed(row: int, column: int) -> str:
    return Area("", (row, column), (row, column)).ref


def _chart(
    paper: Paper, key: str, first: tuple[int, int], last: tuple[int, int], column: int,
    titles: Titles,
) -> None:  # fmt: skip
    """Lay bars over cells; labels and series stand right of the page, from a column on."""
    text, id_ = paper.context.text, paper.builder.id

    def numbers(offset: int) -> Area:
        return Area(id_, (first[0], column + offset), (last[0], column + offset))

    series = tuple((text(title), numbers(place), tone) for place, (title, tone) in enumerate(titles, 1))
    chart = Chart("range", text(f"chart_{key}"), text(f"alt_{key}"), a1(first), 0, 0, numbers(0), series,
                  end=a1(last))  # fmt: skip
    paper.builder.charts.append(chart)
