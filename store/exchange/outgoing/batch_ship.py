"""The batch-ship file (批量发货): what the platform's upload page takes for the parcels sent.

Pinduoduo's template has 订单号, 快递公司, 快递单号; Doudian calls the first 订单编号. One row is
one parcel, so that an order that went out in two has two rows. A file is of one shop, because each
has an upload page of its own.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from store.errors import BadInput, Refused
from store.exchange.outgoing.plain_table import ENDINGS, write_table
from store.exchange.outgoing.workbook_out import SheetColumn
from store.models.axes import Platform
from store.models.batch_ship_files import TASK, ToldParcel
from store.models.order import Order
from store.models.parcel import Parcel
from store.rules.parcels.carriers import carrier_named, guess_carrier
from store.rules.parcels.uploading import not_to_upload
from store.words import _, listed, sentences

_ORDER_NO = {Platform.PINDUODUO: "订单号", Platform.DOUYIN: "订单编号"}
_HEADER = ("快递公司", "快递单号")

BY_HAND = "upload-tracking"
"""The task of a number that the upload page does not take: its order is shipped there, or it is
sent again.
"""

Shop = tuple[Platform, str]
Untold = tuple[Order, Parcel]
"""A parcel whose number the platform has to be told."""


class ToTell(NamedTuple):
    """What has to be told now, by shop, and what is left out."""

    shops: dict[Shop, list[Untold]]
    left_out: tuple[str, ...]
    """A sentence for each order whose numbers are not uploaded now."""

    def the_only_shop(self) -> Shop:
        """Raises BadInput where the parcels are of several: one file is for one upload page."""
        platforms = sorted({platform for platform, _shop in self.shops})
        if len(platforms) > 1:
            said = _(
                "These parcels are of more than one platform ({platforms}), and each has its own"
                " upload page; select one, for example with platform:{first}, or name a folder"
                " that is there already."
            )
            given = listed(platforms)
            said = said.format(platforms=given, first=platforms[0].value)
            raise BadInput(said, field="batch_ship")
        shop, *others = sorted(self.shops)
        if others:
            said = _(
                "These parcels are of more than one shop ({shops}), and each has its own upload"
                " page; select one, for example with shop:{first}, or name a folder that is there"
                " already."
            )
            given = listed(name for _platform, name in sorted(self.shops))
            raise BadInput(said.format(shops=given, first=shop[1]), field="batch_ship")
        return shop


def to_tell(orders: Iterable[Order]) -> ToTell:
    """Every parcel of these with an open `batch-ship` task whose number may be uploaded.

    Refused: there is none.
    """
    shops: dict[Shop, list[Untold]] = {}
    left_out: list[str] = []
    by_hand = 0
    for order in orders:
        by_hand += sum(task.kind == BY_HAND for task in order.open_tasks)
        untold = _untold(order)
        why = not_to_upload(order) if untold else None
        if why:
            left_out.append(why)
        elif untold:
            shop = shops.setdefault((order.platform, order.shop), [])
            shop += [(order, parcel) for parcel in untold]
    if not shops:
        said = _("Nothing has to be told to the platform; no file was written.")
        if by_hand:
            said = _(
                "Nothing has to be told by this file, and none was written; numbers to be uploaded"
                " one by one: {count} (see the platform tasks)."
            ).format(count=by_hand)
        raise Refused(sentences(said, *left_out), field="batch_ship", code="nothing_to_tell")
    return ToTell(dict(sorted(shops.items())), tuple(left_out))


def parcels_to_tell(orders: Iterable[Order]) -> int:
    """How many parcels the files of these orders would hold."""
    return sum(len(_untold(order)) for order in orders if not not_to_upload(order))


def write_batch_ship(
    untold: Sequence[Untold], to: Path, *, replaces: bool = False
) -> tuple[ToldParcel, ...]:
    """Write these parcels of one shop, and say what stands in the file.

    BadInput: the ending is neither .csv nor .xlsx, or the file is there or cannot be written.
    """
    if to.suffix.lower() not in ENDINGS:
        said = _(
            "{name}: a batch-ship file is a .csv or .xlsx file; choose one of these endings, or"
            " name a folder that is there already."
        )
        raise BadInput(said.format(name=to.name), field="batch_ship")
    header = (_ORDER_NO[untold[0][0].platform], *_HEADER)
    rows = [(order.order_no, _carrier(parcel), parcel.tracking_no) for order, parcel in untold]
    columns = [SheetColumn(text) for text in header]
    write_table(to, columns, rows, sheet=_("Orders"), replaces=replaces)
    return tuple(
        ToldParcel(
            order=order.key,
            order_no=order.order_no,
            parcel=parcel.id,
            tracking_no=parcel.tracking_no,
        )
        for order, parcel in untold
    )


def _untold(order: Order) -> list[Parcel]:
    """The parcels of the order whose number the platform still has to be told by this file."""
    wanted = [task.parcel for task in order.open_tasks if task.kind == TASK]
    return [one for one in order.parcels if one.id in wanted and one.tracking_no]


def _carrier(parcel: Parcel) -> str:
    """The carrier as the platforms call it, where none stands there as the number tells it; a word
    the desk does not know stays as it is, here as on every screen.
    """
    word = parcel.carrier
    known = carrier_named(word) if word else guess_carrier(parcel.tracking_no)
    return word if known is None else known.name
