from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.fields import Field, input_fields, vocabulary
from pocgate_xl.spreadsheetml.cells import RawCell
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.submission.interpret import READ_ALIKE, interpret, shown
from pocgate_xl.workbook.submission.reading_context import ReadingContext
from tests.core import strategies
from tests.workbook.fake_workbooks import raw

Reads = Callable[..., tuple[Any, list[str]]]

RATING, MONEY, MONTHS = "pg_rating_integration", "pg_poc_cost_development", "pg_engagement_poc_months"
STAFF, DUE = "pg_engagement_employees", "pg_due_security"
OWNER, STATUS = "pg_owner_security", "pg_status_security"


@pytest.fixture
def reads(bundle: Bundle) -> Reads:
    """Value and fault words of what stands in an input cell."""
    fields = {field.name: field for field in input_fields(bundle.template)}

    def read(name: str, value: Any, language: str = "en", **terms: Any) -> tuple[Any, list[str]]:
        found, faults = interpret(fields[name], raw(value), ReadingContext(bundle, language, **terms))
        return found, [fault.kind for fault in faults]

    return read


@pytest.mark.parametrize("name", [RATING, MONEY, MONTHS, STAFF, DUE, OWNER, STATUS])
def test_what_looks_empty_says_nothing(bundle: Bundle, name: str) -> None:
    field = next(field for field in input_fields(bundle.template) if field.name == name)
    for cell in (None, RawCell("blank", None, None, ""), raw(""), raw(" \u3000\u00a0\n")):
        assert interpret(field, cell, ReadingContext(bundle, "en")) == (None, ())


def test_a_letter_that_no_font_draws_is_no_answer_and_is_named(reads: Reads) -> None:
    assert reads(OWNER, "\u2800") == (None, ["hidden_characters"])


@pytest.mark.parametrize("value", [0, 6, 3.5, -1, 1e300, -0.0])
def test_ratings_outside_the_scale_are_invalid(reads: Reads, value: float) -> None:
    assert reads(RATING, value) == (None, ["invalid_rating"])


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        (RATING, 5.0, 5), (STAFF, 12, 12), (MONTHS, 1.5, Decimal("1.5")), (MONEY, 0, Decimal(0)),
        (MONEY, 0.1, Decimal("0.1")), (MONEY, 1e22, Decimal("1e22")), (DUE, 46113.75, date(2026, 4, 1)),
        (OWNER, "Sato", "Sato"), (OWNER, 7.0, "7"), (OWNER, 0.1, "0.1"), (OWNER, 1e300, "1e+300"),
        (OWNER, True, "TRUE"), (OWNER, "  Sato \r\n", "Sato"), (STATUS, "Done", "done"),
    ],
)  # fmt: skip
def test_values_are_exact_and_of_their_kind(reads: Reads, name: str, value: Any, read: Any) -> None:
    found, faults = reads(name, value)
    assert (found, type(found), faults) == (read, type(read), [])


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        (MONEY, -1, "negative_amount"), (STAFF, 1.5, "not_whole"), (STAFF, 0, "out_of_bounds"),
        (MONTHS, 0, "out_of_bounds"), (MONTHS, 121, "out_of_bounds"), (MONEY, "a lot", "text_for_number"),
        (RATING, "high", "text_for_number"), (DUE, "3/4/26", "unreadable_date"), (DUE, 60, "unreadable_date"),
        (RATING, True, "truth_value"), (DUE, True, "truth_value"), (STATUS, True, "unknown_label"),
        (STATUS, 1, "unknown_label"), (STATUS, "done.", "unknown_label"), (STATUS, "done", "label"),
        (MONEY, {"error": "#N/A"}, "error_value"), (OWNER, {"error": "#N/A"}, "error_value"),
        (MONEY, {"invalid": "NaN"}, "unreadable_value"), (MONEY, {"formula": "=1"}, "formula_without_value"),
    ],
)  # fmt: skip
def test_each_fault_has_its_word(reads: Reads, name: str, value: Any, fault: str) -> None:
    found, faults = reads(name, value)
    assert [word.startswith(fault) for word in faults] == [True]
    assert (found is None) == (fault != "label")


def test_a_text_that_is_a_number_is_read_and_said_so(reads: Reads) -> None:
    assert reads(RATING, "４") == (4, ["converted_number"])
    assert reads(STAFF, "1,234") == (1234, ["converted_number"])
    assert reads(RATING, "９") == (None, ["converted_number", "invalid_rating"])


def test_yen_signs_fit_amounts_in_yen_only(reads: Reads) -> None:
    assert reads(MONEY, "¥500", currency="JPY") == (Decimal(500), ["converted_number"])
    assert reads(MONEY, "¥500", currency="USD") == (None, ["text_for_number"])
    assert reads(RATING, "¥5", currency="JPY") == (None, ["text_for_number"])


def test_a_text_that_is_a_date_is_read_and_told(bundle: Bundle) -> None:
    field = next(field for field in input_fields(bundle.template) if field.name == DUE)
    value, (fault,) = interpret(field, raw("R8.4.1"), ReadingContext(bundle, "ja"))
    assert (value, fault.kind, fault.reading) == (date(2026, 4, 1), "converted_date", "2026-04-01")


def test_serials_follow_the_workbooks_date_system(reads: Reads) -> None:
    assert reads(DUE, 46113 - 1462, date1904=True) == (date(2026, 4, 1), [])


def test_labels_of_every_language_are_understood(bundle: Bundle) -> None:
    for field in input_fields(bundle.template):
        if field.kind != "label":
            continue
        for language, catalog in bundle.catalogs.items():
            for code in vocabulary(bundle.template, field.vocabulary):
                cell = raw(catalog.label(field.vocabulary, code))
                assert interpret(field, cell, ReadingContext(bundle, language)) == (code, ())
                for other in bundle.catalogs:
                    value, faults = interpret(field, cell, ReadingContext(bundle, other))
                    assert value == code
                    assert {fault.kind for fault in faults} <= {"label_of_another_language"}


@pytest.mark.parametrize("text", ["done", " Done ", "ＤＯＮＥ", "DONE", "Do\u200bne", "in  PROGRESS"])
def test_labels_spelled_otherwise_are_taken_with_a_warning(reads: Reads, text: str) -> None:
    found, faults = reads(STATUS, text)
    assert found in ("done", "in_progress")
    assert faults == ["label_spelled_differently"]


@pytest.mark.parametrize("text", ["in_progress", "D*", "Done!", "Do ne", "Not applicable"])
def test_codes_patterns_and_other_words_are_no_labels(reads: Reads, text: str) -> None:
    assert reads(STATUS, text) == (None, ["unknown_label"])


def test_a_formula_is_read_by_its_value(reads: Reads) -> None:
    assert reads(MONEY, {"formula": "=1+1", "value": 2}) == (Decimal(2), ["formula_in_input"])
    assert reads(MONEY, {"formula": "=A1", "value": ""}) == (None, ["formula_in_input"])
    divided = {"formula": "=1/0", "error": "#DIV/0!"}
    assert reads(MONEY, divided) == (None, ["error_value"])


@pytest.mark.parametrize("blank", [" ", "\u3000", "\u00a0", "\u200b", "\n", " \u00a0\n\u200b\u3000"])
def test_a_text_that_nobody_sees_is_no_answer(reads: Reads, blank: str) -> None:
    """The workbook's formulas pass over the same characters."""
    assert reads(OWNER, blank) == (None, [])


@pytest.mark.parametrize("blank", ["\u2003", "\u200d", "\u2060"])
def test_what_looks_empty_and_counts_in_formulas_is_named(reads: Reads, blank: str) -> None:
    assert reads(OWNER, blank) == (None, ["hidden_characters"])


def test_hidden_characters_are_left_out_of_texts(reads: Reads) -> None:
    assert reads(OWNER, "Sa\u202eto\x1b") == ("Sato", ["hidden_characters"])


FIELDS = input_fields(strategies.built_in())
CELLS = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False), st.booleans(), st.text(max_size=30),
    st.text("0123456789,.¥年月日令和/-", max_size=12), st.integers(-5, 3_000_000),
    st.builds(lambda text: {"error": text}, st.sampled_from(["#N/A", "#REF!"])),
    st.builds(lambda text: {"invalid": text}, st.text(max_size=5)),
    st.builds(lambda value: {"formula": "=A1", "value": value}, st.integers() | st.text(max_size=5)),
)  # fmt: skip


@given(st.sampled_from(FIELDS), CELLS, st.booleans())
def test_whatever_stands_in_a_cell_is_a_value_of_its_kind_or_a_fault(
    bundle: Bundle, field: Field, content: Any, date1904: bool
) -> None:
    cell = raw(content)
    value, faults = interpret(field, cell, ReadingContext(bundle, "en", date1904, "JPY"))
    kinds: dict[str, type] = {"rating": int, "whole": int, "money": Decimal, "number": Decimal}
    kinds |= {"date": date, "label": str, "text": str}
    if value is None:
        assert faults or not shown(cell).strip() or cell.kind in ("blank", "text")
        return
    assert type(value) is kinds[field.kind]
    if cell.kind == "number" and field.kind != "text":
        assert {fault.kind for fault in faults} <= READ_ALIKE
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        assert field.minimum is None or value >= field.minimum
        assert field.maximum is None or value <= field.maximum
