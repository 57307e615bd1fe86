"""PlatformTask (平台待办): what the platform still has to be told, by file or by hand."""

from typing import Literal

from store.models.base import Instant, Record

TaskKind = Literal[
    "batch-ship",
    "create-reissue",
    "cancel-reissue",
    "upload-tracking",
    "apply-stock-out",
    "delist-product",
    "relist-product",
    "cancel-order",
    "change-address",
    "intercept-parcel",
    "answer-case",
    "send-for-case",
    "request-intervention",
    "submit-evidence",
    "appeal",
]


class PlatformTask(Record):
    """Open until somebody completes it or an import confirms it."""

    id: str
    kind: TaskKind
    created_at: Instant
    copy_text: str
    """What to paste on the platform's page."""
    parcel: str | None = None
    reissue: str | None = None
    case: str | None = None
    press: str = ""
    """Which button to press there, in the platform's own words."""
    done_at: Instant | None = None
    done_by: str = ""

    @property
    def open(self) -> bool:
        """Does the platform still have to be told?"""
        return self.done_at is None
