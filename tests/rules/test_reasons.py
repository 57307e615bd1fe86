"""Reasons: the first stated one counts, and a few words are about quality."""

import pytest

from store.models.after_sales_case import BuyerReason
from store.models.axes import Platform, Source
from store.rules.cases.reasons import is_quality
from tests.build import NOW, case


def reason(text: str) -> BuyerReason:
    return BuyerReason(text=text, at=NOW, source=Source.DESK)


def test_the_first_reason_counts_whatever_is_said_later() -> None:
    given = case(reasons=(reason("质量问题"), reason("七天无理由退货")))

    assert given.first_reason == "质量问题"
    assert not case(reasons=()).first_reason


@pytest.mark.parametrize(
    ("text", "platform", "quality"),
    [
        ("质量问题", Platform.PINDUODUO, True),
        ("商品 质量问题", Platform.DOUYIN, True),
        ("商品品质问题", Platform.DOUYIN, True),
        ("商品品质问题", Platform.PINDUODUO, False),
        ("疑似假货", Platform.PINDUODUO, True),
        ("七天无理由退货", Platform.PINDUODUO, False),
        ("少件", Platform.DOUYIN, False),
        ("", Platform.DOUYIN, False),
    ],
)
def test_which_reasons_are_about_quality(text: str, platform: Platform, *, quality: bool) -> None:
    assert is_quality(text, platform) is quality
