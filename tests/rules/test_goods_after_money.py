"""Goods are not agreed to once their money is back: the buyer would get both."""

import pytest

from store.models.refund import RefundLine
from store.rules.cases.actions.agree_exchange import AgreeExchange
from store.rules.cases.actions.agree_supplementary import AgreeSupplementary
from tests.build import case, refund, shipped, units

SAID = (
    "The money of the goods of case A1 is back or on its way, so that the buyer would get goods and"
    " money: it can be rejected or withdrawn."
)


@pytest.mark.parametrize(
    ("action", "kind"), [(AgreeSupplementary, "supplementary"), (AgreeExchange, "exchange")]
)
@pytest.mark.parametrize(
    ("paid_back", "said"),
    [
        pytest.param(2, SAID, id="the money of both bags is back"),
        pytest.param(1, None, id="of one: the other may still be sent"),
        pytest.param(0, None, id="of none"),
    ],
)
def test_goods_whose_money_is_back_are_not_agreed_to(
    action: type[AgreeSupplementary | AgreeExchange], kind: str, paid_back: int, said: str | None
) -> None:
    parts = (RefundLine(line=1, quantity=paid_back, amount_fen=2500 * paid_back),)
    back = refund(amount_fen=2500 * paid_back, state="done", lines=parts if paid_back else ())
    asked = case(kind=kind, requested_fen=0, lines=units((1, 1 if paid_back < 2 else 2)))
    given = shipped(cases=(asked,), refunds=(back,))

    assert action.refusal(given, asked, None) == said
