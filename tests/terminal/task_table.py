"""The twenty tasks of an after-sales desk: the keys of each, and what is so afterwards.

They are done in the sample shop as it is at `NOW`.
"""

from store.models.inquiry import Inquiry
from store.rules.stock.cancelling import steps
from tests.terminal.task_steps import Again, Pasted, Sees, Shop, Task, Typed

NOW = "2026-11-22T09:00"
IN_FOUR_DAYS = "2026-11-26T09:00"

LATEST = "261116-461093912230038"
STUCK = "261121-166397355498002"
THREE = "261119-702975603365026"
UNSHIPPED = "6950168406179017222"
SHIPPED = "6950120765288972254"
RETURNED = "261118-444082118116152"

CANCELLED = "261119-924885582142027"
ASKED_BACK = "6950462692845864258"
TO_EXCHANGE = "261114-844527645942069"
DISPUTED = "261119-769323926946148"


def cancelled_in_six_steps(shop: Shop) -> bool:
    order = shop.order(CANCELLED)
    return all(step.done_at for step in steps(order))


def sent_twice_more(shop: Shop) -> bool:
    order = shop.order(STUCK)
    assert [one.state for one in order.reissues] == ["shipped", "shipped"]
    return "upload-tracking" in [task.kind for task in order.open_tasks]


def supplementary_received(shop: Shop) -> bool:
    (case,) = shop.order(STUCK).cases
    return [one.text for one in case.reasons] == ["少一袋", "少两袋"] and not case.open


def returned_and_paid(shop: Shop) -> bool:
    order = shop.order(ASKED_BACK)
    (case,) = order.cases
    (refund,) = order.refunds
    found = case.returns[0].units[0]
    return (found.good, found.damaged, refund.amount_fen, refund.state) == (1, 1, 17600, "done")


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
    Task(
        "1",
        "find all orders late or due within two hours",
        ("/", Typed("late|due:<2h"), "enter", Sees("61 of 265")),
        3,
        lambda shop: True,
    ),
    Task(
        "2",
        "ship one (tracking number given)",
        ("enter", Typed("YT9900000000001"), "ctrl+s", Sees("Ship: done.")),
        3,
        ship_one,
    ),
    Task(
        "3",
        "correct its tracking number",
        (Pasted(STUCK), "t", Typed("YT8863300412799"), "ctrl+s", Sees("done.")),
        4,
        corrected,
    ),
    Task(
        "4",
        "ship 2 of 3 pieces, then the third in another parcel",
        (
            Pasted(THREE),
            "s",
            Typed("YT9900000000001"),
            "tab tab 2 ctrl+s s",
            Typed("YT9900000000002"),
            "ctrl+s",
            Sees("done."),
        ),
        10,
        in_two_parcels,
    ),
    Task(
        "5",
        "find an order by phone tail, by full phone, by goods name, by tracking number",
        (
            "2 /",
            Typed("phone:9229"),
            "enter",
            Sees("1 of 303"),
            "esc /",
            Typed("15460059229"),
            "enter",
            Sees("1 of 303"),
            "esc /",
            Typed("松茸"),
            "enter",
            Sees("23 of 303"),
            "esc /",
            Typed("YT8863300412701"),
            "enter",
            Sees(STUCK),
        ),
        16,
        lambda shop: True,
    ),
    Task(
        "6",
        "paste a list of five order numbers, one unknown",
        (
            "2",
            Pasted("\n".join((LATEST, STUCK, THREE, RETURNED, "261101-000000000000000"))),
            Sees("not in this store: 261101-000000000000000"),
        ),
        2,
        lambda shop: True,
    ),
    Task(
        "7",
        "a buyer paid on the 20th and has no order",
        (
            ": ",
            Typed("inq"),
            "enter",
            Typed("周女士"),
            "tab tab",
            Typed("11-20"),
            "tab tab",
            Typed("20号付的钱，没有订单"),
            "tab",
            Typed("18:00"),
            "ctrl+s",
            Sees("done."),
        ),
        13,
        inquiry_kept,
    ),
    Task(
        "8",
        "parcels not moved for four days",
        (
            "2 v 6",
            Sees("moved:>4d"),
            "c",
            Typed("催一下，四天没动了"),
            "tab 5 ctrl+s",
            Sees("done."),
            "c",
            Typed("已催快递，抱歉"),
            "ctrl+s",
            Sees("done."),
        ),
        11,
        carrier_and_buyer_told,
        now=IN_FOUR_DAYS,
    ),
    Task(
        "agree unshipped",
        "an unshipped refund",
        ("3 j a 1 ctrl+s", Sees("done.")),
        5,
        agreed(UNSHIPPED),
        reach=4,
    ),
    Task(
        "agree shipped",
        "a shipped refund",
        ("3 a 1 ctrl+s", Sees("done.")),
        4,
        agreed(SHIPPED),
        reach=5,
    ),
    Task(
        "receive",
        "receive a return",
        (Pasted(RETURNED), "enter space ctrl+s", Sees("done.")),
        4,
        lambda shop: True,
        reach=7,
    ),
    Task(
        "copy",
        "from the order to the copied number",
        ("y", Sees("is copied")),
        1,
        lambda shop: True,
        reach=2,
    ),
    Task(
        "10",
        "cancel an order for lack of stock through all six steps up to the cause",
        (
            "2",
            Pasted(CANCELLED),
            "enter c",
            Typed("抱歉，没货了"),
            "ctrl+s F 2 ctrl+s X",
            Typed("缺货"),
            "enter",
            Again("2027"),
            "ctrl+s enter ctrl+s enter 1 ctrl+s j enter",
            Typed("钱已退回，抱歉"),
            "ctrl+s j enter",
            Typed("缺货"),
            "ctrl+s",
            Sees("all done"),
        ),
        30,
        cancelled_in_six_steps,
    ),
    Task(
        "11",
        "reissue a damaged parcel that the buyer refused, again a lost one, and see what is to be uploaded by hand",
        (
            "2",
            Pasted(STUCK),
            "b 3 tab",
            Typed("破损拒收"),
            "ctrl+s B",
            Typed("SF9900000000011"),
            "ctrl+s b 5 tab",
            Typed("补发件丢了"),
            "ctrl+s B",
            Typed("SF9900000000012"),
            "ctrl+s",
            Sees("Ship a reissue: done."),
        ),
        16,
        sent_twice_more,
    ),
    Task(
        "12",
        "supplementary shipment from application to receipt, changed once by the buyer",
        (
            "2",
            Pasted(STUCK),
            "N 4 tab",
            Typed("少一袋"),
            "ctrl+s a",
            Typed("change"),
            "enter",
            "tab",
            Typed("少两袋"),
            "ctrl+s a",
            Typed("supp"),
            "enter ctrl+s a",
            Typed("supp"),
            "enter",
            Typed("YT9900000000012"),
            "ctrl+s a",
            Typed("receipt for"),
            "enter ctrl+s",
            Sees("done."),
        ),
        26,
        supplementary_received,
    ),
    Task(
        "13",
        "return and refund: agree, return shipped, received with one piece damaged, refund, settle",
        (
            "2",
            Pasted(ASKED_BACK),
            "a 1",
            Typed("昆明市官渡区果园仓 3 号门"),
            "ctrl+s a",
            Typed("on its way"),
            "enter",
            Typed("YT9900000000013"),
            "ctrl+s E 1 tab 1 ctrl+s r ctrl+s R 1 ctrl+s",
            Sees("Settle a refund: done."),
        ),
        21,
        returned_and_paid,
    ),
    Task(
        "14",
        "exchange, for another size",
        (
            "2",
            Pasted(TO_EXCHANGE),
            "a 1",
            Typed("昆明市官渡区果园仓 3 号门"),
            "ctrl+s F 5",
            "tab tab tab tab",
            Typed("PG-9"),
            "ctrl+s",
            Sees("done."),
        ),
        20,
        lambda shop: True,
    ),
    Task(
        "15",
        "platform intervention with evidence, ruling, appeal",
        (
            "2",
            Pasted(DISPUTED),
            "a",
            Typed("reject"),
            "enter 1 tab",
            Typed("商品完好"),
            "ctrl+s a",
            Typed("call"),
            "enter 2 tab",
            Typed("买家说没收到"),
            "ctrl+s +",
            Typed("chat.txt"),
            "ctrl+s a",
            Typed("hand the"),
            "enter",
            Again("6148"),
            "ctrl+s a",
            Typed("ruling"),
            "enter 1",
            "ctrl+s a",
            Typed("appeal"),
            "enter",
            Typed("不服"),
            "ctrl+s",
            Sees("Appeal: done."),
        ),
        30,
        lambda shop: True,
    ),
    Task(
        "16",
        "evidence pack",
        ("Z ctrl+s", Sees("done.")),
        2,
        lambda shop: list(shop.home.glob("*.zip")),
    ),
    Task(
        "17",
        "export the late orders to Excel and CSV for a person",
        ("2 v 2 e ctrl+s", Sees("47"), "e", Typed("late.csv"), "ctrl+s", Sees("late.csv")),
        8,
        lambda shop: list(shop.home.glob("*.csv")),
    ),
    Task(
        "18",
        "batch-ship file for each platform, and tell the desk it was uploaded",
        ("w ctrl+s", Sees("uploaded"), "y", Sees("done")),
        3,
        lambda shop: list(shop.home.glob("*.xlsx")),
    ),
    Task(
        "19",
        "what my colleague must do today; hand over my shift",
        (
            "/",
            Typed("owner:李娜"),
            "enter",
            Sees("3 of 265"),
            "esc m :",
            Typed("hand over all"),
            "enter",
            Typed("王军"),
            "tab",
            Typed("下午催一下"),
            "ctrl+s",
            Sees("王军"),
        ),
        11,
        lambda shop: True,
    ),
)
