"""Reviews and improvements, read: rates over any span, counted a second plain way; lists; words."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from store.errors import BadInput
from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.improvement import RateName
from store.models.order import Order
from store.reading.causes import causes
from store.reading.rates import measured
from store.reading.reviewed import (
    Change,
    cases_per_week,
    change_of,
    improvements,
    query_of,
    reviews,
)
from store.repository import Repository, open_store
from store.rules.order.axes import was_paid
from store.rules.order.lateness import promised
from store.rules.review.rates import Mean
from store.search.review import By
from store.words.times import SHOP_TIME
from tests.build import ACTOR, DAY, HOUR, NOW, in_memory, keep, refunded_case, shipped
from tests.rules.reviews import MADE, NUMBER, check, dropped, improvement, lesson, review
from tests.store.test_causes import has_reason, has_stock_out, left_late, shop
from tui.cli import main

AT = NOW.isoformat()
WEEK = 7 * DAY


def agreed(number: str, hours: int, **changes: object) -> Order:
    """A refund asked for on the morning of the day before and agreed to so many hours later."""
    applied = datetime(2026, 11, 21, 10, tzinfo=SHOP_TIME)
    times = {"applied_at": applied, "agreed_at": applied + hours * HOUR, "closed_at": NOW}
    ended: AfterSalesCase = refunded_case(**(times | changes))
    return shipped(order_no=number, cases=(ended,))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    repository = in_memory(tmp_path_factory.mktemp("small") / "store")
    more = (
        agreed("31", 1, agreed_by="小王"),
        agreed("32", 3, agreed_by="小王"),
        agreed("33", 5, agreed_by="小赵", kind=CaseKind.RETURN_AND_REFUND),
    )
    keep(repository, *shop(), *more)
    return repository


# The second way: documents, one after the other.


def within(at: datetime | None, span: timedelta) -> bool:
    return at is not None and NOW - span < at <= NOW


def asked(orders: Iterable[Order], span: timedelta) -> list[AfterSalesCase]:
    return [each for one in orders for each in one.cases if within(each.applied_at, span)]


def plain(rate: RateName, repository: Repository, span: timedelta) -> tuple[int, int]:
    """So many of so many, or seconds of so many cases, within the last days."""
    orders = list(repository.all(Order))
    paid = [one for one in orders if within(one.paid_at, span)]
    due = [one for one in orders if was_paid(one) and within(_promised(one, repository), span)]
    complained = [one for one in orders if any(within(each.applied_at, span) for each in one.cases)]
    counted = asked(orders, span)
    match rate:
        case "late_rate":
            return sum(left_late(one, repository)[1] for one in due), len(due)
        case "stock_out_rate":
            return sum(map(has_stock_out, paid)), len(paid)
        case "quality_rate":
            signed = [one for one in orders if within(_signed(one), span)]
            both = [one for one in complained if one in signed]
            return sum(has_reason(one, "质量问题") for one in both), len(signed)
        case "broken_rate":
            return sum(has_reason(one, "破损") for one in complained), len(paid)
        case "hours_to_answer":
            times = [one.agreed_at - one.applied_at for one in counted if _answers(one)]  # type: ignore[operator]
        case "hours_to_refund_on_the_way":
            kind = CaseKind.REFUND_ONLY
            ended = [one for one in counted if one.kind is kind and one.outcome == "refunded"]
            times = [one.closed_at - one.applied_at for one in ended]  # type: ignore[operator]
        case _returned:
            return 0, 0  # nothing came back
    return int(sum(times, timedelta()).total_seconds()), len(times)


def _answers(one: AfterSalesCase) -> bool:
    return one.outcome == "refunded" and one.agreed_at is not None and not one.unshipped


def _promised(one: Order, repository: Repository) -> datetime | None:
    return promised(one, repository.policy).at


def _signed(one: Order) -> datetime | None:
    traces = (each for p in one.parcels for each in p.traces if each.state == "delivered")
    return one.received_at or max((each.at for each in traces), default=None)


@pytest.mark.parametrize("days", [1, 7, 30])
@pytest.mark.parametrize(
    "rate",
    [
        *("late_rate", "stock_out_rate", "quality_rate", "broken_rate", "hours_to_answer"),
        *("hours_to_refund_on_the_way", "hours_to_refund_returned"),
    ],
)
def test_a_rate_over_any_span_is_that_of_the_documents(
    small: Repository, rate: RateName, days: int
) -> None:
    span = days * DAY
    found = measured(small, small.policy, rate, "", NOW - span)

    assert (found.many, found.of) == plain(rate, small, span)
    assert (found.first, found.until, found.least) == (NOW - span, NOW, 30)


def test_a_rate_is_of_the_orders_that_a_search_finds(small: Repository) -> None:
    found = measured(small, small.policy, "quality_rate", "order:8", NOW - WEEK)

    assert (found.many, found.of) == (0, 1)
    with pytest.raises(BadInput):
        measured(small, small.policy, "quality_rate", "colour:red", NOW - WEEK)


def test_how_long_a_case_waited_is_told_of_who_agreed_to_it(small: Repository) -> None:
    groups = {one.name: one for one in causes(small, small.policy, "order:3", "agreed").groups}

    assert {name: one.answered for name, one in groups.items() if name} == {
        "小王": Mean(4 * 3600, 2, 30),
        "小赵": Mean(5 * 3600, 1, 30),
    }
    assert [groups[name].orders for name in ("小王", "小赵")] == [2, 1]


def test_the_cases_of_a_week_are_those_that_were_asked_for_in_it(small: Repository) -> None:
    days = [
        (each.applied_at or NOW).astimezone(SHOP_TIME).date()
        for one in small.all(Order)
        for each in one.cases
    ]
    begin = min(days) - timedelta(days=min(days).weekday())

    assert [(one.begin, one.cases) for one in cases_per_week(small)] == [(begin, len(days))]


@pytest.mark.parametrize(
    ("by", "name", "query"),
    [
        ("sku", "RICE-10", "sku:RICE-10"),
        ("carrier", "", "carrier:none"),
        ("agent", "小李 (li)", 'claim:"小李 (li)"'),
        ("agent", "", "!claimed"),
        ("week", "2026-11-16", "paid:2026-11-16..2026-11-22"),
        ("sku", "", None),
        ("week", "", None),
        ("cause", "破,碎", 'cause:"破,碎"'),
        ("sku", '3" A', None),
    ],
)
def test_a_group_has_the_search_for_its_orders(by: By, name: str, query: str | None) -> None:
    assert query_of(by, name) == query


@pytest.fixture
def reviewed(tmp_path: Path) -> str:
    """A shop with two reviews; of three improvements one helped, and one was dropped."""
    repository = open_store(str(tmp_path / "store"), ACTOR, lambda: NOW)
    late = improvement(
        number="I-20261116-1",
        review="",
        what="下午加人",
        rate="hours_to_answer",
        target=Decimal("0.5"),
        dropped=dropped(),
    )
    keep(
        repository,
        review(),
        review(number="R-20261116-1", title="丢件", lesson=lesson(), opened_at=NOW - 6 * DAY),
        improvement(checks=(check(1, 60, reached=True),)),
        improvement(number="I-20261117-1", what="换快递", scope="carrier:YTO"),
        late,
    )
    repository.close()
    return str(tmp_path / "store")


def said(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert main([*words, "--lang", "en", "--now", AT]) == 0
    return [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]


def test_reviews_are_listed_the_newest_first(
    reviewed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert said(capsys, "reviews", "--store", reviewed) == [
        "Review Opened State Cause Orders Title Lesson",
        "R-20261116-1 2026-11-16 closed damaged in transit 0 丢件 换包材先寄十单试",
        f"{NUMBER} 2026-11-15 open damaged in transit 0 大米破袋",
        "2 of 2 reviews",
    ]
    assert said(capsys, "reviews", "open", "包材", "--store", reviewed)[-1] == "1 of 2 reviews"


def test_improvements_are_listed_with_their_rate_before_and_after(
    reviewed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = said(capsys, "reviews", "--improvements", "--store", reviewed)

    (helped,) = (line for line in lines if line.startswith(MADE))
    change = "quality (商品品质退货率) 4 of 50, 8.00 % 1 of 60, 1.67 % 2 %"
    assert helped == f"{MADE} {NUMBER} done 小李 (li) 大米改用双层袋 {change}"
    assert lines[-1] == "3 of 3 improvements"
    open_ones = said(capsys, "reviews", "--improvements", "open", "--store", reviewed)
    assert open_ones[1].startswith("39h I-20261117-1")


def test_a_row_says_its_change_as_numbers_and_in_words(reviewed: str) -> None:
    repository = open_store(reviewed, ACTOR, lambda: NOW)
    rows = {row.key: change_of(row) for row in improvements(repository)}
    found = [row.key for row in reviews(repository, "state:open")]
    repository.close()

    assert found == [NUMBER]
    assert rows[MADE] == Change(
        before=Decimal("8.00"),
        after=Decimal("1.67"),
        target=Decimal(2),
        before_text="4 of 50, 8.00 %",
        after_text="1 of 60, 1.67 %",
        target_text="2 %",
    )
    assert (rows["I-20261117-1"].after, rows["I-20261117-1"].after_text) == (None, "")
    assert rows["I-20261116-1"].target_text == "0.5 h"


def test_the_number_of_a_new_improvement_is_told_where_it_is_named_by_that(
    reviewed: str, capsys: pytest.CaptureFixture[str]
) -> None:
    given = ("what=换供应商", "rate=quality_rate", "target=1", "due=+14d")
    told = said(capsys, "do", "add-improvement", "-", *given, "--store", reviewed)

    number = told[1].removeprefix("It is improvement ").removesuffix(".")
    listed = said(capsys, "reviews", "--improvements", "--store", reviewed)
    assert [number in line for line in listed if "换供应商" in line] == [True]
