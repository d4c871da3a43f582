"""What stands before the server: tokens, sizes, depth, slowness, each with its right answer."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.functions.office_guard import DEEPEST, Bounds, Guard, too_deep

TOKEN = "a-token-of-some-length"
SCRIPTS = frozenset({"check_workbook"})
QUICK = Bounds(TOKEN.encode(), 1000, read_seconds=0.1, answer_seconds=0.1)


class Asked:
    """Play a client: send parts of a body, gather what is answered."""

    def __init__(
        self,
        *parts: bytes,
        token: str = TOKEN,
        path: str = "/x",
        method: str = "POST",
        length: int | None = None,
    ) -> None:
        told = [] if length is None else [(b"content-length", str(length).encode())]
        headers = [(b"authorization", token.encode()), *told]
        self.scope = {"type": "http", "method": method, "path": path, "headers": headers}
        self.parts = list(parts)
        self.sent: list[Any] = []
        self.reads = 0

    async def receive(self) -> dict[str, Any]:
        self.reads += 1
        if not self.parts:
            await asyncio.sleep(10)
        return {"type": "http.request", "body": self.parts.pop(0), "more_body": bool(self.parts) or self.slow}

    slow = False

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    def of(self, app: Any, bounds: Bounds = QUICK) -> Asked:
        asyncio.run(Guard(app, bounds, SCRIPTS)(self.scope, self.receive, self.send))
        return self

    @property
    def status(self) -> int:
        status: int = self.sent[0]["status"]
        return status


async def echo(scope: Any, receive: Any, send: Any) -> None:
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": message["body"]})


async def sleeping(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.sleep(10)


def test_a_whole_request_gets_through() -> None:
    asked = Asked(b'{"a":', b"[1]}").of(echo)
    assert (asked.status, asked.sent[1]["body"]) == (200, b'{"a":[1]}')


@pytest.mark.parametrize("token", ["", "wrong", TOKEN + "x", TOKEN[:-1], "Bearer " + TOKEN])
def test_a_wrong_token_is_refused_before_the_body_is_read(token: str) -> None:
    asked = Asked(b"{}", token=token).of(echo)
    assert (asked.status, asked.reads) == (401, 0)


def test_without_a_token_everybody_may_post() -> None:
    assert Asked(b"{}", token="").of(echo, Bounds()).status == 200


def test_excel_may_fetch_without_a_token() -> None:
    assert Asked(b"", token="", method="GET").of(echo).status == 200


def test_a_body_that_says_it_is_too_large_is_not_read() -> None:
    asked = Asked(b"{}", length=1001).of(echo)
    assert (asked.status, asked.reads) == (413, 0)


@pytest.mark.parametrize("length", [None, 2])
def test_a_body_that_is_larger_than_it_says_is_refused(length: int | None) -> None:
    assert Asked(b" " * 600, b" " * 600, length=length).of(echo).status == 413


def test_a_slow_body_is_refused() -> None:
    asked = Asked(b"{")
    asked.slow = True
    assert asked.of(echo).status == 408


def test_a_slow_answer_ends() -> None:
    assert Asked(b"{}").of(sleeping).status == 504


def test_refusals_speak_the_form_that_the_client_shows() -> None:
    asked = Asked(b"{}", token="").of(echo)
    assert json.loads(asked.sent[1]["body"])["detail"]


@pytest.mark.parametrize("name", ["no_such", "__doc__", "asyncio", "check_workbook/x", ""])
def test_only_our_scripts_can_be_called(name: str) -> None:
    assert Asked(b"{}", path=f"/xlwings/custom-scripts-call/{name}").of(echo).status == 404


def test_our_scripts_can_be_called() -> None:
    assert Asked(b"{}", path="/xlwings/custom-scripts-call/check_workbook").of(echo).status == 200


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(JSON)
def test_documents_of_people_are_never_too_deep(document: Any) -> None:
    assert not too_deep(json.dumps(document, ensure_ascii=False).encode())


@given(st.integers(1, 3 * DEEPEST), st.booleans())
def test_depth_is_counted_exactly(depth: int, objects: bool) -> None:
    first, last = (b'{"":', b"}") if objects else (b"[", b"]")
    inner = b"1" if objects else b""
    assert too_deep(first * depth + inner + last * depth) is (depth > DEEPEST)


@given(st.binary(max_size=300))
def test_any_bytes_have_an_answer(body: bytes) -> None:
    assert too_deep(body) in (True, False)


@pytest.mark.parametrize("part", [b'\\"', b'["\\', b"[{", b'""', b"[[]", b'"'])
def test_no_document_takes_long_to_look_at(part: bytes) -> None:
    """What grew with the square of the length would take minutes of this machine's time."""
    body = b'"' + part * (800_000 // len(part))
    before = time.process_time()
    too_deep(body)
    assert time.process_time() - before < 3


@pytest.fixture
def impatient() -> Iterator[int]:
    """A server that waits a third of a second for the head of a request."""
    uvicorn = pytest.importorskip("uvicorn", reason="the extra [server] is not installed")
    from pocgate_xl.functions.office_protocol import Impatient

    class Sooner(Impatient):
        head_seconds = 0.3

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(echo, http=Sooner, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(10)


def closed_after(port: int, *parts: bytes) -> float:
    """Send parts with pauses and return how long the other side kept the connection open."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as client:
        before = time.monotonic()
        for part in parts:
            try:
                client.sendall(part)
            except OSError:
                break
            time.sleep(0.1)
        while client.recv(1000):
            pass
        return time.monotonic() - before


def test_a_client_that_says_nothing_is_let_go(impatient: int) -> None:
    assert closed_after(impatient) < 2


def test_a_head_that_trickles_in_is_let_go(impatient: int) -> None:
    assert closed_after(impatient, b"GET / HTTP/1.1\r\n", *[b"X-A: 1\r\n"] * 12) < 2


def test_a_second_head_that_trickles_in_is_let_go(impatient: int) -> None:
    whole = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
    assert closed_after(impatient, whole, b"GET / HTTP/1.1\r\n", *[b"X-A: 1\r\n"] * 12) < 3


def test_an_honest_client_is_answered_again_and_again(impatient: int) -> None:
    with socket.create_connection(("127.0.0.1", impatient), timeout=5) as client:
        for _ in range(3):
            client.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert client.recv(1000).startswith(b"HTTP/1.1 200")
            time.sleep(0.2)
