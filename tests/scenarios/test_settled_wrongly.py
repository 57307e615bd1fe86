"""A refund was settled as gone by mistake, as a shop meets it: files, keys, files."""

from datetime import datetime

from store.words.times import SHOP_TIME
from tests.exchange.read_files import DOUYIN_B, DOUYIN_ROW, csv_file
from tests.scenarios.desk import Desk, case_row
from tests.scenarios.test_contradictions import BOOTS, YTO, opened

BOUGHT = DOUYIN_ROW["主订单编号"]


def test_it_is_taken_back_and_the_goods_ship(desk: Desk) -> None:
    desk.cases(case_row(订单状态="待发货", 退款金额="100.00"))
    desk.do("agree-refund")
    desk.do("refund", reason="不想要了")
    desk.do("settle-refund", outcome="done")
    desk.at("2026-10-09T12:00")
    desk.cases(case_row(订单状态="待发货", 售后状态="退款关闭", 退款金额="100.00"))
    assert opened(desk) == ["case_closed"]
    desk.do("resolve-discrepancy", reason="打过款", right="us")
    assert desk.why_not("ship")

    desk.do("reopen-refund", reason="点错了")
    assert (opened(desk), bool(desk.why_not("ship"))) == (["case_closed"], True)
    desk.do("settle-refund", outcome="failed")

    assert opened(desk) == []
    desk.do("ship", tracking_no=YTO)


def export_of(desk: Desk, made_at: str) -> None:
    """An export of Doudian, whose name says when it was made."""
    at = datetime.fromisoformat(made_at).replace(tzinfo=SHOP_TIME)
    name = f"{at.timestamp():.0f}_5e8ff9bf55ba3508199d22e984129be6.csv"
    desk.bring(csv_file(desk.folder, DOUYIN_B, BOOTS, name=name))


def funds_of(desk: Desk, gone_at: str, yuan: str) -> None:
    """A funds file that shows money of the order as gone."""
    columns = ("at", "order_no", "kind", "in", "out", "text", "flow", "platform")
    row = {"at": gone_at, "order_no": BOUGHT, "kind": "refund", "out": yuan, "platform": "douyin"}
    desk.bring(csv_file(desk.folder, columns, row, name="funds.csv"))


def test_funds_that_come_after_such_an_export_show_the_money_as_gone(desk: Desk) -> None:
    export_of(desk, "2026-10-09T09:30")
    desk.do("refund", BOUGHT, lines="1:1", reason="不想要了")
    desk.do("settle-refund", BOUGHT, outcome="done")
    desk.at("2026-10-10T14:00")
    export_of(desk, "2026-10-10T13:00")
    assert opened(desk, BOUGHT) == ["refund_not_shown"]

    yuan = desk.show(BOUGHT)["refunds"][0]["amount_fen"] / 100
    funds_of(desk, "2026-10-09 10:05", f"{yuan:.2f}")
    export_of(desk, "2026-10-10T13:30")

    assert opened(desk, BOUGHT) == []


def test_an_export_of_later_that_shows_the_goods_to_ship_says_so(desk: Desk) -> None:
    export_of(desk, "2026-10-09T09:30")
    desk.do("refund", BOUGHT, lines="1:1", reason="不想要了")
    desk.do("settle-refund", BOUGHT, outcome="done")
    desk.at("2026-10-10T14:00")

    export_of(desk, "2026-10-10T13:00")

    assert opened(desk, BOUGHT) == ["refund_not_shown"]
    assert desk.owed(BOUGHT)["discrepancy"]["due_at"] == "2026-10-11T09:00:00+08:00"
    desk.do("resolve-discrepancy", BOUGHT, reason="没退", right="platform")
    desk.do("ship", BOUGHT, tracking_no=YTO)
