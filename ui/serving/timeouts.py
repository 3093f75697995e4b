"""How long a connection may take to send the head of a request."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

HEAD_S = 10.0  # seconds from the first byte, or the connection, to the blank line
IDLE = "IDLE"  # h11's name for a client whose next head has not come


class PatientProtocol(H11Protocol):
    """uvicorn's HTTP/1.1, which would wait for half a head as long as its client stays connected."""

    head_s = HEAD_S
    _head: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait."""
        super().connection_made(transport)
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no more."""
        super().connection_lost(exc)
        self._stop()

    def data_received(self, data: bytes) -> None:
        """More bytes give no more time; only a whole head does."""
        super().data_received(data)
        self._watch()

    def _watch(self) -> None:
        if str(self.conn.their_state) != IDLE:
            self._stop()
        elif self._head is None:
            self._head = self.loop.call_later(self.head_s, self.timeout_keep_alive_handler)

    def _stop(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None
