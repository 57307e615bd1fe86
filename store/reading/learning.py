"""Learning (账单教规则): what the bills of this shop say that its platforms charge.

Each kind of charge gives a formula, and that gives rows for the shop's own file of rules
(`store.exchange.outgoing.learned_rules`). What does not fit may be a mistake of the platform's: it
can be appealed against for some days.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import NamedTuple

from msgspec import Struct

from store.models.axes import Platform
from store.models.keys import order_key
from store.models.money import Fen
from store.models.payment import PaymentKind, Payments
from store.models.row import OrderRow
from store.reading.records import Records
from store.rules.money.costs import rounding
from store.rules.money.formulas import Charge, Formula, fitted
from store.words import _
from store.words.times import SHOP_TIME, shop_day

RULES: Mapping[PaymentKind, str] = MappingProxyType(
    {
        "late_shipment": "late",
        "stock_out": "stock_out",
        "false_shipment": "fraudulent_shipment",
        "fraudulent_shipment": "fraudulent_shipment",
        "trace_abnormal": "trace_abnormal",
    }
)
"""The rule of the policy that says what a charge of each kind costs."""


class Told(NamedTuple):
    """One charge, and the order it is about."""

    order: str
    """Its key."""
    order_no: str
    at: datetime
    charge: Charge


class Candidate(Struct, frozen=True):
    """A charge that the formula does not explain."""

    order_no: str
    at: datetime
    fen: Fen
    expected_fen: Fen
    until: datetime | None
    """Until when it can be appealed against; none where no rule says it."""


class Learned(Struct, frozen=True):
    """What one kind of charge comes to."""

    platform: Platform
    rule: str
    valid_from: date
    """The day on which the first of the charged orders was paid: what they were charged for was
    after that, and before the bill."""
    first: date
    last: date
    """The days of the first and of the last of the charges."""
    formula: Formula
    candidates: tuple[Candidate, ...]

    @property
    def source(self) -> str:
        """What the rows rest on."""
        return _("own bills of {first} to {last}: {fitting} of {count} charges").format(
            first=self.first,
            last=self.last,
            fitting=self.formula.fitting,
            count=self.formula.count,
        )


def learned(records: Records) -> list[Learned]:
    """A formula for each kind of charge that enough bills name an order for."""
    found: dict[tuple[Platform, str], list[Told]] = {}
    for of in records.all(Payments):
        if of.beside and of.order_no:
            for one in of.payments:
                if one.kind in RULES and one.out_fen > one.in_fen:
                    charge = Charge(of.beside.paid_fen, one.out_fen - one.in_fen)
                    key = order_key(of.platform, of.shop, of.order_no)
                    told = Told(key, of.order_no, one.at, charge)
                    found.setdefault((of.platform, RULES[one.kind]), []).append(told)
    return [one for key, told in sorted(found.items()) for one in _learned(records, *key, told)]


def _learned(
    records: Records, platform: Platform, rule: str, told: Sequence[Told]
) -> Iterator[Learned]:
    days = [shop_day(one.at) for one in told]
    step = rounding(platform, max(days), records.policy)
    formula = fitted([one.charge for one in told], step)
    if formula is None:
        return
    candidates = tuple(
        Candidate(
            order_no=one.order_no,
            at=one.at,
            fen=one.charge.fen,
            expected_fen=formula.of(one.charge.paid_fen),
            until=_until(records, platform, one.at),
        )
        for one in sorted(told, key=lambda one: one.at)
        if not formula.fits(one.charge)
    )
    paid = [_day(row) for row in records.rows_with_keys({one.order for one in told})]
    begins = min(filter(None, (*paid, *days)))
    yield Learned(platform, rule, begins, min(days), max(days), formula, candidates)


def _day(row: OrderRow) -> date | None:
    at = row.counts_as_paid_at
    return datetime.fromtimestamp(at, SHOP_TIME).date() if at else None


def _until(records: Records, platform: Platform, at: datetime) -> datetime | None:
    rule = records.policy.rule(platform, "appeal_days", shop_day(at))
    return at + rule.span if rule else None
