"""ShipReissue (补发发货): the goods of a reissue leave.

The platform takes the first reissue's number back by itself; from the second on somebody has to
look it up and upload it by hand (source article 001), which becomes a platform task. So does the
number of the first where the platform knows of nothing that left before.
"""

from collections.abc import Iterator

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import LineQuantity, line_quantities, units_by_line
from store.models.reissue import Reissue
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import ANSWER_YES, BOTH_FIELD, NamedReissue, YesNoIfAsked
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import UPLOAD_TRACKING
from store.rules.paid.money_gone import case_paid_since, other_money_since
from store.rules.parcels.articles_taken import instead_for
from store.rules.parcels.claims import asked_for_too
from store.rules.parcels.contents import skus_to_scan
from store.rules.parcels.goods_and_money import promised_money
from store.rules.parcels.goods_twice import left_besides
from store.rules.parcels.same_units import may_be_promised
from store.rules.parcels.sending import SendingAction
from store.rules.parcels.sent_again import sent_besides
from store.rules.parcels.shipping import all_money_back, blocked, held, locks
from store.rules.parcels.uploading import is_back_untold
from store.rules.stock.coming_back import taken_out
from store.rules.stock.stock import moved_stock
from store.rules.stock.stock_out import lock_sentence
from store.words import N_, _


class ShipReissue(SendingAction, RecordAction[Reissue]):
    """Send the goods of a reissue out."""

    title = N_("Ship a reissue")
    place = 440
    key = "B"
    settles = frozenset({"ship-reissue"})
    tells = (UPLOAD_TRACKING,)
    chosen_by = "reissue"

    reissue: NamedReissue
    both: YesNoIfAsked = BOTH_FIELD

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        stopped = (
            super().why_not(subject, context)
            or blocked(subject)
            or held(subject, context)
            or all_money_back(subject)
        )
        found = [locks(subject, one.lines) for one in fitting_records(cls, subject, context)]
        if stopped or not all(found):
            return stopped
        return lock_sentence(subject, found[0][0], context)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        reissue = self.record_of(subject)
        besides = sent_besides(subject, of=reissue.id)
        paid = promised_money(subject, reissue.lines, besides)
        if paid:
            yield Problem("reissue", paid)
        elif not (reissue.both or self.both == "yes"):
            twice = left_besides(subject, reissue.lines, besides, reissue.origin)
            paid = case_paid_since(subject, reissue) or other_money_since(subject, reissue)
            both = twice or paid or may_be_promised(subject, reissue.lines)
            if both:
                yield Problem("both", _(ANSWER_YES).format(said=both))

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        found = fitting_records(cls, subject, context)
        if len(found) != 1:
            return {}
        lines = found[0].lines
        skus = skus_to_scan(subject, lines, instead_for(subject, found[0].id, lines))
        return {"sku": skus} if skus else {}

    @classmethod
    def background(cls, subject: Order, context: Context) -> tuple[str, ...]:
        lines = (part for one in fitting_records(cls, subject, context) for part in one.lines)
        return asked_for_too(subject, line_quantities(units_by_line(lines).items()))

    def contents(self, order: Order) -> tuple[LineQuantity, ...]:
        return self.record_of(order).lines

    def sent_by(self, order: Order) -> str:
        return self.record_of(order).id

    def apply(self, subject: Order, context: Context) -> Outcome:
        reissue = self.record_of(subject)
        parcel = self.parcel(subject, context, "reissue", reissue=reissue.id)
        shipped = reissue.model_copy(update={"state": "shipped", "parcel": parcel.id})
        changed = subject.with_parcel(parcel).with_reissue(shipped)
        if reissue.number > 1 or is_back_untold(subject):
            text = f"{subject.order_no} {parcel.tracking_no}"
            changed = changed.with_tasks(UPLOAD_TRACKING.task(context, text, parcel=parcel.id))
        stock = moved_stock(changed, taken_out(changed, parcel), context)
        said = (*self.said(subject, context), *asked_for_too(subject, reissue.lines))
        return Outcome((changed, *stock), said)
