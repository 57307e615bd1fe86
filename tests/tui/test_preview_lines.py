"""The lines of a preview: each thing said once, and no amount torn from its name."""

from pathlib import Path

import pytest

from store.models.after_sales_case import AfterSalesCase
from store.models.order import Order
from store.models.platform_task import PlatformTask
from store.models.solution_offer import SolutionOffer
from store.models.subject import Subject
from store.models.work import Hold, Snooze
from store.reading.brought import UNNAMED
from store.repository import Repository
from store.rules.obligations.at_zero import phrase
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from tests.build import (
    HOUR,
    NOW,
    ORDER_NO,
    case,
    goods_return,
    keep,
    order,
    return_case,
    shipped,
    units,
)
from tests.rules.row_facts import obligation_rows, order_row
from tests.tui.driver import desk_on
from tui.actions import KEYS
from tui.order_text.case_preview import case_preview
from tui.order_text.cases import STEPS, cases
from tui.order_text.preview import preview_of
from tui.order_text.preview_parts import Summary
from tui.places.board_columns import BOARD_COLUMNS
from tui.places.order_columns import next_cell
from tui.said import Said, flowing, text_of
from tui.widgets.preview import Preview


def _said(repository: Repository) -> Summary:
    return preview_of(repository, Subject("orders", repository.find(ORDER_NO).key), KEYS)


def test_what_is_under_review_is_said_once(repository: Repository) -> None:
    keep(repository, order())
    repository.run(ApplyStockOut, repository.find(ORDER_NO), {"explanation": "停产"})

    chips = text_of(_said(repository).state)

    assert chips.count("under review") == 1
    assert "2 of 2 under review" in chips


def test_what_may_go_back_stays_with_its_amount(repository: Repository) -> None:
    keep(repository, order())
    paid = next(line for line in _said(repository).lines if "may go back" in text_of(line))

    wide = len(text_of(paid).strip())
    assert [text_of(one).strip() for one in flowing(paid, wide - 3)] == [
        part.text.strip() for part in paid if part.text
    ]


@pytest.mark.parametrize(
    ("accepted", "said"),
    [
        (None, ["for OIL-5 x1, not answered"]),
        (True, ["for OIL-5 x1"]),
        (False, ["the buyer does not take OIL-5 x1"]),
    ],
)
def test_a_case_says_what_goods_it_is_about_and_what_they_are_exchanged_for(
    repository: Repository, accepted: bool | None, said: list[str]
) -> None:
    given = case(kind="exchange", state="buyer_to_return", lines=units((1, 1)))
    offer = SolutionOffer(
        id="o1",
        solution="exchange",
        at=NOW,
        by="li",
        case=given.id,
        sku="OIL-5",
        lines=units((1, 1)),
        accepted=accepted,
    )
    keep(repository, shipped(cases=(given,), offers=(offer,)))
    found = repository.find(ORDER_NO)
    summary = case_preview(repository, Subject("orders", found.key), given.id, (), "a")
    assert summary
    assert isinstance(found, Order)
    (row,) = cases(repository.view(found))

    below = [text_of(line).strip() for line in summary.lines]
    goods = [*filter(None, below[below.index("Goods") + 1 :])]
    assert goods == ["东北大米  x1", *said]
    assert [text_of(line) for line in row.under][-1 - len(said) :] == ["RICE-10 x1", *said]


def test_a_case_that_is_done_in_part_says_how_much_came_and_went(repository: Repository) -> None:
    lines, back = units((1, 2)), goods_return({1: 1})
    given = case(kind="exchange", state="seller_to_send", lines=lines, returns=(back,))
    keep(repository, shipped(cases=(given,)))
    found = repository.find(ORDER_NO)
    assert isinstance(found, Order)
    (row,) = cases(repository.view(found))

    assert "1 of 2 back, 0 of 2 sent" in [text_of(line) for line in row.under]


def test_in_few_lines_a_case_says_its_goods_what_is_owed_and_first_the_key_that_does_it(
    repository: Repository,
) -> None:
    back = goods_return()
    given = case(kind="exchange", state="seller_to_send", lines=units((1, 1)), returns=(back,))
    keep(repository, shipped(cases=(given,)))
    subject = Subject("orders", repository.find(ORDER_NO).key)
    summary = case_preview(repository, subject, given.id, KEYS, "a")
    assert summary

    state, owed, keys = map(text_of, summary.in_few(78, 3))
    assert state.endswith("   RICE-10 x1")
    assert "send" in owed
    assert keys.startswith("a ship a replacement   ")


def _kinds(repository: Repository, given: AfterSalesCase) -> tuple[str, str]:
    """How the clock of a case looks in its preview, and the step at which it stands."""
    keep(repository, shipped(cases=(given,)))
    subject = Subject("orders", repository.find(ORDER_NO).key)
    said = case_preview(repository, subject, given.id, (), "a")
    assert said is not None
    lines = said.in_column()
    now = next(part for line in lines for part in line if part.text[2:] == STEPS[given.state])
    clock = next(part for line in lines for part in line if part.kind.startswith("chip"))
    return clock.kind, now.kind


@pytest.mark.parametrize(
    ("state", "hours", "kinds"),
    [
        pytest.param("seller_to_answer", -1, ("chip-late", "late"), id="we are late"),
        pytest.param("seller_to_answer", 1, ("chip-soon", "soon"), id="we soon are"),
        pytest.param("seller_to_answer", 9, ("chip", "soon"), id="we have time"),
        pytest.param("buyer_to_return", -1, ("chip-soon", "soon"), id="the buyer is late"),
        pytest.param("buyer_to_return", 1, ("chip", "soon"), id="the buyer soon is"),
        pytest.param("platform_to_rule", -1, ("chip-late", "late"), id="our evidence is late"),
    ],
)
def test_a_case_is_red_only_where_we_are_late(
    repository: Repository, state: str, hours: int, kinds: tuple[str, str]
) -> None:
    due = NOW + hours * HOUR

    assert _kinds(repository, return_case(state=state, platform_deadline=due)) == kinds


async def test_a_sentence_is_cut_only_where_there_is_no_room(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    words = " ".join(f"word{number}" for number in range(60))
    said = Summary(((Said("A", "title"),),), (), ((Said(words),),), (), ())
    for size, is_whole in (((120, 36), True), ((120, 15), False)):
        async with desk_on(repository, drafts, size=size) as desk:
            preview = desk.screen.query_one(Preview)
            preview.show(said)
            await desk.settle()
            assert ("word59" in desk.text()) == is_whole


async def test_long_sentences_give_way_to_what_may_be_done(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    words = " ".join(f"word{number}" for number in range(15))
    key = next(one for one in KEYS if one.name == "ship")
    for many, is_cut in ((3, False), (7, True), (11, True)):
        said = Summary(((Said("A", "title"),),), (), (((Said(words),),) * many), (), (key,))
        async with desk_on(repository, drafts, size=(120, 36)) as desk:
            preview = desk.screen.query_one(Preview)
            preview.show(said)
            await desk.settle()

            assert preview.text.endswith(f"Possible now\n s {key.title}\n")
            assert (preview.text.count("word14") < many) == is_cut


def test_what_the_platform_is_to_be_told_is_named_once(repository: Repository) -> None:
    task = PlatformTask(id="t1", kind="batch-ship", created_at=NOW, copy_text="x", parcel="p1")
    keep(repository, shipped(tasks=(task,)))

    said = _said(repository)

    for lines in (said.lines, said.few):
        texts = [text_of(line) for line in lines]
        assert sum("upload the batch-ship file" in text for text in texts) == 1
        assert not any("without knowing" in text for text in texts)


@pytest.mark.parametrize("code", [code for code, left in UNNAMED.items() if left])
def test_what_comes_of_not_telling_it_is_said_without_its_name(code: str) -> None:
    assert phrase(UNNAMED[code]) == phrase((code, "appeal", "")).partition(":")[0]


def test_what_settles_what_is_owed_comes_first_and_what_only_we_know_last(
    repository: Repository,
) -> None:
    keep(repository, order(ship_by_deadline=NOW + HOUR))

    told = [key.name for key in _said(repository).possible]

    assert told[0] == "ship"
    outward = max(told.index(name) for name in ("log-contact", "refund", "apply-stock-out"))
    assert outward < min(told.index(name) for name in ("note", "flag", "tag", "claim", "assign"))


@pytest.mark.parametrize("way", ["held", "snoozed"])
def test_of_what_is_put_off_a_preview_says_what_the_lists_say(
    way: str, repository: Repository
) -> None:
    until = NOW + 2 * HOUR
    hold = Hold(until=until, reason="x", at=NOW, by="li") if way == "held" else None
    snoozes = () if hold else (Snooze(kind="ship", about="", until=until, at=NOW, by="li"),)
    given = order(hold=hold, snoozes=snoozes)
    keep(repository, given)
    said = "ship, from 11:00"

    (row,) = (one for one in obligation_rows(given) if one.kind == "ship")
    cells = BOARD_COLUMNS.cells(row, 150, NOW, marked=False)
    assert said in [cell.text.strip() for cell in cells]
    assert next_cell(order_row(given), NOW, "").text == said
    assert any(text_of(line).endswith(said) for line in _said(repository).lines)
    assert next_cell(order_row(given), until, "").text == "ship"
