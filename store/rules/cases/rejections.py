"""Rejecting (拒绝售后): the reasons the platform's page offers, and what a rejection risks.

Seen on Pinduoduo's merchant page in April 2026 (domain.md §3.1). A reason that is not among them is
kept as it is: the lists differ by platform and by shop.
"""

from collections.abc import Iterator
from typing import NamedTuple

from store.models.axes import Platform
from store.models.money import yuan_text
from store.models.order import Order
from store.rules.action.context import Context
from store.rules.money.costs import cost
from store.words import _


class RejectReason(NamedTuple):
    """One reason of the page."""

    text: str
    needs_evidence: bool = False
    """The page asks for pictures with it."""


REASONS = (
    RejectReason("与消费者协商售后方案"),
    RejectReason("退款金额未达成一致"),
    RejectReason("消费者提供的凭证不足", needs_evidence=True),
    RejectReason("因商品在途，与消费者协商"),
    RejectReason("已与消费者协商达成一致"),
    RejectReason("消费者物流已签收但未拿到货"),
    RejectReason("消费者退货物流在途"),
    RejectReason("消费者退回的商品有问题"),
)
"""拒绝原因; with 消费者提供的凭证不足 go pictures of the shipped goods or of their details."""


def needs_evidence(reason: str) -> bool:
    """Does the page ask for evidence with this reason?"""
    return any(one.needs_evidence for one in REASONS if one.text == reason.strip())


def risks(order: Order, context: Context) -> tuple[str, ...]:
    """What to know before saying no."""
    said = (
        *_offered(order),
        _(
            "After a rejection the buyer can call the platform in; if the seller is found"
            " responsible, the rate of disputed refunds (纠纷退款率) suffers, and false evidence is"
            " judged against the seller."
        ),
    )
    costs = _refusal_cost(order, context)
    return (*said, costs) if costs else said


def _offered(order: Order) -> Iterator[str]:
    """The reasons of the page, where they are known: Doudian serves them shop by shop."""
    if order.platform is not Platform.PINDUODUO:
        return
    yield _("The platform's page offers these reasons: {reasons}.").format(
        reasons=" / ".join(one.text for one in REASONS)
    )
    yield _("With {reasons} it asks for evidence; attach it first (attach-evidence).").format(
        reasons=" / ".join(one.text for one in REASONS if one.needs_evidence)
    )


def _refusal_cost(order: Order, context: Context) -> str | None:
    """无故拒绝售后: what a platform deducts from the order for it (Douyin, 113278 消极服务)."""
    deducted = cost(order, "refusal", context.now, context.policy)
    if deducted is None:
        return None
    return _(
        "Refusing without cause or without a word in the chat (无故拒绝售后) costs {amount} for"
        " this order: {source}."
    ).format(amount=yuan_text(deducted.fen), source=deducted.rule.said)
