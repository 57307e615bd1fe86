"""Days (期限): by when something is looked at, neither over nor out of sight."""

from collections.abc import Iterator
from datetime import date, timedelta

from store.errors import Problem
from store.rules.action.context import Context
from store.words import _

MOST_DAYS = 3650
"""Ten years, forward and back."""


def due_problem(due: date, first: date, context: Context) -> Iterator[Problem]:
    """A day before the first that is possible, or more than ten years away."""
    last = context.today + timedelta(days=MOST_DAYS)
    if not first <= due <= last:
        said = _("{day} cannot be; give a day from {first} to {last}.")
        told = {"first": first.isoformat(), "last": last.isoformat()}
        yield Problem("due", said.format(day=due.isoformat(), **told))
