"""What a sheet's own layout tells of a mutant: which evidence there is, what a list holds, who comes last."""

from __future__ import annotations

import re

from pocgate_xl.spreadsheetml.address import Position, area_of
from tests.engines.mutants import Mutant
from tests.engines.places import Node, Places, nodes_of
from tests.engines.plain_mutants import is_text, literal

ANSWERED_NO = "pg_calc_no_"
"""How the strength of evidence begins that a question answered no adds to: it outdoes all other."""


def _cell(text: str) -> Position:
    corners = area_of(text.replace("$", ""))
    assert corners
    return corners[0]


def _linked(sheet: str, column: str, places: Places) -> list[int]:
    """Return the rows of the evidence that speaks of the cause which a column is about."""
    _, number = _cell(f"{column}1")
    rows = sorted(row for row, at in places.sheets[sheet].cells if at == number)
    return [row for row in rows if literal(places, (sheet, (row, number))) == 1]


def _factor(text: str) -> str:
    """Return the last column that sums of products take as their factor in a part of a formula."""
    return re.findall(r"SUMPRODUCT\(«?\$([A-Z]+)\$", text)[-1]


def _strength(row: int, mutant: Mutant, places: Places) -> str:
    """Return the formula of how strong the evidence of a row is."""
    compared = re.search(r"([A-Z]+)\d+>0", mutant.original)
    column = compared[1] if compared else "M"
    return places.formula((mutant.node[0], _cell(f"{column}{row}")))


def comes_after_three(mutant: Mutant, places: Places) -> bool:
    """Say whether so many pieces of evidence are listed above that three come before what is not exposed.

    Three do where all that is exposed is counted first. Else there must be five, of which three are exposed
    or three are not.
    """
    linked = _linked(mutant.node[0], _factor(mutant.original), places)
    needed = 3 if re.search(r">M\d+\)\)\+", mutant.original) else 5
    return linked.index(mutant.node[1][0]) >= needed


def nothing_beside_evidence(mutant: Mutant, places: Places) -> bool:
    """Say whether cells more are empty wherever the factor beside them is 1."""
    linked = _linked(mutant.node[0], _factor(mutant.marked.partition("«")[0]), places)
    return bool(mutant.added) and all(places.is_empty(n) for n in mutant.added if n[1][0] in linked)


def is_never_outdone(mutant: Mutant, places: Places) -> bool:
    """Say whether it is no rating, so exposed in full or not at all, and no question is added to it."""
    more = {column for _, (_, column) in mutant.added}
    added = {row for sheet, (row, column) in mutant.added if literal(places, (sheet, (row, column))) == 1}
    asked = any(ANSWERED_NO in _strength(row, mutant, places) for row in added)
    return len(more) == 1 and not asked and "rating" not in _source(mutant.node[1][0], mutant, places)


def _source(row: int, mutant: Mutant, places: Places) -> str:
    """Return the formula of what the evidence of a row says."""
    return places.formula((mutant.node[0], _cell(f"D{row}")))


def _ranked(mutant: Mutant, places: Places) -> list[int]:
    """Return the rows that have a place in the column in which INDEX looks, or in the mutant's own."""
    looked = re.search(r"COLUMNS\(.*?\),«?\$([A-Z]+)\$", mutant.marked)
    column = _cell(f"{looked[1]}1")[1] if looked else mutant.node[1][1]
    sheet = places.sheets[mutant.node[0]]
    return sorted(row for (row, at), cell in sheet.cells.items() if at == column and _has_place(cell.formula))


def _has_place(formula: str) -> bool:
    return "SUMPRODUCT(" in formula


def _second_is_asked(mutant: Mutant, places: Places) -> bool:
    """Say whether there are two pieces of evidence of which a question answered no is the second."""
    rows = _ranked(mutant, places)
    asked = [ANSWERED_NO in _strength(row, mutant, places) for row in rows]
    return asked == [False, True]


def drops_what_comes_first(mutant: Mutant, places: Places) -> bool:
    """Say whether a second or third place is looked for, and the range lacks the first alone."""
    removed = {row for _, (row, _) in mutant.removed}
    wide = "COLUMNS($E" in mutant.original and _width(mutant.original) > 1
    return wide and _second_is_asked(mutant, places) and removed == {_ranked(mutant, places)[-1]}


def _width(formula: str) -> int:
    counted = re.search(r"COLUMNS\((\S+?):(\S+?)\)", formula)
    assert counted
    return _cell(counted[2])[1] - _cell(counted[1])[1] + 1


def third_of_two(mutant: Mutant, places: Places) -> bool:
    """Say whether a third place is looked for, or a later one, of two."""
    widths = _width(mutant.original), _width(mutant.formula)
    return min(widths) > len(_ranked(mutant, places)) == 2


def strongest_of_two(mutant: Mutant, places: Places) -> bool:
    return _second_is_asked(mutant, places) and mutant.node[1][0] == _ranked(mutant, places)[-1]


def _cause(mutant: Mutant) -> str:
    """Return the name of the level that a chip is about."""
    return re.findall(r"pg_out_cause_\w+", mutant.original)[0]


def evidence_is_five(mutant: Mutant, places: Places) -> bool:
    node = places.named(f"{_cause(mutant)}_exposure")
    return len(_linked(node[0], _factor(places.formula(node)), places)) == 5


def no_question_decides(mutant: Mutant, places: Places) -> bool:
    return ANSWERED_NO not in places.formula(places.named(_cause(mutant)))


def both_write_multiples(mutant: Mutant, places: Places) -> bool:
    cells = re.findall(r"«(\S+) → (\S+)»", mutant.marked)[0]
    formulas = [places.formula((mutant.node[0], _cell(text))) for text in cells]
    return all(formula.startswith("=IF(pg_out_rule_of_thumb") for formula in formulas)


def writes_a_multiple(mutant: Mutant, places: Places) -> bool:
    compared = re.findall(r"^=IF\(([A-Z]+\d+)=", mutant.original)[0]
    return places.formula((mutant.node[0], _cell(compared))).startswith("=IF(pg_out_rule_of_thumb")


def is_blank_where_the_other_is(mutant: Mutant, places: Places) -> bool:
    before, after = re.findall(r"«(\S+) → (\S+)»", mutant.marked)[0]
    return places.formula((mutant.node[0], _cell(before))).startswith(f'=IF({after}="","",')


def asks_for_no_less(mutant: Mutant, places: Places) -> bool:
    """Say whether the other cell, of those compared with what is filled in, changes no minimum."""
    before, after = re.findall(r"«(\S+) → (\S+)»", mutant.marked)[0]
    own, other = ((mutant.node[0], _cell(text)) for text in (before, after))
    asked, instead = literal(places, own), literal(places, other)
    if not isinstance(asked, int) or _rows_given(mutant, places) > asked:
        return False
    return instead >= asked if isinstance(instead, int) else is_text(places, other)


def _rows_given(mutant: Mutant, places: Places) -> int:
    """Return how many rows a count of given rows can reach; 0 for what is counted otherwise."""
    counted = re.search(r"MIN\(([A-Z]+\d+),", mutant.original)
    formula = places.formula((mutant.node[0], _cell(counted[1]))) if counted else ""
    if not re.fullmatch(r"=SUM\((pg_calc_given_\w+,?)+\)", formula):
        return 0
    return sum(len(nodes_of(places.names[name])) for name in re.findall(r"pg_calc_given_\w+", formula))


def asks_for_one(mutant: Mutant, places: Places) -> bool:
    asked = re.search(r">=([A-Z]+\d+),pg_text_filled|\*»([A-Z]+\d+)\)", mutant.marked)
    return asked is not None and literal(places, (mutant.node[0], _cell(asked[1] or asked[2]))) == 1


def stands_for_the_lowest(mutant: Mutant, places: Places) -> bool:
    """Say whether a segment of a bar stands for the lowest rating there is."""
    compared = re.search(r">=([A-Z]+\$\d+)", mutant.marked)
    ratings = [literal(places, node) for node in nodes_of(places.names["pg_list_rating"])]
    lowest = min(rating for rating in ratings if isinstance(rating, int))
    return compared is not None and literal(places, (mutant.node[0], _cell(compared[1]))) == lowest


def drops_only_empty_cells(mutant: Mutant, places: Places) -> bool:
    return bool(mutant.removed) and all(map(places.is_empty, mutant.removed))


def drops_its_own_rating(mutant: Mutant, places: Places) -> bool:
    own = re.findall(r"pg_calc_rating_\w+", mutant.original)[0]
    return mutant.removed == {places.named(own)} and not mutant.added


def adds_an_item_only(mutant: Mutant, places: Places) -> bool:
    """Say whether what is added counts only once everything is rated."""
    formulas = [places.formula(node) for node in mutant.added]
    return bool(formulas) and all(formula.startswith("=pg_calc_to_go*") for formula in formulas)


def adds_its_own_item(mutant: Mutant, places: Places) -> bool:
    """Say whether the step that is added is to clear the item of which the mutant's step wants evidence."""
    flag = _cell(re.findall(r"^=IF\(([A-Z]+\d+)=1", mutant.original)[0])
    sheet, column = mutant.node[0], flag[1]
    wanted = places.formula((sheet, flag)).replace("_bare_", "_open_")
    if wanted == places.formula((sheet, flag)):
        return False
    added = {places.formula((sheet, (row, column))) for _, (row, _) in mutant.added}
    return added == {wanted}


def is_the_last_sheet(mutant: Mutant, places: Places) -> bool:
    """Say whether no other sheet is asked after the mutant's."""
    (row, column) = mutant.node[1]
    return not places.formula((mutant.node[0], (row + 1, column)))


def is_the_last_step(mutant: Mutant, places: Places) -> bool:
    return mutant.node[1][0] == places.names["pg_calc_step_places"].last[0]


def stands_in_order(mutant: Mutant, places: Places) -> bool:
    """Say whether the list in which a code is looked for goes up from its first to its last."""
    name = re.findall(r"(pg_list_\w+),«0 → 1»", mutant.marked)[0]
    nodes: list[Node] = nodes_of(places.names[name])
    codes = [str(code) for code in (literal(places, node) for node in nodes) if code is not None]
    return codes == sorted(codes)
