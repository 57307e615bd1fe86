"""RecordAppealReturn (申诉补回): what an appeal brought back: of a penalty, in money or points, or
of money that went to the buyer by a ruling.

Penalty and refund stay recorded, as what the platform held against the order and what the buyer
has; they cost less. Where the funds show the money, it is recorded from them (`record-charge`).
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
from store.rules.action.fields import Amount, Count, Reference, Word, wrong
from store.rules.action.record_action import RecordAction
from store.rules.action.time_fields import PastTime
from store.rules.money.appealed import Appealed, left_of
from store.words import N_, _
from store.words.times import minute_text


class RecordAppealReturn(RecordAction[Appealed]):
    """Record what an appeal brought back of a penalty or a refund."""

    title = N_("Record what an appeal brought back")
    place = 875
    settles = frozenset({"give-back", "ask-platform"})

    of: Annotated[str, Reference("appealed")] = Field(title=N_("Penalty or refund"))
    amount: Amount | None = Field(default=None, title=N_("Amount"), description=N_("in yuan"))
    points: Count | None = Field(default=None, title=N_("Points given back"))
    source: Word | None = Field(
        default=None,
        title=N_("Where it stands"),
        description=N_("the number of a notice, a row of the funds export …"),
    )
    at: PastTime | None = Field(
        default=None, title=N_("When it came back"), description=N_("left out, now")
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.points or self.amount):
            raise wrong(_("Points or an amount is needed."))
        return self

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        yield from refused or self._too_much(subject, self.record_of(subject), context)

    def _too_much(self, order: Order, given: Appealed, context: Context) -> Iterator[Problem]:
        """More than is left of it, or at a time when there was none."""
        is_penalty, left = isinstance(given, Penalty), left_of(order, given)
        points = given.cost_points if isinstance(given, Penalty) else 0
        since = given.at if isinstance(given, Penalty) else given.settled_at
        if (self.amount or 0) > left:
            said = _("{amount} is more than the {left} that are to come back of the refund.")
            if is_penalty:
                said = _("{amount} is more than the {left} that the penalty still costs.")
            amounts = {"amount": yuan_text(self.amount or 0), "left": yuan_text(left)}
            yield Problem("amount", said.format(**amounts))
        if (self.points or 0) > points:
            said = _("{points} points are more than the {left} that are still taken.")
            yield Problem("points", said.format(points=self.points, left=points))
        if self.at and self.at > context.now:
            yield Problem("at", _("{time} is not yet over.").format(time=minute_text(self.at)))
        elif self.at and since and self.at < since:
            said = _("The refund went at {time}; nothing came back of it before.")
            if is_penalty:
                said = _("The penalty was set at {time}; nothing came back of it before.")
            yield Problem("at", said.format(time=minute_text(since)))

    def apply(self, subject: Order, context: Context) -> Outcome:
        given = self.record_of(subject)
        back = AppealReturn(
            id=context.new_id(),
            at=self.at or context.now,
            amount_fen=self.amount or 0,
            points=self.points or 0,
            source=self.source or "",
            by=str(context.actor),
        )
        less = given.model_copy(update={"returns": (*given.returns, back)})
        update: dict[str, object]
        if isinstance(less, Penalty):
            update = {
                "penalties": tuple(less if one is given else one for one in subject.penalties)
            }
            said = _("The penalty costs {amount} yuan and {points} points now.").format(
                amount=yuan_text(less.cost_fen), points=less.cost_points
            )
        else:
            update = {"refunds": tuple(less if one is given else one for one in subject.refunds)}
            said = _("{amount} of the refund of {whole} are back.").format(
                amount=yuan_text(less.returned_fen), whole=yuan_text(less.amount_fen)
            )
        return Outcome((subject.model_copy(update=update),), (said,))
