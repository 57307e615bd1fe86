"""What is typed into a choice, quickly or slowly, and a list that is longer than its form."""

from pathlib import Path

import pytest
from textual.widgets import Static

from store.models.order import Order
from store.repository import Repository
from store.rules.action.catalogue import all_actions
from tests.build import case, keep, line, order, parcel, refund, shipped, units
from tests.tui.driver import NARROW, WIDE, Desk, Ledger, desk_on
from tui.forms import typed as typing

NUMBER = "261120-000000000000001"
NUMBERS = [f"261120-{number:015}" for number in range(1, 31)]
SKUS = [f"A-LONG-NAME-OF-A-SKU-{number:02}" for number in range(1, 31)]
TINY, LARGE = (60, 15), (150, 38)
MANY_LINES = tuple(line(number, sku=f"S{number}") for number in range(1, 40))


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each sign comes after a pause."""
    monkeypatch.setattr(typing, "TOGETHER_SECONDS", 0)


@pytest.fixture
def thirty(repository: Repository) -> Repository:
    """Thirty orders, each with a SKU of its own."""
    every = zip(NUMBERS, SKUS, strict=True)
    keep(repository, *(order(line(sku=sku), order_no=number) for number, sku in every))
    return repository


def assert_in_sight(desk: Desk) -> None:
    """All of what is typed into is seen."""
    fields, focused = desk.form.query_one("#body"), desk.app.focused
    assert focused
    assert fields.content_region.contains_region(focused.region), desk.text()


TYPED_SLOWLY = {
    "2": ("failed", ""),
    "21": ("done", ""),
    "fail": ("failed", ""),
    "12 boxes": ("", "! 12 boxes is none of these; nothing was changed."),
    "SF12": ("", "! SF12 is none of these; nothing was changed."),
    "92": ("failed", ""),
}


@pytest.mark.usefixtures("slowly")
async def test_what_is_typed_slowly_into_a_choice_is_one_text_until_another_key(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(refunds=(refund(state="unknown"),)))
    async with desk_on(repository, drafts) as desk:
        for text, come in TYPED_SLOWLY.items():
            await desk.act("settle-refund")
            assert (desk.focus, desk.values["outcome"]) == ("outcome", "")
            for sign in text:
                await desk.keys(sign)

            assert (text, desk.values["outcome"], desk.under("outcome")) == (text, *come)
            await desk.throw_away()


async def test_a_digit_chooses_again_once_it_was_read_that_a_letter_was_none_of_these(
    repository: Repository, drafts: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order(refunds=(refund(state="unknown"),)))
    async with desk_on(repository, drafts) as desk:
        await desk.act("settle-refund")
        await desk.keys("x")
        assert desk.under("outcome") == "! x is none of these; nothing was changed."
        monkeypatch.setattr(typing, "READ_SECONDS", 0)
        await desk.keys("2")
        assert (desk.values["outcome"], desk.under("outcome")) == ("failed", "")


@pytest.mark.usefixtures("slowly")
async def test_backspace_forgets_what_was_not_taken_and_leaves_what_is_chosen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(refunds=(refund(state="unknown"),)))
    async with desk_on(repository, drafts) as desk:
        await desk.act("settle-refund")
        await desk.keys("1", "tab", "shift+tab", "x", "1")
        assert desk.under("outcome") == "! x1 is none of these; nothing was changed."
        await desk.keys("backspace")
        assert (desk.values["outcome"], desk.under("outcome")) == ("done", "")
        await desk.keys("2")
        assert desk.values["outcome"] == "failed"
        await desk.keys("backspace")
        assert desk.values["outcome"] == ""


BEGINNINGS = {
    "2": "sku:690101",
    "69": "sku:690101",
    "690103": "sku:690103",
    "6903": "",
    "69032": "",
    "690": "sku:690101",
}


@pytest.mark.usefixtures("slowly")
async def test_a_digit_that_begins_a_sku_is_no_number_of_a_line(
    repository: Repository, drafts: Path
) -> None:
    skus = ("690101", "690102", "690103", "C-690")
    every = zip(NUMBERS, skus, strict=False)
    keep(repository, *(order(line(sku=sku), order_no=number) for number, sku in every))
    async with desk_on(repository, drafts) as desk:
        await desk.press("mark-all")
        for text, value in BEGINNINGS.items():
            await desk.press("refund")
            await desk.go_to("lines")
            for sign in text:
                await desk.keys(sign)

            assert (text, desk.values["lines"]) == (text, value)
            await desk.throw_away()


OWN_WORDS = {"2": "quality", "23": "damaged in transit", "23 wet": "23 wet", "2x": "2x"}


@pytest.mark.usefixtures("slowly")
async def test_of_words_of_our_own_a_digit_may_be_the_beginning_however_slowly_they_come(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        for text, value in OWN_WORDS.items():
            await desk.press("refund")
            await desk.go_to("cause")
            for sign in text:
                await desk.keys(sign)

            assert (text, desk.values["cause"]) == (text, value)
            await desk.throw_away()


@pytest.mark.usefixtures("slowly")
async def test_letters_among_lines_change_none_however_slowly_they_come(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(), line(2, sku="OIL-5")))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.go_to("lines")
        for sign in "1 box 1":
            await desk.keys(sign)

        assert desk.values["lines"] == "1:2,2:2"
        assert desk.under("lines") == "! 1 box 1 is no count; nothing was changed."


@pytest.mark.parametrize("size", [TINY, NARROW, WIDE, LARGE])
async def test_of_a_long_choice_a_page_is_seen_and_letters_leave_what_they_begin(
    size: tuple[int, int], thirty: Repository, drafts: Path
) -> None:
    async with desk_on(thirty, drafts, size) as desk:
        await desk.press("mark-all", "refund")
        await desk.go_to("lines")
        await desk.settle()
        assert_in_sight(desk)
        assert "letters find the others" in desk.text()
        for _step in range(8):
            await desk.keys("right", "right", "right")
            assert f"{desk.values['lines'].removeprefix('sku:')} only]" in desk.text() or (
                desk.values["lines"] == "all"
            )
        assert_in_sight(desk)

        await desk.type("sku-17")
        assert desk.values["lines"] == f"sku:{SKUS[16]}"
        assert "“sku-17”: 1 to 1 of 1; backspace shows all" in desk.text()
        assert SKUS[4] not in desk.text()
        assert_in_sight(desk)
        await desk.keys("backspace")
        assert SKUS[15] in desk.text()


async def test_of_many_any_sku_that_they_have_is_taken_as_it_is_typed(
    thirty: Repository, drafts: Path, ledger: Ledger
) -> None:
    async with desk_on(thirty, drafts, NARROW) as desk:
        await desk.press("mark-all", "apply-stock-out")
        await desk.go_to("lines")
        await desk.type(SKUS[28].lower())
        await desk.until(lambda: "1 possible, 29 refused" in desk.after, "the plan")
        await desk.fill(again="1")
        await desk.save()
        await desk.until(lambda: desk.app.jobs.of("bulk") is None, "the job to end")
        await desk.settle()

    (applied,) = ledger.order(NUMBERS[28]).stock_outs
    assert applied.lines == units((1, 2))
    assert not any(ledger.events(number) for number in NUMBERS[:28])


async def test_of_many_lines_the_page_of_the_cursor_is_seen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(*MANY_LINES))
    async with desk_on(repository, drafts) as desk:
        for size in (TINY, NARROW, WIDE, LARGE):
            await desk.resize(size)
            await desk.press("ship")
            await desk.go_to("lines")
            await desk.settle()
            assert_in_sight(desk)
            assert "of 39 lines; arrows show more" in desk.text()
            await desk.keys("end")
            assert "to 39 of 39" in desk.text()
            await desk.keys("1")

            assert desk.values["lines"].endswith(",39:1")
            assert_in_sight(desk)
            await desk.throw_away()


@pytest.mark.parametrize("key", ["1", "d"])
async def test_after_a_refused_save_a_sign_chooses_at_once_and_the_next_save_counts(
    key: str, repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(refunds=(refund(state="unknown"),)))
    async with desk_on(repository, drafts, reading=30) as desk:
        await desk.act("settle-refund")
        await desk.save()
        assert desk.under("outcome") == "! Choose one of these."
        await desk.keys(key)
        assert (desk.values["outcome"], desk.under("outcome")) == ("done", "")
        await desk.save()

        assert desk.said() == ["The refund of 5.00 has gone.\nSettle the refund: done."]
    assert ledger.order(NUMBER).refunds[0].state == "done"


async def test_a_bare_number_is_no_word_of_our_own(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.go_to("cause")
        await desk.keys("9", "9")
        await desk.save()

        assert desk.under("cause") == "! 99 is the number of none of these."
    assert ledger.events(NUMBER) == []


@pytest.mark.usefixtures("slowly")
async def test_a_count_of_two_digits_is_typed_at_any_pace(
    repository: Repository, drafts: Path
) -> None:
    many = tuple(line(number, sku=f"S{number}", ordered=40) for number in range(1, 62))
    keep(repository, order(*many))
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.go_to("lines")
        await desk.keys("down")
        await desk.keys("1")
        await desk.keys("2")

        assert desk.values["lines"] == "2:12"


async def test_no_plan_stands_beside_what_was_not_taken_and_ctrl_u_forgets_that(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no="YT1000000000001")
        await desk.until(lambda: desk.after, "what would be so")
        await desk.go_to("lines")
        await desk.paste("junk 17")
        await desk.settle()
        assert desk.under("lines") == "! junk 17 is no count; nothing was changed."
        assert desk.after == ""
        await desk.keys("tab", "shift+tab", "ctrl+u")

        assert desk.under("lines") == ""
        await desk.until(lambda: desk.after, "what would be so")


async def test_what_is_ticked_ends_at_once_what_was_said_of_none(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(line(1), line(2, sku="S2")))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no="YT1000000000001", lines="")
        await desk.save()
        assert desk.under("lines").startswith("! ")
        await desk.keys("space")

        assert desk.under("lines") == ""


async def test_of_a_choice_that_begins_with_a_value_nothing_is_said_to_be_left_out(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        heads = [str(one.render()) for one in desk.screen.query(".head").results(Static)]

        assert [heads[0], heads[2]] == ["What was said", "Channel"]
        assert not any("may be left out" in head for head in heads)


TWO_PARCELS = shipped(
    parcels=(parcel("YT0000000000001"), parcel("SF0000000000002", id="p2", carrier="SF"))
)
TWO_CASES = order(
    line(ordered=2),
    cases=(
        case(id="c1", lines=units((1, 1))),
        case(id="c2", lines=units((1, 1))),
    ),
)


@pytest.mark.parametrize(
    ("action", "document", "field"),
    [
        ("correct-tracking", TWO_PARCELS, "parcel"),
        ("record-trace", TWO_PARCELS, "parcel"),
        ("agree-refund", TWO_CASES, "case"),
        ("reject-case", TWO_CASES, "case"),
        ("request-intervention", TWO_CASES, "case"),
    ],
)
async def test_a_digit_typed_at_once_makes_the_choice_that_is_still_to_be_made(
    action: str, document: Order, field: str, repository: Repository, drafts: Path
) -> None:
    keep(repository, document)
    async with desk_on(repository, drafts) as desk:
        await desk.act(action)
        assert desk.focus == field
        before = dict(desk.values)
        await desk.keys("2")

        changed = {name for name, value in desk.values.items() if value != before[name]}
        # What the case that is meant asks for stands in its field.
        assert changed - {all_actions()[action].typed_again} == {field}


async def test_what_is_chosen_already_is_passed_by(repository: Repository, drafts: Path) -> None:
    keep(repository, shipped())
    async with desk_on(repository, drafts) as desk:
        await desk.act("correct-tracking")

        assert desk.focus == "tracking_no"
