"""Undo (撤销): what was done here since the desk was opened, and can be taken back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from store.work.undoing import Undoing
    from tui.jobs import Job

MOST = 50
"""So many are kept."""


class Done(NamedTuple):
    """Something that was done, and how it is taken back."""

    title: str
    take_back: Callable[[], object] = lambda: None
    """Gives a sentence, where there is one; raises ShouhouError where it cannot be."""
    writes: bool = True
    """Is the store, or a file, written for it? Else it is done on the screen, at once."""
    is_told: bool = True
    """Does the line below say how it is taken back? Of a single mark that is not worth the room."""
    is_in_sight: Callable[[], bool] = lambda: True
    """Is there before the eye what taking it back changes? Else it waits until that is."""
    is_final: bool = False
    """Is it known that it cannot be? Whoever asks for it is told so."""
    job: "Callable[[], Job] | None" = None
    """What takes it back instead, where that takes long."""
    run: str = ""
    """Of what was done to many the id of the run: all of it is taken back at once."""
    left: "tuple[Undoing, ...]" = ()
    """What of that is still to be taken back."""


class DoneHere:
    """All of that; any thread may add to it."""

    def __init__(self) -> None:
        self._done: list[Done] = []

    def add(self, done: Done) -> None:
        """This was done last; where they are too many, the oldest goes that wrote nothing: many
        marks are no reason to forget a claim.
        """
        self._done = [*self._done, done]
        if len(self._done) > MOST:
            self.drop(next((one for one in self._done if not one.writes), self._done[0]))

    def of_run(self, run: str) -> Done | None:
        """What was done by this run so far, and can be taken back."""
        return next((done for done in self._done if done.run == run), None)

    @property
    def last(self) -> Done | None:
        """What is taken back next."""
        return next((done for done in reversed(self._done) if done.is_in_sight()), None)

    @property
    def is_told(self) -> bool:
        """Is what was done last worth telling, and can it be taken back, as far as is known?"""
        return self.last is not None and self.last.is_told and not self.last.is_final

    def drop_final(self) -> Done | None:
        """Drop what was done last as far as it is final; what can be taken back before it."""
        while self.last and self.last.is_final:
            self.drop(self.last)
        return self.last

    def drop(self, done: Done) -> None:
        """It was taken back, or never will be."""
        self._done = [one for one in self._done if one is not done]
