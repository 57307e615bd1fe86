"""What is counted beside the board is what its rows are, added up in a plain second way."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from store.models.axes import Platform
from store.models.work import Claim
from store.reading.hours import by_hour
from store.reading.owed import OwedFor
from store.repository import Repository
from store.search.board import bands, hours, queues
from store.search.lists import OBLIGATIONS
from store.work.handing_over import grouped
from tests.build import ACTOR, HOUR, NOW, WANG, case, in_memory, keep, order, shipped
from tests.examples import examples

OWNERS = st.sampled_from([None, ACTOR, WANG])
DUE = st.integers(-50, 60)
SHOPS = st.lists(st.tuples(st.booleans(), DUE, OWNERS), max_size=12)
NOWHERE = Path("nowhere")


def shop(made: list[tuple[bool, int, object]]) -> Repository:
    """Orders to ship, dearer 48 hours after their time, and orders with a case that is ours to
    answer; some have an owner.
    """
    repository = in_memory(NOWHERE)
    for number, (is_case, due, owner) in enumerate(made):
        at = NOW + due * HOUR + timedelta(minutes=7)
        claim = Claim(owner=owner, at=NOW, by=ACTOR) if owner else None
        number_ = f"261120-{number:015}"
        asked = case(id=f"A{number}", platform_deadline=at)
        keep(
            repository,
            shipped(order_no=number_, claim=claim, cases=(asked,))
            if is_case
            else order(
                order_no=number_,
                platform=Platform.DOUYIN,
                claim=claim,
                paid_at=at - 72 * HOUR,
                ship_by_deadline=at,
            ),
        )
    return repository


def ours(repository: Repository) -> list[OwedFor]:
    return [one for one in repository.owed() if one.obligation.who == "us"]


@settings(max_examples=examples(60))
@given(SHOPS)
def test_the_queues_add_up_to_the_rows_by_kind_and_owner(
    made: list[tuple[bool, int, object]],
) -> None:
    repository = shop(made)
    found = ours(repository)
    query = repository.parsed("who:us", OBLIGATIONS)

    counted = queues(query, NOW, repository.engine.fetch)

    assert {(one.kind, one.login): one.found for one in counted} == Counter(
        (duty.kind, row.login) for row, duty in found
    )
    assert sum(one.late for one in counted) == sum(
        duty.due_at is not None and duty.due_at <= NOW for _row, duty in found
    )
    assert sum(one.count for one in bands(query, NOW, repository.engine.fetch)) == len(found)


@settings(max_examples=examples(60))
@given(SHOPS)
def test_the_hours_ahead_are_those_of_the_command_line(
    made: list[tuple[bool, int, object]],
) -> None:
    repository = shop(made)
    query = repository.parsed("who:us", OBLIGATIONS)

    counted = hours(query, NOW, repository.engine.fetch)

    assert list(counted) == [one.count for one in by_hour(repository.owed(), NOW)]


@settings(max_examples=examples(60))
@given(SHOPS)
def test_the_bands_and_what_is_handed_over_cost_each_failure_once(
    made: list[tuple[bool, int, object]],
) -> None:
    """An order whose unshipped goods are asked back is to be answered and refunded by one time."""
    repository = shop(made)
    for number, (_is_case, due, _owner) in enumerate(made):
        at = NOW + due * HOUR + timedelta(minutes=7)
        claim = Claim(owner=ACTOR, at=NOW, by=ACTOR)
        asked = case(id=f"B{number}", unshipped=True, since=NOW)
        name = f"261121-{number:015}"
        keep(repository, order(order_no=name, claim=claim, ship_by_deadline=at, cases=(asked,)))
    found = ours(repository)
    costs: dict[tuple[str, object], int] = {}
    for row, duty in found:
        failure = row.of_key, duty.due_at
        costs[failure] = max(costs.get(failure, 0), duty.cost_fen or 0)

    shown = bands(repository.parsed("who:us", OBLIGATIONS), NOW, repository.engine.fetch)

    assert sum(one.cost_fen for one in shown) == sum(costs.values())
    assert sum(one.cost_fen for one in grouped(found, NOW)) == sum(costs.values())
