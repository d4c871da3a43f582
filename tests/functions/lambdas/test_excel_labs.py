"""The library as text for Excel Labs: a module whose formulas call each other without its name."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.functions.lambdas.excel_labs import MODULE, module_text
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.lambdas import formulas_of
from pocgate_xl.workbook.layout.lambdas.named_formula import stored_form

ENTRY = re.compile(r"/\*\* (?P<help>[^\n]*) \*/\n(?P<name>\w+) = (?P<formula>.*?);\n", re.DOTALL)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_module_names_every_formula_with_its_help_above(bundle: Bundle, language: str) -> None:
    found = ENTRY.findall(module_text(bundle, language))
    library = formulas_of(bundle, language)
    assert [(help_, name) for help_, name, _ in found] == [(each.help, each.noun) for each in library]


def test_its_names_are_those_of_a_workbook_once_the_module_has_its_name(bundle: Bundle) -> None:
    """Excel Labs puts the module's name before those that the module has itself."""
    names = {each.noun for each in formulas_of(bundle, "en")}
    for _, name, formula in ENTRY.findall(module_text(bundle, "en")):
        qualified = re.sub(
            r'"(?:[^"]|"")*"|(?<![\w.])[A-Z_]+(?=\()',
            lambda match: f"{MODULE}.{match[0]}" if match[0] in names else match[0],
            formula,
        )
        (own,) = [each.stored for each in formulas_of(bundle, "en") if each.noun == name]
        assert stored_form(qualified) == own


def test_the_comment_on_top_says_whose_it_is_and_what_to_do(bundle: Bundle) -> None:
    head = module_text(bundle, "ja").partition("*/")[0]
    assert head.startswith("/*\n")
    assert "poc_gate 1.1.0" in head
    assert "PGという名前" in head


def test_the_command_writes_it_to_standard_output_or_a_file(
    bundle: Bundle, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["addin", "lambda", "--lang", "ja"]) == 0
    assert capsys.readouterr().out == module_text(bundle, "ja")
    file = tmp_path / "pg.txt"
    assert main(["addin", "lambda", "--output", str(file)]) == 0
    assert file.read_text(encoding="utf-8") == module_text(bundle, "en")
    assert main(["addin", "lambda", "--output", str(file)]) == 2
    assert "--force" in capsys.readouterr().err


def test_a_template_of_ones_own_has_its_own_numbers(
    template_copy: Path, edit: Callable[[str, str, str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    edit("template.toml", "at_least = 24", "at_least = 25")
    assert main(["addin", "lambda", "--template", str(template_copy)]) == 0
    assert "total>={18,25}" in capsys.readouterr().out


def test_a_language_that_the_template_lacks_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["addin", "lambda", "--lang", "fr"]) == 2
    assert "fr" in capsys.readouterr().err
