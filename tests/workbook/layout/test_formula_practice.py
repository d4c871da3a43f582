"""What the workbook's own formulas may be made of, so that every Excel since 2013 computes them alike."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from openpyxl.formula import Tokenizer
from openpyxl.formula.tokenizer import Token

from pocgate_xl.opc.package import Package
from pocgate_xl.spreadsheetml.address import a1
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.creation.blank import blank_workbook, made_blank, plan_of
from pocgate_xl.workbook.rendering.data_validation import validations
from tests.workbook.generated import LANGUAGES, STATES, workbook

FUNCTIONS = {
    *(
        "ABS",
        "ADDRESS",
        "AND",
        "AVERAGE",
        "COLUMN",
        "COLUMNS",
        "COUNT",
        "COUNTA",
        "COUNTIF",
        "COUNTIFS",
        "DAY",
        "EDATE",
    ),
    *(
        "EXACT",
        "HYPERLINK",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISERROR",
        "ISNUMBER",
        "MATCH",
        "MAX",
        "MIN",
        "MONTH",
        "N",
    ),
    *(
        "OR",
        "REPT",
        "RIGHT",
        "LEFT",
        "LEN",
        "ROUND",
        "ROW",
        "ROWS",
        "SQRT",
        "SUBSTITUTE",
        "SUM",
        "SUMPRODUCT",
        "TRIM",
        "CLEAN",
        "YEAR",
    ),
}
"""All in Excel 2013, none volatile, none that speaks the language of the computer."""

NUMBERS = {"0", "1"}
PLACEHOLDER = re.compile(r'"\{[a-z]+\}"')
"""What a value takes the place of in a text of the template."""
PUNCTUATION = re.compile(r"[ –·/.,:<>=]*")
LONGEST = 400
"""Characters; the longest states the order of the decisions and can be read from left to right."""

NAME = re.compile(r"pg_[a-z0-9_]+")
CELL = re.compile(r"\$?[A-Z]{1,3}\$?[1-9][0-9]*")


def formulas(bundle: Bundle, language: str) -> Iterator[tuple[str, str]]:
    """Yield place and text of every formula: of cells, conditional formats and validations."""
    plan = plan_of(bundle, language)
    for sheet, position, formula in plan.formula_cells():
        yield f"{sheet.id}!{a1(position)}", formula
    for sheet in plan.sheets:
        for highlight in sheet.highlights:
            yield f"{sheet.id}: format of {highlight.area}", f"={highlight.formula}"
        for rule in validations(sheet):
            if rule.type == "list":
                yield f"{sheet.id}: list of {rule.cells[0]}", f"={rule.formula1}"


def tokens(bundle: Bundle, language: str, type_: str, subtype: str) -> Iterator[tuple[str, Token]]:
    for place, formula in formulas(bundle, language):
        for token in Tokenizer(formula).items:
            if token.type == type_ and token.subtype == subtype:
                yield place, token


def operands(bundle: Bundle, language: str, kind: str) -> Iterator[tuple[str, str]]:
    yield from ((place, token.value) for place, token in tokens(bundle, language, Token.OPERAND, kind))


@pytest.mark.parametrize("language", LANGUAGES)
def test_functions_are_those_of_every_excel_since_2013(bundle: Bundle, language: str) -> None:
    used = {token.value.rstrip("(") for _, token in tokens(bundle, language, Token.FUNC, Token.OPEN)}
    assert used <= FUNCTIONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_of_the_template_stand_in_cells(bundle: Bundle, language: str) -> None:
    found = [pair for pair in operands(bundle, language, Token.NUMBER) if pair[1] not in NUMBERS]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_in_formulas_are_punctuation_only(bundle: Bundle, language: str) -> None:
    found = [
        pair
        for pair in operands(bundle, language, Token.TEXT)
        if not PUNCTUATION.fullmatch(pair[1].strip('"')) and not PLACEHOLDER.fullmatch(pair[1])
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_other_sheets_are_spoken_of_by_name(bundle: Bundle, language: str) -> None:
    names = plan_of(bundle, language).names
    for place, operand in operands(bundle, language, Token.RANGE):
        known = operand in names or all(CELL.fullmatch(cell) for cell in operand.split(":"))
        assert known, f"{place}: {operand}"


def test_every_word_for_formulas_is_used_by_one(bundle: Bundle) -> None:
    spoken = {name for _, formula in formulas(bundle, "en") for name in NAME.findall(formula)}
    assert {name for name in plan_of(bundle, "en").names if name.startswith("pg_text_")} - spoken == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_formulas_are_short_enough_to_be_read(bundle: Bundle, language: str) -> None:
    long = {place: len(formula) for place, formula in formulas(bundle, language) if len(formula) > LONGEST}
    assert long == {}


def test_formulas_are_the_same_in_every_language(bundle: Bundle) -> None:
    first, *others = (list(formulas(bundle, language)) for language in LANGUAGES)
    assert all(other == first for other in others)


FORMULA_CELL = re.compile(rb"<c\b[^>]*>\s*<f\b[^>]*>.*?</c>|<c\b[^>]*>\s*<f\b[^>]*/>.*?</c>", re.DOTALL)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_formula_carries_its_value(bundle: Bundle, language: str, state: str) -> None:
    """Protected View, phones and data tools show what is stored; an empty text is a value too."""
    package = Package.from_bytes(workbook(bundle, language, state))
    cells = [
        cell
        for part in package.names
        if part.startswith("xl/worksheets/sheet")
        for cell in FORMULA_CELL.findall(package.read(part))
    ]
    assert len(cells) == len(list(plan_of(bundle, language).formula_cells()))
    assert [cell for cell in cells if b"<v" not in cell] == []
    assert [cell for cell in cells if b't="e"' in cell] == []
    assert [cell for cell in cells if b"<v></v>" in cell and b't="str"' not in cell] == []


def test_no_formula_fills_several_cells(bundle: Bundle) -> None:
    package = Package.from_bytes(blank_workbook(bundle, "en"))
    sheets = [package.read(part) for part in package.names if part.startswith("xl/worksheets/sheet")]
    assert not any(re.search(rb"<f\s[^>]*\b(t|ref|si)=", sheet) for sheet in sheets)


def test_the_same_template_gives_the_same_bytes(bundle: Bundle) -> None:
    first = made_blank(bundle, "en")
    assert made_blank(bundle, "en") == first == blank_workbook(bundle, "en")


def test_another_process_gives_the_same_bytes(bundle: Bundle) -> None:
    """Its sets are in another order."""
    code = (
        "import sys, pathlib, hashlib\n"
        "from pocgate_xl.templates.loader import load_bundle\n"
        "from pocgate_xl.workbook.creation.blank import made_blank\n"
        "made = made_blank(load_bundle(pathlib.Path(sys.argv[1])), 'ja')\n"
        "sys.stdout.write(hashlib.sha256(made).hexdigest())"
    )
    digest = subprocess.run(
        [sys.executable, "-c", code, str(bundle.folder)],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "1"},
    ).stdout  # fmt: skip
    assert digest == hashed(blank_workbook(bundle, "ja"))


def hashed(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
