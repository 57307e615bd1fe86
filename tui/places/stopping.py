"""Stopping (停下): a list from which what is being done to many is stopped by one key."""

from collections.abc import Sequence
from time import monotonic
from typing import Any, TypeVar

from store.words import _
from tui.places.searching import Searching
from tui.widgets.bars import Hint

Row = TypeVar("Row", bound=Any)
STOPPED_SECONDS = 1.0
"""For so long after what was done to many was told to stop, that key takes nothing else away."""


class Stopping(Searching[Row]):
    """A list that says what is being done to many, and stops it."""

    _stopped_at = -STOPPED_SECONDS

    @property
    def is_acting_on_many(self) -> bool:
        """Is something being done to many, or was it told to stop so lately that one key more was
        typed for that?
        """
        is_late = monotonic() - self._stopped_at < STOPPED_SECONDS
        return is_late or self.desk.jobs.of("bulk") is not None

    def stop_acting(self) -> None:
        """Have it end after the one that is being done; what is left stays marked."""
        job = self.desk.jobs.of("bulk")
        if job and not job.is_stopped:
            self._stopped_at = monotonic()
            self.desk.jobs.stop(job)
            self.show_keys()

    def hints_now(self) -> Sequence[Hint]:
        job = self.desk.jobs.of("bulk")
        is_stoppable = job is not None and not job.is_stopped
        return [Hint("esc", _("stop it"), stays=True)] if is_stoppable else []
