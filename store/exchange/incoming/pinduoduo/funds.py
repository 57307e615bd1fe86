"""Pinduoduo's 店铺账务明细: a span above the header, control totals beneath the rows.

A row has no number of its own; rows about late goods name no order (domain.md §6.1).
"""

import re
from collections.abc import Sequence
from datetime import datetime

from store.errors import BadInput
from store.exchange.incoming import cells
from store.exchange.incoming.columns import REJECTED_COLUMNS
from store.exchange.incoming.funds import FundsReading, FundsRow, Told, joined
from store.exchange.incoming.funds_words import pinduoduo_kind
from store.exchange.incoming.pinduoduo.orders import ORDER_NO, no_order_number
from store.exchange.incoming.tables import BETWEEN, Table, TableRow
from store.models.axes import Platform
from store.models.made import made
from store.models.money import yuan_text
from store.models.payment import Payment
from store.words import _

_SPAN = re.compile(r"起始时间：(\d[\d :-]+\d)\s+终止时间：(\d[\d :-]+\d)", re.ASCII)
_TOTAL = re.compile(r"#\s*(\S+?)[：:]\s*(\d+)\s*笔[，,]?共?\s*([+-]?[\d,.]+)元")


class PinduoduoFundsReading(FundsReading):
    """店铺账务明细, also called 货款明细."""

    platform = Platform.PINDUODUO
    variant = "pdd-funds"
    COLUMNS = {
        "order_no": ("商户订单号", "商品订单号"),
        "at": ("发生时间",),
        "in": ("收入金额（+元）", "收入金额"),
        "out": ("支出金额（-元）", "支出金额"),
        "kind": ("账务类型",),
        "note": ("备注",),
        "text": ("业务描述",),
    }
    NEEDED = frozenset({"order_no", "at", "in", "out", "kind"})

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        found = _SPAN.search("\n".join(table.above))
        self._span = (cells.instant(found[1]), cells.instant(found[2])) if found else None
        # Rows that were rejected come back, mended, without the totals of the file they were in.
        self._needs_totals = not {*REJECTED_COLUMNS} <= {*table.columns}
        self._controls: dict[str, tuple[int, int]] = {}
        self._rows = self._in_fen = self._out_fen = 0

    @property
    def span(self) -> tuple[datetime, datetime] | None:
        """What the file says above its header, else what its rows span."""
        return self._span or super().span

    @property
    def is_whole_without_rows(self) -> bool:
        """Is it the file of a month in which nothing happened?"""
        return bool(self._controls)

    def is_note(self, row: TableRow) -> bool:
        """A control total, or the time of the export."""
        if not row.text.startswith("#"):
            return False
        found = _TOTAL.match("，".join(filter(None, row.text.split(BETWEEN))))
        if found:
            self._controls[found[1]] = int(found[2]), cells.signed_money(found[3].lstrip("+"))
        return True

    def _add_up(self, parts: Sequence[str]) -> None:
        self._rows += 1
        self._in_fen += _added(parts[self._places["in"]])
        self._out_fen += _added(parts[self._places["out"]])

    def finish(self) -> None:
        """Raise BadInput where the rows are not what the control totals say, or none say it."""
        controls = self._controls
        counts = [controls[name][0] for name in ("收入合计", "支出合计") if name in controls]
        both = sum(counts) if len(counts) == len(("in", "out")) else None
        count = controls["总计"][0] if "总计" in controls else both
        if count is None and self._needs_totals:
            said = _(
                "{file}: it ends without its totals (#总计), so rows may be missing; take it from"
                " the platform again. Nothing was imported."
            )
            raise BadInput(said.format(file=self.file))
        found = self._rows, self._in_fen, self._out_fen, self._in_fen + self._out_fen
        told = (
            count,
            controls["收入合计"][1] if "收入合计" in controls else None,
            controls["支出合计"][1] if "支出合计" in controls else None,
            controls["总计"][1] if "总计" in controls else None,
        )
        what = (_("rows"), _("income"), _("outgoings"), _("balance"))
        for place, (name, ours, theirs) in enumerate(zip(what, found, told, strict=True)):
            if theirs is None or ours == theirs:
                continue
            shown = [f"{one}" if place == 0 else yuan_text(one) for one in (ours, theirs)]
            said = _(
                "{file}: its control total says {what} {told}, its rows come to {found};"
                " it is not whole, export it again. Nothing was imported."
            )
            raise BadInput(said.format(file=self.file, what=name, told=shown[1], found=shown[0]))

    def _told(self, row: FundsRow) -> Told:
        order_no = row.number("order_no")
        if order_no and not ORDER_NO.fullmatch(order_no):
            row.fail("order_no", no_order_number(order_no))
        income, outgo = row.fen("in"), -abs(row.fen("out"))
        text, kind, note = row.text("text"), row.text("kind"), row.text("note")
        payment = made(
            Payment,
            at=row.read("at", cells.instant),
            kind=pinduoduo_kind(text, kind, note),
            in_fen=max(income, 0),
            out_fen=-outgo + max(-income, 0),
            text=joined(text) if text else joined(kind, note),
        )
        return Told(Platform.PINDUODUO, order_no, (payment,))


def _added(text: str) -> int:
    """What a cell adds to a total; one that cannot be read adds nothing, and is told of later."""
    try:
        return cells.signed_money(text) if text not in ("", "-") else 0
    except cells.UnreadableCellError:
        return 0
