"""A form that is open while a colleague works on the same order."""

from pathlib import Path

from store.repository import Repository
from store.rules.action.catalogue import all_actions
from tests.build import ORDER_NO, OTHER_NO, TRACKING_NO, keep, order, shipped
from tests.tui.driver import Desk, Ledger, desk_on

OTHER_ORDER = "261120-000000000000002"
SHIP = all_actions()["ship"]
NOTE = all_actions()["note"]


async def colleague_ships(desk: Desk, ledger: Ledger) -> None:
    colleague = ledger.open()
    colleague.run(SHIP, colleague.find(ORDER_NO), {"tracking_no": OTHER_NO})
    await desk.until(lambda: desk.trouble, "the change to be shown")


async def test_a_colleague_s_change_is_told_in_the_open_form_and_judged_when_it_is_saved(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.until(lambda: desk.part("#after"), "what would come of it")
        await colleague_ships(desk, ledger)
        await desk.until(lambda: not desk.part("#after"), "that it would come to nothing")
        assert desk.trouble == (
            f"Changed meanwhile by 小李 (li): Ship  Tracking number: {OTHER_NO}"
        )

        await desk.save()
        await desk.save()
        assert desk.trouble == (
            f"Changed meanwhile by 小李 (li): Ship  Tracking number: {OTHER_NO}\n"
            "Nothing is left to ship: 2 ordered, 0 cancelled, 2 shipped, 0 refunded before"
            " shipping."
        )
        assert desk.values["tracking_no"] == TRACKING_NO
        assert [one.tracking_no for one in ledger.order(ORDER_NO).parcels] == [OTHER_NO]


async def test_what_a_colleague_did_is_seen_before_anything_is_saved(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO)
        colleague = ledger.open()
        colleague.run(NOTE, colleague.find(ORDER_NO), {"text": "先别发"})
        await desk.until(lambda: desk.trouble, "the change to be shown")
        await desk.save()
        assert desk.trouble.endswith("Write a note  Note: 先别发")
        assert ledger.order(ORDER_NO).parcels == ()

        await desk.save()
        assert desk.said() == ["Ship: done."]
        assert len(ledger.order(ORDER_NO).parcels) == 1


async def test_another_order_s_change_says_nothing_in_the_form(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts) as desk:
        await desk.at(ORDER_NO)
        await desk.press("note")
        colleague = ledger.open()
        colleague.run(NOTE, colleague.find(OTHER_ORDER), {"text": "其他单"})
        await desk.until(lambda: len(repository.events(colleague.find(OTHER_ORDER))) == 1)
        await desk.settle()

        assert desk.trouble == ""


async def test_which_goods_go_with_money_is_said_of_the_order_as_it_is(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="50")
        said = "nothing of them ships any more"
        await desk.until(lambda: said in desk.whole_texts(), "what is understood")
        await colleague_ships(desk, ledger)
        await desk.settle()

        assert said not in desk.whole_texts()
        assert "the goods go with it, 2 in all" in desk.whole_texts()


async def test_the_title_has_all_of_what_is_done_and_the_end_of_the_number(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts, size=(120, 36)) as desk:
        await desk.press("correct-tracking")
        title = desk.form.query_one("#form").border_title
        assert title == f"Correct a tracking number  …{ORDER_NO[-15:]}"
        desk.form.show_present({order().key: "小王"})

        title = desk.form.query_one("#form").border_title
        assert title == f"Correct a tracking number  …{ORDER_NO[-8:]}  @小王"
        assert f"{title} " in desk.text()
