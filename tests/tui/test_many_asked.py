"""The one form of many: where it begins, what it asks for, and what its number confirms."""

from pathlib import Path

import pytest

from store.models.receiver import Receiver
from store.repository import Repository
from tests.build import DAY, NOW, TRACKING_NO, case, keep, order, parcel, shipped
from tests.tui.driver import NARROW, Desk, Ledger, desk_on

NUMBERS = [f"261120-{number:015}" for number in range(1, 51)]
EMPTIED = "! What it confirmed has changed; it is typed again."


async def ended(desk: Desk) -> None:
    """Until nothing is done to many any more."""
    await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job to end")
    await desk.settle()


@pytest.mark.parametrize(
    ("action", "field"),
    [
        ("apply-stock-out", "explanation"),
        ("cancel-order", "reason"),
        ("confirm-order", "again"),
    ],
)
async def test_it_begins_where_words_are_written_and_else_at_the_number(
    action: str, field: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("mark-all")
        await desk.act(action)
        await desk.until(lambda: "possible" in desk.part("#after"), "the plan")

        assert desk.focus == field
        assert "50 marked" in desk.text(), "its head is in sight"


async def test_words_that_change_no_plan_leave_the_number_that_confirms_it(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.act("apply-stock-out")
        await desk.until(lambda: "2 possible" in desk.part("#after"), "the plan")
        await desk.fill(again="2")
        await desk.fill(explanation="缺货")
        assert desk.under("again") == ""
        await desk.save()
        await ended(desk)
    assert [len(ledger.events(number)) for number in NUMBERS[:2]] == [1, 1]


async def test_lines_that_others_are_meant_with_empty_the_number(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "ship")
        await desk.paste(f"{NUMBERS[0]} YT9876543210001")
        await desk.until(lambda: "1 possible" in desk.part("#after"), "the plan")
        await desk.fill(again="1")
        await desk.fill(tracking_no=f"{NUMBERS[1]} YT9876543210001")

        assert desk.under("again") == EMPTIED


async def test_who_gives_one_number_to_two_orders_is_asked_whether_both_go_to_one(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=number, receiver=Receiver()) for number in NUMBERS[:3]))
    lines = "\n".join(f"{number} {TRACKING_NO}" for number in NUMBERS[:2])
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "ship")
        box = desk.form._boxes["same_receiver"]
        await desk.paste(f"{lines}\n{NUMBERS[2]} YT9876543210001")
        await desk.until(lambda: "1 possible" in desk.part("#after"), "the plan")
        assert box.display

        await desk.fill(same_receiver="yes")
        await desk.until(lambda: "3 possible" in desk.part("#after"), "the plan")
        await desk.fill(again="3")
        await desk.save()
        await ended(desk)
    found = [ledger.order(number).parcels[0].tracking_no for number in NUMBERS[:3]]
    assert found == [TRACKING_NO, TRACKING_NO, "YT9876543210001"]


async def test_the_field_is_not_shown_where_nobody_asks_for_it(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "ship")
        await desk.paste(f"{NUMBERS[0]} {TRACKING_NO}")
        await desk.until(lambda: "1 possible" in desk.part("#after"), "the plan")

        assert not desk.form._boxes["same_receiver"].display


@pytest.mark.parametrize("refused_before", [1, 11])
async def test_only_what_it_was_done_to_is_marked_from_the_report_by_one_digit(
    refused_before: int, repository: Repository, drafts: Path
) -> None:
    gone = [shipped(order_no=number) for number in NUMBERS[:refused_before]]
    keep(repository, *gone, order(order_no=NUMBERS[12]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.act("apply-stock-out")
        await desk.until(lambda: "1 possible" in desk.part("#after"), "the plan")
        await desk.fill(again="1")
        await desk.save()
        await ended(desk)
        refused = desk.table.marked
        assert refused
        await desk.press("report")
        await desk.keys("1")

        assert [key.rpartition(":")[2] for key in desk.table.marked] == [NUMBERS[12]]
        await desk.press("undo")
        assert desk.table.marked == refused


async def test_a_contact_with_many_settles_what_is_owed_where_that_is_the_same(
    repository: Repository, drafts: Path
) -> None:
    still = parcel(traces=(), shipped_at=NOW - 5 * DAY)
    keep(repository, *(shipped(order_no=number, parcels=(still,)) for number in NUMBERS[:2]))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "log-contact")

        assert desk.values["channel"] == "carrier"


async def test_what_gives_less_than_the_buyer_asks_for_is_said_before_the_number_is_typed(
    repository: Repository, drafts: Path
) -> None:
    first = case(requested_fen=2000, unshipped=True)
    cases = (first, case(id="c2", requested_fen=5000, unshipped=True))
    keep(repository, order(order_no=NUMBERS[0], cases=cases))
    async with desk_on(repository, drafts, place="cases") as desk:
        await desk.press("mark-all")
        await desk.act("agree-refund")
        await desk.until(lambda: "possible" in desk.after, "the plan")

        assert "2 possible ¥50.00 in all" in desk.after
        note = f"Less than is asked for: 1 - {NUMBERS[0]} 30.00 is agreed, 50.00 is asked for."
        assert desk.after.endswith(note)


@pytest.mark.parametrize("action", ["ship", "apply-stock-out", "change-address", "hold", "snooze"])
async def test_what_none_of_the_marked_may_do_opens_no_form(
    action: str, repository: Repository, drafts: Path
) -> None:
    """A form would say what cannot be taken back, and leave its draft."""
    received = (
        shipped(order_no=number, tracking_no=f"YT98765432100{number[-2:]}", received_at=NOW)
        for number in NUMBERS[:3]
    )
    keep(repository, *received)
    async with desk_on(repository, drafts, place="orders") as desk:
        await desk.press("mark-all")
        await desk.act(action)
        await desk.settle()

        assert desk.screen is desk.orders
        (said,) = desk.said()
        assert "None of the 3 can be done: " in said


async def test_why_several_are_refused_is_told_of_the_first_with_the_numbers_of_the_others(
    repository: Repository, drafts: Path
) -> None:
    numbers = NUMBERS[:7]
    keep(repository, *(order(order_no=number) for number in numbers))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        await desk.press("ship")
        lines = "\n".join(f"{number} 8771234567890{place}" for place, number in enumerate(numbers))
        await desk.go_to("tracking_no")
        await desk.paste(lines)
        await desk.until(lambda: "refused" in desk.after, "the plan")

        first, *_others = numbers
        assert desk.after.startswith(
            f"After it: 7 refused Refused: 7 ! {first} The carrier cannot be told from"
            " 87712345678900; give it"
        )
        alike = ", ".join(numbers[1:5])
        assert f"for the same reason: {alike} and 2 more" in desk.after
        assert desk.after.count("SF") == 1
