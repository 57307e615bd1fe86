"""Articles taken: what the buyer takes instead of what was bought, by their last answer."""

from typing import Any

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.parcel import Parcel
from store.models.reissue import Loss
from store.models.solution_offer import OfferAnswer, SolutionOffer
from store.rules.parcels.articles_taken import (
    FIRST,
    NO_CASE,
    SentBy,
    articles_agreed,
    articles_taken,
    instead_for,
    senders_of,
)
from tests.build import DAY, HOUR, NOW, OIL, OTHER_NO, case, line, order, parcel, shipped, units

EXCHANGE: dict[str, Any] = {"kind": "exchange", "state": "seller_to_send"}
BEGUN = NOW - DAY


def exchange(number: str = "A1", many: int = 2, **changes: Any) -> AfterSalesCase:
    """It is about so many bags of rice."""
    given = EXCHANGE | {"id": number, "lines": units((1, many)), "applied_at": BEGUN}
    return case(**(given | changes))


def offer(sku: str, answers: str = "", many: int = 1, **changes: Any) -> SolutionOffer:
    """An article offered for a case for so many bags, and answered so: `y1 n3` is yes an hour
    later, and no two hours after that.
    """
    said = [(word[0] == "y", BEGUN + int(word[1:]) * HOUR) for word in answers.split()]
    before = tuple(OfferAnswer(accepted=yes, at=at) for yes, at in said[:-1])
    accepted, answered_at = said[-1] if said else (None, None)
    given = {
        "id": f"{sku} {answers} {changes.get('case', 'A1')}",
        "solution": "exchange",
        "case": "A1",
        "at": BEGUN,
        "by": "li",
        "sku": sku,
        "lines": units((1, many)),
        "accepted": accepted,
        "answered_at": answered_at,
        "answered_before": before,
    }
    return SolutionOffer.model_validate(given | changes)


def substitute(sku: str, answers: str = "", many: int = 1, **changes: Any) -> SolutionOffer:
    """The same for what is still to be shipped."""
    return offer(sku, answers, many, **({"solution": "substitute", "case": None} | changes))


def sent(sku: str = "", many: int = 1, **changes: Any) -> Parcel:
    """A replacement has left, as this article or as what was bought."""
    given = {"kind": "replacement", "case": "A1", "substitute": sku, "lines": units((1, many))}
    return parcel(OTHER_NO, id="p2", **(given | changes))


def exchanged(*offers: SolutionOffer, many: int = 2, **changes: Any) -> Order:
    """Two bags, of which so many are exchanged."""
    return shipped(offers=offers, cases=(exchange(many=many),), **changes)


def sent_for_it(one: Parcel, *offers: SolutionOffer) -> Order:
    """The same, and a parcel has left for it."""
    return exchanged(*offers).with_parcel(one)


FIVE, TWENTY = "RICE-5", "RICE-20"
OF_BEFORE = exchange(
    many=1, applied_at=BEGUN + 2 * HOUR, ends_named=("换货/补寄关闭",), state="seller_to_answer"
)


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        pytest.param(exchanged(offer(FIVE)), {}, id="not answered"),
        pytest.param(exchanged(offer(FIVE, "y1")), {FIVE: 1}, id="taken"),
        pytest.param(exchanged(offer(FIVE, "y1", many=2)), {FIVE: 2}, id="for both"),
        pytest.param(exchanged(offer(FIVE, "y1", many=2), many=1), {FIVE: 1}, id="of one unit"),
        pytest.param(exchanged(offer(FIVE, "n1")), {}, id="refused"),
        pytest.param(exchanged(offer(FIVE, "y1 n2")), {}, id="yes, then no"),
        pytest.param(exchanged(offer(FIVE, "y1 n2 y3")), {FIVE: 1}, id="and yes again"),
        pytest.param(
            exchanged(offer(FIVE, "y1"), offer(FIVE, "n2"), many=1), {}, id="no to it offered again"
        ),
        pytest.param(
            exchanged(offer(FIVE, "y3"), offer(FIVE, "n2"), many=1),
            {FIVE: 1},
            id="no to it offered again, then yes to the first",
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1"), offer(FIVE, "y2"), many=1), {FIVE: 1}, id="yes to both"
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1"), offer(FIVE, "y2")), {FIVE: 2}, id="yes for each of two"
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1"), offer(FIVE, "n2")), {FIVE: 1}, id="no for the other one"
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1", many=2), offer(FIVE, "n2")),
            {FIVE: 1},
            id="yes for both, no for one of them",
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1"), offer(TWENTY, "n2"), many=1),
            {FIVE: 1},
            id="no to another article",
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1"), offer(TWENTY, "y2"), many=1),
            {TWENTY: 1},
            id="yes to another article instead",
        ),
        pytest.param(
            exchanged(offer(FIVE, "y3"), offer(TWENTY, "y2"), many=1),
            {FIVE: 1},
            id="yes to the other first",
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1"), offer(TWENTY, "y2 n3"), many=1),
            {},
            id="the other instead, then not that either",
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1"), offer(TWENTY, "y2")),
            {FIVE: 1, TWENTY: 1},
            id="one unit of each",
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1", many=2), offer(TWENTY, "y2")),
            {FIVE: 1, TWENTY: 1},
            id="one of both as another",
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1", replaced_at=BEGUN + 2 * HOUR)), {}, id="money instead"
        ),
        pytest.param(
            exchanged(offer(FIVE, "y1", withdrawn_at=BEGUN + 2 * HOUR)), {}, id="withdrawn"
        ),
        pytest.param(exchanged(offer(FIVE, "y1", case="A2")), {}, id="for another case"),
        pytest.param(exchanged(substitute(FIVE, "y1")), {}, id="for the first shipment"),
        pytest.param(exchanged(offer(FIVE, "y1", solution="coupon")), {}, id="a coupon"),
        pytest.param(
            sent_for_it(sent(FIVE), offer(FIVE, "y1", many=2)), {FIVE: 1}, id="one has left"
        ),
        pytest.param(
            sent_for_it(sent(FIVE), offer(FIVE, "y1 n2", many=2)),
            {},
            id="no for the other one left",
        ),
        pytest.param(
            sent_for_it(sent(FIVE), offer(FIVE, "y1"), offer(TWENTY, "y2")),
            {TWENTY: 1},
            id="the one of each that is left",
        ),
        pytest.param(
            sent_for_it(sent(), offer(FIVE, "y1", many=2)), {FIVE: 1}, id="one has left as bought"
        ),
        pytest.param(
            sent_for_it(sent(FIVE, case="A2"), offer(FIVE, "y1")), {FIVE: 1}, id="for another case"
        ),
        pytest.param(
            shipped(offers=(offer(FIVE, "y1"),), cases=(OF_BEFORE,)),
            {},
            id="applied for anew since",
        ),
        pytest.param(
            shipped(offers=(offer(FIVE, "y1 y3"),), cases=(OF_BEFORE,)),
            {FIVE: 1},
            id="taken once more since",
        ),
    ],
)
def test_what_the_buyer_takes_for_a_case(given: Order, taken: dict[str, int]) -> None:
    found = articles_taken(given, "A1")

    assert {sku: dict(many) for sku, many in found.items()} == {
        sku: {1: many} for sku, many in taken.items()
    }


TWO_CASES = shipped(cases=(exchange(many=1), exchange("A2", many=1)))
OVER: dict[str, Any] = {"many": 1, "state": "closed", "closed_at": NOW}
LET_GO = exchange(**OVER, outcome="withdrawn")
REJECTED = exchange(**OVER, outcome="rejected")


@pytest.mark.parametrize(
    ("cases", "many", "senders"),
    [
        pytest.param((), 2, [NO_CASE], id="none was asked for"),
        pytest.param((exchange(),), 2, ["A1"], id="the one that was"),
        pytest.param((exchange(many=1),), 2, ["A1", NO_CASE], id="it is about a part of it"),
        pytest.param(TWO_CASES.cases, 2, ["A1", "A2"], id="each of two about its part"),
        pytest.param(TWO_CASES.cases, 1, ["A1"], id="the first of two"),
        pytest.param((LET_GO, exchange("A2", many=1)), 1, ["A1"], id="let go with the first"),
        pytest.param((REJECTED, exchange("A2", many=1)), 1, ["A2"], id="the first was rejected"),
        pytest.param(
            (exchange(state="closed", outcome="withdrawn", closed_at=BEGUN - HOUR),),
            2,
            [NO_CASE],
            id="it was over before",
        ),
        pytest.param((case(lines=units((1, 2))),), 2, [NO_CASE], id="a case about money"),
    ],
)
def test_an_exchange_that_names_no_case_is_for_those_that_carry_it_out(
    cases: tuple[AfterSalesCase, ...], many: int, senders: list[SentBy]
) -> None:
    made = offer(FIVE, "y1", many=many, case=None)
    given = shipped(offers=(made,), cases=cases)

    assert list(senders_of(given, made)) == senders
    for sender in senders:
        assert articles_taken(given, sender).keys() == {FIVE}


def test_a_substitute_is_for_the_first_shipment_alone() -> None:
    given = order(line(), OIL, offers=(substitute(FIVE, "y1"), offer(TWENTY, "y2")))

    assert articles_taken(given, FIRST) == {FIVE: {1: 1}}
    assert senders_of(given, given.offers[0]) == (FIRST,)


def test_the_one_article_for_all_units_of_a_line_is_sent() -> None:
    both = exchanged(offer(FIVE, "y1"), offer(TWENTY, "y2"))

    assert instead_for(exchanged(offer(FIVE, "y1")), "A1", units((1, 1))) == {1: FIVE}
    assert instead_for(exchanged(offer(FIVE, "y1")), "A1", units((1, 2))) == {}
    assert instead_for(both, "A1", units((1, 1))) == {}, "nobody knows which of the two"


@pytest.mark.parametrize(
    ("sender", "agreed"),
    [
        pytest.param("r1", {FIVE: {1: 1}}, id="a reissue"),
        pytest.param("A1", {FIVE: {1: 1}}, id="the case that sent it"),
        pytest.param("A2", {}, id="another case"),
        pytest.param(FIRST, {}, id="the first shipment"),
    ],
)
def test_what_left_as_another_article_and_was_lost_goes_again_as_that(
    sender: SentBy, agreed: dict[str, dict[int, int]]
) -> None:
    lost = Loss(line=1, quantity=1, kind="lost", at=NOW, parcel="p2")
    given = shipped(cases=TWO_CASES.cases, losses=(lost,)).with_parcel(sent(FIVE))

    assert articles_agreed(given, sender) == agreed
