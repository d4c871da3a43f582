"""The wheel for xlwings Lite: what is in it, and what it does in Pyodide once it is installed."""

from __future__ import annotations

import ast
import base64
import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pocgate_xl import __version__
from pocgate_xl.batch import check_file
from pocgate_xl.build_hook import prepare_blanks
from pocgate_xl.cli import main
from pocgate_xl.functions.lite.wheel import lite_wheel, wheel_name
from pocgate_xl.functions.registry import FUNCTIONS
from pocgate_xl.opc.package import Package
from pocgate_xl.templates.loader import Bundle, load_bundle
from pocgate_xl.workbook.creation.prerendered import workbook_for
from tests.functions.lite_site import laid_out
from tests.functions.node_packages import JS, node_modules
from tests.functions.open_book import answered, shown, workbook

ROOT = Path(__file__).parents[3]
RELEASED = ROOT / "tests" / "released"
SECONDS = 240
NEW = ("E-7", "青葉製造", "請求書 & 検収")


@pytest.fixture(scope="session")
def wheel(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("wheel") / wheel_name()
    prepare_blanks(ROOT)
    file.write_bytes(lite_wheel(bundle, "en"))
    return file


def texts_of(wheel: Path) -> Mapping[str, bytes]:
    with zipfile.ZipFile(wheel) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_same_package_gives_the_same_wheel(bundle: Bundle, wheel: Path) -> None:
    assert lite_wheel(bundle, "en") == wheel.read_bytes()
    assert wheel.name == f"pocgate_lite-{__version__}-py3-none-any.whl"


def test_every_file_is_recorded_with_its_digest(wheel: Path) -> None:
    files = texts_of(wheel)
    info = f"pocgate_lite-{__version__}.dist-info"
    rows = list(csv.reader(io.StringIO(files[f"{info}/RECORD"].decode())))
    assert [row[0] for row in rows] == list(files)
    assert rows[-1] == [f"{info}/RECORD", "", ""]
    for name, digest, size in rows[:-1]:
        expected = base64.urlsafe_b64encode(hashlib.sha256(files[name]).digest()).decode().rstrip("=")
        assert (digest, int(size)) == (f"sha256={expected}", len(files[name]))


def test_sources_are_those_of_the_package(wheel: Path) -> None:
    sources = {name: text for name, text in texts_of(wheel).items() if name.endswith(".py")}
    own = sources.pop("pocgate_lite/__init__.py")
    compile(own, "pocgate_lite", "exec")
    assert {name: (ROOT / name).read_bytes() for name in sources} == sources


def test_what_it_imports_is_in_it_or_in_every_python(wheel: Path) -> None:
    """But for what a check imports only for files that name templates of an operator's own."""
    files = texts_of(wheel)
    known = sys.stdlib_module_names | {"xlwings", "pocgate_xl"}
    for name, text in files.items():
        if name.endswith(".py"):
            for node in ast.parse(text).body:
                if isinstance(node, ast.Import):
                    assert {alias.name.partition(".")[0] for alias in node.names} <= known, name
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    assert str(node.module).partition(".")[0] in known, name


def test_pip_installs_it(wheel: Path, tmp_path: Path) -> None:
    """Elsewhere than in xlwings Lite its decorators change nothing, so that the functions run as they are."""
    target = ["--target", str(tmp_path / "site"), "--no-deps", "--no-index", "--quiet"]
    subprocess.run([sys.executable, "-m", "pip", "install", *target, str(wheel)], check=True, timeout=SECONDS)
    code = "import pocgate_lite, pocgate_xl; print(pocgate_lite.total([[5, 4, 3, 2, 1, 1]]))"
    code += "; print(pocgate_xl.__file__)"
    run = [sys.executable, "-c", code]
    done = subprocess.run(
        run, cwd=tmp_path / "site", env={}, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    assert done.stdout.split()[:1] == ["[[16]]"]
    assert str(tmp_path) in done.stdout


def test_the_command_line_writes_it_and_the_line_to_use(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], wheel: Path
) -> None:
    assert main(["addin", "lite", "--wheel", "--out", str(tmp_path), "--lang", "en"]) == 0
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()
    assert [file.name for file in tmp_path.iterdir()] == [wheel.name]
    said = capsys.readouterr()
    assert said.out.splitlines() == [str(tmp_path / wheel.name)]
    assert "requirements.txt" in said.err
    assert main(["addin", "lite", "--wheel", "--out", str(tmp_path), "--lang", "en"]) == 2


def test_a_template_of_ones_own_is_the_one_that_answers(
    template_copy: Path,
    edit: Callable[[str, str, str], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("pocgate_xl.functions.lite.wheel.carried_files", lambda *_: {})  # they take long
    edit("template.toml", 'id = "poc_gate"', 'id = "own_gate"')
    edit("locale/en.toml", 'production = "Recommended for production"', 'production = "Ship it"')
    own = load_bundle(template_copy)
    with zipfile.ZipFile(io.BytesIO(lite_wheel(own, "en"))) as archive:
        archive.extractall(tmp_path / "site")
    (tmp_path / "a.xlsx").write_bytes(workbook_for(own, "en", {"pg_engagement_id": "A"}))
    code = (
        "import pocgate_lite, pocgate_xl; from pocgate_xl.batch.check import check_file;"
        "print(pocgate_lite.verdict([[5] * 6], 'en'), check_file('../a.xlsx').outcome, pocgate_xl.__file__)"
    )
    run = [sys.executable, "-c", code]
    done = subprocess.run(
        run, cwd=tmp_path / "site", env={}, capture_output=True, text=True, timeout=SECONDS, check=True
    )
    assert done.stdout.startswith(f"[['Ship it']] not_started {tmp_path}")


@pytest.fixture(scope="session")
def folder(bundle: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a workbook of today, one of the first release, one that is broken, and litter."""
    place = tmp_path_factory.mktemp("returned")
    (place / "team").mkdir()
    (place / "a.xlsx").write_bytes(workbook(bundle, **answered(bundle)))
    (place / "team" / "ja.xlsx").write_bytes(workbook(bundle, "ja", **answered(bundle)))
    shutil.copy(next(RELEASED.glob("*/en*.xlsx")), place / "team" / "old.xlsx")
    (place / "broken.xlsx").write_bytes(b"PK\3\4" + bytes(40))
    (place / "~$a.xlsx").write_bytes(b"lock")
    (place / "notes.txt").write_text("no workbook")
    return place


@pytest.fixture(scope="session")
def ran(wheel: Path, folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    place = tmp_path_factory.mktemp("lite")
    site = laid_out(place / "site", {})
    for name in ("custom_functions", "custom_scripts"):
        (site / f"{name}.py").unlink()
    requests = {
        "calls": [{"name": "total", "args": [[[5, 4, 3, 2, 1, 1]], None]}, {"name": "version", "args": []}],
        "scripts": [
            {"name": "check_folder", "label": label, "book": {**book, "args": args}}
            for label, book, args in (
                ("folder", _book(), ["/data"]), ("again", _book("Folder check"), []),
                ("none", _book(), ["/gone"]), ("ours", _book(names=("pg_engagement_id",)), []),
            )
        ] + [
            {"name": "new_workbook", "label": label, "book": {**_book(), "args": args}}
            for label, args in (
                ("new", [*NEW, "ja", "/data"]), ("there", [*NEW, "ja", "/data"]), ("unfit", ["E", "=1", "P"])
            )
        ],
        "folder": str(folder), "repeat": 100,
    }  # fmt: skip
    file = place / "requests.json"
    file.write_text(json.dumps(requests), encoding="utf-8")
    node = shutil.which("node") or "node"
    command = [node, str(JS / "wheel.mjs"), str(node_modules()), str(site), str(wheel), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, Any] = json.loads(done.stdout)
    return result


def _book(*more: str, names: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return an empty workbook as the client posts it."""
    sheets = [
        {"name": name, "values": [[]], "used_range_address": "A1", "pictures": [], "tables": []}
        for name in ("Sheet1", *more)
    ]
    told = [
        {
            "name": name, "sheet_index": 0, "address": "A1", "scope_sheet_name": None,
            "scope_sheet_index": None, "book_scope": True, "refers_to": "=Sheet1!$A$1",
        }
        for name in names
    ]  # fmt: skip
    book = {"name": "Book1.xlsx", "active_sheet_index": 0, "selection": "A1"}
    return {"client": "Office.js", "version": "", "book": book, "names": told, "sheets": sheets}


@pytest.mark.needs("node", "npm")
def test_it_is_installed_and_its_functions_are_registered(ran: dict[str, Any]) -> None:
    assert ran["python"].endswith("emscripten")
    assert ran["installed"] == __version__
    assert {each["name"] for each in ran["meta"]["functions"]} == {f"POCGATE.{f.noun}" for f in FUNCTIONS}
    assert ran["answers"][0] == [[16]]
    assert ran["answers"][1][0][0].startswith(f"pocgate {__version__}")


@pytest.mark.needs("node", "npm")
def test_a_folder_is_checked_as_on_the_command_line(ran: dict[str, Any], folder: Path) -> None:
    added, *_, values = ran["written"][0]["actions"]
    assert (added["func"], values["func"]) == ("addSheet", "setValues")
    head, *rows = values["values"]
    assert head[0] == "File"
    checked = {file: check_file(folder / file, language="en") for file in
               ("a.xlsx", "broken.xlsx", "team/ja.xlsx", "team/old.xlsx")}  # fmt: skip
    assert [row[0] for row in rows] == list(checked)
    for row, assessment in zip(rows, checked.values(), strict=True):
        severities = [found.severity for found in assessment.findings]
        assert row[8:10] == [severities.count("error"), severities.count("warning")]
        messages = shown(row[10]) or ""
        assert all(found.message in messages for found in assessment.findings)
    assert [shown(cell) or "" for cell in rows[0][1:6]] + rows[0][6:7] == [
        "ENG-1", "", "Invoice capture", "Incomplete", "Improve, then proceed", 19
    ]  # fmt: skip
    assert rows[1][1:8] == ["", "", "", "Unreadable", "", "", ""]


@pytest.mark.needs("node", "npm")
def test_what_was_written_before_is_replaced(ran: dict[str, Any]) -> None:
    actions = ran["written"][1]["actions"]
    assert "addSheet" not in {action["func"] for action in actions}
    assert actions[-1]["values"] == ran["written"][0]["actions"][-1]["values"]
    assert "clear" in actions[0]["func"].lower()


@pytest.mark.needs("node", "npm")
def test_where_nothing_can_be_checked_or_written_the_reason_is_told(ran: dict[str, Any]) -> None:
    assert "There is no workbook in /gone" in ran["written"][2]["error"]
    assert "No sheet can be added" in ran["written"][3]["error"]


@pytest.mark.needs("node", "npm")
def test_a_new_workbook_is_the_one_that_the_command_line_makes(
    ran: dict[str, Any], folder: Path, bundle: Bundle
) -> None:
    made = Package.from_bytes((folder / "E-7.xlsx").read_bytes())
    names = ("pg_engagement_id", "pg_engagement_organization", "pg_engagement_poc_name")
    expected = Package.from_bytes(workbook_for(bundle, "ja", dict(zip(names, NEW, strict=True))))
    assert {name: made.read(name) for name in made.names} == {
        name: expected.read(name) for name in expected.names
    }
    assert "error" not in ran["written"][4]
    assert "/data/E-7.xlsx" in ran["written"][5]["error"]
    assert "Organization" in ran["written"][6]["error"]
