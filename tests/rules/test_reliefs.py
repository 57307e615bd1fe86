"""Reliefs: clocks that run longer in a time and a place, and penalties that are waived."""

from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from store.errors import BadInput
from store.models.axes import Platform
from store.models.order import Order
from store.policy import load_policy
from store.policy.own_rules import read_policy
from store.rules.money.costs import cost
from store.rules.obligations import obligations
from store.rules.order.judgements import judgements
from store.rules.order.lateness import computed_penalties, promised
from store.rules.parcels.regions import transit_rule
from store.rules.timing.policy import Policy
from store.rules.timing.relief import Relief, Sender
from tests.build import DAY, HOME, HOUR, NOW, order, parcel, shipped

PDD = Platform.PINDUODUO
TYPHOON = Relief(
    platform=PDD,
    name="台风",
    begins=NOW,
    ends=NOW + DAY,
    source="notice",
    mark="official",
    regions=("浙江", "云南"),
    until=NOW + 3 * DAY,
    waived=True,
)
FAR = HOME.model_copy(update={"province": "广东省"})


def with_rows(*rows: Relief | Sender) -> Policy:
    return load_policy().with_own(rows)


@pytest.mark.parametrize(
    ("given", "relief", "due"),
    [
        pytest.param(order(), TYPHOON, NOW + 3 * DAY, id="the platform's own promise moves too"),
        pytest.param(
            order(ship_by_deadline=None, deal_at=NOW - DAY),
            TYPHOON,
            NOW + 3 * DAY,
            id="a computed one",
        ),
        pytest.param(
            order(),
            replace(TYPHOON, until=None, later=timedelta(hours=72)),
            NOW + 77 * HOUR,
            id="so many hours later",
        ),
        pytest.param(
            order(ship_by_deadline=NOW + DAY),
            replace(TYPHOON, until=NOW + HOUR),
            NOW + DAY,
            id="never earlier",
        ),
        pytest.param(
            order(ship_by_deadline=NOW - HOUR), TYPHOON, NOW - HOUR, id="due before it began"
        ),
        pytest.param(
            order(ship_by_deadline=NOW + 25 * HOUR), TYPHOON, NOW + 25 * HOUR, id="due after it"
        ),
        pytest.param(order(receiver=FAR), TYPHOON, NOW + 5 * HOUR, id="it goes elsewhere"),
        pytest.param(
            order(receiver=FAR, extra={"仓库所在地址": "云南省昆明市"}),
            TYPHOON,
            NOW + 3 * DAY,
            id="it leaves there",
        ),
        pytest.param(
            order(receiver=FAR), replace(TYPHOON, regions=()), NOW + 3 * DAY, id="everywhere"
        ),
        pytest.param(
            order(platform=Platform.DOUYIN), TYPHOON, NOW + 5 * HOUR, id="another platform"
        ),
        pytest.param(
            order(), replace(TYPHOON, families=("trace",)), NOW + 5 * HOUR, id="other clocks only"
        ),
    ],
)
def test_until_when_goods_may_leave(given: Order, relief: Relief, due: Any) -> None:
    policy = with_rows(relief)

    found = promised(given, policy)

    assert found.at == due
    assert found.estimated == (given.ship_by_deadline is None)


def test_of_two_reliefs_the_most_generous_counts() -> None:
    longer = replace(TYPHOON, name="大会", until=NOW + 9 * DAY)

    found = promised(order(), with_rows(longer, TYPHOON))

    assert found.at == NOW + 9 * DAY
    assert found.rule
    assert found.rule.said == "大会: notice (official)"


def test_what_is_late_within_a_relief_costs_nothing() -> None:
    waived = replace(TYPHOON, until=None)
    policy = with_rows(waived)
    (owed,) = obligations(order(), policy)
    (judged,) = (one for one in judgements(order(), policy, NOW + 6 * HOUR) if one.kind == "late")
    spent = cost(order(), "late", NOW + HOUR, policy)

    assert owed.at_zero == "counted late; nothing is deducted (台风)"
    assert (owed.cost_fen, judged.cost) == (0, "nothing is deducted (台风)")
    assert spent
    assert (spent.fen, spent.waived) == (0, True)
    assert computed_penalties(order(), policy) == ()


def test_after_the_later_deadline_it_costs_what_it_costs() -> None:
    (owed,) = obligations(order(), with_rows(TYPHOON))

    assert owed.at_zero == "counted late: 3.00 yuan (seen)"


def test_the_carriers_clocks_move_with_it() -> None:
    given = shipped(parcels=(parcel(shipped_at=NOW - DAY + HOUR),))

    (owed,) = obligations(given, with_rows(TYPHOON))

    assert (owed.kind, owed.due_at, owed.source) == (
        "first-scan",
        NOW + 3 * DAY,
        "台风: notice (official)",
    )


@pytest.mark.parametrize(
    ("senders", "rule"),
    [
        pytest.param((), "transit_other", id="nobody said"),
        pytest.param((Sender(PDD, "云南"),), "transit_remote", id="every shop of the platform"),
        pytest.param(
            (Sender(PDD, "云南"), Sender(PDD, "浙江", "米铺")),
            "transit_same_region",
            id="this shop",
        ),
        pytest.param((Sender(PDD, "云南", "花店"),), "transit_other", id="another shop"),
        pytest.param((Sender(Platform.DOUYIN, "云南"),), "transit_other", id="another platform"),
    ],
)
def test_where_goods_leave_is_known_from_the_shops_own_file(
    senders: tuple[Sender, ...], rule: str
) -> None:
    assert transit_rule(order(), with_rows(*senders)) == rule


ROW = """
[[relief]]
name = "台风"
begins = 2026-11-22
ends = 2026-11-23T12:00:00
regions = ["浙江省", "云南"]
clocks = ["ship"]
later = 72
source = "notice"
"""


def test_a_window_is_read_from_the_shops_file() -> None:
    pinduoduo, douyin = read_policy(ROW.encode(), "own.toml")

    assert isinstance(pinduoduo, Relief)
    assert isinstance(douyin, Relief)
    assert (pinduoduo.platform, douyin.platform) == (PDD, Platform.DOUYIN)
    assert pinduoduo.begins.isoformat() == "2026-11-22T00:00:00+08:00"
    assert pinduoduo.ends.isoformat() == "2026-11-23T12:00:00+08:00"
    assert pinduoduo.regions == ("浙江", "云南")
    assert (pinduoduo.families, pinduoduo.later) == (("ship",), timedelta(hours=72))
    assert (pinduoduo.mark, pinduoduo.waived) == ("own", False)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        pytest.param(
            ROW.replace("2026-11-22", "2026-12-22"),
            "own.toml, relief 1, ends: it lies before the beginning.",
            id="it ends before it begins",
        ),
        pytest.param(
            ROW.replace("later = 72", ""),
            "own.toml, relief 1, until: until, later (hours) or waived = true is expected.",
            id="it relieves of nothing",
        ),
        pytest.param(
            ROW + "until = 2026-11-30",
            "own.toml, relief 1, later: a later deadline (until) is given already.",
            id="two later deadlines",
        ),
        pytest.param(
            ROW.replace("浙江省", "火星"),
            "own.toml, relief 1, regions: a province such as 云南 is expected.",
            id="no province",
        ),
        pytest.param(
            ROW.replace('"ship"', '"answer"'),
            "own.toml, relief 1, clocks: one of ship, trace is expected.",
            id="another clock",
        ),
        pytest.param(
            ROW + 'waived = "yes"',
            "own.toml, relief 1, waived: true or false is expected.",
            id="neither true nor false",
        ),
        pytest.param(
            ROW.replace('"台风"', '" "'),
            "own.toml, relief 1, name: a text is expected.",
            id="no name",
        ),
        pytest.param(
            ROW.replace("2026-11-22", '"soon"'),
            "own.toml, relief 1, begins: a time such as 2026-10-09T18:00:00 is expected.",
            id="no time",
        ),
        pytest.param(
            ROW.replace('["ship"]', '"ship"'),
            "own.toml, relief 1, clocks: a list is expected.",
            id="no list",
        ),
        pytest.param(
            '[[sender]]\nprovince = "米铺"',
            "own.toml, sender 1, province: a province such as 云南 is expected.",
            id="a sender without a province",
        ),
    ],
)
def test_a_window_that_makes_no_sense_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(BadInput) as raised:
        read_policy(text.encode(), "own.toml")

    assert raised.value.sentence == sentence
