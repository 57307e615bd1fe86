"""What is marked is acted on at once: one form, a plan of each, a count typed, a report."""

from pathlib import Path
from threading import Event, current_thread
from typing import Any

import pytest

from store.change import Change
from store.documents.writing import Receipt
from store.files.trouble import unwritten
from store.models.bulk_run import BulkItem, BulkRun
from store.models.order import Order
from store.repository import Repository
from store.work.bulk import Bulk
from tests.build import DAY, NOW, OIL, WANG, case, keep, line, order, shipped
from tests.rules.inquiries import KNOWN, heard, inquiry
from tests.rules.row_facts import said
from tests.tui.driver import Desk, Ledger, desk_on
from tui.forms.choice import ChoiceEntry
from tui.screens.bulk_report import PlanScreen, ReportScreen
from tui.screens.files import StopMenu
from tui.screens.menu import MenuScreen
from tui.screens.order import OrderScreen

NUMBERS = [f"261120-{number:015}" for number in range(1, 51)]
ASKED = 1234
"""Fen that each buyer asks for."""


def asking(number: str, fen: int = ASKED) -> Order:
    """An order whose buyer wants the money back before it was shipped."""
    return order(order_no=number, cases=(case(requested_fen=fen, unshipped=True),))


@pytest.fixture
def fifty(repository: Repository) -> Repository:
    """Fifty unshipped orders whose buyers want their money back."""
    keep(repository, *map(asking, NUMBERS))
    return repository


async def ended(desk: Desk) -> None:
    """Until nothing is done to many any more."""
    await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job to end")
    await desk.settle()


async def test_fifty_unshipped_refunds_are_agreed_to_in_ten_keys_each_its_own_event(
    fifty: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(fifty, drafts, place="board") as desk:
        keys = ["*", "a", *"agr", "enter", "5", "0", "ctrl+s"]
        for key in keys:
            await desk.keys(key)
        await ended(desk)
        await desk.until(desk.said, "what came of it")

        assert len(keys) <= 10
        assert desk.said() == ["Agree to a refund: 50 done. % shows what came of each."]
        await desk.press("undo")
        assert desk.said()[-1] == (
            "Agree to a refund, 50 at once: this cannot be taken back. ctrl+z once more takes back"
            " what was done before it: 50 marked."
        )
    for number in NUMBERS:
        assert ledger.order(number).cases[0].agreed_fen == ASKED
        assert [one.action for one in ledger.events(number)] == ["agree-refund"]


async def test_the_form_says_what_each_buyer_asks_and_what_is_refused(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, asking(NUMBERS[0]), asking(NUMBERS[1], 2000), shipped(order_no=NUMBERS[2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.act("agree-refund")
        await desk.until(lambda: "possible" in desk.part("#after"), "the plan")

        assert "Case: that of each row, else the only one" in desk.whole_texts()
        assert "left out, what each buyer asks" in desk.whole_texts()
        assert desk.after == (
            "After it: 2 possible, 1 refused ¥32.34 in all"
            f" Refused: 1 ! {NUMBERS[2]} This order has no after-sales case."
        )
        assert desk.focus == "again"
        assert "f4 each of them" in desk.text()

        await desk.keys("f4")
        assert isinstance(desk.screen, PlanScreen)
        assert desk.menu[0].startswith(f"1  ! {NUMBERS[2]}  This order has no after-sales case.")
        assert [line.split()[1] for line in desk.menu[1:]] == [NUMBERS[0], NUMBERS[1]]
        assert all("东北大米" in line for line in desk.menu[1:])
        await desk.keys("1")
        assert isinstance(desk.screen, OrderScreen)
        await desk.press("back")
        await desk.keys("escape")
        assert desk.focus == "again"


async def test_the_menu_of_one_row_leads_to_all_that_is_found(
    fifty: Repository, drafts: Path
) -> None:
    async with desk_on(fifty, drafts) as desk:
        await desk.press("menu")
        await desk.type("on all")
        assert desk.menu == ["1  *  On all 50 that are found"]
        await desk.keys("enter")

        assert len(desk.table.marked) == 50
        assert isinstance(desk.screen, MenuScreen)
        assert not any("that are found" in line for line in desk.menu), "all are marked already"


async def test_no_plan_is_made_where_keys_are_answered_and_one_that_was_made_is_done(
    fifty: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    plan = Bulk.plan

    def noted(bulk: Bulk, *given: Any) -> BulkRun:
        threads.append(current_thread().name[:4])
        return plan(bulk, *given)

    monkeypatch.setattr(Bulk, "plan", noted)
    async with desk_on(fifty, drafts) as desk:
        await desk.press("mark-all", "flag")
        await desk.fill(colour="red")
        await desk.until(lambda: "50 possible" in desk.part("#after"), "the plan")
        await desk.save()
        await ended(desk)
    assert set(threads) == {"read"}
    assert all(ledger.order(number).flag for number in NUMBERS)


async def test_another_number_than_that_of_the_orders_does_nothing(
    fifty: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(fifty, drafts) as desk:
        await desk.press("mark", "mark")
        await desk.act("agree-refund")
        await desk.type("3")
        await desk.save()

        said = "! The plan says how many are possible: that number is typed here."
        assert desk.under("again") == said
    assert ledger.events(NUMBERS[0]) == []


@pytest.mark.parametrize(
    ("action", "typed"),
    [("apply-stock-out", {}), ("log-contact", {"text": "发错了"})],
)
async def test_what_cannot_be_taken_back_is_done_to_many_once_their_number_is_typed(
    action: str, typed: dict[str, str], repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.act(action)
        await desk.fill(**typed)
        await desk.until(lambda: "2 possible" in desk.part("#after"), "the plan")
        await desk.save()
        said = "! The plan says how many are possible: that number is typed here."
        assert desk.under("again") == said
        assert not any(map(ledger.events, NUMBERS[:2]))

        await desk.type("2")
        await desk.save()
        await ended(desk)
    for number in NUMBERS[:2]:
        assert [one.action for one in ledger.events(number)] == [action]


async def test_the_number_confirms_the_plan_that_it_was_typed_for_and_no_other(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.act("cancel-order")
        await desk.fill(reason="out_of_stock", again="2")
        await desk.fill(reason="buyer_changed_mind")
        said = "! What it confirmed has changed; it is typed again."
        assert (desk.form.every_box[-1].value, desk.under("again")) == ("", said)
        # The number is typed again with its plan in sight.
        plan = "After it: 2 possible"
        await desk.until(lambda: desk.part("#after").startswith(plan), "the plan")
        await desk.save()
        await ended(desk)

        assert desk.under("again").startswith("! The plan says how many are possible")
        assert [ledger.events(number) for number in NUMBERS[:2]] == [[], []]
        await desk.fill(again="2")
        keep(repository, shipped(order_no=NUMBERS[2]))
        await desk.save()
        await ended(desk)
    assert [one.action for one in ledger.events(NUMBERS[0])] == ["cancel-order"]


async def test_the_plan_that_is_listed_is_that_of_what_stands_in_the_form(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "ship")
        await desk.paste(f"{NUMBERS[0]} YT9876543210001")
        await desk.until(lambda: "1 possible" in desk.part("#after"), "the plan")
        await desk.save()
        await desk.keys("ctrl+x")
        await desk.go_to("tracking_no")
        await desk.paste(f"{NUMBERS[1]} YT9876543210002")
        # Nobody waits for the pause after which what would be so is worked out.
        await desk.keys("f4")
        assert isinstance(desk.screen, PlanScreen)
        assert f"! {NUMBERS[0]}  The list has no number for it." in "\n".join(desk.menu)
        await desk.keys("escape")
        await desk.until(lambda: desk.after.startswith("After it: 1 possible"), "the plan")


async def test_the_menu_says_with_how_many_of_a_few_an_action_is_possible(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, asking(NUMBERS[0]), order(order_no=NUMBERS[1]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "menu")
        assert isinstance(desk.screen, MenuScreen)
        lines = {one.name: one for one in desk.screen._lines}
        assert lines["agree-refund"].note == "1 of 2"
        assert lines["note"].note == ""
        assert lines["release-hold"].why_not == "Possible with none of them."


async def test_many_are_asked_in_the_words_that_one_is(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *map(asking, NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        one = desk.form.query_one("#field-direction", ChoiceEntry).choices
        await desk.keys("escape")
        await desk.press("mark-all")
        await desk.press("log-contact")
        assert desk.form.query_one("#field-direction", ChoiceEntry).choices == one


async def test_tab_stays_where_the_number_is_typed(repository: Repository, drafts: Path) -> None:
    keep(repository, *map(asking, NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.act("agree-refund")
        assert desk.focus == "again"
        await desk.keys("tab", "2")
        assert (desk.focus, desk.values["amount"]) == ("again", "")


async def test_keys_right_behind_a_refused_save_choose_nothing(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts, reading=0.2) as desk:
        await desk.press("mark-all")
        await desk.act("cancel-order")
        await desk.keys("ctrl+s", *"92x")
        assert (desk.focus, desk.values["reason"]) == ("reason", "")
        said = "keys typed meanwhile were forgotten."
        await desk.until(lambda: said in desk.trouble, "how many were dropped")


async def test_of_many_no_line_that_is_chosen_never_means_all(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    both = (line(), OIL)
    keep(repository, *(order(*both, order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.act("apply-stock-out")
        await desk.fill(lines="")
        await desk.until(lambda: desk.under("lines"), "what is wrong with it")
        await desk.fill(again="2")
        await desk.save()

        assert desk.under("lines") == "! No line is ticked."
    assert not any(map(ledger.events, NUMBERS[:2]))


async def test_what_is_refused_stays_marked_with_its_sentence_and_is_opened_from_the_report(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:3]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.act("claim")
        theirs = ledger.open().acting(WANG, lambda: repository.now)
        theirs.run(theirs.action_named("claim", order()), ledger.order(NUMBERS[1]), {})
        await desk.save()
        await ended(desk)

        assert desk.table.marked == {f"pinduoduo:米铺:{NUMBERS[1]}"}
        await desk.at(NUMBERS[1])
        assert "小王 (wang)" in desk.part("#status")

        await desk.press("report")
        assert isinstance(desk.screen, ReportScreen)
        assert desk.menu[1].startswith(f"2  ! {NUMBERS[1]}  小王 (wang)")

        await desk.keys("2")
        assert isinstance(desk.screen, OrderScreen)
        await desk.press("back")
        assert isinstance(desk.screen, ReportScreen)


async def test_what_an_action_was_done_to_is_marked_again_from_its_report(
    repository: Repository, drafts: Path
) -> None:
    numbers, other = NUMBERS[:2], NUMBERS[2]
    keep(repository, *(order(order_no=number) for number in (*numbers, other)))
    async with desk_on(repository, drafts) as desk:
        for number in numbers:
            await desk.at(number)
            await desk.press("mark")
        await desk.act("note")
        await desk.fill(text="等货")
        await desk.save()
        await ended(desk)
        await desk.until(lambda: not desk.table.marked, "the marks to go")

        await desk.press("report")
        await desk.keys("1")
        assert {key.rpartition(":")[2] for key in desk.table.marked} == {*numbers}
        assert desk.said()[-1] == "Marked now: only what it was done to (2)."
        await desk.press("undo")
        assert not desk.table.marked


async def test_what_is_being_done_is_stopped_by_esc_and_gone_on_with_from_the_report(
    repository: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:4]))
    began, goes_on = Event(), Event()
    done_one = Bulk._done

    def slow(bulk: Bulk, run: BulkRun, item: BulkItem) -> BulkItem:
        if item.called == NUMBERS[1]:
            began.set()
            goes_on.wait()
        return done_one(bulk, run, item)

    monkeypatch.setattr(Bulk, "_done", slow)
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "claim")
        desk.send("ctrl+s")
        await desk.until(began.is_set, "the second order")
        await desk.until(lambda: desk.screen is desk.orders, "the form to go")
        await desk.until(
            lambda: desk.part("#keys").startswith(" esc stop it   enter open it"), "the key"
        )
        await desk.press("leave")
        assert "Leave the desk?  Claim the order, 4 at once, 4 marked" in desk.text()
        assert [" ".join(line.split()) for line in desk.menu] == [
            "Leave: what goes on is stopped, what is marked is forgotten",
            "esc Stay",
        ]
        await desk.keys("escape")
        await desk.press("report")  # its file does not say yet what was done
        await desk.until(lambda: isinstance(desk.screen, StopMenu), "the offer instead of a report")
        await desk.keys("escape")
        job = desk.app.jobs.of("bulk")
        assert job
        await desk.keys("escape")  # once is enough; typed in haste it takes nothing else away
        assert job.is_stopped
        assert "esc stop it" not in desk.part("#keys")
        await desk.keys("escape")
        goes_on.set()
        await ended(desk)
        await desk.keys("escape")
        assert desk.table.marked == {f"pinduoduo:米铺:{number}" for number in NUMBERS[1:4]}
        claimed = [number for number in NUMBERS[:4] if ledger.order(number).claim]
        assert claimed == NUMBERS[:1]
        await desk.until(desk.said, "what came of it")
        assert desk.said()[-1] == (
            "Claim the order: 1 done, 3 not done yet.\n"
            "ctrl+z takes it back, % shows what came of each."
        )
        assert "esc stop it" not in desk.part("#keys")

        await desk.press("report")
        assert desk.menu[1] == "2  Go on with the 3 that are left"
        began.clear()
        goes_on.clear()
        await desk.keys("2")
        await desk.until(began.is_set, "the second order")
        assert desk.said() == []  # of the run that has ended
        goes_on.set()
        await ended(desk)
    assert all(ledger.order(number).claim for number in NUMBERS[:4])
    assert [len(ledger.events(number)) for number in NUMBERS[:4]] == [1] * 4


async def test_after_a_kill_the_report_says_what_was_done_by_then(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:3]))
    async with desk_on(repository, drafts) as desk:
        bulk = repository.bulk(desk.app.drafts.runs)
        meant = [bulk.target(number) for number in NUMBERS[:3]]
        plan = bulk.plan(bulk.aims("claim", meant), {})
        bulk.carry_out(plan, lambda _item: False)  # left after the first
        bulk.files.keep(plan)  # as whoever is killed leaves it
    async with desk_on(repository, drafts) as desk:
        await desk.until(desk.said, "what was left off")
        assert desk.said() == [
            (
                "Claim the order: 1 done, 2 not done yet.\n"
                "% in a list shows what came of each, and goes on."
            )
        ]
        await desk.press("palette")
        await desk.type("resume")
        (line,) = desk.menu
        assert " ".join(line.split()) == "1 % what came of the last action on many; resume it"
        await desk.keys("enter")
        assert "Claim the order: 1 done, 2 not done yet." in desk.text()
        assert desk.menu[1] == "2  Go on with the 2 that are left"

        await desk.keys("2")
        await ended(desk)
        await desk.until(lambda: "3 done" in "".join(desk.said()), "what came of it")
        assert desk.said()[-1] == (
            "Claim the order: 3 done.\nctrl+z takes 2 of them back, % shows what came of each."
        )
    assert [len(ledger.events(number)) for number in NUMBERS[:3]] == [1] * 3
    async with desk_on(repository, drafts) as desk:
        assert desk.said() == []


async def test_a_key_of_products_is_refused_where_orders_are_marked(
    fifty: Repository, drafts: Path
) -> None:
    async with desk_on(fifty, drafts) as desk:
        await desk.press("mark-all", "set-stock")

        assert desk.said()[-1] == ("Set the stock\nThat is for the shop's goods, not for orders.")
        assert desk.screen is desk.orders
        await desk.press("unmark", "set-stock")
        assert desk.said()[-1] == ("Set the stock\nThat is for the shop's goods, not for orders.")


async def test_what_is_of_another_kind_is_refused_among_many_as_by_itself(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, asking(NUMBERS[0]), inquiry(contacts=(heard(promise_due=NOW + DAY),)))
    async with desk_on(repository, drafts, place="cases") as desk:
        await desk.press("mark-all", "agree")
        await desk.until(lambda: "possible" in desk.part("#after"), "the plan")

        assert desk.after == (
            "After it: 1 possible, 1 refused ¥12.34 in all"
            f" Refused: 1 ! {KNOWN} That is for orders, not for inquiries."
        )


async def test_what_the_store_broke_off_says_how_much_is_done_and_goes_on_from_the_report(
    fifty: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Change.run

    def failing(change: Change[Any], key: str = "") -> Receipt:
        if NUMBERS[3] in key:
            raise unwritten("shop.db", "the disk is gone")
        return real(change, key)

    async with desk_on(fifty, drafts) as desk:
        await desk.press("mark-all")
        await desk.act("claim")
        with monkeypatch.context() as patched:
            patched.setattr(Change, "run", failing)
            await desk.keys("ctrl+s")
            await ended(desk)
        report = next(key.shown for key in desk.app.keys if key.name == "report")

        await desk.until(desk.said, "what came of it")
        assert desk.said()[-1] == (
            "Claim the order, 50 at once: shop.db could not be written (the disk is gone). 3 are"
            f" done, 47 are left. {report} shows what came of each, and goes on."
        )
        await desk.press("report")
        assert isinstance(desk.screen, ReportScreen)
        await desk.keys("2")
        await ended(desk)
    assert [len(ledger.events(number)) for number in NUMBERS] == [1] * 50


async def test_that_many_are_meant_is_said_with_the_key_and_what_is_hidden_in_the_form(
    fifty: Repository, drafts: Path
) -> None:
    async with desk_on(fifty, drafts, size=(150, 38)) as desk:
        await desk.press("mark")
        assert "a all actions on 1 marked" in desk.part("#keys")
        await desk.press("mark")
        assert "a all actions on 2 marked" in desk.part("#keys")
        await desk.search(f"order:{NUMBERS[0]}")
        await desk.act("claim")

        assert "2 marked (1 hidden)" in desk.whole_texts()
        assert "2 marked (1 hidden)" in desk.text()


async def test_one_that_is_marked_is_said_and_done_as_many_are(
    fifty: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(fifty, drafts, size=(150, 38)) as desk:
        await desk.press("mark", "down")
        marked, under = desk.rows[0], desk.orders.number
        assert under != marked
        await desk.press("menu")
        assert f"Actions on {marked}  1 marked" in desk.text()
        await desk.keys("escape")
        await desk.act("note")
        assert desk.form._asking.title.endswith(marked)
        assert "1 marked" in desk.whole_texts()
        await desk.fill(text="等一下")
        await desk.save()
        await desk.until(lambda: not desk.table.marked, "the mark to go")

        assert "a actions" in desk.part("#keys")
    assert [len(ledger.events(number)) for number in (marked, under)] == [1, 0]


async def test_shipping_is_told_for_one_and_for_several(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(order_no=NUMBERS[0]), order(order_no=NUMBERS[1]))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        assert "s ship" in desk.part("#keys")
        await desk.press("mark")
        assert "s ship" in desk.part("#keys")
        await desk.press("mark")
        assert "s ship" in desk.part("#keys")


async def test_shipping_is_not_told_for_several_of_which_none_is_to_be_shipped(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(shipped(order_no=number) for number in NUMBERS[:2]), order(order_no="3"))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        for number in NUMBERS[:2]:
            await desk.at(number)
            await desk.press("mark")
        assert "s ship" not in desk.part("#keys")

        await desk.press("mark-all")
        assert "s ship" in desk.part("#keys")


async def test_that_none_can_be_done_is_said_before_anything_is_typed(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(shipped(order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "ship")
        (said,) = desk.said()
        assert "None of the 2 can be done: Nothing is left to ship" in said
        assert desk.screen is desk.orders


async def test_a_pasted_list_ships_many_each_with_its_own_number(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    """From the paste of the list itself: what it finds is marked, and the same paste ships it."""
    keep(repository, *(order(order_no=number) for number in NUMBERS[:3]))
    text = "\n".join(f"{number}\tYT730000000010{place}" for place, number in enumerate(NUMBERS[:2]))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        await desk.paste(text)
        await desk.press("mark-all", "ship")
        await desk.go_to("tracking_no")
        await desk.paste(text)
        await desk.until(lambda: "2 possible" in desk.after, "the plan")
        await desk.go_to("again")
        await desk.type("2")
        await desk.save()
        await desk.until(lambda: not desk.table.marked, "the marks to go")

    sent = [ledger.order(number).parcels[0].tracking_no for number in NUMBERS[:2]]
    assert sent == ["YT7300000000100", "YT7300000000101"]


async def test_what_is_told_is_for_the_one_that_is_marked(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(order_no=NUMBERS[0]), shipped(order_no=NUMBERS[1]))
    async with desk_on(repository, drafts, size=(150, 38)) as desk:
        await desk.at(NUMBERS[1])
        await desk.press("mark")
        await desk.at(NUMBERS[0])
        assert "s ship" not in desk.part("#keys")


async def test_the_row_that_a_form_is_about_stays_seen_beside_it(
    fifty: Repository, drafts: Path
) -> None:
    async with desk_on(fifty, drafts, size=(150, 38)) as desk:
        await desk.press("bottom", "note")
        table = desk.orders.table

        assert desk.form
        assert table.cursor == len(NUMBERS) - 1
        await desk.until(lambda: table.size.height < 30, "the list to give way")
        await desk.settle()
        assert 0 <= table.cursor - round(table.scroll_y) < table.size.height


async def test_what_was_typed_for_many_is_kept_for_just_these_until_it_is_done(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:3]))
    async with desk_on(repository, drafts) as desk:
        await desk.keys("*")
        await desk.press("note")
        await desk.fill(text="晚点发")
        await desk.keys("escape")

        await desk.press("note")
        assert desk.values["text"] == "晚点发"
        assert "draft of 09:00 restored; ctrl+x empties" in desk.text()
        await desk.keys("escape", "space")
        await desk.press("note")
        assert desk.values["text"] == ""  # two of them are other ones
        await desk.keys("escape", "up", "space")
        await desk.press("note")
        await desk.keys("ctrl+s")
        await ended(desk)

        await desk.keys("*")
        await desk.press("note")
        assert desk.values["text"] == ""


async def test_what_is_put_off_of_many_is_that_of_each_and_no_name_of_ours_is_shown(
    repository: Repository, drafts: Path
) -> None:
    promised = order(order_no=NUMBERS[0], contacts=(said(promise_due=NOW + DAY),))
    keep(repository, promised, order(order_no=NUMBERS[1], ship_by_deadline=NOW - DAY))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "snooze")

        assert list(desk.values) == ["until"]
        assert "What is put off: that of each row, else the only one" in desk.whole_texts()
        assert "promise:" not in desk.text()


async def test_a_form_for_two_rows_of_an_order_counts_what_its_plan_has(
    repository: Repository, drafts: Path
) -> None:
    cases = tuple(case(id=one, requested_fen=ASKED, unshipped=True) for one in ("A1", "c2"))
    keep(repository, *(order(order_no=number, cases=cases) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts, place="board") as desk:
        await desk.press("mark-all")
        await desk.act("note")
        await desk.fill(text="等一下")
        await desk.until(lambda: "possible" in desk.part("#after"), "the plan")

        assert "4 marked" in desk.whole_texts()
        assert desk.form._asking.title == "Write a note, 2 at once"
        assert desk.after.endswith("After it: 2 possible")
