"""What every engine's own check finds of what was changed past the desk."""

from contextlib import closing

import pytest

from store.engines.protocol import Engine, Kept
from store.engines.sealing import sealed
from store.engines.statements import Statements
from tests.engines.conftest import Open
from tests.engines.facts import KIND, event, kept, trouble_of, write


def headed(number: int, key: str, last: str) -> Kept:
    """A document that knows its last event."""
    return sealed(KIND, kept(number, key)._replace(head=last))


@pytest.fixture
def whole(engine: Engine) -> Engine:
    """Three documents with events, one with none, and a script's own."""
    with engine.writing():
        for number, key in enumerate("abc", start=1):
            told = [event(place, f"{KIND}/{key}") for place in (1, 2)]
            engine.add(KIND, headed(number, key, told[-1].hash))
            engine.add_events(told)
        engine.add(KIND, kept(4, "d"))
        engine.add("notes", kept(1, None))
    return engine


def past_the_desk(engine: Engine, statement: str, *values: object) -> None:
    assert isinstance(engine, Statements)
    with engine.writing():
        engine._write(statement, [values])


def test_a_whole_store_is_found_whole(whole: Engine) -> None:
    whole.check()
    whole.check(full=True)


def test_a_document_that_is_gone_beside_its_events_is_found(whole: Engine, opened: Open) -> None:
    past_the_desk(whole, "delete from document where @in_shop key = ?", "b")
    with closing(opened()) as again:
        found = trouble_of(again.check)
    assert found.code == "damaged"
    assert f"{KIND}/b has events and is not there itself." in found.sentence


@pytest.mark.parametrize("number", [1, 2])
def test_an_event_that_is_gone_is_found(whole: Engine, number: int) -> None:
    gone = "delete from event where @in_shop subject = ? and number >= ?"
    past_the_desk(whole, gone, f"{KIND}/c", number)
    found = trouble_of(whole.check)
    assert f"the last event of {KIND}/c is missing" in found.sentence


def test_an_event_that_no_document_knows_is_found(whole: Engine) -> None:
    write(whole, events=[event(1, f"{KIND}/d")])
    assert f"the last event of {KIND}/d is missing" in trouble_of(whole.check).sentence
