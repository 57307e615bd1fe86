"""CreateReissue (创建补发单): goods that did not reach the buyer in good order are sent again.

The act records the units as lost, damaged, missing or come back. On the platform the reissue is
created from the original order number (source article 001), which becomes a platform task.
An order whose case was withdrawn before anything left needs none: it is to be shipped again.
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import LineQuantity
from store.models.reissue import LOSS_OF_ORIGIN, Loss, Reissue, ReissueOrigin
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import LINES_HELP, Lines, Text, lines_text
from store.rules.action.telling import Tells
from store.rules.order.ledger import LineLedger, line_ledgers
from store.rules.parcels.reissues import asked_for_too, over_the_limit
from store.rules.parcels.shipping import lines_problem
from store.rules.parcels.traces import called
from store.rules.parcels.whereabouts import came_back
from store.rules.stock.stock import come_back_stock
from store.words import N_, _
from store.words.labels import label

CREATE_THERE = Tells(
    "create-reissue",
    N_("create the reissue on the platform"),
    N_(
        "Create it on the platform too: 仓配管理 > 仓配订单 > 补发订单 > 创建补发单, with order"
        " number {order}."
    ),
)


class CreateReissue(Action[Order]):
    """Send goods of the order again."""

    title = N_("Create a reissue")
    place = 430
    key = "b"
    tells = (CREATE_THERE,)

    origin: ReissueOrigin = Field(title=N_("Origin"))
    reason: Text = Field(title=N_("Reason"))
    lines: Lines | None = Field(default=None, title=N_("Lines"), description=LINES_HELP)

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        ledgers = line_ledgers(subject)
        if not any(ledger.shipped for ledger in ledgers):
            return _("Nothing of this order has been shipped yet.")
        if not any(_most(ledger) for ledger in ledgers):
            return _(
                "Nothing is left to send again: of {shipped} shipped, {refunded} are refunded and"
                " {reissued} are already in a reissue."
            ).format(
                shipped=sum(ledger.shipped for ledger in ledgers),
                refunded=sum(ledger.refunded - ledger.refunded_unshipped for ledger in ledgers),
                reissued=sum(ledger.reissued for ledger in ledgers),
            )
        return over_the_limit(subject, context)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        if self.origin == "intercepted":
            yield from _not_stopped(subject)
        yield from lines_problem(
            subject,
            self.lines or (),
            {ledger.line.line: _most(ledger) for ledger in line_ledgers(subject)},
            _("Of line {line} at most {left} can be sent again, not {quantity}."),
        )

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        return {"lines": lines_text(_everything(subject))}

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        return asked_for_too(subject, _everything(subject))

    def apply(self, subject: Order, context: Context) -> Outcome:
        lines = self.lines or _everything(subject)
        reissue = Reissue(
            id=context.new_id(),
            number=len(subject.reissues) + 1,
            origin=self.origin,
            reason=self.reason,
            lines=lines,
            created_at=context.now,
        )
        told = CREATE_THERE.task(context, subject.order_no, reissue=reissue.id)
        changed = subject.model_copy(
            update={
                "losses": (*subject.losses, *_newly_lost(subject, reissue)),
                "reissues": (*subject.reissues, reissue),
                "tasks": (*subject.tasks, told),
            }
        )
        said = CREATE_THERE.said(order=subject.order_no)
        stock = come_back_stock(subject, changed, context)
        return Outcome((changed, *stock), (said, *asked_for_too(subject, lines)))


def _not_stopped(order: Order) -> Iterator[Problem]:
    """What the carrier was asked to stop, and did not, has not come back by interception."""
    asked = [one for one in order.parcels if one.interception]
    if not asked or any(came_back(one) for one in asked):
        return
    outcome = asked[-1].interception and asked[-1].interception.outcome
    yield Problem(
        "origin",
        _("Parcel {number} was not stopped ({outcome}); it did not come back.").format(
            number=called(asked[-1]), outcome=label(outcome) if outcome else _("no answer yet")
        ),
    )


def _most(ledger: LineLedger) -> int:
    return max(0, ledger.with_buyer) + max(0, ledger.reissuable)


def _everything(order: Order) -> tuple[LineQuantity, ...]:
    return tuple(
        LineQuantity(line=ledger.line.line, quantity=_most(ledger))
        for ledger in line_ledgers(order)
        if _most(ledger)
    )


def _newly_lost(order: Order, reissue: Reissue) -> Iterator[Loss]:
    """Units that are not recorded as lost already are recorded by this act."""
    ledgers = {ledger.line.line: ledger for ledger in line_ledgers(order)}
    for part in reissue.lines:
        fresh = part.quantity - max(0, ledgers[part.line].reissuable)
        if fresh > 0:
            yield Loss(
                line=part.line,
                quantity=fresh,
                kind=LOSS_OF_ORIGIN[reissue.origin],
                at=reissue.created_at,
                reissue=reissue.id,
            )
