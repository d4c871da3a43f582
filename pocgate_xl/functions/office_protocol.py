"""HTTP for clients that may be slow on purpose: the head of a request must be there in time."""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.auto import AutoHTTPProtocol

HEAD_SECONDS = 10.0


class Impatient(AutoHTTPProtocol):  # type: ignore[valid-type, misc]
    """Close a connection on which a request was begun, or never begun, and its head does not come."""

    head_seconds = HEAD_SECONDS
    alarm: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._watch()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._rest()
        super().connection_lost(exc)

    def _watch(self) -> None:
        """Set the alarm while no request is being answered; more bytes of a head do not put it off."""
        if self.cycle is not None and not self.cycle.response_complete:
            self._rest()
        elif self.alarm is None:
            self.alarm = self.loop.call_later(self.head_seconds, self._too_slow)

    def _rest(self) -> None:
        if self.alarm is not None:
            self.alarm.cancel()
            self.alarm = None

    def _too_slow(self) -> None:
        self.alarm = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
