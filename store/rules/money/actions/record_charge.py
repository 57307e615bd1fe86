"""RecordCharge (按账单记处罚): what the platform charged becomes a penalty of its order.

The desk proposes it wherever the funds show more than is recorded; who disagrees appeals. What the
platform gave back since, by an appeal (申诉补回) or by itself, lowers what the penalty cost.
"""

from collections.abc import Iterator

from pydantic import Field

from store.errors import Problem
from store.models.keys import BILL, order_key
from store.models.money import yuan_text
from store.models.order import Order
from store.models.payment import Payments
from store.models.penalty import AppealReturn, Penalty, PenaltyKind
from store.rules.action.base import Action, Outcome
from store.rules.action.context import Context
from store.rules.money.beside import side_of
from store.rules.money.charges import Unrecorded, lowered, unrecorded, unrecorded_returns
from store.rules.money.funds_sums import CHARGES
from store.words import N_, _
from store.words.labels import label


class RecordCharge(Action[Payments]):
    """Record the platform's charges as penalties of their order, and what came back of them."""

    title = N_("Record the charge")
    place = 1130
    settles = frozenset({"payment"})
    subject_type = Payments

    kind: PenaltyKind | None = Field(
        default=None,
        title=N_("Kind"),
        description=N_("left out, what the bill calls it"),
    )

    @classmethod
    def why_not(cls, subject: Payments, context: Context) -> str | None:
        if subject.moved_to:
            return _(
                "{name} is matched with order {order}: record the charge of {bill}, which it"
                " counts among."
            ).format(name=subject.name, order=subject.moved_to, bill=f"{BILL}{subject.moved_to}")
        if not subject.order_no:
            return _("{name} names no order; match it with its order first.").format(
                name=subject.name
            )
        order = _order(subject, context)
        if order is None:
            said = _("Order {order} of this shop is not here; import its export first.")
            return said.format(order=subject.order_no)
        if not (
            unrecorded(subject.payments, order.penalties)
            or unrecorded_returns(subject.payments, order.penalties, order.refunds)
        ):
            said = _("Every charge of order {order} is recorded already.")
            return said.format(order=subject.order_no)
        return None

    @classmethod
    def background(cls, subject: Payments, context: Context) -> tuple[str, ...]:
        order = _order(subject, context)
        if order is None:
            return ()
        charges = unrecorded(subject.payments, order.penalties)
        returns = unrecorded_returns(subject.payments, order.penalties, order.refunds)
        return (*map(_said, charges), *map(_said_back, returns))

    def problems(self, subject: Payments, context: Context) -> Iterator[Problem]:
        order = _order(subject, context)
        left = unrecorded(subject.payments, order.penalties) if order else ()
        if self.kind is None and any(CHARGES[one.row.kind] is None for one in left):
            yield Problem("kind", _("The bill does not say what it is for; a kind is needed."))

    def apply(self, subject: Payments, context: Context) -> Outcome:
        order = _order(subject, context)
        assert order is not None
        charges = unrecorded(subject.payments, order.penalties)
        recorded = {id(one.row): self._recorded(one, context) for one in charges}
        penalties = (*order.penalties, *recorded.values())
        told = {place: one.id for place, one in recorded.items()}
        returns = unrecorded_returns(subject.payments, penalties, order.refunds)
        for one in returns:
            back = _returned(one, context)
            penalties = lowered(penalties, back, CHARGES.get(one.row.kind))
            told[id(one.row)] = back.id
        changed = order.model_copy(update={"penalties": penalties})
        payments = tuple(
            one.model_copy(update={"penalty": told[id(one)]}) if id(one) in told else one
            for one in subject.payments
        )
        update = {"payments": payments, "beside": side_of(changed)}
        said = (*map(_said, charges), *map(_said_back, returns))
        return Outcome((subject.model_copy(update=update), changed), said)

    def _recorded(self, charge: Unrecorded, context: Context) -> Penalty:
        row, kind = charge.row, self.kind or CHARGES[charge.row.kind]
        assert kind is not None, "`problems` has refused it"
        return Penalty(
            id=context.new_id(),
            kind=kind,
            at=row.at,
            amount_fen=charge.fen,
            source=row.flow or row.text,
            by=str(context.actor),
        )


def _returned(back: Unrecorded, context: Context) -> AppealReturn:
    """What came back by a row; what of it was recorded before has its id already."""
    row = back.row
    return AppealReturn(
        id=row.penalty or context.new_id(),
        at=row.at,
        amount_fen=back.fen,
        source=row.flow or row.text,
        by=str(context.actor),
    )


def _order(subject: Payments, context: Context) -> Order | None:
    if not subject.order_no:
        return None
    return context.lookup.order(order_key(subject.platform, subject.shop, subject.order_no))


def _said(charge: Unrecorded) -> str:
    return _("{kind}: {amount} yuan ({text})").format(
        kind=label(charge.row.kind), amount=yuan_text(charge.fen), text=charge.row.text
    )


def _said_back(back: Unrecorded) -> str:
    return _("came back of a penalty: {amount} yuan ({text})").format(
        amount=yuan_text(back.fen), text=back.row.text
    )
