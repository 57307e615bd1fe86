"""RuleStockOut (缺货审核结果): the verdict on an application, or the shop takes it back.

Rejected or withdrawn, the goods are to ship again, and their first deadline has never stopped.
"""

from typing import Annotated, Literal

from pydantic import Field

from store.models.order import Order
from store.models.stock_out import StockOutApplication
from store.rules.action.base import LAST_FOUR, Outcome
from store.rules.action.context import Context
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction
from store.rules.action.telling import Tells
from store.rules.obligations import ship_by
from store.rules.parcels.shipping import cancelled
from store.rules.stock.stock_out import is_known_there, lines_meant, lock_sentence, to_refund
from store.words import N_, _
from store.words.times import minute_text

WITHDRAW_THERE = Tells(
    "withdraw-stock-out",
    N_("withdraw the application for out-of-stock on the platform"),
    N_("Open order {order} there and take the application for out-of-stock back."),
)


class RuleStockOut(RecordAction[StockOutApplication]):
    """Record the verdict on an application for out-of-stock."""

    title = N_("Record the verdict on out-of-stock")
    place = 520
    key = "V"
    settles = frozenset({"stock-out-verdict", "ask-platform"})
    tells = (WITHDRAW_THERE,)
    typed_again = LAST_FOUR

    verdict: Literal["approved", "rejected", "withdrawn"] = Field(
        title=N_("Verdict"),
        description=N_("approved or rejected by the platform, withdrawn by the shop"),
    )
    application: Annotated[str, Reference("application")] = Field(title=N_("Application"))

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return tuple(
            lock_sentence(subject, one, context)
            for one in subject.stock_outs
            if one.state == "applied"
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        before = self.record_of(subject)
        ruled = before.model_copy(update={"state": self.verdict, "ruled_at": context.now})
        changed = subject.with_stock_out(ruled).with_tasks_done(
            lambda one: one.application == before.id, context.now, str(context.actor)
        )
        said = tuple(filter(None, (_what_now(changed, ruled, context),)))
        if self.verdict == "withdrawn" and is_known_there(subject, before):
            told = WITHDRAW_THERE.task(context, subject.order_no, application=before.id)
            changed = changed.with_tasks(told)
            said = (WITHDRAW_THERE.said(order=subject.order_no), *said)
        return Outcome((changed,), said)


def _what_now(order: Order, application: StockOutApplication, context: Context) -> str | None:
    if application.state == "approved":
        is_owed = bool(to_refund(order, application))
        return lock_sentence(order, application, context) if is_owed else None
    deadline = ship_by(order, context.policy)
    if deadline is None or cancelled(order):
        return cancelled(order)
    about = lines_meant(order, application)
    if deadline.at is None:
        return _("To ship again: {about}; no deadline is known.").format(about=about)
    if deadline.at <= context.now:
        said = _(
            "To ship again: {about}; the first deadline still counts, and {deadline} is over:"
            " the order is late."
        )
    else:
        said = _("To ship again: {about}; the first deadline still counts: {deadline}.")
    return said.format(about=about, deadline=minute_text(deadline.at))
