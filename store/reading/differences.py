"""Differences (变化): what of an order would be otherwise once an action is done, in one line."""

from collections.abc import Iterator

from store.models.after_sales_case import AfterSalesCase
from store.models.axes import Party
from store.models.base import Document
from store.models.money import yuan_text
from store.models.order import Order
from store.models.parcel import line_quantities, units_by_line
from store.models.payment import Payments
from store.rules.action.base import Outcome
from store.rules.cases.case_machine import CLOSED
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.obligations import Obligation, obligations
from store.rules.order.goods import goods_in
from store.rules.order.ledger import money_ledger, units_to_ship
from store.rules.parcels.traces import called
from store.rules.timing.policy import Policy
from store.words import _, listed, phrases, sentences
from store.words.labels import label
from store.words.what_owed import what_owed


def after_it(subject: Document, outcome: Outcome, policy: Policy) -> str:
    """What an action would change of an order, and with which order a payment would be matched;
    nothing is said of any other document.
    """
    after = outcome.after(subject) or subject
    if isinstance(subject, Payments) and isinstance(after, Payments):
        return sentences(*outcome.said) if after.moved_to != subject.moved_to else ""
    if not (isinstance(subject, Order) and isinstance(after, Order)):
        return ""
    return differences(subject, after, policy)


def differences(before: Order, after: Order, policy: Policy) -> str:
    """What matters of it: money, units, where a case stands, what is owed; empty for nothing."""
    parts = (
        *_money(before, after),
        *_units(before, after),
        *_parcels(before, after),
        *_cases(before, after),
        *_owed(before, after, policy),
    )
    return phrases(parts)


def _money(before: Order, after: Order) -> Iterator[str]:
    old, new = money_ledger(before), money_ledger(after)
    if old == new:
        return
    if new.done != old.done:
        yield _("refunded {amount}").format(amount=yuan_text(new.done))
    if new.pending != old.pending:
        yield _("refunding {amount}").format(amount=yuan_text(new.pending))
    if new.refundable != old.refundable:
        yield _("{amount} left").format(amount=yuan_text(new.refundable))


def _units(before: Order, after: Order) -> Iterator[str]:
    left = 0 if after.cancellation else units_to_ship(after)
    if left == (0 if before.cancellation else units_to_ship(before)):
        return
    yield _("{count} left to ship").format(count=left) if left else _("nothing left to ship")


def _parcels(before: Order, after: Order) -> Iterator[str]:
    """What counts as in those that there were, and what of it came back otherwise than it left."""
    for old in before.parcels:
        new = after.parcel_named(old.id)
        if new is None:
            continue
        about = {"number": called(new), "lines": goods_in(after, new.lines)}
        if new.lines != old.lines:
            said = _("in parcel {number}: {lines}")
            yield (said if new.lines else _("nothing in parcel {number}")).format(**about)
        found = units_by_line((*new.damaged, *new.missing))
        if (new.damaged, new.missing) != (old.damaged, old.missing):
            said = _("damaged or missing of parcel {number}: {lines}")
            about["lines"] = goods_in(after, line_quantities(sorted(found.items())))
            yield (said if found else _("all of parcel {number} is good")).format(**about)


def _cases(before: Order, after: Order) -> Iterator[str]:
    states = {case.id: case.state for case in before.cases}
    for case in after.cases:
        if states.get(case.id) is case.state:
            continue
        if case.state is CLOSED:
            yield _("case {case} closed").format(case=case_called(case))
        else:
            yield _("case {case}: {state}").format(case=case_called(case), state=label(case.state))


def _owed(before: Order, after: Order, policy: Policy) -> Iterator[str]:
    old, new = (_ours(order, policy) for order in (before, after))
    # Of what is due to a case less went: the rest is owed again once that has gone.
    part = {("refund-case", case.id): said for case, said in _still_due(before, after)}
    ended = (one for named, one in old.items() if named not in new and named not in part)
    gone = list(dict.fromkeys(map(_named, ended)))
    come = list(dict.fromkeys(_named(one) for named, one in new.items() if named not in old))
    if gone:
        yield _("no longer owed: {duties}").format(duties=listed(gone))
    yield from part.values()
    if come:
        yield _("then to do: {duties}").format(duties=listed(come))


def _still_due(before: Order, after: Order) -> Iterator[tuple[AfterSalesCase, str]]:
    """The cases to which a part of what was agreed goes, and what of it stays owed."""
    for case in after.open_cases:
        old, left = before.case_named(case.id), case_of(after, case).left_to_pay
        if old and 0 < left < case_of(before, old).left_to_pay:
            said = _("{left} of the {agreed} agreed stay owed")
            agreed = yuan_text(case.agreed_fen or 0)
            yield case, said.format(left=yuan_text(left), agreed=agreed)


def _named(duty: Obligation) -> str:
    return what_owed(duty.kind, duty.zero)


def _ours(order: Order, policy: Policy) -> dict[tuple[str, str], Obligation]:
    """What we owe, by kind and what it is about."""
    return {(one.kind, one.about): one for one in obligations(order, policy) if one.who is Party.US}
