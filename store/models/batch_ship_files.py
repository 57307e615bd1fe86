"""BatchShipFiles (批量发货文件): the upload files of a shop, and what was said of each."""

from datetime import datetime

from store.models.axes import Platform
from store.models.base import Document, Instant, Record
from store.models.order import Order
from store.models.platform_task import PlatformTask

TASK = "batch-ship"
"""The kind of the platform tasks that such a file does."""


class ToldParcel(Record):
    """One row of a file: a parcel under the number that the platform is told."""

    order: str
    """The key of its order."""
    order_no: str
    parcel: str
    tracking_no: str

    @property
    def numbers(self) -> frozenset[str]:
        """By which it may be meant: that of its order and that of its parcel."""
        return frozenset((self.order_no, self.tracking_no))

    def tasks_in(self, order: Order, written_at: datetime) -> tuple[PlatformTask, ...]:
        """The tasks that are done once the row is uploaded, of a file that was written then.

        None are where somebody was quicker, where the parcel has another number by now, which the
        platform has not been told, or where the platform has not taken it since: that is for
        another file.
        """
        parcel = order.parcel_named(self.parcel)
        if parcel is None or parcel.tracking_no != self.tracking_no:
            return ()
        return tuple(
            task
            for task in order.open_tasks
            if task.kind == TASK
            and task.parcel == self.parcel
            and (task.reopened_at is None or task.reopened_at <= written_at)
        )


class Answer(Record):
    """That a file is uploaded, as the first said who was asked."""

    at: Instant
    by: str
    rejected: int = 0
    """So many of its rows the platform did not take."""


class BatchShipFile(Record):
    """One file as it was written; once that is answered, without the rows that were rejected."""

    id: str
    file: str
    """Its name, without its folder."""
    at: Instant
    by: str
    rows: tuple[ToldParcel, ...]
    answer: Answer | None = None

    def of_order(self, key: str) -> tuple[ToldParcel, ...]:
        """The rows of one order."""
        return tuple(row for row in self.rows if row.order == key)


def batch_ship_key(platform: Platform, shop: str) -> str:
    """The key of the document with the files of a shop."""
    return f"{platform}:{shop}"


class BatchShipFiles(Document):
    """Those of one shop on one platform, oldest first, as long as they tell something."""

    platform: Platform
    shop: str
    files: tuple[BatchShipFile, ...] = ()

    @property
    def key(self) -> str:
        return batch_ship_key(self.platform, self.shop)

    def with_file(self, file: BatchShipFile) -> "BatchShipFiles":
        """The same with a file as it is now."""
        files = tuple(file if one.id == file.id else one for one in self.files)
        return self.model_copy(update={"files": files})

    def without(self, *gone: str) -> "BatchShipFiles":
        """The same without the files of these ids."""
        files = tuple(one for one in self.files if one.id not in gone)
        return self.model_copy(update={"files": files})

    def without_name(self, name: str) -> "BatchShipFiles":
        """The same without the files that are called so."""
        return self.without(*(one.id for one in self.files if one.file == name))
