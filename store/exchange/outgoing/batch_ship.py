"""The batch-ship file (批量发货): what the platform's upload page takes for the parcels sent.

Pinduoduo's template has 订单号, 快递公司, 快递单号; Doudian calls the first 订单编号. One row is
one parcel, so that an order that went out in two has two rows.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from store.errors import BadInput, Refused
from store.exchange.outgoing.files import hand_out
from store.exchange.outgoing.safe_cells import escape_controls, guard
from store.exchange.outgoing.workbook_out import write_workbook
from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.parcels.carriers import carrier_named, guess_carrier
from store.rules.parcels.uploading import not_to_upload
from store.words import _, listed

_ORDER_NO = {Platform.PINDUODUO: "订单号", Platform.DOUYIN: "订单编号"}
_HEADER = ("快递公司", "快递单号")


class Written(NamedTuple):
    """What a batch-ship file holds, and what it leaves out."""

    parcels: int
    """How many there are in the file."""
    left_out: tuple[str, ...]
    """A sentence for each order whose numbers are not uploaded now."""


def write_batch_ship(orders: Iterable[Order], to: Path) -> Written:
    """Write every parcel with an open `batch-ship` task whose number may be uploaded.

    Refused: there is none. BadInput: the ending is neither .csv nor .xlsx, the parcels are of more
    than one platform, or the file cannot be written.
    """
    if to.suffix.lower() not in (".csv", ".xlsx"):
        said = _("{name}: a batch-ship file is a .csv or .xlsx file; choose one of these endings.")
        raise BadInput(said.format(name=to.name), field="batch_ship")
    waiting: list[tuple[Order, Parcel]] = []
    left_out: list[str] = []
    for order in orders:
        untold = _untold(order)
        why = not_to_upload(order) if untold else None
        if why:
            left_out.append(why)
        else:
            waiting += [(order, parcel) for parcel in untold]
    if not waiting:
        said = _("Nothing has to be told to the platform; no file was written.")
        raise Refused(" ".join((said, *left_out)), field="batch_ship", code="nothing_to_tell")
    header = (_ORDER_NO[_one_platform(waiting)], *_HEADER)
    rows = [
        [escape_controls(text) for text in (order.order_no, _carrier(parcel), parcel.tracking_no)]
        for order, parcel in waiting
    ]

    def write(file: BinaryIO) -> None:
        if to.suffix.lower() == ".xlsx":
            write_workbook(file, header, rows, to.parent)
        else:
            _write_csv(file, header, rows)

    hand_out(to, write)
    return Written(len(rows), tuple(left_out))


def _untold(order: Order) -> list[Parcel]:
    """The parcels of the order whose number the platform still has to be told by this file."""
    wanted = [task.parcel for task in order.open_tasks if task.kind == "batch-ship"]
    return [one for one in order.parcels if one.id in wanted and one.tracking_no]


def _one_platform(waiting: Sequence[tuple[Order, Parcel]]) -> Platform:
    platforms = sorted({order.platform for order, _parcel in waiting})
    if len(platforms) > 1:
        said = _(
            "These parcels are of more than one platform ({platforms}), and each has its own upload"
            " page; select one, for example with platform:{first}."
        )
        given = listed(platforms)
        raise BadInput(said.format(platforms=given, first=platforms[0].value), field="batch_ship")
    return platforms[0]


def _carrier(parcel: Parcel) -> str:
    """The carrier as the platforms call it; a word the desk does not know stays as it is."""
    known = carrier_named(parcel.carrier) or guess_carrier(parcel.tracking_no)
    return parcel.carrier if known is None else known.name


def _write_csv(file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    lines = io.TextIOWrapper(file, "utf-8-sig", newline="")
    table = csv.writer(lines, lineterminator="\r\n")
    table.writerow(header)
    table.writerows([guard(text) for text in row] for row in rows)
    lines.flush()
    lines.detach()
