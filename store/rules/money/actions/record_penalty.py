"""RecordPenalty (记录处罚): what a failure cost: points, money, or what cannot be counted.

Source article 004 names what not delivering costs: a penalty (score, restrictions), compensation,
a legal risk, reputation; every one is recorded on its order and totalled (`money.penalties`).
"""

from collections.abc import Iterator

from pydantic import Field

from store.models.money import yuan_text
from store.models.order import Order
from store.models.penalty import Penalty, PenaltyKind
from store.rules.action.base import Action, OneOf, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, Count, Word
from store.rules.action.time_fields import PastTime
from store.words import N_, _
from store.words.labels import label
from store.words.times import day_text


class RecordPenalty(Action[Order]):
    """Record what a failure cost."""

    title = N_("Record a penalty")
    place = 870
    one_of = OneOf(
        ("points", "amount", "source"),
        N_("Points, an amount or where it stands is needed."),
    )

    kind: PenaltyKind = Field(title=N_("Kind"))
    points: Count | None = Field(default=None, title=N_("Points taken"))
    amount: Amount | None = Field(default=None, title=N_("Amount"), description=N_("in yuan"))
    source: Word | None = Field(
        default=None,
        title=N_("Where it stands"),
        description=N_("the number of a notice, a row of the funds export …"),
    )
    at: PastTime | None = Field(
        default=None, title=N_("When it was set"), description=N_("left out, now")
    )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return None

    def apply(self, subject: Order, context: Context) -> Outcome:
        penalty = Penalty(
            id=context.new_id(),
            kind=self.kind,
            at=self.at or context.now,
            points=self.points or 0,
            amount_fen=self.amount or 0,
            source=self.source or "",
            by=str(context.actor),
        )
        changed = subject.model_copy(update={"penalties": (*subject.penalties, penalty)})
        return Outcome((changed,), tuple(_recorded_already(subject, penalty)))


def _recorded_already(order: Order, penalty: Penalty) -> Iterator[str]:
    """The same notice entered twice counts twice: worth a word, never a refusal."""
    for known in order.penalties:
        if penalty.source and (known.kind, known.source) == (penalty.kind, penalty.source):
            yield _(
                "{source} is recorded for this order already: {kind}, {points} points, {amount} on"
                " {day}; both are counted."
            ).format(
                source=known.source,
                kind=label(known.kind),
                points=known.points,
                amount=yuan_text(known.amount_fen),
                day=day_text(known.at),
            )
            return
