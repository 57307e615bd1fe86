"""The problem-order flow (问题订单处理): six steps, read from what is recorded, never kept.

Verify the state, contact the buyer, offer a solution, record what was said, let the platform
intervene where it comes to that, review what happened (source article 000, domain.md §7.3).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal, NamedTuple

from store.models.after_sales_case import AfterSalesCase
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.rules.order.axes import after_sales
from store.rules.order.cases_shown import hides_a_case
from store.rules.order.promises import Talked
from store.words import N_, _

StepName = Literal[
    "verified", "contacted", "solution_offered", "recorded", "intervention", "review"
]
Record = tuple[datetime, str]
"""When, and the record by its kind and id."""
TITLES: dict[StepName, str] = {
    "verified": N_("verify what the platform says"),
    "contacted": N_("contact the buyer"),
    "solution_offered": N_("offer a solution"),
    "recorded": N_("record what the buyer says"),
    "intervention": N_("platform intervention"),
    "review": N_("find out what caused it"),
}


class ProblemStep(NamedTuple):
    """One step: done, by which record and when; missing, and by which action; or not needed."""

    name: StepName
    state: Literal["done", "missing", "not_needed"]
    at: datetime | None = None
    record: str = ""
    """`contact c1`, `offer o1`, `order`: what shows that it was done."""
    action: str = ""
    """The action, or command, by which it is done, while it is missing."""

    @property
    def title(self) -> str:
        """What is to be done, as a phrase."""
        return _(TITLES[self.name])


def problem_steps(talked: Talked) -> tuple[ProblemStep, ...]:
    """The six steps of an order or an inquiry, and how far each is."""
    if isinstance(talked, Inquiry):
        return _of_inquiry(talked)
    begun, since = _begun(talked), _since(talked)
    contacts = [one for one in talked.contacts if since is None or one.at >= since]
    told = _step("contacted", ((one.at, f"contact {one.id}") for one in contacts if one.to_buyer))
    said = ((one.at, f"contact {one.id}") for one in contacts if one.from_buyer)
    kept = ((one.at, f"evidence {one.id}") for one in talked.evidence if _is_after(one.at, since))
    return (
        _verified(talked, since),
        told or ProblemStep("contacted", "missing", action="log-contact"),
        _step("solution_offered", _solutions(talked, begun, since))
        or ProblemStep("solution_offered", "missing", action="offer-solution"),
        _step("recorded", (*said, *kept))
        or ProblemStep("recorded", "missing", action="log-contact"),
        _intervention(begun),
        _step(
            "review",
            ((one.at, f"cause {one.id}") for one in talked.causes if _is_after(one.at, since)),
        )
        or ProblemStep("review", "missing", action="set-verified-cause"),
    )


def first_missing(steps: Iterable[ProblemStep]) -> ProblemStep | None:
    """The first step that is missing; its action is what to do next."""
    return next((one for one in steps if one.state == "missing"), None)


def has_problem(order: Order) -> bool:
    """Is a case or a discrepancy open, or does the buyer complain, and wait for a word of ours?

    An order that only the buyer tells of, or that was asked after before it came, is one too.
    """
    is_open = after_sales(order) == "open" or bool(order.open_discrepancies)
    return is_open or order.known_from == "buyer" or _unanswered(order) is not None


def _unanswered(order: Order) -> datetime | None:
    """Since when the buyer waits for a word of ours; none where the last word is ours."""
    told = max((one.at for one in order.contacts if one.to_buyer), default=None)
    heard = [one.at for one in order.contacts if one.from_buyer and (not told or one.at > told)]
    return min(heard, default=None)


def _begun(order: Order) -> list[AfterSalesCase]:
    """The cases it is about: those that are open, else all of them."""
    return list(order.open_cases or order.cases)


def _since(order: Order) -> datetime | None:
    """When the problem began; none where nothing says so, and everything counts."""
    begins = [
        *(case.applied_at for case in order.open_cases),
        *(one.opened_at for one in order.open_discrepancies),
        _unanswered(order),
    ]
    first = min((at for at in begins if at), default=None)
    asked = [contact.at for contact in order.contacts if contact.inquiry]
    return min((first, *asked)) if first and asked else first


def _is_after(at: datetime, since: datetime | None) -> bool:
    return since is None or at >= since


def _step(name: StepName, records: Iterable[Record]) -> ProblemStep | None:
    """The step as the first of these records shows that it was done; none without one."""
    first = min(records, default=None)
    return ProblemStep(name, "done", *first) if first else None


def _verified(order: Order, since: datetime | None) -> ProblemStep:
    """What the platform says is known, and nothing here contradicts it."""
    if order.open_discrepancies:
        return ProblemStep("verified", "missing", action="resolve-discrepancy")
    if order.known_from == "buyer":
        return ProblemStep("verified", "missing", action="import")
    if hides_a_case(order):
        return ProblemStep("verified", "missing", action="import")
    resolved = [
        (one.resolved_at, f"discrepancy {one.id}")
        for one in order.discrepancies
        if one.resolved_at and _is_after(one.resolved_at, since)
    ]
    known = order.knowledge.exported_at or order.knowledge.business_at
    said = max(resolved, default=None)
    return ProblemStep("verified", "done", *(said or (known, "import")))


def _solutions(
    order: Order, cases: Iterable[AfterSalesCase], since: datetime | None
) -> Iterable[Record]:
    """What was offered to the buyer, or given without asking."""
    found = [(one.at, f"offer {one.id}") for one in order.offers]
    found += [(case.agreed_at, f"case {case.id}") for case in cases if case.agreed_at]
    found += [(one.requested_at, f"refund {one.id}") for one in order.refunds if one.requested_at]
    found += [(one.created_at, f"reissue {one.id}") for one in order.reissues]
    return (one for one in found if _is_after(one[0], since))


def _intervention(cases: Iterable[AfterSalesCase]) -> ProblemStep:
    """Not needed until somebody calls the platform in; then our evidence, and its ruling."""
    called = [(one.requested_at or case.since, one) for case in cases for one in case.interventions]
    if not called:
        return ProblemStep("intervention", "not_needed")
    _at, last = max(called, key=lambda one: one[0].timestamp() if one[0] else 0)
    record = f"intervention {last.id}"
    if last.ruled_at:
        return ProblemStep("intervention", "done", last.ruled_at, record)
    if last.submitted_at is None:
        return ProblemStep("intervention", "missing", record=record, action="submit-evidence")
    return ProblemStep("intervention", "missing", record=record, action="record-ruling")


def _of_inquiry(inquiry: Inquiry) -> tuple[ProblemStep, ...]:
    """An inquiry asks whether there is an order; what is offered is offered on that."""
    told = ((one.at, f"contact {one.id}") for one in inquiry.contacts if one.to_buyer)
    said = ((one.at, f"contact {one.id}") for one in inquiry.contacts if one.from_buyer)
    place = inquiry.tied or inquiry.resolved
    looked_for = "tie-inquiry" if inquiry.proposed else "import"
    return (
        ProblemStep("verified", "done", place.at, "order" if inquiry.tied else "inquiry")
        if place
        else ProblemStep("verified", "missing", action=looked_for),
        _step("contacted", told) or ProblemStep("contacted", "missing", action="log-contact"),
        ProblemStep("solution_offered", "not_needed"),
        _step("recorded", said) or ProblemStep("recorded", "missing", action="log-contact"),
        ProblemStep("intervention", "not_needed"),
        ProblemStep("review", "done", inquiry.resolved.at, "inquiry")
        if inquiry.resolved
        else ProblemStep("review", "missing", action="resolve-inquiry"),
    )
