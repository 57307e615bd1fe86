"""Contents that somebody sets: what one parcel holds another does not, and what is said of each."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store.errors import BadInput, Refused
from store.models.order import Order
from store.models.product import Product
from store.rules.action.base import Action
from store.rules.money.actions.refund import Refund
from store.rules.obligations import Obligation, obligations
from store.rules.order.ledger import line_ledgers, money_ledger
from store.rules.parcels.actions.create_reissue import CreateReissue
from store.rules.parcels.actions.intercept_parcel import InterceptParcel
from store.rules.parcels.actions.record_intercept import RecordIntercept
from store.rules.parcels.actions.record_trace import RecordTrace
from store.rules.parcels.actions.set_contents import SetContents
from store.rules.parcels.unknown_contents import may_be_elsewhere, to_count_said
from store.rules.platform.judging import judged
from store.rules.platform.two_sources import merge_order
from tests.build import (
    BACK_NO,
    NOW,
    OIL,
    OTHER_NO,
    SHOP,
    TRACKING_NO,
    changed,
    context,
    do,
    gone,
    goods_return,
    known,
    line,
    line_facts,
    order,
    parcel,
    refund,
    return_case,
    sentences,
    shipped,
    units,
)
from tests.examples import examples
from tests.rules.shelf import brought_in

RICE = Product(shop=SHOP, sku="RICE-10", name="东北大米", on_hand=10)
OILS = Product(shop=SHOP, sku="OIL-5", name="菜籽油", on_hand=10)
FACTS = (line_facts(), line_facts(sku="OIL-5", name="菜籽油", ordered=1, amount_fen=3000))
LINES = units((1, 2), (2, 1))


def shown(*numbers: str, before: Order | None = None) -> Order:
    """Two bags of rice and a bottle of oil, as an export shows that they left."""
    given = before or order(line(), OIL)
    beside = context(beside=given)
    said = gone(*numbers, lines=FACTS, knowledge=known(NOW, 3))
    return judged(merge_order(given, said, SHOP, beside).order, beside, "import")


TWO = shown(TRACKING_NO, OTHER_NO)
THREE = shown(TRACKING_NO, OTHER_NO, BACK_NO)
PACKED = shown(TRACKING_NO, OTHER_NO, before=shipped(line(), OIL))
"""All was sent here in the first, as was typed."""
FIRST, SECOND = (one.id for one in TWO.parcels)


def held(given: Order) -> list[str]:
    """What counts as in each parcel, as it is typed."""
    return [",".join(f"{one.line}:{one.quantity}" for one in each.lines) for each in given.parcels]


def set_in(given: Order, *places: tuple[int, str]) -> Order:
    """The order once these lines were set, parcel by parcel; `-` is none."""
    for place, lines in places:
        values = {"empty": "yes"} if lines == "-" else {"lines": lines}
        given = changed(SetContents, given, None, parcel=given.parcels[place].id, **values)
    return given


@pytest.mark.parametrize(
    ("given", "places", "after"),
    [
        pytest.param(TWO, [], ["1:2,2:1", ""], id="nobody has said it"),
        pytest.param(TWO, [(1, "2:1")], ["1:2", "2:1"], id="the second"),
        pytest.param(TWO, [(0, "1:2")], ["1:2", "2:1"], id="the first"),
        pytest.param(TWO, [(1, "1:1,2:1")], ["1:1", "1:1,2:1"], id="one of two pieces"),
        pytest.param(TWO, [(1, "2:1"), (0, "2:1")], ["2:1", "1:2"], id="the other way round"),
        pytest.param(TWO, [(1, "2:1"), (1, "-")], ["1:2,2:1", ""], id="none after all"),
        pytest.param(TWO, [(1, "1:2,2:1")], ["", "1:2,2:1"], id="all in the second"),
        pytest.param(THREE, [(1, "2:1"), (2, "1:1")], ["1:1", "2:1", "1:1"], id="three"),
        pytest.param(
            THREE, [(1, "2:1"), (0, "1:1")], ["1:1", "2:1", "1:1"], id="the rest of three"
        ),
        pytest.param(PACKED, [(0, "1:2")], ["1:2", "2:1"], id="one was packed here"),
    ],
)
def test_as_many_units_stay_in_the_parcels_as_have_left(
    given: Order, places: list[tuple[int, str]], after: list[str]
) -> None:
    now = set_in(given, *places)

    assert held(now) == after
    assert [one.to_ship for one in line_ledgers(now)] == [0, 0]


@pytest.mark.parametrize(
    ("places", "after"),
    [
        pytest.param([(0, "1:1,2:1")], ["1:1,2:1", "1:1"], id="mistyped"),
        pytest.param([(0, "1:1,2:1"), (0, "1:2")], ["1:2", "2:1"], id="said anew"),
        pytest.param([(0, "1:1,2:1"), (0, "1:2,2:1")], ["1:2,2:1", ""], id="as it was packed"),
        pytest.param([(0, "1:1,2:1"), (1, "2:1")], ["1:2", "2:1"], id="said of the other"),
        pytest.param([(0, "1:2"), (1, "-"), (1, "2:1")], ["1:2", "2:1"], id="to and fro"),
    ],
)
def test_a_wrong_word_about_what_was_packed_here_is_said_anew(
    places: list[tuple[int, str]], after: list[str]
) -> None:
    now = set_in(PACKED, *places)

    assert held(now) == after
    assert all(SetContents.refusal(now, one, None) is None for one in now.parcels)
    assert [one.to_ship for one in line_ledgers(now)] == [0, 0]


def test_nothing_is_put_into_what_was_packed_here_and_what_nothing_holds_is_to_be_shipped() -> None:
    packed = parcel(lines=units((1, 2)))
    later = parcel(OTHER_NO, id="p2", source="platform", lines=())
    given = set_in(shipped(line(), OIL, parcels=(packed, later)), (1, "2:1"))
    beside = context(products=(RICE, OILS), beside=given)
    outcome = do(SetContents, given, beside, parcel="p2", empty="yes")
    now, *stock = outcome.documents

    assert isinstance(now, Order)
    assert held(now) == ["1:2", ""]
    assert [one.to_ship for one in line_ledgers(now)] == [0, 1]
    assert stock == [OILS.model_copy(update={"on_hand": 11})]
    assert outcome.said == (
        "In parcel SF1234567890123: nothing that was bought.",
        "In no parcel: OIL-5 x1; it is still to be shipped.",
    )
    again = {"origin": "intercepted", "reason": "x"}
    for made_good in (
        changed(CreateReissue, back(given, 1), None, **again),
        changed(Refund, given, None, lines="2:1", reason="x"),
    ):
        (refused,) = sentences(SetContents, made_good, {"parcel": "p2", "empty": "yes"})
        assert refused[1].startswith("OIL-5 would be in no parcel, and was sent again or refunded")


def test_what_is_not_known_any_more_is_asked_about_again() -> None:
    stated = set_in(TWO, (1, "2:1"))
    twice = set_in(stated, (0, "1:2"))

    assert [bool(one.contents_set_at) for one in stated.parcels] == [False, True]
    assert [bool(one.contents_set_at) for one in twice.parcels] == [True, True]
    assert [bool(one.contents_set_at) for one in set_in(twice, (0, "2:1")).parcels] == [True, False]


NONE_LEFT = (
    "Of OIL-5 at most 0 can be in it, not 1: 1 ordered, 1 shipped (YT1234567890123). Where that was"
    " not in the parcel that was packed here, set the contents of that one first."
)
NOTHING = "Was nothing that was bought in parcel SF1234567890123? Answer yes, or give the lines."
RECEIVED = (
    "For case A1 1 of OIL-5 were received out of what the carrier brought back, and only 0 would"
    " have been in it; correct what was found there first."
)
SAID = "Of OIL-5 at most {} can be in it, not 2: 1 ordered, {}."
KNOWN = "What is in parcel YT1234567890123 is known: RICE-10 x2, OIL-5 x1."


@pytest.mark.parametrize(
    ("given", "place", "values", "said"),
    [
        pytest.param(
            TWO,
            1,
            {"lines": "2:2"},
            [("lines", SAID.format(1, "1 shipped (YT1234567890123)"))],
            id="more than was bought",
        ),
        pytest.param(
            PACKED,
            1,
            {"lines": "2:1"},
            [("lines", NONE_LEFT)],
            id="what was packed here is in the parcel it was packed in",
        ),
        pytest.param(
            TWO,
            1,
            {},
            [("empty", NOTHING)],
            id="no lines",
        ),
        pytest.param(
            TWO,
            1,
            {"lines": "7:1"},
            [("lines", "There is no line 7; there is: 1 (RICE-10), 2 (OIL-5).")],
            id="another line",
        ),
    ],
)
def test_no_more_is_in_it_than_may_be(
    given: Order, place: int, values: dict[str, str], said: list[tuple[str, str]]
) -> None:
    values = values | {"parcel": given.parcels[place].id}

    assert sentences(SetContents, given, values) == said


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param(TWO, None, id="two numbers"),
        pytest.param(set_in(TWO, (1, "2:1")), None, id="it may be corrected"),
        pytest.param(shipped(line(), OIL), KNOWN, id="one number"),
        pytest.param(
            shipped(line(), OIL, parcels=(parcel(lines=LINES), parcel(OTHER_NO, id="p2"))),
            "What is in parcel SF1234567890123 is known: RICE-10 x2.",
            id="each was packed here",
        ),
        pytest.param(order(), "Nothing of this order has been shipped yet.", id="none has left"),
        pytest.param(
            shipped(
                parcels=(parcel(kind="reissue", lines=units((1, 1))),),
            ),
            "What is in parcel YT1234567890123 is known by what it was sent for (RICE-10 x1).",
            id="what was sent again",
        ),
    ],
)
def test_it_is_of_parcels_of_which_nobody_knows_what_they_hold(
    given: Order, said: str | None
) -> None:
    assert SetContents.why_not(given, context()) == said


def test_what_is_still_to_be_shipped_may_have_left_in_it_and_is_taken_from_the_stock() -> None:
    facts = (FACTS[0].model_copy(update={"fulfilment": "shipped"}), FACTS[1])
    said = gone(TRACKING_NO, OTHER_NO, lines=FACTS).model_copy(update={"lines": facts})
    before = order(line(), OIL)
    partly = merge_order(before, said, SHOP, context(beside=before)).order
    given = context(products=(RICE, OILS), beside=partly)

    assert [one.to_ship for one in line_ledgers(partly)] == [0, 1]
    now, *stock = do(SetContents, partly, given, parcel=partly.parcels[1].id, lines="2:1").documents
    assert isinstance(now, Order)
    assert [one.to_ship for one in line_ledgers(now)] == [0, 0]
    assert stock == [OILS.model_copy(update={"on_hand": 9})]


def test_it_may_be_said_where_nothing_counts_as_shipped_yet() -> None:
    none = [
        parcel(number, id=number, source="platform", lines=()) for number in (BACK_NO, OTHER_NO)
    ]

    assert held(set_in(order(line(), parcels=tuple(none)), (1, "1:1"))) == ["", "1:1"]


def test_what_is_still_to_be_shipped_goes_before_what_somebody_said_is_in_another() -> None:
    said = parcel(source="platform", lines=LINES, contents_set_at=NOW)
    two = (line(), OIL.model_copy(update={"ordered": 2}))
    given = order(*two, parcels=(said, parcel(OTHER_NO, id="p2", source="platform", lines=())))

    assert held(set_in(given, (1, "2:1"))) == ["1:2,2:1", "2:1"]
    assert held(set_in(given, (1, "2:2"))) == ["1:2", "2:2"]


def back(given: Order, place: int = 0, state: str = "returned") -> Order:
    return changed(RecordTrace, given, None, parcel=given.parcels[place].id, state=state)


def test_the_stock_is_of_what_really_came_back_and_says_so() -> None:
    given = back(TWO)
    beside = context(products=(RICE, OILS), beside=given)
    outcome = do(SetContents, given, beside, parcel=given.parcels[1].id, lines="2:1")
    now, *stock = outcome.documents

    assert isinstance(now, Order)
    assert stock == [OILS.model_copy(update={"on_hand": 9})]
    assert outcome.said == (
        "In parcel YT1234567890123: RICE-10 x2.",
        "In parcel SF1234567890123: OIL-5 x1.",
    )
    assert [(one.line, one.quantity) for one in now.losses] == [(1, 2)]
    assert brought_in(back(now, 1)) == Counter({"RICE-10": 2, "OIL-5": 1})


def test_what_is_said_of_a_parcel_that_is_back_is_back() -> None:
    now = set_in(back(TWO, 1), (1, "2:1"))

    assert [(one.line, one.quantity, one.kind) for one in now.losses] == [(2, 1, "come_back")]
    assert [one.reissuable for one in line_ledgers(now)] == [0, 1]


def money_back(given: Order) -> Order:
    """All that was paid is back, and no goods are named."""
    paid = money_ledger(given).refundable
    back = refund(amount_fen=paid, state="done")
    return given.model_copy(update={"refunds": (back,)})


TO_COUNT = (
    "Nobody knows what is in parcel SF1234567890123, and the buyer goes without it: open it, count,"
    " and say what was in it (“Set the contents of a parcel”)."
)


def test_with_all_the_money_back_nobody_goes_without_what_is_counted() -> None:
    paid = money_back(back(TWO, 1))
    (duty,) = (one for one in owed(paid) if one.kind == "count-parcel")

    assert duty.zero == ("contents_uncounted",)
    assert to_count_said(paid, paid.parcels[1]) == (
        "Nobody knows what is in parcel SF1234567890123: open it, count, and say what was in it"
        " (“Set the contents of a parcel”)."
    )


def test_what_is_back_and_not_known_is_to_be_counted() -> None:
    seen = {"parcel": SECOND, "state": "returned"}
    given = back(TWO, 1)

    assert do(RecordTrace, TWO, context(), **seen).said == (TO_COUNT,)
    assert [(one.kind, one.about) for one in owed(given)] == [("count-parcel", SECOND)]
    asked = changed(InterceptParcel, TWO, None, parcel=SECOND)
    stopped = do(RecordIntercept, asked, context(), parcel=SECOND, outcome="returned")
    assert stopped.said == (TO_COUNT,)
    for said in (set_in(given, (1, "2:1")), set_in(given, (1, "-")), set_in(given, (0, "1:2"))):
        assert "count-parcel" not in {one.kind for one in owed(said)}
    assert [one.kind for one in owed(back(given, 0))] == ["make-good"]
    # What somebody said to hold all leaves nothing for the others.
    assert owed(back(set_in(TWO, (0, "1:2,2:1")), 1)) == []


def owed(given: Order) -> list[Obligation]:
    return list(obligations(given, context().policy))


def test_what_may_be_in_another_is_asked_until_somebody_says_it() -> None:
    given = back(TWO)
    again = {"origin": "intercepted", "reason": "x"}

    (asked,) = sentences(CreateReissue, given, again)
    assert "“Set the contents of a parcel”" in asked[1]
    for place, lines in ((1, "2:1"), (1, "-"), (0, "1:2,2:1")):
        now = set_in(given, (place, lines))
        assert may_be_elsewhere(now, LINES) is None
        assert sentences(CreateReissue, now, again) == []


def test_what_was_sent_again_of_another_parcel_and_reaches_the_buyer_is_found() -> None:
    given = back(TWO)
    again = {"origin": "intercepted", "reason": "x", "lines": "2:1", "sure": "yes"}
    made_good = set_in(changed(CreateReissue, given, None, **again), (1, "2:1"))

    assert [one.reissuable for one in line_ledgers(made_good)] == [2, 0]
    arrived = judged(back(made_good, 1, "delivered"), context(), "li")
    assert [(one.kind, one.about) for one in arrived.open_discrepancies] == [("found", SECOND)]


@pytest.mark.parametrize(("seen", "kind"), [("delivered", "missing"), ("picked_up", "come_back")])
def test_what_was_missing_is_missing_only_where_the_buyer_has_the_other_parcel(
    seen: str, kind: str
) -> None:
    """It was said to be in one that he has, and is in the other, which he may not have yet."""
    there = back(back(TWO, 0, "delivered"), 1, seen)
    again = {"origin": "missing_goods", "reason": "x", "lines": "2:1"}
    given = judged(
        set_in(changed(CreateReissue, there, None, **again), (1, "2:1")), context(), "li"
    )

    assert [(one.line, one.kind, one.parcel) for one in given.losses] == [(2, kind, SECOND)]
    assert given.open_discrepancies == ()


def test_what_was_missing_and_comes_in_the_other_is_found() -> None:
    missing = {"origin": "missing_goods", "reason": "x", "lines": "2:1"}
    created = changed(CreateReissue, back(TWO, 0, "delivered"), None, **missing)
    arrived = judged(back(set_in(created, (1, "2:1")), 1, "delivered"), context(), "li")

    assert [(one.kind, one.about) for one in arrived.open_discrepancies] == [("found", SECOND)]


def test_money_for_what_was_not_to_arrive_is_money_for_what_is_in_the_other() -> None:
    lost = back(TWO, 0, "abnormal")
    paid = changed(Refund, lost, None, lines="2:1", reason="丢件")
    now = set_in(paid, (1, "2:1"))
    arrived = judged(back(now, 1, "delivered"), context(), "li")

    assert now.refunds[0].not_arriving == (FIRST, SECOND)
    assert [(one.kind, one.about) for one in arrived.open_discrepancies] == [("found", SECOND)]


def left_of(given: Order) -> list[tuple[int, ...]]:
    """What may still be sent again or refunded of each line, and what the buyer has."""
    return [(one.reissuable, one.refundable_units, one.with_buyer) for one in line_ledgers(given)]


@pytest.mark.parametrize("lines", ["1:1", "1:2"])
def test_money_that_was_given_before_the_count_is_money_for_what_is_back(lines: str) -> None:
    """As it is where it is given after the count."""
    given = back(TWO, 1)
    paid = changed(Refund, given, None, lines="1:1", reason="x")
    before = set_in(judged(paid, context(), "li"), (1, lines))
    after = changed(Refund, set_in(given, (1, lines)), None, lines="1:1", reason="x")

    assert [one.reissuable for one in line_ledgers(before)] == [int(lines[2]) - 1, 0]
    assert left_of(judged(before, context(), "li")) == left_of(after)
    assert judged(before, context(), "li").open_discrepancies == ()


def test_what_was_received_for_a_refusal_before_the_count_is_owed_once() -> None:
    refused = return_case(goods_return({2: 1}), kind="refused_delivery", lines=units((2, 1)))
    given = back(TWO.model_copy(update={"cases": (refused,)}), 1)
    now = set_in(given, (1, "2:1"))

    assert [one.reissuable for one in line_ledgers(now)] == [0, 0]


def test_what_was_found_for_a_case_was_in_it() -> None:
    found = goods_return({1: 2, 2: 1})
    refused = return_case(found, kind="refused_delivery", lines=LINES)
    given = back(TWO).model_copy(update={"cases": (refused,)})

    assert sentences(SetContents, given, {"parcel": SECOND, "lines": "2:1"}) == [
        ("lines", RECEIVED)
    ]
    assert sentences(SetContents, given, {"parcel": SECOND, "empty": "yes"}) == []


def test_a_substitute_goes_with_its_units() -> None:
    packed = parcel(lines=LINES, substitute="OIL-1")
    given = shown(TRACKING_NO, OTHER_NO, before=shipped(line(), OIL, parcels=(packed,)))
    offer = {
        "id": "o1",
        "solution": "substitute",
        "at": NOW,
        "by": "li",
        "sku": "OIL-1",
        "accepted": True,
        "lines": units((2, 1)),
    }
    agreed = Order.model_validate(given.model_dump() | {"offers": (offer,)})
    beside = context(products=(RICE, OILS), beside=agreed)
    now, *stock = do(SetContents, agreed, beside, parcel="p1", lines="1:2").documents

    assert isinstance(now, Order)
    assert [one.substitute for one in now.parcels] == ["", "OIL-1"]
    assert stock == []


class Sent:
    """An order of four bags and two bottles, of which exports show more and more numbers."""

    def __init__(self) -> None:
        self.order = order(line(ordered=4, amount_fen=8000), OIL.model_copy(update={"ordered": 2}))
        self.products = {one.sku: one for one in (RICE, OILS)}
        self.left = Counter[str]()

    def act(self, action: type[Action[Order]], **values: str) -> None:
        """What is refused changes nothing."""
        beside = context(products=tuple(self.products.values()), beside=self.order)
        if action.why_not(self.order, beside):
            return
        try:
            documents = do(action, self.order, beside, **values).documents
        except (Refused, BadInput):
            return
        for one in documents:
            if isinstance(one, Product):
                self.products[one.sku] = one
        before = self.order
        self.order = judged(next(one for one in documents if isinstance(one, Order)), beside, "li")
        if action is SetContents:
            self.left += self._lacking(before) - self._lacking(self.order)
            assert self._lacking(self.order) <= self._lacking(before)
        self.check()

    def _lacking(self, given: Order) -> Counter[str]:
        return Counter({one.line.sku: one.to_ship for one in line_ledgers(given)})

    def show(self, number: int, *, whole: bool) -> None:
        numbers = (TRACKING_NO, OTHER_NO, BACK_NO)[: number % 3 + 1]
        rice = line_facts(ordered=4, amount_fen=8000, fulfilment="shipped")
        oil = line_facts(
            sku="OIL-5",
            name="菜籽油",
            ordered=2,
            amount_fen=3000,
            fulfilment="shipped" if whole else "to-ship",
        )
        said = gone(*numbers, knowledge=known(NOW, 3)).model_copy(update={"lines": (rice, oil)})
        beside = context(beside=self.order)
        self.order = judged(merge_order(self.order, said, SHOP, beside).order, beside, "import")
        self.check()

    def see(self, which: int, state: str) -> None:
        if self.order.parcels:
            self.act(RecordTrace, parcel=self._parcel(which), state=state)

    def say(self, which: int, rice: int, oil: int) -> None:
        if self.order.parcels:
            lines = ",".join(f"{at}:{many}" for at, many in ((1, rice), (2, oil)) if many)
            values = {"lines": lines} if lines else {"empty": "yes"}
            self.act(SetContents, parcel=self._parcel(which), **values)

    def again(self, rice: int, oil: int) -> None:
        lines = ",".join(f"{at}:{many}" for at, many in ((1, rice), (2, oil)) if many)
        self.act(CreateReissue, origin="intercepted", reason="x", lines=lines, sure="yes")

    def pay(self, oil: int) -> None:
        self.act(Refund, lines=f"2:{oil}", reason="x", both="yes")

    def _parcel(self, which: int) -> str:
        return self.order.parcels[which % len(self.order.parcels)].id

    def check(self) -> None:
        """Each unit is in one parcel; what is recorded of one is in it, and in the stock once."""
        found = {one.kind for one in self.order.discrepancies}
        came = brought_in(self.order)
        for ledger in line_ledgers(self.order):
            sku = ledger.line.sku
            assert ledger.shipped + max(0, ledger.to_ship) <= ledger.line.ordered
            assert ledger.reissuable >= 0 or "found" in found
            assert self.products[sku].on_hand == 10 - self.left[sku] + came[sku]
        for one in self.order.parcels:
            lost = Counter[int]()
            for loss in self.order.losses:
                lost[loss.line] += loss.quantity if loss.parcel == one.id else 0
            assert lost <= Counter({part.line: part.quantity for part in one.lines})


FEW, WHICH = st.integers(0, 2), st.integers(0, 2)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("show"), WHICH, st.fixed_dictionaries({"whole": st.booleans()})),
        st.tuples(st.just("see"), WHICH, st.sampled_from(["returned", "delivered", "abnormal"])),
        st.tuples(st.just("say"), WHICH, st.integers(0, 4), FEW),
        st.tuples(st.just("say"), WHICH, st.integers(0, 4), FEW),
        st.tuples(st.just("again"), FEW, FEW),
        st.tuples(st.just("pay"), st.integers(1, 2)),
    ),
    max_size=10,
)


@settings(max_examples=examples(500))
@given(STEPS)
def test_whatever_is_said_each_unit_is_in_one_parcel_and_once_in_the_stock(
    steps: list[tuple[Any, ...]],
) -> None:
    sent = Sent()
    sent.show(1, whole=True)
    for name, *about in steps:
        named = about.pop() if isinstance(about[-1], dict) else {}
        getattr(sent, name)(*about, **named)


def test_nothing_is_held_twice_for_a_person_to_read() -> None:
    assert SetContents.background(TWO, context()) == (
        "In parcel YT1234567890123: RICE-10 x2, OIL-5 x1.",
        "In parcel SF1234567890123: contents unknown.",
    )
    said = do(SetContents, TWO, context(), parcel=SECOND, empty="yes").said
    assert said == ("In parcel SF1234567890123: nothing that was bought.",)
    # What is said to hold all leaves nothing for the others.
    all_in_it = do(SetContents, TWO, context(), parcel=SECOND, lines="1:2,2:1").said
    assert all_in_it[0] == "In parcel YT1234567890123: nothing that was bought."
