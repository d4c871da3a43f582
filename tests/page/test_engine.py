"""The engine of the page: taken as it was published, or not at all; the tests run the one that is pinned."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

import pytest

from pocgate_xl.errors import PocgateError
from pocgate_xl.page import engine


@pytest.mark.parametrize("place", engine.PLACES)
def test_it_is_found_as_a_file_and_as_pip_installs_it(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "DIGEST", hashlib.sha256(b"engine").hexdigest())
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_bytes(b"engine")
    assert engine.engine_file(tmp_path) == b"engine"
    (tmp_path / place).write_bytes(b"enginE")
    with pytest.raises(PocgateError, match=rf"not as published in formulon {engine.VERSION}"):
        engine.engine_file(tmp_path)


def test_where_it_is_missing_it_is_said_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(
        PocgateError, match=rf"pip install --no-deps --target engine formulon=={engine.VERSION}"
    ):
        engine.engine_file(tmp_path)


def test_what_is_pinned_is_what_the_tests_run() -> None:
    found = find_spec("formulon")
    assert found is not None
    assert hashlib.sha256(engine.engine_file(Path(str(found.origin)).parent)).hexdigest() == engine.DIGEST
