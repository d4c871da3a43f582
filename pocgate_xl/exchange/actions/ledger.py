"""What came of a list of actions, for reading: what was written where, then every conflict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...core.catalog import Catalog
from ...core.fields import Field
from ...opc.safe_text import visible
from ...records import dataclass
from ...reports.layout import shown
from ...reports.parts import Screen
from ...rules.field_labels import field_label
from .listed import stood
from .merge import Conflict, CopyPlan, Merge, Wish

LONGEST = 120
NOTHING = "–"


@dataclass(frozen=True, slots=True)
class WrittenCopy:
    """A copy that was written and reads as it was meant."""

    plan: CopyPlan
    file: str


def ledger_lines(
    merge: Merge,
    written: Sequence[WrittenCopy],
    conflicts: Sequence[Conflict],
    catalog: Catalog,
    screen: Screen,
) -> Iterator[str]:
    """Yield the lines, the count last."""
    for copy in written:
        plan = copy.plan
        head = [(visible(plan.engagement, LONGEST), "1"), (visible(copy.file, 4 * LONGEST), "")]
        said = catalog.text("actions.written", revision=plan.revision, count=len(plan.wishes))
        yield from shown([*head, (said, "32")], 2, screen)
        for wish in plan.wishes:
            yield from shown([(f"  {_change(wish, plan, catalog)}", "")], 4, screen)
    for conflict in sorted(conflicts, key=lambda each: (each.row, each.field)):
        yield from shown(list(_conflict(conflict, catalog)), 4, screen)
    applied = sum(len(copy.plan.wishes) for copy in written)
    yield from shown([(_summary(merge, applied, len(written), len(conflicts), catalog), "")], 2, screen)


def _summary(merge: Merge, applied: int, files: int, conflicts: int, catalog: Catalog) -> str:
    if not merge.edits:
        return catalog.text("actions.nothing")
    return catalog.text(
        "actions.summary", applied=applied, files=files, there=merge.there, conflicts=conflicts
    )  # fmt: skip


def _change(wish: Wish, plan: CopyPlan, catalog: Catalog) -> str:
    was = stood((plan.found.answers or {}).get(wish.field.name))
    now = stood(wish.value)
    own = plan.bundle.catalogs.get(catalog.language, catalog)
    name = visible(field_label(wish.field, own, plan.bundle.template), LONGEST)
    said = [_said(wish.field, each, own) for each in (was, now)]
    return catalog.text("compare.change", name=name, then=said[0], now=said[1])


def _said(field: Field, value: str, catalog: Catalog) -> str:
    label = catalog.label(field.vocabulary, value) if field.kind == "label" and value else value
    return visible(label, LONGEST) or NOTHING


def _conflict(conflict: Conflict, catalog: Catalog) -> Iterator[tuple[str, str]]:
    yield catalog.text("actions.conflict_row", row=conflict.row), "31"
    yield visible(conflict.engagement, LONGEST) or NOTHING, ""
    if conflict.field:
        yield visible(conflict.field, LONGEST), ""
    found, wanted = (visible(each, 2 * LONGEST) or NOTHING for each in (conflict.found, conflict.wanted))
    yield catalog.text(f"actions.conflict.{conflict.reason}", found=found, wanted=wanted), ""
