"""What assessors agreed on in the workbook of their meeting, as what it wants of one workbook."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ...core.assessment import ReadableAssessment
from ...core.catalog import Catalog
from ...errors import PocgateError
from ...opc.safe_text import visible
from ...workbook.creation.lists.tables import Table
from ...workbook.submission.grammar.folding import folded_label
from ..actions.answered import ListEdit
from ..actions.columns import engagement_key
from ..actions.keys import KEY_ENGAGEMENT, KEY_FIELD
from ..actions.listed import stood
from ..actions.merge import BundleOf, Merge, merged
from ..answered_tables import answered_rows

NOTE = "actions.agreed_note"


def agreed_titles(catalogs: Iterable[Catalog]) -> frozenset[str]:
    """Return what heads the column of what is agreed on, and the keys, folded, in every language."""
    return frozenset(map(folded_label, (KEY_ENGAGEMENT, KEY_FIELD, *_titles(catalogs))))


def _titles(catalogs: Iterable[Catalog]) -> list[str]:
    return [each.text("assessors.agreed") for each in catalogs]


def agreed_merge(
    tables: Iterable[Table], catalogs: Iterable[Catalog], found: ReadableAssessment, bundle_of: BundleOf
) -> Merge:
    """Hold what was agreed on against a workbook; PocgateError where that is another engagement's."""
    titles = _titles(catalogs)
    answers = found.answers or {}
    edits: list[ListEdit] = []
    for row in answered_rows(tables, KEY_ENGAGEMENT, KEY_FIELD):
        field, text = row.text(KEY_FIELD), row.text(*titles)
        if text:
            then = stood(answers.get(field))
            edits.append(
                ListEdit(row.number, row.text(KEY_ENGAGEMENT), field, "answer", row.cell(*titles), text, then)
            )
    _check_engagement(edits, found)
    merge = merged(edits, [found], bundle_of)
    return replace(merge, copies=tuple(replace(copy, note=NOTE) for copy in merge.copies))


def _check_engagement(edits: Iterable[ListEdit], found: ReadableAssessment) -> None:
    own = engagement_key(found)
    others = sorted({edit.engagement for edit in edits} - {own})
    if others:
        raise PocgateError(
            f"The meeting was about {', '.join(map(visible, others))}, the workbook is {visible(own)}'s.",
            "Give the workbook of the same engagement.",
        )
