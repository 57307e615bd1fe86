"""Suspending (挂起): the shell behind the desk has the terminal, and the desk is whole afterwards.

ctrl+z takes back what was done last, so that another key or the palette suspends. Whoever stops the
desk from outside (`kill -TSTP`, `kill -STOP`) finds it drawn anew as well.
"""

import os
import signal
from typing import Protocol, cast

from textual.drivers.linux_driver import LinuxDriver


class Drawing(Protocol):
    """An app that can write all of its screen again."""

    def draw_anew(self) -> None:
        """Do it."""


class SuspendedDriver(LinuxDriver):
    """Textual's driver, which goes on after a stop with a blank screen, and after one that it was
    not told of with a second thread that reads the keys. It forgets what was typed each time that
    it is told to read no more, also once the terminal was given back.
    """

    def disable_input(self) -> None:
        """Read no more keys; what is typed behind the last that was read is the shell's."""
        if self._key_thread is not None and self._key_thread.is_alive():
            super().disable_input()

    def _sigtstp_application(self, *_given: object) -> None:
        """Stop where nothing is half written: the signal may come in the middle of a write, whose
        lock what is written before the stop would wait for.
        """
        self._loop.call_soon_threadsafe(super()._sigtstp_application)

    def _sigcont_application(self, *_given: object) -> None:
        if self._must_signal_resume:
            self.resume_application_mode()
        if not self._must_signal_resume:  # else it is in the background, and stopped again
            self._loop.call_soon_threadsafe(cast("Drawing", self._app).draw_anew)


def suspend() -> bool:
    """Stop all of this job until its shell brings it back; False where no shell is behind it that
    could.
    """
    parent = os.getppid()
    try:
        is_job = os.getsid(parent) == os.getsid(0) and os.getpgid(parent) != os.getpgrp()
    except OSError:  # it is another user's, or has gone
        return False
    if is_job:
        os.killpg(0, signal.SIGTSTP)
    return is_job
