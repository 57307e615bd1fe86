"""The state machine of an after-sales case (售后单): one table, and what it says.

`MOVES` is the whole truth about which action leads from where to where; docs/rules.md is written
from it. What the platform's export says goes past it: a platform may do as it likes, and its word
is mapped at the door (`store.exchange`).
"""

from typing import Any, NamedTuple

from store.labels import label
from store.models.after_sales_case import AfterSalesCase, CaseKind, CaseOutcome, CaseState
from store.models.axes import Party
from store.rules.context import Context
from store.words import _

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
NOTHING_BACK = (REFUND_ONLY, SUPPLEMENTARY, OTHER)
"""Kinds in which nothing comes back; a platform may say all the same that something does."""
MONEY = (REFUND_ONLY, RETURN, REFUSED, OTHER)
"""Kinds that end with money."""
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


class Move(NamedTuple):
    """One row of the table."""

    action: str
    kinds: tuple[CaseKind, ...]
    before: tuple[CaseState, ...]
    after: CaseState
    outcome: CaseOutcome | None = None
    variant: str = ""
    """The value that decides, where one action leads to several states."""


MOVES = (
    Move("change-case", EVERY, UNDECIDED, ANSWER),
    Move("withdraw-case", EVERY, UNAGREED, CLOSED, CaseOutcome.WITHDRAWN),
    Move("agree-refund", (REFUND_ONLY, OTHER), CAN_AGREE, PAY),
    Move("agree-refund", (REFUSED,), CAN_AGREE, COMING),
    Move("agree-refund", (REFUSED,), CAN_AGREE, PAY, variant=HERE),
    Move("agree-return", (RETURN,), CAN_AGREE, AWAY),
    Move("agree-return", (RETURN,), CAN_AGREE, RECEIVE, variant=ON_ITS_WAY),
    Move("agree-return", (RETURN,), CAN_AGREE, PAY, variant=HERE),
    Move("agree-exchange", (EXCHANGE,), CAN_AGREE, AWAY),
    Move("agree-exchange", (EXCHANGE,), CAN_AGREE, RECEIVE, variant=ON_ITS_WAY),
    Move("agree-exchange", (EXCHANGE,), CAN_AGREE, SEND, variant=HERE),
    Move("agree-supplementary", (SUPPLEMENTARY,), CAN_AGREE, SEND),
    Move("agree-repair", (REPAIR,), CAN_AGREE, AWAY),
    Move("agree-repair", (REPAIR,), CAN_AGREE, RECEIVE, variant=ON_ITS_WAY),
    Move("agree-repair", (REPAIR,), CAN_AGREE, SEND, variant=HERE),
    Move("reject-case", EVERY, (ANSWER, UNCLEAR), ANSWERED),
    Move("reject-case", (*SENT_BACK, REFUSED), (RECEIVE,), ANSWERED),
    Move("record-return-shipped", SENT_BACK, (AWAY, RECEIVE, PAY, SEND), RECEIVE),
    Move("receive-return", (RETURN, REFUSED), (AWAY, COMING, RECEIVE, PAY), PAY),
    Move("receive-return", (EXCHANGE, REPAIR), (AWAY, RECEIVE, SEND), SEND),
    Move("receive-return", (RETURN,), (AWAY, RECEIVE, PAY), RECEIVE, variant=NOT_OURS),
    Move("receive-return", (EXCHANGE, REPAIR), (AWAY, RECEIVE, SEND), RECEIVE, variant=NOT_OURS),
    Move("ship-replacement", (EXCHANGE,), (SEND, PAY), CONFIRM),
    Move("ship-replacement", (EXCHANGE,), (SEND,), SEND, variant=PART_SENT),
    Move("ship-replacement", (EXCHANGE, RETURN), (PAY,), PAY, variant=PART_SENT),
    Move("ship-replacement", (EXCHANGE, RETURN), (SEND, PAY), AWAY, variant=PART_BACK),
    Move("ship-replacement", (EXCHANGE, RETURN), (SEND, PAY), RECEIVE, variant=ON_ITS_WAY),
    Move("ship-replacement", (RETURN,), (SEND, PAY), CLOSED, CaseOutcome.REFUNDED),
    Move("ship-supplementary", (SUPPLEMENTARY,), (SEND,), CONFIRM),
    Move("ship-supplementary", (SUPPLEMENTARY,), (SEND,), SEND, variant=PART_SENT),
    Move("ship-repaired", (REPAIR,), (SEND,), CONFIRM),
    Move("ship-repaired", (REPAIR,), (SEND,), SEND, variant=PART_SENT),
    Move("ship-repaired", (REPAIR,), (SEND,), AWAY, variant=PART_BACK),
    Move("ship-repaired", (REPAIR,), (SEND,), RECEIVE, variant=ON_ITS_WAY),
    Move("confirm-case-receipt", EVERY, (CONFIRM,), CLOSED, CaseOutcome.FULFILLED),
    Move("refund", EVERY, (RECEIVE,), RECEIVE),
    Move("refund", EVERY, (PAY,), PAY),
    Move("refund", EVERY, (SEND,), SEND),
    Move("refund", EVERY, (CONFIRM,), CONFIRM),
    Move("settle-refund", EVERY, (PAY, SEND, CONFIRM), CLOSED, CaseOutcome.REFUNDED),
    Move("settle-refund", GOODS, (PAY, SEND, CONFIRM), CONFIRM, variant=GOODS_SENT),
    Move("settle-refund", SENT_BACK, (PAY, SEND), AWAY, variant=PART_BACK),
    Move("settle-refund", SENT_BACK, (PAY, SEND), RECEIVE, variant=ON_ITS_WAY),
    # Money that was on its way when the case went elsewhere ends it all the same.
    Move("settle-refund", EVERY, (*UNDECIDED, RECEIVE, RULE), CLOSED, CaseOutcome.REFUNDED),
    Move("close-case", EVERY, (ANSWERED,), CLOSED, CaseOutcome.REJECTED),
    Move("close-case", EVERY, (AWAY, COMING), CLOSED, CaseOutcome.EXPIRED),
    Move("close-case", EVERY, (CONFIRM,), CLOSED, CaseOutcome.FULFILLED),
    Move("close-case", EVERY, (UNCLEAR,), CLOSED, CaseOutcome.WITHDRAWN),
    Move("close-case", NOTHING_BACK, (RECEIVE,), CLOSED, CaseOutcome.EXPIRED),
    Move("close-case", EVERY, (PAY,), CLOSED, CaseOutcome.REFUNDED),
    Move("close-case", EVERY, (SEND,), CLOSED, CaseOutcome.FULFILLED),
    Move(
        "request-intervention",
        tuple(kind for kind in EVERY if kind is not SUPPLEMENTARY),
        (*UNDECIDED, AWAY, COMING, RECEIVE, PAY, SEND, CONFIRM, UNCLEAR),
        RULE,
    ),
    Move("request-intervention", (SUPPLEMENTARY,), (*UNDECIDED, UNCLEAR), RULE),
    Move("record-ruling", EVERY, (RULE,), CLOSED, CaseOutcome.REJECTED, "for_seller"),
    Move("record-ruling", MONEY, (RULE,), PAY, variant="for_buyer"),
    Move("record-ruling", GOODS, (RULE,), SEND, variant="for_buyer"),
    Move("record-ruling", EVERY, (RULE,), PAY, variant="split"),
    Move("appeal", EVERY, (PAY, SEND, CONFIRM, CLOSED), RULE),
)


def moves(case: AfterSalesCase, action: str) -> tuple[Move, ...]:
    """What this action may lead to from where the case stands; nothing when it may not be done."""
    return tuple(
        move
        for move in MOVES
        if move.action == action and case.kind in move.kinds and case.state in move.before
    )


def refusal(case: AfterSalesCase, action: str, title: str) -> str | None:
    """Why an action may not be done on this case, as the table says; None when it may."""
    if moves(case, action):
        return None
    rows = [move for move in MOVES if move.action == action]
    if case.state is CLOSED:
        return _("Case {case} is closed ({outcome}).").format(
            case=case.id, outcome=label(case.outcome or CLOSED)
        )
    mine = [move for move in rows if case.kind in move.kinds]
    if not mine:
        kinds = dict.fromkeys(kind for move in rows for kind in move.kinds)
        return _("Case {case} is: {kind}; “{action}” is for: {kinds}.").format(
            case=case.id, kind=label(case.kind), action=title, kinds=_words(kinds)
        )
    states = dict.fromkeys(state for move in mine for state in move.before)
    return _("Case {case} stands at: {state}; “{action}” is possible at: {states}.").format(
        case=case.id, state=label(case.state), action=title, states=_words(states)
    )


def _words(words: dict[Any, None]) -> str:
    return ", ".join(label(word) for word in words)


def moved(
    case: AfterSalesCase, action: str, context: Context, *, variant: str = "", **update: Any
) -> AfterSalesCase:
    """The case after an action that `refusal` allows; the clock of the new turn starts now."""
    move = next(one for one in moves(case, action) if one.variant == variant)
    return at_state(case, move.after, context, outcome=move.outcome, **update)


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
        "state": state,
        "outcome": outcome,
        "waits_for": WAITS_FOR.get(state),
        "since": case.since if stays else context.now,
        "platform_deadline": case.platform_deadline if stays else None,
        "closed_at": context.now if state is CLOSED else None,
        "as_of": context.now,
    }
    return case.model_copy(update=turn | update)
