"""ReceiveReturn (退货签收验货): what came back of a case, unit by unit; it may be corrected once.

Good units go back into the stock, once. Good and damaged ones are ours again and may be refunded or
replaced; missing and wrong ones are not here, whatever the parcel was said to hold.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field

from store.errors import Problem
from store.models.after_sales_case import AfterSalesCase, GoodsReturn, ReturnedUnits
from store.models.case_state import CaseOutcome
from store.models.order import Order
from store.rules.action.base import OneOf, Outcome
from store.rules.action.context import Context
from store.rules.action.fields import NamedCase, YesNoIfAsked
from store.rules.action.found_fields import FoundUnits
from store.rules.action.markers import Reference
from store.rules.action.record_action import RecordAction, fitting_records
from store.rules.action.references import Choice
from store.rules.cases.case_machine import (
    ANSWERED,
    AWAY,
    CLOSED,
    COMING,
    CONFIRM,
    GOODS_FOR_GOODS,
    MONEY_ALONE,
    NOT_OURS,
    NOTHING_BACK,
    PAY,
    RECEIVE,
    REFUSED,
    RETURN,
    RULE,
    SEND,
    SENT_BACK,
    TO_COME_BACK,
    UNAGREED,
    UNCLEAR,
    Move,
    case_after,
    closed,
)
from store.rules.cases.case_names import case_called
from store.rules.cases.case_view import case_of
from store.rules.cases.goods_coming import carried_back, on_its_way
from store.rules.cases.returning import (
    FOUND,
    comes_unasked,
    may_be_received,
    nothing_to_come,
    stock_now,
    too_many_found,
    what_comes_next,
)
from store.rules.parcels.traces import called
from store.rules.parcels.unknown_contents import SET_CONTENTS
from store.rules.parcels.whereabouts import came_back
from store.rules.stock.coming_back import come_back_stock, taken_over
from store.words import N_, _, listed
from store.words.labels import label
from store.words.times import minute_text


def _returns(order: Order) -> Iterator[GoodsReturn]:
    """The parcels of the cases that still wait for goods, or have just received them."""
    return (parcel for case in fitting_records(ReceiveReturn, order) for parcel in case.returns)


def _comes_all_the_same(case: AfterSalesCase) -> bool:
    """Did we say no, or does the platform rule, while its goods were to come, or had come? What
    they are found to be is recorded, and it stays so.
    """
    comes = on_its_way(case) or case.returns or case.goods_due
    return case.state in (ANSWERED, RULE) and case.kind in TO_COME_BACK and bool(comes)


class ReceiveReturn(RecordAction[AfterSalesCase]):
    """Record what came back of a case."""

    title = N_("Receive a return")
    place = 720
    key = "E"
    one_of = OneOf(FOUND, N_("Say what was found: good, damaged, missing or wrong units."))
    settles = frozenset({"receive-return", "return-after-refund", "refused-parcel"})
    moves = (
        Move((RETURN, REFUSED), (AWAY, COMING, RECEIVE, PAY), PAY),
        Move(GOODS_FOR_GOODS, (AWAY, RECEIVE, SEND), SEND),
        Move((RETURN,), (AWAY, RECEIVE, PAY), RECEIVE, variant=NOT_OURS),
        Move(GOODS_FOR_GOODS, (AWAY, RECEIVE, SEND), RECEIVE, variant=NOT_OURS),
        # A part went out, and more comes: what lies here then goes out as well.
        Move(GOODS_FOR_GOODS, (CONFIRM,), CONFIRM),
        # It came all the same: what is found is recorded, and the case stays where it is.
        *(Move(MONEY_ALONE, (one,), one) for one in (*UNAGREED, UNCLEAR, PAY)),
        # It ended before the goods were here: what comes is recorded, and it stays as it ended.
        Move((RETURN, REFUSED, *NOTHING_BACK), (CLOSED,), CLOSED, CaseOutcome.REFUNDED),
        Move(GOODS_FOR_GOODS, (CLOSED,), CLOSED, CaseOutcome.WITHDRAWN),
    )

    case: NamedCase
    goods_return: Annotated[str | None, Reference("goods_return", alone=False, fits=_returns)] = (
        Field(
            default=None,
            title=N_("Return parcel"),
            description=N_("left out, the one on its way, or a parcel nobody announced"),
        )
    )
    good: FoundUnits | None = Field(default=None, title=N_("Good"))
    damaged: FoundUnits | None = Field(default=None, title=N_("Damaged"))
    missing: FoundUnits | None = Field(
        default=None,
        title=N_("Missing"),
        description=N_("said to be in it, and not there"),
    )
    wrong: FoundUnits | None = Field(
        default=None,
        title=N_("Wrong"),
        description=N_("something else in its place"),
    )
    regrade: YesNoIfAsked = Field(
        default=None,
        title=N_("Correct the finding"),
        description=N_("yes replaces what was found in a received parcel; possible once"),
    )

    @classmethod
    def offers(cls, subject: Order, context: Context) -> Mapping[str, tuple[Choice, ...]]:
        """A finding is corrected only where something was found."""
        given = super().offers(subject, context)
        found = any(parcel.received_at for parcel in _returns(subject))
        words = tuple(map(Choice.of_word, ("yes", "no"))) if found else ()
        return {**given, "regrade": words}

    @classmethod
    def why_not(cls, subject: Order, context: Context) -> str | None:
        refused = super().why_not(subject, context)
        if refused and not subject.cases and any(map(came_back, subject.parcels)):
            said = _("{refused} What the carrier brought back is looked at with “{set_contents}”.")
            return said.format(refused=refused, set_contents=_(SET_CONTENTS))
        return refused

    @classmethod
    def refusal(cls, order: Order, case: AfterSalesCase, context: Context | None) -> str | None:
        if _comes_all_the_same(case):
            return None
        # It may have been about goods that come before the buyer made it one about money.
        comes = on_its_way(case) or carried_back(order, case) or comes_unasked(order, case)
        is_here = comes if case.open else may_be_received(order, case)
        if case.kind in NOTHING_BACK and not is_here:
            said = _("Nothing is to come back for case {case} ({kind}).")
            return said.format(case=case_called(case), kind=label(case.kind))
        refused = super().refusal(order, case, context)
        if refused is None and not case.open and not may_be_received(order, case):
            return closed(case)
        if refused is None and case.state is CONFIRM and not on_its_way(case):
            return nothing_to_come(case_of(order, case))
        return refused

    @classmethod
    def is_expected(cls, order: Order, record: AfterSalesCase) -> bool:
        if on_its_way(record):
            return True
        if record.state is CONFIRM:
            return False
        return not comes_unasked(order, record) or bool(record.returns)

    @classmethod
    def units(cls, subject: Order) -> dict[int, int]:
        """What the cases claim, and gifts; nothing else of the order comes back for them."""
        most = Counter[int]()
        for case in fitting_records(cls, subject):
            view = case_of(subject, case)
            most |= Counter(view.with_gifts) | Counter(view.gifts)
        return dict(most)

    @classmethod
    def units_for(cls, subject: Order, values: Mapping[str, str]) -> dict[int, int]:
        """What one case still awaits; which of its gifts came along, only the parcel tells."""
        case = subject.case_named(values.get("case", ""))
        return dict(case_of(subject, case).may_come_back) if case else cls.units(subject)

    def problems(self, subject: Order, context: Context) -> Iterator[Problem]:
        refused = tuple(super().problems(subject, context))
        wrong_parcel = refused or tuple(self._wrong_parcel(subject))
        yield from wrong_parcel
        if not wrong_parcel:
            case = self.record_of(subject)
            parcel = self._parcel(case) or GoodsReturn(id="")
            yield from too_many_found(subject, case, parcel, self._units())

    def _wrong_parcel(self, order: Order) -> Iterator[Problem]:
        """Which parcel is meant is not clear, or its finding may not be written any more."""
        case = self.record_of(order)
        parcel = self._parcel(case)
        if self.goods_return and parcel is None:
            sentence = _("Return {parcel} is of another case than {case}.")
            meant = next(
                one for each in order.cases for one in each.returns if one.id == self.goods_return
            )
            yield Problem(
                "goods_return", sentence.format(parcel=called(meant), case=case_called(case))
            )
        elif parcel is None and (self.regrade == "yes" or len(self._waiting(case)) > 1):
            yield Problem("goods_return", self._which(case))
        elif parcel and parcel.received_at and self.regrade != "yes":
            yield Problem(
                "regrade",
                _(
                    "Return {parcel} was received at {time}; say that it is graded again,"
                    " to correct what was found in it."
                ).format(parcel=called(parcel), time=minute_text(parcel.received_at)),
            )
        elif parcel and self.regrade == "yes" and not parcel.received_at:
            sentence = _("Return {parcel} was not received yet; there is nothing to correct.")
            yield Problem("regrade", sentence.format(parcel=called(parcel)))
        elif parcel and self.regrade == "yes" and parcel.regraded_at:
            yield Problem(
                "regrade",
                _(
                    "What was found in return {parcel} was corrected at {time}; it can be corrected"
                    " once."
                ).format(parcel=called(parcel), time=minute_text(parcel.regraded_at)),
            )

    def _which(self, case: AfterSalesCase) -> str:
        waiting = self._waiting(case)
        if not waiting:
            return _(
                "No return of case {case} was received yet; there is nothing to correct."
            ).format(case=case_called(case))
        known = listed(map(called, waiting))
        return _("Say which return of case {case} is meant: {known}.").format(
            case=case_called(case), known=known
        )

    def apply(self, subject: Order, context: Context) -> Outcome:
        case = self.record_of(subject)
        known = self._parcel(case)
        old = known or GoodsReturn(id=context.new_id(), tracking_no=case.return_tracking_no)
        when = "regraded_at" if self.regrade == "yes" else "received_at"
        parcel = old.model_copy(update={"units": self._units(), when: context.now})
        returns = (
            tuple(parcel if earlier is known else earlier for earlier in case.returns)
            if known
            else (*case.returns, parcel)
        )
        changed = subject.with_case(self._after(subject, case, returns, context))
        changed = taken_over(subject, changed)
        products = come_back_stock(subject, changed, context)
        sentences = (*what_comes_next(changed, case.id, parcel), *stock_now(products))
        return Outcome((changed, *products), sentences)

    def _after(
        self,
        order: Order,
        case: AfterSalesCase,
        returns: tuple[GoodsReturn, ...],
        context: Context,
    ) -> AfterSalesCase:
        if not case.open or _comes_all_the_same(case):
            return case.model_copy(update={"returns": returns})
        received = case.model_copy(update={"returns": returns, "as_of": context.now})
        view = case_of(order, received)
        # A gift alone is not what it waits for.
        ours = any(view.lying_here[line] for line in view.opened_about)
        if self.regrade == "yes" and not ours and case.state not in (PAY, SEND):
            return received
        nothing = case.kind in SENT_BACK and case.state is not CONFIRM and not ours
        return case_after(received, self.moves, context, variant=NOT_OURS if nothing else "")

    def _units(self) -> tuple[ReturnedUnits, ...]:
        by_line: dict[int, dict[str, int]] = {}
        for name in FOUND:
            for part in getattr(self, name) or ():
                by_line.setdefault(part.line, {})[name] = part.quantity
        return tuple(ReturnedUnits(line=line, **units) for line, units in sorted(by_line.items()))

    def _waiting(self, case: AfterSalesCase) -> tuple[GoodsReturn, ...]:
        """The parcels of the case whose finding this may write."""
        received = self.regrade == "yes"
        return tuple(
            parcel for parcel in case.returns if (parcel.received_at is not None) is received
        )

    def _parcel(self, case: AfterSalesCase) -> GoodsReturn | None:
        """The parcel that was named, or the only one that is meant; none is a new one."""
        if self.goods_return:
            named = (parcel for parcel in case.returns if parcel.id == self.goods_return)
            return next(named, None)
        waiting = self._waiting(case)
        return waiting[0] if len(waiting) == 1 else None
