"""The steps of a problem: each is read from a record, and the first that is missing is next."""

from typing import Any

import pytest

from store.models.cancellation import VerifiedCause
from store.models.discrepancy import Discrepancy
from store.models.inquiry import Inquiry
from store.models.intervention import Intervention
from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.rules.order.problem import first_missing, has_problem, problem_steps
from tests.build import DAY, HOUR, NOW, case, order
from tests.rules.inquiries import ended, heard, inquiry, tie

DONE, MISSING, NOT_NEEDED = "done", "missing", "not_needed"


def told(**changes: Any) -> Any:
    """What we said half an hour ago."""
    return heard("我们在核实", **{"id": "t1", "direction": "out", "at": NOW - HOUR / 2} | changes)


OFFER = SolutionOffer(id="o1", solution="reship", at=NOW, by="li")
CAUSE = VerifiedCause(id="v1", cause="quality", at=NOW, by="li")
CALLED = Intervention(id="i1", asked_by="buyer", requested_at=NOW)
OPEN = Discrepancy(id="d1", kind="goods", opened_at=NOW - HOUR)
RESOLVED = OPEN.model_copy(update={"resolved_at": NOW, "resolved_by": "li", "reason": "已核对"})


def asked(**changes: Any) -> Any:
    """An open case that was applied for two hours ago."""
    return case(applied_at=NOW - 2 * HOUR, **changes)


def states(given: Order | Inquiry) -> list[str]:
    return [one.state for one in problem_steps(given)]


@pytest.mark.parametrize(
    ("given", "expected", "following"),
    [
        pytest.param(
            order(cases=(asked(),)),
            [DONE, MISSING, MISSING, MISSING, NOT_NEEDED, MISSING],
            "log-contact",
            id="a case nobody has touched",
        ),
        pytest.param(
            order(cases=(asked(),), contacts=(heard(), told())),
            [DONE, DONE, MISSING, DONE, NOT_NEEDED, MISSING],
            "offer-solution",
            id="talked over",
        ),
        pytest.param(
            order(cases=(asked(),), contacts=(told(at=NOW - DAY),)),
            [DONE, MISSING, MISSING, MISSING, NOT_NEEDED, MISSING],
            "log-contact",
            id="a word of before the problem is none about it",
        ),
        pytest.param(
            order(cases=(asked(),), contacts=(heard(), told()), offers=(OFFER,)),
            [DONE, DONE, DONE, DONE, NOT_NEEDED, MISSING],
            "set-verified-cause",
            id="offered",
        ),
        pytest.param(
            order(
                cases=(asked(interventions=(CALLED,)),),
                contacts=(heard(), told()),
                offers=(OFFER,),
            ),
            [DONE, DONE, DONE, DONE, MISSING, MISSING],
            "submit-evidence",
            id="the platform is called in",
        ),
        pytest.param(
            order(
                cases=(asked(interventions=(CALLED.model_copy(update={"ruled_at": NOW}),)),),
                contacts=(heard(), told()),
                offers=(OFFER,),
                causes=(CAUSE,),
            ),
            [DONE] * 6,
            None,
            id="ruled and reviewed",
        ),
        pytest.param(
            order(discrepancies=(OPEN,), contacts=(heard(), told())),
            [MISSING, DONE, MISSING, DONE, NOT_NEEDED, MISSING],
            "resolve-discrepancy",
            id="a discrepancy",
        ),
        pytest.param(
            order(known_from="buyer"),
            [MISSING, MISSING, MISSING, MISSING, NOT_NEEDED, MISSING],
            "import",
            id="known from the buyer alone",
        ),
        pytest.param(
            inquiry(contacts=(heard(),)),
            [MISSING, MISSING, NOT_NEEDED, DONE, NOT_NEEDED, MISSING],
            "import",
            id="an inquiry",
        ),
        pytest.param(
            inquiry(contacts=(heard(), told()), proposed=tie()),
            [MISSING, DONE, NOT_NEEDED, DONE, NOT_NEEDED, MISSING],
            "tie-inquiry",
            id="an inquiry with a proposal",
        ),
        pytest.param(
            inquiry(contacts=(heard(), told()), tied=tie()),
            [DONE, DONE, NOT_NEEDED, DONE, NOT_NEEDED, MISSING],
            "resolve-inquiry",
            id="an inquiry that is tied",
        ),
        pytest.param(
            inquiry(contacts=(heard(), told()), resolved=ended()),
            [DONE, DONE, NOT_NEEDED, DONE, NOT_NEEDED, DONE],
            None,
            id="an inquiry that is resolved",
        ),
    ],
)
def test_how_far_a_problem_is_dealt_with(
    given: Order | Inquiry, expected: list[str], following: str | None
) -> None:
    assert states(given) == expected
    found = first_missing(problem_steps(given))
    assert (found.action if found else None) == following


def test_a_step_names_the_record_that_shows_it() -> None:
    steps = problem_steps(
        order(
            cases=(asked(),),
            contacts=(heard(), told()),
            offers=(OFFER,),
            discrepancies=(RESOLVED,),
        )
    )

    assert [(one.name, one.at, one.record) for one in steps if one.state == DONE] == [
        ("verified", NOW, "discrepancy d1"),
        ("contacted", NOW - HOUR / 2, "contact t1"),
        ("solution_offered", NOW, "offer o1"),
        ("recorded", NOW - HOUR, "contact h1"),
    ]


@pytest.mark.parametrize(
    ("given", "is_one"),
    [
        pytest.param(order(), False, id="nothing"),
        pytest.param(order(cases=(asked(),)), True, id="an open case"),
        pytest.param(order(cases=(asked(state="closed"),)), False, id="a closed case"),
        pytest.param(order(discrepancies=(OPEN,)), True, id="a discrepancy"),
        pytest.param(order(discrepancies=(RESOLVED,)), False, id="a resolved one"),
        pytest.param(order(contacts=(heard(),)), True, id="the buyer waits for a word"),
        pytest.param(order(contacts=(heard(), told())), False, id="the last word is ours"),
        pytest.param(order(known_from="buyer"), True, id="known from the buyer alone"),
    ],
)
def test_which_orders_have_a_problem(given: Order, is_one: bool) -> None:
    assert has_problem(given) is is_one
