"""The shop's views: searches with a name, for everybody at its desks."""

import pytest

from store.errors import Refused
from store.models.shop_views import SHARED, ShopViews
from store.repository import Repository
from store.work.shop_views import MOST


def test_a_view_of_the_same_name_gives_way_and_one_without_a_query_goes(
    repository: Repository,
) -> None:
    repository.keep_view("orders", "急", "late")
    repository.keep_view("orders", "急", "late to-ship", "-amount")
    repository.keep_view("board", "急", "kind:ship")
    assert repository.shop_views("orders") == [("急", "late to-ship", "-amount")]
    assert repository.shop_views("board") == [("急", "kind:ship", "")]
    repository.keep_view("orders", "急", "")
    repository.keep_view("orders", "never", "")

    assert repository.shop_views("orders") == []
    kept = repository.get(ShopViews, SHARED)
    assert kept
    actions = [event.action for event in repository.events(kept)]
    assert actions == ["keep-view", "keep-view", "keep-view", "drop-view"]
    assert repository.verify(full=True).events == 4


def test_a_place_has_as_many_as_a_menu_can_hold(repository: Repository) -> None:
    for number in range(MOST):
        repository.keep_view("orders", str(number), "late")
    with pytest.raises(Refused) as refused:
        repository.keep_view("orders", "one more", "late")

    said = "There are 50 views of the shop's here; take one away first."
    assert refused.value.sentence == said
