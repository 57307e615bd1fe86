"""Newer (更新): which knowledge of a case stands, what a file says or what is known (rule 3)."""

from collections.abc import Iterator
from datetime import datetime

from store.models.after_sales_case import AfterSalesCase, BuyerReason
from store.models.axes import Source
from store.models.case_state import CaseState
from store.models.owners import Owner, owned
from store.models.shown import Shown
from store.rules.cases.case_machine import AGREED_TO, goods_due
from store.rules.platform.cases.answers import GIVEN
from store.rules.platform.cases.case_age import (
    ANSWERED_HERE,
    NOTHING_DONE,
    OF_BEFORE,
    Age,
    DoneHere,
    age_of,
    applied_again,
    is_appealed,
    may_have_gone_back,
)
from store.rules.platform.cases.last_words import (
    end_shown,
    ends_named,
    named_before,
    state_words,
    with_ends,
)
from store.rules.platform.newer_order import later

OURS_IN_TIME = (CaseState.SELLER_TO_RECEIVE, CaseState.SELLER_TO_SEND)
"""Turns after whose time the platform goes on without us."""


def first_told(case: AfterSalesCase, at: datetime) -> AfterSalesCase:
    """The case with when a file first told of it, where none had before, and with what it was."""
    if case.known_at:
        return case
    told = {
        "known_at": at,
        "goods_due": goods_due(case),
        "end_shown": end_shown(case),
        "ends_named": ends_named(case),
        "latest_deadline": case.platform_deadline,
    }
    return case.model_copy(update=told)


def newest_case(
    known: AfterSalesCase, fresh: AfterSalesCase, done: DoneHere = NOTHING_DONE
) -> AfterSalesCase:
    """The newer knowledge of a case, with what only the older one says.

    The buyer's reasons only grow; the first one stays first. Undated words that ask for a turn
    that was taken here (`done`) are of before, unless the buyer applied anew since.
    """
    age = age_of(known, fresh, done)
    newer = age is Age.NEWER and not is_of_before_the_appeal(known, fresh)
    base, other = (fresh, known) if newer else (known, fresh)
    update = {
        name: getattr(base, name) or getattr(other, name)
        for name in owned(type(known), Owner.PLATFORM)
    }
    update |= {name: getattr(known, name) for name in owned(type(known), Owner.DESK)}
    is_held = age in OF_BEFORE or may_have_gone_back(known, fresh, done)
    words = fresh if newer else _last_words(known, fresh, is_held=is_held)
    if state_words(known) and state_words(fresh):
        update["platform_status"] = with_ends(known, words)
    update["end_shown"] = known.end_shown if words is known else _first_shown(known, fresh)
    if not known.platform_status and fresh.applied_at:
        # When the buyer applied is the platform's to say, whoever wrote the case down first.
        update["applied_at"] = fresh.applied_at
    update |= named_before(known, fresh, words, base)
    update |= {"id": fresh.id, "source": fresh.source, "numbered": False}
    update["interventions"] = known.interventions
    if not base.open:
        # By a later one than it had the platform goes on with it.
        update["platform_deadline"] = base.platform_deadline or known.platform_deadline
    if is_to_answer_again(known, base):
        update |= {"agreed_fen": None, "agreed_at": fresh.agreed_at}
    update["goods_due"] = goods_due(known) or goods_due(fresh)
    update |= {"reasons": _reasons(known.reasons, fresh.reasons), "imported": known.imported}
    update["made_after"] = known.made_after
    merged = base.model_copy(update=update)
    if words is known or merged == known:
        return merged
    made_after = later(known.made_after, fresh.made_after)
    return merged.model_copy(update={"imported": fresh.imported, "made_after": made_after})


def _first_shown(known: AfterSalesCase, fresh: AfterSalesCase) -> Shown | None:
    """What showed the end of the row first; the buyer may have applied anew since another end."""
    is_known = known.ended_there and not (fresh.open or applied_again(known, fresh))
    return known.end_shown if is_known else end_shown(fresh)


def _last_words(known: AfterSalesCase, fresh: AfterSalesCase, *, is_held: bool) -> AfterSalesCase:
    """Whose words are the platform's last ones: they may be so where its state is not."""
    return fresh if state_words(fresh) and not (is_held and state_words(known)) else known


def is_of_before_the_appeal(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does the platform show a ruling carried out that was appealed against here?

    Its export has no word for an appeal: what is on its way, was paid, or arrived, by the first
    ruling decides nothing. What is ours by then has a time of the platform's, which no appeal is
    known to stop.
    """
    is_on_its_way = fresh.state in AGREED_TO and fresh.state not in OURS_IN_TIME
    return is_appealed(known) and (fresh.outcome in GIVEN or is_on_its_way)


def is_to_answer_again(known: AfterSalesCase, case: AfterSalesCase) -> bool:
    """Is it asked anew, so that what was answered or agreed to before is to nothing any more?"""
    asked, asks = (known.requested_fen, known.kind), (case.requested_fen, case.kind)
    is_else = asked != asks or applied_again(known, case)
    if not known.open or known.state in AGREED_TO:
        return is_else and (case.state is CaseState.SELLER_TO_ANSWER or case.open > known.open)
    return known.state in ANSWERED_HERE and case.state is CaseState.SELLER_TO_ANSWER


def _reasons(
    known: tuple[BuyerReason, ...], fresh: tuple[BuyerReason, ...]
) -> tuple[BuyerReason, ...]:
    """The reasons only grow. The first one that the platform shows stands where its time puts it:
    the buyer may have said it there before anybody wrote one down here.
    """
    new = tuple(_unknown(known, fresh))
    if any(one.source is Source.PLATFORM for one in known):
        return (*known, *new)
    first = known[0].at if known else None
    earlier = [one for one in new if first and one.at and one.at < first]
    return (*earlier, *known, *(one for one in new if one not in earlier))


def _unknown(
    known: tuple[BuyerReason, ...], fresh: tuple[BuyerReason, ...]
) -> Iterator[BuyerReason]:
    texts = {reason.text for reason in known}
    return (reason for reason in fresh if reason.text not in texts)
