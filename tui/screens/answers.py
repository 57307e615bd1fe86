"""Answers (回应): what a screen asks of the desk's threads, for a key or beside the keys."""

from collections.abc import Callable, Coroutine
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from textual.dom import DOMNode
from textual.screen import Screen
from textual.worker import Worker

from store.errors import InterruptedReading, ShouhouError
from tui.keyboard.waiting import GOING

if TYPE_CHECKING:
    from tui.desk import Desk

Result = TypeVar("Result")
Deed = Callable[[], Coroutine[Any, Any, None]]
WAITED_FOR, BESIDE = "answer", "beside"


def begin(
    node: DOMNode,
    deed: Callable[[], Coroutine[Any, Any, Result]],
    group: str = "default",
    *,
    exclusive: bool = False,
) -> Worker[Result]:
    """Have a node of the desk do this, for as long as it is there."""
    return node.run_worker(deed, group=group, exclusive=exclusive)


class Answers:
    """The answers one screen waits for; who leaves the screen gets none."""

    def __init__(self, screen: Screen[Any], refuse: Callable[[ShouhouError], None]) -> None:
        """`refuse` says why something could not be done."""
        self._screen = screen
        self._refuse = refuse

    @cached_property
    def desk(self) -> "Desk":
        """The app, as what it is."""
        return cast("Desk", self._screen.app)

    def wait_for(self, deed: Deed) -> None:
        """Do what a key asks for; the keys after it wait, since it may open what they are for."""
        self.desk.hold(self._worker(deed, WAITED_FOR))

    def leave_for(self, deed: Deed) -> None:
        """Do what leads to another place; the keys after it wait.

        It is done by the app: a screen that goes takes along what it was doing itself.
        """
        self.desk.hold(begin(self.desk, partial(self._done, deed), GOING))

    def beside(self, deed: Deed) -> None:
        """Do what no key waits for, in place of what was asked so before and is not done yet."""
        self._worker(deed, BESIDE, is_exclusive=True)

    def at_once(self, deed: Deed) -> None:
        """The same, but the keys after it are for what it shows."""
        self.desk.hold(self._worker(deed, BESIDE, is_exclusive=True))

    def give_up(self) -> None:
        """Wait for none that keys wait for."""
        self._screen.workers.cancel_group(self._screen, WAITED_FOR)

    def _worker(self, deed: Deed, group: str, *, is_exclusive: bool = False) -> Worker[None]:
        done = partial(self._done, deed)
        return begin(self._screen, done, group, exclusive=is_exclusive)

    async def _done(self, deed: Deed) -> None:
        try:
            await deed()
        except InterruptedReading:
            pass  # whoever stopped it knows
        except ShouhouError as error:
            self._refuse(error)
        finally:
            self.desk.release()
