"""What a person chooses for their own desk: one shop of several, colours, the bell; all is kept."""

from datetime import timedelta
from pathlib import Path

import pytest

from store.errors import StoreTrouble
from store.models.work import Claim
from store.reading.shop_lists import Lists
from store.repository import Repository
from tests.build import ACTOR, HOUR, NOW, keep, order
from tests.tui.driver import Desk, desk_on
from tui.bell import Bell
from tui.drafts import Drafts
from tui.language import use_language

HERE, THERE = "261120-000000000000001", "261120-000000000000002"
MINE, ALSO_MINE = "261120-000000000000003", "261120-000000000000004"
SHOP, OTHER = "云南特产", "米铺"


@pytest.fixture
def shops(repository: Repository) -> Repository:
    """Two shops with a late order each, that are nobody's."""
    late = {"ship_by_deadline": NOW - HOUR}
    keep(repository, order(order_no=HERE, shop=SHOP, **late))
    keep(repository, order(order_no=THERE, shop=OTHER, **late))
    return repository


async def choose(desk: Desk, *words: str) -> None:
    """A line of the palette."""
    await desk.press("palette")
    await desk.type(" ".join(words))
    await desk.keys("enter")


async def test_every_place_count_and_search_keeps_to_the_shop_that_was_chosen(
    shops: Repository, drafts: Path
) -> None:
    async with desk_on(shops, drafts) as desk:
        assert sorted(desk.rows) == [HERE, THERE]

        await choose(desk, "only the shop", OTHER)
        assert desk.rows == [THERE]
        assert desk.part("#found").startswith("1 of 1 ")
        assert f" {OTHER}@Pinduoduo " in desk.part("#top")
        assert "owed ▲1 late" in desk.part("#top")

        await desk.search("late")
        assert desk.rows == [THERE]
        await desk.press("board")
        assert HERE not in desk.text()
        assert THERE in desk.text()


async def test_an_import_goes_into_the_shop_that_was_chosen_and_of_several_into_none_unasked(
    shops: Repository, drafts: Path
) -> None:
    async with desk_on(shops, drafts) as desk:
        await desk.press("import")
        assert desk.values["shop"] == ""
        await desk.keys("escape")

        await choose(desk, "only the shop", OTHER)
        await desk.press("import")
        assert desk.values["shop"] == OTHER


async def test_the_next_in_turn_is_of_the_shop_that_was_chosen(
    shops: Repository, drafts: Path
) -> None:
    async with desk_on(shops, drafts) as desk:
        await choose(desk, "only the shop", OTHER)
        await desk.press("next")
        assert desk.said()[-1].split("\n")[1].startswith(f"{THERE} is yours now")
        await desk.press("back", "next")
        assert desk.said()[-1] == "Nothing is owed that nobody has taken on."


async def test_a_chosen_shop_and_its_colours_are_there_again_until_all_are_chosen(
    shops: Repository, drafts: Path
) -> None:
    async with desk_on(shops, drafts) as desk:
        await choose(desk, "only the shop", OTHER)
        await choose(desk, "theme (colours): shouhou-light")
        assert desk.app.theme == "shouhou-light"
    async with desk_on(shops, drafts) as desk:
        assert desk.rows == [THERE]
        assert desk.app.theme == "shouhou-light"
        await choose(desk, "all shops")
        assert sorted(desk.rows) == [HERE, THERE]
    async with desk_on(shops, drafts) as desk:
        assert sorted(desk.rows) == [HERE, THERE]


async def test_what_is_remembered_of_a_shop_that_has_gone_hides_nothing(
    shops: Repository, drafts: Path
) -> None:
    Drafts(drafts).kept.choose("shop", ["pinduoduo", "茶铺"])
    async with desk_on(shops, drafts) as desk:
        assert sorted(desk.rows) == [HERE, THERE]


async def test_a_single_shop_is_not_offered(repository: Repository, drafts: Path) -> None:
    keep(repository, order(order_no=HERE))
    async with desk_on(repository, drafts) as desk:
        await desk.press("palette")
        await desk.type("shops")
        assert not [one for one in desk.menu if "All shops" in one]


def mine(repository: Repository, order_no: str, left: timedelta) -> None:
    """An order of mine that has so much time left."""
    claim = Claim(owner=ACTOR, at=NOW, by=ACTOR)
    keep(repository, order(order_no=order_no, ship_by_deadline=NOW + left, claim=claim))


def test_it_rings_once_for_each_duty_that_falls_under_two_hours_from_now_on(
    repository: Repository,
) -> None:
    bell = Bell(ACTOR.user)
    mine(repository, HERE, HOUR)
    assert bell.fallen(repository) == []  # as it was found

    mine(repository, THERE, HOUR)
    assert [row.order_no for row in bell.fallen(repository)] == [THERE]
    assert bell.fallen(repository) == []


async def test_the_bell_is_off_until_it_is_wished_for(
    shops: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung: list[str] = []
    async with desk_on(shops, drafts) as desk:
        monkeypatch.setattr(desk.app, "bell", lambda: rung.append("rung"))
        await desk.app.ring()
        mine(shops, MINE, HOUR)
        await desk.app.ring()
        assert rung == []

        await choose(desk, "ring when")
        await desk.app.ring()
        mine(shops, ALSO_MINE, HOUR)
        await desk.app.ring()
        await desk.settle()
        assert rung == ["rung"]
        assert desk.said()[-1] == f"ship\n{ALSO_MINE}: under two hours"


async def test_trouble_with_the_store_beside_the_keys_is_said_and_ends_no_desk(
    shops: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_asked: object) -> None:
        raise StoreTrouble("The store is away.")

    async with desk_on(shops, drafts) as desk:
        await choose(desk, "ring when")
        monkeypatch.setattr(Lists, "names_by_login", away)
        monkeypatch.setattr(Bell, "fallen", away)
        await desk.app.ring()
        await desk.press("search")

        assert desk.said()[-1] == "The store is away."
        assert sorted(desk.rows) == [HERE, THERE]


async def test_the_themes_are_found_by_the_word_for_colours_in_chinese(
    shops: Repository, drafts: Path
) -> None:
    use_language("zh")
    async with desk_on(shops, drafts) as desk:
        await desk.press("palette")
        await desk.type("颜色")

        assert any("主题" in line for line in desk.menu)
