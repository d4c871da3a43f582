"""Whatever stands in any cell, a workbook is judged: nothing raises, and twice the same is said."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from pocgate_xl.core.assessment import assessment_to_json
from pocgate_xl.opc.safe_text import HIDDEN
from pocgate_xl.rules.findings import findings_of
from pocgate_xl.templates.loader import Bundle
from tests.workbook.fake_workbooks import draft_of, mangle

NUMBERS = st.sampled_from([0, -0.0, 1e-300, 5e-324, 1.7e308, -1e308, 0.1, 61, 2958465, 1e15, 4.0000001])
TEXTS = st.sampled_from(
    ["", " ", "x" * 32767, "{label}", "{0}", "%s", "=1+1", "\ud800", "\x00", "9" * 30, "R1.5.1"]
)
CELLS = st.one_of(
    NUMBERS, TEXTS, st.booleans(), st.text(max_size=8), st.floats(allow_nan=False, allow_infinity=False),
    st.builds(lambda v: {"formula": "=A1", "value": v}, NUMBERS | TEXTS), st.just({"formula": "=A1"}),
    st.just({"error": "#N/A"}), st.just({"invalid": "NaN"}),
)  # fmt: skip


@settings(max_examples=75)
@given(data=st.data(), language=st.sampled_from(["en", "ja"]), date1904=st.booleans())
def test_a_workbook_with_anything_in_its_cells_is_judged(
    bundle: Bundle, data: st.DataObject, language: str, date1904: bool
) -> None:
    draft = draft_of(bundle, language)
    draft.date1904 = date1904
    names = [name for name in draft.expected.names if not name.startswith("pg_identity_")]
    cells: dict[str, Any] = data.draw(st.dictionaries(st.sampled_from(names), CELLS, max_size=25))
    lost = data.draw(st.lists(st.sampled_from(names), max_size=3, unique=True))
    mangle(draft, {"cells": cells, "break_names": lost})
    case = draft.case()
    assert assessment_to_json(case.assessment)
    found = findings_of(case, bundle.catalogs[language])
    assert found == findings_of(draft.case(), bundle.catalogs[language])
    for finding in found:
        assert not any(map(HIDDEN.search, (finding.message, finding.found)))
