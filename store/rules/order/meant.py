"""Meant (所指): of which record of an order something is owed, where the order has several, and for
which goods.
"""

from store.models.after_sales_case import AfterSalesCase
from store.models.money import Fen, yuan_text
from store.models.order import Order
from store.models.parcel import Parcel, line_quantities
from store.models.platform_task import PlatformTask
from store.models.refund import Refund
from store.models.reissue import Reissue
from store.rules.cases.case_view import case_of
from store.rules.cases.consents import articles_of
from store.rules.order.goods import goods_named
from store.rules.parcels.traces import called
from store.rules.platform.cases.answers import button_of
from store.words import _, named
from store.words.labels import label
from store.words.what_owed import what_owed

Named = Refund | Reissue | AfterSalesCase


def which_of(order: Order, about: str) -> str:
    """The refund, reissue, case or parcel with this id, or of the task with it, where the order has
    several; else nothing.
    """
    if parcel := _parcel(order, about):
        carrier = label(parcel.carrier) if parcel.carrier else ""
        return f"{carrier} {called(parcel)}".strip() if order.parcels[1:] else ""
    found = _named(order, about)
    amount = _amount(order, found)
    if isinstance(found, AfterSalesCase) and order.cases[1:]:
        kind = found.platform_kind if found.kind == "other" else label(found.kind)
        alike = [one for one in order.cases if _asked_alike(one) == _asked_alike(found)]
        number = "" if amount and not alike[1:] else found.platform_no
        return " ".join(filter(None, (kind, amount, number)))
    if isinstance(found, Reissue) and order.reissues[1:]:
        return _("reissue {number}").format(number=found.number)
    return amount


def which_briefly(order: Order, about: str) -> str:
    """The same in few cells: the number of the parcel, or the amount of the case or refund."""
    if parcel := _parcel(order, about):
        return parcel.tracking_no if order.parcels[1:] else ""
    return amount_of(order, about)


def amount_of(order: Order, about: str) -> str:
    """The amount that tells the refund or the case with this id, or of the task with it, from the
    others of the order; empty where it is the only one, or is about no money.
    """
    return _amount(order, _named(order, about))


def _amount(order: Order, found: Named | None) -> str:
    if isinstance(found, Refund):
        return yuan_text(found.amount_fen) if sum(one.open for one in order.refunds) > 1 else ""
    if isinstance(found, AfterSalesCase) and order.cases[1:]:
        return yuan_text(found.requested_fen) if found.requested_fen else ""
    return ""


def task_called(order: Order, task: PlatformTask) -> str:
    """As its row calls it, what tells it from another of the order first."""
    what = what_owed("platform-task", ("task", task.kind, button_of(task)))
    which = which_of(order, task.id)
    return named(which, what) if which else named(what, task.copy_text)


def goods_about(order: Order, about: str) -> str:
    """The goods that something is owed for, about the parcel, reissue or case with this id, or of
    the task with it; empty where they are those of the order.
    """
    if parcel := _parcel(order, about):
        return goods_named(order, parcel.lines)
    found = _named(order, about)
    if isinstance(found, Reissue):
        return goods_named(order, found.lines)
    return goods_of_case(order, found) if isinstance(found, AfterSalesCase) else ""


def goods_of_case(order: Order, case: AfterSalesCase) -> str:
    """The goods that a case is about, and the other article that the buyer takes for them."""
    goods = goods_named(order, line_quantities(case_of(order, case).opened_about.items()))
    taken = [one.sku for one in articles_of(order, case) if one.accepted] if order.offers else []
    return f"{goods} → {' + '.join(taken)}" if taken else goods


def _parcel(order: Order, about: str) -> Parcel | None:
    task = order.task_named(about)
    return order.parcel_named((task and task.parcel) or about)


def _named(order: Order, about: str) -> Named | None:
    task = order.task_named(about)
    refund = next((one for one in order.refunds if one.open and one.id == about), None)
    reissue = order.reissue_named((task and task.reissue) or about)
    return refund or reissue or order.case_named((task and task.case) or about)


def _asked_alike(case: AfterSalesCase) -> tuple[str, str, Fen]:
    """What is said of it."""
    return case.kind, case.platform_kind, case.requested_fen
