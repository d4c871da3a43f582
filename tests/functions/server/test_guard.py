"""What stands before the server: tokens, sizes, depth, slowness, each with its right answer."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pocgate_xl.functions.server.guard import DEEPEST, Bounds, Guard, too_deep
from pocgate_xl.functions.server.server import Serving
from pocgate_xl.functions.server.turns import Busy, Turns

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
        declared = [] if length is None else [(b"content-length", str(length).encode())]
        headers = [(b"authorization", token.encode()), *declared]
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


@pytest.mark.parametrize(
    ("host", "status"),
    [
        (b"127.0.0.1:8443", 200), (b"127.0.0.1", 200), (b"LOCALHOST:1", 200), (b"[::1]:8443", 200),
        (b"localhost.", 200), (b"evil.example:8443", 421), (b"127.0.0.1.evil.example", 421), (b"", 421),
        (b"evil.example:127.0.0.1", 421), (b"[::1].evil.example", 421), (b"\xff", 421),
    ],
)  # fmt: skip
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_only_names_of_its_own_are_answered(host: bytes, status: int, method: str) -> None:
    """A page of another name could make a browser ask for it, as if it were its own server."""
    asked = Asked(b"{}", method=method)
    asked.scope["headers"].append((b"host", host))
    assert asked.of(echo, replace(QUICK, names=Serving().names)).status == status


@pytest.mark.parametrize(
    ("serving", "host", "known"),
    [
        (Serving(), "127.0.0.1", True), (Serving(host="127.8.8.8"), "127.8.8.8", True),
        (Serving(host="::1"), "[::1]", True), (Serving(hostname="gate.example:8443"), "gate.example", True),
        (Serving(host="0.0.0.0", hostname="gate.example"), "gate.example", True),
        (Serving(host="0.0.0.0", hostname="gate.example"), "other.example", False),
        (Serving(behind_proxy=True, hostname="gate.example"), "127.0.0.1", True),
    ],
)  # fmt: skip
def test_names_follow_from_how_it_is_served(serving: Serving, host: str, known: bool) -> None:
    assert (host in serving.names) is known


@pytest.mark.parametrize("serving", [Serving(host="0.0.0.0"), Serving(behind_proxy=True)])
def test_where_nobody_told_the_name_any_will_do(serving: Serving) -> None:
    assert serving.names == frozenset()


def test_bodies_together_have_a_limit() -> None:
    """What is too much for now is told to come again; what was taken is free afterwards."""
    bounds = replace(QUICK, all_bodies=100, answer_seconds=5)
    guard, going = Guard(holding, bounds, SCRIPTS), Asked(b" " * 60)

    async def both() -> list[int]:
        first = asyncio.create_task(guard(going.scope, going.receive, going.send))
        await asyncio.sleep(0)
        refused, small = Asked(b" " * 60), Asked(b" " * 40)
        await asyncio.gather(*(guard(each.scope, each.receive, each.send) for each in (refused, small)))
        await first
        assert dict(refused.sent[0]["headers"])[b"retry-after"].isdigit()
        again = Asked(b" " * 100)
        await guard(again.scope, again.receive, again.send)
        return [each.status for each in (going, refused, small, again)]

    assert asyncio.run(both()) == [200, 503, 200, 200]
    assert guard.bytes.taken == 0


async def holding(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.sleep(0.05)
    await echo(scope, receive, send)


def test_slow_bodies_make_room_for_others() -> None:
    bounds = replace(QUICK, bodies_at_once=3, read_seconds=5)
    guard = Guard(echo, bounds, SCRIPTS)

    async def many() -> list[int]:
        slow = [Asked(b"{") for _ in range(3)]
        for each in slow:
            each.slow = True
        waiting = [asyncio.create_task(guard(each.scope, each.receive, each.send)) for each in slow]
        await asyncio.sleep(0.01)
        honest = Asked(b"{}")
        await guard(honest.scope, honest.receive, honest.send)
        await waiting[0]
        for each in waiting[1:]:
            each.cancel()
        return [honest.status, slow[0].status]

    began = time.monotonic()
    assert asyncio.run(many()) == [200, 408]
    assert time.monotonic() - began < 4


def test_works_take_turns_and_too_many_are_refused() -> None:
    turns, going, most = Turns(running=2, waiting=3), set[int](), set[int]()

    def work(number: int) -> int:
        going.add(number)
        most.add(len(going))
        time.sleep(0.02)
        going.discard(number)
        return number

    async def all_of_them() -> list[Any]:
        return await asyncio.gather(*(turns.take(work, n) for n in range(7)), return_exceptions=True)

    found = asyncio.run(all_of_them())
    assert found[:5] == [0, 1, 2, 3, 4]
    assert [type(each) for each in found[5:]] == [Busy, Busy]
    assert max(most) <= 2


def test_a_work_that_nobody_waits_for_keeps_its_turn_until_it_ends() -> None:
    turns, ended = Turns(running=1, waiting=0), threading.Event()

    async def given_up() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await turns.take(ended.wait, 20)
        with pytest.raises(Busy):
            await turns.take(bool)
        ended.set()
        for _ in range(200):
            await asyncio.sleep(0.01)
            try:
                assert await turns.take(bool) is False
            except Busy:
                continue
            return
        raise AssertionError("the turn was never given back")

    asyncio.run(given_up())


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
    from pocgate_xl.functions.server.slow_clients import Impatient

    class Sooner(Impatient):
        head_seconds = 0.3
        most_connections = 20

    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(echo, http=Sooner, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        yield listening.getsockname()[1]
        server.should_exit = True
        thread.join(10)


def test_half_open_connections_make_room_for_a_new_one(impatient: int) -> None:
    """The one that has said nothing for longest goes; who asks at once is answered."""
    half_open = []
    for _ in range(60):
        client = socket.create_connection(("127.0.0.1", impatient), timeout=5)
        client.sendall(b"GET / HTTP/1.1\r\nX-A")
        half_open.append(client)
        with socket.create_connection(("127.0.0.1", impatient), timeout=5) as honest:
            honest.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
            assert honest.recv(1000).startswith(b"HTTP/1.1 200")
    for client in half_open:
        client.close()


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
