"""Listings for a price difference or postage are no goods; a promise about a price is of goods."""

import pytest

from store.rules.stock.no_goods import is_no_goods


@pytest.mark.parametrize(
    "name", ["补差价专拍 ¥1", "【补差价】拍前联系客服", "补运费链接", "邮费补拍 1元", "差价专拍"]
)
def test_a_name_that_begins_with_what_is_paid_for_says_that_nothing_is_sent(name: str) -> None:
    assert is_no_goods(name)


@pytest.mark.parametrize(
    "name", ["东北大米 10斤", "普洱茶饼 买贵补差价", "运费险赠送 苹果 5斤", "补水面膜", "差价", ""]
)
def test_what_is_not_certainly_none_is_goods(name: str) -> None:
    assert not is_no_goods(name)
