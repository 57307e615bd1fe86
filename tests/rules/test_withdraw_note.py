"""A note that was written by mistake is taken off the order by who wrote it."""

from store.models.contact import Note
from store.models.order import Order
from store.rules.order.actions.withdraw_note import WithdrawNote
from tests.build import ACTOR, NOW, WANG, changed, context, order, sentences


def notes(*texts: str, by: object = ACTOR) -> tuple[Note, ...]:
    return tuple(Note(id=text, at=NOW, text=text, by=str(by)) for text in texts)


def left(subject: Order, **values: str) -> list[str]:
    return [note.text for note in changed(WithdrawNote, subject, None, **values).notes]


def test_the_last_note_of_ones_own_is_meant_unless_one_is_named() -> None:
    both = order(notes=(*notes("a", "b"), *notes("c", by=WANG)))

    assert left(both) == ["a", "c"]
    assert left(both, note="a") == ["b", "c"]


def test_the_note_of_a_colleague_stays() -> None:
    theirs = order(notes=notes("c", by=WANG))
    both = order(notes=(*notes("a"), *notes("c", by=WANG)))

    assert WithdrawNote.why_not(theirs, context()) == "No note of this order is yours."
    assert sentences(WithdrawNote, both, {"note": "c"}) == [
        ("note", "This order has no such note of yours.")
    ]
