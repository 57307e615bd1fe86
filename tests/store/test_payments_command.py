"""`shouhou payments` and `shouhou penalties --learn`: what the funds say, and what they teach."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest

from store.exchange.outgoing.learned_rules import write_rules
from store.models.axes import Platform
from store.models.event import Actor
from store.models.order import Money
from store.reading.learning import Learned
from store.repository import open_store
from store.rules.money.formulas import Formula, FormulaPart
from tests.build import DAY, NOW, ORDER_NO, SHOP, keep, order
from tests.exchange.read_files import SAMPLES
from tui.cli import main

AT = "2026-11-22T09:00"
CHEAP, TWICE = "bill-261121-977600726769394", "bill-261120-969798332074707"
INCOME = "income of an order"
COUPON = f"{INCOME}, coupon settled, fee of the platform"
ODD = "261101-000000000000000"
SAMPLE = SAMPLES / "pdd_funds_20261025-20261122.zip"


def printed(capsys: pytest.CaptureFixture[str], store: Path, *words: str) -> str:
    assert main([*words, "--store", str(store), "--lang", "en", "--now", AT]) == 0
    return capsys.readouterr().out


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """The sample's orders and money."""
    store = tmp_path / "store"
    opened = open_store(str(store), Actor(user="li"), lambda: NOW)
    opened.import_files([SAMPLES / "pdd_orders_2026_trailing_tabs.csv", SAMPLE], SHOP)
    opened.close()
    return store


def test_the_list_says_what_differs(capsys: pytest.CaptureFixture[str], shop: Path) -> None:
    lines = printed(capsys, shop, "payments", "state:amount_differs").splitlines()

    assert [" ".join(line.split()) for line in lines[1:-1]] == [
        f"2026-11-21 14:59 {CHEAP} 1298.00 0.00 amount differs 1299.00 1298.00 {INCOME}",
        f"2026-11-21 11:59 {TWICE} 349.20 1.04 amount differs 172.80 348.00 {COUPON}",
    ]
    assert lines[-1] == "2 of 54 payments"


def test_a_script_gets_a_payment_a_line(capsys: pytest.CaptureFixture[str], shop: Path) -> None:
    out = printed(capsys, shop, "payments", "penalty_there", "--json")
    (row,) = [
        json.loads(line)
        for line in printed(capsys, shop, "payments", "kind:false_shipment", "--json").splitlines()
    ]

    assert out == ""
    assert (row["order_no"], row["state"], row["ours_fen"], row["theirs_fen"]) == (
        "261121-340231037221228",
        "penalty_there",
        0,
        2000,
    )


def test_payments_that_are_owed_for_are_shown_row_by_row(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    number = CHEAP.removeprefix("bill-")
    lines = printed(capsys, shop, "show", CHEAP).splitlines()
    assert [" ".join(line.split()) for line in lines] == [
        f"{CHEAP} amount differs Pinduoduo {SHOP}",
        f"payments of order {number}",
        f"2026-11-21 14:59 in 1298.00 {INCOME} 0010002|交易收入-订单收入",
        "",
        "What is owed",
        "- settle with the platform's funds",
        "no deadline known",
        "the buyer paid 1299.00 yuan and the platform paid out 1298.00: ask the platform",
    ]

    told = json.loads(printed(capsys, shop, "show", CHEAP, "--json"))
    assert json.loads(printed(capsys, shop, "show", CHEAP, "--raw"))["name"] == CHEAP
    assert (told["name"], [one["kind"] for one in told["payments"]]) == (CHEAP, ["order_income"])


def test_the_sums_of_all_days_are_those_of_the_months_and_of_the_file(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    totals = {
        by: [
            json.loads(line)
            for line in printed(capsys, shop, "payments", "--sum", by, "--json").splitlines()
        ]
        for by in ("day", "month")
    }

    for found in totals.values():
        assert sum(one["in_fen"] for one in found) == 467480
        assert sum(one["out_fen"] for one in found) == 166661
        assert sum(one["rows"] for one in found) == 116
        for one in found:
            net = one["in_fen"] - one["out_fen"]
            assert net == one["matched_fen"] + one["open_fen"] + one["general_fen"]
    assert [one["name"] for one in totals["month"]] == ["2026-10", "2026-11"]


def test_the_printed_sums_have_the_sign_of_the_list(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    lines = printed(capsys, shop, "payments", "--sum", "month").splitlines()
    cells = [line.split() for line in lines[1:3]]

    assert lines[0].split()[:4] == ["Period", "Rows", "In", "Out"]
    assert [line[0] for line in cells] == ["2026-10", "2026-11"]
    assert f"{sum(float(line[3]) for line in cells):.2f}" == "1666.61"


def test_a_matched_payment_points_to_the_order_s_so_that_a_sum_has_its_money_once(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    store, file = tmp_path / "store", tmp_path / "own.csv"
    opened = open_store(str(store), Actor(user="li"), lambda: NOW)
    keep(opened, order())
    row = "2026-11-21 10:00,pinduoduo,,late_shipment,0,3,延迟发货"
    file.write_text(f"at,platform,order_no,kind,in,out,text\n{row}\n", "utf-8")
    opened.import_files([file], SHOP)
    opened.close()
    (free,) = map(json.loads, printed(capsys, store, "payments", "--json").splitlines())
    printed(capsys, store, "do", "match-payment", free["name"], f"order={ORDER_NO}")

    found = [json.loads(one) for one in printed(capsys, store, "payments", "--json").splitlines()]
    lines = printed(capsys, store, "payments", "--sort", "out").splitlines()

    bill = f"bill-{ORDER_NO}"
    assert {one["name"]: (one["out_fen"], one["among"]) for one in found} == {
        free["name"]: (0, bill),
        bill: (300, ""),
    }
    assert [" ".join(line.split()) for line in lines[1:-1]] == [
        f"2026-11-21 10:00 {free['name']} in {bill} matched late shipment",
        f"2026-11-21 10:00 {bill} 0.00 3.00 charge not recorded 0.00 3.00 late shipment",
    ]


@pytest.fixture
def charged(tmp_path: Path) -> Path:
    """Thirty-seven charges for late goods, one of which is another one than the others."""
    store, file = tmp_path / "store", tmp_path / "own.csv"
    numbers = [f"261101-{n:015d}" for n in range(37)]
    opened = open_store(str(store), Actor(user="li"), lambda: NOW)
    keep(opened, *(order(order_no=number) for number in numbers))
    rows = [
        f"2026-11-{20 if n else 21} 10:00,{number},late_shipment,0,{3 if n else 3.65},延迟发货"
        for n, number in enumerate(numbers)
    ]
    file.write_text("\n".join(("at,order_no,kind,in,out,text", *rows)) + "\n", "utf-8")
    opened.import_files([file], SHOP)
    opened.close()
    return store


def test_the_bill_teaches_the_table_and_names_what_can_be_appealed_against(
    capsys: pytest.CaptureFixture[str], charged: Path, tmp_path: Path
) -> None:
    to = tmp_path / "learned.toml"

    said = printed(capsys, charged, "penalties", "--learn", "--to", str(to)).splitlines()

    assert said == [
        "Pinduoduo  late: 3.00 yuan (own bills of 2026-11-20 to 2026-11-21: 36 of 37 charges)",
        f"  order {ODD}: 3.65 yuan were charged, 3.00 would fit; appeal until 2026-11-28 10:00",
        f"Written: {to}. `shouhou policy diff {to}` says what it changes.",
    ]
    (rule,) = tomllib.loads(to.read_text("utf-8"))["rule"]
    assert {name: rule[name] for name in ("name", "value", "unit", "mark", "source")} == {
        "name": "late",
        "value": 3,
        "unit": "yuan",
        "mark": "own bill",
        "source": "own bills of 2026-11-20 to 2026-11-21: 36 of 37 charges",
    }
    assert oct(to.stat().st_mode)[-3:] == "600"
    assert "nothing was changed" in printed(capsys, charged, "policy", "diff", str(to))
    assert printed(capsys, charged, "policy", str(to))


@pytest.mark.parametrize(
    ("platform", "cap", "shown"),
    [
        pytest.param(
            Platform.PINDUODUO,
            100_000,
            ("1 percent (at least 3.5 yuan)", "1 % of what was paid, at least 3.5"),
            id="a floor alone",
        ),
        pytest.param(
            Platform.PINDUODUO,
            3000,
            ("1 percent (3.5 to 30 yuan)", "1 % of what was paid, at least 3.5, at most 30"),
            id="a floor and a cap",
        ),
        pytest.param(
            Platform.DOUYIN,
            3000,
            ("1 percent (4 to 30 yuan)", "1 % of what was paid, at least 4, at most 30"),
            id="in whole yuan, as Douyin rounds",
        ),
    ],
)
def test_a_floor_that_charges_show_is_learned_told_and_kept_to_once_it_is_adopted(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    platform: Platform,
    cap: int,
    shown: tuple[str, str],
) -> None:
    rule, said = shown
    store, file, to = tmp_path / "store", tmp_path / "own.csv", tmp_path / "learned.toml"
    opened = open_store(str(store), Actor(user="li"), lambda: NOW)
    lines = ["at,order_no,kind,in,out,text,platform"]
    for n in range(40):
        paid = 4_000 + n * n * 300
        charge = min(cap, max(350, paid // 100))
        if platform is Platform.DOUYIN:
            charge = (charge + 50) // 100 * 100
        number = f"261101-{n:015d}"
        money = Money(goods_fen=paid, paid_fen=paid)
        keep(opened, order(order_no=number, platform=platform, money=money))
        lines.append(f"2026-11-20 10:00,{number},late_shipment,0,{charge / 100:.2f},,{platform}")
    lines.append(f"2026-11-21 10:00,{number},late_shipment,0,0.50,,{platform}")
    file.write_text("\n".join(lines) + "\n", "utf-8")
    opened.import_files([file], SHOP)
    opened.close()

    told = printed(capsys, store, "penalties", "--learn", "--to", str(to)).splitlines()

    assert told[0].partition(": ")[2] == (
        f"{said} (own bills of 2026-11-20 to 2026-11-21: 40 of 41 charges)"
    )
    assert "0.50 yuan were charged" in told[1]
    assert told[1].endswith("would fit; nothing to appeal against")
    assert rule in printed(capsys, store, "policy", "diff", str(to))
    printed(capsys, store, "policy", str(to))
    own = [one for one in printed(capsys, store, "policy").splitlines() if "own bill" in one]
    assert len(own) == 1
    assert rule in own[0]


def test_once_adopted_what_bills_taught_says_by_which_bills_a_late_order_costs_so_much(
    capsys: pytest.CaptureFixture[str], charged: Path, tmp_path: Path
) -> None:
    to = tmp_path / "learned.toml"
    late = "261118-000000000000001"
    opened = open_store(str(charged), Actor(user="li"), lambda: NOW)
    # Late on the day before the first bill: what it was charged for was before that.
    known = opened.order(order(order_no=ODD).key)
    times = {"paid_at": NOW - 5 * DAY, "ship_by_deadline": NOW - 3 * DAY}
    keep(opened, known.model_copy(update=times))
    keep(opened, order(order_no=late, ship_by_deadline=NOW - DAY))
    opened.close()
    printed(capsys, charged, "penalties", "--learn", "--to", str(to))
    printed(capsys, charged, "policy", str(to))

    _head, *lines = printed(capsys, charged, "penalties").splitlines()

    assert [" ".join(line.split()) for line in lines] == [
        f"{ODD} 1 0 3.00 3.00",
        f"{late} 1 0 3.00 3.00",
        "penalties: 2; orders: 2; points: 0; yuan: 6.00",
        (
            "6.00 yuan of it are computed for late goods by the rules; no penalty is recorded for"
            " them yet."
        ),
        "6.00 yuan by: own bills of 2026-11-20 to 2026-11-21: 36 of 37 charges (our own bill)",
        (
            "Of 1 of these orders the funds show a charge that is not recorded: `shouhou payments"
            " state:penalty_there` lists them, `record-charge` records it."
        ),
    ]


def test_learned_rules_are_written_over_a_file_only_where_that_is_said(
    charged: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "learned.toml"
    file.write_text("mine", "utf-8")
    learn = ["--store", str(charged), "--lang", "en", "penalties", "--learn", "--to", str(file)]

    assert main(learn) == 2
    assert capsys.readouterr().err == (
        f"to: {file} is there already and is not written over; name another file.\n"
    )
    assert file.read_text("utf-8") == "mine"

    assert main([*learn, "--replace"]) == 0
    assert file.read_text("utf-8").startswith("[[rule]]")


def test_a_large_charge_is_written_to_the_fen(tmp_path: Path) -> None:
    day = date(2026, 11, 20)
    formula = Formula((FormulaPart(fen=1_234_567),), 5, 5)
    large = Learned(Platform.PINDUODUO, "late", day, day, day, formula, ())

    write_rules([large], tmp_path / "learned.toml")

    (rule,) = tomllib.loads((tmp_path / "learned.toml").read_text("utf-8"))["rule"]
    assert rule["value"] == 12345.67


def test_of_few_charges_nothing_is_learned(capsys: pytest.CaptureFixture[str], shop: Path) -> None:
    assert printed(capsys, shop, "penalties", "--learn") == (
        "The funds files name too few charges to learn from; import more of them.\n"
    )


def test_no_rules_are_written_of_few_charges(
    capsys: pytest.CaptureFixture[str], shop: Path, tmp_path: Path
) -> None:
    file = tmp_path / "learned.toml"

    learn = ["--store", str(shop), "--lang", "en", "penalties", "--learn", "--to", str(file)]

    assert main(learn) == 1
    assert capsys.readouterr() == (
        "",
        "to: The funds files name too few charges to learn from; import more of them.\n",
    )
    assert not file.exists()
