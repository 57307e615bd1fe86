"""A whole address that is pasted into a form: each part into its own field, and all of it said."""

from pathlib import Path

import pytest

from store.repository import Repository
from tests.build import ORDER_NO, keep, order
from tests.tui.driver import NARROW, Desk, Ledger, desk_on
from tui.widgets.folded import Folded

ADDRESS = "李四\n13912345678\n广东省 深圳市 宝安区 西乡街道5号"
TAKEN = {
    "receiver": "李四",
    "phone": "13912345678",
    "province": "广东省",
    "city": "深圳市",
    "district": "宝安区",
    "street": "西乡街道",
    "detail": "5号",
}


def apart(desk: Desk) -> str:
    """What the form says that it took from a paste."""
    told = desk.screen.query_one("#apart", Folded)
    return told.said if told.display else ""


@pytest.mark.parametrize("field", ["by", "receiver", "detail"])
async def test_a_whole_address_goes_into_the_fields_wherever_it_is_pasted_and_is_said(
    field: str, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.act("change-address")
        await desk.go_to(field)
        await desk.paste(ADDRESS)

        assert {name: desk.values[name] for name in TAKEN} == TAKEN
        said = "Taken from the paste, look it over: "
        assert apart(desk).startswith(f"{said}Receiver: 李四, Phone: 13912345678, Province: 广东省")
        shown = " ".join(part for part in desk.text().split() if part.strip("│"))
        assert "House and room: 5号" in shown

        await desk.fill(by="buyer")
        await desk.save()
        receiver = ledger.order(ORDER_NO).receiver
        assert (receiver.name, receiver.city, receiver.detail) == ("李四", "深圳市", "5号")


async def test_what_is_said_of_a_paste_goes_once_one_of_its_parts_is_another(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.act("change-address")
        await desk.paste(ADDRESS)
        assert apart(desk)
        await desk.fill(by="buyer")
        assert apart(desk)

        await desk.fill(detail="6号")
        assert apart(desk) == ""


async def test_nothing_of_another_address_stays_and_a_single_part_goes_where_it_is_pasted(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.act("change-address")
        await desk.fill(street="文三路", phone="13700000000")
        await desk.paste("浙江省杭州市余杭区")
        assert (desk.values["street"], desk.values["phone"]) == ("", "13700000000")
        assert desk.values["district"] == "余杭区"

        await desk.go_to("detail")
        await desk.paste("良睦路 1 号")
        assert desk.values["detail"] == "良睦路 1 号"
