"""The plain second way finds goods that leave though held back, and turns that stand otherwise."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from store.models.axes import Source
from store.models.platform_task import PlatformTask
from tests.build import DAY, HOUR, NOW, case, order
from tests.simulation.agents import Act
from tests.simulation.bought import Bought, Review, Unit
from tests.simulation.case_rows import pdd_case
from tests.simulation.order_rows import douyin_line, pdd_order
from tests.simulation.scene import PRICE, Open, Scene
from tests.simulation.told import CaseShown, Shown, Told, shown, stop_of
from tests.simulation.turns import other_turns

KEY = order().key


def reviewed(shop: Scene, *, passes: bool = True) -> None:
    """It is looked at for four hours from now."""
    shop.bought.review = Review(shop.now + 4 * HOUR, passes)


def test_an_order_is_under_review_in_the_file_until_its_review_is_over(scene: Open) -> None:
    shop = scene()
    reviewed(shop)
    held, free = (pdd_order(shop.bought, shop.now + span) for span in (HOUR, 5 * HOUR))

    assert (held["是否审核中"], free["是否审核中"]) == ("是", "否")


def test_what_the_platform_looks_at_does_not_ship_until_a_file_shows_it_free(scene: Open) -> None:
    shop = scene()
    reviewed(shop)
    shop.take()
    assert not shop.offers("ship")
    shop.wait(DAY)
    later = replace(
        shop.bought, number=2, order_no="261104-000000000000002", ordered_at=shop.now,
        paid_at=shop.now, review=None, units=[Unit(1), Unit(1)],
    )  # fmt: skip
    shop.world.orders[later.key] = later
    shop.take()

    assert shop.offers("ship")


def test_a_case_names_the_end_of_each_turn(scene: Open) -> None:
    shop = scene()
    asked = shop.ask()
    ends = [pdd_case(shop.bought, asked, shop.now)["超时时间"]]
    asked.move("closed", shop.now)
    ends.append(pdd_case(shop.bought, asked, shop.now)["超时时间"])

    assert ends == [f"{shop.now + 2 * DAY:%Y-%m-%d %H:%M:%S}", ""]


def test_money_that_went_twice_under_one_number_closes_the_sub_order(scene: Open) -> None:
    shop = scene(douyin=True)
    asked = shop.ask(fen=PRICE)
    words = []
    for _turn in range(2):
        shop.ends(asked, "refunded", PRICE)
        words.append(douyin_line(shop.bought, 1, shop.now)["订单状态"])
        asked.apply(shop.now, PRICE)

    assert words == ["待发货", "已关闭"]


def told_of(shop: Scene, *lines: tuple[Bought, int]) -> Shown:
    """What files say now of these lines, and of no case."""
    return shown(shop.now, lines, ())


def test_what_the_newest_file_says_counts_whenever_it_is_imported(scene: Open) -> None:
    shop = scene()
    reviewed(shop)
    line = (shop.bought, 1)
    held = told_of(shop, line)
    shop.wait(5 * HOUR)
    free = told_of(shop, line)
    told = Told()
    told.hear(held)
    assert told.stop(shop.bought.key, 1) == "review"
    told.hear(free)
    told.hear(held)

    assert told.stop(shop.bought.key, 1) == ""


@pytest.mark.parametrize(("is_known", "stop"), [(False, "after_sales"), (True, "")])
def test_a_case_that_no_file_has_shown_yet_holds_its_line_back(
    scene: Open, *, is_known: bool, stop: str
) -> None:
    shop = scene()
    asked = shop.ask()
    told = Told()
    told.hear(shown(shop.now, [(shop.bought, 1)], [(shop.bought, asked)] if is_known else []))

    assert told.stop(shop.bought.key, 1) == stop


def test_whoever_looks_there_only_learns_that_it_is_free(scene: Open) -> None:
    shop = scene()
    told = Told()
    told.hear(told_of(shop, (shop.bought, 1)))
    reviewed(shop)
    told.look(shop.bought, shop.now)
    assert told.stop(shop.bought.key, 1) == ""
    told.hear(told_of(shop, (shop.bought, 1)))
    told.look(shop.bought, shop.now + 5 * HOUR)

    assert told.stop(shop.bought.key, 1) == ""


SINCE = NOW - HOUR


def told_turn(state: str, due_in: timedelta | None = None) -> Told:
    """A file of now that shows the case so."""
    told = Told()
    due = NOW + due_in if due_in else None
    told.hear(Shown(NOW, {}, (CaseShown(KEY, "A1", 0, state, SINCE, due, state != "closed"),)))
    return told


@pytest.mark.parametrize(
    ("state", "due_in", "found"),
    [
        ("answer", DAY, []),
        ("answer", None, []),
        ("answer", 2 * DAY, ["A1 seller_to_answer by 11-23 09:00 here, by 11-24 09:00 there"]),
        ("closed", None, ["A1 is seller_to_answer here, closed there since 11-22 08:00"]),
    ],
)
def test_a_turn_that_stands_otherwise_than_the_platform_said_is_found(
    state: str, due_in: timedelta | None, found: list[str]
) -> None:
    here = order(cases=(case(platform_deadline=NOW + DAY, source=Source.PLATFORM),))

    turns = other_turns(told_turn(state, due_in), {KEY: here}, ())
    assert [said for _kind, _key, said in turns] == found


@pytest.mark.parametrize(("name", "many"), [("agree-refund", 0), ("note", 1)])
def test_where_somebody_moved_the_case_since_nobody_compares_it(name: str, many: int) -> None:
    acts = [Act(NOW, KEY, name, {})]

    assert len(list(other_turns(told_turn("closed"), {KEY: order(cases=(case(),))}, acts))) == many


@pytest.mark.parametrize(("due_in", "many"), [(DAY, 0), (2 * DAY, 1)])
def test_a_no_that_is_to_be_told_by_the_platform_s_time_is_no_other_turn(
    due_in: timedelta, many: int
) -> None:
    refused = case(state="buyer_to_answer", source=Source.PLATFORM)
    told = PlatformTask(
        id="t1", kind="answer-case", created_at=NOW, copy_text="A1", case="A1", due_at=NOW + DAY
    )
    here = order(cases=(refused,), tasks=(told,))

    assert len(list(other_turns(told_turn("answer", due_in), {KEY: here}, ()))) == many


@pytest.mark.parametrize(
    ("done", "many"),
    [
        pytest.param({"done_at": NOW}, 0, id="since the file was written"),
        pytest.param({"done_at": NOW - HOUR}, 1, id="before it was"),
        pytest.param({"done_at": NOW, "done_by": "import"}, 1, id="a file showed it"),
        pytest.param({"done_at": NOW, "moot": True}, 1, id="there was nothing to tell any more"),
        pytest.param({"done_at": NOW, "kind": "close-case"}, 1, id="it was no answer"),
        pytest.param({"done_at": NOW, "case": "A2"}, 1, id="to another case"),
    ],
)
def test_what_a_file_showed_before_somebody_told_our_no_there_is_no_other_turn(
    done: dict[str, Any], many: int
) -> None:
    refused = case(state="buyer_to_answer", source=Source.PLATFORM)
    no = {"kind": "answer-case", "case": "A1", "done_by": "小李 (li)"} | done
    told = PlatformTask(id="t1", created_at=NOW - DAY, copy_text="A1", **no)
    here = order(cases=(refused,), tasks=(told,))

    assert len(list(other_turns(told_turn("answer", DAY), {KEY: here}, ()))) == many


def test_a_sub_order_that_was_closed_with_its_money_before_it_left_is_held_back(
    scene: Open,
) -> None:
    shop = scene(douyin=True)
    asked = shop.ask()
    shop.ends(asked, "refunded", 2 * PRICE)
    here = stop_of(shop.bought, 1, shop.now)
    shop.leave("YT8000000000003", shop.bought.units, "shipment", (), known=True)

    assert (here, stop_of(shop.bought, 1, shop.now)) == ("closed", "")
