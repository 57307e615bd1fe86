"""OrderView (订单视图): an order as it may be shown, with all that rules work out of it."""

from datetime import datetime

from store.models.after_sales_case import AfterSalesCase, GoodsReturn
from store.models.axes import AfterSales, Fulfilment, Payment
from store.models.batch_ship_files import TASK, BatchShipFile, BatchShipFiles, batch_ship_key
from store.models.cancellation import Cancellation
from store.models.discrepancy import Discrepancy
from store.models.money import Fen
from store.models.moved_deadline import ClockMoves
from store.models.order import Order
from store.models.parcel import LineQuantity, Parcel
from store.models.reissue import Reissue
from store.models.row import OrderRow
from store.reading.lookups import Lookups
from store.reading.moved_clocks import clock_moves
from store.reading.records import Records
from store.reading.same_buyer import orders_of_buyer
from store.reading.snoozed_view import SnoozedView
from store.rules.cases.case_path import CaseStep, steps_along
from store.rules.cases.case_view import case_of
from store.rules.cases.consents import OtherArticle, articles_of
from store.rules.cases.other_article import units_of
from store.rules.cases.part_done import so_far
from store.rules.cases.refund_agreed import units_agreed
from store.rules.money.freight_insurance import insured_until
from store.rules.money.refund_sentences import money_sum, refunds_said
from store.rules.money.unknown_money import unknown_said
from store.rules.obligations import Obligation, in_turn, obligations
from store.rules.obligations.turns import about_case, parts_of_cases
from store.rules.order import axes
from store.rules.order.judgements import Judgement as Judgement  # noqa: PLC0414 - the terminal has it from here
from store.rules.order.judgements import judgements
from store.rules.order.ledger import (
    LineLedger,
    MoneyLedger,
    line_ledgers,
    money_ledger,
    units_shipped,
    units_to_ship,
)
from store.rules.order.masking import masked
from store.rules.order.meant import which_of
from store.rules.order.problem import ProblemStep, first_missing, has_problem, problem_steps
from store.rules.parcels.articles_sent import sku_sent
from store.rules.parcels.articles_taken import instead_for
from store.rules.parcels.held import articles_back, sku_held
from store.rules.parcels.unknown_contents import is_unknown
from store.rules.platform.discrepancies.explaining import explain
from store.rules.stock.cancelling import CANCEL, CancelStep, cancellation, missing_before, steps
from store.rules.timing.clocks import LAST
from store.rules.timing.policy import Policy
from store.words import listed


class OrderView(SnoozedView):
    """One version of an order at one time, the buyer hidden unless that was revealed."""

    _kept: Order

    def __init__(self, records: Records, kept: Order, *, revealed: bool) -> None:
        """`kept` is the order as it is kept."""
        super().__init__(records, kept, revealed=revealed)
        self.order = kept if revealed else masked(kept)

    @property
    def payment(self) -> Payment:
        """How far it is paid."""
        return axes.payment(self.order)

    @property
    def fulfilment(self) -> Fulfilment:
        """How far its goods have gone out."""
        return axes.fulfilment(self.order)

    @property
    def after_sales(self) -> AfterSales:
        """Where its cases stand, all together."""
        return axes.after_sales(self.order)

    def article_back(self, case: AfterSalesCase, back: GoodsReturn, line: int) -> str:
        """What a return brought of a line: what the buyer was sent last of it."""
        here = (case.id, back.id, line)
        for one in articles_back(self.order):
            if (one.case, one.goods_return, one.found.line) == here and one.articles:
                return listed(dict.fromkeys(sku for sku, _many in one.articles))
        return sku_held(self.order, line, case.id, back.received_at or LAST)

    def goods_of(self, case: AfterSalesCase) -> tuple[LineQuantity, ...]:
        """What it was opened about."""
        return units_of(self.order, case)

    def so_far(self, case: AfterSalesCase) -> str:
        """How many of its units came back and were sent, of one that is done in part."""
        return so_far(case_of(self.order, case))

    def articles_of(self, case: AfterSalesCase) -> list[OtherArticle]:
        """The other articles that were offered for it: taken, not answered yet, or refused."""
        return articles_of(self.order, case)

    def which_of(self, about: str) -> str:
        """Which of several something with this id is owed about; empty of the only one."""
        return which_of(self.order, about)

    @property
    def units_waiting(self) -> int:
        """How many units have to go out, as a list counts them."""
        return axes.units_waiting(self.order)

    @property
    def units_bought(self) -> int:
        """How many units it is about: what was ordered and not cancelled."""
        return sum(line.ordered - line.cancelled for line in self.order.lines)

    @property
    def units_shipped(self) -> int:
        """How many of them have left."""
        return units_shipped(self.order)

    @property
    def units_agreed(self) -> int:
        """How many of these stay here, because their refund is agreed to."""
        return units_agreed(self.order).total()

    @property
    def to_ship(self) -> int:
        """How many units still have to go out, never below zero."""
        return units_to_ship(self.order)

    @property
    def lines(self) -> tuple[LineLedger, ...]:
        """The ledger of each line."""
        return line_ledgers(self.order)

    @property
    def money(self) -> MoneyLedger:
        """What was paid, went back, and may still go back."""
        return money_ledger(self.order)

    @property
    def money_sum(self) -> str:
        """What may still go back, as a sum."""
        return money_sum(self.money)

    @property
    def refunds_said(self) -> list[str]:
        """What went back, is going, and of what nobody knows."""
        return refunds_said(self.money)

    @property
    def was_paid(self) -> bool:
        """Has the whole price come in? What has not is refunded to nobody."""
        return axes.was_paid(self.order)

    @property
    def refundable_fen(self) -> Fen:
        """What may still go back, never below zero."""
        return max(0, self.money.refundable) if self.was_paid else 0

    @property
    def refunded_there(self) -> tuple[str, ...]:
        """What the platform's funds show as refunded and nobody knows here, in a sentence."""
        return tuple(unknown_said(self._kept, Lookups(self._records), self._policy))

    @property
    def insured_until(self) -> datetime | None:
        """Until when insured freight of a return can be claimed; None where that is not known."""
        return insured_until(self.order, self._policy)

    @property
    def owed(self) -> list[Obligation]:
        """What is owed by anybody as it stands now, the most urgent first."""
        return in_turn(obligations(self._kept, self._policy), self.now)

    @property
    def owed_by_case(self) -> dict[str, list[Obligation]]:
        """What of that is owed for each case, by its number."""
        owed = self.owed
        return {case.id: about_case(self._kept, case, owed) for case in self._kept.cases}

    @property
    def parts_of_cases(self) -> dict[str, str]:
        """The case by what is owed something about beside it."""
        return parts_of_cases(self._kept)

    def uploading(self, duty: Obligation) -> BatchShipFile | None:
        """The newest file in which the platform is told it, and that nobody said to be uploaded."""
        task = next((one for one in self._kept.open_tasks if one.id == duty.about), None)
        if task is None or task.kind != TASK:
            return None
        of_shop = batch_ship_key(self._kept.platform, self._kept.shop)
        kept = self._records.get(BatchShipFiles, of_shop)
        for file in reversed(kept.files if kept else ()):
            if any(
                task in row.tasks_in(self._kept, file.at) for row in file.of_order(self._kept.key)
            ):
                return file
        return None

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """What the platform's definitions say of it, orders that share a parcel looked at too.

        By the order as it is kept: a masked receiver is like no other.
        """
        numbers = {parcel.tracking_no for parcel in self._kept.parcels if parcel.tracking_no}
        lookup = Lookups(self._records)
        sharing = (order for number in sorted(numbers) for order in lookup.parcels_with(number))
        others = {order.key: order for order in sharing if order.key != self._kept.key}
        return tuple(judgements(self._kept, self._policy, self.now, others.values()))

    @property
    def cancellation(self) -> Cancellation | None:
        """The cancellation that is under way or done."""
        return cancellation(self.order)

    @property
    def cancel_steps(self) -> tuple[CancelStep, ...]:
        """The six steps of a cancellation, and how far each is."""
        return steps(self.order)

    @property
    def before_cancelling(self) -> tuple[CancelStep, ...]:
        """What has to be done before it may be cancelled for lack of stock."""
        return missing_before(self.order, CANCEL)

    @property
    def steps(self) -> tuple[ProblemStep, ...]:
        """How far a problem with it is dealt with, by what is recorded."""
        return problem_steps(self.order)

    @property
    def next_step(self) -> ProblemStep | None:
        """The first of them that is missing."""
        return first_missing(self.steps)

    @property
    def has_problem(self) -> bool:
        """Is a case or a discrepancy open, or does the buyer wait for a word of ours?"""
        return has_problem(self.order)

    @property
    def clock_moves(self) -> ClockMoves:
        """Which of the files of rules that the shop adopted moved a clock of it, and how."""
        return clock_moves(self._records, self._kept)

    @property
    def orders_of_buyer(self) -> tuple[OrderRow, ...]:
        """What the same buyer ordered, this order among it; none where nobody knows."""
        return orders_of_buyer(self._records, self._kept)

    def steps_of(self, case: AfterSalesCase) -> tuple[CaseStep, ...]:
        """The states that a case usually goes through, and how far it has come."""
        return steps_along(case)

    def instead_in(self, parcel: Parcel) -> dict[int, str]:
        """What went in a parcel in place of what was bought, by line."""
        sent = {part.line: sku_sent(self._kept, parcel, part.line) for part in parcel.lines}
        bought = {line.line: line.sku for line in self._kept.lines}
        return {line: sku for line, sku in sent.items() if sku != bought.get(line, sku)}

    def instead_of(self, reissue: Reissue) -> dict[int, str]:
        """What a reissue is to send, or has sent, in place of what was bought, by line."""
        parcel = self._kept.parcel_named(reissue.parcel)
        return (
            self.instead_in(parcel)
            if parcel
            else instead_for(self._kept, reissue.id, reissue.lines)
        )

    def may_hold_more(self, parcel: Parcel) -> bool:
        """Does nobody know whether more is in a parcel than counts as in it?"""
        return is_unknown(self._kept, parcel)

    def explained(self, discrepancy: Discrepancy) -> str:
        """What a discrepancy of it says, as a whole sentence."""
        return explain(self.order, discrepancy)

    @property
    def _policy(self) -> Policy:
        return self._records.policy
