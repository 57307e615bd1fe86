"""Stock: what leaves here is taken out, what comes back unharmed is put back, once each."""

from datetime import datetime

import pytest

from store.models.after_sales_case import AfterSalesCase, ReturnedUnits
from store.models.axes import Platform
from store.models.order import Order
from store.models.parcel import Trace
from store.models.product import Product
from store.models.solution_offer import SolutionOffer
from store.rules.action.base import Action, Outcome
from store.rules.cases.actions.receive_return import ReceiveReturn
from store.rules.order.ledger import line_ledgers
from store.rules.parcels.actions.correct_tracking import CorrectTracking
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.set_contents import SetContents
from store.rules.parcels.actions.ship import Ship
from store.rules.parcels.actions.ship_reissue import ShipReissue
from store.rules.parcels.held import articles_back
from store.rules.stock.coming_back import come_back_stock
from store.words.times import when_text
from tests.build import (
    BACK_NO,
    DAY,
    HOUR,
    NOW,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    case,
    changed,
    context,
    do,
    goods_return,
    line,
    order,
    parcel,
    refunded_case,
    return_case,
    shipped,
    units,
)

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)


def on_hand(outcome: Outcome) -> list[int | None]:
    """The stock after an action, where it moved."""
    return [one.on_hand for one in outcome.documents if isinstance(one, Product)]


def act(action: type[Action[Order]], given: Order, rice: Product = RICE, **values: str) -> Outcome:
    return do(action, given, context(products=(rice,), beside=given), **values)


def test_a_parcel_takes_its_units_out() -> None:
    assert on_hand(act(Ship, order(), tracking_no=TRACKING_NO)) == [8]
    assert on_hand(act(Ship, order(), tracking_no=TRACKING_NO, lines="1:1")) == [9]


@pytest.mark.parametrize(
    ("counted", "left"),
    [
        pytest.param(None, [], id="nobody has counted"),
        pytest.param(1, [0], id="counted too few"),
    ],
)
def test_stock_is_never_guessed_and_never_below_zero(
    counted: int | None, left: list[int | None]
) -> None:
    rice = RICE.model_copy(update={"on_hand": counted})

    assert on_hand(act(Ship, order(), rice, tracking_no=TRACKING_NO)) == left


def test_what_the_carrier_brings_back_is_put_back_once() -> None:
    stopped = changed(InterceptParcel, shipped())
    back = act(RecordIntercept, stopped, outcome="returned")
    (after,) = (one for one in back.documents if isinstance(one, Order))

    assert on_hand(back) == [12]
    assert on_hand(act(RecordIntercept, stopped, outcome="failed")) == []
    assert on_hand(act(RecordTrace, shipped(), state="returned")) == [12]
    again = act(CreateReissue, after, origin="intercepted", reason="重发")
    assert on_hand(again) == []
    (reissued,) = (one for one in again.documents if isinstance(one, Order))
    assert on_hand(act(ShipReissue, reissued, tracking_no=OTHER_NO)) == [8]


def test_lost_goods_are_not_put_back() -> None:
    assert on_hand(act(CreateReissue, shipped(), origin="lost_parcel", reason="丢件")) == []


REFUSED = case(kind="refused_delivery", state="parcel_to_come_back")
RETURN = return_case()
Step = tuple[type[Action[Order]], dict[str, str]]
SCAN: Step = (RecordTrace, {"state": "returned"})


def found(**units_found: str) -> Step:
    return ReceiveReturn, {"case": "A1", **units_found}


@pytest.mark.parametrize(
    ("of_case", "steps", "there"),
    [
        pytest.param(REFUSED, [SCAN], 12, id="refused at the door, and scanned"),
        pytest.param(REFUSED, [SCAN, found(good="1:2")], 12, id="then received"),
        pytest.param(REFUSED, [found(good="1:2"), SCAN], 12, id="received, then scanned"),
        pytest.param(
            REFUSED, [SCAN, found(good="1:1", damaged="1:1")], 11, id="one of them damaged"
        ),
        pytest.param(REFUSED, [SCAN, found(good="1:1", missing="1:1")], 11, id="one missing"),
        pytest.param(
            REFUSED,
            [SCAN, found(good="1:2"), found(damaged="1:2", regrade="yes", goods_return="new1")],
            10,
            id="corrected",
        ),
        pytest.param(RETURN, [found(good="1:2"), SCAN], 12, id="a return of the same parcel"),
        pytest.param(RETURN, [found(damaged="1:2")], 10, id="a damaged return"),
        pytest.param(
            return_case(kind="repair"), [found(good="1:2")], 10, id="the buyer's own, for repair"
        ),
    ],
)
def test_a_unit_that_comes_back_is_in_the_stock_once(
    of_case: AfterSalesCase, steps: list[Step], there: int
) -> None:
    given, rice = after_steps(shipped(cases=(of_case,)), steps)

    assert rice.on_hand == there
    # Neither the scan nor the finding makes a second unit that could be sent or refunded.
    assert sum(ledger.reissuable + ledger.here for ledger in line_ledgers(given)) <= 2


def after_steps(given: Order, steps: list[Step], rice: Product = RICE) -> tuple[Order, Product]:
    for action, values in steps:
        for document in act(action, given, rice, **values).documents:
            if isinstance(document, Order):
                given = document
            elif isinstance(document, Product):
                rice = document
    return given, rice


BACK_TO_THE_BUYER: list[Step] = [
    (CreateReissue, {"origin": "withdrawn_case", "reason": "退回买家"}),
    (ShipReissue, {"tracking_no": OTHER_NO}),
]


@pytest.mark.parametrize(
    "units_found",
    [
        pytest.param({"good": "1:2"}, id="good"),
        pytest.param({"damaged": "1:2"}, id="damaged"),
        pytest.param({"good": "1:1", "damaged": "1:1"}, id="one of each"),
    ],
)
def test_what_goes_back_to_the_buyer_as_it_came_takes_no_other_unit(
    units_found: dict[str, str],
) -> None:
    received, rice = after_steps(shipped(cases=(RETURN,)), [found(**units_found)])
    won = received.cases[0].model_copy(update={"state": "closed", "outcome": "rejected"})

    _sent, rice = after_steps(received.with_case(won), BACK_TO_THE_BUYER, rice)

    assert rice.on_hand == 10


@pytest.mark.parametrize("platform", list(Platform))
@pytest.mark.parametrize(
    ("units_found", "corrected", "there"),
    [
        pytest.param({"good": "1:2"}, {}, 12, id="good"),
        pytest.param({"damaged": "1:2"}, {}, 10, id="damaged"),
        pytest.param({"good": "1:1", "damaged": "1:1"}, {}, 11, id="one of each"),
        pytest.param({"good": "1:2"}, {"damaged": "1:2"}, 10, id="good, then found damaged"),
    ],
)
def test_what_went_back_to_the_buyer_and_comes_back_again_is_as_it_was_found(
    platform: Platform, units_found: dict[str, str], corrected: dict[str, str], there: int
) -> None:
    closed = return_case().model_copy(update={"state": "closed", "outcome": "withdrawn"})
    given, rice = after_steps(
        shipped(platform=platform, cases=(return_case(),)), [found(**units_found)]
    )
    given = given.with_case(closed.model_copy(update={"returns": given.cases[0].returns}))
    given, rice = after_steps(given, BACK_TO_THE_BUYER, rice)
    regrade: list[Step] = [found(**corrected, regrade="yes")] if corrected else []
    given, rice = after_steps(given, regrade, rice)
    assert rice.on_hand == 10

    again: list[Step] = [(RecordTrace, {"parcel": given.parcels[-1].id, "state": "returned"})]
    _order, rice = after_steps(given, again, rice)

    assert rice.on_hand == there


COUNTED = RICE.model_copy(update={"counted_at": NOW - 2 * HOUR})


@pytest.mark.parametrize(
    ("here_at", "there"),
    [
        pytest.param(NOW - 3 * HOUR, 10, id="it was here when that was counted"),
        pytest.param(NOW - HOUR, 12, id="it came since"),
    ],
)
def test_what_was_counted_once_it_was_back_is_not_put_back_again(
    here_at: datetime, there: int
) -> None:
    scan = {"state": "returned", "at": when_text(here_at)}
    given, rice = after_steps(shipped(), [(RecordTrace, scan)], COUNTED)
    left_since = shipped(parcels=(parcel(shipped_at=NOW - 2 * HOUR),))
    assert after_steps(left_since, [(RecordTrace, scan)], COUNTED)[1].on_hand == 12
    assert rice.on_hand == there

    # What is found in it is news of what lies here, whenever that was counted.
    _order, rice = after_steps(given, [(SetContents, {"damaged": "1:1"})], rice)
    assert rice.on_hand == there - 1


def test_what_somebody_said_to_be_back_is_here_since_then_whenever_it_was_scanned() -> None:
    back: list[Step] = [(InterceptParcel, {}), (RecordIntercept, {"outcome": "returned"})]
    given, rice = after_steps(shipped(), back)
    counted = rice.model_copy(update={"counted_at": NOW + HOUR})

    scan = Trace(at=NOW + 2 * HOUR, state="returned")
    scanned = given.with_parcel(given.parcels[0].model_copy(update={"traces": (scan,)}))
    assert come_back_stock(given, scanned, context(products=(counted,), beside=given)) == ()


def test_what_is_found_in_a_parcel_after_its_goods_were_sent_again_is_of_that_parcel() -> None:
    paid = refunded_case(kind="refund_only")
    steps: list[Step] = [
        (RecordTrace, {"parcel": "p1", "state": "returned"}),
        (CreateReissue, {"origin": "intercepted", "reason": "重发", "both": "yes"}),
        (ShipReissue, {"tracking_no": OTHER_NO, "both": "yes"}),
        found(good="1:1", damaged="1:1"),
    ]
    _order, rice = after_steps(shipped(cases=(paid,)), steps)

    assert rice.on_hand == 9


def test_a_number_that_was_somebody_elses_brings_nothing_back() -> None:
    given, rice = after_steps(shipped(), [SCAN, (CorrectTracking, {"tracking_no": OTHER_NO})])

    assert rice.on_hand == 10
    assert given.losses == ()


def test_a_substitute_that_comes_back_is_the_substitute() -> None:
    oil = RICE.model_copy(update={"sku": "OIL-5"})
    sent = shipped(line(), line(2, sku="SALT-1", name="食盐"))
    sent = sent.model_copy(
        update={
            "offers": (offer(solution="substitute", sku="OIL-5", lines=units((2, 2))),),
            "parcels": (parcel(lines=units((1, 2), (2, 2)), substitute="OIL-5"),),
        }
    )

    outcome = do(RecordTrace, sent, context(products=(RICE, oil), beside=sent), state="returned")

    assert [(one.sku, one.on_hand) for one in outcome.documents if isinstance(one, Product)] == [
        ("RICE-10", 12),
        ("OIL-5", 12),
    ]


EXCHANGED = case(
    id="A1",
    kind="exchange",
    state="closed",
    outcome="fulfilled",
    lines=units((1, 1)),
    returns=(goods_return(received_at=NOW - DAY, units=(ReturnedUnits(line=1, good=1),)),),
)
"""Of two bags one came back, and OIL-5 went for it, before the buyer asks for a return."""


@pytest.mark.parametrize(
    ("found_now", "there"),
    [
        pytest.param({"good": "1:1"}, [("OIL-5", 11)], id="what was sent last"),
        pytest.param({"good": "1:2"}, [("OIL-5", 11), ("RICE-10", 11)], id="then what was kept"),
        pytest.param(
            {"good": "1:1", "damaged": "1:1"}, [("OIL-5", 11)], id="the damaged one is the other"
        ),
    ],
)
def test_what_comes_back_after_an_exchange_is_what_the_buyer_was_sent_last(
    found_now: dict[str, str], there: list[tuple[str, int]]
) -> None:
    instead = parcel(
        BACK_NO,
        id="p2",
        kind="replacement",
        case="A1",
        lines=units((1, 1)),
        shipped_at=NOW - HOUR,
        substitute="OIL-5",
    )
    sent = shipped(
        cases=(EXCHANGED, return_case(id="A2")),
        parcels=(parcel(shipped_at=NOW - 2 * DAY), instead),
        offers=(offer(solution="exchange", sku="OIL-5", case="A1", lines=units((1, 1))),),
    )
    oil = RICE.model_copy(update={"sku": "OIL-5"})
    beside = context(products=(RICE, oil), beside=sent)

    outcome = do(ReceiveReturn, sent, beside, case="A2", **found_now)

    moved = [(one.sku, one.on_hand) for one in outcome.documents if isinstance(one, Product)]
    assert sorted((sku, many) for sku, many in moved if many is not None) == there


@pytest.mark.parametrize(
    ("traces", "found_now", "articles"),
    [
        pytest.param((), {"damaged": "1:1"}, [("OIL-5", 1)], id="the buyer sent it back"),
        pytest.param(
            (Trace(at=NOW - HOUR, state="returned"),),
            {"damaged": "1:1"},
            [("OIL-5", 1)],
            id="the carrier brought it back",
        ),
        pytest.param((), {"missing": "1:1"}, [], id="nothing was in it"),
    ],
)
def test_the_page_names_what_really_came_back(
    traces: tuple[Trace, ...], found_now: dict[str, str], articles: list[tuple[str, int]]
) -> None:
    bag = parcel(lines=units((1, 1)), shipped_at=NOW - 2 * DAY)
    instead = bag.model_copy(
        update={"id": "p2", "kind": "replacement", "case": "A1", "tracking_no": BACK_NO}
        | {"shipped_at": NOW - 2 * HOUR, "substitute": "OIL-5", "traces": traces}
    )
    sent = shipped(
        line(ordered=1),
        cases=(EXCHANGED, return_case(id="A2", lines=units((1, 1)))),
        parcels=(bag, instead),
        offers=(offer(solution="exchange", sku="OIL-5", case="A1", lines=units((1, 1))),),
    )

    given = changed(ReceiveReturn, sent, None, case="A2", **found_now)

    assert [[*one.articles] for one in articles_back(given)] == [[("RICE-10", 1)], articles]


def offer(**changes: object) -> SolutionOffer:
    given = {"id": "o1", "at": NOW, "by": "li", "accepted": True, "answered_at": NOW}
    return SolutionOffer.model_validate(given | changes)
