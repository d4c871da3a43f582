"""Small mistakes in formulas, one at a time: what the tests must notice."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from pocgate_xl.spreadsheetml.address import area_of, column_letters
from pocgate_xl.workbook.layout.plan import Area
from tests.engines.places import Node, Places, nodes_of

_TOKEN = re.compile(
    r"(?P<foreign>'[^']+'![$A-Z\d:]+)"
    r'|(?P<text>"(?:[^"]|"")*")|(?P<name>pg_\w+)|(?P<function>[A-Z]+(?=\())|(?P<truth>TRUE|FALSE)'
    r"|(?P<range>\$?[A-Z]{1,3}\$?\d+:\$?[A-Z]{1,3}\$?\d+)|(?P<cell>\$?[A-Z]{1,3}\$?\d+)"
    r"|(?P<number>\d+(?:\.\d+)?)|(?P<operator><=|>=|<>|[-+*/&=<>])|(?P<other>[(),])"
)
_CELL = re.compile(r"(\$?)([A-Z]{1,3})(\$?)(\d+)")
OPERATORS = {
    "+": "-", "-": "+", "*": "/", "/": "*", "&": "+", "=": ("<>",), "<>": ("=",),
    "<": ("<=", ">"), "<=": ("<", ">="), ">": (">=", "<"), ">=": (">", "<="),
}  # fmt: skip
FUNCTIONS = {
    "MIN": "MAX", "MAX": "MIN", "SUM": "COUNT", "COUNT": "COUNTA", "COUNTA": "COUNT", "AND": "OR",
    "OR": "AND", "ROWS": "COLUMNS", "COLUMNS": "ROWS", "EDATE": "EOMONTH", "EOMONTH": "EDATE",
    "AVERAGE": "MAX", "ISERROR": "ISNUMBER", "INT": "ABS", "COUNTIF": "SUMIF",
}  # fmt: skip
OPPOSITES = (("low", "high"), ("lowest", "highest"), ("minimum", "maximum"), ("high", "medium"))


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str


@dataclass(frozen=True)
class Mutant:
    """A formula with one mistake; `marked` shows it as «old → new» in its place.

    `formula` tells more than that where a link leads elsewhere.
    """

    node: Node
    original: str
    formula: str
    kind: str
    marked: str
    used: frozenset[Node]
    """The cells that it or the original refers to."""
    added: frozenset[Node]
    """Those of them that a changed range has more than before."""
    removed: frozenset[Node]
    """Those that it has no more."""


def tokens_of(formula: str) -> list[Token]:
    found = [Token(str(match.lastgroup), match[0]) for match in _TOKEN.finditer(formula)]
    if "".join(token.text for token in found) != formula:
        raise ValueError(f"not understood: {formula}")
    return found


def _with(tokens: list[Token], place: int, text: str) -> str:
    return "=" + "".join(token.text if k != place else text for k, token in enumerate(tokens))


def _told_by_its_link(original: str, formula: str) -> str:
    """Return a formula that is an error where its link leads elsewhere: nobody sees where a link leads."""
    target, other = _target(original), _target(formula)
    if target == other:
        return formula
    return formula.replace(f"HYPERLINK({other},", f"HYPERLINK(IF({other}={target},{other},NA()),")


def _target(formula: str) -> str:
    """Return the first argument of HYPERLINK as it stands in a formula; "" where there is no link."""
    depth, found = 0, ""
    for token in tokens_of(formula.partition("HYPERLINK(")[2]):
        depth += (token.text == "(") - (token.text == ")")
        if token.text == "," and not depth:
            break
        found += token.text
    return found


class Mutagen:
    """Make the mutants of a plan's formulas."""

    def __init__(self, places: Places) -> None:
        self.places, self.names = places, places.names
        self.titles = {sheet.id: sheet.title for sheet in places.plan.sheets}
        self.ids = {title: id_ for id_, title in self.titles.items()}
        self.changes: Mapping[str, Callable[[Node, str], Iterator[tuple[str, str]]]] = {
            "operator": self._operator, "name": self._name, "function": self._function,
            "range": self._range, "cell": self._cell, "number": self._number, "text": self._text,
            "truth": lambda node, text: iter([("constant", "FALSE" if text == "TRUE" else "TRUE")]),
        }  # fmt: skip

    def mutants(self, node: Node) -> Iterator[Mutant]:
        original = self.places.formula(node)
        tokens = tokens_of(original[1:])
        before, seen = self.references(node[0], original), {original}
        for place, token in enumerate(tokens):
            for kind, text in self.changes.get(token.kind, lambda *_: iter(()))(node, token.text):
                formula = _with(tokens, place, text)
                if formula not in seen:
                    seen.add(formula)
                    marked = _with(tokens, place, f"«{token.text} → {text}»")
                    used = before | self.references(node[0], formula)
                    cells = self._cells(node, token, token.text), self._cells(node, token, text)
                    added, removed = cells[1] - cells[0], cells[0] - cells[1]
                    tried = _told_by_its_link(original, formula)
                    yield Mutant(node, original, tried, kind, marked, used, added, removed)

    def _cells(self, node: Node, token: Token, text: str) -> frozenset[Node]:
        return self.references(node[0], f"={text}") if token.kind in ("name", "range") else frozenset()

    def references(self, sheet: str, formula: str) -> frozenset[Node]:
        """Return every cell that a formula refers to."""
        found: set[Node] = set()
        for token in tokens_of(formula[1:]):
            if token.kind == "name":
                found.update(nodes_of(self.names[token.text]))
            elif token.kind in ("cell", "range", "foreign"):
                title, _, cells = token.text.rpartition("!")
                corners = area_of(cells.replace("$", ""))
                assert corners
                found.update(nodes_of(Area(self.ids[title.strip("'")] if title else sheet, *corners)))
        return frozenset(found)

    def _operator(self, node: Node, text: str) -> Iterator[tuple[str, str]]:
        return (("operator", other) for other in OPERATORS[text])

    def _function(self, node: Node, text: str) -> Iterator[tuple[str, str]]:
        if text in FUNCTIONS:
            yield "function", FUNCTIONS[text]

    def _number(self, node: Node, text: str) -> Iterator[tuple[str, str]]:
        yield "constant", str(int(text) + 1)
        if text == "1":
            yield "constant", "0"

    def _text(self, node: Node, text: str) -> Iterator[tuple[str, str]]:
        yield "constant", '"x"' if text == '""' else '""'

    def _cell(self, node: Node, text: str) -> Iterator[tuple[str, str]]:
        yield "reference", _moved(text, 1, 0)
        yield "reference", _moved(text, 0, 1)

    def _range(self, node: Node, text: str) -> Iterator[tuple[str, str]]:
        first, last = text.split(":")
        for rows, columns in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            end = _moved(last, rows, columns)
            if end and _order(first) <= _order(end) and _row(first) <= _row(end):
                yield "range", f"{first}:{end}"

    def _name(self, node: Node, text: str) -> Iterator[tuple[str, str]]:
        for one, other in OPPOSITES:
            for old, new in ((one, other), (other, one)):
                opposite = re.sub(rf"_{old}(?=_|$)", f"_{new}", text)
                if opposite != text and opposite in self.names:
                    yield "low or high", opposite
        area = self.names[text]
        family = [n for n in self.sorted_names if n.split("_")[1] == text.split("_")[1]]
        place = family.index(text)
        yield from (("reference", name) for name in (*family[place + 1 : place + 2], *family[:place][-1:]))
        if area.first != area.last:
            yield from self._resized(node, area)

    def _resized(self, node: Node, area: Area) -> Iterator[tuple[str, str]]:
        for rows in (1, -1):
            last = (area.last[0] + rows, area.last[1])
            sheet = "" if area.sheet == node[0] else f"'{self.titles[area.sheet]}'!"
            if last[0] >= area.first[0]:
                yield "range", sheet + Area(area.sheet, area.first, last).ref

    @cached_property
    def sorted_names(self) -> list[str]:
        return sorted(self.names)


def _moved(text: str, rows: int, columns: int) -> str:
    match = _CELL.fullmatch(text)
    assert match
    row, column = int(match[4]) + rows, _column(match[2]) + columns
    return f"{match[1]}{column_letters(column)}{match[3]}{row}" if row and column else ""


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _row(text: str) -> int:
    return int(re.sub(r"\D", "", text))


def _order(text: str) -> int:
    match = _CELL.fullmatch(text)
    assert match
    return _column(match[2])
