"""RecordReturnShipped (买家已寄回): the buyer's parcel is on its way back to us."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, GoodsReturn
from store.models.order import Order
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import CARRIER_FIELD, TRACKING_FIELD, NamedCase, TrackingNo, Word
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.time_fields import PastTime
from store.rules.cases.case_machine import (
    AWAY,
    CONFIRM,
    GOODS_FOR_GOODS,
    PAY,
    RECEIVE,
    SEND,
    SENT_BACK,
    Move,
    case_after,
)
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import awaited_after_all
from store.rules.cases.returning import comes_late, nothing_to_come
from store.rules.parcels.tracking import (
    carrier_code,
    carrier_echo,
    number_as_carrier,
    number_problem,
)
from store.words import N_, _, listed


class RecordReturnShipped(RecordAction[AfterSalesCase]):
    """Record that the buyer has sent goods back."""

    title = N_("Record a return on its way")
    place = 710
    settles = frozenset({"return-goods"})
    moves = (
        Move(SENT_BACK, (AWAY, RECEIVE, PAY, SEND), RECEIVE),
        Move(GOODS_FOR_GOODS, (CONFIRM,), CONFIRM),
    )

    case: NamedCase
    tracking_no: TrackingNo = TRACKING_FIELD
    carrier: Word | None = CARRIER_FIELD
    at: PastTime | None = Field(
        default=None,
        title=N_("Sent at"),
        description=N_("such as -2h or yesterday 9; left out, now"),
    )

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        # Of a case that ended before the goods came, they come all the same.
        is_late = case.kind in SENT_BACK and comes_late(order, case)
        comes = is_late or awaited_after_all(order, case)
        refused = None if comes else super().refusal(order, case, context)
        return refused or nothing_to_come(case_of(order, case))

    @classmethod
    def is_expected(cls, order: Order, record: AfterSalesCase) -> bool:
        return record.state is not CONFIRM

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        if misplaced := number_as_carrier(self.carrier, self.tracking_no):
            yield misplaced
        yield from number_problem(subject, self.tracking_no, context)
        case = self.record_of(subject)
        if case.id in {brought.id for brought in self._brought_for(subject)}:
            yield Problem(
                "tracking_no",
                _("{number} is already the number of a return of case {case}.").format(
                    number=self.tracking_no, case=case_called(case)
                ),
            )

    @classmethod
    def suggest(cls, subject: Order, context: Context) -> dict[str, str]:
        cases = fitting_records(cls, subject, context)
        known = cases[0].return_tracking_no if len(cases) == 1 and not cases[0].returns else ""
        return {"tracking_no": known} if known else {}

    @classmethod
    def echo(cls, values: Mapping[str, str]) -> dict[str, str]:
        return carrier_echo(values)

    def _brought_for(self, order: Order) -> tuple[AfterSalesCase, ...]:
        """The cases that have a return of this number; a parcel may hold the goods of several."""
        return tuple(
            case
            for case in order.cases
            if any(parcel.tracking_no == self.tracking_no for parcel in case.returns)
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        # The buyer chose the carrier: one that the desk does not know is kept as it was said.
        carrier = carrier_code(self.carrier, self.tracking_no) or ""
        parcel = GoodsReturn(
            id=context.new_id(),
            tracking_no=self.tracking_no,
            carrier=carrier,
            shipped_at=self.at or context.now,
        )
        returns = (*case.returns, parcel)
        if case.open:
            coming = case_after(case, self.moves, context, returns=returns)
        else:
            coming = case.model_copy(update={"returns": returns})
        others = listed(map(case_called, self._brought_for(subject)))
        said = _("{number} brings goods of case {cases} too: one parcel for both.")
        too = (said.format(number=self.tracking_no, cases=others),) if others else ()
        return Outcome((subject.with_case(coming),), too)
