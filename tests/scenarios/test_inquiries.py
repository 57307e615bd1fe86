"""MISSION 8 and 9: "I paid on the 20th, there is no order": from the first word to the order."""

from pathlib import Path
from typing import Any

import pytest

from tests.exchange.read_files import Row
from tests.scenarios.desk import Desk, rice

PAID = "261020-123456789012300"
OTHER = "261020-123456789012301"
ASKED = "Q-20261022-1"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A shop with one order, two days after a buyer paid for another one that is not there."""
    found = Desk(tmp_path)
    found.orders(rice())
    found.at("2026-10-22T10:00")
    return found


def paid(number: str = PAID, **cells: str) -> Row:
    given = {"订单号": number, "用户实付金额(元)": "128.00", "商品总价(元)": "128.00"}
    given |= {"支付时间": "2026-10-20 20:15:00", "订单成交时间": "2026-10-20 20:15:00"}
    given |= {"承诺发货时间": "2026-10-22 20:15:00", "收货人": "周晓明", "手机": "13912345678"}
    return rice(**(given | cells))


def asked(desk: Desk, **values: str) -> list[str]:
    """A buyer asks; what was said of it."""
    given = {"buyer": "周晓明", "phone": "13912345678", "day": "2026-10-20", "amount": "128"}
    given |= {"text": "20号拍的，钱付了，怎么没有订单", "promise_due": "2026-10-22 18:00"}
    return desk.do("open-inquiry", "-", **{k: v for k, v in (given | values).items() if v})


def shown(desk: Desk, number: str = ASKED) -> dict[str, Any]:
    return desk.show(number)


def state(desk: Desk) -> tuple[str, str, str]:
    told = shown(desk)
    place = told["tied"] or told["proposed"] or {}
    return told["state"], place.get("order_no", ""), (told["resolved"] or {}).get("outcome", "")


def test_9_i_paid_on_the_20th_and_there_is_no_order(desk: Desk) -> None:
    assert asked(desk, order=PAID) == [f"It is inquiry {ASKED}."]

    owed = desk.owed(ASKED)["inquiry"]
    assert (owed["who"], owed["due_at"]) == ("us", "2026-10-22T18:00:00+08:00")
    assert owed["overdue"] is False
    assert state(desk) == ("open", "", "")

    desk.at("2026-10-22T18:30")
    owed = desk.owed(ASKED)["inquiry"]
    assert owed["overdue"] is True
    assert owed["at_zero"] == (
        "the promise to the buyer is broken: 20号拍的，钱付了，怎么没有订单"
    )

    desk.do("log-contact", ASKED, text="订单还没到店铺，我们在核实", promise_due="2026-10-23 12:00")
    desk.orders(paid())

    assert state(desk) == ("tied", PAID, "")
    assert desk.owed(ASKED)["inquiry"]["due_at"] == "2026-10-22T18:00:00+08:00"
    desk.do("log-contact", ASKED, text="订单找到了，今天发货")
    desk.do("resolve-inquiry", ASKED, outcome="found")
    assert state(desk) == ("tied", PAID, "") or state(desk)[0] == "resolved"
    assert desk.owed(ASKED) == {}
    order = desk.show(PAID)
    assert [one["text"] for one in order["contacts"]] == [
        "20号拍的，钱付了，怎么没有订单",
        "订单还没到店铺，我们在核实",
        "订单找到了，今天发货",
    ]
    assert {one["inquiry"] for one in order["contacts"]} == {ASKED}
    assert [event["action"] for event in order["events"]] == [
        "import",
        "tie-inquiry",
        "log-contact",
        "resolve-inquiry",
    ]
    assert "answer-promise" not in desk.owed(PAID)


def test_9_the_import_says_which_order_is_found(desk: Desk) -> None:
    asked(desk, order=PAID)
    status, out, _err = imported(desk, paid())

    assert status == 0
    assert (
        f"Inquiry {ASKED} is tied to order {PAID}; tell the buyer, then resolve it"
        " (resolve-inquiry)." in out
    )


def imported(desk: Desk, *rows: Row) -> tuple[int, str, str]:
    from tests.exchange.read_files import PDD_2020, csv_file

    file = csv_file(desk.folder, PDD_2020, *rows, name="later.csv")
    return desk.run("import", str(file), "--shop", "shop")
