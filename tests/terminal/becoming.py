"""What `LoadedDesk` forks: all of the desk, loaded once, that becomes the program at a terminal."""

import fcntl
import os
import signal
import sys
import termios
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import tui.app
import tui.commands.desk
import tui.jobs
import tui.screens.acting
import tui.screens.form
import tui.screens.order
from store.rules.action.catalogue import all_actions
from tests.terminal import demo  # noqa: F401 - loaded once, as all of the desk

all_actions()


def become(  # noqa: PLR0913, PLR0917 - a start is made of that
    program: Callable[[], int],
    words: Sequence[str],
    terminal: str,
    environment: Mapping[str, str],
    folder: Path,
    moment: float | None,
    there: Connection,
) -> None:
    """Be a program with these words, as if it had just been started at this terminal.

    A form waits so many seconds for what comes of it, where `moment` says how many. What is sent
    to `there` means that the terminal is held.
    """
    os.setsid()
    descriptor = os.open(terminal, os.O_RDWR)
    fcntl.ioctl(descriptor, termios.TIOCSCTTY, 0)
    for standard in range(3):
        os.dup2(descriptor, standard)
    os.close(descriptor)
    there.send(None)
    there.close()
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["shouhou", *words]
    given = {"encoding": "utf-8", "errors": "surrogateescape", "closefd": False}
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        stream = open(number, "w" if number else "r", **given)  # type: ignore[call-overload] # noqa: PTH123, SIM115
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    if moment is not None:
        tui.jobs.MOMENT = moment
    sys.exit(program())
