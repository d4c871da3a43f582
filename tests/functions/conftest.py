"""What tests of the server share: one that runs, and a workbook that is open in its client."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest

from pocgate_xl.templates.loader import Bundle
from tests.functions.live_server import TOKEN, Server, serving
from tests.functions.open_book import answered, book_json, workbook


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server on loopback with HTTPS and a token."""
    if find_spec("xlwings_server") is None:
        pytest.skip("the extra [server] is not installed")
    with serving(tmp_path_factory.mktemp("server"), TOKEN, encrypted=True) as running:
        yield running


@pytest.fixture(scope="session")
def content(bundle: Bundle) -> bytes:
    """A workbook with answers, as a file."""
    return workbook(bundle, **answered(bundle))


@pytest.fixture(scope="session")
def book(bundle: Bundle, content: bytes) -> dict[str, Any]:
    """The same as the client posts it."""
    return book_json(content, bundle)
