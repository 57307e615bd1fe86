"""The twenty tasks of an after-sales desk: the keys of each, and what is so afterwards.

They are done in the sample shop as it is at `NOW`.
"""

from store.models.inquiry import Inquiry
from store.models.order import Order
from tests.terminal.task_steps import Again, Pasted, Sees, Shop, Task, Typed

NOW = "2026-11-22T09:00"
IN_FOUR_DAYS = "2026-11-26T09:00"

LATEST = "261116-461093912230038"
STUCK = "261121-166397355498002"
THREE = "261119-702975603365026"
UNSHIPPED = "6950168406179017222"
SHIPPED = "6950120765288972254"
RETURNED = "261118-444082118116152"


def ship_one(shop: Shop) -> bool:
    (parcel,) = shop.order(LATEST).parcels
    return parcel.tracking_no == "YT9900000000001"


def corrected(shop: Shop) -> bool:
    (parcel,) = shop.order(STUCK).parcels
    return parcel.tracking_no == "YT8863300412799"


def in_two_parcels(shop: Shop) -> bool:
    parcels = shop.order(THREE).parcels
    return [sum(part.quantity for part in one.lines) for one in parcels] == [2, 1]


def inquiry_kept(shop: Shop) -> bool:
    repository = shop.repository()
    kept = [one for one in repository.all(Inquiry) if one.buyer == "周女士"]
    repository.close()
    (inquiry,) = kept
    (contact,) = inquiry.contacts
    return contact.promise_due is not None


def carrier_and_buyer_told(shop: Shop) -> bool:
    return [one.channel for one in shop.order(STUCK).contacts] == ["carrier", "platform_chat"]


def agreed(number: str):
    def holds(shop: Shop) -> bool:
        (case,) = shop.order(number).cases
        return case.state == "seller_to_refund"

    return holds


TASKS = (
    Task("1", "find all orders late or due within two hours", ("/", Typed("late|due:<2h"), "enter", Sees("61 of 265")), 3, lambda shop: True),
    Task("2", "ship one (tracking number given)", ("enter", Typed("YT9900000000001"), "ctrl+s", Sees("Ship: done.")), 3, ship_one),
    Task("3", "correct its tracking number", (Pasted(STUCK), "t", Typed("YT8863300412799"), "ctrl+s", Sees("done.")), 4, corrected),
    Task("4", "ship 2 of 3 pieces, then the third in another parcel", (Pasted(THREE), "s", Typed("YT9900000000001"), "tab tab 2 ctrl+s s", Typed("YT9900000000002"), "ctrl+s", Sees("done.")), 10, in_two_parcels),
    Task("5", "find an order by phone tail, by full phone, by goods name, by tracking number",
        ("2 /", Typed("phone:9229"), "enter", Sees("1 of 303"), "esc /", Typed("15460059229"), "enter", Sees("1 of 303"), "esc /", Typed("松茸"), "enter", Sees("23 of 303"), "esc /", Typed("YT8863300412701"), "enter", Sees(STUCK)), 16, lambda shop: True),
    Task("6", "paste a list of five order numbers, one unknown", ("2", Pasted("\n".join((LATEST, STUCK, THREE, RETURNED, "261101-000000000000000"))), Sees("not in this store: 261101-000000000000000")), 2, lambda shop: True),
    Task("7", "a buyer paid on the 20th and has no order", (": ", Typed("inq"), "enter", Typed("周女士"), "tab tab", Typed("11-20"), "tab tab", Typed("20号付的钱，没有订单"), "tab", Typed("18:00"), "ctrl+s", Sees("done.")), 13, inquiry_kept),
    Task("8", "parcels not moved for four days", ("2 v 6", Sees("moved:>4d"), "c", Typed("催一下，四天没动了"), "tab 5 ctrl+s", Sees("done."), "c", Typed("已催快递，抱歉"), "ctrl+s", Sees("done.")), 11, carrier_and_buyer_told, now=IN_FOUR_DAYS),
    Task("agree unshipped", "an unshipped refund", ("3 j a 1 ctrl+s", Sees("done.")), 5, agreed(UNSHIPPED), reach=4),
    Task("agree shipped", "a shipped refund", ("3 a 1 ctrl+s", Sees("done.")), 4, agreed(SHIPPED), reach=5),
    Task("receive", "receive a return", (Pasted(RETURNED), "enter space ctrl+s", Sees("done.")), 4, lambda shop: True, reach=7),
    Task("copy", "from the order to the copied number", ("y", Sees("is copied")), 1, lambda shop: True, reach=2),
)
