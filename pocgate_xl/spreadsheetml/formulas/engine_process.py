"""The process in which formulas are computed: run as a script, it knows nothing of this package.

ironcalc prints what it does not understand, panics, and ends the process on formulas that nest too
deep; here that stops nobody else. A request comes as JSON through stdin, the values go as JSON to the
stdout that the process was started with.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ironcalc import Model

Request = dict[str, Any]
"""`sheets` are titles, `names` triples of name, sheet or None, and reference; `cells` lists of sheet, row,
column, kind and value, formulas with their `=`."""

Answer = list[list[Any]]
"""Of each formula its sheet, row, column, whether it shows an error, and its value."""

LOCALE, TIMEZONE = "en", "UTC"


def compute(request: Request) -> Answer:
    """Return the values of all formulas; what the engine cannot take is left out."""
    import ironcalc

    model = ironcalc.create("workbook", LOCALE, TIMEZONE, LOCALE)
    first, *others = request["sheets"]
    model.rename_sheet(0, first)
    for title in others:
        model.add_sheet(title)
    for name, sheet, reference in request["names"]:
        with contextlib.suppress(ValueError, ironcalc.WorkbookError):
            model.new_defined_name(name, sheet, reference)
    formulas = [cell[:3] for cell in request["cells"] if _put(model, *cell) and cell[3] == "formula"]
    model.evaluate()
    return [[*place, *_value(model, *place)] for place in formulas]


def _put(model: Model, sheet: int, row: int, column: int, kind: str, value: Any) -> bool:
    """Write one cell; False when the engine refuses it."""
    import ironcalc

    put: dict[str, Any] = {
        "formula": model.update_cell_with_formula, "number": model.update_cell_with_number,
        "text": model.update_cell_with_text, "bool": model.update_cell_with_bool,
        "error": model.set_user_input,
    }  # fmt: skip
    try:
        put[kind](sheet, row, column, value)
    except (ValueError, ironcalc.WorkbookError):
        return False
    return True


def _value(model: Model, sheet: int, row: int, column: int) -> tuple[bool, Any]:
    from ironcalc import CellType

    failed = model.get_cell_type(sheet, row, column) == CellType.ErrorValue
    return failed, model.get_cell_value(sheet, row, column)


def main() -> None:
    """Answer the request on stdin; whatever else is printed goes nowhere."""
    answer, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    sys.path.insert(0, sys.argv[1])
    computed = compute(json.load(sys.stdin.buffer))
    with os.fdopen(answer, "w", encoding="ascii") as stream:
        json.dump(computed, stream)


if __name__ == "__main__":
    main()
