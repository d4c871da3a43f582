"""xlwings looks for Pyodide once a cell: our functions take raw cells and never come that way."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from typing import Any

import pytest

from tests.functions.live_server import ROOT, SECONDS

COUNTED = """
import asyncio, importlib.abc, json, sys

class Counter(importlib.abc.MetaPathFinder):
    asked = 0
    def find_spec(self, name, path=None, target=None):
        Counter.asked += name == "pyodide"

sys.meta_path.insert(0, Counter())
import xlwings.server
from pocgate_xl.functions.registry import default_gate
from pocgate_xl.functions.server.modules import functions_module

gate = default_gate()
ours = functions_module(gate.bundle, gate.catalog)
stock = type(ours)("stock")

@xlwings.func
@xlwings.arg("cells", ndim=2)
def count(cells):
    return len(cells)

stock.count = count
RANGE = [[1 + (row + column) % 5 for column in range(6)] for row in range(100)]

def asked_for(module, name, *args):
    data = dict(func_name=name, args=[RANGE, *args], caller_address=None, session_id="", version="",
                culture_info_name="en-US", date_format="m/d/yyyy", client="Office.js", runtime="1.4")
    before = Counter.asked
    asyncio.run(xlwings.server.custom_functions_call(data, module))
    return Counter.asked - before

print(json.dumps({"ours": asked_for(ours, "scores", None, None), "stock": asked_for(stock, "count")}))
"""
ON_WINDOWS = """
import importlib.abc, sys

class Counter(importlib.abc.MetaPathFinder):
    asked = 0
    def find_spec(self, name, path=None, target=None):
        Counter.asked += name == "pyodide"

from tests.functions.windows import MISSING, Cells, caller_of, served
udfs, com_server = served()
call = caller_of(com_server, "pocgate_xl.functions.classic")
call("POCGATE_VERSION", MISSING, MISSING)
sys.meta_path.insert(0, Counter())
call("POCGATE_SCORES", Cells(tuple((1.0, 2.0, 3.0, 4.0, 5.0, None) for _ in range(100))), MISSING, MISSING)
print(Counter.asked)
"""
ON_A_BOOK = (
    COUNTED.partition("import xlwings.server")[0]
    + """
from pocgate_xl.functions.registry import default_gate
from tests.functions.open_book import book_json, workbook

bundle = default_gate().bundle
body = json.dumps({"book": book_json(workbook(bundle), bundle)}).encode()

import xlwings.server
from pocgate_xl.functions.server.pane_jobs import done

before = Counter.asked
assert asyncio.run(done("check", body, (), bundle.default_catalog, False))[0] == 200
print(Counter.asked - before)
"""
)
CELLS = 600
ARGUMENTS = 3


@pytest.fixture(scope="module")
def asked() -> Any:
    if find_spec("xlwings_server") is None:
        pytest.skip("the extra [server] is not installed")
    return said(COUNTED, XLWINGS_ON_SERVER="true", XLWINGS_LICENSE_KEY="noncommercial")


def said(code: str, **environment: str) -> Any:
    """Return what a process says in its last line."""
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, **environment}, capture_output=True,
        text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_our_functions_look_for_pyodide_once_an_argument_at_most(asked: dict[str, int]) -> None:
    assert asked["ours"] <= ARGUMENTS


def test_xlwings_still_looks_for_pyodide_once_a_cell(asked: dict[str, int]) -> None:
    """When this fails, xlwings has mended it: raw cells are then no longer needed for their speed."""
    assert asked["stock"] >= CELLS


def test_the_classic_host_never_looks_for_pyodide() -> None:
    assert said(ON_WINDOWS) == 0


def test_an_open_workbook_is_read_without_looking_once_a_cell() -> None:
    if find_spec("xlwings_server") is None:
        pytest.skip("the extra [server] is not installed")
    assert said(ON_A_BOOK, XLWINGS_ON_SERVER="true", XLWINGS_LICENSE_KEY="noncommercial") <= 1
