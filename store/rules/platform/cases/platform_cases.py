"""What the platform says about an after-sales case, met with the cases of the order.

What was done about a case here (returns, rejections, the agreed amount, the history of reasons) is
the desk's and stays (docs/imports.md, rule 3).
"""

from store.models.after_sales_case import AfterSalesCase, WaitingCase
from store.models.case_state import CaseState
from store.models.facts import ParcelFacts
from store.models.order import Line, Order
from store.models.platform_task import PlatformTask
from store.rules.action.catalogue import told_by
from store.rules.action.context import Context
from store.rules.cases.case_ledger import units_in
from store.rules.cases.case_machine import AWAITS_GOODS, WAITS_FOR
from store.rules.cases.case_path import has_come_to
from store.rules.cases.case_view import case_of
from store.rules.parcels.sent_again import is_sent_there
from store.rules.platform.cases.answers import (
    answer_against,
    told_at,
    untold_answer,
    without_answers,
    without_answers_against,
)
from store.rules.platform.cases.case_age import (
    ANSWERED_HERE,
    NOTHING_DONE,
    UNANSWERED,
    DoneHere,
    asks_otherwise,
    is_newer_case,
    is_of_before,
    names_another_deadline,
)
from store.rules.platform.cases.case_back import asking_where_it_is
from store.rules.platform.cases.case_money import merge_case_refund
from store.rules.platform.cases.case_shown import with_words_answered
from store.rules.platform.cases.cases_meant import known_case, renamed
from store.rules.platform.cases.last_words import is_undated, state_words
from store.rules.platform.cases.newer_case import (
    first_told,
    is_of_before_the_appeal,
    is_to_answer_again,
    newest_case,
)
from store.rules.platform.cases.open_on_one_side import (
    acted,
    asking_no_more,
    is_for_now,
    over_there_at,
    seen_itself,
    with_another,
)
from store.rules.platform.cases.ruling_read import with_ruling_read
from store.rules.platform.discrepancies.contradictions import Contradiction
from store.rules.platform.discrepancies.not_ours import paid_for_nothing
from store.rules.platform.discrepancies.noted import opened
from store.rules.platform.imported_before import is_case_imported_before
from store.rules.platform.made_later import happened_since, is_made_later
from store.rules.platform.platform_goods import Gone, merge_parcel
from store.rules.platform.platform_intercepts import merge_intercept
from store.rules.platform.refunds.estimated import with_estimates_as_asked


def merge_case(order: Order, given: WaitingCase, context: Context) -> Order:
    """The order with a case that an after-sales export shows."""
    line = _line_of(order, given)
    number = given.tracking_no or given.case.tracking_no
    named = {"line": line.line if line else None, "tracking_no": number}
    fresh = given.case.model_copy(update=named)
    known = known_case(order, fresh)
    is_appealed = known is not None and is_of_before_the_appeal(known, fresh)
    done = NOTHING_DONE
    if known:
        order = renamed(order, known, fresh.id)
        done = done_here(order, known, fresh)
        newest = newest_case(known, fresh, done)
        merged = _with_deadline(_with_turn(newest, known, context), known, fresh)
        merged = with_ruling_read(order, known, merged, context)
        if known.state is not merged.state:
            order = _answers_against(order, known, merged, context)
        if not is_appealed:
            order = _tasks_done(order, known, fresh, context)
    else:
        order = with_another(order, fresh, context)
        told = _with_turn(first_told(fresh, context.now), None, context)
        merged = with_ruling_read(order, None, told, context)
    order = _due_by(order.with_case(merged), known, fresh)
    if known:
        order = with_estimates_as_asked(order, known, merged)
    if known and known.closed_here and merged.open and not _since(known, fresh):
        order = opened(order, Contradiction("case_open", about=merged.id), context)
    if known and known.outcome is not merged.outcome and is_sent_there(order, merged):
        order = opened(order, Contradiction("case_sent", about=merged.id), context)
    lines = (line,) if line else order.lines
    if given.tracking_no:
        order = merge_parcel(
            order,
            ParcelFacts(tracking_no=given.tracking_no, line_nos=(given.line_no,) if line else ()),
            Gone(lines if given.shipped else (), order.shipped_at),
            context,
            newer=bool(given.shipped),
        )
    if known is None or not is_case_imported_before(known, fresh):
        order = asking_where_it_is(order, known, fresh, done, context) if known else order
        order, doubted = merge_intercept(order, fresh, given.tracking_no, context)
        if doubted:
            order = opened(order, Contradiction("intercept", None, merged.id, (doubted,)), context)
        order = asking_no_more(with_words_answered(order, fresh), fresh, context)
        order = seen_itself(order, fresh)
    return merge_case_refund(order, fresh if is_appealed else merged, lines, context)


def _since(known: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Did the buyer apply after all that is known of the case? What was done stands before it."""
    return bool(known.as_of and fresh.applied_at and fresh.applied_at > known.as_of)


def _answers_against(
    order: Order, known: AfterSalesCase, case: AfterSalesCase, context: Context
) -> Order:
    """The order that says where the platform went against what was answered here, once.

    Of a case that ended though money or goods went here, or with money for what was not ours, its
    money says it; what the platform ruled is nobody's answer.
    """
    if is_to_answer_again(known, case):
        # It is asked anew, and answered anew: what is untold is no answer to that.
        return without_answers(order, case, context)
    answer = answer_against(order, known, case)
    order = without_answers_against(order, case, context)
    is_ruled = case.interventions != known.interventions
    if answer is None or is_ruled:
        return order
    is_said = paid_for_nothing(order.with_case(case), case)
    if not case.open and (is_said or acted(order, known, since=answer.created_at)):
        return order
    return opened(order, Contradiction("case_answer", about=answer.id), context)


def _line_of(order: Order, given: WaitingCase) -> Line | None:
    named = (one for one in order.lines if one.line_no == given.line_no)
    return next(named, None) if given.line_no else None


def done_here(order: Order, case: AfterSalesCase, fresh: AfterSalesCase) -> DoneHere:
    """What was done about it here before its row came."""
    told = told_at(order, case) if case.state in ANSWERED_HERE else over_there_at(order, case)
    return DoneHere(_turns_over(order, case, fresh), told)


def _turns_over(order: Order, case: AfterSalesCase, fresh: AfterSalesCase) -> tuple[CaseState, ...]:
    """Where the case does not stand any more: goods of it came back, money or goods went for it,
    since the buyer applied for it.

    A file that was surely made after all of that knows of our answer.

    What the platform rules may ask for goods once more. As long as nobody told it our answer, and
    no money has gone for certain, what is asked for otherwise is news whatever was done here; and
    so is another deadline of a case that was closed here, whatever went for it.
    """
    if case.closed_here and not case.open and names_another_deadline(case, fresh):
        return ()
    view = case_of(order, case)
    sent = any(is_for_now(case, one.shipped_at) for one in view.parcels)
    came = units_in(one for one in case.returns if is_for_now(case, one.received_at))
    is_asked_anew = untold_answer(order, case) and asks_otherwise(case, fresh) and not view.paid_fen
    went_at = (at for one in view.refunds for at in (one.requested_at, one.settled_at))
    sent_at = (one.shipped_at for one in view.parcels)
    done_at = (*went_at, *sent_at, *case.returns_received_at)
    is_since = is_made_later(case, fresh) and happened_since(fresh.made_after, *done_at)
    is_to_answer = is_asked_anew or is_since
    over = UNANSWERED if (acted(order, case) or sent) and not is_to_answer else ()
    if case.state is CaseState.PLATFORM_TO_RULE:
        return over
    here = AWAITS_GOODS if any(came.values()) else ()
    gone = (CaseState.SELLER_TO_SEND,) if sent else ()
    # The turn at which it stands goes on, of a case that was done in part.
    return tuple(one for turn in (over, here, gone) for one in turn if case.state not in turn)


def _with_turn(
    case: AfterSalesCase, known: AfterSalesCase | None, context: Context
) -> AfterSalesCase:
    """The case with the instant since which it is whose turn it is, and the deadline of that turn.

    Without any time in the file, the turn is at least as old as the import that first showed it,
    and so is the end of a case that was open until then, or had ended otherwise here.
    """
    if known and _stands(known) == _stands(case):
        same_turn = {
            "since": known.since or case.since,
            "platform_deadline": case.platform_deadline or known.platform_deadline,
        }
        return case.model_copy(update=same_turn)
    has_ended = bool(known and not case.open and case.closed_at is None)
    if case.since or not (case.open or has_ended):
        return case
    since = context.now if is_undated(case) else case.as_of
    return case.model_copy(update={"since": since})


def _stands(case: AfterSalesCase) -> tuple[object, ...]:
    return case.state, case.waits_for, case.outcome


def _with_deadline(
    case: AfterSalesCase, known: AfterSalesCase, fresh: AfterSalesCase
) -> AfterSalesCase:
    """The case with the platform's own newer deadline, whatever was done here since.

    What it granted us is not taken back by an earlier one.
    """
    named = fresh.platform_deadline
    if (
        named is None
        or not case.open
        or not _is_same_turn(case, fresh)
        or not names_another_deadline(known, fresh)
    ):
        return case
    granted = known.extensions[-1].granted_until if known.extensions else None
    if granted and granted == known.platform_deadline and named < granted:
        return case
    return case.model_copy(update={"platform_deadline": named})


def _is_same_turn(case: AfterSalesCase, fresh: AfterSalesCase) -> bool:
    """Does the file show the turn of whom it is here? What ends another's turn does not end ours,
    nor the other way round, while an answer given here is not known there.
    """
    return WAITS_FOR.get(case.state) is WAITS_FOR.get(fresh.state)


def _due_by(order: Order, known: AfterSalesCase | None, fresh: AfterSalesCase) -> Order:
    """The order whose tasks for the case serve its new deadline, where they served one.

    An answer that is not known there is due by what is shown there, whose turn it is here.
    """
    case = order.case_named(fresh.id)
    if known is None or case is None:
        return order
    due = case.platform_deadline
    if case.open and not _is_same_turn(case, fresh) and not is_of_before(known, fresh):
        due = fresh.platform_deadline
    if due is None or due == known.platform_deadline:
        return order
    tasks = tuple(
        one.model_copy(update={"due_at": due, "due_rule": ""})
        if one.open and one.case == case.id and one.due_at
        else one
        for one in order.tasks
    )
    return order.model_copy(update={"tasks": tasks})


def _tasks_done(
    order: Order, known: AfterSalesCase, fresh: AfterSalesCase, context: Context
) -> Order:
    """What the platform was to be told about the case, and shows that it knows."""

    def done(task: PlatformTask) -> bool:
        told = told_by(task) if task.case == fresh.id else None
        return told is not None and _shows(known, fresh, told.shown_at)

    return order.with_tasks_done(done, context.now, "import")


def _shows(known: AfterSalesCase, fresh: AfterSalesCase, shown_at: tuple[CaseState, ...]) -> bool:
    """Does the platform show what the task asked for, or something that came after it?

    The words that were known before the task was made show nothing, and neither does a step on the
    way there, or beside it: the platform goes it by itself.
    """
    if not fresh.open or fresh.state in UNANSWERED or not shown_at:
        return False
    if known.platform_status and state_words(known) != state_words(fresh):
        return has_come_to(fresh, shown_at) and not is_of_before(known, fresh)
    news = not known.platform_status or is_newer_case(known, fresh)
    return news and fresh.state in shown_at
