"""Causes add up: however a shop's orders fall into groups, no figure is lost and none is made."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from store.models.after_sales_case import AfterSalesCase, BuyerReason
from store.models.axes import Platform, Source
from store.models.cancellation import VerifiedCause
from store.models.order import Order
from store.models.work import Claim
from store.reading.causes import Causes, Group, causes
from store.reading.reviewed import cases_per_week, query_of
from store.repository import Repository
from store.search.review import BYS, By
from tests.build import (
    ACTOR,
    DAY,
    HOME,
    HOUR,
    NOW,
    WANG,
    case,
    in_memory,
    keep,
    line,
    order,
    parcel,
    refunded_case,
)
from tests.examples import examples

ALONE: tuple[By, ...] = ("agent", "region", "week")
"""An order is in one group of these."""
PEOPLE = (None, *(Claim(owner=one, at=NOW, by=one) for one in (ACTOR, WANG)))
REASONS = ("质量问题", "商品破损", "七天无理由")


def cases() -> st.SearchStrategy[AfterSalesCase]:
    def made(reason: str, agreed_by: str, hours: int) -> AfterSalesCase:
        first = BuyerReason(text=reason, at=NOW - DAY, source=Source.PLATFORM)
        applied = NOW - DAY - hours * HOUR
        if hours % 2:
            return case(reasons=(first,), applied_at=applied, agreed_by=agreed_by)
        agreed = {"agreed_by": agreed_by, "agreed_at": NOW - DAY}
        return refunded_case(reasons=(first,), applied_at=applied, **agreed)

    people = st.sampled_from(("", "小王", " 小王 ", "小赵"))
    return st.builds(made, st.sampled_from(REASONS), people, st.integers(0, 400))


def orders() -> st.SearchStrategy[Order]:
    skus = st.lists(st.sampled_from(("RICE-10", "OIL-5", "TEA-1")), min_size=1, max_size=3)
    found = st.lists(st.sampled_from(("quality", "破了", "wrong_item")), max_size=2)

    def made(
        goods: Sequence[str],
        carriers: Sequence[str],
        words: Sequence[str],
        asked: Sequence[AfterSalesCase],
        rest: tuple[Claim | None, int, str, Platform],
    ) -> Order:
        claim, days, province, platform = rest
        paid_at = NOW - timedelta(days=days)
        return order(
            *(line(n, sku=sku) for n, sku in enumerate(goods, 1)),
            platform=platform,
            paid_at=paid_at,
            ship_by_deadline=paid_at + 2 * DAY,
            claim=claim,
            receiver=HOME.model_copy(update={"province": province}),
            parcels=tuple(
                parcel(f"YT000000000{n}", id=f"p{n}", carrier=one, shipped_at=NOW - DAY)
                for n, one in enumerate(carriers)
            ),
            causes=tuple(
                VerifiedCause(id=f"c{n}", cause=word, at=NOW, by="Li", case=f"A{n}")
                for n, word in enumerate(words)
            ),
            cases=tuple(
                one.model_copy(update={"id": f"A{number}"}) for number, one in enumerate(asked)
            ),
        )

    rest = st.tuples(
        st.sampled_from(PEOPLE),
        st.integers(0, 40),
        st.sampled_from(("浙江省", "云南", "")),
        st.sampled_from(Platform),
    )
    carriers = st.lists(st.sampled_from(("YTO", "SF")), max_size=2)
    return st.builds(made, skus, carriers, found, st.lists(cases(), max_size=2), rest)


def figures(group: Group) -> tuple[int, ...]:
    shares = (group.late, group.lacked, group.cases, group.quality, group.broken)
    counted = (one for share in shares for one in (share.many, share.of))
    answered = (group.answered.seconds, group.answered.of)
    return (group.orders, *counted, *answered, group.again_parcels, *group.cost)


def within_bounds(found: Causes) -> None:
    """No more of them than they are of, and no group says more than all together."""
    for group in (*found.groups, found.total):
        shares = (group.late, group.lacked, group.cases, group.quality, group.broken)
        assert all(0 <= one.many <= one.of <= group.orders for one in shares)
        assert all(map(int.__le__, figures(group), figures(found.total)))


def held(folder: str, given_orders: Sequence[Order]) -> Repository:
    repository = in_memory(Path(folder) / "store")
    numbered = (one.model_copy(update={"order_no": f"N{n}"}) for n, one in enumerate(given_orders))
    keep(repository, *numbered)
    return repository


@settings(max_examples=examples(40))
@given(st.lists(orders(), max_size=6))
def test_groups_add_up_and_a_search_finds_what_they_count(given_orders: list[Order]) -> None:
    with TemporaryDirectory() as folder:
        repository = held(folder, given_orders)
        for by in BYS:
            found = causes(repository, repository.policy, "", by)
            within_bounds(found)
            sums = [sum(column) for column in zip(*map(figures, found.groups), strict=True)]
            total = figures(found.total)
            assert found.total.orders == len(given_orders)
            if by in ALONE:
                assert tuple(sums) == total or not given_orders
            elif by == "agreed":
                # Of who agreed, each case counts once, for its own person.
                assert sum(one.answered.seconds for one in found.groups) == total[11]
            assert sum(one.orders for one in found.groups) >= len(given_orders)
            for group in found.groups:
                query = query_of(by, group.name)
                if query is not None:
                    assert len(repository.search(query)) == group.orders, query
        repository.close()


@settings(max_examples=examples(25))
@given(st.lists(orders(), max_size=6))
def test_every_case_is_in_one_week_and_no_week_is_left_out(given_orders: list[Order]) -> None:
    with TemporaryDirectory() as folder:
        repository = held(folder, given_orders)
        weeks = cases_per_week(repository)
        repository.close()

    assert sum(one.cases for one in weeks) == sum(len(one.cases) for one in given_orders)
    assert all(one.begin.weekday() == 0 for one in weeks)
    steps = {b.begin - a.begin for a, b in pairwise(weeks)}
    assert steps <= {timedelta(days=7)}
