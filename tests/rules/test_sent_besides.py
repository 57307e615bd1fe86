"""What a case has sent already counts beside what it is to send still."""

from store.rules.cases.actions.ship_supplementary import ShipSupplementary
from tests.build import OTHER_NO, case, changed, context, sentences, shipped, units

THIRD_NO = "YT9234567890123"


def test_what_a_case_sent_before_leaves_no_unit_whose_money_another_gives() -> None:
    asked = case(kind="supplementary", state="seller_to_send", lines=units((1, 2)), requested_fen=0)
    money = case(id="B", state="seller_to_refund", lines=units((1, 1)), requested_fen=2500)
    first = changed(ShipSupplementary, shipped(cases=(asked,)), tracking_no=OTHER_NO, lines="1:1")
    given = first.model_copy(update={"cases": (*first.cases, money)})

    # Both bags were bought once: one was sent again, and the money of the other goes back.
    assert sentences(
        ShipSupplementary, given, {"case": "A1", "tracking_no": THIRD_NO}, context(given)
    ) == [
        (
            "both",
            (
                "Case B gives the money of RICE-10 x1 back, so that the buyer would get goods and"
                " money; they may be sent again once the case has ended without it. Answer yes"
                " where the buyer is to have both."
            ),
        )
    ]
