"""The runtime of the page: taken as it was published, or not at all."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from pocgate_xl.errors import PocgateError
from pocgate_xl.page import runtime
from tests.functions.node_packages import JS

TAKEN = {"a.mjs": b"one", "b.wasm": b"two"}


@pytest.fixture
def published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder as its publisher made it, with more than the page takes."""
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in TAKEN.items()}
    monkeypatch.setattr(runtime, "DIGESTS", digests)
    for name, data in {**TAKEN, "console.html": b"unused"}.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_what_was_published_is_taken_and_nothing_else(published: Path) -> None:
    assert runtime.runtime_files(published) == TAKEN


def test_one_changed_byte_is_named(published: Path) -> None:
    (published / "b.wasm").write_bytes(b"twO")
    with pytest.raises(PocgateError, match=r"not as published in Pyodide .*: b\.wasm\."):
        runtime.runtime_files(published)


def test_what_is_missing_is_named_with_where_to_get_it(published: Path) -> None:
    (published / "a.mjs").unlink()
    with pytest.raises(PocgateError, match=rf"does not hold a\.mjs .*npm pack pyodide@{runtime.VERSION}"):
        runtime.runtime_files(published)


def test_the_tests_run_the_version_that_is_pinned() -> None:
    locked = json.loads((JS / "package-lock.json").read_text(encoding="utf-8"))
    assert locked["packages"]["node_modules/pyodide"]["version"] == runtime.VERSION
