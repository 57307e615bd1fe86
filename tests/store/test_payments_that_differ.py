"""What `shouhou payments` says of payments that differ from their order in several things."""

import json
from pathlib import Path

import pytest

from store.models.money import yuan_text
from store.models.payment import Aside
from store.models.payment_row import Differing, PaymentRow
from store.policy import load_policy
from store.repository import open_store
from store.rules.money.payment_row import payment_rows
from tests.build import ACTOR, DAY, NOW, keep, order
from tests.rules.payments import PAID, bill, income, taken
from tui.cli import main

RECEIVED = order(platform_fulfilment="received", paid_at=NOW - 9 * DAY, received_at=NOW - 3 * DAY)
BOTH = bill(taken("late_shipment", 300), of=RECEIVED)
CHARGED, UNPAID = Differing("penalty_there", 0, 300), Differing("no_payment", PAID, 0)
WHOLE = yuan_text(PAID)


@pytest.mark.parametrize(
    ("set_aside", "differing", "said"),
    [
        pytest.param(
            (),
            (CHARGED, UNPAID),
            [
                "0.00 3.00 charge not recorded 0.00 3.00 late shipment",
                f"never paid out {WHOLE} 0.00 late shipment",
            ],
            id="both are open, and the money stands once",
        ),
        pytest.param(
            ("penalty_there 0 300",),
            (UNPAID,),
            [f"0.00 3.00 never paid out {WHOLE} 0.00 late shipment"],
            id="the charge was set aside",
        ),
        pytest.param(
            (f"no_payment {PAID} 0",),
            (CHARGED,),
            ["0.00 3.00 charge not recorded 0.00 3.00 late shipment"],
            id="the missing money was set aside",
        ),
        pytest.param(
            ("penalty_there 0 300", f"no_payment {PAID} 0"),
            (),
            ["0.00 3.00 set aside late shipment"],
            id="both were set aside",
        ),
    ],
)
def test_everything_that_differs_has_a_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    set_aside: tuple[str, ...],
    differing: tuple[Differing, ...],
    said: list[str],
) -> None:
    asides = tuple(Aside(difference=one, reason="认了", at=NOW, by="li") for one in set_aside)
    payments = BOTH.model_copy(update={"asides": asides})
    (row,) = payment_rows(payments, load_policy())["payments"]
    assert isinstance(row, PaymentRow)
    assert (row.differing, row.open) == (differing, bool(differing))

    repository = open_store(str(tmp_path), ACTOR, lambda: NOW)
    keep(repository, RECEIVED, payments)
    repository.close()
    assert main(["--store", str(tmp_path), "--lang", "en", "payments"]) == 0
    _head, *lines, _count = capsys.readouterr().out.splitlines()

    assert [" ".join(line.split()[3:]) for line in lines] == said


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Payments that differ in two things, of which one is another one's too, and some that fit."""
    other = RECEIVED.model_copy(update={"order_no": "261120-000000000000002"})
    fitting = RECEIVED.model_copy(update={"order_no": "261120-000000000000003"})
    repository = open_store(str(tmp_path), ACTOR, lambda: NOW)
    keep(repository, RECEIVED, other, fitting, BOTH)
    keep(repository, bill(of=other, order_no=other.order_no))
    keep(repository, bill(income(), of=fitting, order_no=fitting.order_no))
    repository.close()
    return tmp_path


def printed(capsys: pytest.CaptureFixture[str], store: Path, *words: str) -> list[str]:
    assert main(["--store", str(store), "--lang", "en", "payments", *words]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("state:no_payment", {"001", "002"}),
        ("state:penalty_there", {"001"}),
        ("state:penalty_there,matched", {"001", "003"}),
        ("!state:no_payment", {"003"}),
        ("state:penalty_there state:no_payment", {"001"}),
        ("matched", {"003"}),
        ("状态:平台未打款", {"001", "002"}),
    ],
)
def test_payments_are_found_by_each_of_their_states(
    capsys: pytest.CaptureFixture[str], shop: Path, query: str, found: set[str]
) -> None:
    lines = printed(capsys, shop, query, "--json")

    assert {json.loads(line)["order_no"][-3:] for line in lines} == found


def test_payments_count_in_the_line_of_each_of_their_states(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    assert printed(capsys, shop, "--sum", "state") == [
        "State Payments In Out Here There",
        f"matched 1 {WHOLE} 0.00 0.00 0.00",
        "charge not recorded 1 0.00 3.00 0.00 3.00",
        f"never paid out 2 0.00 3.00 {yuan_text(2 * PAID)} 0.00",
        "payments: 3; one that differs in several things is in the line of each",
    ]
    assert list(map(json.loads, printed(capsys, shop, "open", "--sum", "state", "--json"))) == [
        {
            "name": "penalty_there",
            "payments": 1,
            "in_fen": 0,
            "out_fen": 300,
            "ours_fen": 0,
            "theirs_fen": 300,
        },
        {
            "name": "no_payment",
            "payments": 2,
            "in_fen": 0,
            "out_fen": 300,
            "ours_fen": 2 * PAID,
            "theirs_fen": 0,
        },
    ]


def test_the_sums_of_days_are_those_of_what_is_asked_for_and_have_its_money_once(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    never = "received, and never paid out by the platform: "
    head = "Period Rows In Out Matched Open Of no order Unknown words"

    assert printed(capsys, shop, "--sum", "day") == [
        head,
        f"2026-11-21 2 {WHOLE} 3.00 in {WHOLE} out 3.00 0.00 0.00",
        f"{never}261120-000000000000002, 261120-000000000000001",
    ]
    assert printed(capsys, shop, "--sum", "day", "state:penalty_there") == [
        head,
        "2026-11-21 1 0.00 3.00 0.00 out 3.00 0.00 0.00",
        f"{never}261120-000000000000001",
    ]
    assert printed(capsys, shop, "--sum", "month", "matched") == [
        head,
        f"2026-11 1 {WHOLE} 0.00 in {WHOLE} 0.00 0.00 0.00",
    ]


def test_the_money_of_unknown_words_stands_apart_and_the_words_are_named(
    capsys: pytest.CaptureFixture[str], shop: Path
) -> None:
    strange = taken("unknown", 6000, text="没见过的场景")
    paid = RECEIVED.model_copy(update={"order_no": "261120-000000000000004"})
    repository = open_store(str(shop), ACTOR, lambda: NOW)
    keep(repository, paid, bill(income(), strange, of=paid, order_no=paid.order_no))
    repository.close()

    assert printed(capsys, shop, "--sum", "day", "order:261120-000000000000004") == [
        "Period Rows In Out Matched Open Of no order Unknown words",
        f"2026-11-21 2 {WHOLE} 60.00 in {WHOLE} 0.00 0.00 out 60.00",
        "unknown words, kept, and their money is compared with nothing: 没见过的场景",
    ]
    (line,) = map(json.loads, printed(capsys, shop, "state:unknown_words", "--json"))
    assert line["order_no"] == paid.order_no
