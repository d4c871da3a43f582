"""The site from this computer's own server: right types and header, nothing else, nobody else."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator

import pytest

from pocgate_xl.page.serving import server_of
from pocgate_xl.page.site import POLICY

FILES = {"index.html": b"<p>page", "worker.js": b"1", "runtime/pyodide.mjs": b"2", "runtime/a.wasm": b"\0asm"}


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with server_of(FILES) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def asked(port: int, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


@pytest.mark.parametrize(
    ("path", "kind", "content"),
    [
        ("/", "text/html; charset=utf-8", b"<p>page"),
        ("/index.html?x=1", "text/html; charset=utf-8", b"<p>page"),
        ("/worker.js", "text/javascript", b"1"),
        ("/runtime/pyodide.mjs", "text/javascript", b"2"),
        ("/runtime/a.wasm", "application/wasm", b"\0asm"),
    ],
)
def test_files_have_their_types_and_the_policy(port: int, path: str, kind: str, content: bytes) -> None:
    status, headers, body = asked(port, path)
    assert (status, headers["Content-Type"], body) == (200, kind, content)
    assert headers["Content-Security-Policy"] == POLICY
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_a_head_has_no_body(port: int) -> None:
    status, headers, body = asked(port, "/", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "7", b"")


@pytest.mark.parametrize(
    "path", ["/../pyproject.toml", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/runtime", "/..\\x", "/%00"]
)
def test_no_path_leads_out_of_the_site(port: int, path: str) -> None:
    assert asked(port, path)[::2] == (404, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
def test_nothing_is_taken(port: int, method: str) -> None:
    status, headers, _ = asked(port, "/", method)
    assert (status, headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "evil.example:80", ""])
def test_another_name_for_this_computer_is_not_answered(port: int, host: str) -> None:
    assert asked(port, "/", Host=host)[0] == 421


def test_it_listens_to_this_computer_alone() -> None:
    with server_of(FILES) as server:
        assert server.server_address[0] == "127.0.0.1"
