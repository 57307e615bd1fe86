"""The report of an action on many: what is said of several stands once, above."""

from pathlib import Path
from typing import Any

from store.models.bulk_run import BulkItem, BulkRun
from store.repository import Repository
from store.words import counts
from tests.build import NOW
from tests.tui.driver import desk_on
from tui.language import use_language
from tui.screens.bulk_report import ReportScreen, outcome_of

NUMBERS = [f"261120-{number:015}" for number in range(1, 6)]
OFF_SALE = "Take PG-9 off sale at once, here and there."


NO_OTHER = "No other order to ship needs PG-9 that is not applied for."


def said(number: str) -> tuple[str, ...]:
    """What was said of an order that was applied for with the others."""
    later = NUMBERS[NUMBERS.index(number) + 1 :]
    others = f"Other orders to ship that need PG-9: 4, with 4 units: {', '.join(later)}."
    return (
        others if later else NO_OTHER,
        OFF_SALE,
        *(["It is late."] if number == NUMBERS[0] else []),
    )


def test_what_is_said_of_several_stands_once_and_of_others_only_as_they_are_at_its_end() -> None:
    items = tuple(
        BulkItem(kind="orders", key=f"pinduoduo:米铺:{one}", state="done", said=said(one))
        for one in NUMBERS
    )
    run = BulkRun(id="r", action="apply-stock-out", values={}, items=items, at=NOW, by="li")
    lines = ReportScreen("", run)._lines

    assert [(line.text, line.note) for line in lines if line.group == "once"] == [
        (OFF_SALE, "(of 5)"),
    ]
    assert [line.text for line in lines if line.group == "done"] == [
        f"{NUMBERS[0]}  It is late.",
        *NUMBERS[1:-1],
        f"{NUMBERS[-1]}  {NO_OTHER}",
    ]


def test_what_is_said_of_one_stays_with_it() -> None:
    item = BulkItem(
        kind="orders", key=f"pinduoduo:米铺:{NUMBERS[0]}", state="done", said=(OFF_SALE,)
    )
    run = BulkRun(id="r", action="apply-stock-out", values={}, items=(item,), at=NOW, by="li")

    assert [line.text for line in ReportScreen("", run)._lines] == [f"{NUMBERS[0]}  {OFF_SALE}"]


def test_what_gave_less_than_the_buyer_asks_for_stands_before_what_was_done() -> None:
    short = "22.75 is agreed, 32.50 is asked for."
    items = tuple(
        BulkItem(
            kind="orders", key=f"pinduoduo:米铺:{number}", state="done", short=less, said=(less,)
        )
        for number, less in zip(NUMBERS, ("", short, short), strict=False)
    )
    run = BulkRun(id="r", action="agree-refund", values={}, items=items, at=NOW, by="li")

    assert [(line.group, line.text) for line in ReportScreen("", run)._lines if line.text] == [
        ("done", f"{NUMBERS[0]}"),
        ("short", f"{NUMBERS[1]}  {short}"),
        ("short", f"{NUMBERS[2]}  {short}"),
    ]
    said = "Agree to a refund: 3 done. 2 of them gave less than the buyer asks for."
    assert outcome_of(run) == said


async def test_what_needs_a_person_stands_first_and_the_report_says_so(
    repository: Repository, drafts: Path
) -> None:
    told: dict[str, Any] = {"kind": "orders", "said": (OFF_SALE,)}
    done = [BulkItem(key=f"pinduoduo:米铺:{one}", state="done", **told) for one in NUMBERS[:2]]
    refused = BulkItem(
        kind="orders", key=f"pinduoduo:米铺:{NUMBERS[2]}", state="refused", sentence="It is theirs."
    )
    run = BulkRun(
        id="r", action="apply-stock-out", values={}, items=(*done, refused), at=NOW, by="li"
    )
    async with desk_on(repository, drafts) as desk:
        desk.app.push_screen(ReportScreen("", run))
        await desk.settle()

        assert [" ".join(line.split()) for line in desk.menu] == [
            f"1 ! {NUMBERS[2]} It is theirs.",
            f"2 {OFF_SALE} (of 2)",
            f"3 {NUMBERS[0]}",
            f"4 {NUMBERS[1]}",
        ]
        assert "what was refused stands first, and is still marked in the list" in desk.text()
        assert "enter open the order   esc back" in desk.text()
        await desk.keys("down")
        assert desk.part("#keys").split() == ["esc", "back"]


def test_orders_have_their_measure_word_in_chinese_and_what_is_several_things_another() -> None:
    assert counts.came_of({"orders"}, possible=2, refused=1) == "2 possible, 1 refused"
    use_language("zh")
    try:
        assert counts.came_of({"orders"}, possible=2, refused=1) == "2 单可以办、1 单不能办"
        assert counts.came_of({"orders", "products"}, done=2) == "2 项已办"
    finally:
        use_language("en")
