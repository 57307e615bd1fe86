"""Where a case stands that goes on there, as in `test_found`: of an undated file that tells of
later things than the last one, so that it cannot be of before.
"""

from dataclasses import replace

import pytest

from tests.simulation.bought import DAY, HOUR, Asked, Unit
from tests.simulation.scene import BOTH, PRICE, Open, Scene


def received(shop: Scene) -> None:
    """The goods are with the buyer."""
    shop.ship("picked_up", "delivered")
    shop.wait(DAY)
    shop.take()


def sell_more(shop: Scene) -> None:
    """Another buyer bought and asks, so that the next files are plainly newer than the last."""
    number = len(shop.world.orders) + 1
    other = replace(
        shop.bought, number=number, order_no=f"261104-{number:015}", ordered_at=shop.now,
        paid_at=shop.now, units=[Unit(1), Unit(1)], sent=[], cases=[], back=[],
    )  # fmt: skip
    shop.world.orders[other.key] = other
    shop.world.ask(other, "refund_only", shop.now, 2 * PRICE)
    shop.wait(4 * HOUR)


def take_news(shop: Scene) -> None:
    """Files that are plainly newer than the last."""
    sell_more(shop)
    shop.take()


def state(shop: Scene) -> str:
    """Where the desk has the case."""
    (case,) = shop.order.cases
    return case.state


def test_a_case_that_was_only_seen_closed_goes_on(scene: Open) -> None:
    shop = scene()
    received(shop)
    asked = shop.ask()
    shop.ends(asked, "closed")
    take_news(shop)
    asked.move("answer", shop.now)
    take_news(shop)

    assert state(shop) == "seller_to_answer"


def test_a_case_that_went_on_ends_once_more(scene: Open) -> None:
    shop = scene()
    received(shop)
    asked = shop.ask()
    take_news(shop)
    shop.ends(asked, "closed")
    take_news(shop)
    asked.move("answer", shop.now)
    take_news(shop)
    assert state(shop) == "seller_to_answer"
    shop.do("reject-case", case=asked.number, reason="other", text="已说明")
    asked.move("rejected", shop.now)
    take_news(shop)
    shop.ends(asked, "closed")
    take_news(shop)

    assert state(shop) == "closed"


@BOTH
def test_an_application_anew_that_is_withdrawn_leaves_the_money_of_the_first_one_gone(
    scene: Open, *, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    received(shop)
    asked = shop.ask(fen=5000)
    shop.take()
    shop.do("agree-refund", case=asked.number)
    shop.do("refund", case=asked.number, amount="50", reason="少件")
    shop.ends(asked, "refunded", 5000)
    shop.take()
    asked.apply(shop.now, 600)
    shop.take()
    shop.ends(asked, "closed")
    shop.take()

    assert not shop.order.open_discrepancies


def applied_anew(shop: Scene) -> Asked:
    """All was paid but the freight, for which the buyer applies under the same number."""
    received(shop)
    asked = shop.ask()
    take_news(shop)
    shop.do("agree-refund", case=asked.number)
    shop.ends(asked, "refunded", 2 * PRICE)
    take_news(shop)
    asked.apply(shop.now, 600)
    take_news(shop)
    assert state(shop) == "seller_to_answer"
    return asked


def test_an_exchange_that_the_buyer_changed_is_ours_by_the_first_file_after_our_no_was_told(
    scene: Open,
) -> None:
    shop = scene()
    received(shop)
    asked = shop.ask("exchange")
    take_news(shop)
    shop.do("reject-case", case=asked.number, reason="other", text="已说明")
    asked.move("answer", shop.now)
    take_news(shop)
    (told,) = shop.order.open_tasks
    assert (state(shop), told.due_at) == ("buyer_to_answer", asked.due_at)
    shop.do("complete-task", task=told.id)
    shop.wait()
    take_news(shop)

    assert state(shop) == "seller_to_answer"


def test_what_the_buyer_applies_anew_for_is_left_beside_what_orders_alone_showed(
    scene: Open,
) -> None:
    shop = scene(freight_fen=600)
    received(shop)
    asked = shop.ask()
    take_news(shop)
    shop.ends(asked, "refunded", 2 * PRICE)
    sell_more(shop)
    shop.take_again(shop.written("no cases"))
    asked.apply(shop.now + HOUR, 600)
    shop.wait(HOUR)
    take_news(shop)

    assert [(one.amount_fen, one.estimated) for one in shop.order.refunds] == [(2 * PRICE, True)]
    assert shop.offers("agree-refund")


@BOTH
def test_an_application_anew_that_goes_on_after_its_end_has_an_answer_to_get(
    scene: Open, *, douyin: bool
) -> None:
    shop = scene(douyin=douyin, freight_fen=600)
    asked = applied_anew(shop)
    shop.ends(asked, "closed")
    take_news(shop)
    asked.move("answer", shop.now)
    take_news(shop)

    assert state(shop) == "seller_to_answer"
    assert not shop.order.open_discrepancies


@BOTH
def test_an_application_anew_that_the_buyer_changes_after_our_no_has_an_answer_to_get(
    scene: Open, *, douyin: bool
) -> None:
    shop = scene(douyin=douyin, freight_fen=600)
    asked = applied_anew(shop)
    shop.do("reject-case", case=asked.number, reason="other", text="已说明")
    asked.move("rejected", shop.now)
    take_news(shop)
    asked.fen = 450
    asked.move("answer", shop.now)
    take_news(shop)

    assert state(shop) == "seller_to_answer"


@pytest.mark.parametrize("kind", ["refund_only", "exchange"])
def test_a_buyer_who_asks_again_after_our_no_was_told_has_an_answer_to_get(
    scene: Open, kind: str
) -> None:
    shop = scene()
    received(shop)
    asked = shop.ask(kind)
    shop.take()
    shop.do("reject-case", case=asked.number, reason="other", text="已说明")
    asked.move("rejected", shop.now)
    (task,) = (one for one in shop.order.open_tasks if one.case == asked.number)
    shop.do("complete-task", task=task.id)
    shop.wait(3 * HOUR)
    asked.move("answer", shop.now)
    take_news(shop)

    assert state(shop) == "seller_to_answer"


def sell_another(shop: Scene) -> None:
    """Another buyer buys, and asks for nothing."""
    number = len(shop.world.orders) + 1
    other = replace(
        shop.bought, number=number, order_no=f"{shop.bought.order_no[:-3]}{number:03}",
        ordered_at=shop.now, paid_at=shop.now, units=[Unit(1), Unit(1)], sent=[], cases=[], back=[],
    )  # fmt: skip
    shop.world.orders[other.key] = other
    shop.wait()


@BOTH
def test_a_case_of_goods_here_that_the_orders_alone_show_over_is_asked_about(
    scene: Open, *, douyin: bool
) -> None:
    shop = scene(douyin=douyin)
    asked = shop.ask()
    shop.take()
    assert "ship" not in shop.ours
    shop.ends(asked, "closed")
    sell_another(shop)
    shop.take_again(shop.written("no cases"))

    assert shop.order.contradicted("case_shown") == (asked.number,)
    assert "ship" in shop.ours
    assert not shop.offers("ship")
    shop.take()
    assert not shop.order.open_discrepancies
    assert shop.offers("ship")


@BOTH
def test_a_case_that_is_open_is_asked_about_by_no_order_file(scene: Open, *, douyin: bool) -> None:
    shop = scene(douyin=douyin)
    shop.ask()
    shop.take()
    sell_another(shop)
    shop.take_again(shop.written("no cases"))

    assert not shop.order.open_discrepancies
