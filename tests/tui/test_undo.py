"""What was done last is taken back by one key, as far as it can be."""

from pathlib import Path
from threading import Event
from unittest.mock import patch

import pytest

from store.documents.writing import Receipt
from store.errors import StoreTrouble
from store.models.bulk_run import BulkItem, BulkRun
from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.repository import Repository
from store.work.bulk import Bulk
from store.work.undoing import Undoing
from tests.build import HOUR, NOW, ORDER_NO, WANG, case, keep, order, shipped, units
from tests.tui.driver import Desk, Ledger, desk_on
from tui.kept import View
from tui.places.view_keeping import keep_view
from tui.undo import MOST, Done, DoneHere

NUMBERS = [f"261120-{number:015}" for number in range(1, 4)]


@pytest.fixture
def shop(repository: Repository) -> Repository:
    """Three orders."""
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    return repository


def owner(found: Order) -> str:
    return found.claim.owner.user if found.claim else ""


async def test_a_claim_says_how_it_is_taken_back_and_is_by_one_key(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("claim")
        assert desk.said() == ["Claim the order: done; ctrl+z takes it back."]
        assert owner(ledger.order(NUMBERS[0])) == "li"

        await desk.press("undo")
        assert desk.said()[-1] == f"Claim the order  {NUMBERS[0]}: taken back."
    assert owner(ledger.order(NUMBERS[0])) == ""
    assert [one.action for one in ledger.events(NUMBERS[0])] == ["claim", "undone"]


async def test_the_last_is_taken_back_first_then_the_one_before_then_nothing(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await flag(desk, "red")
        await flag(desk, "blue")
        colours = []
        for _turn in range(2):
            await desk.press("undo")
            mark = ledger.order(NUMBERS[0]).flag
            colours.append(mark.colour if mark else "none")
        await desk.press("undo")

        assert colours == ["red", "none"]
        assert desk.said()[-1] == "Nothing was done here that can be taken back."


EXCHANGE = SolutionOffer(
    id="o1",
    solution="exchange",
    at=NOW - HOUR,
    by="li",
    case="A1",
    sku="OIL-5",
    lines=units((1, 1)),
)
COUPON = SolutionOffer(id="o1", solution="coupon", at=NOW - HOUR, by="li")


@pytest.mark.parametrize(
    ("offer", "said"),
    [
        (EXCHANGE, "O (Record the answer to an offer) puts right what is wrong.\n"),
        (COUPON, ""),
    ],
)
async def test_what_would_put_it_right_is_named_where_it_may_be_done(
    offer: SolutionOffer, said: str, repository: Repository, drafts: Path
) -> None:
    sent = case(kind="exchange", state="buyer_to_return", lines=units((1, 1)))
    keep(repository, shipped(cases=(sent,), offers=(offer,)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("record-offer-answer")
        await desk.fill(accepted="no")
        await desk.save()
        await desk.press("undo")

        assert desk.said()[-1] == (
            f"{said}Record the answer to an offer  {ORDER_NO}: this cannot be taken back."
        )


async def flag(desk: Desk, colour: str) -> None:
    await desk.press("flag")
    await desk.fill(colour=colour)
    await desk.save()


async def test_what_cannot_be_taken_back_is_said_to_be_so_before_anything_older_is_taken(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("claim", "ship")
        await desk.fill(tracking_no="YT1234567890123")
        await desk.save()
        shipped = [one.action for one in ledger.events(NUMBERS[0])]
        await desk.press("undo")
        assert desk.said()[-1] == (
            "t (Correct a tracking number) puts right what is wrong.\n"
            f"Ship  {NUMBERS[0]}: this cannot be taken back. ctrl+z once more takes back what was"
            f" done before it: Claim the order  {NUMBERS[0]}."
        )
        assert [one.action for one in ledger.events(NUMBERS[0])] == shipped == ["claim", "ship"]

        await desk.press("undo")
        assert desk.said()[-1] == f"Claim the order  {NUMBERS[0]}: taken back."
    assert owner(ledger.order(NUMBERS[0])) == ""


async def test_what_is_next_in_turn_is_given_back_before_anything_older_is_taken(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await flag(desk, "red")
        await desk.press("next")
        assert owner(ledger.order(NUMBERS[0])) == "li"
        assert "ctrl+z undo" in desk.text()

        await desk.press("undo")
        assert desk.said()[-1] == f"{NUMBERS[0]} is nobody's again."
        assert ledger.order(NUMBERS[0]).flag
    assert owner(ledger.order(NUMBERS[0])) == ""
    assert [one.action for one in ledger.events(NUMBERS[0])] == ["flag", "next", "undone"]


async def test_what_a_colleague_took_over_since_is_not_given_back(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("next")
        theirs = ledger.open().acting(WANG, lambda: shop.now)
        mine = ledger.order(NUMBERS[0])
        theirs.run(theirs.action_named("assign", mine), mine, {"to": "wang"})
        await desk.press("undo")

        assert desk.said()[-1] == (
            "小王 (wang) changed the same since (Assign to somebody); “Given out as the next in"
            " turn” is not taken back. Look at it, and change it by its own key."
        )
    assert owner(ledger.order(NUMBERS[0])) == "wang"


async def test_an_act_that_fails_leaves_the_one_before_it_to_be_taken_back(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("claim", "claim", "undo")

    assert owner(ledger.order(NUMBERS[0])) == ""


async def test_what_a_colleague_changed_since_stays_and_the_one_before_comes_next(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await flag(desk, "red")
        await desk.press("claim")
        theirs = ledger.open().acting(WANG, lambda: shop.now)
        mine = ledger.order(NUMBERS[0])
        theirs.run(theirs.action_named("assign", mine), mine, {"to": "wang"})
        await desk.press("undo")

        assert "小王 (wang) changed the same since (Assign to somebody)" in desk.said()[-1]
        await desk.press("undo")
    found = ledger.order(NUMBERS[0])
    assert (owner(found), found.flag) == ("wang", None)


async def test_a_mark_is_taken_back_before_what_was_done_before_it(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("flag")
        await desk.fill(colour="red")
        await desk.save()
        await desk.press("mark", "mark", "undo")
        assert len(desk.table.marked) == 1
        await desk.press("undo")
        assert not desk.table.marked

        await desk.press("undo")
        assert desk.said()[-1] == f"Flag  {NUMBERS[0]}: taken back."


async def test_taking_back_a_mark_says_what_is_marked_now(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark", "mark", "undo")
        assert desk.said()[-1] == "1 marked now."
        await desk.press("undo")
        assert desk.said()[-1] == "None is marked now."


async def test_marks_of_another_search_are_left_alone_until_one_is_back_there(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark")
        await desk.search(NUMBERS[2])
        await desk.press("mark", "undo", "undo")
        assert desk.said()[-1] == "Nothing was done here that can be taken back."
        await desk.press("mark", "board", "undo")
        assert desk.said()[-1] == "Nothing was done here that can be taken back."
        await desk.press("orders")
        await desk.keys("escape")
        assert len(desk.table.marked) == 2

        await desk.press("undo")
        assert {key.rpartition(":")[2] for key in desk.table.marked} == {NUMBERS[2]}


def test_many_marks_are_no_reason_to_forget_a_claim() -> None:
    done_here = DoneHere()
    done_here.add(Done("claim"))
    for number in range(MOST + 5):
        done_here.add(Done(f"mark {number}", writes=False))
    titles = []
    while last := done_here.last:
        titles.append(last.title)
        done_here.drop(last)

    assert titles == [*(f"mark {number}" for number in range(MOST + 4, 5, -1)), "claim"]


async def test_marks_that_were_taken_away_come_back(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark-all", "unmark")
        assert not desk.table.marked
        await desk.press("undo")

        assert len(desk.table.marked) == 3


async def test_what_was_done_to_many_is_taken_back_at_once(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.press("mark-all", "claim")
        await desk.save()
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job")
        await desk.settle()
        assert [owner(ledger.order(number)) for number in NUMBERS] == ["li"] * 3
        assert desk.said()[-1] == (
            "Claim the order: 3 done.\nctrl+z takes it back, % shows what came of each."
        )
        await desk.press("undo")
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job")
        await desk.settle()

        assert desk.said()[-1] == "Claim the order, 3 at once: 3 taken back."
        await desk.press("report")
        assert "Claim the order: 3 taken back." in desk.text()
        assert "Taken back" in desk.text()
    assert [owner(ledger.order(number)) for number in NUMBERS] == [""] * 3


async def test_what_was_done_to_many_before_the_store_failed_is_taken_back_too(
    shop: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    done_one = Bulk._done

    def failing(bulk: Bulk, run: BulkRun, item: BulkItem) -> BulkItem:
        if item.called == NUMBERS[2]:
            raise StoreTrouble("The disk is full.")
        return done_one(bulk, run, item)

    async with desk_on(shop, drafts) as desk:
        with monkeypatch.context() as broken:
            broken.setattr(Bulk, "_done", failing)
            await desk.press("mark-all", "claim")
            await desk.save()
            await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job")
            await desk.settle()
        await desk.press("undo")
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job")
        await desk.settle()

        assert desk.said()[-1] == "Claim the order, 3 at once: 2 taken back."
    assert [owner(ledger.order(number)) for number in NUMBERS] == [""] * 3


async def test_what_was_stopped_and_gone_on_with_is_taken_back_at_once(
    shop: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(shop, drafts) as desk:
        bulk = shop.bulk(desk.app.drafts.runs)
        done_one = Bulk._done

        def failing(bulk: Bulk, run: BulkRun, item: BulkItem) -> BulkItem:
            if item.called == NUMBERS[1]:
                raise StoreTrouble("The disk is full.")
            return done_one(bulk, run, item)

        with patch.object(Bulk, "_done", failing):
            await desk.press("mark-all", "claim")
            await desk.save()
            await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job")
            await desk.settle()
        await desk.press("unmark", "flag")
        await desk.fill(colour="red")
        await desk.save()
        await desk.press("report")
        assert desk.menu[1] == "2  Go on with the 2 that are left"
        await desk.keys("2")
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the rest")
        await desk.settle()
        assert [owner(ledger.order(number)) for number in NUMBERS] == ["li"] * 3
        await desk.until(desk.said, "what came of it")
        assert desk.said()[-1].endswith("ctrl+z takes it back, % shows what came of each.")

        await desk.press("undo")
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job")
        await desk.settle()
        assert desk.said()[-1] == "Claim the order, 3 at once: 3 taken back."
        run = bulk.files.last()
        assert run
        assert [one.state for one in run.items] == ["undone"] * 3
        await desk.press("undo")
        assert ", 3 at once" not in desk.said()[-1]
    assert [owner(ledger.order(number)) for number in NUMBERS] == [""] * 3


async def test_a_view_that_a_colleague_changed_since_is_left_as_it_is(
    shop: Repository, drafts: Path
) -> None:
    async with desk_on(shop, drafts) as desk:
        keep_view(desk.app, "orders", View("迟了", "late"), is_shops=True)
        shop.keep_view("orders", "迟了", "late due:<2d")
        await desk.press("undo")

        assert desk.said()[-1] == (
            "Somebody changed the view 迟了 since; it is left as it is. Keep yours under another"
            " name."
        )
        assert shop.shop_views("orders") == [("迟了", "late due:<2d", "")]


async def test_a_view_that_was_taken_away_comes_back(shop: Repository, drafts: Path) -> None:
    async with desk_on(shop, drafts) as desk:
        await desk.search("late")
        await desk.press("save-view")
        await desk.fill(name="迟了")
        await desk.save()
        await desk.press("views")
        await desk.keys(*"Take", "enter", "enter")
        kept = desk.app.drafts.kept
        assert kept.views("orders") == []
        await desk.press("undo")

        assert [view.name for view in kept.views("orders")] == ["迟了"]
        await desk.press("undo")
        assert kept.views("orders") == []


async def test_taking_back_from_many_lets_others_work_is_stopped_and_goes_on_with_the_rest(
    shop: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    began, goes_on = Event(), Event()
    undo = Repository.undo

    def slow(repository: Repository, undoing: Undoing) -> Receipt:
        if undoing.after.key.endswith(NUMBERS[1]):
            began.set()
            goes_on.wait(10)
        return undo(repository, undoing)

    async with desk_on(shop, drafts) as desk:
        await desk.press("mark-all", "claim")
        await desk.save()
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the claims")
        await desk.settle()
        monkeypatch.setattr(Repository, "undo", slow)
        await desk.press("undo")
        await desk.until(began.is_set, "the second order")
        # Neither the keys nor the one writer of the desk wait for it.
        await desk.press("down", "down", "flag")
        await desk.fill(colour="red")
        await desk.save()
        assert ledger.order(NUMBERS[2]).flag
        await desk.until(lambda: "taken back 1 of 3" in desk.part("#status"), "its line")
        await desk.keys("escape")
        goes_on.set()
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "its end")
        await desk.settle()
        assert desk.said()[-1] == (
            "Claim the order, 3 at once: 1 taken back. ctrl+z goes on with the 2 left."
        )
        await desk.press("report")
        assert "Claim the order: 2 done, 1 taken back." in desk.text()
        assert NUMBERS[0] in desk.menu[3]
        await desk.keys("escape")
        assert [owner(ledger.order(number)) for number in NUMBERS] == ["", "li", "li"]

        await desk.press("undo")
        await desk.until(lambda: not ledger.order(NUMBERS[2]).claim, "the rest")
        await desk.press("undo")
        assert not ledger.order(NUMBERS[2]).flag
