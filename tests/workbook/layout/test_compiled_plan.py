"""Plans that were made when the package was built count while nothing changed that they depend on."""

import ast
import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from pocgate_xl.templates.compiler import compile_bundle
from pocgate_xl.templates.files import COMPILED, TEMPLATE, plans_name
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.layout import plans as module
from pocgate_xl.workbook.layout.plan import LIVE_EDITIONS, PLAIN
from pocgate_xl.workbook.layout.plans import HOME, PLANNERS, compile_plans, compiled_plan, plan_of
from pocgate_xl.workbook.layout.workbook import plan_workbook


@pytest.fixture
def compiled(template_copy: Path) -> Iterator[Bundle]:
    """A template in its own folder, compiled with its plans."""
    plain = compile_bundle(template_copy)
    for name, content in {COMPILED: plain, **compile_plans(plain)}.items():
        (template_copy / name).write_text(json.dumps(content), encoding="utf-8")
    module._plain_plans.cache_clear()
    yield load_bundle(template_copy)
    module._plain_plans.cache_clear()


def test_a_compiled_plan_is_the_plan(compiled: Bundle) -> None:
    for language, edition in product(compiled.template.languages, (PLAIN, *LIVE_EDITIONS)):
        planned = plan_workbook(compiled.template, compiled.catalogs[language], edition)
        found = compiled_plan(compiled, language, edition)
        assert found == planned
        assert repr(found) == repr(planned)


def test_a_template_without_compiled_plans_is_planned(template_copy: Path) -> None:
    bundle = load_bundle(template_copy)
    assert compiled_plan(bundle, "en", PLAIN) is None
    assert plan_of(bundle, "en").sheets


def test_another_template_makes_compiled_plans_void(compiled: Bundle) -> None:
    file = compiled.folder / TEMPLATE
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace('version = "1.', 'version = "3.', 1), encoding="utf-8")
    changed = compile_bundle(compiled.folder)
    assert changed["digest"] != compiled.digest
    assert json.loads((compiled.folder / plans_name("en")).read_bytes())["digest"] == compiled.digest


def test_a_template_that_was_changed_in_memory_is_planned(compiled: Bundle) -> None:
    assert compiled_plan(replace(compiled), "en", PLAIN) is None


def test_another_planner_makes_compiled_plans_void(compiled: Bundle, monkeypatch: pytest.MonkeyPatch) -> None:
    assert compiled_plan(compiled, "en", PLAIN)
    monkeypatch.setattr(module, "planners", lambda: "of other modules")
    assert compiled_plan(compiled, "en", PLAIN) is None


@pytest.mark.parametrize("content", [b"", b"[]", b"{}", b"null", b'{"digest": 1}', b"\xff"])
def test_what_is_no_plan_is_passed_over(compiled: Bundle, content: bytes) -> None:
    module._plain_plans.cache_clear()
    (compiled.folder / plans_name("en")).write_bytes(content)
    assert compiled_plan(compiled, "en", PLAIN) is None


def statements(module: Path) -> list[ast.stmt]:
    """Return what a module consists of: the door of a room is one sentence."""
    return ast.parse(module.read_text(encoding="utf-8")).body


def test_every_module_that_plans_is_watched() -> None:
    told = "print(*(m.__file__ for m in sys.modules.values() if 'pocgate_xl.' in m.__name__))"
    code = f"import sys, pocgate_xl.workbook.layout.workbook; {told}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=HOME.parent
    )
    needed = {Path(file) for file in done.stdout.split() if len(statements(Path(file))) > 1}
    watched = {file for pattern in PLANNERS for file in HOME.glob(pattern)}
    assert needed <= watched
