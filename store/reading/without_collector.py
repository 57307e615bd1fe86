"""The collector of cycles, switched off while very many objects are made that hold none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_collector() -> Iterator[None]:
    """Look for no cycle meanwhile; that is a decorator too.

    Two hundred thousand orders, or their rows, are millions of objects and not one cycle: looking
    for cycles again and again took more than half of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
