"""A text that a sheet asks for and nobody wrote is named, with the files where it belongs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pocgate_xl.core.catalog import Catalog, MissingTextError
from pocgate_xl.errors import PocgateError
from pocgate_xl.templates.loader import Bundle
from pocgate_xl.workbook.layout.context import context_of
from pocgate_xl.workbook.layout.sheets.framing.frame import start_sheet
from pocgate_xl.workbook.layout.workbook import plan_workbook


def without(catalog: Catalog, key: str) -> Catalog:
    return replace(catalog, texts={name: text for name, text in catalog.texts.items() if name != key})


@pytest.mark.parametrize("key", ["text.points", "sheet.costs", "sheet.start"])
def test_a_missing_text_is_named_with_its_language_and_its_file(bundle: Bundle, key: str) -> None:
    with pytest.raises(MissingTextError, match=rf"'{key}' in the language 'ja'.*locale/ja.toml") as caught:
        plan_workbook(bundle.template, without(bundle.catalogs["ja"], key))
    assert caught.value.key == key


def test_a_new_sheet_without_a_name_is_named(bundle: Bundle) -> None:
    context = context_of(bundle.template, bundle.catalogs["en"])
    with pytest.raises(MissingTextError, match=r"'sheet.added'"):
        start_sheet(context, "added")


def test_it_stops_no_run_in_the_midst_of_a_workbook() -> None:
    """What an operator can do something about ends a run; a fault of one workbook is told of that one."""
    assert not issubclass(MissingTextError, PocgateError)
