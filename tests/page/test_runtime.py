"""The runtime of the page: taken as it was published, or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import urllib.error
import urllib.request
from email.message import Message
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


class Answer(io.BytesIO):
    """What an address gives, and where it led."""

    def __init__(self, content: bytes, url: str) -> None:
        super().__init__(content)
        self.url = url


def answering(monkeypatch: pytest.MonkeyPatch, contents: dict[str, bytes], leads: str = "") -> list[str]:
    """Let addresses answer, and those that are not known fail; return what is asked for."""
    asked: list[str] = []

    def answer(address: str, timeout: float) -> Answer:
        asked.append(address)
        name = address.rpartition("/")[2]
        if name not in contents:
            raise urllib.error.HTTPError(address, 404, "Not Found", Message(), None)
        return Answer(contents[name], leads or address)

    monkeypatch.setattr(urllib.request, "urlopen", answer)
    return asked


def test_an_address_gives_the_same_as_a_folder(published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(monkeypatch, TAKEN)
    assert runtime.runtime_files("https://mirror/pyodide/") == TAKEN
    assert asked == ["https://mirror/pyodide/a.mjs", "https://mirror/pyodide/b.wasm"]


@pytest.mark.parametrize(
    ("contents", "leads", "why"),
    [
        ({**TAKEN, "b.wasm": b"twO"}, "", r"not as published in Pyodide .*: b\.wasm\."),
        ({"a.mjs": b"one"}, "", r"https://mirror/b\.wasm cannot be had: Not Found"),
        ({**TAKEN, "a.mjs": bytes(9)}, "", r"a\.mjs is larger than any file"),
        (
            TAKEN,
            "http://elsewhere/a.mjs",
            "leads to http://elsewhere/a.mjs, which does not begin with https://",
        ),
    ],
)
def test_what_an_address_gives_wrongly_is_named(
    published: Path, monkeypatch: pytest.MonkeyPatch, contents: dict[str, bytes], leads: str, why: str
) -> None:
    monkeypatch.setattr(runtime, "MOST_BYTES", 8)
    answering(monkeypatch, contents, leads)
    with pytest.raises(PocgateError, match=why):
        runtime.runtime_files("https://mirror")


@pytest.mark.parametrize("address", ["http://mirror/", "ftp://mirror/", "file:///etc/"])
def test_only_https_is_asked(published: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    asked = answering(monkeypatch, TAKEN)
    with pytest.raises(PocgateError, match="does not begin with https://"):
        runtime.runtime_files(address)
    assert asked == []
