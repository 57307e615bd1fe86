"""Extension (延期): more time on a case that we asked for, and what was answered."""

from typing import Literal

from store.models.base import Instant, Record


class Extension(Record):
    """One request for more time."""

    asked: Literal["platform", "buyer"]
    asked_at: Instant
    by: str
    """Who of us asked."""
    reason: str
    before: Instant | None = None
    """The deadline as it stood then; none where none was known."""
    until: Instant
    """Until when we asked for time."""
    granted: bool | None = None
    """None while it waits for its answer."""
    answered_at: Instant | None = None
    granted_until: Instant | None = None
    refusal: str = ""
    """Why it was refused."""
