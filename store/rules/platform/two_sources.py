"""Two sources, one order: how what an export says and what was done at the desk meet.

The table behind every line here is docs/imports.md.
"""

from datetime import datetime
from typing import Literal, NamedTuple, TypeVar

from store.models.axes import Fulfilment, Payment, Source
from store.models.facts import InsuranceFacts, LineFacts, OrderFacts
from store.models.order import Line, Money, Order
from store.models.owners import Owner, owned
from store.models.receiver import Receiver
from store.rules.action.context import Context
from store.rules.platform.cases.case_shown import after_sales_shown, case_shown, newest_shown
from store.rules.platform.cases.open_on_one_side import asking_whether_over
from store.rules.platform.discrepancies.refund_not_shown import with_refunds_not_shown
from store.rules.platform.freed import asking_whether_free, asking_whether_held
from store.rules.platform.imported_before import is_imported_before
from store.rules.platform.lines_meant import matching_line
from store.rules.platform.new_order import is_plain, new_order
from store.rules.platform.newer_order import is_newer, later, newest, news_of_lines
from store.rules.platform.platform_goods import merge_parcels
from store.rules.platform.platform_stock import all_closed, merge_stock_out, told_there
from store.rules.platform.refunds.platform_money import merge_refunds
from store.words.masks import fuller
from store.words.times import to_the_minute

Verdict = Literal["new", "changed", "same", "older"]
Value = TypeVar("Value")


class Merged(NamedTuple):
    """The order after the export, and what the export was to it."""

    order: Order
    verdict: Verdict


def merge_order(order: Order | None, facts: OrderFacts, shop: str, context: Context) -> Merged:
    """The order with what the export says about it."""
    if order is None:
        if is_plain(facts):
            order = new_order(facts, shop, context)
            if facts.stock_out_applied:
                order = merge_stock_out(order, facts, context, again=False)
            return Merged(merge_refunds(order, facts, context), "new")
        empty = Order(
            platform=facts.platform, shop=shop, order_no=facts.order_no, lines=(), money=facts.money
        )
        return Merged(_told_by(_merged(empty, facts, context, newer=True), facts), "new")
    if facts.source is Source.DESK:
        return Merged(_filled(order, facts), "same")
    if order.known_from == "buyer":
        order = _without_hearsay(order, facts)
    newer = is_newer(facts.knowledge, order.knowledge)
    merged = _merged(order, facts, context, newer=newer)
    if newer:
        merged = asking_whether_free(order, merged, facts, context)
    elif news := news_of_lines(facts, order.knowledge):
        merged = _merged(merged, news, context, newer=True)
    elif is_imported_before(facts.knowledge, order.knowledge):
        again = facts.knowledge.model_copy(update={"imported": order.knowledge.imported})
        facts = facts.model_copy(update={"knowledge": again})
        shown = _merged(order, facts, context, newer=True)
        merged = asking_whether_held(merged, shown, context)
    if merged == order:
        return Merged(order, "same" if newer else "older")
    return Merged(_told_by(merged, facts) if newer else merged, "changed")


def _told_by(order: Order, facts: OrderFacts) -> Order:
    """The order that a file changed, with the import by which that came first, and with the latest
    time that such files knew of.
    """
    given, known = facts.knowledge, order.knowledge
    told = {"imported": given.imported, "made_after": later(given.made_after, known.made_after)}
    return order.model_copy(update={"knowledge": known.model_copy(update=told)})


def _filled(order: Order, facts: OrderFacts) -> Order:
    """The order with what a file of the desk's own knows of it and nobody here did.

    Such a file repeats what a desk believed. It is no word of the platform: no parcel, no task and
    no contradiction is settled by it, and what the platform said here stands.
    """
    update: dict[str, object] = {
        name: pick(getattr(facts, name), getattr(order, name), newer=False)
        for name in owned(Order, Owner.PLATFORM)
        if name != "money"
    }
    update |= {
        "receiver": _receiver(order, facts.receiver, newer=False),
        "extra": _words(facts.extra, order.extra, newer=False),
    }
    return order.model_copy(update=update)


def _without_hearsay(order: Order, facts: OrderFacts) -> Order:
    """The order an export confirms: what the buyer told of it makes room for the platform's word.

    What was done at the desk stays, and who the buyer said to be is only filled up (rule 2).
    """
    told = {name: Order.model_fields[name].default for name in owned(Order, Owner.PLATFORM)}
    return order.model_copy(
        update=told | {"known_from": "platform", "lines": (), "money": facts.money}
    )


def merge_insurance(order: Order, facts: InsuranceFacts) -> Order:
    """The order with what a file of freight insurance says: such a file has no date, so that the
    later import stands; when it was shipped it only fills in.
    """
    return order.model_copy(
        update={
            "insured": facts.insured,
            "insured_at": pick(facts.insured_at, order.insured_at, newer=True),
            "insurance_status": facts.insurance_status,
            "shipped_at": pick(facts.shipped_at, order.shipped_at, newer=False),
        }
    )


def _merged(order: Order, facts: OrderFacts, context: Context, *, newer: bool) -> Order:
    lines = _lines(order, facts)
    update: dict[str, object] = {
        "lines": lines,
        "receiver": _receiver(order, facts.receiver, newer=newer),
        "platform_payment": _payment(order, facts, newer=newer),
        "platform_fulfilment": _fulfilment(order, facts, newer=newer),
        "platform_after_sales": after_sales_shown(
            lines, facts.after_sales if newer else None, order.platform_after_sales
        ),
        "confirmed_at": order.confirmed_at or facts.confirmed_at,
        "platform_status": _words(facts.platform_status, order.platform_status, newer=newer),
        "extra": _words(facts.extra, order.extra, newer=newer),
        "knowledge": newest(facts.knowledge, order.knowledge),
    }
    for name in owned(Order, Owner.PLATFORM):
        update[name] = pick(getattr(facts, name), getattr(order, name), newer=newer)
    update["money"] = _money(order, facts, lines, newer=newer)
    merged = order.model_copy(update=update)
    if newer:
        merged = merge_stock_out(merged, facts, context, again=_says_the_same(order, facts))
        merged = _address_taken(merged, facts, context)
        if all_closed(facts):
            merged = told_there(merged, "cancel-order", context)
    merged = merge_parcels(merged, facts, context, newer=newer)
    if not newer:
        return merged
    merged = with_refunds_not_shown(merge_refunds(merged, facts, context), facts, context)
    return asking_whether_over(merged, facts, context)


def pick(new: Value | None, old: Value, *, newer: bool) -> Value:
    """Rule 2: an empty value never replaces a fuller one; otherwise the newer stands."""
    if new is None or new == "" or _without_seconds(new, old):
        return old
    return new if newer or old is None or old == "" else old


def _without_seconds(new: object, old: object) -> bool:
    """Is it the same minute, saved again by Excel without its seconds?"""
    if not (isinstance(new, datetime) and isinstance(old, datetime)) or new.second:
        return False
    return new == to_the_minute(old)


def _words(new: dict[str, str], old: dict[str, str], *, newer: bool) -> dict[str, str]:
    filled = {name: text for name, text in new.items() if text}
    return {**old, **filled} if newer else {**filled, **old}


def _receiver(order: Order, new: Receiver, *, newer: bool) -> Receiver:
    """Rule 2; once somebody changed the address here, it is the desk's word and stays."""
    if order.address_changes:
        return order.receiver

    def kept(name: str) -> str:
        mine, theirs = getattr(order.receiver, name), getattr(new, name)
        return fuller(theirs, mine) if newer else fuller(mine, theirs)

    return Receiver(**{name: kept(name) for name in Receiver.model_fields})


def _address_taken(order: Order, facts: OrderFacts, context: Context) -> Order:
    """The export shows what was changed here: the platform need not be told any more."""
    if not order.address_changes:
        return order
    before = order.address_changes[-1].before
    changed = [
        name
        for name in Receiver.model_fields
        if getattr(before, name) != getattr(order.receiver, name)
    ]
    if any(getattr(facts.receiver, name) != getattr(order.receiver, name) for name in changed):
        return order
    return told_there(order, "change-address", context)


def _payment(order: Order, facts: OrderFacts, *, newer: bool) -> Payment:
    """Newer, but never back: money that has come in was not unpaid again."""
    given = pick(facts.payment, order.platform_payment, newer=newer)
    return max(given, order.platform_payment, key=list(Payment).index)


def _fulfilment(order: Order, facts: OrderFacts, *, newer: bool) -> Fulfilment:
    """The least advanced of the lines: half an order received is not an order received."""
    advance = list(Fulfilment)
    news = (line for line in facts.lines if _is_newer_line(order, facts, line))
    said = [line.fulfilment for line in news if line.fulfilment]
    least = min(said, key=advance.index, default=None)
    return pick(least, order.platform_fulfilment, newer=newer)


def _lines(order: Order, facts: OrderFacts) -> tuple[Line, ...]:
    lines = list(order.lines)
    for given in facts.lines:
        index = matching_line(lines, given, alone=len(facts.lines) == 1)
        if index is None:
            lines.append(
                _line(
                    Line(
                        line=len(lines) + 1,
                        name="",
                        sku="",
                        ordered=given.ordered,
                        amount_fen=given.amount_fen,
                        case_shown=case_shown(facts, given),
                    ),
                    given,
                    newer=True,
                )
            )
        else:
            newer = _is_newer_line(order, facts, given)
            lines[index] = _line(lines[index], given, newer=newer)
            if newer:
                shown = newest_shown(order, lines[index], facts, given)
                lines[index] = lines[index].model_copy(update={"case_shown": shown})
    return tuple(lines)


def _is_newer_line(order: Order, facts: OrderFacts, line: LineFacts) -> bool:
    """Does what the export says of this line stand? None goes back at equal age for the others."""
    return is_newer(facts.knowledge, order.knowledge, line.line_no)


def _money(order: Order, facts: OrderFacts, lines: tuple[Line, ...], *, newer: bool) -> Money:
    """What was paid: of an export that leaves lines out, only its new lines are added.

    Douyin's export may be filtered to some sub-orders; their sum is not what the order cost.
    """
    alone = len(facts.lines) == 1
    said = {matching_line(order.lines, given, alone=alone) for given in facts.lines}
    left_out = set(range(len(order.lines))) - said
    if not left_out or not order.lines:
        return pick(facts.money, order.money, newer=newer)
    if said == {None}:
        both = {
            name: (getattr(facts.money, name) or 0) + (getattr(order.money, name) or 0)
            for name in Money.model_fields
        }
        if order.money.seller_receives_fen is None:
            both["seller_receives_fen"] = None
        return Money(**both)
    added = sum(line.amount_fen for line in lines[len(order.lines) :])
    new = (one for one in facts.lines if matching_line(order.lines, one, alone=alone) is None)
    freight = sum(one.freight_fen for one in new)
    update = {
        "goods_fen": order.money.goods_fen + added,
        "freight_fen": order.money.freight_fen + freight,
        "paid_fen": order.money.paid_fen + added + freight,
    }
    return order.money.model_copy(update=update)


def _line(line: Line, given: LineFacts, *, newer: bool) -> Line:
    update: dict[str, object] = {
        name: pick(getattr(given, name), getattr(line, name), newer=newer)
        for name in owned(Line, Owner.PLATFORM)
    }
    if newer and given.fulfilment is not None:
        cancelled = given.fulfilment == Fulfilment.CANCELLED and not given.refunded
        update["cancelled"] = given.ordered if cancelled else 0
    return line.model_copy(update=update)


def _says_the_same(order: Order, facts: OrderFacts) -> bool:
    """Are these the very words that the platform was last known to say?"""
    known, given = order.platform_status, facts.platform_status
    return bool(given) and all(known.get(column) == word for column, word in given.items())
