"""Improvement (改进措施): what is changed so that a rate falls, by whom, and whether it did.

It is a document of its own, and its owner is its claim: so it is owed, snoozed and handed over as
everything else is, with a review or without.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, Self

from store.models.base import NOT_BEGUN, Document, Instant, Record
from store.models.owners import DeskSays, Names
from store.models.work import Claim, Snooze

RateName = Literal[
    "late_rate",
    "stock_out_rate",
    "quality_rate",
    "broken_rate",
    "hours_to_answer",
    "hours_to_refund_on_the_way",
    "hours_to_refund_returned",
]
"""The rates that a review counts (domain.md §4.4): shares of orders, and mean times."""
ImprovementState = Literal["open", "done", "dropped"]


class Measured(Record):
    """A rate as it was counted over a span."""

    first: Instant
    until: Instant
    many: int
    """So many of them; of a mean time, the seconds together."""
    of: int
    """Orders, or of a mean time cases."""
    least: int
    """Of fewer nothing was said."""


class Check(Record):
    """One look at whether it helped."""

    at: Instant
    by: str
    after: Measured
    reached: bool | None
    """None where the sample was too small to tell."""


class Dropping(Record):
    """Why nothing more is done about it."""

    reason: str
    at: Instant
    by: str


class Improvement(Document):
    """One change, the rate it is to move, and what that was before and after."""

    number: Names[str]
    """`I-20261127-1`: the shop's day on which it was made, and its place on that day."""
    review: DeskSays[str] = ""
    """The number of the review that it comes of; empty for none."""
    what: DeskSays[str]
    rate: DeskSays[RateName]
    target: DeskSays[Decimal]
    """What the rate is to fall to: percent, or hours of a mean time."""
    scope: DeskSays[str] = ""
    """A query of the orders that are counted; empty means all."""
    due: DeskSays[date]
    """The shop's day by whose end it is to be checked."""
    opened_at: DeskSays[Instant]
    opened_by: DeskSays[str]
    claim: DeskSays[Claim | None] = None
    """Whose it is to see through."""
    snoozes: DeskSays[tuple[Snooze, ...]] = ()
    before: DeskSays[Measured]
    checks: DeskSays[tuple[Check, ...]] = ()
    dropped: DeskSays[Dropping | None] = None

    @classmethod
    def blank(cls, _new_id: str) -> Self:
        """One of which nothing is known yet; what makes it gives it its number."""
        return cls(
            number="",
            what="",
            rate="quality_rate",
            target=Decimal(),
            due=NOT_BEGUN.date(),
            before=Measured(first=NOT_BEGUN, until=NOT_BEGUN, many=0, of=0, least=0),
            opened_at=NOT_BEGUN,
            opened_by="",
        )

    @property
    def key(self) -> str:
        return self.number

    @property
    def state(self) -> ImprovementState:
        """Is there something to be checked still?"""
        if self.dropped:
            return "dropped"
        return "done" if self.checks and self.checks[-1].reached else "open"

    @property
    def open(self) -> bool:
        """Is it still to be checked?"""
        return self.state == "open"

    @property
    def began_at(self) -> datetime:
        """From when on the value after is counted: its making, or when it was opened again."""
        failed = [one.at for one in self.checks if one.reached is False]
        return failed[-1] if failed else self.opened_at

    @property
    def after(self) -> Measured | None:
        """What was counted last."""
        return self.checks[-1].after if self.checks else None
