"""Drafts: what was typed is never lost, and never pushed on anybody."""

import json
from pathlib import Path
from threading import Event

import pytest

from store.errors import BadInput
from store.models.subject import Part, Target, of_order
from store.repository import Repository
from tests.build import HOUR, NOW, ORDER_NO, keep, order
from tests.tui.driver import Desk, Ledger, desk_on, drafted
from tui.drafts import MOST_TARGETS, Draft, Drafts, KeptDraft
from tui.screens import form_fields
from tui.screens.form import FormScreen

OTHER_ORDER = "261120-000000000000002"
NAME = f"{order().key} note"
BACK = "draft of 09:00 restored; ctrl+x empties"


def has_draft(desk: Desk) -> bool:
    """Does the form say that it starts from a draft?"""
    return BACK in desk.text()


async def test_esc_keeps_what_was_typed_and_it_is_offered_again(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        assert not has_draft(desk)
        await desk.fill(tracking_no="YT12", lines="1:1")
        await desk.keys("escape")
        assert desk.screen is desk.orders

        await desk.press("ship")
        assert has_draft(desk)
        assert desk.values["tracking_no"] == "YT12"
        assert desk.values["lines"] == "1:1"
        assert ledger.events(ORDER_NO) == []


async def test_ctrl_x_forgets_the_draft_and_starts_from_what_is_suggested(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no="YT12", lines="1:1")
        await desk.keys("escape")
        await desk.press("ship")
        await desk.keys("ctrl+x")
        assert desk.values == {
            "tracking_no": "",
            "carrier": "",
            "lines": "1:2",
            "sku": "",
            "same_receiver": "",
            "unknown_carrier": "",
        }

        await desk.keys("escape")
        await desk.press("ship")
        assert not has_draft(desk)
        assert drafted(drafts, f"{order().key} ship") == {}


async def test_what_ctrl_x_emptied_comes_back_by_it(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        await desk.keys("ctrl+x")
        assert desk.values == {"text": ""}
        assert desk.trouble == "Emptied; ctrl+x once more brings it back."

        await desk.keys("ctrl+x")
        assert desk.values == {"text": "换礼盒"}
        await desk.keys("ctrl+x")
        await desk.type("换")
        assert desk.trouble == ""
        await desk.keys("ctrl+x")
        assert desk.trouble == "Emptied; ctrl+x once more brings it back."
        await desk.keys("ctrl+x", "escape")
        assert drafted(drafts, NAME) == {"text": "换"}


async def test_when_a_draft_was_kept_stands_beside_the_keys(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        assert desk.part("#kept") == ""
        await desk.type("换礼盒")
        await desk.until(lambda: desk.part("#kept"), "the draft")

        assert desk.part("#kept") == "draft kept 09:00"


async def test_a_draft_survives_the_desk_itself(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        await desk.fill(text="明天上午到货", channel="phone")
        await desk.keys("escape")

    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        assert has_draft(desk)
        assert desk.values["text"] == "明天上午到货"
        assert desk.values["channel"] == "phone"


async def test_a_pause_in_typing_is_enough(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        await desk.until(drafts.exists, "the draft")

        assert drafted(drafts, NAME) == {"text": "换礼盒"}
        assert drafts.stat().st_mode & 0o777 == 0o600  # noqa: ASYNC240


@pytest.mark.parametrize("end", ["a signal", "ctrl+q"])
async def test_leaving_in_the_middle_of_a_word_keeps_it(
    end: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼")
        if end == "a signal":
            desk.app.leave(143)
        else:
            await desk.app.run_action("app.quit")

        assert drafted(drafts, NAME) == {"text": "换礼"}
    assert desk.app.return_code == (143 if end == "a signal" else 0)


async def test_what_is_saved_leaves_no_draft(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        await desk.until(drafts.exists, "the draft")
        await desk.save()

        assert desk.said() == ["Write a note: done."]
        assert drafted(drafts, NAME) == {}
        await desk.press("note")
        assert desk.values == {"text": ""}


async def test_a_draft_that_was_still_to_be_kept_does_not_come_back_after_saving(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    go_on = Event()
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.until(lambda: not desk.app._is_looking, "the last look for news")
        desk.app._is_looking = True  # none comes between
        threads = desk.app.threads
        waits = threads.keep_on(lambda: go_on.wait(10))
        await desk.until(waits.running, "the thread to be busy")
        desk.send(*"换礼盒")
        await desk.until(lambda: threads._keeper._work_queue.qsize() == 1, "the pause")
        desk.send("ctrl+s")
        await desk.until(lambda: len(ledger.order(ORDER_NO).notes) == 1, "the note")
        assert not go_on.is_set()
        go_on.set()
        await desk.settle()

        assert desk.said() == ["Write a note: done."]
        await threads.keep(str)  # all that was to be kept
        assert drafted(drafts, NAME) == {}


async def test_what_is_refused_stays_a_draft(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no="x", lines="1:1")
        await desk.save()
        await desk.keys("escape")
        await desk.press("ship")

        assert desk.values["tracking_no"] == "x"


async def test_the_amount_typed_again_is_never_kept(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="12.5", again="12.5")
        await desk.keys("escape")
        await desk.press("refund")
        await desk.fill(reason="差价")
        await desk.save()

        assert desk.values["amount"] == "12.5"
        said = "! The same as above is typed here once more, to confirm it."
        assert desk.under("again") == said


async def test_each_order_and_each_action_has_its_own(repository: Repository, drafts: Path) -> None:
    keep(repository, order(), order(order_no=OTHER_ORDER))
    async with desk_on(repository, drafts) as desk:
        await desk.at(ORDER_NO)
        await desk.press("note")
        await desk.type("一")
        await desk.keys("escape")
        await desk.press("log-contact")
        assert desk.values["text"] == ""
        await desk.keys("escape")

        await desk.at(OTHER_ORDER)
        await desk.press("note")
        assert desk.values["text"] == ""


async def test_what_begins_something_new_begins_empty_and_ctrl_r_takes_up_what_was_left(
    repository: Repository, drafts: Path
) -> None:
    offered = "A draft of 09:00 is kept; ctrl+r takes it up."
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.act("open-inquiry")
        assert offered not in desk.text()
        await desk.fill(buyer="周", phone="13900000078")
        await desk.keys("escape")

        await desk.press("palette")
        await desk.type("open an inq")
        await desk.keys("enter")
        assert offered in desk.whole_texts()
        assert not has_draft(desk)
        assert (desk.values["buyer"], desk.values["phone"]) == ("", "")
        await desk.fill(buyer="吴")
        await desk.keys("ctrl+r")
        assert has_draft(desk)
        assert offered not in desk.text()
        assert (desk.values["buyer"], desk.values["phone"]) == ("周", "13900000078")
        await desk.fill(buyer="周文")
        await desk.keys("escape")

        assert drafted(drafts, " open-inquiry")["buyer"] == "周文"
        assert drafted(drafts, " open-inquiry 2")["buyer"] == "吴"
        await desk.press("palette")
        await desk.type("drafts")
        kept = [place for place, line in enumerate(desk.menu, start=1) if "Open an inq" in line]
        assert len(kept) == 2
        await desk.keys(f"{kept[0]}")
        opened = desk.values["buyer"]
        await desk.keys("escape")
        await desk.press("palette")
        await desk.type("drafts")
        await desk.keys(f"{kept[1]}")
        assert {opened, desk.values["buyer"]} == {"周文", "吴"}


async def test_that_a_draft_was_taken_up_is_said_until_something_else_is_typed(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[FormScreen] = []
    rested = FormScreen._rested

    def paused(form: FormScreen) -> None:
        rested(form)
        pauses.append(form)

    monkeypatch.setattr(form_fields, "PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(FormScreen, "_rested", paused)
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.act("open-inquiry")
        await desk.fill(buyer="周")
        await desk.keys("escape")
        await desk.act("open-inquiry")
        await desk.keys("ctrl+r")
        await desk.until(lambda: desk.form in pauses, "the pause")
        await desk.settle()
        assert has_draft(desk)

        await desk.type("文")
        await desk.until(lambda: "draft kept" in desk.text(), "the draft")


async def test_a_draft_that_is_taken_up_elsewhere_is_said_to_be_and_left_there(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    here = Drafts(drafts)
    here.begin("open-inquiry")
    here.keep("", "open-inquiry", {"buyer": "周"}, NOW)
    here.close()
    async with desk_on(repository, drafts) as desk:
        await desk.act("open-inquiry")
        name, last = here.begin("open-inquiry")
        assert here.take_up("open-inquiry", name) == last
        await desk.keys("ctrl+r")
        await desk.until(lambda: desk.trouble, "why it is not")
        assert desk.trouble == "That draft was saved, or is open elsewhere, by now."
        await desk.fill(buyer="吴")
        await desk.keys("escape")
    assert drafted(drafts, " open-inquiry") == {"buyer": "周"}


def test_two_desks_of_one_person_keep_each_other_s_drafts(drafts: Path) -> None:
    one, other = Drafts(drafts), Drafts(drafts)
    one.keep("a", "note", {"text": "一"}, NOW)
    other.keep("b", "note", {"text": "二"}, NOW)

    assert one.open("b", "note") == Draft({"text": "二"}, NOW)
    assert other.open("a", "note") == Draft({"text": "一"}, NOW)


@pytest.mark.parametrize(
    "damage",
    [
        *("", "{", "[]", f'{{"{NAME}": 5}}', f'{{"{NAME}": {{"typed": 5}}}}'),
        f'{{"{NAME}": {{"typed": {{"text": 5}}}}}}',
    ],
)
async def test_a_damaged_file_of_drafts_keeps_nobody_from_working(
    damage: str, repository: Repository, drafts: Path
) -> None:
    drafts.write_text(damage, "utf-8")  # noqa: ASYNC240
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        await desk.save()

        assert desk.said() == ["Write a note: done."]


async def test_where_no_draft_can_be_written_it_is_said_and_the_work_goes_on(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    drafts.mkdir()  # noqa: ASYNC240
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        await desk.until(lambda: desk.trouble, "the trouble to be said")
        assert desk.trouble == f"{drafts} is a folder; name a file in it."

        await desk.save()
        assert [one.text for one in ledger.order(ORDER_NO).notes] == ["换礼盒"]


def test_only_what_was_typed_stands_in_the_file(drafts: Path) -> None:
    Drafts(drafts).keep("a", "ship", {"tracking_no": "", "lines": "1:1"}, NOW)

    assert json.loads(drafts.read_text("utf-8")) == {
        "a ship": {"at": "2026-11-22T01:00:00+00:00", "typed": {"lines": "1:1"}}
    }


def test_those_that_are_in_no_form_are_listed_the_newest_first(drafts: Path) -> None:
    here, there = Drafts(drafts), Drafts(drafts)
    target = Target(of_order("pinduoduo:米 铺:1"), Part(record="2"))
    here.keep("pinduoduo:米 铺:1", "ship", {"lines": "1:1"}, NOW, [target])
    here.keep("", "record-order", {"shop": "米铺"}, NOW + HOUR)
    here.keep("b", "note", {"text": "一"}, NOW + 2 * HOUR)
    there.open("b", "note")

    assert here.listed() == [
        KeptDraft(" record-order", "record-order", NOW + HOUR, (), {"shop": "米铺"}),
        KeptDraft("pinduoduo:米 铺:1 ship", "ship", NOW, (target,), {"lines": "1:1"}),
    ]
    there.close()


def test_of_several_of_one_form_that_is_listed_which_it_starts_from(drafts: Path) -> None:
    one, two = Drafts(drafts), Drafts(drafts)
    one.open("a", "note")
    two.open("a", "note")
    one.keep("a", "note", {"text": "一"}, NOW, [Target(of_order("a"))])
    two.keep("a", "note", {"text": "二"}, NOW + HOUR, [Target(of_order("a"))])
    one.close()
    two.close()

    assert [draft.name for draft in Drafts(drafts).listed()] == ["a note"]


def test_what_is_open_in_another_desk_is_not_thrown_away(drafts: Path) -> None:
    here, there = Drafts(drafts), Drafts(drafts)
    here.keep("a", "note", {"text": "一"}, NOW)
    here.keep("b", "note", {"text": "二"}, NOW)
    there.open("b", "note")

    assert [*here.throw_away(["a note", "b note"])] == ["a note"]
    there.close()
    assert here.open("b", "note").typed == {"text": "二"}


def test_of_what_is_typed_for_very_many_the_targets_are_not_kept(drafts: Path) -> None:
    many = [Target(of_order(f"{place}")) for place in range(MOST_TARGETS + 1)]
    kept = Drafts(drafts)
    kept.keep("many a", "note", {"text": "一"}, NOW, many[1:])
    kept.keep("many b", "note", {"text": "二"}, NOW, many)

    assert [one.name for one in kept.listed()] == ["many a note"]
    assert [kept.open(f"many {one}", "note").typed for one in "ab"] == [
        {"text": "一"},
        {"text": "二"},
    ]


def test_what_would_be_more_than_is_read_is_not_written(
    drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.drafts.MOST_BYTES", 200)
    kept = Drafts(drafts)
    kept.keep("a", "note", {"text": "一"}, NOW)
    with pytest.raises(BadInput, match="too many drafts"):
        kept.keep("b", "note", {"text": "二" * 100}, NOW)

    assert kept.open("a", "note").typed == {"text": "一"}


async def test_what_is_typed_into_a_form_that_is_open_in_one_desk_is_offered_in_no_other(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("换礼盒")
        await desk.until(lambda: "draft kept" in desk.text(), "the draft")
        other, note = Drafts(drafts), (order().key, "note")
        assert other.open(*note).typed == {}
        other.keep(*note, {"text": "另一台"}, NOW)
        other.close()
        await desk.keys("escape")

    one, two = Drafts(drafts), Drafts(drafts)
    assert one.open(*note).typed == {"text": "换礼盒"}
    assert two.open(*note).typed == {"text": "另一台"}
    one.close()
    two.close()
