# ruff: noqa: E501 - the keys of a task are one line
"""The twenty tasks of an after-sales desk: the keys of each, and what is so afterwards.

They are done in the sample shop as it is at `NOW`.
"""

from collections.abc import Callable

from store.models.improvement import Improvement
from store.models.inquiry import Inquiry
from store.models.order import Order
from store.models.product import Product
from store.rules.stock.cancelling import steps
from tests.terminal.task_steps import Shop, Task

NOW = "2026-11-22T09:00"

LATEST = "261116-461093912230038"
STANDS_STILL = "261116-169229019520208"
STUCK = "261121-166397355498002"
THREE = "261119-702975603365026"
UNSHIPPED = "6950168406179017222"
SHIPPED = "6950120765288972254"
RETURNED = "261118-444082118116152"
CANCELLED = "261119-924885582142027"
ASKED_BACK = "6950462692845864258"
TO_EXCHANGE = "261114-844527645942069"
DISPUTED = "261119-769323926946148"
NO_MORE = "抱歉，这款缺货，可退款或换货"
FIVE = f"{LATEST}\n{STUCK}\n{THREE}\n{RETURNED}\n261101-000000000000000"


def left_with_its_number(shop: Shop) -> bool:
    return [one.tracking_no for one in shop.order(LATEST).parcels] == ["YT9900000000001"]


def has_the_right_number(shop: Shop) -> bool:
    return [one.tracking_no for one in shop.order(STUCK).parcels] == ["YT8863300412799"]


def left_in_two_parcels(shop: Shop) -> bool:
    parcels = shop.order(THREE).parcels
    return [sum(part.quantity for part in one.lines) for one in parcels] == [2, 1]


def has_the_promise(shop: Shop) -> bool:
    repository = shop.repository()
    kept = [one.contacts for one in repository.all(Inquiry) if one.buyer == "周女士"]
    repository.close()
    return len(kept) == 1 and kept[0][0].promise_due is not None


def told_both(shop: Shop) -> bool:
    return [one.channel for one in shop.order(STANDS_STILL).contacts] == [
        "carrier",
        "platform_chat",
    ]


def is_cancelled_in_six_steps(shop: Shop) -> bool:
    return all(step.done_at for step in steps(shop.order(CANCELLED)))


def is_applied_for_and_told(shop: Shop) -> bool:
    repository = shop.repository()
    told = [
        one for one in repository.all(Order) if [talk.text for talk in one.contacts] == [NO_MORE]
    ]
    off_sale = [
        one.sku for one in repository.all(Product) if one.sku == "JUN-ZX" and not one.on_sale
    ]
    repository.close()
    applied = [one for one in told if one.stock_outs]
    return (len(told), len(applied), len(off_sale)) == (5, 5, 1)


def is_to_improve(shop: Shop) -> bool:
    repository = shop.repository()
    scopes = [one.scope for one in repository.all(Improvement) if one.what == "多垫气泡膜"]
    repository.close()
    return scopes == ["sku:JUN-ZX"]


def was_sent_twice_more(shop: Shop) -> bool:
    order = shop.order(STUCK)
    sent = [one.state for one in order.reissues] == ["shipped", "shipped"]
    return sent and "upload-tracking" in [task.kind for task in order.open_tasks]


def has_its_missing_goods(shop: Shop) -> bool:
    cases = shop.order(STUCK).cases
    return [[part.quantity for part in one.lines] for one in cases] == [[1]] and not cases[0].open


def is_paid_for_what_came_back(shop: Shop) -> bool:
    order = shop.order(ASKED_BACK)
    units = [part for case in order.cases for one in case.returns for part in one.units]
    money = [(one.amount_fen, one.state) for one in order.refunds]
    return [(one.good, one.damaged) for one in units] == [(1, 1)] and money == [(17600, "done")]


def has_another_size(shop: Shop) -> bool:
    order = shop.order(TO_EXCHANGE)
    offers = [(one.solution, one.sku) for one in order.offers]
    return offers == [("exchange", "PG-9")] and not any(case.open for case in order.cases)


def is_appealed(shop: Shop) -> bool:
    (case,) = shop.order(DISPUTED).cases
    return any(one.appeal for one in case.interventions)


def agreed(number: str, state: str = "seller_to_refund") -> Callable[[Shop], bool]:
    return lambda shop: [case.state for case in shop.order(number).cases] == [state]


def told_what_left(shop: Shop) -> bool:
    repository = shop.repository()
    open_tasks = [task.kind for one in repository.all(Order) for task in one.open_tasks]
    repository.close()
    return shop.written(".xlsx") and open_tasks.count("batch-ship") < 4


def is_another_s(shop: Shop) -> bool:
    claim = shop.order(LATEST).claim
    return claim is not None and claim.owner.name == "王军"


TASKS = (
    Task(
        "1", "find all orders late or due within two hours", "/ 'late|due:<2h' enter [56 of 260]", 3
    ),
    Task(
        "2",
        "ship one (tracking number given)",
        "enter 'YT9900000000001' ctrl+s",
        3,
        left_with_its_number,
    ),
    Task(
        "3",
        "correct its tracking number",
        f"<{STUCK}> t 'YT8863300412799' ctrl+s",
        4,
        has_the_right_number,
    ),
    Task(
        "4",
        "ship 2 of 3 pieces, then the third in another parcel",
        f"<{THREE}> s 'YT9900000000001' tab 2 ctrl+s s 'YT9900000000002' ctrl+s",
        9,
        left_in_two_parcels,
    ),
    Task(
        "5",
        "find an order by phone tail, by full phone, by goods name, by tracking number",
        "2 / 'phone:9229' enter [1 of 583] esc / '15460059229' enter [1 of 583] esc / '松茸' enter [62 of 583] esc / 'YT8863300412701' enter [2 of 583]",
        16,
    ),
    Task(
        "6",
        "paste a list of five order numbers, one unknown",
        f"2 <{FIVE}> [not in this store: 261101-000000000000000]",
        2,
    ),
    Task(
        "7",
        "a buyer says “I paid on the 20th, there is no order”: record it, promise an answer by 18:00",
        ": 'inq' enter '周女士' tab tab '11-20' tab tab '20号付的钱，没有订单' tab '18:00' ctrl+s",
        13,
        has_the_promise,
    ),
    Task(
        "8",
        "parcels that have not moved for four days: find them, note the contact with the carrier and with the buyer",
        "2 v 6 [moved:>4d] enter c '四天没动了，催一下' ctrl+s c '已催快递，抱歉' ctrl+s",
        10,
        told_both,
    ),
    Task(
        "9",
        "apply for out-of-stock for an order, take the product off sale, see all affected orders, message the buyers",
        f"4 [SL-6] j d ctrl+s enter [5 marked] S tab =5 ctrl+s [5 done] % 1 [5 marked] c '{NO_MORE}' ctrl+s =5 ctrl+s [5 done]",
        16,
        is_applied_for_and_told,
    ),
    Task(
        "10",
        "cancel an order for lack of stock through all six steps up to the cause",
        f"2 <{CANCELLED}> enter c '抱歉，没货了' ctrl+s F 2 ctrl+s X '缺货' enter =2027 ctrl+s enter ctrl+s enter 1 ctrl+s j enter '钱已退回，抱歉' ctrl+s enter '缺货' ctrl+s",
        29,
        is_cancelled_in_six_steps,
    ),
    Task(
        "11",
        "reissue a damaged parcel that the buyer refused, again a lost one, and see what has to be uploaded by hand",
        f"2 <{STUCK}> b 3 tab '破损拒收' ctrl+s B 'SF9900000000011' ctrl+s b 5 tab '补发件丢了' ctrl+s [Answer yes] 1 [[1 yes] ctrl+s B 'SF9900000000012' ctrl+s",
        20,
        was_sent_twice_more,
    ),
    Task(
        "12",
        "supplementary shipment from application to receipt, changed once by the buyer",
        f"2 <{STUCK}> N 4 tab '少一袋' ctrl+s a 'change a case' enter tab tab 1 ctrl+s a 'agree to a supp' enter ctrl+s a 'ship a supp' enter 'YT9900000000012' ctrl+s a 'receipt of a' enter ctrl+s",
        27,
        has_its_missing_goods,
    ),
    Task(
        "13",
        "return and refund: agree, return shipped, received with one piece damaged, refund, settle",
        f"2 <{ASKED_BACK}> a 1 '昆明市官渡区果园仓 3 号' ctrl+s a 'on its way' enter 'YT9900000000013' ctrl+s E 1 tab 1 ctrl+s r ctrl+s R 1 ctrl+s",
        21,
        is_paid_for_what_came_back,
    ),
    Task(
        "14",
        "exchange, for another size",
        f"2 <{TO_EXCHANGE}> a 1 ctrl+s F 5 tab tab tab tab 'PG-9' ctrl+s O 1 tab '可以，换PG-9' ctrl+s a 'on its way' enter 'YT9900000000013' ctrl+s E 3 ctrl+s a 'replacement' enter 'YT9900000000014' ctrl+s a 'receipt of a' enter ctrl+s",
        35,
        has_another_size,
    ),
    Task(
        "15",
        "platform intervention with evidence, ruling, appeal",
        f"2 <{DISPUTED}> a 'reject a case' enter '与消费者协商售后方案' tab '商品完好' ctrl+s a 'call the' enter 2 tab '买家说没收到' ctrl+s + 'chat.txt' ctrl+s a 'hand the' enter tab tab tab =1 ctrl+s a 'ruling' enter 1 ctrl+s a 'appeal' enter '不服' ctrl+s",
        37,
        is_appealed,
    ),
    Task("16", "evidence pack", "Z ctrl+s", 2, lambda shop: shop.written(".zip")),
    Task(
        "17",
        "export the late orders to Excel and CSV for a person",
        "2 v 2 e ctrl+s [rows written] e 'late.csv' ctrl+s",
        8,
        lambda shop: shop.written(".csv") and shop.written(".xlsx"),
    ),
    Task(
        "18",
        "batch-ship file for each platform, and tell the desk it was uploaded",
        "w ctrl+s [?] y",
        3,
        told_what_left,
    ),
    Task(
        "19",
        "what my colleague must do today; hand over my shift",
        "/ 'owner:李娜' enter [3 of 260] esc [227 of 260] home m : 'hand over all' enter '王军' tab '下午催一下' ctrl+s",
        13,
        is_another_s,
    ),
    Task(
        "20",
        "causes of last week's after-sales by product, and the improvement that follows",
        "5 v 1 n '多垫气泡膜' tab 3 tab '2' tab '12-06' ctrl+s",
        12,
        is_to_improve,
    ),
    Task(
        "a",
        "agree to the refund of an unshipped order",
        "3 j e ctrl+s",
        4,
        agreed(UNSHIPPED),
        reach=4,
    ),
    Task("b", "agree to the refund of a shipped order", "3 e ctrl+s", 3, agreed(SHIPPED), reach=5),
    Task("c", "receive a return", f"<{RETURNED}> enter 1 ctrl+s", 4, agreed(RETURNED), reach=7),
    Task("d", "from the order to the copied number", "y [is copied]", 1, reach=2),
)
