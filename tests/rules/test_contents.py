"""Contents: a parcel holds what was bought, or the substitute the buyer agreed to."""

from typing import Any

import pytest

from store.models.order import Order
from store.models.solution_offer import SolutionOffer
from store.rules.action.form import form_of
from store.rules.parcels.actions.ship import Ship
from tests.build import (
    DAY,
    NOW,
    OIL,
    OTHER_NO,
    TRACKING_NO,
    changed,
    context,
    line,
    order,
    parcel,
    sentences,
    units,
)


def offered(sku: str = "RICE-5", **changes: Any) -> SolutionOffer:
    """Five-kilo bags instead of the ten-kilo ones, to which the buyer said yes."""
    given = {
        "id": "o1",
        "solution": "substitute",
        "at": NOW - DAY,
        "by": "小李 (li)",
        "sku": sku,
        "accepted": True,
        "answered_at": NOW,
    }
    return SolutionOffer.model_validate(given | changes)


def promised(*offers: SolutionOffer, **changes: Any) -> Order:
    return order(line(), OIL, offers=offers, **changes)


BOUGHT = "was scanned, but what was bought is OIL-5, RICE-10."


@pytest.mark.parametrize(
    ("given", "lines", "scanned", "sentence"),
    [
        pytest.param(promised(offered()), "1:2", "RICE-5", None, id="the agreed substitute"),
        pytest.param(promised(offered()), "1:2", "RICE-10", None, id="what was bought after all"),
        pytest.param(
            promised(offered()), "1:2,2:1", "RICE-5 OIL-5", None, id="a substitute beside the rest"
        ),
        pytest.param(
            promised(offered(lines=units((1, 2)))),
            "1:2",
            "RICE-5",
            None,
            id="a substitute for this line",
        ),
        pytest.param(
            promised(offered(lines=units((2, 1)))),
            "1:2",
            "RICE-5",
            "RICE-5 was scanned, but what was bought is RICE-10.",
            id="a substitute for another line",
        ),
        pytest.param(
            promised(offered(lines=units((1, 1)))),
            "1:2",
            "RICE-5",
            "The buyer takes RICE-5 for 1 of RICE-10, not for 2.",
            id="more than the buyer agreed to",
        ),
        pytest.param(
            promised(offered(lines=units((1, 1)))),
            "1:2",
            "RICE-5,RICE-10",
            None,
            id="one substituted, one as bought",
        ),
        pytest.param(
            promised(offered()),
            "1:1",
            "RICE-5,RICE-10",
            "RICE-10, RICE-5 was scanned for RICE-10 x1; scan only what goes out.",
            id="two articles for one unit",
        ),
        pytest.param(
            promised(offered(lines=units((1, 1))), offered("OIL-2", id="o2", lines=units((2, 1)))),
            "1:1,2:1",
            "RICE-5 OIL-2",
            None,
            id="each of two goods as another",
        ),
        pytest.param(
            promised(offered(solution="exchange")),
            "1:2",
            "RICE-5",
            "The buyer took RICE-5 for something else, or before they asked anew; where they want"
            " it for this, offer it anew and record their answer.",
            id="taken for an exchange",
        ),
        pytest.param(
            promised(offered(accepted=None)),
            "1:2",
            "RICE-5",
            "RICE-5 was offered on 2026-11-21, and the buyer's answer is not recorded yet.",
            id="the buyer has not answered",
        ),
        pytest.param(
            promised(offered(accepted=False)),
            "1:2",
            "RICE-5",
            "RICE-5 was offered on 2026-11-21, and the buyer refused it.",
            id="the buyer said no",
        ),
        pytest.param(
            promised(offered(withdrawn_at=NOW)),
            "1:2",
            "RICE-5",
            "RICE-5 was scanned, but what was bought is RICE-10.",
            id="a substitute that does not stand any more",
        ),
        pytest.param(
            promised(offered(replaced_at=NOW)),
            "1:2",
            "RICE-5",
            "RICE-5 was scanned, but what was bought is RICE-10.",
            id="another offer was taken instead of it",
        ),
        pytest.param(
            promised(offered(accepted=False), offered(id="o2")),
            "1:2",
            "RICE-5",
            None,
            id="no at first, then yes",
        ),
        pytest.param(
            promised(offered("SALT")),
            "1:2,2:1",
            "RICE-5 OIL-5",
            f"RICE-5 {BOUGHT}",
            id="a substitute for something else",
        ),
        pytest.param(
            promised(offered(solution="coupon")),
            "1:2,2:1",
            "RICE-5 OIL-5",
            f"RICE-5 {BOUGHT}",
            id="a coupon is no substitute",
        ),
        pytest.param(
            promised(offered()),
            "1:2,2:1",
            "RICE-5",
            None,
            id="the substitute was taken for both lines",
        ),
        pytest.param(
            promised(
                offered(lines=units((1, 2))),
                parcels=(parcel(OTHER_NO, lines=units((1, 1)), substitute="RICE-5"),),
            ),
            "1:1",
            "RICE-5",
            None,
            id="the second of the two that were agreed",
        ),
        pytest.param(
            promised(
                offered(lines=units((1, 1))),
                parcels=(parcel(OTHER_NO, lines=units((1, 1)), substitute="RICE-5"),),
            ),
            "1:1",
            "RICE-5",
            "RICE-5 was scanned, but what was bought is RICE-10.",
            id="the one that was agreed has left already",
        ),
    ],
)
def test_what_may_be_in_a_parcel(
    given: Order, lines: str, scanned: str, sentence: str | None
) -> None:
    problems = sentences(Ship, given, {"tracking_no": TRACKING_NO, "lines": lines, "sku": scanned})

    assert problems == ([("sku", sentence)] if sentence else [])


def test_the_parcel_says_what_was_sent_instead() -> None:
    after = changed(
        Ship, promised(offered()), tracking_no=TRACKING_NO, lines="1:2,2:1", sku="RICE-5,OIL-5"
    )

    assert after.parcels[0].substitute == "RICE-5"
    assert changed(Ship, order(), tracking_no=TRACKING_NO).parcels[0].substitute == ""


def test_what_goes_out_is_chosen_from_what_was_bought_and_what_the_buyer_takes_still() -> None:
    given = promised(offered(replaced_at=NOW), offered("RICE-2", id="o2"))

    (sku,) = (one for one in form_of(Ship, given, context()).fields if one.name == "sku")

    assert [one.value for one in sku.offered] == ["RICE-2", "RICE-10", "OIL-5"]
