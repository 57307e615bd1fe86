"""What `shouhou payments` says of payments that differ from their order in several things."""

from pathlib import Path

import pytest

from store.models.money import yuan_text
from store.models.payment import Aside
from store.models.payment_row import Differing, PaymentRow
from store.policy import load_policy
from store.repository import open_store
from store.rules.money.payment_row import payment_rows
from tests.build import ACTOR, DAY, NOW, keep, order
from tests.rules.payments import PAID, bill, taken
from tui.cli import main

RECEIVED = order(platform_fulfilment="received", paid_at=NOW - 9 * DAY, received_at=NOW - 3 * DAY)
BOTH = bill(taken("late_shipment", 300), of=RECEIVED)
CHARGED, UNPAID = Differing("penalty_there", 0, 300), Differing("no_payment", PAID, 0)
WHOLE = yuan_text(PAID)


@pytest.mark.parametrize(
    ("set_aside", "differing", "said"),
    [
        pytest.param(
            (),
            (CHARGED, UNPAID),
            [
                "0.00 3.00 charged, not recorded 0.00 3.00 late shipment",
                f"never paid out {WHOLE} 0.00 late shipment",
            ],
            id="both are open, and the money stands once",
        ),
        pytest.param(
            ("penalty_there 0 300",),
            (UNPAID,),
            [f"0.00 3.00 never paid out {WHOLE} 0.00 late shipment"],
            id="the charge was set aside",
        ),
        pytest.param(
            (f"no_payment {PAID} 0",),
            (CHARGED,),
            ["0.00 3.00 charged, not recorded 0.00 3.00 late shipment"],
            id="the missing money was set aside",
        ),
        pytest.param(
            ("penalty_there 0 300", f"no_payment {PAID} 0"),
            (),
            ["0.00 3.00 set aside late shipment"],
            id="both were set aside",
        ),
    ],
)
def test_everything_that_differs_has_a_line(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    set_aside: tuple[str, ...],
    differing: tuple[Differing, ...],
    said: list[str],
) -> None:
    asides = tuple(Aside(difference=one, reason="认了", at=NOW, by="li") for one in set_aside)
    payments = BOTH.model_copy(update={"asides": asides})
    (row,) = payment_rows(payments, load_policy())["payments"]
    assert isinstance(row, PaymentRow)
    assert (row.differing, row.open) == (differing, bool(differing))

    repository = open_store(str(tmp_path), ACTOR, lambda: NOW)
    keep(repository, RECEIVED, payments)
    repository.close()
    assert main(["--store", str(tmp_path), "--lang", "en", "payments"]) == 0
    _head, *lines, _count = capsys.readouterr().out.splitlines()

    assert [" ".join(line.split()[3:]) for line in lines] == said
