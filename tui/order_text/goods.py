"""The goods and the money of an order, in rows."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.penalty import Penalty
from store.models.people import name_alone
from store.models.refund import Refund
from store.reading.order_view import OrderView
from store.words import _, counts, listed
from store.words.labels import label
from store.words.times import day_text, minute_text
from tui.order_text.contradicted import contradicted
from tui.said import Kind, Line, Row, Said, plain
from tui.text import fit, local_time, width_of

LEAST = 7
"""Cells of a column of numbers."""


def goods(view: OrderView) -> Iterator[Row]:
    """Line by line what was ordered, shipped, refunded and is left; then the money."""
    widths = [width for _title, width in _columns()]
    for ledger in view.lines:
        # Of a cancelled order, or one whose money is back, none waits.
        line, left = ledger.line, max(0, ledger.to_ship) if view.units_waiting else 0
        going, unclear = (_refunded(view.order, line.line, one) for one in ("pending", "unknown"))
        refunded = max(0, ledger.refunded - going - unclear)
        numbers = [str(one) for one in (line.ordered, ledger.shipped, refunded, left)]
        kinds: list[Kind] = [
            "",
            "well" if ledger.shipped else "quiet",
            "" if refunded else "quiet",
            "soon" if left else "quiet",
        ]
        head = (Said(line.full_name),)
        said = line.sku
        if line.cancelled:
            said += _("  {units} cancelled").format(units=line.cancelled)
        if going:
            said += _("  {units} refunding").format(units=going)
        if unclear:
            said += _("  {units} refunded, outcome unknown").format(units=unclear)
        amount = _("{amount} for the line").format(amount=yuan_text(line.amount_fen))
        under = ((Said(said, "quiet"),),) if said else ()
        yield Row(head, tuple(_cells(numbers, widths, kinds)), under, (amount,))
    yield from _marks(view.order, view.now)
    yield from money(view)


def _refunded(order: Order, line: int, state: str) -> int:
    """The units of a line whose money went in refunds that stand so."""
    refunds = (one for one in order.refunds if one.state == state)
    return sum(part.quantity for one in refunds for part in one.lines if part.line == line)


def goods_heading() -> Row:
    """The names of the numbers beside the goods."""
    titles, widths = zip(*_columns(), strict=True)
    kinds: list[Kind] = ["quiet"] * len(titles)
    return Row((Said(""),), tuple(_cells(titles, widths, kinds)))


def _columns() -> list[tuple[str, int]]:
    titles = (_("ordered"), _("shipped"), _("refunded"), _("to ship"))
    return [(title, max(width_of(title) + 2, LEAST)) for title in titles]


def _cells(texts: Sequence[str], widths: Sequence[int], kinds: Sequence[Kind]) -> Iterator[Said]:
    for text, width, kind in zip(texts, widths, kinds, strict=True):
        yield Said(fit(text, width, "right"), kind)


def _marks(order: Order, now: datetime) -> Iterator[Row]:
    """What we have put on it: flag, tags, owner, hold."""
    if order.flag:
        flag = f"{label(order.flag.colour)} {order.flag.tag}".rstrip()
        yield plain(_("flag: {flag}").format(flag=flag), "quiet")
    if order.tags:
        yield plain(_("tags: {tags}").format(tags=listed(order.tags)), "quiet")
    if order.claim:
        since = local_time(order.claim.at, now)
        said = _("taken on by {who} since {day}")
        yield plain(said.format(who=name_alone(order.claim.owner), day=since), "quiet")
    if order.hold and order.hold.holds(now):
        said = _("held until {time}: {reason}")
        time = minute_text(order.hold.until)
        yield plain(said.format(time=time, reason=order.hold.reason), "soon")


def money(view: OrderView) -> Iterator[Row]:
    """The sum that was paid, what went back, and what it cost us."""
    order, cost, ledger = view.order, view.order.money, view.money
    yield Row((Said(_sum(view), "quiet"),), behind=tuple(_arithmetic(order)))
    if _computed(order) != cost.paid_fen:
        sum_said = _("to be paid {paid}, as the platform says")
        if view.was_paid or not cost.paid_fen:
            sum_said = _("paid {paid}, as the platform says")
        yield plain(sum_said.format(paid=yuan_text(cost.paid_fen)))
    gone = listed(view.refunds_said)
    began = f"{gone}   " if gone else ""
    most = _("not paid yet: nothing may be refunded")
    if view.was_paid:
        most = _("at most {left} may be refunded").format(left=yuan_text(view.refundable_fen))
    left = _("{sum} = {left}").format(sum=view.money_sum, left=yuan_text(ledger.refundable))
    sums = (left,) if view.was_paid else ()
    yield Row((Said(began, "quiet"), Said(most)), behind=sums)
    yield from (_refund(refund) for refund in order.refunds)
    yield from (plain(f"! {text}", "late") for text in view.refunded_there)
    yield from contradicted(view, None)
    yield from (plain(_penalty(penalty), "late") for penalty in order.penalties)
    yield from (plain(text, "quiet") for text in insurance(view))


def _computed(order: Order) -> Fen:
    cost = order.money
    return cost.goods_fen + cost.freight_fen - cost.shop_discount_fen - cost.platform_discount_fen


def _sum(view: OrderView) -> str:
    """What was paid, or is to be, as a sum of what is not nothing."""
    order, cost = view.order, view.order.money
    parts = (
        ("", _("{amount} goods"), cost.goods_fen),
        (" + ", _("{amount} freight"), cost.freight_fen),
        (" - ", _("{amount} from the shop"), cost.shop_discount_fen),
        (" - ", _("{amount} from the platform"), cost.platform_discount_fen),
    )
    said = "".join(
        sign + text.format(amount=yuan_text(amount))
        for sign, text, amount in parts
        if amount or not sign
    )
    total = "{amount}"
    if _computed(order) == cost.paid_fen:
        total = _("{amount} paid") if view.was_paid else _("{amount} to be paid")
    return f"{said} = " + total.format(amount=yuan_text(_computed(order)))


def _arithmetic(order: Order) -> Iterator[str]:
    cost = order.money
    yield _(
        "goods {goods} + freight {freight} - shop discount {shop} - platform discount {platform}"
        " = {sum}"
    ).format(
        goods=yuan_text(cost.goods_fen),
        freight=yuan_text(cost.freight_fen),
        shop=yuan_text(cost.shop_discount_fen),
        platform=yuan_text(cost.platform_discount_fen),
        sum=yuan_text(_computed(order)),
    )


def insurance(view: OrderView) -> Iterator[str]:
    """Whether the freight of a return is insured, as far as a file has said so, and until when."""
    order = view.order
    if order.insured is None:
        return
    if not order.insured:
        said = _("freight of a return: not insured ({word})")
    elif until := view.insured_until:
        said = _("freight of a return: insured ({word}), to be claimed until {time}")
        yield said.format(word=order.insurance_status, time=minute_text(until))
        return
    else:
        said = _("freight of a return: insured ({word})")
    yield said.format(word=order.insurance_status)


def _refund(refund: Refund) -> Row:
    sign = "~" if refund.estimated else ""
    state = "outcome-unknown" if refund.state == "unknown" else refund.state
    kinds: dict[str, Kind] = {"pending": "soon", "unknown": "soon", "failed": "late"}
    head: Line = (
        Said(_("refund")),
        Said(f"  {label(state)}", kinds.get(refund.state, "quiet")),
        Said(f"  {_(refund.reason)}" if refund.reason else "", "quiet"),
    )
    times = ((_("asked for {time}"), refund.requested_at), (_("settled {time}"), refund.settled_at))
    behind = tuple(said.format(time=minute_text(at)) for said, at in times if at)
    if refund.returned_fen:
        back = yuan_text(refund.returned_fen)
        behind += (_("{amount} of it came back").format(amount=back),)
    if refund.given_up:
        said = _("what else was to come back was given up on {day}: {reason}")
        about = {"day": day_text(refund.given_up.at), "reason": refund.given_up.reason}
        behind += (said.format(**about),)
    if refund.estimated:
        behind += (_("~ computed: the platform names no amount until a bill does"),)
    amount = Said(f" {sign}{yuan_text(refund.amount_fen)}")
    return Row(head, (amount,), behind=behind, about=refund.id)


def _penalty(penalty: Penalty) -> str:
    cost = [yuan_text(penalty.amount_fen)] if penalty.amount_fen else []
    if penalty.points:
        cost.append(counts.points(penalty.points))
    if penalty.returned_fen:
        back = yuan_text(penalty.returned_fen)
        cost.append(_("{amount} of it came back").format(amount=back))
    if penalty.cost_points < penalty.points:
        back = counts.points(penalty.points - penalty.cost_points)
        cost.append(_("{points} given back").format(points=back))
    return _("penalty: {kind}").format(
        kind="  ".join([label(penalty.kind), *cost, penalty.source]).rstrip()
    )
