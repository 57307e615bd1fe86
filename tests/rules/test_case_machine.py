"""The state machine of a case: no dead end, and whose turn it is follows from the state."""

from itertools import product

import pytest

from store.models.after_sales_case import AfterSalesCase, CaseKind
from store.models.axes import Party
from store.models.case_state import CaseOutcome, CaseState
from store.rules.action.catalogue import all_actions
from store.rules.cases.actions.agree_refund import AgreeRefund
from store.rules.cases.actions.reject_case import RejectCase
from store.rules.cases.actions.request_intervention import RequestIntervention
from store.rules.cases.case_machine import WAITS_FOR, at_state, case_after, possible, refusal
from store.words.labels import LABELS
from tests.build import DAY, NOW, case, context
from tests.case_table import case_moves

KINDS = tuple(CaseKind)
STATES = tuple(CaseState)
OPEN_STATES = tuple(state for state in CaseState if state is not CaseState.CLOSED)
MOVES = tuple(case_moves())
CALLS_THE_PLATFORM = ("request-intervention", "appeal")


def standing(kind: CaseKind, state: CaseState) -> AfterSalesCase:
    return case(kind=kind, state=state)


def reachable(kind: CaseKind) -> set[CaseState]:
    """Every state that actions lead to from a case that was just opened."""
    found: set[CaseState] = set()
    todo = [CaseState.SELLER_TO_ANSWER]
    while todo:
        state = todo.pop()
        if state not in found:
            found.add(state)
            todo += [
                move.after for _action, move in MOVES if kind in move.kinds and state in move.before
            ]
    return found


def leads_to_the_end(kind: CaseKind, state: CaseState, without: tuple[str, ...] = ()) -> bool:
    """Is a closed case reached from here?"""
    seen = {state}
    while CaseState.CLOSED not in seen:
        further = {
            move.after
            for action, move in MOVES
            if kind in move.kinds and seen & set(move.before) and action not in without
        }
        if further <= seen:
            return False
        seen |= further
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_that_is_reached_leads_to_the_end_without_calling_the_platform(
    kind: CaseKind,
) -> None:
    dead = [
        state
        for state in sorted(reachable(kind))
        if not leads_to_the_end(kind, state, CALLS_THE_PLATFORM)
    ]

    assert dead == []


@pytest.mark.parametrize(("kind", "state"), product(KINDS, OPEN_STATES))
def test_whatever_an_import_brings_leads_to_the_end(kind: CaseKind, state: CaseState) -> None:
    assert leads_to_the_end(kind, state)


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_but_the_unknown_one_has_somebody_whose_turn_it_is(kind: CaseKind) -> None:
    without = {state for state in reachable(kind) if state not in WAITS_FOR}

    assert without == {CaseState.CLOSED}
    assert set(STATES) - set(WAITS_FOR) == {CaseState.OPEN, CaseState.CLOSED}


def test_exactly_the_moves_that_close_say_how_it_ended() -> None:
    assert all(
        (move.after is CaseState.CLOSED) == (move.outcome is not None) for _action, move in MOVES
    )


def test_an_action_leads_to_one_place_only_unless_a_variant_decides() -> None:
    seen: set[tuple[object, ...]] = set()
    for action, move in MOVES:
        for kind, state in product(move.kinds, move.before):
            key = (action, kind, state, move.variant)
            assert key not in seen
            seen.add(key)


def test_every_word_of_the_table_can_be_read() -> None:
    words = {*CaseKind, *CaseState, *CaseOutcome}

    assert {word for word in words if word not in LABELS} == set()


@pytest.mark.parametrize(
    ("kind", "agreement"),
    [
        (CaseKind.REFUND_ONLY, "agree-refund"),
        (CaseKind.REFUSED_DELIVERY, "agree-refund"),
        (CaseKind.OTHER, "agree-refund"),
        (CaseKind.RETURN_AND_REFUND, "agree-return"),
        (CaseKind.EXCHANGE, "agree-exchange"),
        (CaseKind.SUPPLEMENTARY, "agree-supplementary"),
        (CaseKind.REPAIR, "agree-repair"),
    ],
)
def test_each_kind_has_one_agreement_of_its_own(kind: CaseKind, agreement: str) -> None:
    known = {name: one.moves for name, one in all_actions().items() if name.startswith("agree-")}
    asked = standing(kind, CaseState.SELLER_TO_ANSWER)

    assert [name for name, moves in known.items() if possible(asked, moves)] == [agreement]


@pytest.mark.parametrize("state", OPEN_STATES)
def test_a_supplementary_shipment_calls_the_platform_in_while_we_decide_only(
    state: CaseState,
) -> None:
    undecided = (CaseState.SELLER_TO_ANSWER, CaseState.BUYER_TO_ANSWER, CaseState.OPEN)
    given = standing(CaseKind.SUPPLEMENTARY, state)

    assert bool(possible(given, RequestIntervention.moves)) == (state in undecided)


def test_a_move_starts_the_clock_of_the_next_turn() -> None:
    given = case(platform_deadline=NOW + DAY, since=NOW - DAY)

    after = case_after(given, RejectCase.moves, context())

    assert (after.state, after.waits_for) == (CaseState.BUYER_TO_ANSWER, Party.BUYER)
    assert (after.since, after.as_of, after.platform_deadline) == (NOW, NOW, None)
    assert (after.outcome, after.closed_at) == (None, None)


def test_closing_says_when_and_how() -> None:
    after = at_state(case(), CaseState.CLOSED, context(), outcome=CaseOutcome.EXPIRED)

    assert (after.open, after.outcome, after.closed_at, after.waits_for) == (
        False,
        CaseOutcome.EXPIRED,
        NOW,
        None,
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        (case(), None),
        (
            case(kind="exchange"),
            ("Case A1 is: exchange; “agree” is for: refund only, other, refused delivery."),
        ),
        (
            case(state="buyer_to_confirm"),
            (
                "Case A1 stands at: buyer to confirm; “agree” is possible at: ours to answer,"
                " buyer to answer, platform to rule, open."
            ),
        ),
        (
            case(state="closed", outcome="expired"),
            "Case A1 is closed (lapsed).",
        ),
    ],
)
def test_a_refusal_names_the_case_where_it_stands_and_where_it_could(
    given: AfterSalesCase, sentence: str | None
) -> None:
    assert refusal(given, AgreeRefund.moves, "agree") == sentence
