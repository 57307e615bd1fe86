"""The state machine of an after-sales case (售后单): its words, and what the rows of its table say.

Each action declares its own rows (`Action.moves`): from where it leads to where. Together they are
the table, and docs/rules.md shows it. What the platform's export says goes past it: a platform may
do as it likes, and its word is mapped at the door (`store.exchange`).
"""

from typing import Any, NamedTuple

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party, Source
from store.models.case_state import CaseOutcome, CaseState, Stood
from store.rules.action.context import Context
from store.rules.cases.case_names import case_called
from store.words import N_, _, listed
from store.words.labels import label

REFUND_ONLY, RETURN, EXCHANGE = (
    CaseKind.REFUND_ONLY,
    CaseKind.RETURN_AND_REFUND,
    CaseKind.EXCHANGE,
)
SUPPLEMENTARY, REPAIR, REFUSED, OTHER = (
    CaseKind.SUPPLEMENTARY,
    CaseKind.REPAIR,
    CaseKind.REFUSED_DELIVERY,
    CaseKind.OTHER,
)
EVERY = tuple(CaseKind)
SENT_BACK = (RETURN, EXCHANGE, REPAIR)
"""Kinds in which the buyer sends something back."""
GOODS_FOR_GOODS = (EXCHANGE, REPAIR)
"""Those of them in which goods go out for what came, maybe in several parcels."""
TO_COME_BACK = (*SENT_BACK, REFUSED)
"""Kinds in which goods come back, whoever brings them."""
NOTHING_BACK = (REFUND_ONLY, SUPPLEMENTARY, OTHER)
"""Kinds in which nothing comes back; a platform may say all the same that something does."""
MONEY = (REFUND_ONLY, RETURN, REFUSED, OTHER)
"""Kinds that end with money."""
MONEY_ALONE = (REFUND_ONLY, OTHER)
"""Kinds that end with money, and in which nothing comes back."""
GOODS = (EXCHANGE, SUPPLEMENTARY, REPAIR)
"""Kinds that end with goods."""

ANSWER, ANSWERED = CaseState.SELLER_TO_ANSWER, CaseState.BUYER_TO_ANSWER
AWAY, COMING = CaseState.BUYER_TO_RETURN, CaseState.PARCEL_TO_COME_BACK
RECEIVE, PAY, SEND = (
    CaseState.SELLER_TO_RECEIVE,
    CaseState.SELLER_TO_REFUND,
    CaseState.SELLER_TO_SEND,
)
CONFIRM, RULE, UNCLEAR, CLOSED = (
    CaseState.BUYER_TO_CONFIRM,
    CaseState.PLATFORM_TO_RULE,
    CaseState.OPEN,
    CaseState.CLOSED,
)
UNDECIDED = (ANSWER, ANSWERED)
"""While we decide: the buyer may change the case, withdraw it, or call the platform in."""
UNAGREED = (*UNDECIDED, RULE)
"""Nobody has agreed to anything yet."""
CAN_AGREE = (*UNDECIDED, RULE, UNCLEAR)
"""We may give in until the ruling."""
AWAITS_GOODS = (AWAY, COMING, RECEIVE)
"""It waits for goods."""
AGREED_TO = (*AWAITS_GOODS, PAY, SEND, CONFIRM)
"""Somebody has agreed to it."""

WAITS_FOR = {
    ANSWER: Party.US,
    ANSWERED: Party.BUYER,
    AWAY: Party.BUYER,
    COMING: Party.CARRIER,
    RECEIVE: Party.US,
    PAY: Party.US,
    SEND: Party.US,
    CONFIRM: Party.BUYER,
    RULE: Party.PLATFORM,
}
"""Whose turn it is; at `open` nobody knows."""


ON_ITS_WAY, HERE = "on_its_way", "here"
"""Variants of an agreement where the goods are coming back, or have come back, already."""
PART_SENT, PART_BACK, GOODS_SENT, NOT_OURS = "part_sent", "part_back", "goods_sent", "not_ours"
"""Variants of carrying a case out: a part was sent, or came back and is settled; goods that were
sent have to arrive; nothing that came back was ours."""
MONEY_BESIDE, GOODS_BESIDE = "money_beside", "goods_beside"
"""Variants of ending a case: the buyer got the money of its goods, or goods for them, beside it."""


class Move(NamedTuple):
    """One row of the table: what an action makes of cases of these kinds that stand there."""

    kinds: tuple[CaseKind, ...]
    before: tuple[CaseState, ...]
    after: CaseState
    outcome: CaseOutcome | None = None
    variant: str = ""
    """The value that decides, where one action leads to several states."""


Moves = tuple[Move, ...]
"""The rows of one action."""


def possible(case: AfterSalesCase, moves: Moves) -> Moves:
    """What an action with these rows may make of the case; nothing when it may not be done."""
    return tuple(move for move in moves if case.kind in move.kinds and case.state in move.before)


def closed(case: AfterSalesCase) -> str | None:
    """Nothing more is done about a case that has ended; the sentence says how it did."""
    if case.state is not CLOSED:
        return None
    return _("Case {case} is closed ({outcome}).").format(
        case=case_called(case), outcome=label(case.outcome or CLOSED)
    )


def stands_now(case: AfterSalesCase) -> str:
    """Where the case stands, as an action says it that brought it there."""
    ended = closed(case)
    if ended:
        return ended
    return _("Case {case} stands now at: {state}.").format(
        case=case_called(case), state=label(case.state)
    )


def refusal(case: AfterSalesCase, moves: Moves, title: str) -> str | None:
    """Why an action with these rows and this title may not be done on the case; None if it may."""
    if possible(case, moves):
        return None
    if case.state is CLOSED:
        return closed(case)
    mine = [move for move in moves if case.kind in move.kinds]
    if not mine:
        kinds = dict.fromkeys(kind for move in moves for kind in move.kinds)
        return _("Case {case} is: {kind}; “{action}” is for: {kinds}.").format(
            case=case_called(case), kind=label(case.kind), action=title, kinds=_words(kinds)
        )
    states = dict.fromkeys(state for move in mine for state in move.before)
    return _("Case {case} stands at: {state}; “{action}” is possible at: {states}.").format(
        case=case_called(case), state=label(case.state), action=title, states=_words(states)
    )


def reversal(case: AfterSalesCase) -> str:
    """What another answer to the case would take back; empty where none was given.

    That is done by who looks at the case, and not to many at once.
    """
    sentences = {
        ANSWERED: N_("Case {case} is rejected, and this would take that back"),
        RULE: N_("Case {case} is before the platform, and this would give it up"),
    }
    said = sentences.get(case.state, "")
    return _(said).format(case=case_called(case)) if said else ""


def _words(words: dict[Any, None]) -> str:
    return listed(label(word) for word in words)


def case_after(
    case: AfterSalesCase, moves: Moves, context: Context, *, variant: str = "", **update: Any
) -> AfterSalesCase:
    """The case after an action that `refusal` allows; the clock of the new turn starts now."""
    move = next(move for move in possible(case, moves) if move.variant == variant)
    return at_state(case, move.after, context, outcome=move.outcome, **update)


def goods_due(case: AfterSalesCase) -> bool:
    """Are, or were, goods to come back for the case, from the buyer or refused at the door?"""
    from_buyer = case.kind in SENT_BACK and case.state in (AWAY, RECEIVE)
    return case.goods_due or from_buyer or (case.kind is REFUSED and case.state is COMING)


def how_it_stood(case: AfterSalesCase, ended: CaseOutcome | None) -> Stood | None:
    """How a case stands that ends so now; of one that had ended, how it stood before that."""
    if not case.open:
        return case.stood
    return Stood(
        state=case.state,
        waits_for=case.waits_for,
        since=case.since,
        platform_deadline=case.platform_deadline,
        agreed_fen=case.agreed_fen,
        agreed_at=case.agreed_at,
        ended=ended,
    )


def stands_again(
    case: AfterSalesCase, stood: Stood, state: CaseState, context: Context, **update: Any
) -> AfterSalesCase:
    """A case that an action ended, open again at this state with what was agreed for it; where it
    stood there, by the clock of then.
    """
    again: dict[str, Any] = {"agreed_fen": stood.agreed_fen, "agreed_at": stood.agreed_at}
    if state is stood.state:
        again |= {
            "waits_for": stood.waits_for,
            "since": stood.since,
            "platform_deadline": stood.platform_deadline,
        }
    return at_state(case, state, context, **again | update)


def at_state(
    case: AfterSalesCase,
    state: CaseState,
    context: Context,
    *,
    outcome: CaseOutcome | None = None,
    **update: Any,
) -> AfterSalesCase:
    """The case at another state; the platform's deadline was for the turn that is over.

    Where it stays, nobody's clock begins anew.
    """
    stays = case.state is state and case.since is not None
    turn = {
        "goods_due": goods_due(case),
        "state": state,
        "outcome": outcome,
        "waits_for": WAITS_FOR.get(state),
        "since": case.since if stays else context.now,
        "platform_deadline": case.platform_deadline if stays else None,
        "closed_at": context.now if state is CLOSED else None,
        "closed_by": Source.DESK if state is CLOSED else None,
        "stood": how_it_stood(case, outcome) if state is CLOSED else case.stood,
        "as_of": context.now,
    }
    return case.model_copy(update=turn | update)
