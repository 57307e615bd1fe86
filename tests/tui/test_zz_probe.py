import asyncio
from pathlib import Path
import pytest
from store.repository import Repository
from tests.build import *
from tests.tui.driver import *
from store.rules.actions import all_actions

OTHER_ORDER = "261120-000000000000002"


async def test_p1(repository, drafts):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="12", reason="x", again="1")
        await desk.save()
        await desk.fill(amount="1200")
        await desk.save()
        assert desk.under("again").startswith("the amount once more")


async def test_p2_leave(repository, drafts):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("abc")
        desk.app.leave(143)
    print(drafts.exists() and drafts.read_text())
    assert "abc" in drafts.read_text()


async def test_p2_ctrlq(repository, drafts):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("abc")
        desk.app.post_message(KeyEvent("ctrl+q", None))
        await asyncio.sleep(0.2)
    assert "abc" in drafts.read_text()


async def test_p3_arrows(repository, drafts):
    keep(repository, *(order(order_no=f"261120-00000000000{n:04}") for n in range(100)))
    async with desk_on(repository, drafts) as desk:
        await desk.keys("down", "down")
        assert desk.table.cursor == 2


async def test_p3_pagedown(repository, drafts):
    keep(repository, *(order(order_no=f"261120-00000000000{n:04}") for n in range(100)))
    async with desk_on(repository, drafts) as desk:
        await desk.keys("end")
        assert desk.table.cursor == 99


async def test_p4_lines(repository, drafts):
    keep(repository, *(order(order_no=f"261120-00000000000{n:04}") for n in range(100)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("bottom")
        seen = []
        real = desk.table.render_line
        desk.table.render_line = lambda y: (seen.append(y), real(y))[1]
        await desk.press("up")
        h = desk.table.size.height
        print(seen, h)
        assert set(seen) == {h - 1, h - 2}


async def test_p5_heading(repository, drafts):
    keep(repository, *(order(order_no=f"261120-00000000000{n:04}") for n in range(100)))
    async with desk_on(repository, drafts) as desk:
        lines = desk.text().split("\n")
        print("\n".join(lines[:7]))
        assert lines[4].index("Amount") + 6 == lines[5].index("50.00") + 5


async def test_p6_poll(repository, drafts, store):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        (store / "shouhou.json").write_text("{broken")
        await asyncio.sleep(0.8)
        print(desk.said(), desk.app.crash)


async def test_p6_gone(repository, drafts, store):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        (store / "shouhou.json").unlink()
        await asyncio.sleep(0.8)
        print(desk.said(), desk.app.crash)


async def test_p8_palette_search(repository, drafts):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("palette")
        await desk.type("search")
        await desk.keys("enter")
        await desk.settle()
        assert desk.focus == "search"


async def test_p9_menu(repository, drafts):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("menu")
        print(desk.menu)
        await desk.keys("9")
        print(desk.said())
        await desk.keys("1")
        print(desk.text())
        assert desk.form


async def test_p10_reveal(repository, drafts, monkeypatch):
    monkeypatch.setattr("tui.screens.order.REVEALED_SECONDS", 0.5)
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.open(ORDER_NO)
        await desk.press("reveal")
        await desk.fill(reason="a")
        await desk.save()
        await asyncio.sleep(0.35)
        await desk.press("reveal")
        await desk.fill(reason="b")
        await desk.save()
        await asyncio.sleep(0.25)
        assert "13812345600" in desk.text()


async def test_p11_refresh(repository, drafts, ledger):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        colleague = ledger.open()
        colleague.run(all_actions()["ship"], colleague.find(ORDER_NO), {"tracking_no": OTHER_NO})
        await desk.press("ship")
        print(desk.said())
        await asyncio.sleep(0.8)
        assert desk.table.selection.rows[0].fulfilment == "shipped"


@pytest.mark.parametrize("w", [30, 40, 50, 60, 70, 79])
async def test_p12_narrow(repository, drafts, w):
    keep(repository, *(order(order_no=f"261120-00000000000{n:04}") for n in range(100)))
    async with desk_on(repository, drafts, size=(w, 24)) as desk:
        print("\n".join(desk.text().split("\n")[:7]))


async def test_p13_draft_after_save(repository, drafts):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        for n in range(5):
            await desk.press("note")
            await desk.type("abc")
            await asyncio.sleep(0.30 + n * 0.02)
            await desk.save()
        await asyncio.sleep(0.6)
        assert desk.app.drafts._kept == {}


async def test_p14(repository, drafts, ledger):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.search("foo:1")
        print(desk.part("#status"))
        colleague = ledger.open()
        colleague.run(all_actions()["note"], colleague.find(ORDER_NO), {"text": OTHER_NO})
        await asyncio.sleep(0.8)
        assert "foo" in desk.part("#status")


async def test_p15(repository, drafts, ledger):
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.search("nothing")
        print(desk.part("#status"))
        await desk.press("search")
        await desk.keys("escape")
        await asyncio.sleep(0.4)
        assert desk.orders.search_box.value == ""


async def test_p18(repository, drafts, ledger):
    keep(repository, *(order(order_no=f"261120-00000000000{n:04}") for n in range(100)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("bottom")
        await desk.search("0000000000000001")
        print(desk.text(), desk.table.scroll_y)
        await desk.search("")
        print(desk.current, desk.table.scroll_y)
