"""The process in which formulas are computed: run as a script, it knows nothing of this package.

ironcalc prints what it does not understand, panics, and ends the process on formulas that nest too
deep; here that stops nobody else. A request comes as JSON through stdin, the values go as JSON to the
stdout that the process was started with. With a second argument there may be several requests, each a line:
what one has in common with the one before is not put in again.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
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
    return _values(*_loaded(request))


def compute_each(requests: Iterable[Request]) -> Iterator[Answer]:
    """Return the values for each request: where names and formulas are those of the one before, sooner."""
    loaded, before = None, Request()
    for request in requests:
        if loaded is None or _frame(request) != _frame(before):
            loaded = _loaded(request)
        else:
            _change(loaded[0], before["cells"], request["cells"])
        yield _values(*loaded)
        before = request


def _frame(request: Request) -> list[Any]:
    return [request["sheets"], request["names"], [cell for cell in request["cells"] if cell[3] == "formula"]]


def _change(model: Model, before: list[Any], now: list[Any]) -> None:
    """Put in what is other than it was."""
    old, new = ({tuple(cell[:3]): cell[3:] for cell in cells} for cells in (before, now))
    for place in old.keys() - new.keys():
        model.clear_cell_contents(*place)
    for place, content in new.items():
        if old.get(place) != content:
            _put(model, *place, *content)


def _loaded(request: Request) -> tuple[Model, list[Any]]:
    """Return a model with all cells, and the places of the formulas that it takes."""
    import ironcalc

    model = ironcalc.create("workbook", LOCALE, TIMEZONE, LOCALE)
    first, *others = request["sheets"]
    model.rename_sheet(0, first)
    for title in others:
        model.add_sheet(title)
    for name, sheet, reference in request["names"]:
        with contextlib.suppress(ValueError, ironcalc.WorkbookError):
            model.new_defined_name(name, sheet, reference)
    return model, [cell[:3] for cell in request["cells"] if _put(model, *cell) and cell[3] == "formula"]


def _values(model: Model, formulas: list[Any]) -> Answer:
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
    with os.fdopen(answer, "w", encoding="ascii") as stream:
        if len(sys.argv) == 2:
            json.dump(compute(json.load(sys.stdin.buffer)), stream)
            return
        for computed in compute_each(map(json.loads, sys.stdin.buffer)):
            stream.write(json.dumps(computed) + "\n")
            stream.flush()


if __name__ == "__main__":
    main()
