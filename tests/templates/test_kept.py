"""A gate of one's own is compiled once, and again as soon as anything of it changes."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from unittest.mock import patch

import pytest

from pocgate_xl.errors import TemplateError
from pocgate_xl.output.cache import VARIABLE, entries
from pocgate_xl.templates import compiler, loader
from pocgate_xl.workbook.layout import plans
from tests.conftest import Edit

Compiled = Callable[[Path], tuple[loader.Bundle, int]]


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Compiled:
    """Load a template as a new process does; return it with how often one was compiled."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    load_anew = loader._load.__wrapped__

    def load(folder: Path) -> tuple[loader.Bundle, int]:
        monkeypatch.setattr(
            loader, "_load", lru_cache(load_anew)
        )  # what other tests have loaded stays loaded
        with patch.object(compiler, "inspect", wraps=compiler.inspect) as inspected:
            found = loader.load_bundle(folder)
        return found, inspected.call_count

    return load


def test_a_gate_of_ones_own_is_compiled_once(compiled: Compiled, template_copy: Path) -> None:
    (first, before), (second, after) = compiled(template_copy), compiled(template_copy)
    assert (before, after) == (1, 0)
    assert second.template == first.template
    assert second.catalogs == first.catalogs
    assert (second.theme, second.digest, second.lent) == (first.theme, first.digest, first.lent)


def test_a_change_of_its_sources_is_taken_at_once(
    compiled: Compiled, template_copy: Path, edit: Edit
) -> None:
    compiled(template_copy)
    edit("template.toml", 'version = "1.1.0"', 'version = "1.1.7"')
    changed, count = compiled(template_copy)
    assert (changed.template.version, count) == ("1.1.7", 1)


def test_a_mistake_is_told_though_the_gate_without_it_is_kept(
    compiled: Compiled, template_copy: Path, edit: Edit
) -> None:
    compiled(template_copy)
    edit("template.toml", "[scale]", "[scales]")
    with pytest.raises(TemplateError):
        compiled(template_copy)


def test_what_lies_beside_the_sources_counts(compiled: Compiled, template_copy: Path) -> None:
    compiled(template_copy)
    (template_copy / "logo.png").write_bytes(b"another logo")
    assert compiled(template_copy)[1] == 1
    os.utime(template_copy / "logo.png", (1, 1))
    assert compiled(template_copy)[1] == 1
    assert compiled(template_copy)[1] == 0


def test_what_was_written_over_in_the_cache_is_not_believed(compiled: Compiled, template_copy: Path) -> None:
    first, _ = compiled(template_copy)
    for entry in entries():
        entry.write_bytes(entry.read_bytes().replace(b"1.1.0", b"6.6.6"))
    again, count = compiled(template_copy)
    assert (again.template, count) == (first.template, 1)


def test_its_plans_are_made_once_and_are_the_same(compiled: Compiled, template_copy: Path) -> None:
    first, _ = compiled(template_copy)
    made = plans.plan_of(first, "ja", "office")
    second, _ = compiled(template_copy)
    with patch.object(plans, "_planned", side_effect=AssertionError("planned again")):
        assert plans.plan_of(second, "ja", "office") == made
