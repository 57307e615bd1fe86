"""Moot (作罢): when a platform task has nothing left to tell, asked of the order as it stands.

An action says it of the tasks that it makes (`Tells.moot`); whatever changes an order, be it an
action or an import, it is asked again (`judging.py`).
"""

from collections.abc import Callable
from typing import NamedTuple

from store.models.axes import Source
from store.models.case_state import CaseOutcome, CaseState
from store.models.discrepancy import DiscrepancyKind
from store.models.money import Fen
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.rules.cases.case_machine import MONEY_ALONE
from store.rules.order.ledger import LineLedger, line_ledgers, spent, units_to_ship
from store.rules.parcels.found import is_given_up
from store.rules.parcels.losses import is_back_and_settled
from store.rules.parcels.uploading import TELLING, is_shown_otherwise
from store.rules.parcels.whereabouts import AT_ITS_END, came_back, place, under_way
from store.rules.stock.stock_out import awaits_verdict, is_off


class Moot(NamedTuple):
    """One reason why a task is not to be done any more."""

    when: str
    """For the docs: when that is."""
    holds: Callable[[Order, PlatformTask], bool]
    """Is it so now?"""
    passes: bool = False
    """May it be so no longer, so that there is something to tell after all? What was to be said
    of a turn of a case is over with it.
    """


def _case_over(order: Order, task: PlatformTask) -> bool:
    case = order.case_named(task.case)
    return case is not None and not case.open


def _sends_nothing(order: Order, task: PlatformTask) -> bool:
    """There nobody may enter a number for a case that the buyer made one about money."""
    case = order.case_named(task.case)
    return case is not None and (not case.open or case.kind in MONEY_ALONE)


def _decided(order: Order, task: PlatformTask) -> bool:
    """What was to be said before a ruling is not listened to after it."""
    return _case_over(order, task) or _ruled_since(order, task)


def _ruled_since(order: Order, task: PlatformTask) -> bool:
    case = order.case_named(task.case)
    ruled = (one.ruled_at for one in case.interventions) if case else ()
    return any(at and at >= task.created_at for at in ruled)


def _not_closed_here(order: Order, task: PlatformTask) -> bool:
    """Has a case that was closed here ended there too, or turned out to go on? It has ended, too,
    where that was before it was closed here.
    """
    case = order.case_named(task.case)
    return case is not None and (not case.closed_here or case.ended_there)


def _decided_there(order: Order, task: PlatformTask) -> bool:
    """Money that went here for less than is asked for there ends nothing there: it would go on to
    ask for all of it, and get that.
    """
    case = order.case_named(task.case)
    ended = (case.closed_by, case.outcome) if case else None
    is_paid_here = ended == (Source.DESK, CaseOutcome.REFUNDED)
    return _ruled_since(order, task) or (_case_over(order, task) and not is_paid_here)


def _out_of_our_hands(order: Order, task: PlatformTask) -> bool:
    """Once the buyer has called the platform in, it is the evidence that counts, and no answer."""
    case = order.case_named(task.case)
    asked = case.last_intervention if case and case.state is CaseState.PLATFORM_TO_RULE else None
    return _decided(order, task) or bool(asked and asked.asked_by == "buyer")


def _decided_on_appeal(order: Order, task: PlatformTask) -> bool:
    """The ruling that is appealed against stands in the same record until there is another."""
    case = order.case_named(task.case)
    rulings = ((one.ruled_at, one.appeal) for one in case.interventions) if case else ()
    return _case_over(order, task) or any(at and made and at > made.at for at, made in rulings)


def _not_asked_any_more(order: Order, task: PlatformTask) -> bool:
    """Time is asked for one turn of a case; whoever moves it on, the request is over."""
    case = order.case_named(task.case)
    return case is not None and case.waiting_extension is None


def _nothing_to_upload(order: Order, task: PlatformTask) -> bool:
    """A number that still went up would count as false shipping (虚假发货).

    Units that never left are sure.
    """
    parcel = order.parcel_named(task.parcel)
    if awaits_verdict(order) or _approved_though_it_left(order) or _all_is_back(order):
        return True
    if parcel and (came_back(parcel) or is_shown_otherwise(order, parcel)):
        return True
    if (parcel and parcel.number_shown) or _is_told_anew(order, task):
        return True
    about = {part.line for part in parcel.lines} if parcel else set[int]()
    return bool(about) and all(
        _not_to_leave(one) for one in line_ledgers(order) if one.number in about
    )


def _approved_though_it_left(order: Order) -> bool:
    """Is all of it approved as out of stock there, and has nobody settled that? No number is taken
    then.
    """
    theirs = (one for one in order.stock_outs if one.source is Source.PLATFORM)
    approved = {one.id for one in theirs if one.state == "approved"}
    return any(one in approved for one in order.contradicted("stock_out"))


def _is_told_anew(order: Order, task: PlatformTask) -> bool:
    """Does a later task tell of the same parcel?"""
    about = [one for one in order.tasks if one.parcel == task.parcel and one.kind in TELLING]
    return task.parcel is not None and about[-1:] != [task]


def _not_to_be_sent_again(order: Order, _task: PlatformTask) -> bool:
    """Whoever created it there now would send goods for nothing, also where the desk's have left.

    The freight, which belongs to no goods, may have stayed.
    """
    return 0 < order.money.paid_fen - order.money.freight_fen <= _surely_back(order)


def _came_to_nothing(order: Order, task: PlatformTask) -> bool:
    """Is a reissue cancelled, or its parcel back here or given up, so that its goods went another
    way, or did it leave there, where it was created then?
    """
    if _is_off(order, task):
        return True
    sent = (one for one in order.parcels if one.reissue and one.reissue == task.reissue)
    return any(
        one.source is Source.PLATFORM or came_back(one) or is_given_up(order, one) for one in sent
    )


def _is_back_and_settled(order: Order, task: PlatformTask) -> bool:
    parcel = order.parcel_named(task.parcel)
    return parcel is not None and is_back_and_settled(order, parcel)


def _is_off(order: Order, task: PlatformTask) -> bool:
    return any(one.id == task.reissue and one.state == "cancelled" for one in order.reissues)


def _all_is_back(order: Order) -> bool:
    return 0 < order.money.paid_fen <= _surely_back(order)


def _surely_back(order: Order) -> Fen:
    """The money that has gone back for certain: an estimate may turn out to be less."""
    return sum(one.amount_fen for one in spent(order) if one.state == "done" and not one.estimated)


def _not_to_leave(ledger: LineLedger) -> bool:
    return ledger.line.cancelled + ledger.refunded_unshipped >= ledger.line.ordered


def _nothing_lacks(order: Order, task: PlatformTask) -> bool:
    """What was out of stock is cancelled or paid back: nobody waits for it any more."""
    applied = order.stock_out_named(task.application)
    return applied is not None and is_off(order, applied)


def _nothing_goes_there(order: Order, _task: PlatformTask) -> bool:
    return not units_to_ship(order) and not any(under_way(order, one) for one in order.shipments)


def _is_at_its_end(order: Order, task: PlatformTask) -> bool:
    parcel = order.parcel_named(task.parcel)
    return parcel is not None and place(order, parcel) in AT_ITS_END


def _shipped_though(order: Order, kind: DiscrepancyKind) -> bool:
    """The platform went on without it: they contradict each other about just that."""
    return bool(order.contradicted(kind))


NOTHING_ARRIVES = Moot(
    "the case is closed, asks for money alone by now, or what left for it is back here and settled",
    lambda order, task: _sends_nothing(order, task) or _is_back_and_settled(order, task),
    passes=True,
)
DECIDED = Moot("the case is closed, or the platform has ruled on it", _decided)
DECIDED_THERE = Moot(
    "the case is closed there, or here without money, or the platform has ruled on it",
    _decided_there,
)
NOT_CLOSED_HERE = Moot("the case is closed there, or open here again", _not_closed_here)
OUT_OF_OUR_HANDS = Moot(
    "the case is closed, the buyer has called the platform in, or it has ruled",
    _out_of_our_hands,
)
DECIDED_ON_APPEAL = Moot("the case is closed, or the platform has ruled again", _decided_on_appeal)
NOT_TO_BE_SENT_ANY_MORE = Moot(
    "the case is closed, the platform has ruled on it, or the money of all goods is back",
    lambda order, task: _decided(order, task) or _not_to_be_sent_again(order, task),
)
NOT_ASKED_ANY_MORE = Moot("the case is closed or has moved on", _not_asked_any_more)
NOTHING_TO_UPLOAD = Moot(
    "it is cancelled, its money is back, it has come back itself, its number or another parcel with"
    " its goods is shown there, a later task tells of it, or an application for out-of-stock waits"
    " for its verdict or was approved though its goods left",
    _nothing_to_upload,
    passes=True,
)
NOT_TO_BE_SENT_AGAIN = Moot(
    "it is cancelled, has left there, the money of all goods is back, or what left for it is back"
    " here or given up",
    lambda order, task: _not_to_be_sent_again(order, task) or _came_to_nothing(order, task),
    passes=True,
)
LEFT_ALL_THE_SAME = Moot("it has left all the same", lambda order, task: not _is_off(order, task))
SHIPPED_THOUGH_CANCELLED = Moot(
    "it is shipped there", lambda order, _task: _shipped_though(order, "cancelled")
)
SHIPPED_THOUGH_OUT_OF_STOCK = Moot(
    "it is shipped there, cancelled, or its money is back",
    lambda order, task: _shipped_though(order, "stock_out") or _nothing_lacks(order, task),
)
NOTHING_TO_STOP = Moot("the buyer has the parcel, or it is back", _is_at_its_end, passes=True)
NOTHING_GOES_THERE = Moot("nothing is to go out any more, or is on its way", _nothing_goes_there)
