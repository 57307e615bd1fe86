"""Hold (暂缓发货): the goods stay here until a time, which is never after the ship-by deadline.

An order that is not paid has no such deadline yet: it cannot go out, and nothing holds it back.
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.work import Hold as StoredHold
from store.rules.action.base import Action, Outcome, Undo
from store.rules.action.context import Context
from store.rules.action.fields import Text
from store.rules.action.time_fields import When
from store.rules.obligations import ship_by
from store.rules.parcels.shipping import cancelled, not_released, nothing_left
from store.words import N_, _
from store.words.times import minute_text


class Hold(Action[Order]):
    """Hold the order back from shipping."""

    title = N_("Hold back")
    place = 280
    key = "h"

    until: When = Field(
        title=N_("Held until"),
        description=N_("such as +2h, tomorrow 9 or +3d; at the latest the ship-by deadline"),
    )
    reason: Text = Field(title=N_("Reason"))

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        return (
            not_released(subject)
            or nothing_left(subject)
            or cancelled(subject)
            or _held_already(subject, context)
            or _too_late(subject, context)
        )

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        deadline = ship_by(subject, context.policy)
        if self.until <= context.now:
            yield Problem(
                "until",
                _("{time} is over; a hold is for later.").format(time=minute_text(self.until)),
            )
        elif deadline and deadline.at and self.until > deadline.at:
            yield Problem(
                "until",
                _(
                    "{time} is after the ship-by deadline ({deadline}); hold it back until then at"
                    " most."
                ).format(time=minute_text(self.until), deadline=minute_text(deadline.at)),
            )

    def undone_by(self, before: Order, after: Order) -> Undo:
        return Undo("release-hold", {})

    def apply(self, subject: Order, context: Context) -> Outcome:
        hold = StoredHold(
            until=self.until, reason=self.reason, at=context.now, by=str(context.actor)
        )
        return Outcome((subject.model_copy(update={"hold": hold}),))


def _held_already(order: Order, context: Context) -> str | None:
    hold = order.hold
    if hold is None or not hold.holds(context.now):
        return None
    return _(
        "This order is held back already, until {until} ({reason}); release that hold"
        " before another one."
    ).format(until=minute_text(hold.until), reason=hold.reason)


def _too_late(order: Order, context: Context) -> str | None:
    deadline = ship_by(order, context.policy)
    if deadline is None or deadline.at is None or deadline.at > context.now:
        return None
    return _(
        "This order had to be shipped by {deadline}; what is late already is not held back."
    ).format(deadline=minute_text(deadline.at))
