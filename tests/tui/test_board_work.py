"""Working from the board: the next in turn, putting off, handing over."""

from datetime import timedelta
from pathlib import Path

import pytest

from store.models.order import Order
from store.models.parcel import Trace
from store.models.work import Claim, Snooze
from store.repository import Repository, open_store
from store.rules.action.catalogue import all_actions
from tests.build import (
    ACTOR,
    HOUR,
    NOW,
    ORDER_NO,
    PEOPLE,
    TRACKING_NO,
    WANG,
    case,
    keep,
    line,
    order,
    parcel,
    shipped,
    stock_out,
    units,
)
from tests.tui.driver import Desk, Ledger, desk_on
from tests.tui.orders_shop import LATE, OIL, RICE, fill
from tui.places.board import BoardPlace
from tui.screens.order import OrderScreen
from tui.widgets.band import Band
from tui.widgets.columns import Gone


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Three orders to ship, one of them late; nobody has any."""
    keep(repository, *PEOPLE)
    fill(repository)
    return repository


def board(desk: Desk) -> BoardPlace:
    place = desk.app.screen_stack[0]
    assert isinstance(place, BoardPlace)
    return place


async def test_the_next_in_turn_is_claimed_and_opened(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("next")

        assert isinstance(desk.screen, OrderScreen)
        assert LATE in desk.part("#headline")
        (said,) = desk.said()
        assert said == (
            f"ship -1h00\n{LATE} is yours now; ctrl+z gives it back, and so does half an hour in"
            " which nothing is done."
        )
        claim = ledger.order(LATE).claim
        assert claim
        assert claim.owner == ACTOR
        await desk.press("back", "next")
        assert RICE in desk.part("#headline")


async def test_the_next_in_turn_has_its_cursor_on_what_is_ours_to_do(
    repository: Repository, drafts: Path
) -> None:
    waits = order(
        stock_outs=(stock_out(),),
        cases=(case(platform_deadline=NOW + 9 * HOUR, requested_fen=100),),
    )
    keep(repository, waits)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("next")

        assert isinstance(desk.screen, OrderScreen)
        owed = [row.duty.kind for row in desk.screen.panels.all[0].rows if row.duty]
        assert owed[:2] == ["may-ship", "answer-case"]
        assert desk.screen.part.kind == "answer-case"
        assert desk.said()[0].startswith("answer the case")


async def test_inside_an_order_the_next_in_turn_takes_its_place(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("next")
        page = desk.screen
        assert "] next in turn" in desk.part("#keys")
        await desk.keys("home")
        await desk.press("next")

        assert desk.screen is page
        assert RICE in desk.part("#headline")
        assert ledger.order(RICE).claim
        await desk.press("back")
        assert desk.screen is board(desk)


async def test_a_key_that_is_held_down_takes_one_order(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("next", "next", "next")

        assert LATE in desk.part("#headline")
        taken = [one.order_no for one in ledger.open().all(Order) if one.claim]
        assert taken == [LATE]


async def test_a_form_says_first_that_a_colleague_has_taken_the_order_on(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(claim=Claim(owner=WANG, at=NOW, by=WANG)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        assert f"{WANG} has this order since 09:00." in desk.whole_texts()
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.save()
    assert ledger.order(ORDER_NO).parcels


async def test_of_what_is_late_its_key_says_that_it_is_not_put_off(
    repository: Repository, drafts: Path
) -> None:
    answered = case(state="seller_to_answer", platform_deadline=NOW + 9 * HOUR)
    keep(repository, order(ship_by_deadline=NOW - HOUR, cases=(answered,)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("snooze")
        assert f"What is late is not put off: {ORDER_NO}: ship." in desk.whole_texts()


async def test_where_all_is_somebodys_the_next_in_turn_says_so(
    repository: Repository, drafts: Path
) -> None:
    mine = Claim(owner=ACTOR, at=NOW, by=ACTOR)
    keep(repository, order(claim=mine))
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("next")

        assert desk.said() == ["Nothing is owed that nobody has taken on."]
        assert desk.screen is board(desk)


async def test_what_is_put_off_leaves_the_board_until_its_time(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("down", "snooze")
        assert desk.values["what"] == "ship"
        await desk.fill(until=f"{NOW + timedelta(minutes=30):%Y-%m-%dT%H:%M+00:00}")
        await desk.save()

        (snooze,) = ledger.order(RICE).snoozes
        assert snooze.kind == "ship"
        (gone,) = (
            line for line in desk.text().splitlines() if "put off" in line and "261120-" in line
        )
        heading = next(line for line in desk.text().splitlines() if "Order no." in line)
        assert gone.index("put off") == heading.index("Goods")
        assert gone.index("261120-") == heading.index("Order no.")
        await desk.keys("up", "up", "down")
        assert board(desk).number == OIL
        await desk.search("snoozed")
        assert board(desk).number == RICE


async def test_the_key_that_puts_off_takes_up_again_at_once_and_its_menu_asks_for_another_time(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    asleep = Snooze(kind="ship", about="", until=NOW + HOUR, at=NOW, by="li")
    keep(repository, order(snoozes=(asleep,)))
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.search("snoozed")
        assert "z take it up again" in desk.text().splitlines()[-1]
        await desk.press("menu")
        await desk.type("put off until")
        await desk.keys("enter")
        assert desk.form._asking.title == f"Put off until later  {ORDER_NO}"
        await desk.keys("escape")

        await desk.press("snooze")
        assert desk.screen is board(desk)
        assert desk.said()[-1].endswith("\nTake up again what was put off: done.")
        assert ledger.order(ORDER_NO).snoozes == ()
        await desk.press("undo")
        (back,) = ledger.order(ORDER_NO).snoozes
        assert (back.kind, back.until) == ("ship", asleep.until)


async def test_the_only_row_that_no_longer_fits_has_the_room_for_what_it_says_that_it_had(
    repository: Repository, drafts: Path
) -> None:
    asleep = Snooze(kind="ship", about="", until=NOW + HOUR, at=NOW, by="li")
    goods = line(name="云南野生菌礼盒 松茸牛肝菌 八种混装 送礼")
    keep(repository, order(goods, snoozes=(asleep,)))
    async with desk_on(repository, drafts, size=(80, 24), place="board") as desk:
        await desk.search("snoozed")
        before = _room_for_goods(desk)
        await desk.press("snooze")

        assert board(desk).table.row is not None
        assert not board(desk).table.found
        assert _room_for_goods(desk) >= before


def _room_for_goods(desk: Desk) -> int:
    columns = board(desk).table.columns.fitting(board(desk).table.size.width)
    return {column.title: cells for column, cells in columns}["Goods"]


async def test_a_late_row_of_the_board_is_refused_to_be_put_off_and_no_other_is_chosen_for_it(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    answered = case(state="seller_to_answer", platform_deadline=NOW + 9 * HOUR)
    keep(repository, order(ship_by_deadline=NOW - HOUR, cases=(answered,)))
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("snooze")
        said = "This was due at 08:00; what is late is not put off."
        assert desk.said()[-1] == f"Put off until later\n{said}"
        await desk.keys("down")
        await desk.press("snooze")
        assert desk.values["what"].startswith("answer-case")


async def test_what_was_put_off_is_back_on_an_open_board_at_its_minute(
    store: Path, drafts: Path
) -> None:
    clock = [NOW]
    repository = open_store(str(store), ACTOR, lambda: clock[0])
    fill(repository)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("down", "snooze")
        await desk.fill(until=f"{NOW + timedelta(minutes=1):%Y-%m-%dT%H:%M+00:00}")
        await desk.save()
        await desk.keys("up", "up", "down")
        assert board(desk).number == OIL

        clock[0] = NOW + timedelta(minutes=2)
        listed = board(desk).table.length
        desk.app._tick()
        await desk.until(lambda: board(desk).table.length > listed, "what comes back")
        await desk.keys("up")
        assert board(desk).number == RICE


@pytest.mark.parametrize("lies_over", ["note", "menu"])
async def test_the_clock_above_goes_on_beside_what_lies_over_the_list(
    lies_over: str, store: Path, drafts: Path
) -> None:
    clock = [NOW]
    repository = open_store(str(store), ACTOR, lambda: clock[0])
    fill(repository)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press(lies_over)
        above = desk.text().split("\n")[0]
        clock[0] = NOW + timedelta(minutes=2)
        desk.app._tick()

        await desk.until(lambda: desk.text().split("\n")[0] != above, "the minute")


async def test_all_that_is_mine_is_handed_over_with_a_note(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    mine = Claim(owner=ACTOR, at=NOW, by=ACTOR)
    numbers = [f"261120-{number:015}" for number in range(1, 4)]
    orders = [
        order(order_no=number, claim=mine, ship_by_deadline=NOW + place * HOUR)
        for place, number in enumerate(numbers)
    ]
    keep(repository, *PEOPLE, *orders)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("palette")
        await desk.keys(*"hand over all", "enter")
        assert "Hand over 3 claims" in desk.text()
        assert "Hand over to" in desk.text()
        assert f"late · ship · 1 · ¥3.00: {numbers[0]}" in desk.whole_texts()
        await desk.fill(to="wang", note="下班了")
        await desk.keys("escape")
        await desk.press("palette")
        await desk.keys(*"hand over all", "enter")
        assert desk.values == {"to": "wang", "note": "下班了"}
        await desk.save()

        assert desk.said() == ["given to 小王 (wang): 3 of 3 claims"]
        assert {str(kept.claim and kept.claim.owner) for kept in repository.all(Order)} == {
            "小王 (wang)"
        }
        assert ledger.events(numbers[0])[-1].values == {"to": "小王 (wang)", "note": "下班了"}


async def test_of_one_shop_that_was_chosen_only_what_is_of_it_is_handed_over(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    mine = Claim(owner=ACTOR, at=NOW, by=ACTOR)
    theirs = order(order_no="261120-000000000000009", shop="茶铺", claim=mine)
    keep(repository, *PEOPLE, order(claim=mine), theirs)
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.app.choose("shop", ["pinduoduo", "茶铺"])
        await desk.press("palette")
        await desk.keys(*"hand over all", "enter")
        assert "Hand over 1 claim of 茶铺@Pinduoduo" in desk.text()
        await desk.fill(to="wang")
        await desk.save()
        assert desk.said() == ["given to 小王 (wang): 1 of 1 claim"]

        await desk.press("palette")
        await desk.keys(*"hand over all", "enter")
        assert desk.said()[-1] == (
            "You have taken on nothing of 茶铺@Pinduoduo that something is owed for."
        )
    assert ledger.events("261120-000000000000009")[-1].action == "handover"
    assert ledger.events(ORDER_NO) == []


async def test_who_has_taken_on_nothing_has_nothing_to_hand_over(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.press("palette")
        await desk.keys(*"hand over all", "enter")

        assert desk.said() == ["You have taken on nothing that something is owed for."]


async def test_enter_goes_on_to_what_is_next_once_a_thing_is_done(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await desk.keys("enter")
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.save()
        assert board(desk).part.kind == "ship"
        assert "no longer owed" in desk.text()

        await desk.keys("enter")
        await desk.fill(folder=str(drafts.parent))
        await desk.save()
        assert "1 parcel: is it uploaded?" in desk.text()
        await desk.keys("y")

        (parcel,) = ledger.order(LATE).parcels
        assert parcel.tracking_no == TRACKING_NO
        assert ledger.order(LATE).open_tasks == ()


async def test_enter_means_no_other_row_where_a_colleague_did_it(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, place="board") as desk:
        await colleague_ships(desk, ledger)

        await desk.keys("enter")

        assert board(desk).number == LATE
        assert desk.said()[-1].startswith("Ship\nNothing is left to ship")


async def test_ship_is_told_where_that_is_owed_and_nowhere_else(
    repository: Repository, drafts: Path
) -> None:
    asks = case(platform_deadline=NOW + 3 * HOUR, requested_fen=100)
    keep(repository, order(), shipped(order_no="261120-000000000000002", cases=(asks,)))
    async with desk_on(repository, drafts, size=(150, 38), place="board") as desk:
        told = {}
        for _row in range(board(desk).table.length):
            await desk.rest()
            told[board(desk).part.kind] = "s ship" in desk.part("#keys")
            await desk.press("down")

        assert told == {"contact-carrier": False, "answer-case": False, "ship": True}


async def test_what_the_platform_is_to_be_told_is_said_alike_on_the_board_beside_it_and_on_the_page(
    repository: Repository, drafts: Path
) -> None:
    asked = case(kind="supplementary", requested_fen=0, lines=units((1, 1)))
    keep(repository, shipped(cases=(asked,), received_at=NOW - HOUR))
    repository.run(
        all_actions()["agree-supplementary"], repository.find(ORDER_NO), {"case": asked.id}
    )
    async with desk_on(repository, drafts, size=(150, 38), place="board") as desk:
        assert desk.text().count("press 同意补寄") == len(("the list", "the preview"))
        assert "tell the platform  " in desk.text()  # the queue, of every task
        await desk.press("order")
        assert "press 同意补寄 on the platform" in desk.text()


async def test_its_key_on_the_duty_asks_for_the_carrier_first_and_then_for_the_buyer(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    lost = Trace(at=NOW - HOUR, state="abnormal")
    given = shipped(parcels=(parcel(traces=(lost,)),))
    keep(repository, given)
    async with desk_on(repository, drafts, size=(150, 38), place="board") as desk:
        asked = []
        for text in ("qing", "yi"):
            await desk.press("log-contact")
            asked.append((desk.values["channel"], desk.under("direction")))
            await desk.keys(*text)
            await desk.save()

        assert asked == [("carrier", "to the carrier"), ("platform_chat", "to the buyer")]
        ways = [(one.way, one.text) for one in ledger.order(given.order_no).contacts]
        assert ways == [("out_carrier", "qing"), ("out", "yi")]


@pytest.mark.parametrize("place", ["orders", "cases", "order", "the case on its page"])
async def test_its_key_asks_for_the_carrier_from_wherever_the_order_is_meant(
    place: str, repository: Repository, drafts: Path
) -> None:
    lost = Trace(at=NOW - HOUR, state="abnormal")
    keep(repository, shipped(parcels=(parcel(traces=(lost,)),), cases=(case(),)))
    async with desk_on(repository, drafts, place="orders" if place == "order" else "cases") as desk:
        if place == "orders":
            await desk.press("orders")
        elif place != "cases":
            await desk.press("open")
        await desk.press("log-contact")

        assert desk.values["channel"] == "carrier"


@pytest.mark.parametrize("owe_both", [True, False])
async def test_its_key_asks_for_the_carrier_where_all_that_are_marked_owe_that(
    owe_both: bool, repository: Repository, drafts: Path
) -> None:
    lost = Trace(at=NOW - HOUR, state="abnormal")
    there = Trace(at=NOW - HOUR, state="abnormal" if owe_both else "delivered")
    keep(
        repository,
        shipped(parcels=(parcel(traces=(lost,)),)),
        shipped(order_no=OIL, parcels=(parcel(traces=(there,)),)),
    )
    async with desk_on(repository, drafts, place="orders") as desk:
        await desk.press("mark-all", "log-contact")

        assert desk.values["channel"] == ("carrier" if owe_both else "platform_chat")


async def test_what_a_colleague_did_is_offered_and_counted_no_more_and_goes_with_the_place(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await colleague_ships(desk, ledger)

        assert "no longer owed" in desk.text()
        assert "s ship" not in desk.part("#keys")
        assert "do it" not in desk.part("#keys")
        found = desk.part("#found").split()[0]
        assert str(board(desk).panel.border_subtitle).strip() == f"1 / {found}"
        await desk.press("orders", "board")
        assert "no longer owed" not in desk.text()


async def test_what_was_done_stays_above_the_next_band(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    """It was late, and is nothing of what comes under the line that follows."""
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("down")
        table = board(desk).table
        gone = Gone(1, table.row, "no longer owed", NOW, is_over=True, band="")
        table._gone = gone
        table._bands = (Band(0, "late"), Band(1, "tomorrow"))
        assert table._starts() == [0, 2]

        table._gone = gone._replace(band="tomorrow")
        assert table._starts() == [0, 1]


async def test_what_a_colleague_did_goes_after_a_minute(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await colleague_ships(desk, ledger)
        board(desk).table.tick(NOW + timedelta(seconds=59))
        assert "no longer owed" in desk.text()
        board(desk).table.tick(NOW + timedelta(seconds=60))
        await desk.settle()
        assert "no longer owed" not in desk.text()


async def colleague_ships(desk: Desk, ledger: Ledger) -> None:
    """What is the most urgent, at another desk."""
    theirs, mine = ledger.open(), desk.app.repository
    theirs.run(all_actions()["ship"], theirs.find(LATE), {"tracking_no": TRACKING_NO})
    await desk.until(lambda: mine.find(LATE) == theirs.find(LATE), "the parcel")
    await desk.until(lambda: board(desk).table.is_over, "the row to be over")
    await desk.settle()


async def test_what_was_done_to_rows_that_left_the_board_is_marked_and_that_is_said(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts, size=(150, 38), place="board") as desk:
        await desk.press("mark", "mark", "ship")
        await desk.paste(f"{LATE} YT9876543210001\n{RICE} YT9876543210002")
        await desk.until(lambda: "2 possible" in desk.part("#after"), "the plan")
        await desk.fill(again="2")
        await desk.save()
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job to end")
        await desk.settle()
        await desk.press("report")
        await desk.keys("1")

        assert desk.said()[-1] == "Marked now: only what it was done to (2)."
        await desk.until(lambda: "2 hidden" in desk.part("#status"), "how many are hidden")
