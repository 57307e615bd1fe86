"""What is wrong, or still to be filled, is where a person looks: in sight, with the focus."""

from pathlib import Path

import pytest

from store.errors import Problem
from store.models.order import Order
from store.repository import Repository
from store.rules.action.meaning import means_same
from store.rules.cases.actions.submit_evidence import SubmitEvidence
from store.rules.money.actions.refund import Refund
from tests.build import TRACKING_NO, case, goods_return, keep, line, order, return_case, shipped
from tests.tui.driver import NARROW, Desk, Ledger, desk_on
from tui.forms.field_box import FieldBoxes
from tui.forms.lines import COUNT, unlike

NUMBERS = [f"261120-{number:015}" for number in range(1, 4)]
LONG = order(*(line(number, sku=f"S{number}") for number in range(1, 40)))
"""Its form to ship is higher than any window."""


async def far_down(desk: Desk) -> None:
    """The last lines of the fields are what is seen."""
    desk.form.query_one(FieldBoxes).scroll_end(animate=False)
    await desk.settle()


async def test_what_is_wrong_with_a_field_out_of_sight_comes_into_sight(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, LONG)
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("ship")
        assert desk.focus == "tracking_no"
        await far_down(desk)
        assert "Tracking number" not in desk.text()

        await desk.save()

        assert "! A value is needed here." in desk.text()
        assert desk.focus == "tracking_no"


async def test_what_none_of_many_says_stands_under_its_field_in_sight(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("mark-all", "refund")
        await desk.fill(reason="差价", again="3")
        assert "Amount" not in desk.text()
        await desk.save()

        said = "! None of the 3 can be done: An amount or lines are needed."
        assert desk.under("amount") == said
        assert desk.focus == "amount"
        assert said in desk.text()
    assert not any(map(ledger.events, NUMBERS))


async def test_how_many_are_possible_is_asked_in_sight(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("mark-all", "refund")
        await desk.fill(amount="1", reason="差价")
        await desk.save()

        assert desk.focus == "again"
        assert unlike(COUNT, "") in desk.whole_texts()
        assert "! The plan says how many" in desk.text()


async def test_the_field_that_is_typed_into_is_seen_when_a_plan_grows_below(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("mark-all", "refund")
        await desk.go_to("cause")
        desk.form.rest()  # as the next pause in typing does
        await desk.until(lambda: "3 refused" in desk.part("#after"), "the plan")
        await desk.settle()

        assert "Cause" in desk.text()


@pytest.mark.parametrize(
    ("given", "action", "field"),
    [
        (order(), "refund", "amount"),
        (order(cases=(case(unshipped=True),)), "refund", "amount"),
        (shipped(), "record-penalty", "kind"),
        (shipped(), "change-address", "by"),
        (
            shipped(cases=(return_case(goods_return(received_at=None, units=())),)),
            "receive-return",
            "good",
        ),
    ],
)
async def test_what_has_to_be_filled_first_has_the_focus(
    given: Order, action: str, field: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, given)
    async with desk_on(repository, drafts) as desk:
        await desk.act(action)

        assert desk.focus == field


async def test_of_many_an_amount_or_lines_come_before_the_reason(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "refund")
        assert desk.focus == "amount"

        await desk.fill(lines="all")
        await desk.keys("escape")
        await desk.press("refund")
        assert desk.focus == "reason"


async def test_money_of_many_goes_without_goods_where_no_goods_are_said(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all", "refund")
        assert desk.values["lines"] == ""

        await desk.fill(amount="1", reason="差价")
        await desk.until(lambda: "3 possible" in desk.part("#after"), "the plan")
        assert "RICE-10" not in desk.part("#after")


@pytest.mark.parametrize(
    ("action", "field", "one", "other"),
    [
        (Refund, "amount", "20", "２０.00"),
        (SubmitEvidence, "count", "0", "０"),
        (SubmitEvidence, "count", "1,200", "1200"),
    ],
)
def test_a_number_is_the_same_however_it_is_written(
    action: type[Refund | SubmitEvidence], field: str, one: str, other: str
) -> None:
    assert means_same(action, field, one, other)
    assert not means_same(action, field, one, "")


async def test_what_chooses_nothing_is_said(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        await desk.go_to("channel")
        for sign in ("9", "x"):
            await desk.keys("tab", "shift+tab", sign)

            said = f"! {sign} is none of these; nothing was changed."
            assert (desk.values["channel"], desk.under("channel")) == ("platform_chat", said)


async def test_which_record_is_meant_is_asked_without_a_name_that_no_screen_shows(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(cases=(case(id="1"), case(id="2"))))
    async with desk_on(repository, drafts) as desk:
        await desk.act("agree-refund")
        await desk.save()

        assert desk.under("case") == "! Choose one of these."
        assert desk.focus == "case"
        (box,) = (one for one in desk.form.every_box if one.field.name == "case")
        box.blame(Problem("case", "Both are closed."))
        assert desk.under("case") == "! Both are closed."


async def test_what_is_wrong_is_folded_as_all_is(repository: Repository, drafts: Path) -> None:
    keep(repository, order(ship_by_deadline=None))
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("note")
        (box,) = desk.form.every_box
        box.say(
            "平台要求在规定的时间以内把全部商品发出，否则按每单计算，这里一共还缺 19 件商品",
            problem=True,
        )
        await desk.settle()

        assert desk.part("#under-text").split("\n") == [
            "! 平台要求在规定的时间以内把全部商品发出，否则按每单计算，这里一共还缺",
            "19 件商品",
        ]


async def test_what_is_said_of_a_carrier_is_said_before_it_is_saved(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no="SF0000000000001")
        told = "顺丰快递 (SF), told from the number"
        await desk.until(lambda: desk.under("carrier") == told, "the carrier to be told")
        await desk.fill(tracking_no="ABC123456", carrier="圆通 YT12")
        said = "圆通 YT12 is no carrier the desk knows; it is kept as it was typed."
        await desk.until(lambda: desk.under("carrier") == said, "the carrier to be judged")


async def test_an_unknown_carrier_beside_another_ones_number_is_asked_before_it_is_saved(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO, carrier="60 普洱")
        await desk.save()
        assert "looks like a number of 圆通快递" in desk.under("unknown_carrier")
        assert not repository.order(order().key).parcels
        await desk.fill(unknown_carrier="yes")
        await desk.save()
        assert [one.carrier for one in repository.order(order().key).parcels] == ["60 普洱"]


async def test_a_number_scanned_as_the_carrier_is_scanned_again_and_nothing_is_cleared(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        for scanned, field in (("6901234567892", "carrier"), (TRACKING_NO, "tracking_no")):
            await desk.type(scanned)
            await desk.save()
            assert desk.focus == field
        assert "was scanned as the carrier" in desk.under("tracking_no")
        await desk.type(TRACKING_NO)
        await desk.save()

        (parcel,) = repository.order(order().key).parcels
        assert (parcel.tracking_no, parcel.carrier) == (TRACKING_NO, "YTO")
