"""What is left of an import whose store failed: what its commits brought is there, and is told."""

from collections.abc import Iterator
from contextlib import contextmanager

from store.errors import GivenUp, InterruptedReading, StoreTrouble
from store.importing.report import Step, Watch
from store.words import _


class Left:
    """How many rows of an import are not in the store yet, as its steps tell."""

    def __init__(self, watch: Watch, *, is_dry: bool) -> None:
        self._watch = watch
        self._is_dry = is_dry
        self._rows: int | None = None
        """None as long as nothing was committed."""

    def telling(self, later: int) -> Watch:
        """Watch rows behind which so many come `later`."""

        def watch(step: Step) -> bool:
            if step.deed == "merge" and step.total is not None:
                self._rows = step.total - step.done + later
            return self._watch(step)

        return watch

    @contextmanager
    def told(self, total: int) -> Iterator[None]:
        """Say what is there of so many rows, and what is left, where the store fails."""
        try:
            yield
        except (GivenUp, InterruptedReading):
            raise
        except StoreTrouble as error:
            if self._is_dry or self._rows is None:
                raise
            said = _(
                "{cause} {done} rows are in the store, {left} are left; importing the same again"
                " goes on with them."
            )
            said = said.format(cause=error.cause, done=total - self._rows, left=self._rows)
            raise StoreTrouble(said, code=error.code) from error
