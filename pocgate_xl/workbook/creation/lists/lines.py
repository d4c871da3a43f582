"""The rows of separated values: cells of each, or why a row cannot be told from its neighbours."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from typing import NamedTuple

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab"}
"""What separates values, and what it is called."""
HEAD = 30
"""Rows at the top of a table among which its header may stand."""
_SEPARATOR_LINE = "sep="
"""Begins a first line with which a file tells Excel its separator."""
QUOTE = '"'


class SeparatedRow(NamedTuple):
    """The cells of one row, or what is wrong with its quotes."""

    number: int
    cells: Sequence[str]
    problem: str = ""


def separator_of(text: str) -> str:
    """Return the separator that most lines at the top have; a title has none, a remark may have some."""
    if tells_separator(text):
        named = text[len(_SEPARATOR_LINE) :][:1]
        if named and named in DELIMITERS:
            return named
    head = text.split("\n", HEAD)[:HEAD]
    counts = {delimiter: [line.count(delimiter) for line in head] for delimiter in DELIMITERS}
    return max(DELIMITERS, key=lambda delimiter: (sum(map(bool, counts[delimiter])), max(counts[delimiter])))


def tells_separator(text: str) -> bool:
    """Say whether the first line is for Excel alone."""
    return text[: len(_SEPARATOR_LINE)].lower() == _SEPARATOR_LINE


def lines_of_values(text: str, delimiter: str) -> Iterator[SeparatedRow]:
    """Yield the rows of a text; behind a quote that has no partner nothing can be told any more."""
    lines = list(io.StringIO(text, newline=""))
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    for number in range(1, len(lines) + 1):
        begun = reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error as error:
            spoilt, places = lines[begun : reader.line_num], (begun + 1, reader.line_num)
            if not any(QUOTE in line for line in spoilt):  # a value longer than any cell
                raise
            closed = sum(line.count(QUOTE) for line in spoilt) % 2 == 0 and "limit" not in str(error)
            yield SeparatedRow(number, (), _torn(*places) if closed else _unclosed(begun + 1))
            if closed:
                continue
            return
        if cells is None:
            return
        yield SeparatedRow(number, [cell.strip() for cell in cells])


def _unclosed(first: int) -> str:
    return (
        f'a quote (") is opened in line {first} and not closed; nothing is read from there on. '
        'Close it, or write it twice ("") where it belongs to a text'
    )


def _torn(first: int, last: int) -> str:
    where = f"line {first}" if first == last else f"the lines {first} to {last}"
    return f'in {where} a text goes on behind its closing quote ("); write quotes within a text twice ("")'
