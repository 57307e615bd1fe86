"""The lines of a preview: each thing said once, and no amount torn from its name."""

from pathlib import Path

from store.models.subject import Subject
from store.repository import Repository
from store.rules.stock.actions.apply_stock_out import ApplyStockOut
from tests.build import ORDER_NO, keep, order
from tests.tui.driver import desk_on
from tui.actions import KEYS
from tui.order_text.preview import preview_of
from tui.order_text.preview_parts import Summary
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
