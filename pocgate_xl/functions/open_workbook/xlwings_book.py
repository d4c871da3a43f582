"""The scripts of hosts of the Office.js kind, on a workbook as xlwings hands it over."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import xlwings

from ...spreadsheetml.reader import RawWorkbook
from .output_block import BLOCKS, OutputBlock
from .typed import typed
from .workbook import NotOurs, facts_of, review


def run_script(name: str, book: Any) -> str:
    """Write the block of a script into an open workbook; return what was decided, in words."""
    block = block_of(name, facts_of_book(book))
    write_block(book, block)
    return " ".join(str(word) for word in block.rows[0] if word)


def block_of(name: str, facts: RawWorkbook) -> OutputBlock:
    """Return what a script writes; XlwingsError says why a workbook is none of ours."""
    try:
        return BLOCKS[name](review(facts))
    except NotOurs as problem:
        raise xlwings.XlwingsError(str(problem)) from None


def facts_of_book(book: Any) -> RawWorkbook:
    """Return values and names of an open workbook."""
    sheets = {sheet.name: values_of(sheet) for sheet in book.sheets}
    return facts_of(sheets, dict(_names(book)))


def values_of(sheet: Any) -> list[list[Any]]:
    """Return the values of a sheet from A1 on, errors as their texts."""
    last = sheet.used_range.last_cell
    values: list[list[Any]] = (
        sheet.range((1, 1), (last.row, last.column)).options(ndim=2, err_to_str=True).value
    )
    return values


def _names(book: Any) -> Iterator[tuple[str, str]]:
    """Yield names of the whole workbook; those of single sheets have an exclamation mark."""
    for name in book.names:
        reference = name.refers_to
        if "!" not in name.name and reference:
            yield name.name, reference


def write_block(book: Any, block: OutputBlock) -> None:
    """Write rows as text and numbers; nothing that a person typed becomes a formula."""
    for row, rows in block.pieces:
        values = [[typed(value) for value in each] for each in rows]
        book.sheets[block.sheet].range((row, block.column)).value = values
