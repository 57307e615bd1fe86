"""Handing over: all that one person has taken on, listed, and given to another with a note."""

import json
from pathlib import Path
from time import perf_counter

import pytest

from store.errors import BadInput, Refused
from store.models.event import Actor
from store.models.order import Order
from store.models.person import Person
from store.models.work import Claim
from store.repository import Repository, open_store
from store.rules.order.actions.release_claim import ReleaseClaim
from tests.build import ACTOR, HOUR, NOW, case, keep, order, parcel, shipped
from tests.rules.inquiries import inquiry
from tui.cli import main
from tui.order_text.handover import claims_of

OTHER = Actor(user="wang", name="小王")
UNNAMED = Actor(user="li")
ZHAO = Actor(user="zhao", name="赵")
LINES, SECONDS = 60, 1.0


def claimed(number: int, owner: Actor = ACTOR, **changes: object) -> Order:
    """Somebody's order, due so many hours from now."""
    claim = Claim(owner=owner, at=NOW - HOUR, by=owner)
    given = {"order_no": f"261120-{number:015}", "ship_by_deadline": NOW + number * HOUR}
    return order(**(given | {"claim": claim} | changes))


def known() -> list[Person]:
    """Who has done something here before."""
    return [Person(login=one.user, names=(one.name,)) for one in (OTHER, ZHAO)]


@pytest.fixture
def mine(repository: Repository) -> Repository:
    """Two orders of mine with three duties, one of a colleague's, one of nobody's."""
    keep(repository, *known())
    keep(
        repository,
        claimed(1),
        claimed(30, UNNAMED, cases=(case(platform_deadline=NOW - HOUR),)),
        claimed(3, OTHER),
        claimed(4, claim=None),
    )
    return repository


def owner_of(repository: Repository, number: int) -> str:
    (row,) = repository.search(f"order:{number:015}")
    return row.owner


def test_my_duties_are_those_of_what_i_have_by_any_of_my_names(mine: Repository) -> None:
    groups = mine.groups_of(mine.own_duties())

    assert [(one.time, one.kind, len(one.duties)) for one in groups] == [
        ("late", "answer-case", 1),
        ("2h", "ship", 1),
        ("later", "ship", 1),
    ]


def test_what_the_carrier_owes_is_given_with_its_order_and_is_no_duty_of_ours(
    mine: Repository,
) -> None:
    before = [len(one.duties) for one in mine.groups_of(mine.own_duties())]
    mine_too = Claim(owner=ACTOR, at=NOW, by=ACTOR)
    sent = (parcel(shipped_at=NOW),)
    keep(mine, shipped(order_no="261120-000000000000005", parcels=sent, claim=mine_too))
    duties = mine.own_duties()

    assert [one.row.order_no for one in duties if not one.obligation.counts] == [
        "261120-000000000000005"
    ]
    assert [len(one.duties) for one in mine.groups_of(duties)] == before
    assert claims_of(duties) == "3 claims"


def test_all_of_it_is_given_with_a_note_each_by_an_event_of_its_own(mine: Repository) -> None:
    done = mine.hand_over(mine.own_duties(), "小王", "我请假到周一")

    assert [one.problem for one in done] == ["", ""]
    assert [owner_of(mine, number) for number in (1, 30, 3, 4)] == [
        "小王 (wang)",
        "小王 (wang)",
        "小王 (wang)",
        "",
    ]
    (row,) = mine.search("order:000000000000030")
    kept = mine.order(row.key)
    (event,) = mine.events(kept)
    assert (event.action, event.values) == (
        "handover",
        {"to": "小王 (wang)", "note": "我请假到周一"},
    )
    assert kept.claim == Claim(owner=OTHER, at=NOW, by=ACTOR)
    assert mine.own_duties() == []


def test_what_a_colleague_took_over_meanwhile_stays_with_them(mine: Repository) -> None:
    duties = mine.own_duties()
    (row,) = mine.search("order:000000000000001")
    kept = mine.order(row.key)
    keep(mine, kept.model_copy(update={"claim": Claim(owner=OTHER, at=NOW, by=OTHER)}))

    problems = {one.called: one.problem for one in mine.hand_over(duties, "赵")}
    assert problems == {
        "261120-000000000000001": "小王 (wang) has this order since 2026-11-22 09:00.",
        "261120-000000000000030": "",
    }


def test_an_inquiry_that_a_colleague_took_over_is_called_one(mine: Repository) -> None:
    asked = inquiry(claim=Claim(owner=ACTOR, at=NOW, by=ACTOR))
    keep(mine, asked)
    duties = mine.own_duties()
    taken = {"claim": Claim(owner=OTHER, at=NOW, by=OTHER)}
    keep(mine, mine.again(asked).model_copy(update=taken))

    problems = {one.called: one.problem for one in mine.hand_over(duties, "赵")}
    assert problems[asked.number] == "小王 (wang) has this inquiry since 2026-11-22 09:00."


@pytest.mark.parametrize("name", ["小李", "li", "小李 (li)", "  小李  "])
def test_nobody_hands_over_to_themselves(mine: Repository, name: str) -> None:
    with pytest.raises(Refused) as caught:
        mine.hand_over(mine.own_duties(), name)
    assert caught.value.sentence == "It is yours already; hand it over to somebody else."


@pytest.mark.parametrize("name", [" ", "王" * 61])
def test_somebody_who_is_known_is_needed(mine: Repository, name: str) -> None:
    with pytest.raises(BadInput):
        mine.hand_over(mine.own_duties(), name)


# The command


@pytest.fixture
def shop(store: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The store as the process's own account opens it."""
    opened = open_store(str(store), ACTOR, lambda: NOW)
    keep(opened, *known())
    monkeypatch.setattr("tui.session.Session.actor", property(lambda _session: ACTOR))
    return opened


def command(store: Path, *words: str) -> int:
    return main(["handover", *words, "--store", str(store), "--now", NOW.isoformat()])


def test_it_is_printed_by_time_and_kind(
    shop: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(shop, *(claimed(number) for number in range(1, 5)), claimed(50))

    assert command(store) == 0
    assert capsys.readouterr().out.splitlines() == [
        "within 2 hours · ship · 2 · ¥6.00: 261120-000000000000001, 261120-000000000000002",
        "within 24 hours · ship · 2 · ¥6.00: 261120-000000000000003, 261120-000000000000004",
        "later · ship · 1 · ¥3.00: 261120-000000000000050",
        "open duties: 5",
    ]


def test_partly_done_is_an_exit_status_of_its_own(
    shop: Repository,
    store: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    keep(shop, claimed(1), claimed(2))
    duties = shop.own_duties()
    (row,) = shop.search("order:000000000000001")
    other = Claim(owner=OTHER, at=NOW, by=OTHER)
    keep(shop, shop.order(row.key).model_copy(update={"claim": other}))
    monkeypatch.setattr(Repository, "own_duties", lambda _self: duties)

    assert command(store, "--to", "赵") == 7
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "given to 赵 (zhao): 1 of 2 claims",
        "261120-000000000000001: 小王 (wang) has this order since 2026-11-22 09:00. (1 such)",
    ]


def test_scripts_read_one_duty_a_line(
    shop: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(shop, claimed(1))

    assert command(store, "--json", "--to", "赵", "--note", "交班") == 0
    (said,) = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert (said["order_no"], said["kind"], said["given_to"], said["problem"]) == (
        "261120-000000000000001",
        "ship",
        "赵",
        "",
    )


def test_scripts_read_the_same_of_a_duty_from_every_command(
    shop: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(shop, claimed(1))
    assert command(store, "--json") == 0
    handed = json.loads(capsys.readouterr().out)
    shop.run(ReleaseClaim, shop.order(handed["key"]), {})

    said = {}
    for name in ("due", "next"):
        assert main([name, "--json", "--store", str(store), "--now", NOW.isoformat()]) == 0
        said[name] = json.loads(capsys.readouterr().out)
    (given,) = said["next"]["duties"]
    assert given == {name: value for name, value in handed.items() if name in given}
    assert given == {name: value for name, value in said["due"].items() if name in given}
    assert {"order_no", "due_at", "overdue", "cost_fen"} < given.keys()


def test_a_note_for_nobody_is_refused(
    shop: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(shop, claimed(1))

    assert command(store, "--note", "交班") == 2
    assert (
        capsys.readouterr().err == "--note: A note goes with what is given: say to whom (--to).\n"
    )


def test_a_thousand_duties_are_listed_within_a_second_and_on_one_screen(
    shop: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for start in range(0, 1000, 250):
        keep(shop, *(claimed(number + 1) for number in range(start, start + 250)))
    begun = perf_counter()

    assert command(store) == 0
    assert perf_counter() - begun < SECONDS
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) <= LINES
    assert lines[-1] == "open duties: 1000"


def test_who_has_nothing_is_told_so(
    shop: Repository, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(shop, claimed(1, OTHER))

    assert command(store) == 0
    assert capsys.readouterr().out == "You have taken on nothing that something is owed for.\n"
