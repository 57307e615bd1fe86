"""MISSION 8 and 9: "I paid on the 20th, there is no order": from the first word to the order."""

from pathlib import Path
from typing import Any

import pytest

from tests.exchange.read_files import PDD_2020, Row, csv_file
from tests.scenarios.desk import ORDER, Desk, case_row, rice

PAID = "261020-123456789012300"
OTHER = "261020-123456789012301"
ASKED = "Q-20261022-1"
KNOWN = "周** 128.00"


@pytest.fixture
def desk(tmp_path: Path, kept_in: str) -> Desk:
    """A shop with one order, two days after a buyer paid for another one that is not there."""
    found = Desk(tmp_path, kept_in)
    found.orders(rice())
    found.at("2026-10-22T10:00")
    return found


def paid(number: str = PAID, **cells: str) -> Row:
    given = {"订单号": number, "用户实付金额(元)": "128.00", "商品总价(元)": "128.00"}
    given |= {"支付时间": "2026-10-20 20:15:00", "订单成交时间": "2026-10-20 20:15:00"}
    given |= {"拼单成功时间": "2026-10-20 20:15:00", "订单确认时间": "2026-10-20 20:15:00"}
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
    assert asked(desk, order=PAID) == []

    owed = desk.owed(ASKED)["inquiry"]
    assert (owed["who"], owed["due_at"]) == ("us", "2026-10-22T18:00:00+08:00")
    assert owed["overdue"] is False
    assert state(desk) == ("open", "", "")

    desk.at("2026-10-22T18:30")
    owed = desk.owed(ASKED)["inquiry"]
    assert owed["overdue"] is True
    assert owed["at_zero"] == (
        "not kept by then, the promise to the buyer is broken: 20号拍的，钱付了，怎么没有订单"
    )

    desk.do("log-contact", ASKED, text="订单还没到店铺，我们在核实", promise_due="2026-10-23 12:00")
    desk.orders(paid())

    assert state(desk) == ("tied", PAID, "")
    assert desk.owed(ASKED)["inquiry"]["due_at"] == "2026-10-22T18:00:00+08:00"
    promises = [one["id"] for one in shown(desk)["contacts"]]
    desk.do("keep-promise", ASKED, contact=promises[0])
    desk.do("keep-promise", ASKED, contact=promises[1], text="订单找到了，今天发货")
    desk.do("resolve-inquiry", ASKED, outcome="found")
    assert state(desk) == ("resolved", PAID, "found")
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
        "keep-promise",
        "keep-promise",
        "resolve-inquiry",
    ]
    assert "answer-promise" not in desk.owed(PAID)


def imported(desk: Desk, *rows: Row, name: str = "later.csv") -> str:
    """What an import of rows with receivers prints."""
    file = csv_file(desk.folder, PDD_2020, *rows, name=name)
    status, out, err = desk.run("import", str(file), "--shop", "shop")
    assert status == 0, err
    return out


def test_9_the_import_says_which_order_is_found(desk: Desk) -> None:
    asked(desk, order=PAID)

    assert (
        f"Inquiry 周** {PAID} 128.00 is tied to order {PAID}; tell the buyer, then resolve it."
    ) in imported(desk, paid())


def test_9_a_buyer_may_ask_before_the_first_file_is_here(tmp_path: Path, kept_in: str) -> None:
    desk = Desk(tmp_path, kept_in)
    desk.at("2026-10-22T10:00")
    asked(desk, order=PAID)
    assert shown(desk)["shop"] == ""
    desk.do("open-inquiry", "-", text="还没有订单")

    file = csv_file(desk.folder, PDD_2020, paid(), name="first.csv")
    status, _out, err = desk.run("import", str(file), "--shop", "粮油店")
    assert status == 0, err

    assert (state(desk), shown(desk)["shop"]) == (("tied", PAID, ""), "粮油店")
    other = shown(desk, "Q-20261022-2")
    assert (other["state"], other["shop"]) == ("open", "粮油店")
    assert [event["action"] for event in other["events"]] == ["open-inquiry", "know-shop"]
    assert "Its shop is known now  粮油店" in desk.run("show", "Q-20261022-2")[1]


def test_9_by_amount_day_and_phone_an_order_is_proposed_and_a_person_confirms(desk: Desk) -> None:
    asked(desk)
    said = imported(desk, paid())

    assert f"Order {PAID} alone fits inquiry {KNOWN} by amount, day and phone" in said
    assert state(desk) == ("proposed", PAID, "")
    owed = desk.owed(ASKED)["tie-inquiry"]
    assert owed["at_zero"] == f"nobody says whether order {PAID} is the one asked about"
    assert desk.show(PAID)["contacts"] == []

    desk.do("tie-inquiry", ASKED)
    assert state(desk) == ("tied", PAID, "")
    assert set(desk.owed(ASKED)) == {"inquiry"}
    assert len(desk.show(PAID)["contacts"]) == 1


def test_9_what_was_proposed_may_be_another_buyers(desk: Desk) -> None:
    asked(desk)
    imported(desk, paid())
    desk.do("tie-inquiry", ASKED, is_it="no")

    imported(desk, paid(商家备注="已核对"), name="again.csv")
    assert state(desk) == ("open", "", "")
    said = imported(desk, paid(OTHER), name="other.csv")
    assert f"Order {OTHER} alone fits" in said


def test_9_of_several_orders_that_fit_none_is_tied(desk: Desk) -> None:
    asked(desk)
    imported(desk, paid(), paid(OTHER))

    assert state(desk) == ("open", "", "")
    assert shown(desk)["possible"] == [PAID, OTHER]
    desk.do("tie-inquiry", ASKED, order=OTHER)
    assert state(desk) == ("tied", OTHER, "")
    assert desk.why_not("tie-inquiry", ASKED) == (
        f"Inquiry {KNOWN} is tied to order {OTHER}; tell the buyer, then resolve it."
    )


def test_9_without_a_phone_the_orders_that_may_be_it_are_a_list_and_nothing_is_tied(
    desk: Desk,
) -> None:
    asked(desk, phone="")
    imported(desk, paid(), paid(OTHER), paid("261020-123456789012302", **{"用户实付金额(元)": "9"}))

    assert state(desk) == ("open", "", "")
    assert shown(desk)["possible"] == [PAID, OTHER]
    _status, page, _err = desk.run("show", ASKED)
    assert (
        f"2 orders fit inquiry {KNOWN} by amount, day: {PAID}, {OTHER}; ask the buyer which one it"
        " is."
    ) in page
    assert f"may be: {OTHER}, 128.00 yuan, paid on 2026-10-20, 周**, 东北大米" in page
    desk.do("tie-inquiry", ASKED, order=OTHER[-4:])
    assert state(desk) == ("tied", OTHER, "")


def test_9_what_is_asked_for_later_is_told_what_may_be_it_at_once(desk: Desk) -> None:
    imported(desk, paid())

    assert asked(desk, phone="") == [
        (
            f"Order {PAID} may be the one of inquiry {KNOWN}: it fits by amount, day; ask the buyer"
            " before it is tied."
        ),
    ]


def test_9_an_order_recorded_by_hand_takes_the_inquiry_and_waits_for_an_export(
    desk: Desk,
) -> None:
    asked(desk, order=PAID)
    desk.do("record-order", "-", order=PAID, goods="东北大米", amount="128", phone="13912345678")

    assert state(desk) == ("tied", PAID, "")
    assert desk.row(PAID)["unconfirmed"] is True
    assert desk.found("unconfirmed") == {PAID}
    assert PAID not in desk.found("to-ship")
    assert desk.owed(PAID) == {}
    assert (desk.why_not("ship", PAID) or "").startswith("This order is known from the buyer alone")
    _status, page, _err = desk.run("show", PAID)
    assert "told by the buyer, not confirmed by an export" in page.splitlines()[0]

    imported(desk, paid())
    assert desk.found("unconfirmed") == set()
    assert desk.owed(PAID)["ship"]["due_at"] == "2026-10-22T20:15:00+08:00"
    assert desk.why_not("ship", PAID) is None
    assert [one["inquiry"] for one in desk.show(PAID)["contacts"]] == [ASKED]


def test_9_an_inquiry_is_claimed_and_released_as_an_order_is(desk: Desk) -> None:
    asked(desk)
    desk.do("claim", ASKED)

    assert shown(desk)["claim"]["owner"]
    assert (desk.why_not("claim", ASKED) or "").endswith(", since 2026-10-22 10:00.")
    desk.do("release-claim", ASKED)
    assert desk.why_not("release-claim", ASKED) == "Nobody has claimed this inquiry."


def test_9_a_promise_is_kept_by_saying_so(desk: Desk) -> None:
    asked(desk)
    desk.do("keep-promise", ASKED, text="钱已到账，订单明天可见")

    assert desk.owed(ASKED)["inquiry"]["due_at"] == "2026-10-23T10:00:00+08:00"
    assert desk.owed(ASKED)["inquiry"]["estimated"] is True
    assert (desk.why_not("keep-promise", ASKED) or "").startswith("The promise for")


def test_9_the_buyer_is_hidden_everywhere_until_a_reason_is_given(desk: Desk) -> None:
    asked(desk, text="我是周晓明 13912345678，20号付的", goods="周晓明的米")
    imported(desk, paid())
    desk.do("tie-inquiry", ASKED)
    pages = [
        desk.run(*words)[1]
        for words in (
            *(("show", ASKED), ("show", ASKED, "--json"), ("show", PAID), ("show", PAID, "--json")),
            *(("due",), ("due", "--json"), ("list",), ("list", "--json"), ("actions", ASKED)),
        )
    ]

    assert all(pages)
    assert not [page for page in pages if "周晓明" in page or "13912345678" in page]
    assert desk.run("show", ASKED, "--reveal")[0] != 0
    told = desk.run("show", ASKED, "--reveal", "--reason", "核对付款")[1]
    assert "13912345678" in told
    assert [one["action"] for one in shown(desk)["events"]][-1] == "reveal"


def test_9_an_inquiry_may_end_without_an_order(desk: Desk) -> None:
    asked(desk)
    assert "tie it first" in desk.refused("resolve-inquiry", ASKED, outcome="found")
    desk.do("resolve-inquiry", ASKED, outcome="never_paid", text="截图是另一家店")

    assert state(desk) == ("resolved", "", "never_paid")
    assert desk.owed(ASKED) == {}
    assert f"Inquiry {KNOWN} was resolved" in desk.refused("log-contact", ASKED, text="还有事吗")


def test_9_the_same_key_opens_one_inquiry(desk: Desk) -> None:
    words = ("do", "open-inquiry", "-", "text=没有订单", "--key", "k1")
    (first,), (second,) = desk.lines(*words), desk.lines(*words)

    assert (first["subject"], second["subject"]) == (ASKED, ASKED)
    assert (first["repeated"], second["repeated"]) == (False, True)
    assert [one["kind"] for one in desk.lines("due") if one["order_no"] == ASKED] == ["inquiry"]


def test_9_what_starts_nothing_is_said_with_what_does(desk: Desk) -> None:
    status, _out, err = desk.run("do", "ship", "-")

    assert status == 2
    known = "add-improvement, open-inquiry, open-review, record-order"
    assert f"ship starts nothing new; this does: {known}" in err


def test_8_the_steps_of_a_problem_are_read_from_its_records(desk: Desk) -> None:
    desk.at("2026-10-09T10:00")
    assert "Steps" not in desk.run("show", ORDER)[1]
    assert "Steps" in desk.run("show", ORDER, "--steps")[1]
    desk.cases(case_row())

    assert followed(desk) == ["verified", "log-contact"]
    desk.do("log-contact", text="收到，马上核实")
    desk.do("log-contact", text="少了一袋", direction="in")
    assert followed(desk) == ["verified", "contacted", "recorded", "offer-solution"]
    desk.do("offer-solution", solution="reship", text="补发一袋")
    steps = followed(desk)
    assert steps == [
        *("verified", "contacted", "solution_offered", "recorded"),
        "set-verified-cause",
    ]
    page = desk.run("show", ORDER)[1]
    assert "5  platform intervention: not needed" in page
    assert "next: Set the verified cause" in page


def followed(desk: Desk) -> list[str]:
    """The steps that are done, then the action that is next."""
    steps = desk.show()["steps"]
    missing = [one["action"] for one in steps if one["state"] == "missing"]
    return [one["name"] for one in steps if one["state"] == "done"] + missing[:1]
