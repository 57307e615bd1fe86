"""Every action that a rule may refuse: its key answers with the whole sentence."""

from pathlib import Path

from store.models.work import Hold
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from tests.build import DAY, NOW, keep, order, refund, shipped
from tests.tui.driver import Ledger, desk_on
from tui.actions import KEYS
from tui.screens.menu import MenuScreen

WITH_KEYS = [key.name for key in KEYS if key.where == "action" and key.keys]
REFUSED = {
    "ship": (
        shipped(),
        "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before shipping.",
    ),
    "correct-tracking": (order(), "Nothing of this order has been shipped yet."),
    "refund": (
        order(refunds=(refund(amount_fen=5000, state="done"),)),
        "Nothing is left to refund: 50.00 paid - 50.00 refunded.",
    ),
    "settle-refund": (order(), "No refund of this order is open."),
    "create-reissue": (order(), "Nothing of this order has been shipped yet."),
    "ship-reissue": (shipped(), "This order has no reissue."),
    "resolve-discrepancy": (order(), "The platform and the desk agree about this order."),
    "complete-task": (order(), "The platform has been told everything about this order."),
    "confirm-order": (
        order(confirmed_at=NOW - DAY, confirmed_by="王军"),
        "This order was confirmed on 2026-11-21 by 王军.",
    ),
}


async def test_a_refused_key_answers_with_the_whole_sentence_and_stores_nothing(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    numbers = {name: f"261120-{place:015}" for place, name in enumerate(REFUSED, start=1)}
    orders = (
        given.model_copy(update={"order_no": numbers[name]})
        for name, (given, _said) in REFUSED.items()
    )
    keep(repository, *orders)
    async with desk_on(repository, drafts) as desk:
        for name, (_given, sentence) in REFUSED.items():
            before = ledger.order(numbers[name])
            await desk.at(numbers[name])
            await desk.press(name)

            assert desk.said()[-1] == f"{all_actions()[name].title}\n{sentence}"
            assert desk.screen is desk.orders
            assert ledger.order(numbers[name]) == before
            assert ledger.events(numbers[name]) == []


async def test_what_somebody_typed_is_quoted_without_the_buyer(
    repository: Repository, drafts: Path
) -> None:
    held = Hold(until=NOW + DAY / 2, reason="等张三丰 13812345600 回话", at=NOW, by="li")
    said = (
        "This order is held back until 21:00 (等张** 138******00 回话); release the hold"
        " to ship it before."
    )
    keep(repository, order(hold=held))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        assert desk.said()[-1] == f"Ship\n{said}"

        await desk.press("menu")
        await desk.keys("tab")
        assert isinstance(desk.screen, MenuScreen)
        drawn = " ".join(part.strip() for _of, part, *_rest in desk.screen.options._drawn)
        assert f"Not now: {said}" in drawn
        assert "张三丰" not in drawn
        assert "13812345600" not in drawn


async def test_on_an_empty_list_there_is_no_order_to_act_on(
    repository: Repository, drafts: Path
) -> None:
    async with desk_on(repository, drafts) as desk:
        for count, name in enumerate(WITH_KEYS[:8], start=1):
            await desk.press(name)
            assert desk.said() == ["There is no order here."] * count
            assert desk.screen is desk.orders
