"""Funds in a store: imported once and again, in any turn with the orders, never twice."""

import stat
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.documents import rematching
from store.errors import BadInput, Refused
from store.importing import ImportReport, funds
from store.models.coverage import Coverage
from store.models.event import Actor
from store.models.import_record import ImportRecord
from store.models.money import yuan_text
from store.models.order import Order
from store.models.payment import OrderSide, Payments
from store.models.penalty import Penalty
from store.models.subject import of_order
from store.policy import load_policy
from store.reading.lookups import Lookups
from store.repository import Repository, open_store
from store.rules.coverage.actions.note_empty_days import NoteEmptyDays
from store.rules.money.actions.match_payment import MatchPayment
from store.rules.money.actions.record_appeal_return import RecordAppealReturn
from store.rules.money.actions.record_charge import RecordCharge
from store.rules.money.actions.record_penalty import RecordPenalty
from store.rules.money.actions.refund import Refund
from store.rules.money.actions.set_payment_aside import SetPaymentAside
from store.rules.money.actions.unmatch_payment import UnmatchPayment
from store.rules.money.beside import side_of
from store.rules.money.candidates import candidates
from store.rules.money.matching import differences
from store.rules.money.penalties import penalty_totals
from store.rules.obligations import obligations
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from store.rules.platform.actions.complete_task import CompleteTask
from store.search.conditions import Query
from store.search.lists import OBLIGATIONS, PAYMENTS
from tests.build import DAY, NOW, ORDER_NO, SHOP, case, keep, order, parcel, refund
from tests.examples import examples
from tests.exchange.read_files import PDD_2023, SAMPLES, csv_file
from tests.exchange.read_files import pdd as pdd_order
from tests.exchange.test_read_funds import ABOVE, HEADER, TOTALS, pdd, totals_of
from tui.import_text import told
from tui.order_text.order import order_lines
from tui.order_text.preview import preview_of

INCOME = f"{ORDER_NO},2026-11-21 10:00:00,50.00,0.00,交易收入,-,0010002|交易收入-订单收入"
CHARGED = f"{ORDER_NO},2026-11-21 11:00:00,0.00,-3.00,其他,-,0040004|扣款-延迟发货"
APPEALED = f"{ORDER_NO},2026-11-21 18:00:00,3.00,0.00,其他,-,其他收入-申诉补回"
LATE = ",2026-11-21 12:00:00,0.00,-3.00,其他,-,0040004|扣款-延迟发货"
SEPTEMBER = Penalty(id="p1", kind="late_shipment", at=NOW - 70 * DAY, amount_fen=300, by="li")
SAMPLE = SAMPLES / "pdd_funds_20261025-20261122.zip"


def file(folder: Path, *rows: str, name: str = "funds.csv") -> Path:
    path = pdd(folder, rows, totals_of(rows))
    return path.rename(path.with_name(name))


def reaching(folder: Path, until: str, *rows: str) -> Path:
    """A file that says everything of November until then."""
    path = file(folder, *rows)
    text = path.read_text("gb18030").replace("2026-06-01", "2026-11-01")
    path.write_text(text.replace("2026-06-30 23:59:59", until), "gb18030")
    return path


def take(repository: Repository, *paths: Path) -> list[dict[str, int]]:
    reports = repository.import_files(paths, SHOP)
    return [{name: n for name, n in one.counts.items() if n} for one in reports]


def rows(repository: Repository) -> list[tuple[str, str]]:
    found = repository.select(PAYMENTS, Query(), "order")
    return [(row.name, row.state) for row in found]


def payments(repository: Repository, name: str = f"bill-{ORDER_NO}") -> Payments:
    found = repository.find(name)
    assert isinstance(found, Payments)
    return found


def owed(repository: Repository) -> list[str]:
    found = repository.select(OBLIGATIONS, Query(), "due")
    return [row.about for row in found if row.kind == "payment"]


def test_a_sample_is_new_once_and_the_same_afterwards_as_csv_or_zip(
    repository: Repository, tmp_path: Path
) -> None:
    assert take(repository, SAMPLE) == [{"new": 116}]
    commits = repository.engine.commits()
    assert take(repository, SAMPLE) == [{"same": 116}]
    assert repository.engine.commits() == commits

    (record,) = repository.all(ImportRecord)
    assert (record.kind, record.rows, record.left) == ("funds", 116, 0)
    assert record.covers_from
    assert f"{record.covers_from:%Y-%m-%d}" == "2026-10-25"
    modes = [stat.S_IMODE(one.stat().st_mode) for one in tmp_path.rglob("*") if one.is_file()]
    assert set(modes) <= {0o600}


def test_the_name_of_a_shop_is_remembered_from_its_funds(
    repository: Repository, tmp_path: Path
) -> None:
    take(repository, file(tmp_path, INCOME))
    assert repository.shops() == [("pinduoduo", SHOP)]

    repository.import_files([csv_file(tmp_path, PDD_2023, pdd_order(订单号=ORDER_NO))])

    assert repository.shops() == [("pinduoduo", SHOP)]
    assert "no_order" not in dict(rows(repository)).values()


def test_a_charge_on_a_bill_is_proposed_recorded_and_then_fits(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    take(repository, file(tmp_path, INCOME, CHARGED))
    assert rows(repository) == [(f"bill-{ORDER_NO}", "penalty_there")]
    assert owed(repository) == ["penalty_there"]

    repository.run(RecordCharge, payments(repository), {})

    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]
    assert owed(repository) == []
    assert [one.amount_fen for one in repository.order(order().key).penalties] == [300]
    repository.verify(full=True)


BACK_THERE = f"{ORDER_NO},2026-11-21 16:00:00,0.00,-30.00,交易退款,-,0020002|交易退款-订单退款"


def test_what_the_funds_show_as_refunded_is_said_of_its_order(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    take(repository, file(tmp_path, INCOME, BACK_THERE))
    said = "The platform's funds show a refund that is not known here: 30.00 (2026-11-21 16:00)."
    given = repository.order(order().key)

    assert repository.view(given).refunded_there == (said,)
    assert f"! {said}" in "\n".join(order_lines(repository.view(given)))
    lines = preview_of(repository, of_order(given.key), ()).in_column()
    assert said in ["".join(part.text for part in line) for line in lines]
    offers = {one.action.name: one.why_not for one in repository.offers(given)}
    assert offers["ship"] is not None
    assert offers["ship"].startswith(said)

    there = {"amount": "30", "reason": "少件", "there": "yes"}
    repository.run(Refund, given, there)

    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]
    assert repository.view(repository.order(given.key)).refunded_there == ()


TEN = {"solution": "compensation", "amount": "10"}
PAID_TEN = f"{ORDER_NO},2026-11-22 08:00:00,0.00,-10.00,其他,-,售后费用-小额打款"


def promised(repository: Repository) -> None:
    """The buyer took a compensation of 10.00."""
    key = order().key
    repository.run(OfferSolution, repository.order(key), TEN)
    repository.run(RecordOfferAnswer, repository.order(key), {"accepted": "yes"})


def test_a_compensation_that_the_funds_show_as_paid_is_done(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    promised(repository)
    given = file(tmp_path, INCOME, PAID_TEN)
    repository.import_files([given], SHOP, dry_run=True)
    assert [one.kind for one in repository.order(order().key).open_tasks] == ["pay-compensation"]

    take(repository, given)

    after = repository.order(order().key)
    (task,) = after.tasks
    assert (task.kind, task.done_by, task.moot) == ("pay-compensation", "import", False)
    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]
    last = repository.events_shown(after, revealed=True)[-1]
    assert (last.action, last.values) == ("import", {"file": "funds.csv"})
    with pytest.raises(Refused, match="is recorded already"):
        repository.run(RecordCharge, payments(repository), {})
    commits = repository.engine.commits()
    take(repository, given)
    assert repository.engine.commits() == commits
    repository.verify(full=True)


TEN_BACK = f"{ORDER_NO},2026-11-22 09:30:00,0.00,-10.00,退款,-,0020002|交易退款-订单退款"
REFUNDING = order(
    cases=(case(state="seller_to_refund", requested_fen=1000, agreed_fen=1000),),
    refunds=(refund(id="r1", amount_fen=1000, lines=(), case="A1", requested_at=NOW),),
)
TWO_ALIKE = REFUNDING.model_copy(
    update={"refunds": (*REFUNDING.refunds, REFUNDING.refunds[0].model_copy(update={"id": "r2"}))}
)
OF_MORE = REFUNDING.model_copy(
    update={"refunds": (REFUNDING.refunds[0].model_copy(update={"amount_fen": 1500}),)}
)


def test_a_refund_that_the_funds_show_is_settled_and_moves_its_case_on(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, REFUNDING)

    take(repository, file(tmp_path, INCOME, TEN_BACK))

    after = repository.order(REFUNDING.key)
    (settled,) = after.refunds
    assert (settled.state, settled.requested_at) == ("done", NOW)
    assert settled.settled_at == NOW + timedelta(minutes=30)
    assert settled.shown_by == "funds"
    assert (after.cases[0].outcome, after.cases[0].refunded_fen) == ("refunded", 1000)
    assert "settle-refund" not in owed(repository)
    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]
    repository.verify(full=True)


@pytest.mark.parametrize("waits", [TWO_ALIKE, OF_MORE], ids=["two alike", "of another amount"])
def test_a_row_that_may_be_another_refund_settles_none(
    repository: Repository, tmp_path: Path, waits: Order
) -> None:
    keep(repository, waits)

    take(repository, file(tmp_path, INCOME, TEN_BACK))

    assert repository.order(waits.key).refunds == waits.refunds


ONE_CASE = order(cases=(case(),))
TWO_CASES = order(cases=(case(), case(id="B2", requested_fen=1000)))


@pytest.mark.parametrize(
    ("given", "solution", "is_it"),
    [
        pytest.param(ONE_CASE, "partial_refund", True, id="a part that was taken"),
        pytest.param(ONE_CASE, "full_refund", False, id="all the money"),
        pytest.param(TWO_CASES, "partial_refund", False, id="just what another case asks for"),
    ],
)
def test_a_part_that_was_taken_and_that_the_funds_show_is_not_owed(
    repository: Repository, tmp_path: Path, given: Order, solution: str, is_it: bool
) -> None:
    keep(repository, given)
    offered = {"solution": solution, "amount": "10", "case": "A1"}
    repository.run(OfferSolution, repository.order(given.key), offered)
    repository.run(RecordOfferAnswer, repository.order(given.key), {"accepted": "yes"})

    take(repository, file(tmp_path, INCOME, TEN_BACK))

    after = repository.order(given.key)
    owed_now = {one.kind for one in obligations(after, repository.policy)}
    assert ("give-offer" not in owed_now) is is_it
    known = [(one.state, one.amount_fen, one.requested_at) for one in after.refunds]
    assert known == ([("done", 1000, NOW + timedelta(minutes=30))] if is_it else [])
    repository.verify(full=True)


def test_a_compensation_that_was_paid_before_it_was_taken_is_not_to_be_paid(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    take(repository, file(tmp_path, INCOME, PAID_TEN))
    assert rows(repository) == [(f"bill-{ORDER_NO}", "compensation_there")]
    assert owed(repository) == ["compensation_there"]

    promised(repository)

    assert repository.order(order().key).tasks == ()
    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]


def test_a_compensation_that_a_person_matched_is_proposed(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    promised(repository)
    take(repository, file(tmp_path, INCOME, PAID_TEN.replace(ORDER_NO, "")))
    (name,) = (name for name, state in rows(repository) if state == "unclear")

    repository.run(MatchPayment, payments(repository, name), {"order": ORDER_NO})

    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "compensation_open"
    key = order().key
    repository.run(CompleteTask, repository.order(key), {})
    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "matched"


def test_a_charge_that_came_back_before_anybody_recorded_it_costs_nothing(
    repository: Repository, tmp_path: Path
) -> None:
    """By the rules its lateness would still cost."""
    keep(repository, order(ship_by_deadline=NOW - DAY))
    take(repository, file(tmp_path, INCOME, CHARGED, APPEALED))
    assert rows(repository) == [(f"bill-{ORDER_NO}", "penalty_back")]

    repository.run(RecordCharge, payments(repository), {})

    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]
    (total,) = penalty_totals(repository.all(Order), "order", repository.policy, repository.now)
    assert (total.amount_fen, total.computed_fen) == (0, 0)


def test_what_an_appeal_brings_back_lowers_the_penalty_in_lists_and_totals(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    take(repository, file(tmp_path, INCOME, CHARGED))
    repository.run(RecordCharge, payments(repository), {})
    take(repository, file(tmp_path, INCOME, CHARGED, APPEALED, name="later.csv"))
    assert rows(repository) == [(f"bill-{ORDER_NO}", "penalty_back")]
    assert owed(repository) == ["penalty_back"]

    repository.run(RecordCharge, payments(repository), {})

    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]
    (total,) = penalty_totals(repository.all(Order), "order", repository.policy, repository.now)
    assert (total.count, total.amount_fen) == (1, 0)
    row = repository.row(order().key)
    assert row is not None
    assert (row.penalties, row.penalty_fen) == (1, 0)
    repository.verify(full=True)


def test_what_an_appeal_brought_back_here_is_missed_once_the_files_tell_of_its_time(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    take(repository, reaching(tmp_path, "2026-11-21 23:59:59", INCOME, CHARGED))
    repository.run(RecordCharge, payments(repository), {})
    repository.run(RecordAppealReturn, repository.order(order().key), {"amount": "3"})
    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]

    later = INCOME.replace(ORDER_NO, OTHER)
    take(repository, reaching(tmp_path, "2026-11-22 09:00:00", later))
    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "penalty_back_here"
    assert owed(repository) == ["penalty_back_here", "no_order"]

    take(repository, reaching(tmp_path, "2026-11-22 09:00:00", INCOME, CHARGED, APPEALED))
    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "matched"


def test_what_is_done_with_the_order_is_compared_in_the_same_commit(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    take(repository, file(tmp_path, INCOME, CHARGED))
    before = repository.engine.commits()

    repository.run(
        RecordPenalty, repository.order(order().key), {"kind": "late_shipment", "amount": "3"}
    )

    assert repository.engine.commits() == before + 1
    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]


def test_what_the_platform_never_shows_is_missed_once_any_file_reaches_beyond_it(
    repository: Repository, tmp_path: Path
) -> None:
    other = "261120-000000000000002"
    keep(repository, order(), order(order_no=other))
    take(repository, reaching(tmp_path, "2026-11-21 23:59:59", INCOME))
    penalty = {"kind": "late_shipment", "amount": "3"}
    repository.run(RecordPenalty, repository.order(order().key), penalty)
    of_another = INCOME.replace(ORDER_NO, other)

    take(repository, reaching(tmp_path, "2026-11-22 08:59:59", of_another))
    assert {state for _name, state in rows(repository)} == {"matched"}
    assert repository.order(order().key).penalties[0].at == NOW

    beyond = reaching(tmp_path, "2026-11-22 09:00:00", of_another)
    repository.import_files([beyond], SHOP, dry_run=True)
    assert owed(repository) == []
    take(repository, beyond)
    assert dict(rows(repository)) == {
        f"bill-{ORDER_NO}": "penalty_here",
        f"bill-{other}": "matched",
    }
    assert owed(repository) == ["penalty_here"]
    repository.verify(full=True)


def test_a_penalty_of_before_the_first_file_is_not_missed_until_its_month_is_here(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order(penalties=(SEPTEMBER,)))
    take(repository, reaching(tmp_path, "2026-11-21 23:59:59", INCOME))
    assert rows(repository) == [(f"bill-{ORDER_NO}", "matched")]

    of_september = file(tmp_path, INCOME.replace(ORDER_NO, "260901-000000000000001"))
    text = of_september.read_text("gb18030").replace("2026-06-", "2026-09-")
    of_september.write_text(text, "gb18030")
    take(repository, of_september)

    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "penalty_here"


def test_batches_that_say_nothing_new_are_no_commits(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three orders in a commit each, and the record; then what is in both files, and its record."""
    monkeypatch.setattr(funds, "MOST", 4)
    monkeypatch.setattr(funds, "FEWEST", 1)
    lines = [INCOME.replace(ORDER_NO, f"261120-{place:015}") for place in range(3)]
    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-21", *lines))
    before = repository.engine.commits()

    assert take(repository, from_until(tmp_path, "2026-11-02", "2026-11-21", *lines)) == [
        {"same": 3}
    ]

    assert repository.engine.commits() == before + 1
    assert [one.left for one in repository.all(ImportRecord)] == [0, 0]


OTHER = "261120-000000000000002"
GONE = order(
    parcels=(parcel(),),
    platform_fulfilment="received",
    paid_at=NOW - 12 * DAY,
    received_at=NOW - 3 * DAY,
)
"""Paid on the 10th and received on the 19th of November."""
OF_ANOTHER = INCOME.replace(ORDER_NO, OTHER)


def from_until(folder: Path, first: str, last: str, *rows: str) -> Path:
    """A file that says everything of these days."""
    path = file(folder, *rows)
    text = path.read_text("gb18030").replace("2026-06-01", first).replace("2026-06-30", last)
    path.write_text(text, "gb18030")
    return path


def test_an_order_that_no_funds_file_of_its_time_shows_is_owed(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, GONE)

    take(repository, reaching(tmp_path, "2026-11-21 23:59:59", OF_ANOTHER))

    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "no_payment"
    assert "no_payment" in owed(repository)
    repository.verify(full=True)


def test_an_order_that_an_import_shows_as_received_is_missed_then(
    repository: Repository, tmp_path: Path
) -> None:
    """The funds came first."""
    take(repository, SAMPLE)
    first = rows(repository)
    assert "no_payment" not in {state for _name, state in first}
    row = pdd_order(订单号=ORDER_NO, 订单状态="已收货", 支付时间="2026-11-02 10:00:00") | {
        "发货时间": "2026-11-03 10:00:00",
        "快递单号": "YT1234567890123",
        "快递公司": "圆通快递",
        "确认收货时间": "2026-11-08 10:00:00",
    }
    received = csv_file(tmp_path, PDD_2023, row)

    repository.import_files([received], SHOP)

    assert (f"bill-{ORDER_NO}", "no_payment") in set(rows(repository)) - set(first)
    commits = repository.engine.commits()
    repository.import_files([received, SAMPLE], SHOP)
    assert repository.engine.commits() == commits


def test_orders_paid_at_a_time_that_no_file_tells_of_are_not_opened_at_each_import(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    october = {"paid_at": NOW - 40 * DAY, "received_at": NOW - 35 * DAY}
    keep(repository, GONE, GONE.model_copy(update={"order_no": OTHER, **october}))
    opened: list[str] = []

    def noted(order: Order) -> OrderSide:
        opened.append(order.key)
        return side_of(order)

    monkeypatch.setattr(rematching, "side_of", noted)

    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-21", LATE))

    assert {name for name, _state in rows(repository)} >= {f"bill-{ORDER_NO}"}
    assert set(opened) == {GONE.key}


def test_an_order_is_not_missed_once_its_money_or_its_refund_comes(
    repository: Repository, tmp_path: Path
) -> None:
    refunded = GONE.model_copy(update={"order_no": OTHER})
    keep(repository, GONE, refunded)
    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-21", LATE))
    assert owed(repository).count("no_payment") == 2

    take(repository, from_until(tmp_path, "2026-11-15", "2026-11-21", INCOME))
    whole = {"amount": yuan_text(refunded.money.paid_fen), "reason": "破损"}
    repository.run(Refund, repository.order(refunded.key), whole)

    assert "no_payment" not in owed(repository)
    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "matched"
    repository.verify(full=True)


def test_what_lies_between_two_files_a_month_apart_is_missed_only_once_that_month_is_here(
    repository: Repository, tmp_path: Path
) -> None:
    october = GONE.model_copy(
        update={
            "paid_at": NOW - 40 * DAY,
            "received_at": NOW - 35 * DAY,
            "penalties": (SEPTEMBER.model_copy(update={"at": NOW - 38 * DAY}),),
        }
    )
    keep(repository, october)
    fee = f"{ORDER_NO},2026-11-05 10:00:00,0.00,-0.10,技术服务费,-,0030002|技术服务费"
    take(repository, from_until(tmp_path, "2026-09-01", "2026-09-30", OF_ANOTHER))
    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-20", OF_ANOTHER, fee))
    assert dict(rows(repository))[f"bill-{ORDER_NO}"] == "matched"

    take(repository, from_until(tmp_path, "2026-10-01", "2026-10-31", OF_ANOTHER))

    found = differences(payments(repository), load_policy())
    assert [one.kind for one in found] == ["penalty_here", "no_payment"]


def test_days_that_a_person_says_are_empty_are_known(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, GONE)
    take(repository, from_until(tmp_path, "2026-11-01", "2026-11-11", OF_ANOTHER))
    take(repository, from_until(tmp_path, "2026-11-16", "2026-11-21", OF_ANOTHER))
    assert "no_payment" not in owed(repository)
    (coverage,) = repository.all(Coverage)
    days = {"first": "2026-11-12", "last": "2026-11-15", "reason": "店铺停业"}
    repository.run(NoteEmptyDays, coverage, days)

    take(repository, from_until(tmp_path, "2026-11-17", "2026-11-21", OF_ANOTHER))

    assert "no_payment" in owed(repository)


def test_an_order_imported_after_its_money_finds_it(repository: Repository) -> None:
    take(repository, SAMPLE)
    assert {state for _name, state in rows(repository)} == {"no_order", "unclear", "general"}

    take(repository, SAMPLES / "pdd_orders_2026_trailing_tabs.csv")

    found = dict(rows(repository))
    assert found["bill-261119-274547430801514"] == "matched"
    assert found["bill-261120-969798332074707"] == "amount_differs"
    assert found["bill-261121-340231037221228"] == "penalty_there"
    repository.verify(full=True)


def test_money_and_orders_in_either_turn_or_together_come_to_the_same(tmp_path: Path) -> None:
    orders = SAMPLES / "pdd_orders_2026_trailing_tabs.csv"
    found = []
    for number, turns in enumerate(([SAMPLE], [orders]), 1):
        other = [orders] if turns == [SAMPLE] else [SAMPLE]
        opened = open_store(str(tmp_path / str(number)), Actor(user="li"), lambda: NOW)
        take(opened, *turns)
        take(opened, *other)
        found.append(rows(opened))
        opened.close()
    opened = open_store(str(tmp_path / "3"), Actor(user="li"), lambda: NOW)
    take(opened, SAMPLE, orders)
    found.append(rows(opened))
    opened.close()

    assert found[0] == found[1] == found[2]


def test_a_charge_without_an_order_is_matched_by_a_person_and_stays_so(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    given = file(tmp_path, INCOME, LATE, LATE)
    take(repository, given)
    first, second = (name for name, state in rows(repository) if state == "unclear")

    repository.run(MatchPayment, payments(repository, first), {"order": ORDER_NO})
    repository.run(SetPaymentAside, payments(repository, second), {"reason": "平台已退回"})

    assert take(repository, given) == [{"same": 3}]
    assert dict(rows(repository)) == {
        first: "matched",
        second: "aside",
        f"bill-{ORDER_NO}": "penalty_there",
    }
    repository.verify(full=True)


def test_a_matched_charge_is_money_once_and_may_be_taken_back_with_its_penalty(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order())
    bill = f"bill-{ORDER_NO}"
    take(repository, file(tmp_path, INCOME, LATE))
    (name,) = (one for one, state in rows(repository) if state == "unclear")
    before = moved(repository)

    receipt = repository.run(MatchPayment, payments(repository, name), {"order": ORDER_NO})

    assert sum(before.values()) == sum(moved(repository).values())
    assert (moved(repository)[name], moved(repository)[bill]) == (0, sum(before.values()))
    with pytest.raises(Refused) as refused:
        repository.run(RecordCharge, payments(repository, name), {})
    assert refused.value.sentence == (
        f"{name} is matched with order {ORDER_NO}: record the charge of {bill}, which it counts"
        " among."
    )

    repository.run(RecordCharge, payments(repository, bill), {})
    assert receipt.undoing
    assert receipt.undoing.action is UnmatchPayment
    assert repository.undo(receipt.undoing).said == (
        "The penalty of 3.00 yuan that was recorded from it is gone, too.",
    )
    assert (moved(repository), dict(rows(repository))[name]) == (before, "unclear")
    assert repository.order(order().key).penalties == ()
    repository.verify(full=True)


def moved(repository: Repository) -> dict[str, int]:
    """What came, less what went, by the name of the payments."""
    found = repository.select(PAYMENTS, Query(), "order")
    return {row.name: row.in_fen - row.out_fen for row in found}


def test_a_file_whose_totals_are_wrong_changes_nothing(
    repository: Repository, tmp_path: Path
) -> None:
    wrong = pdd(tmp_path, [INCOME], TOTALS.format(a=1, b="49.00", c=0, d="0", e=1, f="49.00"))

    with pytest.raises(BadInput):
        take(repository, wrong)

    assert repository.engine.commits() == 0


def test_a_file_cut_after_a_row_changes_nothing(repository: Repository, tmp_path: Path) -> None:
    with zipfile.ZipFile(SAMPLE) as packed:
        (name,) = packed.namelist()
        whole = packed.read(name).decode("gb18030").splitlines(keepends=True)
    cut = tmp_path / "funds.csv"
    cut.write_text("".join(whole[:60]), "gb18030")

    with pytest.raises(BadInput) as refusal:
        take(repository, cut)

    assert refusal.value.sentence == (
        "funds.csv: it ends without its totals (#总计), so rows may be missing; take it from the"
        " platform again. Nothing was imported."
    )
    assert (repository.engine.commits(), list(repository.all(Coverage))) == (0, [])


def test_an_empty_month_is_recorded_with_its_span(repository: Repository, tmp_path: Path) -> None:
    empty = pdd(tmp_path, [], TOTALS.format(a=0, b="0.00", c=0, d="0.00", e=0, f="0.00"))

    assert take(repository, empty) == [{}]
    assert [one.rows for one in repository.all(ImportRecord)] == [0]


def test_a_refund_without_an_order_may_be_a_part_that_went_back_or_is_asked_back(
    repository: Repository, tmp_path: Path
) -> None:
    part, asked, withdrawn, plain = (f"261120-00000000000000{digit}" for digit in "2345")
    back = refund(state="done", settled_at=NOW - DAY)
    case_of = {"requested_fen": 500, "applied_at": NOW - 2 * DAY}
    over = {"state": "closed", "outcome": "withdrawn"}
    keep(
        repository,
        order(order_no=part, refunds=(back,)),
        order(order_no=asked, cases=(case(**case_of),)),
        order(order_no=withdrawn, cases=(case(**case_of, **over),)),
        order(order_no=plain),
    )
    take(
        repository,
        file(tmp_path, ",2026-11-21 12:00:00,0.00,-5.00,退款,-,0020002|交易退款-订单退款"),
    )
    ((name, state),) = rows(repository)

    found = candidates(payments(repository, name), Lookups(repository), repository.policy)

    assert state == "unclear"
    assert {one.order_no for one in found} == {part, asked}


def november(folder: Path, form: str) -> Path:
    """A file of November in which nothing moved, as CSV or in a zip."""
    path = reaching(folder, "2026-11-30 23:59:59")
    if form == "csv":
        return path
    packed = folder / "funds.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(path, "账务.csv")
    return packed


@pytest.mark.parametrize("form", ["csv", "zip"])
def test_the_days_of_a_month_without_money_are_here(
    repository: Repository, tmp_path: Path, form: str
) -> None:
    assert take(repository, november(tmp_path, form)) == [{}]

    (covered,) = repository.all(Coverage)
    assert [(f"{one.first}", f"{one.last}") for one in covered.spans] == [
        ("2026-11-01", "2026-11-21")
    ]
    commits = repository.engine.commits()
    assert take(repository, november(tmp_path, form)) == [{}]
    assert repository.engine.commits() == commits


def test_a_month_without_money_says_what_the_platform_never_took(
    repository: Repository, tmp_path: Path
) -> None:
    keep(repository, order(penalties=(SEPTEMBER,)))
    take(repository, reaching(tmp_path, "2026-11-21 23:59:59", INCOME))
    empty = november(tmp_path, "csv")
    text = empty.read_text("gb18030").replace("2026-11-01", "2026-09-01")
    empty.write_text(text.replace("2026-11-30", "2026-09-30"), "gb18030")

    take(repository, empty)

    assert rows(repository) == [(f"bill-{ORDER_NO}", "penalty_here")]
    assert owed(repository) == ["penalty_here"]


def test_a_row_that_cannot_be_read_is_rejected_and_the_others_are_taken(
    repository: Repository, tmp_path: Path
) -> None:
    bad = "A1,2026-11-21 10:00:00,50.00,0.00,交易收入,-,0010002|交易收入-订单收入"

    (report,) = repository.import_files([file(tmp_path, INCOME, bad)], SHOP)

    assert (report.counts["new"], report.rejected_count) == (1, 1)
    assert report.rejected[0].reason == (
        "an order number such as 261120-969798332074707 was expected, “A1” was found"
    )


FEW = st.lists(st.sampled_from([INCOME, CHARGED, LATE]), max_size=6)


@given(FEW, FEW)
@settings(max_examples=examples(12))
def test_files_that_overlap_never_count_a_row_twice(
    tmp_path_factory: pytest.TempPathFactory, one: list[str], other: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("funds")
    repository = open_store(str(folder / "store"), Actor(user="li"), lambda: NOW)
    keep(repository, order())
    for number, given_rows in enumerate((one, other)):
        path = folder / f"{number}.csv"
        text = "".join(f"{row}\n" for row in given_rows) + totals_of(given_rows)
        path.write_text(f"{ABOVE}---\n{HEADER}\n{text}", "gb18030")
        take(repository, path)

    kept = [row for of in repository.all(Payments) for row in of.payments]

    assert len(kept) == sum(
        max(one.count(row), other.count(row)) for row in (INCOME, CHARGED, LATE)
    )
    for of in repository.all(Payments):
        assert (
            of.beside is None
            or not of.order_no
            or isinstance(differences(of, load_policy()), tuple)
        )
    assert len(list(repository.all(Order))) == 1
    repository.close()


WIDE = SAMPLES / "doudian_funds_39_columns.csv"
NARROW = SAMPLES / "doudian_funds_30_columns_signed.csv"


@pytest.mark.parametrize("files", [(WIDE, NARROW), (NARROW, WIDE)])
@pytest.mark.parametrize("together", [False, True])
def test_the_same_days_in_both_forms_of_doudian_are_said_once(
    repository: Repository, files: tuple[Path, Path], *, together: bool
) -> None:
    if together:
        found = take(repository, *files)
    else:
        found = [*take(repository, files[0]), *take(repository, files[1])]

    assert found == [{"new": 60}, {"same": 60}]
    known = [one for of in repository.all(Payments) for one in of.payments]
    assert len(known) == 60


def test_a_row_of_a_settlement_bill_is_a_row_however_much_it_says(repository: Repository) -> None:
    (said,) = repository.import_files([SAMPLES / "doudian_settlement_34_columns.xlsx"], SHOP)

    assert (said.rows, said.counts["new"]) == (29, 29)
    assert take(repository, SAMPLES / "doudian_settlement_34_columns.xlsx") == [{"same": 29}]


def test_words_of_funds_that_nobody_knows_are_said_of_money_and_of_no_shipment() -> None:
    report = ImportReport("funds.csv", "douyin", "funds", "动账明细", "utf-8", 1)
    report.unknown_words = ("神秘扣款",)

    assert [one.strip() for one in told(report)][-1] == (
        "unknown words, kept, and their money is compared with nothing: 神秘扣款"
    )
