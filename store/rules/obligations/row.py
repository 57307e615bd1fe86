"""The rows of obligations (应办行): one for each thing owed for a document, by anybody."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import NamedTuple

from store.models.next_duty import NextDuty
from store.models.row import FORM, ObligationRow, seconds
from store.models.work import Claim, Snooze
from store.rules.obligations.obligation import Obligation
from store.rules.obligations.snoozing import begins_at, snoozed_until


class OwedOf(NamedTuple):
    """The document that something is owed for, as its obligations show it."""

    kind: str
    """Its table."""
    key: str
    called: str
    """The number of an order, or what else a person calls it by."""
    platform: str = ""
    shop: str = ""
    goods: str = ""
    """The goods it is about; an inquiry has its text."""
    which: Mapping[str, str] = MappingProxyType({})
    """What tells it from others, by the id of what is owed something about, where it has several:
    the number of a parcel, the amount of a case or refund."""
    goods_of: Mapping[str, str] = MappingProxyType({})
    """The goods by the id of what is owed something about; empty where they are all of them."""
    claim: Claim | None = None
    """Whose it is to see through."""
    snoozes: tuple[Snooze, ...] = ()
    """What of it was put off."""
    held_until: datetime | None = None
    """Until when its goods are held back."""


def next_duty(obligation: Obligation | None, which: str = "") -> NextDuty:
    """What is next as a row keeps it; of a platform task with the task, so that a list names it,
    and with `which` of several it is.
    """
    if obligation is None:
        return NextDuty()
    task = obligation.zero if obligation.kind == "platform-task" else ()
    task = (*task, which) if task and which else task
    return NextDuty(obligation.kind, str(obligation.who), task)


def obligation_rows(
    of: OwedOf, owed: Iterable[Obligation], policy: int = 0
) -> Iterator[ObligationRow]:
    """What is owed for a document as rows; `policy` is the digest of the rules it was worked out
    by, 0 where they had no say.
    """
    named: Counter[str] = Counter()
    claim = of.claim
    for obligation in owed:
        name = f"{of.key}#{obligation.kind}#{obligation.about}"
        named[name] += 1
        unannounced = obligation.zero[:1] == ("verdict_unpublished",)
        yield ObligationRow(
            # There may be two reasons for one step.
            key=name if named[name] == 1 else f"{name}#{named[name]}",
            of_kind=of.kind,
            of_key=of.key,
            order_no=of.called,
            platform=of.platform,
            shop=of.shop,
            goods=of.goods_of.get(obligation.about) or of.goods,
            kind=obligation.kind,
            who=str(obligation.who),
            due_at=seconds(obligation.due_at),
            estimated=obligation.estimated,
            zero=obligation.zero,
            ref=obligation.rule.ref if obligation.rule else "",
            about=obligation.about,
            then=obligation.then,
            lapses=obligation.lapses,
            cost_fen=obligation.cost_fen,
            later_zero=obligation.later.zero if obligation.later else (),
            later_cost_fen=obligation.later.cost_fen if obligation.later else None,
            later_at=seconds(obligation.later.at) if obligation.later else None,
            which=of.which.get(obligation.about, ""),
            owner=str(claim.owner) if claim else "",
            login=claim.owner.user if claim else "",
            taken_at=seconds(claim.at) if claim and claim.by_next else None,
            snoozed_until=seconds(snoozed_until(obligation, of.snoozes)),
            begins_at=seconds(begins_at(obligation, of.snoozes, of.held_until)),
            unannounced=int(obligation.zero[1]) if unannounced else None,
            form=FORM,
            policy=policy,
        )
