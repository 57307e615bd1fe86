"""RecordAppealReturn (申诉补回): what an appeal against a penalty brought back, in money or points.

The penalty stays recorded, as what the platform held against the order; it costs less. Where the
funds show the money, it is recorded from them (`record-charge`).
"""

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from store.errors import Problem
from store.models.money import yuan_text
from store.models.order import Order
from store.models.penalty import AppealReturn, Penalty
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import Amount, Count, Reference, When, Word, wrong
from store.rules.action.record_action import RecordAction
from store.words import N_, _
from store.words.times import minute_text


class RecordAppealReturn(RecordAction[Penalty]):
    """Record what an appeal brought back of a penalty."""

    title = N_("Record what an appeal brought back")
    place = 875

    penalty: Annotated[str, Reference("penalty")] = Field(title=N_("Penalty"))
    amount: Amount | None = Field(default=None, title=N_("Amount"), description=N_("in yuan"))
    points: Count | None = Field(default=None, title=N_("Points given back"))
    source: Word | None = Field(
        default=None,
        title=N_("Where it stands"),
        description=N_("the number of a notice, a row of the funds export …"),
    )
    at: When | None = Field(
        default=None, title=N_("When it came back"), description=N_("left out, now")
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.points or self.amount):
            raise wrong(_("Points or an amount is needed."))
        return self

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused or self._too_much(self.record_of(subject), context)

    def _too_much(self, penalty: Penalty, context: Context) -> Iterator[Problem]:
        """More than is left of the penalty, or at a time when there was none."""
        if (self.amount or 0) > penalty.cost_fen:
            said = _("{amount} is more than the {left} that the penalty still costs.")
            left = yuan_text(penalty.cost_fen)
            yield Problem("amount", said.format(amount=yuan_text(self.amount or 0), left=left))
        if (self.points or 0) > penalty.cost_points:
            said = _("{points} points are more than the {left} that are still taken.")
            yield Problem("points", said.format(points=self.points, left=penalty.cost_points))
        if self.at and self.at > context.now:
            yield Problem("at", _("{time} is not yet over.").format(time=minute_text(self.at)))
        elif self.at and self.at < penalty.at:
            said = _("The penalty was set at {time}; nothing came back of it before.")
            yield Problem("at", said.format(time=minute_text(penalty.at)))

    def apply(self, subject: Order, context: Context) -> Outcome:
        penalty = self.record_of(subject)
        back = AppealReturn(
            id=context.new_id(),
            at=self.at or context.now,
            amount_fen=self.amount or 0,
            points=self.points or 0,
            source=self.source or "",
            by=str(context.actor),
        )
        less = penalty.model_copy(update={"returns": (*penalty.returns, back)})
        penalties = tuple(less if one is penalty else one for one in subject.penalties)
        said = _("The penalty costs {amount} yuan and {points} points now.").format(
            amount=yuan_text(less.cost_fen), points=less.cost_points
        )
        return Outcome((subject.model_copy(update={"penalties": penalties}),), (said,))
