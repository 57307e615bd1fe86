"""RecordTrace (记录物流轨迹): what the carrier's page says about a parcel, entered by hand."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Parcel, Trace, TraceState
from store.rules.action.base import Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedParcel, Text
from store.rules.action.record_action import RecordAction
from store.rules.action.time_fields import PastTime
from store.rules.parcels.shared import shared_parcel
from store.rules.parcels.traces import TRACE_WORDS, trace_problem, with_trace
from store.rules.parcels.unknown_contents import to_count_said
from store.rules.parcels.watch import TROUBLE
from store.rules.parcels.whereabouts import ENDS
from store.rules.stock.coming_back import come_back_stock
from store.words import N_


class RecordTrace(RecordAction[Parcel]):
    """Record where a parcel is."""

    title = N_("Record a trace")
    place = 330
    key = "l"
    settles = frozenset({"first-scan", "sorting", "movement", "delivery"})

    parcel: NamedParcel
    state: Annotated[TraceState, TRACE_WORDS] = Field(title=N_("State of the parcel"))
    at: PastTime | None = Field(
        default=None,
        title=N_("When"),
        description=N_("such as -2h or yesterday 9; left out, now"),
    )
    text: Text | None = Field(default=None, title=N_("What the carrier says"))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        problem = trace_problem(subject, self.record_of(subject), self._trace(context), context.now)
        if problem:
            yield problem

    def apply(self, subject: Order, context: Context) -> Outcome:
        parcel = self.record_of(subject)
        changed = with_trace(subject, parcel, self._trace(context), context)
        ends = self.state in (*ENDS, *TROUBLE)
        too = shared_parcel(changed, parcel, context) if ends else ()
        stock = come_back_stock(subject, changed, context)
        unknown = to_count_said(changed, parcel) if ends else None
        return Outcome((changed, *stock), (*filter(None, (unknown,)), *too))

    def _trace(self, context: Context) -> Trace:
        return Trace(
            at=self.at or context.now,
            state=self.state,
            text=self.text or "",
            source=str(context.actor),
        )
