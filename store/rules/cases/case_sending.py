"""SendForCase: what every action shares that sends goods because of an after-sales case.

What is sent stands for units that the case claims: never more than it claims, less what was
refunded and what was sent for it before.
"""

from collections import Counter
from collections.abc import Iterator
from typing import ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel, ParcelKind, units_by_line
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import (
    ANSWER_YES,
    BOTH_FIELD,
    AllLines,
    NamedCase,
    YesNoIfAsked,
    lines_text,
)
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.telling import Tells
from store.rules.cases.advancing import advance_case
from store.rules.cases.case_account import of_case, to_send
from store.rules.cases.case_machine import CONFIRM, SEND, stands_now
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import CaseView, case_of
from store.rules.cases.consents import agreed_article_problem, consent_missing
from store.rules.cases.goods_coming import goods_elsewhere
from store.rules.cases.part_done import may_go_out
from store.rules.order.goods import accounts, goods_in
from store.rules.paid.money_gone import paid_beside, paid_instead
from store.rules.parcels.goods_and_money import promised_money
from store.rules.parcels.goods_twice import sent_twice
from store.rules.parcels.same_units import may_be_promised
from store.rules.parcels.sending import SendingAction
from store.rules.parcels.sent_again import (
    is_sent_there,
    sent_besides,
    sent_there,
    still_to_send,
)
from store.rules.parcels.shipping import all_money_back, blocked, held, lines_problem
from store.rules.platform.moot import NOTHING_ARRIVES
from store.words import N_, _

SEND_FOR_CASE = Tells(
    "send-for-case",
    N_("mark the case as shipped on the platform"),
    N_("Open case {case} there and enter the tracking number."),
    shown_at=(CONFIRM,),
    moot=NOTHING_ARRIVES,
)


class SendForCase(SendingAction, RecordAction[AfterSalesCase]):
    """Send goods that an after-sales case asks for."""

    tells = (SEND_FOR_CASE,)
    parcel_kind: ClassVar[ParcelKind]

    case: NamedCase
    lines: AllLines | None = Field(
        default=None,
        title=N_("Lines"),
        description=N_("left out, what is due for the case"),
    )
    both: YesNoIfAsked = BOTH_FIELD

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        # What left elsewhere, as the platform says, is recorded once its case has ended.
        is_meant = any(case.kind in move.kinds for move in cls.moves)
        refused, view = None, case_of(order, case)
        if not (is_meant and is_sent_there(order, case)):
            refused = goods_elsewhere(order, case) or super().refusal(order, case, context)
        if refused or any(_left(order, view).values()):
            return refused or consent_missing(order, case)
        said = _("Nothing is left to send for case {case} ({account}).")
        if any(view.outstanding.values()):
            said = _("Nothing that came back for case {case} is still to be sent ({account}).")
        return said.format(
            case=case_called(case), account=accounts(order, of_case(view), view.with_gifts)
        )

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        refused = super().why_not(subject, context)
        if refused or any(not one.open for one in fitting_records(cls, subject, context)):
            return refused
        return _may_not_leave(subject, context)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        view = case_of(subject, self.record_of(subject))
        stopped = _may_not_leave(subject, context) if view.case.open else None
        if stopped:
            yield Problem("case", stopped)
        said = _("Of {goods} {left} can be sent for this case, not {quantity}: {account}.")
        too_many = tuple(
            lines_problem(subject, self.lines or (), _left(subject, view), said, to_send(view))
        )
        yield from too_many
        if not too_many and self.both != "yes" and view.case.open:
            yield from self._beside(subject, view)

    def scan_problems(self, order: Order, contents: tuple[LineQuantity, ...]) -> Iterator[Problem]:
        agreed = agreed_article_problem(order, self.record_of(order), contents, self.sku)
        yield from (agreed,) if agreed else super().scan_problems(order, contents)

    def _beside(self, order: Order, view: CaseView) -> Iterator[Problem]:
        """Money that goes for the same units, or other goods."""
        lines, besides = self.contents(order), sent_besides(order, of=view.id)
        beside = (
            paid_instead(order, lines, view)
            or promised_money(order, lines, besides)
            or paid_beside(order, lines, besides, case=view.id)
            or may_be_promised(order, lines, besides_case=view.id)
            or sent_twice(order, lines, view)
        )
        if beside:
            yield Problem("both", _(ANSWER_YES).format(said=beside))

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        cases = fitting_records(cls, subject, context)
        if len(cases) != 1:
            return {}
        return {"lines": lines_text(_due(subject, case_of(subject, cases[0])))}

    def contents(self, order: Order) -> tuple[LineQuantity, ...]:
        return self.lines or _due(order, case_of(order, self.record_of(order)))

    def sent_by(self, order: Order) -> str:
        return self.record_of(order).id

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        parcel = self.parcel(subject, context, self.parcel_kind, case=case.id)
        if not case.open:
            # The platform knows of it.
            left_by = case.closed_at or case.since or context.now
            parcel = parcel.model_copy(update={"shipped_at": left_by})
            return self._outcome(subject, subject.with_parcel(parcel), parcel, context)
        task = SEND_FOR_CASE.task(
            context,
            f"{case.platform_no or subject.order_no} {parcel.tracking_no}",
            parcel=parcel.id,
            case=case.id,
        )
        changed = advance_case(subject.with_parcel(parcel).with_tasks(task), case.id, context)
        return self._outcome(subject, changed, parcel, context)

    def _outcome(self, before: Order, after: Order, parcel: Parcel, context: Context) -> Outcome:
        # What was repaired is the buyer's own, and was never in our stock.
        stock = () if parcel.kind == "repaired" else self.taken_out(before, parcel, context)
        now = self.record_of(after)
        return Outcome((after, *stock), (*self.said(before, context), stands_now(now)))


def over_unsent(order: Order, case: AfterSalesCase) -> str | None:
    """Why a case does not end while goods are still to be sent for it."""
    left = still_to_send(order, case_of(order, case))
    if case.state not in (SEND, CONFIRM) or not left:
        return None
    return _(
        "For case {case} units are still to be sent ({lines}); send or refund them, and the"
        " case follows."
    ).format(case=case_called(case), lines=goods_in(order, left))


def _due(order: Order, view: CaseView) -> tuple[LineQuantity, ...]:
    """What is due for it; what left elsewhere, as far as the case names it."""
    return view.units_due if view.case.open else sent_there(order, view.case)


def _left(order: Order, view: CaseView) -> dict[int, int]:
    """How many units by line may be sent for it, or recorded as sent elsewhere."""
    there = units_by_line(sent_there(order, view.case))
    return dict(Counter(may_go_out(view)) | there)


def _may_not_leave(order: Order, context: Context) -> str | None:
    """Why nothing leaves; what left already may be recorded all the same."""
    return blocked(order) or held(order, context) or all_money_back(order)
