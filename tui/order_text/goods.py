"""The goods and the money of an order, in lines of text."""

from collections.abc import Iterator

from store.models.money import yuan_text
from store.models.order import Order
from store.models.penalty import Penalty
from store.models.refund import Refund
from store.reading.order_view import OrderView
from store.words import _, listed
from store.words.labels import label
from store.words.times import day_text, minute_text, when_text
from tui.text import fit

SKU_WIDTH = 12


def goods(view: OrderView) -> Iterator[str]:
    """Line by line what was ordered, shipped, refunded and is left, then what is noted on it."""
    counts = (_("ordered"), _("shipped"), _("refunded"), _("to ship"))
    widths = [max(len(word) * 2 if not word.isascii() else len(word), 4) for word in counts]
    head = "  ".join(fit(word, width, "right") for word, width in zip(counts, widths, strict=True))
    sku, goods_name = _("SKU"), _("Name")
    yield f"{'':2} {fit(sku, SKU_WIDTH)} {head}  {goods_name}"
    for ledger in view.lines:
        line = ledger.line
        numbers = (line.ordered, ledger.shipped, ledger.refunded, max(0, ledger.to_ship))
        cells = "  ".join(
            fit(str(number), width, "right") for number, width in zip(numbers, widths, strict=True)
        )
        name = f"{line.name} {line.spec}".strip()
        cancelled = _(" ({units} cancelled)").format(units=line.cancelled) if line.cancelled else ""
        yield f"{line.line:2} {fit(line.sku, SKU_WIDTH)} {cells}  {name}{cancelled}"
    order = view.order
    if order.seller_note:
        yield _("seller note: {text}").format(text=order.seller_note)
    if order.buyer_note:
        yield _("buyer note: {text}").format(text=order.buyer_note)
    yield from _marks(order)


def _marks(order: Order) -> Iterator[str]:
    """What we have put on it: flag, tags, owner, hold."""
    if order.flag:
        flag = f"{label(order.flag.colour)} {order.flag.tag}".rstrip()
        yield _("flag: {flag}").format(flag=flag)
    if order.tags:
        yield _("tags: {tags}").format(tags=listed(order.tags))
    if order.claim:
        yield _("taken on by {who} since {day}").format(
            who=order.claim.owner, day=day_text(order.claim.at)
        )
    if order.hold:
        yield _("held until {time}: {reason}").format(
            time=minute_text(order.hold.until), reason=order.hold.reason
        )


def money(view: OrderView) -> Iterator[str]:
    """The sum that was paid, what went back, and what it cost us."""
    order, cost, ledger = view.order, view.order.money, view.money
    computed = (
        cost.goods_fen + cost.freight_fen - cost.shop_discount_fen - cost.platform_discount_fen
    )
    yield _(
        "goods {goods} + freight {freight} - shop discount {shop} - platform discount {platform}"
        " = {sum}"
    ).format(
        goods=yuan_text(cost.goods_fen),
        freight=yuan_text(cost.freight_fen),
        shop=yuan_text(cost.shop_discount_fen),
        platform=yuan_text(cost.platform_discount_fen),
        sum=yuan_text(computed),
    )
    if computed != cost.paid_fen:
        yield _("paid {paid}, as the platform says").format(paid=yuan_text(cost.paid_fen))
    yield _(
        "refunded {done}, pending {pending}, unknown {unknown}; at most {left} may be refunded"
    ).format(
        done=yuan_text(ledger.done),
        pending=yuan_text(ledger.pending),
        unknown=yuan_text(ledger.unknown),
        left=yuan_text(max(0, ledger.refundable)),
    )
    yield from (_refund(refund) for refund in order.refunds)
    for one in order.open_discrepancies:
        yield _("! discrepancy: {what}").format(what=view.explained(one))
    yield from (_penalty(penalty) for penalty in order.penalties)


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


def _refund(refund: Refund) -> str:
    sign = "~" if refund.estimated else ""
    when = when_text(refund.requested_at)
    said = f"{sign}{yuan_text(refund.amount_fen)} {label(refund.state)} {when}"
    return f"{said} {_(refund.reason) if refund.reason else ''}".rstrip()


def _penalty(penalty: Penalty) -> str:
    cost = [yuan_text(penalty.amount_fen)] if penalty.amount_fen else []
    if penalty.points:
        cost.append(_("{points} points").format(points=penalty.points))
    return _("penalty: {kind}").format(
        kind="  ".join([label(penalty.kind), *cost, penalty.source]).rstrip()
    )
