"""The rows of an inquiry (询问行): among the inquiries, and what is owed for it."""

from store import kinds
from store.models.axes import Party
from store.models.case_row import CaseRow
from store.models.inquiry import Inquiry
from store.models.inquiry_row import InquiryRow
from store.models.row import FORM, Row, seconds
from store.rules.cases.case_machine import ANSWER, CLOSED
from store.rules.cases.steps import steps_of_inquiry
from store.rules.inquiries.called import said_first
from store.rules.inquiries.sentences import order_asked_about
from store.rules.obligations.inquiry import answer_clock, owed_for_inquiry
from store.rules.obligations.obligation import Obligation, first_owed
from store.rules.obligations.row import OwedOf, obligation_rows
from store.rules.order.promises import open_promises
from store.rules.order.veil import veil_of
from store.rules.timing.clocks import Clock
from store.rules.timing.policy import Policy, PolicyRule
from store.words.masks import mask_name, phone_tail
from store.words.times import day_begins


def inquiry_rows(inquiry: Inquiry, policy: Policy) -> dict[str, tuple[Row, ...]]:
    """The rows of an inquiry by the list they stand in."""
    due = answer_clock(inquiry, policy) if inquiry.open else Clock(None)
    # By whose rules it is counted: they tell when the row is to be made anew.
    rule = due.rule if isinstance(due.rule, PolicyRule) else None
    platform = str(rule.platform if rule else inquiry.platform or "")
    digest = policy.digest(platform) if rule else 0
    promise = next(iter(open_promises(inquiry)), None) if inquiry.open else None
    place = inquiry.tied or inquiry.proposed
    row = InquiryRow(
        key=inquiry.key,
        shop=inquiry.shop,
        platform=platform,
        state=inquiry.state,
        outcome=inquiry.resolved.outcome if inquiry.resolved else "",
        buyer=mask_name(inquiry.buyer),
        phone_tail=phone_tail(inquiry.phone),
        paid_day=seconds(day_begins(inquiry.day)) if inquiry.day else None,
        amount_fen=inquiry.amount_fen,
        goods=veil_of(inquiry).within(inquiry.goods),
        channel=inquiry.channel,
        promise_due=seconds(promise.promise_due) if promise else None,
        due_at=seconds(due.at),
        owner=str(inquiry.claim.owner) if inquiry.claim else "",
        login=inquiry.claim.owner.user if inquiry.claim else "",
        order_no=inquiry.tied.order_no if inquiry.tied else inquiry.order_no,
        order_key=place.order if place else "",
        opened_at=int(inquiry.opened_at.timestamp()),
        form=FORM,
        policy=digest,
    )
    of = OwedOf(
        kind=kinds.INQUIRIES,
        key=row.key,
        called=row.key,
        platform=row.platform,
        shop=row.shop,
        goods=order_asked_about(inquiry),
        claim=inquiry.claim,
        snoozes=inquiry.snoozes,
    )
    owed = tuple(owed_for_inquiry(inquiry, policy))
    return {
        kinds.INQUIRIES: (row,),
        "obligations": tuple(obligation_rows(of, owed, digest)),
        "cases": (_among_cases(row, inquiry, due, first_owed(owed)),),
    }


def _among_cases(
    row: InquiryRow, inquiry: Inquiry, due: Clock, following: Obligation | None
) -> CaseRow:
    """The same among the cases: a buyer asks there too, and the answer is ours."""
    steps, ended = steps_of_inquiry(inquiry), inquiry.resolved
    return CaseRow(
        key=row.key,
        of_kind=kinds.INQUIRIES,
        of_key=row.key,
        order_no=row.order_no,
        platform=row.platform,
        shop=row.shop,
        goods=row.goods,
        case=row.key,
        kind="inquiry",
        state=str(CLOSED if ended else ANSWER),
        outcome=row.outcome,
        waits_for="" if ended else str(Party.US),
        due_at=row.due_at,
        due_estimated=due.estimated,
        requested_fen=row.amount_fen or 0,
        agreed_fen=None,
        refunded_fen=0,
        first_reason=said_first(inquiry) or row.goods,
        cause="",
        agreed_by="",
        agent=row.owner,
        applied_at=row.opened_at,
        agreed_at=None,
        closed_at=seconds(ended.at) if ended else None,
        steps=steps.whole,
        done=steps.done,
        next_kind=following.kind if following else "",
        form=FORM,
        policy=row.policy,
    )
