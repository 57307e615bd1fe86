"""The chain of events of each document: nothing in it can change or be missing unseen."""

import hashlib
import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from store.documents.chains import last_event
from store.engines.protocol import KeptEvent
from store.errors import StoreTrouble
from store.files.places import DATABASE
from store.models.order import Order
from store.repository import Repository, open_store
from store.rules.order.actions.note import Note
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, keep, order
from tests.engines.facts import trouble_of

SUBJECT = f"orders/{order().key}"
MISSING = (
    f"The history of {SUBJECT} is not whole: its last events are missing; restore a backup into a"
    " new folder."
)


@pytest.fixture
def noted(repository: Repository) -> Repository:
    """An order with three notes, and another one with one."""
    keep(repository, order(), order(order_no="261120-000000000000002"))
    for number in range(1, 4):
        repository.run(Note, repository.order(order().key), {"text": str(number)}, key=f"k{number}")
    repository.run(Note, repository.find("261120-000000000000002"), {"text": "other"})
    return repository


def change(repository: Repository, sql: str, *values: object) -> Repository:
    """The same store after somebody changed it with another program."""
    folder = repository.engine.folder
    repository.close()
    with closing(sqlite3.connect(folder / DATABASE)) as plain, plain:
        assert plain.execute(sql, values).rowcount == 1
    return open_store(str(folder), ACTOR, lambda: NOW)


def mine(repository: Repository) -> Order:
    return repository.order(order().key)


def test_a_history_is_a_chain_of_its_own_for_each_document(noted: Repository) -> None:
    first, second, third = noted.events(mine(noted))
    (other,) = noted.events(noted.find("261120-000000000000002"))
    assert [event.number for event in (first, second, third, other)] == [1, 2, 3, 1]
    assert (first.before, other.before) == ("", "")
    told = list(noted.engine.events(SUBJECT))
    hashes = [hashlib.sha256(one.body.encode()).hexdigest() for one in told]
    assert [one.hash for one in told] == hashes
    assert [second.before, third.before] == hashes[:2]
    kept = noted.engine.document_with("orders", order().key)
    assert kept is not None
    assert kept.head == hashes[2]


def test_a_missing_tail_is_noticed_at_the_next_reading_and_the_next_change(
    noted: Repository,
) -> None:
    after = change(noted, "delete from event where subject = ? and number = 3", SUBJECT)
    for act in (
        lambda: after.events(mine(after)),
        lambda: after.run(Note, mine(after), {"text": "4"}),
    ):
        found = trouble_of(act)
        assert (found.sentence, found.code) == (MISSING, "broken_chain")
    assert trouble_of(lambda: verify(after)).sentence == (
        f"{after.engine.folder / DATABASE} is damaged: the last event of {SUBJECT} is missing."
        " Nothing was changed. Restore a backup into a new folder, and keep this one as it is until"
        " that is done."
    )


def test_a_commit_between_two_readings_leaves_a_history_whole(
    noted: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The last event and what the document knows of it are read at one moment."""
    colleague, read = (
        open_store(str(noted.engine.folder), ACTOR, lambda: NOW),
        noted.engine.last_event,
    )

    def slowly(subject: str) -> KeptEvent | None:
        found = read(subject)
        colleague.run(Note, mine(colleague), {"text": "4"})
        return found

    with monkeypatch.context() as patch:
        patch.setattr(noted.engine, "last_event", slowly)
        before = last_event(noted.engine, SUBJECT)
    after = last_event(noted.engine, SUBJECT)

    assert before
    assert after
    assert (before.number, after.number) == (3, 4)
    colleague.close()


def test_a_history_that_is_missing_as_a_whole_is_noticed(noted: Repository) -> None:
    sql = "update event set subject = 'orders/x' where subject = ?"
    after = change(noted, sql, f"orders/{'pinduoduo'}:米铺:261120-000000000000002")
    other = after.find("261120-000000000000002")
    assert trouble_of(lambda: after.events(other)).code == "broken_chain"


CHANGES: dict[str, tuple[str, ...]] = {
    "a value": ("body = replace(body, '\"2\"', '\"9\"')",),
    "its hash": ("hash = 'x'",),
    "its id": ("id = 'x'",),
    "its action": ("action = 'refund'",),
    "its key": ("key = null",),
    "its number": ("number = 7",),
    "no JSON any more": ("body = 'x'",),
}


@pytest.mark.parametrize("setting", [each[0] for each in CHANGES.values()], ids=CHANGES)
def test_a_changed_event_is_named(noted: Repository, setting: str) -> None:
    after = change(noted, f"update event set {setting} where subject = ? and number = 2", SUBJECT)
    acts: list[Callable[[], object]] = [lambda: verify(after), lambda: after.events(mine(after))]
    for act in acts:
        found = trouble_of(act)
        assert found.code in ("broken_chain", "damaged")
        assert "restore a backup into a new folder" in found.sentence.replace("Restore", "restore")


def test_an_event_that_was_taken_out_of_the_middle_is_noticed(noted: Repository) -> None:
    after = change(noted, "delete from event where subject = ? and number = 2", SUBJECT)
    with pytest.raises(StoreTrouble) as caught:
        after.events(mine(after))
    assert caught.value.sentence == (
        f"Event 3 (note on {SUBJECT}) does not follow the one before it; restore a backup into a"
        " new folder."
    )


def test_an_event_is_never_given_back_as_another_one_s(noted: Repository) -> None:
    sql = "update document set head = '' where key = ?"
    after = change(noted, sql, order().key)
    assert trouble_of(lambda: mine(after)).sentence == (
        f"{SUBJECT} is damaged in the store; restore a backup into a new folder."
    )
