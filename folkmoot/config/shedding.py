"""When more ask than can be answered: reads past a short queue are told at once to come back, writes wait longer.

A queue that only grows makes everybody wait, and in the end nobody is answered in time. gunicorn's own threads keep
such a queue; this one is short. What somebody sends (a reply, a vote) is turned away last.
"""

from __future__ import annotations

import os
import selectors
import time
from functools import partial
from threading import Lock

from gunicorn.workers.gthread import TConn, ThreadWorker

MOST_READS = int(os.environ.get("FOLKMOOT_MOST_WAITING", "32"))
MOST_WRITES = MOST_READS * 3
SECONDS = 5
WORDS = b"Many people are here at once. Please try again in a few seconds; what you typed is still on your screen.\n"
ANSWER = (
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: %d\r\nContent-Type: text/plain; charset=utf-8\r\n"
    b"Content-Length: %d\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n"
    b"Content-Security-Policy: default-src 'none'\r\nConnection: close\r\n\r\n" % (SECONDS, len(WORDS))
) + WORDS
READS = (b"GET", b"HEA")
# The same numbers on every system (MSG_PEEK, SHUT_WR): this file answers on connections that gunicorn took, and opens
# none, so it has no need of the module that could.
PEEK, NO_MORE = 2, 1


class Shedding(ThreadWorker):
    """gunicorn's threaded worker with a queue of known length."""

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self._waiting, self._counting = 0, Lock()

    def enqueue_req(self, conn: TConn) -> None:
        if self._waiting >= MOST_READS:
            begins = _first_letters(conn.sock)
            if begins is None and not conn.data_ready:
                return self._wait_for_words(conn)
            if begins in READS or self._waiting >= MOST_WRITES:
                return self._turn_away(conn)
        self._count(1)
        return super().enqueue_req(conn)

    def handle(self, conn: TConn):
        self._count(-1)
        return super().handle(conn)

    def _count(self, by: int) -> None:
        with self._counting:
            self._waiting += by

    def _wait_for_words(self, conn: TConn) -> None:
        """Whether it reads or writes is not known before it speaks; gunicorn's loop wakes us when it does."""
        conn.timeout = time.monotonic() + self.cfg.keepalive
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, partial(self.on_pending_socket_readable, conn))

    def _turn_away(self, conn: TConn) -> None:
        """Answer from the loop itself: a few hundred bytes, which the socket's own buffer takes without waiting."""
        self.nr_conns -= 1
        try:
            conn.sock.setblocking(False)
            conn.sock.send(ANSWER)
            conn.sock.shutdown(NO_MORE)
            conn.sock.recv(65_536)  # unread words would make the close cut the answer off
        except OSError:
            pass  # they are gone, or slow: nobody waits for them here
        conn.close()


def _first_letters(sock) -> bytes | None:
    """How the request begins, left unread; None when nothing of it has arrived."""
    sock.setblocking(False)
    try:
        return sock.recv(3, PEEK)
    except BlockingIOError:
        return None
    except OSError:
        return b""
