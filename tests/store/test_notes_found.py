"""What was noted here is found, as lists show what somebody typed: without the buyer."""

from store.models.contact import Note
from store.models.receiver import Receiver
from store.repository import Repository
from store.search.lists import ORDERS
from tests.build import NOW, keep, order


def test_a_note_that_was_written_here_is_found_without_the_buyer_in_it(
    repository: Repository,
) -> None:
    by_hand = Note(id="n1", at=NOW, text="李雷 要求周五前送到", by="li")
    noted = order(notes=(by_hand,), receiver=Receiver(name="李雷"))
    keep(repository, noted)

    def found(text: str) -> int:
        return len(repository.select(ORDERS, repository.parsed(text, ORDERS), "due"))

    assert [found(text) for text in ("note:周五前", "备注:送到", "note:李雷")] == [1, 1, 0]
    kept = repository.order(noted.key)
    keep(repository, kept.model_copy(update={"notes": ()}))
    assert found("note:周五前") == 0
