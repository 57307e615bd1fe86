"""After-sales files and the cases of the desk: one case, attached once, counted as what it was."""

from pathlib import Path
from typing import Any

import pytest

from store.importing import ImportReport
from store.models.after_sales_case import AfterSalesCase
from store.models.case_state import CaseState
from store.models.order import Order
from store.repository import Repository
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.open_case import OpenCase
from store.rules.obligations import obligations
from store.rules.order.actions.offer_solution import OfferSolution
from store.rules.order.actions.record_offer_answer import RecordOfferAnswer
from tests.build import (
    HOUR,
    NOW,
    ORDER_NO,
    SHOP,
    case,
    case_facts,
    export,
    facts,
    in_memory,
)
from tests.said_by_files import import_file
from tui.import_text import told

KEY = f"pinduoduo:{SHOP}:{ORDER_NO}"
ASKED = {"kind": "refund_only", "reason": "不想要了", "opened_by": "buyer"}


@pytest.fixture
def desk(tmp_path: Path) -> Repository:
    """A desk whose agent has noted what the buyer of its only order asks for."""
    desk = in_memory(tmp_path / "store")
    import_file(desk, export(facts()), SHOP)
    desk.run(OpenCase, the_order(desk), ASKED)
    return desk


def the_order(desk: Repository) -> Order:
    return desk.order(KEY)


def seen(word: str = "待商家处理", **changes: Any) -> AfterSalesCase:
    given = {"applied_at": NOW - HOUR, "as_of": NOW - HOUR, "unshipped": True}
    return case(**(given | {"platform_status": (("售后状态", word),)} | changes))


def taken(desk: Repository, *cases: AfterSalesCase) -> dict[str, int]:
    report: ImportReport = import_file(desk, export(cases=[case_facts(one) for one in cases]), SHOP)
    return {name: count for name, count in report.counts.items() if count}


def test_a_case_that_was_noted_here_is_changed_by_the_file_not_added(desk: Repository) -> None:
    assert taken(desk, seen()) == {"changed": 1}
    assert taken(desk, seen()) == {"same": 1}
    assert [one.id for one in the_order(desk).cases] == ["A1"]


def test_the_number_is_found_by_the_search(desk: Repository) -> None:
    taken(desk, seen())

    assert next(iter(desk.search())).cases == ("A1",)


def test_what_was_agreed_here_is_confirmed_by_a_later_file(desk: Repository) -> None:
    taken(desk, seen())
    desk.run(AgreeRefund, the_order(desk), {})
    assert taken(desk, seen()) == {"older": 1}
    assert len(the_order(desk).open_tasks) == 1

    ended = seen("退款成功", state="closed", outcome="refunded", refunded_fen=5000)
    assert taken(desk, ended) == {"changed": 1}

    (only,) = the_order(desk).cases
    assert (only.state, only.agreed_fen, only.refunded_fen) == (CaseState.CLOSED, 5000, 5000)
    assert the_order(desk).open_tasks == ()


@pytest.mark.parametrize("word", ["退款关闭", "退款成功"])
def test_what_the_buyer_took_stays_owed_and_is_said_once_where_its_case_ends_without_it(
    desk: Repository, word: str
) -> None:
    offered = {"solution": "partial_refund", "amount": "10"}
    desk.run(OfferSolution, the_order(desk), offered)
    desk.run(RecordOfferAnswer, the_order(desk), {"accepted": "yes"})
    ends = {"退款关闭": {"outcome": "withdrawn"}, "退款成功": {"outcome": "refunded"}}
    ended = seen(word, state="closed", refunded_fen=5000, **ends[word])

    reports = [import_file(desk, export(cases=[case_facts(ended)]), SHOP) for _time in "ab"]

    said = (
        f"Order {ORDER_NO}: Case A1 ended without anything (withdrawn), but what the buyer took of"
        " us on 2026-11-22 (partial refund) stays owed until it is done."
    )
    is_said = word == "退款关闭"
    assert [one.taken for one in reports] == [(said,) if is_said else (), ()]
    assert (f"  {said}" in list(told(reports[0]))) is is_said
    owed = {one.kind for one in obligations(the_order(desk), desk.policy)}
    assert ("give-offer" in owed) is is_said


def test_a_coupon_that_the_buyer_took_is_said_where_its_case_ends_with_all_the_money(
    desk: Repository,
) -> None:
    taken(desk, seen())
    desk.run(OfferSolution, the_order(desk), {"solution": "coupon", "amount": "5"})
    desk.run(RecordOfferAnswer, the_order(desk), {"accepted": "yes"})
    ended = seen("退款成功", state="closed", outcome="refunded", refunded_fen=5000)

    reports = [import_file(desk, export(cases=[case_facts(ended)]), SHOP) for _time in "ab"]

    said = (
        f"Order {ORDER_NO}: Case A1 ended (refunded), but what the buyer took of us on 2026-11-22"
        " (coupon) stays owed until it is done."
    )
    assert [one.taken for one in reports] == [(said,), ()]
    assert [one.kind for one in the_order(desk).open_tasks] == ["give-coupon"]


def test_a_case_that_waited_for_its_order_attaches_once(tmp_path: Path) -> None:
    desk = in_memory(tmp_path / "store")
    assert taken(desk, seen()) == {"new": 1}
    import_file(desk, export(facts()), SHOP)
    desk.run(AgreeRefund, the_order(desk), {})

    import_file(desk, export(facts(buyer_note="请尽快")), SHOP)

    (only,) = the_order(desk).cases
    assert (only.id, only.state) == ("A1", CaseState.SELLER_TO_REFUND)


OTHER = "261120-000000000000002"
TAKEN = (
    "case A1 is of order {here} here, and cannot be of order {other} too; look it up on the"
    " platform"
)


def both(desk: Repository, *numbers: str, dry_run: bool = False) -> ImportReport:
    """Import a file that shows the same case at each of these orders."""
    cases = [case_facts(seen()).model_copy(update={"order_no": one}) for one in numbers]
    return import_file(desk, export(cases=cases), SHOP, dry_run=dry_run)


def rejections(report: ImportReport) -> list[str]:
    return [one.reason for one in report.rejected]


def numbers_at(desk: Repository, order_no: str) -> list[str]:
    return [one.id for one in desk.order(f"pinduoduo:{SHOP}:{order_no}").cases]


@pytest.mark.parametrize("dry_run", [True, False], ids=["counted only", "taken"])
def test_a_case_that_one_file_shows_at_two_orders_is_of_the_first(
    tmp_path: Path, *, dry_run: bool
) -> None:
    desk = in_memory(tmp_path / "store")
    import_file(desk, export(facts(), facts(order_no=OTHER)), SHOP)

    report = both(desk, ORDER_NO, OTHER, dry_run=dry_run)

    assert rejections(report) == [TAKEN.format(here=ORDER_NO, other=OTHER)]
    assert (report.counts["new"], report.rejected[0].row) == (1, 1)
    assert numbers_at(desk, ORDER_NO) == ([] if dry_run else ["A1"])
    assert numbers_at(desk, OTHER) == []


def test_a_case_stays_with_the_order_that_an_earlier_file_showed_it_at(tmp_path: Path) -> None:
    desk = in_memory(tmp_path / "store")
    import_file(desk, export(facts(), facts(order_no=OTHER)), SHOP)
    both(desk, OTHER)

    report = both(desk, ORDER_NO)

    assert rejections(report) == [TAKEN.format(here=OTHER, other=ORDER_NO)]
    assert (numbers_at(desk, ORDER_NO), numbers_at(desk, OTHER)) == ([], ["A1"])


def test_a_case_that_waits_for_its_order_has_its_number_too(tmp_path: Path) -> None:
    desk = in_memory(tmp_path / "store")
    import_file(desk, export(facts()), SHOP)
    both(desk, OTHER)

    report = both(desk, ORDER_NO)

    assert rejections(report) == [TAKEN.format(here=OTHER, other=ORDER_NO)]
    import_file(desk, export(facts(order_no=OTHER)), SHOP)
    assert (numbers_at(desk, ORDER_NO), numbers_at(desk, OTHER)) == ([], ["A1"])


def test_the_desk_s_own_number_of_a_case_stands_in_nobody_s_way(desk: Repository) -> None:
    import_file(desk, export(facts(order_no=OTHER)), SHOP)
    numbered = case_facts(seen(id="1")).model_copy(update={"order_no": OTHER})

    report = import_file(desk, export(cases=[numbered]), SHOP)

    assert (rejections(report), numbers_at(desk, OTHER)) == ([], ["1"])
