"""What the plan alone tells of a mutant: that what a range has more or less makes no difference."""

from __future__ import annotations

import re

from pocgate_xl.spreadsheetml.address import Position, area_of
from pocgate_xl.workbook.layout.plan import Area
from tests.engines.mutants import Mutant
from tests.engines.places import Node, Places, nodes_of

PASSED_OVER = {"SUM", "COUNT", "COUNTA", "MAX", "COUNTIF", "SUMIF"}
"""Functions that pass over empty cells; COUNTIF and SUMIF where they look for numbers."""
_TEXT = r'"[^"]*"|pg_text_\w+|ADDRESS\(ROW\([A-Z]+\d+\),COLUMN\([A-Z]+\d+\)\)'


def around(mutant: Mutant) -> tuple[str, int]:
    """Return the function that the change stands in, and in which of its arguments."""
    before = mutant.marked.partition("«")[0]
    depth, argument = 0, 0
    for match in reversed(list(re.finditer(r"([A-Z]*)\(|[),]", before))):
        if match[0] == ")":
            depth += 1
        elif match[0] == "," and not depth:
            argument += 1
        elif match[0].endswith("("):
            if not depth:
                return match[1], argument
            depth -= 1
    return "", 0


def sums_nothing_more(mutant: Mutant, places: Places) -> bool:
    """Say whether empty cells, or texts, are added to what is summed, counted or compared."""
    if not mutant.added or mutant.removed:
        return False
    empty = all(map(places.is_empty, mutant.added))
    function = around(mutant)[0]
    if function in PASSED_OVER:
        return empty or all(is_text(places, node) for node in mutant.added)
    compared = r"EXACT\([A-Z]+\d+,«pg_list_\w+_choice |»<>\"\""
    return empty and re.search(compared, mutant.marked) is not None


def is_text(places: Places, node: Node) -> bool:
    """Say whether a cell is empty or holds a text, whatever was typed."""
    cell = places.sheets[node[0]].cells.get(node[1])
    if cell is None or cell.field:
        return cell is None
    if not cell.formula:
        return cell.value is None or isinstance(cell.value, str)
    return _is_text(places, node[0], cell.formula[1:])


def _is_text(places: Places, sheet: str, formula: str) -> bool:
    if len(_parts(formula, "&")) > 1 or re.fullmatch(_TEXT, formula):
        return True
    if formula.startswith("IF("):
        return all(_is_text(places, sheet, branch) for branch in _parts(formula[3:-1], ",")[1:])
    corners = area_of(formula.replace("$", "")) if re.fullmatch(r"\$?[A-Z]+\$?\d+", formula) else None
    return corners is not None and is_text(places, (sheet, corners[0]))


def _parts(formula: str, separator: str) -> list[str]:
    """Return what stands between separators outside of all parentheses and texts."""
    found, depth, quoted = [""], 0, False
    for letter in formula:
        quoted ^= letter == '"'
        depth += (letter == "(") - (letter == ")") if not quoted else 0
        if letter == separator and not depth and not quoted:
            found.append("")
        else:
            found[-1] += letter
    return found


def matches_nothing_more_or_less(mutant: Mutant, places: Places) -> bool:
    """Say whether an exact match is looked for in empty cells more or less."""
    changed = mutant.added | mutant.removed
    exact = around(mutant) == ("MATCH", 1) and re.search(r"»,0\)", mutant.marked) is not None
    return exact and bool(changed) and not _is_wider(mutant) and all(map(places.is_empty, changed))


def counts_zeros_more_or_less(mutant: Mutant, places: Places) -> bool:
    """Say whether a sum has zeros more or less, or a sum of products that stays as long as its factor."""
    changed, (function, _) = mutant.added | mutant.removed, around(mutant)
    zeros = all(places.is_empty(node) or literal(places, node) == 0 for node in changed)
    if not changed or not zeros:
        return False
    product = "»*" in mutant.marked and mutant.added and (_is_wider(mutant) or len(_before(mutant)) == 1)
    return function == "SUM" or (function == "SUMPRODUCT" and bool(product))


def _before(mutant: Mutant) -> list[Node]:
    """Return the cells of a range on the mutant's own sheet as it was."""
    corners = _corners(mutant, 0)
    return nodes_of(Area(mutant.node[0], *corners)) if corners else []


def _corners(mutant: Mutant, which: int) -> tuple[Position, Position] | None:
    """Return the corners of a range before (0) or after (1) the change; None for a name."""
    sides = re.findall(r"«(.*) → (.*)»", mutant.marked)[0]
    return area_of(sides[which].rpartition("!")[2].replace("$", ""))


def literal(places: Places, node: Node) -> object:
    cell = places.sheets[node[0]].cells.get(node[1])
    return cell.value if cell and not cell.formula and not cell.field else None


def counts_the_same(mutant: Mutant, places: Places) -> bool:
    """Say whether rows are counted of a range as high, or columns of one as wide, or either of one cell."""
    if mutant.kind == "function":
        changed = r"«(ROWS → COLUMNS|COLUMNS → ROWS)»\(([A-Z]+\d+):\2\)"
        return re.search(changed, mutant.marked.replace("$", "")) is not None
    if mutant.kind != "range" or around(mutant)[0] not in ("ROWS", "COLUMNS"):
        return False
    axis = 0 if around(mutant)[0] == "ROWS" else 1
    before, after = _corners(mutant, 0), _corners(mutant, 1)
    return before is not None and after is not None and before[1][axis] == after[1][axis]


def beyond_what_is_matched(mutant: Mutant, places: Places) -> bool:
    """Say whether INDEX takes from rows more or less that are no place in what is matched."""
    if mutant.kind != "range" or around(mutant) != ("INDEX", 0) or _is_wider(mutant):
        return False
    return bool(mutant.added) or _no_match_in_last(mutant, places)


def takes_another_place(mutant: Mutant, places: Places) -> bool:
    """Say whether INDEX takes a place that is known beforehand, and the range still has it."""
    if mutant.kind != "range" or around(mutant) != ("INDEX", 0) or not mutant.removed or mutant.added:
        return False
    taken = re.match(r"\)?,(?:ROWS\(([A-Z]+\d+:[A-Z]+\d+)\)|([A-Z]+\d+))\)", _rest(mutant))
    if not taken:
        return False
    corners = area_of(taken[1] or taken[2])
    assert corners
    (top, _), (bottom, column) = corners
    place = bottom - top + 1 if taken[1] else literal(places, (mutant.node[0], (bottom, column)))
    last = max(row for _, (row, _) in mutant.removed)
    first = _first_row(mutant, places)
    return isinstance(place, int) and first is not None and first + place - 1 < last


def _rest(mutant: Mutant) -> str:
    return mutant.marked.partition("»")[2].replace("$", "")


def _first_row(mutant: Mutant, places: Places) -> int | None:
    """Return the first row of the range as it is now."""
    corners = _corners(mutant, 1)
    return corners[0][0] if corners else None


def _is_wider(mutant: Mutant) -> bool:
    """Say whether a range has another last column; one that has a name has not."""
    before, after = _corners(mutant, 0), _corners(mutant, 1)
    return before is not None and after is not None and before[1][1] != after[1][1]


def _no_match_in_last(mutant: Mutant, places: Places) -> bool:
    """Say whether the last cell is empty of the range in which a match is looked for."""
    rest = mutant.marked.partition("»")[2].replace("$", "")
    matched = re.search(r"MATCH\(.*,[A-Z]+\d+:([A-Z]+\d+),0\)", rest)
    corners = area_of(matched[1]) if matched else None
    return corners is not None and places.is_empty((mutant.node[0], corners[0]))


def never_blank(mutant: Mutant, places: Places) -> bool:
    """Say whether the cell compared with an empty text always holds a number."""
    compared = re.search(r"([A-Z]+\d+)=«", mutant.marked)
    corners = area_of(compared[1]) if compared else None
    return corners is not None and '""' not in _followed(places, (mutant.node[0], corners[0]))


def _followed(places: Places, node: Node) -> str:
    """Return a cell's formula, or that of the cell which it repeats."""
    formula = places.formula(node)
    corners = area_of(formula[1:]) if re.fullmatch(r"=[A-Z]+\d+", formula) else None
    return _followed(places, (node[0], corners[0])) if corners else formula


def never_overlaps(mutant: Mutant, places: Places) -> bool:
    """Say whether the code whose label is shown comes from a formula that knows no overlap."""
    code = re.search(r"MATCH\((\w+),", mutant.original)
    assert code
    corners = area_of(code[1])
    node = (mutant.node[0], corners[0]) if corners else places.named(code[1])
    return "pg_code_standing_overlaps" not in places.formula(node)
