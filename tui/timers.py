"""Timers (定时): what is to be done at a time, not after one: however late a key acts, what follows
it comes when it would have come.
"""

from collections.abc import Callable
from time import monotonic

from textual.message_pump import MessagePump
from textual.timer import Timer

LEAST_SECONDS = 0.001
"""A timer of less would never come."""


def at(node: MessagePump, then: float, deed: Callable[[], object]) -> Timer:
    """Have it done at that time by the monotonic clock; soon, where that is over."""
    return node.set_timer(max(LEAST_SECONDS, then - monotonic()), deed)
