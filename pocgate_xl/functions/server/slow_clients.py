"""HTTP for clients that may be slow on purpose: the head of a request must be there in time."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_SECONDS = 10.0
MOST_CONNECTIONS = 150
"""From here on the one that has waited longest makes room for a new one."""


class Impatient(AutoHTTPProtocol):  # type: ignore[valid-type, misc]
    """Close a connection on which a request was begun, or never begun, and its head does not come."""

    head_seconds = HEAD_SECONDS
    most_connections = MOST_CONNECTIONS
    alarm: asyncio.TimerHandle | None = None
    known: ClassVar[dict[Impatient, None]] = {}
    """Every connection, the last that asked for something at the end."""

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.known[self] = None
        if len(self.known) > self.most_connections:
            self._make_room()
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        self.known.pop(self, None)
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Set the alarm while no request is being answered; more bytes of a head do not put it off."""
        if self._answering():
            self.known[self] = self.known.pop(self, None)
            self._rest()
        elif self.alarm is None:
            self.alarm = self.loop.call_later(self.head_seconds, self._too_slow)

    def _rest(self) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
            self.alarm = None

    def _answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _too_slow(self) -> None:
        self.alarm = None
        if not self._answering():
            self.transport.close()

    def _make_room(self) -> None:
        """Let the connection go that has said nothing for longest."""
        waiting = next((each for each in self.known if each is not self and not each._answering()), None)
        if waiting is not None:
            self.known.pop(waiting)
            waiting.transport.abort()
