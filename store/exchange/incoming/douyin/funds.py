"""Doudian's 动账明细 (39 or 30 columns) and 结算账单 (34 columns), domain.md §6.2 and §6.3."""

from store.exchange.incoming import cells
from store.exchange.incoming.columns import names
from store.exchange.incoming.funds import FundsReading, FundsRow, Told, joined
from store.exchange.incoming.funds_words import douyin_kind
from store.exchange.incoming.tables import BETWEEN, TableRow
from store.models.axes import Platform
from store.models.made import made
from store.models.payment import Payment
from store.words import _
from store.words.excerpts import excerpt

_IN, _OUT = "入账", "出账"


class DouyinFundsReading(FundsReading):
    """动账明细: the flow number is the key; amounts are absolute or signed, as the export likes."""

    platform = Platform.DOUYIN
    variant = "doudian-funds"
    COLUMNS = {
        "order_no": ("订单号",),
        "at": ("动账时间", "动帐时间"),
        "flow": ("动账流水号", "动帐流水号"),
        "direction": ("动账方向", "动帐方向"),
        "amount": ("动账金额", "动帐金额"),
        "scene": ("动账场景", "动帐场景", "动账摘要"),
        "line": ("子订单号",),
        "case": ("售后编号",),
        "note": ("备注",),
    }
    NEEDED = frozenset({"order_no", "at", "flow", "direction", "amount"})
    OTHERS = names(
        """
        动账账户 计费类型 下单时间 商品ID 商品名称 达人ID 达人名称 订单类型 订单实付应结 运费实付
        实际平台补贴_运费 实际平台补贴 其他平台补贴 以旧换新抵扣 政府补贴平台垫资 实际达人补贴
        实际抖音支付补贴 实际抖音月付营销补贴 银行补贴 订单退款 平台服务费 佣金 服务商佣金 渠道分成
        招商服务费 站外推广费 其他分成 是否免佣 免佣金额 商户主体名称
        """
    )

    def _told(self, row: FundsRow) -> Told:
        direction = row.text("direction")
        if direction not in (_IN, _OUT):
            said = _("入账 or 出账 was expected, “{found}” was found")
            row.fail("direction", said.format(found=excerpt(direction)))
        flow = row.number("flow")
        if not flow:
            row.fail("flow", _("a value is needed here"))
        fen = abs(row.read("amount", cells.signed_money))
        scene, note = row.text("scene"), row.text("note")
        payment = made(
            Payment,
            at=row.read("at", cells.instant),
            kind=douyin_kind(scene, note),
            in_fen=fen if direction == _IN else 0,
            out_fen=fen if direction == _OUT else 0,
            text=joined(scene, note),
            flow=flow,
            line=row.number("line"),
            case=row.number("case"),
        )
        return Told(Platform.DOUYIN, row.number("order_no"), (payment,))


class DouyinSettlementReading(FundsReading):
    """结算账单: one row for each sub-order, once it is settled; the second row explains columns."""

    platform = Platform.DOUYIN
    variant = "doudian-settlement"
    COLUMNS = {
        "order_no": ("订单号",),
        "at": ("结算时间",),
        "amount": ("结算金额",),
        "line": ("子订单号",),
        "income": ("收入合计",),
        "fees": ("支出合计",),
        "type": ("结算单类型",),
        "business": ("业务类型",),
        "note": ("备注",),
    }
    NEEDED = frozenset({"order_no", "at", "amount", "line"})
    OTHERS = names(
        """
        结算账户 有结算前退款 下单时间 商品ID 商品数量 订单类型 订单总价 商品总价 运费 店铺劵 店铺券
        结算前退款金额 平台补贴 达人补贴 抖音支付补贴 抖音月付营销补贴 用户实付 平台服务费 佣金
        渠道分成 招商服务费 站外推广费 其他分成 其他分成说明 是否免佣 免佣金额
        """
    )

    def is_note(self, row: TableRow) -> bool:
        """The row that explains the columns has neither a time nor an amount."""
        parts = row.text.split(BETWEEN)
        said = parts[self._time_at] + parts[self._places["amount"]]
        return bool(said) and not any(sign.isdigit() for sign in said)

    def _told(self, row: FundsRow) -> Told:
        net = row.read("amount", cells.signed_money)
        fees = row.fen("fees")
        income = row.fen("income") if row.text("income") else net - fees
        at, line = row.read("at", cells.instant), row.number("line")
        words = joined(row.text("type"), row.text("business"), row.text("note"))
        parts = [("order_income", income)] + ([("platform_fee", fees)] if fees else [])
        payments = tuple(
            made(
                Payment,
                at=at,
                kind=kind,
                in_fen=max(fen, 0),
                out_fen=max(-fen, 0),
                text=words,
                line=line,
                settled=True,
            )
            for kind, fen in parts
        )
        return Told(Platform.DOUYIN, row.number("order_no"), payments)
