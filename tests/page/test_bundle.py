"""What the page's Python takes along: the package's own files, all that it needs and nothing else."""

from __future__ import annotations

import ast
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from pocgate_xl.cli import main
from pocgate_xl.page.bundle import bundle_zip, site_bundles, writing_zip
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.functions.open_book import answered, workbook

ROOT = Path(__file__).parents[2]
SECONDS = 120


@pytest.fixture(scope="module")
def content() -> bytes:
    return bundle_zip()


@pytest.fixture(scope="module")
def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_modules_are_those_of_the_package(parts: dict[str, bytes]) -> None:
    own = {name: data for name, data in parts.items() if "workbook_templates" not in name}
    assert len(own) > 100
    assert {name: (ROOT / name).read_bytes() for name in own} == own


def test_no_engine_host_or_command_is_taken_along(parts: dict[str, bytes]) -> None:
    for room in ("functions", "cli", "portfolio", "demo", "portable", "issuing"):
        assert [name for name in parts if name.startswith(f"pocgate_xl/{room}/")] == [], room
    loop = {name.split("/")[2] for name in parts if name.startswith("pocgate_xl/exchange/")}
    assert loop == {"__init__.py", "copies", "open_answers.py"}
    loaded = {
        alias.name.partition(".")[0]
        for name, data in parts.items()
        if name.endswith(".py")
        for node in ast.parse(data).body
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert loaded <= sys.stdlib_module_names


def run_apart(site: Path, files: list[Path], language: str = "en") -> list[dict[str, object]]:
    """Check files with the bundle alone, by a Python that has none of our libraries."""
    code = f"""if True:
        import sys, json
        from pocgate_xl.page import checking
        print(json.dumps([json.loads(checking.checked(file, file.rpartition('/')[2], {language!r}))
                          for file in sys.argv[1:]]))
    """
    run = [sys.executable, "-S", "-c", code, *map(str, files)]
    done = subprocess.run(run, cwd=site, env={}, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


def unpacked(content: bytes, site: Path) -> Path:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(site)
    return site


def test_by_itself_it_finds_what_the_command_line_finds(
    bundle: Bundle, content: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    old = next((ROOT / "tests" / "released").glob("*/en*.xlsx"))
    made = {
        "en.xlsx": workbook(bundle, **answered(bundle)),
        "ja.xlsx": workbook(bundle, "ja", **answered(bundle)),
        "old.xlsx": old.read_bytes(), "cut.xlsx": old.read_bytes()[:9000], "text.xlsx": b"no workbook",
    }  # fmt: skip
    files = [tmp_path / name for name in made]
    for file, data in zip(files, made.values(), strict=True):
        file.write_bytes(data)
    found = run_apart(unpacked(content, tmp_path / "site"), files)
    for file, each in zip(files, found, strict=True):
        for form in ("jsonl", "csv"):
            main(["check", str(file), "--format", form, "--quiet"])
            whole = capsys.readouterr().out.replace(str(file), file.name)
            assert each["parts"][form][0] in whole, (file.name, form)  # type: ignore[index]
            assert form != "jsonl" or each["parts"][form][0] == whole  # type: ignore[index]


def test_a_gate_of_ones_own_takes_the_place_of_the_built_in_one(
    bundle: Bundle, template_copy: Path, edit: Callable[[str, str, str], None], tmp_path: Path
) -> None:
    edit("template.toml", 'id = "poc_gate"', 'id = "own_gate"')
    own = load_bundle(template_copy)
    assert [each.template.id for each in site_bundles([template_copy])] == ["own_gate"]
    files = [tmp_path / "own.xlsx", tmp_path / "built_in.xlsx"]
    for file, each in zip(files, (own, bundle), strict=True):
        file.write_bytes(workbook_for(each, "en", {"pg_engagement_id": "A"}))
    found = run_apart(unpacked(bundle_zip([template_copy]), tmp_path / "site"), files)
    assert [each["shown"]["outcome"] for each in found] == ["not_started", "unreadable"]  # type: ignore[index]


WRITING = """if True:
    import json, sys
    from pocgate_xl.page import books, checking
    found = json.loads(checking.checked("half.xlsx", "half.xlsx", "en"))
    books.findings_book(json.dumps([found["parts"]["html"]]), "en", "made_findings.xlsx")
    limits = {"budget": "30000000", "slots": "2", "fiscal_start": "4"}
    print(books.portfolio_book(json.dumps([found["stored"]]), json.dumps(limits), "made_portfolio.xlsx"))
"""


def test_what_writes_workbooks_comes_apart_and_writes_by_itself_what_the_commands_write(
    bundle: Bundle, content: bytes, parts: dict[str, bytes], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes],
) -> None:  # fmt: skip
    writing = writing_zip()
    with zipfile.ZipFile(io.BytesIO(writing)) as archive:
        names = archive.namelist()
    assert parts.keys() & set(names) == set()
    assert {name.partition("-")[0] for name in names if "LICENCE" in name} == {"openpyxl", "et_xmlfile"}
    monkeypatch.chdir(unpacked(writing, unpacked(content, tmp_path)))
    Path("half.xlsx").write_bytes(workbook(bundle, **answered(bundle)))
    run = [sys.executable, "-S", "-c", WRITING]
    done = subprocess.run(run, env={}, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"count": 1, "placed": 1, "later": 0, "unplaced": 0, "apart": 0}
    limits = ["--quarter-budget", "30000000", "--parallel", "2", "--fiscal-start", "4"]
    for name, words in {
        "findings": ["check", "half.xlsx", "--format", "xlsx", "--lang", "en"],
        "portfolio": ["portfolio", "half.xlsx", *limits],
    }.items():
        main([*words, "-q", "--output", "-"])  # without links: a browser knows no folder
        assert Path(f"made_{name}.xlsx").read_bytes() == capsysbinary.readouterr().out, name


def test_the_same_package_gives_the_same_bytes(content: bytes) -> None:
    assert bundle_zip() == content
