"""Events: who did what when, each chained to the one of its document before it."""

from pathlib import Path
from typing import Any

import pytest

from store.documents.chains import chained, clock_of
from store.documents.telling import event_of
from store.engines.protocol import KeptEvent
from store.engines.sealing import canonical
from store.engines.sqlite.engine import SqliteEngine
from store.errors import Refused, StoreTrouble
from store.models.event import Actor, Event, digest_of
from store.repository import Repository, open_store
from store.rules.order.actions.note import Note
from store.upkeep.verifying import verify
from tests.build import ACTOR, NOW, keep, order


@pytest.fixture
def events(repository: Repository) -> list[Event]:
    """Three notes on one order."""
    keep(repository, order())
    for text in ("一", "二", "三"):
        repository.run(Note, order(), {"text": text})
    return repository.events(order())


@pytest.fixture
def kept(repository: Repository, events: list[Event]) -> list[KeptEvent]:
    """The same as they are kept."""
    return list(repository.engine.events(events[0].subject))


def forged(event: Event) -> KeptEvent:
    """An event as somebody would keep it who knows how."""
    body = canonical(event.model_dump(mode="json"))
    return KeptEvent(
        id=event.id,
        subject=event.subject,
        number=event.number,
        at=clock_of(event.clock_at),
        action=event.action,
        key=event.idempotency_key or None,
        body=body,
        hash=digest_of(body),
    )


def test_a_chain_nobody_touched_holds(kept: list[KeptEvent]) -> None:
    assert list(chained(kept)) == kept
    assert [event_of(one).before for one in kept] == ["", kept[0].hash, kept[1].hash]


def test_an_event_is_kept_as_canonical_json(repository: Repository) -> None:
    """Though no pydantic makes it, what it says is what its model would."""
    keep(repository, order())
    key, text = "k\n1", '引号 " \\ \t \x7f'
    with repository.writing() as writing:
        told = writing.event(order(), "note", {"text": text, "a": ""}, key=key, said=(text, ""))

    (kept,) = repository.engine.events(told.subject)
    assert kept == forged(told)
    assert (told.values, told.said, told.idempotency_key) == (
        {"text": text, "a": ""},
        (text, ""),
        key,
    )


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
    kept: list[KeptEvent], change: dict[str, Any]
) -> None:
    edited = forged(event_of(kept[0]).model_copy(update=change))
    assert edited.body != kept[0].body

    with pytest.raises(StoreTrouble, match=r"^Event 2 "):
        list(chained([edited, *kept[1:]]))


def test_taking_an_event_out_breaks_the_one_after_it(kept: list[KeptEvent]) -> None:
    with pytest.raises(StoreTrouble, match=r"^Event 3 "):
        list(chained([kept[0], kept[2]]))


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


def test_a_change_reads_the_whole_document_once(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order())
    asked: list[str] = []
    read = SqliteEngine._read

    def note(self: SqliteEngine, sql: str, parameters: Any = ()) -> list[Any]:
        if "orders" in parameters:
            asked.append(sql)
        return read(self, sql, parameters)

    monkeypatch.setattr(SqliteEngine, "_read", note)
    repository.run(Note, order(), {"text": "一"}, "k1")

    assert [sql for sql in asked if "body" in sql and "ours(document)" in sql] == [
        "select id, key, version, head, body, crc from @ours(document) d where kind = ? and key = ?"
    ]


def test_a_head_of_a_document_that_is_gone_is_no_matter_of_who_may_write(
    repository: Repository,
) -> None:
    with pytest.raises(StoreTrouble) as refused, repository.db.writing():
        repository.db.kind("orders").put_head("a", "x")
    assert (refused.value.sentence, refused.value.code) == (
        "a was changed by somebody else; nothing was written.",
        "conflict",
    )


def test_what_no_other_engine_keeps_is_taken_out_of_events_and_rows(
    repository: Repository,
) -> None:
    keep(repository, order(buyer_note="急\0\\u0000"))
    for _ in range(2):
        receipt = repository.run(Note, order(), {"text": "一\0二"}, "k\0")

    assert receipt.repeated
    (event,) = repository.events(order())
    assert (event.values, event.idempotency_key) == ({"text": "一二"}, "k")
    (kept,) = repository.engine.all_events()
    assert "\\u0000" not in kept.body
    assert repository.order(order().key).buyer_note == "急\\u0000"
    verify(repository, full=True)


def test_a_key_used_again_with_other_values_is_refused(repository: Repository) -> None:
    keep(repository, order())
    first = repository.run(Note, order(), {"text": "一"}, "k1")
    for values in ({"text": "二"}, {"text": "一", "other": "x"}, {}):
        with pytest.raises(Refused) as refused:
            repository.run(Note, order(), values, "k1")
        assert (refused.value.field, refused.value.code) == ("key", "key_in_use")
        assert refused.value.sentence == (
            f"The key k1 was used before, for note on orders/{order().key} with other values; give"
            " another change a key of its own."
        )
    again = repository.run(Note, order(), {"text": " 一 "}, "k1")

    assert (again.repeated, again.event) == (True, first.event)
    assert len(repository.events(order())) == 1
