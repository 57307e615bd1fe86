"""PlatformTask (平台待办): what the platform still has to be told, by file or by hand."""

from typing import Literal

from store.models.base import Instant, Record

TaskKind = Literal["batch-ship", "create-reissue", "upload-tracking"]


class PlatformTask(Record):
    """Open until somebody completes it or an import confirms it."""

    id: str
    kind: TaskKind
    created_at: Instant
    copy_text: str
    """What to paste on the platform's page."""
    parcel: str | None = None
    reissue: str | None = None
    done_at: Instant | None = None
    done_by: str = ""

    @property
    def open(self) -> bool:
        """Does the platform still have to be told?"""
        return self.done_at is None
