"""Child (子进程): a second process of this program, that is told things and says things.

Both ends are the same program, so that what crosses the pipes may be pickled.
"""

import fcntl
import pickle
import select
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

_START = (
    "import sys; sys.path[:] = sys.argv[2:]; from importlib import import_module;"
    " import_module(sys.argv[1]).main()"
)
_ROOT = str(Path(__file__).parents[1])
_BROKEN = (OSError, EOFError, ValueError, pickle.UnpicklingError)
"""What reading from a child raises, or writing to it, that has died."""
_PIPE_BYTES = 1_000_000
"""What a pipe holds before whoever writes to it has to wait; most systems have far less."""


class ChildProcess:
    """A second process, once it is started. One that has died is none any more, and is no error:
    whoever needs what it would have said does that himself.
    """

    def __init__(self, module: str) -> None:
        """It does what `main` of the module does: read its standard input, and say what comes of
        it on its standard output.
        """
        self._module = module
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def is_there(self) -> bool:
        """Is there one to be told anything?"""
        return self._child is not None

    def start(self) -> None:
        """Start it, so that it has loaded what it needs once it is told; no error where it cannot
        be.
        """
        places = [_ROOT, *filter(None, sys.path)]
        habit = ["-B"] if sys.dont_write_bytecode else []
        with suppress(OSError):
            self._child = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-I", "-S", *habit, "-c", _START, self._module, *places],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        if self._child:
            for pipe in filter(None, (self._child.stdin, self._child.stdout)):
                # Only Linux can, and no more than the machine lets an account have.
                with suppress(AttributeError, OSError):
                    fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)

    def tell(self, what: object) -> None:
        """Tell it this."""
        if self._child and self._child.stdin:
            try:
                pickle.dump(what, self._child.stdin, pickle.HIGHEST_PROTOCOL)
                self._child.stdin.flush()
            except _BROKEN:
                self.stop()

    def tell_no_more(self) -> None:
        """It is told nothing more: its input ends."""
        if self._child and self._child.stdin:
            with suppress(OSError):
                self._child.stdin.close()

    def has_spoken(self, seconds: float) -> bool:
        """Does it say something in time, or end, since it was last heard?"""
        if self._child is None or self._child.stdout is None:
            return False
        poll = select.poll()
        poll.register(self._child.stdout, select.POLLIN)
        return bool(poll.poll(seconds * 1000))

    def heard(self) -> Any:
        """What it says next, as soon as it is said; none where it died before."""
        if self._child is None or self._child.stdout is None:
            return None
        try:
            return pickle.load(self._child.stdout)  # noqa: S301 - our own program
        except _BROKEN:
            self.stop()
            return None

    def stop(self) -> None:
        """End it, whatever it does."""
        child, self._child = self._child, None
        if child:
            child.kill()
            child.wait()
            for pipe in filter(None, (child.stdin, child.stdout)):
                with suppress(OSError):
                    pipe.close()


# At the other end


def next_told() -> Any:
    """What this process, the child, is told next; raises EOFError once it is told no more."""
    return pickle.load(sys.stdin.buffer)  # noqa: S301 - our own program


def say(what: object) -> None:
    """Say something to the process that started this one."""
    pickle.dump(what, sys.stdout.buffer, pickle.HIGHEST_PROTOCOL)
    sys.stdout.buffer.flush()
