import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from pocgate_xl.build_hook import compile_all, prepare_blanks
from pocgate_xl.errors import TemplateError
from pocgate_xl.templates.compiler import compile_bundle
from pocgate_xl.templates.files import COMPILED, EVERY_COMPILED, TEMPLATE, blanks_name, builtin_home
from pocgate_xl.templates.releases import RELEASED

CHECKOUT = Path(__file__).parents[1]
NEEDED = ("pyproject.toml", "README.md", "LICENSE")


NO_ENGINE = "import sys; sys.modules['ironcalc'] = None; sys.path.insert(0, '.'); "


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A source tree that has never been built, but for blanks, which take long."""
    prepare_blanks(CHECKOUT)
    without = shutil.ignore_patterns("__pycache__", "compiled.json", "compiled.*.json")
    shutil.copytree(CHECKOUT / "pocgate_xl", tmp_path / "pocgate_xl", ignore=without)
    shutil.copytree(builtin_home(), tmp_path / "workbook_templates", ignore=without)
    for name in NEEDED:
        shutil.copy(CHECKOUT / name, tmp_path)
    return tmp_path


def build(tree: Path, target: str) -> Path:
    """Build without isolation, with what is installed here."""
    done = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", "out"],
        cwd=tree, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (built,) = (tree / "out").iterdir()
    return built


def test_compiling_twice_gives_the_same_bytes(tree: Path) -> None:
    first = {file: file.read_bytes() for file in compile_all(tree)}
    assert first
    assert {file: file.read_bytes() for file in compile_all(tree)} == first
    compiled = {file: content for file, content in first.items() if file.name == COMPILED}
    assert all(json.loads(content) == compile_bundle(file.parent) for file, content in compiled.items())
    blanks = set(prepare_blanks(tree))
    assert blanks
    assert set((tree / "workbook_templates").rglob(EVERY_COMPILED)) == set(first) | blanks


def test_a_template_with_a_mistake_stops_the_build(tree: Path) -> None:
    file = next((tree / "workbook_templates").glob(f"*/{TEMPLATE}"))
    file.write_text("id = 1\n", encoding="utf-8")
    with pytest.raises(TemplateError, match="id"):
        compile_all(tree)


def test_a_wheel_carries_the_templates_compiled_and_not_the_hook(tree: Path) -> None:
    with zipfile.ZipFile(build(tree, "wheel")) as wheel:
        names = set(wheel.namelist())
        files = [path for path in (tree / "workbook_templates").rglob("*.*") if path.is_file()]
        assert {f"pocgate_xl/{path.relative_to(tree).as_posix()}" for path in files} <= names
        assert [path for path in files if path.match(f"*/{RELEASED}/*/*.json")]
        assert sum(name.endswith(COMPILED) for name in names) == len(list(builtin_home().glob("*/")))
        assert [name for name in names if name.endswith(blanks_name("en"))]
        assert "pocgate_xl/build_hook.py" not in names
        assert not [name for name in names if name.startswith(("tests", "workbook_templates"))]
        wheel.extractall(tree / "installed")
    code = """if True:
        from pocgate_xl.templates import loader
        from pocgate_xl.workbook.creation.blanks.preparing import is_prepared
        from pocgate_xl.workbook.layout.plans import compiled_plan
        folder = loader.template_folders()[0]
        bundle = loader.load_bundle(folder)
        assert loader._from_compiled(folder)
        assert all(compiled_plan(bundle, language, "plain") for language in bundle.template.languages)
        assert all(is_prepared(bundle, language) for language in bundle.template.languages)
        print(bundle.folder)
    """
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tree / "installed", capture_output=True, text=True, check=True
    )
    assert Path(done.stdout.strip()).parent == (tree / "installed/pocgate_xl/workbook_templates").resolve()


def test_a_source_distribution_carries_no_compiled_form(tree: Path) -> None:
    (tree / ".gitignore").write_text("", encoding="utf-8")
    compile_all(tree)
    careful = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}  # not in all of 3.11
    shutil.unpack_archive(build(tree, "sdist"), tree / "unpacked", **careful)
    assert list((tree / "unpacked").rglob(TEMPLATE))
    assert not list((tree / "unpacked").rglob(EVERY_COMPILED))


def test_where_there_is_no_engine_a_build_prepares_no_blanks(tree: Path) -> None:
    for file in (tree / "workbook_templates").rglob("*.blanks"):
        file.unlink()
    code = NO_ENGINE + (
        "from pathlib import Path; from pocgate_xl.build_hook import *; root = Path('.').resolve(); "
        "print(len(compile_all(root)), prepare_blanks(root))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tree, capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(tree)},
    )  # fmt: skip
    assert done.stdout.split(maxsplit=1)[1].strip() == "[]"
    assert "no blank workbooks are prepared" in done.stderr
    assert "ironcalc" in done.stderr
    assert not list((tree / "workbook_templates").rglob("*.blanks"))
