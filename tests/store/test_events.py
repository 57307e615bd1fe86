"""Events: who did what when, each chained to the one of its document before it."""

from pathlib import Path
from typing import Any

import pytest

from store.errors import StoreTrouble
from store.models.event import Actor, Event
from store.repository import Repository, open_store
from store.rules.actions.note import Note
from store.upkeep import verify
from tests.build import ACTOR, NOW, keep, order


@pytest.fixture
def events(repository: Repository) -> list[Event]:
    """Three notes on one order."""
    keep(repository, order())
    for text in ("一", "二", "三"):
        repository.run(Note, order(), {"text": text})
    return repository.events(order())


def first_broken(events: list[Event]) -> int | None:
    """The number of the first event that does not fit the one before it."""
    before = ""
    for number, event in enumerate(events, 1):
        if (event.number, event.before) != (number, before):
            return number
        before = event.digest
    return None


def test_a_chain_nobody_touched_holds(events: list[Event]) -> None:
    assert first_broken(events) is None
    assert events[0].before == ""


@pytest.mark.parametrize(
    "change",
    [
        {"values": {"text": "别的"}},
        {"actor": Actor(user="wang")},
        {"action": "refund"},
        {"at": NOW.replace(year=2025)},
        {"said": ("nothing happened",)},
        {"subject": "orders/other"},
        {"idempotency_key": "k"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_editing_an_old_event_breaks_the_one_after_it(
    events: list[Event], change: dict[str, Any]
) -> None:
    edited = [events[0].model_copy(update=change), *events[1:]]

    assert first_broken(edited) == 2


def test_taking_an_event_out_breaks_the_one_after_it(events: list[Event]) -> None:
    assert first_broken([events[0], events[2]]) == 2


def test_an_event_edited_on_the_disk_is_found(events: list[Event], store: Path) -> None:
    repository = open_store(str(store), ACTOR)
    with repository.db.writing():
        repository.engine.fetch("update event set body = replace(body, '二', '从未写过')", ())

    for look in (lambda: repository.events(order()), lambda: verify(repository)):
        with pytest.raises(StoreTrouble) as broken:
            look()
        assert broken.value.sentence == (
            "Event 2 (note on orders/pinduoduo:米铺:261120-000000000000001) does not follow the one"
            " before it; restore a backup into a new folder."
        )


def test_an_event_is_the_same_after_it_was_stored(
    repository: Repository, events: list[Event], store: Path
) -> None:
    again = open_store(str(store), ACTOR)

    assert again.events(order()) == events


def test_the_given_clock_and_the_machines_clock_both_stand_in_the_event(
    events: list[Event],
) -> None:
    assert events[0].at == NOW
    assert events[0].clock_at != NOW


@pytest.mark.parametrize(
    ("actor", "text"),
    [
        (Actor(user="li"), "li"),
        (Actor(user="li", name="li"), "li"),
        (Actor(user="li", name="小李"), "小李 (li)"),
    ],
)
def test_a_given_name_never_replaces_the_user(actor: Actor, text: str) -> None:
    assert str(actor) == text
