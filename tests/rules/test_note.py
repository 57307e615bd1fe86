"""Note: an internal note; the buyer never sees it."""

import pytest

from store.errors import BadInput
from store.models.contact import Note as StoredNote
from store.rules.action.frame import read_values
from store.rules.order.actions.note import Note
from tests.build import NOW, changed, context, order

WRITTEN = StoredNote(id="new1", at=NOW, text="等客户回复", by="小李 (li)")


def test_a_note_may_always_be_written() -> None:
    assert Note.why_not(order(), context()) is None


def test_notes_are_added_never_replaced() -> None:
    once = changed(Note, order(), text=" 等客户回复 ")
    twice = changed(Note, once, text="[/b] 已回复")

    assert once.notes == (WRITTEN,)
    assert [one.text for one in twice.notes] == ["等客户回复", "[/b] 已回复"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param("  ", "A value is needed here.", id="blank"),
        pytest.param("字" * 2001, "At most 2000 characters are possible.", id="too long"),
        pytest.param("\ud800", "This value cannot be understood.", id="undecodable"),
    ],
)
def test_a_note_that_cannot_be(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as caught:
        read_values(Note, {"text": text}, order())

    assert (caught.value.field, caught.value.sentence) == ("text", sentence)
