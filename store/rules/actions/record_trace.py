"""RecordTrace (记录物流轨迹): what the carrier's page says about a parcel, entered by hand."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from pydantic import Field

from store.errors import Problem
from store.models.order import Order
from store.models.parcel import Trace, TraceState
from store.rules.base import Outcome
from store.rules.context import Context
from store.rules.fields import Text, When
from store.rules.parcel_action import ParcelAction
from store.rules.stock import come_back_stock
from store.rules.traces import TRACE_WORDS, trace_problem, with_trace
from store.words import N_


class RecordTrace(ParcelAction):
    """Record where a parcel is."""

    title: ClassVar[str] = N_("Record a trace")

    state: Annotated[TraceState, TRACE_WORDS] = Field(title=N_("State of the parcel"))
    at: When | None = Field(
        default=None,
        title=N_("When"),
        description=N_("such as 2026-11-22 18:00; left out, now"),
    )
    text: Text | None = Field(default=None, title=N_("What the carrier says"))

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        yield from super().problems(subject, context)
        problem = trace_problem(
            subject, self.the_parcel(subject), self._trace(context), context.now
        )
        if problem:
            yield problem

    def apply(self, subject: Order, context: Context) -> Outcome:
        parcel = self.the_parcel(subject)
        changed = with_trace(subject, parcel, self._trace(context), context)
        return Outcome((changed, *come_back_stock(subject, changed, context)))

    def _trace(self, context: Context) -> Trace:
        return Trace(
            at=self.at or context.now,
            state=self.state,
            text=self.text or "",
            source=str(context.actor),
        )
