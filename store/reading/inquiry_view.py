"""InquiryView (询问视图): an inquiry as it may be shown, with all that rules work out of it."""

from functools import cached_property

from store.models.inquiry import Inquiry
from store.models.order import Order
from store.reading.lookups import Lookups
from store.reading.records import Records
from store.reading.snoozed_view import SnoozedView
from store.rules.action.context import Lookup
from store.rules.inquiries.fitting import possible_orders
from store.rules.inquiries.sentences import possible_said
from store.rules.obligations import Obligation, in_turn
from store.rules.obligations.inquiry import owed_for_inquiry
from store.rules.order.candidate import candidate_said
from store.rules.order.masking import masked_inquiry
from store.rules.order.problem import ProblemStep, first_missing, problem_steps


class InquiryView(SnoozedView):
    """One version of an inquiry at one time, the buyer hidden unless that was revealed."""

    _kept: Inquiry

    def __init__(self, records: Records, kept: Inquiry, *, revealed: bool) -> None:
        """`kept` is the inquiry as it is kept."""
        super().__init__(records, kept, revealed=revealed)
        self.inquiry = kept if revealed else masked_inquiry(kept)

    @property
    def owed(self) -> list[Obligation]:
        """What is owed for it as it stands now, the most urgent first."""
        return in_turn(owed_for_inquiry(self._kept, self._records.policy), self.now)

    @cached_property
    def possible(self) -> tuple[Order, ...]:
        """The orders that may be the one; none once it is tied."""
        if self._kept.tied or not self._kept.open:
            return ()
        lookup: Lookup = Lookups(self._records)
        return possible_orders(self._kept, lookup)

    @property
    def possible_said(self) -> tuple[str, ...]:
        """By what they fit, and a line for each; empty where there is none."""
        said = (possible_said(self._kept, self.possible), *map(candidate_said, self.possible))
        return tuple(filter(None, said))

    @property
    def steps(self) -> tuple[ProblemStep, ...]:
        """How far the problem is dealt with."""
        return problem_steps(self._kept)

    @property
    def next_step(self) -> ProblemStep | None:
        """The first of them that is missing."""
        return first_missing(self.steps)
