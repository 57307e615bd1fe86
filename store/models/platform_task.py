"""PlatformTask (平台待办): what the platform still has to be told, by file or by hand."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Self

from store.models.base import Document, Instant, Record

BY_IMPORT = "import"
"""Who ended a task that no person did."""


class PlatformTask(Record):
    """Open until somebody completes it or an import confirms it."""

    id: str
    kind: str
    """The word of what is to be done; the actions that make tasks declare them (`Action.tells`)."""
    created_at: Instant
    copy_text: str
    """What to paste on the platform's page."""
    parcel: str | None = None
    reissue: str | None = None
    case: str | None = None
    application: str | None = None
    """The application for out-of-stock that the platform is to be told of."""
    offer: str | None = None
    """The offer that the buyer took, and that is given there."""
    sku: str = ""
    """What is to be put on sale, or taken off."""
    press: str = ""
    """Which button to press there, in the platform's own words."""
    due_at: Instant | None = None
    """The deadline that it serves, where there is one: the platform's, or that of a turn."""
    due_rule: str = ""
    """The policy rule by which that was computed; empty where somebody gave it."""
    done_at: Instant | None = None
    done_by: str = ""
    moot: bool = False
    """Nobody did it; there was nothing left to tell."""
    reopened_at: Instant | None = None
    """When it turned out that the platform had not been told, whatever somebody had said."""

    @property
    def due_estimated(self) -> bool:
        """Is the deadline that it serves a computed one?"""
        return bool(self.due_rule)

    @property
    def open(self) -> bool:
        """Does the platform still have to be told?"""
        return self.done_at is None

    @property
    def subject(self) -> tuple[str | None, ...]:
        """What is told of what: of two that are open with the same one, one would be done twice."""
        about = (self.parcel, self.reissue, self.case, self.application, self.offer)
        return (self.kind, *about, self.sku)


class Tasked(Document):
    """A document of which the platform may have to be told something."""

    if TYPE_CHECKING:
        tasks: tuple[PlatformTask, ...]

    @property
    def open_tasks(self) -> tuple[PlatformTask, ...]:
        """What the platform still has to be told."""
        return tuple(one for one in self.tasks if one.open)

    def with_tasks(self, *tasks: PlatformTask) -> Self:
        """The same with further platform tasks."""
        return self.model_copy(update={"tasks": (*self.tasks, *tasks)})

    def with_tasks_done(
        self,
        meant: Callable[[PlatformTask], bool],
        at: datetime,
        by: str,
        *,
        moot: bool = False,
    ) -> Self:
        """The document in which the open platform tasks that are meant are done, or moot.

        The same document where none is meant.
        """
        done = {"done_at": at, "done_by": by, "moot": moot}
        return self._with_each(lambda task: task.open and meant(task), done)

    def with_tasks_open_again(self, meant: Callable[[PlatformTask], bool], at: datetime) -> Self:
        """The document in which the platform tasks that are meant are to be done again.

        The same document where none is meant.
        """
        again = {"done_at": None, "done_by": "", "moot": False, "reopened_at": at}
        return self._with_each(lambda task: not task.open and meant(task), again)

    def _with_each(
        self, meant: Callable[[PlatformTask], bool], update: Mapping[str, object]
    ) -> Self:
        changed = {task.id for task in self.tasks if meant(task)}
        if not changed:
            return self
        tasks = tuple(
            task.model_copy(update=update) if task.id in changed else task for task in self.tasks
        )
        return self.model_copy(update={"tasks": tasks})
