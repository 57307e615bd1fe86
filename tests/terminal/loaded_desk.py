"""A desk at a terminal that starts out of a process which has all of it loaded.

A start loads for half a second of a processor. How the program itself starts and ends is seen in
`test_main_job` and `test_endings`; what a running desk does, here.
"""

import multiprocessing
import os
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from tests.terminal.becoming import become
from tests.terminal.pty_driver import Desk, set_size
from tui.cli import main

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload([become.__module__])


class LoadedDesk(Desk):
    """`shouhou`, or another `program`, with these words; else as a `Desk` of the whole program.

    `moment` are the seconds that a form waits for what comes of it, if not as many as usual.
    """

    _process: ForkServerProcess

    def __init__(  # noqa: PLR0913 - as of a Desk
        self,
        words: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        env: Mapping[str, str | None] | None = None,
        cwd: Path | None = None,
        moment: float | None = None,
        program: Callable[[], int] = main,
    ) -> None:
        self._program, self._moment = program, moment
        super().__init__(words, columns=columns, rows=rows, env=env, cwd=cwd)

    def _started(
        self,
        command: Sequence[str],
        size: tuple[int, int],
        environment: Mapping[str, str],
        folder: Path,
        before: Callable[[], object] | None,
    ) -> tuple[int, int]:
        master, terminal = os.openpty()
        set_size(terminal, *size)
        here, there = CONTEXT.Pipe(duplex=False)
        place = os.ttyname(terminal)
        given = (self._program, command, place, environment, folder, self._moment, there)
        self._process = CONTEXT.Process(target=become, args=given)
        self._process.start()
        there.close()
        here.recv()
        here.close()
        os.close(terminal)
        assert self._process.pid is not None
        return self._process.pid, master

    def _ended(self) -> int | None:
        return self._process.exitcode
