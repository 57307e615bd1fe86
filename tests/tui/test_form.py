"""The form: problems under their fields, what was typed stays, nothing is done by accident."""

from pathlib import Path

import pytest

from store.models.solution_offer import SolutionOffer
from store.repository import Repository
from tests.build import (
    ELSEWHERE,
    NOW,
    OIL,
    ORDER_NO,
    TRACKING_NO,
    case,
    keep,
    line,
    order,
    refund,
    shipped,
    stock_out,
)
from tests.tui.driver import NARROW, Ledger, desk_on
from tests.tui.test_lock_meanwhile import held
from tui.screens import form_fields

OTHER_ORDER = "261120-000000000000002"


async def test_problems_stand_under_their_fields_and_the_first_bad_one_has_the_focus(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(line(), OIL))
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(tracking_no="ABC123456", lines="1:2", sku="OIL-5")
        await desk.save()

        assert desk.under("tracking_no") == ""
        assert desk.under("carrier").startswith("! The carrier cannot be told from ABC123456;")
        assert desk.under("lines") == ""
        assert desk.under("sku") == "! OIL-5 was scanned, but what was bought is RICE-10."
        assert desk.focus == "carrier"
        assert dict(desk.values) == {
            "tracking_no": "ABC123456",
            "carrier": "",
            "lines": "1:2",
            "sku": "OIL-5",
            "same_receiver": "",
            "unknown_carrier": "",
        }
        assert ledger.events(ORDER_NO) == []


async def test_a_field_that_is_needed_says_so_and_what_is_mended_is_no_problem_any_more(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        await desk.fill(sku="OIL-5")
        await desk.save()
        assert desk.under("tracking_no") == "! A value is needed here."
        assert desk.focus == "tracking_no"

        await desk.fill(tracking_no=TRACKING_NO)
        await desk.save()
        assert desk.under("tracking_no") == ""
        assert desk.under("sku") == "! OIL-5 was scanned, but what was bought is RICE-10."
        assert desk.focus == "sku"

        await desk.fill(lines="1:1", sku="")
        await desk.save()
        assert desk.said() == ["Ship: done."]
        assert len(ledger.events(ORDER_NO)) == 1


async def test_a_number_that_goes_to_another_receiver_is_a_problem_of_its_field(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(), shipped(order_no=OTHER_ORDER, receiver=ELSEWHERE))
    async with desk_on(repository, drafts) as desk:
        await desk.at(ORDER_NO)
        await desk.press("ship")
        await desk.fill(tracking_no=TRACKING_NO)
        await desk.save()

        assert desk.under("tracking_no") == (
            f"! {TRACKING_NO} already belongs to a parcel of order {OTHER_ORDER}, which goes to"
            " another receiver."
        )


async def test_an_amount_that_is_not_typed_again_pays_nothing(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="12.5", reason="差价")
        empty = "! The same as above is typed here once more, to confirm it."
        wrong = "! This is not the same as above."
        for again, said in {"": empty, "12.51": wrong, "1.25": wrong, "十二块五": wrong}.items():
            await desk.fill(again=again, reason="差价")
            await desk.save()

            assert (again, desk.under("again")) == (again, said)
            assert desk.focus == "again"
            assert desk.values["amount"] == "12.5"
            assert ledger.order(ORDER_NO).refunds == ()


async def test_an_order_is_cancelled_only_with_the_last_four_digits_of_its_number(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("cancel-order")
        await desk.fill(reason="拍错了", again="拍错了")
        await desk.save()
        assert desk.under("again") == "! The last four digits of the order number are typed here."
        assert ledger.events(ORDER_NO) == []

        await desk.fill(again="０００1")
        await desk.save()

        assert [event.action for event in ledger.events(ORDER_NO)] == ["cancel-order"]


async def test_a_verdict_cannot_be_taken_back_and_takes_the_last_four_digits(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(stock_outs=(stock_out(),)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("rule-stock-out")
        await desk.fill(verdict="approved")
        await desk.save()
        assert not ledger.events(ORDER_NO)
        await desk.fill(again="0001")
        await desk.save()

        assert [event.action for event in ledger.events(ORDER_NO)] == ["rule-stock-out"]


async def test_agreeing_to_just_what_the_buyer_asks_for_needs_no_second_amount(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(cases=(case(),)))
    async with desk_on(repository, drafts) as desk:
        await desk.act("agree-refund")
        assert "again" not in desk.text()
        await desk.save()

        assert [event.action for event in ledger.events(ORDER_NO)] == ["agree-refund"]


async def test_another_amount_than_the_buyer_asks_for_is_typed_again(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order(cases=(case(),)))
    async with desk_on(repository, drafts) as desk:
        await desk.act("agree-refund")
        await desk.fill(amount="12.5")
        await desk.save()
        assert desk.under("again").startswith("! The same as above is typed here once more")
        assert ledger.events(ORDER_NO) == []

        await desk.fill(again="12.50")
        await desk.save()

        assert [event.values["amount"] for event in ledger.events(ORDER_NO)] == ["12.5"]


async def test_what_one_of_two_cases_asks_for_is_agreed_to_without_a_word_more(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    asked = (case(requested_fen=2000), case(id="A2", requested_fen=1000))
    keep(repository, order(cases=asked))
    async with desk_on(repository, drafts) as desk:
        await desk.act("agree-refund")
        await desk.fill(case="A1")
        assert desk.values["amount"] == "20.00"
        await desk.go_to("amount")
        await desk.fill(case="A2")
        assert desk.values["amount"] == "10.00"
        assert "again" not in desk.text()
        await desk.save()

        assert [event.action for event in ledger.events(ORDER_NO)] == ["agree-refund"]
        agreed = {one.id: one.agreed_fen for one in ledger.order(ORDER_NO).cases}
        assert agreed == {"A1": None, "A2": 1000}


async def test_what_was_typed_stays_where_another_case_is_chosen_and_is_typed_again(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    asked = (case(requested_fen=2000), case(id="A2", requested_fen=1000))
    keep(repository, order(cases=asked))
    async with desk_on(repository, drafts) as desk:
        await desk.act("agree-refund")
        await desk.fill(case="A1")
        await desk.fill(amount="5")
        await desk.fill(case="A2")
        assert desk.values["amount"] == "5"
        await desk.save()

        assert desk.under("again").startswith("! The same as above is typed here once more")
        assert ledger.events(ORDER_NO) == []


async def test_problems_come_before_the_amount_is_asked_again(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(refunds=(refund(amount_fen=3000),)))
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="20.01", reason="差价")
        await desk.save()

        assert desk.under("amount") == (
            "! 20.01 is more than the 20.00 that is left: 50.00 paid - 30.00 refunding."
        )
        assert desk.under("again") == ""
        assert desk.focus == "amount"


async def test_lines_alone_pay_nothing_until_the_amount_is_typed(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="", lines="1:1", reason="差价")
        await desk.save()
        desk.form.rest()  # as the next pause in typing does
        await desk.settle()

        assert desk.under("amount") == "! A value is needed here."
        assert desk.focus == "amount"
        assert ledger.order(ORDER_NO).refunds == ()


async def test_what_one_of_several_fields_is_to_say_stands_under_the_first_of_them(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="", reason="差价")
        await desk.save()

        assert (desk.focus, desk.under("amount")) == ("amount", "! An amount or lines are needed.")
        assert ledger.order(ORDER_NO).refunds == ()


async def test_enter_goes_to_the_next_field_and_never_saves(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("ship")
        passed = []
        for _field in range(5):
            passed.append(desk.focus)
            await desk.keys("enter")

        assert passed == ["tracking_no", "lines", "carrier", "sku", "tracking_no"]
        assert ledger.events(ORDER_NO) == []


async def test_arrows_go_through_the_fields(repository: Repository, drafts: Path) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        await desk.keys("down", "down")
        assert desk.focus == "channel"

        await desk.keys("up")
        assert desk.focus == "promise_due"


CHOICES = {
    "4": "wechat",
    "right right": "sms",
    "left": "other",
    "space": "phone",
    "9": "platform_chat",
    "x q": "platform_chat",
    "w": "wechat",
    "S M": "sms",
    "p h backspace backspace 3": "sms",
    "delete": "",
}


async def test_a_choice_is_made_by_digit_arrow_space_or_its_first_letters(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("log-contact")
        await desk.go_to("channel")
        for keys, chosen in CHOICES.items():
            await desk.keys("1", "tab", "shift+tab", *keys.split())

            assert (keys, desk.values["channel"]) == (keys, chosen)


async def test_of_several_offers_the_one_that_is_answered_is_asked_first(
    repository: Repository, drafts: Path
) -> None:
    given = {"solution": "coupon", "at": NOW, "by": "li"}
    offers = tuple(SolutionOffer.model_validate(given | {"id": one}) for one in ("o1", "o2"))
    keep(repository, order(offers=offers))
    async with desk_on(repository, drafts) as desk:
        await desk.press("open", "record-offer-answer")
        assert desk.focus == "offer"
        await desk.keys("2")

        assert (desk.values["offer"], desk.values["accepted"]) == ("o2", "")


async def test_the_keys_of_the_list_only_type_in_a_form(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.type("qsrRPx：？、 :/?")

        assert desk.values["text"] == "qsrRPx：？、 :/?"
        await desk.keys("f4", "f10", "f3", "ctrl+p")
        assert desk.form.values() == {"text": "qsrRPx：？、 :/?"}
        assert ledger.events(ORDER_NO) == []


async def test_saving_twice_in_a_burst_does_it_once(
    repository: Repository, drafts: Path, ledger: Ledger
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("note")
        await desk.keys("a", "ctrl+s", "ctrl+s", "enter")

        assert len(ledger.order(ORDER_NO).notes) == 1


async def test_however_long_a_form_its_first_field_and_the_way_to_save_are_seen(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order(*(line(number, sku=f"S{number}") for number in range(1, 40))))
    async with desk_on(repository, drafts, size=NARROW) as desk:
        await desk.press("ship")
        await desk.until(lambda: "Tracking number" in desk.text(), "the first field")
        assert "ctrl+s save" in desk.text()

        await desk.fill(tracking_no="x", sku="RICE")
        await desk.save()
        assert "! x is no tracking number" in desk.text()
        assert "ctrl+s save" in desk.text()


async def test_a_plan_is_never_said_of_what_is_typed_since(
    repository: Repository, drafts: Path
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="12.5")
        await desk.until(lambda: "12.50" in desk.after, "the plan")
        assert desk.after.startswith("After it: ")
        await desk.keys("end", "0")
        assert desk.after.startswith("… After it: ")
        await desk.until(lambda: desk.after.startswith("After it: "), "the plan of now")


async def test_what_is_saved_without_a_pause_is_seen_before_it_is_written(
    repository: Repository, drafts: Path, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(repository, order())
    async with desk_on(repository, drafts) as desk:
        await desk.press("refund")
        await desk.fill(amount="12.5", reason="差价")
        await desk.until(lambda: "12.50" in desk.after, "the plan")
        monkeypatch.setattr(form_fields, "PAUSE_SECONDS", 3600)
        with held(ledger):
            await desk.fill(amount="20", again="20")
            desk.send("ctrl+s")
            await desk.until(lambda: desk.trouble.startswith("Waiting"), "the wait")
            assert desk.after.startswith("After it: ")
            assert "20.00" in desk.after
            assert "12.50" not in desk.after
        await desk.settle()
        assert desk.said()

    assert [one.amount_fen for one in ledger.order(ORDER_NO).refunds] == [2000]
