"""The buyer is hidden on the screen of an order until somebody gives a reason."""

from pathlib import Path
from threading import Event
from typing import cast

import pytest

from store.repository import Repository
from tests.build import ORDER_NO, keep
from tests.tui.driver import NARROW, Ledger, desk_on
from tests.tui.full_order import full, shown_sections
from tui.screens.order import OrderScreen
from tui.threads import READERS

OTHER_ORDER = "261120-000000000000002"


async def test_personal_data_is_shown_for_a_reason_and_hidden_again(
    repository: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.order.REVEALED_SECONDS", 3)
    keep(repository, full())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        assert "13812345600" not in desk.text()
        assert "张三丰" not in desk.text()
        await desk.press("reveal")
        await desk.save()
        assert desk.under("reason") == "! Personal data is shown for a reason only; give one."
        assert ledger.events(ORDER_NO) == []

        await desk.fill(reason="核对地址")
        await desk.save()
        assert (
            shown_sections(desk)["Receiver"]
            == "张三丰 13812345600 浙江省杭州市西湖区文三路77 号 501"
        )
        (event,) = ledger.events(ORDER_NO)
        assert (event.action, event.values) == ("reveal", {"reason": "核对地址"})

        await desk.until(lambda: "13812345600" not in desk.text(), "the mask")


async def test_hiding_it_again_waits_for_nothing_that_is_read(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    go_on = Event()
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        masked = shown_sections(desk)["Receiver"]
        await desk.press("reveal")
        await desk.fill(reason="核对地址")
        await desk.save()
        assert "13812345600" in desk.text()
        for _reader in range(READERS):
            desk.app.threads.rest(lambda: go_on.wait(10))
        cast("OrderScreen", desk.screen)._mask()
        await desk.until(lambda: "13812345600" not in desk.text(), "the mask")

        assert not go_on.is_set()
        assert "张三丰" not in desk.text()
        assert shown_sections(desk)["Receiver"] == masked
        go_on.set()
        await desk.settle()
        assert shown_sections(desk)["Receiver"] == masked


async def test_revealing_again_starts_the_half_minute_anew(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        for reason in ("核对地址", "再看一次"):
            await desk.press("reveal")
            await desk.fill(reason=reason)
            await desk.save()
        masks = [one for one in desk.screen._timers if "_mask" in repr(one._callback)]

        assert len(masks) == 1


async def test_another_order_is_hidden_while_one_is_revealed(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, full(), full().model_copy(update={"order_no": OTHER_ORDER}))
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press("reveal")
        await desk.fill(reason="核对地址")
        await desk.save()
        await desk.press("back")
        await desk.open(OTHER_ORDER)
        assert "13812345600" not in desk.text()

        await desk.press("back")
        await desk.open(ORDER_NO)
        assert "13812345600" not in desk.text()


@pytest.mark.parametrize("phone", ["13812345600", "169****2541"])
async def test_what_was_revealed_is_seen_and_a_masked_export_is_called_that(
    phone: str, repository: Repository, drafts: Path
) -> None:
    of = full()
    receiver = of.receiver.model_copy(update={"phone": phone})
    keep(repository, of.model_copy(update={"receiver": receiver}))
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.open(ORDER_NO)
        assert "P show personal data" not in desk.text()
        await desk.press("reveal")
        await desk.fill(reason="核对地址")
        await desk.save()

        assert "张三丰" in desk.text()
        is_told = "The export itself is masked" in " ".join(desk.said())
        assert is_told == ("*" in phone)


async def test_a_digit_has_all_of_a_panel_seen(repository: Repository, drafts: Path) -> None:
    keep(repository, full())
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.open(ORDER_NO)
        screen = cast("OrderScreen", desk.screen)
        for digit, panel in enumerate(screen.panels.all, start=1):
            await desk.keys("alt+1", f"alt+{digit % 10}")
            if panel.section and panel.virtual_region.height <= screen.body.region.height:
                assert screen.body.region.contains_region(panel.region), panel.id
