"""What stands before the server: who may post, how much, how deep, how slowly."""

from __future__ import annotations

import asyncio
import hmac
import json
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any, TypeAlias

Scope: TypeAlias = MutableMapping[str, Any]
Message: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[Message]]
Send: TypeAlias = Callable[[Message], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

LARGEST_BODY = 5 * 1024 * 1024
SMALL_BODY = 128 * 1024
DEEPEST = 64
READ_SECONDS = 15.0
ANSWER_SECONDS = 30.0

_TEXT = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"?', re.DOTALL)
"""A text to its end, or to that of the document: so none is looked at twice."""

_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_CLOSED = (b"[]", b"{}")


@dataclass(frozen=True, slots=True)
class Bounds:
    """Hold what a request may be; an empty token lets everybody in."""

    token: bytes = b""
    body: int = LARGEST_BODY
    read_seconds: float = READ_SECONDS
    answer_seconds: float = ANSWER_SECONDS


class Refusal(Exception):
    """Answer a request with a status and one line."""

    def __init__(self, status: int, line: str) -> None:
        super().__init__(status, line)
        self.status, self.line = status, line


class Guard:
    """Let a request through when it is whole and within its bounds; an ASGI application."""

    def __init__(self, app: App, bounds: Bounds, scripts: frozenset[str] = frozenset()) -> None:
        self.app, self.bounds, self.scripts = app, bounds, scripts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
        elif scope["type"] == "http":
            await self._request(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        watched = Watched(send)
        try:
            admitted = await self._admitted(scope, receive)
            async with asyncio.timeout(self.bounds.answer_seconds):
                await self.app(scope, admitted, watched)
        except Refusal as refusal:
            await respond(send, refusal.status, refusal.line)
        except TimeoutError:
            if not watched.started:
                await respond(send, 504, "This takes too long.")

    async def _admitted(self, scope: Scope, receive: Receive) -> Receive:
        """Return a channel with the body of a request that may be answered, which is there already."""
        if scope["method"] in ("GET", "HEAD", "OPTIONS"):
            return receive  # what Excel fetches before anybody can be asked for a token
        headers = dict(scope["headers"])
        self._check_token(headers)
        self._check_script(scope["path"])
        body = await self._body(headers, receive)
        if await _too_deep_aside(body):
            raise Refusal(400, "The request is no JSON document, or nested too deeply.")
        return replay(body, receive)

    def _check_token(self, headers: Mapping[bytes, bytes]) -> None:
        given = headers.get(b"authorization", b"")
        if self.bounds.token and not hmac.compare_digest(given, self.bounds.token):
            raise Refusal(401, "The access token is missing or wrong.")

    def _check_script(self, path: str) -> None:
        """Refuse what is no script of ours: the server would look for it in whatever it has loaded."""
        _, call, name = path.partition("/custom-scripts-call/")
        if call and name not in self.scripts:
            raise Refusal(404, "There is no such script.")

    async def _body(self, headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
        told = headers.get(b"content-length", b"0")
        if not told.isdigit() or int(told[:20]) > self.bounds.body:
            raise self._too_large()
        try:
            async with asyncio.timeout(self.bounds.read_seconds):
                return await self._received(receive)
        except TimeoutError:
            raise Refusal(408, "The request came too slowly.") from None

    async def _received(self, receive: Receive) -> bytes:
        parts = bytearray()
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Refusal(400, "The request was broken off.")
            parts += message.get("body", b"")
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


async def _too_deep_aside(body: bytes) -> bool:
    """Look at a large document off the event loop, which others wait for."""
    return await asyncio.to_thread(too_deep, body) if len(body) > SMALL_BODY else too_deep(body)


def replay(body: bytes, receive: Receive) -> Receive:
    """Return a channel that gives a body that was read already, then what comes after it."""
    waiting = [{"type": "http.request", "body": body, "more_body": False}]

    async def channel() -> Message:
        return waiting.pop() if waiting else await receive()

    return channel


async def respond(send: Send, status: int, line: str) -> None:
    """Answer in the form that the client shows."""
    body = json.dumps({"detail": line}).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    start = {"type": "http.response.start", "status": status, "headers": [*headers, _length(body)]}
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _length(body: bytes) -> tuple[bytes, bytes]:
    return b"content-length", str(len(body)).encode()
