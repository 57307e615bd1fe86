"""Funds in the desk's own form (docs/imports.md): for a platform, or a time, without an export."""

from typing import get_args

from store.exchange.incoming import cells
from store.exchange.incoming.funds import FundsReading, FundsRow, Told, joined
from store.exchange.incoming.pinduoduo.orders import ORDER_NO
from store.models.axes import Platform
from store.models.made import made
from store.models.payment import Payment, PaymentKind

KINDS: tuple[PaymentKind, ...] = get_args(PaymentKind)


class OwnFundsReading(FundsReading):
    """`at,order_no,kind,in,out,text,flow,platform`."""

    platform = None
    variant = "shouhou"
    COLUMNS = {
        "order_no": ("order_no",),
        "at": ("at",),
        "kind": ("kind",),
        "in": ("in",),
        "out": ("out",),
        "text": ("text",),
        "flow": ("flow",),
        "platform": ("platform",),
    }
    NEEDED = frozenset({"order_no", "at", "kind", "in", "out"})

    def _told(self, row: FundsRow) -> Told:
        order_no = row.number("order_no")
        kind = row.text("kind")
        if kind not in KINDS:
            row.fail("kind", cells.none_of(KINDS, kind))
        payment = made(
            Payment,
            at=row.read("at", cells.instant),
            kind=kind,
            in_fen=abs(row.fen("in")),
            out_fen=abs(row.fen("out")),
            text=joined(row.text("text")),
            flow=row.number("flow"),
        )
        return Told(_platform(row, order_no), order_no, (payment,))


def _platform(row: FundsRow, order_no: str) -> Platform:
    """What the row says, else what the form of its number says."""
    word = row.text("platform")
    if not word and order_no:
        return Platform.PINDUODUO if ORDER_NO.fullmatch(order_no) else Platform.DOUYIN
    if word not in tuple(Platform):
        row.fail("platform", cells.none_of(Platform, word))
    return Platform(word)
