"""Judgements (判定): what a platform would hold against this order, by its own definitions.

Each says since when, what it would cost and by which rule; one that has not happened yet is told as
soon as it is near, while it can still be prevented (`near_deadline`). Nothing here is a verdict: it
is what the rules of domain.md §4 and source article 002 say of what the desk knows.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from store.models.money import yuan_text
from store.models.order import Order
from store.models.penalty import PenaltyKind
from store.rules.money.costs import Cost, cost
from store.rules.order.axes import was_paid
from store.rules.order.lateness import charged_as, deductions, nothing_left_at, promised, waiting
from store.rules.parcels.trace_judgements import Finding, abnormal_traces, late_traces
from store.rules.timing.clocks import clock
from store.rules.timing.policy import Policy
from store.words import _, named, noted
from store.words.labels import label
from store.words.times import minute_text, shop_day

JudgementKind = Literal["late", "out_of_stock", "trace_late", "trace_abnormal"]
NOT_LEFT: dict[PenaltyKind, JudgementKind] = {"late_shipment": "late", "stock_out": "out_of_stock"}
"""What goods that do not leave are judged for, by the penalty that says it; at most one is."""
COSTS = {"out_of_stock": "stock_out"}
"""The policy rule of a kind, where it has another name."""


class Judgement(Struct, frozen=True):
    """One definition of the platform's that an order meets, or is about to meet."""

    kind: JudgementKind
    state: Literal["threatens", "met"]
    at: datetime
    """Since when it is met, or when it would be."""
    because: str
    """What makes it so, as a whole phrase."""
    costs: Cost | None = None
    about: str = ""
    """The parcel it is about; empty means the order."""
    beside: JudgementKind | None = None
    """The judgement for which the platform deducts, or has deducted; one order is charged once."""

    @property
    def cost(self) -> str:
        """What it costs, as a whole phrase."""
        if self.beside:
            return _("nothing more: it is charged as {kind}").format(kind=label(self.beside))
        if self.costs is None:
            return _("no rule says an amount")
        if self.costs.waived:
            return _("nothing is deducted ({relief})").format(relief=self.costs.rule.name)
        if self.costs.fen == 0:
            return _("nothing is deducted yet")
        return _("{amount} yuan").format(amount=yuan_text(self.costs.fen))

    @property
    def source(self) -> str:
        """The rule that says the amount."""
        return self.costs.rule.told_source if self.costs else ""

    @property
    def mark(self) -> str:
        """What that rule is worth: official, seen, unverified, own."""
        return self.costs.rule.mark if self.costs else ""

    @property
    def told(self) -> str:
        """The whole of it in one line."""
        said = _("{kind} since {time}: {because}; cost: {cost}")
        if self.state == "threatens":
            said = _("{kind} threatens at {time}: {because}; cost: {cost}")
        line = said.format(
            kind=label(self.kind), time=minute_text(self.at), because=self.because, cost=self.cost
        )
        return noted(line, named(label(self.mark), self.source)) if self.costs else line

    @property
    def plain(self) -> dict[str, Any]:
        """As `show --json` prints it."""
        return {
            "kind": self.kind,
            "state": self.state,
            "at": self.at,
            "because": self.because,
            "cost": self.cost,
            "cost_fen": self.costs.fen if self.costs else None,
            "source": self.source,
            "mark": self.mark,
            "about": self.about,
        }


def judgements(
    order: Order, policy: Policy, now: datetime, sharing: Iterable[Order] = ()
) -> Iterator[Judgement]:
    """What the order meets now, or will meet soon; `sharing` are orders with the same numbers."""
    others = tuple(sharing)
    found: list[tuple[JudgementKind, Finding]] = []
    found += [("late", one) for one in _late(order, policy)]
    found += [("out_of_stock", one) for one in _out_of_stock(order, policy)]
    for parcel in order.parcels:
        found += [("trace_late", one) for one in late_traces(order, parcel, policy, now)]
        abnormal = abnormal_traces(order, parcel, policy, now, others)
        found += [("trace_abnormal", one) for one in abnormal]
    recorded = charged_as(order)
    charged = NOT_LEFT[recorded] if recorded else _deducted_as(order, policy, now)
    is_dearer = not recorded and len(deductions(order, policy)) > 1
    for kind, one in found:
        met = _is_met(one, now)
        if met or (one.ended_at is None and _is_near(order, one.at, policy, now)):
            costs = cost(order, COSTS.get(kind, kind), one.at, policy)
            judged = Judgement(
                kind, "met" if met else "threatens", one.at, one.because, costs, one.about
            )
            if (
                kind in NOT_LEFT.values()
                and charged
                and (recorded or kind != charged)
                and not (judged.state == "threatens" and is_dearer)
            ):
                nothing = Cost(0, costs.rule) if costs else None
                judged = replace(judged, costs=nothing, beside=charged)
            yield judged


def _deducted_as(order: Order, policy: Policy, now: datetime) -> JudgementKind | None:
    """For lateness, where something is deducted for that by now: then nothing is as out of stock,
    until that is dearer and takes its place (`deductions`).
    """
    ended = nothing_left_at(order, policy)
    found = deductions(order, policy)
    began = [one for one in found if one.at <= now and (ended is None or ended > one.at)]
    if not began or not any(_is_met(one, now) for one in _late(order, policy)):
        return None
    costs = began[-1].costs
    return NOT_LEFT[began[-1].kind] if costs.fen or costs.waived else None


def _is_met(found: Finding, now: datetime) -> bool:
    return found.ended_at > found.at if found.ended_at else now >= found.at


def _is_near(order: Order, at: datetime, policy: Policy, now: datetime) -> bool:
    band = policy.rule(order.platform, "near_deadline", shop_day(now))
    return band is not None and now >= at - band.span


def _late(order: Order, policy: Policy) -> Iterator[Finding]:
    """延迟发货 / 发货超时: not shipped, or not refunded, by the promised time."""
    at = promised(order, policy).at
    if not was_paid(order) or at is None:
        return
    ended = nothing_left_at(order, policy)
    if ended is None and not waiting(order):
        return  # nobody knows when it left
    said = _("to be shipped, or refunded, by {time}").format(time=minute_text(at))
    yield Finding(at, said, ended)


def _out_of_stock(order: Order, policy: Policy) -> Iterator[Finding]:
    """缺货: we asked the buyer to take the money back, or no number came for too long (002)."""
    asked = [one.at for one in order.contacts if one.purpose == "ask_refund_for_stock_out"]
    if asked:
        said = _("the buyer was asked to take the money back for lack of stock")
        yield Finding(min(asked), said, None)
        return
    after_late = clock(order, policy, promised(order, policy).at, "stock_out_after_late").at
    at = after_late or _without_number(order, policy)
    by = promised(order, policy).at
    # Whoever was promised the goods for later is not left without them before.
    at = max(at, by) if at and by else at
    if not was_paid(order) or at is None:
        return
    ended = nothing_left_at(order, policy)
    if after_late is None:
        ended = _first_number_at(order) or ended
    if ended is not None or waiting(order):
        yield Finding(at, _("no tracking number by {time}").format(time=minute_text(at)), ended)


def _without_number(order: Order, policy: Policy) -> datetime | None:
    """When goods without a number count as out of stock, where lateness does not decide it.

    Pinduoduo: 48 hours after the group formed, and three days later (source article 002). Douyin
    counts 48 hours from the promised time instead (aHwHGWzbmk88), and everything has to have left.
    """
    none_yet = clock(order, policy, order.formed_at, "stock_out_no_tracking").at
    return clock(order, policy, none_yet, "stock_out_still_none").at


def _first_number_at(order: Order) -> datetime | None:
    """When the first parcel left."""
    left = [one.shipped_at for one in order.shipments if one.shipped_at]
    return min(left, default=None)
