"""The next in turn: one order with all its duties, for whoever asks and nobody else."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from store.accounts import user
from store.documents.kinds import subject_of
from store.errors import Refused
from store.models.event import Actor
from store.models.order import Money, Order
from store.models.work import Claim, Hold, Snooze
from store.presence import Presence
from store.repository import Repository, open_store
from store.rules.order.actions.note import Note
from store.search.unclaimed import Turn
from tests.build import ACTOR, DAY, HOUR, NOW, case, keep, order, shipped, stock_out
from tests.examples import IS_LONG

WANG = Actor(user="wang", name="小王")
MINUTE = HOUR / 60
PROCESSES, CALLS = (10, 200) if IS_LONG else (4, 20)


def numbered(number: int, **changes: object) -> Order:
    """The order that is due so many hours from now."""
    given = {"order_no": f"261120-{number:015}", "ship_by_deadline": NOW + number * HOUR}
    return order(**(given | changes))


def given_to(repository: Repository, turn: Turn = "time") -> str | None:
    given = repository.give_next(turn)
    return given and str(int(given.document.key.rpartition("-")[2]))


def all_given(repository: Repository, turn: Turn = "time") -> list[str]:
    return list(iter(lambda: given_to(repository, turn), None))


def test_what_is_due_first_is_mine_with_all_its_duties(repository: Repository) -> None:
    keep(repository, numbered(3), numbered(2, cases=(case(platform_deadline=NOW + 9 * HOUR),)))

    given = repository.give_next()
    assert given
    assert isinstance(given.document, Order)
    assert given.document.order_no.endswith("2")
    assert [one.obligation.kind for one in given.duties] == ["ship", "answer-case"]
    assert given.document.claim == Claim(owner=ACTOR, at=NOW, by=ACTOR, by_next=True)
    kept = repository.order(given.document.key)
    assert kept.claim == given.document.claim
    (event,) = repository.events(kept)
    assert (event.action, event.values, str(event.actor)) == ("next", {"by": "time"}, "小李 (li)")


@pytest.mark.parametrize(
    ("changes", "duties", "first"),
    [
        pytest.param({}, ["ship"], "ship", id="ours alone"),
        pytest.param(
            {"stock_outs": (stock_out(),), "cases": (case(platform_deadline=NOW + 9 * HOUR),)},
            ["may-ship", "answer-case", "stock-out-verdict"],
            "answer-case",
            id="the platform's duty ends before ours",
        ),
        pytest.param(
            {
                "snoozes": (Snooze(kind="ship", until=NOW + HOUR / 2, at=NOW, by="li"),),
                "cases": (case(platform_deadline=NOW + 9 * HOUR),),
            },
            ["ship", "answer-case"],
            "answer-case",
            id="put off",
        ),
    ],
)
def test_what_is_begun_with_is_the_first_that_is_ours_and_may_be_done(
    repository: Repository, changes: dict[str, object], duties: list[str], first: str
) -> None:
    keep(repository, numbered(1, **changes))

    given = repository.give_next()
    assert given
    assert [one.obligation.kind for one in given.duties] == duties
    assert given.first.obligation.kind == first


def test_what_was_given_out_is_given_back_as_long_as_nobody_changed_whose_it_is(
    repository: Repository,
) -> None:
    keep(repository, numbered(1))
    given = repository.give_next()
    assert given
    assert given.undoing

    receipt = repository.undo(given.undoing)
    kept = repository.order(given.document.key)
    assert kept.claim is None
    assert (receipt.event.action, receipt.event.values) == ("undone", {"action": "next"})
    with pytest.raises(Refused, match="“Given out as the next in turn” is not taken back"):
        repository.undo(given.undoing)


@pytest.mark.parametrize(
    "skipped",
    [
        pytest.param({"claim": Claim(owner=WANG, at=NOW, by=WANG)}, id="somebody's"),
        pytest.param(
            {"hold": Hold(until=NOW + HOUR / 2, reason="等", at=NOW, by="li")}, id="held back"
        ),
        pytest.param(
            {"snoozes": (Snooze(kind="ship", until=NOW + HOUR / 2, at=NOW, by="li"),)},
            id="put off",
        ),
    ],
)
def test_what_is_not_to_be_begun_with_is_passed_over(
    repository: Repository, skipped: dict[str, object]
) -> None:
    keep(repository, numbered(1, **skipped), numbered(2))

    assert all_given(repository) == ["2"]


def test_what_was_put_off_or_held_back_comes_back_by_itself(repository: Repository) -> None:
    asleep = Snooze(kind="ship", until=NOW + HOUR / 2, at=NOW, by="li")
    held = Hold(until=NOW + HOUR / 2, reason="等", at=NOW, by="li")
    keep(repository, numbered(1, snoozes=(asleep,)), numbered(2, hold=held), numbered(3))

    assert all_given(repository.acting(ACTOR, lambda: NOW + HOUR / 2)) == ["1", "2", "3"]


def test_what_waits_for_others_is_nobodys_work(repository: Repository) -> None:
    given = numbered(1, **shipped().model_dump(include={"parcels"}))
    keep(repository, given)

    assert given_to(repository.acting(ACTOR, lambda: NOW - HOUR)) is None
    # By now the carrier has let its time pass, and the buyer is to be told.
    assert given_to(repository) == "1"


def test_by_money_comes_first_what_costs_most(repository: Repository) -> None:
    dear = {"money": Money(goods_fen=200000, paid_fen=200000)}
    keep(repository, numbered(1), numbered(2), numbered(3, **dear))
    keep(repository, numbered(4, ship_by_deadline=None, paid_at=None))

    assert all_given(repository, "money") == ["3", "1", "2", "4"]


def test_there_are_two_turns() -> None:
    assert get_args(Turn) == ("time", "money")


# Lapsing


@pytest.fixture
def wang(repository: Repository, store: Path) -> Iterator[Repository]:
    """A colleague half an hour and a minute later."""
    opened = open_store(str(store), WANG, lambda: NOW + 31 * MINUTE)
    yield opened
    opened.close()


def test_what_nothing_is_done_with_is_the_next_colleagues(
    repository: Repository, wang: Repository
) -> None:
    keep(repository, numbered(1), numbered(2))
    given = repository.give_next()
    assert given
    early = wang.acting(WANG, lambda: NOW + 29 * MINUTE)

    assert given_to(early) == "2"
    assert given_to(wang) == "1"
    told = [
        (event.action, event.values, str(event.actor))
        for event in wang.events(wang.order(given.document.key))
    ]
    assert told == [
        ("next", {"by": "time"}, "小李 (li)"),
        ("lapse-claim", {"owner": "小李 (li)", "since": "2026-11-22 09:00"}, "小王 (wang)"),
        ("next", {"by": "time"}, "小王 (wang)"),
    ]


def test_what_somebody_works_on_stays_theirs(repository: Repository, wang: Repository) -> None:
    keep(repository, numbered(1))
    given = repository.give_next()
    assert given
    later = repository.acting(ACTOR, lambda: NOW + 20 * MINUTE)
    later.run(Note, repository.order(given.document.key), {"text": "在查"})

    assert given_to(wang) is None
    assert given_to(wang.acting(WANG, lambda: NOW + 51 * MINUTE)) == "1"


@pytest.mark.parametrize("name", ["小李", "李姐", ""])
def test_what_somebody_has_open_stays_theirs_under_whichever_name(
    repository: Repository, wang: Repository, store: Path, name: str
) -> None:
    keep(repository, numbered(1))
    given = repository.give_next()
    assert given
    owner = Actor(user=user(), name="小李")
    desk = Presence(store / "presence", Actor(user=user(), name=name))
    desk.enter(given.document.key)
    kept = repository.order(given.document.key)
    claim = kept.claim
    assert claim
    keep(
        repository,
        kept.model_copy(update={"claim": claim.model_copy(update={"owner": owner})}),
    )

    assert given_to(wang) is None
    desk.leave()
    assert given_to(wang) == "1"


def test_what_was_claimed_by_hand_does_not_lapse(repository: Repository) -> None:
    keep(repository, numbered(1, claim=Claim(owner=WANG, at=NOW - DAY, by=WANG)))

    assert given_to(repository) is None


# Many at once


def test_many_who_ask_at_once_get_each_order_once_and_the_oldest_soon(store: Path) -> None:
    with_orders = open_store(str(store), ACTOR, lambda: NOW)
    wanted = [numbered(number) for number in range(1, PROCESSES * CALLS + 1)]
    for start in range(0, len(wanted), 500):
        keep(with_orders, *wanted[start : start + 500])
    # A thread of it may hold a lock of SQLite's, for which a forked child would wait for ever.
    with_orders.close()
    children = [_asking(store, child) for child in range(PROCESSES)]
    ended = [os.waitpid(child, 0)[1] for child in children]

    assert ended == [0] * PROCESSES
    with_orders = open_store(str(store), ACTOR, lambda: NOW)
    orders = list(with_orders.all(Order))
    given = sorted(
        (event.id, subject_of(one)) for one in orders for event in with_orders.events(one)
    )
    names = [subject for _id, subject in given]
    assert sorted(names) == sorted(map(subject_of, wanted))  # each once, and none left
    owners = [str(one.claim.owner) for one in orders if one.claim]
    assert {owners.count(owner) for owner in owners} == {CALLS}
    left = dict.fromkeys(map(subject_of, wanted))
    for place, name in enumerate(names):
        assert next(iter(left)) in names[place : place + 10]
        del left[name]
    with_orders.close()


def _asking(store: Path, number: int) -> int:
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        repository = open_store(str(store), Actor(user=f"a{number}"), lambda: NOW)
        given = [repository.give_next() for _call in range(CALLS)]
        repository.close()
        status = 0 if all(given) else 2
    finally:
        os._exit(status)
