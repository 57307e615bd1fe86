"""Review (复盘): what went wrong, why five times over, and what was learnt from it."""

from typing import Literal, Self

from store.models.base import NOT_BEGUN, Document, Instant, Record
from store.models.owners import DeskSays, Names

ReviewState = Literal["open", "closed"]


class ReviewedOrder(Record):
    """An order that a review is about."""

    key: str
    order_no: str
    name: str = ""
    """The buyer's, so that what is said of the review is shown without them."""


class Lesson(Record):
    """What was learnt; the review is closed with it."""

    text: str
    at: Instant
    by: str


class Review(Document):
    """One thing that went wrong and must not again; what is done about it are improvements."""

    number: Names[str]
    """`R-20261127-1`: the shop's day on which it was opened, and its place on that day."""
    title: DeskSays[str]
    what: DeskSays[str]
    """What happened."""
    whys: DeskSays[tuple[str, ...]] = ()
    """Why it happened, why that, and so on: up to five answers."""
    orders: DeskSays[tuple[ReviewedOrder, ...]] = ()
    scope: DeskSays[str] = ""
    """A query of the orders it is about beside those that are named; empty means no others."""
    cause: DeskSays[str] = ""
    """A word of the shop's list of causes, or free words; empty while it is not known."""
    opened_at: DeskSays[Instant]
    opened_by: DeskSays[str]
    lesson: DeskSays[Lesson | None] = None

    @classmethod
    def blank(cls, _new_id: str) -> Self:
        """One of which nothing is known yet; what opens it gives it its number."""
        return cls(number="", title="", what="", opened_at=NOT_BEGUN, opened_by="")

    @property
    def key(self) -> str:
        return self.number

    @property
    def state(self) -> ReviewState:
        """Is it closed?"""
        return "closed" if self.lesson else "open"
