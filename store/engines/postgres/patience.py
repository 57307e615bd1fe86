"""Patience (耐心): how long an answer is waited for where the server itself sets no limit."""

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from threading import Thread
from typing import Any

import psycopg
from psycopg import Connection, errors

CANCEL_SECONDS = 2.0
LEAST_SECONDS = 0.01


def give_up(connection: Connection[Any]) -> None:
    """Tell the server to leave what it does for this connection; else end that."""
    try:
        connection.cancel_safe(timeout=CANCEL_SECONDS)
    except psycopg.Error:
        hang_up(connection)  # nor does it say anything to that


def hang_up(connection: Connection[Any]) -> None:
    """End it beneath whoever waits for its answer, who is told that it is lost."""
    with suppress(OSError), socket.socket(fileno=os.dup(connection.fileno())) as line:
        line.shutdown(socket.SHUT_RDWR)


@dataclass(eq=False, slots=True)
class _Wait:
    """For an answer, until some time by the monotonic clock."""

    connection: Connection[Any]
    until: float
    is_over: bool = False


class Patience:
    """What one process waits for; each wait is as long as the others.

    One thread looks after all of them and ends when there are none: one for each wait would cost
    more than what is waited for.
    """

    def __init__(self) -> None:
        self._waits: list[_Wait] = []
        self._guard = threading.Lock()
        self._is_watched = False

    @contextmanager
    def lasting(self, connection: Connection[Any], seconds: float) -> Iterator[list[str]]:
        """What is asked in the block is given up after so long; gives what the server warns of.

        The connection is closed where it was given up.
        """
        warned: list[str] = []

        def note(said: errors.Diagnostic) -> None:
            warned.append(said.message_primary or "")

        wait = _Wait(connection, time.monotonic() + seconds)
        connection.add_notice_handler(note)
        with self._guard:
            self._waits.append(wait)
            if not self._is_watched:
                self._is_watched = True
                Thread(target=self._watch, args=(seconds,), name="patience", daemon=True).start()
        try:
            yield warned
        finally:
            with self._guard:
                self._waits.remove(wait)
            connection.remove_notice_handler(note)
            if wait.is_over:
                # A server may be told too late, and would leave what is asked next.
                connection.close()

    def _watch(self, seconds: float) -> None:
        while seconds:
            time.sleep(seconds)
            # Who was waiting goes on once the server has been told, so that it is never told later.
            with self._guard:
                seconds = self._look()
                self._is_watched = seconds > 0

    def _look(self) -> float:
        """Give up what is over; after how many seconds to look again, none where nothing is left.

        Those that end while nobody looks leave the thread to itself until then.
        """
        now = time.monotonic()
        for wait in self._waits:
            if wait.until <= now and not wait.is_over:
                wait.is_over = True
                give_up(wait.connection)
        left = [wait.until for wait in self._waits if not wait.is_over]
        return max(min(left) - now, LEAST_SECONDS) if left else 0.0
