"""What stands before the server: under which name, who may post, how much, how deep, how slowly."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any, TypeAlias

from ...records import dataclass
from .turns import BodyReading, Busy, Bytes, Turns

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
BodyCheck: TypeAlias = Callable[[Scope, bytes], None]
"""Raises `Refusal` for a large document that is of no use, whatever it says in full."""
Take: TypeAlias = Callable[[int], None]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 5 * 1024 * 1024
SMALL_BODY = 128 * 1024
LARGE_BODY = 512 * 1024
DEEPEST = 64
READ_SECONDS = 15.0
ANSWER_SECONDS = 30.0
ALL_BODIES = 32 * 1024 * 1024
"""What the bodies of all requests under way may have together: documents take some ten times that."""
BODIES_AT_ONCE = 32
"""Bodies that are being read; an honest one is there within moments."""
RETRY_SECONDS = 2
SCRIPT_CALL = "/custom-scripts-call/"
BUSY = "The server is busy. Try again in a moment."

_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
"""A text to its end, or to that of the document: so none is looked at twice."""

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_CLOSED = (b"[]", b"{}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a request may be; an empty token lets everybody in, and no names mean any.

    Under a name of its own a foreign page could reach a server on this computer through the browser.
    """

    token: bytes = b""
    body: int = LARGEST_BODY
    read_seconds: float = READ_SECONDS
    answer_seconds: float = ANSWER_SECONDS
    all_bodies: int = ALL_BODIES
    bodies_at_once: int = BODIES_AT_ONCE
    names: frozenset[str] = frozenset()


class Refusal(Exception):
    """An answer to a request with a status and one line."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(status, line)
        self.status, self.line = status, line


class Guard:
    """Let a request through when it is whole and within its bounds; an ASGI application."""

    def __init__(
        self,
        app: App,
        bounds: Bounds,
        scripts: frozenset[str] = frozenset(),
        look: BodyCheck = lambda *_: None,
    ) -> None:
        self.app, self.bounds, self.scripts, self.look = app, bounds, scripts, look
        self.looks = Turns(running=1, waiting=bounds.bodies_at_once)
        self.bytes = Bytes(bounds.all_bodies)
        self.reading = BodyReading(bounds.bodies_at_once, bounds.read_seconds)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        watched = Watched(send)
        try:
            with self.bytes.counted() as take:
                admitted = await self._admitted(scope, receive, take)
                async with asyncio.timeout(self.bounds.answer_seconds):
                    await self.app(scope, admitted, watched)
        except Refusal as refusal:
            await respond(send, refusal.status, refusal.line)
        except Busy:
            if not watched.started:
                await respond(send, 503, BUSY, retry=True)
        except TimeoutError:
            if not watched.started:
                await respond(send, 504, "This took too long.")

    async def _admitted(self, scope: Scope, receive: Receive, take: Take) -> Receive:
        """Return a channel with the body of a request that may be answered, which already exists."""
        headers = dict(scope["headers"])
        self._check_name(headers)
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return receive  # what Excel fetches before anybody can be asked for a token
        self._check_token(headers)
        self._check_script(scope["path"])
        body = await self._body(headers, receive, take)
        if len(body) > LARGE_BODY:
            self.look(scope, body)
        if await self._too_deep(body):
            raise Refusal(400, "The request is not a JSON document, or is nested too deeply.")
        return replay(body, receive)

    async def _too_deep(self, body: bytes) -> bool:
        """Look at a large document off the event loop, which others wait for."""
        return await self.looks.take(too_deep, body) if len(body) > SMALL_BODY else too_deep(body)

    def _check_name(self, headers: Mapping[bytes, bytes]) -> None:
        host = headers.get(b"host", b"").decode("latin-1")
        if self.bounds.names and name_in(host) not in self.bounds.names:
            raise Refusal(421, "This server is not reached under that name.")

    def _check_token(self, headers: Mapping[bytes, bytes]) -> None:
        authorization = headers.get(b"authorization", b"")
        if self.bounds.token and not hmac.compare_digest(authorization, self.bounds.token):
            raise Refusal(401, "The access token is missing or wrong.")

    def _check_script(self, path: str) -> None:
        """Refuse what is no script of ours: the server would look for it in whatever it has loaded."""
        _, call, name = path.partition(SCRIPT_CALL)
        if call and name not in self.scripts:
            raise Refusal(404, "There is no such script.")

    async def _body(self, headers: Mapping[bytes, bytes], receive: Receive, take: Take) -> bytes:
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length[:20]) > self.bounds.body:
            raise self._too_large()
        try:
            with self.reading.one() as limit:
                async with limit:
                    return await self._received(receive, take)
        except TimeoutError:
            raise Refusal(408, "The request came too slowly.") from None

    async def _received(self, receive: Receive, take: Take) -> bytes:
        parts = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Refusal(400, "The request was interrupted.")
            part = message.get("body", b"")
            take(len(part))
            parts += part
            if len(parts) > self.bounds.body:
                raise self._too_large()
            if not message.get("more_body"):
                return bytes(parts)

    def _too_large(self) -> Refusal:
        return Refusal(413, f"A request may have {self.bounds.body // 1024} KiB.")


class Watched:
    """Send on, and remember whether an answer has begun."""

    def __init__(self, send: Send) -> None:
        self.send, self.started = send, False

    async def __call__(self, message: Message) -> None:
        self.started = True
        await self.send(message)


def too_deep(body: bytes) -> bool:
    """Say whether a document is nested too deeply to be parsed, or its brackets do not fit."""
    brackets = _TEXT.sub(b"", body).translate(None, _NO_BRACKETS)
    for _ in range(DEEPEST):
        before = len(brackets)
        for pair in _CLOSED:
            brackets = brackets.replace(pair, b"")
        if len(brackets) in (0, before):
            break
    return bool(brackets)


def replay(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives a body that was read already, then what comes after it."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def channel() -> Message:
        return waiting.pop() if waiting else await receive()

    return channel


_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[^:\[\]]+?)\.?(?::[0-9]*)?", re.IGNORECASE)


def name_in(host: str) -> str:
    """Return the name in a `Host` header, without its port; empty when there is none."""
    match = _HOST.fullmatch(host)
    return match[1].lower() if match else ""


async def respond(send: Send, status: int, line: str, retry: bool = False) -> None:
    """Answer in the form that the client shows."""
    body = json.dumps({"detail": line}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    if retry:
        headers.append((b"retry-after", str(RETRY_SECONDS).encode()))
    start = {"type": "http.response.start", "status": status, "headers": [*headers, _length(body)]}
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()
