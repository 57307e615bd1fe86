"""BulkRun (批量操作): one action on many documents, each judged and committed by itself."""

from typing import Literal

from store.models.base import Instant, Record
from store.models.money import Fen
from store.models.subject import Subject

State = Literal["left", "done", "refused", "undone"]


class BulkItem(Record):
    """One document of a run."""

    kind: str
    """Its table."""
    key: str
    name: str = ""
    """What a person knows it by, where that is not its number."""
    about: str = ""
    """What of it is meant, as the values name it; empty for all of it."""
    values: dict[str, str] = {}
    """The values for this one, of the run and of what it tells itself."""
    goods: dict[str, int] = {}
    """The units that are meant, by what a person calls the line."""
    holds: str = ""
    """The goods of its order, as its list shows them."""
    back_fen: Fen = 0
    """The money that goes back by it."""
    short: str = ""
    """How it gives less than the buyer asks for; empty where it does not."""
    state: State = "left"
    sentence: str = ""
    """Why it is refused."""
    field: str = ""
    """The field that it is refused for; empty where it is about none."""
    event: str = ""
    """The id of its event, once it is done."""
    said: tuple[str, ...] = ()

    @property
    def subject(self) -> Subject:
        """The document it is about."""
        return Subject(self.kind, self.key)

    @property
    def called(self) -> str:
        """The number, SKU or name a person knows it by."""
        return self.name or self.subject.called


class BulkRun(Record):
    """An action with its values, the documents in their order, and how far it has come."""

    id: str
    action: str
    values: dict[str, str]
    """Those that are the same for all."""
    items: tuple[BulkItem, ...]
    at: Instant
    by: str

    @property
    def kinds(self) -> frozenset[str]:
        """What it is done to: whole documents of these tables, or a `part` of one."""
        return frozenset("part" if item.about else item.kind for item in self.items)

    def of(self, state: State) -> tuple[BulkItem, ...]:
        """The items that are so."""
        return tuple(item for item in self.items if item.state == state)

    def idempotency_key(self, item: BulkItem) -> str:
        """By which the change of an item is known, so that no second one follows it."""
        return f"bulk {self.id} {item.kind}/{item.key} {item.about}".rstrip()
