"""Drafts that are kept: told when the desk is opened, listed in the palette, opened from there."""

from pathlib import Path

from store.models.subject import Part, Subject, Target, of_order
from store.repository import Repository
from tests.build import NOW, ORDER_NO, OTHER_NO, TRACKING_NO, keep, order
from tests.tui.driver import Desk, Ledger, desk_on, drafted
from tui.drafts import Drafts
from tui.language import use_language
from tui.screens.acting import Acting

OTHER = "261120-000000000000002"
NUMBERS = [f"261120-{number:015}" for number in range(1, 4)]


def menu(desk: Desk) -> list[str]:
    return [" ".join(line.split()) for line in desk.menu]


async def left_a_note(desk: Desk, number: str, text: str) -> None:
    await desk.at(number)
    await desk.press("note")
    await desk.type(text)
    await desk.keys("escape")


async def test_a_desk_that_is_opened_says_which_drafts_there_are_and_the_palette_has_them_first(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), order(order_no=OTHER))
    async with desk_on(repository, drafts) as desk:
        assert desk.said() == []
        await left_a_note(desk, ORDER_NO, "换礼盒")
    async with desk_on(repository, drafts) as desk:
        await desk.until(desk.said, "what was left off")
        assert desk.said() == ["1 draft is kept; : lists it first."]
        await left_a_note(desk, OTHER, "先别发")
    async with desk_on(repository, drafts) as desk:
        await desk.until(desk.said, "what was left off")
        assert desk.said() == ["2 drafts are kept; : lists them first."]
        await desk.press("palette")

        assert {line[2:] for line in menu(desk)[:2]} == {
            f"Write a note {ORDER_NO} 09:00",
            f"Write a note {OTHER} 09:00",
        }
        assert "换礼盒" not in desk.text()


async def test_drafts_stand_in_the_same_order_whatever_is_typed(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), order(order_no=OTHER))
    async with desk_on(repository, drafts) as desk:
        await left_a_note(desk, ORDER_NO, "换礼盒")
        await left_a_note(desk, OTHER, "换礼盒")
        for number in (ORDER_NO, OTHER):
            await desk.at(number)
            await desk.press("ship")
            await desk.fill(tracking_no="YT1")
            await desk.keys("escape")
        await desk.press("palette")
        before = [one.lstrip("1234 ") for one in menu(desk)[:4]]
        for sign in "drafts":
            await desk.type(sign)
            found = [one.lstrip("0123456789 ") for one in menu(desk)]
            assert [one for one in found if one in before] == before, sign


async def test_it_is_found_by_the_word_in_either_language(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await left_a_note(desk, ORDER_NO, "换礼盒")
    for language, word in (("en", "草稿"), ("zh", "drafts"), ("zh", "cg")):
        use_language(language)
        async with desk_on(repository, drafts) as desk:
            await desk.press("palette")
            await desk.type(word)
            assert ORDER_NO in menu(desk)[0]


async def test_enter_opens_its_form_from_any_screen_as_it_was_left(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(), order(order_no=OTHER))
    async with desk_on(repository, drafts) as desk:
        await left_a_note(desk, ORDER_NO, "换礼盒")
        await desk.press("data", "palette")
        await desk.keys("1")

        assert f"Write a note  {ORDER_NO}" in desk.text()
        assert desk.values == {"text": "换礼盒"}
        await desk.save()
        assert desk.said() == ["Write a note: done."]
        await desk.press("palette")
        assert not any("Write a note 2611" in line for line in menu(desk))
    assert [one.text for one in ledger.order(ORDER_NO).notes] == ["换礼盒"]


async def test_one_that_is_about_many_is_opened_for_just_these(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, *(order(order_no=number) for number in NUMBERS))
    async with desk_on(repository, drafts) as desk:
        await desk.at(NUMBERS[0])
        await desk.press("mark", "mark")
        await desk.act("note")
        await desk.type("一起发")
        await desk.keys("escape")
        await desk.press("unmark", "review", "palette")
        assert menu(desk)[0] == "1 Write a note, 2 at once 09:00"
        await desk.keys("1")

        assert desk.values == {"text": "一起发"}
        assert "marked" not in desk.whole_texts()
        await desk.until(lambda: "2 possible" in desk.after, "the plan")
        await desk.keys("escape")

    assert not any(map(ledger.events, NUMBERS))


async def test_what_begins_something_new_is_opened_again(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.act("open-inquiry")
        name = desk.focus
        await desk.type("张三")
        typed = desk.values[name]
        await desk.keys("escape")
        await desk.press("palette")
        assert menu(desk)[0] == "1 Open an inquiry 张三 09:00"
        await desk.keys("1")

        assert desk.values[name] == typed


async def test_several_of_the_same_new_thing_are_told_apart_by_what_was_typed_first(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        for buyer in ("张三", "13812345678"):
            await desk.act("open-inquiry")
            await desk.type(buyer)
            await desk.keys("escape")
        await desk.press("palette")

        assert {line[2:] for line in menu(desk)[:2]} == {
            "Open an inquiry 张三 09:00",
            "Open an inquiry 138******78 09:00",
        }


async def test_one_whose_form_does_not_open_says_why_and_is_thrown_away_and_brought_back(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    name = f"{order().key} ship"
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.keys("escape")
        colleague = ledger.open()
        ship = colleague.action_named("ship", order())
        colleague.run(ship, colleague.find(ORDER_NO), {"tracking_no": OTHER_NO})
        await desk.press("palette")
        first = menu(desk)[0]
        assert first.startswith(f"1 Ship {ORDER_NO}: Nothing is left to ship: ")
        assert "Throw away the drafts whose forms do not open now 1" in menu(desk)
        await desk.keys("1")
        assert desk.said()[-1].startswith("Ship\nNothing is left to ship: ")
        await desk.press("palette")
        await desk.type("throw away the drafts")
        await desk.keys("enter")

        assert desk.said()[-1] == "1 draft thrown away; ctrl+z takes that back."
        assert drafted(drafts, name) == {}
        await desk.press("undo")
        assert drafted(drafts, name)["tracking_no"] == TRACKING_NO


async def test_what_is_not_known_here_does_not_stop_the_palette(
    repository: Repository, drafts: Path
) -> None:
    kept = Drafts(drafts)
    kept.keep("a", "note", {"text": "一"}, NOW, [Target(Subject("vouchers", "a"))])
    kept.keep("b", "palette", {"text": "二"}, NOW, [Target(of_order(order().key))])
    kept.keep(order().key, "note", {"text": "三"}, NOW, [Target(of_order(order().key))])
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.until(desk.said, "the drafts to be told of")
        assert desk.said() == ["1 draft is kept; : lists it first."]
        await desk.press("palette")

        assert menu(desk)[0] == f"1 Write a note {ORDER_NO} 09:00"
        assert not any("09:00" in line for line in menu(desk)[1:])


async def test_the_draft_of_what_is_owed_is_kept_with_that(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        acting = Acting(desk.orders)
        target = Target(of_order(order().key), Part("ship"))
        await acting.ask_about("ship", *target)
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.keys("escape")

    assert [one.of for one in Drafts(drafts).listed()] == [(target,)]


async def test_ctrl_x_throws_the_draft_under_the_cursor_away_and_that_is_taken_back(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), order(order_no=OTHER))
    async with desk_on(repository, drafts) as desk:
        await left_a_note(desk, ORDER_NO, "换礼盒")
        await left_a_note(desk, OTHER, "先别发")
        await desk.press("palette")
        assert "ctrl+x throw the draft away" in desk.part("#keys")
        first, second = menu(desk)[:2]
        await desk.keys("down", "ctrl+x")
        await desk.until(lambda: len(Drafts(drafts).listed()) == 1, "it to be thrown away")
        await desk.settle()

        assert menu(desk)[0] == first
        assert not any(line[2:] == second[2:] for line in menu(desk))
        assert desk.said()[-1] == "1 draft thrown away; ctrl+z takes that back."
        await desk.keys("ctrl+x")
        assert desk.said()[-1] == "ctrl+x throws a draft away, and this line is none."
        await desk.keys("home", "ctrl+x")
        await desk.until(lambda: not Drafts(drafts).listed(), "the other one as well")
        await desk.settle()
        assert "ctrl+x" not in desk.part("#keys")

        await desk.keys("escape")
        await desk.press("undo", "undo")
        await desk.press("palette")
        assert {line[2:] for line in menu(desk)[:2]} == {first[2:], second[2:]}
