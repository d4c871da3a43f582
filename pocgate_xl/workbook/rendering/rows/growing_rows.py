"""Rows that grow with what is written into them, and how high they are where a file is made.

Excel measures a row anew, when it opens a file and while somebody types, unless `customHeight` says that a
person chose its height (ECMA-376 part 1, 18.3.1.73); the height that stands in the file is then only what
was measured last. LibreOffice measures while one types and otherwise believes the file. So rows with
inputs carry the height that their texts need and no `customHeight`; a strut, an empty cell in large type,
keeps each as high as it was planned.
"""

from __future__ import annotations

from collections.abc import Mapping

from ....spreadsheetml.address import Position
from ....spreadsheetml.editing.cell_writer import NewValue
from ...layout.plan import SheetPlan
from ...layout.styles.text_metrics import Lettering, height_of

POINTS_OF_ROW = 1.29
"""Height of an automatic row by the size of its largest type."""


def strut_size(height: float) -> float:
    """Return the size of type that keeps an automatic row so high."""
    return round(2 * height / POINTS_OF_ROW) / 2


def needed_heights(plan: SheetPlan, cells: Mapping[Position, NewValue], language: str) -> dict[int, float]:
    """Return how high rows must be at least for the texts that go into their inputs."""
    heights: dict[int, float] = {}
    growing = plan.growing  # worked out from all cells each time
    for (row, column), new in cells.items():
        planned = plan.cells.get((row, column))
        if row in growing and planned and planned.field and isinstance(new.value, str):
            needed = height_of(new.value, plan.widths.get(column), Lettering(language))
            heights[row] = max(heights.get(row, 0), needed)
    return heights
