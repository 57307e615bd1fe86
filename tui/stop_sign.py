"""Stop sign (流控): ctrl+s saves in the desk; until the desk has the terminal, it must not stop it.

A terminal that ctrl+s has stopped takes nothing that is written to it, until somebody knows of
ctrl+q. So the sign is taken away before anything that takes long is loaded; one that was typed
before no longer holds then either.
"""

import contextlib
import termios
from collections.abc import Iterator
from typing import Any

_INPUT = 0
"""Where keys come from, and the place of what a terminal does with input among its settings."""
_as_found: list[list[Any]] = []


@contextlib.contextmanager
def without_stop_sign() -> Iterator[None]:
    """Have no sign that stops the terminal meanwhile; without a terminal there is nothing to do."""
    try:
        found = termios.tcgetattr(_INPUT)
        termios.tcsetattr(
            _INPUT, termios.TCSANOW, [found[_INPUT] & ~termios.IXON, *found[_INPUT + 1 :]]
        )
    except termios.error:
        yield
        return
    _as_found.append(found)
    try:
        yield
    finally:
        give_back()


def give_back() -> None:
    """Leave the terminal as it was found, also where the desk's own driver no longer can."""
    while _as_found:
        with contextlib.suppress(termios.error):  # it has gone
            termios.tcsetattr(_INPUT, termios.TCSANOW, _as_found.pop())
