from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.core.fields import blocks, input_fields
from pocgate_xl.core.template import Template
from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import a1, absolute, position_of
from pocgate_xl.spreadsheetml.reader import read_workbook
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.templates.text_checks import SHEETS as TITLED
from pocgate_xl.workbook.creation.prerendered import workbook_for
from pocgate_xl.workbook.layout.plan import Area, Cell, WorkbookPlan
from pocgate_xl.workbook.layout.sheet_builder import SheetBuilder
from pocgate_xl.workbook.layout.workbook import plan_workbook

ROWS, COLUMNS = st.integers(1, 1_048_576), st.integers(1, 16_384)


def planned(bundle: Bundle, template: Template | None = None, language: str = "en") -> WorkbookPlan:
    return plan_workbook(template or bundle.template, bundle.catalogs[language])


@pytest.mark.parametrize("language", ["en", "ja"])
def test_sheets_stand_in_order_under_their_titles(bundle: Bundle, language: str) -> None:
    plan = planned(bundle, language=language)
    assert [sheet.id for sheet in plan.sheets] == [*TITLED, "lists", "identity"]
    catalog = bundle.catalogs[language]
    assert [sheet.title for sheet in plan.sheets if not sheet.hidden] == [
        catalog.label("sheet", sheet) for sheet in TITLED
    ]


def test_the_plan_says_of_what_it_is(bundle: Bundle) -> None:
    plan = planned(bundle, language="ja")
    assert (plan.template, plan.version, plan.language) == (
        bundle.template.id, bundle.template.version, "ja",
    )  # fmt: skip


def test_names_lie_on_their_sheets(bundle: Bundle) -> None:
    plan = planned(bundle)
    for sheet in plan.sheets:
        for name, area in sheet.names.items():
            assert area.sheet == sheet.id, name
            assert area.first <= area.last, name
            assert plan.names[name] == area


def test_every_field_and_table_has_a_place(bundle: Bundle) -> None:
    names = planned(bundle).names
    assert {field.name for field in input_fields(bundle.template)} <= names.keys()
    for block in blocks(bundle.template):
        (top, left), (bottom, right) = names[block.name].first, names[block.name].last
        assert (bottom - top + 1, right - left + 1) == (block.rows, len(block.columns))


def test_ids_that_give_the_same_name_are_refused(bundle: Bundle) -> None:
    """Excel tells no small letters from capitals in names."""
    template = replace(bundle.template, questions=("same", "Same"), causes=())
    with pytest.raises(ValueError, match=r"the same defined names: .*pg_question_same"):
        planned(bundle, template)


def test_the_digest_tells_templates_layouts_and_languages_apart(bundle: Bundle) -> None:
    first = planned(bundle)
    fewer = replace(bundle.template, elements=bundle.template.elements[:-1])
    newer = replace(bundle.template, version="9.0.0")
    others = [planned(bundle, language="ja"), planned(bundle, fewer), planned(bundle, newer)]
    assert len({first.digest, *(plan.digest for plan in others)}) == 4
    assert planned(bundle).digest == first.digest


def test_formulas_are_told_with_their_places(bundle: Bundle) -> None:
    plan = planned(bundle)
    found = list(plan.formula_cells())
    assert len(found) == sum(1 for sheet in plan.sheets for cell in sheet.cells.values() if cell.formula)
    assert all(formula.startswith("=") for _, _, formula in found)


@pytest.mark.parametrize("part", ["questions", "elements", "components", "horizons", "causes", "strategies"])
def test_a_template_may_leave_a_part_out(bundle: Bundle, part: str) -> None:
    template = replace(bundle.template, **{part: ()})
    if part in ("questions", "strategies"):
        template = replace(template, causes=())
    if part == "questions":
        template = replace(template, knock_out=())
    _assert_whole(replace(bundle, template=template, digest=f"without {part}"))


def _assert_whole(bundle: Bundle) -> None:
    """Make a workbook: every field has its place in it, every formula a value."""
    names = planned(bundle, bundle.template).names
    assert {field.name for field in input_fields(bundle.template)} <= names.keys()
    ratings = {f"pg_rating_{id_}": bundle.template.scale.highest for id_ in bundle.template.criterion_ids}
    for values in ({}, ratings):
        made = read_workbook(Package.from_bytes(workbook_for(bundle, "en", values)))
        errors = [cell for sheet in made.sheets for cell in sheet.cells.values() if cell.kind == "error"]
        assert errors == []
        scores = made.sheet("Scorecard")
        assert scores
        assert scores.cells[names["pg_out_total"].first].value == sum(values.values())


def test_a_template_may_have_many_parts(bundle: Bundle) -> None:
    """As many as a template may have at most."""
    template = bundle.template
    criterion, group, cause, phase = (
        getattr(template, part)[0] for part in ("criteria", "groups", "causes", "phases")
    )
    many = replace(
        template,
        criteria=tuple(replace(criterion, id=f"criterion_{n}", anchors=()) for n in range(30)),
        groups=tuple(
            replace(group, id=f"group_{n}", items=tuple(replace(i, id=f"{i.id}_{n}") for i in group.items))
            for n in range(12)
        ),
        causes=tuple(
            replace(cause, id=f"cause_{n}", criteria=(f"criterion_{n}",), items=(), questions=())
            for n in range(12)
        ),
        phases=tuple(replace(phase, id=f"phase_{n}") for n in range(12)),
    )
    _assert_whole(replace(bundle, template=many, digest="many parts"))


def test_a_template_may_have_one_criterion(bundle: Bundle) -> None:
    template = replace(bundle.template, criteria=bundle.template.criteria[:1], causes=())
    _assert_whole(replace(bundle, template=template, digest="one criterion"))


@given(ROWS, COLUMNS)
def test_addresses_are_those_that_the_reader_reads(row: int, column: int) -> None:
    assert position_of(a1((row, column))) == (row, column)
    assert absolute((row, column)).replace("$", "") == a1((row, column))


def test_an_area_is_written_as_short_as_it_can_be() -> None:
    assert Area("s", (2, 28), (2, 28)).ref == "$AB$2"
    assert Area("s", (1, 1), (3, 703)).ref == "$A$1:$AAA$3"


def test_a_sheet_takes_each_cell_and_name_once() -> None:
    builder = SheetBuilder("s", "S")
    assert builder.put(2, 3, Cell(1), "pg_x") == "C2"
    assert builder.names == {"pg_x": Area("s", (2, 3), (2, 3))}
    with pytest.raises(ValueError, match="s!C2 is taken twice"):
        builder.put(2, 3, Cell(2))
    with pytest.raises(ValueError, match="pg_x is defined twice"):
        builder.name("pg_x", (1, 1))
