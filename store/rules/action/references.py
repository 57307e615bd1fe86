"""References: which of an order's own records a field may name, and how each reads to a person."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from store.models.after_sales_case import AfterSalesCase, GoodsReturn
from store.models.contact import Contact
from store.models.discrepancy import Discrepancy
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.models.platform_task import PlatformTask
from store.models.refund import Refund
from store.models.reissue import Reissue
from store.models.solution_offer import SolutionOffer
from store.models.stock_out import StockOutApplication
from store.rules.action.markers import Reference
from store.rules.action.telling_apart import told_apart
from store.rules.cases.case_machine import closed
from store.rules.money.appealed import appealed, refund_text
from store.rules.order.goods import goods_in
from store.rules.order.meant import task_called
from store.rules.order.promises import Talked, kept_how, promises_of
from store.rules.order.veil import veil_of
from store.rules.parcels.articles_sent import sent_in
from store.rules.platform.discrepancies.explaining import case_not_here, explain
from store.rules.stock.stock_out import lines_meant
from store.words import N_, _
from store.words.excerpts import first_line
from store.words.labels import label, task_label
from store.words.times import day_text, minute_text, when_text


class Choice(NamedTuple):
    """One value that may be chosen, and how it reads."""

    value: str
    text: str
    is_word: bool = False
    """Is it one of the desk's own words, and no datum that may only be spelled like one?"""

    @classmethod
    def of_word(cls, word: str) -> "Choice":
        """A choice among the desk's own words."""
        return cls(word, label(word), is_word=True)

    @property
    def typed(self) -> str:
        """What is typed for it: a word of the desk in the language of the desk, else the value."""
        return self.text if self.is_word else self.value


class RecordKind(NamedTuple):
    """One kind of record that an order keeps."""

    every: Callable[[Any], Iterable[Any]]
    """All of an order, in the order in which they are offered; promises of an inquiry as well."""
    text: Callable[[Any, Any], str]
    """How one reads to a person who chooses."""
    over: Callable[[Any, Any], str | None] = lambda _order, _record: None
    """Why nothing more is done about it, as a whole sentence; None while it is open."""
    none: str = ""
    """Said of an order that has no such record; empty: the same as where none is open."""
    not_here: Callable[[Any], str | None] = lambda _order: None
    """Why a record that is open on the platform is not here, as a whole sentence."""
    all_over: str = ""
    """Said of an order of whose records none is open; empty: what is said of the last one."""
    none_ended: str = ""
    """Said of an order of whose records none has ended, where only such a one is meant."""


def every_choice(order: Talked, kind: str, records: Iterable[Any]) -> tuple[Choice, ...]:
    """These records of a kind as choices, no two alike; what somebody typed is shown without the
    buyer.
    """
    hide, of, records = veil_of(order), RECORDS[kind], tuple(records)
    read = ((one, of.text(order, one).strip()) for one in (*of.every(order), *records))
    texts = told_apart(order, kind, read)
    return tuple(Choice(one.id, hide.within(texts[one.id]).strip()) for one in records)


def with_choice(
    order: Order, kind: str, choices: tuple[Choice, ...], record: str
) -> tuple[Choice, ...]:
    """These choices, and the record of this id where it is not among them."""
    known = {one.value for one in choices}
    meant = (one for one in RECORDS[kind].every(order) if one.id == record not in known)
    return (*choices, *every_choice(order, kind, meant))


def record_text(order: Talked, record: str) -> str:
    """How the record with this id reads, of whichever kind it is; empty where there is none."""
    kinds = RECORDS if isinstance(order, Order) else ("promise",)
    each = (every_choice(order, kind, RECORDS[kind].every(order)) for kind in kinds)
    return next((one.text for choices in each for one in choices if one.value == record), "")


def referable(order: Talked, refers: Reference) -> tuple[Choice, ...]:
    """The records of the order that such a field may name: the ones still open to action.

    Unless the field says itself which ones fit.
    """
    kind = RECORDS[refers.to]
    if refers.fits:
        return every_choice(order, refers.to, refers.fits(order))
    records = (one for one in kind.every(order) if refers.ended or kind.over(order, one) is None)
    return every_choice(order, refers.to, records)


def _goods_returns(order: Order) -> Iterable[GoodsReturn]:
    return (given for case in order.cases for given in case.returns)


def _case_text(_order: Order, case: AfterSalesCase) -> str:
    """A case as a person tells it from the others: kind, state and what is asked for."""
    return f"{label(case.kind)} {label(case.state)} {yuan_text(case.requested_fen)}"


def _heard_text(_order: Order, contact: Contact) -> str:
    return f"{minute_text(contact.at)} {first_line(contact.text)}"


def _promise_text(_order: Talked, promise: Contact) -> str:
    return f"{minute_text(promise.promise_due or promise.at)} {first_line(promise.text)}"


def _offer_text(order: Order, offer: SolutionOffer) -> str:
    amount = "" if offer.amount_fen is None else yuan_text(offer.amount_fen)
    instead = f"{goods_in(order, offer.lines)} → {offer.sku} " if offer.sku else ""
    return f"{label(offer.solution)} {instead}{amount}"


def _parcel_text(order: Order, parcel: Parcel) -> str:
    return f"{label(parcel.carrier)} {parcel.tracking_no} {sent_in(order, parcel)}"


def _refund_text(_order: Order, refund: Refund) -> str:
    return refund_text(refund)


def _reissue_text(order: Order, reissue: Reissue) -> str:
    return f"{reissue.number} {label(reissue.origin)} {goods_in(order, reissue.lines)}"


def _return_text(order: Order, given: GoodsReturn) -> str:
    """A parcel that comes back, by its number and what was found in it."""
    came = (LineQuantity(line=part.line, quantity=part.came_back) for part in given.units)
    return f"{label(given.carrier)} {given.tracking_no} {goods_in(order, came)}"


def _application_text(order: Order, application: StockOutApplication) -> str:
    return f"{minute_text(application.applied_at)} {goods_in(order, application.lines)}"


def _settled(_order: Order, refund: Refund) -> str | None:
    if refund.open:
        return None
    return _("The refund of {amount} ({time}) is settled already: {state}.").format(
        amount=yuan_text(refund.amount_fen),
        time=when_text(refund.requested_at),
        state=label(refund.state),
    )


def _gone(order: Order, reissue: Reissue) -> str | None:
    if reissue.state == "open":
        return None
    if reissue.state == "cancelled" and reissue.cancelled_at:
        return _("Reissue {number} was cancelled at {time}: {reason}").format(
            number=reissue.number,
            time=minute_text(reissue.cancelled_at),
            reason=reissue.cancel_reason,
        )
    parcel = order.parcel_named(reissue.parcel)
    return _("Reissue {number} left on {day} with {tracking_no}.").format(
        number=reissue.number,
        day=day_text(parcel.shipped_at) if parcel and parcel.shipped_at else "-",
        tracking_no=parcel.tracking_no if parcel else "-",
    )


def _resolved(_order: Order, discrepancy: Discrepancy) -> str | None:
    if discrepancy.resolved_at is None:
        return None
    day = day_text(discrepancy.resolved_at)
    if not discrepancy.resolved_by:
        return _("On {day} an import made both sides agree again.").format(day=day)
    return _("This was settled on {day} by {who}: {reason}").format(
        day=day, who=discrepancy.resolved_by, reason=discrepancy.reason
    )


def _answered(_order: Order, offer: SolutionOffer) -> str | None:
    if offer.accepted is None:
        return None
    said = _("The buyer answered this offer ({solution}) on {day}: {answer}.")
    solution, day = label(offer.solution), day_text(offer.answered_at or offer.at)
    answer = label("yes" if offer.accepted else "no")
    return said.format(solution=solution, day=day, answer=answer)


def _ruled(order: Order, application: StockOutApplication) -> str | None:
    if application.state == "applied":
        return None
    return _(
        "The application for out-of-stock of {day} ({about}) has its verdict: {verdict}."
    ).format(
        day=day_text(application.applied_at),
        about=lines_meant(order, application),
        verdict=label(application.state),
    )


def _told(_order: Order, task: PlatformTask) -> str | None:
    if task.done_at is None:
        return None
    about = {"task": task_label(task.kind), "day": day_text(task.done_at), "who": task.done_by}
    if task.moot:
        return _("“{task}” has not been needed any more since {day}.").format(**about)
    return _("“{task}” was done on {day} by {who}.").format(**about)


RECORDS: dict[str, RecordKind] = {
    "parcel": RecordKind(
        # What was said before an order was known is about no parcel.
        lambda talked: talked.parcels if isinstance(talked, Order) else (),
        _parcel_text,
        none=N_("Nothing of this order has been shipped yet."),
    ),
    "case": RecordKind(
        lambda order: order.cases,
        _case_text,
        lambda _order, case: closed(case),
        none=N_("This order has no after-sales case."),
        not_here=case_not_here,
    ),
    "refund": RecordKind(
        lambda order: order.refunds,
        _refund_text,
        _settled,
        all_over=N_("No refund of this order is open."),
        none_ended=N_("No refund of this order was settled."),
    ),
    "reissue": RecordKind(
        lambda order: order.reissues,
        _reissue_text,
        _gone,
        none=N_("This order has no reissue."),
    ),
    "discrepancy": RecordKind(
        lambda order: order.discrepancies,
        explain,
        _resolved,
        all_over=N_("The platform and the desk agree about this order."),
    ),
    "promise": RecordKind(
        promises_of,
        _promise_text,
        lambda _talked, promise: kept_how(promise),
        none=N_("No answer was promised to the buyer."),
    ),
    "offer": RecordKind(
        lambda order: order.offers,
        _offer_text,
        _answered,
        none=N_("Nothing has been offered to the buyer."),
        all_over=N_("The buyer has answered everything that was offered."),
    ),
    "heard": RecordKind(
        lambda order: (one for one in order.contacts if one.from_buyer), _heard_text
    ),
    "application": RecordKind(
        lambda order: order.stock_outs,
        _application_text,
        _ruled,
        none=N_("Nobody has applied for out-of-stock for this order."),
        all_over=N_("No application for out-of-stock of this order waits for a verdict."),
    ),
    "goods_return": RecordKind(_goods_returns, _return_text),
    "appealed": RecordKind(
        appealed,
        lambda _order, given: given.text,
        lambda _order, given: given.over,
        none=N_(
            "No penalty of this order is recorded, and no money went to the buyer by a ruling that"
            " an appeal has overturned."
        ),
    ),
    "task": RecordKind(
        lambda order: order.tasks,
        task_called,
        _told,
        all_over=N_("The platform has been told everything about this order."),
        none_ended=N_("No platform task of this order was completed."),
    ),
}
"""The kinds of record that a `Reference` may be to."""
