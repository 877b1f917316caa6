"""A client that costs little: raw sockets kept open, one process, bounded in number.

A client library takes longer for a request than a light endpoint does for its answer, and would be
what is measured. This one only finds the end of each answer.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

HOST = "127.0.0.1"
#: No burst has more requests, or takes longer.
MOST_REQUESTS, LONGEST_S = 200_000, 120.0
_PIECE = 1 << 18


class Unexpected(RuntimeError):
    """An answer that is no success."""


@dataclass(frozen=True, slots=True, eq=False)
class Burst:
    """What a burst of requests took: latencies in milliseconds, (n,), and seconds in all."""

    latency_ms: NDArray[np.float64]
    seconds: float

    @property
    def a_second(self) -> float:
        """Answers a second."""
        return len(self.latency_ms) / self.seconds

    def percentile(self, share: float) -> float:
        """The latency that `share` percent stay under, in milliseconds."""
        return float(np.percentile(self.latency_ms, share))


@dataclass(slots=True)
class _Line:
    """One connection and what has come of the answer it waits for."""

    socket: socket.socket
    sent_at: float = 0.0
    got: bytearray = field(default_factory=bytearray)

    def ask(self, request: bytes) -> None:
        self.got.clear()
        self.sent_at = time.perf_counter()
        self.socket.sendall(request)

    def answered(self) -> bool:
        """Take what is there; whether the answer is whole. Raises Unexpected."""
        piece = self.socket.recv(_PIECE)
        if not piece:
            raise Unexpected(f"closed after {bytes(self.got[:200])!r}")
        self.got += piece
        end = self.got.find(b"\r\n\r\n")
        if end < 0:
            return False
        head = bytes(self.got[:end]).lower()
        if not head.startswith((b"http/1.1 200", b"http/1.1 304")):
            raise Unexpected(repr(bytes(self.got[:400])))
        at = head.find(b"content-length:")
        length = int(head[at + 15 :].split(b"\r\n", 1)[0]) if at >= 0 else 0
        return len(self.got) >= end + 4 + length


def get(address: str, headers: Sequence[str] = ()) -> bytes:
    """A GET request as it goes over the wire."""
    lines = [f"GET {address} HTTP/1.1", f"Host: {HOST}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def hammer(port: int, requests: Sequence[bytes], total: int, connections: int) -> Burst:
    """Send `requests` in turn, `total` in all, over `connections` at once."""
    total = min(total, MOST_REQUESTS)
    latencies: list[float] = []
    lines = [_Line(socket.create_connection((HOST, port))) for _ in range(connections)]
    asked = 0
    with selectors.DefaultSelector() as waiting:
        for line in lines:
            line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            waiting.register(line.socket, selectors.EVENT_READ, line)
        begun = time.perf_counter()
        for line in lines[:total]:
            line.ask(requests[asked % len(requests)])
            asked += 1
        while len(latencies) < total:
            if time.perf_counter() - begun > LONGEST_S:
                break
            for key, _ in waiting.select(timeout=1.0):
                line = key.data
                if not line.answered():
                    continue
                latencies.append((time.perf_counter() - line.sent_at) * 1000)
                if asked < total:
                    line.ask(requests[asked % len(requests)])
                    asked += 1
        seconds = time.perf_counter() - begun
    for line in lines:
        line.socket.close()
    return Burst(np.array(latencies), seconds)
