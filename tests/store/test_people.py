"""People (人员): a login and every name used with it are one person, from the events on."""

import pwd
from collections.abc import Callable
from pathlib import Path

import pytest

from store import accounts
from store.accounts import user
from store.errors import BadInput, Refused
from store.models.event import Actor
from store.models.order import Order
from store.models.person import Person
from store.repository import Repository
from store.rules.order.actions.assign import Assign
from store.rules.order.actions.claim import Claim
from store.rules.order.actions.note import Note
from store.search.lists import INQUIRIES
from tests.build import NOW, content, keep, order
from tests.rules.inquiries import inquiry

LI, LI_AGAIN = Actor(user="li", name="小李"), Actor(user="li", name="李姐")
LINA, CHEN = Actor(user="lina", name="娜娜"), Actor(user="chen")
OTHER, THIRD = "261120-000000000000002", "261120-000000000000003"


@pytest.fixture
def as_actor(repository: Repository) -> Callable[[Actor], Repository]:
    """The store for somebody."""
    return lambda actor: repository.acting(actor, lambda: NOW)


@pytest.fixture
def shop(as_actor: Callable[[Actor], Repository]) -> Repository:
    """Li has two orders, one claimed under each of her names, Lina one; Chen wrote a note."""
    repository = as_actor(LI)
    orders = [order(), order(order_no=OTHER), order(order_no=THIRD)]
    keep(repository, *orders)
    repository.run(Claim, repository.order(orders[0].key), {})
    as_actor(LI_AGAIN).run(Claim, repository.order(orders[1].key), {})
    as_actor(LINA).run(Claim, repository.order(orders[2].key), {})
    as_actor(CHEN).run(Note, repository.order(orders[2].key), {"text": "等货"})
    return repository


def test_whoever_did_something_is_known_with_every_name_they_used(shop: Repository) -> None:
    assert shop.people() == [
        Person(login="chen", version=1),
        Person(login="li", names=("小李", "李姐"), version=2),
        Person(login="lina", names=("娜娜",), version=1),
    ]


def test_who_is_known_already_is_not_written_again(shop: Repository) -> None:
    shop.run(Note, shop.order(order().key), {"text": "又一条"})

    assert [person.version for person in shop.people()] == [1, 2, 1]


def test_a_refused_change_makes_nobody_known(
    shop: Repository, store: Path, as_actor: Callable[[Actor], Repository]
) -> None:
    before = content(store)
    with pytest.raises(Refused):
        as_actor(Actor(user="sun")).run(Claim, shop.order(order().key), {})

    assert content(store) == before


@pytest.mark.parametrize(
    ("text", "login"),
    [
        ("li", "li"),
        ("小李", "li"),
        ("李姐", "li"),
        ("小李 (li)", "li"),
        ("LINA", "lina"),
        ("娜娜", "lina"),
        ("chen", "chen"),
        pytest.param(user(), user(), id="a login of this machine, new to the shop"),
    ],
)
def test_a_person_is_found_by_login_by_any_name_and_by_both(
    shop: Repository, text: str, login: str
) -> None:
    assert shop.person(text).login == login


def test_somebody_unknown_is_refused_with_who_is_known(shop: Repository) -> None:
    with pytest.raises(BadInput) as caught:
        shop.person("小孙")

    assert caught.value.sentence == (
        "Nobody is known here as 小孙; known: chen, 李姐 (li), 娜娜 (lina). Give somebody new by"
        " their login on this machine."
    )


@pytest.mark.parametrize("shell", ["/usr/sbin/nologin", "/bin/false", "/bin/sync"])
def test_an_account_of_the_machine_that_nobody_logs_in_with_is_given_nothing(
    shop: Repository, monkeypatch: pytest.MonkeyPatch, shell: str
) -> None:
    account = pwd.struct_passwd(("www-data", "x", 33, 33, "", "/var/www", shell))
    monkeypatch.setattr(accounts, "getpwnam", lambda _name: account)
    with pytest.raises(Refused) as caught:
        shop.run(Assign, shop.order(order(order_no=THIRD).key), {"to": "www-data"})

    assert caught.value.field == "to"
    assert caught.value.sentence == (
        "www-data is an account of the machine that nobody logs in with; known: chen, 李姐 (li),"
        " 娜娜 (lina)."
    )


def test_a_name_that_two_people_use_is_asked_about(
    shop: Repository, as_actor: Callable[[Actor], Repository]
) -> None:
    as_actor(Actor(user="li2", name="小李")).run(Note, shop.order(order().key), {"text": "在"})
    with pytest.raises(BadInput) as caught:
        shop.person("小李")

    assert caught.value.sentence == "小李 may be 李姐 (li), 小李 (li2); give the login."


@pytest.mark.parametrize("query", ["claim:li", "claim:小李", "owner:李姐", 'owner:"小李 (li)"'])
def test_a_search_by_any_name_finds_what_the_person_has_under_all(
    shop: Repository, query: str
) -> None:
    assert {row.order_no for row in shop.search(query)} == {order().order_no, OTHER}
    assert [row.order_no for row in shop.search(f"!{query}")] == [THIRD]
    assert shop.counts([query, "claim:li,娜娜", "claim:娜"]) == (2, 3, 1)


@pytest.mark.parametrize("query", ["claim:li", "claim:小李", "owner:李姐", 'owner:"小李 (li)"'])
def test_an_inquiry_is_found_by_any_name_of_who_has_it(
    shop: Repository, as_actor: Callable[[Actor], Repository], query: str
) -> None:
    keep(shop, inquiry(), inquiry(number="Q-20261122-2"))
    shop.run(Claim, shop.find("Q-20261122-1"), {})
    as_actor(LINA).run(Claim, shop.find("Q-20261122-2"), {})

    found = shop.select(INQUIRIES, shop.parsed(query, INQUIRIES))
    assert [row.key for row in found] == ["Q-20261122-1"]


def test_what_is_owed_is_found_by_who_has_the_order(shop: Repository) -> None:
    assert {row.order_no for row in shop.owed_rows("owner:小李")} == {order().order_no, OTHER}


@pytest.mark.parametrize("query", ["claim:li", "claim:小李", "owner:李姐", 'owner:"小李 (li)"'])
def test_what_is_owed_for_an_inquiry_is_found_by_any_name_of_who_has_it(
    shop: Repository, as_actor: Callable[[Actor], Repository], query: str
) -> None:
    keep(shop, inquiry(), inquiry(number="Q-20261122-2"), inquiry(number="Q-20261122-3"))
    shop.run(Claim, shop.find("Q-20261122-1"), {})
    as_actor(LINA).run(Claim, shop.find("Q-20261122-2"), {})

    found = {row.order_no for row in shop.owed_rows(f"kind:inquiry {query}")}
    others = {row.order_no for row in shop.owed_rows(f"kind:inquiry !{query}")}
    assert (found, others) == ({"Q-20261122-1"}, {"Q-20261122-2", "Q-20261122-3"})


def test_another_name_of_the_same_login_is_nobody_else(
    shop: Repository, as_actor: Callable[[Actor], Repository]
) -> None:
    again = as_actor(LI_AGAIN)
    mine = again.order(order().key)

    assert again.why_not("claim", mine) == (
        "This order is yours already: 小李 (li), since 2026-11-22 09:00."
    )
    assert again.why_not("release-claim", mine) is None


def test_an_order_is_assigned_to_a_person_and_found_by_their_login(shop: Repository) -> None:
    shop.run(Assign, shop.order(order().key), {"to": "娜娜"})

    assert owner_of(shop.order(order().key)) == LINA
    assert {row.order_no for row in shop.search("claim:lina")} == {order().order_no, THIRD}


def owner_of(given: Order) -> Actor | None:
    return given.claim.owner if given.claim else None
