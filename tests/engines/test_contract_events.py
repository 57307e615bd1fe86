"""Events: chained for each document, found by subject and key, never written twice."""

import pytest

from store.engines.protocol import PAGE, Engine, KeptEvent
from store.errors import StoreTrouble
from tests.engines.conftest import Open
from tests.engines.facts import event, kept, write


def test_events_are_found_by_their_subject_oldest_first(engine: Engine, opened: Open) -> None:
    mine = [event(2, key="k2"), event(1, key="k1")]
    write(engine, events=[*mine, event(1, "orders/b"), event(1, "orders/ab")])

    again = opened()
    assert again.events("orders/a") == [event(1, key="k1"), event(2, key="k2")]
    assert again.last_event("orders/a") == event(2, key="k2")
    assert (again.events("orders/z"), again.last_event("orders/z")) == ([], None)


def test_an_event_is_found_by_the_key_of_its_change(engine: Engine) -> None:
    write(engine, events=[event(1, key="k1"), event(2), event(1, "orders/b")])

    assert engine.event_with("k1") == event(1, key="k1")
    assert (engine.event_with("k2"), engine.event_with("")) == (None, None)


TAKEN = {
    "number": event(1)._replace(id="another"),
    "key": event(2, key="k1"),
    "key of another document": event(1, "orders/b", key="k1"),
    "id": event(9)._replace(id=event(1).id),
}


@pytest.mark.parametrize("second", TAKEN.values(), ids=TAKEN)
def test_a_number_a_key_and_an_id_are_taken_once(engine: Engine, second: KeptEvent) -> None:
    write(engine, events=[event(1, key="k1")])
    with pytest.raises(StoreTrouble, match=r"nothing was changed\. Try again\.$"):
        write(engine, kept(), events=[event(1, "orders/c"), second])

    assert list(engine.all_events()) == [event(1, key="k1")]
    assert engine.count("orders") == 0


def test_every_event_comes_by_subject_and_number(engine: Engine) -> None:
    first = [event(number, "orders/a") for number in range(1, PAGE + 3)]
    second = [event(number, "orders/b") for number in range(1, 4)]
    write(engine, events=[*second, *reversed(first)])

    assert list(engine.all_events()) == [*first, *second]


def test_a_slow_reader_of_all_events_holds_nothing(engine: Engine, opened: Open) -> None:
    write(engine, events=[event(number) for number in range(1, PAGE + 1)])
    reading = engine.all_events()
    next(reading)
    write(opened(), events=[event(1, "orders/b")])

    assert list(reading)[-1] == event(1, "orders/b")


def test_documents_and_their_events_are_one_commit(engine: Engine, opened: Open) -> None:
    with pytest.raises(StoreTrouble):
        write(engine, kept(), events=[event(1), event(1)])
    assert (opened().count("orders"), opened().events("orders/a")) == (0, [])

    write(engine, kept(), events=[event(1)])
    assert (opened().count("orders"), opened().events("orders/a")) == (1, [event(1)])
