"""What the engine says beside a workbook: the same in every language, and nothing that a template says."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from pocgate_xl.templates.excel_limits import length_problems
from pocgate_xl.templates.files import builtin_home, builtin_names, locale_name, read_engine_texts
from pocgate_xl.templates.text_checks import (
    ENGINE_TABLES,
    agreement_problems,
    flatten,
    leaf_problems,
    placeholder_problems,
    sheet_problems,
)

FILES = read_engine_texts()


def leaves(content: bytes) -> dict[str, Any]:
    return dict(flatten(tomllib.loads(content.decode("utf-8"))))


ENGLISH = leaves(FILES["texts/en.toml"])


@pytest.mark.parametrize("name", FILES)
def test_every_text_can_be_used(name: str) -> None:
    texts = leaves(FILES[name])
    for problems in (leaf_problems, placeholder_problems, sheet_problems, length_problems):
        assert list(problems(texts)) == []


@pytest.mark.parametrize("name", FILES)
def test_every_language_says_the_same(name: str) -> None:
    assert list(agreement_problems(leaves(FILES[name]), ENGLISH, "en")) == []


def test_each_table_has_one_place() -> None:
    """The engine's tables stand with the engine, a template's with the template."""
    assert {key.split(".")[0] for key in ENGLISH} == ENGINE_TABLES
    home = builtin_home() / builtin_names()[0]
    own = leaves((home / locale_name("en")).read_bytes())
    assert {key.split(".")[0] for key in own} & ENGINE_TABLES == set()


def test_there_is_a_file_for_every_language_of_the_built_in_template() -> None:
    home = builtin_home() / builtin_names()[0]
    assert {f"texts/{file.name}" for file in (home / "locale").glob("*.toml")} == FILES.keys()
